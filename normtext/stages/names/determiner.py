"""The article that a translation put before a name, which goes with the wrong form of it.

"The model of the Embracing Face": the words of a name were read as a noun, so they were given an article.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from normtext.gazetteer import Entry
from normtext.gazetteer.entries import UNSORTED
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.finds import Find
from normtext.stages.names.grammar import DETERMINERS, finite_at, small_words, spaced
from normtext.stages.names.text_context import TextContext

DEFINITE = {"en": ("the",), "nl": ("de", "het"), "de": ("der", "die", "das"), "fr": ("le", "la")}
"""Articles of the languages whose names of companies have none."""

_ANY = frozenset[str]().union(*DETERMINERS.values())
_ENDS_PHRASE = frozenset(",.;:!?)]\"'’”")


def without_article(article: ArticleContext, text: TextContext, find: Find) -> Find:
    """Take in the article before a translated name, where the name itself stands without one."""
    if "translation" not in find.rule and find.rule != "known_form":
        return find
    first = bisect_left(text.tokens.starts, find.start)
    if not _has_article(text, first) or not _ends_phrase(text, find.end):
        return find
    if not _stands_bare(article, find.entry):
        return find
    return replace(find, start=text.tokens.starts[first - 1])


def _has_article(text: TextContext, first: int) -> bool:
    language = text.language.partition("-")[0]
    return (
        first > 0
        and text.tokens.folded[first - 1] in DEFINITE.get("en" if language == "und" else language, ())
        and spaced(text, first - 1)
    )


def _ends_phrase(text: TextContext, end: int) -> bool:
    """Nothing behind it that the article may belong to: "the Embracing Face wrote", not "... model"."""
    if end == len(text.text) or text.text[end] in _ENDS_PHRASE:
        return True
    number = bisect_left(text.tokens.starts, end)
    if text.text[end] != " " or number == len(text.tokens) or text.tokens.starts[number] != end + 1:
        return False
    language = "en" if text.language.partition("-")[0] == "und" else text.language.partition("-")[0]
    return finite_at(text, number) or text.tokens.texts[number] in small_words(language)


def _stands_bare(article: ArticleContext, entry: Entry) -> bool:
    """A company's name has no article; another's where the article has it behind a word that is none."""
    before = [
        (text, text.tokens.texts[hit.first - 1], hit.end)
        for text in article.texts
        for hit in text.right_hits
        if hit.entry.name == entry.name and hit.first and spaced(text, hit.first - 1)
    ]
    if any(word.lower() in _ANY and _ends_phrase(text, end) for text, word, end in before):
        return False
    bare = any(word.islower() and word not in _ANY for _, word, _ in before)
    return entry.kind == "company" or (bare and entry.kind != UNSORTED)
