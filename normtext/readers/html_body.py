"""Which of a page's visible lines are the article: trafilatura's answer, found again in the page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from normtext.readers.html_text import Line

# A line is the article's where this share of its characters is.
_COVERED = 0.5
# Texts shorter than this (white space aside) are found as whole lines only: a "Read more" inside a
# paragraph says nothing about a line that reads "Read more".
_FINDABLE = 20
# Where the extractor dropped something inside a paragraph, its two ends are looked for.
_ENDS = 30
_STRETCH = 1.5
# Characters to be searched, all paragraphs together: a second's work.
_SEARCH_BUDGET = 2_000_000_000
# What trafilatura throws away with all that is in it; without that, two fifths of all elements, it takes a
# fifth less time.
_UNREAD_NAMES = "aside button fieldset footer label legend menu nav option output rp rt rtc time"
_UNREAD = frozenset(_UNREAD_NAMES.split())
# A part of the page that is named as a menu or teasers, and of whose text this share are links, is one.
# Without those, a sixth of all elements, trafilatura takes a third less time; on 102 pages nothing of an
# article is lost at .9 and .7, at .5 three per cent of all articles are.
_MENU = 0.9
# A call for readers is as long as this, and stands in no article but its own.
_CALLS = frozenset(("newsletter", "cookie", "share"))
_CALL = 400
# Elements of trafilatura's tree that do not end a line of the page.
_INLINE = frozenset({"hi", "ref", "del", "graphic", "code", "lb", "cell"})

# Of 102 pages of a public benchmark, 4 come out otherwise with all extractors: on 3 of them the rules
# alone are right (F1 .99 against .33 to .91), on the fourth they take all that is left of the page without
# its menus. Asking the rules alone takes two thirds of the time.
_TOO_LITTLE = 250
_TOO_MUCH = 0.99
# Where its rules found less than this, and less than this share of the page, trafilatura tries once more,
# less strictly. To know the share it takes a tenth of its time; here the page has been measured. Its own
# share is .2 of a text that counts more white space.
_SHORT = 3000
_SMALL_SHARE = 0.22
_ONE_ATTEMPT = "one attempt"

# What trafilatura and the libraries under it raise on pages they cannot handle.
_EXTRACTOR_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def prune(tree: Any, lines: Sequence[Line], blank: Sequence[Any]) -> None:
    """Take out of the tree what is no article: what shows nothing, and menus by their element, or by their
    name and content."""
    from lxml import etree

    for element in blank:
        element.tag = "menu"
    for part, place in {
        line.part: line.place for line in lines if line.place not in (None, "byline")
    }.items():
        if part.tag not in _UNREAD and (_is_menu(part) or (place in _CALLS and _is_call(part))):
            part.tag = "menu"
    etree.strip_elements(tree, *_UNREAD, with_tail=False)


def _is_call(part: Any) -> bool:
    return len(part.text_content()) <= _CALL and next(part.iter("article"), None) is None


def _is_menu(part: Any) -> bool:
    linked = sum(len(_key(link.text_content())) for link in part.iter("a"))
    return linked >= _MENU * len(_key(part.text_content()))


def extracted(tree: Any) -> list[str]:
    """The paragraphs of the article as trafilatura finds them; empty where it finds none.

    Its own rules are asked first; the other extractors that it can compare with, only where these
    rules found next to nothing, or took all that there is. The tree is left as it is. Nothing is fetched.
    """
    # Without a handler of the application's own, Python would print the library's log on stderr.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    page = len(" ".join(tree.text_content().split()))
    found = _asked(tree, focus=_ONE_ATTEMPT)
    size = sum(map(len, found))
    if 0 < size < min(_SHORT, _SMALL_SHARE * page):
        found = _asked(tree)
        size = sum(map(len, found))
    if _TOO_LITTLE <= size <= _TOO_MUCH * page:
        return found
    return _asked(tree, fast=False) or found


def _asked(tree: Any, *, fast: bool = True, focus: str = "balanced") -> list[str]:
    from lxml import etree
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, options=_options(fast, focus))
    except (*_EXTRACTOR_ERRORS, etree.LxmlError):
        return []
    return [] if found is None or isinstance(found, dict) else _paragraphs(found.body)


@cache
def _options(fast: bool, focus: str) -> Any:
    """What trafilatura is asked for; as "txt", so that it does not write the text out.

    With a focus that it does not know it does as with "balanced", but makes no second attempt.
    """
    from trafilatura.settings import Extractor

    options = Extractor(output_format="txt", fast=fast, comments=False, tables=True)
    options.focus = focus
    return options


def _paragraphs(body: Any) -> list[str]:
    """The text of the leaves of trafilatura's tree, cut where it cuts lines."""
    from lxml import etree

    paragraphs: list[str] = []
    parts: list[str] = []

    def flush() -> None:
        text = "".join(parts).strip()
        if text:
            paragraphs.append(text)
        parts.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE:
            flush()
        elif element.tag == "lb" and event == "start":
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    flush()
    return paragraphs


