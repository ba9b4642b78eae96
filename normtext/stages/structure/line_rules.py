"""The rules by which a single line is none of the article's.

A rule sees one piece. It looks at how the piece starts, how long it is and how it ends: what could
be a paragraph of a text stays, even where it speaks of newsletters or begins "See also".
``boilerplate`` has their order, and says how a line begins for a rule to be asked at all: where a rule
looks for another beginning, that has to be said there, too.
"""

from __future__ import annotations

import regex

from normtext.stages.structure.calls import calls_throughout, end_of_first, rest_of
from normtext.stages.structure.draft import SYMBOLS, Draft, Line
from normtext.stages.structure.moments import is_read_time
from normtext.stages.structure.offers import offers_newsletter
from normtext.stages.structure.people import is_name, read_authors
from normtext.stages.structure.phrases import fold, tables
from normtext.stages.structure.pictures import (
    MAX_CREDIT_WORDS,
    is_credit,
    is_sign_off,
    names_picture_source,
)

# A call to the reader is short; 300 characters hold the longest of 60 newsletter calls of news sites.
MAX_CALL_WORDS, MAX_CALL_CHARACTERS = 60, 420
# The first words of a call say "our newsletter"; further on it may be a text about newsletters.
CALL_HEAD = 160
# "newsletter" and "inbox" are words of many languages, "our" and "your" are not.
LENDS_TOPICS = frozenset(("en",))
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
# Below the text a page has fewer pieces that are worth looking through.
MAX_TAIL = 20
# Over the text a page has so many pieces at most.
TOP_PIECES = 12
# "Via The Example": the one label that needs no colon.
_VIA, MAX_VIA_WORDS = ("via ", "vía ", "h/t "), 5

