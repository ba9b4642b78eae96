"""Indexes on disk: a large gazetteer is indexed once, and not anew by every process.

What an index has worked out is written as plain data by ``marshal``, under a digest of the entries and
of the code and versions that made it. Pickle would do as well, but takes longer to load and runs
whatever code a file names; marshal knows numbers, strings and containers only. Each file begins with a
digest of its name and contents, so that one that is cut off, or is not ours, is passed over and written
anew.

The files lie in the user's cache folder; ``NORMTEXT_NAMES_CACHE`` names another folder, or is "off".
Measured with 100,000 names, in one process: 4.6 seconds of processor time to build, 1.2 to read; 16 MB
a file. (With the collector at work meanwhile, building took 6.9.) The automaton of all forms is made anew:
that takes 0.3 seconds of these, and on the way to the disk it would take 100 MB.
"""

from __future__ import annotations

import hashlib
import logging
import marshal
import os
import struct
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from normtext.collector import collector_paused
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.index import Index, Tables

VARIABLE = "NORMTEXT_NAMES_CACHE"
"""Environment variable: the folder of the indexes, or "off"."""
LARGE = 30_000
"""Entries from which an index is kept on disk: these take about a second to index."""
MOST_KEPT = 4
"""Indexes in the folder; of more the oldest are removed."""

_SUFFIX = ".names"
_MODULES = ("entries", "forms", "index", "records", "vocabulary", "stored")
_MADE_BY = ("folding.py", *(f"gazetteer/{name}.py" for name in _MODULES))
"""Modules on which the contents depend."""
_DIGEST_BYTES = 32
_LENGTH = struct.Struct("<Q")  # before each table, of the table in bytes
_log = logging.getLogger(__name__)


def index_of(entries: Sequence[Entry]) -> Index:
    """The index of some entries: read from disk where it is there, else built, and kept if it is large."""
    with collector_paused():  # a hundred thousand entries and their index are a million objects
        folder = _folder() if len(entries) >= LARGE else None
        if folder is None:
            return Index(entries)
        path = folder / f"{_digest_of(entries)}{_SUFFIX}"
        tables = _read(path)
        if tables is not None:
            return Index(entries, tables)
        index = Index(entries)
        _write(path, index)
        return index


def _folder() -> Path | None:
    told = os.environ.get(VARIABLE, "").strip()
    if told.lower() in ("off", "no", "false", "0"):
        return None
    if told:
        return Path(told).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("normtext") / "names"


def _digest_of(entries: Sequence[Entry]) -> str:
    rows = [
        (e.name, e.kind, e.aliases, e.acronym, e.aliases_by_language, e.mangled, e.translations, e.never)
        for e in entries
    ]
    # Version 2 of the format: later ones depend on which objects are the same.
    return hashlib.sha256(_made_by() + marshal.dumps(rows, 2)).hexdigest()


@cache
def _made_by() -> bytes:
    """What else the contents depend on."""
    modules = [files("normtext").joinpath(module) for module in _MADE_BY]
    # Without sources, as in some bundles, the package cannot change under its version.
    sources = b"".join(module.read_bytes() for module in modules if module.is_file())
    own = sys.modules["normtext"].__version__
    versions = (own, sys.version, unicodedata.unidata_version)
    return hashlib.sha256(repr(versions).encode() + sources).digest()


def _read(path: Path) -> Tables | None:
    """What a file holds; None where there is none, or it is not as it was written."""
    try:
        content = memoryview(path.read_bytes())
    except OSError:
        return None
    sealed = hashlib.sha256(path.name.encode())
    sealed.update(content[_DIGEST_BYTES:])
    if sealed.digest() != content[:_DIGEST_BYTES]:
        _log.warning("%s is damaged; the names are indexed anew", path)
        return None
    tables: Tables = {}
    start = _DIGEST_BYTES
    while start < len(content):
        begins = start + _LENGTH.size
        start = begins + _LENGTH.unpack(content[start:begins])[0]
        name, table = marshal.loads(content[begins:start])
        tables[name] = table
    return tables


def _write(path: Path, index: Index) -> None:
    """Keep an index; a disk that is full or closed to us only costs the next process its time."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                file.write(bytes(_DIGEST_BYTES))
                sealed = hashlib.sha256(path.name.encode())
                for table in index.tables():
                    packed = marshal.dumps(table)
                    for part in (_LENGTH.pack(len(packed)), packed):
                        sealed.update(part)
                        file.write(part)
                file.seek(0)
                file.write(sealed.digest())
                file.close()
                os.replace(file.name, path)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(file.name)
        _make_room(path)
    except OSError as error:
        _log.info("the index of names is not kept: %s", error)


def _make_room(kept: Path) -> None:
    """Remove the oldest indexes, and what processes that were killed have left."""
    others = [path for path in kept.parent.iterdir() if path != kept and path.suffix in (_SUFFIX, ".part")]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[MOST_KEPT - 1 :]:
        with suppress(OSError):
            path.unlink()
