"""The ordered map: order, errors, and workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import normtext
from normtext.document import Document
from normtext.errors import InputError, UsageError
from normtext.parallel import ordered_map

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


class Deadly(normtext.Normalizer):
    """Dies of one source."""

    def normalize(
        self, source: object, *, url: str | None = None, name: str | None = None
    ) -> normtext.Article:
        assert isinstance(source, Document)
        if source.name == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().normalize(source, url=url, name=name)


def test_the_article_that_kills_its_worker_is_on_record() -> None:
    sources = [Document("Good words stand here.", name=name) for name in ("a", "deadly", "b")]
    settings = normtext.Settings(on_error="record")
    first, second, third = Deadly(settings).normalize_many(sources, workers=2)
    assert [first.text, third.text] == ["Good words stand here."] * 2
    assert second.source.name == "deadly"
    assert second.warnings[0].code == "failed_read"
    assert "while working on deadly" in second.warnings[0].message
    with pytest.raises(InputError, match="deadly"):
        list(Deadly().normalize_many(sources, workers=2))


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
