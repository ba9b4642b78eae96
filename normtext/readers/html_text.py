"""The visible text of a page: what a browser without style sheets would show, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import regex

# Elements whose content nobody sees, or that is a control and no text.
_UNSEEN_NAMES = (
    "head script style noscript template iframe object embed applet svg math canvas audio video map "
    "select datalist textarea input progress meter dialog frameset noframes"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre search section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "p": "paragraph",
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
}
# A paragraph or a bare block inside one of these is what the outer element says.
_OUTER_KINDS = frozenset({"list_item", "quote", "caption", "code"})
_CELLS = frozenset({"td", "th"})
_PARTING = _CELLS | {"br"}
_IMAGES = frozenset({"img", "amp-img"})
# Blocks in which holds what holds around them, where no name of theirs says otherwise.
_AS_OUTSIDE = _BLOCKS - {"article", "main", "table", "pre"}
# Elements that say something by being there, or whose number does.
_NEVER_BLANK = frozenset("html head body script h1 h2 h3 br hr tr td th".split())
# A table with a longer cell lays out the page: it is no table of values.
_MOST_IN_CELL = 1000
CELL_GAP = "\t"

_PLACE_OF_TAG = {
    "time": "byline",
    "nav": "navigation",
    "header": "navigation",
    "footer": "navigation",
    "aside": "navigation",
    "menu": "navigation",
}
# Within the article a header is the article's own.
_PLACE_WITHIN = {tag: place for tag, place in _PLACE_OF_TAG.items() if tag != "header"}
_PLACE_OF_ROLE = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "navigation",
    "complementary": "navigation",
    "search": "navigation",
    "menu": "navigation",
}
# Words in the class and id of an element, by the part of the page that they name.
_PLACE_WORDS = {
    "cookie": "cookie cookies consent gdpr onetrust ccpa",
    "newsletter": "newsletter newsletters subscribe subscription signup mailing",
    "comments": "comment comments disqus respond livefyre replies",
    "share": "share sharing social sharedaddy addthis sharethis",
    "related": "related recommend recommended recommendations trending popular recirc readnext outbrain "
    "taboola teaser teasers promo",
    "navigation": "nav navbar navigation menu menus breadcrumb breadcrumbs masthead footer sidebar skip "
    "pagination toolbar",
    "byline": "byline author dateline timestamp pubdate",
}
_PLACE_OF_WORD = {word: place for place, words in _PLACE_WORDS.items() for word in words.split()}
# The foot of one of these has its author and its date, that of the page has not.
_POSTS = frozenset(("post", "entry", "article", "story"))
# Attributes whose values say something of the place, or that nobody sees the element.
_TELLING = frozenset(("class", "id", "hidden", "style", "rel", "itemprop", "role"))
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING_STYLE = regex.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", regex.IGNORECASE
)
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f]+")
_SPACES = regex.compile(r" {2,}")
_BREAK = regex.compile(r" ?\n ?")
# Possessive, so that a long run of white space without a gap in it is read once.
_GAPS = regex.compile(r"[ \n]*+\t[ \n\t]*+")
# A class attribute is read this far: generated ones run to thousands of characters.
_CLASS_LENGTH = 300


class Line(NamedTuple):
    """One block of visible text.

    Attributes:
        text: without white space at its ends.
        kind: a block kind, or None where the markup does not say.
        place: the part of the page it stands in ("navigation", "comments", ...), or None.
        main: whether it stands inside an ``article`` or ``main`` element.
        block: the element that made the block; None where there is none.
        part: the outermost element that marks the place.
    """

    text: str
    kind: str | None
    place: str | None
    main: bool = False
    block: Any = None
    part: Any = None


class Picture(NamedTuple):
    """An ``img`` of the page.

    Attributes:
        line: the number of the line that follows it.
        element: the element.
        place: the part of the page it stands in, or None.
        main: whether it stands inside an ``article`` or ``main`` element.
    """

    line: int
    element: Any
    place: str | None
    main: bool


class Shown(NamedTuple):
    """What a browser shows of a page.

    Attributes:
        lines: the blocks of visible text, in order.
        pictures: the images.
        blank: the outermost elements that show nothing, neither text nor an image.
    """

    lines: list[Line]
    pictures: list[Picture]
    blank: list[Any]


@dataclass(slots=True)
class _Context:
    """What an element passes on to the elements inside it; never changed."""

    kind: str | None = None
    place: str | None = None
    verbatim: bool = False
    main: bool = False
    part: Any = None
    laid: bool = False


def shown(root: Any) -> Shown:
    """What is visible under an lxml element. Works without recursion."""
    from lxml import etree

    writer = _Writer()
    pictures: list[Picture] = []
    blank: list[Any] = []
    context, block = _Context(), None
    outer: list[tuple[_Context, Any, int, int]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            outer.append((context, block, writer.count, len(blank)))
            inside = _inside(element, tag, context)
            if inside is None:
                walk.skip_subtree()
                continue
            context = inside
            if tag in _BLOCKS or (context.laid and tag in _CELLS):
                block = element
                writer.flush()
            elif tag in _PARTING:
                writer.part(tag, context)
            text = element.text
            if text:
                writer.add(text, context, block)
            if tag in _IMAGES:
                writer.count += 1
                pictures.append(Picture(len(writer.lines), element, context.place, context.main))
        else:
            if block is element:
                writer.flush()
            context, block, count, blanks = outer.pop()
            if count == writer.count and tag not in _NEVER_BLANK:
                del blank[blanks:]
                blank.append(element)
            tail = element.tail
            if tail and element is not root:
                writer.add(tail, context, block)
    writer.flush()
    return Shown(writer.lines, pictures, blank)


def _inside(element: Any, tag: Any, outer: _Context) -> _Context | None:
    """What holds inside an element, or None where nobody sees what is in it."""
    if tag in UNSEEN or not isinstance(tag, str):
        return None
    # Of most elements the names of the attributes tell that their values, dear to read, say nothing.
    names = element.keys()
    told = not _TELLING.isdisjoint(names)
    if told and ("hidden" in names or ("style" in names and _HIDING_STYLE.search(element.get("style")))):
        return None
    if tag not in _BLOCKS and not (outer.laid and tag in _CELLS):
        place = _place(element, names, tag, outer.main) if told or tag == "time" else None
        return outer if place in (None, outer.place) else replace(outer, place=place, part=element)
    kind = _KINDS.get(tag)
    if tag == "p" and len(element) == 1 and _is_bold(element):
        kind = None
    if outer.kind in _OUTER_KINDS and kind in (None, "paragraph"):
        kind = outer.kind
    main = outer.main or tag in ("article", "main")
    by_tag = _PLACE_WITHIN if main else _PLACE_OF_TAG
    place = _place(element, names, tag, main) if told else by_tag.get(tag)
    part = element
    if place is None or place == outer.place:
        place, part = outer.place, outer.part
    if tag in _AS_OUTSIDE and kind == outer.kind and part is outer.part:
        return outer
    laid = _lays_out(element) if tag == "table" else outer.laid
    return _Context(kind, place, outer.verbatim or tag == "pre", main, part, laid)


def _is_bold(paragraph: Any) -> bool:
    """Whether a paragraph is one run of bold text: a heading, as many write it, or none."""
    inner = paragraph[0]
    if inner.tag not in ("strong", "b"):
        return False
    return not (paragraph.text or "").strip() and not (inner.tail or "").strip()


def _lays_out(table: Any) -> bool:
    """Whether a table lays out the page, so that its cells are no values but parts of the page."""
    if (
        table.get("role") in ("presentation", "none")
        or next(table.iterdescendants("table"), None) is not None
    ):
        return True
    return any(len(cell.text_content()) > _MOST_IN_CELL for cell in table.iter("td"))


def place_of(element: Any, *, main: bool = False) -> str | None:
    """The part of the page that an element marks by itself; ``main``: it stands inside the article."""
    tag = element.tag
    return _place(element, element.keys(), tag, main) if isinstance(tag, str) else None


def _place(element: Any, names: Sequence[str], tag: str, main: bool) -> str | None:
    """The part of the page that an element marks, the more telling mark first."""
    classes = element.get("class") if "class" in names else ""
    identity = element.get("id") if "id" in names else ""
    if classes or identity:
        place = _place_of_names(classes[:_CLASS_LENGTH], identity[:_CLASS_LENGTH])
        if place is not None and not _is_frame(element, tag):
            return place
    if "rel" in names and element.get("rel") == "author":
        return "byline"
    if "itemprop" in names and element.get("itemprop") in ("author", "datePublished"):
        return "byline"
    if "role" in names and not (tag == "header" and main):
        place = _PLACE_OF_ROLE.get(element.get("role"))
        if place is not None:
            return place
    return (_PLACE_WITHIN if main else _PLACE_OF_TAG).get(tag)


def _is_frame(element: Any, tag: str) -> bool:
    """Whether the main part of the page stands in an element: its "has-sidebar" says how that looks."""
    if tag in ("html", "body"):
        return True
    if not len(element):  # as most that name a place
        return tag == "main"
    if next(element.iter("main"), None) is not None:
        return True
    return tag == "article" and next(element.iter("h1"), None) is not None


@lru_cache(maxsize=8192)
def _place_of_names(classes: str, identity: str) -> str | None:
    before = ""
    for found in _WORDS.findall(f"{classes} {identity}"):
        word = found.lower()
        place = _PLACE_OF_WORD.get(word)
        if place is not None and not (word == "footer" and before in _POSTS):
            return place
        before = word
    return None


class _Writer:
    """Collects text into lines as a browser would lay it out.

    Attributes:
        lines: those that have ended.
        count: texts and images so far that can be seen.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.count = 0
        self._parts: list[str] = []
        self._context = _Context()
        self._block: Any = None
        self._breaks = 0
        self._blank = True

    def part(self, tag: str, context: _Context) -> None:
        """Part what stands before a cell or a line break from what follows."""
        if tag == "br":
            self._break(context)
        elif not self._blank:
            self._parts.append(CELL_GAP)

    def flush(self) -> None:
        """End the line."""
        if self._blank and not self._parts:
            return
        parts, context, blank = self._parts, self._context, self._blank
        self._parts, self._breaks, self._blank = [], 0, True
        if blank:
            return
        text = _tidied("".join(parts), context.verbatim)
        kind = "table" if CELL_GAP in text and not context.verbatim else context.kind
        self.lines.append(Line(text, kind, context.place, context.main, self._block, context.part))

    def _break(self, context: _Context) -> None:
        """A line break; a second one on end parts paragraphs."""
        self._breaks += 1
        if self._breaks > 1 and not context.verbatim:
            self.flush()
        else:
            self._parts.append("\n")

    def add(self, text: str, context: _Context, block: Any) -> None:
        """Add what a browser shows of a text."""
        if text.isspace():
            if self._blank and not context.verbatim:
                return  # at the start of a line it shows nothing
            self._parts.append(text if context.verbatim else _collapsed_blank(text))
            return
        if not context.verbatim and ("  " in text or not text.isprintable()):
            text = _COLLAPSIBLE.sub(" ", text)
        self.count += 1
        self._breaks = 0
        if self._blank:
            self._context, self._block, self._blank = context, block, False
        self._parts.append(text)


def _collapsed_blank(text: str) -> str:
    """White space between elements: a browser keeps no-break spaces and shows the rest as one space."""
    return " " if text.isascii() else _COLLAPSIBLE.sub(" ", text)


def _tidied(text: str, verbatim: bool) -> str:
    if verbatim:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _BREAK.sub("\n", text)
    if CELL_GAP in text:
        text = _GAPS.sub(CELL_GAP, text)
    return text.strip()


@lru_cache(maxsize=64)
def _path(path: str) -> Any:
    from lxml import etree

    return etree.XPath(path)


def select(element: Any, path: str) -> list[Any]:
    """What an XPath, one of the few of the readers, finds from an element; each is compiled once."""
    found: list[Any] = _path(path)(element)
    return found


def joined(lines: Iterable[Line]) -> str:
    """The document text: the lines with a blank line between."""
    return "\n\n".join(line.text for line in lines)
