"""What normtext makes of whole articles: titles, authors, dates, body, headings, boilerplate.

    python benchmarks/structure.py [PATH] [--languages] [--rounds N] [--show N] [--markdown] [--json]

Without a path: our own annotated articles in ``benchmarks/data/structure``, texts and pages.
With the path of a checkout of the public article-extraction-benchmark: F1, precision and recall of the body
text beside trafilatura's own in the same run, and the time as a multiple of trafilatura's.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import structure_pages
import structure_scoring
from structure_articles import load_articles


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("path", type=Path, nargs="?", help="a checkout of the public benchmark")
    parser.add_argument("--languages", action="store_true", help="a row for each language, too")
    parser.add_argument("--rounds", type=int, default=structure_pages.ROUNDS, help="the best time counts")
    parser.add_argument("--show", type=int, default=0, help="so many of the worst")
    parser.add_argument("--markdown", action="store_true", help="a table of Markdown")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args(arguments)
    if options.path is not None:
        _pages(options)
    else:
        _own(options)


def _own(options: argparse.Namespace) -> None:
    scores = structure_scoring.measure(load_articles())
    if options.json:
        made = structure_scoring.groups(scores, languages=options.languages)
        figures = {label: structure_scoring.figures(group) for label, group in made.items()}
        print(json.dumps(figures, indent=1))
        return
    cells = structure_scoring.rows(scores, languages=options.languages)
    print(structure_pages.layout(structure_scoring.HEADS, cells, markdown=options.markdown))
    for one in [one for one in scores if one.wrong][: options.show]:
        print("", one.article.name, *one.wrong, sep="\n  ")


def _pages(options: argparse.Namespace) -> None:
    rows = structure_pages.measure(structure_pages.load_pages(options.path), options.rounds)
    if options.json:
        figures = [
            {"method": row.method, **dataclasses.asdict(row.figures), "seconds": row.seconds} for row in rows
        ]
        print(json.dumps(figures, indent=1))
        return
    print(structure_pages.table(rows, markdown=options.markdown))
    for line in structure_pages.furthest_behind(rows, options.show):
        print(line)


if __name__ == "__main__":
    main()
