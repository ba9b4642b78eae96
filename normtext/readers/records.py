"""What reading a source yields."""

from __future__ import annotations

from dataclasses import dataclass

from normtext.document import Document


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document and where it is from.

    Attributes:
        document: the document.
        sha256: hex digest of the bytes it was read from; of a str: of its UTF-8.
    """

    document: Document
    sha256: str


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record of a JSON source that is no article.

    Attributes:
        name: the file, and the number of the line in it: ``articles.jsonl:12``.
        line: the number of the line, from 1; in a JSON document the number of the record.
        reason: what is wrong with it.
    """

    name: str
    line: int
    reason: str
