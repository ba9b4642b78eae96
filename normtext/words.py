"""Ordinary words: how frequent a word is in a language, from wordfreq's small lists.

The small lists hold the words seen at least once in a million, 3-4 MB a language, and load on first
use. Frequencies are on the Zipf scale (van Heuven et al. 2014): the base-10 logarithm of
occurrences in a billion words; "the" has 7.7, "leadership" 4.9, a word that is not listed 0.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

import regex

_CUT_CJK = frozenset({"zh", "ja", "ko", "th"})


@cache
def languages() -> frozenset[str]:
    """The languages for which there is a list of words between spaces."""
    import wordfreq

    return frozenset(wordfreq.available_languages("small")) - _CUT_CJK


@lru_cache(maxsize=8)  # a list costs 3-4 MB; an article needs two or three
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq

    if language not in languages():
        return {}
    frequencies: dict[str, float] = wordfreq.get_frequency_dict(language, "small")
    return frequencies


_DIGITS = regex.compile(r"\d")


def zipf(word: str, language: str = "en") -> float:
    """Zipf frequency of ``word`` in ``language`` (two letters); 0.0 where it is not listed.

    >>> zipf("the") > 7
    True
    >>> zipf("Huggelen")
    0.0
    """
    folded = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    frequency = _frequencies(language).get(folded, 0.0)
    return round(math.log10(frequency) + 9, 2) if frequency else 0.0


def is_ordinary(word: str, language: str = "en", at_least: float = 3.0) -> bool:
    """Tell whether a word of letters is at least so frequent."""
    return not _DIGITS.search(word) and zipf(word, language) >= at_least
