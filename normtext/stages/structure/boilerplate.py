"""Single lines that are not part of the article: which rules are asked of a line, in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from normtext.stages.structure import line_rules, orders
from normtext.stages.structure.contacts import press_contact
from normtext.stages.structure.draft import Draft, Line, Role
from normtext.stages.structure.line_rules import BARS, CUT_MARK, MAX_CALL_CHARACTERS, SUPPORTED
from normtext.stages.structure.moments import ABOUT
from normtext.stages.structure.openers import Openers
from normtext.stages.structure.phrases import tables
from normtext.stages.structure.pictures import photo_credit

# "[+123456 characters]" is no longer.
MAX_CUT_MARK = 40

# A menu of a site has its own words among its entries ("Home", "Log in"), not only sections.
MIN_MENU, MIN_SURE, MAX_MENU, MAX_ENTRY_WORDS = 3, 2, 40, 3
_OF_SITES = ("menu", "home", "navigation_whole")
_OF_PAPERS = ("section", "kicker")

# So wide a gap parts the entries of a menu as a bar does.
_WIDE_GAP = "   "
_GAP = re.compile(r"\s{3}")
_FIRST_WORD = re.compile(r"\A([\W\d_]*[^\W\d_]+).*", re.DOTALL)
# "45", "1.2K": how often something was shared or liked.
_SHARED = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?\s?[kKmM]?")
_SHARE = Role("boilerplate", "share")
PICTURE_MARKS = ("©", "/", "📷", "📸", "🎥")
_SOURCES = ("source_whole", "original_start", "feed_start", "source_label")

Rule = Callable[[Draft, int, Line], bool]


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule, why it removes a line, and what a line must have for the rule to be asked at all.

    Attributes:
        reason: the reason that the line is removed with.
        holds: the rule.
        openers: tables; the line begins with one of their phrases, but for marks and numbers ...
        counted: ... or with the first word of one of these, where numbers may stand among the words ...
        words: ... or with one of these words ...
        marks: ... or one of these stands anywhere in it.
    """

    reason: str
    holds: Rule
    openers: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def begins(self) -> Iterator[str]:
        """How a line begins for the rule to be asked, folded."""
        yield from self.words
        for name in self.openers:
            yield from tables()[name]
        for name in self.counted:
            yield from (_FIRST_WORD.sub(r"\1", phrase) for phrase in tables()[name])


# The order is that of trust: what a line is by its whole comes before what it is by its start.
RULES: tuple[LineRule, ...] = (
    LineRule("advertisement", line_rules.advertisement, ("advertisement",)),
    LineRule("repeated_title", line_rules.original_title, ("original_title",)),
    LineRule("cookie", line_rules.cookie, ("cookie_start",)),
    LineRule("truncated_tail", line_rules.cut_mark, marks=("]",)),
    LineRule("share", orders.follow, ("follow_start", "newsletter_call")),
    LineRule("newsletter", line_rules.newsletter, ("newsletter_call",)),
    LineRule("newsletter", line_rules.supported, marks=(SUPPORTED,)),
    LineRule(
        "subscription",
        orders.subscription,
        ("paywall_start", "paywall_order", "paywall_whole"),
        marks=("残り",),
    ),
    LineRule("share", line_rules.share, ("share_whole", "share_start", "network")),
    LineRule("comments", line_rules.comments, ("comment_start",), counted=("comment_word",)),
    LineRule("read_time", line_rules.read_time, ("minute", "reading"), words=ABOUT),
    LineRule("navigation", line_rules.navigation, ("navigation_whole",), marks=(*BARS, _WIDE_GAP)),
    LineRule("navigation", line_rules.page_counts, counted=("page_count",)),
    LineRule("navigation", line_rules.top_menu, ("menu", "kicker", "release")),
    LineRule("photo_credit", photo_credit, ("photo_by", "photo_label", "picture_note"), marks=PICTURE_MARKS),
    LineRule(
        "copyright",
        line_rules.copyright_line,
        ("rights",),
        words=("copyright", "copy", "c"),
        marks=("©", "ⓒ", "Ⓒ"),
    ),
    LineRule("disclaimer", line_rules.disclaimer, ("disclaimer",)),
    LineRule("credits", line_rules.credits, ("standards", "desk_label", "desk_by")),
    LineRule("contact", press_contact, ("press_contact",)),
    LineRule("contact", line_rules.contact, ("contact_start",)),
    LineRule("source_link", line_rules.source_link, _SOURCES, words=("www",), marks=("/",)),
    LineRule("related", line_rules.related, ("related_start", "related_label", "related_line")),
)
_BY_MARK = {
    mark: {number for number, rule in enumerate(RULES) if mark in rule.marks}
    for mark in chain.from_iterable(rule.marks for rule in RULES)
}


