"""Did everything arrive? Where it did not, climb: resemblance, stand-ins, alignment, pieces, other ways.

Each rung takes only the sentences that those before could not bring home, all of them in one batch,
and adds attempts. A sentence is home with an attempt in which every term stands and no check fails.
At the top the best attempt counts: one that lacks a term, or is no translation at all, loses to the
source itself. The engine is a function from sentences to sentences; nothing here knows which.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from normtext.article import Verdict
from normtext.edits import Change, apply, compose
from normtext.errors import NormtextError
from normtext.stages.translation.alignment import ALIGNED, SURE, Target, attended, resembling
from normtext.stages.translation.attempts import Attempt, Job
from normtext.stages.translation.guard import Fault, faults, loops
from normtext.stages.translation.marks import STYLES, Translate, fits, masked, unmasked
from normtext.stages.translation.numbers import misread, other_currency
from normtext.stages.translation.pieces import between, clauses, halves, in_a_row, is_wordy, put_together
from normtext.stages.translation.plain import Lacks, Vocabulary
from normtext.stages.translation.quotes import quote_changes
from normtext.stages.translation.terms import Term
from normtext.stages.translation.unknown import restored

LEFT_OF_LOOP = 0.5
"""Characters that have to be left beside a loop for each of the source, for the rest to be worth having."""
_CUT = "the engine repeated this without end"

_log = logging.getLogger(__name__)

Attention = Callable[[Sequence[str]], Sequence[tuple[str, Target]]]
"""The engine, telling what it looked at: each output, and which span of it came of a span of the source."""


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to translate with.

    Attributes:
        translate: the engine.
        others: other ways to translate, in the order to try them: another beam, another engine. Asked
            for only where they are needed.
        attention: the engine with its attention, where it has that to offer.
        styles: which stand-ins the model keeps, the best first; asked only where they are needed.
        lacks: what the model has no token for, where the engine can tell.
    """

    translate: Translate
    others: Callable[[], Iterable[Translate]] = tuple
    attention: Attention | None = None
    styles: Callable[[], Sequence[str]] = lambda: STYLES
    lacks: Lacks | None = None


def bring_home(jobs: Sequence[Job], means: Means, *, protect: bool = True) -> None:
    """Settle every job; equal ones are translated once.

    Args:
        jobs: the sentences.
        means: what to translate with.
        protect: off takes the engine's bare output, unseen.
    """
    unlike: dict[tuple[str, tuple[Term, ...]], list[Job]] = {}
    for job in jobs:
        unlike.setdefault((job.source, job.terms), []).append(job)
    firsts = [same[0] for same in unlike.values()]
    if protect:
        _first_pass(firsts, means)
        _climb(firsts, means)
    else:
        for job, english in zip(firsts, means.translate([job.source for job in firsts]), strict=True):
            job.attempts.append(Attempt(english, (), _all("kept", job), (), ()))
    for same in unlike.values():
        settled = _settled(same[0])
        for job in same:
            job.attempts, job.retried, job.settled = same[0].attempts, same[0].retried, settled


def _first_pass(jobs: Sequence[Job], means: Means) -> None:
    """Translate every sentence, in characters that the engine knows."""
    if means.lacks is not None:
        vocabulary = Vocabulary(means.lacks, means.styles, jobs[0].language if jobs else "und")
        for job in jobs:
            job.plain = vocabulary.plain(job.source, job.terms)
    wordy = []
    for job in jobs:
        pieces = between(job.source, job.terms)
        if any(map(is_wordy, pieces)):
            wordy.append(job)
        else:  # nothing but names: there is nothing to translate
            job.tried(put_together(pieces, pieces, job.terms) if job.terms else job.source, _all("kept", job))
    outputs = means.translate([job.plain.sent for job in wordy])
    for job, output in zip(wordy, outputs, strict=True):
        job.tried(job.plain.restored(output), _some("restored_by_placeholder", job.plain.replaced, job))


def _climb(jobs: Sequence[Job], means: Means) -> None:
    waiting = [job for job in jobs if not job.bare.is_home]
    for rung in RUNGS:
        if not waiting:
            return
        try:
            rung(waiting, means)
        except NormtextError as error:  # what there is already is not lost over a retry that fails
            _log.warning("%s: %s", rung.__name__.strip("_"), error)
        waiting = [job for job in waiting if not job.best.is_home]


