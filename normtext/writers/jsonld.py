"""JSON-LD: schema.org ``NewsArticle`` nodes, as search engines and archives read them.

A translated article is the English work, with the work it was made from under ``translationOfWork``.
"""

from __future__ import annotations

import json
from typing import Any

from normtext.article import Article
from normtext.writers.content import Shown, as_written, in_english, subtitle, web_address

# These may stand in a script element of a page: neither "</script" nor "<!--" nor "-->" can occur.
SCRIPT_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

# Names whose gazetteer kind is not listed here are given as a schema.org Thing.
TYPES = {
    "agency": "GovernmentOrganization",
    "company": "Corporation",
    "conference": "Event",
    "dataset": "Dataset",
    "event": "Event",
    "laboratory": "Organization",
    "law": "Legislation",
    "organization": "Organization",
    "person": "Person",
    "place": "Place",
    "product": "Product",
    "publication": "Periodical",
    "tool": "SoftwareApplication",
}


class JsonLd:
    """All articles as one graph."""

    def __init__(self) -> None:
        self._first = True

    def header(self) -> str:
        """The context, and the start of the graph."""
        return '{\n  "@context": "https://schema.org",\n  "@graph": ['

    def item(self, article: Article) -> str:
        """One node, and the comma that parts it from the one before."""
        comma = "" if self._first else ","
        text = json.dumps(node(article), indent=2).translate(SCRIPT_SAFE)
        self._first = False
        return f"{comma}\n    " + text.replace("\n", "\n    ")

    def footer(self) -> str:
        """The end of the graph."""
        return "\n  ]\n}\n"


def node(article: Article) -> dict[str, Any]:
    """Return the article as a schema.org ``NewsArticle``, without the properties that are not known."""
    shown = in_english(article)
    own = {"alternativeHeadline": subtitle(article)}
    if not shown.translated:
        return _known(_work(shown) | own | _stated(article) | _about(article))
    original = _known(_work(as_written(article)) | own | _stated(article))
    return _known(
        _work(shown) | _stated(article) | _about(article) | {"url": None, "translationOfWork": original}
    )


def _work(shown: Shown) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "inLanguage": None if shown.language == "und" else shown.language,
        "headline": shown.title,
        "articleBody": "\n\n".join(text for _, text in shown.blocks),
    }


def _stated(article: Article) -> dict[str, Any]:
    return {
        "identifier": article.id,
        "url": web_address(article.source.url),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "datePublished": article.published.value if article.published else None,
        "dateModified": article.modified.value if article.modified else None,
        "keywords": list(article.tags),
        "articleSection": article.section,
        "image": [
            _known({"@type": "ImageObject", "url": image.url, "description": image.alt})
            for image in article.images
            if web_address(image.url)
        ],
        "publisher": {"@type": "Organization", "name": article.site} if article.site else None,
    }


def _about(article: Article) -> dict[str, Any]:
    return {"mentions": [{"@type": TYPES.get(n.kind, "Thing"), "name": n.name} for n in article.names]}


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, [], "")}
