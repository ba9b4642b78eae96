"""Tokens of a text and their folded forms, by which names are found whatever their case and accents.

Offsets always come from the tokens, never from a folded copy of the text: folding changes lengths
(İ, ß).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, overload

import regex

_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"([{_NO_SPACES}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_NO_SPACES}]]+)", regex.V1)
_UNSPACED = regex.compile(rf"[{_NO_SPACES}]")
# The same words, for text in which every letter is a Latin one: four times as fast.
_LATIN_TOKEN = re.compile(r"([^\W_]+)")
_NOT_LATIN = re.compile("[^\x00-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122]")


class Token(NamedTuple):
    """A word of the text: its offsets, itself, and its folded form."""

    start: int
    end: int
    text: str
    folded: str


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold case and diacritics, one key for "Clément" and "clement"."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class Tokens(Sequence[Token]):
    """The words of a text, kept in columns: a text has hundreds, and few are ever looked at.

    Attributes:
        texts: the words.
        folded: their folded forms.
        starts, ends: their offsets.
        is_latin: every letter of the text is a Latin one.
    """

    __slots__ = ("_columns", "_parts", "folded", "is_latin", "texts")

    def __init__(self, texts: list[str], parts: list[str], is_latin: bool) -> None:
        self.is_latin = is_latin
        self.texts = texts
        self.folded = _fold_all(texts)
        self._parts = parts  # gap, word, gap, word, ..., gap
        self._columns: tuple[list[int], list[int]] | None = None

    @property
    def starts(self) -> list[int]:
        return (self._columns or self._measure())[0]

    @property
    def ends(self) -> list[int]:
        return (self._columns or self._measure())[1]

    def _measure(self) -> tuple[list[int], list[int]]:
        offsets = list(accumulate(map(len, self._parts)))
        self._columns = offsets[:-1:2], offsets[1::2]
        return self._columns

    def gap(self, number: int) -> str:
        """What stands between a word and the one behind it."""
        return self._parts[2 * number + 2]

    def gaps(self) -> list[str]:
        """What stands between the words."""
        return self._parts[2:-1:2]

    def edges(self) -> tuple[str, str]:
        """What stands before the first word, and behind the last."""
        return self._parts[0], self._parts[-1]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            columns = zip(self.starts[at], self.ends[at], self.texts[at], self.folded[at], strict=True)
            return [Token(*row) for row in columns]
        return Token(self.starts[at], self.ends[at], self.texts[at], self.folded[at])

    def __iter__(self) -> Iterator[Token]:
        return map(Token._make, zip(self.starts, self.ends, self.texts, self.folded, strict=True))


def _fold_all(texts: list[str]) -> list[str]:
    """Fold words; those without accents, nearly all, in one go."""
    if not texts:
        return []
    joined = " ".join(texts)
    folded = joined.lower().split(" ")
    if not joined.isascii():
        for number, text in enumerate(texts):
            if not text.isascii():
                folded[number] = fold(text)
    return folded


def tokenize(text: str) -> Tokens:
    """Cut text into words; runs of scripts without spaces are one token each."""
    latin = text.isascii() or not _NOT_LATIN.search(text)
    parts = (_LATIN_TOKEN if latin else _TOKEN).split(text)
    return Tokens(parts[1::2], parts, latin)


def has_no_spaces(text: str) -> bool:
    """Tell whether a text has letters of a script that does not part words."""
    return not text.isascii() and bool(_UNSPACED.search(text))


def key_of(text: str) -> str:
    """The folded tokens of a form, joined.

    >>> key_of("Olympic-Coder") == key_of("OlympicCoder") == "olympiccoder"
    True
    """
    return "".join(tokenize(text).folded)