def _settled(job: Job) -> Attempt:
    best = job.best
    if best.is_lost:
        return Attempt(job.source, (), _all("source_kept", job), best.missing, best.faults)
    changes = best.changes
    spelled = restored(job.source, job.unknown, job.terms, apply(best.english, changes), job.language)
    changes = compose(best.english, changes, spelled)
    changes = compose(best.english, changes, quote_changes(job.source, apply(best.english, changes)))
    return Attempt(best.english, changes, best.verdicts, (), best.faults)


def _all(verdict: Verdict, job: Job) -> tuple[Verdict, ...]:
    return (verdict,) * len(job.terms)


def _some(verdict: Verdict, which: Container[int], job: Job) -> tuple[Verdict, ...]:
    return tuple(verdict if place in which else "kept" for place in range(len(job.terms)))


def _lacking(jobs: Sequence[Job]) -> list[Job]:
    """The sentences that no attempt has brought over with all their terms."""
    return [job for job in jobs if job.terms and all(attempt.missing for attempt in job.attempts)]


def _resembling(jobs: Sequence[Job], _means: Means) -> None:
    """Mend what is beyond doubt the name, misspelt; this costs no translation."""
    for job in _lacking(jobs):
        _mend(job, job.bare, resembling(job.source, job.terms, job.bare.english, SURE, job.language))


def _mend(job: Job, attempt: Attempt, changes: tuple[Change, ...]) -> None:
    if changes:
        aligned = _some("restored_by_alignment", attempt.missing, job)
        verdicts = [new if new != "kept" else old for new, old in zip(aligned, attempt.verdicts, strict=True)]
        job.tried(attempt.english, verdicts, changes)


def _misread(jobs: Sequence[Job], _means: Means) -> None:
    """Put a number right that the engine misread; this costs no translation either."""
    for job in jobs:
        best = job.best
        if best.missing or not {fault.check for fault in best.faults} <= {"number", "unit"}:
            continue
        result = apply(best.english, best.changes)
        currency = other_currency(job.source, result)
        if currency is not None:
            at, sign = currency
            change = Change(
                at, at, "", sign, "currency_restored", 0.9, f"the source has {sign + '$'!r} there"
            )
            job.tried(best.english, best.verdicts, compose(best.english, best.changes, (change,)))
            continue
        found = misread(job.source, result, job.language)
        if found is not None:
            number, right = found
            reason = f"the source sentence has {right!r}, as digits go, where the English has {number.text!r}"
            change = Change(number.start, number.end, number.text, right, "number_restored", 0.9, reason)
            job.tried(best.english, best.verdicts, compose(best.english, best.changes, (change,)))


def _with_stand_ins(jobs: Sequence[Job], means: Means) -> None:
    """Put stand-ins where the terms are that got lost, then where all are, and the terms back in."""
    for whole in (False, True):
        for style in means.styles() if _lacking(jobs) else ():
            waiting = [job for job in _lacking(jobs) if fits(style, job.source)]
            waiting = [job for job in waiting if not whole or len(_unsafe(job)) < len(job.terms)]
            if waiting:
                _masked_attempts(waiting, means.translate, style, whole)


def _masked_attempts(jobs: Sequence[Job], translate: Translate, style: str, whole: bool) -> None:
    places = [range(len(job.terms)) if whole else _unsafe(job) for job in jobs]
    chosen = [[job.plain.terms[i] for i in which] for job, which in zip(jobs, places, strict=True)]
    outputs = translate([masked(job.plain.text, some, style) for job, some in zip(jobs, chosen, strict=True)])
    for job, some, which, output in zip(jobs, chosen, places, outputs, strict=True):
        job.retried = True
        english = unmasked(output, some, style)
        if english is not None:
            job.tried(english, _some("restored_by_placeholder", which, job))


def _unsafe(job: Job) -> list[int]:
    """Places of the terms that got lost, and of those that the engine cannot read."""
    return sorted(job.plain.replaced.union(job.bare.missing))


