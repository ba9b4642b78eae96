"""The words that names are made of, and which of them a word of a text may stand for.

Names and texts are cut into *pieces*: words, and the parts of words that capitals and digits show
("RapidAPI" has two). A piece of the text is related to a piece of a name where it is the same, has
lost a letter that is not ASCII ("Schr'der"), is nearly it, shares its stem, is what a translation
makes of it, or its acronym in another language ("IA" for "AI").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

import regex

from normtext import wordpairs
from normtext.folding import fold

SAME, LOST, NEAR, STEM, PAIR, ABROAD = "same", "lost_letter", "near", "stem", "pair", "abroad"

# Edits that a folded piece of so many letters may be off (optimal string alignment distance).
_BUDGETS = ((3, 0), (5, 1), (8, 2), (10_000, 3))
_EDGE = 3  # letters at the front or the end that a near piece shares
LONGEST = 40  # letters; what is longer is no word of a name
_BONES = 3  # letters that a name with a lost letter has left
_MOST_NEAR = 8  # near pieces that are worth looking at
_MOST_STEM = 12

CACHED = 50_000
"""Words whose relations a vocabulary remembers."""

_NO_BONE = re.compile("[^a-z0-9]+")
# "LLMs" is one piece: an acronym with the ending of a plural.
_HUMPS = regex.compile(
    r"\p{Lu}{2,}s(?!\p{L})|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{Lu}\p{M}*|\p{N}+|."
)
_BREAKS = regex.compile(r"[\p{Ll}\p{N}]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\p{N}\p{L}|\p{L}\p{N}")

CONNECTORS = frozenset(
    "the a an of for to in on at by with from and or s as de la le du des da do das dos del der den "
    "van von di et y e und en el los las d l its is no".split()
)
"""Articles and prepositions between the words of names, which tell no name from another."""


class Piece(NamedTuple):
    """A piece of a word: its offsets in the word, itself, and its folded form."""

    start: int
    end: int
    text: str
    folded: str


class Relation(NamedTuple):
    """What a piece of the text may stand for.

    Attributes:
        word: number of the name's piece in the vocabulary.
        kind: one of the constants above.
        strength: 1 for the same, less for what is further away.
    """

    word: int
    kind: str
    strength: float


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[Piece, ...]:
    """Cut a word where its capitals and digits show a border.

    >>> [piece.text for piece in pieces("RapidAPI")], [piece.text for piece in pieces("MrT5")]
    (['Rapid', 'API'], ['Mr', 'T', '5'])
    """
    if (word.isalpha() and (word.islower() or word.isupper())) or not _BREAKS.search(word):
        return (Piece(0, len(word), word, fold(word)),)
    return tuple(Piece(m.start(), m.end(), m[0], fold(m[0])) for m in _HUMPS.finditer(word))


_SUFFIXES = frozenset(
    "s es ed ly ing er ers or ors al ary ic ical ian ians an ans ish ese n ns ment ments ation ations ion "
    "ions ist ists ity ies y e i a ia ty en ness ship ive ry".split()
)
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_STEM = 4  # letters that a stem has at least


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """What is left of an English word without its ending; crude, and the same for all its forms.

    >>> stem("nigerian") == stem("nigeria"), stem("falling") == stem("fallen")
    (True, True)
    """
    for _ in range(2):
        for length in range(min(_LONGEST_SUFFIX, len(folded) - _STEM), 0, -1):
            if folded[-length:] in _SUFFIXES:
                folded = folded[:-length]
                break
        else:
            break
    return folded


def skeleton(text: str) -> str:
    """The ASCII letters and digits of a folded word, which stand when a broken codec has lost the others."""
    return _NO_BONE.sub("", text.casefold())


@cache
def _close() -> Callable[..., list[tuple[str, float, int]]]:
    """A function that finds the strings within some edits of one: each, its distance and its place."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return partial(process.extract, scorer=OSA.distance, limit=None)


