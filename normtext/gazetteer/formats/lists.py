"""Plain lists: a name a line, ``#`` begins a comment where it begins a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from normtext.errors import GazetteerError
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats.files import Reading, Remarks, clean, mistake

# The longest names of the shipped gazetteer have 9 words and 61 characters; a line of an article is longer.
LONGEST_NAME = 80
MOST_WORDS = 10
SHOWN = 40
"""Characters of such a line in the message."""

_COMMENT = regex.compile(r"(?:^|(?<=\s))#.*")  # "C#" and "F#" are names


def parse(text: str, where: str, reading: Reading, _remarks: Remarks) -> Iterator[Entry]:
    """One canonical name a line; ``where`` is the file, for messages."""
    for number, line in enumerate(text.splitlines(), 1):
        name = clean(_COMMENT.sub("", line))
        if is_too_long(name):
            raise mistake(
                where, number, f"too long for a name, so this is not a list of names: {name[:SHOWN]!r}..."
            )
        if name:
            yield Entry(name, reading.kind)


def is_too_long(name: str) -> bool:
    """Tell whether a text is longer than names are."""
    return len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """The canonical names, a line each; nothing else of the entries can stand in a list.

    Raises:
        GazetteerError: a name that a list cannot hold.
    """
    for entry in entries:
        name = entry.name
        if len(name.splitlines()) != 1 or _COMMENT.search(name) or is_too_long(name):
            raise GazetteerError(f"a plain list cannot hold the name {name[:SHOWN]!r}; save as .toml or .csv")
        yield f"{name}\n"
