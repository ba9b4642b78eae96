"""Reading a file of names: its size, its encoding, where in it a mistake is; and what is asked of it."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from normtext.errors import GazetteerError
from normtext.gazetteer.entries import KINDS

MOST_BYTES = 64 * 2**20
"""A hundred thousand entries with ten forms each are 30 MB of TOML; what is larger is something else."""

Foreign = Literal["translation", "alias"]
Remarks = Counter[str]
"""What a person should know of an import, and how often: "patterns with LEMMA, skipped" -> 3."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file beforehand.

    Attributes:
        format: one of ``FORMATS``; None: told by the suffix and the first lines.
        source: BCP 47 tag of the first column of a glossary of pairs.
        target: BCP 47 tag of its second column; of other glossaries the language of the names, where
            that is not English.
        foreign: what a form in another language than the name is: a ``translation``, to be repaired
            to the name, or an ``alias``, right in its language. None: a translation in glossaries
            for machine translation, an alias in termbases.
        kind: kind of the entries, where the file does not say.
    """

    format: str | None = None
    source: str | None = None
    target: str | None = None
    foreign: Foreign | None = None
    kind: str = "name"


def mistake(where: str, line: int, said: str) -> GazetteerError:
    """Build the error for a mistake in a line of a file."""
    return GazetteerError(f"{where}: line {line}: {said}")


def read_text(path: Path) -> str:
    """Read a file in UTF-8, or in UTF-16 with its mark (what Excel calls "Unicode text").

    Raises:
        GazetteerError: it cannot be read, or is no such text, or is too large.
    """
    if path.is_dir():
        raise GazetteerError(f"{path}: is a folder, not a gazetteer file")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise GazetteerError(f"{path}: no such file") from error
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise GazetteerError(
            f"{path}: is larger than {MOST_BYTES // 2**20} MB; split it into files by topic or letter"
        )
    return _decoded(data, path)


def _decoded(data: bytes, path: Path) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = encoding.partition("-sig")[0].upper()
        raise GazetteerError(
            f"{path}: line {line}: is not {name} (byte {error.start}); save it as UTF-8"
        ) from error


def clean(text: str) -> str:
    """A form as it is kept: NFC, no white space around it."""
    return unicodedata.normalize("NFC", text.strip())


def checked_kind(kind: str, where: str) -> str:
    """Return ``kind`` where there is such a kind of name; ``where`` begins the message."""
    if kind not in KINDS:
        raise GazetteerError(f"{where}: unknown kind {kind!r}; known: {', '.join(sorted(KINDS))}")
    return kind
