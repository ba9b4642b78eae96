"""Gazetteer files: our own TOML, CSV, TSV and lists, written and read; what other tools export, read.

Every parser takes a text, the file's name for messages, what is known of it beforehand
(``Reading``), and a counter for remarks; it yields entries, and several of one name where the file
has several rows of it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from normtext.errors import GazetteerError, UsageError
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats import entityruler, glossaries, lists, table, tbx, toml
from normtext.gazetteer.formats.files import Foreign, Reading, Remarks, checked_kind, read_text
from normtext.gazetteer.formats.rows import language_tag
from normtext.gazetteer.formats.toml import parse_tables

__all__ = ["FORMATS", "Contents", "Foreign", "Reading", "dumps", "parse_tables", "read", "save"]

Parse = Callable[[str, str, Reading, Remarks], Iterator[Entry]]
Write = Callable[[Iterable[Entry]], Iterator[str]]

FORMATS: dict[str, Parse] = {
    "toml": toml.parse,
    "csv": table.parse,
    "tsv": table.parse,
    "list": lists.parse,
    "deepl": glossaries.parse_deepl,
    "google": glossaries.parse_google,
    "tbx": tbx.parse,
    "entityruler": entityruler.parse,
}
"""All that can be read, by name."""

WRITERS: dict[str, Write] = {
    "toml": toml.write,
    "csv": table.write_csv,
    "tsv": table.write_tsv,
    "list": lists.write,
}
"""All that can be written, by name."""

SUFFIXES = {
    ".toml": "toml",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "list",
    ".tbx": "tbx",
    ".jsonl": "entityruler",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file has.

    Attributes:
        format: the format as which it was read.
        entries: in the order of the file, of one name perhaps several.
        remarks: what was skipped, or taken in another way than one would think, each with its count.
    """

    format: str
    entries: tuple[Entry, ...]
    remarks: tuple[tuple[str, int], ...] = ()


def read(path: str | os.PathLike[str], reading: Reading | None = None) -> Contents:
    """Read a file of names.

    Raises:
        GazetteerError: it is missing or has a mistake; the message says where, and what to do.
        MissingExtraError: its format needs a package that is not installed.
        UsageError: an option that does not exist.
    """
    path = Path(path)
    reading = _checked(reading or Reading())
    name = reading.format or _format_of_suffix(path)
    text = read_text(path)
    if reading.format is None and name in ("csv", "tsv") and table.own_delimiter(text, str(path)) is None:
        name = glossaries.flavour(text, str(path), reading) or name
    remarks: Remarks = Counter()
    entries = tuple(FORMATS[name](text, str(path), reading, remarks))
    return Contents(name, entries, tuple((said, count) for said, count in remarks.items() if count))


def _checked(reading: Reading) -> Reading:
    """The options with their languages in standard form."""
    if reading.format is not None and reading.format not in FORMATS:
        raise UsageError.unknown("gazetteer format", reading.format, FORMATS)
    if reading.foreign not in (None, "translation", "alias"):
        raise UsageError.unknown("foreign", reading.foreign, ("translation", "alias"))
    checked_kind(reading.kind, "kind")
    languages: dict[str, str | None] = {}
    for field in ("source", "target"):
        code = getattr(reading, field)
        languages[field] = language_tag(code) if code else None
        if code and not languages[field]:
            raise UsageError(f"{code!r} is no language code; codes are such as nl, pt-BR, zh")
    return replace(reading, source=languages["source"], target=languages["target"])


def _format_of_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES and path.exists() and not path.is_dir():
        raise GazetteerError(
            f"{path}: unknown gazetteer format {suffix!r}; known: {', '.join(SUFFIXES)}; "
            f"of other files say the format: {', '.join(FORMATS)}"
        )
    return SUFFIXES.get(suffix, "list")


def dumps(entries: Iterable[Entry], format: str) -> str:
    """Write entries as a text in one of ``WRITERS``.

    Raises:
        GazetteerError: the format cannot hold a name.
        UsageError: there is no such format to write.
    """
    if format not in WRITERS:
        raise UsageError.unknown("format to write", format, WRITERS)
    return "".join(WRITERS[format](entries))


def save(entries: Iterable[Entry], path: str | os.PathLike[str], format: str | None = None) -> None:
    """Write entries to a file, which appears whole or not at all.

    Raises:
        GazetteerError: the file cannot be written, or the format cannot hold a name.
        UsageError: a format, or a suffix, that nothing is written in.
    """
    path = Path(path)
    written = {suffix: name for suffix, name in SUFFIXES.items() if name in WRITERS}
    if format is None and path.suffix.lower() not in written:
        raise UsageError.unknown("suffix to write", path.suffix, written)
    text = dumps(entries, format or written[path.suffix.lower()])
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(path)
    except UnicodeEncodeError as error:
        raise GazetteerError(
            f"{path}: a lone surrogate in {error.object[error.start - 9 : error.end]!r}"
        ) from error
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
