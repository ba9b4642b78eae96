"""What a page shows of its authors and dates, for pages whose head does not state them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from normtext.readers.html_text import place_of, select
from normtext.stages.structure.byline import read_header_line
from normtext.stages.structure.people import is_name, read_authors
from normtext.stages.structure.phrases import plain
from normtext.stages.structure.uncased import is_dated_name

# Names in class and id that mark an author, a publication date, a change: whole words of them.
_AUTHOR_MARK = regex.compile(
    r"(?<![a-z])(?:author|byline|writer|contributor)s?(?:[-_ ]*(?:name|link|text))?(?![a-z])",
    regex.IGNORECASE,
)
_DATE_MARK = regex.compile(
    r"(?<![a-z])(?:(?:publi(?:sh(?:ed)?|cation)|pub|post(?:ed)?|entry|article)?[-_]*(?:date|time|datetime|timestamp)"
    r"|published|dateline|timestamp)(?![a-z])",
    regex.IGNORECASE,
)
_CHANGED = regex.compile(r"modif|updat|edited|revis", regex.IGNORECASE)
# Behind these a name follows, in the languages that normtext knows; longer lines are no bylines.
_BY = regex.compile(
    r"^(?:(?:written|posted|reported|published|authored|submitted|words|story|text|eingereicht|verfasst|geschrieben|"
    r"publié|soumis|rédigé|enviado|publicado|inviato|pubblicato|ingezonden|geplaatst)\s+)?(?:by|von|par|por|door|di|av|od|autor|"
    r"author|auteur|autore)\b\s*:?\s*|^(?:от|автор)\s*:?\s*",
    regex.IGNORECASE,
)
_PUBLISHED = regex.compile(r"publish|posted|entry-date", regex.IGNORECASE)
_BAR = regex.compile(r"\s+[|•·–—-]\s+")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_IN_URL = regex.compile(
    rf"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|{'|'.join(_MONTHS)})[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)",
    regex.IGNORECASE,
)
_ELSEWHERE = frozenset(("comments", "related", "newsletter", "cookie", "navigation"))
_MAX_BYLINE, _MAX_DATE = 100, 80
# Elements that are looked at: bylines stand near the heading, comments and teasers further below.
_LOOKED_AT = 250
# A heading of fewer words may be the name of the site.
_HEADING_WORDS = 3
_MAX_ANCESTORS = 12


def shown_authors(root: Any) -> tuple[str, ...]:
    """The people that the first byline of the page names, or nobody.

    What is marked as a byline must read as names throughout.
    """
    for element in _marked(root, _AUTHOR_MARK):
        whole = _text_of(element)
        text = _BAR.split(whole)[0]
        if not text or len(text) > _MAX_BYLINE:
            continue
        cut = _BY.sub("", text)
        if is_dated_name(cut):
            return (cut,)
        names = read_authors(cut)
        if names is not None and (cut != text or (names and all(is_name(name) for name in names))):
            return names
        # With a date, a role, or a label in another language, as lines of a text are read.
        line = read_header_line(_BY.sub("By ", whole))
        if line is not None and line.authors and not line.bare:
            return tuple(line.authors)
    return ()


def shown_dates(root: Any) -> tuple[str | None, str | None]:
    """The dates of publication and change that the page marks: ``time`` first, then classes."""
    published = modified = None
    for element in [*_marked(root, None), *_marked(root, _DATE_MARK)]:
        value = element.get("datetime") or element.get("title") or _text_of(element)
        if not value or len(value) > _MAX_DATE or _YEAR.search(plain(value)) is None or "©" in value:
            continue
        names = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        if _CHANGED.search(f"{names} {_text_of(element)}") and not _PUBLISHED.search(names):
            modified = modified or value
        else:
            published = published or value
    if published is None and modified is None:
        return _date_in_byline(root), None
    return published, modified


def _date_in_byline(root: Any) -> str | None:
    """The date that stands beside the author, where no element marks one."""
    for element in _marked(root, _AUTHOR_MARK):
        line = read_header_line(_text_of(element))
        stated = [read for read in line.dates if read.field == "published"] if line is not None else []
        if stated:
            return stated[0].found.raw
    return None


def date_in_url(url: str | None) -> str | None:
    """The day in an address such as ``/2024/03/09/mills-turn``, as an ISO date.

    >>> date_in_url("https://a.example/2024/3/09/mills-turn/"), date_in_url("https://a.example/2024/mills")
    ('2024-03-09', None)
    """
    found = _IN_URL.search(url or "")
    if found is None:
        return None
    month = int(found[2]) if found[2].isdecimal() else _MONTHS.index(found[2].lower()) + 1
    return f"{found[1]}-{month:02}-{int(found[3]):02}"


def _marked(root: Any, mark: regex.Pattern[str] | None) -> Iterator[Any]:
    """The elements whose class or id has a mark, or those of time: first what follows the heading.

    Those of other parts of the page are left out.
    """
    path = "time" if mark is None else "*[@class or @id]"
    headings = select(root, "descendant::body/descendant::h1")
    heading = next((h for h in headings if len(_text_of(h).split()) >= _HEADING_WORDS), None)
    below = select(heading, f"following::{path}") if heading is not None else []
    for element in (below or select(root, f"descendant::body/descendant::{path}"))[:_LOOKED_AT]:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        if (mark is None or mark.search(names)) and not stands_elsewhere(element):
            yield element


def stands_elsewhere(element: Any) -> bool:
    """Whether an element stands among comments, teasers and the like."""
    for depth, outer in enumerate((element, *element.iterancestors())):
        if depth > _MAX_ANCESTORS or outer.tag == "body":
            return False
        if outer.tag == "header" or (outer.tag == "footer" and _is_in_article(outer)):
            continue
        if place_of(outer) in _ELSEWHERE:
            return True
    return False


def _is_in_article(element: Any) -> bool:
    return next(element.iterancestors("article"), None) is not None


def _text_of(element: Any) -> str:
    parts = []
    for number, part in enumerate(element.itertext()):
        if number > 40:
            return ""
        parts.append(part)
    return " ".join(" ".join(parts).split())
