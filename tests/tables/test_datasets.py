"""Hugging Face datasets: ``map(batched=True)`` with the real library, where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import normtext
from normtext.tables import FLAT, MapBatches
from tests.conftest import ROOT

datasets = pytest.importorskip("datasets")

ENGLISH = "The council met Huffging Face on Monday, and the report is open to all who want to read it."
DATED = "A plan for the harbour\n\nPublished: 3 March 2025\n\nThe council has a plan, and the report is open."


@pytest.fixture(autouse=True)
def _quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path))
    datasets.disable_progress_bars()


def dataset(*texts: Any) -> Any:
    return datasets.Dataset.from_dict({"n": list(range(len(texts))), "body": list(texts)})


def test_map_adds_the_columns_with_their_types() -> None:
    # The first batches have no date: the type of the column must not follow from their nulls.
    given = dataset(ENGLISH, None, DATED)
    found = given.map(MapBatches("body"), batched=True, batch_size=1)
    assert found.column_names == ["n", "body", *FLAT]
    assert found["published"][:] == [None, None, "2025-03-03"]
    assert found["n_edits"][:] == [1, 0, 0]
    assert found["error"][:] == [None, "the row has no text: it is null", None]
    assert found.features["warnings"] == datasets.List(datasets.Value("string"))
    assert found.features["n_edits"] == datasets.Value("int32")


def test_articles_are_those_of_the_functions() -> None:
    given = dataset(ENGLISH, DATED)
    wanted = [article.to_json() for article in normtext.normalize_many([ENGLISH, DATED])]
    for one in (given, given.with_format("arrow"), given.with_format("pandas")):
        stage = MapBatches("body", columns=["article"], keep=False)
        found = one.map(stage, batched=True).with_format(None)
        assert found["article"][:] == wanted


def test_streams_and_several_processes() -> None:
    given = dataset(ENGLISH, None, DATED)
    stage = MapBatches("body", columns=["english", "error"])
    wanted = given.map(stage, batched=True)["english"][:]
    assert given.map(stage, batched=True, num_proc=2)["english"][:] == wanted
    streamed = given.to_iterable_dataset().map(stage, batched=True, batch_size=2)
    assert [row["english"] for row in streamed] == wanted


def test_a_second_run_is_taken_from_the_cache(tmp_path: Path) -> None:
    dataset(ENGLISH, DATED).save_to_disk(str(tmp_path / "corpus"))
    stage = MapBatches("body")
    first = datasets.load_from_disk(str(tmp_path / "corpus")).map(stage, batched=True)
    list(map(stage, [{"body": [ENGLISH]}]))  # models are loaded meanwhile
    again = datasets.load_from_disk(str(tmp_path / "corpus")).map(MapBatches("body"), batched=True)
    other = datasets.load_from_disk(str(tmp_path / "corpus")).map(
        MapBatches("body", columns="nested"), batched=True
    )
    assert first.cache_files == again.cache_files != other.cache_files


FINGERPRINT = """
import re
from datasets.fingerprint import Hasher
import normtext
from normtext.tables import MapBatches
names = normtext.Gazetteer.from_names(["Phantom Space", "Ghost Space"])
settings = normtext.Settings().replace(
    names={"gazetteer": names},
    translation={"do_not_translate": ["AMK", re.compile(r"A-\\\\d+"), ("haven", "port")]},
)
stage = MapBatches("body", settings=settings)
print(Hasher.hash(stage))
stage({"body": ["The council met Hugging Face."]})
print(Hasher.hash(stage))
"""


def test_the_fingerprint_is_stable() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert len({fingerprint for run in told for fingerprint in run}) == 1, told
