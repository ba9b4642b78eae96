"""Which differences of spaces alone are damage to a bare name, of which no kind is told.

An engine that takes a name for words makes one word of two ("Tallgrass Energy") or two of one
("Olympic Coder"). People do so, too, in handles and identifiers ("BeautifulSoup") and before versions
("Llama3"); those stay.
"""

from __future__ import annotations

import itertools

import regex

from normtext.gazetteer.records import Hit
from normtext.stages.names.context import COMPOUNDING, ArticleContext, TextContext

PART_JOINED = 0.9  # "Tallgrass Energy": the other words of the name stand rightly
WHOLE_JOINED = 0.8  # "Passstation": no word that any list knows
PARTED_WORD = 0.78  # "Hydro Sense X2": two words in capitals in mid-sentence
MIN_PART = 4  # letters; "Van Dyke" and "Vandyke", "Mc Kay" and "McKay" are two families
MIN_PART_OF_MANY = 3  # the same in a name of three words or more: "Clear River Net Work"
MIN_JOINED = 8  # letters; shorter words that no list knows are names of their own

_PARTICLES = frozenset({"Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Van", "Von", "El", "Al", "Saint"})
"""Families part their names from these, or do not: "Mc Kay" is not McKay."""

_TITLE = regex.compile(r"^\p{Lu}\p{Ll}+$")
_PART = regex.compile(r"^(?:\p{Lu}\p{Ll}+|\p{Lu}{2,})$")


def is_parted_camel(surface: str, form: str) -> bool:
    """ "Olympic Coder" for "OlympicCoder", "Rapid API": the capitals of the name tell where it was parted."""
    return (
        " " in surface
        and form.isalpha()
        and surface.replace(" ", "") == form
        and all(map(_PART.match, surface.split(" ")))
        and not _PARTICLES.issuperset(surface.split(" ")[:1])
    )


def parted_confidence(text: TextContext, hit: Hit) -> float:
    """How sure it is that one plain word of a name came apart, "Hydro Sense X2"; 0 where it did not."""
    surface, form = text.surface(hit), hit.form.text
    words, parts = form.split(" "), surface.split(" ")
    if len(parts) != len(words) + 1 or text.at_sentence_start(hit.start) or text.is_headline_case:
        return 0.0
    place = next((i for i, word in enumerate(words) if word != parts[i]), len(words) - 1)
    one, other = parts[place : place + 2]
    least = MIN_PART if len(words) < 3 else MIN_PART_OF_MANY
    plain = min(len(one), len(other)) >= least and bool(_TITLE.match(one) and _TITLE.match(other))
    joined = words[place] == one + other.lower() and parts[place + 2 :] == words[place + 1 :]
    ordinary = text.ordinary(one) and text.ordinary(other)
    return PARTED_WORD if plain and joined and ordinary else 0.0


def joined_confidence(article: ArticleContext, text: TextContext, hit: Hit) -> float:
    """How sure it is that words of a name have run together; 0 where nothing else would do.

    "Tallgrass Energy", "Penguin RandomHouse", "Lotusgate 4", "Passstation".
    """
    surface, form = text.surface(hit), hit.form.text
    if surface.count(" ") >= form.count(" ") or article.count_of(surface) > 1:
        return 0.0
    if surface.replace(" ", "").casefold() != form.replace(" ", "").casefold():
        return 0.0
    words = form.split(" ")
    right = [part for part in surface.split(" ") if part in words]
    joined = [part for part in surface.split(" ") if part not in words]
    if len(joined) != 1 or not _is_join(joined[0], words):
        return 0.0
    if any(not part.isdigit() for part in right):
        return PART_JOINED
    return WHOLE_JOINED if _is_strange(text, joined[0]) else 0.0


def _is_join(part: str, words: list[str]) -> bool:
    """The part is capitalised words of the name, run together, no version among them."""
    for low, high in itertools.combinations(range(len(words) + 1), 2):
        own = words[low:high]
        if high - low > 1 and part.casefold() == "".join(own).casefold():
            capitals = part == "".join(own) or bool(_TITLE.match(part))
            return capitals and all(word.isalpha() and word[0].isupper() for word in own)
    return False


def _is_strange(text: TextContext, part: str) -> bool:
    """No handle, no compound, no word that any list knows."""
    compounding = text.language.partition("-")[0] in COMPOUNDING
    return bool(len(part) >= MIN_JOINED and _TITLE.match(part) and not compounding and not text.known(part))
