"""Archives that mean harm, and those that do not."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from normtext.engines.unpack import DEFAULT_LIMITS, Limits, unpack
from normtext.errors import ModelError

Entries = list[tuple[str | zipfile.ZipInfo, bytes]]


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[Entries], Path]:
    def write(entries: Entries) -> Path:
        file = tmp_path / "x.argosmodel"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(name, data)
        return file

    return write


def link(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    return entry


def refused(file: Path, tmp_path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    into = tmp_path / "deep" / "into"
    into.mkdir(parents=True)
    with pytest.raises(ModelError) as caught:
        unpack(file, into, limits)
    assert not list(into.iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"deep", "x.argosmodel"}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["into"]
    return str(caught.value)


def test_unpacks_one_folder(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    root = unpack(pack([("a/", b""), ("a/b.txt", b"one"), ("a/model/c.bin", b"two")]), into)
    assert root == into / "a"
    assert {str(path.relative_to(root)) for path in root.rglob("*")} == {"b.txt", "model", "model/c.bin"}
    assert (root / "b.txt").read_bytes() == b"one"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "a/./b",
        "a//b",
        "..",
        "a\\..\\..\\evil",
        "C:/evil",
        "a/b:stream",
        "a/b\nc",
        "a/b\x1b[2Jc",
        "a/con",
        "a/AUX.txt",
        "a/lpt1.tar.gz/b",
        "a/b.",
        "a/b /c",
        ".hidden/b",
    ],
)
def test_names_that_lead_outside_or_mean_harm_are_refused(
    pack: Callable[[Entries], Path], tmp_path: Path, name: str
) -> None:
    assert "refused" in refused(pack([("a/ok", b"ok"), (name, b"evil")]), tmp_path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_links_and_devices_are_refused(pack: Callable[[Entries], Path], tmp_path: Path, kind: int) -> None:
    reason = refused(pack([("a/ok", b"ok"), (link("a/link", kind), b"/etc/passwd")]), tmp_path)
    assert "neither a file nor a folder" in reason


def test_several_roots_are_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    assert "exactly one folder" in refused(pack([("a/x", b"x"), ("b/x", b"x")]), tmp_path)


def test_files_without_a_folder_are_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    assert "exactly one folder" in refused(pack([("metadata.json", b"{}")]), tmp_path)


def test_an_empty_archive_is_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    refused(pack([]), tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("second", ["a/x", "A/X"])
def test_a_name_twice_is_refused(pack: Callable[[Entries], Path], tmp_path: Path, second: str) -> None:
    assert "same name" in refused(pack([("a/x", b"1"), (second, b"2")]), tmp_path)


def test_a_bomb_is_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    assert "times its size" in refused(pack([("a/x", bytes(10_000_000))]), tmp_path)


def test_the_limits_are_limits(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    file = pack([(f"a/{number}", b"data") for number in range(11)])
    assert "entries" in refused(file, tmp_path, Limits(files=10))
    (tmp_path / "deep" / "into").rmdir()
    (tmp_path / "deep").rmdir()
    assert "unpacks to 44 bytes" in refused(file, tmp_path, Limits(total_bytes=43))


def test_a_size_that_lies_does_not_get_more(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    file = pack([("a/x", b"0123456789" * 1000)])
    data = file.read_bytes()
    true, false = (10_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert true in data
    file.write_bytes(data.replace(true, false))
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(ModelError, match="not a whole zip archive"):
        unpack(file, into)
    assert all(path.stat().st_size <= 10 for path in into.rglob("*") if path.is_file())


def test_an_encrypted_archive_is_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    file = pack([("a/x", b"secret")])
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    file.write_bytes(data)
    assert "encrypted" in refused(file, tmp_path)


@pytest.mark.parametrize("data", [b"", b"<html>404</html>", b"PK\x03\x04 nothing more"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.argosmodel"
    file.write_bytes(data)
    assert "not a whole zip archive" in refused(file, tmp_path)


def test_names_that_are_not_what_they_claim_are_refused(
    pack: Callable[[Entries], Path], tmp_path: Path
) -> None:
    file = pack([("a/\N{LATIN SMALL LETTER E WITH ACUTE}", b"x")])
    file.write_bytes(file.read_bytes().replace(b"\xc3\xa9", b"\xff\xfe"))
    assert "not a whole zip archive" in refused(file, tmp_path)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").mkdir()
    assert "cannot be read" in refused(tmp_path / "x.argosmodel", tmp_path)


def test_a_damaged_archive_is_refused(pack: Callable[[Entries], Path], tmp_path: Path) -> None:
    file = pack([("a/x", bytes(range(256)) * 40)])
    data = bytearray(file.read_bytes())
    data[60] ^= 0xFF
    file.write_bytes(data)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(ModelError, match="not a whole zip archive"):
        unpack(file, into)
