"""Markdown to a Document: the text as it stands, with what its marks say about it.

Headings, lists, quotes, tables and fenced code become regions; the marks of headings, bullets and quotes,
and those around a line that is bold throughout, are rejected regions of their own, so that these read as
their words; numbers of items and marks within words stay. A line that is an image is one of the article's.
Front matter is read as metadata and stays in the text as a rejected region (``front_matter.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from urllib.parse import urljoin

import regex

from normtext.document import Document, Image, Region
from normtext.readers.fields import metadata_from
from normtext.readers.front_matter import FRONT_KEYS, FRONT_MATTER_LINES, front_matter

_FENCE = regex.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = regex.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING = regex.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = regex.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_QUOTE = regex.compile(r" {0,3}>")
_ITEM = regex.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_MARKS = {
    "list_item": regex.compile(r"\s*[-*+][ \t]+"),
    "quote": regex.compile(r" {0,3}>[ \t]*"),
}
_TABLE_RULE = regex.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|[ \t:|-]*$")
_RULE = regex.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
# A line that is bold throughout: a heading, a question, the name of who speaks.
_BOLD = regex.compile(r" {0,3}(\*\*|__)(?=[^\s*_])(?:(?!\1).)++(?<=[^\s*_])\1[ \t]*$")
_IMAGE = regex.compile(
    r" {0,3}!\[((?:[^\[\]\\]|\\.){0,1000}+)\]"
    r"\([ \t]*(?:<([^<>\n]{1,4000})>|([^\s()<>]{1,4000}))[ \t]*(?:\"[^\"\n]{0,1000}\"[ \t]*)?\)[ \t]*$"
)
_ESCAPED = regex.compile(r"\\([!-/:-@\[-`{-~])")
_HARD_BREAK = regex.compile(r"(?: {2,}|\\)$")
# Questions and answers are told by their words, in many languages: whether they are is left to these.
_WORD = r"(?:\p{L}{1,2}\d{0,2}[.:\N{FULLWIDTH COLON}]|\p{L}[\p{L} ]{0,14}\d{0,2} ?[:\N{FULLWIDTH COLON}])"
_LABEL = regex.compile(rf"\s*{_WORD}(?=\s)")
_BOLD_LABEL = regex.compile(rf" {{0,3}}(?P<mark>\*\*|__){_WORD}(?P<end>(?P=mark))(?=\s)")

_Line = tuple[int, int, str]


def read_markdown(text: str, *, url: str | None = None, name: str | None = None) -> Document:
    """Read Markdown."""
    lines = list(_lines(text))
    front, first, notices = front_matter([line[2] for line in lines])
    regions = [] if first == 0 else [_region(lines[0], lines[first - 1], None, "front_matter")]
    regions += _regions(lines[first:])
    metadata = metadata_from(front, url=url)
    return Document(
        text,
        "text/markdown",
        regions=tuple(regions),
        metadata=replace(metadata, images=tuple(_images(text, regions, metadata.url))),
        name=name,
        notices=notices,
    )


def has_front_matter(text: str) -> bool:
    """Whether a text begins with the front matter of an article.

    >>> has_front_matter("---\\ntitle: Mills\\n---\\nThey turn.")
    True
    >>> has_front_matter("---\\nHe said: no\\n---\\n")
    False
    """
    if not text.startswith(("---", "+++")):
        return False
    front, _, _ = front_matter([line[2] for line in islice(_lines(text), FRONT_MATTER_LINES)])
    return not FRONT_KEYS.isdisjoint(front)


def _lines(text: str) -> Iterator[_Line]:
    """Start, end and content of every line, without its line end."""
    at = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield at, at + len(content), content
        at += len(line)


def _region(first: _Line, last: _Line, kind: str | None, rejected: str | None = None) -> Region:
    """The region from one line to another, without the white space at its ends."""
    start = first[0] + len(first[2]) - len(first[2].lstrip())
    end = last[0] + len(last[2].rstrip())
    return Region(start, end, kind, rejected)


def _heading(block: list[_Line]) -> Iterator[Region]:
    """The marks of a heading, rejected, and its words; a heading without words is marks alone."""
    first, last = block[0], block[-1]
    if len(block) > 1:  # underlined
        yield _region(first, first, "heading")
        yield _region(last, last, None, "markup")
        return
    mark = _HEADING.match(first[2])
    words = first[2][mark.end() :].strip() if mark else ""
    if mark is None or not words:
        yield _region(first, last, "heading")
        return
    start = first[0] + mark.end()
    start += len(first[2][mark.end() :]) - len(first[2][mark.end() :].lstrip())
    end = start + len(words)
    yield Region(
        first[0] + len(first[2]) - len(first[2].lstrip()),
        first[0] + len(mark.group().rstrip()),
        None,
        "markup",
    )
    closing = _CLOSING.search(words)
    stop = start + closing.start() if closing else end
    yield Region(start, stop, "heading")
    if closing:
        yield Region(
            stop + len(words[closing.start() :]) - len(words[closing.start() :].lstrip()), end, None, "markup"
        )


def _item(block: list[_Line]) -> Iterator[Region]:
    """The mark of a list item, rejected, and what it marks."""
    mark, rest = _unmarked(block[0], "list_item")
    yield from mark
    yield _region(rest, block[-1] if len(block) > 1 else rest, "list_item")


def _quote(block: list[_Line]) -> Iterator[Region]:
    """The first mark of each paragraph of a quote, rejected, and the paragraph; the marks within it are
    joints."""
    paragraph: list[_Line] = []
    for line in block:
        mark, rest = _unmarked(line, "quote")
        if paragraph and (not rest[2].strip() or _starts(rest[2]) or _QUOTE.match(rest[2])):
            yield _joined(paragraph)
            paragraph = []
        if not paragraph:
            yield from mark
        if rest[2].strip():
            paragraph.append(rest)
    if paragraph:
        yield _joined(paragraph)


def _unmarked(line: _Line, kind: str) -> tuple[tuple[Region, ...], _Line]:
    """The mark at the start of a line, and the rest of the line."""
    start, end, content = line
    mark = _MARKS[kind].match(content)
    if mark is None:
        return (), line
    words = mark.end()
    first = start + len(content) - len(content.lstrip())
    marks = Region(first, start + len(content[:words].rstrip()), None, "markup")
    return (marks,), (start + words, end, content[words:])


def _joined(lines: list[_Line]) -> Region:
    """The lines of a paragraph of a quote as one region; hard breaks stay."""
    whole = _region(lines[0], lines[-1], "quote")
    joints = []
    for one, other in pairwise(lines):
        stop = _HARD_BREAK.search(one[2])
        end = one[0] + (stop.start() if stop else len(one[2].rstrip()))
        joints.append((end, other[0] + len(other[2]) - len(other[2].lstrip()), "\n" if stop else " "))
    return replace(whole, whole=True, joints=tuple(joints)) if joints else whole


def _paragraph(block: list[_Line]) -> Iterator[Region]:
    """A paragraph; of an image or a line in bold the marks, rejected."""
    whole = _region(block[0], block[-1], "paragraph")
    line = block[0][2].strip()
    if len(block) == 1 and _IMAGE.match(line):
        yield replace(whole, kind=None, rejected="markup")
    elif len(block) == 1 and _BOLD.match(line):
        yield Region(whole.start, whole.start + 2, None, "markup")
        yield Region(whole.start + 2, whole.end - 2)
        yield Region(whole.end - 2, whole.end, None, "markup")
    elif len(block) == 1 and (label := _BOLD_LABEL.match(line)):
        yield Region(whole.start, whole.start + 2, None, "markup")
        joint = (whole.start + label.start("end"), whole.start + label.end(), "")
        yield Region(whole.start + 2, whole.end, whole=True, joints=(joint,))
    else:
        yield replace(whole, kind=None) if _LABEL.match(line) else whole


def _images(text: str, regions: Sequence[Region], url: str | None) -> Iterator[Image]:
    """The images that stand on lines of their own, addresses read against the document's."""
    for region in regions:
        found = _IMAGE.match(text, region.start, region.end) if region.rejected == "markup" else None
        if found is None:
            continue
        alt = " ".join(_ESCAPED.sub(r"\1", found[1]).split())
        try:
            address = urljoin(url or "", _ESCAPED.sub(r"\1", found[2] or found[3]))
        except ValueError:
            continue
        yield Image(address, alt or None, region.end)


