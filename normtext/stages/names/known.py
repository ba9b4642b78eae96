"""Rules: a known wrong form, a literal translation."""

from __future__ import annotations

from collections.abc import Iterator

from normtext.gazetteer.index import Hit
from normtext.stages.names.context import ArticleContext, TextContext
from normtext.stages.names.finds import Find

KNOWN_STRANGE = 0.97  # a listed form with a word in it that no word list knows
KNOWN_CAPITALS = 0.88  # ordinary words, but capitalised where nothing else asks for capitals
KNOWN_EVIDENCE = 0.9  # ordinary words, and the article names the entity rightly elsewhere
KNOWN_BARE = 0.5  # ordinary words and no evidence


def known_form(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Forms that the gazetteer lists as wrong: mangled ones and literal translations."""
    for hit in text.hits:
        if hit.whole and hit.form.kind in ("mangled", "translation") and article.permits(hit.entry):
            confidence, why = _confidence(article, text, hit)
            kind = "mangled form" if hit.form.kind == "mangled" else "literal translation"
            reason = f"{hit.form.text!r} is a known {kind} of {hit.entry.name!r}; {why}"
            rule = "known_form" if hit.form.kind == "mangled" else "literal_translation"
            yield Find(hit.start, hit.end, hit.entry, hit.entry.name, rule, confidence, reason)


def _confidence(article: ArticleContext, text: TextContext, hit: Hit) -> tuple[float, str]:
    tokens = text.tokens[hit.first : hit.last + 1]
    if not all(text.ordinary(token.text) for token in tokens):
        return KNOWN_STRANGE, "not all of it is ordinary words"
    if article.names_rightly(hit.entry):
        return KNOWN_EVIDENCE, "the article names it rightly elsewhere"
    capitals = all(token.text[0].isupper() for token in tokens) and len(tokens) > 1
    if capitals and not text.is_headline_case and text.language.partition("-")[0] != "de":
        return KNOWN_CAPITALS, "its words are capitalised"
    return KNOWN_BARE, "it may be ordinary words"
