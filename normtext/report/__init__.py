"""A report over a corpus of articles: languages, names, damage, warnings, and a list to search."""

from normtext.report.listing import Listing
from normtext.report.page import page_of
from normtext.report.reading import Corpus, Seen
from normtext.report.survey import Survey

__all__ = ["Corpus", "Listing", "Seen", "Survey", "page_of"]
