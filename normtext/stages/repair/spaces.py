"""Spaces that were lost where a link, a line or a sentence ended: "entryThe use of", "end.The next".

Two ordinary words are parted, nothing else: a lower-case word or a number on the left, on the right a
capitalised word out of a closed list of those that begin sentences, both of one language, and one in
which the text is written. Names glued to their neighbours are the names stage's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from normtext.edits import Change
from normtext.function_words import suggest_languages
from normtext.stages.repair import starters
from normtext.stages.repair.context import Context
from normtext.words import zipf

CONFIDENCE_WORD = 0.95
CONFIDENCE_ADVERB = 0.9
CONFIDENCE_SHORT = 0.85

# The left word is in wordfreq's small list, that is, seen once in a million words: of the glued words
# seen in scraped articles all are, and of product names ("macOS", "openSUSE") the halves seldom.
MIN_LEFT_ZIPF = 3.0
MIN_LEFT_LETTERS = 3
MAX_LEFT_LETTERS = 24
MIN_DIGITS = 2
# "10In" may be inches, "14179The" is nothing else.
MIN_AFTER_DIGITS = 3
# A token seen more often in one document is a name written so, not damage done twice.
MAX_OCCURRENCES = 1

_LOWER = "a-zß-öø-ÿœ"
_UPPER = "A-ZÀ-ÖØ-ÞŒ"
# A capitalised word that follows no white space, with white space or a comma behind it. It starts with
# a set of characters, which the regular expression engine finds many times faster than a look-behind.
_RIGHT = re.compile(rf"[{_UPPER}](?<=\S[{_UPPER}])[{_LOWER}]{{1,14}}(?=,?\s)")
# The left word, or number, and what may end a sentence there.
_LEFT = re.compile(rf"(?P<word>[{_LOWER}]+|[0-9]+)(?P<mark>[.!?]?[\"”»]?)\Z")
# What may stand before the left word; a hyphen or an apostrophe only behind a letter.
_OPENING = '"“„«‘([—–'
_LINKS = "-‐'’"
_NEXT_WORD = re.compile(rf",?\s+([{_LOWER}]+)")


class Joint(NamedTuple):
    """Two words with no space between: ``mark`` is the punctuation after the left one."""

    left: str
    mark: str
    right: str
    at: int
    following: str


def lost_spaces(text: str, context: Context) -> tuple[Change, ...]:
    """Put back the space between two glued words."""
    if not context.settings.lost_spaces:
        return ()
    joints = list(_joints(text))
    if not joints:
        return ()
    counts = context.joints if context.joints is not None else Counter(map(_token, joints))
    languages: tuple[str, ...] | None = None
    found = []
    for joint in joints:
        if not _may_part(joint, counts, context):
            continue
        languages = suggest_languages(text) if languages is None else languages
        confidence = max((_confidence(joint, language) for language in languages), default=0.0)
        if confidence:
            reason = f"{joint.left}{joint.mark} and {joint.right} are two words"
            found.append(Change(joint.at, joint.at, "", " ", "lost_space", confidence, reason))
    return tuple(found)


def count_joints(texts: Iterable[str]) -> Mapping[str, int]:
    """How often every token that looks like two glued words occurs in a document."""
    return Counter(_token(joint) for text in texts for joint in _joints(text))


def _joints(text: str) -> Iterator[Joint]:
    known = starters.all_starters()
    for match in _RIGHT.finditer(text):
        right, at = match[0], match.start()
        if right not in known and not starters.is_adverb(right):
            continue
        left = _LEFT.search(text, max(0, at - MAX_LEFT_LETTERS - 3), at)
        if left and _starts_a_word(text, left.start()):
            following = _NEXT_WORD.match(text, match.end())
            yield Joint(left["word"], left["mark"], right, at, following[1] if following else "")


def _token(joint: Joint) -> str:
    return f"{joint.left}{joint.mark}{joint.right}"


def _starts_a_word(text: str, at: int) -> bool:
    if at == 0:
        return True
    before = text[at - 1]
    if before in _LINKS:
        return at > 1 and text[at - 2].isalpha()
    return before.isspace() or before in _OPENING


def _may_part(joint: Joint, counts: Mapping[str, int], context: Context) -> bool:
    """Tell whether neither the document nor a list of names knows the glued form."""
    token = _token(joint)
    if joint.left.isdigit():
        if joint.mark or len(joint.left) < MIN_DIGITS or len(joint.right) < MIN_AFTER_DIGITS:
            return False
    elif not MIN_LEFT_LETTERS <= len(joint.left) <= MAX_LEFT_LETTERS:
        return False
    if not joint.mark and counts.get(token, 0) > MAX_OCCURRENCES:
        return False
    return context.protected is None or not context.protected(token)


def _confidence(joint: Joint, language: str) -> float:
    """How sure it is that these are two words of ``language``; 0 where they are not."""
    if not joint.left.isdigit():
        if zipf(joint.left, language) < MIN_LEFT_ZIPF:
            return 0.0
        if not joint.mark and zipf(joint.left + joint.right, language):
            return 0.0
    if joint.right in starters.long_starters(language):
        return CONFIDENCE_WORD
    if language == "en" and starters.is_adverb(joint.right):
        return CONFIDENCE_ADVERB if zipf(joint.right, language) else 0.0
    fits = starters.short_starter_fits(joint.left, joint.right, joint.following, language)
    if fits is None:
        fits = zipf(joint.following, language) >= MIN_LEFT_ZIPF
    return CONFIDENCE_SHORT if fits else 0.0
