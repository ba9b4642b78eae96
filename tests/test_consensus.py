"""Consensus: a collection that has a name right repairs the articles that have it wrong."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import normtext
from normtext.cli.app import main
from normtext.consensus import agreed, twice, unknown_to
from normtext.document import Document
from normtext.gazetteer import Entry, Gazetteer
from normtext.gazetteer.learning import Learned

DUTCH = (
    "De raad van het dorp sprak gisteren lang over het water in de oude haven. Een model dat OrchardCoder "
    "heet heeft de cijfers nagerekend, en de raad was daar blij mee."
)
FRENCH = (
    "Le conseil du village a longtemps parlé de l'eau du vieux port. Un modèle comme OrchardCoder a refait "
    "les calculs, et le conseil en est content."
)
DAMAGED = (
    "The council of the village spoke for a long time about the water. A model that is called "
    "Orchard Coder did the sums again, and the council was glad of it."
)
CLEAN = (
    "A walk along the old harbour takes an hour, and there is nothing to be seen there but boats. "
    "Those who like an orchard turn left behind the church."
)
COLLECTION = [DUTCH, CLEAN, DAMAGED, FRENCH]
ALONE = normtext.Settings(on_error="record").replace(
    names={"shipped": False}, translation={"translate": False}
)


def texts(sources: Any, **options: Any) -> list[str]:
    return [article.text for article in normtext.Normalizer(ALONE).normalize_many(sources, **options)]


REPAIRED = [DUTCH, CLEAN, DAMAGED.replace("Orchard Coder", "OrchardCoder"), FRENCH]


def test_who_has_it_right_repairs_who_has_it_wrong() -> None:
    assert texts(COLLECTION) == COLLECTION
    assert texts(COLLECTION, consensus=True) == REPAIRED


def test_an_iterator_is_read_twice_all_the_same() -> None:
    assert texts(iter(COLLECTION), consensus=True) == REPAIRED
    sources: list[Any] = [DUTCH.encode(), CLEAN, Document(DAMAGED, name="a"), FRENCH]
    assert texts((source for source in sources), consensus=True) == REPAIRED


def test_workers_give_the_same() -> None:
    assert texts(COLLECTION, consensus=True, workers=2) == REPAIRED


def test_the_function_takes_it_too() -> None:
    articles = normtext.normalize_many(COLLECTION, translate=False, consensus=True)
    assert [article.text for article in articles] == REPAIRED


def test_one_mention_in_one_article_proves_nothing() -> None:
    assert texts([DUTCH, DAMAGED], consensus=True) == [DUTCH, DAMAGED]


def test_clean_collections_pass_untouched() -> None:
    articles = sorted((Path(__file__).parent.parent / "examples" / "articles").iterdir())[:8]
    options: dict[str, Any] = {"translate": False, "engine": "none"}
    plain = list(normtext.normalize_many(articles, **options))
    agreeing = list(normtext.normalize_many(articles, consensus=True, **options))
    for one, other in zip(plain, agreeing, strict=True):
        assert {e.before for e in other.edits} - {e.before for e in one.edits} == set(), other.source.name


def test_what_was_learned_serves_a_later_run(tmp_path: Path) -> None:
    normalizer = normtext.Normalizer(ALONE)
    names = normalizer.learn_names(COLLECTION)
    assert [entry.name for entry in names] == ["OrchardCoder"]
    assert [entry.source for entry in names] == ["learned: 2 mentions in 2 documents"]
    names.save(tmp_path / "names.toml")
    again = Gazetteer.load(tmp_path / "names.toml")
    assert texts([DAMAGED], consensus=again) == [REPAIRED[2]]


def test_names_of_the_gazetteer_are_its_own_business() -> None:
    settings = ALONE.replace(names={"gazetteer": Gazetteer([Entry("Orchard Coder")])})
    normalizer = normtext.Normalizer(settings)
    assert len(normalizer.learn_names(COLLECTION)) == 0
    known = Gazetteer([Entry("Orchard Coder"), Entry("Heron")])
    given = Gazetteer([Entry("OrchardCoder"), Entry("Kestrel Foundry")])
    assert [entry.name for entry in unknown_to(known, given)] == ["Kestrel Foundry"]


@pytest.mark.parametrize(
    ("learned", "believed"),
    [
        (Learned("OrchardCoder", 2, 2, evidence=2.0), True),
        (Learned("OrchardCoder", 1, 1, evidence=1.0), False),
        (Learned("Paris", 9, 5, evidence=8.0), False),
        (Learned("Kestrel Foundry", 9, 5, evidence=8.0), True),
    ],
)
def test_what_is_believed(learned: Learned, believed: bool) -> None:
    assert bool(len(agreed([learned], Gazetteer()))) is believed


def test_errors_of_the_first_reading_are_recorded_in_the_second(tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    first, second, *_ = normtext.normalize_many([missing, *COLLECTION], translate=False, consensus=True)
    assert first.warnings[0].code == "failed_read"
    assert second.text == DUTCH
    told: list[tuple[str, str]] = []
    learner = normtext.Normalizer(ALONE).survey([missing], on_failed=lambda *what: told.append(what))
    assert (learner.documents, [name for name, _ in told]) == (0, [str(missing)])


def test_on_error_raise_raises_in_the_second_reading(tmp_path: Path) -> None:
    found = normtext.normalize_many(
        [DUTCH, tmp_path / "none.txt"], translate=False, consensus=True, on_error="raise"
    )
    assert next(found).text == DUTCH
    with pytest.raises(normtext.InputError, match=r"none\.txt"):
        next(found)


class Folder:
    """A path of another library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = io.StringIO()  # cannot be pickled

    def __fspath__(self) -> str:
        return os.fspath(self.path)


