"""Spaces that were lost behind a comma: "In addition,the town"."""

from __future__ import annotations

import re

from normtext.edits import Change
from normtext.function_words import FUNCTION_WORDS, suggest_languages
from normtext.stages.repair.context import LOWER, MIN_ORDINARY_ZIPF, Context, starts_a_word
from normtext.words import zipf

CONFIDENCE = 0.9
MIN_LETTERS = 3
MAX_LETTERS = 24

_GLUED = re.compile(r",(?=[^\W\d_])(?<=[^\W\d_],)")
_LEFT = re.compile(rf"[{LOWER}]+\Z")
_RIGHT = re.compile(rf",([{LOWER}]{{2,12}})\s+([{LOWER}]{{2,{MAX_LETTERS}}})")


def spaces_behind_commas(text: str, context: Context) -> tuple[Change, ...]:
    """Put back the space between the comma behind an ordinary word and a function word.

    Nothing is put back where any other comma has a letter on both sides: lists of tags and of columns
    are written so.
    """
    if not context.settings.lost_spaces or "," not in text:
        return ()
    languages: tuple[str, ...] | None = None
    found = []
    for comma in _GLUED.finditer(text):
        languages = suggest_languages(text) if languages is None else languages
        change = _parted(text, comma.start(), languages)
        if change is None:
            return ()
        found.append(change)
    return tuple(found)


def _parted(text: str, at: int, languages: tuple[str, ...]) -> Change | None:
    """The change that puts a space behind the comma at ``at``; None where it may stand as it does."""
    left = _LEFT.search(text, max(0, at - MAX_LETTERS - 1), at)
    right = _RIGHT.match(text, at)
    if not left or not right or not starts_a_word(text, left.start()):
        return None
    if not MIN_LETTERS <= len(left[0]) <= MAX_LETTERS:
        return None
    if not any(_are_words(left[0], right[1], right[2], language) for language in languages):
        return None
    reason = f"{left[0]}, and {right[1]} are two words"
    return Change(at + 1, at + 1, "", " ", "lost_space", CONFIDENCE, reason)


def _are_words(left: str, word: str, following: str, language: str) -> bool:
    functional = FUNCTION_WORDS[language]
    return (
        word in functional
        and left not in functional
        and zipf(left, language) >= MIN_ORDINARY_ZIPF
        and zipf(following, language) >= MIN_ORDINARY_ZIPF
    )
