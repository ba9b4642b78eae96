"""Names on which a collection agrees: read it once to learn them, once more to repair by them."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from normtext import words
from normtext.folding import key_of
from normtext.gazetteer import Gazetteer
from normtext.gazetteer.learning import Learned

Source = TypeVar("Source")

NEEDED = 2.0
"""Evidence from which a collection's spelling of a name is believed, see ``Learned.evidence``: two sound
articles, or one that has the name three times, or two damaged ones that have it often."""
ORDINARY = 3.0
"""Zipf frequency from which a lone word repairs nothing: "Paris" is too near too much else."""


def agreed(learned: Iterable[Learned], known: Gazetteer) -> Gazetteer:
    """The learned names that repair others: well attested, and news to the gazetteer in use.

    Args:
        learned: what the first reading found.
        known: the gazetteer in use; what it has is its own business, whatever the collection writes.
    """
    sure = (name for name in learned if name.evidence >= NEEDED and not _is_plain_word(name.name))
    return unknown_to(known, Gazetteer(name.entry() for name in sure))


def _is_plain_word(name: str) -> bool:
    return " " not in name and words.is_ordinary(name, "en", ORDINARY)


def unknown_to(known: Gazetteer, given: Gazetteer) -> Gazetteer:
    """The entries of ``given`` whose name is no form of an entry of ``known``, however it is written."""
    keys = {key_of(form.text) for entry in known for form in entry.forms()}
    return Gazetteer(entry for entry in given if key_of(entry.name) not in keys)


@contextmanager
def twice(sources: Iterable[Source]) -> Iterator[tuple[Iterable[Source], Iterable[Source]]]:
    """Give sources for two readings, one after the other, of which the first is read to its end.

    A sequence is read twice as it is. Everything else is written to a nameless temporary file on
    the way, which is gone when the block is left, and when the process ends in whatever way.
    """
    if isinstance(sources, Sequence):
        yield sources, sources
        return
    with tempfile.TemporaryFile(prefix="normtext-") as file:
        yield _written_down(sources, file), _read_back(file)


def _written_down(sources: Iterable[Source], file: BinaryIO) -> Iterator[Source]:
    for source in sources:
        # Objects of other libraries that stand for a path need not be picklable.
        kept = Path(source) if isinstance(source, os.PathLike) else source
        pickle.dump(kept, file, pickle.HIGHEST_PROTOCOL)
        yield source


def _read_back(file: BinaryIO) -> Iterator[Source]:
    file.seek(0)
    while True:
        try:
            source: Source = pickle.load(file)  # our own, from a file that nobody else can open
        except EOFError:
            return
        yield source
