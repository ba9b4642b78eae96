"""Names with a version in them: where their spaces and hyphens are a slip, and where a habit.

"GPT4o", "Llama-3.1" and "o3 mini" are how many write; "GPT-4 o" and "Gemini 2.5Pro" nobody does.
"""

from __future__ import annotations

import regex

from normtext import words
from normtext.gazetteer import Form
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.labels import is_about_a_program
from normtext.stages.names.text_context import TextContext

AMONG_OTHERS = 0.78  # a matter of style, but the article has damaged names that are none
WEAK = 0.5  # ordinary words, or a matter of style: a suggestion
SHORTEST = 4  # letters and digits of a name that is known with its parts torn off: not "T 5"
_IDENTIFIER = "-_/.:@\\"
_LONE = regex.compile(r"(?<=\d) \p{Ll}(?:$| \d)|(?<=[\p{L}\d])[ -]\p{Lu} \d+$")
_COUNTED = regex.compile(r"^(\p{L}+) \d+$")  # "A 100", "Books 3"
_WORD_BEHIND = regex.compile(r"\d\p{Lu}\p{Ll}{2,}")


def is_torn_version(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """Tell whether a letter came off a number, or a word clings to one: "DeepSeek-R 1"."""
    surface = text.surface(hit)
    if hit.entry.kind == UNSORTED or surface.islower() or not _is_free(text, hit):
        return False
    if is_about_a_program(article) or article.count_of(surface) > 1:
        return False
    return _is_torn(surface, hit.form)


def _is_free(text: TextContext, hit: Hit) -> bool:
    """No part of an identifier, "Llama-4-Maverick-17B"."""
    before, behind = text.text[max(0, hit.start - 1) : hit.start], text.text[hit.end : hit.end + 2]
    if before and before in _IDENTIFIER:
        return False
    return not (behind[:1] and behind[0] in _IDENTIFIER and behind[1:].isalnum())


def _is_torn(surface: str, form: Form) -> bool:
    """A letter stands by itself that belongs to a number, or a word clings to one."""
    if sum(map(str.isalnum, surface)) < SHORTEST:
        return False
    parted, glued = _LONE.search(surface), _WORD_BEHIND.search(surface)
    return bool(parted and not _LONE.search(form.text)) or bool(glued and not _WORD_BEHIND.search(form.text))


def style_confidence(article: ArticleContext, hit: Hit, surface: str, why: str) -> tuple[float, str]:
    """What is a matter of style, but where the article has other names that are damaged."""
    lost_capital = surface[0].islower() > hit.form.text[0].islower()
    if not article.is_damaged or hit.entry.kind == UNSORTED or lost_capital:
        return WEAK, why
    counted = _COUNTED.match(surface)
    if counted and not article.names_rightly(hit.entry) and (len(counted[1]) == 1 or words.zipf(counted[1])):
        return WEAK, why
    return AMONG_OTHERS, f"{why}, and other names of the article are damaged"
