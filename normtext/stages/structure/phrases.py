"""The phrase tables of ``data/structure.toml`` and how a text is held against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from normtext import shipped

# No phrase of the table is longer; more of a text is never looked at.
LONGEST_PHRASE = 80

# One character to one character, so that offsets stay: typographic apostrophes, odd spaces and the
# digits of other scripts to the plain forms that the tables and the date patterns are written in.
_PLAIN = {
    ord("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"): "i",
    **dict.fromkeys(map(ord, "\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"), "'"),
    **dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t"), " "),
    **{ord("\N{ARABIC-INDIC DIGIT ZERO}") + i: str(i) for i in range(10)},
    **{ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}") + i: str(i) for i in range(10)},
    **{ord("\N{FULLWIDTH DIGIT ZERO}") + i: str(i) for i in range(10)},
}


def plain(text: str) -> str:
    """``text`` with plain apostrophes, spaces and digits; as long as before."""
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """``text`` in lower case and plain; as long as before, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return plain(lowered)


HEAD = 3
"""Letters of a phrase by which it is looked up."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at the start of a text: where it ends, and the languages that have it."""

    end: int
    languages: frozenset[str]


class Phrases:
    """One table: phrases with their languages, found by how a folded text begins."""

    def __init__(self, by_language: Mapping[str, Iterable[str]]) -> None:
        self._languages: dict[str, frozenset[str]] = {}
        for language, phrases in by_language.items():
            for phrase in phrases:
                folded = fold(phrase)
                self._languages[folded] = self._languages.get(folded, frozenset()) | {language}
        # By their first letters the lengths of the phrases, the longest first.
        self._lengths: dict[str, list[int]] = {}
        for length in sorted({len(p) for p in self._languages}, reverse=True):
            for head in {p[:HEAD] for p in self._languages if len(p) == length}:
                self._lengths.setdefault(head, []).append(length)
        self._short = [
            length for length in range(HEAD - 1, 0, -1) if any(len(p) == length for p in self._languages)
        ]
        self._firsts = frozenset(phrase[:1] for phrase in self._languages)

    def _lengths_at(self, folded: str, at: int) -> Iterable[int]:
        """How long the phrases may be that stand at a place, the longest first."""
        found = self._lengths.get(folded[at : at + HEAD], ())
        return [*found, *self._short] if self._short else found

    def whole(self, folded: str) -> Hit | None:
        """The phrase that is the whole of ``folded``."""
        languages = self._languages.get(folded)
        return None if languages is None else Hit(len(folded), languages)

    def start(self, folded: str, at: int = 0) -> Hit | None:
        """The longest phrase that stands at ``at`` and ends at the end of a word."""
        for length in self._lengths_at(folded, at):
            languages = self._languages.get(folded[at : at + length])
            if languages is not None and _ends_word(folded, at + length):
                return Hit(at + length, languages)
        return None

    def prefix(self, folded: str) -> Hit | None:
        """The longest phrase that ``folded`` starts with, in the middle of a word too."""
        for length in self._lengths_at(folded, 0):
            languages = self._languages.get(folded[:length])
            if languages is not None:
                return Hit(length, languages)
        return None

    def suffix(self, folded: str) -> Hit | None:
        """The longest phrase that ``folded`` ends with; ``end`` is where it starts."""
        for length in range(min(len(folded), LONGEST_PHRASE), 0, -1):
            languages = self._languages.get(folded[-length:])
            if languages is not None:
                return Hit(len(folded) - length, languages)
        return None

    def inside(self, folded: str, languages: frozenset[str] | None = None) -> bool:
        """Whether a phrase, of one of ``languages``, stands anywhere in ``folded``, as whole words."""
        return next(self.spans(folded, languages), None) is not None

    def spans(self, folded: str, languages: frozenset[str] | None = None) -> Iterator[tuple[int, int]]:
        """Where phrases, of one of ``languages``, stand in ``folded``, as whole words."""
        for begins in _BEGINS.finditer(folded):
            i = begins.start()
            if folded[i] not in self._firsts:
                continue
            hit = self.start(folded, i)
            if hit is not None and (languages is None or not languages.isdisjoint(hit.languages)):
                yield i, hit.end


_DENSE = "\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0eff"
# Where a word begins, by ``_same_word``, and every character that is of no word.
_BEGINS = re.compile(rf"(?<![^\W_])[^\W_]|(?<=[{_DENSE}])[^\W_]|[{_DENSE}]|[\W_]")


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or not _same_word(text, at)


def _same_word(text: str, at: int) -> bool:
    """Whether the characters around ``at`` belong to one word; scripts without spaces part anywhere."""
    left, right = text[at - 1], text[at]
    if not (left.isalnum() and right.isalnum()):
        return False
    return (left.isascii() and right.isascii()) or not (is_dense(left) or is_dense(right))


def is_dense(char: str) -> bool:
    """Whether ``char`` is of a script that writes no spaces between words (Han, kana, Thai, ...)."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\u0e00" <= char <= "\u0eff"


class Tables:
    """All phrase tables by name, and the months."""

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]], months: Mapping[str, Any]) -> None:
        self._tables = {name: Phrases(by_language) for name, by_language in tables.items()}
        self.months: dict[str, dict[str, int]] = {
            language: {fold(form): i for i, forms in enumerate(names, 1) for form in forms.split("|")}
            for language, names in months.items()
        }

    def __getitem__(self, name: str) -> Phrases:
        return self._tables[name]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The shipped tables, read once."""
    return Tables(shipped.tables()["structure"], shipped.tables()["months"])
