"""The stretches of a header line: what each may be, one rule for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from normtext.stages.structure.dates import Found
from normtext.stages.structure.moments import is_read_time, is_relative_date
from normtext.stages.structure.people import (
    has_given_name,
    is_name,
    is_paper,
    is_role,
    is_uncased_name,
    read_authors,
)
from normtext.stages.structure.phrases import fold, is_dense, tables
from normtext.stages.structure.uncased import is_arabic_name, is_dated_name, signed

_COLONS = ":：／＝"
_COLON = regex.compile(rf"\s*[{_COLONS}]\s*")
# Where a lower-case letter meets a capital: "TechnologieMarie". Not within McKay, DeVries, O'Hara.
_GLUE = regex.compile(r"(?<=\p{Ll}\p{Ll}|[)!?\d])(?=\p{Lu}\p{L}*[\p{Ll}.]|\p{Lu}\s)")
_NAME_HEADS = frozenset(
    ("mc", "mac", "de", "la", "le", "van", "von", "di", "da", "du", "des", "del", "fitz", "ver", "vander")
)
_HANDLE = regex.compile(r"@[A-Za-z0-9_.]{2,30}")
_DENSE_NAME = regex.compile(r"\s+(?:\p{Han}|\p{Hangul}){2,4}")
_NEWS = frozenset("news nieuws nachrichten actu actus actualités noticias notícias notizie новости".split())
# "in News": a preposition before the name of a section.
_IN = regex.compile(r"(?:in|en|em|dans|under|onder|w|в|у|i|na)\s+(?=\p{Lu})")
# "来源：..." and "Source: ..." name a paper in so many characters at most.
MAX_SOURCE = 30
PLACE = regex.compile(r"\p{Lu}[\p{L}\p{M}'’.\-]+(?:\s+(?:\p{L}{2,3}\s+)?\p{Lu}[\p{L}\p{M}'’.\-]+)?")


# "Jane Doe", and what may stand behind it.
_SIGNATURE = regex.compile(r"(?P<name>[^|/,–—]{4,50}?)(?:\s*(?:[|/,]|\s[–—-]\s)\s*(?P<rest>[^|/]{2,40}))?")
_FIRST_WORD = regex.compile(r"[^\s|/,–—]+")
MAX_SIGNED_WORDS = 5


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
        role: it says what somebody does ("Staff writer").
        relative: its words that speak of "2 days ago", which is no date; else "".
        unread: a label is there, but no date behind it that can be read.
    """

    parts: list[tuple[str, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[DateRead] = field(default_factory=list)
    section: str | None = None
    strong: bool = False
    bare: bool = False
    role: bool = False
    relative: str = ""
    unread: str | None = None

    def add(self, name: str, start: int) -> None:
        """Note that a stretch of the line begins here."""
        if not self.parts or self.parts[-1][0] != name:
            self.parts.append((name, start))

    def leave_unread(self, name: str, start: int, value: str) -> None:
        """Note a label whose date cannot be read."""
        self.unread = value
        self.strong = True
        self.add(name, start)

    @property
    def glued_title(self) -> bool:
        """Whether it could as well be a headline that ends in a date: "Weekly Briefing 14 March 2025"."""
        return self.bare and not self.strong


@dataclass(slots=True)
class Segment:
    """A stretch of a line between dates and separators, and what stands next to it."""

    text: str
    start: int
    before_date: bool
    comma: bool  # a comma or a dash parts it from the date
    label: tuple[str, frozenset[str]] | None = None


def _by(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
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
    rest = text[hit.end :].strip()
    authors = (rest,) if is_arabic_name(rest) else read_authors(rest)
    if authors is None:
        return False
    line.authors += authors
    line.strong = True
    line.add("authors", segment.start)
    return True


def _author_label(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Author: Jane Doe", "作者：王小明"."""
    value = after_label(text, "author_label")
    authors = read_authors(value, labelled=True) if value else None
    if authors is None:
        return False
    line.authors += authors
    line.strong = True
    line.add("authors", segment.start)
    return True


def after_label(text: str, table: str) -> str | None:
    """What follows a label and its colon."""
    if not any(colon in text for colon in _COLONS):
        return None
    hit = tables()[table].start(fold(text))
    colon = _COLON.match(text, hit.end) if hit else None
    return text[colon.end() :].strip() if colon else None


def _section_label(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Category: Politics"."""
    value = after_label(text, "section_label")
    if not value or len(value.split()) > 4 or value[-1] in ".!?":
        return False
    line.section = line.section or value
    line.strong = True
    line.add("section", segment.start)
    return True


def _section(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Politics", whole, "Tech News", or "in Politics"."""
    text = _IN.sub("", text, count=1) if line.dates else text
    if not is_section(fold(text)):
        return False
    line.section = line.section or text
    line.add("section", segment.start)
    return True


def is_section(folded: str) -> bool:
    """Whether it is the name of a section, or one with a word for news beside it: "tech news"."""
    section = tables()["section"]
    if section.whole(folded) is not None:
        return True
    words = folded.split()
    return len(words) == 2 and not _NEWS.isdisjoint(words) and all(map(section.whole, words))


def _of_the_page(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "5 min read", "Reuters", "@janedoe" beside a date or a name: nothing that has a field of its own."""
    agency = tables()["agency"].whole(fold(text)) is not None
    if not (agency or is_read_time(text) or _HANDLE.fullmatch(text)):
        return False
    line.add("byline", segment.start)
    return True


def _relative(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "2 days ago"."""
    if not is_relative_date(text):
        return False
    line.relative = line.relative or text
    modified = tables()["modified_label"].start(fold(text)) is not None
    line.strong |= modified or tables()["published_label"].start(fold(text)) is not None
    line.add("modified" if modified else "published", segment.start)
    return True


def _role(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Redaktion" beside a date, "Staff writer", "Redactie Binnenland"."""
    if not is_role(text):
        return False
    line.role = True
    line.add("byline", segment.start)
    return True


def _name_and_role(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Jane Doe, Technology Correspondent", "Ana López, EFE", "Jan Vos, correspondent Brussel"."""
    name, _, rest = (part.strip() for part in text.partition(","))
    if not is_name(name):
        return False
    if not (is_role(rest) or _is_agency(rest) or _is_placed_role(rest) or is_paper(rest)):
        return False
    line.authors.append(name)
    line.strong = True
    line.add("authors", segment.start)
    return True


def _is_agency(text: str) -> bool:
    return tables()["agency"].whole(fold(text)) is not None


def _is_placed_role(text: str) -> bool:
    """ "correspondent Brussel": what somebody does, and where."""
    hit = tables()["role"].start(fold(text))
    return hit is not None and PLACE.fullmatch(text[hit.end :].strip()) is not None


def _author_title(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "记者 王小明", "记者李晓明报道", "김민수 기자": a label beside a name without capitals."""
    if text.isascii():
        return False
    if names := signed(text):
        line.authors += names
        line.strong = True
        line.add("authors", segment.start)
        return True
    hit = tables()["author_label"].start(fold(text))
    if hit is None or not _DENSE_NAME.fullmatch(text[hit.end :]):
        return False
    line.authors.append(text[hit.end :].strip())
    line.strong = True
    line.add("authors", segment.start)
    return True


def _source(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "来源：科技日报" beside an author or a date."""
    value = after_label(text, "source_label")
    if not value or len(value) > MAX_SOURCE or value[-1] in ".!?。" or _COLON.search(value):
        return False
    line.add("byline", segment.start)
    return True


def _beside_author(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """A place, a paper or what is written like one behind an author: "Por João Silva — Brasília"."""
    if segment.start == 0 or not (line.authors or (line.dates and is_paper(text))):
        return False
    place = _is_place(text)
    known = place or is_paper(text) or (line.strong and is_name(text) and not has_given_name(text))
    if not known:
        return False
    line.add("dateline" if place else "byline", segment.start)
    return True


def _unread_date(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Published: 31.2025": a label, a colon, and digits that make no date."""
    for name, table in (("published", "published_label"), ("modified", "modified_label")):
        value = after_label(text, table)
        if value and len(value) <= 40 and any(c.isdigit() for c in value):
            line.leave_unread(name, segment.start, value)
            return True
    return False


def _label_behind(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "2025年3月12日 11時45分 更新": in scripts without spaces the label may stand behind its date."""
    if segment.before_date or not line.dates or not is_dense(text[0]):
        return False
    last = line.dates[-1]
    for name, table in (("modified", "modified_label"), ("published", "published_label")):
        hit = tables()[table].whole(fold(text))
        if hit is not None and (last.context != "labelled" or len(line.dates) > 1):
            line.dates[-1] = DateRead(name, "labelled", last.found, hit.languages | hint)
            line.parts[-1] = (name, line.parts[-1][1])
            return True
    return False


Rule = Callable[[HeaderLine, Segment, str, frozenset[str]], bool]
RULES: tuple[Rule, ...] = (
    _by,
    _author_label,
    _section_label,
    _section,
    _of_the_page,
    _relative,
    _label_behind,
    _author_title,
    _name_and_role,
    _role,
    _source,
    _unread_date,
    _beside_author,
)


def read_signature(text: str) -> HeaderLine | None:
    """A line that is nothing but "Jane Doe", "Jane Doe | Ghent", "Jane Doe / Agencies"; None for others.

    The given name has to be known.
    """
    first = _FIRST_WORD.match(text)
    if first is None or tables()["given"].whole(fold(first.group())) is None:
        return None
    match = _SIGNATURE.fullmatch(_with_comma(text))
    if match is None or not has_given_name(match["name"]) or len(match["name"].split()) > MAX_SIGNED_WORDS:
        return None
    rest = (match["rest"] or "").strip()
    if rest and not (_is_agency(rest) or is_role(rest) or is_paper(rest) or PLACE.fullmatch(rest)):
        return None
    return HeaderLine([("authors", 0)], [match["name"]], strong=True)


def _with_comma(text: str) -> str:
    """ "Jane Doe, AFP" for "Jane Doe with AFP"."""
    for low, high in tables()["and"].spans(fold(text)):
        if text[low - 1 : low].isspace() and _is_agency(text[high:].strip()):
            return f"{text[:low].rstrip()}, {text[high:].strip()}"
    return text


def read_bare(line: HeaderLine, segment: Segment, text: str) -> bool:
    """A name with neither "By" nor label, beside a date; a section may be glued to it."""
    if is_dated_name(text):
        line.authors.append(text)
        line.bare = True
        line.add("authors", segment.start)
        return True
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
    place = segment.comma and _is_place(text)
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
    if PLACE.fullmatch(text) is None:
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
