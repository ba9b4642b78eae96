"""HTML to a Document: visible text, what of it is the article, what the page states of itself.

Needs the extra ``html``. Nothing is fetched: no external entities, no images, no frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import regex

from normtext.collector import collector_paused
from normtext.document import Document, Metadata, Notice, Region
from normtext.errors import MissingExtraError
from normtext.readers.html_body import extracted, kept_lines, prune
from normtext.readers.html_continued import between, continued
from normtext.readers.html_images import images_of
from normtext.readers.html_metadata import read_metadata
from normtext.readers.html_subtitle import descriptions_of, subtitle_line
from normtext.readers.html_text import UNSEEN, Line, Shown, joined, shown
from normtext.stages.structure.byline import read_header_line

# The parser drops what is nested deeper than 2,048 elements; real pages stay under 100.
_PARSER_DEPTH = 2000
# Over these the extractor is not asked. It takes about 0.1 ms an element; of 102 news pages the
# largest has 1,600 elements.
_EXTRACTOR_CHARACTERS = 5_000_000
_EXTRACTOR_ELEMENTS = 20_000
_EXTRACTOR_DEPTH = 400
# Where the page declares its encoding, the web looks no further than 1 kB; some pages put it later.
_DECLARED_WITHIN = 4096
# A longer line in an element of that name is a biography.
_MAX_BYLINE = 150
# So ends a paragraph of the text that begins with its dateline, and therefore has that name.
_STOPS = (".", "!", "?", "…", "”", '"')
# In the JSON-LD of a forum: the extractor reads what would be comments elsewhere as the text.
_FORUM = "DiscussionForumPosting"

_NOT_FOUND = Notice("article_not_found", "no article stands out in the page; its paragraphs were kept")
_TOO_LARGE = Notice("html_too_large", "too large a page to look for the article; its paragraphs were kept")

_CHARSET = regex.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})|"
    rb"^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})",
    regex.IGNORECASE,
)
_COMMENT = regex.compile(rb"<!--.*?-->", regex.DOTALL)
_LAYOUT_TAG = regex.compile(
    r"</?(?!(?:p|br|script|style|noscript|template|title)\b)[a-zA-Z][^<>]*>", regex.IGNORECASE
)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page's own markup declares, as it stands there, or None."""
    match = _CHARSET.search(_COMMENT.sub(b"", data[:_DECLARED_WITHIN]))
    if match is None:
        return None
    label = (match.group(1) or match.group(2)).decode("ascii").lower()
    # A page that can say in ASCII that it is UTF-16 is not; the web reads UTF-8 then.
    return "utf-8" if label.startswith("utf-16") else label


def read_html(text: str, *, url: str | None = None, name: str | None = None) -> Document:
    """Read a page.

    Every block of visible text is a line of the document text, blank lines between, and has a
    region; those that are not the article's have their reason in ``rejected``: the part of the page
    they stand in (navigation, related, newsletter, comments, share, cookie, byline), caption, subtitle or
    not_body.

    Raises:
        MissingExtraError: the extra ``html`` is not installed.
    """
    need_extra()
    with collector_paused():  # a page is ten thousand objects, all gone when it is read
        return _read(text, url, name)


def _read(text: str, url: str | None, name: str | None) -> Document:
    tree, elements, notices = _tree_of(text)
    if tree is None:
        return Document("", "text/html", name=name, notices=(Notice("empty", "the page has no text"),))
    metadata = read_metadata(tree, url)
    descriptions = descriptions_of(tree)
    _without_unseen(tree, UNSEEN - {"head", "script"} if _FORUM in text else UNSEEN)
    lines, pictures, blank = shown(tree)
    prune(tree, lines, blank)
    small = len(text) <= _EXTRACTOR_CHARACTERS and len(elements) <= _EXTRACTOR_ELEMENTS
    small = small and not _deeper(tree, _EXTRACTOR_DEPTH)
    paragraphs = extracted(tree) if small and lines else []
    kept = kept_lines(lines, paragraphs)
    kept |= continued(lines, kept)
    kept |= between(lines, kept)
    if not kept and lines:
        kept = _by_markup(lines)
        notices.append(_NOT_FOUND if small else _TOO_LARGE)
    kept = {number for number in kept if not _says_nothing(lines[number])}
    kept |= _title_lines(lines, metadata.title, kept)
    kept -= _bylines_on_top(lines, kept)
    subtitle = subtitle_line(lines, kept, metadata.title, descriptions)
    return Document(
        text=joined(lines),
        media_type="text/html",
        regions=_regions(lines, kept, subtitle),
        metadata=replace(metadata, images=images_of(pictures, lines, kept, metadata.url) or metadata.images),
        name=name,
        notices=tuple(notices),
    )


def read_fragment(text: str, *, url: str | None = None, name: str | None = None) -> Document:
    """Read the body of an article in HTML, as feeds have it: all of it is kept but what is named otherwise.

    Raises:
        MissingExtraError: the extra ``html`` is not installed.
    """
    need_extra()
    tree, _, notices = _tree_of(text)
    lines, pictures, _ = shown(tree) if tree is not None else Shown([], [], [])
    kept = {number for number, line in enumerate(lines) if line.place in (None, "navigation")}
    return Document(
        text=joined(lines),
        media_type="text/html",
        regions=_regions(lines, kept),
        metadata=Metadata(url=url, images=images_of(pictures, lines, kept | {len(lines)}, url)),
        name=name,
        notices=tuple(notices),
    )


