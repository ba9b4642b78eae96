"""What a page states of itself: JSON-LD, OpenGraph and other meta elements, microdata, head.

Values are taken as they stand there, entities decoded; nothing is guessed from the running text.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import regex

from normtext.document import Image, Metadata
from normtext.readers.html_images import joined_address
from normtext.readers.html_linked import linked_article, linked_nodes
from normtext.readers.html_shown import date_in_url, shown_authors, shown_dates, stands_elsewhere
from normtext.readers.html_text import select
from normtext.stages.structure.people import is_paper, is_role, read_authors

_SEPARATORS = regex.compile(r"\s+[|–—\-·•:»«/]+\s+|\s*[|»]\s*")
_BY = regex.compile(
    r"^(?:(?:written|posted|reported)\s+)?(?:by|von|par|por|door|di)(?:\s+|:\s*)(?=\S)", regex.IGNORECASE
)
_SEVERAL = regex.compile(r",|\s\p{Ll}{1,3}\s")
_BAR = regex.compile(r"\s+[|•·–—-]\s+")
_DEGREE = regex.compile(r"(?:\p{Lu}\.?){2,4}|Ph\.?D\.?|M\.?Sc\.?")
# Addresses and handles, and what content management systems write for nobody.
_NOBODY = regex.compile(
    r"https?://|www\.|@|/|(?:admin|administrator|webmaster|author|unknown|none|null|n/a)$", regex.IGNORECASE
)
# What somebody logs in with, and is called where the page knows no better.
_LOGIN = regex.compile(r"[a-z][a-z0-9._-]*")
# Year 1, year 0 and the epoch stand for "no date" in pages made by machines.
_NO_DATE = regex.compile(r"000[01]-|0+$|1970-01-01T00:00:00|1[0-8]\d\d-|\D*$")
_TIMED = regex.compile(r".{10}[T ]\d\d:\d\d")
_MICRO = frozenset(("datePublished", "dateModified", "headline", "articleSection"))
_AND = regex.compile(r"\s*(?:;|\s(?:and|und|et|y|e|en)\s)\s*")
_SPACE = regex.compile(r"\s+")
_TITLE_LIMIT = 500
# Names that pages repeat, once for each value.
_REPEATED = frozenset(("article:tag", "citation_author", "author", "article:author"))
_MAX_REPEATS = 50
_TAG_LINKS = "descendant::a[@rel='tag' or contains(@rel, ' tag')]"


def read_metadata(root: Any, url: str | None = None) -> Metadata:
    """The metadata of a page, given as an lxml tree. ``url`` is where it was found, if known."""
    meta = _meta(root)
    address = url or _first(_link(root, "canonical"), meta.get("og:url"))
    headings = [text for text in (_text(heading) for heading in root.iter("h1")) if text]
    nodes = linked_nodes(root.iter("script"))
    named = linked_article(nodes, [*headings, *filter(None, (meta.get("og:title"),))], address)
    micro = _microdata(root)
    site = _first(meta.get("og:site_name"), _name(named.get("publisher")), meta.get("application-name"))
    address = address or _first(named.get("url"))
    published, modified = _dates(root, named, meta, micro, address)
    return Metadata(
        title=_title(root, named, meta, micro, site, headings),
        authors=_without_site_name(_authors(root, named, meta), site),
        published=published,
        modified=modified,
        tags=_tags(root, named, meta),
        site=site,
        section=_first(named.get("articleSection"), meta.get("article:section"), micro.get("articleSection")),
        language=_language(root, named, meta),
        url=address,
        images=_lead_image(named, address),
    )


def _lead_image(named: dict[str, Any], url: str | None) -> tuple[Image, ...]:
    """The first picture that JSON-LD gives the article."""
    stated = named.get("image")
    first = next(iter(stated), None) if isinstance(stated, list) else stated
    image = first if isinstance(first, dict) else {"url": first}
    names = (image.get("url"), image.get("contentUrl"))
    name = next((html.unescape(name).strip() for name in names if isinstance(name, str)), "")
    address = joined_address(url, name)
    return (Image(address, _first(image.get("caption"), image.get("description"))),) if address else ()


_PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished date_published date "
    "pubdate pub_date publishdate publish-date publish_date publication_date publication-date published "
    "originalpublicationdate article_date_original parsely-pub-date sailthru.date bt:pubdate dc.date "
    "dc.date.issued dc.date.created dcterms.created dcterms.date dcterms.issued citation_publication_date "
    "citation_date cxenseparse:recs:publishtime iso-8601-publish-date displaydate"
).split()
_MODIFIED = (
    "article:modified_time og:updated_time article:modified datemodified date_modified dcterms.modified "
    "dc.date.modified dc.modified last-modified lastmod revised"
).split()
_AUTHORS = (
    "author byl parsely-author sailthru.author dc.creator dc.creator.author dcterms.creator citation_author "
    "article:author og:article:author article:author_name"
).split()


def _dates(
    root: Any, named: dict[str, Any], meta: dict[str, str], micro: dict[str, str], url: str | None
) -> tuple[str | None, str | None]:
    """Publication and change: what the head states, else what the page marks, else the day in the address."""
    published = _dated(
        named.get("datePublished"), named.get("dateCreated"), *_of(meta, _PUBLISHED[:3]),
        micro.get("datePublished"), *_of(meta, _PUBLISHED[3:]),
    )  # fmt: skip
    modified = _dated(named.get("dateModified"), *_of(meta, _MODIFIED), micro.get("dateModified"))
    if published is None:
        shown, changed = shown_dates(root)
        published = shown or date_in_url(url) or (None if modified else changed)
        modified = modified or (changed if published != changed else None)
    return published, modified


def _dated(*values: object) -> str | None:
    """The first value that can be a date; a later one for the same day that has the time, too."""
    stated = [text for text in map(_first, values) if text and not _NO_DATE.match(text)]
    if not stated:
        return None
    timed = (text for text in stated if text[:10] == stated[0] and _TIMED.match(text))
    return next(timed, stated[0])


def _meta(root: Any) -> dict[str, str]:
    """The meta elements by name; the first of several, those of ``article:tag`` and the like by lines."""
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        if not name or seen.get(name, 0) >= (_MAX_REPEATS if name in _REPEATED else 1):
            continue
        content = _plain(element.get("content"))
        if content:
            seen[name] = seen.get(name, 0) + 1
            found[name] = f"{found[name]}\n{content}" if name in found else content
    return found


def _of(meta: dict[str, str], names: Iterable[str]) -> list[str | None]:
    return [meta.get(name) for name in names]


def _first(*values: object) -> str | None:
    """The first value that is a text; of a list its first text."""
    for value in values:
        candidates = value if isinstance(value, list) else [value]
        for candidate in candidates:
            text = _plain(candidate)
            if text:
                return text
    return None


def _plain(value: object) -> str | None:
    """A text on one line with its entities decoded; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = html.unescape(str(value))
    if "  " in text or not text.isprintable():  # else no white space in it but single spaces
        text = _SPACE.sub(" ", text)
    return text.strip()[:_TITLE_LIMIT] or None


