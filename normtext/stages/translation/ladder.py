"""Did the names arrive? Where one did not, climb: placeholders, alignment, pieces, the source itself.

Each rung takes only the sentences that the one before could not bring home, all of them in one
batch. The engine is a function from sentences to sentences; nothing here knows which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import regex

from normtext.article import Verdict
from normtext.edits import Change, apply, compose
from normtext.stages.translation.guard import fault
from normtext.stages.translation.quotes import quote_changes

Translate = Callable[[Sequence[str]], list[str]]

PLACEHOLDERS = ("X{n}", "Z{n}", "[X{n}]", "N{n}")
"""Stand-ins for a name, tried in this order; see docs/models.md for what which model keeps."""
ALIGNED = 0.55
"""Similarity from which a strange word of the English is taken for the name that is missing."""


@dataclass(frozen=True, slots=True)
class SentenceName:
    """A name in a source sentence: where, and how it is to read in English."""

    start: int
    end: int
    english: str


@dataclass(slots=True)
class Job:
    """One sentence on its way. ``english`` is the engine's output until ``changes`` are applied."""

    source: str
    names: tuple[SentenceName, ...]
    english: str = ""
    verdict: Verdict = "kept"
    changes: tuple[Change, ...] = ()
    problem: str | None = None
    retried: bool = False
    _done: bool = field(default=False, repr=False)

    @property
    def result(self) -> str:
        """The English with its changes made."""
        return apply(self.english, self.changes)

    def settle(self, english: str, verdict: Verdict, changes: tuple[Change, ...] = ()) -> None:
        """Take this for the sentence's English."""
        self.english, self.verdict, self.changes, self._done = english, verdict, changes, True


def bring_home(jobs: Sequence[Job], translate: Translate, *, protect: bool = True) -> None:
    """Fill in the English of every job."""
    for job, english in zip(jobs, translate([job.source for job in jobs]), strict=True):
        job.english = english
        job.problem = fault(job.source, english)
        if not job.problem and (not protect or arrived(job.names, english)):
            job.settle(english, "kept")
    if protect:
        for rung in (_with_placeholders, _aligned, _in_pieces):
            waiting = [job for job in jobs if not job._done]
            if waiting:
                rung(waiting, translate)
    for job in jobs:
        if not job._done:
            job.problem = job.problem or "a name did not come through"
            job.settle(job.source, "source_kept")
        else:
            job.changes = compose(job.english, job.changes, quote_changes(job.source, job.result))


def arrived(names: Sequence[SentenceName], english: str) -> bool:
    """Tell whether every name stands in the English as often as in the source."""
    return not missing(names, english)


def missing(names: Sequence[SentenceName], english: str) -> list[SentenceName]:
    """The names that the English lacks, the longest counted first so that none counts for another."""
    needed = Counter(name.english for name in names)
    lacking: Counter[str] = Counter()
    rest = english
    for form in sorted(needed, key=lambda form: (-len(form), form)):
        pattern = name_pattern(form)
        found = len(pattern.findall(rest))
        rest = pattern.sub("\N{REPLACEMENT CHARACTER}", rest)
        lacking[form] = max(0, needed[form] - found)
    gone = []
    for name in reversed(names):
        if lacking[name.english] > 0:
            lacking[name.english] -= 1
            gone.append(name)
    return gone[::-1]


def name_pattern(form: str) -> regex.Pattern[str]:
    """The name as a whole word; "GPT-4" does not stand in "GPT-4.1"."""
    tail = r"(?![.,]?\d)" if form[-1:].isdigit() else ""
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(form)}(?![\p{{L}}\p{{N}}]){tail}")


def _with_placeholders(jobs: Sequence[Job], translate: Translate) -> None:
    """Put stand-ins where the names are, translate, and put the names back."""
    for style in PLACEHOLDERS:
        waiting = [job for job in jobs if job.names and not job._done and style.format(n=1) not in job.source]
        if not waiting:
            continue
        outputs = translate([_masked(job, style) for job in waiting])
        for job, output in zip(waiting, outputs, strict=True):
            job.retried = True
            english = _unmasked(job, output, style)
            if english is not None and arrived(job.names, english) and not fault(job.source, english):
                job.settle(english, "restored_by_placeholder")


def _masked(job: Job, style: str) -> str:
    parts: list[str] = []
    at = 0
    for number, name in enumerate(job.names, 1):
        parts += (job.source[at : name.start], style.format(n=number))
        at = name.end
    return "".join(parts) + job.source[at:]


