"""What a page states of itself: JSON-LD, OpenGraph and other meta elements, microdata, head.

Values are taken as they stand there, entities decoded; nothing is guessed from the running text.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any

import regex

from normtext.document import Metadata

_ARTICLE_TYPE_NAMES = (
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle AskPublicNewsArticle "
    "BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle LiveBlogPosting SocialMediaPosting "
    "TechArticle ScholarlyArticle SatiricalArticle AdvertiserContentArticle Blogposting"
)
_ARTICLE_TYPES = frozenset(_ARTICLE_TYPE_NAMES.split())
_SEPARATORS = regex.compile(r"\s+[|–—\-·•:»«/]+\s+|\s*[|»]\s*")
_BY = regex.compile(r"^(?:by|von|par|por|door|di)\s+(?=\p{Lu})", regex.IGNORECASE)
_AND = regex.compile(r"\s*(?:;|\s(?:and|und|et|y|e|en)\s)\s*")
_SPACE = regex.compile(r"\s+")
_TITLE_LIMIT = 500
_JSON_LIMIT = 2_000_000
_JSON_NODES = 20_000


def read_metadata(root: Any, url: str | None = None) -> Metadata:
    """The metadata of a page, given as an lxml tree. ``url`` is where it was found, if known."""
    meta = _meta(root)
    linked = _article_of(_json_ld(root))
    named = linked or {}
    micro = _microdata(root)
    site = _first(meta.get("og:site_name"), _name(named.get("publisher")), meta.get("application-name"))
    published = _first(
        named.get("datePublished"), named.get("dateCreated"), meta.get("article:published_time"),
        meta.get("og:article:published_time"), micro.get("datePublished"), *_of(meta, _DATES),
    )  # fmt: skip
    modified = _first(
        named.get("dateModified"), meta.get("article:modified_time"), meta.get("og:updated_time"),
        micro.get("dateModified"), meta.get("last-modified"),
    )  # fmt: skip
    return Metadata(
        title=_title(root, named, meta, micro, site),
        authors=_authors(root, named, meta, micro),
        published=published,
        modified=modified,
        tags=_tags(root, named, meta),
        site=site,
        section=_first(named.get("articleSection"), meta.get("article:section"), micro.get("articleSection")),
        language=_language(root, named, meta),
        url=url or _first(_link(root, "canonical"), meta.get("og:url"), named.get("url")),
    )


_DATES = ("date", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date",
          "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued",
          "citation_publication_date", "cxenseparse:recs:publishtime")  # fmt: skip
_AUTHORS = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
            "citation_author", "article:author", "og:article:author")  # fmt: skip


def _meta(root: Any) -> dict[str, str]:
    """The meta elements by name; the first of several, those of ``article:tag`` joined by newlines."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        content = _plain(element.get("content"))
        if not name or not content:
            continue
        if name not in found:
            found[name] = content
        elif name in ("article:tag", "citation_author", "author", "article:author"):
            found[name] += "\n" + content
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
    return "".join(_SPACE.sub(" ", text).strip()[:_TITLE_LIMIT]) or None


def _text(element: Any) -> str | None:
    return _plain("".join(element.itertext()))


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first."""
    nodes = 0
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting = [_loaded(script.text or "")]
        while waiting and nodes < _JSON_NODES:
            nodes += 1
            node = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
            if isinstance(node, dict):
                yield node
                waiting += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                waiting += [value for value in node if isinstance(value, dict | list)]


def _loaded(text: str) -> object:
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    text = text.removeprefix("<!--").removesuffix("-->")
    if len(text) > _JSON_LIMIT:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _article_of(nodes: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The first article among the objects, with the authors and the publisher that it refers to by id."""
    everything = list(nodes)
    found = next((n for n in everything if _types(n) & _ARTICLE_TYPES), None)
    if found is None:
        return None
    by_id = {n["@id"]: n for n in everything if isinstance(n.get("@id"), str) and "name" in n}
    return {key: _resolved(value, by_id) for key, value in found.items()}


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved_one(item, by_id) for item in value]
    return _resolved_one(value, by_id)


