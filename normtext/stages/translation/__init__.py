"""Texts and the names in them to English, every name verified.

sentences.py  sentences with offsets; abbreviations that do not end one
guard.py      is this a translation at all?
quotes.py     quotation marks that got lost at the edges of a sentence
ladder.py     did the names arrive, and what to do where they did not
stage.py      all sentences of an article through an engine, and back into texts
"""

from normtext.stages.translation.sentences import split_sentences
from normtext.stages.translation.stage import NameSpan, SourceText, Translation, translate_texts

__all__ = ["NameSpan", "SourceText", "Translation", "split_sentences", "translate_texts"]
