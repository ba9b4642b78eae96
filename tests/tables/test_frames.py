"""Data frames of three kinds: the kind given comes back, with the columns of its articles."""

from __future__ import annotations

import io
import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import normtext
from normtext.errors import InputError, UsageError
from normtext.tables import FLAT, normalize_frame
from tests.conftest import ARTICLES, ROOT

nw = pytest.importorskip("narwhals")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

ENGLISH = "The council met Huffging Face on Monday, and the report is open to all who want to read it."
REPAIRED = ENGLISH.replace("Huffging", "Hugging")
MAKERS: dict[str, Callable[[Any], Any]] = {
    "pandas": pandas.DataFrame,
    "polars": polars.DataFrame,
    "pyarrow": pa.table,
}


@pytest.fixture(params=sorted(MAKERS))
def make(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    return MAKERS[request.param]


def columns_of(frame: Any) -> dict[str, list[Any]]:
    """The columns of any frame, nulls as None."""
    if isinstance(frame, pa.Table):
        return {name: frame.column(name).to_pylist() for name in frame.column_names}
    known = nw.from_native(frame, eager_only=True)
    return {
        name: [
            None if isinstance(value, float) and math.isnan(value) else value
            for value in known[name].to_list()
        ]
        for name in known.columns
    }


def test_the_kind_given_comes_back(make: Callable[[Any], Any]) -> None:
    given = make({"n": [3, 1], "body": [ENGLISH, None]})
    found = normtext.normalize_frame(given, text="body")
    assert type(found) is type(given)
    assert columns_of(found) == {
        "n": [3, 1],
        "body": [ENGLISH, None],
        "english": [REPAIRED, None],
        "language": ["en", None],
        "title": [None, None],
        "published": [None, None],
        "n_edits": [1, 0],
        "status": ["not_needed", "error"],
        "warnings": [[], ["failed_read: the row has no text: it is null"]],
        "error": [None, "the row has no text: it is null"],
    }
    assert list(columns_of(given)) == ["n", "body"]


def test_articles_are_those_of_the_functions(make: Callable[[Any], Any]) -> None:
    sources = [path.read_bytes() for path in sorted(ARTICLES.glob("*.txt"))[:6]]
    found = normtext.normalize_frame(make({"text": sources}), columns=["article"])
    wanted = [article.to_json() for article in normtext.normalize_many(sources)]
    assert columns_of(found)["article"] == wanted


def test_nested_columns(make: Callable[[Any], Any]) -> None:
    found = columns_of(normtext.normalize_frame(make({"text": [ENGLISH, None]}), columns="nested"))
    assert found["names"][0][0]["mentions"][0]["surface"] == "Huffging Face"
    assert found["edits"][0][0]["after"] == "Hugging Face"
    assert (found["names"][1], found["edits"][1]) == (None, None)


def test_an_empty_frame_gets_the_columns(make: Callable[[Any], Any]) -> None:
    given = make({"text": ["a"]})[:0]
    assert list(columns_of(normtext.normalize_frame(given))) == ["text", *FLAT]


def test_options_are_those_of_normalize(make: Callable[[Any], Any]) -> None:
    names = normtext.Gazetteer.from_names(["Phantom Space"])
    text = "Een raket van Ghost Space kwam neer. Phantom Space zweeg, maar de wethouder niet."
    given = make({"text": [text]})
    found = columns_of(
        normtext.normalize_frame(given, gazetteer=names, translate=False, language="nl", columns=["repaired"])
    )
    wanted = normtext.normalize(text, gazetteer=names, translate=False, language="nl")
    assert found["repaired"] == [wanted.text]


def test_taken_names_are_told_and_avoided(make: Callable[[Any], Any]) -> None:
    given = make({"text": [ENGLISH], "title": ["A plan"]})
    with pytest.raises(UsageError, match="already has 'title'"):
        normtext.normalize_frame(given)
    found = columns_of(normtext.normalize_frame(given, prefix="clean_"))
    assert (found["title"], found["clean_title"]) == (["A plan"], [None])
    assert columns_of(normtext.normalize_frame(given, suffix="_en"))["english_en"] == [REPAIRED]


def test_errors_can_be_raised(make: Callable[[Any], Any]) -> None:
    with pytest.raises(InputError, match="row 0: the row has no text"):
        normtext.normalize_frame(make({"text": [None, "x"]}), on_error="raise")


def test_the_index_of_pandas_stays() -> None:
    index = pandas.MultiIndex.from_tuples([("b", 2), ("a", 1), ("a", 1)], names=["x", "y"])
    given = pandas.DataFrame({"text": [ENGLISH, "The plan is open.", "The plan is not."]}, index=index)
    found = normtext.normalize_frame(given)
    assert found.index.equals(index)
    assert list(found["english"]) == [REPAIRED, "The plan is open.", "The plan is not."]
    assert found["n_edits"].dtype == "int32"


def test_a_column_of_anything_has_an_error_where_it_is_no_text() -> None:
    given = pandas.DataFrame({"text": [ENGLISH, 3, float("nan"), pandas.NA, b"One.", ["x"], ARTICLES]})
    found = normtext.normalize_frame(given)
    null = "the row has no text: it is null"
    assert [None if pandas.isna(one) else one for one in found["error"]] == [
        None,
        "a text is a str or bytes, not int",
        null,
        null,
        None,
        "a text is a str or bytes, not list",
        f"a text is a str or bytes, not {type(ARTICLES).__name__}",
    ]


def test_categories_are_read() -> None:
    given = pandas.DataFrame({"text": pandas.Categorical([ENGLISH, ENGLISH])})
    assert list(normtext.normalize_frame(given)["english"]) == [REPAIRED] * 2


@pytest.mark.parametrize(
    ("frame", "text", "told"),
    [
        (polars.LazyFrame({"text": ["x"]}), "text", r"this frame is lazy; .*frame\.collect\(\)"),
        ([1], "text", "a frame is a pandas or polars DataFrame or a pyarrow Table, not list"),
        (pandas.DataFrame([["x", "y"]], columns=["text", "text"]), "text", "two columns of one name"),
        (pandas.DataFrame({"n": [1]}), "text", "unknown column of the frame 'text'; known: n"),
        (polars.DataFrame({"n": [1]}), "n", "the column 'n' holds Int64, not text"),
    ],
    ids=["lazy", "no frame", "twice", "no column", "no text"],
)
def test_mistakes_say_what_to_do(frame: Any, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        normtext.normalize_frame(frame, text)


def test_a_bar_is_shown_where_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    given = polars.DataFrame({"text": ["One.", "Two."]})
    normtext.normalize_frame(given)
    assert capsys.readouterr().err == ""
    normtext.normalize_frame(given, progress=True)
    assert "2/2" in capsys.readouterr().err


def test_workers_change_nothing() -> None:
    given = polars.DataFrame({"text": [ENGLISH, None, "One."] * 3})
    assert normalize_frame(given, workers=2).equals(normalize_frame(given))


def test_a_frame_of_narwhals_stays_one() -> None:
    found = normtext.normalize_frame(nw.from_native(polars.DataFrame({"text": [ENGLISH]})))
    assert isinstance(found, nw.DataFrame)


def test_the_accessor_of_pandas() -> None:
    import normtext.pandas

    given = pandas.DataFrame({"body": [ENGLISH, None]}, index=[5, 9])
    assert given.normtext.normalize("body").equals(normtext.normalize_frame(given, "body"))
    articles = given.normtext.articles("body")
    assert list(articles.index) == [5, 9]
    assert articles[5] == normtext.normalize(ENGLISH)
    assert articles[9] is None


LIGHT = """
import sys, pandas
import normtext, normtext.tables
assert not hasattr(pandas.DataFrame, "normtext")
assert "narwhals" not in sys.modules
import normtext.pandas
assert hasattr(pandas.DataFrame, "normtext")
sys.modules["narwhals"] = None
try:
    pandas.DataFrame({"text": ["x"]}).normtext.normalize()
except normtext.MissingExtraError as error:
    print(error)
"""


def test_what_is_not_needed_is_not_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "pip install 'normtext[frames]'" in done.stdout


def test_what_comes_out_can_be_written() -> None:
    found = normtext.normalize_frame(polars.DataFrame({"text": [ENGLISH, None]}), columns="nested")
    stream = io.BytesIO()
    found.write_parquet(stream)
    stream.seek(0)
    assert polars.read_parquet(stream).equals(found)
