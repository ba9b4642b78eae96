"""normtext's own TOML: everything an ``Entry`` has, one ``[[entry]]`` table each.

A form stands as a string, or as a table ``{form = "...", reason = "...", source = "..."}``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex

from normtext.errors import GazetteerError
from normtext.gazetteer.entries import Entry, Note
from normtext.gazetteer.formats.files import Reading, Remarks, checked_kind, clean

_FORMS = ("aliases", "mangled", "never")
_WORDS = ("requires", "forbids")
_STRINGS = ("acronym", "reason", "source", "licence")
_FLAGS = ("common_word", "case_sensitive")
_BY_LANGUAGE = ("aliases_by_language", "translations")
_FIELDS = frozenset(("name", "kind", *_FORMS, *_WORDS, *_STRINGS, *_FLAGS, *_BY_LANGUAGE))
_FORM_FIELDS = frozenset(("form", "reason", "source"))

_ENTRY_LINE = regex.compile(r"[ \t]*+\[\[[ \t]*+entry[ \t]*+\]\]")


def parse(text: str, where: str, _reading: Reading, _remarks: Remarks) -> Iterator[Entry]:
    """The ``[[entry]]`` tables of a TOML file; ``where`` is the file, for messages."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{where}: not valid TOML: {error}") from error
    except RecursionError as error:
        raise GazetteerError(f"{where}: not a gazetteer: its tables stand too deep in one another") from error
    unknown = [key for key in data if key != "entry"]
    if unknown:
        raise GazetteerError(f"{where}: unknown key {unknown[0]!r}; names stand in [[entry]] tables")
    if not data.get("entry"):
        raise GazetteerError(f"{where}: there is no [[entry]] in it")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _ENTRY_LINE.match(line)]
    yield from parse_tables(data["entry"], where, lines)


def parse_tables(tables: object, where: str, lines: Sequence[int] = ()) -> Iterator[Entry]:
    """The entries as TOML and JSON read them: a list of tables; ``lines`` is where each begins, if known."""
    if not isinstance(tables, list):
        raise GazetteerError(f"{where}: 'entry' must be an array of tables, written [[entry]]")
    for number, table in enumerate(tables, 1):
        line = f"line {lines[number - 1]}: " if len(lines) == len(tables) else ""
        yield _entry(table, f"{where}: {line}entry {number}")


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
    kind = _typed(table.get("kind", "name"), str, "kind", where)
    values: dict[str, Any] = {"name": clean(title), "kind": checked_kind(kind, where)}
    notes: list[Note] = []
    for key in _FORMS:
        values[key] = _forms(table.get(key, []), key, where, notes)
    for key in _WORDS:
        values[key] = _forms(table.get(key, []), key, where, None)
    for key in _STRINGS:
        values[key] = _typed(table.get(key), str, key, where)
    for key in _FLAGS:
        values[key] = bool(_typed(table.get(key, False), bool, key, where))
    for key in _BY_LANGUAGE:
        by_language = _typed(table.get(key, {}), dict, key, where)
        listed = ((tag, _forms(texts, f"{key}.{tag}", where, notes)) for tag, texts in by_language.items())
        values[key] = tuple((tag, texts) for tag, texts in listed if texts)
    return Entry(**values, notes=tuple(notes))


def _typed(value: Any, type_: type, key: str, where: str) -> Any:
    if value is not None and not isinstance(value, type_):
        raise GazetteerError(f"{where}: {key!r} must be a {type_.__name__}, not {value!r}")
    return value


def _forms(value: object, key: str, where: str, notes: list[Note] | None) -> tuple[str, ...]:
    """The forms of a list; reasons and sources go to ``notes``, unless the list takes none (None)."""
    forms: list[str] = []
    for item in value if isinstance(value, list) else [None]:
        text = item
        if isinstance(item, dict) and notes is not None:
            note = _note(item, key, where)
            notes.append(note)
            text = note.form
        if not isinstance(text, str) or not text.strip():
            raise GazetteerError(f"{where}: {key!r} must be a list of strings that are not empty")
        forms.append(clean(text))
    return tuple(forms)


def _note(table: dict[str, Any], key: str, where: str) -> Note:
    unknown = sorted(set(table) - _FORM_FIELDS)
    if unknown or not all(isinstance(value, str) and value.strip() for value in table.values()):
        raise GazetteerError(
            f"{where}: a table in {key!r} must be written "
            f'{{form = "...", reason = "...", source = "..."}}, not {table!r}'
        )
    if "form" not in table:
        raise GazetteerError(f"{where}: a table in {key!r} has no 'form'")
    return Note(clean(table["form"]), table.get("reason"), table.get("source"))


# -- writing -------------------------------------------------------------------

_BARE_KEY = regex.compile(r"[A-Za-z0-9_-]+")
WIDTH = 100
"""Columns beyond which a list is written with a form a line."""


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries as ``[[entry]]`` tables, fields that say nothing left out."""
    for number, entry in enumerate(entries):
        yield "\n" * bool(number) + "[[entry]]\n"
        yield from _fields(entry)


def _fields(entry: Entry) -> Iterator[str]:
    notes = {note.form: note for note in entry.notes}
    yield f"name = {_string(entry.name)}\n"
    if entry.kind != "name":
        yield f"kind = {_string(entry.kind)}\n"
    for key in _STRINGS:
        if getattr(entry, key) is not None:
            yield f"{key} = {_string(getattr(entry, key))}\n"
    for key in _FLAGS:
        if getattr(entry, key):
            yield f"{key} = true\n"
    for key in _WORDS:
        yield from _list(key, getattr(entry, key), {})
    for key in _FORMS:
        yield from _list(key, getattr(entry, key), notes)
    for key in _BY_LANGUAGE:
        if getattr(entry, key):
            yield f"\n[entry.{key}]\n"
        for language, texts in getattr(entry, key):
            name = language if _BARE_KEY.fullmatch(language) else _string(language)
            yield from _list(name, texts, notes)


def _list(key: str, texts: Sequence[str], notes: dict[str, Note]) -> Iterator[str]:
    if not texts:
        return
    items = [_form(notes.get(text, Note(text))) for text in texts]
    line = f"{key} = [{', '.join(items)}]"
    if len(line) > WIDTH or any(text in notes for text in texts):
        line = "\n".join((f"{key} = [", *(f"  {item}," for item in items), "]"))
    yield f"{line}\n"


def _form(note: Note) -> str:
    if note.reason is None and note.source is None:
        return _string(note.form)
    parts = [("form", note.form), ("reason", note.reason), ("source", note.source)]
    return "{" + ", ".join(f"{key} = {_string(text)}" for key, text in parts if text is not None) + "}"


def _string(text: str) -> str:
    """A TOML basic string; it escapes as JSON does, and U+007F as well."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
