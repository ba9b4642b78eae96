"""Unicode normalization form C, with the place of every change."""

from __future__ import annotations

import unicodedata

import regex

from normtext.edits import Change
from normtext.stages.repair.context import Context

# Text with more marks on one character is no writing, and sorting them takes quadratic time; the
# Unicode Standard's stream-safe format allows 30 (UAX 15, section 13).
MAX_MARKS = 30

# A character with all that may compose with it: marks, and the vowels and finals of Hangul.
_CLUSTER = regex.compile(r"[^\p{M}\u1160-\u11ff]?[\p{M}\u1160-\u11ff]++|[^\p{M}\u1160-\u11ff\x00-\u036f]")
_OVERLOADED = regex.compile(rf"\p{{M}}{{{MAX_MARKS + 1}}}")


def compose_characters(text: str, context: Context) -> tuple[Change, ...]:
    """Compose letters and their marks into the one form that clean text uses."""
    if not context.settings.nfc or text.isascii():
        return ()
    if not _OVERLOADED.search(text) and unicodedata.is_normalized("NFC", text):
        return ()
    found = []
    for match in _CLUSTER.finditer(text):
        before = match[0]
        if len(before) > MAX_MARKS:
            continue
        after = unicodedata.normalize("NFC", before)
        if after != before:
            found.append(Change(match.start(), match.end(), before, after, "nfc", 1.0, "Unicode NFC"))
    return tuple(found)
