"""Ordinary words: how frequent a word is in a language, and whether any list knows it, from wordfreq.

The small lists hold the words seen at least once in a million, 3-4 MB a language, and load on first
use. Frequencies are on the Zipf scale (van Heuven et al. 2014): the base-10 logarithm of
occurrences in a billion words; "the" has 7.7, "leadership" 4.9, a word that is not listed 0.

The large lists, words seen once in a hundred million, are asked only whether a word is a word at
all ("Cusco", "goggle"), before a rare word is taken for a misspelt name, and how rare it is. Of their
words the hashes are kept, sorted: 3 MB for the 320,000 of English, read in a third of a second, where a
trie with the frequencies took twice that to build.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache

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


_RANK = (1 << 10) - 1  # the bits of a rank; there are 800


@lru_cache(maxsize=8)
def _large(language: str) -> array[int]:
    """The large list, or the small one where there is no other; of each word a hash and its rank, sorted.

    The rank says how rare a word is, in hundredths of the Zipf scale below 9. The hashes are Python's,
    other ones in each process; two words fall together in one of ten billion questions.
    """
    import wordfreq

    lists = wordfreq.available_languages("best")
    known = array("q")
    if language in lists and language not in _CUT_CJK:
        # Not by get_frequency_dict, which keeps what it reads: 30-70 MB a language.
        for rank, bucket in enumerate(wordfreq.read_cBpack(lists[language])):
            known.extend([hash(word) & ~_RANK | rank for word in bucket])
    return array("q", sorted(known))


def _rank(word: str, language: str) -> int | None:
    """How rare a word of the large list is; None where it is not listed."""
    known, sought = _large(language), hash(word) & ~_RANK
    at = bisect_left(known, sought)
    return known[at] & _RANK if at < len(known) and known[at] & ~_RANK == sought else None


def zipf_at_large(word: str, language: str = "en") -> float:
    """Zipf frequency by the large list of a language that has one; 0.0 where it is not listed.

    >>> 1 < zipf_at_large("Cusco") < 3
    True
    """
    rank = _rank(_folded(word), language)
    return 0.0 if rank is None else 9 - rank / 100


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
    # The small list first: the large one takes a third of a second to load.
    return zipf(word, language) > 0 or _rank(_folded(word), language) is not None
