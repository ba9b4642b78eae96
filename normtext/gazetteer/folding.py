"""Tokens of a text and their folded forms, by which names are found whatever their case and accents.

Offsets always come from the tokens, never from a folded copy of the text: folding changes lengths
(İ, ß).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"[{_NO_SPACES}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_NO_SPACES}]]+", regex.V1)
_UNSPACED = regex.compile(rf"[{_NO_SPACES}]")
# The same words, for text in which every letter is a Latin one: four times as fast.
_LATIN_TOKEN = re.compile(r"[^\W_]+")
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


def tokenize(text: str) -> list[Token]:
    """Cut text into words; runs of scripts without spaces are one token each."""
    pattern = _TOKEN if _NOT_LATIN.search(text) else _LATIN_TOKEN
    return [
        tuple.__new__(Token, (*match.span(), word := match[0], fold(word)))
        for match in pattern.finditer(text)
    ]


def has_no_spaces(text: str) -> bool:
    """Tell whether a text has letters of a script that does not part words."""
    return not text.isascii() and bool(_UNSPACED.search(text))


def key_of(text: str) -> str:
    """The folded tokens of a form, joined.

    >>> key_of("Olympic-Coder") == key_of("OlympicCoder") == "olympiccoder"
    True
    """
    return "".join(token.folded for token in tokenize(text))
