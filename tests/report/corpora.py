"""Corpora for the report's tests, made of the example articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from normtext.article import Article


def varied(articles: list[Article], count: int) -> Iterator[Article]:
    """``count`` articles: those given over and over, each with a name, an id and a title of its own."""
    for number in range(count):
        article = articles[number % len(articles)]
        file = Path(article.source.name or "article.txt")
        source = article.source.model_copy(
            update={"name": f"desk-{number % 37}/{file.stem}-{number}{file.suffix}"}
        )
        title = article.title
        if title and number >= len(articles):
            more = {side: f"{text} ({number})" for side, text in title if text is not None}
            title = title.model_copy(update=more)
        yield article.model_copy(update={"id": f"sha256:{number:064x}", "source": source, "title": title})


def written(file: Path, articles: Iterable[Article]) -> Path:
    """Write articles as JSON Lines."""
    with file.open("w", encoding="utf-8", errors="replace") as lines:
        for article in articles:
            lines.write(article.to_json() + "\n")
    return file
