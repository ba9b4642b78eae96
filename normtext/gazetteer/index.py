"""Finding names in text: exact and folded forms in one Aho-Corasick pass, near ones by blocking.

Text is cut into tokens, each token folded (case, diacritics), and the folded tokens are joined
without anything between them, so that "Olympic Coder", "olympic-coder" and "OlympicCoder" are one
key. Offsets always come from the tokens, never from a folded copy of the text: folding changes
lengths (İ, ß).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import regex

from normtext.gazetteer.entries import Entry, Form

_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"[{_NO_SPACES}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_NO_SPACES}]]+", regex.V1)
_UNSPACED = regex.compile(rf"[{_NO_SPACES}]")


class Token(NamedTuple):
    """A word of the text: its offsets, itself, and its folded form."""

    start: int
    end: int
    text: str
    folded: str


class Hit(NamedTuple):
    """A form of an entry found in the text.

    Attributes:
        entry, form: what was found.
        first, last: index of the first token, and of the last one (inclusive).
        start, end: offsets in the text.
        whole: False where the form ends inside its last token ("Coder|that").
    """

    entry: Entry
    form: Form
    first: int
    last: int
    start: int
    end: int
    whole: bool


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold case and diacritics, one key for "Clément" and "clement"."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> list[Token]:
    """Cut text into words; runs of scripts without spaces are one token each."""
    return [Token(m.start(), m.end(), m[0], fold(m[0])) for m in _TOKEN.finditer(text)]


def has_no_spaces(text: str) -> bool:
    """Tell whether a text has letters of a script that does not part words."""
    return bool(_UNSPACED.search(text))


def key_of(text: str) -> str:
    """The folded tokens of a form, joined.

    >>> key_of("Olympic-Coder") == key_of("OlympicCoder") == "olympiccoder"
    True
    """
    return "".join(token.folded for token in tokenize(text))


@dataclass(frozen=True, slots=True)
class Key:
    """A form with its folded tokens, and the signs before and behind them ("C++", "Yahoo!")."""

    entry: Entry
    form: Form
    tokens: tuple[str, ...]
    joined: str
    lead: str
    trail: str


CACHED_WORDS = 20_000
"""Words whose near forms an index remembers; the same strange words come again and again."""


class Index:
    """An index over all forms of some entries; immutable, built once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._automaton, self._unspaced = _automaton(), _automaton()
        self._by_key: dict[str, list[Key]] = {}
        self._by_neighbour: dict[tuple[str, int, str], list[tuple[Key, int]]] = {}
        self._by_initial: dict[str, list[Key]] = {}
        self._alike: dict[tuple[str, int], tuple[tuple[Key, int], ...]] = {}
        forms_by_text: dict[str, list[tuple[Entry, Form]]] = {}
        for entry in entries:
            for form in entry.forms():
                if _UNSPACED.search(form.text):
                    forms_by_text.setdefault(form.text, []).append((entry, form))
                else:
                    self._add(entry, form)
        for key, found in self._by_key.items():
            self._automaton.add_word(key, (len(key), tuple(found)))
        for text, pairs in forms_by_text.items():
            self._unspaced.add_word(text, (len(text), tuple(pairs)))
        self._automaton.make_automaton()
        self._unspaced.make_automaton()

    def _add(self, entry: Entry, form: Form) -> None:
        found = tokenize(form.text)
        tokens = tuple(token.folded for token in found)
        if not "".join(tokens):
            return
        lead, trail = form.text[: found[0].start], form.text[found[-1].end :]
        key = Key(entry, form, tokens, "".join(tokens), lead, trail)
        self._by_key.setdefault(key.joined, []).append(key)
        if form.kind in ("canonical", "alias"):
            self._by_initial.setdefault(key.joined[0], []).append(key)
            for place, token in enumerate(tokens):
                for step in (-1, 1):
                    if token and 0 <= place + step < len(tokens):
                        wanted = (tokens[place + step], step, token[0])
                        self._by_neighbour.setdefault(wanted, []).append((key, place))

    def is_name(self, word: str) -> bool:
        """Tell whether ``word`` is, letter for letter, a right form of an entry."""
        return any(
            key.form.text == word and key.form.kind in ("canonical", "alias")
            for key in self._by_key.get(key_of(word), ())
        )

    def right_spans(self, text: str) -> list[tuple[int, int]]:
        """Stretches of a text that are right forms, letter for letter."""
        return [
            (hit.start, hit.end)
            for hit in self.hits(text, tokenize(text))
            if hit.whole
            and hit.form.kind in ("canonical", "alias")
            and text[hit.start : hit.end] == hit.form.text
        ]

    def keys(self, folded: str) -> Sequence[Key]:
        """The forms whose joined key is ``folded``."""
        return self._by_key.get(folded, ())

    def beside(self, neighbour: str, step: int, initial: str) -> Sequence[tuple[Key, int]]:
        """Right forms of several tokens, and a place in them, by what stands beside that place.

        Args:
            neighbour: the folded token beside it.
            step: -1 where that is the token before, 1 where it is the one behind.
            initial: first letter of the folded token at the place itself.
        """
        return self._by_neighbour.get((neighbour, step, initial), ())

    def alike(self, folded: str, budget: int) -> Sequence[tuple[Key, int]]:
        """Right forms with the same first letter, within ``budget`` edits, with their OSA distance."""
        if (folded, budget) not in self._alike:
            if len(self._alike) > CACHED_WORDS:
                self._alike.clear()
            self._alike[folded, budget] = tuple(self._search_alike(folded, budget))
        return self._alike[folded, budget]

    def _search_alike(self, folded: str, budget: int) -> Iterator[tuple[Key, int]]:
        from rapidfuzz.distance import OSA

        for key in self._by_initial.get(folded[:1], ()):
            if abs(len(key.joined) - len(folded)) <= budget:
                distance = OSA.distance(key.joined, folded, score_cutoff=budget)
                if distance <= budget:
                    yield key, distance

    def hits(self, text: str, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Yield all forms in the text whose folded key begins at the beginning of a token."""
        yield from self._unspaced_hits(text, tokens)
        if not len(self._automaton):
            return
        stream = "".join(token.folded for token in tokens)
        starts: dict[int, int] = {}
        owners: list[int] = []
        at = 0
        for number, token in enumerate(tokens):
            starts[at] = number
            owners.extend([number] * len(token.folded))
            at += len(token.folded)
        offsets = {number: offset for offset, number in starts.items()}
        for last_char, (length, keys) in self._automaton.iter(stream):
            first = starts.get(last_char + 1 - length)
            if first is None:
                continue
            last = owners[last_char]
            rest = offsets[last] + len(tokens[last].folded) - (last_char + 1)
            end = tokens[last].end if not rest else _offset(tokens[last], len(tokens[last].folded) - rest)
            for key in keys:
                low, high = tokens[first].start - len(key.lead), end + len(key.trail)
                # A sign that belongs to the name must stand there: "Yahoo" is not "Yahoo!".
                if text[max(low, 0) : tokens[first].start] == key.lead and text[end:high] == key.trail:
                    yield Hit(key.entry, key.form, first, last, low, high, not rest)

    def _unspaced_hits(self, text: str, tokens: Sequence[Token]) -> Iterator[Hit]:
        if not len(self._unspaced) or not _UNSPACED.search(text):
            return
        starts = [token.start for token in tokens]
        for last_char, (length, pairs) in self._unspaced.iter(text):
            start, end = last_char + 1 - length, last_char + 1
            first = bisect_right(starts, start) - 1
            last = bisect_left(starts, end) - 1
            for entry, form in pairs:
                yield Hit(entry, form, first, last, start, end, True)


def _offset(token: Token, folded_length: int) -> int:
    """The offset in the text behind ``folded_length`` folded characters of the token."""
    length = 0
    for index, char in enumerate(token.text):
        if length >= folded_length:
            return token.start + index
        length += len(fold(char))
    return token.end


def _automaton() -> Any:
    import ahocorasick

    return ahocorasick.Automaton()
