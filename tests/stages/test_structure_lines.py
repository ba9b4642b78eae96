"""Single lines between the title and the end of a text: what is taken from it, and what stays in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normtext.stages.structure import Structured, structure
from tests.stages.test_structure import cut, text_of

CASES = Path(__file__).parent.parent / "cases" / "structure"
LINES = json.loads((CASES / "lines.json").read_text("utf-8"))
TEXTS = json.loads((CASES / "forms.json").read_text("utf-8"))["texts"]


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=f"{case['language']}: {case['line']!r}") for case in LINES[name]]


def read(case: dict[str, Any], place: str) -> tuple[Structured, list[str]]:
    """The line in its place among the two paragraphs of its language, which must come through."""
    title, first, second = TEXTS[case["language"]]
    line = case["line"]
    lines = {
        "top": [line, first, second],
        "middle": [first, line, second],
        "end": [first, second, line],
    }[place]
    found = structure(cut("\n\n".join([title, *lines])), language=case["language"])
    assert text_of(found.title) == title
    kept = [piece.text for _, piece in found.blocks]
    assert [text for text in kept if text in (first, second)] == [first, second]
    return found, [text for text in kept if text not in (first, second)]


@pytest.mark.parametrize("case", cases("header"))
def test_of_the_header(case: dict[str, Any]) -> None:
    found, kept = read(case, "top")
    assert kept == case.get("kept", [])
    assert list(found.authors) == case["authors"]
    assert (found.published and found.published.value) == case["published"]
    assert [field for field, _ in found.header] == ["title", *case["header"]]
    assert [notice.code for notice in found.notices] == case.get("notices", [])


@pytest.mark.parametrize("case", cases("boilerplate"))
def test_boilerplate(case: dict[str, Any]) -> None:
    found, kept = read(case, case["place"])
    assert kept == case.get("kept", [])
    assert [reason for reason, _ in found.boilerplate] == [case["reason"]] * (1 + case["line"].count("\n"))


@pytest.mark.parametrize("place", ["top", "middle", "end"])
@pytest.mark.parametrize("case", cases("kept"))
def test_text_stays(case: dict[str, Any], place: str) -> None:
    found, kept = read(case, place)
    assert kept == [case["line"]]
    assert found.authors == ()
    assert found.boilerplate == ()


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in LINES["interviews"]])
def test_interviews_without_labels(case: dict[str, Any]) -> None:
    found = structure(cut("\n".join(case["lines"])), language=case["language"])
    assert [kind for kind, _ in found.blocks] == case["kinds"]
