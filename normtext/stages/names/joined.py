"""Which differences of spaces alone are damage to a bare name, of which no kind is told.

An engine that takes a name for words makes one word of two ("Tallgrass Energy") or two of one
("Olympic Coder"). People do so, too, in handles and identifiers ("BeautifulSoup") and before versions
("Llama3"); those stay.
"""

from __future__ import annotations

import itertools

import regex

from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.shapes import CAPITAL_INSIDE
from normtext.stages.names.text_context import COMPOUNDING, TextContext

PART_JOINED = 0.9  # "Tallgrass Energy": the other words of the name stand rightly
WHOLE_JOINED = 0.8  # "Passstation": no word that any list knows
PARTED_WORD = 0.78  # "Hydro Sense X2": two words in capitals in mid-sentence
MIN_PART = 4  # letters; "Van Dyke" and "Vandyke", "Mc Kay" and "McKay" are two families
MIN_PART_OF_MANY = 3  # the same in a name of three words or more: "Clear River Net Work"
MIN_JOINED = 8  # letters; shorter words that no list knows are names of their own

_PARTICLES = frozenset({"Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Van", "Von", "El", "Al", "Saint"})
"""Families part their names from these, or do not: "Mc Kay" is not McKay."""

LONG_NAME = 3  # words
SHORTEST = 3  # letters of an acronym that is written as a word, "bash"
MOST_SLIPS = 2  # times that an article writes a name in other capitals by mistake
_TITLE = regex.compile(r"^\p{Lu}\p{Ll}+$")
_PART = regex.compile(r"^(?:\p{Lu}\p{Ll}+|\p{Lu}{2,}\d*)$")
_OPENING = " \n\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}"
_CAMEL_BORDER = regex.compile(r"\p{Ll}(?=\p{Lu})")


def is_parted_camel(surface: str, form: str) -> bool:
    """ "Olympic Coder", "Google Deep Mind", "Smol LM2": the capitals of the name tell where it was parted."""
    parts = surface.split(" ")
    joined = form.replace(" ", "")
    if len(parts) <= form.count(" ") + 1 or "".join(parts) != joined or not joined.isalnum():
        return False
    borders = {match.start() + 1 for match in _CAMEL_BORDER.finditer(form)}
    ends, at = [], 0
    for part in parts[:-1]:
        at += len(part) + (form[at : at + 1] == " ")
        ends.append(at)
    spaced = all(form[end : end + 1] == " " or end in borders for end in ends)
    return spaced and all(map(_PART.match, parts)) and not _PARTICLES.issuperset(parts[:1])


def is_joined_camel(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "MistralAI", once, for a name of words with capitals that stands rightly elsewhere; no handle."""
    surface, form = text.surface(hit), hit.form.text
    if text.text[max(0, hit.start - 1) : hit.start].strip(_OPENING) or form in text.sentence_around(
        hit.start, hit.end
    ):
        return False
    return (
        " " in form
        and surface == form.replace(" ", "")
        and surface.isalpha()
        and not text.known(surface)
        and all(map(_PART.match, form.split(" ")))
        and article.names_rightly(hit.entry)
        and article.count_of(surface) == 1
    )


def is_other_camel(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "OpenAi", "NVidia", by mistake: capitals inside, but not those of a name that stands elsewhere.

    "Airpods" and "AIRPODS" may be a habit.
    """
    surface, form = text.surface(hit), hit.form.text
    if hit.first != hit.last or surface == form or surface.casefold() != form.casefold():
        return False
    return (
        len(form) > MIN_PART
        and surface[0] == form[0]
        and bool(CAPITAL_INSIDE.search(surface))
        and not surface.isupper()
        and article.names_rightly(hit.entry)
        and article.count_of(surface) <= MOST_SLIPS
        and article.permits(hit.entry)
        and not spells_an_acronym(text, hit)
    )


def spells_an_acronym(text: TextContext, hit: Hit) -> bool:
    """ "LILO (LInux LOader)", "bash, the Bourne-Again SHell": with the words beside it, its capitals are an
    acronym of this text, or a word."""
    first, last = max(0, hit.first - 2), min(len(text.tokens), hit.last + 3)
    runs = [(low, high) for low in range(first, hit.first + 1) for high in range(hit.last + 1, last + 1)]
    capitals = {
        "".join(c for token in text.tokens[low:high] for c in token.text if c.isupper()) for low, high in runs
    }
    words = {c.lower() for c in capitals if len(c) > SHORTEST}
    return not text.acronyms.isdisjoint(capitals) or not words.isdisjoint(text.tokens.folded)


def is_nearly_capitalised(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "Nintendo Switch pro": one word of three or more in lower case; the article has the name oftener."""
    surface, form = text.surface(hit), hit.form.text
    words, parts = form.split(" "), surface.split(" ")
    if len(parts) < LONG_NAME or len(words) != len(parts) or surface.casefold() != form.casefold():
        return False
    differ = [(part, word) for part, word in zip(parts, words, strict=True) if part != word]
    capitals = sum(part[0].isupper() for part in parts)
    return (
        len(differ) == 1
        and differ[0][0].islower()
        and differ[0][1].istitle()
        and capitals > 1
        and article.right[hit.entry.name] > article.count_of(surface)
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
