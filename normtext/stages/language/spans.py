"""Stretches of one text that are in another language: quotes, and halves of mixed paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from normtext.stages.language.opinion import ANY, Choice, guess
from normtext.stages.language.tags import UND

MIN_LETTERS = 16
"""Letters from which a stretch may differ from the one before it."""
SURE = 0.8
"""Confidence from which it does."""
_END = regex.compile(
    r"""(?:(?<=[.!?…][»”“"'’)]?)\s++|(?<=[。！？])|\n++|\s++(?=[«“„「])|(?<=[»”」])\s*+|[:;]\s++)"""
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

    Sentences and quotes are the pieces. Those too short or unsure are of the text's main language where
    a neighbour is, else of the one before.
    """
    pieces: list[LanguageSpan] = []
    weights: dict[str, int] = {}
    for start, end in _pieces(text):
        told = guess(text[start:end], choice)
        sure = bool(told.shares) and told.confidence >= SURE and told.letters >= MIN_LETTERS
        tag = told.shares[0][0] if sure else UND
        pieces.append(LanguageSpan(start, end, tag, told.confidence if sure else 0.0, told.letters))
        if sure:
            weights[tag] = weights.get(tag, 0) + told.letters
    main = max(weights, key=weights.__getitem__, default=UND)
    spans: list[LanguageSpan] = []
    for piece, near in zip(pieces, _neighbours(pieces, main), strict=True):
        known = piece._replace(tag=main) if piece.tag == UND and main in near else piece
        if spans and (known.tag == spans[-1].tag or UND in (known.tag, spans[-1].tag)):
            spans[-1] = _joined(spans[-1], known)
        else:
            spans.append(known)
    return tuple(spans)


def _neighbours(pieces: Sequence[LanguageSpan], main: str) -> list[tuple[str, str]]:
    """For each piece the languages of the nearest known ones before and after."""
    before = after = main  # a text begins and ends in its own language
    left, right = [], []
    for first, last in zip(pieces, reversed(pieces), strict=True):
        left.append(before)
        right.append(after)
        before = first.tag if first.tag != UND else before
        after = last.tag if last.tag != UND else after
    return list(zip(left, reversed(right), strict=True))


def _joined(first: LanguageSpan, second: LanguageSpan) -> LanguageSpan:
    tag = second.tag if first.tag == UND else first.tag
    sure = max(first.confidence, second.confidence)
    return LanguageSpan(first.start, second.end, tag, sure, first.letters + second.letters)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        if end.end() > start:
            yield start, end.end()
            start = end.end()
    if start < len(text):
        yield start, len(text)
