"""Sets of stretches of a text that do not overlap, with quick look-up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

Span = tuple[int, int]


class SpanSet:
    """Stretches ``[start, end)`` that do not overlap; adding one that would is refused."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for span in spans:
            self.add(span)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def overlapping(self, start: int, end: int) -> list[Span]:
        """The stretches of the set that share a character with ``[start, end)``."""
        low = bisect_right(self._spans, (start, start))
        if low and self._spans[low - 1][1] > start:
            low -= 1
        high = bisect_left(self._spans, (end, end))
        return [span for span in self._spans[low:high] if span[1] > start]

    def add(self, span: Span) -> bool:
        """Add a stretch; False where it overlaps one that is there."""
        if self.overlapping(*span):
            return False
        if not self._spans or span > self._spans[-1]:
            self._spans.append(span)
        else:
            insort(self._spans, span)
        return True


def longest_first(spans: Iterable[Span]) -> SpanSet:
    """The set that keeps the longest of stretches that overlap."""
    return SpanSet(sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])))
