"""RSS, Atom, and the XML that trafilatura writes: an entry is an article.

Needs the extra ``html``. Nothing is fetched, and entities of a feed's own are not expanded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import regex

from normtext.errors import InputError
from normtext.readers.forms import Blocks, Prepared
from normtext.readers.html import need_extra
from normtext.readers.jsonlines import document_of
from normtext.readers.records import BadRecord, Loaded

_KINDS = {
    "head": "heading",
    "p": "paragraph",
    "item": "list_item",
    "quote": "quote",
    "code": "code",
    "row": "table",
}
_MARKUP = regex.compile(r"<[a-zA-Z/!][^<>]*+>|&(?:[a-zA-Z]{2,10}|#\d{1,7});")
# "ada@weir.example (Ada Brook)", as RSS writes authors.
_MAILED = regex.compile(r"\S+@\S+\s*\((.+)\)$")
# Descriptions of pictures and films in this namespace have the names of those of the entry.
_MEDIA = "search.yahoo.com/mrss"
_TEXTS = ("encoded", "content", "description", "summary")
_PUBLISHED = ("published", "pubDate", "issued", "date", "created")


def read_feed(text: str, *, name: str | None = None) -> Iterator[Loaded | BadRecord]:
    """Read the entries of a feed, one at a time.

    Raises:
        InputError: it is neither a feed nor what trafilatura writes.
        MissingExtraError: the extra ``html`` is not installed.
    """
    need_extra()
    root = _parsed(text)
    entries = [] if root is None else [e for e in root.iter() if _local(e) in ("item", "entry", "doc")]
    docs = [entry for entry in entries if _local(entry) == "doc"]
    if root is None or (not entries and _local(root) not in ("rss", "feed", "RDF")):
        raise InputError(f"{name or 'the source'} is XML, but neither RSS nor Atom nor trafilatura's")
    channel = next((e for e in root.iter() if _local(e) == "channel"), root)
    shared = {"site": _child(channel, "title"), "language": _child(channel, "language") or _lang(root)}
    for number, entry in enumerate(docs or entries, start=1):
        place = f"{name or 'entry'}:{number}"
        made = _doc(entry) if docs else _entry(entry, shared)
        document = document_of(made, place)
        if document is None:
            yield BadRecord(place, number, "no text: the entry has neither content nor description")
            continue
        from lxml import etree

        yield Loaded(document, hashlib.sha256(etree.tostring(entry, with_tail=False)).hexdigest())


def _parsed(text: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _local(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lang(element: Any) -> str | None:
    found = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(found) if found else None


def _children(element: Any, *names: str) -> list[Any]:
    """The children with the first of some names that has any."""
    for name in names:
        found = [child for child in element if _local(child) == name and _MEDIA not in child.tag]
        if found:
            return found
    return []


def _child(element: Any, *names: str) -> str | None:
    """The text of the first child of the first of some names that has text."""
    for name in names:
        for child in _children(element, name):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return None


def _entry(entry: Any, shared: dict[str, str | None]) -> Prepared:
    """An entry of RSS or Atom, with what its feed says of all entries."""
    body, is_html = _body(entry)
    return Prepared(
        {
            "text": body,
            "title": _child(entry, "title"),
            "authors": _authors(entry),
            "published": _date(_child(entry, *_PUBLISHED)),
            "modified": _date(_child(entry, "updated", "modified")),
            "tags": [term for c in _children(entry, "category") if (term := c.get("term") or _own_text(c))],
            "url": _link(entry),
            "site": shared["site"],
            "language": _lang(entry) or shared["language"],
        },
        is_html=is_html,
    )


def _own_text(element: Any) -> str:
    return (element.text or "").strip()


def _body(entry: Any) -> tuple[str | None, bool]:
    """The fullest text of an entry, and whether it is HTML."""
    from lxml import etree

    for name in _TEXTS:
        for child in _children(entry, name):
            if child.get("type") == "xhtml":
                return etree.tostring(child, encoding="unicode", method="html", with_tail=False), True
            text = "".join(child.itertext()).strip()
            if text:
                return text, child.get("type") == "html" or _MARKUP.search(text) is not None
    return None, False


def _authors(entry: Any) -> list[str]:
    names = []
    for author in _children(entry, "author", "creator"):
        name = _child(author, "name") or "".join(author.itertext()).strip()
        mailed = _MAILED.match(name)
        names.append(mailed[1] if mailed else name)
    return [name for name in names if name]


def _date(stated: str | None) -> str | None:
    """A date as mails write it in ISO 8601; any other as it stands."""
    if not stated or not stated[-1:].strip() or stated[:1].isdigit():
        return stated
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated


def _link(entry: Any) -> str | None:
    links = _children(entry, "link")
    shown = [link for link in links if link.get("rel") in (None, "alternate")]
    return next((link.get("href") or _own_text(link) for link in shown or links), None) or None


def _doc(doc: Any) -> Prepared:
    """A document as trafilatura writes it."""
    names = {"title": "title", "authors": "author", "published": "date", "section": "categories"}
    names |= {"tags": "tags", "site": "sitename", "url": "url", "language": "language"}
    main = next((child for child in doc if _local(child) == "main"), doc)
    return Prepared({field: doc.get(name) for field, name in names.items()}, _blocks(main))


def _blocks(main: Any) -> Blocks:
    """The blocks of trafilatura's tree; what stands outside of any is a paragraph."""
    blocks: list[tuple[str | None, str]] = []
    for element in main.iter():
        kind = _KINDS.get(_local(element))
        if kind is None or any(_local(outer) in _KINDS for outer in element.iterancestors()):
            continue
        cells = [c for c in element.iter() if _local(c) == "cell"] if kind == "table" else []
        text = "\t".join(_flat(cell) for cell in cells) if cells else _flat(element, verbatim=kind == "code")
        if kind == "table" and blocks and blocks[-1][0] == "table":
            blocks[-1] = ("table", f"{blocks[-1][1]}\n{text}")
        elif text:
            blocks.append((kind, text))
    return tuple(blocks)


def _flat(element: Any, *, verbatim: bool = False) -> str:
    text = "".join(element.itertext())
    return text.strip() if verbatim else " ".join(text.split())
