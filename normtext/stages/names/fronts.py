"""Rule: a name run together with the word before it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext import words
from normtext.folding import fold, key_of
from normtext.gazetteer.entries import RIGHT, UNSORTED
from normtext.gazetteer.records import Key
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.glued import is_long_enough
from normtext.stages.names.labels import is_about_a_program
from normtext.stages.names.shapes import INNER, same_letters
from normtext.stages.names.text_context import TextContext

GLUED_FRONT = 0.9  # of 670 made in clean articles 530 came back, none wrongly
FRONT_TWICE = 2  # times that an article may have it; what it has oftener is a name
LONGEST_NAME = 6  # words
MIN_FRONT = 4  # letters of a word that is no small one
SOME_FRONT = 3.5  # Zipf of a word that no identifier begins with, "criticized"
COMMON_FRONT = 5.0  # Zipf of others: "president", 5.2
SOME_WORD = 0.1  # Zipf: any word that is not rare

_FRONT = regex.compile(r"^\p{Ll}{2,}(?=\p{Lu})")
_BEFORE = ("", " ", "(", "\n", "\N{NO-BREAK SPACE}", "\N{LEFT DOUBLE QUOTATION MARK}")
_SMALL = frozenset(
    """
    the of and or by to in on at from with for as an is are was were has had have that this than when while
    but if not its their his her our into over under about against between after before since until like via
    where which who whether because although though says said calls called
    """.split()
)
_OF_SWITCHES = frozenset("with from is has on to for as".split())
_PROGRAMS = frozenset({"tool", "dataset", "benchmark", "product"})
"""Identifiers that begin so, "withRedis", "isReact", have programs behind."""
_OF_BRANDS = frozenset("the on my our your".split())
_OF_IDENTIFIERS = frozenset(
    "load make read send call test from with open find show take create update delete search save".split()
)


def glued_front(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A small word and a right name in one: "theOpenAI plan", "fromHugging Face", "formatsGPT-4o"."""
    fronts = glued_fronts(article)
    for number, word in enumerate(text.tokens.texts):
        if word in fronts and _stands_apart(text, number):
            at = text.tokens.starts[number] + len(fronts[word])
            key = _right_at(article, text, at, number)
            if key and _is_told(article, text, fronts[word], key) and article.permits(key.entry):
                start, end = text.tokens.starts[number], at + len(key.form.text)
                after = f"{fronts[word]} {text.text[at:end]}"
                reason = f"the ordinary word {fronts[word]!r} and {key.form.text!r} have run together"
                yield Find(start, end, key.entry, after, "glued_name", GLUED_FRONT, reason)


@once
def glued_fronts(article: ArticleContext) -> dict[str, str]:
    """The words that may be an ordinary word and a name, "theOpenAI", each with the ordinary word."""
    matches = ((word, _FRONT.match(word)) for word in article.words_with_capitals_inside)
    found = {word: match[0] for word, match in matches if match}
    if not found or is_about_a_program(article):
        return {}
    return {word: front for word, front in found.items() if article.occurrences[fold(word)] <= FRONT_TWICE}


def _stands_apart(text: TextContext, number: int) -> bool:
    start = text.tokens.starts[number]
    return text.text[max(0, start - 1) : start] in _BEFORE


def _right_at(article: ArticleContext, text: TextContext, start: int, number: int) -> Key | None:
    """The longest right form that stands from an offset within a token on, letter for letter."""
    for end in reversed(text.tokens.ends[number : number + LONGEST_NAME]):
        surface = text.text[start:end]
        for key in article.index.keys(key_of(surface)):
            if key.form.kind in RIGHT and same_letters(key.form.text, surface):
                return key
    return None


def _is_told(article: ArticleContext, text: TextContext, front: str, key: Key) -> bool:
    """Tell by the words that it is no handle ("theGuardian") and no identifier ("useState")."""
    form = key.form.text
    if not is_long_enough(article, key.entry, form) or key.entry.case_sensitive or not form[0].isupper():
        return False
    language = grammar.language_of(text)
    known = article.names_rightly(key.entry) and not text.is_plain_word(key.entry, form)
    strange = " " in form or bool(INNER.search(form)) or not text.ordinary(form, SOME_WORD)
    if front in _OF_SWITCHES and key.entry.kind in _PROGRAMS:
        return False
    if front in ("is", "has") and key.entry.kind == UNSORTED and " " not in form:
        return False
    if front in (_SMALL if language == "en" else grammar.small_words(language)):
        return strange or (known and (key.entry.kind != UNSORTED or front not in _OF_BRANDS))
    if front.endswith("s") and len(front) >= MIN_FRONT and any(map(str.isdigit, form)):
        return text.ordinary(front)  # not "useGPT4", an identifier
    no_identifier = " " in form or front.endswith(("ed", "ing"))
    least = SOME_FRONT if no_identifier else COMMON_FRONT
    common = len(front) >= MIN_FRONT and words.is_ordinary(front, language, least)
    return common and known and strange and front not in _OF_IDENTIFIERS
