"""Spark, on the real engine, started here with two threads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import normtext
from normtext.errors import UsageError
from normtext.tables import NESTED, output_schema, spark_stage
from tests.conftest import ARTICLES, ROOT
from tests.tables import has_java

sql = pytest.importorskip("pyspark.sql")
pa = pytest.importorskip("pyarrow")
# Spark warns of versions of pandas, and leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not has_java(), reason="Spark needs Java"),
]

ENGLISH = "The council met Huffging Face on Monday, and the report is open to all who want to read it."


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def test_partitions_give_the_articles_of_one_call(spark: Any, tmp_path: Path) -> None:
    # Workers have the environment of the first session of this process, which may know of models.
    settings = normtext.Settings(models_dir=tmp_path)
    texts = [*(path.read_bytes() for path in sorted(ARTICLES.glob("*.txt"))), None]
    frame = spark.createDataFrame(list(enumerate(texts)), "n int, body binary").repartition(3)
    stage = spark_stage("body", columns=["article", "error"], keep=["n"], settings=settings)
    found = frame.transform(stage).collect()
    readable = (text for text in texts if text is not None)
    wanted = [article.to_json() for article in normtext.normalize_many(readable, settings=settings)]
    assert [row.article for row in sorted(found)] == [*wanted, None]
    assert {row.error for row in found} == {None, "the row has no text: it is null"}


def test_all_columns_have_their_types(spark: Any) -> None:
    frame = spark.createDataFrame([(1, ENGLISH)], "id int, body string")
    done = frame.transform(spark_stage("body", columns="nested", prefix="nt_"))
    assert done.columns == ["id", "body", *(f"nt_{name}" for name in NESTED)]
    (row,) = done.collect()
    assert row.nt_names[0].mentions[0].surface == "Huffging Face"
    assert row.nt_edits[0].asDict()["after"] == "Hugging Face"
    assert row.nt_n_edits == 1
    given = pa.schema([("id", pa.int32()), ("body", pa.string())])
    told = output_schema(given, text="body", columns="nested", prefix="nt_")
    assert done.toArrow().schema.names == told.names


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": "nothing"}, "unknown column of the table 'nothing'; known: body, title"),
        ({"text": "body"}, "already has 'title'.*prefix='clean_'"),
        ({"text": "body", "columns": "wide"}, "unknown column 'wide'"),
        ({"text": "title", "keep": ["m"]}, "unknown column of the table 'm'"),
    ],
)
def test_mistakes_are_told_before_a_job_starts(spark: Any, options: dict[str, Any], told: str) -> None:
    frame = spark.createDataFrame([("x", "y")], "body string, title string")
    with pytest.raises(UsageError, match=told):
        frame.transform(spark_stage(**options))


def test_the_example_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "clusters" / "spark.py")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Hugging Face helps a library network" in done.stdout
