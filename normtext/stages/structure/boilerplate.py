"""Single lines that are not part of the article, each rule with its reason.

A rule sees one piece. It looks at how the piece starts, how long it is and how it ends: what could
be a paragraph of a text stays, even where it speaks of newsletters or begins "See also".
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from normtext.stages.structure.byline import read_header_line
from normtext.stages.structure.calls import SYMBOLS, calls_throughout, end_of_first, rest_of
from normtext.stages.structure.draft import Draft, Line, Role
from normtext.stages.structure.moments import is_read_time
from normtext.stages.structure.people import is_name, read_authors
from normtext.stages.structure.phrases import fold, tables
from normtext.stages.structure.pictures import MAX_CREDIT_WORDS, is_credit, names_picture_source, photo_credit

# A call to the reader is short; 300 characters hold the longest of 60 newsletter calls of news sites.
MAX_CALL_WORDS, MAX_CALL_CHARACTERS = 60, 420
# The first words of a call say "our newsletter"; further on it may be a text about newsletters.
CALL_HEAD = 160
# "our" stands so close before its "newsletter" (some languages put it behind); measured in characters.
OURS_REACH, OURS_BEHIND = 45, 15
MAX_TEASER_WORDS = 30
MAX_LINE_WORDS = 15
MAX_MENU_WORDS = 4
MIN_MENU_PARTS = 3
# A line under a menu that ends in a full stop and is longer than this is the text.
MAX_CONTROL_WORDS = 4
# "Source: The Daily Example" counts so close to the end or the top only: elsewhere it is text.
EDGE_PIECES = 6
# Over the text a page has so many pieces at most.
TOP_PIECES = 12
# "Via The Example": the one label that needs no colon.
_VIA, MAX_VIA_WORDS = ("via ", "vía ", "h/t "), 5

_BARE_URL = regex.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", regex.IGNORECASE)
_COPYRIGHT = regex.compile(
    r"(?:©|\(c\)|copyright\b|&copy;)\s*(?:©|\(c\))?\s*(?:copyright\b)?\s*(?:by\b)?", regex.IGNORECASE
)
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")
_DENSE_NAMES = regex.compile(r"\p{Han}{2,4}(?:[\s、，,]+\p{Han}{2,4})*+")
_DASHES = regex.compile(r"\s*[-–—:|,]\s+")
_CUT_MARK = regex.compile(r"(?:…|\.{3})?\s*(?P<mark>\[\+\s?[\d.,]+\s(?:chars|characters|words)\])")
# "[+123456 characters]" is no longer.
MAX_CUT_MARK = 40
_ADDRESS = regex.compile(r"[\w.+-]{1,60}@[\w-]{1,60}\.\w|@\w{2}|https?://")
_MENU_BAR = regex.compile(r"\s*[|›»>•·/]\s*|\s{3,}")
_COUNT = regex.compile(r"[\d\s().,:：]+")
_SHOUT = regex.compile(r"[\s>»›→…:!.\N{DOWNWARDS ARROW}\N{RIGHTWARDS ARROW}]+\Z")

Rule = Callable[[Draft, int, Line], bool]


def _edge(draft: Draft, index: int) -> bool:
    return index >= len(draft.lines) - EDGE_PIECES or index < EDGE_PIECES


def _last(draft: Draft, index: int) -> bool:
    return index >= len(draft.lines) - EDGE_PIECES


def _bare(line: Line) -> str:
    """The folded line without arrows, emoji and stops around it."""
    lead = SYMBOLS.match(line.folded)
    text = line.folded[lead.end() :] if lead else line.folded
    return str(_SHOUT.sub("", text))


def advertisement(draft: Draft, index: int, line: Line) -> bool:
    """ "Advertisement" on a line of its own."""
    if line.words > MAX_LINE_WORDS:
        return False
    text = _bare(line).strip("-–—[]() ")
    parts = [text, *(part.strip() for part in _DASHES.split(text))]
    known = [tables()["advertisement"].whole(part) is not None for part in parts]
    return known[0] or all(known[1:])


def subscription(draft: Draft, index: int, line: Line) -> bool:
    """ "Continue reading this article with a subscription", "This article is for subscribers only."."""
    hit = tables()["paywall_start"].start(_bare(line)) if line.words <= MAX_TEASER_WORDS else None
    if hit is None or not calls_throughout(line.text, hit.languages):
        return False
    return tables()["paywall"].inside(line.folded, hit.languages)


def cut_mark(draft: Draft, index: int, line: Line) -> bool:
    """ "[+1234 chars]", which feeds put where they cut a text."""
    return _CUT_MARK.fullmatch(line.text) is not None


def credits(draft: Draft, index: int, line: Line) -> bool:
    """ "Reporting by Jane Doe; Editing by John Roe", "责任编辑：李华", "Our Standards: ..."."""
    if not _last(draft, index) or line.words > MAX_TEASER_WORDS * 2 or len(line.text) > MAX_CALL_CHARACTERS:
        return False
    if not _has_text_above(draft, index):
        return False  # it is a byline
    text = line.text.strip("()[]（）【】 ")
    rest = rest_of(text, fold(text), "standards")
    if rest is not None and rest[1]:
        return 0 < len(rest[0].split()) <= MAX_CREDIT_WORDS and rest[0][0].isupper()
    rest = rest_of(text, fold(text), "desk_label")
    if rest is not None and rest[1]:
        names = rest[0].strip(" .")
        return _DENSE_NAMES.fullmatch(names) is not None if line.dense else bool(read_authors(names))
    return all(_is_desk_credit(part.strip(" .()[]")) for part in text.split(";"))


def _has_text_above(draft: Draft, index: int) -> bool:
    return any(line.stopped and line.words > MAX_LINE_WORDS for line in draft.lines[:index])


def _is_desk_credit(part: str) -> bool:
    """Whether a part says who reported or edited: "Additional reporting by Jane Doe in Ghent"."""
    hit = tables()["desk_by"].start(fold(part))
    return hit is not None and bool(read_authors(part[hit.end :]))


def contact(draft: Draft, index: int, line: Line) -> bool:
    """ "Have a tip? Email us at ...", near the end."""
    if not _last(draft, index) or line.words > MAX_TEASER_WORDS:
        return False
    hit = tables()["contact_start"].start(_bare(line))
    if hit is None or not calls_throughout(line.text, hit.languages):
        return False
    asked = line.text[: end_of_first(line.text)].rstrip().endswith("?")
    below = line.folded[end_of_first(line.text) :].strip()
    return (asked and tables()["contact_verb"].start(below) is not None) or _ADDRESS.search(
        line.text
    ) is not None


def cookie(draft: Draft, index: int, line: Line) -> bool:
    """ "We use cookies to ..."."""
    return line.words <= MAX_CALL_WORDS and tables()["cookie_start"].start(line.folded) is not None


def newsletter(draft: Draft, index: int, line: Line) -> bool:
    """A call to subscribe: a verb of the table, "our" or the like, a newsletter or an inbox."""
    if line.words > MAX_CALL_WORDS or len(line.text) > MAX_CALL_CHARACTERS:
        return False
    folded = SYMBOLS.sub("", line.folded, count=1) if SYMBOLS.match(line.folded) else line.folded
    hit = tables()["newsletter_call"].start(folded) or (
        tables()["newsletter_call"].prefix(folded) if line.dense else None
    )
    if hit is None:
        return False
    if not calls_throughout(line.text, hit.languages):
        return False
    topics = list(tables()["newsletter_topic"].spans(folded[:CALL_HEAD]))
    if topics and line.words <= 6 and not line.full_stop:
        return True
    ours = list(tables()["newsletter_ours"].spans(folded[:CALL_HEAD]))
    return any(-OURS_BEHIND <= topic[0] - our[0] <= OURS_REACH for topic in topics for our in ours)


def share(draft: Draft, index: int, line: Line) -> bool:
    """ "Share on Facebook", "Follow us on ...", a row of networks."""
    if line.words > MAX_CALL_WORDS or len(line.text) > 200:
        return False
    bare = _bare(line)
    if tables()["share_whole"].whole(bare):
        return line.words <= 3
    hit = tables()["share_start"].start(bare)
    if hit is not None and line.words <= MAX_LINE_WORDS * 2:
        network = tables()["network"].inside(bare[hit.end :])
        return (line.words <= MAX_LINE_WORDS and not line.full_stop) or network
    words = [w for w in regex.split(r"[\s,|•·/]+", bare) if w]
    return len(words) >= 2 and all(tables()["network"].whole(w) for w in words)


def comments(draft: Draft, index: int, line: Line) -> bool:
    """ "12 comments", "Leave a reply"."""
    bare = _bare(line)
    if line.words > MAX_CALL_WORDS:
        return False
    if (hit := tables()["comment_start"].start(bare)) is not None:
        return line.words <= MAX_LINE_WORDS and (not line.full_stop or 2 * hit.end >= len(bare))
    if line.words > 5:
        return False
    if not any(c.isdigit() for c in bare) and tables()["comment_word"].whole(bare) is None:
        return False
    return tables()["comment_word"].whole(_COUNT.sub(" ", bare).strip()) is not None


def read_time(draft: Draft, index: int, line: Line) -> bool:
    """ "5 min read"; over the text "4 min" is enough."""
    if len(line.text) > 50:
        return False
    over = index < TOP_PIECES and not _has_text_above(draft, index)
    return is_read_time(line.text) or (over and is_read_time(f"{line.text} reading"))


def navigation(draft: Draft, index: int, line: Line) -> bool:
    """ "Home | News | Contact", "Home > Politics", "Back to top"."""
    if len(line.text) > 300:
        return False
    if tables()["navigation_whole"].whole(_bare(line)) is not None:
        return True
    parts = [p for p in _MENU_BAR.split(line.folded) if p]
    crumbs = any(mark in line.text for mark in "›»>") and len(parts) >= 2
    if not (crumbs or len(parts) >= MIN_MENU_PARTS) or any(len(p.split()) > MAX_MENU_WORDS for p in parts):
        return crumbs and len(parts) >= MIN_MENU_PARTS and tables()["menu"].whole(parts[0]) is not None
    known = sum(tables()["menu"].whole(p) is not None for p in parts)
    if crumbs:
        return tables()["menu"].whole(parts[0]) is not None
    return known >= 2 or tables()["home"].whole(parts[0]) is not None


def top_menu(draft: Draft, index: int, line: Line) -> bool:
    """ "Menu", "Search", "BREAKING" on lines of their own, with nothing of the article above them."""
    if index >= EDGE_PIECES or line.words > 2 or not _is_control(line):
        return False
    if any(role is None or role.place != "boilerplate" for role in draft.roles[:index]):
        return False
    below = draft.lines[index + 1 : index + 1 + EDGE_PIECES]
    if not below or (below[0].stopped and below[0].words > MAX_CONTROL_WORDS):
        return False
    if _is_header(below[0].text, draft.language):
        return False
    return index > 0 or _is_control(below[0]) or any(_is_header(b.text, draft.language) for b in below[1:3])


def _is_control(line: Line) -> bool:
    return any(tables()[name].whole(_bare(line)) is not None for name in ("menu", "kicker"))


def _is_header(text: str, language: str | None) -> bool:
    read = read_header_line(text, language)
    return read is not None and bool(read.dates or read.authors or read.relative)


def copyright_line(draft: Draft, index: int, line: Line) -> bool:
    """ "© 2025 The Daily Example. All rights reserved."."""
    if line.words > MAX_CALL_WORDS // 2:
        return False
    if (tables()["rights"].start(_bare(line))) is not None:
        return line.words <= MAX_LINE_WORDS
    match = _COPYRIGHT.match(line.text)
    if match is None:
        return False
    signed = "©" in match.group() or "(c)" in match.group().lower()
    year = _YEAR.match(line.text, match.end()) is not None
    rights = tables()["rights"].inside(line.folded)
    return rights or ((signed or year) and line.words <= MAX_LINE_WORDS and not names_picture_source(line))


def source_link(draft: Draft, index: int, line: Line) -> bool:
    """ "Source link", "Source: https://...", "This article was originally published at ..."."""
    if line.words > MAX_CALL_WORDS:
        return False
    if tables()["source_whole"].whole(_bare(line)) is not None:
        return _edge(draft, index) or line.words > 1
    if tables()["original_start"].start(line.folded) is not None:
        return _edge(draft, index) and line.words <= MAX_TEASER_WORDS * 1.5
    if (hit := tables()["feed_start"].start(line.folded)) is not None and _edge(draft, index):
        return tables()["feed_end"].inside(line.folded[hit.end :])
    rest = rest_of(line.text, line.folded, "source_label")
    if rest is not None and line.folded.startswith(_VIA):
        return _last(draft, index) and line.words <= MAX_VIA_WORDS and is_name(rest[0], least=1)
    if rest is None or not (rest[1] or _BARE_URL.fullmatch(rest[0])):
        return _last(draft, index) and _BARE_URL.fullmatch(line.text) is not None
    if _BARE_URL.fullmatch(rest[0]):
        return True
    short = line.words <= 10 and not line.stopped and bool(rest[0])
    titled = rest[0][:1].isupper() and len(rest[0].split()) <= MAX_VIA_WORDS
    named = is_name(rest[0], least=1) or line.dense or titled or is_credit(rest[0])
    return _last(draft, index) and short and named


def related(draft: Draft, index: int, line: Line) -> bool:
    """ "See also  A headline", "Lees ook: een kop"."""
    if line.words > MAX_TEASER_WORDS or len(line.text) > 300:
        return False
    rest = rest_of(line.text, line.folded, "related_start")
    if rest is not None and rest[0]:
        value, colon, wide = rest
        titled = value[0].isupper() or value[0].isdigit() or value[0] in "\"'“‘«„¿¡" or not value[0].isascii()
        return not (line.full_stop and not colon) and (
            colon or ((wide or titled) and not value.endswith(":"))
        )
    rest = rest_of(line.text, line.folded, "related_label")
    if rest is None or not rest[0] or not rest[1]:
        return False
    lead = rest[0][0]
    return not line.full_stop and not lead.islower() and _mid_text_teaser(draft, index)


def _mid_text_teaser(draft: Draft, index: int) -> bool:
    """Not a first piece: "Recommended: ten books" is a headline there, and "More:" a heading."""
    return index >= 2


# The order is that of trust: what a line is by its whole comes before what it is by its start.
RULES: tuple[tuple[str, Rule], ...] = (
    ("advertisement", advertisement),
    ("cookie", cookie),
    ("truncated_tail", cut_mark),
    ("newsletter", newsletter),
    ("subscription", subscription),
    ("share", share),
    ("comments", comments),
    ("read_time", read_time),
    ("navigation", navigation),
    ("navigation", top_menu),
    ("photo_credit", photo_credit),
    ("copyright", copyright_line),
    ("credits", credits),
    ("contact", contact),
    ("source_link", source_link),
    ("related", related),
)
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
    match = _CUT_MARK.search(piece.text, max(len(piece.text) - MAX_CUT_MARK, 0))
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
        if line.piece.kind in ("code", "table", "quote") or len(line.text) > MAX_CALL_CHARACTERS:
            continue
        for reason, rule in RULES:
            if rule(draft, index, line):
                if not (index == first and reason in NOT_FIRST and _is_headline(draft, index)):
                    draft.mark(index, "boilerplate", reason)
                break


def find_share_bars(draft: Draft) -> None:
    """Mark lines that are the name of a network, next to one that asks to share."""
    for index in list(draft.open(1)):
        above = draft.roles[index - 1]
        if above == Role("boilerplate", "share") and tables()["network"].whole(_bare(draft.lines[index])):
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
