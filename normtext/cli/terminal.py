"""What a person sees: the table, the warnings that matter, one-line messages."""

from __future__ import annotations

import contextlib
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TextIO, TypeVar

from normtext.article import Article, Checks

T = TypeVar("T")

MOST_ROWS = 60  # more than a screenful or two nobody reads; the counts below cover the rest
MOST_WARNINGS = 12
LEAST_NAME = 16  # columns; on wide terminals a name takes up to a quarter of the line
LEAST_TITLE = 12

ENGLISH = {
    "not_needed": "yes",
    "translated": "yes, by {engine}",
    "partial": "in part, by {engine}",
    "unavailable": "needs a model",
    "failed": "failed",
}


TOLD_AT_ONCE = ("empty", "binary")
"""Codes of warnings that are told with the name of the source, where it comes: it has no article in it."""


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person is at the other end; a stream that the shell has closed is None."""
    return stream is not None and stream.isatty()


def say(message: str) -> None:
    """Print one line on stderr."""
    print(f"normtext: {printable(message)}", file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that would steer a terminal."""
    plain = (" " if c.isspace() else c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return "".join(plain).strip()


def width(text: str) -> int:
    """Columns that ``text`` takes: two for wide characters, none for combining marks."""
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(text: str, columns: int) -> str:
    """Cut or pad ``text`` to exactly ``columns``; a cut is shown by an ellipsis."""
    if width(text) > columns:
        kept, room = [], columns - 1
        for character in text:
            room -= _columns(character)
            if room < 0:
                break
            kept.append(character)
        text = "".join(kept) + "\N{HORIZONTAL ELLIPSIS}"
    return text + " " * (columns - width(text))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    language: str
    title: str
    names: str
    edits: str
    english: str


HEADINGS = Row("file", "lang", "title", "names", "edits", "English")


class Summary:
    """Gathers what the table shows; memory stays constant however many articles come."""

    def __init__(self) -> None:
        self.written = 0
        self.checks = Checks()
        self._rows: list[Row] = []
        self._warnings: Counter[str] = Counter()

    def add(self, name: str, article: Article) -> None:
        """Count an article."""
        self.written += 1
        self.checks += article.translation.checks
        if len(self._rows) < MOST_ROWS:
            self._rows.append(row_of(name, article))
        told = (*TOLD_AT_ONCE, "failed")
        for message in {w.message for w in article.warnings if not w.code.startswith(told)}:
            if message in self._warnings or len(self._warnings) < MOST_WARNINGS:
                self._warnings[message] += 1

    def show(self, stream: TextIO) -> None:
        """Print the table, and the notes under it."""
        if not self._rows:
            return
        for line in table(self._rows, shutil.get_terminal_size().columns):
            print(line, file=stream)
        more = self.written - len(self._rows)
        if more:
            print(f"\N{HORIZONTAL ELLIPSIS} and {more} more", file=stream)
        self.show_notes(stream)

    def show_notes(self, stream: TextIO) -> None:
        """Print what was counted in translation, and each warning once with the number of its articles."""
        counted = ", ".join(f"{check.replace('_', ' ')} {count}" for check, count in self.checks if count)
        if counted:
            print(f"translation: {counted}", file=stream)
        for message, count in self._warnings.items():
            times = f" ({count} articles)" if count > 1 else ""
            print(f"! {printable(message)}{times}", file=stream)
        stream.flush()


def is_failure(code: str) -> bool:
    """Tell whether a warning says that a stage, or the whole document, failed."""
    return code.startswith("failed")


def row_of(name: str, article: Article) -> Row:
    """The table's line for one article."""
    title = article.title.english or article.title.text if article.title else "-"
    english = ENGLISH[article.translation.status].format(engine=article.translation.engine)
    if any(warning.code == "translation_off" for warning in article.warnings):
        english = "off"
    return Row(
        name=printable(name),
        language=article.language.tag,
        title=printable(title),
        names=str(len(article.names)),
        edits=str(len(article.edits)),
        english=english,
    )


def table(rows: Sequence[Row], columns: int) -> Iterable[str]:
    """Lines of the table, no wider than ``columns`` where titles can give way."""
    every = [HEADINGS, *rows]
    name = min(max(LEAST_NAME, columns // 4), max(width(row.name) for row in every))
    language = max(width(row.language) for row in every)
    names, edits = (max(len(getattr(row, f)) for row in every) for f in ("names", "edits"))
    english = max(width(row.english) for row in every)
    rest = columns - (name + language + names + edits + english + 5 * 2)
    title = max(LEAST_TITLE, min(rest, max(width(row.title) for row in every)))
    for row in every:
        cells = (
            _shortened(row.name, name),
            fitted(row.language, language),
            fitted(row.title, title),
            row.names.rjust(names),
            row.edits.rjust(edits),
            row.english,
        )
        yield "  ".join(cells).rstrip()


def _shortened(path: str, columns: int) -> str:
    """A path where it fits, else the file's name alone."""
    return fitted(path if width(path) <= columns else PurePath(path).name, columns)


def aligned(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Iterable[str]:
    """Lines of a table whose columns are as wide as they must be; those in ``right`` end flush."""
    cleaned = [[printable(cell) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in cleaned) for column in range(len(cleaned[0]))]
    for row in cleaned:
        cells = (
            cell.rjust(columns) if column in right else fitted(cell, columns)
            for column, (cell, columns) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


@contextlib.contextmanager
def progress_bar(items: Iterable[T], total: int | None, *, hidden: bool) -> Iterator[Iterable[T]]:
    """Show on stderr, where a person looks on, how many of ``total`` items have come."""
    if hidden or not is_terminal(sys.stderr):
        yield items
        return
    from tqdm import tqdm

    with tqdm(items, total=total, unit=" articles", leave=False, dynamic_ncols=True) as bar:
        yield bar
