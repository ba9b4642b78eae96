"""Articles back from where they were written: JSON Lines and Parquet, whole or as the columns of a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from normtext.article import Article
from normtext.corpus.compressed import SUFFIXES as COMPRESSED
from normtext.corpus.compressed import opened
from normtext.errors import InputError, MissingExtraError, UsageError
from normtext.tables.columns import COLUMNS, ERROR, is_failed

LINES = (".jsonl", ".ndjson")
PARQUET = ".parquet"
MOST_LINE = 2**27
"""Bytes of a line; a longer one holds no article, and is passed by without being held in memory."""
BATCH = 128
"""Rows of a Parquet file that are in memory at once."""

NAMED = ("name", "input", "source", "file", "path", "url")
"""Columns of a table that may tell where a row is from, the best first; ``row`` is its number there."""
BESIDE_ARTICLE = ("article", "language", "status", "warnings", "id", "row", *NAMED)
"""What is read of a table that has whole articles: the others serve rows that have none."""

Bad = Callable[[str, str], None]
"""Takes the place of a row that cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One article as it was read.

    Attributes:
        article: all that is known of it.
        status: of its translation; "error" where a source yielded no article.
        changes: how many changes were made; more than ``article.edits`` where a table has only their number.
    """

    article: Article
    status: str
    changes: int


class Corpus:
    """The articles of some files, one after the other, in constant memory.

    Args:
        paths: files of JSON Lines (also .gz, .bz2, .xz, .zst) or Parquet; folders of them.
        on_bad: is told of every row that holds no article.

    Attributes:
        files: the files, in order.
        missing: columns that a table among them lacks; known when all is read.

    Raises:
        UsageError: a path is not there, or of another kind.
    """

    def __init__(self, paths: Iterable[Path], on_bad: Bad) -> None:
        self.files = tuple(file for path in paths for file in _files(path))
        self.missing: set[str] = set()
        self._on_bad = on_bad

    def __iter__(self) -> Iterator[Seen]:
        for file in self.files:
            read = self._parquet if kind_of(file) == PARQUET else self._lines
            try:
                yield from read(file)
            except InputError as error:
                self._on_bad(str(file), str(error))

    def _lines(self, file: Path) -> Iterator[Seen]:
        with opened(file) as stream:
            for number, line in enumerate(_whole_lines(stream), 1):
                if line is not None and not line.strip():
                    continue
                try:
                    if line is None:
                        raise InputError(f"the line is longer than {MOST_LINE >> 20} MiB")
                    yield self._of_line(line)
                except InputError as error:
                    self._on_bad(f"{file}, line {number}", _first_line(error))

    def _of_line(self, line: bytes) -> Seen:
        try:
            return seen(Article.from_json(line))
        except InputError:
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict) or "schema_version" in row:
                raise
            self._note_missing(row)
            return of_row(row)

    def _parquet(self, file: Path) -> Iterator[Seen]:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise MissingExtraError.for_extra("a report on a Parquet file", "frames") from error
        try:
            with pyarrow.parquet.ParquetFile(file, pre_buffer=False) as table:
                there = list(table.schema_arrow.names)
                self._note_missing(there)
                wanted = BESIDE_ARTICLE if "article" in there else (*COLUMNS, "row", *NAMED)
                columns = [name for name in wanted if name in there]
                number = 0
                for batch in table.iter_batches(batch_size=BATCH, columns=columns):
                    for row in batch.to_pylist():
                        number += 1
                        try:
                            yield of_row(row)
                        except InputError as error:
                            self._on_bad(f"{file}, row {number}", _first_line(error))
        except (OSError, pyarrow.ArrowException) as error:
            raise InputError(f"cannot read {file}: {error}") from error

    def _note_missing(self, there: Iterable[str]) -> None:
        columns = set(there)
        if "article" in columns:
            return
        if not {"language", "status"} <= columns:
            raise InputError(
                "this is no table of normtext: it has no columns 'language' and 'status', and no 'article'"
            )
        self.missing |= {"names", "edits", "blocks", "boilerplate", "checks"} - columns


def kind_of(file: Path) -> str | None:
    """What a file is by its suffix: one of ``LINES``, ``PARQUET``, or None."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
        return suffixes[-1] if suffixes and suffixes[-1] in LINES else None
    return suffixes[-1] if suffixes and suffixes[-1] in (*LINES, PARQUET) else None


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inner = sorted(
            file for file in path.rglob("*") if _belongs(file.relative_to(path)) and file.is_file()
        )
        if not inner:
            raise UsageError(f"{path}: there are no articles in this folder, no .jsonl and no .parquet")
        yield from inner
        return
    if not path.exists():
        raise UsageError(f"there is no file {str(path)!r}")
    if kind_of(path) is None:
        raise UsageError(
            f"{path}: a report is made of articles as .jsonl or .parquet, as normtext writes them"
        )
    yield path


