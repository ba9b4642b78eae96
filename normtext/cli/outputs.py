"""Where articles are written: the standard output, a file that appears whole, a file that can be resumed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from normtext.cli.terminal import printable
from normtext.errors import InputError, UsageError

Write = Callable[[str], None]


def nothing(_text: str) -> None:
    """Write nowhere: a person at a terminal gets the table instead."""


def standard_output() -> Write:
    """Write to the standard output."""
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
    finally:
        draft.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Tell whether ``path`` is a device or a named pipe, which a file must not replace."""
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


@contextlib.contextmanager
def growing_file(path: Path) -> Iterator[Write]:
    """Append to ``path`` + ".part", a line at a time, and rename when the block ends well."""
    part = part_of(path)
    with part.open("ab") as file:
        yield _into(file)
    part.replace(os.path.realpath(path))


def part_of(path: Path) -> Path:
    """The file that holds what an unfinished run has written."""
    return path.with_name(path.name + ".part")


def done_before(path: Path) -> list[str | None]:
    """Prepare to resume: return the source names of the articles already there, in order.

    A torn last line is cut off the part file. A finished ``path`` without a part file is taken up
    again, so that the same command over more inputs adds the new ones.

    Raises:
        InputError: a line before the last is no article.
    """
    part = part_of(path)
    if not part.exists():
        if not path.exists():
            return []
        shutil.copy(path, part)
    names, whole = [], 0
    with part.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break
            names.append(_source_name(line, part, number))
            whole += len(line)
    os.truncate(part, whole)
    return names


def _source_name(line: bytes, part: Path, number: int) -> str | None:
    try:
        name = json.loads(line)["source"]["name"]
    except (ValueError, LookupError, TypeError) as error:
        raise InputError(f"{part}, line {number} is no article; remove the file to start anew") from error
    return None if name is None else str(name)


def check_agrees(done: Sequence[str | None], path: Path) -> None:
    """Raise UsageError where ``done`` names articles that the inputs do not account for."""
    if done:
        name = printable(str(done[0]))
        raise UsageError(
            f"{path} holds an article of {name!r}, which does not come in this place of the inputs: "
            "give the same inputs as before, or another -o"
        )
