"""Doubts about a damaged name one word of which has another ending: a plural, an agent, an adjective."""

from __future__ import annotations

import regex

from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import NEAR, PAIR, SAME, STEM
from normtext.stages.names.alignment import Alignment, is_direction
from normtext.stages.names.evidence import Evidence, is_plural
from normtext.stages.names.text_context import TextContext
from normtext.wordpairs import relatives

COMMON = 3.5  # Zipf, from which to FUNCTION_WORD are nouns that say what a thing is: "foundation", "minerals"
FUNCTION_WORD = 5.8  # Zipf, above which are few nouns
NOUN = 0.1  # strength from which a swap tells that a word is a noun: "department", not "Clinton"
_AGENT = regex.compile(r"(?:[^e]er|or|ist)s?$")
_CREED = regex.compile(r"(?:ism|cy)s?$")
_CITIZEN = regex.compile(r"ians?$")
_ENDINGS_OF = {STEM: (_AGENT, _CREED), NEAR: (_AGENT, _CREED, _CITIZEN)}
ADJECTIVE = regex.compile(r"(?:al|ic|ive|ary)$")
_NEXT_WORD = regex.compile(r" (\p{Ll}+)\b")


def _is_inner(found: Alignment, e: Evidence) -> bool:
    """ "Park Department" for "Parks Department": another number of a word that is not what a thing is.

    That is told by the last word, the same, and a noun: one that is swapped for others in English.
    """
    last = found.placed[-1]
    if last is None or last[1].kind != SAME or e["case"] or e["first_low"]:
        return False
    noun = found.view.units[last[0]].folded
    return any(r.kind == "translation" and r.strength >= NOUN for r in relatives(noun))


def is_only_plural(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """A plural may be meant; not where it is a surname behind a first name, "Bryan Kohbergers"."""
    if not e["plural"] or e["near"] or e["pair"] or e["lost"] or e["missing"] or e["order"]:
        return False
    if found.pattern.key.entry.kind == UNSORTED and _is_inner(found, e):
        return False
    texts = found.view.index.vocabulary.texts
    plurals = [texts[r.word] for r in (spot[1] for spot in found.placed if spot) if r.kind == STEM]
    return not (len(found.placed) > 1 and e["right_log"] and not any(text.known(word) for word in plurals))


def is_many(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "The Antarctic Treaties", "the Amodeis", "Oldbrook and Pordenwell Universities": more than one.

    Not "Common Creatives", for the Creative Commons.
    """
    if found.is_whole or e["lost"] or e["missing"] or (e["order"] and (e["right_log"] or e["about"])):
        return False
    if found.pattern.key.entry.kind == UNSORTED and _is_inner(found, e):
        return False
    texts = found.view.index.vocabulary.texts
    laid = [(found.view.units[n].folded, texts[r.word], r.kind) for n, r in filter(None, found.placed)]
    plurals = [(len(here) > len(own), kind) for here, own, kind in laid if is_plural(here, own)]
    more = sum(longer for longer, _ in plurals)
    return 2 * more > len(plurals) and any(longer and kind in (NEAR, PAIR) for longer, kind in plurals)


def _has_lost_letters(text: TextContext, word: str, own: str) -> bool:
    """ "Foder", which is no word, for "Fodera"."""
    return len(word) < len(own) and not text.ordinary(word)


def is_agent(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "Interior Minister", "Electoral Commissioner": who does a thing is not the thing, nor is a creed
    those who have it. "Foder" is no word."""
    texts = found.view.index.vocabulary.texts
    return not found.is_whole and any(
        bool(ending.search(found.view.units[n].folded)) != bool(ending.search(texts[relation.word]))
        and not _has_lost_letters(text, found.view.units[n].text, texts[relation.word])
        for n, relation in (spot for spot in found.placed if spot)
        for ending in _ENDINGS_OF.get(relation.kind, ())
    )


def is_adjective(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "Social Democratic voters" are not the Social Democrats, nor is "the Royal Naval base" the Navy."""
    if found.is_whole or found.placed[-1] is None or found.placed[-1][1].kind == SAME:
        return False
    place, relation = found.placed[-1]
    own = found.view.index.vocabulary.texts[relation.word]
    if not ADJECTIVE.search(found.view.units[place].folded) or ADJECTIVE.search(own):
        return False
    behind = _NEXT_WORD.match(text.text, found.end)
    return behind is not None and not text.ordinary(behind[1], FUNCTION_WORD)


def is_other_region(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Southern Africa" is not South Africa; a "North Alliance" is the Northern Alliance."""
    texts = found.view.index.vocabulary.texts
    stems = (
        (found.view.units[n].folded, texts[r.word]) for n, r in filter(None, found.placed) if r.kind == STEM
    )
    return any(is_direction(one, own) for one, own in stems) and not _is_inner(found, e)


def is_inflected_word(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "An American bank" is not the America Bank."""
    return bool(e["stem"]) and len(found.placed) == 2 and bool(e["first_low"] or e["case"])
