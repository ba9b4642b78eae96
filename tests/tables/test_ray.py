"""Ray Data, on the real engine, started here."""

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
from normtext.tables import FLAT, ray_stage
from tests.conftest import ARTICLES, ROOT

ray = pytest.importorskip("ray.data")
pa = pytest.importorskip("pyarrow")
# Ray warns of its own settings, and of ours in its workers.
pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]

ENGLISH = "The council met Huffging Face on Monday, and the report is open to all who want to read it."


@pytest.fixture(scope="module")
def _engine() -> Iterator[None]:
    import ray

    # Logical processors: one for each of the two actors, and one to read for them.
    environment = {"env_vars": {"PYTHONPATH": str(ROOT), "NORMTEXT_MODELS_DIR": "/nowhere"}}
    ray.init(
        num_cpus=3,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        runtime_env=environment,
        object_store_memory=200_000_000,
    )
    yield
    ray.shutdown()


def corpus() -> list[bytes | None]:
    return [*(path.read_bytes() for path in sorted(ARTICLES.glob("*.txt"))), None]


def articles(dataset: Any) -> list[str | None]:
    return [row["article"] for row in sorted(dataset.take_all(), key=lambda row: int(row["n"]))]


@pytest.mark.usefixtures("_engine")
def test_two_actors_give_the_articles_of_one_call() -> None:
    texts = corpus()
    table = pa.table({"n": range(len(texts)), "body": texts})
    stage = ray_stage("body", actors=2, columns=["article"], keep=["n"], batch_size=5)
    found = articles(
        ray.from_arrow([table.slice(i, 6) for i in range(0, len(texts), 6)]).map_batches(**stage)
    )
    wanted = [article.to_json() for article in normtext.normalize_many(t for t in texts if t is not None)]
    assert found == [*wanted, None]


@pytest.mark.usefixtures("_engine")
def test_settings_reach_the_actors() -> None:
    names = normtext.Gazetteer.from_names(["Phantom Space"])
    settings = normtext.Settings().replace(names={"gazetteer": names, "shipped": False})
    dataset = ray.from_items([{"body": "A Phantomspace rocket met Huffging Face."}])
    (row,) = dataset.map_batches(**ray_stage("body", settings=settings, columns="nested")).take_all()
    assert row["repaired"] == normtext.normalize(row["body"], settings=settings).text
    assert [edit["after"] for edit in row["edits"]] == ["Phantom Space"]


def test_mistakes_are_told_before_an_actor_starts() -> None:
    with pytest.raises(UsageError, match="unknown column 'wide'"):
        ray_stage("body", columns="wide")
    assert ray_stage("body")["fn_constructor_kwargs"]["columns"] == FLAT


def test_the_example_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "clusters" / "ray_data.py")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Hugging Face helps a library network" in done.stdout
