"""What the report counts, and from what it can be made."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import regex

from normtext.article import Article, Checks
from normtext.cli import main
from normtext.errors import UsageError
from normtext.report import Corpus, Listing, Seen, Survey, page_of
from normtext.report.survey import Count, Tally
from tests.report.corpora import varied, written


def read(path: Path) -> tuple[list[Seen], list[str], set[str]]:
    """What can be read, what cannot, and the columns that are missing."""
    bad: list[str] = []
    corpus = Corpus([path], lambda place, why: bad.append(f"{place}: {why}"))
    return list(corpus), bad, corpus.missing


def surveyed(seen: list[Seen]) -> Survey:
    survey = Survey()
    for one in seen:
        survey.add(one)
    return survey


def rows_in(page: str) -> tuple[list[list[Any]], dict[str, list[Any]]]:
    """The rows of the list in a page, and its tables."""
    data = regex.search(r'id="data">([A-Za-z0-9+/=]*)<', page)
    assert data is not None
    *rows, tables = gzip.decompress(base64.b64decode(data[1])).decode().splitlines()
    return [json.loads(row) for row in rows], json.loads(tables)


def page_from(articles: list[Article], **options: Any) -> str:
    survey, listing = Survey(), Listing(**options)
    for article in articles:
        one = Seen(article, article.translation.status, len(article.edits))
        survey.add(one)
        listing.add(one)
    return page_of(survey, listing, title="A corpus")


def test_counts_are_of_all_articles(tmp_path: Path, dutch: Article, hostile: Article) -> None:
    seen, bad, _ = read(written(tmp_path / "out.jsonl", [dutch, dutch, hostile]))
    survey = surveyed(seen)
    assert bad == []
    assert (survey.articles, survey.changes, survey.changed, survey.suggestions) == (3, 5, 3, 3)
    assert [(tag, count.times) for tag, count in survey.languages.ranked()] == [("nl", 2), ("en", 1)]
    assert survey.statuses == {"translated": 2, "not_needed": 1}
    assert {key: count.times for key, count in survey.rules.ranked()} == {
        ("names", "spelling"): 3,
        ("repair", "spaces"): 2,
    }
    assert survey.left_out.ranked()[0][0] == "source_link"


def test_what_was_repaired_into_a_name_is_told_most_frequent_first(dutch: Article) -> None:
    page = unescape(page_from([dutch] * 3))
    assert regex.search(r"Quilmara Labs</bdi></button> <small><bdi>company.*Quilmara Labz.*×3", page)


def test_space_alone_is_no_repair_of_a_name(dutch: Article) -> None:
    data = dutch.to_dict()
    data["names"][0]["mentions"][0]["surface"] = "Quilmara\nLabs"
    (_, count), *_ = surveyed([Seen(Article.from_dict(data), "translated", 0)]).names.ranked()
    assert count.forms == {}


def test_checks_are_summed(dutch: Article) -> None:
    data = dutch.to_dict()
    data["translation"]["checks"] = {"sentences": 600, "doubtful": 2, "names": 4, "names_kept": 4}
    page = page_from([Article.from_dict(data)] * 2)
    assert "1,200: 4 doubtful" in page
    assert "8: 8 kept by the engine" in page


def test_a_row_has_before_and_after_and_the_changes_in_their_place(dutch: Article) -> None:
    (row,), tables = rows_in(page_from([dutch]))
    assert row[0] == "New plan"
    assert row[8].startswith("De minister van  Digitale Zaken")
    assert row[9].startswith("The minister of Digital Affairs")
    rule, left, before, after, right, _ = row[11][1]
    assert tables["rules"][rule] == ["names", "spelling"]
    assert (left, before, after, right) == (
        "…van Digitale Zaken sprak met ",
        "Quilmara Labz",
        "Quilmara Labs",
        " over Veldwijk.",
    )


def test_the_list_is_bounded_and_the_counts_are_not(dutch: Article) -> None:
    page = page_from(list(varied([dutch], 30)), most=10)
    assert len(rows_in(page)[0]) == 10
    assert "The first 10 of 30 are listed." in page
    assert "<strong>30</strong> articles" in page


def test_the_same_articles_give_the_same_page(dutch: Article, hostile: Article) -> None:
    assert page_from([dutch, hostile]) == page_from([dutch, hostile])


def test_many_different_keys_are_counted_in_bounded_memory() -> None:
    tally: Tally[str, Count] = Tally(Count, most=100)
    for number in range(10_000):
        tally.add(["often", f"once {number}"])
    assert len(tally) <= 100
    (first, count), *_ = tally.ranked()
    assert (first, count.articles) == ("often", 10_000)
    assert tally.given_up == 10_001 - len(tally)


def test_no_text_of_an_article_leaves_its_place(hostile: Article) -> None:
    page = page_from([hostile])
    assert page.count("<script") == 3
    assert "alert(1)</script>" not in page
    assert "<!-- '" not in page


def test_the_policy_names_the_one_script(dutch: Article) -> None:
    page = page_from([dutch])
    (script,) = regex.findall(r"<script>(.*?)</script>", page, regex.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "https://" not in script


def test_bad_rows_are_told_and_the_others_read(tmp_path: Path, dutch: Article) -> None:
    file = tmp_path / "out.jsonl"
    lines = [dutch.to_json(), "", '{"schema_version": "1"}', "[1]", "{torn", '{"a": 1}', dutch.to_json()]
    file.write_text("\n".join(lines), encoding="utf-8")
    seen, bad, _ = read(file)
    assert len(seen) == 2
    assert [regex.search(r"line (\d)", told)[1] for told in bad] == ["3", "4", "5", "6"]


def test_compressed_files_and_folders(tmp_path: Path, dutch: Article) -> None:
    folder = tmp_path / "out.jsonl"
    (folder / "_done").mkdir(parents=True)
    (folder / "part-000000.jsonl.gz").write_bytes(gzip.compress(dutch.to_json().encode()))
    written(folder / "part-000001.jsonl", [dutch])
    for other in ("_done/0.jsonl", "failures.jsonl", "_plan.jsonl", "notes.txt"):
        (folder / other).write_text("{}", encoding="utf-8")
    seen, bad, _ = read(folder)
    assert (len(seen), bad) == (2, [])


@pytest.mark.parametrize("name", ["missing.jsonl", "notes.txt", "empty"])
def test_what_holds_no_articles_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        Corpus([tmp_path / name], lambda *_: None)


@pytest.fixture(params=["nested", "flat", "article"])
def table(request: pytest.FixtureRequest, tmp_path: Path, dutch: Article) -> tuple[str, Path]:
    """A Parquet file with the columns of two articles and of a row that failed."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    from normtext.tables.batches import arrow_type
    from normtext.tables.columns import COLUMNS, chosen, row_of

    failed = Article.from_dict(
        {
            "id": "sha256:",
            "source": {"sha256": ""},
            "warnings": [{"code": "failed_read", "message": "it is no text"}],
        }
    )
    names = chosen(request.param)
    found = zip(*(row_of(article, names) for article in (dutch, dutch, failed)), strict=True)
    arrays = [
        pa.array(values, type=arrow_type(COLUMNS[n].type)) for n, values in zip(names, found, strict=True)
    ]
    file = tmp_path / "out.parquet"
    pq.write_table(pa.table(dict(zip(names, arrays, strict=True))), file)
    return request.param, file


