"""A sentence translated part by part: between its terms, or clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from normtext.stages.translation.terms import Term

MIN_PART = 20
"""Characters of a part: a shorter one has too little for a model to go by."""

_HAS_LETTER = regex.compile(r"\p{L}")
_SPACE_BEFORE = regex.compile(r"\s+([,.;:!?)\]’”»])")
_SPACE_AFTER = regex.compile(r"([(\[‘“«])\s+")
_CLAUSE = regex.compile(r"[;:]\s|\s[\N{EN DASH}\N{EM DASH}]\s|,\s|[，；：、]")


def is_wordy(piece: str) -> bool:
    """Tell whether there is anything to translate."""
    return _HAS_LETTER.search(piece) is not None


def between(source: str, terms: Sequence[Term]) -> list[str]:
    """The stretches before, between and after the terms: one more than there are terms."""
    edges = [0, *(edge for term in terms for edge in (term.start, term.end)), len(source)]
    return [source[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]


def put_together(pieces: Sequence[str], outputs: Sequence[str], terms: Sequence[Term]) -> str:
    """The translations of the pieces with the terms between them."""
    parts: list[str] = []
    for number, (piece, output) in enumerate(zip(pieces, outputs, strict=True)):
        fitted = fitted_in(piece, output, first=number == 0, last=number == len(pieces) - 1)
        if fitted:
            parts.append(fitted)
        if number < len(terms):
            parts.append(terms[number].english)
    english = _SPACE_BEFORE.sub(r"\1", " ".join(parts))
    joined: str = _SPACE_AFTER.sub(r"\1", english)
    return joined


def fitted_in(piece: str, output: str, *, first: bool, last: bool) -> str:
    """Undo what an engine does to a fragment that it takes for a sentence."""
    output = output.strip()
    if not last and output.endswith(".") and not piece.endswith("."):
        output = output[:-1]
    if not first and piece[:1].islower() and output[1:2].islower():
        output = output[:1].lower() + output[1:]
    return output


def halves(source: str, terms: Sequence[Term]) -> list[str]:
    """Cut a sentence behind the clause that ends nearest its middle; one part where that cannot be."""
    ends = _clause_ends(source, terms)
    return _cut(source, [min(ends, key=lambda end: abs(end - len(source) / 2))] if ends else [])


def clauses(source: str, terms: Sequence[Term]) -> list[str]:
    """Cut a sentence behind every clause of some length."""
    cuts: list[int] = []
    for end in _clause_ends(source, terms):
        if end - (cuts[-1] if cuts else 0) >= MIN_PART:
            cuts.append(end)
    return _cut(source, cuts)


def _clause_ends(source: str, terms: Sequence[Term]) -> list[int]:
    return [
        match.end()
        for match in _CLAUSE.finditer(source, MIN_PART, max(MIN_PART, len(source) - MIN_PART))
        if not any(term.start < match.end() < term.end for term in terms)
    ]


def _cut(source: str, cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(source)]
    return [source[start:end].strip() for start, end in pairwise(edges)]


def in_a_row(parts: Sequence[str], outputs: Sequence[str]) -> str:
    """The translations of the parts of a sentence, as one sentence."""
    last = len(parts) - 1
    fitted = [
        fitted_in(part, output, first=number == 0, last=number == last)
        for number, (part, output) in enumerate(zip(parts, outputs, strict=True))
    ]
    return " ".join(filter(None, fitted))
