"""Is this a translation at all? Cheap checks against the ways in which models run wild."""

from __future__ import annotations

from collections import Counter

import regex

MAX_RATIO = 4.0
"""English words per source word (or per two characters of Han and kana) above which a model babbles."""
MIN_RATIO = 0.2
"""... and below which it has left most of the sentence out."""
MIN_WORDS = 6
"""Shorter sentences are not judged by their length."""
MAX_REPEATS = 4
"""A run of one to four words, this often in a row, is a loop; unless the source repeats as well."""

_WORD = regex.compile(r"\w+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")


def fault(source: str, english: str) -> str | None:
    """Say what is wrong with a translation, or None where nothing is seen to be."""
    if source.strip() and not english.strip():
        return "nothing came back"
    there, here = _length(source), len(_WORD.findall(english))
    if there >= MIN_WORDS and not MIN_RATIO * there <= here <= MAX_RATIO * there:
        return f"{there} words became {here}"
    loop = _loop(english)
    if loop and not _loop(source):
        return f"it repeats itself: {loop!r}"
    return None


def _length(source: str) -> float:
    unspaced = len(_UNSPACED.findall(source))
    return unspaced / 2 if unspaced > len(source) / 4 else len(_WORD.findall(source))


def _loop(text: str) -> str | None:
    words = [word.lower() for word in _WORD.findall(text)]
    if not words or max(Counter(words).values()) < MAX_REPEATS:
        return None
    for size in range(1, 5):
        run = 1
        for i in range(size, len(words) - size + 1, 1):
            run = run + 1 if words[i : i + size] == words[i - size : i] else 1
            if run > (MAX_REPEATS - 1) * size:
                return " ".join(words[i : i + size])
    return None
