"""Rules: a known wrong form, a literal translation."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext.folding import has_no_spaces, key_of
from normtext.gazetteer.entries import RIGHT
from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext, right_forms
from normtext.stages.names.finds import Find
from normtext.stages.names.shapes import same_letters
from normtext.stages.names.text_context import TextContext

KNOWN_STRANGE = 0.97  # a listed form with a word in it that no word list knows
KNOWN_EVIDENCE = 0.9  # the article names the entity rightly elsewhere
KNOWN_CAPITALS = 0.88  # capitalised where nothing else asks for capitals
KNOWN_BARE = 0.5  # it may be the ordinary words, and nothing says that it is not

# "A hugging face is the emoji": with an article in front, in lower case, the words mean themselves.
_DETERMINER = regex.compile(
    r"(?i)(?:^|[\s\"'’“(])(?:a|an|the|this|that|een|het|de|dit|deze|un|une|le|la|les|ce|cette|ein|eine|einen|"
    r"das|der|die|dieses|una|el|los|las|um|uma|o|il|lo|este|esta|ese)\s+$"
)


def known_form(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Forms that the gazetteer lists as wrong: mangled ones and literal translations."""
    for hit in text.odd_hits:
        if not hit.whole or hit.form.kind in RIGHT or not article.permits(hit.entry):
            continue
        if _means_something_else(text, hit) or _is_folded(article, text, hit):
            continue
        surface = text.surface(hit)
        if hit.form.kind == "mangled" and _case_fits(hit, surface):
            confidence, why = _of_mangled(article, text, hit)
            reason = f"{surface!r} is a known mangled form of {hit.entry.name!r}; {why}"
            after = _as_the_article_has_it(article, hit)
            yield Find(hit.start, hit.end, hit.entry, after, "known_form", confidence, reason)
        elif hit.form.kind == "translation":
            confidence, why = _of_translation(article, text, hit)
            reason = f"{surface!r} is a literal translation of {hit.entry.name!r}; {why}"
            yield Find(
                hit.start, hit.end, hit.entry, hit.entry.name, "literal_translation", confidence, reason
            )


def _as_the_article_has_it(article: ArticleContext, hit: Hit) -> str:
    """ "Nvidia", where the article writes that and not "NVIDIA"."""
    name = hit.entry.name
    same = (alias for alias in hit.entry.aliases if alias.casefold() == name.casefold())
    return max((name, *same), key=article.count_of)


def _means_something_else(text: TextContext, hit: Hit) -> bool:
    """ "Embracing face-to-face meetings", "hugging the face of a toy": ordinary words that go on."""
    if not text.tokens.texts[hit.last].islower():
        return False
    behind = text.text[hit.end : hit.end + 4]
    return (behind[:1] == "-" and behind[1:2].isalpha()) or behind == " of "


def _is_folded(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "AI action plan", where "AI Actionplan" is listed: the right name in another case; see folded.py."""
    surface = text.surface(hit)
    return not same_letters(surface, hit.form.text) and any(
        entry is hit.entry for entry, _ in right_forms(article.index, key_of(surface))
    )


def _case_fits(hit: Hit, surface: str) -> bool:
    """One word must stand as it is listed: "OpenAl" with a small L is listed, "OpenAL" is a library."""
    return hit.first != hit.last or same_letters(surface, hit.form.text)


def _of_mangled(article: ArticleContext, text: TextContext, hit: Hit) -> tuple[float, str]:
    tokens = text.tokens[hit.first : hit.last + 1]
    if hit.entry.kind == "person" and not article.keeps_company(hit.entry):
        return KNOWN_BARE, "it may be another person"
    if not all(text.ordinary(token.text, 0.1) for token in tokens):
        return KNOWN_STRANGE, "not all of it is everyday words"
    if article.names_rightly(hit.entry):
        return KNOWN_EVIDENCE, "the article names it rightly elsewhere"
    return _by_capitals(text, hit)


def _of_translation(article: ArticleContext, text: TextContext, hit: Hit) -> tuple[float, str]:
    # German nouns are capitalised anyway.
    words = text.tokens.texts[hit.first : hit.last + (text.language[:2] != "de")] or [text.surface(hit)]
    is_lower = all(word.islower() or (word.isupper() and len(word) > 1) for word in words)
    means_itself = is_lower and (
        bool(_DETERMINER.search(text.text[max(0, hit.start - 10) : hit.start]))
        or _is_a_word_itself(text, hit)
    )
    if article.names_rightly(hit.entry) and not means_itself:
        return KNOWN_EVIDENCE, "the article names it rightly elsewhere"
    if has_no_spaces(hit.form.text):
        return KNOWN_BARE, "nothing else in the article names it"
    return _by_capitals(text, hit)


def _is_a_word_itself(text: TextContext, hit: Hit) -> bool:
    """ "Le réchauffement anthropique": one word in lower case where "Anthropique" is listed."""
    return hit.first == hit.last and hit.form.text.istitle() and text.surface(hit).islower()


def _by_capitals(text: TextContext, hit: Hit) -> tuple[float, str]:
    tokens = text.tokens[hit.first : hit.last + 1]
    heads = [token.text[0] for token in tokens if not token.text[0].isdigit()]
    capitals = len(heads) > 1 and all(map(str.isupper, heads))
    # German nouns are capitalised, and adjectives at the head of a sentence.
    if capitals and not text.is_headline_case and text.language.partition("-")[0] not in ("de", "und"):
        return KNOWN_CAPITALS, "its words are capitalised"
    return KNOWN_BARE, "it may be ordinary words"
