"""The benchmark of authors and dates: its truth, its counts, and floors under what normtext reaches."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"
PAGES = sorted((BENCHMARKS / "data" / "structure" / "html").glob("*.html"))
HEAD = """<meta property="article:published_time" content="2024-03-05T09:12:00Z">
    <script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Moira Kerr"}}</script>"""
PROSE = "<p>The old ferry to the island will be replaced by an electric one, the harbour board said.</p>" * 3
BODY = '<h1>Electric ferry for the island</h1><p class="byline">By Moira Kerr</p><time>5 March 2024</time>'
PAGE = f"<html><head><title>Electric ferry</title>{HEAD}</head><body>{BODY}{PROSE}</body></html>"


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    """The benchmark, which is a script in a folder of scripts."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield importlib.import_module("html_metadata")
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_the_truth_is_what_the_head_states_and_nothing_that_the_page_shows(bench: ModuleType) -> None:
    assert bench.head_of(PAGE) == bench.Stated(frozenset({"moira kerr"}), "2024-03-05")
    assert bench.head_of(bench.stripped(PAGE)) == bench.Stated(frozenset(), "")


def test_what_is_counted(bench: ModuleType) -> None:
    truth = bench.Stated(frozenset({"ann gow", "tom baird"}), "2024-03-05")
    found = {
        "all": truth,
        "one": bench.Stated(frozenset({"ann gow"}), "2024-03-06"),
        "none": bench.Stated(frozenset(), ""),
    }
    counts = bench.score(found.__getitem__, [(name, truth) for name in found])
    assert counts == {"authors": 1, "one author": 2, "of": 3, "day": 1, "of days": 3}
    nothing = bench.Stated(frozenset(), "")
    assert not any(bench.score(found.__getitem__, [("all", nothing)]).values())


def test_normtext_reads_what_its_own_pages_state_and_show(bench: ModuleType) -> None:
    """To lower one of these floors is a decision: say in the commit why."""
    pages = [page.read_text(encoding="utf-8", errors="replace") for page in PAGES]
    truths = [bench.head_of(page) for page in pages]
    stated = bench.score(bench.by_normtext, zip(pages, truths, strict=True))
    shown = bench.score(bench.by_normtext, zip(map(bench.stripped, pages), truths, strict=True))
    assert stated["authors"] == stated["of"] == 11
    assert stated["day"] == stated["of days"] == 11
    assert shown["authors"] >= 9
    assert shown["day"] >= 7  # the other pages show no day


def test_the_command_on_a_checkout(
    bench: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "ground-truth.json").write_text(json.dumps({"one": {"articleBody": ""}}), encoding="utf-8")
    bench.main([str(tmp_path)])
    lines = [line for line in capsys.readouterr().out.splitlines() if " normtext " in line]
    assert [line[:20].strip() for line in lines] == ["as they are", "without their heads"]
    assert all("'authors': 1, 'one author': 1, 'of': 1, 'day': 1, 'of days': 1" in line for line in lines)
