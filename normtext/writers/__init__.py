"""Writers: articles to text, in the formats of the command line and for callers of their own."""

from normtext.writers.base import FORMATS, Writer, get, guess

__all__ = ["FORMATS", "Writer", "get", "guess"]
