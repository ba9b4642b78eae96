"""Authors and dates of pages, beside newspaper4k where that is installed.

    python benchmarks/html_metadata.py PATH

PATH is a checkout of the public article-extraction-benchmark, or a folder with ``ground-truth.json`` and
``pages``. What the head of a page states (JSON-LD, meta elements, microdata) is taken for the truth. Each
page is read twice: as it is, and with all of that removed, so that only what the page shows is left.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structure_pages

from normtext.document import Metadata
from normtext.normalizer import Normalizer

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MICRODATA = ("itemprop", "itemtype", "itemscope", "itemid")


@dataclass(frozen=True)
class Stated:
    """What is known of one page: names as a set, folded, and the day of publication."""

    authors: frozenset[str]
    day: str


Reader = Callable[[str], Stated]


def stripped(page: str) -> str:
    """The page without scripts, meta and link elements and microdata."""
    from lxml import html

    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in list(tree.iter("script", "meta", "link")):
        element.drop_tree()
    for element in tree.iter():
        for name in _MICRODATA:
            element.attrib.pop(name, None)
    text: str = html.tostring(tree, encoding="unicode")
    return f"<!doctype html>{text}"


def by_normtext(page: str) -> Stated:
    """Read a page as ``normtext.normalize`` does."""
    from normtext.config import Settings

    settings = Settings(on_error="record").replace(translation={"translate": False})
    article = Normalizer(settings).normalize(page)
    return _stated(article.authors, article.published.value if article.published else "")


def by_newspaper(page: str) -> Stated:
    """Read a page with newspaper4k."""
    import newspaper

    article = newspaper.Article("https://page.example/", fetch_images=False)
    try:
        article.download(input_html=page)
        article.parse()
    except (ImportError, newspaper.ArticleException):
        return _stated((), "")
    return _stated(article.authors, str(article.publish_date or ""))


def head_of(page: str) -> Stated:
    """What the head of a page states, by normtext's reader; what only the page shows is left out."""
    from lxml import html

    from normtext.readers.html_metadata import read_metadata

    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        for name in ("class", "id", "rel", *_MICRODATA):
            if element.tag != "link":
                element.attrib.pop(name, None)
    for element in list(tree.iter("time")):
        element.drop_tree()
    found: Metadata = read_metadata(tree)
    return _stated(found.authors, found.published or "")


def _stated(authors: Iterable[str], date: str) -> Stated:
    names = frozenset(" ".join(name.casefold().split()) for name in authors)
    return Stated(names, date[:10] if _DAY.match(date) else "")


def score(reader: Reader, pages: Iterable[tuple[str, Stated]]) -> dict[str, Any]:
    """Count the pages with the right authors, with one of them at least, with the right day."""
    counts = dict.fromkeys(("authors", "one author", "of", "day", "of days"), 0)
    for page, truth in pages:
        found = reader(page)
        counts["of"] += bool(truth.authors)
        counts["authors"] += bool(truth.authors) and found.authors == truth.authors
        counts["one author"] += bool(truth.authors & found.authors)
        counts["of days"] += bool(truth.day)
        counts["day"] += bool(truth.day) and found.day == truth.day
    return counts


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("path", type=Path, help="a checkout of the public benchmark")
    pages = structure_pages.load_pages(parser.parse_args(arguments).path)
    texts = [page.data.decode("utf-8", "replace") for page in pages]
    truths = [head_of(text) for text in texts]
    readers: dict[str, Reader] = {"normtext": by_normtext}
    if importlib.util.find_spec("newspaper"):
        readers["newspaper4k"] = by_newspaper
    for kind, read in (("as they are", texts), ("without their heads", [stripped(text) for text in texts])):
        for name, reader in readers.items():
            print(f"{kind:20} {name:12}", score(reader, zip(read, truths, strict=True)))


if __name__ == "__main__":
    main()
