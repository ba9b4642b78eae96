"""JSON and JSON Lines to Documents: a record is an article, one of its fields the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from normtext.document import Document, Metadata, Region
from normtext.errors import InputError, UsageError
from normtext.readers.fields import FIELD_NAMES, metadata_from, value_at
from normtext.readers.forms import Blocks, Prepared, feed_items, form_named, form_of
from normtext.readers.html import read_fragment
from normtext.readers.html_linked import ARTICLE_TYPES, linked_article, types_of
from normtext.readers.records import BadRecord, Loaded
from normtext.readers.sniff import looks_like_html
from normtext.stages.decode import clean, lost_characters

FORMAT = "format"
"""The key of ``fields`` that names whose records they are, instead of a field."""


def field_names(fields: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    """The names to look for, with the caller's own in place of the usual ones.

    Raises:
        UsageError: a field that documents do not have, or a format that nobody knows.
    """
    own = {field: (name,) for field, name in (fields or {}).items() if field != FORMAT}
    for field in own:
        if field not in FIELD_NAMES:
            raise UsageError.unknown("field", field, FIELD_NAMES)
    if fields and FORMAT in fields:
        form_named(fields[FORMAT])
    return {**FIELD_NAMES, **own}


def read_json_lines(
    lines: Iterable[bytes], *, name: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Loaded | BadRecord]:
    """Read JSON Lines one at a time; blank lines are skipped, bad ones reported.

    Args:
        lines: the lines; an open binary file will do.
        fields: ``{"text": "body"}`` takes the text from the field "body", ``{"text": "content.rendered"}``
            from a field of a field; ``{"format": "newspaper4k"}`` says who wrote the records.
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
        yield _loaded(record, place, number, names, fields, hashlib.sha256(raw).hexdigest())


def read_json(
    text: str, *, name: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Loaded | BadRecord]:
    """Read a JSON document: one record, a list of records, a JSON Feed, a JSON-LD graph.

    Raises:
        InputError: it is not JSON.
    """
    names = field_names(fields)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name or 'the source'} is not valid JSON: {_short(error)}") from error
    several = _several(data)
    for number, record in enumerate([data] if several is None else several, start=1):
        place = f"{name or 'record'}:{number}" if several is not None else name or "record"
        raw = json.dumps(record, ensure_ascii=True, sort_keys=True).encode()
        yield _loaded(record, place, number, names, fields, hashlib.sha256(raw).hexdigest())


def _several(data: Any) -> list[Any] | None:
    """The records of a document that holds several, or None."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    version = data.get("version")
    if isinstance(version, str) and "jsonfeed.org" in version and isinstance(data.get("items"), list):
        return feed_items(data)
    graph = data.get("@graph")
    if isinstance(graph, list):
        nodes = [node for node in graph if isinstance(node, dict)]
        articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
        # Each with the people and publishers that it refers to by id.
        rest = [node for node in nodes if not types_of(node) & ARTICLE_TYPES]
        return [linked_article([node, *rest], (), None) for node in articles]
    return None


def _text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _short(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


def _loaded(
    record: object,
    place: str,
    number: int,
    names: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, str] | None,
    digest: str,
) -> Loaded | BadRecord:
    if not isinstance(record, dict):
        return BadRecord(
            place, number, f"a record is an object with fields, this is a {type(record).__name__}"
        )
    document = document_of(_prepared(record, names, fields or {}), place)
    if document is None:
        known = ", ".join(names["text"])
        return BadRecord(place, number, f"no text: none of the fields {known} holds one")
    return Loaded(document, digest)


def _prepared(
    record: dict[str, object], names: Mapping[str, tuple[str, ...]], fields: Mapping[str, str]
) -> Prepared:
    """The record under the usual names: by the form that was named, or that it shows, or by its fields."""
    own = {field: value_at(record, (name,)) for field, name in fields.items() if field != FORMAT}
    form = form_named(fields[FORMAT]) if FORMAT in fields else None if own else form_of(record)
    if form is None:
        return Prepared({field: value_at(record, named) for field, named in names.items()})
    made = form.prepare(record)
    return replace(made, values={**made.values, **own}, blocks=() if "text" in own else made.blocks)


def document_of(made: Prepared, place: str) -> Document | None:
    """The document of a record, or None where it has no text."""
    stated = made.values.get("text")
    text = stated if isinstance(stated, str) else None
    if text is None and not made.blocks:
        return None
    metadata = metadata_from({key: _cleaned(value) for key, value in made.values.items()})
    text = text or ""
    if not made.blocks and (looks_like_html(text) if made.is_html is None else made.is_html):
        return _from_markup(text, metadata, place)
    regions: tuple[Region, ...] = ()
    if made.blocks:
        text, regions = _joined(made.blocks)
    cleaned, notices = clean(text)
    return Document(
        cleaned,
        "application/json",
        encoding="utf-8",
        encoding_rule="utf-8",
        regions=regions,
        metadata=replace(metadata, images=made.images),
        name=place,
        notices=(*notices, *lost_characters(text)),
    )


def _from_markup(markup: str, metadata: Metadata, place: str) -> Document:
    text, notices = clean(markup)
    document = read_fragment(text, url=metadata.url, name=place)
    return replace(
        document,
        encoding="utf-8",
        encoding_rule="utf-8",
        metadata=replace(metadata, images=document.metadata.images),
        notices=(*notices, *lost_characters(document.text), *document.notices),
    )


def _joined(blocks: Blocks) -> tuple[str, tuple[Region, ...]]:
    """The text of the blocks, blank lines between, and where each of them stands."""
    parts, regions, at = [], [], 0
    for kind, block in blocks:
        text = block.strip()
        if text:
            parts.append(text)
            regions.append(Region(at, at + len(text), kind))
            at += len(text) + 2
    return "\n\n".join(parts), tuple(regions)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)[0]
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return {k: _cleaned(v) for k, v in value.items()} if isinstance(value, dict) else value
