"""Rule: near forms, "Huffging Face", "Openi", "Antropic"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import regex

from normtext.gazetteer.index import Key, Token, fold
from normtext.stages.names.context import ArticleContext, TextContext
from normtext.stages.names.finds import Find
from normtext.stages.names.glued import SENTENCE_WORD

# Edits allowed for a folded name of so many letters (optimal string alignment distance).
BUDGETS = ((4, 0), (7, 1), (11, 2), (10_000, 3))
MIN_SIMILARITY = 0.6  # of a single word in a name whose other words all stand rightly
PERSON_SIMILARITY = 0.75  # people share first names; their surnames must be closer
NEAR_KNOWN = 0.9  # near, and the article names the entity rightly elsewhere
NEAR_STRANGE = 0.82  # near, and no word list knows the word
NEAR_UNSURE = 0.6  # near, but people and bare names have neighbours of their own: Gonzales, Goncalves
NEAR_PARTLY = 0.86  # one word of the name damaged, the others right
NEAR_CAMEL = 0.5  # capitals inside look chosen: "OpenAPI" is not "OpenAI"
TIE = 0.4  # two entries are equally near

LETTERS_AN_EDIT = 5  # without evidence: "Delhiite" is two edits of eight letters from "Deloitte"
UNGUARDED = frozenset({"person", "name"})

_CANDIDATE = regex.compile(r"^\p{Lu}\p{Ll}{3,}$")
_CAMEL = regex.compile(r"^(?=.{4})\p{Lu}[\p{L}\p{M}]*\p{Lu}[\p{L}\p{M}]*$")
_GLUED = regex.compile(r"^(\p{Lu}\p{Ll}{3,})(\p{Lu}\p{Ll}+)$")


def spelling(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Words that no list knows and that are nearly a name, or a part of one."""
    if text.is_upper_case:
        return
    right = {i for hit in text.hits if hit.whole for i in range(hit.first, hit.last + 1)}
    for number, token in enumerate(text.tokens):
        if number in right:
            continue
        suspect = _suspect(text, token)
        if suspect:
            found = _partly_right(article, text, number) or _near(article, text, suspect)
            if found:
                yield found


def _suspect(text: TextContext, token: Token) -> Token | None:
    """The token, or its front where a sentence start is glued to it, if no list knows the word."""
    if not token.text[0].isupper():
        return None
    glued = _GLUED.match(token.text)
    if glued and text.ordinary(glued[2], SENTENCE_WORD):
        token = Token(token.start, token.start + len(glued[1]), glued[1], fold(glued[1]))
    looks_like_name = _CANDIDATE.match(token.text) or _CAMEL.match(token.text)
    if not looks_like_name or text.ordinary(token.text, 0.1):
        return None
    return token


def _budget(length: int) -> int:
    return next(budget for longest, budget in BUDGETS if length <= longest)


def _near(article: ArticleContext, text: TextContext, token: Token) -> Find | None:
    """A whole name, nearly: within a budget of edits that grows with its length."""
    budget = _budget(len(token.folded))
    near = [
        (distance, key)
        for key, distance in article.index.alike(token.folded, budget)
        if 0 < distance <= _budget(len(key.joined))
        and _may_be(key, token.text)
        and article.permits(key.entry)
    ]
    if not near:
        return None
    near.sort(key=lambda pair: (pair[0], -article.right[pair[1].entry.name], pair[1].entry.name))
    distance, best = near[0]
    confidence, why = _near_confidence(article, text, token, best, distance)
    rivals = {k.entry.name for d, k in near if d == distance}
    if len(rivals) > 1 and not article.names_rightly(best.entry):
        confidence, why = min(confidence, TIE), f"{len(rivals)} names are equally near"
    return _find(text, token.start, token.end, best, confidence, f"{distance} letters off; {why}")


