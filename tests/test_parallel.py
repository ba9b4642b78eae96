"""The ordered map: order, errors, and workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import normtext
from normtext.document import Document
from normtext.errors import InputError, UsageError
from normtext.parallel import (
    HEAVIEST_BATCH,
    MOST_IN_A_BATCH,
    in_batches,
    ordered_batches,
    ordered_map,
)

DEADLY = 7


def doubled(number: int) -> int:
    if number == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if number < 0:
        raise ValueError("negative")
    return 2 * number


def test_order_is_kept() -> None:
    assert list(ordered_map(doubled, range(6), workers=2)) == [0, 2, 4, 6, 8, 10]


def test_workers_must_be_some() -> None:
    with pytest.raises(UsageError, match="1 or more"):
        list(ordered_map(doubled, [1], workers=0))


def test_an_item_that_kills_its_worker_is_lost_alone() -> None:
    found = list(ordered_map(doubled, [*range(12), DEADLY, 12], workers=2, on_lost=lambda number: -number))
    assert found == [*range(0, 14, 2), -DEADLY, *range(16, 24, 2), -DEADLY, 24]


def test_an_item_that_kills_its_worker_is_named() -> None:
    found = ordered_map(doubled, range(20), workers=2)
    assert [next(found) for _ in range(DEADLY)] == [0, 2, 4, 6, 8, 10, 12]
    with pytest.raises(InputError, match="was killed while working on 7, .* fewer --workers"):
        next(found)


def test_an_error_is_raised_in_its_place() -> None:
    found = ordered_map(doubled, [1, -1], workers=2)
    assert next(found) == 2
    with pytest.raises(ValueError, match="negative"):
        next(found)


class Deadly(os.PathLike[str]):
    """A path that kills the worker which reads it."""

    def __init__(self, name: str = "deadly") -> None:
        self.name = name
        self.home = os.getpid()

    def __fspath__(self) -> str:
        if os.getpid() != self.home:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.name


def test_the_article_that_kills_its_worker_is_on_record() -> None:
    sources = [Document("Good words stand here.", name="a"), Deadly(), Document("Good words too.", name="b")]
    first, second, third = normtext.normalize_many(sources, workers=2)
    assert [first.text, third.text] == ["Good words stand here.", "Good words too."]
    assert second.source.name == "deadly"
    assert second.warnings[0].code == "failed_read"
    assert "while working on deadly" in second.warnings[0].message
    with pytest.raises(InputError, match="deadly"):
        list(normtext.normalize_many(sources, workers=2, on_error="raise"))


def codes(article: normtext.Article) -> list[str]:
    return [warning.code for warning in article.warnings]


def test_what_kills_its_worker_or_fails_takes_no_other_of_its_batch_along(tmp_path: Path) -> None:
    sources: list[Any] = [f"Good words stand here, number {i}." for i in range(40)]
    sources[20], sources[21], sources[33] = Deadly(), tmp_path / "none.txt", Deadly("deadly too")
    found = list(normtext.normalize_many(iter(sources), workers=2, translate=False))
    bad = {i: article for i, article in enumerate(found) if "failed_read" in codes(article)}
    assert list(bad) == [20, 21, 33]
    assert [bad[20].source.name, bad[33].source.name] == ["deadly", "deadly too"]
    assert [a.text for i, a in enumerate(found) if i not in bad] == [s for s in sources if isinstance(s, str)]


def test_batches_grow_and_stay_bounded() -> None:
    batches = list(in_batches(iter(range(1000)), lambda number: number // 900 * HEAVIEST_BATCH, workers=2))
    assert [number for batch in batches for number in batch] == list(range(1000))
    sizes = [len(batch) for batch in batches]
    assert sizes[:6] == [1, 1, 2, 2, 4, 4]
    assert max(sizes) == MOST_IN_A_BATCH
    assert sizes[-99:] == [1] * 99
    few = list(in_batches(range(16), lambda number: 1, workers=2))
    assert max(len(batch) for batch in few) == 2


def reciprocals(numbers: list[int]) -> Iterator[float]:
    return (1 / number for number in numbers)


def test_an_error_within_a_batch_comes_behind_the_results_before_it() -> None:
    found = ordered_batches(reciprocals, [[1, 2, 0, 4], [5]], workers=2)
    assert [next(found), next(found)] == [1.0, 0.5]
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_what_was_read_before_reading_fails_comes_out() -> None:
    def numbers() -> Iterator[int]:
        yield from (1, 2, 3)
        raise OSError("the disk is gone")

    found = ordered_batches(reciprocals, in_batches(numbers(), int, workers=2), workers=2)
    assert [next(found), next(found), next(found)] == [1.0, 0.5, 1 / 3]
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


ORPHANS = """
import os, time
from normtext.parallel import ordered_map

def told(number):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece: workers write at the same time
    time.sleep(60 if number else 0)

if __name__ == "__main__":
    list(ordered_map(told, range(3), workers=2))
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(3)}
        parent.kill()
        # The pipe ends when the last process that holds it has ended.
        started = time.monotonic()
        assert parent.stdout.read() == b""
        assert time.monotonic() - started < 30
    assert workers