@lru_cache(maxsize=1)
def _openers() -> Openers:
    return Openers([rule.begins() for rule in RULES])


def _rules_for(line: Line) -> list[int]:
    """The numbers of the rules that a line may be a case of, in order; most lines have none."""
    opened = _openers().of(line.folded)
    marked = [numbers for mark, numbers in _BY_MARK.items() if mark in line.text]
    # A gap may be made of other blanks, too.
    if not line.text.isprintable() and _GAP.search(line.text) is not None:
        marked.append(_BY_MARK[_WIDE_GAP])
    return sorted(set(opened).union(*marked)) if marked else opened


def reason_of(draft: Draft, index: int) -> str | None:
    """Why a line is none of the article's, by the first rule that holds; None where none does."""
    line = draft.lines[index]
    if len(line.text) > MAX_CALL_CHARACTERS:
        return None
    for rule in map(RULES.__getitem__, _rules_for(line)):
        if rule.holds(draft, index, line):
            return rule.reason
    return None


# By their first words only; the headline of an article may begin so.
NOT_FIRST = frozenset(
    ("related", "source_link", "photo_credit", "newsletter", "cookie", "comments", "share", "subscription")
)


def part_cut_mark(draft: Draft) -> None:
    """Part "[+1234 chars]" from the end of the last paragraph."""
    if not draft.lines:
        return
    index = len(draft.lines) - 1
    piece = draft.lines[index].piece
    match = CUT_MARK.search(piece.text, max(len(piece.text) - MAX_CUT_MARK, 0))
    if match is None or match.end() < len(piece.text) or piece.kind in ("code", "table"):
        return
    parts = piece.split(match.start("mark"))
    if parts is not None:
        draft.replace(index, parts, [None, Role("boilerplate", "truncated_tail")])


def find_lines(draft: Draft) -> None:
    """Mark the single lines that are boilerplate."""
    first = next(draft.open(), None)
    for index in list(draft.open()):
        line = draft.lines[index]
        reason = reason_of(draft, index) if line.piece.kind not in ("code", "table", "quote") else None
        if reason is None or (index == first and reason in NOT_FIRST and _is_headline(draft, index)):
            continue
        draft.mark(index, "boilerplate", reason)


def find_top_menu(draft: Draft) -> None:
    """Mark the entries of a menu over the text, each on a line of its own: "Home", "Sport", "Log in".

    The name of the site may stand over them, where a headline follows.
    """
    lines = draft.lines[:MAX_MENU]
    start = 0 if not lines or _names_entry(lines[0], (*_OF_SITES, *_OF_PAPERS)) else 1
    end = next((i for i in range(start, len(lines)) if not _is_of_menu(draft, i)), len(lines))
    sure = sum(_names_entry(line, _OF_SITES) for line in lines[start:end])
    named = (
        start == 1 and lines[0].words <= MAX_ENTRY_WORDS and end < len(lines) and _may_be_headline(lines[end])
    )
    if sure >= MIN_SURE and (named or (start == 0 and end >= MIN_MENU)):
        for index in draft.open(0, end):
            draft.mark(index, "boilerplate", "navigation")


def _is_of_menu(draft: Draft, index: int) -> bool:
    role = draft.roles[index]
    return role is not None or _names_entry(draft.lines[index], (*_OF_SITES, *_OF_PAPERS))


def _may_be_headline(line: Line) -> bool:
    return line.words > MAX_ENTRY_WORDS and not line.stopped


def _names_entry(line: Line, names: tuple[str, ...]) -> bool:
    return line.words <= MAX_ENTRY_WORDS and any(tables()[name].whole(line.bare) for name in names)


def find_share_bars(draft: Draft) -> None:
    """Mark lines that are the name of a network, next to one that asks to share, and the counts beside it."""
    for index in list(draft.open(1)):
        if draft.roles[index - 1] == _SHARE and tables()["network"].whole(draft.lines[index].bare):
            draft.mark(index, "boilerplate", "share")
    for index in reversed(list(draft.open(0, len(draft.lines) - 1))):
        if draft.roles[index + 1] == _SHARE and _SHARED.fullmatch(draft.lines[index].text):
            draft.mark(index, "boilerplate", "share")


def _is_headline(draft: Draft, index: int) -> bool:
    """Whether the first line is set off from a text below it, as a headline is."""
    line = draft.lines[index]
    following = index + 1 < len(draft.lines)
    return (
        following
        and line.words >= 4
        and (line.piece.kind == "heading" or draft.lines[index + 1].piece.gap >= 2)
    )
