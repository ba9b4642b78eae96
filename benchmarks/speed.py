"""What normtext costs: import, first article, and each stage beside ftfy.fix_text on the same texts.

    python benchmarks/speed.py

Everything is measured in one run; quote the ratios, as absolute times belong to the machine.
Translation is not measured here: its time is the engine's.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
FIRST = f"import normtext, pathlib; normtext.normalize(pathlib.Path({str(ARTICLES / 'clean-english.txt')!r}))"
ROUNDS = 7
TARGET = 5000  # characters of an article


def process(code: str) -> tuple[float, float]:
    """Median seconds and peak megabytes of a fresh process that runs ``code``."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(seconds), peak


def cpu(function: Callable[[], object]) -> float:
    """Median CPU milliseconds of a warm call."""
    function()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def articles() -> list[str]:
    """Articles of five kilobytes, with typographic quotes and accents, made of the examples."""
    names = ("clean-english.txt", "french.txt", "german.txt", "spanish.txt", "dutch.txt")
    texts = [(ARTICLES / name).read_text(encoding="utf-8") for name in names]
    return [(text + "\n\n") * (TARGET // len(text) + 1) for text in texts]


def stages(texts: list[str]) -> None:
    """Print the cost of an article, in all and by stage, as a multiple of ftfy's."""
    import ftfy

    import normtext
    from normtext.gazetteer import Gazetteer
    from normtext.stages.language import detect_document
    from normtext.stages.names import find_names

    def each(function: Callable[[str], object]) -> float:
        return cpu(lambda: [function(text) for text in texts]) / len(texts)

    base = each(ftfy.fix_text)
    normalizer = normtext.Normalizer(normtext.Settings().replace(translation={"translate": False}))
    index = Gazetteer.default()
    rows = {
        "ftfy.fix_text": base,
        "repair_text": each(normtext.repair_text),
        "language": each(lambda text: detect_document(text.split("\n"))),
        "names": each(
            lambda text: find_names(text.split("\n"), index, languages=["en"] * (text.count("\n") + 1))
        ),
        "normalize": each(normalizer.normalize),
    }
    size = sum(map(len, texts)) / len(texts)
    print(f"\nwarm, one core, articles of {size:.0f} characters, {len(index)} names")
    for name, cost in rows.items():
        print(f"{name:14} {cost:7.2f} ms {cost / base:6.2f} x ftfy.fix_text")


def main() -> None:
    """Run all of it."""
    print("fresh process, median of", ROUNDS)
    bare, _ = process("pass")
    for name, code in (("import normtext", "import normtext"), ("first English article", FIRST)):
        seconds, peak = process(code)
        print(
            f"{name:22} {seconds:5.2f} s ({seconds - bare:5.2f} s over bare Python), {peak:4.0f} MB at most"
        )
    stages(articles())


if __name__ == "__main__":
    main()
