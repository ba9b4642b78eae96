"""What normtext costs: import, first article, and each stage beside ``ftfy.fix_text`` on the same texts.

    python benchmarks/speed.py [--sizes 1000,100000] [--rounds N] [--json]

Articles of five kilobytes with typographic quotes and accents; CPU time of one thread, warm, the ``Article``
in memory, translation off. ftfy and the normalizers take turns at each article, and the stages are timed
inside ``Normalizer.normalize`` as it runs, so that their rows add up to its own but for rounding. Each
figure is the median of its turns. Memory is read from ``/proc``, that is, on Linux. Quote the ratios;
absolute times belong to the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from name_generator import generate

import normtext
from normtext.assembly import Draft

DATA = Path(__file__).parent / "data" / "speed"
EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
FIRST = f"import normtext, pathlib; normtext.normalize(pathlib.Path({str(EXAMPLES / 'clean-english.txt')!r}))"
FRESH = (("import normtext", "import normtext"), ("first English article", FIRST))
SIZES = "1000,100000"
ROUNDS = 9
TARGET = 5000  # characters of an article put together of short ones
SHIPPED = "shipped"
STAGES = ("segment", "repair", "structure", "language", "names")
REST = "rest: reading, Article"
TITLES = {
    "articles": "six articles of our own, 16 to 19 paragraphs each",
    "short": "five examples, each repeated to 5 kB: some 45 short paragraphs",
}

Result = TypeVar("Result")
Times = dict[str, list[Counter[str]]]
"""By contestant and turn: CPU nanoseconds by stage, "all" among them."""


class Timed(normtext.Normalizer):
    """A normalizer that keeps the CPU nanoseconds of each of its stages."""

    def __init__(self, settings: normtext.Settings) -> None:
        super().__init__(settings)
        self.spent: Counter[str] = Counter()

    def _stage(self, draft: Draft, name: str, run: Callable[[], Result], *fallback: Result) -> Result:
        start = time.process_time_ns()
        try:
            return super()._stage(draft, name, run, *fallback)
        finally:
            self.spent[name] += time.process_time_ns() - start

    def timed(self, text: str) -> Counter[str]:
        """Normalize a text; where the time went."""
        self.spent = Counter()
        start = time.process_time_ns()
        self.normalize(text)
        self.spent["all"] = time.process_time_ns() - start
        return self.spent


def articles() -> list[str]:
    """Whole articles of about five kilobytes, with typographic quotes and accents."""
    files = sorted(path for path in DATA.glob("*.txt") if path.stem != "names")
    return [path.read_text(encoding="utf-8") for path in files]


def short_paragraphs() -> list[str]:
    """Five kilobytes of short paragraphs: each example as often as it takes."""
    names = ("clean-english.txt", "french.txt", "german.txt", "spanish.txt", "dutch.txt")
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in names]
    return [(text + "\n\n") * (TARGET // len(text) + 1) for text in texts]


def normalizer(size: int | None) -> Timed:
    """A normalizer with ``size`` names, those of the articles among them; None: with the shipped ones."""
    settings = normtext.Settings().replace(translation={"translate": False})
    if size is not None:
        own = (DATA / "names.txt").read_text(encoding="utf-8").splitlines()[:size]
        names = normtext.Gazetteer.from_names([*own, *generate(size - len(own), but=set(own))])
        settings = settings.replace(names={"gazetteer": names, "shipped": False})
    return Timed(settings)


def take_turns(contestants: dict[str, Timed], texts: Sequence[str], rounds: int) -> list[Times]:
    """For each text the times of ftfy and of each normalizer, in ``rounds`` turns after a warm one."""
    import ftfy

    times: list[Times] = [{name: [] for name in ("ftfy", *contestants)} for _ in texts]
    for turn in range(rounds + 1):
        gc.collect()
        for text, of_text in zip(texts, times, strict=True):
            start = time.process_time_ns()
            ftfy.fix_text(text)
            spent = {"ftfy": Counter(all=time.process_time_ns() - start)}
            spent.update({name: contestant.timed(text) for name, contestant in contestants.items()})
            for name, counted in spent.items():
                if turn:
                    of_text[name].append(counted)
    return times


def table(times: Sequence[Times]) -> dict[str, dict[str, float]]:
    """CPU milliseconds an article, by contestant and stage: means of the articles' medians."""
    return {
        name: {
            stage: statistics.mean(statistics.median(turn[stage] for turn in each[name]) for each in times)
            / 1e6
            for stage in ("all", *STAGES)
        }
        for name in times[0]
    }


def spread(times: Sequence[Times], name: str) -> str:
    """The least and the greatest multiple of ftfy's time among the articles."""
    ratios = [
        statistics.median(turn["all"] for turn in each[name])
        / statistics.median(turn["all"] for turn in each["ftfy"])
        for each in times
    ]
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


def print_table(title: str, texts: Sequence[str], times: Sequence[Times]) -> None:
    """A row for each stage: multiples of ftfy's time, by number of names."""
    costs = table(times)
    base = costs.pop("ftfy")["all"]
    size = statistics.mean(map(len, texts))
    print(f"\n{title}; {size:.0f} characters on average\nftfy.fix_text {base:.2f} ms; as multiples of that:")
    print(f"{'':24}" + "".join(f"{f'{name} names':>16}" for name in costs))
    for stage in STAGES:
        print(f"{stage:24}" + "".join(f"{cost[stage] / base:16.2f}" for cost in costs.values()))
    rest = {name: cost["all"] - sum(cost[stage] for stage in STAGES) for name, cost in costs.items()}
    print(f"{REST:24}" + "".join(f"{each / base:16.2f}" for each in rest.values()))
    print(f"{'normalize':24}" + "".join(f"{cost['all'] / base:16.2f}" for cost in costs.values()))
    print(f"{'  by article':24}" + "".join(f"{spread(times, name):>16}" for name in costs))


def process(code: str, rounds: int) -> tuple[float, float]:
    """Median seconds and peak megabytes of a fresh process that runs ``code``."""
    command = [sys.executable, "-c", f"{code}\nprint(open('/proc/self/status').read())"]
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        status = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        seconds.append(time.perf_counter() - start)
    # The peak that wait() reports of a child is at least this process's own, which it was forked from.
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return statistics.median(seconds), peak


def print_fresh(rounds: int) -> None:
    """What a new process pays."""
    print("fresh process, median of", rounds)
    bare, _ = process("pass", rounds)
    for name, code in FRESH:
        seconds, peak = process(code, rounds)
        print(f"{name:22} {seconds:5.2f} s ({seconds - bare:5.2f} s over bare Python), {peak:4.0f} MB")


def main() -> None:
    """Run all of it."""
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=SIZES, help="numbers of names, beside the shipped ones")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="milliseconds, without the fresh processes")
    options = parser.parse_args()
    if not options.json:
        print_fresh(options.rounds)
    sizes = [int(size) for size in options.sizes.split(",")]
    contestants = {f"{size:,}": normalizer(size) for size in sizes} | {SHIPPED: normalizer(None)}
    found = {}
    for name, texts in (("articles", articles()), ("short", short_paragraphs())):
        times = take_turns(contestants, texts, options.rounds)
        found[name] = table(times)
        if not options.json:
            print_table(TITLES[name], texts, times)
    if options.json:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
