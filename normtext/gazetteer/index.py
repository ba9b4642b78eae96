"""Which names a word of a text may be a part of, damaged or not: look-ups by the pieces of all forms.

Forms that stand in a text, exact or folded, are found by the base class, in ``forms.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from normtext import words
from normtext.folding import Token, fold, has_no_spaces, tokenize
from normtext.gazetteer.entries import RIGHT, UNSORTED, Entry, Form
from normtext.gazetteer.forms import FormFinder
from normtext.gazetteer.heard import Heard
from normtext.gazetteer.records import Key, Pattern, WordCalls
from normtext.gazetteer.vocabulary import (
    CONNECTORS,
    LONGEST,
    LOST,
    NEAR,
    PAIR,
    Piece,
    Relation,
    Vocabulary,
    pieces,
)

CACHED_WORDS = 20_000
"""Words whose near forms an index remembers; the same strange words come again and again."""


Tables = dict[str, Any]
"""What an index has worked out of its entries, as plain data; see ``Index.tables``."""
_STORED = ("_by_pair", "_partners", "_by_word", "_by_whole")
"""Attributes of an index that are plain data already."""

FEW_NAMES = 10_000
"""Names of a gazetteer up to which a translated word is told without the article naming the name rightly.

Of 60,000 one is nearly always a word away: "Water Act" from "Illness Act", "SoftBank" from "Smooth Bank".
"""
_MOST_SHARED = 40  # forms behind one pair of pieces: "San Francisco" tells nothing where 300 names have it


class Index(FormFinder):
    """An index over all forms of some entries; immutable, built once."""

    def __init__(self, entries: Iterable[Entry], tables: Tables | None = None) -> None:
        """Index the entries; or take what ``tables`` of an index of the same entries has told."""
        super().__init__()
        self._entries = tuple(entries)
        self._keys: list[Key] = []
        self._by_neighbour: dict[tuple[str, int, str], list[tuple[Key, int]]] = {}
        self._by_initial: dict[str, list[Key]] = {}
        self._alike: dict[tuple[str, int], tuple[tuple[Key, int], ...]] = {}
        self._heard = self._heard_before = Heard()
        self._parts: dict[str, tuple[tuple[Piece, tuple[Relation, ...]], ...]] = {}
        self.vocabulary = Vocabulary()
        self.patterns: list[Pattern] = []
        self._by_pair: dict[int, list[int]] = {}
        self._partners: dict[int, list[int]] = {}
        self._by_form: dict[tuple[str, str], int] = {}
        self._by_entry: dict[str, frozenset[int]] = {}
        self.wholes = Vocabulary()
        self._by_whole: dict[int, list[int]] = {}
        self._by_word: dict[int, list[int]] = {}
        self.size = len(self._entries)
        if tables is None:
            self._build()
        else:
            self._restore(tables)

    def _build(self) -> None:
        for entry in self._entries:
            for form in entry.forms():
                if has_no_spaces(form.text):
                    self.add_unspaced(entry, form)
                else:
                    self._add(entry, form)
        self.make()

    def tables(self) -> Iterator[tuple[str, Any]]:
        """What took the time to work out, as plain lists, tuples, dicts, strings and numbers, by its name.

        One after another: some are copies, and need not be in memory together.
        """
        place = {entry.name: number for number, entry in enumerate(self._entries)}
        yield (
            "keys",
            [
                (place[k.entry.name], k.form.text, k.form.kind, k.form.language, k.tokens, k.lead, k.trail)
                for k in self._keys
            ],
        )
        yield (
            "unspaced",
            [(place[entry.name], form.text, form.kind, form.language) for entry, form in self.unspaced],
        )
        number_of = {id(key): number for number, key in enumerate(self._keys)}
        yield "patterns", [(number_of[id(pattern.key)], pattern.words) for pattern in self.patterns]
        yield "vocabulary", self.vocabulary.tables()
        yield "wholes", self.wholes.tables()
        for name in _STORED:
            yield name, getattr(self, name)

    def _restore(self, tables: Tables) -> None:
        entries = self._entries
        for number, text, kind, language, tokens, lead, trail in tables["keys"]:
            entry, form = entries[number], Form(text, kind, language)
            self._take(Key(entry, form, tokens, "".join(tokens), lead, trail))
        for number, *form in tables["unspaced"]:
            self.add_unspaced(entries[number], Form(*form))
        for number, words_of_it in tables["patterns"]:
            self._number(Pattern(self._keys[number], words_of_it))
        self.make()
        self.vocabulary.restore(tables["vocabulary"])
        self.wholes.restore(tables["wholes"])
        for name in _STORED:
            setattr(self, name, tables[name])

    def _add(self, entry: Entry, form: Form) -> None:
        found = tokenize(form.text)
        tokens = tuple(token.folded for token in found)
        if not "".join(tokens):
            return
        lead, trail = form.text[: found[0].start], form.text[found[-1].end :]
        key = Key(entry, form, tokens, "".join(tokens), lead, trail)
        self._take(key)
        if form.kind in RIGHT and form.language in (None, "en"):
            self._add_pattern(key, found)

    def _take(self, key: Key) -> None:
        self._keys.append(key)
        self.add(key)
        if key.form.kind in RIGHT and key.entry.kind != UNSORTED:
            self._add_near(key)

    def _number(self, pattern: Pattern) -> int:
        number = len(self.patterns)
        self._by_form[pattern.key.form.text, pattern.key.entry.name] = number
        self.patterns.append(pattern)
        return number

    def _add_near(self, key: Key) -> None:
        """Index a form for the rule that knows what its kind of name allows; see ``spelling.py``."""
        self._by_initial.setdefault(key.joined[0], []).append(key)
        for place, token in enumerate(key.tokens):
            for step in (-1, 1):
                if token and 0 <= place + step < len(key.tokens):
                    wanted = (key.tokens[place + step], step, token[0])
                    self._by_neighbour.setdefault(wanted, []).append((key, place))

    def _add_pattern(self, key: Key, tokens: Sequence[Token]) -> None:
        """Number the pieces of a right form, and index it by pairs of them, or by its only one."""
        parts = [piece for token in tokens for piece in pieces(token.text)]
        numbers = tuple(self.vocabulary.add(part) for part in parts if part.folded not in CONNECTORS)
        if not numbers:
            return
        number = self._number(Pattern(key, numbers))
        if len(numbers) == 1:
            self._by_word.setdefault(numbers[0], []).append(number)
        elif len(tokens) == 1:
            whole = Piece(0, len(key.form.text), key.form.text, key.joined)
            self._by_whole.setdefault(self.wholes.add(whole), []).append(number)
        for pair in self._telling_pairs(numbers):
            if pair not in self._by_pair:
                one, other = pair >> 32, pair & 0xFFFFFFFF
                self._partners.setdefault(one, []).append(other)
                self._partners.setdefault(other, []).append(one)
            self._by_pair.setdefault(pair, []).append(number)

    def words_of_entry(self, entry: Entry) -> frozenset[int]:
        """Numbers of the pieces of all right forms of an entry; remembered."""
        found = self._by_entry.get(entry.name)
        if found is None:
            if len(self._by_entry) > CACHED_WORDS:
                self._by_entry.clear()
            words = (self.words_of_form(form, entry) for form in entry.forms())
            found = self._by_entry[entry.name] = frozenset(chain.from_iterable(words))
        return found

    def pattern_of(self, form: Form, entry: Entry) -> int | None:
        """Number of the pattern of a right form."""
        return self._by_form.get((form.text, entry.name))

    def words_of_form(self, form: Form, entry: Entry) -> tuple[int, ...]:
        """Numbers of the pieces of a right form; () for others."""
        number = self.pattern_of(form, entry)
        return () if number is None else self.patterns[number].words

    def _telling_pairs(self, numbers: Sequence[int]) -> set[int]:
        """Pieces beside each other, or with one between; not two digits, unless there is nothing else."""
        texts = self.vocabulary.texts
        pairs = [(a, b) for step in (1, 2) for a, b in zip(numbers, numbers[step:], strict=False) if a != b]
        telling = [(a, b) for a, b in pairs if len(texts[a]) > 1 or len(texts[b]) > 1]
        return {_pair(a, b) for a, b in telling or pairs}

    def hear(self, words: set[str]) -> Heard:
        """What words of texts call for, with at least these among them; remembered."""
        heard, before = self._heard, self._heard_before.calls  # another thread may begin anew meanwhile
        if len(heard.calls) > CACHED_WORDS:
            before = heard.calls
            self._heard_before, self._heard = heard, Heard()
            heard = self._heard
        for word in words.difference(heard.calls):
            found = before[word] if word in before else self._calls_of(word)
            heard.add(word, found, self._unsought(found) if found and self.is_large else found)
        return heard

    @property
    def is_large(self) -> bool:
        """Whether there are so many names that a translated word is near one of them by accident."""
        return self.size > FEW_NAMES

    def _unsought(self, found: WordCalls) -> WordCalls | None:
        """What a word calls for but by translation."""
        plain = [(offset, tuple(r for r in related if r.kind != PAIR)) for offset, related in found.marks]
        marks = tuple((offset, related) for offset, related in plain if related)
        singles = tuple(single for single in found.singles if single[1].kind != PAIR)
        return self.marked(found.capital, marks, singles, found.wholes) if marks or found.wholes else None

    def parts(self, word: str) -> tuple[tuple[Piece, tuple[Relation, ...]], ...]:
        """The pieces of a word of a text, and what each may stand for; remembered."""
        found = self._parts.get(word)
        if found is None:
            if len(self._parts) > CACHED_WORDS:
                self._parts.clear()
            related = self.vocabulary.related
            found = self._parts[word] = tuple((piece, related(piece.text)) for piece in pieces(word))
        return found

    def _calls_of(self, word: str) -> WordCalls | None:
        if len(word) > LONGEST or fold(word) in CONNECTORS:
            return None
        parts = pieces(word)
        marks = tuple(
            (part.start, relations) for part in parts if (relations := self.vocabulary.related(part.text))
        )
        capital = len(parts) > 1 or not word[0].islower()
        singles = tuple(
            (pattern, relation)
            for _, relations in (marks if capital and len(parts) == 1 else ())
            for relation in relations
            for pattern in self._alone(word, relation)
        )
        wholes = tuple(self.near_whole(word)) if len(parts) > 1 else ()
        return self.marked(capital, marks, singles, wholes) if marks or wholes else None

    def marked(
        self,
        capital: bool,
        marks: tuple[tuple[int, tuple[Relation, ...]], ...],
        singles: tuple[tuple[int, Relation], ...] = (),
        wholes: tuple[tuple[int, Relation], ...] = (),
    ) -> WordCalls:
        """What a word calls for, with the pieces that would have to stand near it."""
        numbers = frozenset([relation.word for _, relations in marks for relation in relations])
        partners_of = self._partners
        partners = frozenset().union(*[partners_of[number] for number in numbers if number in partners_of])
        return WordCalls(capital, bool(singles or wholes), numbers, partners, marks, singles, wholes)

    def _alone(self, word: str, relation: Relation) -> Sequence[int]:
        """Patterns of one piece that a word may be, damaged.

        A word that lists know is no misspelt name, and an ending is grammar: "Americans". Misspelt names
        whose kind is told have a rule of their own.
        """
        if relation.kind in (LOST, PAIR):
            return self.of_one(relation.word)
        if relation.kind != NEAR:
            return ()
        found = [n for n in self.of_one(relation.word) if self.patterns[n].key.entry.kind == UNSORTED]
        return () if not found or words.is_known(word) else found

    def with_pair(self, one: int, other: int) -> Sequence[int]:
        """Numbers of the patterns in which two pieces stand beside each other, or with one between them."""
        found = self._by_pair.get(_pair(one, other), ())
        return found if len(found) <= _MOST_SHARED else ()

    def near_whole(self, word: str) -> Iterator[tuple[int, Relation]]:
        """Numbers of the patterns of one word with capitals or digits inside that is nearly ``word``."""
        for relation in self.wholes.related(word):
            if relation.kind == NEAR:
                for number in self._by_whole[relation.word]:
                    yield number, relation

    def of_one(self, word: int) -> Sequence[int]:
        """Numbers of the patterns that have this piece and no other."""
        return self._by_word.get(word, ())

    @property
    def has_kinds(self) -> bool:
        """Whether there is an entry whose kind is told."""
        return bool(self._by_initial)

    def beside(self, neighbour: str, step: int, initial: str) -> Sequence[tuple[Key, int]]:
        """Right forms of several tokens, and a place in them, by what stands beside that place.

        Only of entries whose kind is told.

        Args:
            neighbour: the folded token beside it.
            step: -1 where that is the token before, 1 where it is the one behind.
            initial: first letter of the folded token at the place itself.
        """
        return self._by_neighbour.get((neighbour, step, initial), ())

    def words_of_people(self) -> frozenset[str]:
        """The folded tokens of the names of people of several words."""
        keys = (key for key in self._keys if key.entry.kind == "person" and len(key.tokens) > 1)
        return frozenset(token for key in keys if key.form.kind in RIGHT for token in key.tokens)

    def alike(self, folded: str, budget: int) -> Sequence[tuple[Key, int]]:
        """Right forms of entries whose kind is told, alike but for ``budget`` edits (OSA distance).

        They have the same first letter.
        """
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


def _pair(one: int, other: int) -> int:
    return one << 32 | other if one < other else other << 32 | one
