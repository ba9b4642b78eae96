"""The file of a shard's articles, in the form of the output, and the one file they are put together to."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from normtext.article import Article
from normtext.corpus.plan import Job
from normtext.corpus.rows import Row
from normtext.errors import UsageError
from normtext.tables.batches import arrow, arrow_type
from normtext.tables.columns import COLUMNS, is_failed, row_of
from normtext.writers.jsonlines import JsonLines

FORMS = ("parquet", "jsonl")
PLACE = ("input", "row")
"""The first columns of a table: where each row is from."""

_WRITTEN = {"compression": "zstd", "compression_level": 3, "version": "2.6", "data_page_version": "1.0"}
"""How Parquet is written, said in full: a default that changes would change the bytes."""
_BATCH = 128


class Part(Protocol):
    """Takes the articles of a shard, one by one."""

    def add(self, row: Row, article: Article) -> None:
        """Take the article of a row; what has none is marked as failed in it."""
        ...


class _Lines:
    """JSON Lines: rows that yielded no article are left out."""

    def __init__(self, file: Path, stack: ExitStack) -> None:
        self._file = stack.enter_context(file.open("wb"))
        self._writer = JsonLines()

    def add(self, _row: Row, article: Article) -> None:
        if not is_failed(article):
            self._file.write(self._writer.item(article).encode("utf-8", "replace"))


class _Table:
    """Parquet: every row of the input is a row."""

    def __init__(self, file: Path, stack: ExitStack, job: Job) -> None:
        self._job = job
        self._schema = schema_of(job)
        self._rows: list[tuple[Any, ...]] = []
        self._batches: list[Any] = []
        self._file = file
        stack.push(lambda kind, *_: None if kind else self._write())

    def add(self, row: Row, article: Article) -> None:
        job = self._job
        kept = _kept(row, job.keep) if job.keep else ()
        self._rows.append((_storable(row.source), row.number, *kept, *row_of(article, job.columns)))
        if len(self._rows) == _BATCH:
            self._pack()

    def _pack(self) -> None:
        """Turn rows into Arrow, which takes a fraction of the memory."""
        pa = arrow()
        columns = zip(*self._rows, strict=True)
        arrays = [pa.array(v, type=f.type) for v, f in zip(columns, self._schema, strict=True)]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def _write(self) -> None:
        import pyarrow.parquet as pq

        if self._rows:
            self._pack()
        table = arrow().Table.from_batches(self._batches, schema=self._schema)
        pq.write_table(table, self._file, row_group_size=max(1, len(table)), **_WRITTEN)


def schema_of(job: Job) -> Any:
    """The Arrow schema of a table: place, fields that are kept, columns.

    Raises:
        UsageError: a field that is kept has the name of a column.
    """
    pa = arrow()
    taken = {*PLACE, *job.columns} & set(job.keep)
    if taken:
        raise UsageError(f"--keep: the table has columns {', '.join(sorted(taken))} of its own")
    place = [pa.field("input", pa.string()), pa.field("row", pa.int64())]
    kept = [pa.field(name, pa.string()) for name in job.keep]
    own = [pa.field(name, arrow_type(COLUMNS[name].type)) for name in job.columns]
    return pa.schema([*place, *kept, *own])


def _kept(row: Row, names: Iterable[str]) -> tuple[str | None, ...]:
    """Fields of a record as text: a string as it is, anything else as JSON."""
    record: Mapping[str, Any] = {}
    if isinstance(row.data, bytes):
        try:
            found = json.loads(row.data.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            found = {}
        record = found if isinstance(found, dict) else {}
    values = (record.get(name) for name in names)
    return tuple(
        v if v is None else _storable(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False))
        for v in values
    )


def _storable(text: str) -> str:
    """A text without the lone surrogates that JSON and file names may have, and Arrow may not."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def writing(file: Path, job: Job) -> Iterator[Part]:
    """Write a part; it is whole when the block has ended well."""
    with ExitStack() as stack:
        yield _Table(file, stack, job) if job.form == "parquet" else _Lines(file, stack)


def assemble(parts: Iterable[Path], file: Path, job: Job) -> None:
    """Put parts together, in order, holding one at a time; a part becomes a row group."""
    if job.form != "parquet":
        with file.open("wb") as whole:
            for part in parts:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, whole, 1 << 20)
        return
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, schema_of(job), **_WRITTEN) as writer:
        for part in parts:
            with pq.ParquetFile(part) as file_of_part:
                table = file_of_part.read(use_threads=False)
            writer.write_table(table, row_group_size=max(1, len(table)))


def digest_of(files: Iterable[Path]) -> tuple[int, str]:
    """Bytes of some files, and the digest of all of them in order."""
    size, whole = 0, hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                whole.update(chunk)
                size += len(chunk)
    return size, whole.hexdigest()
