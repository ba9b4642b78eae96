"""``normtext models ...`` over the real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from normtext.cli import main
from normtext.engines.lockfile import LOCK_NAME
from tests.engines.conftest import Relabel
from tests.engines.server import Server

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = tmp_path / "models" / "packages"
    monkeypatch.setenv("NORMTEXT_MODELS_DIR", str(chosen))
    return chosen


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["models", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def both(server: Server, fr_file: Path, nl_file: Path) -> Server:
    server.index(
        server.package("fr", "en", fr_file.read_bytes()), server.package("nl", "en", nl_file.read_bytes())
    )
    return server


def test_install_lock_and_install_locked(both: Server, folder: Path, run: Run, tmp_path: Path) -> None:
    assert run("install", "fr", "nl")[0] == 0
    lock = tmp_path / "models.lock"
    code, out, _ = run("lock", str(lock))
    assert code == 0
    assert f"{both.url}/translate-fr_en.argosmodel" in out
    assert lock.read_text() == (folder / LOCK_NAME).read_text()
    assert run("lock", "-")[1] == lock.read_text()
    del both.files["/index.json"]
    other = str(tmp_path / "other")
    code, out, err = run("install", "--locked", str(lock), "--models-dir", other)
    assert (code, err) == (0, "")
    assert "translate-nl_en-1_0" in out
    code, out, _ = run("doctor", "fr", "--models-dir", other)
    assert code == 0
    assert "as pinned" in out


def test_install_locked_takes_some_or_files(
    both: Server, folder: Path, run: Run, fr_file: Path, tmp_path: Path
) -> None:
    run("install", "fr", "nl")
    lock = tmp_path / "models.lock"
    run("lock", str(lock))
    some = tmp_path / "some"
    assert run("install", "--locked", str(lock), "nl", "--models-dir", str(some))[0] == 0
    assert [path.name for path in some.iterdir() if path.is_dir()] == ["translate-nl_en-1_0"]
    both.log.clear()
    assert run("install", "--locked", str(lock), str(fr_file), "--models-dir", str(some))[0] == 0
    assert both.log == []
    code, _, err = run("install", "--locked", str(lock), "ja")
    assert code == 1
    assert "no model 'ja' in the lock file" in err


def test_a_file_that_is_not_pinned_is_refused(
    both: Server, folder: Path, run: Run, fr_file: Path, relabel: Relabel, tmp_path: Path
) -> None:
    run("install", "fr")
    other = relabel(fr_file, "translate-fr_en-1_0", package_version="1.1")
    code, out, err = run("install", "--locked", str(folder / LOCK_NAME), str(other))
    assert (code, out) == (1, "")
    assert "not the argos fr-en that the lock file pins" in err
    assert run("doctor", "fr")[0] == 0


def test_doctor_and_lock_tell_of_changes(both: Server, folder: Path, run: Run) -> None:
    run("install", "fr")
    metadata = folder / "translate-fr_en-1_0" / "metadata.json"
    metadata.write_text(json.dumps({**json.loads(metadata.read_text()), "package_version": "7"}))
    code, out, _ = run("doctor", "fr")
    assert code == 1
    remedy = ["install", "--locked", str(folder / LOCK_NAME), "fr_en"]
    assert " ".join(["run  normtext models", *remedy]) in out
    code, _, err = run("lock")
    assert code == 1
    assert "--accept-changes" in err
    assert run("lock", "--accept-changes")[0] == 0
    assert run("doctor", "fr")[0] == 0
    assert run("install", "--force", "--engine", "argos", "fr")[0] == 0
    assert run("doctor", "fr")[0] == 0
    metadata.write_text("{}")
    assert run("doctor", "fr")[0] == 1
    assert run(*remedy)[0] == 0
    assert run("doctor", "fr")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["install"], 2, "Missing argument"),
        (["install", "--locked", "none.lock"], 1, "none.lock: the lock file cannot be read"),
        (["install", "{folder}/.."], 2, "not an .argosmodel file"),
        (["install", "{folder}/x.argosmodel"], 1, "no such file"),
        (["install", "/dev/null.argosmodel"], 1, "no such file"),
        (["lock", "/nowhere/at/all"], 2, "cannot be written"),
    ],
)
def test_what_cannot_be_done_says_so(
    both: Server, folder: Path, run: Run, arguments: list[str], code: int, message: str
) -> None:
    folder.mkdir(parents=True)
    got, out, err = run(*(argument.format(folder=folder) for argument in arguments))
    assert (got, out) == (code, "")
    assert message in err


def test_a_folder_is_not_a_package(folder: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").mkdir()
    code, _, err = run("install", str(tmp_path / "x.argosmodel"))
    assert code == 1
    assert "a folder, not the file of a package" in err


COMMAND = [sys.executable, "-m", "normtext", "models", "install", "fr", "nl"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
def test_a_terminal_gets_a_bar(both: Server, folder: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    both.pace["/translate-fr_en.argosmodel"] = 200_000
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # as Linux tells that nobody is at the other end any more
            break
        if not part:
            break
        shown += part
    os.close(ours)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert b"translate-nl_en" in out
    lines = shown.decode().replace("\n", "\r").split("\r")
    assert max(map(len, lines)) <= 80
    for label in ("translate-fr_en 1.0", "translate-nl_en 1.0"):
        states = [line for line in lines if line.startswith(label)]
        assert "100%" in states[-1]
    assert len([line for line in lines if line.startswith("translate-fr_en")]) > 2


def test_a_pipe_gets_none(both: Server, folder: Path) -> None:
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 3
