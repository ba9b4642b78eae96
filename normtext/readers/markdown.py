"""Markdown to a Document: the text as it stands, with what its marks say about it.

Headings, lists, quotes, tables and fenced code become regions; the marks of headings, bullets and quotes
are rejected regions of their own, so that these read as their words; numbers of items and marks within
words stay. Front matter is
read as metadata and stays in the text as a rejected region. Its YAML is read as far as articles use
it: ``key: value``, quoted values, lists in brackets or with dashes, folded text; what is more
intricate is left unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice

import regex

from normtext.document import Document, Notice, Region
from normtext.readers.fields import metadata_from

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
_KEY = regex.compile(r"([A-Za-z_][\w .\-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_DASH = regex.compile(r"[ \t]*-[ \t]+(.*)$")
_COMMENT = regex.compile(r"(?<!\s)\s+#")
# Front matter of articles has one of these keys; a letter or a dialogue between two rules has not.
_FRONT_KEYS = frozenset(
    ("title", "date", "author", "authors", "tags", "categories", "layout", "slug", "description", "published",
     "draft", "permalink", "summary", "lang", "language", "keywords")
)  # fmt: skip
# A file that begins with a rule and no front matter is not searched to its end for a second one.
_FRONT_MATTER_LINES = 300

_NOTHING = ("null", "Null", "NULL", "~")  # YAML's words for it

_Line = tuple[int, int, str]


def read_markdown(text: str, *, url: str | None = None, name: str | None = None) -> Document:
    """Read Markdown."""
    lines = list(_lines(text))
    front, first, notices = _front_matter(lines)
    regions = [] if first == 0 else [_region(lines[0], lines[first - 1], None, "front_matter")]
    regions += _regions(lines[first:])
    return Document(
        text,
        "text/markdown",
        regions=tuple(regions),
        metadata=metadata_from(front, url=url),
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
    front, _, _ = _front_matter(list(islice(_lines(text), _FRONT_MATTER_LINES)))
    return not _FRONT_KEYS.isdisjoint(front)


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


def _marked(block: list[_Line], kind: str) -> Iterator[Region]:
    """The marks of a list item, or of the lines of a quote, rejected, and what they mark."""
    for part in [block] if kind == "list_item" else [[line] for line in block]:
        start, end, content = part[0]
        mark = _MARKS[kind].match(content)
        words = len(mark.group()) if mark else 0
        if words:
            first = start + len(content) - len(content.lstrip())
            yield Region(first, start + len(content[:words].rstrip()), None, "markup")
        rest = (start + words, end, content[words:])
        if rest[2].strip():
            yield _region(rest, part[-1] if len(part) > 1 else rest, kind)


def _regions(lines: list[_Line]) -> list[Region]:
    """Cut the lines into blocks, in one pass."""
    regions: list[Region] = []
    block: list[_Line] = []
    kind: str | None = None

    def close() -> None:
        nonlocal kind
        if block and kind == "heading":
            regions.extend(_heading(block))
        elif block and kind in _MARKS:
            regions.extend(_marked(block, kind))
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


def _front_matter(lines: list[_Line]) -> tuple[Mapping[str, object], int, tuple[Notice, ...]]:
    """What the front matter says, the number of its lines, and what was wrong with it."""
    mark = lines[0][2].rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return {}, 0, ()
    ends = ("---", "...") if mark == "---" else ("+++",)
    near = range(1, min(len(lines), _FRONT_MATTER_LINES))
    end = next((i for i in near if lines[i][2].rstrip() in ends), None)
    if end is None:
        return {}, 0, ()
    content = [line[2] for line in lines[1:end]]
    if mark == "+++":
        return _toml(content, end + 1)
    found = _simple_yaml(content)
    # A rule, a paragraph and a rule are no front matter.
    return (found, end + 1, ()) if found or not any(c.strip() for c in content) else ({}, 0, ())


def _toml(content: list[str], count: int) -> tuple[Mapping[str, object], int, tuple[Notice, ...]]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        found = tomllib.loads("\n".join(content))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, count, (Notice("front_matter", f"the front matter is not valid TOML: {error}"),)
    return _dated(found), count, ()


def _dated(found: Mapping[str, object]) -> dict[str, object]:
    """TOML's dates as the texts they were, and its tables that hold taxonomies laid open."""
    flat: dict[str, object] = {}
    for key, value in found.items():
        if isinstance(value, dict) and key in ("extra", "taxonomies", "params"):
            flat.update({k: v for k, v in _dated(value).items() if k not in found})
        else:
            flat[key] = value.isoformat() if isinstance(value, datetime | date | time) else value
    return flat


def _simple_yaml(content: list[str]) -> dict[str, object]:
    """The keys of a flat YAML mapping with texts and lists of texts."""
    found: dict[str, object] = {}
    key = ""
    for line in content:
        item = _DASH.match(line)
        pair = None if line[:1].isspace() else _KEY.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if item and key:
            before = found.get(key)
            found[key] = [*(before if isinstance(before, list) else []), _scalar(item.group(1))]
        elif pair:
            key = pair.group(1).lower()
            found[key] = _value(pair.group(2) or "")
        elif key and line[:1].isspace() and isinstance(found[key], str):
            found[key] = f"{found[key]} {line.strip()}".strip()
    return {k: v for k, v in found.items() if v not in ("", [])}


def _value(text: str) -> object:
    text = text.strip()
    if text in (">", ">-", "|", "|-", ">+", "|+") or text in _NOTHING:
        return ""
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(part) for part in _parts(text[1:-1]) if part.strip()]
    return _scalar(text)


def _parts(text: str) -> list[str]:
    """Cut at the commas outside of quotes."""
    return [m.group() for m in regex.finditer(r"(?:\"[^\"]*\"|'[^']*'|[^,\"'])+|[^,]", text)]


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    comment = _COMMENT.search(text)
    return text[: comment.start()] if comment else text
