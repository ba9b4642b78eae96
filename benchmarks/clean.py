"""Edits of the names stage on text that is known to be clean: each one is a false repair.

    python benchmarks/clean.py FILE... [--language nl] [--words 800] [--suggestions]

Files hold one paragraph a line; paragraphs are joined to articles, as the stage takes an article's
paragraphs as evidence for one another. The gazetteer is the shipped one. The exit code is 1 where
an edit was made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import normtext
from normtext import Edit

ARTICLE_WORDS = 800
"""Words of an article, as long as those of the newsrooms that the stage was measured on."""
CONTEXT = 60
"""Characters shown on either side of an edit."""


@dataclass
class Tally:
    """What was found in one file."""

    words: int = 0
    articles: int = 0
    edits: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)

    def per_thousand(self) -> float:
        """Edits in 1,000 words."""
        return 1000 * len(self.edits) / max(self.words, 1)


def articles(paragraphs: Iterable[str], words: int) -> Iterator[list[str]]:
    """Cut paragraphs into articles of at least ``words`` words; the rest is one too."""
    article: list[str] = []
    count = 0
    for paragraph in paragraphs:
        article.append(paragraph)
        count += len(paragraph.split())
        if count >= words:
            yield article
            article, count = [], 0
    if article:
        yield article


def shown(article: Sequence[str], edit: Edit) -> str:
    """An edit on one line, with the text around it."""
    text = article[int(edit.where.partition(":")[2])]
    before, after = text[max(0, edit.start - CONTEXT) : edit.start], text[edit.end : edit.end + CONTEXT]
    return f"{edit.rule} {edit.confidence:.2f}  {before}[{edit.before} -> {edit.after}]{after}"


def measure(path: Path, language: str | None, words: int) -> Tally:
    """Run the stage over one file."""
    tally = Tally()
    paragraphs = filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines()))
    for article in articles(paragraphs, words):
        repaired = normtext.repair_names(article, language=language)
        tally.articles += 1
        tally.words += sum(len(paragraph.split()) for paragraph in article)
        tally.edits += [shown(article, edit) for edit in repaired.edits]
        tally.suggestions += [shown(article, edit) for edit in repaired.suggestions]
    return tally


def main(arguments: Sequence[str]) -> int:
    """Print the edits and counts of each file, and of all."""
    parser = argparse.ArgumentParser(description="Edits of the names stage on clean text.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--language", help="BCP 47 tag of all files; detected where not given")
    parser.add_argument("--words", type=int, default=ARTICLE_WORDS, help="words of an article")
    parser.add_argument("--suggestions", action="store_true", help="print the suggestions, too")
    options = parser.parse_args(arguments)
    total = Tally()
    for path in options.files:
        tally = measure(path, options.language, options.words)
        total.words, total.articles = total.words + tally.words, total.articles + tally.articles
        total.edits += tally.edits
        total.suggestions += tally.suggestions
        print(f"{path}: {counts(tally)}")
        for line in [*tally.edits, *(tally.suggestions if options.suggestions else ())]:
            print("   ", line)
    if len(options.files) > 1:
        print(f"all: {counts(total)}")
    return 1 if total.edits else 0


def counts(tally: Tally) -> str:
    """The figures of a file on one line."""
    return (
        f"{tally.words} words in {tally.articles} articles, {len(tally.edits)} edits "
        f"({tally.per_thousand():.3f} in 1,000), {len(tally.suggestions)} suggestions"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
