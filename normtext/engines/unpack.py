"""Unpack a package file (a zip archive) without trusting a word it says.

Refused: names that lead outside, links and devices, encryption, several roots, a file of the same
name twice, and archives that unpack to more than they have any business to.
"""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from normtext.engines.packages import disk_errors
from normtext.errors import ModelError


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to.

    Attributes:
        total_bytes: the largest packages of the Argos index unpack to some 500 MB.
        files: they have fewer than 100.
        ratio: unpacked to packed. Model weights hardly compress; a package of nothing but small
            JSON files reaches 20.
    """

    total_bytes: int = 4 * 2**30
    files: int = 5000
    ratio: int = 100


DEFAULT_LIMITS = Limits()

# Files of these names, with any ending, are devices on Windows.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})

# What zipfile and zlib raise for archives that are damaged.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 1 << 20


def unpack(archive: Path, into: Path, limits: Limits = DEFAULT_LIMITS) -> Path:
    """Unpack ``archive`` into the folder ``into`` and return the one folder it holds.

    Raises:
        ModelError: it is no zip archive, it is damaged, or it is refused, or ``into`` cannot be written;
            the message says which and why.
    """
    try:
        with _opened(archive) as opened, disk_errors(into.parent):
            entries = opened.infolist()
            root = _check(archive, entries, limits)
            _check_space(into, sum(entry.file_size for entry in entries))
            for entry in entries:
                _unpack_entry(opened, entry, into)
    except _DAMAGE as error:
        raise ModelError(f"{archive}: not a whole zip archive: {error}") from error
    return into / root


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except OSError as error:
        raise ModelError(f"{archive} cannot be read: {error.strerror or error}") from error


def _check(archive: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> str:
    """Refuse what is not a plain package; return the name of its root folder."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.files:
        raise ModelError(f"{archive}: refused: {len(entries)} entries, more than {limits.files}")
    if total > limits.total_bytes:
        raise ModelError(f"{archive}: refused: unpacks to {total} bytes, more than {limits.total_bytes}")
    if total > limits.ratio * archive.stat().st_size:
        raise ModelError(f"{archive}: refused: unpacks to more than {limits.ratio} times its size")
    for entry in entries:
        reason = _objection(entry)
        if reason:
            raise ModelError(f"{archive}: refused: {reason}: {entry.filename!r}")
    paths = [PurePosixPath(entry.filename) for entry in entries]
    folded = [str(path).casefold() for path in paths]
    if len(set(folded)) < len(folded):
        raise ModelError(f"{archive}: refused: two entries of the same name")
    roots = sorted({path.parts[0] for path in paths})
    if len(roots) != 1 or any(
        len(path.parts) == 1 for path, e in zip(paths, entries, strict=True) if not e.is_dir()
    ):
        raise ModelError(f"{archive}: refused: must hold exactly one folder, holds {roots[:5]}")
    return roots[0]


def _objection(entry: zipfile.ZipInfo) -> str | None:
    """Say what is wrong with an entry, or None."""
    parts = entry.filename.rstrip("/").split("/")
    if entry.filename.startswith("/") or any(part in ("", ".", "..") for part in parts):
        return "the name leads outside"
    # A backslash or a colon leads outside on Windows; nothing else needs them. The unprintable
    # would steer the terminal of whoever lists the folder.
    if any(char in "\\:" or not char.isprintable() for char in entry.filename):
        return "odd characters in the name"
    if any(part.split(".")[0].rstrip().lower() in _DEVICES or part[-1] in ". " for part in parts):
        return "not a file's name on every system"
    if parts[0].startswith("."):
        return "a hidden folder"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG):
        return "neither a file nor a folder"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted"
    if entry.compress_type not in _METHODS:
        return "packed by an unusual method"
    return None


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"no space left in {folder.parent}: the package unpacks to {needed >> 10} KiB, {free >> 10} KiB "
            "are free; nothing was installed, and what was installed before is as it was"
        )


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> None:
    # The reader stops at the entry's declared size, which the limits have seen, and checks its CRC.
    path = into.joinpath(*entry.filename.rstrip("/").split("/"))
    if entry.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, path.open("xb") as plain:
        shutil.copyfileobj(packed, plain, _CHUNK)
