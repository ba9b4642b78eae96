"""The pieces of a stretch of the text, beside which the forms of the gazetteer are laid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from normtext.gazetteer.index import Index
from normtext.gazetteer.vocabulary import CONNECTORS, Relation
from normtext.stages.names.text_context import TextContext

AROUND = 9  # tokens on either side that a view takes in

# Names do not reach over these.
_BREAK = regex.compile(r"[!?;:()\[\]{}\n,\"“”„«»|•…，。、；：！？（）「」『』【】《》]|\s[-–—]\s|[–—]")
_INITIALS = 3  # letters of a word whose full stop ends no sentence: "Mr. T5", "U.S."
_PARTING = "'’-.?\N{REPLACEMENT CHARACTER}"


class Unit(NamedTuple):
    """A piece of the text: its offsets, itself, folded, the token it is in, and what it may stand for."""

    start: int
    end: int
    text: str
    folded: str
    token: int
    relations: tuple[Relation, ...]


class Units:
    """The pieces around some tokens that may belong to a name, and where a name cannot reach over."""

    def __init__(self, text: TextContext, index: Index, first: int, last: int) -> None:
        self.text = text
        self.index = index
        self.units = _units(text, index, max(0, first - AROUND), min(len(text.tokens), last + AROUND + 1))
        self.segments = _segments(text, self.units)

    def at(self, start: int) -> int:
        """The unit that begins at an offset, or holds it; -1 where there is none."""
        for n, unit in enumerate(self.units):
            if unit.start <= start < unit.end:
                return n
        return -1

    def is_covered(self, n: int) -> bool:
        """Tell whether a unit is part of a name that stands there rightly."""
        return bool(self.text.right.overlapping(self.units[n].start, self.units[n].end))


def _units(text: TextContext, index: Index, low: int, high: int) -> list[Unit]:
    may_have_lost = index.vocabulary.has_lost_letters
    words, folded, starts = text.tokens.texts, text.tokens.folded, text.tokens.starts
    units: list[Unit] = []
    before: Unit | None = None
    for number in range(low, high):
        at, is_small = starts[number], folded[number] in CONNECTORS
        for piece, relations in index.parts(words[number]):
            unit = Unit(at + piece.start, at + piece.end, piece.text, piece.folded, number, relations)
            if (
                may_have_lost
                and before
                and unit.start - before.end == 1
                and text.text[before.end] in _PARTING
            ):
                whole = text.text[before.start : unit.end]
                lost = index.vocabulary.lost(whole)
                if lost:
                    if units and units[-1] is before:
                        units.pop()
                    before = Unit(before.start, unit.end, whole, whole.casefold(), before.token, lost)
                    units.append(before)
                    continue
            before = unit
            if not is_small:
                units.append(unit)
    return units


@lru_cache(maxsize=1024)
def _is_break(gap: str) -> bool:
    return bool(_BREAK.search(gap))


def _segments(text: TextContext, units: Sequence[Unit]) -> list[int]:
    """For each unit the number of the stretch that it is in; names do not reach over a border."""
    numbers: list[int] = []
    number = 0
    for before, unit in zip((None, *units), units, strict=False):
        if before is not None and unit.start > before.end + 1:
            gap = text.text[before.end : unit.start]
            full_stop = "." in gap and not (len(before.text) <= _INITIALS and before.text.istitle())
            number += full_stop or _is_break(gap)
        numbers.append(number)
    return numbers
