"""The example articles come out as a careful reader would have them; the example scripts run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import normtext
from tests.conftest import ARTICLES, CASES, ROOT

EXPECTED: dict[str, Any] = json.loads((CASES / "articles" / "expected.json").read_text(encoding="utf-8"))
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))


@cache
def article(name: str) -> normtext.Article:
    return normtext.normalize(ARTICLES / name, translate=False)


@pytest.fixture(params=sorted(EXPECTED), ids=str)
def case(request: pytest.FixtureRequest) -> tuple[normtext.Article, dict[str, Any]]:
    return article(request.param), EXPECTED[request.param]


Case = tuple[normtext.Article, dict[str, Any]]


def test_every_article_has_its_expectation() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in ARTICLES.iterdir())


def test_language_and_stated_fields(case: Case) -> None:
    found, wanted = case
    published = found.published.value if found.published else None
    title = found.title.text if found.title else None
    assert (found.language.tag, title, list(found.authors), published, list(found.tags)) == (
        wanted["language"],
        wanted["title"],
        wanted["authors"],
        wanted["published"],
        wanted["tags"],
    )


def test_text_holds_what_it_should_and_nothing_else(case: Case) -> None:
    found, wanted = case
    assert [part for part in wanted["must_contain"] if part not in found.text] == []
    assert [part for part in wanted["must_not_contain"] if part in found.text] == []


def test_boilerplate_is_told_apart_with_its_reason(case: Case) -> None:
    found, wanted = case
    missed = [
        [reason, start]
        for reason, start in wanted["boilerplate"]
        if not any(b.reason == reason and b.original.startswith(start) for b in found.boilerplate)
    ]
    assert missed == []


def test_names_are_found(case: Case) -> None:
    found, wanted = case
    assert set(wanted["names"]) - {name.name for name in found.names} == set()


@pytest.mark.parametrize("name", [name for name in sorted(EXPECTED) if name != "mangled-english.txt"])
def test_only_mangled_english_has_name_repairs(name: str) -> None:
    assert [edit for edit in article(name).edits if edit.stage == "names"] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.stem for script in SCRIPTS])
def test_the_example_scripts_run(script: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