def _tree_of(text: str) -> tuple[Any, list[Any], list[Notice]]:
    """A page as a tree that can be walked without fear, its elements, and what had to be done for that.

    Who holds the elements spares lxml making them anew each time that the page is walked through.
    """
    tree = _parsed(text)
    if not _deeper(tree, _PARSER_DEPTH):
        return tree, [] if tree is None else list(tree.iter()), []
    tree = _parsed(_LAYOUT_TAG.sub("<br>", text))
    notice = Notice("html_too_deep", "elements nested too deep: read as lines, without layout")
    return tree, [] if tree is None else list(tree.iter()), [notice]


def need_extra() -> None:
    """Raise MissingExtraError where the extra ``html`` is not installed."""
    try:
        import lxml.html
        import trafilatura
    except ImportError as error:
        raise MissingExtraError.for_extra("reading HTML", "html") from error
    del lxml, trafilatura


def _parsed(text: str) -> Any:
    """The page as an lxml tree, or None where there is nothing in it."""
    from lxml import etree
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    # One class for all elements: its own look-up is a call of Python for each, here and in the extractor.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    # What HTML itself prescribes for NUL; the parser would stop there.
    data = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _without_unseen(tree: Any, tags: Iterable[str]) -> None:
    """Take elements out of the tree with all that is in them; what follows each stays."""
    from lxml import etree

    etree.strip_elements(tree, *tags, with_tail=False)


def _deeper(tree: Any, depth: int) -> bool:
    return tree is not None and bool(_levels(depth)(tree))


@lru_cache(maxsize=4)
def _levels(depth: int) -> Any:
    """An XPath to the elements at a depth: some microseconds where there are none."""
    from lxml import etree

    return etree.XPath("/*" * depth)


def _by_markup(lines: Sequence[Line]) -> set[int]:
    """What to keep where no article was found: what ``article`` or ``main`` holds; else the paragraphs,
    if they are most of the text that has no other place; else all that text."""
    placed = {i for i, line in enumerate(lines) if line.place is None}
    main = {i for i in placed if lines[i].main}
    paragraphs = {i for i in placed if lines[i].kind == "paragraph"}
    size = sum(len(lines[i].text) for i in placed)
    if main:
        return main
    return paragraphs if 2 * sum(len(lines[i].text) for i in paragraphs) > size else placed


def _says_nothing(line: Line) -> bool:
    """Whether a line is a number by itself, in no list or table, as of readers who applauded; or an emoji."""
    return line.kind is None and (line.text.isdecimal() or not any(map(str.isalnum, line.text)))


def _bylines_on_top(lines: Sequence[Line], kept: set[int]) -> set[int]:
    """What of the kept lines is marked as a byline, stands right under the headings over the text, and
    does not read as one, so that nothing but the markup tells what it is."""
    found: set[int] = set()
    for number in sorted(kept):
        line = lines[number]
        if line.kind == "heading":
            continue
        if line.place != "byline" or len(line.text) > _MAX_BYLINE or line.text.endswith(_STOPS):
            break
        if read_header_line(line.text) is None:
            found.add(number)
    return found if len(found) < len(kept) else set()


def _title_lines(lines: Sequence[Line], title: str | None, kept: set[int]) -> set[int]:
    """The line that shows the title: the last heading before the article that says it."""
    wanted = (title or "").casefold().split()
    if not wanted:
        return set()
    first = min(kept, default=len(lines))
    said = [i for i, line in enumerate(lines) if _reads(line.text.casefold(), wanted)]
    headings = [i for i in said if lines[i].kind == "heading" and lines[i].place is None] or [
        i for i in said if lines[i].kind == "heading"
    ]
    if kept & set(said):
        return set()
    before = [i for i in headings if i <= first]
    return set(before[-1:] or headings[:1])


def _reads(text: str, wanted: Sequence[str]) -> bool:
    """Whether a text has these words and no others."""
    return text.startswith(wanted[0]) and text.split() == wanted


def _regions(lines: Sequence[Line], kept: set[int], subtitle: int | None = None) -> tuple[Region, ...]:
    """A region for each line; the links of a menu, a sidebar, a footer are one together."""
    regions: list[Region] = []
    at, menu = 0, None
    for number, line in enumerate(lines):
        rejected = None if number in kept else "subtitle" if number == subtitle else _reason(line)
        end = at + len(line.text)
        part = line.part if rejected == "navigation" else None
        if part is not None and part is menu:
            regions[-1] = Region(regions[-1].start, end, None, rejected, whole=True)
        else:
            regions.append(Region(at, end, line.kind, rejected, whole=part is not None))
        at, menu = end + 2, part
    return tuple(regions)


def _reason(line: Line) -> str:
    if line.place == "byline" and len(line.text) > _MAX_BYLINE:
        return "not_body"
    return line.place or ("caption" if line.kind == "caption" else "not_body")
