"""How much of a text another text has: the measure of the public article-extraction-benchmark.

Both texts become bags of shingles, four words in a row. Precision and recall are those of one page,
averaged over the pages; F1 is that of the two averages. Scripts without spaces between words are cut into
characters where ``dense`` is set, which the public benchmark does not do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import regex

SHINGLE = 4

_WORD = regex.compile(r"\w+")
_DENSE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_DENSE_WORD = regex.compile(rf"[{_DENSE}]|[\w--[{_DENSE}]]+", regex.V1)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shingles of a page in both texts, in the found one alone, in the true one alone."""

    both: int
    found_alone: int
    true_alone: int

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        found = self.both + self.found_alone
        return self.both / found if found else None

    @property
    def recall(self) -> float | None:
        """The share of the true text that was found; None where there is none."""
        true = self.both + self.true_alone
        return self.both / true if true else None

    @property
    def f1(self) -> float:
        """Of this page alone."""
        total = 2 * self.both + self.found_alone + self.true_alone
        return 2 * self.both / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Averages over pages."""

    f1: float
    precision: float
    recall: float


def overlap(true: str, found: str, *, size: int = SHINGLE, dense: bool = False) -> Overlap:
    """Compare two texts by their shingles of ``size`` words."""
    one, other = shingles(true, size, dense=dense), shingles(found, size, dense=dense)
    both = sum((one & other).values())
    return Overlap(both, sum(other.values()) - both, sum(one.values()) - both)


def shingles(text: str, size: int, *, dense: bool = False) -> Counter[tuple[str, ...]]:
    """The shingles of a text; one of fewer words has a single one, of all of them."""
    words = (_DENSE_WORD if dense else _WORD).findall(text)
    count = max(1, len(words) - size + 1) if words else 0
    return Counter(tuple(words[i : i + size]) for i in range(count))


def averages(pages: Iterable[Overlap]) -> Figures:
    """F1, precision and recall over all pages."""
    pages = list(pages)
    precision = _mean(page.precision for page in pages)
    recall = _mean(page.recall for page in pages)
    both = precision + recall
    return Figures(2 * precision * recall / both if both else 0.0, precision, recall)


def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0
