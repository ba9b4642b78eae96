"""Gazetteer files: TOML, CSV and TSV, plain lists.

TOML holds everything an ``Entry`` has, one ``[[entry]]`` table each. CSV and TSV have one form a
row under the header ``canonical, kind, form, form_kind, language, flags``; a row with ``canonical``
alone is a name without other forms; flags are parted by spaces. A plain list (``.txt``) has one
name a line, ``#`` begins a comment.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from normtext.errors import GazetteerError
from normtext.gazetteer.entries import FORM_KINDS, KINDS, Entry

_TEXTS = ("aliases", "mangled", "requires", "forbids")
_STRINGS = ("acronym", "source", "licence")
_FLAGS = ("common_word", "case_sensitive")
_BY_LANGUAGE = ("aliases_by_language", "translations")
_FIELDS = frozenset(("name", "kind", *_TEXTS, *_STRINGS, *_FLAGS, *_BY_LANGUAGE))
_SUFFIXES = (".toml", ".csv", ".tsv", ".txt")

# The longest names of the shipped gazetteer have 9 words and 61 characters; a line of an article is longer.
LONGEST_NAME = 80
MOST_WORDS = 10
SHOWN = 40
"""Characters of such a line in the message."""


def load(path: Path) -> Iterator[Entry]:
    """Read the entries of a file, the format told by its suffix."""
    suffix = path.suffix.lower()
    if path.is_dir():
        raise GazetteerError(f"{path}: is a folder, not a gazetteer file")
    if suffix not in _SUFFIXES and path.exists():
        raise GazetteerError(f"{path}: unknown gazetteer format {suffix!r}; known: {', '.join(_SUFFIXES)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise GazetteerError(f"{path}: no such file") from error
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if suffix == ".toml":
        return parse_toml(text, str(path))
    if suffix == ".txt":
        return parse_list(text.splitlines(), str(path))
    return parse_table(text.splitlines(), str(path), "\t" if suffix == ".tsv" else ",")


def parse_list(lines: Iterable[str], where: str) -> Iterator[Entry]:
    """One canonical name a line; ``where`` is the file, for messages."""
    for number, line in enumerate(lines, 1):
        name = line.partition("#")[0].strip()
        if len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS:
            raise GazetteerError(
                f"{where}: line {number}: too long for a name, so this is not a list of names: "
                f"{name[:SHOWN]!r}..."
            )
        if name:
            yield Entry(_nfc(name))


def parse_toml(text: str, name: str) -> Iterator[Entry]:
    """The ``[[entry]]`` tables of a TOML file; ``name`` is for messages."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{name}: not valid TOML: {error}") from error
    unknown = [key for key in data if key != "entry"]
    if unknown:
        raise GazetteerError(f"{name}: unknown key {unknown[0]!r}; names stand in [[entry]] tables")
    if not data.get("entry"):
        raise GazetteerError(f"{name}: there is no [[entry]] in it")
    yield from parse_tables(data["entry"], name)


def parse_tables(tables: object, name: str) -> Iterator[Entry]:
    """The entries as TOML and JSON read them: a list of tables."""
    if not isinstance(tables, list):
        raise GazetteerError(f"{name}: 'entry' must be an array of tables, written [[entry]]")
    for number, table in enumerate(tables, 1):
        yield _entry(table, f"{name}: entry {number}")


def _entry(table: object, where: str) -> Entry:
    if not isinstance(table, dict):
        raise GazetteerError(f"{where}: is not a table, written [[entry]]")
    title = table.get("name")
    if not isinstance(title, str) or not title.strip():
        raise GazetteerError(f"{where}: has no name")
    where = f"{where} ({title})"
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise GazetteerError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(sorted(_FIELDS))}")
    values: dict[str, Any] = {"name": _nfc(title), "kind": _kind(table.get("kind", "name"), where)}
    for key in _TEXTS:
        values[key] = _texts(table.get(key, []), key, where)
    for key in _STRINGS:
        values[key] = _typed(table.get(key), str, key, where)
    for key in _FLAGS:
        values[key] = bool(_typed(table.get(key, False), bool, key, where))
    for key in _BY_LANGUAGE:
        by_language = _typed(table.get(key, {}), dict, key, where)
        values[key] = tuple((tag, _texts(texts, f"{key}.{tag}", where)) for tag, texts in by_language.items())
    return Entry(**values)


def _kind(kind: str, where: str) -> str:
    if kind not in KINDS:
        raise GazetteerError(f"{where}: unknown kind {kind!r}; known: {', '.join(sorted(KINDS))}")
    return kind


def _typed(value: Any, type_: type, key: str, where: str) -> Any:
    if value is not None and not isinstance(value, type_):
        raise GazetteerError(f"{where}: {key!r} must be a {type_.__name__}, not {value!r}")
    return value


def _texts(value: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise GazetteerError(f"{where}: {key!r} must be a list of strings that are not empty")
    return tuple(_nfc(item) for item in value)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


_COLUMNS = ("canonical", "kind", "form", "form_kind", "language", "flags")


def parse_table(lines: Iterable[str], name: str, delimiter: str) -> Iterator[Entry]:
    """Rows of forms; entries come out in the order of their first row."""
    rows = csv.DictReader(lines, delimiter=delimiter)
    columns = rows.fieldnames or []
    if "canonical" not in columns or set(columns) - set(_COLUMNS):
        raise GazetteerError(f"{name}: the first line must name columns out of: {', '.join(_COLUMNS)}")
    for row in rows:
        where = f"{name}: line {rows.line_num}"
        if None in row:
            raise GazetteerError(f"{where}: has more columns than the first line names")
        cells = {key: (value or "").strip() for key, value in row.items()}
        if any(cells.values()):
            yield _row_entry(cells, where)


def _row_entry(row: dict[str, str], where: str) -> Entry:
    if not row["canonical"]:
        raise GazetteerError(f"{where}: the column 'canonical' is empty")
    values: dict[str, Any] = {"name": _nfc(row["canonical"]), "kind": _kind(row.get("kind") or "name", where)}
    for flag in row.get("flags", "").split():
        if flag not in _FLAGS:
            raise GazetteerError(f"{where}: unknown flag {flag!r}; known: {', '.join(_FLAGS)}")
        values[flag] = True
    form, kind, language = _nfc(row.get("form", "")), row.get("form_kind") or "alias", row.get("language", "")
    if kind not in FORM_KINDS:
        raise GazetteerError(f"{where}: unknown form_kind {kind!r}; known: {', '.join(FORM_KINDS)}")
    if form and kind == "translation":
        values["translations"] = ((language or "und", (form,)),)
    elif form and kind == "mangled":
        values["mangled"] = (form,)
    elif form and kind == "alias":
        key = "aliases_by_language" if language else "aliases"
        values[key] = ((language, (form,)),) if language else (form,)
    return Entry(**values)
