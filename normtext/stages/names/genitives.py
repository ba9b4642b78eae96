"""Rules: a genitive in -'s run together with the next word, without its apostrophe, or said twice."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext import words
from normtext.folding import Token
from normtext.gazetteer.entries import RIGHT, UNSORTED
from normtext.gazetteer.records import Hit
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.shapes import same_letters
from normtext.stages.names.text_context import TextContext

GLUED_GENITIVE = 0.92
_OF_MANY = frozenset({"are", "were", "have", "themselves", "of", "in", "and", "or"})
LOST_APOSTROPHE = 0.8  # none on 2.6 million words of clean English, Dutch, French and German
DOUBLED_GENITIVE = 0.85
SOME_WORD = 0.1  # Zipf: any word that is not rare; "Williams's" is no genitive of William
GLUED_WORD = 3.5  # Zipf of the word behind the genitive, "answer" in "sanswer"
MIN_GLUED = 3  # letters of it: "'sin" may be anything

_DOUBLED = regex.compile(r"s['’]s(?!\p{L})")
_GENITIVE_HEAD = regex.compile(r"s\p{Lu}[\p{L}\d]")
_GENITIVE = regex.compile(r"['’]s(?=\p{L}[\p{L}\d])")

_PARTED = regex.compile(r"['’] s(?= \p{L})")
_QUOTES = ("'", "\N{LEFT SINGLE QUOTATION MARK}")

_OWNERS = frozenset({"company", "laboratory", "organization", "agency", "person"})
_SEVERAL = frozenset(
    """
    the these those such a an her his our their my your its one two three four five ten many several few all
    some any other more most both no
    """.split()
)
_DESCRIBES = regex.compile(r"^\p{Ll}{2,}(?:ly|al|ive|ful|ous|ic|less|ble|ary)$")
_WORD = regex.compile(r"^\p{Ll}{3,}$")
_NO_OWNED = regex.compile(r"(?:ed|ly|where|ways|wards?|times|doors|seas)$")

# What may follow a plural, and is no noun.
_NO_NOUNS = frozenset(
    """
    who whom whose they them she you his him her hers it this that are were have had will would can could may
    might must shall should does did don doesn didn won wouldn can cannot aren weren need dare let being been
    able alike ago apart away aside else worth free full ready aware due old themselves itself like per etc
    perhaps besides whereas plus minus versus always yes thus tend
    flew grew knew drew went came gave saw began wrote drove rode chose broke spoke stole fell took swore
    """.split()
)


_OWNED = frozenset("CEO CTO CFO COO CIO CPO CISO AI API APIs IPO LLM LLMs GPU GPUs TPU TPUs".split())
"""What companies have, in capitals: "Microsofts CEO"."""
_BEFORE_NOUNS = frozenset("own first last next latest second free".split())


def has_parted_genitive(_article: ArticleContext, text: TextContext) -> bool:
    """Tell whether an -s stands by itself behind an apostrophe, as in hardly any text."""
    return "' s " in text.text or "\N{RIGHT SINGLE QUOTATION MARK} s " in text.text


def parted_genitive(_article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name and its genitive parted: "OpenAI' s answer"."""
    for hit in text.right_hits:
        parted = _PARTED.match(text.text, hit.end)
        if parted and text.text[max(0, hit.start - 1) : hit.start] not in _QUOTES:
            surface = text.text[hit.start : parted.end()]
            reason = f"{surface!r} has a space within its genitive"
            after = surface.replace(" s", "s")
            yield Find(hit.start, parted.end(), hit.entry, after, "lost_apostrophe", GLUED_GENITIVE, reason)


