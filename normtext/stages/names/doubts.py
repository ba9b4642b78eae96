"""What makes a suggestion of a damaged name, however near it is: the find may be right as it stands.

Each doubt is a test of its own; ``DOUBTS`` has them all. Those that tell which words stand side by side
in clean texts were tried on 750,000 words of clean English, every article with the names found in
itself, all of them and half of them: they took the false edits there from 7 to 3 in 100,000 words, and
no right one from the development benchmark.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import CONNECTORS, NEAR, PAIR, SAME, STEM
from normtext.stages.names.absent import (
    is_other_bearer,
    is_other_word_pair,
    is_word_without_accent,
    lacks_initials,
)
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.bearers import is_introduced
from normtext.stages.names.endings import (
    ADJECTIVE,
    COMMON,
    is_adjective,
    is_agent,
    is_inflected_word,
    is_many,
    is_only_plural,
    is_other_region,
)
from normtext.stages.names.evidence import Evidence
from normtext.stages.names.localised import (
    is_in_its_language,
    is_in_its_order,
    is_place_said_otherwise,
    is_romance,
    pair_kinds,
)
from normtext.stages.names.shapes import has_more_capitals
from normtext.stages.names.text_context import TextContext

EVERYDAY = 4.0  # Zipf, of words that many people, or things, are called by
ABBREVIATED = 4  # letters of an abbreviation, at most
LONG = 9  # letters of a single word that may be two edits off
_OWNER = regex.compile("s?['’]s?\\s")
_OWNED = regex.compile(r"(?:['’]s?|\b(?:its|their|own|new))\s+$")
_OF_YEAR = regex.compile(r"\s+of\s+\d{4}\b")
_KINDS_OF_COUNTRIES = frozenset({"law", "programme", "agency"})
_KINDS_OF_OFFICES = frozenset({"agency", "organization", "laboratory"})
_OF_SOMEWHERE = regex.compile(r" (?:of|in) (?:the )?\p{Lu}\p{Ll}")
_GENITIVE_WITHIN = regex.compile(r"['’]s\s")
_VERBS = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can"})


def _is_habit(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """A strange word that the article writes again and again, and never otherwise; or in a longer name
    one that is a word: "Ida Brandt" need not be Ida Brand."""
    again = e["near"] and e["repeats"] and not e["right_log"]
    return bool(again and (e["single"] or not e["near_unknown"]))


def _is_short_form(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """ "Supreme Court" for "US Supreme Court": papers shorten names."""
    return bool(e["missing"]) and not (e["extra"] or e["near"] or e["pair"] or e["stem"] or e["lost"])


def _is_longer_name(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Open Arabic Leaderboard" is not the Open Leaderboard: all its words, and one more.

    Of names whose kind nobody tells such damage is seen more often than such neighbours.
    """
    others = e["missing"] or e["near"] or e["pair"] or e["stem"] or e["lost"] or e["order"]
    return found.pattern.key.entry.kind != UNSORTED and bool(e["extra"]) and not others


