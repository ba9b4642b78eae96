"""Rule: a name run together with the word after it, where a link or a line was cut."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext import words
from normtext.folding import Token
from normtext.gazetteer.entries import RIGHT
from normtext.gazetteer.records import Hit
from normtext.stages.names.context import COMPOUNDING, ArticleContext, TextContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.shapes import INNER, same_letters

SENTENCE_WORD = 6.0  # Zipf: the hundred or so words that begin sentences ("In", "He", "The")
SOLID_WORD = 4.5  # Zipf: an everyday word ("claim", 4.95)
GLUED_CAPITAL = 0.92
GLUED_LOWER = 0.88
LOST_APOSTROPHE = 0.8  # none on 1.9 million words of clean English
DOUBLED_GENITIVE = 0.85
SOME_WORD = 0.1  # Zipf: any word that is not rare; "Williams's" is no genitive of William
_DOUBLED = regex.compile(r"s['’]s(?!\p{L})")
_DESCRIBES = regex.compile(r"^\p{Ll}{2,}(?:ly|al|ive|ful|ous|ic|less|ble|ary)$")
_OWNERS = frozenset({"company", "laboratory", "organization", "agency", "person"})
_SEVERAL = regex.compile(r"(?i)\b(?:two|three|many|several|few|all|some|these|those|other|more|\d+)\s$")
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
_GENITIVE_HEAD = regex.compile(r"s\p{Lu}[\p{L}\d]")
_GENITIVE = regex.compile(r"['’]s(?=\p{Lu}[\p{L}\d])")

_CAPITALISED = regex.compile(r"^\p{Lu}\p{Ll}*$")
_ENDS_IN_CAPITALS = regex.compile(r"\p{Ll}\p{Lu}{2}$")  # "OpenAIhe"


def glued_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right or folded form and, in the same word, an ordinary word: "GoogleIn", "Olympic Coderthat"."""
    for hit in text.odd_hits:
        if hit.whole or hit.form.kind not in RIGHT or hit.end - hit.start < MIN_NAME:
            continue
        if text.text[hit.start] != hit.form.text[0] and text.text[hit.start].islower():
            continue
        rest = text.text[hit.end : text.tokens[hit.last].end]
        confidence = rest_confidence(text, hit, rest)
        if confidence and _name_fits(text, hit) and article.permits(hit.entry):
            reason = f"{hit.form.text!r} and the ordinary word {rest!r} have run together"
            yield Find(hit.start, hit.end, hit.entry, hit.form.text + " ", "glued_name", confidence, reason)


def starts_sentence(word: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a capitalised word is one with which sentences begin: "In", "He", "However"."""
    return len(word) > 1 and (
        word in _STARTERS or any(words.is_ordinary(word, tag, SENTENCE_WORD) for tag in languages)
    )


def glued_possessive(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name in the genitive and the next word in one: "Anthropic'sDario Amodei"."""
    for hit in text.right_hits:
        genitive = _GENITIVE.match(text.text, hit.end)
        if genitive:
            end = genitive.end()
            surface = text.text[hit.start : end]
            reason = f"{surface!r} and the word behind it have run together"
            yield Find(hit.start, end, hit.entry, surface + " ", "glued_possessive", GLUED_CAPITAL, reason)


@once
def glued_genitives(article: ArticleContext) -> frozenset[str]:
    """The words that may be the end of a genitive and another word, "sDario"."""
    return frozenset([w for w in article.unusual_words if w[0] == "s" and _GENITIVE_HEAD.match(w)])


def lost_apostrophe(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name whose genitive has lost its apostrophe: "AI2s completely open models".

    Only in English, where "AI2s" before an adjective or a noun is no plural, and only for names of
    which there is one.
    """
    if text.language.partition("-")[0] != "en":
        return
    for hit in text.odd_hits:
        if hit.whole or hit.entry.kind not in _OWNERS or hit.form.kind not in RIGHT:
            continue
        token = text.tokens[hit.last]
        following = text.tokens[hit.last + 1] if hit.last + 1 < len(text.tokens) else None
        if (
            text.text[hit.end : token.end] == "s"
            and same_letters(text.surface(hit), hit.form.text)
            and following is not None
            and text.text[token.end : following.start] == " "
            and _is_owned(text, following)
            and not text.known(token.text)
            and not _SEVERAL.search(text.text, max(0, hit.start - 12), hit.start)
        ):
            surface = text.text[hit.start : token.end]
            reason = f"{surface!r} is the genitive of {hit.form.text!r} without its apostrophe"
            after = hit.form.text + "'s"
            yield Find(hit.start, token.end, hit.entry, after, "lost_apostrophe", LOST_APOSTROPHE, reason)


def doubled_genitive(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A name that the article has rightly, twice in the genitive: "LeBrons's assists"."""
    if not _DOUBLED.search(text.text):
        return
    for hit in text.odd_hits:
        token = text.tokens[hit.last]
        if (
            not hit.whole
            and hit.form.kind in RIGHT
            and text.text[hit.end : token.end] == "s"
            and same_letters(text.surface(hit), hit.form.text)
            and not text.ordinary(token.text, SOME_WORD)
            and article.names_rightly(hit.entry)
            and (doubled := _DOUBLED.match(text.text, hit.end))
        ):
            reason = f"{text.text[hit.start : doubled.end()]!r} is {hit.form.text!r} twice in the genitive"
            yield Find(
                hit.start, token.end, hit.entry, hit.form.text, "doubled_genitive", DOUBLED_GENITIVE, reason
            )


def _is_owned(text: TextContext, following: Token) -> bool:
    """An adverb or an adjective, by its ending; behind a noun or a verb a plural may stand."""
    return bool(_DESCRIBES.search(following.text)) and text.ordinary(following.text)


def rest_confidence(text: TextContext, hit: Hit, rest: str) -> float:
    """How sure it is that ``rest`` is a word of its own; 0 where it is not."""
    joined = text.tokens[hit.last].text
    if text.ordinary(joined, 0.1) or not rest.isalpha():
        return 0.0
    if _CAPITALISED.match(rest):
        starts = starts_sentence(rest, text.languages)
        return GLUED_CAPITAL if starts and not hit.entry.case_sensitive else 0.0
    if not rest.islower() or rest in _COMBINING or text.language.partition("-")[0] in COMPOUNDING:
        return 0.0
    several_words = hit.first != hit.last or bool(INNER.search(hit.form.text))
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
    if hit.first == hit.last and " " in hit.form.text:
        return False  # "HawaiiNewsNow": who joins all words does so on purpose
    heads = [token.text[0] for token in text.tokens[hit.first : hit.last + 1]]
    if hit.first != hit.last and surface.startswith(hit.form.text.partition(" ")[0] + " "):
        return surface.casefold() == hit.form.text.casefold()
    return all(not head.islower() for head in heads) and not surface.isupper()
