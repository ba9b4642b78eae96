"""What speaks for a name torn apart by word order, and against: see ``torn.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normtext import words
from normtext.folding import Token
from normtext.spans import SpanSet
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.wholes import Whole

# Weights set by hand and checked on the development benchmark's 198,000 clean words (no repair there,
# with the own names and with those of all articles) and on the tables in tests/cases/names.
TORN = 0.5  # the parts in this order, a determiner behind the first, "of" before the rest
TORN_BARE = 0.35  # no determiner ("Cuddling recommendations of Face"), or the rest first
NO_VERB = 0.2  # the first part cannot govern what follows: "Stability the plan of AI"
CAPITAL_FIRST = 0.12  # the first part is capitalised where nothing asks for it
CAPITAL_REST = 0.25  # the rest is an everyday word, capitalised: "of Face"
FINITE = 0.25  # a verb follows that needs all of it as its subject
PARTICIPLE = 0.15  # "Hugging", "Cuddling": what no name is shortened to
SEVERAL = 0.05  # the article has the name twice or more
MISPLACED = -0.3  # behind a noun, a verb or a preposition it may be an object: "we scale the use of AI"
COMMA = 0.6  # "the policy of Open, AI is strict"
OBJECT = 0.6  # highest where the rest makes sense by itself, as in "at Stability the use of AI is forbidden"
HIGHEST = 0.95

INFLECTED = 0.6  # "Opening the proposal of the Pantry": the rest is capitalised
OWNED = 0.86  # "Mistral's the boss AI"
UNKNOWN_VERB = 0.3  # "Velveting": no word list has it
RARE_VERB = 0.2  # "ironing": a word that stands by chance where the name's first part is looked for
RARE = 3.5  # Zipf frequency of a rare verb
PLURAL = 0.3  # "Clearing the maps of the River are": what is done takes no plural
SINGULAR = 0.16  # "Opening the proposal of the Pantry could"
ALONE = -0.4  # the article calls it "the Pantry"
BEHIND_PREPOSITION = -0.05  # "by opening the doors of the Pantry"

START = {
    "genitive": TORN,
    "parted": TORN,
    "comma": COMMA,
    "bare": TORN_BARE,
    "reversed": TORN_BARE,
    "inserted": TORN,
}
_PLURAL = frozenset("are were have".split())


@dataclass(frozen=True, slots=True)
class Torn:
    """Where the pieces stand: token numbers, inclusive.

    Attributes:
        first, last: of all of it.
        head: of the first part of the name.
        rest: first and last of the rest of the name.
        middle: first and last of what stands between and stays.
        shape: ``genitive``, ``inflected`` (its first part in -ing), ``bare`` (no determiner), ``parted``
            (a determiner inside the name), ``inserted`` (a noun inside the name, "the Hugging library Face"),
            ``owned`` ("Mistral's the boss AI"),
            ``comma``, or ``reversed`` ("the Face entry of Hugging").
    """

    first: int
    last: int
    head: int
    rest: tuple[int, int]
    middle: tuple[int, int]
    shape: str


_WITHIN = {" ", "-", "'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{NO-BREAK SPACE}"}


def is_joined(text: TextContext, number: int) -> bool:
    """Tell whether a word and the next belong to one phrase."""
    tokens = text.tokens
    return number + 1 < len(tokens) and text.text[tokens[number].end : tokens[number + 1].start] in _WITHIN


def torn_confidence(
    article: ArticleContext, text: TextContext, torn: Torn, whole: Whole
) -> tuple[float, str]:
    """How sure it is, and why; 0 where the words make sense as they stand."""
    closed = closes(text, torn)
    if torn.shape == "owned":
        return _of_owned(text, torn, closed)
    if torn.shape == "inflected":
        return _of_inflected(article, text, torn) if closed else (0.0, "")
    if not closed or (torn.shape == "comma" and not _comma_fits(text, torn, whole)):
        return 0.0, ""
    capital_rest = _capital_rest(text, torn)
    participle = _is_participle(text.tokens[torn.head].text, whole)
    capital_first = _capital_first(text, torn)
    if torn.shape == "bare" and not (capital_rest and participle):
        return 0.0, ""
    if torn.shape == "inserted" and not (capital_rest and (participle or capital_first)):
        return 0.0, ""
    if torn.shape == "reversed" and not (capital_first and participle and _has_capitals(text, torn.rest)):
        return 0.0, ""
    no_verb = torn.shape in ("genitive", "parted") and _cannot_govern(text, torn)
    needs_subject = closed == "verb" and (torn.shape == "genitive" or no_verb)
    evidence = [
        (NO_VERB, no_verb, "no verb can be meant"),
        (CAPITAL_FIRST, capital_first, "its first part is capitalised"),
        (CAPITAL_REST, capital_rest, "the rest of it is capitalised"),
        (FINITE, needs_subject, "a verb follows that needs a subject"),
        (PARTICIPLE, torn.shape in ("bare", "reversed"), "a participle is no short form"),
        (SEVERAL, article.right[whole.entry.name] > 1, "the article has the name several times"),
        (MISPLACED, _misplaced(text, torn), "but it may be the object of what stands before"),
    ]
    confidence = START[torn.shape] + sum(weight for weight, holds, _ in evidence if holds)
    headline = text.is_headline_case and grammar.language_of(text) != "de"
    if headline or (torn.shape != "comma" and not capital_rest and _makes_sense(text, torn)):
        confidence = min(confidence, OBJECT)
    return min(HIGHEST, round(confidence, 2)), "; ".join(why for _, holds, why in evidence if holds)


def _of_owned(text: TextContext, torn: Torn, closed: str) -> tuple[float, str]:
    """ "Mistral's the boss AI signed": no determiner stands behind a genitive."""
    following = text.tokens.texts[torn.last + 1] if torn.last + 1 < len(text.tokens) else ""
    is_verb = following.endswith("ed") or (following[-1:] == "s" and grammar.may_be_verb(following[:-1]))
    ends = closed or (following.islower() and is_verb)
    if not ends or text.is_headline_case or not _has_capitals(text, torn.rest):
        return 0.0, ""
    if not text.tokens.texts[torn.head][0].isupper():
        return 0.0, ""
    return OWNED, "no determiner stands behind a genitive"


def _of_inflected(article: ArticleContext, text: TextContext, torn: Torn) -> tuple[float, str]:
    """ "Opening the proposal of the Pantry could": words that may also be meant, where the verb is in use."""
    rest = text.tokens[torn.rest[0] : torn.rest[1] + 1]
    if not all(token.text[0].isupper() for token in rest) or text.is_headline_case:
        return 0.0, ""
    head = text.tokens[torn.head].text
    following = text.tokens[torn.last + 1].text.lower() if torn.last + 1 < len(text.tokens) else ""
    finite = is_joined(text, torn.last) and grammar.finite_at(text, torn.last + 1)
    preposition = grammar.follows_preposition(text, torn.first)
    evidence = [
        (UNKNOWN_VERB, not words.zipf(head), "there is no such verb"),
        (RARE_VERB, 0 < words.zipf(head) < RARE, "the verb is a rare one"),
        (PLURAL, finite and following in _PLURAL, "the verb that follows needs another subject"),
        (SINGULAR, finite and following not in _PLURAL, "a verb follows that needs a subject"),
        (ALONE, _stands_alone(article, rest), "but the rest of it stands alone elsewhere"),
        (BEHIND_PREPOSITION, preposition, "but it may be what stands before"),
        (
            MISPLACED,
            not preposition and not grammar.begins_phrase(text, torn.first),
            "but no clause begins there",
        ),
    ]
    confidence = INFLECTED + sum(weight for weight, holds, _ in evidence if holds)
    return min(HIGHEST, round(confidence, 2)), "; ".join(why for _, holds, why in evidence if holds)


@once
def _known_alone(_article: ArticleContext) -> dict[str, bool]:
    return {}


def _stands_alone(article: ArticleContext, rest: Sequence[Token]) -> bool:
    """Tell whether the article has the rest of a name, capitalised, elsewhere as well: "the Pantry"."""
    known = _known_alone(article)
    wanted = " ".join(token.text for token in rest)
    if wanted not in known:
        counts = (_alone_in(text, wanted, len(rest)) for text in article.texts if wanted in text.text)
        known[wanted] = sum(counts) > 1
    return known[wanted]


def _alone_in(text: TextContext, wanted: str, size: int) -> int:
    """How often words stand in a text outside longer names."""
    first = wanted.partition(" ")[0]
    within = SpanSet((hit.start, hit.end) for hit in text.hits if hit.first < hit.last)
    return sum(
        text.text.startswith(wanted, token.start)
        and not within.overlapping(token.start, token.start + len(wanted))
        and _ends_phrase(text, number + size - 1)
        and not _behind_capital(text, number)
        for number, token in enumerate(text.tokens)
        if token.text == first
    )


def _behind_capital(text: TextContext, number: int) -> bool:
    """ "Eiron Lotus": the word before it makes a name of it."""
    return (
        number > 0
        and grammar.spaced(text, number - 1)
        and (
            text.tokens[number - 1].text.istitle()
            and text.tokens[number - 1].text.lower() not in grammar.small_words("en")
        )
    )


def _ends_phrase(text: TextContext, number: int) -> bool:
    """No noun follows that would make a longer name of it."""
    if not grammar.spaced(text, number):
        return True
    following = text.tokens[number + 1].text
    return following in grammar.small_words("en") or grammar.finite_at(text, number + 1)


def closes(text: TextContext, torn: Torn) -> str:
    """What ends the phrase: "verb", "stop", "small", "capital", or "" where it goes on with a noun."""
    number = torn.last
    if number + 1 >= len(text.tokens) or not is_joined(text, number):
        return "stop"
    following = text.tokens[number + 1].text
    if not grammar.spaced(text, number):
        return "small" if following == "s" else ""
    if grammar.finite_at(text, number + 1):
        return "verb"
    if following.lower() in grammar.small_words(grammar.language_of(text)) or following in grammar.PASTS:
        return "small"
    if following.islower() and following[-1:] == "s" and grammar.may_be_verb(following[:-1]):
        return "verb" if _capital_rest(text, torn) else ""
    return "capital" if grammar.stray_capital(text, number + 1) else ""


def _comma_fits(text: TextContext, torn: Torn, whole: Whole) -> bool:
    """ "the policy of Open, AI has": both parts in their own case, and no list of things."""
    surface = tuple(token.text for token in text.tokens[torn.first : torn.last + 1])
    goes_on = text.text[text.tokens[torn.last].end : text.tokens[torn.last].end + 1] == ","
    return (
        surface == whole.parts and not goes_on and text.ordinary(surface[0])
        and grammar.follows_preposition(text, torn.first)
    )  # fmt: skip


def _capital_first(text: TextContext, torn: Torn) -> bool:
    """The first part has a capital that neither the sentence nor the language asks for."""
    token = text.tokens[torn.head]
    return (
        token.text[0].isupper()
        and not text.at_sentence_start(token.start)
        and grammar.language_of(text) != "de"
    )


def _capital_rest(text: TextContext, torn: Torn) -> bool:
    """An everyday word with a capital, where it is no noun of German: "of Face", not "of AI"."""
    tokens = text.tokens[torn.rest[0] : torn.rest[1] + 1]
    language = grammar.language_of(text)
    foreign = not any(grammar.is_ordinary_in(text, token.text) for token in tokens)
    participle = grammar.is_participle(text.tokens[torn.head].text)
    return (
        all(token.text.istitle() for token in tokens)
        and any(text.ordinary(token.text) or (participle and text.known(token.text)) for token in tokens)
        and (language != "de" or foreign)
        and not (torn.shape == "reversed" and text.at_sentence_start(tokens[0].start))
    )


def _is_participle(word: str, whole: Whole) -> bool:
    return grammar.is_participle(word) or (whole.listed and word[0].isupper())


def _cannot_govern(text: TextContext, torn: Torn) -> bool:
    """No verb: a noun, an adjective, a word of another language than the text's."""
    word = text.tokens[torn.head].text
    if grammar.language_of(text) != "en":
        return not grammar.is_ordinary_in(text, word)
    return not grammar.may_be_verb(word)


