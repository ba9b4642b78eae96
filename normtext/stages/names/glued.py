"""Rule: a name run together with the word after it, where a link or a line was cut."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext.gazetteer.index import Hit
from normtext.stages.names.context import COMPOUNDING, ArticleContext, TextContext, is_right, same_letters
from normtext.stages.names.finds import Find

SENTENCE_WORD = 6.0  # Zipf: the hundred or so words that begin sentences ("In", "He", "The")
SOLID_WORD = 4.5  # Zipf: an everyday word ("claim", 4.95)
GLUED_CAPITAL = 0.92
GLUED_LOWER = 0.88
MIN_NAME = 4  # letters: a shorter name at the front of a word is chance

# Words that make new words: a "Congresswoman" is no accident.
_COMBINING = frozenset(
    """
    woman women man men person people like wide based side land ship work works time line house book
    room way day days ware world proof less free able style type speak gate core base
    """.split()
)

# Words that begin sentences and are rarer than the hundred commonest.
_STARTERS = frozenset(
    "However Meanwhile Moreover Although Because After Before Since While When Their There These Those "
    "According Instead Yet Despite Until Unlike Both Each Such Its Another Still Also Now Then Here".split()
)
_GENITIVE = regex.compile(r"['’]s(?=\p{Lu}[\p{L}\d])")

_CAPITALISED = regex.compile(r"^\p{Lu}\p{Ll}*$")
_ENDS_IN_CAPITALS = regex.compile(r"\p{Ll}\p{Lu}{2}$")  # "OpenAIhe"
_INNER = regex.compile(r"\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\d")


def glued_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right or folded form and, in the same word, an ordinary word: "GoogleIn", "Olympic Coderthat"."""
    for hit in text.hits:
        if hit.whole or hit.form.kind not in ("canonical", "alias") or hit.end - hit.start < MIN_NAME:
            continue
        if text.text[hit.start] != hit.form.text[0] and text.text[hit.start].islower():
            continue
        rest = text.text[hit.end : text.tokens[hit.last].end]
        confidence = rest_confidence(text, hit, rest)
        if confidence and _name_fits(text, hit) and article.permits(hit.entry):
            reason = f"{hit.form.text!r} and the ordinary word {rest!r} have run together"
            yield Find(hit.start, hit.end, hit.entry, hit.form.text + " ", "glued_name", confidence, reason)


def starts_sentence(text: TextContext, word: str) -> bool:
    """Tell whether a capitalised word is one with which sentences begin: "In", "He", "However"."""
    return len(word) > 1 and (word in _STARTERS or text.ordinary(word, SENTENCE_WORD))


def glued_possessive(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name in the genitive and the next word in one: "Anthropic'sDario Amodei"."""
    for hit in text.hits:
        if hit.whole and is_right(text, hit):
            genitive = _GENITIVE.match(text.text, hit.end)
            if genitive:
                surface = text.text[hit.start : genitive.end()]
                reason = f"{surface!r} and the word behind it have run together"
                end = genitive.end()
                yield Find(
                    hit.start, end, hit.entry, surface + " ", "glued_possessive", GLUED_CAPITAL, reason
                )


def rest_confidence(text: TextContext, hit: Hit, rest: str) -> float:
    """How sure it is that ``rest`` is a word of its own; 0 where it is not."""
    joined = text.tokens[hit.last].text
    if text.ordinary(joined, 0.1) or not rest.isalpha():
        return 0.0
    if _CAPITALISED.match(rest):
        return GLUED_CAPITAL if starts_sentence(text, rest) and not hit.entry.case_sensitive else 0.0
    if not rest.islower() or rest in _COMBINING or text.language.partition("-")[0] in COMPOUNDING:
        return 0.0
    several_words = hit.first != hit.last or bool(_INNER.search(hit.form.text))
    is_compound = joined[0].islower()  # "gridlines", not "gridsaid"
    if several_words and not is_compound and len(rest) >= 4 and text.ordinary(rest, SOLID_WORD):
        return GLUED_LOWER
    short = 2 if _ENDS_IN_CAPITALS.search(hit.form.text) and text.language[:2] == "en" else 3
    is_function_word = len(rest) >= short and text.ordinary(rest, SENTENCE_WORD)
    return (
        GLUED_LOWER
        if is_function_word and (several_words or not text.is_plain_word(hit.entry, hit.form.text))
        else 0.0
    )


def _name_fits(text: TextContext, hit: Hit) -> bool:
    """The name part must look like the name: its own letters, or its first word, or words in capitals."""
    surface = text.surface(hit)
    if same_letters(surface, hit.form.text):
        return True
    if hit.entry.case_sensitive or text.is_plain_word(hit.entry, hit.form.text):
        return False
    heads = [token.text[0] for token in text.tokens[hit.first : hit.last + 1]]
    if hit.first != hit.last and surface.startswith(hit.form.text.partition(" ")[0] + " "):
        return surface.casefold() == hit.form.text.casefold()
    return all(not head.islower() for head in heads) and not surface.isupper()
