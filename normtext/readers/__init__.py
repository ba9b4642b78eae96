"""Readers: a source in some format to a Document."""

from normtext.readers.detect import find_sources, load, load_many
from normtext.readers.records import BadRecord, Loaded
from normtext.readers.sniff import looks_like_html

__all__ = ["BadRecord", "Loaded", "find_sources", "load", "load_many", "looks_like_html"]