def test_paths_of_other_libraries_are_spooled(tmp_path: Path) -> None:
    with twice(iter([Folder(tmp_path)])) as (first, second):
        assert len(list(first)) == 1
        assert [os.fspath(path) for path in second] == [os.fspath(tmp_path)]


class Interrupted(BaseException):
    """Stands for Ctrl-C."""


@pytest.mark.parametrize("stop_at", ["first reading", "second reading", "never"])
def test_the_spool_is_gone_in_every_case(
    stop_at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    make = tempfile.TemporaryFile

    def watched(*args: Any, **options: Any) -> Any:
        opened.append(make(*args, dir=tmp_path, **options))
        return opened[-1]

    def sources() -> Iterator[str]:
        yield from COLLECTION
        if stop_at == "first reading":
            raise Interrupted

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    found = normtext.Normalizer(ALONE).normalize_many(sources(), consensus=True)
    if stop_at == "first reading":
        with pytest.raises(Interrupted):
            next(found)
    elif stop_at == "second reading":
        next(found)
        getattr(found, "close")()  # noqa: B009 - an Iterator by its type
    else:
        assert len(list(found)) == len(COLLECTION)
    assert [file.closed for file in opened] == [True]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in zip(("a.txt", "b.txt", "c.txt", "d.txt"), COLLECTION, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_command(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main([str(folder), "-o", str(out), "--engine", "none", "--consensus", "--quiet"]) == 0
    rows = [normtext.Article.from_json(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row.text for row in rows] == REPAIRED


def test_names_learn_writes_a_gazetteer(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "names.toml"
    assert main(["names", "learn", str(folder), "-o", str(out)]) == 0
    assert f"1 name in 4 documents, written to {out}" in capfd.readouterr().err
    assert [entry.name for entry in Gazetteer.load(out)] == ["OrchardCoder"]
    assert main(["names", "learn", str(folder), "--min-count", "3"]) == 0
    assert capfd.readouterr().out == ""


def test_names_learn_prints_toml_behind_a_pipe(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["names", "learn", str(folder), "--quiet"]) == 0
    told = capfd.readouterr()
    assert 'name = "OrchardCoder"' in told.out
    assert "2 documents" in told.out
    assert told.err == ""


def test_names_learn_names_what_it_cannot_read(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["names", "learn", str(folder), str(folder / "none.txt")]) == 1
    assert "none.txt" in capfd.readouterr().err


def test_names_learn_reads_json_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"body": "We saw OrchardCoder there. Then OrchardCoder left."}\n', encoding="utf-8")
    assert main(["names", "learn", str(rows), "--fields", "text=body"]) == 0
    assert 'name = "OrchardCoder"' in capfd.readouterr().out
