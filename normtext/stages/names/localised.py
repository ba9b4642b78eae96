"""Doubts about names as another language has them: in their own, in that of the text, in its order."""

from __future__ import annotations

from normtext import words
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import CONNECTORS, PAIR
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.endings import COMMON, FUNCTION_WORD
from normtext.stages.names.evidence import Evidence
from normtext.stages.names.text_context import TextContext
from normtext.wordpairs import relatives

EVERYDAY = 4.0  # Zipf, of words that many people, or things, are called by
LONG = 9  # letters of a first word in capitals that is hardly an acronym
_TRANSLATED = frozenset({"organization", "agency", "law", "programme", "place", "event", UNSORTED})
"""Kinds of names that other languages translate, as they do not the brands of companies."""
LOCALISED = _TRANSLATED | {"product", "tool", "publication", "conference"}
"""Those that are sold, or known, under a name in the language of the text: "Google Assistente"."""
_ENGLISH_CONNECTORS = frozenset("the a an of for to in on at by with from and or s as".split())


def pair_kinds(found: Alignment, place: int, word: int) -> set[str]:
    """In what way a piece and a word of the name are a pair: "foreign", "demonym", "spelling" ..."""
    own = found.view.index.vocabulary.texts[word]
    return {r.kind for r in relatives(found.view.units[place].folded) if r.word == own}


def is_place_said_otherwise(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "University of California at Berkeley": a small word where the name has a comma, or nothing; in
    another language than English any other."""
    if not e["connector_only"]:
        return False
    added = set(text.words_in(found.start, found.end)) - set(found.pattern.key.tokens)
    return "," in found.pattern.key.form.text or "at" in added or text.languages != ("en",)


def is_in_its_language(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Universidad de Washington" in Spanish, "Universiteit van Amsterdam" anywhere: institutions and
    laws are called so in their language, and in that of the text."""
    kinds = _TRANSLATED if text.languages == ("en",) else LOCALISED
    if not e["pair"] or found.pattern.key.entry.kind not in kinds:
        return False
    places = [
        n
        for n, r in filter(None, found.placed)
        if r.kind == PAIR and "foreign" in pair_kinds(found, n, r.word)
    ]
    if not places or text.languages != ("en",):
        return bool(places)
    within = set(text.words_in(found.start, found.end)) & CONNECTORS
    others = [found.view.units[n].text for n, _ in filter(None, found.placed) if n not in places]
    return (bool(within) and within.isdisjoint(_ENGLISH_CONNECTORS)) or (
        len(places) > 1 and all(map(str.isupper, others))
    )


def is_in_its_order(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Licence MIT" in French: what another language than English puts in front is no damage there."""
    if not e["order"] or e["right_log"] or text.languages == ("en",):
        return False
    own = text.languages[0]
    return any(
        words.is_ordinary(found.view.units[n].text, own, COMMON) for n, _ in filter(None, found.placed)
    )


def is_romance(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Foundation Mozilla", "Commission European", "AI Mistral": in front what English has behind.

    A noun is told by what it is swapped with in English; first names, which have no such words, are none.
    """
    if text.languages != ("en",):
        return False
    if len(found.placed) != 2 or e["first_low"] or e["case"] or text.at_sentence_start(found.start):
        return False
    first, last = found.view.units[found.first], found.view.units[found.last]
    if text.words_in(found.start, found.end) != [first.folded, last.folded]:
        return False
    if first.text.isupper() and 1 < len(first.text) < LONG and not text.ordinary(last.text, EVERYDAY):
        return True
    is_noun = any(relative.language == "en" for relative in relatives(first.folded))
    return is_noun and text.ordinary(first.text, COMMON) and not text.ordinary(first.text, FUNCTION_WORD)