def test_parquet_says_what_its_columns_hold(table: tuple[str, Path], dutch: Article) -> None:
    columns, file = table
    seen, bad, missing = read(file)
    survey = surveyed(seen)
    assert (survey.changes, survey.languages.ranked()[0][0]) == (4, "nl")
    assert survey.language_names["nl"] == "Dutch"
    if columns == "article":
        assert (len(bad), missing) == (1, set())
        assert seen[0].article == dutch
        return
    assert (bad, survey.failed, survey.warnings["failed_read"].articles) == ([], 1, 1)
    if columns == "nested":
        assert missing == {"checks"}
        assert survey.names["Quilmara Labs", "company"].forms == {"Quilmara Labz": 2}
        assert seen[0].article.edits == dutch.edits
    else:
        assert missing == {"names", "edits", "blocks", "boilerplate", "checks"}
        page = page_of(survey, Listing(), title="x", missing=missing)
        assert "does not hold the names, the changes one by one" in page
        assert "Nothing was changed." not in page  # four changes were, and the table does not say which
        assert "<h2>Names" not in page


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 not really")
    for name, reason in (("a", "no table of normtext"), ("b", "cannot read")):
        seen, (told,), _ = read(tmp_path / f"{name}.parquet")
        assert (seen, reason in told) == ([], True)


def test_the_command_writes_a_page(tmp_path: Path, dutch: Article, capfd: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path / "out.jsonl", [dutch])
    page = tmp_path / "report.html"
    assert main(["report", str(source), "-o", str(page), "--title", "Our <corpus>"]) == 0
    assert "<title>Our &lt;corpus&gt;</title>" in page.read_text(encoding="utf-8")
    assert "1 article, written to" in capfd.readouterr().err
    assert main(["report", str(source), "--quiet"]) == 0
    assert "<title>out.jsonl</title>" in capfd.readouterr().out


def test_the_command_tells_of_bad_rows_and_makes_the_page(
    tmp_path: Path, dutch: Article, capfd: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path / "out.jsonl", [dutch])
    with source.open("a", encoding="utf-8") as file:
        file.write("{}\n" * 30)
    page = tmp_path / "report.html"
    assert main(["report", str(source), "-o", str(page), "--quiet"]) == 1
    told = capfd.readouterr().err.splitlines()
    assert len(told) == 11
    assert told[-1].endswith("and 20 more rows that hold no article")
    assert "30 rows could not be read" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["gone.jsonl"], ["x.txt"], ["", "-o", "r.html"], []])
def test_wrong_usage_is_exit_2(tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *arguments]) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_empty_corpus_has_a_page() -> None:
    page = page_from([])
    assert "There are no articles." in page
    assert "Nothing was changed." in page
    assert surveyed([]).checks == Checks()
