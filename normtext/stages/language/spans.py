"""Stretches of one text that are in another language: quotes, and halves of mixed paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from normtext.stages.language.opinion import ANY, Choice, guess

MIN_LETTERS = 16
"""Letters from which a stretch may differ from the one before it."""
SURE = 0.8
"""Confidence from which it does."""
_END = regex.compile(
    r"""(?:(?<=[.!?…][»”"'’)]?)\s++|(?<=[。！？])|\n++|\s*+(?=[«“„「])|(?<=[»”」])\s*+|[:;]\s++)"""
)


class LanguageSpan(NamedTuple):
    """A stretch ``[start, end)`` of a text, and what it is in ("und" where that is not known)."""

    start: int
    end: int
    tag: str
    confidence: float
    letters: int


def detect_spans(text: str, choice: Choice = ANY) -> tuple[LanguageSpan, ...]:
    """Cut a text where its language changes; the spans cover it whole.

    Sentences and quotes are the pieces; those too short or unsure go with the piece before.
    """
    spans: list[LanguageSpan] = []
    for start, end in _pieces(text):
        told = guess(text[start:end], choice)
        sure = bool(told.shares) and told.confidence >= SURE and told.letters >= MIN_LETTERS
        tag = told.shares[0][0] if sure else "und"
        piece = LanguageSpan(start, end, tag, told.confidence if sure else 0.0, told.letters)
        if spans and ("und" in (tag, spans[-1].tag) or tag == spans[-1].tag):
            spans[-1] = _joined(spans[-1], piece)
        else:
            spans.append(piece)
    return tuple(spans)


def _joined(first: LanguageSpan, second: LanguageSpan) -> LanguageSpan:
    known = first if first.tag != "und" else second
    letters = first.letters + second.letters
    return LanguageSpan(first.start, second.end, known.tag, known.confidence, letters)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        if end.end() > start:
            yield start, end.end()
            start = end.end()
    if start < len(text):
        yield start, len(text)
