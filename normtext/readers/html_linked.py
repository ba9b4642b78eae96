"""JSON-LD of a page: read as leniently as search engines do, and the article found in it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any

import regex

_ARTICLE_TYPE_NAMES = (
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle AskPublicNewsArticle "
    "BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle LiveBlogPosting SocialMediaPosting "
    "TechArticle ScholarlyArticle SatiricalArticle AdvertiserContentArticle Blogposting "
    "MedicalScholarlyArticle DiscussionForumPosting"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPE_NAMES.split())
# What stands for the article where no article is named, or where the article leaves something out.
PAGE_TYPES = frozenset("WebPage ItemPage MedicalWebPage AboutPage ClaimReview Review".split())
_OF_PAGES = ("datePublished", "dateModified", "author", "headline", "inLanguage", "publisher", "image")

_LIMIT = 2_000_000
_NODES = 20_000
# Strings stay; comments, and commas before a closing bracket, go.
_STRAY = regex.compile(
    r'("(?:[^"\\]++|\\.)*+")|/\*(?:[^*]|\*(?!/))*+\*/|//[^\n]*+|,(?=\s*+[}\]])', regex.DOTALL
)
_BAD_ESCAPE = regex.compile(r'\\(?!["\\/bfnrtu])')
_SPACE = regex.compile(r"\s*+[;,]?\s*+")


def linked_nodes(scripts: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first."""
    count = 0
    for script in scripts:
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting = loaded(script.text or "")
        while waiting and count < _NODES:
            count += 1
            node = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
            if isinstance(node, dict):
                yield node
                waiting += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                waiting += [value for value in node if isinstance(value, dict | list)]


def loaded(text: str) -> list[Any]:
    """The values in a script: one as a rule, several one behind the other, none where it is no JSON.

    >>> loaded('{"a": 1, /* no */ "b": [2,],} {"c": 3}')
    [{'a': 1, 'b': [2]}, {'c': 3}]
    """
    if len(text) > _LIMIT:
        return []
    text = _unwrapped(text)
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        pass
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return _values(_BAD_ESCAPE.sub(r"\\\\", _STRAY.sub(lambda found: found[1] or "", text)))


def _unwrapped(text: str) -> str:
    """The text without the comments and marks that hide it from old browsers."""
    text = text.strip().removeprefix("//").lstrip().removeprefix("<![CDATA[").strip()
    text = text.removesuffix("]]>").rstrip().removesuffix("//").strip().rstrip(";")
    return text.removeprefix("<!--").removesuffix("-->").removesuffix("//").strip()


def _values(text: str) -> list[Any]:
    """What can be read from the start on."""
    decoder, at, found = json.JSONDecoder(strict=False), 0, []
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        space = _SPACE.match(text, at)
        at = space.end() if space else at
    return found


def linked_article(nodes: Iterable[dict[str, Any]], titles: Iterable[str], url: str | None) -> dict[str, Any]:
    """What the objects say of the article, with the people and publishers that they refer to by id.

    Of several articles it is the one that has the page's address or title, else the first. What it
    leaves out is taken from the object that describes the page.
    """
    everything = list(nodes)
    articles = [node for node in everything if types_of(node) & ARTICLE_TYPES]
    wanted = {title.casefold() for title in titles}
    main = next((node for node in articles if _is_about(node, wanted, url)), None) or next(iter(articles), {})
    pages = [node for node in everything if types_of(node) & PAGE_TYPES and node is not main]
    by_id = {n["@id"]: n for n in everything if isinstance(n.get("@id"), str) and "name" in n}
    found = {key: value for key, value in main.items() if value not in ({}, [], "", None)}
    for page in pages[:5]:
        found |= {
            key: page[key] for key in _OF_PAGES if key in page and key not in found and _is_told(page, key)
        }
    return {key: _resolved(value, by_id) for key, value in found.items()}


def _is_told(page: dict[str, Any], key: str) -> bool:
    """Whether a page's own value says something of the article; its organisation is not the author."""
    value = page[key]
    return key != "author" or not (isinstance(value, dict) and "Organization" in types_of(value))


def types_of(node: dict[str, Any]) -> set[str]:
    """The names of an object's types."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _is_about(node: dict[str, Any], titles: set[str], url: str | None) -> bool:
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str) and html.unescape(headline).strip().casefold() in titles:
        return True
    page = node.get("mainEntityOfPage")
    stated = [node.get("url"), page.get("@id") if isinstance(page, dict) else page]
    return url is not None and url in stated


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved_one(item, by_id) for item in value]
    return _resolved_one(value, by_id)


def _resolved_one(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value
