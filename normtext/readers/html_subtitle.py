"""The subtitle of a page: a line under the title that the page names so, or what its head says of it, or a
heading right below the title's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import regex

from normtext.readers.html_text import Line, select

# Words in the class of the line, or of the element around it.
_NAMED = regex.compile(
    r"(?<![a-z])(?:sub-?(?:title|head(?:ing|line)?|deck)|standfirst|dek|deck|strapline|excerpt|chapo|"
    r"sous-?titre|subtitulo|untertitel|vorspann|teaser-?text|desc(?:ription)?|summary)(?![a-z])",
    regex.IGNORECASE,
)
_OUTER = 2
_LEAST_WORDS, _MOST_CHARACTERS = 3, 400
# Of a description that was cut short, so much must be the line.
_LEAST_SAID = 40
_DESCRIPTIONS = (
    "descendant::meta[@property='og:description' or @name='description' or @name='Description']/@content"
)


def descriptions_of(root: Any) -> list[str]:
    """What the head says that the page is about."""
    return [" ".join(content.split()) for content in select(root, _DESCRIPTIONS)]


def subtitle_line(
    lines: Sequence[Line], kept: set[int], title: str | None, descriptions: Iterable[str]
) -> int | None:
    """The number of the line, among those between the title and the text; None where none is the subtitle.

    Args:
        kept: the lines of the article, that of the title included.
        descriptions: what the head says that the page is about.
    """
    wanted = (title or "").casefold().split()
    above = next((n for n in sorted(kept) if lines[n].text.casefold().split() == wanted), None)
    first = min((n for n in kept if above is not None and n > above), default=None)
    if above is None or first is None:
        return None
    if first > above + 1 and _is_second_heading(lines[above], lines[above + 1]):
        return above + 1
    return next((n for n in range(above + 1, first) if _is_subtitle(lines[n], descriptions)), None)


def _is_second_heading(title: Line, line: Line) -> bool:
    if line.kind != "heading" or line.place is not None or title.block is None or line.block is None:
        return False
    long = len(line.text.split()) >= _LEAST_WORDS and len(line.text) <= _MOST_CHARACTERS
    return long and line.block.getparent() is title.block.getparent()


def _is_subtitle(line: Line, descriptions: Iterable[str]) -> bool:
    if line.place is not None or line.kind in ("caption", "list_item", "table", "code"):
        return False
    if len(line.text.split()) < _LEAST_WORDS or len(line.text) > _MOST_CHARACTERS:
        return False
    return any(_says(said, " ".join(line.text.split())) for said in descriptions) or _is_named(line.block)


def _says(description: str, text: str) -> bool:
    cut = description.rstrip(".\N{HORIZONTAL ELLIPSIS} ")
    return description == text or (len(cut) >= _LEAST_SAID and text.startswith(cut))


def _is_named(element: Any) -> bool:
    for _ in range(_OUTER):
        if element is None or element.tag in ("body", "article", "main"):
            return False
        if _NAMED.search((element.get("class") or "")[:300]):
            return True
        element = element.getparent()
    return False
