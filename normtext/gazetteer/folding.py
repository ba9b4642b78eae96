"""Tokens of a text and their folded forms, by which names are found whatever their case and accents.

Offsets always come from the tokens, never from a folded copy of the text: folding changes lengths
(İ, ß).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Any, NamedTuple

import regex

_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"[{_NO_SPACES}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_NO_SPACES}]]+", regex.V1)
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


_new: Any = tuple.__new__  # a third of the time that the constructor takes


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
    if _NOT_LATIN.search(text):
        return [
            Token(match.start(), match.end(), match[0], fold(match[0])) for match in _TOKEN.finditer(text)
        ]
    parts = _LATIN_TOKEN.split(text)  # gap, word, gap, word, ..., gap
    offsets = list(accumulate(map(len, parts)))
    words = parts[1::2]
    columns = zip(offsets[:-1:2], offsets[1::2], words, map(fold, words), strict=True)
    return list(map(_new, repeat(Token), columns))


def has_no_spaces(text: str) -> bool:
    """Tell whether a text has letters of a script that does not part words."""
    return not text.isascii() and bool(_UNSPACED.search(text))


def key_of(text: str) -> str:
    """The folded tokens of a form, joined.

    >>> key_of("Olympic-Coder") == key_of("OlympicCoder") == "olympiccoder"
    True
    """
    return "".join(token.folded for token in tokenize(text))
