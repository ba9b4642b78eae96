"""Changes to a text as data: apply them, revert them, compose them, undo one of them.

A stage never hands back a new text alone: it hands back ``Change`` records, and the text follows
from them. Offsets are code points into the text as the stage found it, ``[start, end)``; the
changes of one stage are sorted and do not overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Change:
    """One replacement: ``text[start:end] == before`` becomes ``after``.

    Attributes:
        start, end: where, in code points of the text before the stage.
        before, after: what stood there and what stands there now; they differ.
        rule: the name of the rule that asked for it; several, joined by ``+``, where they met.
        confidence: 0 to 1, how sure the rule is that the change is right.
        reason: one short sentence for a person.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float = 1.0
    reason: str = ""

    def shifted(self, by: int) -> Change:
        """The same change in a text that has ``by`` more characters in front of it."""
        return Change(
            self.start + by, self.end + by, self.before, self.after, self.rule, self.confidence, self.reason
        )


class Step(NamedTuple):
    """All the changes that one stage made to one text, sorted, without overlaps."""

    stage: str
    changes: tuple[Change, ...]


def apply(text: str, changes: Sequence[Change]) -> str:
    """Return ``text`` with ``changes`` made."""
    if not changes:
        return text
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += (text[at : change.start], change.after)
        at = change.end
    parts.append(text[at:])
    return "".join(parts)