def _is_relative(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "SimCSE" is not "SimCLR": names of one word that differ by a letter or two are names of kin."""
    if found.is_whole:
        return True
    if not (e["single"] and e["near"]):
        return False
    spot = next(spot for spot in found.placed if spot)
    edits = round((1 - spot[1].strength) * max(len(found.pattern.key.joined), found.end - found.start))
    return edits > 1 and not (edits == 2 and found.end - found.start >= LONG and not e["near_initial"])


def _is_word_of_its_own(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "French" is not "France", "Rather" not "Instead": clean texts have such words side by side.

    A single word that stands for a name of one word proves something only where it is a foreign one in
    an English text: "Almas" for "Souls".
    """
    if not (e["single"] and e["pair"]) or found.is_whole:
        return False
    if found.pattern.key.form.text in text.sentence_around(found.start, found.end):
        return True
    place, relation = next(spot for spot in found.placed if spot)
    return "foreign" not in pair_kinds(found, place, relation.word) or text.languages != ("en",)


def _is_other_english(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Organization for ..." for "Organisation for ...": either is right, of names whose kind is told."""
    if found.pattern.key.entry.kind == UNSORTED or e["right_log"] or not e["pair"]:
        return False
    if e["order"] or e["missing"] or e["extra"]:
        return False
    others = [spot for spot in found.placed if spot and spot[1].kind != SAME]
    return all(pair_kinds(found, place, relation.word) == {"spelling"} for place, relation in others)


def _is_lower_relative(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "The Arctic sea" is not the Arctic Ocean: one word of two, and that in lower case."""
    if not e["pair"] or e["order"] or (len(found.placed) > 2 and not e["right_log"]):
        return False
    return any(
        found.view.units[place].text.islower() and relation.kind == PAIR
        for place, relation in (spot for spot in found.placed if spot)
    )


def _is_namesake(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "John Allan" is not "John Allen", where the article has both, and has them again; nor Mary Mark."""
    if not e["right_log"] or e["near_unknown"] or not (e["near"] or e["pair_joined"]):
        return False
    texts = found.view.index.vocabulary.texts
    near = [(found.view.units[n].text, r) for n, r in filter(None, found.placed) if r.kind == NEAR]
    if any(text.ordinary(word, EVERYDAY) and text.ordinary(texts[r.word], EVERYDAY) for word, r in near):
        return True
    return bool(e["repeats"]) or found.pattern.key.form.text in text.sentence_around(found.start, found.end)


def _is_somebody_else(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Tim Cooke, a poet" is not Tim Cook, whom the article has as well."""
    return bool(e["near"] and e["right_log"]) and is_introduced(text, found.start, found.end)


def _is_exchanged(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Los Angeles Police Department" is not the Los Angeles Fire Department: one word for another."""
    gaps = [place for place in found.placed if place is None]
    if e["right_log"] or len(gaps) != 1 or len(found.extra) != 1:
        return False
    if any(s and s[1].kind != SAME for s in found.placed):
        return False
    return found.view.units[found.extra[0]].text[0].isupper()


def _is_anothers(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Turkey's Law on Digital Markets", "the Data Law of 2016" beside the Data Act: other countries have
    laws and programmes, too."""
    if not e["pair"] or found.pattern.key.entry.kind not in _KINDS_OF_COUNTRIES:
        return False
    if found.pattern.key.form.text in text.sentence_around(found.start, found.end):
        return True
    before = text.text[max(0, found.start - 8) : found.start]
    return bool(_OWNED.search(before) or _OF_YEAR.match(text.text, found.end))


def _is_of_another(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "National Academy of the Sciences of Belarus": where the gazetteer tells kinds, another's."""
    if found.pattern.key.entry.kind not in _KINDS_OF_OFFICES or e["right_log"] or e["order"]:
        return False
    return bool(_OF_SOMEWHERE.match(text.text, found.end))


def _is_other_word(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Wall Street journalists", "Centers for Disease Control": a word that only resembles the name's
    own, and that is an ordinary word in lower case, a plural, or begins otherwise ("Samples", "Examples")."""
    if not e["near"] or found.is_whole:
        return False
    texts = found.view.index.vocabulary.texts
    return any(
        relation.kind == NEAR
        and text.ordinary(unit.text)
        and (
            unit.text.islower()
            or unit.folded.endswith("s") > texts[relation.word].endswith("s")
            or (unit.folded[0] != texts[relation.word][0] and text.ordinary(texts[relation.word], COMMON))
        )
        for unit, relation in ((found.view.units[spot[0]], spot[1]) for spot in found.placed if spot)
    )


def _is_clause(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "The Green Deal is new": a verb stands within."""
    within = set(text.words_in(found.start, found.end)) & _VERBS
    return bool(within.difference(found.pattern.key.tokens))


def _is_shouted(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "SPACE KETTLE CONCEPT", "LICENSE-MIT": capitals throughout are a matter of style in several words."""
    is_upper = text.text[found.start : found.end].isupper() and not found.pattern.key.form.text.isupper()
    return len(found.placed) > 1 and is_upper and bool(e["case_only"] or e["order"])


def _is_part_of_more(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Internet File" in "Common Internet File System" is not the Internet Archive, nor "Wilison" in
    "Simon Wilison" the Wilson whom the article does not have."""
    strange = not e["right_log"] and not e["about"]
    doubtful = (strange and (e["pair"] or e["stem"])) or (e["order"] and e["right_log"])
    if doubtful and (e["next_cap"] or e["previous_cap"]):
        return True
    return bool(strange and e["single"] and e["near"] and e["previous_cap"]) and not found.is_whole


def _goes_on(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Royal Naval College" is not the Royal Navy: the word that is not its own goes with the next; nor
    is "Ireland's Bank of the Year" the Bank of Ireland."""
    if e["order"] and text.text.startswith(" of ", found.end):
        return "s" in text.words_in(found.start, found.end)
    if not e["next_cap"] or e["missing"] or found.is_whole:
        return False
    place, relation = max(spot for spot in found.placed if spot)
    if relation.kind == PAIR:
        return "spelling" not in pair_kinds(found, place, relation.word)
    return relation.kind == STEM


def _is_placed(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "American University in Washington", "a centre for research in France": "in" tells where it is."""
    small = text.words_in(found.start, found.end)
    if "in" not in small or "in" in found.pattern.key.tokens:
        return False
    return bool(e["previous_cap"] or (e["order"] and (e["pair"] or len(found.placed) == 2)))


def _is_turned(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Washington University" is not the University of Washington; who knows whom the article means?"""
    if not e["order"] or e["near"] or e["pair"] or e["stem"] or e["lost"]:
        return False
    if len(found.placed) == 2 and ADJECTIVE.search(found.view.units[found.first].folded):
        return True  # "Central Pordenwell" is good English
    if not e["right_log"]:
        return not e["about"] and not (is_romance(text, found, e) and _is_of_a_thing(found))
    if found.pattern.key.form.text in text.sentence_around(found.start, found.end):
        return True  # who writes both in a sentence means two things
    if is_romance(text, found, e):
        return False
    if _is_university(found):
        return True
    small = not CONNECTORS.isdisjoint(text.words_in(found.start, found.end))
    lower = bool(e["first_low"] or e["case"])
    # "Henry James" is not James Henry, nor "times in New York" the New York Times.
    other = small or not CONNECTORS.isdisjoint(found.pattern.key.tokens)
    return (not other and not lower and len(found.placed) == 2) or (small and lower)


def _is_abbreviation(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "US Dept of Defense": a word is abbreviated."""
    if not e["pair"] or found.is_whole:
        return False
    texts = found.view.index.vocabulary.texts
    laid = [
        (found.view.units[n].folded, texts[r.word]) for n, r in filter(None, found.placed) if r.kind == PAIR
    ]
    return any(len(short) <= ABBREVIATED < len(own) and _is_made_of(short, own) for short, own in laid)


def _is_made_of(short: str, own: str) -> bool:
    """Tell whether all letters of one stand in the other, in their order and from its first on."""
    letters = iter(own)
    return short[:1] == own[:1] and all(letter in letters for letter in short)


def _is_university(found: Alignment) -> bool:
    """ "Copenhagen University" and "University of Copenhagen" stand side by side in many a clean text."""
    key = found.pattern.key
    return len(found.placed) == 2 and "university" in key.tokens and key.entry.kind != UNSORTED


def _is_of_a_thing(found: Alignment) -> bool:
    return found.pattern.key.entry.kind not in ("person", "place", UNSORTED)


def _is_headline(text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """Where every word has a capital, words that only resemble a name prove little."""
    return text.is_headline_case and bool(e["missing"] or e["extra"] or (e["pair"] and e["order"]))


def _is_description(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "Nepal's civil aviation authority": a genitive, and words in lower case that describe."""
    return (
        "s" in text.words_in(found.start, found.end)
        and "s" not in found.pattern.key.tokens
        and any(found.view.units[spot[0]].text[0].islower() for spot in found.placed if spot)
        and not found.pattern.key.form.text.islower()
    )


def _is_owned(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Gates' Law" is not Bill Gates, though a law may come back as a bill."""
    if not (e["pair"] and e["order"]) or len(found.placed) != 2:
        return False
    first = found.view.units[found.first]
    return bool(_OWNER.match(text.text, first.end))


def _is_owner(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Poolside's AI" is good English, and not Poolside AI."""
    if not e["connector"] or e["lost"] or "s" in found.pattern.key.tokens or len(found.placed) != 2:
        return False
    return bool(_GENITIVE_WITHIN.search(text.text, found.start, found.end))


def _has_title_capitals(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Food And Drug Administration": titles have more capitals."""
    if not e["case_only"] or e["right_log"]:
        return False
    return has_more_capitals(text.text[found.start : found.end], found.pattern.key.form.text)


def _lacks_accents(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """The same but for accents; that may be the paper's habit."""
    if not e["folded_only"] or e["case_only"] or e["right_log"] or e["similar"] == 1:
        return False
    return not _lacks_a_hyphen(found, e)


def _lacks_a_hyphen(found: Alignment, e: Evidence) -> bool:
    """ "Attorney General Mary Oldbrook" for "Attorney-General Mary Oldbrook"; in a name of two words it may
    be a habit, as in one that the article has so again."""
    surface, form = found.view.text.text[found.start : found.end], found.pattern.key.form.text
    is_long = len(found.placed) > 2 and found.pattern.key.entry.kind == UNSORTED
    return is_long and not e["repeats"] and surface == form.replace("-", " ")


Doubt = Callable[[TextContext, Alignment, Evidence], bool]

DOUBTFUL = 0.6
"""Confidence of what is doubted: a plural, a description, an accent left out are seldom damage."""

DOUBTS: tuple[tuple[Doubt, str], ...] = (
    (is_only_plural, "a plural may be meant"),
    (is_many, "more than one may be meant"),
    (_is_word_of_its_own, "it is a word of its own"),
    (_is_other_english, "it may be another English"),
    (_is_lower_relative, "one of its words is another, in lower case"),
    (_is_somebody_else, "it is introduced as somebody else"),
    (_is_exchanged, "one word stands for another"),
    (_is_namesake, "it may be a namesake"),
    (_is_of_another, "it may be another country's"),
    (_is_anothers, "other countries may have one, too"),
    (_is_other_word, "one of its words is an ordinary one that only resembles the name's"),
    (_is_clause, "a verb stands within"),
    (_is_shouted, "capitals throughout may be a matter of style"),
    (_goes_on, "the next word may belong to it"),
    (_is_placed, '"in" may tell where it is'),
    (_is_description, "it may be a description"),
    (_is_owned, "it may be somebody's, as the genitive says"),
    (_is_owner, "what belongs to it may be meant"),
    (_has_title_capitals, "titles have more capitals"),
    (_lacks_accents, "only accents are missing, which may be a habit"),
    (_is_habit, "the article writes it so again and again"),
    (_is_short_form, "it may be a short form"),
    (_is_longer_name, "it may be a longer name"),
    (_is_relative, "kindred names differ in as little"),
    (is_agent, "who does a thing is not the thing"),
    (is_adjective, "an adjective may be meant"),
    (_is_part_of_more, "it may be part of another name"),
    (_is_headline, "in a headline every word has a capital"),
    (_is_abbreviation, "a word may be abbreviated"),
    (is_place_said_otherwise, "it may be said so"),
    (is_in_its_language, "it may be called so in its language"),
    (is_in_its_order, "other languages have such an order"),
    (is_other_word_pair, "it may be another name, of words that mean nearly the same"),
    (is_word_without_accent, "it may be an everyday word"),
    (lacks_initials, "initials may be left out"),
    (is_other_bearer, "it may be another name, nearly the same"),
    (_is_turned, "its words may stand so on purpose"),
    (is_other_region, "it may be another region"),
    (is_inflected_word, "its words may be ordinary ones"),
)
"""What makes a find a suggestion, however near it is, and what is told of it."""

OF_ORDER_AND_FORM = frozenset({_is_turned, is_only_plural, is_agent, _lacks_accents, _is_part_of_more})
"""Those that only ask whether the words may stand so on purpose; see settled.py."""
