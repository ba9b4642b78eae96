"""An article that a page cuts into several containers: the extractor takes the first, these are the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from normtext.readers.html_text import Line

# A part of an article has this many characters in its paragraphs, a teaser less.
_LEAST_PROSE = 200
# More of its text in links, and it is a list of links.
_MOST_LINKED = 0.3
_PROSE = frozenset(("paragraph", "quote", "list_item", "heading"))
_TITLES = frozenset(("h1", "h2", "h3", "time"))
_MAX_ANCESTORS = 40


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
    container: Any, numbers: Iterable[int], lines: Sequence[Line], known: Mapping[tuple[str, str], Any]
) -> bool:
    paragraphs = [lines[n].text for n in numbers if lines[n].kind == "paragraph"]
    size = sum(map(len, paragraphs))
    if size < _LEAST_PROSE or size < len(paragraphs) * _LEAST_PROSE / 4:
        return False
    linked = sum(len("".join(link.itertext())) for link in container.iter("a"))
    if linked > _MOST_LINKED * size:
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
