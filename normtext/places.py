"""One text of an article in the making, title or block, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from normtext.article import Mention, Sentence, Span, Verdict
from normtext.document import Piece
from normtext.edits import Change, OffsetMap, Step, apply, invert
from normtext.stages.names import FoundName
from normtext.stages.translation import Translation, split_sentences

ENGLISH = "en"
VERBATIM = frozenset({"code"})
"""Kinds of blocks that are never translated."""

_LETTER = regex.compile(r"\p{L}")


@dataclass(slots=True)
class EnglishText:
    """The English of one text, and what was done to the engine's output.

    Attributes:
        text: as it stands now.
        history: the changes to the engine's output.
        sentences: pairs of spans, in the source text and in ``text``.
        problems: for the sentences, by their number, that are not in English or doubtful: why.
    """

    text: str
    history: tuple[Step, ...] = ()
    sentences: tuple[tuple[Span, Span], ...] = ()
    problems: dict[int, str] = field(default_factory=dict)

    def changed(self, stage: str, changes: tuple[Change, ...]) -> None:
        """Make changes, and move the sentences along."""
        if not changes:
            return
        moved = OffsetMap(changes)
        self.text = apply(self.text, changes)
        self.history = (*self.history, Step(stage, changes))
        self.sentences = tuple(
            (source, (moved.forward(start), moved.forward(end, after=True)))
            for source, (start, end) in self.sentences
        )


@dataclass(slots=True)
class Place:
    """One text of the article, title or block, with all that is known of it."""

    where: str
    piece: Piece
    kind: str
    language: str = "und"
    english: EnglishText | None = None
    mentions: list[FoundName] = field(default_factory=list)
    arrivals: list[tuple[Span | None, Verdict]] = field(default_factory=list)
    suggestions: tuple[Change, ...] = ()

    def is_english(self) -> bool:
        """Tell whether there is nothing to translate."""
        return (
            self.language.partition("-")[0] == ENGLISH
            or self.kind in VERBATIM
            or _LETTER.search(self.piece.text) is None
        )

    def surfaces(self) -> list[str]:
        """How each mentioned name stood in the original."""
        back = [OffsetMap(invert(step.changes)) for step in reversed(self.piece.history)]
        found = []
        for mention in self.mentions:
            start, end = mention.start, mention.end
            for offsets in back:
                start, end = offsets.forward(start), offsets.forward(end, after=True)
            found.append(self.piece.original[start:end])
        return found


def english_of(place: Place) -> str | None:
    """The English, made or at hand; None where there is none."""
    if place.english is not None:
        return place.english.text
    return place.piece.text if place.is_english() else None


def sentences_of(place: Place) -> tuple[Sentence, ...]:
    """The sentences as pairs of spans."""
    if place.english is not None:
        problems = place.english.problems
        return tuple(
            Sentence(text=text, english=english, problem=problems.get(number))
            for number, (text, english) in enumerate(place.english.sentences)
        )
    if place.kind in VERBATIM:
        return ()
    spans = split_sentences(place.piece.text, place.language)
    english = place.is_english()
    return tuple(Sentence(text=span, english=span if english else None) for span in spans)


def problems_of(result: Translation) -> dict[int, str]:
    """Why sentences are not in English, or doubtful, by their number."""
    reasons = dict((*result.doubts, *result.kept_source))
    if not reasons:
        return {}
    return {number: reasons[span] for number, (_, span) in enumerate(result.sentences) if span in reasons}


def mention_of(place: Place, mention: FoundName, number: int, surface: str) -> Mention:
    """A mention as the article has it; it is the ``number``-th of its place."""
    span: Span | None = None
    verdict: Verdict = "not_translated"
    if number < len(place.arrivals):
        span, verdict = place.arrivals[number]
    elif place.is_english():
        span = (mention.start, mention.end)
    return Mention(
        where=place.where,
        start=mention.start,
        end=mention.end,
        english_start=span[0] if span else None,
        english_end=span[1] if span else None,
        surface=surface,
        verdict=verdict,
    )