_BARE_URL = regex.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", regex.IGNORECASE)
_COPYRIGHT = regex.compile(
    r"(?:[©ⓒ]|[(（]c[)）]|copyright\b|&copy;)\s*(?:[©ⓒ]|\(c\))?\s*(?:copyright\b)?\s*(?:by\b)?",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")
_DENSE_NAMES = regex.compile(r"\p{Han}{2,4}(?:[\s、，,]+\p{Han}{2,4})*+")
_DENSE_PARTS = regex.compile(r"[\s　;；]+(?=\p{Han}{2,5}\s?[:：])")
_DASHES = regex.compile(r"\s*[-–—:|,]\s+")
SUPPORTED = " is a reader-supported publication."
CUT_MARK = regex.compile(r"(?:…|\.{3})?\s*(?P<mark>\[\+\s?[\d.,]+\s(?:chars|characters|words)\])")
_ADDRESS = regex.compile(r"[\w.+-]{1,60}@[\w-]{1,60}\.\w|@\w{2}|https?://")
BARS = "|›»>•·∙/"
_COUNT_MARKS = regex.compile(r"[\s:：\d.,+()（）|/]+[万萬kw]?")
_MENU_BAR = regex.compile(rf"\s*[{BARS}]\s*|\s{{3,}}")
# "コメント 3件": Japanese, Korean and Chinese count with a word of their own.
_COUNT = regex.compile(r"[\d\s().,:：]+(?:(?<=\d)[件個개건条條则則])?")


def _edge(draft: Draft, index: int) -> bool:
    return index >= len(draft.lines) - EDGE_PIECES or index < EDGE_PIECES


def _last(draft: Draft, index: int) -> bool:
    return index >= len(draft.lines) - EDGE_PIECES


def _below_text(draft: Draft, index: int) -> bool:
    """Whether a line stands near the end, or has no text below it."""
    if _last(draft, index):
        return True
    below = draft.lines[index + 1 : index + 1 + MAX_TAIL]
    return len(below) < MAX_TAIL and not any(line.stopped and line.words > MAX_LINE_WORDS for line in below)


def advertisement(draft: Draft, index: int, line: Line) -> bool:
    """ "Advertisement" on a line of its own."""
    if line.words > MAX_LINE_WORDS:
        return False
    text = line.bare.strip("-–—[]() ")
    parts = [text, *(part.strip() for part in _DASHES.split(text))]
    known = [tables()["advertisement"].whole(part) is not None for part in parts]
    return known[0] or all(known[1:])


def original_title(draft: Draft, index: int, line: Line) -> bool:
    """ "原标题：...": under which title the text stood where it is from."""
    labelled = tables()["original_title"].start(line.folded) is not None
    return labelled and index < EDGE_PIECES and not line.full_stop and line.words <= MAX_TEASER_WORDS


def cut_mark(draft: Draft, index: int, line: Line) -> bool:
    """ "[+1234 chars]", which feeds put where they cut a text."""
    last = index == len(draft.lines) - 1 and line.text.strip("[]() ") in ("…", "...")
    return last or CUT_MARK.fullmatch(line.text) is not None


def credits(draft: Draft, index: int, line: Line) -> bool:
    """ "Reporting by Jane Doe; Editing by John Roe", "责任编辑：李华", "Our Standards: ..."."""
    if (
        not _below_text(draft, index)
        or line.words > MAX_TEASER_WORDS * 2
        or len(line.text) > MAX_CALL_CHARACTERS
    ):
        return False
    if not _has_text_above(draft, index):
        return False  # it is a byline
    text = line.text.strip("()[]（）【】 ")
    rest = rest_of(text, fold(text), "standards")
    if rest is not None and rest[1]:
        return 0 < len(rest[0].split()) <= MAX_CREDIT_WORDS and rest[0][0].isupper()
    if line.dense:
        return all(_is_dense_credit(part) for part in _DENSE_PARTS.split(text))
    rest = rest_of(text, fold(text), "desk_label")
    if rest is not None and rest[1]:
        return bool(read_authors(rest[0].strip(" .")))
    return all(_is_desk_credit(part.strip(" .()[]")) for part in text.split(";"))


def _has_text_above(draft: Draft, index: int) -> bool:
    return any(line.stopped and line.words > MAX_LINE_WORDS for line in draft.lines[:index])


def _is_dense_credit(part: str) -> bool:
    """Whether a part is "审核：钱明"."""
    rest = rest_of(part, fold(part), "desk_label")
    return rest is not None and rest[1] and _DENSE_NAMES.fullmatch(rest[0].strip(" .")) is not None


def _is_desk_credit(part: str) -> bool:
    """Whether a part says who reported or edited: "Additional reporting by Jane Doe in Ghent"."""
    hit = tables()["desk_by"].start(fold(part))
    return hit is not None and bool(read_authors(part[hit.end :]))


def contact(draft: Draft, index: int, line: Line) -> bool:
    """ "Have a tip? Email us at ...", near the end."""
    if not _last(draft, index) or line.words > MAX_TEASER_WORDS:
        return False
    hit = tables()["contact_start"].start(line.bare)
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
    hit = tables()["newsletter_call"].start(folded)
    if hit is None or not calls_throughout(line.text, hit.languages):
        return False
    head = folded[:CALL_HEAD]
    topics = list(tables()["newsletter_topic"].spans(head, hit.languages | LENDS_TOPICS))
    short = line.words <= 6 or (line.words <= MAX_LINE_WORDS and _orders(line, folded))
    if topics and short and not line.full_stop:
        return True
    if offers_newsletter(line, folded):
        return True
    ours = list(tables()["newsletter_ours"].spans(head, hit.languages))
    return any(-OURS_BEHIND <= topic[0] - our[0] <= OURS_REACH for topic in topics for our in ours)


def supported(draft: Draft, index: int, line: Line) -> bool:
    """ "Harbour Notes is a reader-supported publication. To receive new posts ..."."""
    short = SUPPORTED in line.text and line.words <= MAX_CALL_WORDS
    return short and calls_throughout(line.text, LENDS_TOPICS)


def _orders(line: Line, folded: str) -> bool:
    """ "Zapisz się na newsletter i bądź na bieżąco!"."""
    return line.last in "!！" and tables()["newsletter_order"].start(folded) is not None


def share(draft: Draft, index: int, line: Line) -> bool:
    """ "Share on Facebook", "Follow us on ...", a row of networks."""
    if line.words > MAX_CALL_WORDS or len(line.text) > 200:
        return False
    text = line.bare
    if tables()["share_whole"].whole(text):
        return line.words <= 3
    hit = tables()["share_start"].start(text)
    if hit is not None and line.words <= MAX_LINE_WORDS * 2:
        network = tables()["network"].inside(text[hit.end :])
        return (line.words <= MAX_LINE_WORDS and not line.full_stop) or network
    words = [w for w in regex.split(r"[\s,|•·/]+", text) if w]
    if len(words) >= 2 and all(tables()["network"].whole(w) for w in words):
        return True
    known = ("share_whole", "network")
    return len(words) >= MIN_MENU_PARTS and all(any(tables()[n].whole(w) for n in known) for w in words)


def comments(draft: Draft, index: int, line: Line) -> bool:
    """ "12 comments", "Leave a reply"."""
    text = line.bare
    if line.words > MAX_CALL_WORDS:
        return False
    if (hit := tables()["comment_start"].start(text)) is not None:
        return line.words <= MAX_LINE_WORDS and (not line.full_stop or 2 * hit.end >= len(text))
    if line.words > 5:
        return False
    if not any(c.isdigit() for c in text) and tables()["comment_word"].whole(text) is None:
        return False
    return tables()["comment_word"].whole(_COUNT.sub(" ", text).strip()) is not None


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
    if _is_controls(line.bare):
        return True
    parts = [p for p in _MENU_BAR.split(line.folded) if p]
    crumbs = len(parts) >= 2 and (any(mark in line.text for mark in "›»>") or _is_path(index, parts))
    if not (crumbs or len(parts) >= MIN_MENU_PARTS) or any(len(p.split()) > MAX_MENU_WORDS for p in parts):
        return crumbs and len(parts) >= MIN_MENU_PARTS and tables()["menu"].whole(parts[0]) is not None
    home = tables()["home"].whole(parts[0]) is not None
    if crumbs:
        return home or tables()["menu"].whole(parts[0]) is not None
    return home or sum(tables()["menu"].whole(p) is not None for p in parts) >= 2


def _is_controls(text: str) -> bool:
    """ "Back to top", "Previous article Next article"."""
    at = 0
    while (hit := tables()["navigation_whole"].start(text, at)) is not None:
        at = hit.end
        if at == len(text):
            return True
        while at < len(text) and text[at] in " |»›<>«‹→←":
            at += 1
    return False


def _is_path(index: int, parts: list[str]) -> bool:
    """ "Home / Politics" over the text."""
    below = tables()["section"].whole(parts[-1].strip()) is not None
    return index < EDGE_PIECES and below and tables()["home"].whole(parts[0].strip()) is not None


def page_counts(draft: Draft, index: int, line: Line) -> bool:
    """ "字号：小 中 大", "1,204 views": counts and buttons alone."""
    if line.words > MAX_LINE_WORDS:
        return False
    words = [word for word in _COUNT_MARKS.split(line.bare) if word]
    known = all(any(tables()[n].whole(word) for n in ("page_count", "share_whole")) for word in words)
    if not words or tables()["page_count"].whole(words[0]) is None:
        return False
    return known and (len(words) >= MIN_MENU_PARTS or any(c.isdigit() for c in line.text))


def top_menu(draft: Draft, index: int, line: Line) -> bool:
    """ "Menu", "Search", "BREAKING" on lines of their own, with nothing of the article above them."""
    release = tables()["release"].whole(line.bare) is not None
    if index >= EDGE_PIECES or not (release or (line.words <= 2 and _is_control(line))):
        return False
    if any(role is None or role.place != "boilerplate" for role in draft.roles[:index]):
        return False
    if index + 1 >= len(draft.lines):
        return False
    below = draft.lines[index + 1]
    if (below.stopped and below.words > MAX_CONTROL_WORDS) or (not release and _is_header(draft, index + 1)):
        return False
    return index > 0 or release or _is_control(below) or any(_is_header(draft, index + n) for n in (2, 3))


def _is_control(line: Line) -> bool:
    return any(tables()[name].whole(line.bare) is not None for name in ("menu", "kicker"))


def _is_header(draft: Draft, index: int) -> bool:
    read = draft.header_line(index) if index < len(draft.lines) else None
    return read is not None and bool(read.dates or read.authors or read.relative)


def disclaimer(draft: Draft, index: int, line: Line) -> bool:
    """ "Disclaimer: The views expressed here are those of the author.", near the end."""
    if not _last(draft, index) or line.words > MAX_CALL_WORDS:
        return False
    hit = tables()["disclaimer"].start(line.bare)
    if hit is None:
        return False
    if tables()["reported"].inside(line.folded) or 2 * index < len(draft.lines):
        return False
    labelled = line.bare[hit.end - 1] in ":："
    if labelled:
        return tables()["disclaimed"].inside(line.folded[hit.end :])
    return tables()["disowned"].inside(line.folded)


def copyright_line(draft: Draft, index: int, line: Line) -> bool:
    """ "© 2025 The Daily Example. All rights reserved."."""
    if line.words > MAX_CALL_WORDS // 2:
        return False
    if (tables()["rights"].start(line.bare)) is not None:
        return line.words <= MAX_LINE_WORDS
    match = _COPYRIGHT.match(line.text)
    if match is None:
        return False
    signed = any(mark in match.group().lower() for mark in ("©", "ⓒ", "(c)"))
    signed |= match.group().startswith("（") and not line.stopped
    year = _YEAR.match(line.text, match.end()) is not None
    rights = tables()["rights"].inside(line.folded)
    return rights or ((signed or year) and line.words <= MAX_LINE_WORDS and not names_picture_source(line))


def source_link(draft: Draft, index: int, line: Line) -> bool:
    """ "Source link", "Source: https://...", "This article was originally published at ..."."""
    if line.words > MAX_CALL_WORDS or (index < EDGE_PIECES and _is_header(draft, index)):
        return False
    if tables()["source_whole"].whole(line.bare) is not None:
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
    named = is_name(rest[0], least=1) or line.dense or titled or is_credit(rest[0]) or is_sign_off(rest[0])
    return short and named and _below_text(draft, index)


def related(draft: Draft, index: int, line: Line) -> bool:
    """ "See also  A headline", "Lees ook: een kop"."""
    if line.words > MAX_TEASER_WORDS or len(line.text) > 300:
        return False
    if tables()["related_line"].start(line.bare) is not None and not line.full_stop:
        return True
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