def _belongs(inner: Path) -> bool:
    """Tell whether a file of a folder holds articles; what begins with "_" or "." is about them."""
    if inner.name.endswith("failures.jsonl"):
        return False
    return kind_of(inner) is not None and not any(part.startswith(("_", ".")) for part in inner.parts)


def _whole_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long to be held."""
    while line := stream.readline(MOST_LINE):
        if len(line) < MOST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while len(line) == MOST_LINE and not line.endswith(b"\n"):
            line = stream.readline(MOST_LINE)
        yield None


def _first_line(error: InputError) -> str:
    return str(error).splitlines()[0]


def seen(article: Article) -> Seen:
    """An article that is there whole."""
    status = ERROR if is_failed(article) else article.translation.status
    return Seen(article, status, len(article.edits))


def of_row(row: Mapping[str, Any]) -> Seen:
    """The article of a row with some of the ``COLUMNS`` of ``normtext.tables``.

    Raises:
        InputError: a column holds what it cannot hold.
    """
    whole = row.get("article")
    if isinstance(whole, str):
        return seen(Article.from_json(whole))
    if "article" in row and not row.get("status"):
        raise InputError("the row holds no article")
    data = _article_data(row)
    article = Article.from_dict(data)
    count = row.get("n_edits")
    changes = count if isinstance(count, int) else len(article.edits)
    return Seen(article, ERROR if row.get("status") == ERROR else article.translation.status, changes)


def _article_data(row: Mapping[str, Any]) -> dict[str, Any]:
    tag = row.get("language") or "und"
    id_ = row.get("id") or ""
    name = next((row[key] for key in NAMED if isinstance(row.get(key), str)), None)
    if name and isinstance(row.get("row"), int):
        name = f"{name}:{row['row']}"
    status = row.get("status")
    data: dict[str, Any] = {
        "id": id_,
        "source": {"name": name, "sha256": str(id_).partition(":")[2]},
        "language": {"tag": tag, "best": tag, "name": language_name(str(tag))},
        "title": _title(row),
        "blocks": _blocks(row),
        "warnings": [_warning(told) for told in row.get("warnings") or ()],
        "translation": {"status": "failed" if status == ERROR else status},
    }
    for column in ("names", "edits", "suggestions"):
        data[column] = row.get(column) or ()
    data["boilerplate"] = [_with_span(piece) for piece in row.get("boilerplate") or ()]
    return data


def _title(row: Mapping[str, Any]) -> dict[str, Any] | None:
    title = row.get("title")
    if title is None:
        return None
    return {"original": title, "text": title, "english": title if row.get("english") is not None else None}


def _warning(told: object) -> dict[str, str]:
    code, colon, message = str(told).partition(": ")
    return {"code": code if colon else "warning", "message": message if colon else code}


def _blocks(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    blocks = row.get("blocks")
    if blocks is None:
        # A table without blocks: its English, or what it has in the source language, is one.
        english = row.get("english")
        text = row.get("repaired", english)
        if not isinstance(text, str):
            return []
        span = (0, len(text))
        return [{"kind": "paragraph", "span": span, "original": text, "text": text, "english": english}]
    return [
        _with_span(block) | {"sentences": [_sentence(pair) for pair in block.get("sentences") or ()]}
        for block in blocks
    ]


def _with_span(record: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(record)
    return data | {"span": (data.pop("start", None), data.pop("end", None))}


def _sentence(pair: Mapping[str, Any]) -> dict[str, Any]:
    english = (pair.get("english_start"), pair.get("english_end"))
    return {
        "text": (pair.get("start"), pair.get("end")),
        "english": None if None in english else english,
        "problem": pair.get("problem"),
    }


@lru_cache(maxsize=1000)
def language_name(tag: str) -> str:
    """The English name of a BCP 47 tag, or the tag where it has none."""
    import langcodes

    try:
        return str(langcodes.Language.get(tag).display_name("en"))
    except ValueError:  # langcodes.LanguageTagError is one
        return tag
