"""One corpus by every way there is: the same articles, byte for byte but for ``source.name``.

In languages with a model and without, damaged, as pages and as text. The ways that need an engine run
where it is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import normtext
from normtext.article import Article
from normtext.engines.models import install_file
from normtext.tables import MapBatches, normalize_batches, ray_stage, spark_stage
from tests.conftest import ARTICLES, DATA, ROOT
from tests.tables import has_java

pa = pytest.importorskip("pyarrow")

FILES = [*sorted(ARTICLES.iterdir()), DATA / "article-fr.txt", DATA / "article-nl.txt"]
COLUMN = ["article"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for package in DATA.glob("*.argosmodel"):
        install_file(package, folder)
    return folder


@pytest.fixture(autouse=True)
def _with_models(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORMTEXT_MODELS_DIR", str(models))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def sources() -> list[bytes]:
    return [file.read_bytes() for file in FILES]


@pytest.fixture(scope="module")
def expected(models: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NORMTEXT_MODELS_DIR", str(models))
        articles = list(normtext.normalize_many(sources()))
    statuses = {article.translation.status for article in articles}
    assert {"not_needed", "translated", "unavailable"} <= statuses
    return [article.to_json() for article in articles]


def by_function() -> list[str]:
    return [normtext.normalize(source, on_error="record").to_json() for source in sources()]


def by_workers() -> list[str]:
    return [article.to_json() for article in normtext.normalize_many(sources(), workers=2)]


def by_command(tmp_path: Path) -> list[str]:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "normtext", *map(str, FILES), "-o", str(out), "--quiet"]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    found = []
    for line in out.read_text(encoding="utf-8").splitlines():
        article = Article.from_json(line)
        unnamed = article.source.model_copy(update={"name": None})
        found.append(article.model_copy(update={"source": unnamed}).to_json())
    return found


def by_batches() -> list[str]:
    batch = pa.RecordBatch.from_pydict({"body": sources()})
    found = normalize_batches([batch.slice(0, 4), batch.slice(4)], text="body", columns=COLUMN)
    return [value for one in found for value in one.column("article").to_pylist()]


def by_pandas() -> list[str]:
    pandas = pytest.importorskip("pandas")
    frame = normtext.normalize_frame(pandas.DataFrame({"text": sources()}), columns=COLUMN)
    return list(frame["article"])


def by_polars() -> list[str]:
    polars = pytest.importorskip("polars")
    frame = normtext.normalize_frame(polars.DataFrame({"text": sources()}), columns=COLUMN, workers=2)
    return list(frame["article"])


def by_datasets(tmp_path: Path) -> list[str]:
    datasets = pytest.importorskip("datasets")
    given = datasets.Dataset.from_dict({"body": sources()}).to_iterable_dataset()
    stage = MapBatches("body", columns=COLUMN, keep=False)
    return [row["article"] for row in given.map(stage, batched=True, batch_size=7)]


def by_ray() -> list[str]:
    pytest.importorskip("ray.data")
    import ray

    table = pa.table({"n": range(len(FILES)), "body": sources()})
    ray.init(
        num_cpus=3,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        object_store_memory=200_000_000,
    )
    try:
        stage = ray_stage("body", actors=2, columns=COLUMN, keep=["n"], batch_size=8)
        rows = ray.data.from_arrow([table.slice(0, 9), table.slice(9)]).map_batches(**stage).take_all()
    finally:
        ray.shutdown()
    return [row["article"] for row in sorted(rows, key=lambda row: int(row["n"]))]


def by_spark(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    # Spark's workers have the environment of the first session of this process: tell them by settings.
    settings = normtext.Settings(models_dir=Path(os.environ["NORMTEXT_MODELS_DIR"]))
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        frame = spark.createDataFrame(list(enumerate(sources())), "n int, body binary").repartition(2)
        rows = frame.transform(spark_stage("body", columns=COLUMN, keep=["n"], settings=settings)).collect()
    finally:
        spark.stop()
    return [row.article for row in sorted(rows)]


WAYS: dict[str, tuple[Callable[..., list[str]], tuple[Any, ...]]] = {
    "function": (by_function, ()),
    "workers": (by_workers, ()),
    "command": (by_command, ()),
    "batches": (by_batches, ()),
    "pandas": (by_pandas, ()),
    "polars": (by_polars, ()),
    "datasets": (by_datasets, ()),
    "ray": (by_ray, (pytest.mark.ray, pytest.mark.filterwarnings("ignore"))),
    "spark": (
        by_spark,
        (
            pytest.mark.spark,
            pytest.mark.filterwarnings("ignore"),
            pytest.mark.skipif(not has_java(), reason="Spark needs Java"),
        ),
    ),
}


@pytest.mark.parametrize("way", [pytest.param(name, marks=marks) for name, (_, marks) in WAYS.items()])
def test_every_way_gives_the_same_articles(
    way: str, expected: list[str], request: pytest.FixtureRequest
) -> None:
    function, _ = WAYS[way]
    wanted = [name for name in ("tmp_path", "monkeypatch") if name in function.__annotations__]
    found = function(*(request.getfixturevalue(name) for name in wanted))
    different = [file.name for file, a, b in zip(FILES, found, expected, strict=True) if a != b]
    assert different == []
