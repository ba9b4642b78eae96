"""The benchmark of translation speed runs, on a handful of sentences."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

SCRIPT = ROOT / "benchmarks" / "translation_speed.py"


def test_it_prints_a_row_for_each_contestant() -> None:
    command = [sys.executable, str(SCRIPT), "--sentences", "5", "--rounds", "1", "--threads", "one"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert [row[:2] for row in rows] == [
        ["one", name] for name in ("argostranslate", "bare", "engine", "normtext")
    ]
    assert all(float(row[2]) > 0 for row in rows)
