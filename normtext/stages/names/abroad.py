"""Names with a piece of another language in them: "Mistral IA", "Hugging Visage"."""

from __future__ import annotations

from normtext import words
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import ABROAD, PAIR, SAME
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.doubts import DOUBTFUL
from normtext.stages.names.localised import LOCALISED, pair_kinds
from normtext.stages.names.text_context import TextContext

# Checked on the development benchmark and on 2.6 million clean words in four languages: no edit there.
ACRONYM = 0.9  # the acronym is another language's, the rest as it should be
HALF_TRANSLATED = 0.85  # a word is, and the right name stands elsewhere


def has_foreign_piece(article: ArticleContext, found: Alignment) -> bool:
    """Tell whether a piece is an acronym of another language, or its word in a name that the article has."""
    return _has_foreign_acronym(found) or _is_half_translated(article, found)


def of_foreign_piece(article: ArticleContext, text: TextContext, found: Alignment, sure: float) -> float:
    """The confidence of such a find, ``sure`` by its evidence alone."""
    if not _has_foreign_acronym(found):
        return max(sure, HALF_TRANSLATED)
    if not _may_be_foreign(article, text, found) or None in found.placed or found.extra:
        return min(sure, DOUBTFUL)
    return max(sure, ACRONYM) if _is_the_rest_right(found, ABROAD) else sure


def _has_foreign_acronym(found: Alignment) -> bool:
    return any(spot and spot[1].kind == ABROAD for spot in found.placed)


def _may_be_foreign(article: ArticleContext, text: TextContext, found: Alignment) -> bool:
    """ "Mistral IA" is damage in English; not "to scale IA", nor where the article says what "IA" means."""
    if text.text[found.start].islower() and not found.pattern.key.form.text[0].islower():
        return False
    if article.names_rightly(found.pattern.key.entry):
        return True
    acronyms = [found.view.units[spot[0]].text for spot in found.placed if spot and spot[1].kind == ABROAD]
    is_explained = any(f"({acronyms[0]})" in other.text for other in article.texts)
    return text.languages == ("en",) and not is_explained


def _is_half_translated(article: ArticleContext, found: Alignment) -> bool:
    """ "Hugging Visage", where the article has the right name, or others damaged: one word is foreign."""
    entry = found.pattern.key.entry
    expected = article.names_rightly(entry) or (article.is_damaged and entry.kind != UNSORTED)
    if not expected or not _is_the_rest_right(found, PAIR):
        return False
    if found.view.text.languages != ("en",) and entry.kind in LOCALISED:
        return False  # "Google Assistente" is what Portuguese calls it
    n, relation = next(spot for spot in found.placed if spot and spot[1].kind == PAIR)
    word = found.view.units[n].text
    is_foreign = "foreign" in pair_kinds(found, n, relation.word)
    return is_foreign and word[0].isupper() and not words.is_ordinary(word, "en")


def _is_the_rest_right(found: Alignment, kind: str) -> bool:
    """One piece of this kind, all others the same, in their order and with nothing between."""
    kinds = [spot[1].kind if spot else "" for spot in found.placed]
    places = [spot[0] for spot in found.placed if spot]
    return (
        len(kinds) > 1
        and kinds.count(kind) == 1
        and kinds.count(SAME) == len(kinds) - 1
        and places == sorted(places)
        and not found.extra
    )