class Vocabulary:
    """The pieces of all names, numbered, with the look-ups of each relation."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._by_edge: dict[str, dict[int, list[str]]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._by_skeleton: dict[str, list[int]] = {}
        self._related: dict[str, tuple[Relation, ...]] = {}
        self._lost: dict[str, tuple[Relation, ...]] = {}

    def tables(self) -> tuple[Any, ...]:
        """What ``restore`` makes the same vocabulary of, as plain data."""
        return self.texts, self._by_edge, self._by_stem, self._by_skeleton

    def restore(self, tables: tuple[Any, ...]) -> None:
        """Take what ``tables`` of another vocabulary has told."""
        self.texts, self._by_edge, self._by_stem, self._by_skeleton = tables
        self._numbers = {text: number for number, text in enumerate(self.texts)}

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def has_lost_letters(self) -> bool:
        """Whether a name has letters that are not ASCII, which a broken codec may have lost."""
        return bool(self._by_skeleton)

    def number(self, folded: str) -> int:
        """The number of a piece; -1 where no name has it."""
        return self._numbers.get(folded, -1)

    def add(self, piece: Piece) -> int:
        """Number a piece of a name."""
        number = self._numbers.get(piece.folded)
        if number is None:
            number = self._numbers[piece.folded] = len(self.texts)
            self.texts.append(piece.folded)
            self._index(number, piece.folded)
        if not piece.text.isascii():
            bones = skeleton(piece.text)
            known = self._by_skeleton.setdefault(bones, [])
            if len(bones) >= _BONES and number not in known:
                known.append(number)
        return number

    def _index(self, number: int, folded: str) -> None:
        if not folded.isalpha() or folded in CONNECTORS:
            return
        length = len(folded)
        if length > _EDGE:
            for edge in (folded[:_EDGE], "." + folded[-_EDGE:]):
                self._by_edge.setdefault(edge, {}).setdefault(length, []).append(folded)
            self._by_stem.setdefault(stem(folded), []).append(number)

    def related(self, text: str) -> tuple[Relation, ...]:
        """What a piece of the text may stand for, the same piece first."""
        found = self._related.get(text)
        if found is None:
            if len(self._related) > CACHED:
                self._related.clear()
            found = self._related[text] = tuple(self._relations(text, fold(text)))
        return found

    def _relations(self, text: str, folded: str) -> Iterator[Relation]:
        own = self.number(folded)
        seen = {own}
        if own >= 0:
            yield Relation(own, SAME, 1.0)
        if folded.isdigit() or folded in CONNECTORS or len(folded) > LONGEST:
            return
        for relation in self._others(text, folded, exact=own >= 0):
            if relation.word not in seen:
                seen.add(relation.word)
                yield relation

    def _others(self, text: str, folded: str, exact: bool) -> Iterator[Relation]:
        yield from self.lost(text)
        for english in wordpairs.english_acronyms(text) if text.isupper() else ():
            if english in self._numbers:
                yield Relation(self._numbers[english], ABROAD, 0.95)
        if len(folded) > 2 and folded.isalpha():
            for number in self._by_stem.get(stem(folded), ())[:_MOST_STEM] if len(folded) > _EDGE else ():
                yield Relation(number, STEM, 0.8)
            for number, strength in self._pairs(folded):
                yield Relation(number, PAIR, strength)
            if not exact:
                yield from self._near(folded)

    def lost(self, text: str) -> tuple[Relation, ...]:
        """Pieces with a letter that is not ASCII, which ``text`` has lost: "Erds", "Schr'der"; remembered."""
        found = self._lost.get(text)
        if found is None:
            if len(self._lost) > CACHED:
                self._lost.clear()
            numbers = self._by_skeleton.get(skeleton(text), ())
            found = self._lost[text] = tuple([Relation(number, LOST, 0.95) for number in numbers])
        return found

    def _pairs(self, folded: str) -> Iterator[tuple[int, float]]:
        numbers = self._numbers
        for other, strength in wordpairs.related(folded):
            number = numbers.get(other)
            if number is not None:
                yield number, strength

    def _near(self, folded: str) -> list[Relation]:
        by_edge = self._by_edge
        edges = [by_edge[edge] for edge in (folded[:_EDGE], "." + folded[-_EDGE:]) if edge in by_edge]
        if not edges:
            return []  # nearly all words
        budget = next(budget for longest, budget in _BUDGETS if len(folded) <= longest)
        lengths = range(len(folded) - budget, len(folded) + budget + 1)
        alike = [text for length in lengths for by_length in edges for text in by_length.get(length, ())]
        return self._nearest(folded, alike, budget) if alike and budget else []

    def _nearest(self, folded: str, alike: Sequence[str], budget: int) -> list[Relation]:
        """Those of some pieces that are within so many edits, the nearest first."""
        close = _close()(folded, alike, score_cutoff=budget)
        likeness = {
            text: 1 - distance / max(len(folded), len(text))
            for text, distance, _ in sorted(close, key=itemgetter(2))
            if distance
        }
        nearest = sorted(likeness, key=likeness.__getitem__, reverse=True)[:_MOST_NEAR]
        return [Relation(self._numbers[text], NEAR, likeness[text]) for text in nearest]
