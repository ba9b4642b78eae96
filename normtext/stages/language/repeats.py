"""Texts that say little many times: a name, a laugh, a button.

Repetition is no evidence: what is said twenty times is worth what it is worth once.
"""

from __future__ import annotations

from collections.abc import Sequence

REPEATED = 3
"""How often the letters of a text come on the average where it is repetition. Of the development texts in 75
languages none comes to more than 2.1, of declarations of human rights in 460 to more than 2.5."""
SAMPLE = 400
"""Characters that are looked at: a longer text may well have each word three times."""
_PROBE = 4
_UNIT = 4  # letters that a drawn-out word has at most: "hahaha", "loooool"


def said_once(text: str) -> str:
    """The part of a text in which its words come first, where it is repetition; else the text itself."""
    middle = min(len(text), SAMPLE) // 2
    probe = text[middle : middle + _PROBE]
    if text.find(probe, middle + 1) < 0:
        return text  # as nearly all texts
    if text.count(probe, 0, SAMPLE) < REPEATED or not _is_repetition(text[:SAMPLE].split()):
        return text
    tokens = text.split()
    new = _new(tokens)
    first = tokens[: new[-1] + 1] if new else []
    once = " ".join(_shortened(tokens[at]) for at in new) if _is_repetition(first) else " ".join(first)
    return once if len(once) < len(text) else text


def _is_repetition(tokens: Sequence[str]) -> bool:
    distinct = sum(len(_shortened(_letters(tokens[at]))) for at in _new(tokens))
    return REPEATED * distinct <= sum(len(_letters(token)) for token in tokens)


def _new(tokens: Sequence[str]) -> list[int]:
    """The places of the tokens whose letters have not come before."""
    found: dict[str, int] = {"": 0}
    for at, token in enumerate(tokens):
        found.setdefault(_letters(token), at)
    return list(found.values())[1:]


def _letters(token: str) -> str:
    return "".join(filter(str.isalpha, token)).lower()


def _shortened(word: str) -> str:
    """A word that is drawn out with each of its letters once; any other as it is."""
    letters = dict.fromkeys(_letters(word))
    return "".join(letters) if len(letters) <= _UNIT and REPEATED * len(letters) < len(word) else word
