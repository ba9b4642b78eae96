"""Changes as data: apply, invert, compose, undo; over arbitrary texts and changes."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from normtext.edits import (
    Change,
    OffsetMap,
    Step,
    apply,
    compose,
    invert,
    joined,
    replay,
    rewind,
    undo,
)

TEXTS = st.text("xyz é", max_size=14)


@st.composite
def changes(draw: st.DrawFn, text: str) -> tuple[Change, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=0, max_size=8)))
    made: list[Change] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("ab c", max_size=3))
        touching = made and start == made[-1].end and (start == end or made[-1].start == made[-1].end)
        if after != text[start:end] and not touching:
            made.append(Change(start, end, text[start:end], after, f"rule{len(made)}", 0.9, "a reason"))
    return tuple(made)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Step]]:
    text = draw(TEXTS)
    current, steps = text, []
    for stage in ("one", "two", "three"):
        made = draw(changes(current))
        steps.append(Step(stage, made))
        current = apply(current, made)
    return text, steps


@given(histories())
def test_rewind_takes_back_what_replay_does(case: tuple[str, list[Step]]) -> None:
    text, steps = case
    assert rewind(replay(text, steps), steps) == text


@given(histories())
def test_composed_changes_do_what_both_rounds_do(case: tuple[str, list[Step]]) -> None:
    text, steps = case
    both = compose(text, steps[0].changes, steps[1].changes)
    assert apply(text, both) == replay(text, steps[:2])
    assert all(text[c.start : c.end] == c.before != c.after for c in both)
    assert all(a.end <= b.start for a, b in itertools.pairwise(both))


@given(histories(), st.data())
def test_undo_leaves_out_one_change_and_what_rests_on_it(
    case: tuple[str, list[Step]], data: st.DataObject
) -> None:
    text, steps = case
    places = [(i, c) for i, step in enumerate(steps) for c in step.changes]
    if not places:
        return
    index, change = data.draw(st.sampled_from(places))
    undone = undo(text, steps, index, change)
    current = text
    for step in undone.history:
        assert all(current[c.start : c.end] == c.before for c in step.changes)
        current = apply(current, step.changes)
    assert apply(replay(text, steps), undone.moved) == current
    assert sum(len(step.changes) for step in undone.history) < len(places)
    assert undone.history[:index] == tuple(steps[:index])


@given(TEXTS, st.data())
def test_offsets_are_found_again(text: str, data: st.DataObject) -> None:
    made = data.draw(changes(text))
    there, back = OffsetMap(made), OffsetMap(invert(made))
    offset = data.draw(st.integers(0, len(text)))
    low, high = there.forward(offset), there.forward(offset, after=True)
    assert 0 <= low <= high <= len(apply(text, made))
    if not there.inside(offset):
        assert back.forward(low) <= offset <= back.forward(high, after=True)


def test_changes_that_cancel_each_other_out_vanish() -> None:
    there = (Change(0, 1, "a", "b", "one"),)
    back = (Change(0, 1, "b", "a", "two"),)
    assert compose("a", there, back) == ()


def test_changes_that_meet_keep_both_rules_and_the_lower_confidence() -> None:
    first = (Change(2, 4, "cd", "CD", "upper", 0.9, "why"),)
    second = (Change(3, 5, "De", "!", "mark", 0.6, "because"),)
    assert compose("abcdef", first, second) == (Change(2, 5, "cde", "C!", "upper+mark", 0.6, "why; because"),)


def test_undo_drops_later_changes_that_overlap_and_moves_the_others() -> None:
    steps = [
        Step("repair", (Change(0, 3, "abc", "ABCD", "upper"),)),
        Step("names", (Change(1, 2, "B", "bb", "inside"), Change(5, 6, "x", "y", "behind"))),
    ]
    undone = undo("abc x", steps, 0, steps[0].changes[0])
    assert replay("abc x", undone.history) == "abc y"
    assert undone.history[1].changes == (Change(4, 5, "x", "y", "behind"),)


def test_neighbours_that_touch_become_one() -> None:
    text = "aabbcc"
    changes = [
        Change(0, 1, "a", "", "x"),
        Change(1, 2, "a", "", "x"),
        Change(2, 3, "b", "B", "y"),
        Change(4, 5, "c", "", "x"),
        Change(5, 6, "c", "", "x", 0.5),
    ]
    assert [(c.before, c.after) for c in joined(changes)] == [("aa", ""), ("b", "B"), ("c", ""), ("c", "")]
    assert apply(text, joined(changes)) == apply(text, changes)
    assert joined(()) == ()
