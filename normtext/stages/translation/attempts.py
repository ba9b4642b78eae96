"""One sentence on its way, and all that was tried with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from normtext.article import Verdict
from normtext.edits import Change, apply
from normtext.stages.translation.arrival import missing
from normtext.stages.translation.guard import Fault, faults
from normtext.stages.translation.plain import Plain, unchanged
from normtext.stages.translation.terms import Term

_CONTROLS = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a sentence: an output, the changes to make in it, and how it was judged."""

    english: str
    changes: tuple[Change, ...]
    verdicts: tuple[Verdict, ...]
    missing: tuple[int, ...]
    faults: tuple[Fault, ...]

    @property
    def is_home(self) -> bool:
        """Nothing is missing, nothing is wrong."""
        return not self.missing and not self.faults

    @property
    def is_lost(self) -> bool:
        """The source is better."""
        return bool(self.missing) or any(fault.fatal for fault in self.faults)

    @property
    def badness(self) -> tuple[bool, bool, int]:
        """To compare attempts by, the best first."""
        return any(fault.fatal for fault in self.faults), bool(self.missing), len(self.faults)


@dataclass(slots=True)
class Job:
    """One sentence on its way.

    Attributes:
        source: the sentence.
        terms: what has to come through.
        unknown: words of it that look like names, and that no list knows.
        language: BCP 47 tag of the sentence.
        plain: the sentence as the engine gets to see it.
        attempts: all tries so far, the bare output first.
        retried: it went to the engine more than once.
        settled: the attempt that it ends with.
    """

    source: str
    terms: tuple[Term, ...]
    unknown: tuple[str, ...] = ()
    language: str = "und"
    plain: Plain = field(init=False)
    attempts: list[Attempt] = field(default_factory=list)
    retried: bool = False
    settled: Attempt | None = None

    def __post_init__(self) -> None:
        self.plain = unchanged(self.source, self.terms)

    @property
    def bare(self) -> Attempt:
        """What the engine made of the sentence the first time."""
        return self.attempts[0]

    @property
    def best(self) -> Attempt:
        """The best attempt so far; of equal ones the first."""
        return min(self.attempts, key=lambda attempt: attempt.badness)

    def tried(
        self,
        english: str,
        verdicts: Sequence[Verdict],
        changes: tuple[Change, ...] = (),
        doubts: tuple[Fault, ...] = (),
    ) -> None:
        """Judge an attempt and take it down; ``doubts`` are those that it brings along."""
        if not changes:
            english = _CONTROLS.sub(" ", english)
        result = apply(english, changes)
        gone = tuple(missing(self.terms, result)) if self.terms else ()
        wrong = (*doubts, *faults(self.source, result, self.terms, self.language))
        self.attempts.append(Attempt(english, changes, tuple(verdicts), gone, wrong))

    @property
    def result(self) -> Attempt:
        """What the sentence was settled with."""
        assert self.settled is not None
        return self.settled

    @property
    def is_kept(self) -> bool:
        """The sentence stays in the source language."""
        return self.result.is_lost

    @property
    def problem(self) -> str:
        """What is wrong with the result; "" where nothing is."""
        told = [fault.message for fault in self.result.faults]
        names = dict.fromkeys(repr(self.terms[place].english) for place in self.result.missing)
        if names:
            told.append(f"{', '.join(names)} did not come through")
        return "; ".join(told)
