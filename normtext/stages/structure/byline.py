"""Lines that speak of the article: byline, date, section, reading time, alone or on one line.

A line is a header line only if every part of it is understood; one word too many, and it is text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from normtext.stages.structure.dates import Found, find_dates
from normtext.stages.structure.moments import is_read_time, is_relative_date
from normtext.stages.structure.people import is_name, is_uncased_name, read_authors
from normtext.stages.structure.phrases import Hit, fold, tables

# The longest header line seen in news pages (three authors, two dates with times) has 190 characters.
MAX_HEADER_LINE = 240

_PARTS = regex.compile(r"\s*[|•·‧∙⋅●/]\s*|\s+[–—―-]\s+|\s{2,}|\s*\n\s*")
_COLON = regex.compile(r"\s*[:：／]\s*")
# Where a lower-case letter meets a capital: "TechnologieMarie". Not within McKay, DeVries, O'Hara.
_GLUE = regex.compile(r"(?<=\p{Ll}\p{Ll}|[)!?\d])(?=\p{Lu}\p{L}*[\p{Ll}.]|\p{Lu}\s)")
_NAME_HEADS = frozenset(
    ("mc", "mac", "de", "la", "le", "van", "von", "di", "da", "du", "des", "del", "fitz", "ver", "vander")
)
_PLACE = regex.compile(r"\p{Lu}[\p{L}\p{M}'’.\-]+(?:\s+(?:\p{L}{2,3}\s+)?\p{Lu}[\p{L}\p{M}'’.\-]+)?")


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date of a header line: what it dates, by which context, and the languages of its label."""

    field: str
    context: str
    found: Found
    languages: frozenset[str]