def _unmasked(job: Job, output: str, style: str) -> str | None:
    """The output with every stand-in replaced, or None where one is lost, doubled or mangled."""
    for number in range(len(job.names), 0, -1):
        mark = style.format(n=number)
        pattern = regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(mark)}(?![\p{{L}}\p{{N}}])")
        if len(pattern.findall(output)) != 1:
            return None
        output = pattern.sub(f"\x00{number}\x00", output)
    unmasked: str = regex.sub(r"\x00(\d+)\x00", lambda m: job.names[int(m[1]) - 1].english, output)
    return unmasked


_WORDS = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.\-]*(?<![.'’\-])")


def _aligned(jobs: Sequence[Job], translate: Translate) -> None:
    """Find in the bare output what has become of the name, and put the name there, on record."""
    for job in jobs:
        if job.problem or not job.names:
            continue
        changes = _replacements(job)
        if changes and arrived(job.names, apply(job.english, changes)):
            job.settle(job.english, "restored_by_alignment", changes)


def _replacements(job: Job) -> tuple[Change, ...]:
    taken: list[Change] = []
    for name in missing(job.names, job.english):
        found = _damaged(job, name, taken)
        if found is None:
            return ()
        taken.append(found)
    return tuple(sorted(taken, key=lambda change: change.start))


def _damaged(job: Job, name: SentenceName, taken: Sequence[Change]) -> Change | None:
    """The stretch of the English that is most like the name, and like no other name there."""
    from rapidfuzz.distance import OSA

    words = list(_WORDS.finditer(job.english))
    size = len(_WORDS.findall(name.english))
    blocked = [m.span() for other in job.names for m in name_pattern(other.english).finditer(job.english)]
    blocked += [(change.start, change.end) for change in taken]
    best: tuple[float, int, int] | None = None
    for width in range(1, size + 2):
        for first in range(len(words) - width + 1):
            start, end = words[first].start(), words[first + width - 1].end()
            if any(low < end and start < high for low, high in blocked):
                continue
            surface = job.english[start:end]
            if surface[0].islower() and not name.english[0].islower():
                continue
            likeness = OSA.normalized_similarity(surface.casefold(), name.english.casefold())
            if best is None or likeness > best[0]:
                best = (likeness, start, end)
    if best is None or best[0] < ALIGNED:
        return None
    likeness, start, end = best
    before = job.english[start:end]
    reason = f"{name.english!r} stands in the source sentence and {before!r} in its place in the English"
    return Change(start, end, before, name.english, "name_restored_by_alignment", round(likeness, 2), reason)


_HAS_LETTER = regex.compile(r"\p{L}")


def _in_pieces(jobs: Sequence[Job], translate: Translate) -> None:
    """Translate what stands between the names, and set the names between the translations."""
    parted = [(job, _pieces(job)) for job in jobs if job.names and not job.problem]
    wanted = [piece for _, pieces in parted for piece in pieces if _HAS_LETTER.search(piece)]
    done = iter(translate(wanted)) if wanted else iter(())
    for job, pieces in parted:
        outputs = [next(done) if _HAS_LETTER.search(piece) else piece for piece in pieces]
        english = _joined(job, pieces, outputs)
        broken = any(fault(piece, output) for piece, output in zip(pieces, outputs, strict=True))
        job.retried = True
        if not broken and arrived(job.names, english):
            job.settle(english, "restored_in_pieces")


def _pieces(job: Job) -> list[str]:
    """The stretches before, between and after the names."""
    edges = [0, *(edge for name in job.names for edge in (name.start, name.end)), len(job.source)]
    return [job.source[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _joined(job: Job, pieces: Sequence[str], outputs: Sequence[str]) -> str:
    parts: list[str] = []
    for number, (piece, output) in enumerate(zip(pieces, outputs, strict=True)):
        fitted = _fitted(piece, output, first=number == 0, last=number == len(pieces) - 1)
        if fitted:
            parts.append(fitted)
        if number < len(job.names):
            parts.append(job.names[number].english)
    english = " ".join(parts)
    english = regex.sub(r"\s+([,.;:!?)\]’”»])", r"\1", english)
    joined: str = regex.sub(r"([(\[‘“«])\s+", r"\1", english)
    return joined


def _fitted(piece: str, output: str, *, first: bool, last: bool) -> str:
    """Undo what an engine does to a fragment that it takes for a sentence."""
    output = output.strip()
    if not last and output.endswith(".") and not piece.endswith("."):
        output = output[:-1]
    if not first and piece[:1].islower() and output[1:2].islower():
        output = output[:1].lower() + output[1:]
    return output
