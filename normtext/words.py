"""Ordinary words: how frequent a word is in a language, and whether any list knows it, from wordfreq.

The small lists hold the words seen at least once in a million, 3-4 MB a language, and load on first
use. Frequencies are on the Zipf scale (van Heuven et al. 2014): the base-10 logarithm of
occurrences in a billion words; "the" has 7.7, "leadership" 4.9, a word that is not listed 0.

The large lists, words seen once in a hundred million, are asked only whether a word is a word at
all ("Cusco", "goggle"), before a rare word is taken for a misspelt name. They are kept as tries,
one or two megabytes each.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import regex

_CUT_CJK = frozenset({"zh", "ja", "ko", "th"})


@cache
def languages() -> frozenset[str]:
    """The languages for which there is a list of words between spaces."""
    import wordfreq

    return frozenset(wordfreq.available_languages("small")) - _CUT_CJK


@lru_cache(maxsize=12)  # a list costs 3-4 MB; an article needs two or three, residue.py up to seven
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq

    if language not in languages():
        return {}
    frequencies: dict[str, float] = wordfreq.get_frequency_dict(language, "small")
    return frequencies


@lru_cache(maxsize=8)
def _rare(language: str) -> Any:
    """The words of the large list, or of the small one where there is no other."""
    import marisa_trie
    import wordfreq

    lists = wordfreq.available_languages("best")
    if language not in lists or language in _CUT_CJK:
        return frozenset()
    # Not by get_frequency_dict, which keeps what it reads: 30-70 MB a language.
    return marisa_trie.Trie(word for bucket in wordfreq.read_cBpack(lists[language]) for word in bucket)


@lru_cache(maxsize=2)
def _ranks(language: str) -> array[int]:
    """How rare the words of the large list are, in hundredths of the Zipf scale below 9, by their keys."""
    import wordfreq

    trie = _rare(language)
    ranks = array("H", bytes(2 * len(trie)))
    for rank, bucket in enumerate(wordfreq.read_cBpack(wordfreq.available_languages("best")[language])):
        for word in bucket:
            ranks[trie.key_id(word)] = rank
    return ranks


def zipf_at_large(word: str, language: str = "en") -> float:
    """Zipf frequency by the large list of a language that has one; 0.0 where it is not listed.

    The list takes half a second to load.

    >>> 1 < zipf_at_large("Cusco") < 3
    True
    """
    key = _rare(language).get(_folded(word))
    return 0.0 if key is None else 9 - _ranks(language)[key] / 100


def listed(language: str = "en") -> Mapping[str, float]:
    """The small list itself, of folded words, to look up many at a time: ``words.difference(listed())``."""
    return _frequencies(language)


_DIGITS = regex.compile(r"\d")


def _folded(word: str) -> str:
    return word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def zipf(word: str, language: str = "en") -> float:
    """Zipf frequency of ``word`` in ``language`` (two letters); 0.0 where it is not listed.

    >>> zipf("the") > 7
    True
    >>> zipf("Huggelen")
    0.0
    """
    frequency = _frequencies(language).get(_folded(word), 0.0)
    return round(math.log10(frequency) + 9, 2) if frequency else 0.0


def is_ordinary(word: str, language: str = "en", at_least: float = 3.0) -> bool:
    """Tell whether a word of letters is at least so frequent."""
    return not _DIGITS.search(word) and zipf(word, language) >= at_least


def is_known(word: str, language: str = "en") -> bool:
    """Tell whether any list of the language knows the word, however rare it is.

    >>> is_known("Cusco"), is_known("Huffging")
    (True, False)
    """
    # The small list first: the large one takes a third of a second and 40 MB to load.
    return zipf(word, language) > 0 or (word.isprintable() and _folded(word) in _rare(language))
