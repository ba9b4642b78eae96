"""Texts and the names in them to English, every name verified.

sentences.py  sentences with offsets; abbreviations that do not end one
terms.py      what has to come through: names, URLs and the like, the caller's strings, a glossary
arrival.py    did it come through?
guard.py      is this a translation at all?
numbers.py    do its numbers and units stand in it? (figures.py, number_words.py: how they are read)
plain.py      a sentence as the engine gets to see it
marks.py      stand-ins for terms; probes.py finds out which a model keeps
alignment.py  what has become of a name that did not arrive
unknown.py    names that no gazetteer knows
pieces.py     a sentence translated part by part
quotes.py     quotation marks that got lost at the edges of a sentence
attempts.py   one sentence on its way, and all that was tried with it
ladder.py     what to do where something did not arrive, and in which order
stage.py      all sentences of an article through an engine, and back into texts
"""

from normtext.stages.translation.ladder import Means
from normtext.stages.translation.marks import STYLES, rank_styles
from normtext.stages.translation.sentences import split_sentences
from normtext.stages.translation.stage import NameSpan, SourceText, Translation, translate_texts
from normtext.stages.translation.terms import Terms

__all__ = [
    "STYLES",
    "Means",
    "NameSpan",
    "SourceText",
    "Terms",
    "Translation",
    "rank_styles",
    "split_sentences",
    "translate_texts",
]