@dataclass(slots=True)
class HeaderLine:
    """What a header line says.

    Attributes:
        parts: (field, start) of the stretches it is made of, in order.
        strong: it has a byline word, a label or a date; only such a line may stand below the lead.
        bare: the authors stand there by their names alone.
        relative: it speaks of "2 days ago", which is no date.
        unread: a label is there, but no date behind it that can be read.
    """

    parts: list[tuple[str, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[DateRead] = field(default_factory=list)
    section: str | None = None
    strong: bool = False
    bare: bool = False
    relative: bool = False
    unread: str | None = None

    def add(self, name: str, start: int) -> None:
        """Note that a stretch of the line begins here."""
        if not self.parts or self.parts[-1][0] != name:
            self.parts.append((name, start))

    @property
    def glued_title(self) -> bool:
        """Whether it could as well be a headline that ends in a date: "Weekly Briefing 14 March 2025"."""
        return self.bare and not self.strong


@dataclass(slots=True)
class _Segment:
    """A stretch of a line between dates and separators, and what stands next to it."""

    text: str
    start: int
    before_date: bool
    comma: bool
    label: tuple[str, frozenset[str]] | None = None


def read_header_line(text: str, language: str | None = None) -> HeaderLine | None:
    """What the line says of the article, or None where it is no header line."""
    if not text or len(text) > MAX_HEADER_LINE:
        return None
    hint = frozenset((language.split("-")[0].lower(),)) if language else frozenset()
    dates = find_dates(text, hint)
    line = HeaderLine()
    at = 0
    for found in dates:
        label = _read_stretch(line, text, at, found.start, hint, before_date=True)
        if label is None:
            return None
        name, languages = label or ("", frozenset())
        context = "labelled" if name else "line" if len(dates) == 1 and not line.parts else "byline"
        line.add(name or "published", _label_start(line, found, name))
        line.dates.append(DateRead(name or "published", context, found, languages | hint))
        line.strong = True
        at = found.end
    if _read_stretch(line, text, at, len(text), hint, before_date=False) is None:
        return None
    return _settled(line, text)


def _label_start(line: HeaderLine, found: Found, name: str) -> int:
    """A label has noted where its stretch begins; a bare date begins with itself."""
    if name and line.parts and line.parts[-1][0] == name:
        return line.parts[-1][1]
    return found.start


def _settled(line: HeaderLine, text: str) -> HeaderLine | None:
    if not line.parts:
        return None
    if line.bare and not line.dates:
        return None
    if line.dates and line.bare and line.dates[0].context == "line":
        line.dates[0] = DateRead("published", "byline", line.dates[0].found, line.dates[0].languages)
    named = _PARTS.search(text) is not None or _is_glued(text, line)
    if line.bare and not named:
        line.strong = False
    return line


def _is_glued(text: str, line: HeaderLine) -> bool:
    start = line.dates[0].found.start if line.dates else 0
    return start > 0 and not text[start - 1].isspace()


def _read_stretch(
    line: HeaderLine, text: str, start: int, end: int, hint: frozenset[str], *, before_date: bool
) -> tuple[str, frozenset[str]] | tuple[()] | None:
    """Read what stands before or after a date; the label that leads to the date, () or None to fail."""
    label: tuple[str, frozenset[str]] | tuple[()] = ()
    at = start
    bounds = [*((m.start(), m.end()) for m in _PARTS.finditer(text, start, end)), (end, end)]
    for stop, resume in bounds:
        last = stop == end and before_date
        comma = text[at:stop].rstrip().endswith(",")
        segment = _Segment(text[at:stop], at, last, comma)
        if not _read_segment(line, segment, hint, has_date=before_date or bool(line.dates)):
            return None
        if segment.label is not None:
            label = segment.label
        at = resume
    return label


def _read_segment(line: HeaderLine, segment: _Segment, hint: frozenset[str], *, has_date: bool) -> bool:
    """Understand one stretch; False where it is not of a header."""
    lead = len(segment.text) - len(segment.text.lstrip(" ,;:："))
    segment.start += lead
    segment.text = segment.text.strip(" ,;")
    text = segment.text.lstrip(":：").strip()
    if not text or not any(c.isalnum() for c in text):
        return True
    if segment.before_date:
        text = _take_label(line, segment, text)
        if not text:
            return True
    for rule in RULES:
        if rule(line, segment, text, hint):
            return True
    return has_date and _read_bare(line, segment, text)


def _take_label(line: HeaderLine, segment: _Segment, text: str) -> str:
    """Cut "Published on" off the end of what leads to a date; return what is left before it."""
    rest = text.rstrip(" :：,(-–—")
    while (filler := _last_phrase(rest, "date_filler")) is not None:
        rest = rest[: filler.end].rstrip(" ,:：")
    for name, table in (("modified", "modified_label"), ("published", "published_label")):
        for candidate in (text.rstrip(" :：,(-–—"), rest):
            hit = _last_phrase(candidate, table)
            if hit is None:
                continue
            segment.label = (name, hit.languages)
            line.strong = True
            left = candidate[: hit.end].rstrip(" ,;(")
            line.add(name, segment.start + hit.end) if not left else None
            return left
    return rest


def _last_phrase(text: str, table: str) -> Hit | None:
    """The phrase that ``text`` ends with, at the start of a word; ``end`` is where it starts."""
    folded = fold(text)
    hit = tables()[table].suffix(folded)
    if hit is None or hit.end == 0:
        return hit
    before = folded[hit.end - 1]
    apart = not before.isalnum() or (before.isdigit() and not folded[hit.end].isdigit())
    return hit if apart else None


def _by(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "By Jane Doe", "Publié par Jean Dupont"; a label may stand in front."""
    folded = fold(text)
    hit = tables()["by"].start(folded)
    if hit is None:
        weak = tables()["by_weak"].start(folded)
        hit = weak if weak is not None and weak.languages & hint else None
    if hit is None:
        published = tables()["published_label"].start(folded)
        second = published and tables()["by"].start(folded, published.end + 1)
        hit = second or None
    if hit is None or hit.end >= len(text) or not text[hit.end].isspace():
        return False
    authors = read_authors(text[hit.end :])
    if authors is None:
        return False
    line.authors += authors
    line.strong = True
    line.add("authors", segment.start)
    return True


def _author_label(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Author: Jane Doe", "作者：王小明"."""
    value = _after_label(text, "author_label")
    authors = read_authors(value, labelled=True) if value else None
    if authors is None:
        return False
    line.authors += authors
    line.strong = True
    line.add("authors", segment.start)
    return True


def _after_label(text: str, table: str) -> str | None:
    """What follows a label and its colon."""
    hit = tables()[table].start(fold(text))
    colon = _COLON.match(text, hit.end) if hit else None
    return text[colon.end() :].strip() if colon else None


def _section_label(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Category: Politics"."""
    value = _after_label(text, "section_label")
    if not value or len(value.split()) > 4 or value[-1] in ".!?":
        return False
    line.section = line.section or value
    line.strong = True
    line.add("section", segment.start)
    return True


def _section(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Politics", whole."""
    if tables()["section"].whole(fold(text)) is None:
        return False
    line.section = line.section or text
    line.add("section", segment.start)
    return True


def _read_time(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "5 min read" beside a date."""
    if not is_read_time(text):
        return False
    line.add("byline", segment.start)
    return True


def _relative(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "2 days ago"."""
    if not is_relative_date(text):
        return False
    line.relative = True
    line.add("published", segment.start)
    return True


def _agency(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Reuters" beside a date or a name."""
    if tables()["agency"].whole(fold(text)) is None:
        return False
    line.add("byline", segment.start)
    return True


def _unread_date(line: HeaderLine, segment: _Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Published: 31.2025": a label, a colon, and digits that make no date."""
    for name, table in (("published", "published_label"), ("modified", "modified_label")):
        value = _after_label(text, table)
        if value and len(value) <= 40 and any(c.isdigit() for c in value):
            line.unread = value
            line.strong = True
            line.add(name, segment.start)
            return True
    return False


Rule = Callable[[HeaderLine, _Segment, str, frozenset[str]], bool]
RULES: tuple[Rule, ...] = (
    _by,
    _author_label,
    _section_label,
    _section,
    _read_time,
    _relative,
    _agency,
    _unread_date,
)


def _read_bare(line: HeaderLine, segment: _Segment, text: str) -> bool:
    """A name with neither "By" nor label, beside a date; a section may be glued to it."""
    section, name = _part_section(text)
    if section:
        line.section = line.section or section
        ahead = name and text.endswith(name)
        line.add("section", segment.start) if ahead else line.add("authors", segment.start)
        if name:
            line.add("authors", segment.start + text.index(name)) if ahead else None
            line.add("section", segment.start + len(name)) if not ahead else None
        line.authors += read_authors(_after_by(name)) or ()
        line.strong = True
        return True
    authors = read_authors(text)
    place = segment.before_date and segment.comma and _is_place(text)
    if authors and not place:
        line.authors += authors
        line.bare = True
        line.add("authors", segment.start)
        return True
    if place:
        line.add("dateline", segment.start)
        line.bare = True
        return True
    return False


def _is_place(text: str) -> bool:
    """Whether what stands before a comma and a date is a place: one word, or "Den Haag", "New York"."""
    if _PLACE.fullmatch(text) is None:
        return False
    return len(text.split()) == 1 or tables()["place_head"].start(fold(text)) is not None


def _part_section(text: str) -> tuple[str | None, str]:
    """Cut a section off the front or end of a name it is glued to: "ActusLéa M. Synthia"."""
    folded = fold(text)
    sections = tables()["section"]
    for end in sorted({m.start() for m in _GLUE.finditer(text)}, reverse=True):
        if sections.whole(folded[:end]) and read_authors(text[end:]):
            return text[:end], text[end:]
        if sections.whole(folded[end:]) and read_authors(text[:end]):
            return text[end:], text[:end]
    if (hit := sections.prefix(folded)) and is_uncased_name(text[hit.end :]) and not text.isascii():
        return text[: hit.end], text[hit.end :]
    by = next((m.start() for m in _GLUE.finditer(text) if tables()["by"].start(folded, m.start())), None)
    if by is not None and read_authors(_after_by(text[by:])):
        return text[:by], text[by:]
    for match in _GLUE.finditer(text):
        left, right = text[: match.start()], text[match.start() :]
        head = left.split()[-1] if left.split() else ""
        if fold(head) not in _NAME_HEADS and len(left.split()) <= 3 and is_name(right):
            return left, right
    return None, text


def _after_by(text: str) -> str:
    hit = tables()["by"].start(fold(text))
    return text[hit.end :] if hit else text
