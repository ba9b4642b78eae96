"""The structure benchmark: its annotated articles, its scorer, and the floors under what normtext finds.

A floor is raised when the code gets better. To lower one is a decision: say in the commit why.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import normtext
from normtext.edits import Change, apply
from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"
DATA = BENCHMARKS / "data" / "structure"
MODULES = ("structure", "structure_articles", "structure_overlap", "structure_pages", "structure_scoring")
# The floors belong to these files alone: after a change of theirs measure and pin anew.
DIGEST = "7420873ddd149deea29f1bd3f50000d5769dbd4336de0d5c718ed34eed1966bb"
FLOORS = {
    "text": {
        "title": 1.0,
        "authors": 1.0,
        "published": 1.0,
        "modified": 1.0,
        "body_f1": 0.995,
        "headings": 0.99,
        "boilerplate": 0.99,
        "reason": 0.97,
    },
    "html": {
        "title": 1.0,
        "authors": 1.0,
        "published": 1.0,
        "modified": 1.0,
        "body_f1": 0.99,
        "headings": 0.95,
        "boilerplate": 0.99,
        "reason": 0.7,
    },
}
LOST = {"text": 0, "html": 1}


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The modules of the benchmark, which is a folder of scripts."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def articles(bench: SimpleNamespace) -> list[Any]:
    return list(bench.structure_articles.load_articles())


@pytest.fixture(scope="module")
def scores(bench: SimpleNamespace, articles: list[Any]) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = bench.structure_scoring.groups(bench.structure_scoring.measure(articles))
    return made


def digest() -> str:
    found = hashlib.sha256()
    for path in sorted([*DATA.glob("text/*.txt"), *DATA.glob("html/*.html")]):
        found.update(path.read_bytes())
    return found.hexdigest()


def test_the_floors_belong_to_these_files() -> None:
    assert digest() == DIGEST


def test_the_articles_are_many_and_of_many_languages(articles: list[Any]) -> None:
    assert len(articles) >= 40
    assert len({article.language for article in articles}) >= 10
    assert len({article.name for article in articles}) == len(articles)
    assert sum(article.form == "text" for article in articles) >= len(articles) / 2


@pytest.mark.parametrize(("form", "figure"), [(form, name) for form in FLOORS for name in FLOORS[form]])
def test_figures_hold(bench: SimpleNamespace, scores: dict[str, list[Any]], form: str, figure: str) -> None:
    wrong = [(one.article.name, one.wrong) for one in scores[form] if one.wrong]
    assert bench.structure_scoring.figures(scores[form])[figure] >= FLOORS[form][figure], wrong


@pytest.mark.parametrize("form", LOST)
def test_the_body_is_kept(scores: dict[str, list[Any]], form: str) -> None:
    lost = [(one.article.name, one.lost) for one in scores[form] if one.lost]
    assert sum(len(texts) for _, texts in lost) <= LOST[form], lost


def test_nothing_is_lost_and_edits_replay(articles: list[Any]) -> None:
    normalizer = normtext.Normalizer(normtext.Settings().replace(translation={"translate": False}))
    for annotated in articles:
        article = normalizer.normalize(annotated.source)
        pieces = sorted([*article.header, *article.blocks, *article.boilerplate], key=lambda p: p.span[0])
        for one, other in pairwise(pieces):
            assert one.span[1] <= other.span[0], annotated.name
        if isinstance(annotated.source, str):
            text, at = annotated.source, 0
            for piece in pieces:
                assert not text[at : piece.span[0]].strip(), annotated.name
                assert piece.original == text[slice(*piece.span)]
                at = piece.span[1]
            assert not text[at:].strip()
        for block in article.blocks:
            replayed = block.original
            for stage in dict.fromkeys(edit.stage for edit in block.edits):
                steps = [e for e in block.edits if e.stage == stage]
                replayed = apply(replayed, [Change(e.start, e.end, e.before, e.after, e.rule) for e in steps])
            assert replayed == block.text, annotated.name


def test_a_text_that_was_put_in_order_stays_so(articles: list[Any]) -> None:
    normalizer = normtext.Normalizer(normtext.Settings().replace(translation={"translate": False}))
    for annotated in articles[::6]:
        texts = [block.text for block in normalizer.normalize(annotated.source).blocks]
        for text in texts:
            assert normtext.repair_text(text).text == text


@pytest.mark.parametrize(
    ("true", "found", "precision", "recall"),
    [
        ("a b c d e", "a b c d e", 1.0, 1.0),
        ("a b c d e", "a b c d x", 0.5, 0.5),
        ("a b", "a b", 1.0, 1.0),
        ("a b c d e f", "a b c d", 1.0, 1 / 3),
        ("", "a b", 0.0, None),
        ("a b", "", None, 0.0),
    ],
)
def test_overlap(
    bench: SimpleNamespace, true: str, found: str, precision: float | None, recall: float | None
) -> None:
    measured = bench.structure_overlap.overlap(true, found)
    assert (measured.precision, measured.recall) == (precision, recall)


def test_a_page_where_nothing_was_found_counts_for_recall_alone(bench: SimpleNamespace) -> None:
    pages = [bench.structure_overlap.overlap("a b c d", text) for text in ("a b c d", "")]
    figures = bench.structure_overlap.averages(pages)
    assert (figures.precision, figures.recall) == (1.0, 0.5)


def test_marks_of_wrapped_lines(bench: SimpleNamespace) -> None:
    pieces = bench.structure_articles._pieces(
        [("P", "one re-"), ("p-", "fold"), ("p", "two"), ("x:share", "Share")]
    )
    assert [(piece.mark, piece.text, piece.reason) for piece in pieces] == [
        ("P", "one refold two", ""),
        ("x", "Share", "share"),
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A public benchmark of one page."""
    body = "The harbour authority said that the new crane would lift its first container in May."
    pages = tmp_path / "html"
    pages.mkdir()
    text = f"<article><h1>Crane</h1><p>{body}</p><p>{body[::-1]}</p></article>"
    page = f"<html><body><nav>Home</nav>{text}</body></html>"
    (pages / "one.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {"one": {"articleBody": f"{body}\n{body[::-1]}", "url": "https://example.org"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return tmp_path


def test_the_command_on_a_checkout(
    bench: SimpleNamespace, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.structure.main([str(checkout), "--rounds", "1", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["method"] == "trafilatura"
    assert rows[-1]["method"] == "normtext"
    assert rows[-1]["recall"] == 1.0
    bench.structure.main([str(checkout), "--rounds", "1", "--markdown", "--show", "1"])
    out = capsys.readouterr().out
    assert "| method | F1 |" in out
    assert "one  " in out


def test_a_folder_without_truth_is_refused(bench: SimpleNamespace, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no ground-truth.json"):
        bench.structure.main([str(tmp_path)])


def test_the_command_on_our_own(
    bench: SimpleNamespace,
    articles: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench.structure, "load_articles", lambda: articles[:2])
    bench.structure.main(["--languages"])
    assert capsys.readouterr().out.split("\n")[1].split()[:2] == ["all", "2"]
    bench.structure.main(["--json"])
    assert json.loads(capsys.readouterr().out)["text"]["title"] == 1.0
