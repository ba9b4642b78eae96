"""Metadata from named fields: what records and front matter call the title, the authors, the date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import regex

from normtext.document import Metadata
from normtext.stages.structure.people import read_authors

# The names under which each field is looked for, lower case, the first that holds something wins.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "articlebody", "article_body", "maintext", "article"),
    "title": ("title", "headline"),
    "authors": ("authors", "author", "byline", "creator"),
    "published": (
        "published", "datepublished", "date_published", "date_publish", "date", "publish_date", "publishdate",
        "pubdate", "pub_date", "published_at", "publishedat", "published_time",
    ),
    "modified": (
        "modified", "datemodified", "date_modified", "date_modify", "updated", "lastmod", "last_modified_at",
        "last_modified", "updated_at", "updatedat", "updateddate", "modified_at", "modified_time",
    ),
    "tags": ("tags", "keywords"),
    "site": ("site", "sitename", "site_name", "source", "source_domain", "publisher"),
    "section": ("section", "articlesection", "category", "categories"),
    "language": ("language", "lang", "inlanguage"),
    "url": ("url", "link", "canonical_url"),
}  # fmt: skip
_SEVERAL = regex.compile(r",|\s\p{Ll}{1,3}\s")
_PERSON_BREAK = regex.compile(r"\s*;\s*")


def metadata_from(
    record: Mapping[str, object],
    names: Mapping[str, tuple[str, ...]] = FIELD_NAMES,
    *,
    url: str | None = None,
) -> Metadata:
    """Read metadata from a mapping of named values; what has another form than expected is left out."""

    def first(field: str) -> object:
        return value_at(record, names.get(field, ()))

    authors = texts(first("authors"))
    if len(authors) == 1:
        authors = [name for name in _PERSON_BREAK.split(authors[0]) if name]
    if len(authors) == 1 and _SEVERAL.search(authors[0]):
        authors = list(read_authors(authors[0]) or authors)
    tags = first("tags")
    if isinstance(tags, list) and len(tags) == 1 and isinstance(tags[0], str):
        tags = tags[0]
    return Metadata(
        title=text_of(first("title")),
        authors=tuple(dict.fromkeys(authors)),
        published=text_of(first("published")),
        modified=text_of(first("modified")),
        tags=tuple(dict.fromkeys(_split_tags(tags) if isinstance(tags, str) else texts(tags))),
        site=text_of(first("site")),
        section=text_of(first("section")),
        language=text_of(first("language")),
        url=url or text_of(first("url")),
    )


def value_at(record: Mapping[str, object], names: Iterable[str]) -> object:
    """The value of the first of some fields that holds anything, else an empty one, whatever their case.

    A name with dots is a path: "content.rendered" is the field "rendered" of the object "content".
    """
    values = {str(key).lower(): value for key, value in record.items()}
    empty: object = None
    for name in names:
        value = values.get(name.lower())
        if value is None and "." in name:
            first, _, rest = name.partition(".")
            inner = values.get(first.lower())
            value = value_at(inner, (rest,)) if isinstance(inner, dict) else None
        if value:
            return value
        empty = value if empty is None else empty
    return empty


def text_of(value: object) -> str | None:
    """A text: the value, the name in an object, or the first of a list; None for anything else."""
    return next(iter(texts(value)), None)


def texts(value: object) -> list[str]:
    """All the texts of a value: itself, the names of objects, the items of a list."""
    items = value if isinstance(value, list) else [value]
    found = []
    for item in items:
        named = item.get("name") if isinstance(item, dict) else item
        if isinstance(named, int | float) and not isinstance(named, bool):
            named = str(named)
        if isinstance(named, str) and named.strip():
            found.append(named.strip())
    return found


def _split_tags(text: str) -> list[str]:
    return [tag.strip() for tag in regex.split(r"[,;]", text) if tag.strip()]