def _makes_sense(text: TextContext, torn: Torn) -> bool:
    """ "At Stability the use of AI is", "how they scale the use of AI is", "Scaling the use of AI is"."""
    word = text.tokens[torn.head].text
    is_verb = not _cannot_govern(text, torn)
    of_acronym = text.tokens[torn.rest[1]].text.isupper()
    return (
        grammar.follows_preposition(text, torn.first)
        or (is_verb and word.islower() and not _opens(text, torn))
        or (is_verb and of_acronym and grammar.is_participle(word))
    )


def _misplaced(text: TextContext, torn: Torn) -> bool:
    """Where a clause cannot begin; the other shapes stand anywhere, "bare" ones behind "the"."""
    if torn.shape in ("comma", "reversed", "inserted") or _opens(text, torn):
        return False
    before = text.tokens.texts[torn.first - 1].lower() if torn.first else ""
    behind_article = torn.shape == "bare" and before in grammar.DETERMINERS[grammar.language_of(text)]
    return not behind_article and not grammar.begins_phrase(text, torn.first)


def _opens(text: TextContext, torn: Torn) -> bool:
    """ "In June hugging the proposal of the face was": a participle where the subject of a clause stands."""
    word = text.tokens[torn.head].text
    return grammar.is_participle(word) and grammar.opens_clause(text, torn.first)


def _has_capitals(text: TextContext, span: tuple[int, int]) -> bool:
    return all(token.text[0].isupper() for token in text.tokens[span[0] : span[1] + 1])
