"""What else stands in a header line: where from, which desk, who edited, how often it was read.

Nothing of it is a field of the article, but a line is a header line only if all of it is understood.
``RULES`` is the order in which a stretch is tried.
"""

from __future__ import annotations

import regex

from normtext.stages.structure import stretches
from normtext.stages.structure.dates import is_clock
from normtext.stages.structure.people import has_given_name, is_paper, read_authors
from normtext.stages.structure.phrases import fold, tables
from normtext.stages.structure.stretches import PLACE, HeaderLine, Rule, Segment, after_label
from normtext.stages.structure.uncased import signed

# The longest of 200 such stretches, two editors by their full names, had 70 characters.
MAX_STRETCH = 80

_FROM = regex.compile(r"(?:De|Do|Da|Desde|From|In|Em|Aus|Uit|À|Из|Z)\s+(?P<place>\p{Lu}.+)")
# "(dpa) Bremen", "Bremen (dpa)", "LYON (AFP)".
_WITH_AGENCY = regex.compile(
    r"[(（](?P<agency>[^()（）]{2,30})[)）]\s*(?P<place>[^()（）]*)|(?P<place>[^()（）]+?)\s*[(（](?P<agency>[^()（）]{2,30})[)）]"
)
# "滨海晚报", "人民网", "四川在线": papers and sites by their last characters; "台北報導".
_DENSE_PAPER = regex.compile(
    r"\p{Han}{2,10}(?:[报報网網社刊]|新闻|新聞|客户端|电视台|電視台|频道|在线|融媒)|\p{Han}{2,4}(?:报道|報導)"
)
_DENSE_PLACE = regex.compile(r"发布于[:：]?\s?\p{Han}{2,8}")
_BUREAU = regex.compile(
    r"(?:(?:Do|Da)\s[\p{L}\d.]{2,20}(?:\s\p{Lu}[\p{L}\d.]{1,20})?,\s(?:em|no|na|de)|Reporting from)"
    r"\s(?P<place>\p{Lu}.+)"
)
# "阅读：1.2万 评论 3": labels with their numbers, and the buttons beside them.
_COUNT_MARKS = regex.compile(r"[\s:：\d.,+()（）|/]+[万萬kw]?")
# "Rosa Field • 2d", beside a name alone.
_SHORT_AGO = regex.compile(r"\d{1,3}\s?(?:min|hrs?|mo|[mhdwy])")


def _origin(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "De São Paulo" behind an author: where she writes from, not who else writes."""
    match = _FROM.fullmatch(text) if line.authors else None
    if match is None or PLACE.fullmatch(match["place"]) is None or has_given_name(match["place"]):
        return False
    if tables()["section"].whole(fold(match["place"])) is not None:
        return False
    line.add("dateline", segment.start)
    return True


def _office(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Redazione ANSA Roma", "Redaktion Hamburg": an office, its agency, its place."""
    hit = tables()["office"].start(fold(text))
    if hit is None or hit.end == len(text):
        return False
    rest = text[hit.end :].strip(" -–/")
    if is_paper(rest):
        rest = ""
    agency = tables()["agency"].start(fold(rest))
    rest = rest[agency.end :].strip(" -–/") if agency is not None else rest
    if rest and (PLACE.fullmatch(rest) is None or len(rest.split()) > 1):
        return False
    line.role = True
    line.add("byline", segment.start)
    return True


def _agency_and_place(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "(dpa) Bremen", "LYON (AFP)" before a date."""
    match = _WITH_AGENCY.fullmatch(text) if segment.before_date else None
    if match is None or tables()["agency"].whole(fold(match["agency"])) is None:
        return False
    place = match["place"].strip()
    if place and PLACE.fullmatch(place) is None:
        return False
    line.add("dateline" if place else "byline", segment.start)
    return True


def _desk(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "编辑：孙晓", "Edição: Bruno Sá", and beside others "Fotos: Iván Rey"."""
    value = after_label(text, "desk_label")
    if value is None and (line.parts or segment.before_date):
        value = after_label(text, "photo_label")
    if not value or read_authors(value, labelled=True) is None:
        return False
    line.add("byline", segment.start)
    return True


def _dense_paper(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "滨海晚报", "发布于广东" beside a date, "滨海晚报 记者赵子昂"."""
    if text.isascii() or not (segment.before_date or line.dates):
        return False
    if _DENSE_PLACE.fullmatch(text) is not None:
        line.add("dateline", segment.start)
        return True
    paper, _, rest = text.partition(" ")
    names = signed(rest.strip()) if rest else ()
    if _DENSE_PAPER.fullmatch(paper) is None or (rest and not names):
        return False
    line.authors += names
    line.add("byline", segment.start)
    if names:
        line.strong = True
        line.add("authors", segment.start + text.index(rest))
    return True


def _bureau(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Do Exemplo, em Natal", "Reporting from Porto": for whom and where somebody writes."""
    match = _BUREAU.fullmatch(text)
    if match is None or PLACE.fullmatch(match["place"]) is None:
        return False
    line.add("byline", segment.start)
    return True


def _counts(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "浏览次数：1204", "字号：大 中 小 打印" beside a date: numbers and buttons of the page."""
    words = [word for word in _COUNT_MARKS.split(fold(text)) if word]
    known = ("page_count", "share_whole")
    if not words or not (segment.before_date or line.dates or line.authors):
        return False
    if not all(any(tables()[name].whole(word) for name in known) for word in words):
        return False
    line.add("byline", segment.start)
    return True


def _clock_alone(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "Aggiornato alle 18:40": a time of some day that is not stated."""
    for name, table in (("modified", "modified_label"), ("published", "published_label")):
        hit = tables()[table].start(fold(text))
        if hit is not None and is_clock(text[hit.end :].strip(" :：,")):
            line.leave_unread(name, segment.start, text)
            return True
    return False


def _short_ago(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
    """ "2d" beside an author."""
    if not line.authors or _SHORT_AGO.fullmatch(text) is None:
        return False
    line.relative = line.relative or text
    line.add("published", segment.start)
    return True


def _any_of(*rules: Rule) -> Rule:
    """These rules in order; none holds of a longer text."""

    def rule(line: HeaderLine, segment: Segment, text: str, hint: frozenset[str]) -> bool:
        return len(text) <= MAX_STRETCH and any(one(line, segment, text, hint) for one in rules)

    return rule


RULES: tuple[Rule, ...] = (
    _any_of(_origin, _office, _agency_and_place, _bureau),
    *stretches.RULES,
    _any_of(_desk, _dense_paper, _counts, _clock_alone, _short_ago),
)
