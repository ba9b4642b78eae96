"""What has become of a name that did not arrive: the stretch of the English that stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from normtext.edits import Change
from normtext.stages.translation.arrival import missing, term_pattern
from normtext.stages.translation.terms import Term
from normtext.words import is_ordinary

RULE = "name_restored_by_alignment"

SURE = 0.75
"""Similarity from which a stretch that is no common word is beyond doubt the damaged name."""
ALIGNED = 0.55
"""Similarity from which it is taken for the name where stand-ins have failed."""

Target = Callable[[int, int], "tuple[int, int, float] | None"]
"""From a span of the source to the span of the output that an engine made of it, and how sure it is."""

Free = Callable[[int, int], bool]

_WORDS = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.\-]*(?<![.'’\-])")
_GENITIVE_S = frozenset("da de nb nl nn no sv".split())
POSSESSIVE = regex.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    likeness: float


def resembling(
    source: str, terms: Sequence[Term], english: str, at_least: float, language: str
) -> tuple[Change, ...]:
    """Put every missing term where the English has something that looks like it.

    Returns () where not every one of them has such a place.
    """
    return _replaced(
        source, terms, english, language, lambda term, free: _likest(term, english, free, at_least)
    )


def attended(
    source: str, terms: Sequence[Term], english: str, target: Target, language: str
) -> tuple[Change, ...]:
    """Put every missing term where the engine's attention says that it was translated to."""

    def place(term: Term, free: Free) -> _Stretch | None:
        found = target(term.start, term.end)
        if found is None or not free(*found[:2]):
            return None
        start, end, sure = found
        words = [
            match.span() for match in _WORDS.finditer(english) if match.start() < end and start < match.end()
        ]
        if not words or not free(words[0][0], words[-1][1]):
            return None
        return _Stretch(words[0][0], words[-1][1], sure)

    return _replaced(source, terms, english, language, place)


def _replaced(
    source: str,
    terms: Sequence[Term],
    english: str,
    language: str,
    place: Callable[[Term, Free], _Stretch | None],
) -> tuple[Change, ...]:
    taken = [m.span() for term in terms for m in term_pattern(term.english).finditer(english)]
    made: list[Change] = []
    for number in missing(terms, english):
        term = terms[number]
        found = place(term, lambda start, end: not any(low < end and start < high for low, high in taken))
        if found is None:
            return ()
        taken.append((found.start, found.end))
        made.append(_change(source, term, english, language, found))
    return tuple(sorted(made, key=lambda change: change.start))


def _change(source: str, term: Term, english: str, language: str, found: _Stretch) -> Change:
    before = english[found.start : found.end]
    possessive = POSSESSIVE.search(before)
    if possessive and not POSSESSIVE.search(term.english):
        before = before[: possessive.start()]
    after = term.english
    end = found.start + len(before)
    # What ends the name and is no letter may stand there already.
    if end == found.end and not after[-1].isalnum() and english[end : end + 1] == after[-1]:
        before += after[-1]
    # A genitive without an apostrophe, as German has it, that the engine took over as it stood.
    is_genitive = language.partition("-")[0] in _GENITIVE_S and source[term.end : term.end + 1] == "s"
    if is_genitive and before == f"{source[term.start : term.end]}s":
        after += "'s"
    reason = f"{term.english!r} stands in the source sentence and {before!r} in its place in the English"
    return Change(
        found.start, found.start + len(before), before, after, RULE, round(found.likeness, 2), reason
    )


def _likest(term: Term, english: str, free: Free, at_least: float) -> _Stretch | None:
    """The stretch of words that is most like the term."""
    from rapidfuzz.distance import OSA

    best: _Stretch | None = None
    for start, end in stretches(english, len(_WORDS.findall(term.english))):
        if not free(start, end):
            continue
        surface = POSSESSIVE.sub("", english[start:end])
        if surface[0].islower() and not term.english[0].islower():
            continue
        likeness = OSA.normalized_similarity(surface.casefold(), term.english.casefold())
        if likeness >= at_least and (best is None or likeness > best.likeness):
            best = _Stretch(start, end, likeness)
    if (
        best is not None
        and best.likeness < SURE + (1 - SURE) / 2
        and is_ordinary(english[best.start : best.end])
    ):
        return None
    return best


def stretches(english: str, size: int, *, widest: int = 0) -> Iterator[tuple[int, int]]:
    """Runs of words that may be what became of a name of ``size`` words, the short ones first."""
    words = [match.span() for match in _WORDS.finditer(english)]
    for width in range(1, (widest or size + 1) + 1):
        for first in range(len(words) - width + 1):
            yield words[first][0], words[first + width - 1][1]