def _text(element: Any) -> str | None:
    return _plain("".join(element.itertext()))


def _name(value: object) -> str | None:
    """The name of a person or organisation: a text, an object with a name, the first of a list."""
    if isinstance(value, list):
        return next((name for name in map(_name, value[:1]) if name), None)
    if isinstance(value, dict):
        return _first(value.get("name"))
    return _plain(value)


def _microdata(root: Any) -> dict[str, str]:
    """The first value of each ``itemprop`` that is read here, those of comments and teasers left out."""
    found: dict[str, str] = {}
    for element in select(root, "descendant::*[@itemprop]"):
        for name in element.get("itemprop").split():
            if name in _MICRO and name not in found and not stands_elsewhere(element):
                title = element.get("title") if element.tag == "abbr" else None
                value = element.get("content") or element.get("datetime") or title or _text(element)
                if value:
                    found[name] = _plain(value) or ""
    return found


def _title(
    root: Any,
    named: dict[str, Any],
    meta: dict[str, str],
    micro: dict[str, str],
    site: str | None,
    headings: list[str],
) -> str | None:
    """The title: the stated one that the page's own heading confirms, else the best stated."""
    stated = [
        text
        for text in (
            _first(named.get("headline")), _first(meta.get("og:title")), _first(meta.get("twitter:title")),
            micro.get("headline"), _first(meta.get("dc.title"), meta.get("citation_title")),
        )
        if text
    ]  # fmt: skip
    head = next((t for t in (_text(e) for e in root.iter("title")) if t), None)
    for heading in headings:
        if any(_says(text, heading) for text in (*stated, head or "")):
            return heading
    if stated:
        return _without_site(stated[0], site, [])
    if head is None:
        return headings[0] if len(headings) == 1 else None
    return _without_site(head, site, headings, map(_text, root.iter("h2", "h3")))


def _says(stated: str, heading: str) -> bool:
    """Whether a stated title is the heading, with a site's name after it or cut short."""
    one, other = stated.casefold(), heading.casefold()
    if one == other:
        return True
    if one.startswith(other) and _SEPARATORS.match(stated[len(heading) :]):
        return True
    cut = one.rstrip(".… ")
    return len(cut) >= 40 and other.startswith(cut)


