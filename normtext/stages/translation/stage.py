"""All sentences of an article through an engine, and back into texts with every term accounted for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from normtext.article import Span, Verdict
from normtext.edits import Change, apply
from normtext.stages.translation.arrival import term_pattern
from normtext.stages.translation.attempts import Job
from normtext.stages.translation.ladder import Means, bring_home
from normtext.stages.translation.marks import Translate
from normtext.stages.translation.sentences import split_sentences
from normtext.stages.translation.terms import Term, Terms
from normtext.stages.translation.unknown import unknown_names

_BY_DEFAULT = Terms()
_TAKEN = "\N{REPLACEMENT CHARACTER}"


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
        doubts: for each sentence whose best translation fails a check: its span in the English, and why.
        retried: sentences that went to the engine more than once.
        others: verdicts of the terms that are no names: URLs, the caller's strings, glossary terms.
        faults: the checks that the engine's first output failed, and in how many sentences.
    """

    english: str
    changes: tuple[Change, ...]
    sentences: tuple[tuple[Span, Span], ...]
    names: tuple[tuple[Span | None, Verdict], ...]
    kept_source: tuple[tuple[Span, str], ...]
    retried: int
    doubts: tuple[tuple[Span, str], ...] = ()
    others: tuple[Verdict, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()


def translate_texts(
    texts: Sequence[SourceText],
    translate: Translate | Means,
    *,
    protect: bool = True,
    terms: Terms = _BY_DEFAULT,
) -> tuple[Translation, ...]:
    """Translate texts of one language; all their sentences go to the engine together.

    Args:
        texts: what to translate.
        translate: the engine, from sentences to sentences, or all that there is to translate with;
            its errors pass through.
        protect: verify the terms, and climb the ladder where one did not arrive; off takes the
            engine's output as it comes.
        terms: finds what besides the names has to come through.
    """
    means = translate if isinstance(translate, Means) else Means(translate)
    found = [terms.found_in(text.text, _names(text)) if protect else _names(text) for text in texts]
    spans = [_whole(split_sentences(t.text, t.language), some) for t, some in zip(texts, found, strict=True)]
    jobs = [_jobs(text, some, cut, protect) for text, some, cut in zip(texts, found, spans, strict=True)]
    bring_home([job for some in jobs for job in some], means, protect=protect)
    return tuple(_assembled(t, cut, some) for t, cut, some in zip(texts, spans, jobs, strict=True))


def _names(text: SourceText) -> tuple[Term, ...]:
    return tuple(Term(name.start, name.end, name.english) for name in text.names)


def _whole(spans: Sequence[Span], terms: Sequence[Term]) -> list[Span]:
    """The sentences, with those joined that were cut in the middle of a term."""
    if len(spans) < 2 or not terms:
        return list(spans)
    starts = [term.start for term in terms]
    joined = [spans[0]]
    for span in spans[1:]:
        before = bisect_right(starts, joined[-1][1]) - 1
        if before >= 0 and terms[before].start < joined[-1][1] < terms[before].end:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _jobs(text: SourceText, terms: Sequence[Term], spans: Sequence[Span], protect: bool) -> list[Job]:
    starts = [term.start for term in terms]
    jobs = []
    for start, end in spans:
        inside = terms[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence, own = text.text[start:end], tuple(term.shifted(-start) for term in inside)
        unknown = unknown_names(sentence, text.language, own) if protect else ()
        jobs.append(Job(sentence, own, tuple(unknown), text.language))
    return jobs


def _assembled(text: SourceText, spans: Sequence[Span], jobs: Sequence[Job]) -> Translation:
    output: list[str] = []
    changes: list[Change] = []
    pairs: list[tuple[Span, Span]] = []
    length = grown = 0
    for number, (span, job) in enumerate(zip(spans, jobs, strict=True)):
        gap = text.text[spans[number - 1][1] : span[0]] if number else ""
        gap = gap or (" " if number else "")
        attempt = job.result
        length += len(gap)
        changes += [change.shifted(length) for change in attempt.changes]
        start = length + grown
        output += (gap, attempt.english)
        length += len(attempt.english)
        grown += sum(len(change.after) - len(change.before) for change in attempt.changes)
        pairs.append((span, (start, length + grown)))
    english = apply("".join(output), changes)
    kept = tuple((pair[1], job.problem) for pair, job in zip(pairs, jobs, strict=True) if job.is_kept)
    doubts = tuple(
        (pair[1], job.problem)
        for pair, job in zip(pairs, jobs, strict=True)
        if job.problem and not job.is_kept
    )
    return Translation(
        english,
        tuple(changes),
        tuple(pairs),
        _located(text, english, pairs, jobs),
        kept,
        sum(job.retried for job in jobs),
        doubts,
        tuple(
            v for job in jobs for t, v in zip(job.terms, job.result.verdicts, strict=True) if t.kind != "name"
        ),
        tuple(Counter(fault.check for job in jobs for fault in job.bare.faults).items()),
    )


def _located(
    text: SourceText, english: str, pairs: Sequence[tuple[Span, Span]], jobs: Sequence[Job]
) -> tuple[tuple[Span | None, Verdict], ...]:
    """Where each name stands in the English: its nth mention in a sentence is the nth there."""
    located: list[tuple[Span | None, Verdict]] = [(None, "not_translated")] * len(text.names)
    starts = [source[0] for (source, _) in pairs]
    by_sentence: dict[int, list[int]] = {}
    for place, name in enumerate(text.names):
        number = bisect_right(starts, name.start) - 1
        if number >= 0 and name.end <= pairs[number][0][1]:
            by_sentence.setdefault(number, []).append(place)
    for number, places in by_sentence.items():
        (start, _), there = pairs[number]
        job = jobs[number]
        names = [text.names[place] for place in places]
        surfaces = [text.text[name.start : name.end] if job.is_kept else name.english for name in names]
        found = _spans(surfaces, english, there)
        for place, name, at in zip(places, names, found, strict=True):
            located[place] = (at, _verdict_at(job, name.start - start))
    return tuple(located)


def _spans(surfaces: Sequence[str], english: str, sentence: Span) -> list[Span | None]:
    """A place in the sentence for each of the names in turn, the longest first: none lies in another."""
    rest = english[slice(*sentence)]
    found: dict[str, list[Span]] = {}

    def take(match: regex.Match[str]) -> str:
        found[match.group()].append((sentence[0] + match.start(), sentence[0] + match.end()))
        return _TAKEN * len(match.group())

    for surface in sorted(set(surfaces), key=lambda surface: (-len(surface), surface)):
        spans = found[surface] = []
        found[surface[0].upper() + surface[1:]] = spans  # as it may begin the sentence
        rest = str(term_pattern(surface).sub(take, rest))
        spans.reverse()
    return [found[surface].pop() if found[surface] else None for surface in surfaces]


def _verdict_at(job: Job, place: int) -> Verdict:
    """What became of the term that covers a place of the sentence."""
    at = bisect_right(job.terms, place, key=lambda term: term.start) - 1
    if at >= 0 and place < job.terms[at].end:
        return job.result.verdicts[at]
    return "source_kept" if job.is_kept else "kept"
