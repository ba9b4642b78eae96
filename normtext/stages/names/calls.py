"""Which places of a text call for which forms of the gazetteer.

Nearly all words of a text have nothing to do with any name, and nearly all others stand where no other
piece of the same name does. This pass finds the rest; what it costs does not depend on how many names
there are, but for the few words that many of them share.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from normtext.gazetteer.index import Index, WordCalls
from normtext.gazetteer.vocabulary import CONNECTORS, PAIR, SAME, Relation
from normtext.stages.names.context import Sought, TextContext

REACH = 5  # tokens from one piece of a pair to the other, small words between counted
STRONG = 0.8  # of a relation that may stand beside another that is not the same
NEARBY = 8  # tokens on either side in which the other pieces of a form are looked for
MISSING = 5  # pieces for which one may be missing

# A letter that is no longer there, or something that stands for it, within a word: "Schr'der".
# Not the apostrophe of "it's", "don't", "we're".
_PARTED = re.compile("['’\\-.?\N{REPLACEMENT CHARACTER}](?=[^\\W\\d_])(?!(?:s|t|re|ve|ll|d|m)\\b)")


class Call(NamedTuple):
    """A form that something in the text calls for.

    Attributes:
        pattern: its number in the index.
        first, last: the tokens in which pieces of it were found.
        anchors: the offset and the relation of each.
        is_whole: it is nearly the whole word.
    """

    pattern: int
    first: int
    last: int
    anchors: tuple[tuple[int, Relation], ...]
    is_whole: bool = False


def calls(text: TextContext, index: Index, sought: Sought | None) -> Iterator[Call]:
    """All forms that two related pieces, or the only one, call for.

    A word lost, or in lower case, or nothing but translations are forgiven where the name is sought;
    None seeks all names.
    """
    words = text.tokens.texts
    for word in set(words).difference(index.calls):
        index.look_up(word)
    places = [(n, found) for n, found in enumerate(map(index.calls.get, words)) if found]
    for number, found in places:
        start = text.tokens.starts[number]
        for pattern, relation in found.singles:
            if relation.kind != PAIR or _is_sought(index, pattern, sought):
                yield Call(pattern, number, number, ((start, relation),))
        for pattern, relation in found.wholes:
            yield Call(pattern, number, number, ((start, relation),), True)
    if index.vocabulary.has_lost_letters:
        places = yield from _parted(text, index, places)
    seen: set[tuple[int, int]] = set()
    for pair in _pairs(text, places, sought):
        yield from _called(text, index, places, pair, seen, sought)


def _is_sought(index: Index, pattern: int, sought: Sought | None) -> bool:
    return sought is None or index.patterns[pattern].key.entry.name in sought.names


Place = tuple[int, WordCalls]
"""The number of a token, and what it calls for."""


def _parted(text: TextContext, index: Index, places: list[Place]) -> Generator[Call, None, list[Place]]:
    """Words that a sign parts where a letter has been lost; what they call for is put in their place."""
    joined: dict[int, WordCalls] = {}
    ends = text.tokens.ends
    for match in _PARTED.finditer(text.text):
        number = bisect_left(ends, match.start())
        if number + 1 >= len(ends) or ends[number] != match.start():
            continue
        start = text.tokens.starts[number]
        lost = tuple(index.vocabulary.lost(text.text[start : ends[number + 1]]))
        for relation in lost:
            for pattern in index.of_one(relation.word):
                yield Call(pattern, number, number + 1, ((start, relation),))
        if lost:
            joined[number] = index.marked(not text.text[start].islower(), ((0, lost),))
    if not joined:
        return places
    kept = [place for place in places if place[0] not in joined and place[0] - 1 not in joined]
    return sorted((*kept, *joined.items()), key=lambda place: place[0])


def _pairs(text: TextContext, places: Sequence[Place], sought: Sought | None) -> Iterator[tuple[int, int]]:
    """Two places near each other that some name has pieces for, one of them capitalised; or one place.

    A word in lower case comes into it only where a name that is sought has a piece for it.
    """
    covered = text.covered
    near = [
        (i, number, found)
        for i, (number, found) in enumerate(places)
        if found.capital or sought is None or not found.words.isdisjoint(sought.words)
    ]
    for at, (i, number, found) in enumerate(near):
        if not found.capital:
            continue
        if len(found.marks) > 1 and number not in covered:
            yield i, i
        partners = found.partners
        for j, place, other in near[at + 1 : at + 1 + REACH]:
            if place - number > REACH:
                break
            if not partners.isdisjoint(other.words) and (
                number not in covered or covered[number] != covered.get(place)
            ):
                yield i, j
        for j, place, other in reversed(near[max(0, at - REACH) : at]):
            if number - place > REACH or other.capital:
                break
            if not partners.isdisjoint(other.words):
                yield j, i


def _called(
    text: TextContext,
    index: Index,
    places: Sequence[Place],
    pair: tuple[int, int],
    seen: set[tuple[int, int]],
    sought: Sought | None,
) -> Iterator[Call]:
    """The patterns that have a piece for each of two words, if most of their other pieces are near.

    Each once from the same word on: ``seen`` holds the patterns with that word.
    """
    (first, one), (last, other) = places[pair[0]], places[pair[1]]
    capitals = one.capital and other.capital
    is_parted = not CONNECTORS.issuperset(text.tokens.folded[first + 1 : last])
    nearby: frozenset[int] | None = None
    for m, (offset, relations) in enumerate(one.marks):
        for offset_b, relations_b in other.marks[m + 1 :] if first == last else other.marks:
            for a, b, pattern in _shared(index, relations, relations_b):
                if (pattern, first) in seen:
                    continue
                seen.add((pattern, first))
                words = index.patterns[pattern].words
                if is_parted and len(words) == 2:
                    continue  # two words that stand apart are not of one name
                is_plain = capitals and (a.kind != PAIR or b.kind != PAIR)
                if not is_plain and not _is_sought(index, pattern, sought):
                    continue
                nearby = nearby or _nearby(places, *pair)
                lacking = sum(word not in nearby for word in words)
                if lacking <= (1 if len(words) <= MISSING else 2) and (
                    not lacking or _is_sought(index, pattern, sought)
                ):
                    starts = text.tokens.starts[first] + offset, text.tokens.starts[last] + offset_b
                    yield Call(pattern, first, last, ((starts[0], a), (starts[1], b)))


def _shared(
    index: Index, one: Sequence[Relation], other: Sequence[Relation]
) -> Iterator[tuple[Relation, Relation, int]]:
    """The patterns that have a piece for each of two pieces of the text."""
    for a in one:
        for b in other:
            if SAME not in (a.kind, b.kind) and min(a.strength, b.strength) < STRONG:
                break
            for pattern in index.with_pair(a.word, b.word):
                yield a, b, pattern


def _nearby(places: Sequence[Place], i: int, j: int) -> frozenset[int]:
    """The pieces of names to which anything around is related."""
    low, high = places[i][0] - NEARBY, places[j][0] + NEARBY
    while i and places[i - 1][0] >= low:
        i -= 1
    while j + 1 < len(places) and places[j + 1][0] <= high:
        j += 1
    return frozenset(
        relation.word
        for _, found in places[i : j + 1]
        for _, relations in found.marks
        for relation in relations
    )
