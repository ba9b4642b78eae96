"""Where the edits and suggestions of an article stand in its text as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normtext.article import Article, Edit, history
from normtext.edits import OffsetMap, Step, invert

# The order in which stages change a text: a suggestion's offsets were made before its own stage.
STAGES = ("segment", "repair", "structure", "language", "translation", "names")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text with the edit that made it, or the suggestion that would change it.

    Attributes:
        start, end: code points in the text as it stands; empty where the edit took text away.
        edit: the record.
        suggested: it is a suggestion.
        number: which of the article's edits, or of its suggestions, it is; -1 where it is none of them.
    """

    start: int
    end: int
    edit: Edit
    suggested: bool = False
    number: int = -1


class Marks:
    """The marks of one article, by place."""

    def __init__(self, article: Article) -> None:
        self._edits = _by_place(article.edits)
        self._suggestions = _by_place(article.suggestions)

    def at(self, where: str, text: str) -> tuple[Mark, ...]:
        """Return the marks on ``text``, which is what stands at ``where``: sorted, no two overlap.

        Where edits of several stages meet, the last one is marked; it alone made what stands there.
        """
        edits = self._edits.get(where, [])
        steps = history([edit for _, edit in edits], where)
        marks = [*_edited(steps, edits)]
        marks += _suggested(steps, self._suggestions.get(where, ()), text)
        return _apart(mark for mark in marks if mark.end <= len(text))


Numbered = tuple[int, Edit]
"""An edit and its place in the article's list."""


def _by_place(edits: Iterable[Edit]) -> dict[str, list[Numbered]]:
    places: dict[str, list[Numbered]] = {}
    for number, edit in enumerate(edits):
        places.setdefault(edit.where, []).append((number, edit))
    return places


def _edited(steps: tuple[Step, ...], edits: list[Numbered]) -> Iterable[Mark]:
    """Marks of edits, the last step's first; ``edits`` stand in the order of the steps."""
    end = len(edits)
    later: list[OffsetMap] = []
    for step in reversed(steps):
        records = edits[end - len(step.changes) : end]
        end -= len(step.changes)
        for (number, edit), back in zip(records, invert(step.changes), strict=True):
            yield Mark(*_moved(back.start, back.end, later), edit, number=number)
        later.insert(0, OffsetMap(step.changes))


def _suggested(steps: tuple[Step, ...], suggestions: Iterable[Numbered], text: str) -> Iterable[Mark]:
    for number, edit in suggestions:
        later = [OffsetMap(step.changes) for step in steps if _rank(step.stage) >= _rank(edit.stage)]
        start, end = _moved(edit.start, edit.end, later)
        if edit.before and text[start:end] == edit.before:
            yield Mark(start, end, edit, suggested=True, number=number)


def _rank(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


def _moved(start: int, end: int, maps: Iterable[OffsetMap]) -> tuple[int, int]:
    for offsets in maps:
        start, end = offsets.forward(start), offsets.forward(end, after=True)
    return start, max(start, end)


def _apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Sort marks; of those that overlap keep the one that came first."""
    ranked = sorted(enumerate(marks), key=lambda item: (item[1].start, item[1].end, item[0]))
    kept: list[tuple[int, Mark]] = []
    for rank, mark in ranked:
        if kept and mark.start < kept[-1][1].end:
            if rank < kept[-1][0] and (len(kept) < 2 or kept[-2][1].end <= mark.start):
                kept[-1] = (rank, mark)
            continue
        kept.append((rank, mark))
    return tuple(mark for _, mark in kept)
