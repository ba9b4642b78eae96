"""Doubts about names that neither the article has nor a list that is about the article.

In a large list nearly every pair of everyday words is a letter or a synonym away from some name: "City
Council" from the Town Council, "John Ruskin" from a John Rankin. On a million words of clean English two
lists, 2,560 real names and 100,000 made-up ones, took these doubts from 14 and 84 edits to 2 and 11.
"""

from __future__ import annotations

from normtext import words
from normtext.folding import fold
from normtext.gazetteer.vocabulary import NEAR, PAIR, SAME
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.evidence import Evidence
from normtext.stages.names.text_context import TextContext
from normtext.wordpairs import relatives

FEW = 2  # words of a name that may be another name; three or more seldom are
RARER = 0.62  # Zipf by which a name's word is rarer than what a translation puts in its place: "petroleum"
COMMON = 3.0  # Zipf, of English words
MEANT = 3.7  # Zipf, of words that are meant as they stand: "patents"
EVERYDAY = 4.2  # Zipf, of words that are in many names: "John", "Act"; not "Reeves"
SMALL_WORD = 5.8  # Zipf, of words that stand for no other: "all"
FAR = 2  # letters that make another name


def is_absent(e: Evidence) -> bool:
    """Tell whether neither the article nor a list that is about it speaks for a name."""
    return not e["right_log"] and not e["about"]


def is_other_word_pair(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "City Council" is not the Town Council, nor "FastAPI" RapidAPI: words that mean nearly the same.

    "Oil Commission" may well be the Petroleum Commission, since translations like everyday words, and
    "Data Law" the Data Act.
    """
    if not e["pair"] or not is_absent(e) or found.pattern.key.entry.kind == "law":
        return False
    if len(found.placed) > FEW:
        return bool(e["order"]) and bool(e["missing"] or e["extra"])
    laid = [(found.view.units[n].text, r) for n, r in filter(None, found.placed)]
    if len(laid) > 1 and " " not in text.text[found.start : found.end]:
        return True
    own = found.view.index.vocabulary.texts
    swapped = [(here, own[r.word]) for here, r in laid if r.kind == PAIR]
    if any(text.ordinary(here, SMALL_WORD) for here, _ in swapped):
        return True  # "All LLM requests" are not AnythingLLM's
    plain = all(text.ordinary(here, COMMON) and not here.isupper() for here, _ in laid)
    return plain and any(
        words.zipf(here) - words.zipf(name) < RARER or _is_of_another_language(text, here, name)
        for here, name in swapped
    )


def _is_of_another_language(text: TextContext, here: str, name: str) -> bool:
    """ "See Color" is English, though a German "See" is a lake."""
    kinds = {relative.kind for relative in relatives(fold(here)) if relative.word == name}
    return kinds == {"foreign"} and text.ordinary(here, EVERYDAY)


def is_other_bearer(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "John Ruskin" is not John Rankin, nor "Patents Act" the Patients Act: a word that is known as it is,
    beside one that many are called by. "Kanu Reeves" is Keanu Reeves.

    "Gehrmans" is more likely a name than a misspelling of an everyday word that is a name.
    """
    if not e["near"] or not is_absent(e) or len(found.placed) > FEW:
        return False
    laid = [(found.view.units[n], r) for n, r in filter(None, found.placed)]
    texts = found.view.index.vocabulary.texts
    near = [(unit.text, texts[r.word], r.strength) for unit, r in laid if r.kind == NEAR]
    far = any(
        round((1 - strength) * max(len(here), len(name))) >= FAR or text.ordinary(here, MEANT)
        for here, name, strength in near
    )
    if e["order"]:
        return far
    if len(found.placed) == 1 and words.is_ordinary(near[0][1], "en", MEANT):
        return True
    others = [unit.text for unit, r in laid if r.kind == SAME]
    known = any(text.known(here) for here, _, _ in near)
    return far and known and all(text.ordinary(other, EVERYDAY) for other in others)


def is_word_without_accent(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Men" need not be a Menü that has lost its accent: an everyday word, meant as it stands."""
    is_single = len(found.placed) == 1 and bool(e["lost"])
    return is_single and is_absent(e) and text.ordinary(text.text[found.start : found.end], MEANT)


def lacks_initials(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Robert Heinlein" for "Robert A. Heinlein": people leave initials out."""
    tokens = found.pattern.key.tokens
    rest = [token for token in tokens if len(token) > 1]
    return not e["about"] and len(rest) < len(tokens) and text.words_in(found.start, found.end) == rest
