"""JSON and JSON Lines to Documents: a record is an article, one of its fields the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from normtext.document import Document
from normtext.errors import InputError, UsageError
from normtext.readers.fields import FIELD_NAMES, metadata_from
from normtext.readers.records import BadRecord, Loaded
from normtext.stages.decode import clean, lost_characters


def field_names(fields: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    """The names to look for, with the caller's own in place of the usual ones.

    Raises:
        UsageError: a field that documents do not have.
    """
    for field in fields or {}:
        if field not in FIELD_NAMES:
            raise UsageError.unknown("field", field, FIELD_NAMES)
    return {**FIELD_NAMES, **{field: (name,) for field, name in (fields or {}).items()}}


def read_json_lines(
    lines: Iterable[bytes], *, name: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Loaded | BadRecord]:
    """Read JSON Lines one at a time; blank lines are skipped, bad ones reported.

    Args:
        lines: the lines; an open binary file will do.
        fields: ``{"text": "body"}`` takes the text from the field "body".
    """
    names = field_names(fields)
    label = name or "line"
    for number, line in enumerate(lines, start=1):
        raw = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not raw:
            continue
        place = f"{label}:{number}"
        try:
            record = json.loads(_text_of(raw))
        except (ValueError, RecursionError) as error:
            yield BadRecord(place, number, f"not valid JSON: {_short(error)}")
            continue
        yield _loaded(record, place, number, names, hashlib.sha256(raw).hexdigest())


def read_json(
    text: str, *, name: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Loaded | BadRecord]:
    """Read a JSON document: one record, or a list of records.

    Raises:
        InputError: it is not JSON.
    """
    names = field_names(fields)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name or 'the source'} is not valid JSON: {_short(error)}") from error
    records = data if isinstance(data, list) else [data]
    for number, record in enumerate(records, start=1):
        place = f"{name or 'record'}:{number}" if isinstance(data, list) else name or "record"
        raw = json.dumps(record, ensure_ascii=True, sort_keys=True).encode()
        yield _loaded(record, place, number, names, hashlib.sha256(raw).hexdigest())


def _text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _short(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


def _loaded(
    record: object, place: str, number: int, names: Mapping[str, tuple[str, ...]], digest: str
) -> Loaded | BadRecord:
    if not isinstance(record, dict):
        return BadRecord(
            place, number, f"a record is an object with fields, this is a {type(record).__name__}"
        )
    values = {str(key).lower(): value for key, value in record.items()}
    text = next((values[n.lower()] for n in names["text"] if isinstance(values.get(n.lower()), str)), None)
    if text is None:
        known = ", ".join(names["text"])
        return BadRecord(place, number, f"no text: none of the fields {known} holds one")
    cleaned, notices = clean(text)
    metadata = metadata_from({key: _cleaned(value) for key, value in values.items()}, names)
    document = Document(
        cleaned,
        "application/json",
        encoding="utf-8",
        encoding_rule="utf-8",
        metadata=metadata,
        name=place,
        notices=(*notices, *lost_characters(text)),
    )
    return Loaded(document, digest)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)[0]
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {k: _cleaned(v) for k, v in value.items()} if isinstance(value, dict) else value
