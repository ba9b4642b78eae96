"""Finding forms of names in text, exact and folded, in one Aho-Corasick pass.

The folded tokens of a text are joined without anything between them, so that "Olympic Coder",
"olympic-coder" and "OlympicCoder" are one key.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

from normtext.folding import Token, Tokens, fold, key_of, tokenize
from normtext.gazetteer.entries import RIGHT, Entry, Form
from normtext.gazetteer.records import Hit, Key

AT_HAND = 256
"""Texts whose forms are kept from one stage to the next; an article has some dozens."""
SHORT_TEXT = 1000
"""Characters; longer texts are not kept."""
LONGEST_ACRONYM = 8
"""Letters."""


class FormFinder:
    """The forms of some entries, and where they stand in texts.

    Forms are added first, then ``make`` is called once.

    Attributes:
        unspaced: forms in scripts that put no spaces between words, with their entries.
    """

    def __init__(self) -> None:
        self.unspaced: list[tuple[Entry, Form]] = []
        self._by_key: dict[str, list[Key]] = {}
        self._at_hand: dict[str, tuple[Tokens, list[Hit]]] = {}
        self._by_letters: dict[str, list[Key]] | None = None

    def add(self, key: Key) -> None:
        """Take in a form with its folded tokens."""
        self._by_key.setdefault(key.joined, []).append(key)

    def add_unspaced(self, entry: Entry, form: Form) -> None:
        """Take in a form that is found as it is."""
        self.unspaced.append((entry, form))

    def make(self) -> None:
        """Make the automatons of what was added."""
        import ahocorasick

        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, key in enumerate(self._by_key):
            self._automaton.add_word(key, number)
        self._automaton.make_automaton()
        self._lengths = list(map(len, self._by_key))
        self._found = list(self._by_key.values())
        self._unspaced = _of_unspaced(self.unspaced)

    def is_name(self, word: str) -> bool:
        """Tell whether ``word`` is, letter for letter, a right form of an entry."""
        return any(
            key.form.text == word and key.form.kind in RIGHT for key in self._by_key.get(key_of(word), ())
        )

    def take(self, text: str) -> tuple[Tokens, list[Hit]]:
        """The words of a text and the forms in it, not worked out again where ``right_spans`` just has."""
        found = self._at_hand.pop(text, None)
        if found is None:
            tokens = tokenize(text)
            found = tokens, self.hits(text, tokens)
        return found

    def _seen(self, text: str) -> tuple[Tokens, list[Hit]]:
        """The same, kept for whoever looks at the text next."""
        found = self.take(text)
        if len(self._at_hand) >= AT_HAND:
            self._at_hand.clear()
        if len(text) <= SHORT_TEXT:
            self._at_hand[text] = found
        return found

    def right_spans(self, text: str) -> list[tuple[int, int]]:
        """Stretches of a text that are right forms, letter for letter."""
        return [
            (hit.start, hit.end)
            for hit in self._seen(text)[1]
            if hit.whole and hit.form.kind in RIGHT and text[hit.start : hit.end] == hit.form.text
        ]

    def keys(self, folded: str) -> Sequence[Key]:
        """The forms whose joined key is ``folded``."""
        return self._by_key.get(folded, ())

    def of_letters(self, acronym: str) -> Sequence[Key]:
        """Right forms in capitals throughout that have the same letters in another order."""
        if self._by_letters is None:
            self._by_letters = {}
            for key in chain.from_iterable(self._by_key.values()):
                text = key.form.text
                if (
                    len(text) <= LONGEST_ACRONYM
                    and text.isupper()
                    and text.isalpha()
                    and key.form.kind in RIGHT
                ):
                    self._by_letters.setdefault("".join(sorted(text)), []).append(key)
        alike = self._by_letters.get("".join(sorted(acronym)), ())
        return [key for key in alike if key.form.text != acronym]

    def hits(self, text: str, tokens: Tokens) -> list[Hit]:
        """All forms in the text whose folded key begins at the beginning of a token.

        A form within one word, in lower case where the form is not ("energy" in "energetic", for
        "Energ"), is left out: nothing is ever made of it.
        """
        found = [] if tokens.is_latin else self._unspaced_hits(text, tokens)
        if not self._by_key:
            return found
        folded = tokens.folded
        ends = list(accumulate(map(len, folded)))
        borders = {0, *ends}
        lengths = self._lengths
        begun = [
            (begins, last_char + 1, number)
            for last_char, number in self._automaton.iter("".join(folded))
            if (begins := last_char + 1 - lengths[number]) in borders
        ]
        for begins, behind, number in begun:
            first = bisect_right(ends, begins)
            start = tokens.starts[first]
            last = first if behind <= ends[first] else bisect_left(ends, behind)
            rest = ends[last] - behind
            within = text[start] if rest and first == last and text[start].islower() else ""
            end = tokens.ends[last] if not rest else -1
            for key in self._found[number]:
                if within and not key.lead and key.form.text[0] != within:
                    continue
                if end < 0:
                    end = _offset(tokens[last], len(folded[last]) - rest)
                low, high = start - len(key.lead), end + len(key.trail)
                # A sign that belongs to the name must stand there: "Yahoo" is not "Yahoo!".
                if text[max(low, 0) : start] == key.lead and text[end:high] == key.trail:
                    found.append(Hit(key.entry, key.form, first, last, low, high, not rest))
        return found

    def _unspaced_hits(self, text: str, tokens: Tokens) -> list[Hit]:
        found: list[Hit] = []
        if not len(self._unspaced):
            return found
        starts = tokens.starts
        for last_char, (length, pairs) in self._unspaced.iter(text):
            start, end = last_char + 1 - length, last_char + 1
            first = bisect_right(starts, start) - 1
            last = bisect_left(starts, end) - 1
            found += [Hit(entry, form, first, last, start, end, True) for entry, form in pairs]
        return found


def _offset(token: Token, folded_length: int) -> int:
    """The offset in the text behind ``folded_length`` folded characters of the token."""
    length = 0
    for index, char in enumerate(token.text):
        if length >= folded_length:
            return token.start + index
        length += len(fold(char))
    return token.end


def _of_unspaced(forms: Sequence[tuple[Entry, Form]]) -> Any:
    """An automaton of the forms in scripts without spaces, as they are."""
    import ahocorasick

    by_text: dict[str, list[tuple[Entry, Form]]] = {}
    for entry, form in forms:
        by_text.setdefault(form.text, []).append((entry, form))
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
    for text, pairs in by_text.items():
        automaton.add_word(text, (len(text), tuple(pairs)))
    automaton.make_automaton()
    return automaton
