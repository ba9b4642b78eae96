"""Translations on disk: kept, shared, bounded; a damaged file costs no more than no file."""

from __future__ import annotations

import logging
import pickle
import sqlite3
import stat
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normtext.config import Settings
from normtext.engines.base import (
    AligningTranslator,
    BeamSearchTranslator,
    Route,
    TranslateOptions,
    Translator,
)
from normtext.engines.cache import FILE, VARIABLE, CachedTranslator, SentenceCache, with_cache
from normtext.engines.registry import get, register
from normtext.normalizer import Normalizer
from normtext.testing import FakeEngine

ROUTE = Route("fake", ("nl", "en"), ("fake 1.0 sha256:0123456789ab",))
KEY = bytes(range(32))


class DigestEngine(FakeEngine):
    """A fake engine whose models are known by their digest, as those of real engines are."""

    def route(self, source: str, target: str) -> Route | None:
        return ROUTE


def shouting() -> DigestEngine:
    return DigestEngine(fallback=str.upper)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "translations.sqlite"


def test_a_sentence_is_translated_once(path: Path) -> None:
    engine = shouting()
    assert with_cache(engine, path).translate(["een", "twee", "een", " "], ROUTE) == [
        "EEN",
        "TWEE",
        "EEN",
        " ",
    ]
    assert with_cache(engine, path).translate(["drie", "een"], ROUTE) == ["DRIE", "EEN"]
    assert engine.calls == [["een", "twee"], ["drie"]]


def test_what_changes_the_output_changes_the_key(path: Path) -> None:
    engine = shouting()
    cached = with_cache(engine, path)
    other = Route("fake", ("nl", "en"), ("fake 1.1 sha256:0123456789ac",))
    cached.translate(["een"], ROUTE)
    cached.translate(["een"], other)
    cached.translate(["een"], ROUTE, TranslateOptions(beam_size=1))
    cached.translate(["een"], ROUTE, TranslateOptions(batch_tokens=64, inter_threads=1, intra_threads=2))
    assert len(engine.calls) == 3


def test_an_engine_without_digests_is_not_kept(path: Path) -> None:
    engine = FakeEngine(fallback=str.upper)
    route = engine.route("nl", "en")
    assert route is not None
    cached = with_cache(engine, path)
    assert cached.translate(["een"], route) == cached.translate(["een"], route) == ["EEN"]
    assert len(engine.calls) == 2


def test_a_model_that_was_replaced_meanwhile_is_not_kept_under_the_old_name(path: Path) -> None:
    old = Route("fake", ("nl", "en"), ("fake 0.9 sha256:aaaaaaaaaaaa",))
    engine = shouting()
    cached = with_cache(engine, path)
    cached.translate(["een"], old)
    cached.translate(["een"], old)
    assert len(engine.calls) == 2


def test_none_is_no_cache_and_the_environment_may_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = shouting()
    assert with_cache(engine, None) is engine
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with_cache(engine, None).translate(["een"], ROUTE)
    assert (tmp_path / FILE).is_file()


def test_other_abilities_pass_through(path: Path, installed: Path) -> None:
    argos = with_cache(get("argos", installed), path)
    route = argos.route("fr", "en")
    assert route is not None
    assert isinstance(argos, AligningTranslator)
    assert isinstance(argos, BeamSearchTranslator)
    (aligned,) = argos.translate_aligned(["Le ministre parle de la loi."], route)
    assert aligned.links
    plain = with_cache(shouting(), path)
    assert isinstance(plain, Translator)
    assert not isinstance(plain, AligningTranslator)
    assert not isinstance(plain, BeamSearchTranslator)


