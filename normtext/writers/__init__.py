"""Writers: articles to text, in the formats of the command line and for callers of their own."""

from normtext.writers.base import FORMATS, SUFFIXES, Writer, get, guess

__all__ = ["FORMATS", "SUFFIXES", "Writer", "get", "guess"]
