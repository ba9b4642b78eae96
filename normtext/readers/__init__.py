"""Readers: a source in some format to a Document."""

from normtext.readers.detect import find_sources, load, load_many, looks_like_html
from normtext.readers.records import BadRecord, Loaded

__all__ = ["BadRecord", "Loaded", "find_sources", "load", "load_many", "looks_like_html"]
