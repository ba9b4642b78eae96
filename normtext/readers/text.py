"""Plain text to a Document: the document text is the decoded text."""

from __future__ import annotations

from normtext.document import Document, Metadata


def read_text(text: str, *, url: str | None = None, name: str | None = None) -> Document:
    """Read plain text; it stays as it stands."""
    return Document(text, "text/plain", metadata=Metadata(url=url), name=name)
