"""What is to be read: files for the normalizer, rows of JSON and the standard input as they come."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from normtext.corpus.rows import document_of, is_compressed, kind_of, rows_of
from normtext.document import Document
from normtext.errors import InputError
from normtext.readers import BadRecord, Loaded, find_sources, load, load_many
from normtext.readers.detect import RECORDS, SUFFIXES
from normtext.readers.jsonlines import read_json, read_json_lines

Source = Path | bytes | Document
Fail = Callable[[str, str], None]

STDIN = "-"
STDIN_NAME = "stdin"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One document to come.

    Attributes:
        name: what to call it to a person.
        source: what the normalizer takes.
        source_name: the name that its article will carry.
    """

    name: str
    source: Source
    source_name: str | None

    def digest(self) -> str | None:
        """The digest that its article will carry, or None where the source cannot be read."""
        if isinstance(self.source, bytes):
            return hashlib.sha256(self.source).hexdigest()
        if isinstance(self.source, Document):
            return load(self.source).sha256
        whole = hashlib.sha256()
        try:
            with self.source.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    whole.update(chunk)
        except (OSError, ValueError):
            return None
        return whole.hexdigest()


class Inputs:
    """The documents of some paths, in order.

    Args:
        paths: files, folders and "-".
        fields: what the fields of records are called there, ``{"title": "headline"}``.
        fail: called with name and reason for each record that is no article, and each empty folder.
        leave_out: a file that is not to be read although it lies in one of the folders.
    """

    def __init__(
        self, paths: Sequence[str], fields: Mapping[str, str], fail: Fail, leave_out: Path | None = None
    ) -> None:
        self._fields = fields
        self._fail = fail
        self._leave_out = leave_out
        self._files = [file for path in paths for file in self._expanded(path)]

    @property
    def total(self) -> int | None:
        """How many documents there are; None where only reading them would tell."""
        countable = all(
            file != STDIN and not _holds_records(file) and not _is_table(file) for file in self._files
        )
        return len(self._files) if countable else None

    def __iter__(self) -> Iterator[Input]:
        for file in self._files:
            if file == STDIN:
                yield from self._from_stdin()
            elif _is_table(file):
                yield from self._table(file)
            elif _holds_records(file):
                yield from self._records(file, load_many(Path(file), fields=self._fields))
            else:
                yield Input(file, Path(file), _as_utf8(str(Path(file))))

    def _table(self, file: str) -> Iterator[Input]:
        for row in rows_of(file, self._fields):
            found = document_of(row, self._fields)
            if isinstance(found, BadRecord):
                self._fail(found.name, found.reason)
            else:
                yield Input(row.name, found, _as_utf8(row.name))

    def _expanded(self, path: str) -> Iterator[str]:
        """The files of a path; one that does not exist fails when its turn comes to be read."""
        if path == STDIN or not os.path.isdir(path):
            yield path
            return
        unreadable: list[Path] = []

        def refused(folder: Path, error: InputError) -> None:
            unreadable.append(folder)
            self._fail(str(folder), str(error))

        found = find_sources([path], on_unreadable=refused)
        files = [str(file) for file in found if not self._is_left_out(file)]
        if not files and not unreadable:
            self._fail(path, "no files to read in this folder")
        yield from files

    def _is_left_out(self, file: Path) -> bool:
        return self._leave_out is not None and os.path.realpath(file) == os.path.realpath(self._leave_out)

    def _from_stdin(self) -> Iterator[Input]:
        """The standard input: JSON Lines by their first line, a JSON document, or one text of any kind."""
        if sys.stdin is None:
            self._fail(STDIN_NAME, "the standard input is closed")
            return
        stream = sys.stdin.buffer
        first = stream.readline()
        if _is_record(first):
            yield from self._records(STDIN_NAME, read_json_lines(chain([first], stream), fields=self._fields))
            return
        data = first + stream.read()
        if _is_json(data):
            text = data.decode("utf-8-sig", "replace")
            yield from self._records(STDIN_NAME, read_json(text, fields=self._fields))
            return
        yield Input(STDIN_NAME, data, None)

    def _records(self, file: str, records: Iterable[Loaded | BadRecord]) -> Iterator[Input]:
        """The records of a file; what is wrong with the file itself is told like any failure."""
        try:
            for record in records:
                if isinstance(record, BadRecord):
                    self._fail(record.name, record.reason)
                else:
                    name = record.document.name
                    yield Input(name or file, record.document, _as_utf8(name))
        except InputError as error:
            self._fail(file, str(error))


def _as_utf8(name: str | None) -> str | None:
    """A name as an article carries it: of file names that are not UTF-8 the odd bytes are lost."""
    return None if name is None else name.encode("utf-8", "replace").decode("utf-8")


def _holds_records(file: str) -> bool:
    return SUFFIXES.get(Path(file).suffix.lower()) in RECORDS


def _is_table(file: str) -> bool:
    """Tell whether a file has its rows from ``corpus``: all tables but plain JSON Lines."""
    return kind_of(file) not in (None, "jsonl") or (kind_of(file) is not None and is_compressed(file))


def _is_record(line: bytes) -> bool:
    """Tell whether a first line is a whole JSON object."""
    return line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and _is_json(line)


def _is_json(data: bytes) -> bool:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return False
    try:
        json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return True
