"""Records as other programs write them, brought to the names that normtext uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import regex

from normtext.document import Image
from normtext.errors import UsageError
from normtext.readers.fields import text_of
from normtext.readers.html_linked import ARTICLE_TYPES, types_of

Record = Mapping[str, object]
Blocks = tuple[tuple[str | None, str], ...]

# newspaper4k writes a day without a time as midnight without a zone.
_MIDNIGHT = regex.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00:00(?:\.0+)?$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record under the names of ``fields.FIELD_NAMES``.

    Attributes:
        values: text, title, authors ... as far as the record has them.
        blocks: (kind, text) where the record tells its paragraphs apart; else the text is one piece.
        is_html: whether the text is HTML; None: its look tells.
        images: as in ``Metadata``; those in HTML are found there.
    """

    values: Record
    blocks: Blocks = ()
    is_html: bool | None = None
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How one program lays its records out.

    Attributes:
        made: whether a record is of this make, without doubt.
        prepare: brings it to the usual names.
    """

    made: Callable[[Record], bool]
    prepare: Callable[[Record], Prepared]


def form_of(record: Record) -> Form | None:
    """The form of a record that shows whose it is."""
    return next((form for form in FORMS.values() if form.made(record)), None)


def form_named(name: str) -> Form:
    """The form with a name.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in FORMS:
        raise UsageError.unknown("record format", name, FORMS)
    return FORMS[name]


def _has(*keys: str) -> Callable[[Record], bool]:
    return lambda record: all(key in record for key in keys)


def _normtext(record: Record) -> Prepared:
    """An article of normtext's own: the repaired text in its own language, with the kinds of its blocks."""
    title, language, source = (_object(record.get(name)) for name in ("title", "language", "source"))
    found = record.get("blocks")
    blocks = [_object(block) for block in (found if isinstance(found, list) else [])]
    texts = [(_text(block.get("kind")), _text(block.get("text"))) for block in blocks]
    shown = record.get("images")
    pictures = [_object(image) for image in (shown if isinstance(shown, list) else [])]
    heading = _text(title.get("text"))
    tag = _text(language.get("tag"))
    return Prepared(
        {
            **{name: record.get(name) for name in ("authors", "tags", "site", "section")},
            "title": heading,
            "published": _object(record.get("published")).get("value"),
            "modified": _object(record.get("modified")).get("value"),
            "language": None if tag == "und" else tag,
            "url": source.get("url"),
        },
        (*((("heading", heading),) if heading else ()), *((kind, text) for kind, text in texts if text)),
        images=tuple(Image(url, _text(one.get("alt"))) for one in pictures if (url := _text(one.get("url")))),
    )


def _news_article(record: Record) -> Prepared:
    """A schema.org article; of a translation the work that it was made from."""
    original = _object(record.get("translationOfWork"))
    work = {**record, **original} if original.get("articleBody") else dict(record)
    page = work.get("mainEntityOfPage")
    shown = work.get("image")
    return Prepared(
        {
            "text": work.get("articleBody") or work.get("text"),
            "title": work.get("headline") or work.get("name"),
            "authors": work.get("author") or work.get("creator"),
            "published": work.get("datePublished") or work.get("dateCreated"),
            "modified": work.get("dateModified"),
            "tags": work.get("keywords"),
            "site": text_of(work.get("publisher")),
            "section": work.get("articleSection"),
            "language": work.get("inLanguage"),
            "url": work.get("url") or (_object(page).get("@id") or page),
        },
        images=tuple(_pictures(shown if isinstance(shown, list) else [shown])),
    )


def _pictures(shown: list[object]) -> Iterator[Image]:
    """The images of a schema.org article: addresses, or objects with one."""
    for one in shown:
        image = _object(one)
        url = _text(one) or _text(image.get("url")) or _text(image.get("contentUrl"))
        if url:
            yield Image(url, _text(image.get("description")) or _text(image.get("caption")))


def _newspaper(record: Record) -> Prepared:
    """What newspaper4k's ``to_json`` writes."""
    day = _text(record.get("publish_date"))
    midnight = _MIDNIGHT.match(day or "")
    return Prepared(
        {
            **{name: record.get(name) for name in ("text", "title", "authors")},
            "published": midnight[1] if midnight else day,
            "tags": record.get("tags") or record.get("meta_keywords"),
            "site": record.get("meta_site_name"),
            "language": record.get("meta_lang"),
            "url": record.get("canonical_link") or record.get("url"),
        },
        is_html=False,
    )


def _trafilatura(record: Record) -> Prepared:
    """What trafilatura writes as JSON, and its ``bare_extraction`` as a dict: a line is a paragraph."""
    text = _text(record.get("text"))
    return Prepared(
        {
            **{name: record.get(name) for name in ("title", "tags", "language")},
            "text": text,
            "authors": record.get("author"),
            "published": record.get("date"),
            "section": record.get("categories"),
            "site": record.get("sitename") or record.get("source-hostname"),
            "url": record.get("url") or record.get("source"),
        },
        lines_as_blocks(text or ""),
        is_html=False,
    )


def lines_as_blocks(text: str) -> Blocks:
    """Every line a block; lines that begin with a dash are list items, those of a table stay together."""
    blocks: list[tuple[str | None, str]] = []
    for line in text.splitlines():
        kind = "table" if line.startswith("|") else "list_item" if line.startswith("- ") else None
        if kind == "table" and blocks and blocks[-1][0] == "table":
            blocks[-1] = ("table", f"{blocks[-1][1]}\n{line.rstrip()}")
        elif line.strip():
            blocks.append((kind, line.strip()))
    return tuple(blocks)


def _feed_item(record: Record) -> Prepared:
    """An item of a JSON Feed, with what its feed says of all items."""
    markup = _text(record.get("content_html"))
    return Prepared(
        {
            **{name: record.get(name) for name in ("title", "tags", "language", "site")},
            "text": markup or record.get("content_text") or record.get("summary"),
            "authors": record.get("authors") or record.get("author"),
            "published": record.get("date_published"),
            "modified": record.get("date_modified"),
            "url": record.get("url") or record.get("external_url"),
        },
        is_html=bool(markup),
    )


def feed_items(feed: Record) -> list[dict[str, object]]:
    """The items of a JSON Feed, each with the feed's title, language and authors where it has no own."""
    items = feed.get("items")
    shared = {"site": feed.get("title"), "language": feed.get("language")}
    shared["authors"] = feed.get("authors") or feed.get("author")
    own = [item for item in (items if isinstance(items, list) else []) if isinstance(item, dict)]
    return [{**shared, **{k: v for k, v in item.items() if v not in (None, [], "")}} for item in own]


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _is_article(record: Record) -> bool:
    return bool(types_of(dict(record)) & ARTICLE_TYPES) and "articleBody" in record


FORMS: dict[str, Form] = {
    "normtext": Form(_has("schema_version", "blocks", "source"), _normtext),
    "newsarticle": Form(_is_article, _news_article),
    "newspaper4k": Form(_has("text", "publish_date", "canonical_link", "meta_site_name"), _newspaper),
    "trafilatura": Form(_has("text", "hostname", "fingerprint", "raw_text"), _trafilatura),
    "jsonfeed": Form(lambda record: "content_html" in record or "content_text" in record, _feed_item),
}
"""The forms by the name that ``--fields`` takes; the first that knows a record as its own reads it."""