def test_it_pickles(path: Path, installed: Path) -> None:
    cached = with_cache(get("argos", installed), path)
    route = cached.route("fr", "en")
    assert route is not None
    copy = pickle.loads(pickle.dumps(cached))
    assert copy.translate(["Le ministre parle."], route) == cached.translate(["Le ministre parle."], route)


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_only_its_owner_may_read_it(path: Path) -> None:
    SentenceCache(path).put({KEY: "text"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_any_text_comes_back(path: Path, text: str) -> None:
    cache = SentenceCache(path)
    cache.put({KEY: text})
    assert cache.get([KEY]) == {KEY: text}


def test_it_stays_within_its_size(path: Path) -> None:
    cache = SentenceCache(path, max_bytes=200_000)
    for number in range(40):
        cache.put({f"{number} {i}".encode(): "text " * 40 for i in range(50)})
    assert path.stat().st_size < 250_000
    assert cache.get([b"39 49"])
    assert not cache.get([b"0 0"])


def test_thousands_of_keys_are_asked_for_at_once(path: Path) -> None:
    cache = SentenceCache(path)
    texts = {f"{i}".encode(): str(i) for i in range(3000)}
    cache.put(texts)
    assert cache.get([*texts, b"no such key"]) == texts


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = bytes(len(data) - 100)
    path.write_bytes(data)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE notes (text)")
    database.close()


SPOILERS = {
    "no database": lambda path: path.write_bytes(b"this is no database at all" * 100),
    "zeros inside": damage,
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "somebody else's": foreign,
}


@pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS)
def test_a_damaged_file_costs_a_warning(path: Path, caplog: pytest.LogCaptureFixture, spoil: object) -> None:
    engine = shouting()
    sentences = [f"zin {number}" for number in range(500)]
    before = with_cache(engine, path).translate(sentences, ROUTE)
    assert callable(spoil)
    spoil(path)
    spoilt = path.read_bytes()
    with caplog.at_level(logging.WARNING):
        cached = with_cache(engine, path)
        assert cached.translate(sentences, ROUTE) == before
        assert cached.translate(sentences, ROUTE) == before
    assert len(caplog.records) == 1
    assert str(path) in caplog.text
    assert "remove the file" in caplog.text
    assert path.read_bytes() == spoilt


def test_a_text_that_was_altered_counts_as_absent(path: Path) -> None:
    cache = SentenceCache(path)
    cache.put({KEY: "Hello."})
    with sqlite3.connect(path) as database:
        database.execute("UPDATE texts SET text = ?", (b"Hell.",))
    database.close()
    assert cache.get([KEY]) == {}
    cache.put({KEY: "Hello."})
    assert cache.get([KEY]) == {KEY: "Hello."}


def test_an_older_layout_is_begun_anew(path: Path) -> None:
    cache = SentenceCache(path)
    cache.put({KEY: "Hello."})
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 0")
    database.close()
    assert cache.get([KEY]) == {}
    cache.put({KEY: "Hello."})
    assert cache.get([KEY]) == {KEY: "Hello."}


def test_a_place_that_cannot_be_written_costs_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    with caplog.at_level(logging.WARNING):
        assert with_cache(shouting(), tmp_path / "file" / "cache").translate(["een"], ROUTE) == ["EEN"]
    assert len(caplog.records) == 1


def test_threads_share_it(path: Path) -> None:
    engine = shouting()
    cached = CachedTranslator(engine, SentenceCache(path))
    wrong: list[str] = []

    def run(first: int) -> None:
        for number in range(first, first + 20):
            if cached.translate([f"zin {number}"], ROUTE) != [f"ZIN {number}"]:
                wrong.append(str(number))

    threads = [threading.Thread(target=run, args=(first,)) for first in (0, 0, 10, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def _fill(path: Path, first: int) -> int:
    cached = with_cache(shouting(), path)
    done = [cached.translate([f"zin {number}"], ROUTE)[0] for number in range(first, first + 20)]
    return sum(text.startswith("ZIN") for text in done)


def test_processes_share_it(path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_fill, [path] * 3, (0, 5, 10))) == [20, 20, 20]
    engine = shouting()
    with_cache(engine, path).translate([f"zin {number}" for number in range(30)], ROUTE)
    assert engine.calls == []


def test_the_setting_reaches_the_engine(path: Path) -> None:
    engine = shouting()
    register("fake", engine)
    normalizer = Normalizer(Settings().replace(translation={"engine": "fake", "cache": path}))
    text = "De minister sprak gisteren met de directeur van het bedrijf over de nieuwe wet."
    first = normalizer.normalize(text)
    asked = len(engine.calls)
    assert asked
    assert normalizer.normalize(text) == first
    assert [article.english for article in normalizer.normalize_many([text])] == [first.english]
    assert len(engine.calls) == asked
