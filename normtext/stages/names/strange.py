"""Words that a translation seems to have left behind: no repair is known, a person should look.

Two kinds, each rare in clean text: a capitalised word of another language within English prose
("argued for a Middenweg"), and a capitalised compound one half of which is a verb form that nobody
uses ("Air-Happed environments").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from normtext import words
from normtext.stages.names.context import ArticleContext, TextContext

USUAL = 2.5  # Zipf, in the other language; rarer words are too often names
RARE = 1.0  # Zipf, of the half of a compound
SHORTEST = 6  # letters
OTHERS = ("nl", "de", "fr", "es", "pt", "it")

_WORD = regex.compile(r"(?<=\p{Ll},? )\p{Lu}\p{Ll}{5,}(?= \p{Ll}|[,.;])")
_COMPOUND = regex.compile(r"(?<=\p{Ll},? )(\p{Lu}\p{Ll}+)-(\p{Lu}\p{Ll}+(?:ed|ing|able|tion))(?= \p{Ll})")
_ARTICLE = regex.compile(r"\b(?:an?|the|this|that|its|their|his|her|any|some|no)\s$")


@dataclass(frozen=True, slots=True)
class StrangeWord:
    """A word of one of the texts that a person should look at.

    Attributes:
        text: index of the text.
        start, end: its offsets.
        reason: one sentence for a person.
    """

    text: int
    start: int
    end: int
    reason: str


def strange_words(article: ArticleContext) -> Iterator[StrangeWord]:
    """Find them in the English texts of an article."""
    for number, text in enumerate(article.texts):
        if text.language.partition("-")[0] == "en" and not text.is_headline_case:
            yield from _foreign(article, text, number)
            yield from _compounds(article, text, number)


def _foreign(article: ArticleContext, text: TextContext, number: int) -> Iterator[StrangeWord]:
    """An article in front, so that it is no name, and only another language's list has it."""
    for match in _WORD.finditer(text.text):
        word = match[0]
        if not _ARTICLE.search(text.text, max(0, match.start() - 8), match.start()):
            continue
        if _is_named(article, text, match.start(), match.end()) or words.is_known(word, "en"):
            continue
        language = next((tag for tag in OTHERS if words.is_ordinary(word, tag, USUAL)), None)
        if language:
            reason = f"{word!r} is a word of another language ({language}) in English prose"
            yield StrangeWord(number, match.start(), match.end(), reason)


def _compounds(article: ArticleContext, text: TextContext, number: int) -> Iterator[StrangeWord]:
    for match in _COMPOUND.finditer(text.text):
        if words.zipf(match[2]) < RARE and not _is_named(article, text, match.start(), match.end()):
            reason = (
                f"{match[0]!r}: {match[2].lower()!r} is hardly a word; it may be a translation gone wrong"
            )
            yield StrangeWord(number, match.start(), match.end(), reason)


def _is_named(article: ArticleContext, text: TextContext, start: int, end: int) -> bool:
    """A name of the gazetteer, an address, or a word that the article uses again."""
    return bool(
        text.right.overlapping(start, end)
        or text.is_untouchable(start, end)
        or article.count_of(text.text[start:end]) > 1
    )
