"""A sentence as an engine gets to see it: without the characters that its vocabulary lacks.

What a model has no token for never comes through: quotation marks, the signs of currencies, letters
of names. Firefox's Portuguese model keeps 14 of 71 sentences' quotation marks where they are curly, all
71 where they are straight; writes "$ 2.75 million" for "€ 2,75 milhões"; and brings 85 of 100 rare names
through as they stand, 98 in plain letters. So the engine gets what it knows, and what was replaced is put
back in its output.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from normtext.stages.translation.arrival import term_pattern
from normtext.stages.translation.marks import GENITIVE, fits, genitive, unmasked
from normtext.stages.translation.terms import Term
from normtext.words import is_ordinary

Lacks = Callable[[Sequence[str]], list[bool]]
"""Tells of each text whether the model has no token for a part of it."""

_SIMPLER = {
    **dict.fromkeys("“”„‟«»「」『』", '"'),
    **dict.fromkeys("‘’‚‛‹›", "'"),
    **dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{NON-BREAKING HYPHEN}\N{HYPHEN}", "-"),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
    "…": "...",
}
_CURRENCIES = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH"}
_CAPITALISED = regex.compile(r"(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]*")
_AMOUNT = r"\d[\d.,]*(?: (?:thousand|million|billion|trillion))?"
# Letters that have no decomposition.
_LETTERS = str.maketrans(
    dict(zip("łŁøØđĐðÐıßþÞæÆœŒ’", "l L o O d D d D i ss th Th ae Ae oe Oe '".split(), strict=True))
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A sentence made plain.

    Attributes:
        text: the sentence with plain characters, its terms as they are.
        terms: the terms at their places in ``text``.
        sent: what the engine gets: ``text`` with something else for the terms that it cannot read.
        sent_terms: the terms at their places in ``sent``.
        folded: a term's place among the terms to what stands for it in plain letters.
        marked: places of terms for which there is a stand-in of ``style``, numbered from 1.
        style: of the stand-ins.
        words: capitalised words that are no terms, and what stands for them in plain letters.
        codes: signs of currencies to the codes that stand for them.
    """

    text: str
    terms: tuple[Term, ...]
    sent: str
    sent_terms: tuple[Term, ...]
    folded: tuple[tuple[int, str], ...] = ()
    marked: tuple[int, ...] = ()
    style: str = ""
    words: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def replaced(self) -> frozenset[int]:
        """Places of the terms that the engine does not get to see."""
        return frozenset((*self.marked, *(place for place, _ in self.folded)))

    def restored(self, output: str) -> str:
        """An output for ``sent`` with the terms and signs put back; what is lost stays lost."""
        if self.marked:
            output = unmasked(output, [self.terms[place] for place in self.marked], self.style) or output
        for simple in dict.fromkeys(simple for _, simple in self.folded):
            places = [place for place, form in self.folded if form == simple]
            english = self.terms[places[0]].english
            pattern = regex.compile(term_pattern(simple).pattern + GENITIVE)
            if len(pattern.findall(output)) > len(places):
                continue  # one of them is a word of its own
            output = pattern.sub(lambda m, e=english: e + genitive(m["genitive"]), output)
        for word, simple in self.words:
            found, count = term_pattern(simple).subn(word, output)
            output = found if count <= self.text.count(simple) else output
        for sign, code in self.codes:
            output = regex.sub(rf"\b{code}\s?(?=\d)", sign, output)
            output = regex.sub(rf"(?<![\d.,])({_AMOUNT})\s?{code}\b", rf"{sign}\1", output)
        return output


def unchanged(source: str, terms: tuple[Term, ...]) -> Plain:
    """The sentence as it is, for an engine of which nothing is known."""
    return Plain(source, terms, source, terms)


