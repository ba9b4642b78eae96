"""Where articles are written: the standard output, a file that appears whole, a file that can be resumed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from normtext.errors import InputError, UsageError

Write = Callable[[str], None]


def nothing(_text: str) -> None:
    """Write nowhere: a person at a terminal gets the table instead."""


def standard_output() -> Write:
    """Write to the standard output.

    Raises:
        UsageError: the shell has closed it.
    """
    if sys.stdout is None:
        raise UsageError("the standard output is closed; to write to a file: -o articles.jsonl")
    return _into(sys.stdout.buffer)


def _into(file: BinaryIO) -> Write:
    """Write to ``file`` at once, in UTF-8 whatever the locale; a lone surrogate becomes a question mark."""

    def write(text: str) -> None:
        file.write(text.encode("utf-8", "replace"))
        file.flush()

    return write


def check_target(path: Path) -> None:
    """Raise UsageError where no file can be written at ``path``, before any work is done for it."""
    if path.is_dir():
        raise UsageError(f"-o {path}: this is a folder; give the name of a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"-o {path}: there is no folder {path.parent}")
    if path.exists() and not os.access(path, os.W_OK):
        raise UsageError(f"-o {path}: this file must not be written")
    folder = Path(os.path.realpath(path)).parent
    if not _is_device(path) and not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"-o {path}: nothing can be written in the folder {folder}")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Write]:
    """Write beside ``path`` and rename when the block ends well; otherwise leave ``path`` as it was."""
    if _is_device(path):
        with path.open("wb") as device:
            yield _into(device)
        return
    path = Path(os.path.realpath(path))
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("xb") as file:
            yield _into(file)
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
        failed_of(path).unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Tell whether ``path`` is a device or a named pipe, which a file must not replace."""
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run has left.

    Attributes:
        file: where its articles are; None where there was none.
        size: bytes of the whole lines there; a torn last line does not count.
        done: name and digest of the source of each article, in order.
        failed: names of the sources that yielded no article.
    """

    file: Path | None = None
    size: int = 0
    done: tuple[tuple[str | None, str], ...] = ()
    failed: frozenset[str | None] = frozenset()


@contextlib.contextmanager
def growing_file(path: Path, earlier: Earlier) -> Iterator[Write]:
    """Append to ``path`` + ".part", a line at a time, and rename when the block ends well.

    A finished ``path`` is taken up again, so that the same command over more inputs adds the new ones.
    """
    part = part_of(path)
    if earlier.file not in (None, part):
        shutil.copy(path, part)
    with part.open("ab") as file:
        file.truncate(earlier.size)
        yield _into(file)
    part.replace(os.path.realpath(path))


def part_of(path: Path) -> Path:
    """The file that holds what an unfinished run has written."""
    return path.with_name(path.name + ".part")


def failed_of(path: Path) -> Path:
    """The file with the names of the sources that yielded no article, so that a resumed run knows them."""
    return path.with_name(f".{path.name}.failed")


def note_failed(path: Path, names: Iterable[str | None], *, anew: bool = False) -> None:
    """Add to the names in ``failed_of(path)``, or write them anew; no file is kept without names."""
    file = failed_of(path)
    if anew:
        file.unlink(missing_ok=True)
    lines = "".join(f"{json.dumps(name)}\n" for name in names)
    if lines:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(lines)


def earlier_run(path: Path) -> Earlier:
    """Read what an earlier run into ``path`` has left; nothing is changed.

    Raises:
        InputError: a line before the last is no article.
    """
    there = [file for file in (part_of(path), path) if file.exists()]
    if not there:
        return Earlier()
    # A part file that is older than the finished file is of a run that was given up.
    file = max(there, key=lambda file: file.stat().st_mtime_ns)
    done, size = [], 0
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                break
            done.append(_source_of(line, file, number))
            size += len(line)
    return Earlier(file, size, tuple(done), _failed_before(path))


def _source_of(line: bytes, file: Path, number: int) -> tuple[str | None, str]:
    try:
        source = json.loads(line)["source"]
        name, digest = source["name"], source["sha256"]
    except (ValueError, LookupError, TypeError) as error:
        raise InputError(f"{file}, line {number} is no article; remove the file to start anew") from error
    return None if name is None else str(name), str(digest)


def _failed_before(path: Path) -> frozenset[str | None]:
    file = failed_of(path)
    try:
        return frozenset(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return frozenset()
    except (ValueError, TypeError) as error:
        raise InputError(f"{file} holds no names; remove it and {path} to start anew") from error
