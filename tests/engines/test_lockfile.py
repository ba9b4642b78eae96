"""Pins: written with every installation, exported, held to, verified; safe against two at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from normtext.engines import folders
from normtext.engines.argos import ArgosEngine
from normtext.engines.doctor import DoctorReport, Finding, doctor
from normtext.engines.lockfile import LOCK_NAME, Pins, dump_lock, pins_of
from normtext.engines.models import (
    digest,
    install_file,
    install_languages,
    install_locked,
    list_installed,
    lock_models,
    read_lock,
    remove,
)
from normtext.errors import ModelError
from tests.engines.conftest import Relabel
from tests.engines.server import Server

FR = ("argos", "fr", "en")
NL = ("argos", "nl", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / "packages"


def works(folder: Path, source: str = "fr") -> bool:
    engine = ArgosEngine(folder)
    route = engine.route(source, "en")
    assert route is not None
    return engine.translate(["Le ministre parle."], route)[0].endswith(".")


def find(report: DoctorReport, subject: str) -> Finding:
    return next(finding for finding in report.findings if finding.subject == subject)


def test_an_installation_is_pinned(server: Server, fr_file: Path, folder: Path) -> None:
    data = fr_file.read_bytes()
    server.index(server.package("fr", "en", data))
    model = install_languages(["fr"], folder)[0]
    pin = read_lock(folder / LOCK_NAME)[FR]
    assert (pin.version, pin.digest) == ("1.0", digest(model.path))
    archive = pin.archives[0]
    assert archive.url == f"{server.url}/translate-fr_en.argosmodel"
    assert (archive.sha256, archive.size) == (hashlib.sha256(data).hexdigest(), len(data))
    finding = find(doctor(folder, languages=[]), "pin argos fr-en")
    assert finding.ok
    assert finding.detail == f"sha256:{pin.digest[:12]}, as pinned"


def test_a_file_is_pinned_without_a_link_and_removal_unpins(
    fr_file: Path, nl_file: Path, folder: Path
) -> None:
    install_file(fr_file, folder)
    install_file(nl_file, folder)
    pins = read_lock(folder / LOCK_NAME)
    assert [pin.archives[0].url for pin in pins.values()] == ["", ""]
    assert pins[FR].archives[0].name == fr_file.name
    remove(["fr"], folder)
    assert list(read_lock(folder / LOCK_NAME)) == [NL]


def test_doctor_reads_every_byte(models_dir: Path) -> None:
    file = models_dir / "translate-fr_en-1_0" / "model" / "model.bin"
    stat, data = file.stat(), bytearray(file.read_bytes())
    assert find(doctor(models_dir, languages=[]), "pin argos fr-en").ok
    data[-1] ^= 1
    file.write_bytes(data)

    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    report = doctor(models_dir, languages=[])
    finding = find(report, "pin argos fr-en")
    assert not report.ok
    assert "have changed" in finding.detail
    assert finding.remedy == "normtext models install --force --engine argos fr"


def test_doctor_tells_what_is_missing_and_what_is_not_pinned(models_dir: Path) -> None:

    shutil.rmtree(models_dir / "translate-fr_en-1_0")
    pins = read_lock(models_dir / LOCK_NAME)
    (models_dir / LOCK_NAME).write_text(dump_lock({FR: pins[FR]}))
    report = doctor(models_dir, languages=[])
    assert not find(report, "pin argos fr-en").ok
    assert "not there" in find(report, "pin argos fr-en").detail
    unpinned = find(report, "pin argos nl-en")
    assert (unpinned.ok, unpinned.remedy) == (True, "normtext models lock")


def test_lock_pins_what_others_installed(models_dir: Path) -> None:
    (models_dir / LOCK_NAME).unlink()
    pins = lock_models(models_dir)
    assert list(pins) == [FR, NL]
    assert pins[FR].archives == ()
    assert read_lock(models_dir / LOCK_NAME) == pins
    assert lock_models(models_dir) == pins


def test_lock_keeps_links_and_takes_changes_only_when_told(models_dir: Path, fr_file: Path) -> None:
    before = lock_models(models_dir)
    assert before[FR].archives[0].name == fr_file.name
    metadata = models_dir / "translate-fr_en-1_0" / "metadata.json"
    metadata.write_text(json.dumps({**json.loads(metadata.read_text()), "package_version": "7"}))
    with pytest.raises(ModelError, match="--accept-changes"):
        lock_models(models_dir)
    assert read_lock(models_dir / LOCK_NAME) == before
    after = lock_models(models_dir, accept_changes=True)
    assert (after[FR].version, after[FR].archives) == ("7", ())
    assert after[NL] == before[NL]
    assert doctor(models_dir, languages=[]).ok


def test_where_there_is_nothing_nothing_is_made(folder: Path) -> None:
    assert lock_models(folder) == {}
    assert not folder.exists()


def test_a_lock_file_installs_the_same_elsewhere(
    server: Server, fr_file: Path, nl_file: Path, folder: Path, tmp_path: Path
) -> None:
    server.index(
        server.package("fr", "en", fr_file.read_bytes()), server.package("nl", "en", nl_file.read_bytes())
    )
    install_languages(["fr", "nl"], folder)
    pins = lock_models(folder)
    del server.files["/index.json"]
    server.log.clear()
    other = tmp_path / "other"
    assert [model.source for model in install_locked(pins, (), other)] == ["fr", "nl"]
    assert read_lock(other / LOCK_NAME) == pins
    assert len(server.log) == 2
    install_locked(pins, (), other)
    assert len(server.log) == 2, "what is there as pinned is not fetched"
    third = tmp_path / "third"
    install_locked(pins, ["nl_en"], third)
    assert [model.source for model in list_installed(third, "argos")] == ["nl"]
    with pytest.raises(ModelError, match="no model 'ja' in the lock file; it has argos fr-en, argos nl-en"):
        install_locked(pins, ["ja"], third)


def test_another_file_under_the_link_is_refused(
    server: Server, fr_file: Path, folder: Path, relabel: Relabel
) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    install_languages(["fr"], folder)
    before = lock_models(folder)
    other = relabel(fr_file, "translate-fr_en-1_0", package_version="1.1").read_bytes()
    server.files["/translate-fr_en.argosmodel"] = other
    with pytest.raises(ModelError, match="bytes were announced|were announced"):
        install_locked(before, (), folder, force=True)
    size = before[FR].archives[0].size
    server.files["/translate-fr_en.argosmodel"] = (other + bytes(size))[:size]
    server.version = '"two"'
    with pytest.raises(ModelError, match="SHA-256 differs"):
        install_locked(before, (), folder, force=True)
    assert lock_models(folder) == before
    assert works(folder)


def test_a_file_must_be_the_one_pinned(
    server: Server, fr_file: Path, nl_file: Path, folder: Path, relabel: Relabel
) -> None:
    install_file(fr_file, folder)
    pins = lock_models(folder)
    assert install_file(fr_file, folder, pins=pins).source == "fr"
    with pytest.raises(ModelError, match="not the argos fr-en that the lock file pins"):
        install_file(relabel(fr_file, "translate-fr_en-1_0", package_version="1.1"), folder, pins=pins)
    with pytest.raises(ModelError, match="the lock file has no argos nl-en"):
        install_file(nl_file, folder, pins=pins)
    with pytest.raises(ModelError, match="names no link"):
        install_locked(pins, (), folder, force=True)
    assert works(folder)


def test_an_archive_as_pinned_whose_files_are_not_is_refused(
    server: Server, fr_file: Path, folder: Path
) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    install_languages(["fr"], folder)
    pins = lock_models(folder)
    forged: Pins = {FR: replace(pins[FR], digest="0" * 64)}
    with pytest.raises(ModelError, match="not the argos fr-en that the lock file pins"):
        install_locked(forged, (), folder)
    assert lock_models(folder) == pins


GOOD = {
    "engine": "argos",
    "source": "fr",
    "target": "en",
    "version": "1",
    "digest": "a" * 64,
    "archives": [{"name": "x.argosmodel", "url": "https://x.example/x", "sha256": "b" * 64, "size": 1}],
}
ARCHIVE = GOOD["archives"][0]  # type: ignore[index]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        "{}",
        '{"format": 1}',
        '{"format": 2, "models": []}',
        '{"format": true, "models": {}}',
        {"models": [3]},
        {"models": [GOOD, GOOD]},
        *(
            {"models": [{**GOOD, **bad}]}
            for bad in (
                {"engine": "pickle"},
                {"engine": ["argos"]},
                {"source": "../.."},
                {"source": None},
                {"target": "e n"},
                {"version": "\x1b[2J"},
                {"version": 1},
                {"version": "1" * 5000},
                {"digest": "A" * 64},
                {"digest": ""},
                {"digest": None},
                {"archives": None},
                {"archives": [3]},
                {"archives": [{**ARCHIVE, "url": "file:///etc/passwd"}]},
                {"archives": [{**ARCHIVE, "name": "../x"}]},
                {"archives": [{**ARCHIVE, "name": ".."}]},
                {"archives": [{**ARCHIVE, "size": -1}]},
                {"archives": [{**ARCHIVE, "size": True}]},
                {"archives": [{**ARCHIVE, "sha256": "b" * 63}]},
            )
        ),
    ],
)
def test_a_damaged_lock_file_is_one_clear_error(
    models_dir: Path, fr_file: Path, body: str | dict[str, object]
) -> None:
    text = body if isinstance(body, str) else json.dumps({"format": 1, **body})
    file = models_dir / LOCK_NAME
    file.write_text(text)
    for attempt in (
        lambda: read_lock(file),
        lambda: install_file(fr_file, models_dir),
        lambda: lock_models(models_dir),
        lambda: remove(["fr"], models_dir),
    ):
        with pytest.raises(ModelError, match=LOCK_NAME):
            attempt()
    report = doctor(models_dir, languages=[])
    assert not report.ok
    assert find(report, f"lock file {file}").remedy.endswith("normtext models lock")
    assert file.read_text() == text
    assert works(models_dir)


def test_a_lock_file_that_is_a_folder_or_a_loop_is_one_clear_error(models_dir: Path, fr_file: Path) -> None:
    file = models_dir / LOCK_NAME
    file.unlink()
    file.symlink_to(file)
    with pytest.raises(ModelError, match="cannot be read"):
        install_file(fr_file, models_dir)
    file.unlink()
    file.mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        install_file(fr_file, models_dir)


def test_the_text_is_the_same_for_the_same_pins(models_dir: Path) -> None:
    pins = read_lock(models_dir / LOCK_NAME)
    assert dump_lock(pins) == dump_lock(dict(reversed(pins.items())))
    assert dump_lock(pins_of([])) == '{\n  "format": 1,\n  "models": []\n}\n'


TWO = """
import sys
from pathlib import Path
from normtext.engines.models import install_file
for _ in range(3):
    install_file(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_two_installers_at_once(folder: Path, fr_file: Path, nl_file: Path) -> None:
    files = (fr_file, nl_file, fr_file)
    running = [subprocess.Popen([sys.executable, "-c", TWO, str(file), str(folder)]) for file in files]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert list(read_lock(folder / LOCK_NAME)) == [FR, NL]
    assert doctor(folder, languages=[]).ok
    assert [path.name for path in folder.parent.iterdir()] == ["packages"]
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
        "translate-fr_en-1_0",
        "translate-nl_en-1_0",
    ]


def test_who_waits_for_ever_is_told(
    models_dir: Path, fr_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(folders, "WAIT_SECONDS", 0.1)
    with (
        folders.workplace(models_dir, lambda path: path.name),
        pytest.raises(ModelError, match="another process has been at work"),
    ):
        install_file(fr_file, models_dir)
    assert "waiting for it" in caplog.text
    assert install_file(fr_file, models_dir).source == "fr"