def _without_site(
    title: str, site: str | None, headings: list[str], others: Iterable[str | None] = ()
) -> str:
    """Cut the site's name off a title where the page gives it elsewhere, too.

    ``others`` are lesser headings: where the first one is the name of the site, one of them is the title.
    """
    if site:
        for match in _SEPARATORS.finditer(title):
            if title[match.end() :].casefold() == site.casefold():
                return title[: match.start()]
            if title[: match.start()].casefold() == site.casefold():
                return title[match.end() :]
    before = next((h for h in headings if title.startswith(f"{h}: ")), None)
    if before is not None and title[len(before) + 2 :] in others:
        return title[len(before) + 2 :]
    return next((h for h in headings if _says(title, h)), title)


def _authors(root: Any, named: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    """The authors of the first source that names any."""
    stated = named.get("author") or named.get("creator")
    people = [_name(person) for person in (stated if isinstance(stated, list) else [stated])]
    logins: tuple[str, ...] = ()
    sources: list[Sequence[str | None]] = [people, *((meta.get(name) or "").split("\n") for name in _AUTHORS)]
    for source in sources:
        found = _people(source)
        if found and not all(map(_LOGIN.fullmatch, found)):
            return found
        logins = logins or found
    return _people(_micro_authors(root)) or shown_authors(root) or logins


def _micro_authors(root: Any) -> list[str | None]:
    """Names of the people that microdata or ``rel=author`` links mark as authors."""
    names: list[str | None] = []
    for element in select(root, "descendant::*[@itemprop='author']")[:20]:
        if stands_elsewhere(element):
            continue
        inner = next(iter(select(element, "descendant::*[@itemprop='name']")), element)
        names.append(inner.get("content") or _text(inner))
    if not any(names):
        links = select(root, "descendant::a[@rel='author']")[:20]
        names = [_text(element) for element in links if not stands_elsewhere(element)]
    return names


def _people(values: Iterable[str | None]) -> tuple[str, ...]:
    """Names of people without "By", roles and papers behind them; addresses left out, each once."""
    names: list[str] = []
    for value in values:
        text = _plain(value)
        if not text or len(text) > 200 or _NOBODY.match(text):
            continue
        people = _BAR.split(_BY.sub("", text))[0]
        several = read_authors(people) if _SEVERAL.search(people) else None
        for name in several or _AND.split(people):
            names += _parted([part.strip(" ,") for part in name.split(", ")], name.strip(" ,"))
    return tuple(dict.fromkeys(name for name in names if name))


def _parted(parts: list[str], whole: str) -> list[str]:
    """The names in "Ana Ruiz, Bo Ek, Staff Writers"; a name of two parts such as "Ruiz, Ana" stays whole."""
    if len(parts) == 1:
        return parts
    people = [part for part in parts if not (is_role(part) or is_paper(part) or _DEGREE.fullmatch(part))]
    if not people:
        return [whole]
    return people if all(" " in part for part in people) else [whole]


def _without_site_name(authors: tuple[str, ...], site: str | None) -> tuple[str, ...]:
    """The people, where the site is named as an author beside them."""
    if not site or len(authors) < 2:
        return authors
    name = site.casefold()
    people = tuple(a for a in authors if not _same_start(a.casefold(), name))
    return people or authors


def _same_start(one: str, other: str) -> bool:
    """Whether two names are one, or one of them goes on with further words: "CNN", "CNN Business"."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _tags(root: Any, named: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    """The tags of the first source that states any."""
    sources: tuple[Callable[[], list[str | None]], ...] = (
        lambda: _meta_list(root, "article:tag"),
        lambda: _listed(named.get("keywords")),
        lambda: _listed(meta.get("news_keywords")),
        lambda: [_text(link) for link in select(root, _TAG_LINKS)[:50]],
        lambda: _listed(meta.get("keywords")),
    )
    for source in sources:
        tags = tuple(dict.fromkeys(tag for tag in source() if tag))
        if tags:
            return tags
    return ()


def _meta_list(root: Any, name: str) -> list[str | None]:
    values = [_plain(e.get("content")) for e in root.iter("meta") if (e.get("property") or "") == name]
    return _listed(values[0]) if len(values) == 1 else list(values)


def _listed(value: object) -> list[str | None]:
    """The items of a list, or of a text with commas or semicolons."""
    if isinstance(value, list):
        return [_name(item) for item in value]
    text = _plain(value)
    if not text:
        return []
    # Semicolons part only where nothing else does: they also end what is left of entities.
    return [_plain(part) for part in regex.split(r"[,、，]" if regex.search(r"[,、，]", text) else ";", text)]


def _language(root: Any, named: dict[str, Any], meta: dict[str, str]) -> str | None:
    html_element = next(iter(root.iter("html")), None)
    stated = html_element.get("lang") or html_element.get("xml:lang") if html_element is not None else None
    language = named.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    found = _first(stated, language, meta.get("content-language"), meta.get("og:locale"))
    return found.replace("_", "-") if found else None


def _link(root: Any, rel: str) -> str | None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == rel:
            return _plain(element.get("href"))
    return None
