"""Build normtext/data/letters-*.bin, the tables of letter sequences that tell languages apart.

    python scripts/build_language.py WHEEL

WHEEL is ``lingua_language_detector-1.4.2-py3-none-any.whl`` (Apache-2.0), got by
``pip download --no-deps lingua-language-detector==1.4.2``; reading it needs the package ``brotli``. For
each of 75 languages it has the frequency of each letter after the one to four letters before it. What
is taken: the commonest sequences of the languages that share a script, and those frequencies, rounded.
How a table is laid out is told in ``normtext/stages/language/letters.py``, which maps it into memory.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import brotli
import numpy as np
from numpy.typing import NDArray

from normtext.stages.language.letters import HEAD, NO_ROW, STEP, hashes_of, places

OUT = Path(__file__).parent.parent / "normtext" / "data"
ORDERS = ("unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams")
GROUPS = {
    "Latn": """af az bs ca cs cy da de en eo es et eu fi fr ga hr hu id is it la lg lt lv mi ms nb nl nn
        pl pt ro sk sl sn so sq st sv sw tl tn tr ts vi xh yo zu""".split(),
    "Cyrl": "be bg kk mk mn ru sr uk".split(),
    "Arab": "ar fa ur".split(),
    "Deva": "hi mr".split(),
}
KEPT = {
    "Latn": (400, 6000, 45000, 130000, 140000),
    "Cyrl": (100, 2000, 15000, 30000, 20000),
    "Arab": (200, 2000, 12000, 20000, 0),
    "Deva": (150, 2000, 10000, 0, 0),
}
"""How many sequences of one to five letters each script keeps, the commonest first."""
BITS = {"Latn": 21, "Cyrl": 19, "Arab": 18, "Deva": 17}
"""Bits of a slot's number, by script: seven in a hundred sequences lose their slot to a shorter one."""
ABSENT = 255
"""Marks a sequence that a language lacks, until the cost of its end is put there."""
UNSEEN = 18
"""Steps that a sequence costs which a language lacks, on top of its shorter end."""
NEVER = 96
"""Steps of a letter that a language lacks."""
RARE = -14.5
"""Logarithm of the frequency in its language under which a sequence is not looked at."""


def frequencies(wheel: zipfile.ZipFile, language: str, order: str) -> Iterator[tuple[str, float]]:
    """Letter sequences with the logarithm of how often the last letter follows the others."""
    name = f"lingua/language-models/{language}/{order}.json.br"
    if name not in wheel.namelist():
        return
    table: dict[str, str] = json.loads(brotli.decompress(wheel.read(name)))["ngrams"]
    for fraction, sequences in table.items():
        above, below = fraction.split("/")
        value = math.log(int(above) / int(below))
        for sequence in sequences.split(" "):
            if len(sequence) == ORDERS.index(order) + 1:
                yield sequence, value


def choose(wheel: zipfile.ZipFile, languages: list[str], most: tuple[int, ...]) -> list[list[str]]:
    """The commonest sequences of each order, and with each its own end, which stands in where it lacks."""
    best: list[dict[str, float]] = [{} for _ in ORDERS]
    for language in languages:
        whole: dict[str, float] = {"": 0.0}
        for n, order in enumerate(ORDERS):
            longer = {}
            for sequence, value in frequencies(wheel, language, order):
                of_all = whole.get(sequence[:-1], RARE) + value
                if of_all > RARE:
                    longer[sequence] = of_all
                    best[n][sequence] = max(of_all, best[n].get(sequence, RARE))
            whole = longer
    chosen: list[list[str]] = [[] for _ in ORDERS]
    ends: set[str] = set()
    for n in reversed(range(len(ORDERS))):
        kept = set(heapq.nlargest(most[n], best[n], key=best[n].__getitem__)) | ends
        chosen[n] = sorted(kept)
        ends = {sequence[1:] for sequence in kept}
    return chosen


def costs_of(wheel: zipfile.ZipFile, languages: list[str], chosen: list[list[str]]) -> NDArray[np.uint8]:
    """A row of costs for each sequence, row 0 for none, a column for each language."""
    tables: list[NDArray[np.uint8]] = []
    for n, sequences in enumerate(chosen):
        index = {sequence: row for row, sequence in enumerate(sequences)}
        table = np.full((len(sequences), len(languages)), ABSENT, np.uint8)
        for column, language in enumerate(languages):
            for sequence, value in frequencies(wheel, language, ORDERS[n]):
                row = index.get(sequence)
                if row is not None:
                    table[row, column] = min(round(-STEP * value), ABSENT - 1)
        if n == 0:
            ends = np.full_like(table, NEVER)
        else:
            rows = {sequence: row for row, sequence in enumerate(chosen[n - 1])}
            shorter = tables[-1][[rows[sequence[1:]] for sequence in sequences]]
            ends = np.minimum(shorter, 250 - UNSEEN) + np.uint8(UNSEEN)
        tables.append(np.where(table == ABSENT, ends, table))
    return np.vstack([np.zeros((1, len(languages)), np.uint8), *tables])


def slots_of(chosen: list[list[str]], bits: int) -> NDArray[np.uint32]:
    """For each hash the row of its sequence; where two share a slot the shorter stays, as it is commoner."""
    slots = np.zeros(1 << bits, np.uint32)
    last = 1 + sum(map(len, chosen))
    for sequences in reversed(chosen):
        first = last - len(sequences)
        codes = np.array([list(map(ord, sequence)) for sequence in sequences], np.uint64)
        if len(codes):
            where, marks = places(hashes_of(codes), bits)
            slots[where] = marks ^ np.uint32(NO_ROW) | np.arange(first, last, dtype=np.uint32)
        last = first
    return slots


def build(wheel: zipfile.ZipFile, group: str) -> bytes:
    """One script's table."""
    languages = GROUPS[group]
    chosen = choose(wheel, languages, KEPT[group])
    head = json.dumps({"script": group, "languages": languages, "bits": BITS[group]})
    slots = slots_of(chosen, BITS[group])
    costs = costs_of(wheel, languages, chosen)
    return head.encode().ljust(HEAD) + slots.astype("<u4").tobytes() + costs.tobytes()


def main() -> None:
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        for group in GROUPS:
            out = OUT / f"letters-{group.lower()}.bin"
            out.write_bytes(build(wheel, group))
            print(f"{out.name}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
