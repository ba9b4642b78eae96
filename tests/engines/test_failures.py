"""Whatever network, disk and signals do: one clear error, and the model before goes on working."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normtext.engines import argos_models, download
from normtext.engines.argos import ArgosEngine
from normtext.engines.doctor import doctor
from normtext.engines.lockfile import LOCK_NAME
from normtext.engines.models import InstalledModel, install_file, install_languages, list_installed
from normtext.errors import ModelError
from tests.engines.conftest import Relabel
from tests.engines.server import Server, small_disk

PACKAGE = "/translate-fr_en.argosmodel"
SENTENCES = ["Le ministre parle.", "Les chercheurs publient le modèle."]

Change = Callable[[Server], None]


@pytest.fixture
def newer(fr_file: Path, relabel: Relabel) -> bytes:
    """A newer version of the package that is installed."""
    return relabel(fr_file, "translate-fr_en-1_9", package_version="1.9").read_bytes()


@pytest.fixture
def expected(installed: Path) -> list[str]:
    return translation(installed)


def translation(folder: Path) -> list[str]:
    engine = ArgosEngine(folder)
    route = engine.route("fr", "en")
    assert route is not None
    return engine.translate(SENTENCES, route)


def offer(server: Server, data: bytes, **more: object) -> None:
    server.index(server.package("fr", "en", data, package_version="1.9", **more))


def snapshot(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def longer_than_said(server: Server) -> None:
    server.lengths[PACKAGE] = len(server.files[PACKAGE]) - 1000


def shorter_than_said(server: Server) -> None:
    server.lengths[PACKAGE] = len(server.files[PACKAGE]) + 1000


def cut_without_a_length(server: Server) -> None:
    server.lengths[PACKAGE] = None
    server.files[PACKAGE] = server.files[PACKAGE][:-1000]


def absurdly_long(server: Server) -> None:
    server.lengths[PACKAGE] = 2**50


def wrong_digest(server: Server) -> None:
    offer(server, server.files[PACKAGE], sha256="0" * 64)


def flipped_bit(server: Server) -> None:
    data = bytearray(server.files[PACKAGE])
    data[len(data) // 2] ^= 1
    server.files[PACKAGE] = bytes(data)


def login_page(server: Server) -> None:
    server.files[PACKAGE] = b"<html>Please log in to this network</html>"


def nothing_at_all(server: Server) -> None:
    server.files[PACKAGE] = b""


def missing(server: Server) -> None:
    del server.files[PACKAGE]


def broken_server(server: Server) -> None:
    server.codes[PACKAGE] = [500, 502, 503, 504]


def forbidden(server: Server) -> None:
    server.codes[PACKAGE] = [403]


def to_ftp(server: Server) -> None:
    server.redirects[PACKAGE] = "ftp://127.0.0.1:1/x"


def to_a_file(server: Server) -> None:
    server.redirects[PACKAGE] = "file:///etc/passwd"


def in_circles(server: Server) -> None:
    server.redirects[PACKAGE] = PACKAGE


def to_nowhere(server: Server) -> None:
    server.redirects[PACKAGE] = "/none"


def silent(server: Server) -> None:
    server.stalls[PACKAGE] = 10_000


def dripping(server: Server) -> None:
    server.pace[PACKAGE] = 1


def of_another_pair(server: Server) -> None:
    entry = server.package("nl", "en", server.files[PACKAGE], package_version="1.9")
    server.index({**entry, "from_code": "de"}, server.package("fr", "en", b""))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (longer_than_said, "not a whole zip archive"),
        (shorter_than_said, "had announced more"),
        (cut_without_a_length, "not a whole zip archive"),
        (absurdly_long, "refused"),
        (wrong_digest, "SHA-256 differs"),
        (flipped_bit, "not a whole zip archive"),
        (login_page, "not a whole zip archive"),
        (nothing_at_all, "not a whole zip archive"),
        (missing, "404"),
        (broken_server, "504"),
        (forbidden, "403"),
        (to_ftp, "redirected to 'ftp"),
        (to_a_file, "not allowed"),
        (in_circles, "redirect"),
        (to_nowhere, "404"),
        (silent, "timed out"),
        (dripping, "only .* bytes in"),
    ],
)
def test_a_failed_update_leaves_the_model_before(
    server: Server,
    newer: bytes,
    models_dir: Path,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    reason: str,
) -> None:
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(download, "RETRY_SECONDS", (0.01, 0.01, 0.01))
    before = snapshot(models_dir)
    offer(server, newer)
    change(server)
    with pytest.raises(ModelError, match=reason) as caught:
        install_languages(["fr"], models_dir)
    assert "\n" not in str(caught.value)
    assert snapshot(models_dir) == before
    assert [path.name for path in models_dir.parent.iterdir()] == ["packages"]
    assert translation(models_dir) == expected
    assert doctor(models_dir, languages=[]).ok


def test_a_model_that_crashes_the_engine_is_one_clear_error(
    models_dir: Path, fr_file: Path, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argos_models, "_TRY_OUT", "import os; os.abort()")
    with pytest.raises(ModelError, match="it ends the process that tries"):
        install_file(fr_file, models_dir)
    assert translation(models_dir) == expected


def test_a_package_for_another_pair_than_the_index_says_is_refused(
    server: Server, newer: bytes, models_dir: Path, expected: list[str]
) -> None:
    server.index(server.package("de", "en", newer))
    with pytest.raises(ModelError, match="a package for fr to en, which was not asked for"):
        install_languages(["de"], models_dir)
    assert translation(models_dir) == expected


def test_a_package_in_the_folder_of_another_pair_is_refused(
    models_dir: Path, nl_file: Path, relabel: Relabel, expected: list[str]
) -> None:
    thief = relabel(nl_file, "translate-fr_en-1_0")
    with pytest.raises(ModelError, match="another pair"):
        install_file(thief, models_dir)
    assert translation(models_dir) == expected


def test_a_redirect_is_followed(server: Server, newer: bytes, models_dir: Path) -> None:
    offer(server, newer)
    server.files["/mirror"] = server.files[PACKAGE]
    server.redirects[PACKAGE] = "/mirror"
    server.cuts["/mirror"] = [100_000]
    assert install_languages(["fr"], models_dir)[0].version == "1.9"
    assert [asked for path, asked in server.log if path == "/mirror"] == [None, "bytes=100000-"]


def test_a_busy_index_is_asked_again(server: Server, newer: bytes, models_dir: Path) -> None:
    offer(server, newer)
    server.codes["/index.json"] = [503]
    server.cuts["/index.json"] = [20]
    assert install_languages(["fr"], models_dir)[0].version == "1.9"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/x", "http://[::1/x", "http://a b/", "http:///x", "http://"]
)
def test_odd_links_are_one_clear_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        download.fetch(url, tmp_path)


@pytest.fixture
def disk(tmp_path: Path, fr_file: Path) -> Iterator[Path]:
    """A file system of its own with room for three packages and a half, one of them installed."""
    size = 7 * sum(path.stat().st_size for path in [fr_file]) // 2
    with small_disk(tmp_path / "disk", size) as mounted:
        if not mounted:
            pytest.skip("no right to mount a small file system here")
        install_file(fr_file, tmp_path / "disk" / "packages")
        yield tmp_path / "disk"


def fill(disk: Path, leave: int = 0) -> None:
    """Leave so many bytes free."""
    free = os.statvfs(disk)
    with (disk / "filler").open("wb") as stream:
        stream.write(bytes(free.f_bavail * free.f_frsize - leave))


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "unannounced"])
def test_a_disk_that_fills_up_during_the_download(
    server: Server,
    newer: bytes,
    disk: Path,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
    announced: bool,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(disk / "cache"))
    offer(server, newer)
    if not announced:
        server.lengths[PACKAGE] = None
    fill(disk, leave=200_000)
    before = snapshot(disk / "packages")
    with pytest.raises(ModelError, match="no space left in .*cache"):
        install_languages(["fr"], disk / "packages")
    assert snapshot(disk / "packages") == before
    assert not [file for file in (disk / "cache").rglob("*") if file.is_file() and file.stat().st_size]
    assert translation(disk / "packages") == expected
    (disk / "filler").unlink()
    assert install_languages(["fr"], disk / "packages")[0].version == "1.9"


def test_a_disk_that_fills_up_while_a_package_is_unpacked(
    server: Server, newer: bytes, disk: Path, expected: list[str]
) -> None:
    offer(server, newer)
    fill(disk, leave=200_000)
    before = snapshot(disk / "packages")
    with pytest.raises(ModelError, match="no space left"):
        install_languages(["fr"], disk / "packages")
    assert snapshot(disk / "packages") == before
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "packages"]
    assert translation(disk / "packages") == expected


def test_a_disk_that_fills_up_before_the_lock_file_is_written(
    server: Server, newer: bytes, disk: Path, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(server, newer)
    before = snapshot(disk / "packages")
    try_out = argos_models.try_out

    def try_out_and_fill(package: InstalledModel) -> None:
        try_out(package)
        fill(disk)

    monkeypatch.setattr(argos_models, "try_out", try_out_and_fill)
    with pytest.raises(ModelError, match="no space left"):
        install_languages(["fr"], disk / "packages")
    monkeypatch.undo()
    assert snapshot(disk / "packages") == before
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "packages"]
    assert translation(disk / "packages") == expected
    assert doctor(disk / "packages", languages=[]).ok


def test_a_folder_that_cannot_be_written(
    server: Server, newer: bytes, disk: Path, expected: list[str]
) -> None:
    offer(server, newer)
    before = snapshot(disk / "packages")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(ModelError, match="cannot be written"):
        install_languages(["fr"], disk / "packages")
    assert snapshot(disk / "packages") == before
    assert translation(disk / "packages") == expected
    report = doctor(disk / "packages", languages=[])
    assert [finding.subject for finding in report.findings if not finding.ok] == ["models folder"]


INSTALL = """
import os, signal, sys
from pathlib import Path
from normtext.engines import folders, models
def die(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
models.install_languages(["fr"], Path(sys.argv[1]))
"""
BETWEEN_THE_MOVES = """
rename, moves = Path.rename, []
def rename_once(self, target):
    if moves: die()
    moves.append(target)
    return rename(self, target)
Path.rename = rename_once
"""

needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL here")


def start(folder: Path, patch: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", INSTALL.format(patch=patch), str(folder)])


@needs_kill
def test_killed_during_the_download_it_goes_on_from_there(
    server: Server, newer: bytes, models_dir: Path, expected: list[str], tmp_path: Path
) -> None:
    offer(server, newer)
    server.pace[PACKAGE] = 20_000
    process = start(models_dir)
    cache = Path(os.environ["XDG_CACHE_HOME"])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        parts = [file.stat().st_size for file in cache.rglob("*.part")]
        if parts and parts[0] > 60_000:
            break
        time.sleep(0.02)
    process.kill()
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert translation(models_dir) == expected
    server.pace.clear()
    server.log.clear()
    assert install_languages(["fr"], models_dir)[0].version == "1.9"
    asked = dict(server.log)[PACKAGE]
    assert asked is not None
    assert int(asked.removeprefix("bytes=").rstrip("-")) >= 60_000
    assert doctor(models_dir, languages=[]).ok


def test_on_another_disk_beside_the_folder_the_folder_itself_serves(
    models_dir: Path, tmp_path: Path, newer: bytes, expected: list[str]
) -> None:
    """A folder mounted twice has the number of the same disk on both sides."""
    mounted = tmp_path / "elsewhere" / "packages"
    mounted.mkdir(parents=True)
    command = ["mount", "--bind", str(models_dir), str(mounted)]
    try:
        bound = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        bound = False
    if not bound:
        pytest.skip("no right to mount a folder twice here")
    try:
        file = tmp_path / "newer.argosmodel"
        file.write_bytes(newer)
        assert install_file(file, mounted).version == "1.9"
        assert not [path for path in mounted.iterdir() if path.name.startswith(".normtext-")]
    finally:
        subprocess.run(["umount", "--lazy", str(mounted)], check=True)


@needs_kill
@pytest.mark.parametrize(
    "patch",
    [
        "models.argos_models.unpack = lambda a, into, limits: ((into / 'half').mkdir(), die())",
        "models.argos_models.try_out = die",
        "folders.write_lock = die",
    ],
    ids=["unpacking", "loading", "locking"],
)
def test_killed_before_the_move_nothing_has_changed(
    server: Server, newer: bytes, models_dir: Path, expected: list[str], patch: str
) -> None:
    offer(server, newer)
    before = snapshot(models_dir)
    assert start(models_dir, patch).wait(timeout=60) == -signal.SIGKILL
    assert snapshot(models_dir) == before
    assert translation(models_dir) == expected
    assert doctor(models_dir, languages=[]).ok
    assert len(list(models_dir.parent.iterdir())) == 2, "what the killed process left"
    assert install_languages(["fr"], models_dir)[0].version == "1.9"
    assert [path.name for path in models_dir.parent.iterdir()] == ["packages"]
    assert doctor(models_dir, languages=[]).ok


@needs_kill
def test_killed_between_the_moves_the_next_installer_brings_the_model_back(
    server: Server, newer: bytes, nl_file: Path, models_dir: Path, expected: list[str]
) -> None:
    offer(server, newer)
    assert start(models_dir, BETWEEN_THE_MOVES).wait(timeout=60) == -signal.SIGKILL
    assert [model.source for model in list_installed(models_dir, "argos")] == ["nl"]
    assert not doctor(models_dir, languages=[]).ok, "the lock file tells what is gone"
    install_file(nl_file, models_dir)
    assert translation(models_dir) == expected
    assert [path.name for path in models_dir.parent.iterdir()] == ["packages"]
    assert doctor(models_dir, languages=[]).ok


def test_what_strangers_leave_beside_the_folder_is_not_touched(
    models_dir: Path, fr_file: Path, nl_file: Path, tmp_path: Path
) -> None:
    beside = models_dir.parent
    for name in (".normtext-packages-", ".normtext-packages-x-abcdefgh", ".normtext-other-abcdefgh"):
        (beside / name).mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("x")
    (beside / ".normtext-packages-aaaaaaaa").symlink_to(tmp_path / "elsewhere")
    install_file(fr_file, models_dir)
    assert len(list(beside.iterdir())) == 5
    assert (tmp_path / "elsewhere" / "file").exists()
    assert (models_dir / LOCK_NAME).is_file()
