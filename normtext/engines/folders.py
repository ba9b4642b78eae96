"""Writing into a folder of models: one process at a time, all or nothing, whatever ends it.

A model is made ready in a staging folder beside its place. ``put_in_place`` then moves it there
together with a new lock file, and moves everything back where a step of that fails. What a killed
process leaves is put right by the next one, which may since it alone holds the folder.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from normtext.engines.lockfile import LOCK_NAME, Pins, write_lock
from normtext.engines.packages import STAGING_PREFIX, disk_errors
from normtext.errors import ModelError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_log = logging.getLogger(__name__)

# Held while a model is unpacked, loaded and moved, which takes seconds. Files do not disturb Argos
# Translate, which takes every folder among its packages for one.
_MUTEX = ".normtext.mutex"

# The longest that anybody waits; a download, which is waited for too, may take minutes.
WAIT_SECONDS = 3600.0

_PROBE = ".normtext.probe"
_REPLACED = "replaced"
_RANDOM = re.compile("[a-z0-9_]{8}")


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder of models held by this process, and the staging folder for it.

    Attributes:
        folder: where the models lie.
        staging: an empty folder on the same file system; removed in the end.
    """

    folder: Path
    staging: Path


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Hold ``file`` against all other processes and threads; they wait.

    Raises:
        ModelError: it cannot be made, or another process holds it for ever.
    """
    from filelock import FileLock, Timeout

    with ExitStack() as held:
        with disk_errors(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(file)
            held.callback(lock.release)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                _log.warning("another process is at work in %s: waiting for it", file.parent)
                _wait(lock, file)
        yield


def _wait(lock: BaseFileLock, file: Path) -> None:
    from filelock import Timeout

    try:
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout as error:
        raise ModelError(f"another process has been at work in {file.parent} for too long") from error


@contextmanager
def workplace(folder: Path, key: Callable[[Path], object]) -> Iterator[Workplace]:
    """Hold a folder of models, made where it is not there, and make a staging folder for it.

    Args:
        folder: where the models lie.
        key: what tells models for the same pair, given a model's folder; None for what is no model.
    """
    with one_at_a_time(folder / _MUTEX):
        with disk_errors(folder):
            for leftover in _leftovers(folder):
                _put_right(folder, leftover, key)
            staging = _staging(folder)
        try:
            yield Workplace(folder, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def put_in_place(place: Workplace, new: Path | None, out: Iterable[Path], pins: Pins) -> None:
    """Move the folder ``new`` in and the folders ``out`` out, and write the lock file, or do nothing.

    Raises:
        ModelError: the disk is full, or does not let it be done. Everything is as before.
    """
    aside = place.staging / _REPLACED
    # Whatever ends this before its end, an interrupt included, takes it all back.
    with disk_errors(place.folder), ExitStack() as undo:
        aside.mkdir()
        # The only step that takes space on the disk goes first.
        lock = write_lock(place.staging / LOCK_NAME, pins)
        moves = [(old, aside / old.name) for old in out if os.path.lexists(old)]
        moves += [(new, place.folder / new.name)] if new is not None else []
        for source, target in moves:
            undo.callback(_move_back, target, source)
            source.rename(target)
        lock.replace(place.folder / LOCK_NAME)
        undo.pop_all()


def _move_back(moved: Path, origin: Path) -> None:
    with suppress(FileNotFoundError):
        if not os.path.lexists(origin):
            moved.rename(origin)


def _prefix(folder: Path) -> str:
    return f"{STAGING_PREFIX}{folder.name}-"


def _staging(folder: Path) -> Path:
    """Make a staging folder from which things can be moved into ``folder``. Raises OSError.

    Beside it rather than in it where that can be: Argos Translate fails on any folder among its
    packages that is none.
    """
    try:
        return _staging_in(folder.parent, folder)
    except OSError:
        return _staging_in(folder, folder)


def _staging_in(where: Path, folder: Path) -> Path:
    staging = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=where))
    try:
        # Another disk shows in no number where one is mounted twice: only trying tells.
        (staging / _PROBE).touch()
        (staging / _PROBE).replace(folder / _PROBE)
        (folder / _PROBE).unlink()
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return staging


def _leftovers(folder: Path) -> list[Path]:
    """Staging folders of processes that were killed: whoever is alive would hold the mutex."""
    prefix, found = _prefix(folder), []
    for where in (folder.parent, folder):
        with suppress(OSError):
            found += [
                path
                for path in where.iterdir()
                if path.name.startswith(prefix) and _RANDOM.fullmatch(path.name[len(prefix) :])
            ]
    return [path for path in found if path.is_dir() and not path.is_symlink() and _is_ours(path)]


def _is_ours(path: Path) -> bool:
    """Tell whether this user made a folder: in a folder open to all anybody may plant a model."""
    return not hasattr(os, "geteuid") or path.stat().st_uid == os.geteuid()


def _put_right(folder: Path, leftover: Path, key: Callable[[Path], object]) -> None:
    """Bring back a model that was moved out and never replaced; remove the rest."""
    served = {key(path) for path in folder.iterdir() if path != leftover and path.is_dir()}
    aside = leftover / _REPLACED
    for old in sorted(aside.iterdir()) if aside.is_dir() else ():
        if key(old) not in served and not (folder / old.name).exists():
            old.rename(folder / old.name)
    shutil.rmtree(leftover, ignore_errors=True)