def _regions(lines: list[_Line]) -> list[Region]:
    """Cut the lines into blocks, in one pass."""
    regions: list[Region] = []
    block: list[_Line] = []
    kind: str | None = None

    def close() -> None:
        nonlocal kind
        if block and kind == "heading":
            regions.extend(_heading(block))
        elif block and kind == "list_item":
            regions.extend(_item(block))
        elif block and kind == "quote":
            regions.extend(_quote(block))
        elif block and kind == "paragraph":
            regions.extend(_paragraph(block))
        elif block:
            regions.append(_region(block[0], block[-1], kind))
        block.clear()
        kind = None

    fence = ""
    for line in lines:
        content = line[2]
        if fence:
            block.append(line)
            if content.strip().startswith(fence) and not content.strip().strip(fence[0]):
                fence = ""
                close()
            continue
        opening = _FENCE.match(content)
        found = _kind_of(content, kind)
        if opening:
            close()
            fence, kind = opening.group(1), "code"
            block.append(line)
        elif not content.strip():
            close()
        elif kind == "paragraph" and len(block) == 1 and _UNDERLINE.match(content):
            block.append(line)
            kind = "heading"
            close()
        elif kind == "paragraph" and len(block) == 1 and "|" in block[0][2] and _TABLE_RULE.match(content):
            block.append(line)
            kind = "table"
        else:
            if found != kind or (found in ("heading", "list_item") and _starts(content)):
                close()
            kind = found
            block.append(line)
            if kind == "heading":
                close()
    close()
    return regions


def _starts(content: str) -> bool:
    return _HEADING.match(content) is not None or _ITEM.match(content) is not None


def _kind_of(content: str, current: str | None) -> str | None:
    """The kind of the block that a line belongs to, after a block of kind ``current``."""
    if _HEADING.match(content):
        return "heading"
    if _RULE.match(content):
        return None
    if _QUOTE.match(content):
        return "quote"
    if _ITEM.match(content):
        return "list_item"
    if content.lstrip().startswith("|") or _TABLE_RULE.match(content):
        return "table"
    if current == "table" and "|" in content:
        return "table"
    # A line without a mark of its own continues a quote or a list item.
    return current if current in ("quote", "list_item") else "paragraph"
