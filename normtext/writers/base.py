"""What a writer is, and which there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Protocol

from normtext.article import Article
from normtext.errors import UsageError
from normtext.writers.html import HtmlPage
from normtext.writers.jsonld import JsonLd
from normtext.writers.jsonlines import JsonArray, JsonLines
from normtext.writers.markdown import Markdown
from normtext.writers.text import PlainText
from normtext.writers.tsv import Sentences


class Writer(Protocol):
    """Turns articles into text, one after the other: ``header() + item(a) + item(b) + footer()``.

    A writer serves one output and knows only whether an article came before, so that memory stays
    constant. ``item`` returns an article whole or raises; what it returned before stays good.
    """

    def header(self) -> str:
        """What stands before the first article."""
        ...

    def item(self, article: Article) -> str:
        """One article."""
        ...

    def footer(self) -> str:
        """What stands behind the last article."""
        ...


FORMATS: dict[str, Callable[[], Writer]] = {
    "jsonl": JsonLines,
    "json": JsonArray,
    "text": PlainText,
    "markdown": Markdown,
    "html": HtmlPage,
    "jsonld": JsonLd,
    "sentences": Sentences,
}

SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonld": "jsonld",
    ".tsv": "sentences",
}


def get(name: str) -> Writer:
    """Return a fresh writer of a format.

    Raises:
        UsageError: there is no such format; the message lists those there are.
    """
    if name not in FORMATS:
        raise UsageError.unknown("format", name, FORMATS)
    return FORMATS[name]()


def guess(path: PurePath) -> str | None:
    """Return the format that a file's suffix stands for, or None where it stands for none."""
    return SUFFIXES.get(path.suffix.lower())
