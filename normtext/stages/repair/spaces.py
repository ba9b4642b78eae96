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
from normtext.stages.repair.context import LOWER, MIN_ORDINARY_ZIPF, UPPER, Context, starts_a_word
from normtext.words import zipf

CONFIDENCE_WORD = 0.95
CONFIDENCE_ADVERB = 0.9
CONFIDENCE_SHORT = 0.85

MIN_LEFT_LETTERS = 3
# Before "." and a closing quote, or with "’s", what is left is a word, however short.
MIN_LEFT_LETTERS_MARKED = 2
MAX_LEFT_LETTERS = 24
MIN_DIGITS = 2
# "10In" may be inches, "14179The" is nothing else.
MIN_AFTER_DIGITS = 3
# A token seen more often in one document is a name written so, not damage done twice.
MAX_OCCURRENCES = 1
# How far back the opening mark of a quotation is looked for: sentences are shorter.
MAX_QUOTATION = 1000

# A capitalised word behind what ``_LEFT`` may end with, white space or a comma after it. It starts with
# a set of characters, which the regular expression engine finds many times faster than a look-behind.
_RIGHT = re.compile(rf"[{UPPER}](?<=[{LOWER}0-9.!?\"”»][{UPPER}])[{LOWER}]{{1,14}}(?=,?\s)")
# The left word, or number, and what may end a sentence there.
_LEFT = re.compile(rf"(?P<word>[{UPPER}]?[{LOWER}]+|[0-9]+)(?P<mark>['’]s|[.!?]?[\"”»]?)\Z")
_NEXT_WORD = re.compile(rf",?\s+([{LOWER}]+)")

# A capital inside a word, and the word around it.
_INNER_CAPITAL = re.compile(rf"[{UPPER}](?<=[{LOWER}]{{2}}[{UPPER}])[{LOWER}]{{1,{MAX_LEFT_LETTERS}}}")
_LOWER_WORD = re.compile(rf"(?<![\w.])[{LOWER}]+\Z")


class Joint(NamedTuple):
    """Two words with no space between: ``mark`` is the punctuation after the left one, or its "’s"."""

    left: str
    mark: str
    right: str
    at: int
    following: str

    def ends_quotation(self) -> bool:
        """Tell whether a sentence and the quotation it stands in end there."""
        return len(self.mark) == 2 and self.mark[1] != "s"

    def is_possessive(self) -> bool:
        """Tell whether the left word has an "’s"."""
        return self.mark.endswith("s")


def lost_spaces(text: str, context: Context) -> tuple[Change, ...]:
    """Put back the space between two glued words."""
    if not context.settings.lost_spaces:
        return ()
    joints = list(_joints(text))
    if not joints:
        return ()
    counts = context.joints if context.joints is not None else Counter(map(_token, joints))
    languages: tuple[str, ...] | None = None
    identifiers: bool | None = None
    found = []
    for joint in joints:
        if not _may_part(joint, counts, context):
            continue
        languages = suggest_languages(text) if languages is None else languages
        confidence = max((_confidence(joint, language) for language in languages), default=0.0)
        if confidence and not joint.mark:
            identifiers = _has_identifiers(text, context) if identifiers is None else identifiers
            confidence = 0.0 if identifiers else confidence
        if confidence:
            reason = f"{joint.left}{joint.mark} and {joint.right} are two words"
            found.append(Change(joint.at, joint.at, "", " ", "lost_space", confidence, reason))
    return tuple(found)


def count_joints(texts: Iterable[str]) -> Mapping[str, int]:
    """How often every token that looks like two glued words occurs in a document."""
    return Counter(_token(joint) for text in texts for joint in _joints(text))


def _joints(text: str) -> Iterator[Joint]:
    known = starters.all_starters()
    quotes = _Quotes(text)
    for match in _RIGHT.finditer(text):
        right, at = match[0], match.start()
        if right not in known and not starters.is_adverb(right):
            continue
        left = _LEFT.search(text, max(0, at - MAX_LEFT_LETTERS - 4), at)
        if not starters.may_precede(right, text[match.end() : match.end() + 3]):
            continue
        if left and starts_a_word(text, left.start()) and quotes.closes(left["mark"], at):
            following = _NEXT_WORD.match(text, match.end())
            yield Joint(left["word"], left["mark"], right, at, following[1] if following else "")


class _Quotes:
    """Tells closing marks of quotation from opening ones, from the start of a text to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._count = 0

    def closes(self, mark: str, at: int) -> bool:
        """Tell whether the mark before ``at``, if it is of quotation, may be a closing one."""
        if mark.endswith('"'):
            return self._is_even(at)
        if mark.endswith("»"):
            since = max(0, at - MAX_QUOTATION)
            return self._text.rfind("«", since, at) > self._text.rfind("»", since, at - 1)
        return True

    def _is_even(self, at: int) -> bool:
        """Tell whether the straight marks of the line up to ``at`` come in pairs."""
        line = self._text.rfind("\n", self._at, at) + 1
        self._count = (0 if line else self._count) + self._text.count('"', max(line, self._at), at)
        self._at = at
        return self._count % 2 == 0


def _token(joint: Joint) -> str:
    return f"{joint.left}{joint.mark}{joint.right}"


def _has_identifiers(text: str, context: Context) -> bool:
    """Tell whether words are written with a capital inside on purpose, as in "getName"."""
    known, protected = starters.all_starters(), context.protected
    for match in _INNER_CAPITAL.finditer(text):
        right, at = match[0], match.start()
        if right in known or starters.is_adverb(right):
            continue
        left = _LOWER_WORD.search(text, max(0, at - MAX_LEFT_LETTERS), at)
        if left and not (protected and (protected(right) or protected(left[0] + right))):
            return True
    return False


def _may_part(joint: Joint, counts: Mapping[str, int], context: Context) -> bool:
    """Tell whether neither the document nor a list of names knows the glued form."""
    token = _token(joint)
    marked = joint.ends_quotation() or joint.is_possessive()
    if joint.left.isdigit():
        if joint.mark or len(joint.left) < MIN_DIGITS or len(joint.right) < MIN_AFTER_DIGITS:
            return False
    elif not (MIN_LEFT_LETTERS_MARKED if marked else MIN_LEFT_LETTERS) <= len(joint.left) <= MAX_LEFT_LETTERS:
        return False
    if not marked and joint.left[0].isupper():
        return False
    if not joint.mark and counts.get(token, 0) > MAX_OCCURRENCES:
        return False
    return context.protected is None or not context.protected(token)


def _confidence(joint: Joint, language: str) -> float:
    """How sure it is that these are two words of ``language``; 0 where they are not."""
    if joint.is_possessive() and language != "en":
        return 0.0
    if not joint.left.isdigit() and not joint.ends_quotation() and not joint.is_possessive():
        if zipf(joint.left, language) < MIN_ORDINARY_ZIPF:
            return 0.0
        if not joint.mark and zipf(joint.left + joint.right, language):
            return 0.0
    if joint.right in starters.long_starters(language):
        return CONFIDENCE_WORD
    if joint.is_possessive():
        return 0.0
    if language == "en" and starters.is_adverb(joint.right):
        return CONFIDENCE_ADVERB if zipf(joint.right, language) else 0.0
    fits = starters.short_starter_fits(joint.left, joint.right, joint.following, language)
    if fits is None or (not fits and joint.ends_quotation() and starters.is_starter(joint.right, language)):
        fits = zipf(joint.following, language) >= MIN_ORDINARY_ZIPF
    return CONFIDENCE_SHORT if fits else 0.0
