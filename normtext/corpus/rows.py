"""Files of rows: JSON Lines, CSV, TSV, Parquet, compressed or not; and files that are one row each.

Whatever the file, a row leaves here as one JSON object, so that all formats mean the same from then on.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from normtext.corpus.compressed import SUFFIXES as COMPRESSED
from normtext.corpus.compressed import opened
from normtext.document import Document
from normtext.errors import InputError, MissingExtraError, UsageError
from normtext.readers import BadRecord, load_many
from normtext.readers.detect import SUFFIXES
from normtext.readers.jsonlines import field_names, read_json_lines
from normtext.stages.decode import decode

STDIN = "-"
TABLES = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""Suffixes of files of rows, before that of a compression."""

MOST_ROW_BYTES = 64 * 2**20
"""A row longer than this is no article; it fails, and what is behind it is read."""

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16
_BATCH = 64  # rows of a Parquet file that are in memory as Python values

Data = bytes | Document | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row on its way to a worker.

    Attributes:
        source: the file, as it was given.
        number: of the line in JSON Lines, of the row in a table, from 1; None: the file is the row.
        data: a JSON object; a document, where several came out of one file; None where the row is
            the file itself, or could not be read.
        failure: why it could not be read.
    """

    source: str
    number: int | None = None
    data: Data = None
    failure: str = ""

    @property
    def name(self) -> str:
        """What its article is called: ``corpus.jsonl:12``."""
        return self.source if self.number is None else f"{self.source}:{self.number}"

    def weight(self) -> int:
        """Bytes or characters, about."""
        return len(self.data.text) if isinstance(self.data, Document) else len(self.data or b"")

    def digest(self) -> bytes:
        """Tells whether a row is the one it was when a shard was made of it."""
        data = self.data if isinstance(self.data, bytes) else repr(self.data).encode("utf-8", "replace")
        head = f"{self.name}\0{self.failure}\0".encode("utf-8", "replace")
        return hashlib.sha256(head + data).digest()


def kind_of(path: str) -> str | None:
    """What kind of table a file is by its suffix, ".csv.gz" included; None where it is none."""
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix in COMPRESSED:
        return TABLES.get(Path(file.stem).suffix.lower())
    return TABLES.get(suffix)


def is_compressed(path: str) -> bool:
    """Tell by its suffix whether a file is compressed."""
    return Path(path).suffix.lower() in COMPRESSED


def files_of(paths: Iterable[str], leave_out: Collection[Path] = ()) -> Iterator[str]:
    """The files of some paths: files as they are, folders with all that can be read in them, sorted.

    What begins with a dot or an underscore is passed by, as readers of data sets do.

    Args:
        leave_out: what is not to be read although it lies in one of the folders.
    """
    ours = {os.path.realpath(path) for path in leave_out}

    def is_read(folder: str, name: str) -> bool:
        return name[0] not in "._" and os.path.realpath(os.path.join(folder, name)) not in ours

    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield path
            continue
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if is_read(folder, name))
            for name in sorted(names):
                known = kind_of(name) or Path(name).suffix.lower() in SUFFIXES
                if known and is_read(folder, name):
                    yield os.path.join(folder, name)


def rows_of(path: str, fields: Mapping[str, str]) -> Iterator[Row]:
    """The rows of one file, in order; what is wrong with the file itself is its last row."""
    number = 0
    try:
        for row in _read(path, fields):
            number = row.number or 0
            yield row
    except (InputError, OSError) as error:
        yield Row(path, number + 1 if number else None, failure=str(error))


def _read(path: str, fields: Mapping[str, str]) -> Iterator[Row]:
    kind = kind_of(path)
    if path == STDIN:
        yield from _json_rows(sys.stdin.buffer, "stdin")
    elif kind == "jsonl":
        with opened(Path(path)) as stream:
            yield from _json_rows(stream, path)
    elif kind == "csv":
        with opened(Path(path)) as stream:
            yield from _csv_rows(stream, path)
    elif kind == "parquet":
        yield from _parquet_rows(path)
    elif SUFFIXES.get(Path(path).suffix.lower()) in ("json", "feed"):
        for number, found in enumerate(load_many(Path(path), fields=fields), 1):
            if isinstance(found, BadRecord):
                yield Row(path, number, failure=found.reason)
            else:
                yield Row(path, number, found.document)
    else:
        yield Row(path)


def _json_rows(stream: BinaryIO, name: str) -> Iterator[Row]:
    """The lines that are not blank."""
    number = 0
    with _line_reader(stream) as read_line:
        while line := read_line(MOST_ROW_BYTES + 1):
            number += 1
            if len(line) > MOST_ROW_BYTES and not line.endswith(b"\n"):
                while (more := read_line(MOST_ROW_BYTES)) and not more.endswith(b"\n"):
                    pass
                yield Row(name, number, failure=_too_long())
            elif line.strip().removeprefix(b"\xef\xbb\xbf"):
                yield Row(name, number, line.strip())


@contextmanager
def _line_reader(stream: BinaryIO) -> Iterator[Callable[[int], bytes]]:
    """Reads a line, or so much of it, in UTF-8: what a Windows shell redirects to a file is UTF-16."""
    begin = stream.peek(2)[:2] if isinstance(stream, io.BufferedReader) else b""
    if begin not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield stream.readline
        return
    with io.TextIOWrapper(stream, "utf-16", errors="replace", newline="\n") as text:
        yield lambda most: text.readline(most).encode("utf-8", "replace")


def _too_long() -> str:
    return f"the row is longer than {MOST_ROW_BYTES >> 20} MiB"


def _csv_rows(stream: BinaryIO, path: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), MOST_ROW_BYTES))
    number = 0
    with _as_text(stream) as text:
        reader = _csv_reader(text, path)
        header = _head(reader)
        try:
            for values in reader:
                if not values:
                    continue
                number += 1
                if len(values) > len(header):
                    told = f"the row has {len(values)} fields, the head of the table {len(header)}"
                    yield Row(path, number, failure=told)
                else:
                    yield Row(path, number, _as_json(dict(zip(header, values, strict=False))))
        except csv.Error as error:
            told = f"{path}, row {number + 1} and what is behind it cannot be read: {error}"
            raise InputError(told) from error


def _as_text(stream: BinaryIO) -> io.TextIOWrapper:
    """A stream in the encoding that its beginning tells."""
    sample = stream.peek(_SAMPLE)[:_SAMPLE] if isinstance(stream, io.BufferedReader) else b""
    encoding = decode(sample[: sample.rfind(b"\n") + 1] or sample).encoding or "utf-8"
    if encoding in ("utf-8", "ascii"):
        encoding = "utf-8-sig"
    elif encoding.startswith("utf-16"):
        encoding = "utf-16"
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="")


def _csv_reader(text: io.TextIOWrapper, path: str) -> Iterator[list[str]]:
    """The rows of a table, its head first; the mark that parts fields is told by the head."""
    lines = _text_lines(text)
    first = next(lines, "")
    counts = {mark: first.count(mark) for mark in _DELIMITERS}
    tabs = ".tsv" in Path(path.lower()).suffixes
    delimiter = "\t" if tabs else max(counts, key=lambda mark: counts[mark])
    return csv.reader(_chained(first, lines), delimiter=delimiter)


def _head(reader: Iterator[list[str]]) -> list[str]:
    """The names of the columns; tables made by hand have blanks behind their commas."""
    return [name.strip() for name in next(reader, [])]


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _text_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MOST_ROW_BYTES):
        yield line.replace("\0", "\N{REPLACEMENT CHARACTER}")  # csv before Python 3.11 stops at them


def _parquet_rows(path: str) -> Iterator[Row]:
    with _parquet(path) as file:
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH):
            for record in batch.to_pylist():
                number += 1
                data = _as_json(record)
                if len(data) > MOST_ROW_BYTES:
                    yield Row(path, number, failure=_too_long())
                else:
                    yield Row(path, number, data)


def _parquet(path: str) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError.for_extra("reading Parquet files", "frames") from error
    import pyarrow as pa

    try:
        # Pages are read as they are needed: a row group may be larger than the memory.
        return pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"cannot read {path}: {error}") from error


def _as_json(record: Mapping[str, object]) -> bytes:
    """A row as one JSON object; dates and the like as they print, bytes as the text they are."""
    return json.dumps(record, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def _plain(value: object) -> str:
    return decode(value).text if isinstance(value, bytes) else str(value)


def column_names(path: str) -> list[str] | None:
    """The columns of a CSV or Parquet file; None for other files, and where it cannot be read."""
    kind = kind_of(path)
    try:
        if kind == "csv":
            with opened(Path(path)) as stream, _as_text(stream) as text:
                return _head(_csv_reader(text, path))
        if kind == "parquet":
            with _parquet(path) as file:
                return list(file.schema_arrow.names)
    except InputError:
        return None  # its turn will come, and then it fails
    return None


def check_columns(paths: Iterable[str], fields: Mapping[str, str]) -> None:
    """Raise UsageError where a table has no column with texts, or two, before any work is done for it."""
    wanted = {name.split(".")[0].lower() for name in field_names(fields)["text"]}
    for path in paths:
        columns = [str(name) for name in column_names(path) or ()]
        if columns and "format" not in fields and not wanted & {name.lower() for name in columns}:
            raise UsageError(
                f"{path} has no column {' or '.join(sorted(wanted))}; name the one with the articles: "
                f"--text COLUMN, one of {', '.join(columns)}"
            )
        for name in columns:
            if name.lower() in wanted and columns.count(name) > 1:
                raise UsageError(
                    f"{path} has {columns.count(name)} columns called {name!r}; rename all but one"
                )


def document_of(row: Row, fields: Mapping[str, str]) -> Document | Path | BadRecord:
    """What the normalizer takes for a row: a document, a file, or why there is none."""
    if row.failure:
        return BadRecord(row.name, row.number or 0, row.failure)
    if isinstance(row.data, Document):
        return row.data
    if row.data is None:
        return Path(row.source)
    found = next(read_json_lines([row.data], fields=fields))
    if isinstance(found, BadRecord):
        return replace(found, name=row.name, line=row.number or 0)
    return replace(found.document, name=row.name.encode("utf-8", "replace").decode("utf-8"))
