"""All sentences of an article through an engine, and back into texts with every name accounted for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from normtext.article import Span, Verdict
from normtext.edits import Change, apply
from normtext.stages.translation.ladder import Job, SentenceName, Translate, bring_home, name_pattern
from normtext.stages.translation.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name to keep: where it stands in the source text, and how it is to read in English."""

    start: int
    end: int
    english: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text to translate, with the names in it, in order and without overlaps."""

    text: str
    language: str
    names: tuple[NameSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """What became of one text.

    Attributes:
        english: the English, with ``changes`` made.
        changes: made to the engine's output, in offsets of that.
        sentences: pairs of spans, source and English.
        names: for each name of the source text its span in the English, or None, and the verdict.
        kept_source: for each sentence that stays in the source language: its span in the English, and why.
        retried: sentences that went to the engine more than once.
    """

    english: str
    changes: tuple[Change, ...]
    sentences: tuple[tuple[Span, Span], ...]
    names: tuple[tuple[Span | None, Verdict], ...]
    kept_source: tuple[tuple[Span, str], ...]
    retried: int


def translate_texts(
    texts: Sequence[SourceText], translate: Translate, *, protect: bool = True
) -> tuple[Translation, ...]:
    """Translate texts of one language; all their sentences go to the engine together.

    Args:
        texts: what to translate.
        translate: the engine, from sentences to sentences; its errors pass through.
        protect: verify the names, and climb the ladder where one did not arrive.
    """
    spans = [split_sentences(text.text, text.language) for text in texts]
    jobs = [_jobs(text, cut) for text, cut in zip(texts, spans, strict=True)]
    bring_home([job for some in jobs for job in some], translate, protect=protect)
    return tuple(_assembled(t, cut, some) for t, cut, some in zip(texts, spans, jobs, strict=True))


def _jobs(text: SourceText, spans: Sequence[Span]) -> list[Job]:
    starts = [name.start for name in text.names]
    jobs = []
    for start, end in spans:
        inside = text.names[bisect_left(starts, start) : bisect_left(starts, end)]
        names = tuple(
            SentenceName(name.start - start, name.end - start, name.english)
            for name in inside
            if name.end <= end
        )
        jobs.append(Job(text.text[start:end], names))
    return jobs


def _assembled(text: SourceText, spans: Sequence[Span], jobs: Sequence[Job]) -> Translation:
    output, changes, pairs, kept = "", [], [], []
    grown = 0
    for number, (span, job) in enumerate(zip(spans, jobs, strict=True)):
        gap = text.text[spans[number - 1][1] : span[0]] if number else ""
        output += gap or (" " if number else "")
        changes += [change.shifted(len(output)) for change in job.changes]
        start = len(output) + grown
        output += job.english
        grown += len(job.result) - len(job.english)
        pairs.append((span, (start, start + len(job.result))))
        if job.verdict == "source_kept":
            kept.append((pairs[-1][1], job.problem or ""))
    english = apply(output, changes)
    names = _located(text, english, pairs, jobs)
    return Translation(
        english, tuple(changes), tuple(pairs), names, tuple(kept), sum(job.retried for job in jobs)
    )


def _located(
    text: SourceText, english: str, pairs: Sequence[tuple[Span, Span]], jobs: Sequence[Job]
) -> tuple[tuple[Span | None, Verdict], ...]:
    """Where each name stands in the English: its nth mention in a sentence is the nth there."""
    located: list[tuple[Span | None, Verdict]] = []
    starts = [source[0] for (source, _) in pairs]
    seen: Counter[tuple[int, str]] = Counter()
    for name in text.names:
        number = bisect_right(starts, name.start) - 1
        if number < 0 or name.end > pairs[number][0][1]:
            located.append((None, "not_translated"))
            continue
        there, job = pairs[number][1], jobs[number]
        surface = text.text[name.start : name.end] if job.verdict == "source_kept" else name.english
        found = [m.span() for m in name_pattern(surface).finditer(english, there[0], there[1])]
        earlier = seen[number, surface]
        seen[number, surface] += 1
        located.append((found[earlier] if earlier < len(found) else None, job.verdict))
    return tuple(located)
