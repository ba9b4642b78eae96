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
HEAD = 4096
"""Bytes of a table's head, padded JSON; behind it the slots, then the rows."""
_MARK_BITS = 32 - ROW_BITS
_PRIME = 0x9E3779B97F4A7C15
_BASE = 0x100000001B3


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
    """Logarithms of how likely the text is in each language, and how many letters were weighed."""

    languages: tuple[str, ...]
    values: NDArray[np.float64]
    letters: int


def score(text: str, script: str) -> Scores | None:
    """Score a text of one script; None for scripts without a table, and without a known letter."""
    import numpy as np

    if script not in SCRIPTS:
        return None
    table = read_table(script)
    codes = np.frombuffer((text[:MOST].lower()).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    rows = _rows(table, codes)
    rows = rows[rows > 0]
    if not rows.size:
        return None
    costs = table.costs.take(rows, axis=0).sum(axis=0, dtype=np.uint32)
    return Scores(table.languages, costs / -STEP, rows.size)


def _rows(table: Table, codes: Numbers) -> NDArray[np.uint32]:
    """For each position the row of the longest known sequence that ends there; 0 for none.

    Rows are in the order of length, so the longest is the greatest.
    """
    import numpy as np

    size = codes.size
    hashes = np.zeros((ORDERS, size), np.uint64)
    hashes[0] = codes
    scale = 1
    for n in range(1, min(ORDERS, size)):
        # h(abc) = (a * B + b) * B + c: a sequence one longer puts a letter before the shorter one.
        scale = scale * _BASE & 0xFFFFFFFFFFFFFFFF
        np.multiply(codes[: size - n], np.uint64(scale), out=hashes[n, n:])
        hashes[n, n:] += hashes[n - 1, n:]
    slots, marks = places(hashes, table.bits)
    found = table.slots.take(slots)
    marks ^= found >> np.uint32(ROW_BITS)
    found &= np.uint32((1 << ROW_BITS) - 1)
    found[marks != 0] = 0
    return found.max(axis=0)  # type: ignore[no-any-return]


def hashes_of(sequences: Numbers) -> Numbers:
    """The hashes of letter sequences of one length, a row of code points each."""
    import numpy as np

    hashes = np.zeros(len(sequences), np.uint64)
    for column in range(sequences.shape[1]):
        hashes = hashes * np.uint64(_BASE) + sequences[:, column]
    return hashes


def places(hashes: Numbers, bits: int) -> tuple[Numbers, NDArray[np.uint32]]:
    """The slots of sequences in a table of ``1 << bits``, and the marks that say a slot is theirs."""
    import numpy as np

    mixed = hashes * np.uint64(_PRIME)
    marks = (mixed >> np.uint64(64 - bits - _MARK_BITS)).astype(np.uint32)
    marks &= np.uint32((1 << _MARK_BITS) - 1)
    return mixed >> np.uint64(64 - bits), marks


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
