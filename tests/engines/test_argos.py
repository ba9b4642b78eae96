"""The Argos engine over real packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from normtext.engines import argos
from normtext.engines.argos import ArgosEngine
from normtext.engines.base import Route, TranslateOptions
from normtext.engines.models import install_file
from normtext.engines.packages import models_folder, scan
from normtext.engines.sentences import split_long
from normtext.errors import ModelError
from tests.engines.conftest import Relabel

SENTENCE = "Le ministre parle de la loi."


def translate(engine: ArgosEngine, source: str, *sentences: str) -> list[str]:
    route = engine.route(source, "en")
    assert route is not None
    return engine.translate(sentences, route)


def test_translates_french_and_dutch_to_english(installed: Path) -> None:
    engine = ArgosEngine(installed)
    for source, sentence in (("fr", SENTENCE), ("nl", "De minister praat over de wet.")):
        english = translate(engine, source, sentence)[0]
        assert english
        assert english != sentence


def test_route_tells_version_and_digest(installed: Path) -> None:
    route = ArgosEngine(installed).route("fr-CA", "en-GB")
    assert route is not None
    name, version, digest = route.models[0].split()
    assert (route.codes, name, version) == (("fr", "en"), "translate-fr_en", "1.0")
    assert digest.startswith("sha256:")
    assert len(digest) == len("sha256:") + 12


def test_pivots_over_english(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    install_file(relabel(fr_file, "en_de", from_code="en", to_code="de"), models_dir)
    engine = ArgosEngine(models_dir)
    route = engine.route("fr", "de")
    assert route is not None
    assert route.codes == ("fr", "en", "de")
    assert len(route.models) == 2
    english = translate(engine, "fr", SENTENCE)
    second = engine.route("en", "de")
    assert second is not None
    assert engine.translate([SENTENCE], route) == engine.translate(english, second)


def test_the_newer_of_two_packages_serves(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    shutil.unpack_archive(relabel(fr_file, "a_new", package_version="1.10"), models_dir, "zip")
    shutil.unpack_archive(relabel(fr_file, "z_old", package_version="1.9"), models_dir, "zip")
    route = ArgosEngine(models_dir).route("fr", "en")
    assert route is not None
    assert " 1.10 " in route.models[0]


def test_a_package_put_in_its_place_takes_effect(models_dir: Path, nl_file: Path, relabel: Relabel) -> None:
    engine = ArgosEngine(models_dir)
    before, route = translate(engine, "fr", SENTENCE), engine.route("fr", "en")
    dutch = translate(engine, "nl", SENTENCE)
    install_file(relabel(nl_file, "translate-fr_en-1_0", from_code="fr"), models_dir)
    assert engine.route("fr", "en") != route
    assert translate(engine, "fr", SENTENCE) == dutch != before


def test_a_long_sentence_is_not_cut_off(installed: Path) -> None:
    engine = ArgosEngine(installed)
    long = ", ".join([SENTENCE.rstrip(".").lower()] * 100)
    tokenizer = argos.load_package(scan(installed)[0][0]).tokenizer
    pieces = [
        piece.text
        for piece in split_long(long, lambda text: len(tokenizer.encode([text])[0]), argos.MAX_SOURCE_TOKENS)
    ]
    assert len(pieces) > 4
    in_pieces = sum(map(len, translate(engine, "fr", *pieces)))
    assert len(translate(engine, "fr", long)[0]) >= 0.9 * in_pieces


def test_batching_and_threads_change_no_words(installed: Path) -> None:
    engine = ArgosEngine(installed)
    route = engine.route("fr", "en")
    assert route is not None
    sentences = [f"Le ministre parle de la loi {number}." for number in range(20)]
    together = engine.translate(sentences, route)
    small = engine.translate(sentences, route, TranslateOptions(batch_tokens=32, inter_threads=1))
    threads = engine.translate(sentences, route, TranslateOptions(inter_threads=1, intra_threads=2))
    # Sums of int8 products differ in the last bit with the padding of the batch.
    assert sum(a == b for a, b in zip(together, small, strict=True)) >= 18
    assert sum(a == b for a, b in zip(together, threads, strict=True)) >= 18


def test_beam_size_reaches_the_model(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ArgosEngine(installed)
    route = engine.route("fr", "en")
    assert route is not None
    sentences = [f"Le {noun} de la loi parle {verb} avec une femme." for noun in "abcde" for verb in "fghij"]
    wide = engine.translate(sentences, route, TranslateOptions(beam_size=5))
    assert engine.translate(sentences, route, TranslateOptions(beam_size=1)) != wide


def test_a_target_prefix_is_given_and_taken_off(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    loaded = argos.load_package(scan(models_dir)[0][0])
    prefix = loaded.tokenizer.encode(["Le"])[0][0]
    install_file(relabel(fr_file, "prefixed", target_prefix=prefix), models_dir)
    english = translate(ArgosEngine(models_dir), "fr", SENTENCE)[0]
    assert english
    assert not english.startswith("Le")


def test_underscores_and_unknown_signs_are_no_spaces(installed: Path) -> None:
    tokenizer = argos.load_package(scan(installed)[0][0]).tokenizer
    assert tokenizer.decode([["\N{LOWER ONE EIGHTH BLOCK}a", "_", "b"], []]) == ["a_b", ""]
    assert tokenizer.decode(tokenizer.encode(["", "mon_fichier"])) == ["", "mon_fichier"]
    assert tokenizer.decode([[]]) == [""]
    assert tokenizer.decode([]) == []


def test_bpe_packages_run(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    codes = b"#version: 0.2\nl e</w>\nd e</w>\n"
    file = relabel(fr_file, "bpe", add={"bpe.model": codes}, drop="sentencepiece.model")
    install_file(file, models_dir)
    english = translate(ArgosEngine(models_dir), "fr", SENTENCE, "")
    assert english[0]
    assert english[1] == ""


def test_a_route_over_a_removed_package_says_what_to_run(models_dir: Path) -> None:
    engine = ArgosEngine(models_dir)
    route = engine.route("fr", "en")
    assert route is not None
    shutil.rmtree(models_dir)
    assert engine.route("fr", "en") is None
    with pytest.raises(ModelError, match="normtext models install fr"):
        engine.translate([SENTENCE], route)


def test_a_damaged_model_is_one_clear_error(models_dir: Path) -> None:
    model = models_dir / "translate-fr_en-1_0" / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        translate(ArgosEngine(models_dir), "fr", SENTENCE)
    assert caught.value.__cause__ is not None


def test_a_damaged_tokenizer_is_one_clear_error(models_dir: Path) -> None:
    (models_dir / "translate-fr_en-1_0" / "sentencepiece.model").write_bytes(b"junk")
    with pytest.raises(ModelError, match="cannot be loaded"):
        translate(ArgosEngine(models_dir), "fr", SENTENCE)


@pytest.mark.parametrize("variable", ["NORMTEXT_MODELS_DIR", "ARGOS_PACKAGES_DIR"])
def test_the_folder_may_come_from_the_environment(
    installed: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    engine = ArgosEngine()
    assert engine.route("fr", "en") is None
    monkeypatch.setenv(variable, str(installed))
    assert engine.route("fr", "en") is not None


def test_the_default_folder_is_that_of_argos_translate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    script = "from argostranslate import settings; print(settings.package_data_dir)"
    theirs = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert models_folder() == Path(theirs.stdout.strip())


def test_a_route_of_an_unknown_engine_model_is_refused(installed: Path) -> None:
    with pytest.raises(ModelError, match="no Argos package xx to en"):
        ArgosEngine(installed).translate([SENTENCE], Route("argos", ("xx", "en"), ("x",)))


FORK = """
import os, sys
from pathlib import Path
from normtext.engines.argos import ArgosEngine
engine = ArgosEngine(Path(sys.argv[1]))
route = engine.route("fr", "en")
before = engine.translate(["Le ministre parle."], route)
child = os.fork()
same = engine.translate(["Le ministre parle."], route) == before
if child:
    same = same and os.waitpid(child, 0)[1] == 0
sys.exit(0 if same else 1)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_ends_by_itself(installed: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FORK, str(installed)], timeout=60, check=False)
    assert done.returncode == 0
