"""Markdown with front matter.

Text of the article is escaped, so that a line of it that looks like a heading, a list or a tag comes
out as the words that it is. Front matter is YAML with every string in double quotes: whatever a
title holds, it cannot end the string or the block.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import regex

from normtext.article import Article, Image
from normtext.writers.content import Shown, images_before, in_english, subtitle

# Printable characters of YAML 1.2, less its line breaks and the byte order mark.
_UNPRINTABLE = regex.compile(
    r"[^\x09\x0A\x0D\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]"
)

# Inline marks, as sparingly as may be, so that the text stays legible. An underscore between letters, an
# asterisk among spaces and a tilde that opens mark nothing; neither do brackets around a few words, as
# "[1]" and "[sic]", where no link, footnote or tick box can come of them.
_INLINE = regex.compile(
    r"[\\`]"
    r"|\[(?![^\[\]\\`^\n]{1,80}\](?![(\[:]))|\[(?=[ xX]\])"
    r"|(?<!\s|^)~"
    r"|(?<!\s)\*|\*(?!\s)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[\p{L}/!?])"
    r"|&(?=\#?\w+;)"
)
# What opens a block where it stands at the start of a line, spaces before it included. A line of dashes,
# bars and colons would make a table of the line before it.
_LINE_START = regex.compile(
    r"^([ \t]*)(?:(\d{1,9})([.)])(?=[ \t]|$)"
    r"|(\#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|>|-{2,}|=+[ \t]*$|:-|_{3,}|\||[-:][-:| \t]*$))"
)
_LINE_ENDS = regex.compile(r"\r\n|[\n\r\v\f\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_BULLET = regex.compile(r"^[-*+•‣◦▪·–—][ \t\N{NO-BREAK SPACE}]+")
_NUMBER = regex.compile(r"^(\d{1,9}[.)])[ \t\N{NO-BREAK SPACE}]+")
_CLOSING = regex.compile(r"(?<=[ \t])(\#+)$")  # a heading's closing number signs
_LABEL = regex.compile(r"\p{L}{1,12}\s?[:：]")  # of a question that says that it is one
_FENCE = regex.compile(r"`{3,}")

# What would end, or mean something else, in an image's description and its address.
_ALT = regex.compile(r"[\\`\[\]<*_&]")
_NO_ADDRESS = regex.compile(r"[\s\p{Cc}<>\\`]|&(?=\#?\w+;)")
_BARE = regex.compile(r"[^()]+")

HARD_BREAK = "  \n"


class Markdown:
    """One Markdown document an article: the English, or the text where there is no English."""

    def header(self) -> str:
        """Nothing."""
        return ""

    def item(self, article: Article) -> str:
        """Front matter and body; the front matter of the next article parts them."""
        shown = in_english(article)
        parts = [front_matter(article, shown)]
        if shown.title is not None:
            parts.append("# " + _one_line(shown.title))
        pictures = images_before(article)
        parts += map(picture, pictures[0])
        parts += _joined(shown.blocks, pictures[1:])
        return "\n\n".join(part for part in parts if part) + "\n\n"

    def footer(self) -> str:
        """Nothing."""
        return ""


def front_matter(article: Article, shown: Shown) -> str:
    """Return what the article states of itself as YAML between lines of dashes, and nothing of the rest."""
    fields: Mapping[str, str | Iterable[str] | None] = {
        "title": shown.title,
        "subtitle": subtitle(article),
        "authors": article.authors,
        "published": article.published.value if article.published else None,
        "modified": article.modified.value if article.modified else None,
        "site": article.site,
        "section": article.section,
        "language": shown.language,
        "translated_from": article.language.tag if shown.translated else None,
        "url": article.source.url,
        "file": article.source.name,
        "tags": article.tags,
    }
    lines = ["---"]
    for name, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{name}: {quoted(value)}")
        elif value:
            lines.append(f"{name}: [{', '.join(quoted(item) for item in value)}]")
    return "\n".join([*lines, "---"])


def quoted(text: str) -> str:
    """Return ``text`` as a YAML string in double quotes, on one line."""
    literal = json.dumps(text, ensure_ascii=False)
    return str(_UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", literal))


def escaped(text: str) -> str:
    """Return Markdown that renders as ``text``, its line breaks kept."""
    lines = (_escaped_line(line.strip(" \t")) for line in _LINE_ENDS.split(text))
    return HARD_BREAK.join(line for line in lines if line)


def _escaped_line(line: str) -> str:
    line = _INLINE.sub(lambda found: "\\" + found[0], line)
    return str(_LINE_START.sub(lambda m: f"{m[1]}{m[2] or ''}\\{m[3] or m[4]}", line))


def _one_line(text: str) -> str:
    line = escaped(_LINE_ENDS.sub(" ", text))
    return str(_CLOSING.sub(r"\\\1", line))


def _joined(blocks: Iterable[tuple[str, str]], pictures: Iterable[Iterable[Image]]) -> list[str]:
    """Blocks as Markdown, each with the pictures behind it; the items of a list, and the paragraphs of a
    quote, stay together."""
    parts: list[str] = []
    before = None
    for (kind, text), behind in zip(blocks, pictures, strict=True):
        block = render(kind, text)
        if kind == before == "list_item":
            parts[-1] += "\n" + block
        elif kind == before == "quote":
            parts[-1] += "\n>\n" + block
        else:
            parts.append(block)
        before = kind
        for image in behind:
            parts.append(picture(image))
            before = None
    return parts


def picture(image: Image) -> str:
    """Return an image as a line of Markdown."""
    alt = _ALT.sub(r"\\\g<0>", " ".join((image.alt or "").split()))
    url = _NO_ADDRESS.sub(lambda found: quote(found[0]), image.url)
    return f"![{alt}](<{url}>)" if _BARE.fullmatch(url) is None else f"![{alt}]({url})"


def render(kind: str, text: str) -> str:
    """Return one block as Markdown."""
    if kind == "heading":
        return "## " + _one_line(text)
    if kind == "list_item":
        return _list_item(text)
    if kind == "quote":
        return "\n".join("> " + line for line in escaped(text).split("\n"))
    if kind == "question" and not _LABEL.match(text):
        return f"**{escaped(text)}**"
    if kind == "caption":
        return f"*{escaped(text)}*"
    if kind in ("code", "table"):
        return _fenced(text)
    return escaped(text)


def _list_item(text: str) -> str:
    number = _NUMBER.match(text)
    marker = number[1] if number else "-"
    rest = _NUMBER.sub("", text) if number else _BULLET.sub("", text)
    indent = " " * (len(marker) + 1)
    return f"{marker} " + escaped(rest).replace("\n", "\n" + indent)


def _fenced(text: str) -> str:
    longest = max((len(run) for run in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"
