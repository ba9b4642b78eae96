"""Bylines and dates in the many forms that pages have, each under a headline in its language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normtext.stages.structure import Structured, structure
from tests.stages.test_structure import cut, text_of

FORMS = json.loads((Path(__file__).parent.parent / "cases" / "structure" / "forms.json").read_text("utf-8"))


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=f"{case['language']}: {case['line']!r}") for case in FORMS[name]]


def read(case: dict[str, Any], gap: str) -> Structured:
    """The form under a headline, over two paragraphs, both of which must come through."""
    language = case["language"]
    title, *paragraphs = FORMS["texts"][language]
    found = structure(cut("\n\n".join([f"{title}{gap}{case['line']}", *paragraphs])), language=language)
    assert text_of(found.title) == title
    assert [piece.text for _, piece in found.blocks] == paragraphs
    return found


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "apart"])
@pytest.mark.parametrize("case", cases("bylines"))
def test_bylines(case: dict[str, Any], gap: str) -> None:
    assert list(read(case, gap).authors) == case["authors"]


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_bylines_not_read(case: dict[str, Any]) -> None:
    assert list(read(case, "\n").authors) == case["authors"]


@pytest.mark.parametrize("case", cases("dates"))
def test_dates(case: dict[str, Any]) -> None:
    found = read(case, "\n\n")
    ambiguous = any(notice.code == "ambiguous_date" for notice in found.notices)
    published = "ambiguous" if ambiguous else found.published and found.published.value
    assert (published, found.modified and found.modified.value) == (case["published"], case["modified"])
    assert found.authors == ()
