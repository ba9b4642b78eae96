"""normtext's own CSV and TSV: one form a row.

The columns, of which only ``canonical`` must be there:

``entry``      any word that the rows of one entry share; ``canonical`` need not be repeated then
``canonical``  the name
``kind``       what it is the name of, in one of the rows
``form``       one form; a row without is about the entry itself
``form_kind``  alias (where nothing stands), mangled, translation, never; also acronym, requires, forbids
``language``   of an alias or a translation
``flags``      of the entry, parted by spaces
``reason``, ``source``  of the form, or in a row without a form of the entry
``licence``    of the entry
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from normtext.gazetteer.entries import Entry, Note
from normtext.gazetteer.formats.files import Reading, Remarks, checked_kind, mistake
from normtext.gazetteer.formats.rows import Row, delimiters, first_cells, rows

COLUMNS = (
    "entry",
    "canonical",
    "kind",
    "form",
    "form_kind",
    "language",
    "flags",
    "reason",
    "source",
    "licence",
)
FORM_KINDS = ("alias", "mangled", "translation", "never", "acronym", "requires", "forbids", "canonical")
_FLAGS = ("common_word", "case_sensitive")
_LISTS = {"mangled": "mangled", "never": "never", "requires": "requires", "forbids": "forbids"}

Cells = dict[str, str]


def own_delimiter(text: str, where: str) -> str | None:
    """The delimiter with which the first line names our columns; None where it does not."""
    for delimiter in delimiters(text, where):
        if {"canonical", "entry"} & set(_header(first_cells(text, where, delimiter))):
            return delimiter
    return None


def _header(cells: list[str]) -> list[str]:
    """Names of columns, however they are written: "Form kind" is ``form_kind``."""
    named = ["_".join(cell.lower().replace("-", " ").replace("_", " ").split()) for cell in cells]
    while named and not named[-1]:
        named.pop()
    return named


def parse(text: str, where: str, reading: Reading, _remarks: Remarks) -> Iterator[Entry]:
    """Rows of forms, an entry each; entries of the same name are merged by whoever gathers them."""
    found = rows(text, where, own_delimiter(text, where) or delimiters(text, where)[0])
    first = next(found, Row(1, []))
    columns = _header(first.cells)
    if "canonical" not in columns or set(columns) - set(COLUMNS) or len(set(columns)) < len(columns):
        raise mistake(
            where,
            first.line,
            f"the first line must name columns out of: {', '.join(COLUMNS)}; "
            "of a glossary of pairs say the format and the languages: --format deepl --from nl --to en",
        )
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for row in found:
        if any(row.cells[len(columns) :]):
            raise mistake(
                where, row.line, "has more columns than the first line names; put quotes around cells"
            )
        cells = dict.fromkeys(COLUMNS, "") | dict(zip(columns, row.cells, strict=False))
        name = _name(cells, names, where, row.line)
        kind = _kind(cells["kind"], kinds.setdefault(name, ""), where, row.line)
        kinds[name] = kind
        yield _entry(name, kind or reading.kind, cells, where, row.line)


def _name(cells: Cells, names: dict[str, str], where: str, line: int) -> str:
    """The canonical name, stated in this row or in an earlier one of the same entry."""
    key, name = cells["entry"], cells["canonical"]
    if not name and not names.get(key):
        raise mistake(where, line, "the column 'canonical' is empty, and no row above of this entry has it")
    if key and name and names.setdefault(key, name) != name:
        raise mistake(
            where,
            line,
            f"entry {key!r} has the name {name!r} here and {names[key]!r} above; give each its own",
        )
    return name or names[key]


def _kind(kind: str, known: str, where: str, line: int) -> str:
    if kind:
        checked_kind(kind, f"{where}: line {line}")
    if kind and known and kind != known:
        raise mistake(where, line, f"the kind is {kind!r} here and {known!r} in a row above; state it once")
    return kind or known


def _entry(name: str, kind: str, cells: Cells, where: str, line: int) -> Entry:
    values: dict[str, Any] = {"name": name, "kind": kind, "licence": cells["licence"] or None}
    for flag in cells["flags"].replace(",", " ").split():
        if flag not in _FLAGS:
            raise mistake(where, line, f"unknown flag {flag!r}; known: {', '.join(_FLAGS)}")
        values[flag] = True
    form, form_kind = cells["form"], cells["form_kind"] or "alias"
    if form_kind not in FORM_KINDS:
        raise mistake(where, line, f"unknown form_kind {form_kind!r}; known: {', '.join(FORM_KINDS)}")
    if not form:
        return Entry(**values, reason=cells["reason"] or None, source=cells["source"] or None)
    if form_kind == "canonical" and form != name:
        raise mistake(where, line, f"the canonical form {form!r} is not the name {name!r}; one must go")
    values |= _field(form, form_kind, cells["language"])
    note = Note(form, cells["reason"] or None, cells["source"] or None)
    return Entry(**values, notes=(note,))


def _field(form: str, form_kind: str, language: str) -> dict[str, Any]:
    """The field of an entry that a form goes to."""
    if form_kind in _LISTS:
        return {_LISTS[form_kind]: (form,)}
    if form_kind == "translation":
        return {"translations": ((language or "und", (form,)),)}
    if form_kind == "acronym":
        return {"acronym": form}
    if form_kind == "alias":
        return {"aliases_by_language": ((language, (form,)),)} if language else {"aliases": (form,)}
    return {}


# -- writing -------------------------------------------------------------------


def write_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries as CSV: a row about the entry, then a row for each form."""
    return _write(entries, ",")


def write_tsv(entries: Iterable[Entry]) -> Iterator[str]:
    """The same parted by tabs; cells with a tab, a quotation mark or a line's end in them are quoted."""
    return _write(entries, "\t")


def _write(entries: Iterable[Entry], delimiter: str) -> Iterator[str]:
    yield delimiter.join(COLUMNS) + "\n"
    for number, entry in enumerate(entries, 1):
        for row in _rows_of(entry):
            cells = {"entry": str(number), "canonical": entry.name} | row
            yield delimiter.join(_quoted(cells.get(c) or "", delimiter) for c in COLUMNS) + "\n"


def _quoted(cell: str, delimiter: str) -> str:
    """A cell in quotation marks where it needs them; the standard writer leaves a lone CR without."""
    if not any(sign in cell for sign in (delimiter, '"', "\n", "\r")):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _rows_of(entry: Entry) -> Iterator[dict[str, str | None]]:
    flags = " ".join(flag for flag in _FLAGS if getattr(entry, flag))
    about = {"reason": entry.reason, "source": entry.source, "licence": entry.licence}
    yield {"kind": entry.kind, "flags": flags, **about}
    notes = {note.form: note for note in entry.notes}
    for form, form_kind, language in _forms_of(entry):
        row: dict[str, str | None] = {"form": form, "form_kind": form_kind, "language": language}
        note = notes.get(form) if form_kind not in ("requires", "forbids", "acronym") else None
        yield row | ({"reason": note.reason, "source": note.source} if note else {})


def _forms_of(entry: Entry) -> Iterator[tuple[str, str, str]]:
    yield from ((text, "alias", "") for text in entry.aliases)
    yield from ((text, "alias", tag) for tag, texts in entry.aliases_by_language for text in texts)
    if entry.acronym:
        yield entry.acronym, "acronym", ""
    for form_kind, field in _LISTS.items():
        yield from ((text, form_kind, "") for text in getattr(entry, field))
    yield from ((text, "translation", tag) for tag, texts in entry.translations for text in texts)
