"""What repairing names costs, beside ``ftfy.fix_text`` on the same articles in the same run.

    python benchmarks/names_speed.py [--sizes 1000,10000,100000] [--rounds N] [--json]

Articles of five kilobytes with typographic quotes and accents, made of those in
``benchmarks/data/names.jsonl``, clean ones and damaged ones; gazetteers of generated names, the articles'
own names among them. CPU time of one thread, warm, ftfy and all gazetteers taking turns at each article;
of each article the best time counts, and the median. Building, memory and pickling are measured in a
process of their own for each size. Quote the ratios; absolute times belong to the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from name_generator import generate
from name_regimes import names_of
from name_scoring import Article, load

import normtext

DATA = Path(__file__).parent / "data" / "names.jsonl"
SIZES = "1000,10000,100000"
ROUNDS = 9
BYTES = 5000  # of an article
ARTICLES = 10  # of each kind
CLEAN = "a clean article of 5 kB, typographic quotes and accents in every paragraph"
DAMAGED = "a damaged article of 5 kB, typographic quotes and accents in every paragraph"
SPARSE = "a clean article of 5 kB, typographic quotes and accents in every fourth paragraph or so"

_TYPOGRAPHY = (
    " \N{LEFT DOUBLE QUOTATION MARK}Voil\N{LATIN SMALL LETTER A WITH GRAVE}.\N{RIGHT DOUBLE QUOTATION MARK}"
)

Texts = list[list[str]]
Gazetteers = dict[int, normtext.Gazetteer]


def articles_of(source: Sequence[Article], version: str) -> Texts:
    """Neighbouring articles, "original" or "roundtrip", put together to five kilobytes each."""
    made: Texts = []
    current: list[str] = []
    for article in source:
        current += [_typographic(paragraph) for paragraph in article[version]]
        if len("\n\n".join(current).encode()) >= BYTES:
            made.append(_cut(current))
            current = []
    return made[:ARTICLES]


def _typographic(text: str) -> str:
    """Typographic apostrophes; quotation marks and accents are in the articles."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def typeset(texts: Texts) -> Texts:
    """The same with typographic quotes and accents in every paragraph; ftfy passes by those in ASCII."""
    return [[text + _TYPOGRAPHY if text.isascii() else text for text in article] for article in texts]


def _cut(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs up to five kilobytes, at least one."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if kept and len("\n\n".join([*kept, paragraph]).encode()) > BYTES:
            break
        kept.append(paragraph)
    return kept


def gazetteer(size: int, source: Sequence[Article]) -> normtext.Gazetteer:
    """The articles' names, filled up to ``size``."""
    own = names_of(source)[:size]
    return normtext.Gazetteer.from_names([*own, *generate(size - len(own), but=set(own))])


Work = Callable[[list[str]], object]


def take_turns(functions: dict[str, Work], texts: Texts, rounds: int) -> dict[str, list[list[float]]]:
    """CPU milliseconds of each function for each article, in ``rounds`` turns after a warm one."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in texts] for name in functions}
    for turn in range(rounds + 1):
        gc.collect()
        for number, text in enumerate(texts):
            for name, function in functions.items():
                start = time.process_time_ns()
                function(text)
                if turn:
                    times[name][number].append((time.process_time_ns() - start) / 1e6)
    return times


def speed(gazetteers: Gazetteers, texts: Texts, rounds: int) -> list[dict[str, Any]]:
    """CPU time of an article, and as a multiple of ftfy's and of the smallest gazetteer's."""
    import ftfy

    functions: dict[str, Work] = {"ftfy.fix_text": lambda text: ftfy.fix_text("\n\n".join(text))}
    for size, names in gazetteers.items():
        functions[f"{size:,} names"] = partial(repair, names, "en")
    smallest = min(gazetteers)
    functions[f"{smallest:,} names, language unknown"] = partial(repair, gazetteers[smallest], None)
    functions[f"{len(normtext.Gazetteer.default()):,} shipped names"] = partial(repair, None, "en")
    times = take_turns(functions, texts, rounds)
    best = {name: statistics.mean(map(min, taken)) for name, taken in times.items()}
    median = {name: statistics.mean(map(statistics.median, taken)) for name, taken in times.items()}
    return [
        {
            "what": name,
            "best_ms": best[name],
            "median_ms": median[name],
            "of_ftfy": best[name] / best["ftfy.fix_text"],
            "median_of_ftfy": median[name] / median["ftfy.fix_text"],
            "of_smallest": best[name] / best[f"{smallest:,} names"],
        }
        for name in times
    ]


def repair(names: normtext.Gazetteer | None, language: str | None, text: list[str]) -> None:
    """Repair one article."""
    normtext.repair_names(text, names, language=language)


def cost(size: int) -> dict[str, Any]:
    """Build a gazetteer's index and pickle it, in this process: seconds, megabytes."""
    names = list(generate(size))
    normtext.repair_names("A warm-up.", normtext.Gazetteer.from_names(["Warm Up"]), language="en")
    gc.collect()
    before = _resident()
    start = time.process_time()
    built = normtext.Gazetteer.from_names(names)
    normtext.repair_names("A first text.", built, language="en")
    seconds = time.process_time() - start
    gc.collect()
    after, peak = _resident(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    packed = pickle.dumps(built, pickle.HIGHEST_PROTOCOL)
    start = time.process_time()
    normtext.repair_names("A first text.", pickle.loads(packed), language="en")
    return {
        "names": size,
        "build_s": seconds,
        "resident_mb": after - before,
        "peak_mb": peak,
        "pickled_mb": len(packed) / 2**20,
        "load_s": time.process_time() - start,
    }


def _resident() -> float:
    """Megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def cost_apart(size: int) -> dict[str, Any]:
    """``cost`` in a process of its own."""
    command = [sys.executable, __file__, "--cost", str(size)]
    measured: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def print_speed(title: str, rows: Sequence[dict[str, Any]]) -> None:
    """One table: milliseconds and ratios."""
    print(title)
    print(f"{'':30} {'best':>9} {'median':>9} {'x ftfy':>8} {'(median)':>8} {'x smallest':>10}")
    for row in rows:
        print(
            f"{row['what']:30} {row['best_ms']:6.2f} ms {row['median_ms']:6.2f} ms {row['of_ftfy']:8.2f} "
            f"{row['median_of_ftfy']:8.2f} {row['of_smallest']:10.2f}"
        )
    print()


def main() -> None:
    """Run all of it."""
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cost", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cost is not None:
        print(json.dumps(cost(options.cost)))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    costs = [cost_apart(size) for size in sizes]
    source = load(DATA)
    clean, damaged = articles_of(source, "original"), articles_of(source, "roundtrip")
    gazetteers = {size: gazetteer(size, source) for size in sizes}
    times = {
        title: speed(gazetteers, version, options.rounds)
        for title, version in ((CLEAN, typeset(clean)), (DAMAGED, typeset(damaged)), (SPARSE, clean))
    }
    if options.json:
        print(json.dumps({"speed": times, "cost": costs}, indent=1))
        return
    for title, rows in times.items():
        print_speed(title, rows)
    for row in costs:
        print(
            f"{row['names']:>7,} names: built in {row['build_s']:.2f} s, {row['resident_mb']:.0f} MB "
            f"(peak of the process {row['peak_mb']:.0f} MB), pickled {row['pickled_mb']:.1f} MB, "
            f"first text after unpickling {row['load_s']:.2f} s"
        )


if __name__ == "__main__":
    main()
