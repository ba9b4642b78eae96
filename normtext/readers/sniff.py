"""Telling by its content what a text is written in."""

from __future__ import annotations

import regex

_PROLOGUE = regex.compile(r"\s*+(?:<\?xml\b[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+)*+", regex.IGNORECASE)
# A declaration of the document's type, with entities of its own in brackets.
_DOCTYPE = regex.compile(r"<!DOCTYPE\s++[^<>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+", regex.IGNORECASE)
_PAGE = regex.compile(r"<!doctype\s+html\b|<html(?:\s[^<>]*+)?>", regex.IGNORECASE)
_FRAGMENT = regex.compile(
    r"<(?:head|body|main|article|section|header|div|table|ul|ol|h[1-6]|p|blockquote)(?:\s[^<>]*+)?>",
    regex.IGNORECASE,
)
_CLOSED_BLOCK = regex.compile(
    r"</(?:p|div|article|section|h[1-6]|li|ul|ol|table|blockquote)\s*>", regex.IGNORECASE
)
# A text that begins with a block element is HTML if it closes this many: prose about HTML seldom
# begins with a tag and goes on to close two.
_CLOSED_BLOCKS = 2
_FEED = regex.compile(
    r"<(?:rss|rdf:RDF|(?:\w{1,20}:)?feed|doc(?=\s[^<>]*\b(?:sitename|fingerprint|hostname)=))\b[^<>]*+>"
)
# How much of a text is looked at to tell its format.
SNIFFED = 20_000


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML: a page by its first tag, a fragment by its first tag and closed blocks.

    >>> looks_like_html("<p>One.</p><p>Two.</p>"), looks_like_html("The tag <p> starts a paragraph.</p></p>")
    (True, False)
    """
    head, start = _head(text)
    if _PAGE.match(head, start):
        return True
    return _FRAGMENT.match(head, start) is not None and len(_CLOSED_BLOCK.findall(head)) >= _CLOSED_BLOCKS


def looks_like_feed(text: str) -> bool:
    """Whether a text is RSS, Atom, or the XML that trafilatura writes, by its first tag.

    >>> looks_like_feed('<?xml version="1.0"?><rss version="2.0"></rss>'), looks_like_feed("<p>rss</p>")
    (True, False)
    """
    head, start = _head(text)
    doctype = _DOCTYPE.match(head, start)
    return _FEED.match(head, doctype.end() if doctype else start) is not None


def _head(text: str) -> tuple[str, int]:
    """The beginning of a text, and where its first tag may stand."""
    head = text[:SNIFFED].lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    prologue = _PROLOGUE.match(head)
    return head, prologue.end() if prologue else 0
