"""Rule: near forms, "Huffging Face", "Openi", "Antropic".

A rare capitalised word in clean text is nearly always a name of its own: Cusco is not Cisco, Samsun
not Samsung. So a word that any list knows is never taken for a misspelling, and a single strange
word is repaired only where the article itself speaks for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from normtext import words
from normtext.folding import Token, fold
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.records import Key
from normtext.stages.names.again import stands_elsewhere
from normtext.stages.names.context import ArticleContext, once, right_forms
from normtext.stages.names.finds import Find
from normtext.stages.names.glued import starts_sentence
from normtext.stages.names.shapes import DECIMALS, digits, has_gap
from normtext.stages.names.text_context import TextContext

# Edits allowed for a folded name of so many letters (optimal string alignment distance).
BUDGETS = ((4, 0), (7, 1), (11, 2), (10_000, 3))
MIN_SIMILARITY = 0.6  # of a single word in a name whose other words all stand rightly
PERSON_SIMILARITY = 0.75  # people share first names; their surnames must be closer
NEAR_KNOWN = 0.9  # near, and the article names the entity rightly elsewhere
NEAR_PARTLY = 0.86  # one word of the name damaged, the others right
NEAR_STRANGE = 0.8  # a long word with one letter off, its first and last letters right
NEAR_AMONG_OTHERS = 0.76  # near, and other names of the article were surely damaged
NEAR_UNSURE = 0.6  # near, but nothing else in the article speaks for it
NEAR_CAMEL = 0.5  # capitals inside look chosen: "OpenAPI" is not "OpenAI"
NEAR_CAMEL_KNOWN = 0.8  # a letter lost inside a part: "TensorFow", where the article has "TensorFlow"
SHORT_PART = 3  # letters left of that part
TIE = 0.4  # two entries are equally near, or the right name stands beside it
LONG_ENOUGH = 6  # letters of one that may be, where other names are damaged
LONG_WORD = 8  # letters from which one edit is no accident
LONG_NAME = 10  # letters from which a name of several words is known without its spaces
INFLECTION = 4  # letters an ending has at most
_ENDINGS = frozenset("aeinst")  # that stand behind a word, and may be its last letter as well

SPELT = frozenset({"en", "nl", "fr", "de", "es", "pt", "it", "sv", "da", "nb", "ca"})
"""Languages that leave names as they are; where names are inflected, a strange ending is grammar."""
PEOPLE = frozenset({"person"})
NEVER_SLIPS = frozenset({"person", UNSORTED})
"""Kinds of which a word a slip away may well be another name."""

SINGULAR = frozenset({"company", "laboratory", "product", "model", "tool", "dataset", "benchmark"})
"""Kinds of which two of nearly the same name hardly meet in one article, as universities and people do."""

_CANDIDATE = regex.compile(r"^\p{Lu}\p{Ll}{3,}$")
_CAMEL = regex.compile(r"^(?=.{4})\p{Lu}[\p{L}\p{M}]*\p{Lu}[\p{L}\p{M}]*$")
_GLUED = regex.compile(r"^(\p{Lu}\p{Ll}{3,})(\p{Lu}\p{Ll}+)$")
_CAPITALS = regex.compile(r"\p{Lu}")
_GAP = regex.compile(r"[\s-]+")
_LETTERS = regex.compile(r"^\p{ASCII}+$")


@dataclass(frozen=True, slots=True)
class Near:
    """A form that a stretch of the text is near to, and what to think of it."""

    key: Key
    confidence: float
    why: str


def spelling(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Words that no list knows and that are nearly a name whose kind is told, or a part of one."""
    suspects = _suspects(article, text.languages)
    if not text.has_any(suspects.keys()) or text.is_upper_case:
        return
    covered = text.covered
    for number, word in enumerate(text.tokens.texts):
        if word in suspects and number not in covered:
            found = _partly_right(article, text, number) or _near(article, text, number, suspects[word])
            if found:
                yield found


def is_spelt(article: ArticleContext, text: TextContext) -> bool:
    """Tell whether the rule has something to look for: kinds of names, in a language that keeps names."""
    return article.index.has_kinds and text.language.partition("-")[0] in SPELT


@once
def _known_suspects(_article: ArticleContext) -> dict[tuple[str, ...], dict[str, str]]:
    return {}


def _suspects(article: ArticleContext, languages: tuple[str, ...]) -> dict[str, str]:
    """The words of the article that may be damaged names, each with the part of it that may be one."""
    known = _known_suspects(article)
    if languages not in known:
        fronts = ((word, _suspect(word, languages)) for word in article.unusual_words)
        known[languages] = {word: front for word, front in fronts if front}
    return known[languages]


@lru_cache(maxsize=16384)
def _suspect(word: str, languages: tuple[str, ...]) -> str:
    """The word, or its front where a sentence start is glued to it, if it may be a damaged name; or ""."""
    glued = _GLUED.match(word)
    if glued and starts_sentence(glued[2], languages):
        word = glued[1]
    looks_like_name = _CANDIDATE.match(word) or _CAMEL.match(word)
    if not looks_like_name or any(words.is_ordinary(word, tag, 0.1) for tag in languages):
        return ""
    return word


