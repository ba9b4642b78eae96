"""What the writers for people share: the article in the one language that it is shown in, and numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from normtext.article import Article, Image


@dataclass(frozen=True, slots=True)
class Shown:
    """An article in one language.

    Attributes:
        language: BCP 47 tag of what is shown.
        translated: it is English that was made from another language.
        title: the title, or None.
        blocks: (kind, text) in order.
    """

    language: str
    translated: bool
    title: str | None
    blocks: tuple[tuple[str, str], ...]


def in_english(article: Article) -> Shown:
    """The article in English, or wholly in its own language where any part of the English is missing."""
    if article.english is None:
        return as_written(article)
    translated = article.translation.status in ("translated", "partial")
    return Shown(
        language="en" if translated else article.language.tag,
        translated=translated,
        title=article.title.english if article.title else None,
        blocks=tuple((block.kind, block.english or "") for block in article.blocks),
    )


def as_written(article: Article) -> Shown:
    """The article in its own language, repaired."""
    return Shown(
        language=article.language.tag,
        translated=False,
        title=article.title.text if article.title else None,
        blocks=tuple((block.kind, block.text) for block in article.blocks),
    )


def counted(count: int, what: str) -> str:
    """A number with what it is of: "1 article", "2,000 articles"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def web_address(url: str | None) -> str | None:
    """Return ``url`` where it is an address of the web; a ``javascript:`` link is none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def subtitle(article: Article) -> str | None:
    """The subtitle as it stands in the document, where it is no part of the text."""
    return next((piece.original for piece in article.header if piece.field == "subtitle"), None)


def images_before(article: Article) -> list[Sequence[Image]]:
    """The images with an address of the web, by the block before which they stand; those behind the last
    block come last. Where it is not known where they stand, they stand above the text."""
    placed: list[list[Image]] = [[] for _ in range(len(article.blocks) + 1)]
    starts = [block.span[0] for block in article.blocks]
    for image in article.images:
        if web_address(image.url):
            placed[0 if image.at is None else bisect_left(starts, image.at)].append(image)
    return list(placed)
