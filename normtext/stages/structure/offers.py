"""Offers of a newsletter that say whose it is, not that it is "ours"."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import CLOSERS, Line
from normtext.stages.structure.phrases import Hit, fold, tables

# "newsletter" is a word of many languages.
LENDS_NAMES = frozenset(("en",))
GERMAN = frozenset(("de",))
# So short is such an offer with its full stop; German says "melden ... an", and more articles.
MAX_OFFER_WORDS, MAX_GERMAN_WORDS = 10, 14

_AROUND = f".!,:{CLOSERS}„“«‘"

# In German every noun has a capital. There the grammar tells a sender from "of retailers" and "of the
# town": "den" is one newsletter, and behind its "von" stands a name; behind an article an adjective has
# its capital from a name ("der Norddeutschen Rundschau").
_NAME = r"\p{Lu}[\p{L}\p{M}\p{N}.'’&-]*+"
_MORE = rf"(?:\s(?:(?:und|&)\s)?{_NAME})"
_GERMAN_OFFER = regex.compile(
    rf"""(?:\s(?:jetzt|hier|gleich|auch|einfach))*+
    \s(?:(?:für\s|auf\s)?den|zum)\s(?i:newsletter|rundbrief|infobrief)
    \s(?:von\s{_NAME}{_MORE}{{0,4}}+ | (?:der|des|vom)\s\p{{Lu}}[\p{{L}}-]*e[nr]{_MORE}{{1,4}}+)
    (?:\s(?:an|ein|hier|jetzt))*+[\s.!]*+""",
    regex.VERBOSE,
)


def offers_newsletter(line: Line, folded: str) -> bool:
    """ "Subscribe to the Metro Times newsletter.": advice to subscribe to some newsletter names none.

    ``folded`` is the folded line without the marks that it begins with.
    """
    hit = tables()["newsletter_order"].start(folded)
    if hit is None:
        return False
    if hit.languages <= GERMAN:
        text = line.text[len(line.folded) - len(folded) :]
        return line.words <= MAX_GERMAN_WORDS and _GERMAN_OFFER.fullmatch(text, hit.end) is not None
    return line.words <= MAX_OFFER_WORDS and _names_newsletter(line, folded, hit)


def _names_newsletter(line: Line, folded: str, hit: Hit) -> bool:
    """Whether a newsletter is there, and a word with a capital that is not its own: whose it is."""
    names = tables()["newsletter_name"]
    if not names.inside(folded, hit.languages | LENDS_NAMES):
        return False
    further = [word.strip(_AROUND) for word in line.text.split()[1:]]
    return any(word[:1].isupper() and names.whole(fold(word)) is None for word in further)
