"""The speed benchmark: its articles are of the size that it says, and it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "benchmarks" / "speed.py"
DATA = ROOT / "benchmarks" / "data" / "speed"
ARTICLES = sorted(path for path in DATA.glob("*.txt") if path.stem != "names")
STAGES = {"segment", "repair", "structure", "language", "names"}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_has_five_kilobytes_and_what_makes_ftfy_work(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    paragraphs = text.rstrip("\n").split("\n\n")
    assert 5000 <= len(text) <= 5400
    assert len(paragraphs) >= 15
    assert sum(not paragraph.isascii() for paragraph in paragraphs) > len(paragraphs) / 2


def test_the_names_stand_in_the_articles() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in ARTICLES)
    names = (DATA / "names.txt").read_text(encoding="utf-8").splitlines()
    assert [name for name in names if name not in texts] == []


def test_it_measures_each_stage_with_each_gazetteer() -> None:
    command = [sys.executable, str(SCRIPT), "--sizes", "100", "--rounds", "1", "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)
    assert set(found) == {"articles", "short"}
    for costs in found.values():
        assert set(costs) == {"ftfy", "100", "shipped"}
        for name in ("100", "shipped"):
            spent = costs[name]
            assert all(spent[stage] > 0 for stage in STAGES)
            assert sum(spent[stage] for stage in STAGES) < 1.2 * spent["all"]  # medians do not add up
