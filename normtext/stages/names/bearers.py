"""Who bears a name: a first name before a surname, or a title."""

from __future__ import annotations

from normtext.folding import Tokens

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
