"""Who bears a name: a first name before a surname, a title, or a word that introduces somebody."""

from __future__ import annotations

import regex

from normtext.folding import Tokens
from normtext.stages.names.text_context import TextContext

AROUND, KIN_WORDS = 40, 3  # characters, and words, before a name in which its bearer may be introduced
_SOMEBODY = regex.compile(r"(?:,| (?:is|was|ist|war|est|était)) (?:an?|une?|eine?|een) ")
_KIN = frozenset(
    """
    another cousin sister brother wife husband son daughter mother father uncle aunt nephew niece unrelated
    namesake schwester bruder sohn tochter cousine vetter frère sœur épouse mari fils fille broer zus zoon
    dochter neef
    """.split()
)

_TITLES = frozenset(
    """
    president chief executive mr mrs ms dr sir senator minister founder boss chancellor director governor
    judge secretary professor commissioner ceo chairman
    """.split()
)


def may_have_first_name(tokens: Tokens, number: int) -> bool:
    """Tell whether a capitalised word that is no title stands right before the word at ``number``."""
    if not number or tokens.gap(number - 1) != " ":
        return False
    before = tokens.texts[number - 1]
    return before.istitle() and len(before) > 1 and before.lower() not in _TITLES


def is_introduced(text: TextContext, start: int, end: int) -> bool:
    """Tell whether a stretch is introduced as somebody new: "Tim Cooke, a poet", "her sister Klara"."""
    if _SOMEBODY.match(text.text, end):
        return True
    before = text.text[max(0, start - AROUND) : start].split()[-KIN_WORDS:]
    return any(word.strip(",.").lower() in _KIN for word in before)