def _aligned(jobs: Sequence[Job], means: Means) -> None:
    """Put the name where the engine's attention says it went, or where something is most like it."""
    waiting = [job for job in _lacking(jobs) if not job.bare.faults]
    if means.attention is not None and waiting:
        for job, (english, target) in zip(
            waiting, means.attention([j.plain.sent for j in waiting]), strict=True
        ):
            if english == job.bare.english:
                _mend(
                    job,
                    job.bare,
                    attended(job.plain.sent, job.plain.sent_terms, english, target, job.language),
                )
    for job in _lacking(waiting):
        _mend(job, job.bare, resembling(job.source, job.terms, job.bare.english, ALIGNED, job.language))


def _in_pieces(jobs: Sequence[Job], means: Means) -> None:
    """Translate what stands between the terms, and set the terms between the translations."""
    waiting = _lacking(jobs)
    parted = [between(job.plain.text, job.plain.terms) for job in waiting]
    done = _translated([piece for pieces in parted for piece in pieces], means.translate)
    for job, pieces in zip(waiting, parted, strict=True):
        outputs = [done.get(piece, piece) for piece in pieces]
        job.retried = True
        if not any(fault.fatal for p, o in zip(pieces, outputs, strict=True) for fault in faults(p, o)):
            job.tried(put_together(pieces, outputs, job.terms), _all("restored_in_pieces", job))


def _otherwise(jobs: Sequence[Job], means: Means) -> None:
    """Another beam, another engine."""
    for translate in means.others():
        waiting = [job for job in jobs if not job.best.is_home]
        if not waiting:
            return
        try:
            outputs = translate([job.plain.sent for job in waiting])
        except NormtextError as error:
            _log.warning("another way to translate failed: %s", error)
            continue
        for job, english in zip(waiting, outputs, strict=True):
            job.retried = True
            job.tried(job.plain.restored(english), _some("restored_by_placeholder", job.plain.replaced, job))
            last = job.attempts[-1]
            if last.missing:
                _mend(job, last, resembling(job.source, job.terms, last.english, SURE, job.language))


def _in_clauses(jobs: Sequence[Job], means: Means) -> None:
    """Where a check failed, translate the sentence in two halves, then clause by clause."""
    for cut in (halves, clauses):
        waiting = [(job, cut(job.plain.sent, job.plain.sent_terms)) for job in jobs if not job.best.is_home]
        waiting = [(job, parts) for job, parts in waiting if len(parts) > 1]
        done = _translated([part for _, parts in waiting for part in parts], means.translate)
        for job, parts in waiting:
            job.retried = True
            outputs = [done.get(part, part) for part in parts]
            verdict: Verdict = "restored_in_pieces" if job.bare.missing else "kept"
            job.tried(job.plain.restored(in_a_row(parts, outputs)), _all(verdict, job))


def _uncoiled(jobs: Sequence[Job], _means: Means) -> None:
    """Cut a loop down to one turn, where that leaves a sentence; what the loop swallowed stays a doubt."""
    for job in jobs:
        best = job.best
        if best.missing or [fault.check for fault in best.faults if fault.fatal] != ["loop"]:
            continue
        result = apply(best.english, best.changes)
        cuts = tuple(
            Change(
                match.end("turn"),
                match.end(),
                result[match.end("turn") : match.end()],
                "",
                "loop_cut",
                0.5,
                _CUT,
            )
            for match in loops(result)
        )
        if cuts and len(apply(result, cuts)) >= LEFT_OF_LOOP * len(job.source):
            doubt = Fault("loop", "a loop was cut out of it, and something may be missing there")
            job.tried(best.english, best.verdicts, compose(best.english, best.changes, cuts), (doubt,))


def _translated(pieces: Sequence[str], translate: Translate) -> dict[str, str]:
    """The translations of those pieces that have words."""
    wanted = [piece for piece in dict.fromkeys(pieces) if is_wordy(piece)]
    return dict(zip(wanted, translate(wanted), strict=True)) if wanted else {}


RUNGS = (
    _resembling,
    _misread,
    _with_stand_ins,
    _aligned,
    _in_pieces,
    _misread,
    _otherwise,
    _in_clauses,
    _uncoiled,
)
"""In the order in which they are climbed; what costs a translation comes late."""
