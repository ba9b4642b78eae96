"""Which places of a text call for which forms of the gazetteer.

Nearly all words of a text have nothing to do with any name, and nearly all others stand where no other
piece of the same name does. This pass finds the rest; what it costs does not depend on how many names
there are, but for the few words that many of them share.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from normtext.gazetteer.index import Index
from normtext.gazetteer.vocabulary import SAME, Relation
from normtext.stages.names.context import TextContext

REACH = 5  # tokens from one piece of a pair to the other, small words between counted
STRONG = 0.8  # of a relation that may stand beside another that is not the same
NEARBY = 8  # tokens on either side in which the other pieces of a form are looked for
MISSING = 5  # pieces for which one may be missing

# A letter that is no longer there, or something that stands for it, within a word: "Schr'der".
# Not the apostrophe of "it's", "don't", "we're".
_PARTED = re.compile(
    "(?<=[^\\W\\d_])['’\\-.?\N{REPLACEMENT CHARACTER}](?=[^\\W\\d_])(?!(?:s|t|re|ve|ll|d|m)\\b)"
)


class Mark(NamedTuple):
    """A piece of the text that is related to pieces of names.

    Attributes:
        token: number of its token.
        start: its offset.
        capital: it begins with a capital or a digit.
        relations: what it may stand for.
    """

    token: int
    start: int
    capital: bool
    relations: tuple[Relation, ...]


class Call(NamedTuple):
    """A pattern, and where pieces of it were found: ``(offset, relation)``; whole ones fill a word."""

    pattern: int
    first: int
    last: int
    anchors: tuple[tuple[int, Relation], ...]
    is_whole: bool = False


def calls(text: TextContext, index: Index) -> Iterator[Call]:
    """All forms that two related pieces, or the only one, call for."""
    marks: list[Mark] = []
    look_up = index.calls.get
    for number, token in enumerate(text.tokens):
        found = look_up(token.text)
        if found is None:
            found = index.look_up(token.text)
        if found:
            for pattern, relation in found.singles:
                yield Call(pattern, number, number, ((token.start, relation),))
            for pattern, relation in found.wholes:
                yield Call(pattern, number, number, ((token.start, relation),), True)
            for offset, capital, relations in found.marks:
                marks.append(Mark(number, token.start + offset, capital, relations))
    if index.vocabulary.has_lost_letters:
        yield from _parted(text, index, marks)
    yield from _pairs(text, index, marks)


def _parted(text: TextContext, index: Index, marks: list[Mark]) -> Iterator[Call]:
    """Words that a sign parts where a letter has been lost; their marks are put in their places."""
    joined: dict[int, Mark] = {}
    for match in _PARTED.finditer(text.text):
        number = bisect_right(text.tokens, (match.start(),)) - 1
        one, other = text.tokens[number], text.tokens[number + 1]
        lost = tuple(index.vocabulary.lost(text.text[one.start : other.end]))
        for relation in lost:
            for pattern in index.of_one(relation.word):
                yield Call(pattern, number, number + 1, ((one.start, relation),))
        if lost:
            joined[number] = Mark(number, one.start, one.text[0].isupper(), lost)
    if joined:
        kept = [m for m in marks if m.token not in joined and m.token - 1 not in joined]
        marks[:] = sorted((*kept, *joined.values()))


def _pairs(text: TextContext, index: Index, marks: Sequence[Mark]) -> Iterator[Call]:
    covered = text.covered
    seen: set[tuple[int, int]] = set()
    for i, one in enumerate(marks):
        for j in range(i + 1, len(marks)):
            other = marks[j]
            if other.token - one.token > REACH:
                break
            if not (one.capital or other.capital):
                continue
            span = covered.get(one.token)
            if span is not None and span == covered.get(other.token):
                continue
            nearby: frozenset[int] | None = None
            for a, b, pattern in _shared(index, one, other):
                if (pattern, i) in seen:
                    continue
                seen.add((pattern, i))
                if nearby is None:
                    nearby = _nearby(marks, i, j)
                words = index.patterns[pattern].words
                lacking = sum(word not in nearby for word in words)
                if lacking <= (1 if len(words) <= MISSING else 2):
                    yield Call(pattern, one.token, other.token, ((one.start, a), (other.start, b)))


def _shared(index: Index, one: Mark, other: Mark) -> Iterator[tuple[Relation, Relation, int]]:
    """The patterns that have a piece for each of two marks."""
    for a in one.relations:
        for b in other.relations:
            if SAME not in (a.kind, b.kind) and min(a.strength, b.strength) < STRONG:
                break
            for pattern in index.with_pair(a.word, b.word):
                yield a, b, pattern


def _nearby(marks: Sequence[Mark], i: int, j: int) -> frozenset[int]:
    """The pieces of names to which anything around is related."""
    low, high = marks[i].token - NEARBY, marks[j].token + NEARBY
    while i and marks[i - 1].token >= low:
        i -= 1
    while j + 1 < len(marks) and marks[j + 1].token <= high:
        j += 1
    return frozenset(relation.word for mark in marks[i : j + 1] for relation in mark.relations)
