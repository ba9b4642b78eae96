"""Lines that order the reader about: to follow somebody, to pay before reading on."""

from __future__ import annotations

import regex

from normtext.stages.structure.calls import calls_throughout, end_of_first
from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.line_rules import MAX_CALL_CHARACTERS, MAX_TEASER_WORDS
from normtext.stages.structure.phrases import fold, tables

# "Follow The Daily Example on A and B": the name has so many words, and "B today" no more behind it.
MIN_PLACES, MAX_FOLLOWED_WORDS, MAX_BEHIND_WORDS = 2, 7, 2

_PAUSE = regex.compile(r"[,;:.!?，。]")
# "残り1234文字（全文2345文字）": so much is left for subscribers.
_REST = regex.compile(r"[（(]?残り[:：]?\s?[\d,]+\s?文字[\s\d,（）()全文残り:：字中]*")


def follow(draft: Draft, index: int, line: Line) -> bool:
    """ "Segui le notizie su Facebook e Telegram", "Wil je niets missen? Volg ons op Instagram"."""
    if line.words > MAX_TEASER_WORDS or len(line.text) > MAX_CALL_CHARACTERS:
        return False
    if _names_places(line):
        return True
    first = end_of_first(line.text)
    if not line.text[:first].rstrip().endswith("?"):
        return False
    called = tables()["share_start"].start(fold(line.text[first:]))
    return called is not None and tables()["network"].inside(fold(line.text[first + called.end :]))


def _names_places(line: Line) -> bool:
    """Whether the first sentence asks to follow, and names where: in few words, and nothing behind it."""
    hit = tables()["follow_start"].start(line.bare)
    if hit is None or not calls_throughout(line.text, hit.languages):
        return False
    text = fold(line.text[: end_of_first(line.text)]).strip()
    start = text.find(line.bare[: hit.end]) + hit.end
    places = [*tables()["network"].spans(text[start:]), *tables()["newsletter_topic"].spans(text[start:])]
    if len({text[start + low : start + high] for low, high in places}) < MIN_PLACES:
        return False
    before = text[start : start + min(low for low, _ in places)]
    behind = text[start + max(high for _, high in places) :]
    few = len(before.split()) <= MAX_FOLLOWED_WORDS and len(behind.split()) <= MAX_BEHIND_WORDS
    return few and _PAUSE.search(before) is None


def subscription(draft: Draft, index: int, line: Line) -> bool:
    """ "Continue reading this article with a subscription", "This article is for subscribers only."."""
    if tables()["paywall_whole"].whole(line.bare.rstrip("。")) is not None or _REST.fullmatch(line.text):
        return True
    order = tables()["paywall_order"].start(line.bare) if line.words <= MAX_TEASER_WORDS else None
    if order is not None and tables()["paywall_aim"].inside(line.bare, order.languages):
        return calls_throughout(line.text, order.languages)
    hit = tables()["paywall_start"].start(line.bare) if line.words <= MAX_TEASER_WORDS else None
    if hit is None or not calls_throughout(line.text, hit.languages):
        return False
    return tables()["paywall"].inside(line.folded, hit.languages)
