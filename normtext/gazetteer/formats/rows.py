"""Rows of CSV and TSV, in whatever dialect a spreadsheet or a translation tool has exported them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Literal, NamedTuple

import regex

from normtext.gazetteer.formats.files import clean, mistake

DELIMITERS = (",", ";", "\t", "|")
"""Excel writes semicolons wherever the comma is the decimal sign."""

# Excel's own way to say which delimiter follows.
_SEPARATOR_LINE = regex.compile(r"\A[\"']?sep=(?P<delimiter>[,;\t|])[\"']?\r?\n", regex.IGNORECASE)
_LANGUAGE = regex.compile(r"(?i)[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}")


class Row(NamedTuple):
    """A row that is not empty: the line on which it ends, its cells without white space around them."""

    line: int
    cells: list[str]


def rows(text: str, where: str, delimiter: str) -> Iterator[Row]:
    """Cut a text into rows.

    Raises:
        GazetteerError: a quoted cell is not closed, or something stands behind its closing quote.
    """
    said = _SEPARATOR_LINE.match(text)
    body, skipped = (text[said.end() :], 1) if said else (text, 0)
    if delimiter == "\t" and not _reads_as_quoted(body, delimiter):
        return _rows(body, where, delimiter, skipped, quoted=False)
    return _rows(body, where, delimiter, skipped, quoted=True)


def _rows(text: str, where: str, delimiter: str, skipped: int, *, quoted: bool) -> Iterator[Row]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise mistake(
                where,
                reader.line_num + skipped,
                f'not valid CSV: {error}; a quotation mark in a cell is written "with ""two"" of them"',
            ) from error
        if cells is None:
            return
        cells = [clean(cell) for cell in cells]
        if any(cells):
            yield Row(reader.line_num + skipped, cells)


def _reads_as_quoted(text: str, delimiter: str) -> bool:
    """Tell whether quotation marks enclose cells; many tools write tabs without any quoting."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def delimiters(text: str, where: str) -> tuple[str, ...]:
    """The delimiters that the file may have, the likeliest first: what it says, its suffix, the others."""
    said = _SEPARATOR_LINE.match(text)
    if said:
        return (said["delimiter"],)
    first = "\t" if where.lower().endswith(".tsv") else ","
    return (first, *(delimiter for delimiter in DELIMITERS if delimiter != first))


def first_cells(text: str, where: str, delimiter: str) -> list[str]:
    """The cells of the first row, none where there is no row; a line that is no CSV has one cell."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    if _SEPARATOR_LINE.match(line + "\n"):
        return first_cells(text.partition("\n")[2], where, delimiter)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = [line]
    return [clean(cell) for cell in cells]


def language_tag(text: str) -> str | None:
    """The BCP 47 tag that a cell is, in its standard form; None where it is none.

    >>> language_tag("PT_BR"), language_tag("ja"), language_tag("Hugging Face")
    ('pt-BR', 'ja', None)
    """
    from langcodes import standardize_tag, tag_is_valid
    from langcodes.tag_parser import LanguageTagError

    if not _LANGUAGE.fullmatch(text):
        return None
    tag = text.replace("_", "-")
    try:
        return str(standardize_tag(tag)) if tag_is_valid(tag) else None
    except LanguageTagError:
        return None
