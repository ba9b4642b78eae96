"""The names: entries, their files, and the index that finds them in text."""

from normtext.gazetteer.conflicts import Claim, Conflict
from normtext.gazetteer.entries import FORM_KINDS, KINDS, Entry, Form, Note
from normtext.gazetteer.gazetteer import Gazetteer

__all__ = ["FORM_KINDS", "KINDS", "Claim", "Conflict", "Entry", "Form", "Gazetteer", "Note"]