def _resolved_one(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _name(value: object) -> str | None:
    """The name of a person or organisation: a text, an object with a name, the first of a list."""
    if isinstance(value, list):
        return next((name for name in map(_name, value[:1]) if name), None)
    if isinstance(value, dict):
        return _first(value.get("name"))
    return _plain(value)


def _microdata(root: Any) -> dict[str, str]:
    """The first value of each ``itemprop`` that articles use."""
    found: dict[str, str] = {}
    for element in root.iterfind(".//*[@itemprop]"):
        for name in element.get("itemprop").split():
            if name not in found:
                value = element.get("content") or element.get("datetime") or _text(element)
                if value:
                    found[name] = _plain(value) or ""
    return found


def _title(
    root: Any, named: dict[str, Any], meta: dict[str, str], micro: dict[str, str], site: str | None
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
    headings = [text for text in (_text(h) for h in root.iter("h1")) if text]
    head = next((t for t in (_text(e) for e in root.iter("title")) if t), None)
    for heading in headings:
        if any(_says(text, heading) for text in (*stated, head or "")):
            return heading
    if stated:
        return _without_site(stated[0], site, [])
    if head is None:
        return headings[0] if len(headings) == 1 else None
    return _without_site(head, site, headings)


def _says(stated: str, heading: str) -> bool:
    """Whether a stated title is the heading, with a site's name after it or cut short."""
    one, other = stated.casefold(), heading.casefold()
    if one == other:
        return True
    if one.startswith(other) and _SEPARATORS.match(stated[len(heading) :]):
        return True
    cut = one.rstrip(".… ")
    return len(cut) >= 40 and other.startswith(cut)


def _without_site(title: str, site: str | None, headings: list[str]) -> str:
    """Cut the site's name off a title where the page gives it elsewhere, too."""
    if site:
        for match in _SEPARATORS.finditer(title):
            if title[match.end() :].casefold() == site.casefold():
                return title[: match.start()]
            if title[: match.start()].casefold() == site.casefold():
                return title[match.end() :]
    return next((h for h in headings if _says(title, h)), title)


def _authors(
    root: Any, named: dict[str, Any], meta: dict[str, str], micro: dict[str, str]
) -> tuple[str, ...]:
    """The authors of the first source that names any."""
    value = named.get("author") or named.get("creator")
    people = [_name(person) for person in (value if isinstance(value, list) else [value])]
    found = _people(people)
    for name in _AUTHORS:
        if found:
            return found
        found = _people((meta.get(name) or "").split("\n"))
    return found or _people(_micro_authors(root)) or _people([micro.get("author")])


def _micro_authors(root: Any) -> list[str | None]:
    """Names of the people that microdata or ``rel=author`` links mark as authors."""
    marked = root.xpath(".//*[@itemprop='author']")
    names = []
    for element in marked[:20]:
        inner = element.xpath(".//*[@itemprop='name']")
        names.append(
            (inner[0].get("content") or _text(inner[0]))
            if inner
            else element.get("content") or _text(element)
        )
    if not any(names):
        names = [_text(element) for element in root.xpath(".//a[@rel='author']")[:20]]
    return names


def _people(values: Iterable[str | None]) -> tuple[str, ...]:
    """Names of people without "By", addresses left out, each once."""
    names: list[str] = []
    for value in values:
        text = _plain(value)
        if not text or len(text) > 200 or regex.match(r"https?://|www\.|@|/", text):
            continue
        for name in _AND.split(_BY.sub("", text)):
            parts = name.split(", ") if all(" " in part for part in name.split(", ")) else [name]
            names += [part.strip(" ,") for part in parts]
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(root: Any, named: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    """The tags of the first source that states any."""
    sources = (
        (_meta_list(root, "article:tag")),
        _listed(named.get("keywords")),
        _listed(meta.get("news_keywords")),
        [_text(element) for element in root.xpath(".//a[@rel='tag' or contains(@rel, ' tag')]")[:50]],
        _listed(meta.get("keywords")),
    )
    for source in sources:
        tags = tuple(dict.fromkeys(tag for tag in source if tag))
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
