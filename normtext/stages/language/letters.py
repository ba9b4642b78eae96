"""The careful opinion: how likely a text's letters are in each language of its script.

A character 5-gram model with back-off for 62 languages of four scripts (the other scripts tell
by themselves), from the tables that ``scripts/build_language.py`` builds.
"""

from __future__ import annotations

import json
import struct
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from normtext.stages.language.tags import canonical_tag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

SCRIPTS = ("Latn", "Cyrl", "Arab", "Deva")
"""Scripts whose languages letters tell apart; the tables are named after them."""
ABSENT = 255
STEP = 8
"""Steps to a natural logarithm in the tables."""
UNSEEN = 18
"""Steps that a sequence costs which a language lacks, on top of its shorter end."""
NEVER = 96
"""Steps of a letter that a language lacks."""
MOST = 240
"""Characters that are looked at: two sentences leave little open that letters could tell."""
_BITS = 21  # seven in a hundred sequences lose their slot to a shorter one
_ROW = 20  # bits of a slot that hold the row; the others tell whether the slot is that sequence's
_ORDERS = 5
_PRIME = 0x9E3779B97F4A7C15
_BASE = 0x100000001B3


class Table(NamedTuple):
    """One script's languages: slots by hash, and a row of costs for each sequence."""

    languages: tuple[str, ...]
    slots: NDArray[np.uint32]
    costs: NDArray[np.uint8]


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
    rows = _rows(table.slots, codes)
    rows = rows[rows > 0]
    if not rows.size:
        return None
    costs = table.costs.take(rows, axis=0).sum(axis=0, dtype=np.uint32)
    return Scores(table.languages, costs / -STEP, rows.size)


def _rows(slots: NDArray[np.uint32], codes: Numbers) -> NDArray[np.uint32]:
    """For each position the row of the longest known sequence that ends there; 0 for none.

    Rows are in the order of length, so the longest is the greatest.
    """
    import numpy as np

    size = codes.size
    hashes = np.zeros((_ORDERS, size), np.uint64)
    hashes[0] = codes
    scale = 1
    for n in range(1, min(_ORDERS, size)):
        # h(abc) = (a * B + b) * B + c: a sequence one longer puts a letter before the shorter one.
        scale = scale * _BASE & 0xFFFFFFFFFFFFFFFF
        np.multiply(codes[: size - n], np.uint64(scale), out=hashes[n, n:])
        hashes[n, n:] += hashes[n - 1, n:]
    hashes *= np.uint64(_PRIME)
    found = slots.take(hashes >> np.uint64(64 - _BITS))
    marks = (hashes >> np.uint64(64 - _BITS - 32 + _ROW)).astype(np.uint32)
    marks ^= found >> np.uint32(_ROW)
    marks &= np.uint32((1 << (32 - _ROW)) - 1)
    found &= np.uint32((1 << _ROW) - 1)
    found[marks != 0] = 0
    return found.max(axis=0)  # type: ignore[no-any-return]


@cache
def read_table(script: str) -> Table:
    """The table of a script, read once a process (a tenth of a second for the Latin one)."""
    file = files("normtext") / "data" / f"letters-{script.lower()}.bin"
    whole = memoryview(zlib.decompress(file.read_bytes()))
    parts: list[memoryview] = []
    at = 0
    while at < len(whole):
        (size,) = struct.unpack_from("<I", whole, at)
        parts.append(whole[at + 4 : at + 4 + size])
        at += 4 + size
    return _table(json.loads(bytes(parts[0])), parts[1], parts[2])


def _table(head: dict[str, Any], letters: memoryview, matrix: memoryview) -> Table:
    import numpy as np

    languages = tuple(canonical_tag(tag) for tag in head["languages"])
    counts = list(head["counts"])
    stored = np.frombuffer(matrix, np.uint8)
    codes = np.frombuffer(letters, np.uint32).astype(np.uint64)
    costs = np.zeros((len(languages), 1 + sum(counts)), np.uint8)
    slots = np.zeros(1 << _BITS, np.uint32)
    hashed = []
    at, row = 0, 1
    known, known_rows = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for n, count in enumerate(counts, 1):
        sequences = codes[at : at + n * count].reshape(count, n)
        own = stored.reshape(len(languages), -1)[:, row - 1 : row - 1 + count]
        into = costs[:, row : row + count]
        if n == 1:
            into[:] = NEVER
        elif count:
            shorter = costs.take(known_rows[np.searchsorted(known, _hash(sequences[:, 1:]))], axis=1)
            np.minimum(shorter, 250 - UNSEEN, out=shorter)
            np.add(shorter, UNSEEN, out=into)
        np.copyto(into, own, where=own != ABSENT)
        hashes = _hash(sequences)
        order = np.argsort(hashes)
        known, known_rows = hashes[order], order + row
        hashed.append((hashes * np.uint64(_PRIME), np.arange(row, row + count, dtype=np.uint64)))
        at, row = at + n * count, row + count
    for mixed, rows in reversed(hashed):  # where two share a slot the shorter stays: it is the commoner
        marks = mixed >> np.uint64(64 - _BITS - 32 + _ROW) & np.uint64((1 << (32 - _ROW)) - 1)
        slots[mixed >> np.uint64(64 - _BITS)] = (marks << np.uint64(_ROW) | rows).astype(np.uint32)
    return Table(languages, slots, np.ascontiguousarray(costs.T))


def _hash(sequences: Numbers) -> Numbers:
    import numpy as np

    hashes = np.zeros(len(sequences), np.uint64)
    for column in range(sequences.shape[1]):
        hashes = hashes * np.uint64(_BASE) + sequences[:, column]
    return hashes
