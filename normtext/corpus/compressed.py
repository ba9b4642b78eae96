"""Files, compressed or not, as streams of bytes, within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol

from normtext.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_TIMES = 250
"""How many times its compressed size a file may become. Articles as JSON Lines become 3 to 6 times as large,
generated ones with little variation 20 to 100 times; what is made to fill a disk, 1,000 times and more."""
FREE_BYTES = 64 * 2**20
"""What any file may become: small files of one word over and over are no danger."""
MOST_MEMORY = 2**28
"""Bytes that xz may hold: what is packed by xz -9 takes 65 MiB."""

_CHUNK = 1 << 16
_PIECE = 1 << 14


class _Decompressor(Protocol):
    """What ``bz2`` and ``lzma`` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Streams(io.RawIOBase):
    """The streams of a bz2 or xz file, one behind the other; the library's reader has no limit."""

    def __init__(self, file: BinaryIO, make: Callable[[], _Decompressor]) -> None:
        self._file = file
        self._make = make
        self._current = make()
        self._fed = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            waiting = b""
            if self._current.eof:
                waiting = self._current.unused_data.lstrip(b"\0") or self._file.read(_CHUNK).lstrip(b"\0")
                if not waiting:
                    return 0
                self._current, self._fed = self._make(), False
            elif self._current.needs_input:
                waiting = self._file.read(_CHUNK)
                if not waiting:
                    raise EOFError("the file ends in the middle")
            self._fed = True
            data = self._current.decompress(waiting, len(view))
            if data:
                view[: len(data)] = data
                return len(data)


class _Limited(io.RawIOBase):
    """What comes out of a decompressor, as long as it is in proportion to what went in."""

    def __init__(self, path: Path, packed: BinaryIO, unpacked: IO[bytes] | io.RawIOBase) -> None:
        self._path = path
        self._packed = packed
        self._read = getattr(unpacked, "read1", unpacked.read)
        self._made = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            # A little at a time: what was unpacked in a call that comes to damage is lost with it.
            data = self._read(min(len(view), _PIECE)) or b""
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
            raise InputError(f"{self._path} is damaged or cut off: {error}") from error
        self._made += len(data)
        if self._made > FREE_BYTES + MOST_TIMES * self._packed.tell():
            raise InputError(
                f"{self._path} becomes more than {MOST_TIMES} times as large as it is, which no articles do; "
                "to have it read all the same, unpack it first"
            )
        view[: len(data)] = data
        return len(data)


def _zstd(file: BinaryIO) -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError.for_extra("reading .zst files", "frames") from error
    # zstandard's own reader ends without a word where a file is cut off; windows are of 128 MiB at most.
    return pyarrow.CompressedInputStream(pyarrow.PythonFile(file, "r"), "zstd")


_OPENERS: dict[str, Callable[[BinaryIO], Any]] = {
    ".gz": lambda file: gzip.GzipFile(fileobj=file),
    ".bz2": lambda file: _Streams(file, bz2.BZ2Decompressor),
    ".xz": lambda file: _Streams(file, lambda: lzma.LZMADecompressor(memlimit=MOST_MEMORY)),
    ".zst": _zstd,
}
SUFFIXES = tuple(_OPENERS)
"""The suffixes of compressed files, lower case."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacked where its suffix says that it is compressed.

    Raises:
        InputError: it cannot be opened; while reading: it is damaged, cut off, or becomes out of all
            proportion.
        MissingExtraError: it is a .zst file, and pyarrow is not installed.
    """
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot read {path}: {why}") from error
    with file:
        opener = _OPENERS.get(path.suffix.lower())
        if opener is None:
            yield file
        elif not file.peek(1):
            raise InputError(f"{path} is damaged or cut off: it is empty")
        else:
            yield io.BufferedReader(_Limited(path, file, opener(file)), 1 << 18)
