"""Shards: the rows of the inputs in runs of fixed length, each done by one worker and written at once.

What stands in a shard follows from the inputs alone, never from the number of workers, and so do its
bytes: whoever does it, whenever, writes the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from normtext.corpus.rows import Row
from normtext.errors import InputError

SHARD_ROWS = 1000
"""Rows of a shard: some seconds of work without translation, and what a kill costs for each worker."""
SHARD_BYTES = 2 * 2**20
"""From which a shard takes no more rows: its texts and results are held in memory, and at the end of a run
all workers but one wait for its last shard."""

DONE = "_done"
"""The folder of the records of what is done; readers of data sets pass by what begins with "_"."""
PLAN = "_plan.json"
LOCK = "_lock"
WHOLE = "_whole"


@dataclass(frozen=True, slots=True)
class Shard:
    """Rows that are done together.

    Attributes:
        number: from 0.
        rows: its rows.
        digest: of the rows, in hex.
    """

    number: int
    rows: tuple[Row, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of some rows.

    Attributes:
        rows: all of them.
        articles: that yielded an article.
        failed: that yielded none, or lost a stage.
        copies: that were equal to one before them in their shard, so that they were not done again.
        edits, names: of all articles.
        languages, status: articles by language and by status of their translation.
        warnings: articles by code of warning.
    """

    rows: int = 0
    articles: int = 0
    failed: int = 0
    copies: int = 0
    edits: int = 0
    names: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    status: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: _sum(mine[name], theirs[name]) for name in mine})


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping):
        return {key: one.get(key, 0) + other.get(key, 0) for key in sorted({*one, *other})}
    return one + other


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that yielded no article, or whose article lacks what one stage would have found.

    Attributes:
        input, row, name: the file, the number in it (None: the file itself), both together.
        code: of the warning: "failed_read", "failed_names" ...
        reason: why.
        written: whether there is an article all the same.
        record: how the row begins, where it is at hand.
    """

    input: str
    row: int | None
    name: str
    code: str
    reason: str
    written: bool = False
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The record of a shard that is done.

    Attributes:
        number, digest: as in ``Shard``.
        size: bytes of its part.
        counts: what came of its rows.
        failures: those rows that failed, in order.
    """

    number: int
    digest: str
    size: int
    counts: Counts
    failures: tuple[Failure, ...] = ()


def cut(rows: Iterable[Row], most: int) -> Iterator[Shard]:
    """Cut rows into shards."""
    taken: list[Row] = []
    weight = number = 0
    for row in rows:
        taken.append(row)
        weight += row.weight()
        if len(taken) >= most or weight >= SHARD_BYTES:
            yield _shard(number, taken)
            taken, weight, number = [], 0, number + 1
    if taken:
        yield _shard(number, taken)


def _shard(number: int, rows: list[Row]) -> Shard:
    digest = hashlib.sha256(b"".join(row.digest() for row in rows))
    return Shard(number, tuple(rows), digest.hexdigest())


def part_of(folder: Path, number: int, form: str) -> Path:
    """The file with the articles of a shard."""
    return folder / f"part-{number:06d}.{form}"


def write_done(folder: Path, done: Done) -> None:
    """Put on record that a shard is done; its part is in place."""
    with replacing(_done_file(folder, done.number)) as file:
        file.write_bytes(as_json(asdict(done)))


def read_done(folder: Path, number: int, form: str) -> Done | None:
    """The record of a shard, or None where it has to be done.

    Raises:
        InputError: the record, or the part that it is of, is not as it was written.
    """
    file = _done_file(folder, number)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        failures = tuple(Failure(**one) for one in data["failures"])
        done = Done(**{**data, "counts": Counts(**data["counts"]), "failures": failures})
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError) as error:
        raise InputError(f"{file} is damaged; remove it, and --resume does its shard again") from error
    part = part_of(folder, number, form)
    if not part.exists() or part.stat().st_size != done.size:
        raise InputError(f"{part} is not as it was written; remove {file}, and --resume does it again")
    return done


def as_json(data: object, indent: int | None = None) -> bytes:
    """JSON as it is written to files; bytes of file names that are no UTF-8 become escapes, and come back."""
    return json.dumps(data, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def _done_file(folder: Path, number: int) -> Path:
    return folder / DONE / f"{number:06d}.json"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a file to write beside ``path``; when the block ends well it is on disk and becomes ``path``."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