def _budget(length: int) -> int:
    return next(budget for longest, budget in BUDGETS if length <= longest)


def _near(article: ArticleContext, text: TextContext, number: int, front: str) -> Find | None:
    """A whole name of one word, nearly: within a budget of edits that grows with its length."""
    folded = fold(front)
    alike = article.index.alike(folded, _budget(len(folded)))
    if not alike or right_forms(article.index, folded):
        return None
    start = text.tokens.starts[number]
    token = Token(start, start + len(front), front, folded)
    near = [
        (distance, key)
        for key, distance in alike
        if 0 < distance <= _budget(len(key.joined))
        and _may_be(key, token)
        and _may_be_in_other_case(article, token, key)
        and article.permits(key.entry)
    ]
    if not near:
        return None
    near.sort(key=lambda pair: (pair[0], -article.right[pair[1].entry.name], pair[1].entry.name))
    distance, best = near[0]
    confidence, why = _near_confidence(article, text, token, best, distance)
    if confidence > NEAR_UNSURE and text.known(token.text):
        confidence, why = NEAR_UNSURE, "but word lists know the word"
    rivals = {key.entry.name for d, key in near if d == distance}
    if len(rivals) > 1 and not article.names_rightly(best.entry):
        confidence, why = min(confidence, TIE), f"{len(rivals)} names are equally near"
    return _find(text, (token.start, token.end), Near(best, confidence, f"{_letters(distance)} off; {why}"))


def _letters(count: int) -> str:
    return "one letter" if count == 1 else f"{count} letters"


def _may_be(key: Key, token: Token) -> bool:
    """One word for one word; no version, no acronym, no inflected form."""
    form = key.form.text
    one_word = len(key.tokens) == 1 or bool(_CAMEL.match(token.text)) or len(key.joined) >= LONG_NAME
    return (
        one_word
        and not form.isupper()
        and digits(form) == digits(token.text)
        and not _is_inflected(token.folded, key.joined)
    )


def _may_be_in_other_case(article: ArticleContext, token: Token, key: Key) -> bool:
    """A name whose case tells it from a word is misspelt only in a long word, where the article has it."""
    if not key.entry.case_sensitive:
        return True
    is_one_word = len(key.tokens) == 1
    return is_one_word and article.names_rightly(key.entry) and len(token.text) >= LONG_WORD


def _is_inflected(one: str, other: str) -> bool:
    """One is the other with an ending: "Microsofts", "Mistrala"; not "Broadcomm", its last letter twice."""
    short, long_ = sorted((one, other), key=len)
    ending = long_[len(short) :]
    is_doubled = ending == short[-1:] and ending not in _ENDINGS
    return long_.startswith(short) and len(ending) <= INFLECTION and not is_doubled


def _near_confidence(
    article: ArticleContext, text: TextContext, token: Token, key: Key, distance: int
) -> tuple[float, str]:
    if _CAMEL.match(token.text):
        if article.names_rightly(key.entry) and has_gap(token.text, key.form.text, SHORT_PART):
            return NEAR_CAMEL_KNOWN, "the article names it rightly elsewhere"
        if article.is_damaged and distance == 1 and _differs_in_small_letters(token.text, key.form.text):
            return NEAR_AMONG_OTHERS, "other names of the article are damaged"
        return NEAR_CAMEL, "but the capitals inside look chosen"
    if article.occurrences[token.folded] > max(1, article.right[key.entry.name]):
        return TIE, "but the article writes it so again and again"
    if article.names_rightly(key.entry):
        if key.form.text in text.sentence_around(token.start, token.end):
            return TIE, "but the right name stands in the same sentence"
        if _ends_otherwise(token, key):
            return NEAR_UNSURE, "but another ending often makes another name"
        return NEAR_KNOWN, "the article names it rightly elsewhere"
    if text.is_plain_word(key.entry, key.form.text):
        return TIE, "but the name is an ordinary word"
    if key.entry.kind not in NEVER_SLIPS and _is_slip(token, key, distance):
        return NEAR_STRANGE, "no word list knows the word"
    is_long = len(token.folded) >= LONG_ENOUGH and distance == 1 and not _ends_otherwise(token, key)
    if article.is_damaged and is_long and key.entry.kind not in NEVER_SLIPS:
        return NEAR_AMONG_OTHERS, "other names of the article are damaged"
    return NEAR_UNSURE, "but nothing else in the article speaks for it"


def _differs_in_small_letters(word: str, form: str) -> bool:
    """ "LibriSpeach": the capitals are the name's, so that it is no other of its kin, as "MMBench" is."""
    capitals = [char for char in word if char.isupper()], [char for char in form if char.isupper()]
    return capitals[0] == capitals[1] and not word.isupper() and len(word) > LONG_WORD