def joined(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Make one change of neighbours that touch, of one rule, confidence and reason."""
    result: list[Change] = []
    run: list[Change] = []
    for change in changes:
        if run and not (run[-1].end == change.start and _alike(run[0], change)):
            result.append(_one(run))
            run = []
        run.append(change)
    if run:
        result.append(_one(run))
    return tuple(result)


def _alike(one: Change, other: Change) -> bool:
    return (one.rule, one.confidence, one.reason) == (other.rule, other.confidence, other.reason)


def _one(run: Sequence[Change]) -> Change:
    if len(run) == 1:
        return run[0]
    before, after = "".join(c.before for c in run), "".join(c.after for c in run)
    return replace(run[0], end=run[-1].end, before=before, after=after)


def invert(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that lead back: ``apply(apply(t, c), invert(c)) == t``."""
    back, grown = [], 0
    for change in changes:
        start = change.start + grown
        before, after = change.after, change.before
        end = start + len(before)
        back.append(Change(start, end, before, after, change.rule, change.confidence, change.reason))
        grown += len(before) - len(after)
    return tuple(back)


class OffsetMap:
    """Translates offsets of a text into offsets of the same text after ``changes``.

    An offset inside a changed stretch goes to the start of what replaced it, with ``after=True`` to
    the end. An offset at which something was inserted goes before it, with ``after=True`` behind it.
    """

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes
        self._starts = [change.start for change in changes]
        self._ends = [change.end for change in changes]
        self._grown = [0]
        for change in changes:
            self._grown.append(self._grown[-1] + len(change.after) - len(change.before))

    def forward(self, offset: int, *, after: bool = False) -> int:
        """Return the offset in the changed text."""
        done = bisect_right(self._ends, offset)
        if not after:
            while done and self._starts[done - 1] == offset:
                done -= 1
        if done < len(self._changes) and self._starts[done] < offset:
            start = self._starts[done] + self._grown[done]
            return start + len(self._changes[done].after) if after else start
        return offset + self._grown[done]

    def inside(self, offset: int) -> bool:
        """Tell whether ``offset`` lies strictly within a changed stretch."""
        index = bisect_right(self._starts, offset - 1) - 1
        return index >= 0 and self._starts[index] < offset < self._ends[index]


def compose(text: str, first: Sequence[Change], second: Sequence[Change]) -> tuple[Change, ...]:
    """Join two rounds of changes into one: ``first`` on ``text``, ``second`` on what came of it.

    Changes that meet become one, with both rules and the lower confidence; changes that cancel
    each other out vanish.
    """
    if not first or not second:
        return tuple(first or second)
    middle = apply(text, first)
    inverse = invert(first)
    back = OffsetMap(inverse)
    ranged = [(i.start, i.end, 0, change) for i, change in zip(inverse, first, strict=True)]
    ranged += [(change.start, change.end, 1, change) for change in second]
    composed = []
    for low, high, members in _groups(ranged):
        if len(members) == 1:
            ((round_, change),) = members
            composed.append(change.shifted(back.forward(low) - low) if round_ else change)
            continue
        before = text[back.forward(low) : back.forward(high, after=True)]
        inner = [change.shifted(-low) for round_, change in members if round_]
        after = apply(middle[low:high], inner)
        if before != after:
            changes = [change for _, change in members]
            composed.append(_merged(changes, back.forward(low), before, after))
    return tuple(composed)


def _groups(
    ranged: list[tuple[int, int, int, Change]],
) -> Iterable[tuple[int, int, list[tuple[int, Change]]]]:
    """Yield (low, high, members) of ranges that overlap, or touch where one of them is empty."""
    ranged.sort(key=lambda item: (item[0], item[1], item[2]))
    low = high = -1
    empty_edge = False
    members: list[tuple[int, Change]] = []
    for start, end, round_, change in ranged:
        touches = start == high and (empty_edge or start == end)
        if members and (start < high or touches):
            high = max(high, end)
            empty_edge = empty_edge or start == end
            members.append((round_, change))
            continue
        if members:
            yield low, high, members
        low, high, empty_edge, members = start, end, start == end, [(round_, change)]
    if members:
        yield low, high, members


def _merged(changes: Sequence[Change], start: int, before: str, after: str) -> Change:
    rules = dict.fromkeys(rule for change in changes for rule in change.rule.split("+"))
    reasons = dict.fromkeys(change.reason for change in changes if change.reason)
    return Change(
        start,
        start + len(before),
        before,
        after,
        "+".join(rules),
        min(change.confidence for change in changes),
        "; ".join(reasons),
    )


def replay(text: str, history: Sequence[Step]) -> str:
    """Apply the steps one after the other."""
    for step in history:
        text = apply(text, step.changes)
    return text


def rewind(text: str, history: Sequence[Step]) -> str:
    """Take the steps back, the last one first: ``rewind(replay(t, h), h) == t``."""
    for step in reversed(history):
        text = apply(text, invert(step.changes))
    return text


class Undone(NamedTuple):
    """A history without one of its changes; ``moved`` leads from the old result to the new one."""

    history: tuple[Step, ...]
    moved: tuple[Change, ...]


def undo(text: str, history: Sequence[Step], stage_index: int, change: Change) -> Undone:
    """Leave out ``change`` of step ``stage_index``, and every later change that overlaps it.

    Args:
        text: the text before the first step.
        history: the steps.
        stage_index: which step the change belongs to.
        change: the change to leave out, equal to one of that step's.
    """
    steps: list[Step] = []
    moved: tuple[Change, ...] = ()
    current = text
    for index, step in enumerate(history):
        dropped = [c for c in step.changes if c == change and index == stage_index]
        dropped += [c for c in step.changes if c not in dropped and any(_overlap(c, m) for m in moved)]
        shift = OffsetMap(moved)
        kept = []
        for c in step.changes:
            if c not in dropped:
                start = shift.forward(c.start, after=True)
                kept.append(replace(c, start=start, end=start + len(c.before)))
        steps.append(Step(step.stage, tuple(kept)))
        moved = _moved(current, step.changes, dropped, moved)
        current = apply(current, step.changes)
    return Undone(tuple(steps), moved)


def _overlap(one: Change, other: Change) -> bool:
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


def _moved(
    text: str, changes: Sequence[Change], dropped: Sequence[Change], moved: Sequence[Change]
) -> tuple[Change, ...]:
    """Carry ``moved`` (old text → new text before a step) to the texts after that step."""
    ranged = [(m.start, m.end, 1, m) for m in moved]
    ranged += [(d.start, d.end, 0, d) for d in dropped]
    onward = OffsetMap(changes)
    result = apply(text, changes)
    there = {c: (i.start, i.end) for c, i in zip(changes, invert(changes), strict=True)}
    carried = []
    for low, high, members in _groups(ranged):
        gone = [c for round_, c in members if round_ == 0]
        # What is merely inserted at an edge of this stretch is no part of it.
        start = min([onward.forward(low, after=True)] + [there[c][0] for c in gone if c.start == low])
        end = max([start, onward.forward(high)] + [there[c][1] for c in gone if c.end == high])
        inner = [m.shifted(-low) for round_, m in members if round_]
        after = apply(text[low:high], inner)
        carried.append(Change(start, end, result[start:end], after, "undo"))
    return tuple(carried)
