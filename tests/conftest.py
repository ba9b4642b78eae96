"""Fixtures for all tests: the repository's own files, and a private folder of models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from normtext.engines import registry

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
DATA = ROOT / "tests" / "data"
ARTICLES = ROOT / "examples" / "articles"

# Timings never decide a test; a slow machine must not fail a property.
settings.register_profile("normtext", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("normtext")


def cases(stage: str, kind: str) -> list[Any]:
    """Read a JSON case table; each case's label becomes its test id."""
    rows = json.loads((CASES / stage / f"{kind}.json").read_text(encoding="utf-8"))
    marks = [pytest.mark.xfail(strict=True, reason="known failure")] if kind == "known_failures" else []
    return [pytest.param(row, id=row["label"], marks=marks) for row in rows]


@pytest.fixture(autouse=True)
def _no_models_of_this_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever models the machine has installed, or remembers of them, the tests do not see it."""
    monkeypatch.setenv("NORMTEXT_MODELS_DIR", str(tmp_path_factory.getbasetemp() / "no-models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(autouse=True)
def _no_engine_stays_registered() -> Iterator[None]:
    """An engine that a test registers would be asked by every later one that leaves the choice to "auto"."""
    before = set(registry.names())
    yield
    for name in set(registry.names()) - before:
        registry.unregister(name)