def glued_possessive(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name in the genitive and the next word in one: "Anthropic'sDario", "Google'sanswer"."""
    glued = glued_genitives(article)
    for hit in text.right_hits:
        genitive = _GENITIVE.match(text.text, hit.end)
        if text.text[max(0, hit.start - 1) : hit.start] in _QUOTES:
            continue
        if genitive and hit.last + 1 < len(text.tokens) and text.tokens.texts[hit.last + 1] in glued:
            end = genitive.end()
            surface = text.text[hit.start : end]
            reason = f"{surface!r} and the word behind it have run together"
            yield Find(hit.start, end, hit.entry, surface + " ", "glued_possessive", GLUED_GENITIVE, reason)


@once
def glued_genitives(article: ArticleContext) -> frozenset[str]:
    """The words that may be the end of a genitive and another word, "sDario", "sanswer"."""
    listed = words.listed()
    beginning = [word for word in article.words if word[0] == "s" and len(word) > 1]
    # Nearly all are words of which no list has the rest: "shall" and "hall" are few.
    return frozenset([w for w in beginning if (w[1:] in listed or not w.islower()) and _is_glued(w)])


def _is_glued(word: str) -> bool:
    if not word.islower():
        return bool(_GENITIVE_HEAD.match(word))
    return len(word) > MIN_GLUED and words.zipf(word[1:]) >= GLUED_WORD


def lost_apostrophe(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right name whose genitive has lost its apostrophe: "AI2s completely open models".

    Only in English, before a noun that belongs to the owner, and only for names of which there is one.
    """
    if text.language.partition("-")[0] != "en":
        return
    for hit in text.odd_hits:
        if hit.whole or hit.form.kind not in RIGHT:
            continue
        token = text.tokens[hit.last]
        if (
            text.text[hit.end : token.end] == "s"
            and same_letters(text.surface(hit), hit.form.text)
            and _is_no_plural(article, text, hit)
            and (_owns(text, hit) or _has_no_plural(article, text, hit))
        ):
            surface = text.text[hit.start : token.end]
            reason = f"{surface!r} is the genitive of {hit.form.text!r} without its apostrophe"
            after = hit.form.text + "'s"
            yield Find(hit.start, token.end, hit.entry, after, "lost_apostrophe", LOST_APOSTROPHE, reason)


def _is_no_plural(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """There is one of what the name names, and the word with its -s is no other word."""
    if _is_counted(text, hit.first):
        return False
    word, kind = text.tokens[hit.last].text, hit.entry.kind
    if kind == UNSORTED:
        return _is_only_one(article, text, hit)
    if not text.known(word) or (hit.form.text.isupper() and len(hit.form.text) > 2):
        return kind in _OWNERS
    if kind not in _OWNERS or not (article.names_rightly(hit.entry) or article.is_damaged):
        return False
    return hit.first != hit.last or not text.ordinary(word, SOME_WORD)


def _is_only_one(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """A name of unknown kind that the article has rightly, and with its -s nowhere else."""
    word = text.tokens[hit.last].text
    surface = text.text[hit.start : hit.end] + "s"
    if not article.names_rightly(hit.entry) or article.count_of(surface) > 1 or hit.form.text.isupper():
        return False
    if not text.known(word) or hit.first != hit.last:
        return not word[:1].isdigit()
    before = text.tokens.texts[hit.first - 1] if hit.first and grammar.spaced(text, hit.first - 1) else ""
    return not text.ordinary(word, SOME_WORD) and before.islower()  # "John Moores" is no Moore


def _has_no_plural(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "OpenAIs can call": behind a capital or a digit the -s shows; the article has the name alone, too."""
    following = text.following(hit._replace(end=text.tokens[hit.last].end))
    return (
        hit.entry.kind in _OWNERS
        and not hit.form.text[-1].islower()
        and article.right[hit.entry.name] > 1
        and following is not None
        and following.folded not in _OF_MANY
        and not following.folded.endswith(("ing", "ly"))
    )


def _is_counted(text: TextContext, number: int) -> bool:
    """Behind a determiner or a number, perhaps with an adjective: "two OpenAIs", "the new Googles"."""
    before = [word.lower() for word in text.tokens.texts[max(0, number - 2) : number]]
    if not before or not grammar.spaced(text, number - 1):
        return False
    if before[-1] in _SEVERAL or before[-1].isdigit():
        return not (before[-1].isdigit() and before[0] in grammar.PREPOSITIONS["en"])  # "In 2024"
    return before[0] in _SEVERAL and before[-1] not in grammar.small_words("en") | grammar.FINITE["en"]


def _owns(text: TextContext, hit: Hit) -> bool:
    """What follows is a noun, or an adjective before one, and no verb of which a plural is the subject."""
    following = text.tokens[hit.last + 1] if hit.last + 1 < len(text.tokens) else None
    if following is None or not grammar.spaced(text, hit.last) or text.is_headline_case:
        return False
    if following.text in _OWNED:
        return True
    if following.text[0].isupper():
        return any(
            right.first == hit.last + 1 and right.entry.name != hit.entry.name for right in text.right_hits
        )
    word = following.text
    if _DESCRIBES.search(word) and text.ordinary(word) and not text.known(text.tokens.texts[hit.last]):
        return True
    if word in _BEFORE_NOUNS and grammar.spaced(text, hit.last + 1):
        return _is_noun(text, text.tokens[hit.last + 2])
    if not _is_noun(text, following) or grammar.finite_at(text, hit.last + 1):
        return False
    is_noun = not grammar.may_be_verb(word) or (word.endswith("s") and not word.endswith("ss"))
    return _is_noun_here(text, hit) if _is_verb(text, hit) else is_noun or _is_noun_here(text, hit)


def _is_verb(text: TextContext, hit: Hit) -> bool:
    """ "She googles people": with the -s it is a verb that some list knows."""
    name = text.text[text.tokens.starts[hit.last] : hit.end]
    return grammar.may_be_verb(name) and text.known(text.tokens.texts[hit.last])


def _is_noun(text: TextContext, token: Token) -> bool:
    """An everyday word that is none of those that do not stand behind a genitive."""
    word = token.text
    return (
        bool(_WORD.match(word))
        and text.ordinary(word)
        and word not in _NO_NOUNS
        and word not in grammar.small_words("en")
        and word not in grammar.PASTS
        and not _NO_OWNED.search(word)
    )


def _is_noun_here(text: TextContext, hit: Hit) -> bool:
    """ "plan", "answer": what may be a verb as well has one behind it, or stands behind one, or "of"."""
    number = hit.last + 1
    if grammar.finite_at(text, number + 1) and grammar.spaced(text, number):
        return True
    following = text.tokens.texts[number + 1] if grammar.spaced(text, number) else ""
    ends = not following or (following in grammar.small_words("en") and following != "to")
    return ends and (grammar.follows_preposition(text, hit.first) or _follows_verb(text, hit.first))


def _follows_verb(text: TextContext, number: int) -> bool:
    """Behind a word in lower case that may be a verb, of which the owned thing is the object."""
    if number == 0 or not grammar.spaced(text, number - 1):
        return False
    before = text.tokens.texts[number - 1]
    may_be = before.islower() and before not in grammar.small_words("en") and grammar.may_be_verb(before)
    return may_be or before in grammar.FINITE["en"]


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
