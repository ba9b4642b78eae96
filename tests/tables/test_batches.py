"""Record batches in, record batches out."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import normtext
from normtext.engines import registry
from normtext.errors import InputError, MissingExtraError, UsageError
from normtext.normalizer import Normalizer
from normtext.tables import COLUMNS, FLAT, NESTED, MapBatches, normalize_batches, output_schema
from normtext.tables.rows import rows
from normtext.testing import FakeEngine
from tests.conftest import ARTICLES, ROOT

pa = pytest.importorskip("pyarrow")

DUTCH = "De wethouder sprak met Hugging Face over het plan. Het college is tevreden met de uitkomst."
ENGLISH = "The council met Huffging Face on Monday, and the report is open to all who want to read it."


@pytest.fixture
def fake() -> Iterator[FakeEngine]:
    engine = FakeEngine(name="fake-for-tables", fallback=lambda sentence: f"The {sentence}")
    registry.register(engine.name, engine)
    yield engine
    registry.unregister(engine.name)


def batch(**columns: Any) -> Any:
    return pa.RecordBatch.from_pydict(columns)


def table(batches: Any, **options: Any) -> Any:
    found = list(normalize_batches(batches, **{"text": "body", **options}))
    made = pa.Table.from_batches(found)
    made.validate(full=True)
    return made


def texts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(ARTICLES.iterdir())]


def cut(whole: Any, *sizes: int) -> list[Any]:
    parts, start = [], 0
    for size in sizes:
        parts.append(whole.slice(start, size))
        start += size
    return [*parts, whole.slice(start)]


def test_a_row_says_what_the_article_says() -> None:
    article = normtext.normalize(ENGLISH)
    (row,) = table([batch(id=[7], body=[ENGLISH])]).to_pylist()
    assert row == {
        "id": 7,
        "body": ENGLISH,
        "english": article.english,
        "language": "en",
        "title": None,
        "published": None,
        "n_edits": 1,
        "status": "not_needed",
        "warnings": [],
        "error": None,
    }


def test_whole_articles_are_those_of_the_functions() -> None:
    sources = texts()
    found = table([batch(body=sources)], columns="article").column("article").to_pylist()
    assert found == [article.to_json() for article in normtext.normalize_many(sources)]


def test_nested_columns_hold_names_edits_and_blocks() -> None:
    article = normtext.normalize(ENGLISH)
    (row,) = table([batch(body=[ENGLISH])], columns="nested").to_pylist()
    assert row["names"][0]["name"] == article.names[0].name
    assert [mention["surface"] for mention in row["names"][0]["mentions"]] == ["Huffging Face"]
    assert [edit["after"] for edit in row["edits"]] == [edit.after for edit in article.edits]
    (block,) = row["blocks"]
    assert ENGLISH[block["start"] : block["end"]] == block["original"]
    assert [s["end"] - s["start"] for s in block["sentences"]] == [
        s.text[1] - s.text[0] for s in article.blocks[0].sentences
    ]


def test_the_schema_is_told_beforehand_and_stable() -> None:
    given = batch(body=[ENGLISH], n=[1])
    for columns in ("flat", "nested", "article"):
        told = output_schema(given.schema, text="body", columns=columns)
        assert table([given], columns=columns).schema == told
    assert FLAT == ("english", "language", "title", "published", "n_edits", "status", "warnings", "error")
    flat = output_schema(given.schema, text="body").field("warnings").type
    assert flat == pa.list_(pa.string())
    assert set(NESTED) | {"article"} == set(COLUMNS)


@pytest.mark.parametrize("columns", ["nested", "article"])
def test_batch_sizes_change_nothing(columns: str, fake: FakeEngine) -> None:
    settings = normtext.Settings().replace(translation={"engine": fake.name})
    whole = batch(body=[*texts(), None, DUTCH.encode(), b""])
    options = {"columns": columns, "settings": settings}
    together = table([whole], **options)
    for sizes in ((1, 1, 1), (0, 5, 0), (20,)):
        assert table(cut(whole, *sizes), **options).equals(together)


def test_large_batches_come_out_in_slices_and_empty_ones_as_they_are() -> None:
    many = batch(body=["The plan is open."] * 600)
    sizes = [one.num_rows for one in normalize_batches(cut(many, 0, 599), text="body")]
    assert sizes == [0, 256, 256, 87, 1]
    assert [one.num_rows for one in normalize_batches([many.slice(0, 0)], text="body")] == [0]
    assert list(normalize_batches([], text="body")) == []


def test_batches_are_read_as_results_are_taken() -> None:
    read = 0

    def endless() -> Iterator[Any]:
        nonlocal read
        while True:
            read += 1
            yield batch(body=["The plan is open."] * 100)

    found = normalize_batches(endless(), text="body")
    assert [next(found).num_rows for _ in range(5)] == [100] * 5
    assert read < 12
    found.close()


def test_two_workers_change_nothing() -> None:
    whole = batch(body=[*texts(), None])
    assert table([whole], columns="nested", workers=2).equals(table([whole], columns="nested"))


def test_a_bad_row_is_a_row_with_its_error() -> None:
    found = table([batch(body=[ENGLISH, None, ENGLISH])], columns=[*COLUMNS]).to_pylist()
    assert [row["status"] for row in found] == ["not_needed", "error", "not_needed"]
    bad = found[1]
    assert bad.pop("error") == "the row has no text: it is null"
    assert bad.pop("warnings") == ["failed_read: the row has no text: it is null"]
    assert (bad.pop("n_edits"), bad.pop("status"), bad.pop("body")) == (0, "error", None)
    assert set(bad.values()) == {None}


def test_a_defect_costs_the_row_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    understood = Normalizer._understood

    def broken(self: Normalizer, source: Any, **options: Any) -> Any:
        if source == "bad":
            raise ZeroDivisionError("a defect")
        return understood(self, source, **options)

    monkeypatch.setattr(Normalizer, "_understood", broken)
    found = table([batch(body=["bad", ENGLISH, "bad", "bad", ENGLISH])]).column("error").to_pylist()
    told = "ZeroDivisionError: a defect"
    assert found == [told, None, told, told, None]


def test_errors_can_be_raised() -> None:
    with pytest.raises(InputError, match="row 1: the row has no text"):
        table([batch(body=[ENGLISH, None])], on_error="raise")


@pytest.mark.parametrize(
    "kind",
    ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"],
)
def test_every_type_of_text_is_read(kind: str) -> None:
    values = [ENGLISH if "string" in kind else ENGLISH.encode(), None]
    array = pa.array(values, type=getattr(pa, kind)())
    found = table([pa.RecordBatch.from_arrays([array], ["body"])]).column("n_edits").to_pylist()
    assert found == [1, 0]


def test_dictionaries_and_columns_of_nulls_are_read() -> None:
    array = pa.array([ENGLISH, ENGLISH, None]).dictionary_encode()
    found = table([pa.RecordBatch.from_arrays([array], ["body"])])
    assert found.column("n_edits").to_pylist() == [1, 1, 0]
    assert table([batch(body=pa.nulls(2))]).column("status").to_pylist() == ["error"] * 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": "nothing"}, "unknown column of the table 'nothing'; known: body, n"),
        ({"text": "n"}, "the column 'n' holds int64, not text"),
        ({"columns": "wide"}, "unknown column 'wide'"),
        ({"keep": ["m"]}, "unknown column of the table 'm'"),
        ({"workers": 0}, "workers must be 1 or more"),
        ({"settings": normtext.Settings().replace(language={"language": "not a tag"})}, "unknown language"),
    ],
)
def test_mistakes_say_what_to_do(options: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        table([batch(body=[ENGLISH], n=[1])], **options)


def test_a_name_that_is_taken_says_what_to_do() -> None:
    given = [batch(body=[ENGLISH], title=["A plan"])]
    with pytest.raises(UsageError, match="already has 'title'.*prefix='clean_'"):
        table(given)
    assert table(given, prefix="clean_").column_names[2] == "clean_english"
    assert table(given, suffix="_clean").column_names[2] == "english_clean"
    assert table(given, keep=["body"]).column_names[:2] == ["body", "english"]
    assert table(given, keep=False).column_names == list(FLAT)


def test_settings_are_pickled_without_what_is_loaded() -> None:
    settings = normtext.Settings()
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_equal_settings_prepare_their_names_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    add = normtext.Gazetteer.__add__

    def counted(self: normtext.Gazetteer, other: normtext.Gazetteer) -> normtext.Gazetteer:
        built.append(len(other))
        return add(self, other)

    monkeypatch.setattr(normtext.Gazetteer, "__add__", counted)
    names = normtext.Gazetteer.from_names(["Phantom Space", "Counted Once"])
    settings = normtext.Settings().replace(names={"gazetteer": names})
    stage = MapBatches("body", settings=settings)
    for one in (stage, stage, pickle.loads(pickle.dumps(stage))):
        assert one({"body": [ENGLISH]})["n_edits"] == [1]
    assert len(built) == 1


class Deadly(str):
    """A text that no process survives taking out of its parcel."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return (os._exit, (1,))


def test_a_row_that_kills_its_worker_has_the_error() -> None:
    columns = ("english", "error")
    texts = [ENGLISH, Deadly("x"), ENGLISH]
    found = list(rows(texts, columns, normtext.Settings(), workers=2))
    assert [row[1] is None for row in found] == [True, False, True]
    assert "was killed while working on this row" in found[1][1]


def test_metadata_of_the_schema_stays() -> None:
    given = batch(body=[ENGLISH]).replace_schema_metadata({"made by": "a test"})
    assert table([given]).schema.metadata == {b"made by": b"a test"}


WITHOUT = """
import sys
sys.modules["pyarrow"] = None
from normtext.tables import normalize_batches
from normtext.errors import MissingExtraError
try:
    normalize_batches([], text="body")
except MissingExtraError as error:
    print(error)
"""


def test_without_pyarrow_the_message_says_how_to_get_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "pip install 'normtext[frames]'" in done.stdout
    assert issubclass(MissingExtraError, ImportError)
