"""Words that look like a translation gone wrong: no repair is known, a person should look.

A capitalised compound one half of which is a verb form that nobody uses ("Air-Happed environments") is
rare in clean text. What is left in another language is found by the language stage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from normtext import words
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.text_context import TextContext

RARE = 1.0  # Zipf, of the half of a compound

_COMPOUND = regex.compile(r"(?<=\p{Ll},? )(\p{Lu}\p{Ll}+)-(\p{Lu}\p{Ll}+(?:ed|ing|able|tion))(?= \p{Ll})")


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
        if text.language.partition("-")[0] == "en":
            found = [*_compounds(article, text, number)]
            if found and not text.is_headline_case:
                yield from found


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