def _may_be(key: Key, surface: str) -> bool:
    """Digits are versions, and acronyms are too short to be guessed."""
    form = key.form.text
    return (
        not form.isupper()
        and surface != form + "s"
        and form != surface + "s"
        and _digits(form) == _digits(surface)
        and not key.entry.case_sensitive
    )


def _digits(text: str) -> list[str]:
    return [c for c in text if c.isdigit()]


def _near_confidence(
    article: ArticleContext, text: TextContext, token: Token, key: Key, distance: int
) -> tuple[float, str]:
    if _CAMEL.match(token.text):
        return NEAR_CAMEL, "but the capitals inside look chosen"
    if article.occurrences[token.folded] > max(1, article.right[key.entry.name]):
        return TIE, "but the article writes it so again and again"
    if article.names_rightly(key.entry):
        return NEAR_KNOWN, "the article names it rightly elsewhere"
    if text.is_plain_word(key.entry, key.form.text):
        return TIE, "but the name is an ordinary word"
    if key.entry.kind in UNGUARDED or distance > len(token.folded) / LETTERS_AN_EDIT:
        return NEAR_UNSURE, "but nothing else in the article speaks for it"
    return NEAR_STRANGE, "no word list knows the word"


def _partly_right(article: ArticleContext, text: TextContext, number: int) -> Find | None:
    """A name of several words, all of them right but this one: "Huffging Face"."""
    best: tuple[float, Find] | None = None
    for step in (1, -1):
        if not 0 <= number + step < len(text.tokens):
            continue
        for key in article.index.sharing(text.tokens[number + step].folded):
            found = _aligned(article, text, number, number + step, key)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _aligned(
    article: ArticleContext, text: TextContext, number: int, neighbour: int, key: Key
) -> tuple[float, Find] | None:
    """Lay the form over the text so that the neighbour falls on its own word; compare the rest."""
    from rapidfuzz.distance import OSA

    shift = neighbour - key.tokens.index(text.tokens[neighbour].folded)
    place = number - shift
    if shift < 0 or not 0 <= place < len(key.tokens) or shift + len(key.tokens) > len(text.tokens):
        return None
    window = text.tokens[shift : shift + len(key.tokens)]
    if any(
        token.folded != own
        for i, (token, own) in enumerate(zip(window, key.tokens, strict=True))
        if i != place
    ):
        return None
    if regex.match(r"[.,]\d", text.text, pos=window[-1].end):
        return None  # the version goes on
    if not _one_name(text, window) or not _may_be(key, text.text[window[0].start : window[-1].end]):
        return None
    similarity = OSA.normalized_similarity(window[place].folded, key.tokens[place])
    needed = PERSON_SIMILARITY if key.entry.kind == "person" else MIN_SIMILARITY
    if window[place].folded.startswith(key.tokens[place]):
        return None  # a derived word, "Congresswoman"
    if not needed <= similarity < 1 or window[place].folded[0] != key.tokens[place][0]:
        return None
    if not article.permits(key.entry):
        return None
    confidence = NEAR_KNOWN if article.names_rightly(key.entry) else NEAR_PARTLY
    reason = f"{window[place].text!r} is no known word; the other words of the name stand rightly"
    return similarity, _find(text, window[0].start, window[-1].end, key, confidence, reason)


def _one_name(text: TextContext, window: list[Token]) -> bool:
    """Capitalised words with nothing but a space or a hyphen between them."""
    gaps = [text.text[a.end : b.start] for a, b in itertools.pairwise(window)]
    return all(gap in (" ", "-", "\N{NO-BREAK SPACE}") for gap in gaps) and all(
        not token.text[0].islower() for token in window
    )


def _find(text: TextContext, start: int, end: int, key: Key, confidence: float, reason: str) -> Find:
    glued = text.text[end : end + 1].isalpha()
    after = key.form.text + (" " if glued else "")
    rule = "spelling+glued_name" if glued else "spelling"
    return Find(
        start,
        end,
        key.entry,
        after,
        rule,
        confidence,
        f"{text.text[start:end]!r} for {key.form.text!r}: {reason}",
    )
