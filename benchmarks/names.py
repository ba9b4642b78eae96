"""Score ``normtext.repair_names`` on damaged names, by kind of damage and by size of the gazetteer.

    python benchmarks/names.py [FILE] [--gazetteer NAMES.json] [--sizes own,all,near,10000] [--peers]
        [--thresholds 0.6,0.75,0.9] [--workers N] [--show N] [--markdown | --json]

FILE is one article a line, as in ``benchmarks/data/names.jsonl``, the default. Every article is repaired
as one list of paragraphs, once damaged and once clean: with its own names, with the names of all
articles at once (or those of ``--gazetteer``), with five look-alikes to each ("near"), and with more
names that nobody bears. ``--peers`` puts a
naive repair (rapidfuzz) and symspellpy beside it: ``pip install "normtext[bench]"``.
What the figures mean stands in ``name_scoring.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import name_tables
from name_baselines import NAIVE_THRESHOLDS, SYMSPELL_DISTANCES, Repair, has_symspell, naive, symspell
from name_regimes import ALL, NEAR, OWN, Regime, names_of, regime
from name_scoring import Article, Edits, load, score
from name_tables import Result

DATA = Path(__file__).parent / "data" / "names.jsonl"
SIZES = "own,1000,all,near,10000"
CHUNK = 16  # articles that a worker takes at once


@dataclass(frozen=True, slots=True)
class Method:
    """Something that repairs names: "normtext", "naive" or "symspellpy", and its setting."""

    name: str
    setting: float | None = None

    @property
    def label(self) -> str:
        """What the tables call it."""
        return self.name if self.setting is None else f"{self.name} {self.setting:g}"

    def with_names(self, names: Sequence[str]) -> Repair:
        """Make the repair with these names."""
        if self.name == "naive":
            return naive(names, int(self.setting or 0))
        if self.name == "symspellpy":
            return symspell(names, int(self.setting or 0))
        return normtext_with(names, self.setting)


def normtext_with(names: Sequence[str], threshold: float | None = None) -> Repair:
    """Repair with ``normtext.repair_names``, a threshold given or left alone."""
    import normtext

    gazetteer = normtext.Gazetteer.from_names(names)

    def repair(paragraphs: Sequence[str]) -> tuple[list[str], Edits]:
        done = normtext.repair_names(list(paragraphs), gazetteer, threshold=threshold)
        edits = [(int(e.where.partition(":")[2]), e.start, e.end, e.rule) for e in done.edits]
        return done.text, edits

    return repair


Job = tuple[Method, tuple[str, ...], tuple[Article, ...]]
Done = list[tuple[str, list[str], Edits, list[str]]]


def work(job: Job) -> Done:
    """Repair some articles with some names, damaged and clean."""
    method, names, articles = job
    repair = method.with_names(names)
    done = []
    for article in articles:
        repaired, edits = repair(article["roundtrip"])
        done.append((article["id"], repaired, edits, repair(article["original"])[0]))
    return done


def jobs(method: Method, wanted: Regime, chunk: int) -> Iterator[Job]:
    """Cut a regime into pieces for the workers."""
    for group in wanted.groups:
        for start in range(0, len(group.articles), chunk):
            yield method, group.names, group.articles[start : start + chunk]


def measure(
    articles: Sequence[Article], method: Method, wanted: Regime, pool: ProcessPoolExecutor | None
) -> Result:
    """Run a method over all articles and score it."""
    if pool is None:
        done = [work(job) for job in jobs(method, wanted, max(1, len(articles)))]
    else:
        done = list(pool.map(work, jobs(method, wanted, CHUNK)))
    rows = [row for part in done for row in part]
    tally = score(
        articles,
        {row[0]: row[1] for row in rows},
        {row[0]: row[3] for row in rows},
        {row[0]: row[2] for row in rows},
    )
    return Result(method.label, wanted.label, wanted.names, tally)


def peers() -> list[Method]:
    """The others; symspellpy only where it is installed."""
    found = [Method("naive", threshold) for threshold in NAIVE_THRESHOLDS]
    if has_symspell():
        found += [Method("symspellpy", distance) for distance in SYMSPELL_DISTANCES]
    else:
        print('symspellpy is not installed: pip install "normtext[bench]"', file=sys.stderr)
    return found


def plan(options: argparse.Namespace, articles: Sequence[Article]) -> list[tuple[Method, Regime]]:
    """What is run, in order: normtext at all sizes, its thresholds, then the peers."""
    everyone = read_names(options.gazetteer) if options.gazetteer else names_of(articles)
    make = partial(regime, articles=articles, everyone=everyone)
    regimes = {label: make(label) for label in options.sizes.split(",")}
    runs = [(Method("normtext"), wanted) for wanted in regimes.values()]
    compared = [wanted for label, wanted in regimes.items() if label in (OWN, ALL, NEAR)]
    if options.thresholds:
        settings = [Method("normtext", float(value)) for value in options.thresholds.split(",")]
        runs += [(method, wanted) for wanted in compared for method in settings]
    if options.peers:
        runs += [(method, wanted) for wanted in compared for method in peers()]
    return runs


def read_names(path: str) -> list[str]:
    """Read a JSON list of names, or a plain list with a name a line."""
    text = Path(path).read_text(encoding="utf-8")
    names = json.loads(text) if text.lstrip().startswith("[") else text.splitlines()
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", default=DATA)
    parser.add_argument("--gazetteer", help="JSON list or plain list of names, instead of all articles'")
    parser.add_argument("--sizes", default=SIZES, help=f"own, all, near, or numbers of names ({SIZES})")
    parser.add_argument("--thresholds", default="", help="also at these thresholds")
    parser.add_argument("--peers", action="store_true", help="beside a naive repair and symspellpy")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many false edits and missed names")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="tables for the docs")
    form.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it and print the tables."""
    options = parse(arguments)
    articles = load(options.file)
    with ExitStack() as stack:
        many = options.workers > 1
        pool = stack.enter_context(ProcessPoolExecutor(options.workers)) if many else None
        results = []
        for method, wanted in plan(options, articles):
            print(f"{method.label}, {wanted.label} names ...", file=sys.stderr)
            results.append(measure(articles, method, wanted, pool))
    if options.json:
        print(json.dumps([result.figures() for result in results], ensure_ascii=False, indent=1))
    else:
        print(name_tables.report(results, articles, show=options.show, markdown=options.markdown))


if __name__ == "__main__":
    main()
