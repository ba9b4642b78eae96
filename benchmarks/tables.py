"""What tables cost over the functions, what one core does in an hour, and what a stream holds in memory.

    python benchmarks/tables.py [--rounds N] [--articles N]

The articles are the examples, brought to five kilobytes and told apart by a number. CPU time of this process;
the ways take turns, of each the best round counts. Quote the ratios; absolute times belong to the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import regex

import normtext
from normtext.tables import COLUMNS, normalize_batches, normalize_frame

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
ENGLISH = ("clean-english.txt", "clean-english-interview.txt", "mangled-english.txt", "entities.txt")
PORTUGUESE = ("portuguese.txt", "portuguese-2.txt")  # the language of the models in the extra demo
BYTES = 5000
SENTENCE_END = regex.compile(r"(?<=\p{Ll}{3})\. ")
TRANSLATED = 20  # articles
NO_ENGINE = normtext.Settings(on_error="record").replace(translation={"engine": "none"})


def articles(names: tuple[str, ...], count: int) -> list[str]:
    """Articles of five kilobytes, no two of them equal."""
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in names]
    made = []
    for number in range(count):
        text = texts[number % len(texts)]
        paragraphs = text.rstrip().split("\n\n")
        body, copy = paragraphs, 0
        whole = "\n\n".join([body[0], *(_told_apart(p, f"{number}") for p in body[1:])])
        while len(whole.encode()) < BYTES:
            copy += 1
            whole += "\n\n" + "\n\n".join(_told_apart(p, f"{number}.{copy}") for p in body[1:])
        made.append(whole)
    return made


def _told_apart(paragraph: str, number: str) -> str:
    """A paragraph whose sentences are no other's: equal ones are translated once."""
    return SENTENCE_END.sub(f" ({number}). ", paragraph)


def cost(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Best CPU seconds of each way."""
    best = dict.fromkeys(ways, float("inf"))
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - start)
    return best


def ways(texts: list[str]) -> dict[str, Callable[[], object]]:
    """The function, and the tables over it."""
    batch = pa.RecordBatch.from_pydict({"body": texts})
    normalizer = normtext.Normalizer(NO_ENGINE)

    def batches(columns: str | list[str]) -> Callable[[], object]:
        return lambda: list(normalize_batches([batch], text="body", columns=columns, settings=NO_ENGINE))

    frames = {"pandas": pd.DataFrame({"body": texts}), "polars": pl.DataFrame({"body": texts})}
    return {
        "normalize_many": lambda: list(normalizer.normalize_many(texts)),
        "normalize_many, to_json": lambda: [a.to_json() for a in normalizer.normalize_many(texts)],
        "batches, flat": batches("flat"),
        "batches, nested": batches("nested"),
        "batches, article": batches(["article"]),
        "batches, all columns": batches(list(COLUMNS)),
        "pandas, flat": lambda: normalize_frame(frames["pandas"], "body", settings=NO_ENGINE),
        "polars, nested": lambda: normalize_frame(
            frames["polars"], "body", columns="nested", settings=NO_ENGINE
        ),
    }


def per_hour(texts: list[str], settings: normtext.Settings, rounds: int) -> float:
    """Articles that one core does in an hour, of CPU time."""
    batch = pa.RecordBatch.from_pydict({"body": texts})
    work = {"one": lambda: list(normalize_batches([batch], text="body", columns="nested", settings=settings))}
    return 3600 * len(texts) / cost(work, rounds)["one"]


def stream(count: int) -> None:
    """In a process of its own: the megabytes resident at the most after a tenth, and after all."""
    texts = articles(ENGLISH, 200)

    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(0, count, 200):
            yield pa.RecordBatch.from_pydict({"body": [f"{text} [{start}]" for text in texts]})

    done, early = 0, 0.0
    for one in normalize_batches(batches(), text="body", columns="nested", settings=NO_ENGINE):
        done += one.num_rows
        if not early and done >= count // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    late = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([early, late]))


def main() -> None:
    """Print the figures of ``docs/data.md``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--stream", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.stream:
        stream(given.stream)
        return
    best = cost(ways(articles(ENGLISH, given.articles)), given.rounds)
    base = best["normalize_many"]
    print(f"{'way':28} {'ms an article':>14} {'over normalize_many':>20}")
    for name, seconds in best.items():
        print(f"{name:28} {1000 * seconds / given.articles:14.2f} {100 * (seconds / base - 1):19.1f}%")
    one = normtext.Settings(on_error="record").replace(translation={"inter_threads": 1, "intra_threads": 1})
    for label, names, settings, count, rounds in (
        ("English, or no translation", ENGLISH, NO_ENGINE, given.articles, given.rounds),
        ("Portuguese into English", PORTUGUESE, one, TRANSLATED, 1),
    ):
        rate = per_hour(articles(names, count), settings, rounds)
        print(f"one core in an hour, {label}: {rate:,.0f} articles of {BYTES // 1000} kB")
    command = [sys.executable, __file__, "--stream", str(given.articles * 100)]
    early, late = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    print(
        f"a stream of {given.articles * 100} articles: {early:.0f} MB after a tenth, {late:.0f} MB after all"
    )


if __name__ == "__main__":
    main()
