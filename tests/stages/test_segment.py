"""Document text becomes pieces: nothing is lost, wrapped lines are rejoined on record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.config import SegmentSettings
from normtext.document import Document, Piece, Region
from normtext.edits import replay
from normtext.stages.segment import segment
from normtext.testing import articles_text
from tests.conftest import cases

WRAPPED = cases("segment", "wild")[1].values[0]["text"]


def check(text: str, pieces: tuple[Piece, ...]) -> None:
    """The invariants of pieces."""
    at = 0
    for piece in pieces:
        assert at <= piece.start < piece.end
        assert not text[at : piece.start].strip()
        assert piece.original == text[piece.start : piece.end] == piece.original.strip()
        assert replay(piece.original, piece.history) == piece.text
        at = piece.end
    assert not text[at:].strip()


@pytest.mark.parametrize("case", cases("segment", "wild") + cases("segment", "synthetic"))
def test_pieces(case: dict[str, Any]) -> None:
    pieces = segment(Document(case["text"]))
    check(case["text"], pieces)
    assert [piece.text for piece in pieces] == case["pieces"]
    if "gaps" in case:
        assert [piece.gap for piece in pieces] == case["gaps"]
    assert [piece.kind for piece in pieces] == case.get("kinds", [None] * len(pieces))


@pytest.mark.parametrize("case", cases("segment", "must_not_change"))
def test_lines_stay_lines(case: dict[str, Any]) -> None:
    pieces = segment(Document(case["text"]))
    assert [piece.text for piece in pieces] == [line.strip() for line in case["text"].split("\n")]


@pytest.mark.parametrize("case", cases("segment", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert [piece.text for piece in segment(Document(case["text"]))] == case["pieces"]


@given(st.one_of(articles_text(), st.text(alphabet="aA.- \n\r\t`\x85\x80é漢", max_size=200)))
def test_nothing_is_lost(text: str) -> None:
    check(text, segment(Document(text)))


@given(
    st.lists(
        st.sampled_from(["the old harbour", "of the town", "inno-", "vation", "漢字", "\n", " "]), max_size=60
    )
)
def test_only_white_space_and_hyphens_go(words: list[str]) -> None:
    text = " ".join(words)
    for piece in segment(Document(text), SegmentSettings(min_wrapped_lines=2)):
        assert "".join(piece.text.split()).replace("-", "") == "".join(piece.original.split()).replace(
            "-", ""
        )


def test_regions_give_kind_and_verdict() -> None:
    text = "Menu\nTitle\n\nx = 1\n\n  y = 2\nFirst line\nsecond line tail"
    regions = (
        Region(0, 4, None, "navigation"),
        Region(5, 10, "heading"),
        Region(12, 26, "code"),
        Region(27, 49, "paragraph"),
    )
    pieces = segment(Document(text, regions=regions))
    check(text, pieces)
    assert [(p.text, p.kind, p.rejected, p.gap) for p in pieces] == [
        ("Menu", None, "navigation", 0),
        ("Title", "heading", None, 1),
        ("x = 1\n\n  y = 2", "code", None, 2),
        ("First line", "paragraph", None, 1),
        ("second line", "paragraph", None, 1),
        ("tail", None, None, 0),
    ]


def test_rejoin_lines_off() -> None:
    pieces = segment(Document(WRAPPED), SegmentSettings(rejoin_lines=False))
    assert [piece.text for piece in pieces] == [line for line in WRAPPED.split("\n") if line]


def test_min_wrapped_lines() -> None:
    assert len(segment(Document(WRAPPED), SegmentSettings(min_wrapped_lines=4))) == 4


def test_rejoining_is_on_record() -> None:
    (piece, _) = segment(Document(WRAPPED))
    (step,) = piece.history
    assert step.stage == "segment"
    assert {(change.rule, change.before, change.after) for change in step.changes} == {
        ("rejoin_lines", "\n", " ")
    }


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "\n" * 300_000,
        "a\n" * 50_000,
        "```\n" * 50_001,
        "````x\n```\n" * 20_000,
        "a-\n" * 50_000,
    ],
    ids=["one line", "blank", "short lines", "fences", "fences in fences", "hyphens"],
)
def test_large_texts(text: str) -> None:
    check(text, segment(Document(text)))
