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
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")


def plain(text: str) -> str:
    """``text`` with plain apostrophes, spaces and digits; as long as before."""
    if text.isascii():
        return text.replace("\t", " ")
    # Most texts hold nothing odd, and looking takes a tenth of the time of str.translate.
    return text.translate(_PLAIN) if _ODD.search(text) else text


def fold(text: str) -> str:
    """``text`` in lower case and plain; as long as before, so that offsets stay."""
    lowered = text.lower()
    if text.isascii():
        return lowered.replace("\t", " ")
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
        # By their first letters the lengths of the phrases, the longest first; the shortest phrases
        # may stand anywhere.
        by_head: dict[str, set[int]] = {}
        for phrase in self._languages:
            by_head.setdefault(phrase[:HEAD], set()).add(len(phrase))
        short = {len(phrase) for phrase in self._languages if len(phrase) < HEAD}
        self._lengths = {head: _descending(lengths | short) for head, lengths in by_head.items()}
        self._short = _descending(short)
        self._firsts = frozenset(phrase[:1] for phrase in self._languages)

    def __iter__(self) -> Iterator[str]:
        """The phrases, folded."""
        return iter(self._languages)

    def whole(self, folded: str) -> Hit | None:
        """The phrase that is the whole of ``folded``."""
        languages = self._languages.get(folded)
        return None if languages is None else Hit(len(folded), languages)

    def start(self, folded: str, at: int = 0, of: frozenset[str] | None = None) -> Hit | None:
        """The longest phrase, of one of these languages, that stands at ``at`` and ends with a word."""
        for length in self._lengths.get(folded[at : at + HEAD], self._short):
            phrase = folded[at : at + length]
            languages = self._languages.get(phrase)
            if languages is None or not (of is None or of & languages):
                continue
            if _ends_word(folded, at + length):
                return Hit(at + len(phrase), languages)
        return None

    def prefix(self, folded: str) -> Hit | None:
        """The longest phrase that ``folded`` starts with, in the middle of a word too."""
        for length in self._lengths.get(folded[:HEAD], self._short):
            phrase = folded[:length]
            languages = self._languages.get(phrase)
            if languages is not None:
                return Hit(len(phrase), languages)
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
            if (hit := self.start(folded, i, languages)) is not None:
                yield i, hit.end


def _descending(lengths: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(lengths, reverse=True))


_DENSE = "\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0eff"
# Where a word begins, by ``_same_word``, and every character that is of no word.
_BEGINS = re.compile(rf"(?<![^\W_])[^\W_]|(?<=[{_DENSE}])[^\W_]|[{_DENSE}]|[\W_]")


_DENSE_CHARACTER = re.compile(f"[{_DENSE}]")


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


def has_dense(text: str) -> bool:
    """Whether a character of such a script stands in ``text``."""
    return not text.isascii() and _DENSE_CHARACTER.search(text) is not None


def count_dense(text: str) -> int:
    """How many characters of such a script ``text`` has."""
    return len(_DENSE_CHARACTER.findall(text)) if has_dense(text) else 0


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
