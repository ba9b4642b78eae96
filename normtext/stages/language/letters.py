"""The careful opinion: how likely a text's letters are in each language of its script.

A character 5-gram model with back-off for 62 languages of four scripts (the other scripts tell
by themselves), from the tables that ``scripts/build_language.py`` builds. A table is mapped into
memory, not read: a process holds the pages that its texts touch, and the processes of a machine share them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normtext.stages.language.tags import canonical_tag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

SCRIPTS = ("Latn", "Cyrl", "Arab", "Deva")
"""Scripts whose languages letters tell apart; the tables are named after them."""
STEP = 8
"""Steps to a natural logarithm in the tables."""
MOST = 240
"""Characters that are looked at: two sentences leave little open that letters could tell."""
ORDERS = 5
"""Letters of the longest sequence."""
ROW_BITS = 20
"""Bits of a slot that hold the row; the others tell whether the slot is that sequence's."""
NO_ROW = (1 << ROW_BITS) - 1
"""All bits of a row."""
HEAD = 4096
"""Bytes of a table's head, padded JSON; behind it the slots, then the rows."""
_PRIME = 0x9E3779B97F4A7C15
_BASE = 0x100000001B3
_PAD = "\0" * (ORDERS - 1)  # before the first letter: a hash of nothing but it is that of what follows


class Table(NamedTuple):
    """One script's languages: slots by hash, and a row of costs for each sequence, row 0 for none.

    A slot holds the row of a sequence, and above it the bits of its hash that follow the slot's number.
    """

    languages: tuple[str, ...]
    slots: NDArray[np.uint32]
    costs: NDArray[np.uint8]

    @property
    def bits(self) -> int:
        """Bits of a hash that number the slots."""
        return self.slots.size.bit_length() - 1


class Scores(NamedTuple):
    """How unlikely a text is in each language, in steps, and how many letters were weighed."""

    languages: tuple[str, ...]
    costs: list[int]
    letters: int

    def near(self, reach: float) -> dict[str, float]:
        """Logarithms of how likely the text is in the languages that are this near to the likeliest."""
        most = min(self.costs) + reach * STEP
        pairs = zip(self.languages, self.costs, strict=True)
        return {language: cost / -STEP for language, cost in pairs if cost <= most}


def score(text: str, script: str) -> Scores | None:
    """Score a text of one script; None for scripts without a table, and without a known letter."""
    import numpy as np

    if script not in SCRIPTS:
        return None
    table = read_table(script)
    rows = _rows(table, text[:MOST].lower())
    if not rows.size:
        return None
    costs = np.add.reduce(table.costs.take(rows, axis=0), axis=0, dtype=np.uint32)
    return Scores(table.languages, costs.tolist(), rows.size)


def _rows(table: Table, text: str) -> NDArray[np.uint32]:
    """For each position the row of the longest known sequence that ends there, where one is known."""
    import numpy as np

    codes = np.frombuffer((_PAD + text).encode("utf-32-le", "replace"), "<u4")
    step, before = codes.itemsize, len(_PAD)
    # A row of the letters at each position, a row of those before them, and so on: the same codes, moved.
    letters = np.ndarray((ORDERS, codes.size - before), "<u4", codes, step * before, (-step, step))
    slots, marks = places(_powers() @ letters, table.bits)
    marks ^= table.slots.take(slots)
    # Rows are in the order of length, so the longest is the greatest; here all bits of a row are turned.
    found: NDArray[np.uint32] = np.minimum.reduce(marks)
    rows: NDArray[np.uint32] = found[found < NO_ROW] ^ np.uint32(NO_ROW)
    return rows


@cache
def _powers() -> Numbers:
    """A row for each length of a sequence: what its letters are multiplied with, the last letter first."""
    import numpy as np

    powers = np.array([_BASE**n * _PRIME % (1 << 64) for n in range(ORDERS)], np.uint64)
    return np.tril(np.tile(powers, (ORDERS, 1)))


def hashes_of(sequences: Numbers) -> Numbers:
    """The hashes of letter sequences of one length, a row of code points each."""
    length = sequences.shape[1]
    hashes: Numbers = sequences[:, ::-1] @ _powers()[length - 1, :length]
    return hashes


def places(hashes: Numbers, bits: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The slots of sequences in a table of ``1 << bits``, and the marks that say a slot is theirs.

    Below the marks are the bits of a row, all of them set: in a slot that is theirs nothing is left of the
    mark when it is turned by them.
    """
    import numpy as np

    marks = (hashes >> (32 - bits)).astype(np.uint32)
    marks |= NO_ROW
    return (hashes >> (64 - bits)).view(np.int64), marks


@cache
def read_table(script: str) -> Table:
    """The table of a script, mapped into memory where it is a file, as it is unless it came in a zip."""
    import numpy as np

    file = files("normtext") / "data" / f"letters-{script.lower()}.bin"
    whole: NDArray[np.uint8]
    if isinstance(file, Path):
        whole = np.asarray(np.memmap(file, np.uint8, "r"))
    else:
        whole = np.frombuffer(file.read_bytes(), np.uint8)
    head = json.loads(whole[:HEAD].tobytes())
    languages = tuple(canonical_tag(tag) for tag in head["languages"])
    rows = HEAD + (4 << head["bits"])
    return Table(languages, whole[HEAD:rows].view("<u4"), whole[rows:].reshape(-1, len(languages)))
