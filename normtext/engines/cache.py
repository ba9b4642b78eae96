"""Translations kept on disk, so that a sentence that was translated once is not translated again.

SQLite, which comes with Python, keeps them. diskcache was looked at and not taken: its last release is
of 2023, it asks for one key at a time, and whoever can write to its folder can have code run, as it
unpickles what its file says is pickled, its JSON variant too. Here a row is a digest and a text.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions, Translator

VARIABLE = "NORMTEXT_TRANSLATION_CACHE"
FILE = "translations.sqlite"

MAX_BYTES = 512 * 2**20
"""About two million sentences; when it is full, the oldest go."""
PRUNED_SHARE = 0.1
"""So much goes at a time, since to make room for each sentence by itself would be slow."""

# What a file says of itself, so that nothing is written into somebody else's database; a new layout,
# or a change of what engines do with a sentence, gets a new version, and the old contents go.
_APPLICATION = int.from_bytes(b"nrmt", "big")
_VERSION = 1

ABILITIES = ("translate_aligned", "other_beams", "lacks")
"""What some engines have beside the protocol; it is passed on, not kept: it is asked for too seldom."""

_PATIENCE = 10.0  # seconds that one process waits for another to finish writing
_AT_ONCE = 500  # keys of one question; SQLite allowed no more than 999 for a long time

_log = logging.getLogger(__name__)
_told: set[Path] = set()
Result = TypeVar("Result")


def with_cache(engine: Translator, path: Path | None) -> Translator:
    """Put a cache before an engine.

    Args:
        engine: any engine.
        path: the file or an existing folder for it; None: what ``NORMTEXT_TRANSLATION_CACHE`` says,
            and the engine itself where that says nothing.
    """
    place = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if place is None:
        return engine
    return CachedTranslator(engine, SentenceCache(place))


class CachedTranslator:
    """An engine that looks into a cache first; see ``Translator``.

    Only routes whose models are all known by their digests are kept: of other engines nobody can say
    whether they still are what they were.
    """

    def __init__(self, engine: Translator, cache: SentenceCache) -> None:
        self.name = engine.name
        self.cache = cache
        self._engine = engine
        for ability in ABILITIES:
            if hasattr(engine, ability):
                setattr(self, ability, getattr(engine, ability))

    def route(self, source: str, target: str) -> Route | None:
        """Find the way; see ``Translator.route``."""
        return self._engine.route(source, target)

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Translate the sentences that the cache lacks; see ``Translator.translate``."""
        if not all("sha256:" in model for model in route.models):
            return self._engine.translate(sentences, route, options)
        keys = _keys(sentences, route, options)
        found = self.cache.get(keys.values())
        lacking = [sentence for sentence, key in keys.items() if key not in found]
        if lacking:
            outputs = self._engine.translate(lacking, route, options)
            new = {keys[sentence]: output for sentence, output in zip(lacking, outputs, strict=True)}
            if self.route(route.codes[0], route.codes[-1]) == route:  # no model was replaced meanwhile
                self.cache.put(new)
            found.update(new)
        return [found[keys[sentence]] if sentence in keys else sentence for sentence in sentences]


def _keys(sentences: Sequence[str], route: Route, options: TranslateOptions) -> dict[str, bytes]:
    """For each sentence that is not blank a digest of it and of all that its translation depends on."""
    way = "\n".join((route.engine, *route.codes, *route.models, str(options.beam_size), ""))
    start = hashlib.sha256(way.encode("utf-8", "surrogatepass"))
    keys = {}
    for sentence in dict.fromkeys(sentences):
        if sentence.strip():
            digest = start.copy()
            digest.update(_bytes(sentence))
            keys[sentence] = digest.digest()
    return keys


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class SentenceCache:
    """Texts by digest in an SQLite file that any number of processes share.

    A cache that cannot be read or written is no reason to stop: it is told once, as a warning of the
    logger, and all goes on as without it. A text that is not what was put in counts as not there.

    Args:
        path: the file, or an existing folder for it.
        max_bytes: how large the file may get.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES) -> None:
        self.path = path / FILE if os.path.isdir(path) else path
        self.max_bytes = max_bytes

    def get(self, keys: Iterable[bytes]) -> dict[bytes, str]:
        """Return what there is of the keys."""
        wanted = list(keys)
        return self._try(lambda database: dict(_read(database, wanted))) or {}

    def put(self, texts: Mapping[bytes, str]) -> None:
        """Keep texts; the oldest make room where the file is full."""

        def write(database: sqlite3.Connection) -> None:
            rows = [(key, _bytes(text), _check(key, _bytes(text))) for key, text in texts.items()]
            with database:
                database.executemany("INSERT OR REPLACE INTO texts (key, text, sum) VALUES (?, ?, ?)", rows)
                self._prune(database)

        self._try(write)

    def _prune(self, database: sqlite3.Connection) -> None:
        size, pages, free = (
            database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_size", "page_count", "freelist_count")
        )
        if size * (pages - free) > self.max_bytes:
            share = "SELECT CAST(COUNT(*) * ? AS INTEGER) + 1 FROM texts"
            database.execute(
                f"DELETE FROM texts WHERE id IN (SELECT id FROM texts ORDER BY id LIMIT ({share}))",
                (PRUNED_SHARE,),
            )

    def _try(self, run: Callable[[sqlite3.Connection], Result]) -> Result | None:
        try:
            with self._open() as database:
                return run(database)
        except (sqlite3.Error, OSError) as error:
            if self.path not in _told:
                _told.add(self.path)
                _log.warning(
                    "%s: the cache of translations is not used: %s; remove the file to begin a new one",
                    self.path,
                    error,
                )
            return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one question: so nothing is shared by threads, or carried over a fork."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # it holds what somebody reads
        with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            _prepare(database)
            yield database


def _prepare(database: sqlite3.Connection) -> None:
    """Make the table where the file is new or of an older version; refuse what is not ours."""
    identity = _identity(database)
    if identity == (_APPLICATION, _VERSION):
        return
    with database:
        database.execute("BEGIN IMMEDIATE")
        identity = _identity(database)  # another process may have been faster
        if identity == (_APPLICATION, _VERSION):
            return
        empty = database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0
        if identity[0] != _APPLICATION and not empty:
            raise sqlite3.DatabaseError("it is some other database")
        database.execute("DROP TABLE IF EXISTS texts")
        database.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, key BLOB UNIQUE, text BLOB, sum BLOB)")
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {_VERSION}")


def _identity(database: sqlite3.Connection) -> tuple[int, int]:
    application: int = database.execute("PRAGMA application_id").fetchone()[0]
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    return application, version


def _read(database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, str]]:
    """Yield the texts there are; those whose sum is wrong are left out, and written anew later."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT key, text, sum FROM texts WHERE key IN ({marks})"
        for key, text, check in database.execute(query, some):
            if isinstance(key, bytes) and isinstance(text, bytes) and check == _check(key, text):
                yield key, text.decode("utf-8", "surrogatepass")


def _check(key: bytes, text: bytes) -> bytes:
    return hashlib.sha256(key + text).digest()[:8]
