"""What the extractor leaves out of an article that it found, told by where it stands in the page.

Headings and lists between its paragraphs, and the further parts of an article that a page cuts into
several containers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import regex

from normtext.readers.html_text import Line

# A part of an article has this many characters in its paragraphs, a teaser less.
_LEAST_PROSE = 200
# More of its text in links, and it is a list of links.
_MOST_LINKED = 0.3
_PROSE = frozenset(("paragraph", "quote", "list_item", "heading"))
_STRUCTURE = frozenset(("heading", "list_item", "quote", "table", "code"))
# What may stand between a list item, a cell or a quoted line and the child of the article's element.
_WRAPPERS = frozenset(("ul", "ol", "dl", "li", "blockquote", "table", "tbody", "thead", "tfoot", "tr"))
_LIST_DEPTH = 6
# On 102 pages no sentence that stands bare in a box is the article's unless the box is named so.
_AROUND_BOXES = frozenset(("div",))
_BOX = regex.compile(r"(?<![a-z])(?:callout|admonition|info-?box|fact-?box)(?![a-z])", regex.IGNORECASE)
_STOPS = (".", "!", "?", "…", "”", '"', "。")
_LEAST_BOXED = 40
_TITLES = frozenset(("h1", "h2", "h3", "time"))
_MAX_ANCESTORS = 40


def between(lines: Sequence[Line], kept: set[int]) -> set[int]:
    """The headings, lists, quotes, tables and code that stand among paragraphs of the article.

    They are children of the element whose children the paragraphs are, between two of them.
    """
    ends: dict[Any, tuple[int, int]] = {}
    for number in sorted(kept):
        parent = _parent(lines[number])
        if lines[number].kind == "paragraph" and parent is not None:
            ends[parent] = (ends.get(parent, (number,))[0], number)
    found: dict[Any, list[int]] = {}
    for number, line in enumerate(lines):
        if number in kept or line.place is not None or not (line.kind in _STRUCTURE or _is_boxed(line)):
            continue
        child = _child_of(line.block, ends, _WRAPPERS if line.kind else _AROUND_BOXES)
        if child is not None and ends[child.getparent()][0] < number < ends[child.getparent()][1]:
            found.setdefault(child, []).append(number)
    return {n for child, numbers in found.items() if not _is_linked(child, numbers, lines) for n in numbers}


def _is_boxed(line: Line) -> bool:
    """Whether a line is a sentence in a box that is named as a callout, and no paragraph in it."""
    if line.kind is not None or line.block is None or not line.text.endswith(_STOPS):
        return False
    return len(line.text) >= _LEAST_BOXED and _BOX.search((line.block.get("class") or "")[:300]) is not None


def _parent(line: Line) -> Any:
    return line.block.getparent() if line.block is not None else None


def _child_of(block: Any, parents: Mapping[Any, object], wrappers: frozenset[str]) -> Any:
    """The block, or the list, table or box that it stands in, which is a child of one of ``parents``."""
    for _ in range(_LIST_DEPTH):
        if block is None or block.getparent() in parents:
            return block
        block = block.getparent()
        if block is not None and block.tag not in wrappers:
            return None
    return None


def _is_linked(element: Any, numbers: Iterable[int], lines: Sequence[Line]) -> bool:
    """Whether most of what an element says are links, as in a list of other articles."""
    size = sum(len(lines[n].text) for n in numbers)
    return sum(len("".join(link.itertext())) for link in element.iter("a")) > _MOST_LINKED * size


def continued(lines: Sequence[Line], kept: set[int]) -> set[int]:
    """The lines of containers that are made as those of the article are, and hold prose as they do.

    Left out is a container that stands under a heading or date of its own, or in another ``article``
    element: it is another article.
    """
    known: dict[tuple[str, str], Any] = {}
    places = set()
    taken = set()
    for number in sorted(kept):
        container = _container(lines[number])
        if container is not None and lines[number].kind == "paragraph":
            known.setdefault(_signature(container), container)
            places.add(lines[number].place)
            taken.add(container)
    parts: dict[Any, list[int]] = {}
    for number, line in enumerate(lines):
        container = _container(line)
        if number in kept or container is None or container in taken or line.kind not in _PROSE:
            continue
        if line.place in places and _signature(container) in known:
            parts.setdefault(container, []).append(number)
    return {
        n
        for container, numbers in parts.items()
        if _goes_on(container, numbers, lines, known)
        for n in numbers
    }


def _container(line: Line) -> Any:
    """The element that the line's block stands in, where it has a class to be known by."""
    container = line.block.getparent() if line.block is not None else None
    return container if container is not None and container.get("class") else None


def _signature(element: Any) -> tuple[str, str]:
    return element.tag, element.get("class")


def _goes_on(
    container: Any, numbers: Sequence[int], lines: Sequence[Line], known: Mapping[tuple[str, str], Any]
) -> bool:
    paragraphs = [lines[n].text for n in numbers if lines[n].kind == "paragraph"]
    size = sum(map(len, paragraphs))
    if size < _LEAST_PROSE or size < len(paragraphs) * _LEAST_PROSE / 4:
        return False
    if _is_linked(container, numbers, lines):
        return False
    first = known[_signature(container)]
    same = next(container.iterancestors("article"), None) is next(first.iterancestors("article"), None)
    return same and not _titled(container, first)


def _titled(container: Any, first: Any) -> bool:
    """Whether a heading or a date stands before the container in its own branch of the page."""
    outer = set(first.iterancestors())
    inner = container
    for depth, ancestor in enumerate(container.iterancestors()):
        if ancestor in outer or depth > _MAX_ANCESTORS:
            return False
        for before in ancestor:
            if before is inner:
                break
            if isinstance(before.tag, str) and any(True for _ in before.iter(*_TITLES)):
                return True
        inner = ancestor
    return False