def kept_lines(lines: Sequence[Line], paragraphs: Sequence[str]) -> set[int]:
    """Find the lines that the paragraphs stand in, and return their numbers.

    A paragraph is a whole line, a part of one, or several lines that the extractor joined. Where
    one text stands at several places of the page, the order of the paragraphs decides.
    """
    page = _Page([_key(line.text) for line in lines])
    at = 0
    pending: list[tuple[str, int]] = []
    for paragraph in paragraphs:
        line = page.take(_key(paragraph), at)
        if line is None:
            pending.append((paragraph, at))
        else:
            at = line
    budget = _SEARCH_BUDGET
    for paragraph, near in pending:
        budget -= len(page.text)
        if budget < 0:
            break
        key = _key(paragraph)
        if page.mark(key, near):
            continue
        # Where something of the page was left out within it, its lines are looked for, and those of the page.
        parts = paragraph.split("\n") if "\n" in paragraph else []
        budget -= len(page.text) * len(parts) + len(key) * len(lines)
        if budget < 0:
            break
        found = [page.mark(_key(part), near) for part in parts]
        if not any(found):
            page.mark_within(key)
    return page.covered()


def _key(text: str) -> str:
    return "".join(text.split())


class _Page:
    """The lines of a page without white space, one after the other, and what of them was found."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.text = "".join(keys)
        self._ends = list(accumulate(map(len, keys)))
        self._found = bytearray(len(self.text))
        self._free: dict[str, list[int]] = {}
        for number, key in enumerate(keys):
            self._free.setdefault(key, []).append(number)

    def _start(self, line: int) -> int:
        return self._ends[line - 1] if line else 0

    def take(self, key: str, at: int) -> int | None:
        """The free line that reads like ``key``: the first from line ``at`` on, else the last."""
        free = self._free.get(key)
        if not free:
            return None
        line = next((place for place in free if place >= at), free[-1])
        free.remove(line)
        self._mark(self._start(line), self._ends[line])
        return line

    def mark(self, key: str, near: int) -> bool:
        """Mark the stretch that reads like ``key``, looked for from line ``near`` on first."""
        if len(key) < _FINDABLE:
            return False
        start = self._start(near)
        low = self._find(key, start)
        if low >= 0:
            self._mark(low, low + len(key))
            return True
        low = self._find(key[:_ENDS], start)
        if low < 0 or len(key) < 2 * _ENDS:
            return False
        end = self.text.find(key[-_ENDS:], low, low + int(len(key) * _STRETCH) + _ENDS)
        if end >= 0:
            self._mark(low, end + _ENDS)
        return end >= 0

    def mark_within(self, key: str) -> None:
        """Mark the lines that stand in a paragraph which stands nowhere in the page as a whole."""
        start = 0
        for end in self._ends:
            if end - start >= _FINDABLE and self.text[start:end] in key:
                self._mark(start, end)
            start = end

    def covered(self) -> set[int]:
        """The lines most of whose characters were found."""
        found, start = set(), 0
        for line, end in enumerate(self._ends):
            if end > start and self._found.count(1, start, end) >= _COVERED * (end - start):
                found.add(line)
            start = end
        return found

    def _find(self, part: str, start: int) -> int:
        low = self.text.find(part, start)
        return low if low >= 0 else self.text.find(part)

    def _mark(self, low: int, high: int) -> None:
        self._found[low:high] = b"\1" * (high - low)
