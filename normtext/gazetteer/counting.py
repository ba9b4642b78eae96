"""Counting in bounded memory.

Lossy counting (Manku and Motwani, "Approximate frequency counts over data streams", VLDB 2002), with
a budget of entries in place of an error rate: whenever the table is full, the bar rises until a
quarter of it is at the bar or under, and that is forgotten. An entry that comes later is given the
bar for what may have been forgotten of it, so that a count is too low by at most ``bar``, and never
too high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar


class Countable(Protocol):
    """What the table keeps: anything with a count."""

    @property
    def count(self) -> int:
        """How often it has been seen."""
        ...


Value = TypeVar("Value", bound=Countable)

KEPT = 0.75
"""Share of the table to which it is thinned out, so that this does not happen at every new entry."""


class LossyTable(Generic[Value]):
    """A table of counted values that never holds more than ``capacity`` of them.

    Attributes:
        bar: how many times at most an entry that is missing has been seen.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._values: dict[str, tuple[Value, int]] = {}
        self.bar = 0

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return ((key, value) for key, (value, _) in self._values.items())

    def get(self, key: str) -> Value | None:
        """The value of a key, or None."""
        found = self._values.get(key)
        return found[0] if found else None

    def at(self, key: str, make: Callable[[], Value]) -> Value:
        """The value of a key; a new one where there is none, which may thin out the table."""
        found = self._values.get(key)
        if found is not None:
            return found[0]
        if len(self._values) >= self._capacity:
            self._thin_out()
        value = make()
        self._values[key] = (value, self.bar)
        return value

    def _thin_out(self) -> None:
        most = sorted((value.count + missed for value, missed in self._values.values()), reverse=True)
        self.bar = max(self.bar + 1, most[int(KEPT * len(most))])
        self._values = {
            key: (value, missed)
            for key, (value, missed) in self._values.items()
            if value.count + missed > self.bar
        }