class Vocabulary:
    """Makes sentences plain for one model.

    Args:
        lacks: what the model has no token for.
        styles: which stand-ins the model keeps; asked where one is needed.
        language: BCP 47 tag of what it reads.
    """

    def __init__(self, lacks: Lacks, styles: Callable[[], Sequence[str]], language: str = "und") -> None:
        self._styles = styles
        self._lacks = lacks
        self._known: dict[str, bool] = {}
        chars = [*_SIMPLER, *_CURRENCIES]
        unread = [char for char, lacking in zip(chars, lacks(chars), strict=True) if lacking]
        self._simpler = str.maketrans({char: _SIMPLER[char] for char in unread if char in _SIMPLER})
        self._currencies = {char: _CURRENCIES[char] for char in unread if char in _CURRENCIES}
        if "¥" in self._currencies and language.partition("-")[0] == "zh":
            self._currencies["¥"] = "CNY"

    def plain(self, source: str, terms: tuple[Term, ...]) -> Plain:
        """Make a sentence plain.

        Args:
            source: the sentence.
            terms: what has to come through.
        """
        words = tuple(self._foreign_words(source, terms))
        text, moved, codes = self._rewritten(source, terms, dict(words))
        foreign = [place for place, term in enumerate(moved) if self._is_lacking(text[term.start : term.end])]
        if not foreign:
            return Plain(text, moved, text, moved, words=words, codes=codes)
        folded = tuple(self._folds(text, moved, foreign))
        simple = dict(folded)
        marked = tuple(place for place in foreign if place not in simple)
        style = next((style for style in self._styles() if fits(style, text)), "") if marked else ""
        stand_ins = {**simple, **{place: style.format(n=n) for n, place in enumerate(marked, 1) if style}}
        sent, sent_terms = _exchanged(text, moved, stand_ins)
        return Plain(text, moved, sent, sent_terms, folded, marked if style else (), style, words, codes)

    def _foreign_words(self, source: str, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
        """Capitalised words that the model cannot read and that are no terms, and what may stand for them."""
        if source.isascii():
            return
        named = " ".join(source[term.start : term.end] for term in terms)
        for word in dict.fromkeys(_CAPITALISED.findall(source)):
            if word.isascii() or word in named or not self._is_lacking(word):
                continue
            simple = in_plain_letters(word)
            if self._may_stand(simple, source):
                yield word, simple

    def _is_lacking(self, text: str) -> bool:
        if text not in self._known:
            self._known[text] = self._lacks([text])[0]
        return self._known[text]

    def _rewritten(
        self, source: str, terms: tuple[Term, ...], words: dict[str, str]
    ) -> tuple[str, tuple[Term, ...], tuple[tuple[str, str], ...]]:
        """The sentence with plain characters between its terms, and the codes that stand for signs."""
        if source.isascii():
            return source, terms, ()
        parts: list[str] = []
        moved: list[Term] = []
        at = length = 0
        for term in terms:
            parts += (self._simple(source[at : term.start], words), source[term.start : term.end])
            length += len(parts[-2])
            moved.append(term.shifted(length - term.start))
            length += term.end - term.start
            at = term.end
        parts.append(self._simple(source[at:], words))
        text = "".join(parts)
        codes = [
            (sign, code) for sign, code in self._currencies.items() if sign in source and code not in source
        ]
        return text, tuple(moved), tuple(codes)

    def _simple(self, text: str, words: dict[str, str]) -> str:
        for word, simple in words.items():
            text = text.replace(word, simple)
        for sign, code in self._currencies.items():
            if sign in text:
                text = regex.sub(rf"{sign}\s?(?=\d)", f"{code} ", text)
                text = regex.sub(rf"(?<=\d)\s?{sign}", f" {code}", text)
        return text.translate(self._simpler)

    def _folds(self, text: str, terms: Sequence[Term], foreign: Sequence[int]) -> Iterator[tuple[int, str]]:
        """For the names that can be written in plain letters their places, and how that looks."""
        for place in foreign:
            term = terms[place]
            surface = text[term.start : term.end]
            simple = in_plain_letters(surface)
            if term.kind != "name" or surface != term.english or simple == surface:
                continue
            if self._may_stand(simple, text):
                yield place, simple

    def _may_stand(self, simple: str, text: str) -> bool:
        """Tell whether plain letters may stand for a name: they are no word, the model's or the text's."""
        return not (is_ordinary(simple) or self._is_lacking(simple) or term_pattern(simple).search(text))


def in_plain_letters(name: str) -> str:
    """A name without diacritics: "Szabłowska" as "Szablowska"."""
    decomposed = unicodedata.normalize("NFD", name.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _exchanged(text: str, terms: Sequence[Term], stand_ins: dict[int, str]) -> tuple[str, tuple[Term, ...]]:
    """The text with something else in place of some terms, and where all terms stand in it."""
    parts: list[str] = []
    moved: list[Term] = []
    at = length = 0
    for place, term in enumerate(terms):
        parts += (text[at : term.start], stand_ins.get(place, text[term.start : term.end]))
        start = length + len(parts[-2])
        length = start + len(parts[-1])
        moved.append(Term(start, length, term.english, term.kind, term.free_case))
        at = term.end
    return "".join(parts) + text[at:], tuple(moved)
