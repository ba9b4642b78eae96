"""Pieces: they know where they came from, and can be cut without losing a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normtext.document import Piece
from normtext.edits import Change, replay
from tests.test_edits import TEXTS, changes


def piece(text: str) -> Piece:
    return Piece(0, len(text), text, text)


@given(TEXTS, st.data())
def test_a_split_piece_keeps_text_history_and_place(text: str, data: st.DataObject) -> None:
    text = text.strip()
    whole = piece(text)
    for stage in ("repair", "names"):
        whole = whole.changed(stage, data.draw(changes(whole.text)))
    at = data.draw(st.integers(0, len(whole.text)))
    parts = whole.split(at)
    if parts is None:
        return
    left, right = parts
    assert (left.text, right.text) == (whole.text[:at].rstrip(), whole.text[at:].lstrip())
    for part in parts:
        assert replay(part.original, part.history) == part.text
        assert text[part.start : part.end] == part.original
    outside = text[: left.start] + text[left.end : right.start] + text[right.end :]
    assert not outside.strip()


def test_a_split_that_would_cut_a_change_is_refused() -> None:
    changed = piece("ab cd").changed("names", (Change(1, 4, "b c", "BC", "join"),))
    assert changed.split(2) is None


def test_a_split_gives_each_side_its_own_changes() -> None:
    changed = piece("ab cd").changed(
        "repair", (Change(0, 1, "a", "AA", "one"), Change(4, 5, "d", "D", "two"))
    )
    parts = changed.split(4)
    assert parts is not None
    assert [(p.original, p.text, p.start, p.history[0].changes[0].start) for p in parts] == [
        ("ab", "AAb", 0, 0),
        ("cd", "cD", 3, 1),
    ]
