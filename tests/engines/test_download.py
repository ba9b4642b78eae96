"""The index and the packages over a real server on this machine, with all that goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import sys
from pathlib import Path

import pytest

from normtext.engines import download
from normtext.engines.argos import ArgosEngine
from normtext.engines.download import fetch, fetch_index, index_url
from normtext.engines.models import install_languages, list_installed
from normtext.errors import MissingExtraError, ModelError, UsageError
from tests.engines.conftest import Relabel
from tests.engines.server import Server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / "packages"


PACKAGE = "/translate-fr_en.argosmodel"
DATA = bytes(range(256)) * 2000


def test_installs_a_language(server: Server, fr_file: Path, folder: Path) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()), server.package("en", "fr", b"unused"))
    calls: list[tuple[str, int, int | None]] = []
    models = install_languages(["fr-CA"], folder, progress=lambda *call: calls.append(call))
    assert [(model.source, model.target) for model in models] == [("fr", "en")]
    size = fr_file.stat().st_size
    assert calls[-1] == ("translate-fr_en 1.0", size, size)
    assert [call[1] for call in calls] == sorted(call[1] for call in calls)
    assert ArgosEngine(folder).route("fr", "en") is not None
    assert [path for path, _ in server.log] == ["/index.json", PACKAGE]
    assert not list(folder.parents[1].rglob("*.part"))


def test_what_is_there_is_not_fetched_again(server: Server, fr_file: Path, folder: Path) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    first = install_languages(["fr"], folder)
    assert install_languages(["fr"], folder) == first
    assert server.log.count((PACKAGE, None)) == 1
    install_languages(["fr"], folder, force=True)
    assert server.log.count((PACKAGE, None)) == 2


def test_a_newer_package_replaces(server: Server, fr_file: Path, folder: Path, relabel: Relabel) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    install_languages(["fr"], folder)
    newer = relabel(fr_file, "translate-fr_en-1_9", package_version="1.9")
    server.index(server.package("fr", "en", newer.read_bytes(), package_version="1.9"))
    assert [model.version for model in install_languages(["fr"], folder)] == ["1.9"]
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["translate-fr_en-1_9"]


def test_where_there_is_no_direct_model_both_legs_come(
    server: Server, fr_file: Path, folder: Path, relabel: Relabel
) -> None:
    first = relabel(fr_file, "ca_es", from_code="ca", to_code="es")
    second = relabel(fr_file, "es_en", from_code="es", to_code="en")
    server.index(
        server.package("ca", "es", first.read_bytes()), server.package("es", "en", second.read_bytes())
    )
    models = install_languages(["ca"], folder)
    assert [(model.source, model.target) for model in models] == [("ca", "es"), ("es", "en")]
    route = ArgosEngine(folder).route("ca", "en")
    assert route is not None
    assert route.codes == ("ca", "es", "en")


def test_an_unknown_language_lists_the_known(server: Server, folder: Path) -> None:
    server.index(server.package("fr", "en", b""), server.package("nl", "en", b""))
    with pytest.raises(UsageError, match=r"from 'sw' to 'en' .*known: fr, nl"):
        install_languages(["fr", "sw"], folder)
    assert [path for path, _ in server.log] == ["/index.json"]


def test_a_cut_connection_is_taken_up_where_it_broke(server: Server, fr_file: Path, folder: Path) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    server.cuts[PACKAGE] = [100_000, 200_000]
    install_languages(["fr"], folder)
    assert [asked for path, asked in server.log if path == PACKAGE] == [
        None,
        "bytes=100000-",
        "bytes=300000-",
    ]


def test_a_later_call_takes_up_what_an_earlier_one_left(server: Server, tmp_path: Path) -> None:
    server.files["/file"] = DATA
    server.cuts["/file"] = [100_000, 0, 0, 0]
    with pytest.raises(ModelError, match="cut off at 100000 of 512000 bytes"):
        fetch(f"{server.url}/file", tmp_path)
    server.log.clear()
    assert fetch(f"{server.url}/file", tmp_path).read_bytes() == DATA
    assert server.log == [("/file", "bytes=100000-")]


@pytest.mark.parametrize("change", ["no ranges", "no version", "other version", "shorter"])
def test_where_it_cannot_be_taken_up_it_starts_anew(server: Server, tmp_path: Path, change: str) -> None:
    server.files["/file"] = DATA
    server.cuts["/file"] = [100_000, 0, 0, 0]
    server.ranges = change != "no ranges"
    server.version = None if change == "no version" else '"one"'
    with pytest.raises(ModelError):
        fetch(f"{server.url}/file", tmp_path)
    data = DATA
    if change == "other version":
        server.version, data = '"two"', DATA[::-1]
    if change == "shorter":
        data = DATA[:50_000]
    server.files["/file"] = data
    server.cuts.clear()
    assert fetch(f"{server.url}/file", tmp_path).read_bytes() == data


def test_a_busy_server_is_asked_again_and_a_missing_file_is_not(server: Server, tmp_path: Path) -> None:
    server.files["/file"] = DATA
    server.codes["/file"] = [503, 429]
    assert fetch(f"{server.url}/file", tmp_path).read_bytes() == DATA
    assert len(server.log) == 3
    with pytest.raises(ModelError, match="404"):
        fetch(f"{server.url}/none", tmp_path)
    assert len(server.log) == 4


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "ipfs://Qm", "x", ""])
def test_only_http_is_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="only http and https"):
        fetch(url, tmp_path)


def test_nobody_there_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "RETRY_SECONDS", (0.01,))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ModelError, match=re.escape(url)):
        fetch(f"{url}/file", tmp_path)
    monkeypatch.setenv("NORMTEXT_ARGOS_INDEX", url)
    with pytest.raises(ModelError, match="index"):
        fetch_index()


def test_wrong_contents_are_refused_and_fetched_anew_the_next_time(
    server: Server, fr_file: Path, folder: Path
) -> None:
    entry = server.package("fr", "en", b"<html>Please log in to this network</html>")
    server.index(entry)
    with pytest.raises(ModelError, match="not a whole zip archive"):
        install_languages(["fr"], folder)
    assert list_installed(folder, "argos") == ()
    server.files[PACKAGE] = fr_file.read_bytes()
    assert install_languages(["fr"], folder)


def test_the_next_link_serves_where_one_fails(server: Server, fr_file: Path, folder: Path) -> None:
    entry = server.package("fr", "en", fr_file.read_bytes())
    server.files["/bad"] = b"bad"
    server.index({**entry, "links": [f"{server.url}/none", f"{server.url}/bad", f"{server.url}{PACKAGE}"]})
    assert install_languages(["fr"], folder)


def test_a_digest_in_the_index_is_checked(server: Server, fr_file: Path, folder: Path) -> None:
    data = fr_file.read_bytes()
    server.index(server.package("fr", "en", data, sha256="0" * 64))
    with pytest.raises(ModelError, match="SHA-256 differs"):
        install_languages(["fr"], folder)
    server.index(server.package("fr", "en", data, sha256=hashlib.sha256(data).hexdigest()))
    assert install_languages(["fr"], folder)


def test_a_failed_update_leaves_the_package_before(
    server: Server, fr_file: Path, folder: Path, relabel: Relabel
) -> None:
    server.index(server.package("fr", "en", fr_file.read_bytes()))
    before = install_languages(["fr"], folder)
    broken = relabel(fr_file, "translate-fr_en-1_0", add={"model/model.bin": b"junk"}, package_version="2.0")
    server.index(server.package("fr", "en", broken.read_bytes(), package_version="2.0"))
    with pytest.raises(ModelError, match="cannot be loaded"):
        install_languages(["fr"], folder)
    assert list_installed(folder, "argos") == before


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"a": 1}'])
def test_an_index_that_is_none_is_one_clear_error(server: Server, body: bytes) -> None:
    server.files["/index.json"] = body
    with pytest.raises(ModelError, match="index"):
        fetch_index()


def test_odd_entries_of_an_index_are_passed_over(server: Server) -> None:
    good = server.package("fr", "en", b"")
    server.index(
        good,
        {**good, "package_version": "0.9"},
        {**good, "package_version": "1.10"},
        {**good, "links": []},
        {**good, "links": None},
        {**good, "from_code": None},
        {**good, "type": "sbd"},
        {"code": "multi", "languages": [{"code": "en"}]},
    )
    server.files["/index.json"] = server.files["/index.json"][:-1] + b', 3, null, "x"]'
    index = fetch_index()
    assert list(index) == [("fr", "en")]
    assert index["fr", "en"].version == "1.10"
    assert index["fr", "en"].links == (f"{server.url}{PACKAGE}",)


def test_the_address_of_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_url() == download.ARGOS_INDEX
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "https://mirror.example/main/")
    assert index_url() == "https://mirror.example/main/index.json"
    monkeypatch.setenv("NORMTEXT_ARGOS_INDEX", "https://own.example/argos.json")
    assert index_url() == "https://own.example/argos.json"


def test_offline_opens_no_socket(
    server: Server, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setenv("NORMTEXT_OFFLINE", "1")
    for attempt in (
        fetch_index,
        lambda: fetch(f"{server.url}/file", tmp_path),
        lambda: install_languages(["fr"], folder),
    ):
        with pytest.raises(ModelError, match="NORMTEXT_OFFLINE forbids it"):
            attempt()
    assert server.log == []


def test_firefox_models_are_asked_for_by_fxtranslate(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fxtranslate")
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{server.url}/records")
    with pytest.raises(ModelError, match="list of Firefox models"):
        install_languages(["nl"], engine="firefox")
    server.files["/records"] = json.dumps({"data": []}).encode()
    with pytest.raises(UsageError, match="known: nothing"):
        install_languages(["nl"], engine="firefox")
    monkeypatch.setenv("NORMTEXT_OFFLINE", "1")
    server.log.clear()
    with pytest.raises(ModelError, match="NORMTEXT_OFFLINE"):
        install_languages(["nl"], engine="firefox")
    assert server.log == []


def test_without_fxtranslate_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    with pytest.raises(MissingExtraError, match="pip install"):
        install_languages(["nl"], engine="firefox")
