"""Metadata from named fields: what records and front matter call the title, the authors, the date."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from normtext.document import Metadata

# The names under which each field is looked for, lower case, the first that holds something wins.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "articlebody", "article_body", "maintext", "article"),
    "title": ("title", "headline"),
    "authors": ("authors", "author", "byline", "creator"),
    "published": (
        "published", "datepublished", "date_published", "date_publish", "date", "publish_date", "pubdate",
        "published_at",
    ),
    "modified": ("modified", "datemodified", "date_modified", "date_modify", "updated", "lastmod"),
    "tags": ("tags", "keywords"),
    "site": ("site", "sitename", "site_name", "source", "source_domain", "publisher"),
    "section": ("section", "articlesection", "category", "categories"),
    "language": ("language", "lang", "inlanguage"),
    "url": ("url", "link", "canonical_url"),
}  # fmt: skip
_PERSON_BREAK = regex.compile(r"\s*;\s*")


def metadata_from(
    record: Mapping[str, object],
    names: Mapping[str, tuple[str, ...]] = FIELD_NAMES,
    *,
    url: str | None = None,
) -> Metadata:
    """Read metadata from a mapping of named values; what has another form than expected is left out."""
    values = {str(key).lower(): value for key, value in record.items()}

    def first(field: str) -> object:
        return next((values[n.lower()] for n in names.get(field, ()) if values.get(n.lower())), None)

    authors = texts(first("authors"))
    if len(authors) == 1:
        authors = [name for name in _PERSON_BREAK.split(authors[0]) if name]
    tags = first("tags")
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
