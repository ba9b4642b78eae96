"""What a repair may know beyond the text before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from normtext.config import RepairSettings

# Tells whether a token is a name that is written in this way, as "PyTorch" is.
Protected = Callable[[str], bool]

# Letters of the languages in which glued words are parted, for classes of characters.
LOWER = "a-zß-öø-ÿœ"
UPPER = "A-ZÀ-ÖØ-ÞŒ"
# An ordinary word is in wordfreq's small list, that is, seen once in a million words: of the glued
# words seen in scraped articles all are, and of product names ("macOS", "openSUSE") the halves seldom.
MIN_ORDINARY_ZIPF = 3.0

# What may stand before a word; a hyphen or an apostrophe only behind a letter.
_OPENING = '"“„«‘([—–'
_LINKS = "-‐'’"


@dataclass(frozen=True, slots=True)
class Context:
    """Settings and evidence for one text.

    Attributes:
        settings: which repairs are wanted.
        protected: names whose capitals inside are their own; None: no list of names at hand.
        codecs: codecs that text of the same document was proven to have been misread with.
        joints: how often each token with a capital inside occurs in the document; None: count in
            the text at hand.
    """

    settings: RepairSettings
    protected: Protected | None = None
    codecs: frozenset[str] = frozenset()
    joints: Mapping[str, int] | None = None


def starts_a_word(text: str, at: int) -> bool:
    """Tell whether nothing but white space, an opening mark or the half of a pair stands before ``at``."""
    if at == 0:
        return True
    before = text[at - 1]
    if before in _LINKS:
        return at > 1 and text[at - 2].isalpha()
    return before.isspace() or before in _OPENING
