"""What follows the first words of a line: the rest of a call to the reader, or a text."""

from __future__ import annotations

from itertools import pairwise

import regex

from normtext.stages.structure.draft import SYMBOLS
from normtext.stages.structure.phrases import fold, tables

# "No spam, ever." behind a call needs not to speak to the reader.
MAX_ASIDE_WORDS, MAX_ASIDE_CHARACTERS = 4, 40

_COLON = regex.compile(r"\s*(?:[:：|»›>→]|\s[–—-]\s|\.{3}|…)\s*")
_WIDE = regex.compile(r"\s{2,}")
_SENTENCE_END = regex.compile(r"(?<=[.!?…][\"'”’»)]?)\s+(?=[^\s\p{Ll}])|(?<=[。！？])(?=.)")


def calls_throughout(text: str, languages: frozenset[str]) -> bool:
    """Whether every further sentence speaks to the reader, and none says who said so."""
    folded = fold(text)
    if tables()["reported"].inside(folded, languages):
        return False
    sentences = [text[low:high] for low, high in pairwise(_sentence_bounds(text))]
    return all(_is_call(fold(sentence).strip(), languages) for sentence in sentences[1:])


def _sentence_bounds(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]


def end_of_first(text: str) -> int:
    """Where the first sentence ends."""
    return _sentence_bounds(text)[1]


def _is_call(sentence: str, languages: frozenset[str]) -> bool:
    if len(sentence.split()) <= MAX_ASIDE_WORDS and len(sentence) <= MAX_ASIDE_CHARACTERS:
        return True
    if any(tables()[name].start(sentence) is not None for name in ("newsletter_call", "share_start")):
        return True
    speaks = ("reader", "newsletter_ours", "newsletter_topic")
    return any(tables()[name].inside(sentence, languages) for name in speaks)


def rest_of(text: str, folded: str, table: str) -> tuple[str, bool, bool] | None:
    """What follows a phrase of a table at the start: the rest, whether a colon stood there, or a gap."""
    lead = SYMBOLS.match(folded)
    hit = tables()[table].start(folded, lead.end() if lead else 0)
    if hit is None:
        return None
    rest = text[hit.end :]
    colon = _COLON.match(rest)
    if colon and colon.group().strip():
        return rest[colon.end() :], True, False
    return rest.strip(), False, _WIDE.match(rest) is not None