def _ends_otherwise(token: Token, key: Key) -> bool:
    """ "Postgrey" for "Postgres": another last letter in its place."""
    one, other = token.folded, key.joined
    return len(one) == len(other) and one[-1] != other[-1] and one[-2:] != other[:-3:-1]


def _is_slip(token: Token, key: Key, distance: int) -> bool:
    """A long word with a letter lost, doubled or out of place in its middle; another letter: another name."""
    ends_right = token.folded[0] == key.joined[0] and token.folded[-1] == key.joined[-1]
    if len(token.folded) == len(key.joined) and sorted(token.folded) != sorted(key.joined):
        return False
    plain = bool(_LETTERS.match(key.form.text)) and key.form.text.replace(" ", "").isalpha()
    return distance == 1 and len(token.folded) >= LONG_WORD and ends_right and plain


def _partly_right(article: ArticleContext, text: TextContext, number: int) -> Find | None:
    """A name of several words, all of them right but this one: "Huffging Face"."""
    best: tuple[float, Find] | None = None
    folded = text.tokens.folded
    for step in (1, -1):
        if not 0 <= number + step < len(folded):
            continue
        for key, place in article.index.beside(folded[number + step], step, folded[number][:1]):
            found = _aligned(article, text, number, place, key)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _aligned(
    article: ArticleContext, text: TextContext, number: int, place: int, key: Key
) -> tuple[float, Find] | None:
    """Lay the form over the text, its word at ``place`` over the strange word; compare the rest."""
    shift = number - place
    if shift < 0 or shift + len(key.tokens) > len(text.tokens):
        return None
    behind = shift + len(key.tokens)
    others = (*text.tokens.folded[shift:number], *text.tokens.folded[number + 1 : behind])
    if others != (*key.tokens[:place], *key.tokens[place + 1 :]):
        return None
    window = text.tokens[shift:behind]
    if not _one_name(text, window, key):
        return None
    likeness = _likeness(window[place], key.tokens[place], key.entry.kind)
    if not likeness or not article.permits(key.entry):
        return None
    word = window[place].text
    if text.known(word) and not (article.names_rightly(key.entry) and key.entry.kind in SINGULAR):
        return None
    surface = text.text[window[0].start : window[-1].end]
    if _is_another_camel(word, key.form.text) or stands_elsewhere(article, key.entry, surface, window[place]):
        return None
    confidence, why = _partly_confidence(article, text, window, key)
    reason = f"{window[place].text!r} is no known word, the rest of the name stands rightly; {why}"
    return likeness, _find(text, (window[0].start, window[-1].end), Near(key, confidence, reason))


def _is_another_camel(word: str, form: str) -> bool:
    """ "ResNeXt-50" is not ResNet-50: its parts, as its capitals show them, are not those of the name."""
    if not _CAMEL.match(word):
        return False
    return not any(len(_CAPITALS.findall(own)) == len(_CAPITALS.findall(word)) for own in _GAP.split(form))


def _likeness(token: Token, own: str, kind: str) -> float:
    """How like two words are; 0 where one is not the other, damaged."""
    from rapidfuzz.distance import OSA

    if token.folded[0] != own[0] or _is_inflected(token.folded, own):
        return 0.0
    likeness = float(OSA.normalized_similarity(token.folded, own))
    return likeness if likeness >= (PERSON_SIMILARITY if kind in PEOPLE else MIN_SIMILARITY) else 0.0


def _partly_confidence(
    article: ArticleContext, text: TextContext, window: list[Token], key: Key
) -> tuple[float, str]:
    if article.names_rightly(key.entry):
        if key.form.text in text.sentence_around(window[0].start, window[-1].end):
            return TIE, "but the right name stands in the same sentence"
        return NEAR_KNOWN, "the article names it rightly elsewhere"
    if key.entry.kind in PEOPLE and not article.keeps_company(key.entry):
        return NEAR_UNSURE, "but it may be another person"
    return NEAR_PARTLY, "no other name is so near"


def _one_name(text: TextContext, window: list[Token], key: Key) -> bool:
    """Capitalised words with nothing but a space or a hyphen between them, and no version behind them."""
    if DECIMALS.match(text.text, window[-1].end):
        return False
    gaps = [text.text[a.end : b.start] for a, b in itertools.pairwise(window)]
    surface = text.text[window[0].start : window[-1].end]
    return (
        all(gap in (" ", "-", "\N{NO-BREAK SPACE}") for gap in gaps)
        and all(not token.text[0].islower() for token in window)
        and not key.form.text.isupper()
        and not key.entry.case_sensitive
        and digits(key.form.text) == digits(surface)
    )


def _find(text: TextContext, span: tuple[int, int], near: Near) -> Find:
    start, end = span
    form = near.key.form.text
    glued = text.text[end : end + 1].isalpha()
    rule = "spelling+glued_name" if glued else "spelling"
    reason = f"{text.text[start:end]!r} for {form!r}: {near.why}"
    return Find(start, end, near.key.entry, form + " " * glued, rule, near.confidence, reason)
