"""Rule: a name cut short, where the article has all of it.

Papers shorten names themselves ("Goldman", "Mistral"), so only a participle, or a form of its verb,
in the place of a name is repaired: no company is called "Hugging" for short, and none "Hug".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import regex

from normtext import words
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.wholes import Whole, first_parts, wholes_of

# Checked on the development benchmark's 198,000 clean words (no repair there, with the own names and
# with those of all articles) and on the tables in tests/cases/names.
CUT_CAPITAL = 0.86  # capitalised within the sentence, and in the place of a name
CUT_GENITIVE = 0.84  # "Hugging's proposal": an everyday word in a genitive that only names have
CUT_OBJECT = 0.8  # "the proposal of Hugging is": behind "of" or "by", capitalised
CUT_INFLECTED = 0.8  # "Hug makes a clear case" at the head of a sentence: the noun would need an article
CUT_LOWER = 0.78  # 'noted hugging, with': behind a verb of speech, nothing behind it
CUT_AGENT = 0.8  # "Hugging argues that": at the head of a sentence, but no act argues
CUT_START = 0.55  # "Hugging makes people happy": at the head of a sentence it may be the act
CUT_SHORT_FORM = 0.45  # no participle, but the article has the word in lower case as well
CUT_NOUN = 0.6  # "Booking", "Reading": a noun with a plural, which may well be a short form
INSERTED = 9  # words between a subject and its verb
HABIT = 0.6  # the article writes the short form about as often as the name
COUNTABLE = (
    4.5  # Zipf from which a bare verb at the head of a sentence is a noun as well: "Work is", "Trade has"
)

SPEECH = frozenset(
    """
    noted said says explained wrote writes argued argues added stated claimed claims warned explains adds
    notes concluded replied announced emphasized emphasised told
    zei zegt stelde stelt schreef schrijft aldus volgens merkte waarschuwde
    sagte sagt erklärte schrieb schreibt betonte warnte so laut
    dit affirme déclare expliqué écrit selon estime ajoute note
    """.split()
)
"""Verbs behind which a quoted speaker stands, and the words for "according to"."""

_AGENTS = frozenset(
    """
    said says wrote writes explained explains argued argues announced published warned warns stated replied
    insisted refused refuses agreed agrees submitted thinks
    """.split()
)
_HAVE_DONE = frozenset(
    """
    said written argued announced published warned refused agreed submitted proposed promised signed hired
    appointed apologised apologized
    """.split()
)
_TELLING = frozenset("a much more something little nothing everything".split())
_MADE = frozenset("case point argument proposal offer plea statement announcement promise complaint".split())
"""Verbs of which no act is the subject: alone, after "has"; what acts say as well; what is made."""

_BY = frozenset("of by from at with van door von durch par de".split())

_ENDED = regex.compile(r"\s*(?:[,.;:!?)\"”’»]|$)")
_GENITIVE = regex.compile(r"['’]s\b")


def cut_short(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """The first part of a name, or its verb, where the name belongs: "Hug makes a clear case"."""
    firsts = first_parts(article).get(text)
    if not firsts:
        return
    shorts, folded = _shorts(article), text.tokens.folded
    firsts = [number for number in firsts if folded[number] in shorts]
    for number in [n for n in firsts if not _goes_on(text, n, shorts[folded[n]])]:
        token = text.tokens[number]
        whole = shorts[token.folded]
        confidence, why = _confidence(article, text, number, whole)
        if confidence and (text.is_upper_case or text.is_headline_case):
            return
        if confidence and (article.index.is_name(token.text) or _is_hyphened(text, number)):
            continue
        rare = bool(confidence) and _is_rare(article, token.text, whole)
        if confidence == CUT_SHORT_FORM and not (rare and _counts(article)[token.folded]):
            continue
        if confidence > HABIT and not rare:
            confidence, why = HABIT, "but the article writes it so again and again"
        if confidence:
            yield _find(text, number, whole, confidence, why)


@once
def _shorts(article: ArticleContext) -> dict[str, Whole]:
    """The short forms to look for, folded, each with the one name that it can stand for."""
    claims: dict[str, dict[str, Whole]] = {}
    for wholes in wholes_of(article).values():
        for whole in wholes:
            for short in _short_forms(whole):
                claims.setdefault(short, {}).setdefault(whole.entry.name, whole)
    return {short: _shortest(article, claimed) for short, claimed in claims.items()}


def _shortest(article: ArticleContext, claimed: dict[str, Whole]) -> Whole:
    """ "Hugging Face" before "Hugging Face Spaces": the name that the others are made of."""
    return min(
        claimed.values(),
        key=lambda whole: (len(whole.parts), -article.right[whole.entry.name], whole.after),
    )


def _short_forms(whole: Whole) -> tuple[str, ...]:
    english = (whole.language or "en").partition("-")[0] == "en"
    if not english or whole.entry.kind in ("person", "place") or not _is_split(whole):
        return ()
    return _forms_of(whole.folded[0])


@lru_cache(maxsize=4096)
def _forms_of(head: str) -> tuple[str, ...]:
    """An everyday word, and of a participle the verbs that it may be made of."""
    if head in grammar.small_words("en") or not words.zipf(head):
        return ()
    verbs = grammar.bases(head) if grammar.is_participle(head) else ()
    return (head, *(verb for verb in verbs if words.zipf(verb) >= grammar.USED))


def _is_split(whole: Whole) -> bool:
    """A name of several words, not "OpenAI", whose front is no word of the text."""
    return whole.entry.name.count(" ") > 0


def _goes_on(text: TextContext, number: int, whole: Whole) -> bool:
    """The next word is the next part of the name, or another capitalised word that makes a name of it."""
    if not grammar.spaced(text, number):
        return False
    if text.tokens.folded[number + 1] == whole.folded[1]:
        return True
    return text.tokens.texts[number + 1][0].isupper() and not _is_stray_verb(text, number + 1)


def _is_stray_verb(text: TextContext, number: int) -> bool:
    """ "Hug Makes a clear case": a verb with a capital that it has from nowhere."""
    return grammar.finite_at(text, number) and grammar.stray_capital(text, number)


def _is_hyphened(text: TextContext, number: int) -> bool:
    token = text.tokens[number]
    return "-" in text.text[max(0, token.start - 1) : token.start] + text.text[token.end : token.end + 1]


def _confidence(article: ArticleContext, text: TextContext, number: int, whole: Whole) -> tuple[float, str]:
    token = text.tokens[number]
    participle = grammar.is_participle(whole.folded[0])
    inflected = token.folded != whole.folded[0]
    is_lower = token.text.islower()
    if is_lower and (inflected or not participle or article.right[whole.entry.name] < 2):
        return 0.0, ""
    place = _place(text, number) if is_lower or token.text.istitle() else ""
    if not place:
        return 0.0, ""
    if is_lower:
        return (CUT_LOWER, "a speaker is named there") if place == "speaker" else (0.0, "")
    if not participle:
        if place == "inserted":
            return 0.0, ""
        capital = not text.at_sentence_start(token.start)
        return (CUT_SHORT_FORM, "but it may be the paper's short form") if capital else (0.0, "")
    if not inflected and words.zipf(token.text + "s"):
        return CUT_NOUN, "but it is a noun as well and may be the paper's short form"
    if place == "genitive":
        return CUT_GENITIVE, "only names have that genitive"
    if place == "object":
        return CUT_OBJECT, "its capital is a name's"
    if not text.at_sentence_start(token.start):
        return CUT_CAPITAL, "its capital and its place are a name's"
    if not inflected and place == "subject" and _is_agent(text, number):
        return CUT_AGENT, "what follows is done by somebody"
    if inflected and grammar.language_of(text) == "en" and not text.ordinary(token.text, COUNTABLE):
        return CUT_INFLECTED, "an ordinary noun would need an article before the verb"
    return CUT_START, "but at the head of a sentence it may be the ordinary word"


def _place(text: TextContext, number: int) -> str:
    """The place of a name: "speaker", "subject", "object", "genitive", "inserted", or "" for none."""
    token = text.tokens[number]
    if _GENITIVE.match(text.text, token.end):
        return "genitive" if not _has_determiner(text, number) else ""
    before = text.tokens[number - 1].text.lower() if number else ""
    adjoins = number > 0 and grammar.spaced(text, number - 1)
    quoted = adjoins and (before in SPEECH or _is_according(text, number))
    if quoted and _ENDED.match(text.text, token.end):
        return "speaker"
    if adjoins and before in _BY and _is_object(text, number):
        return "object"
    is_subject = grammar.spaced(text, number) and grammar.finite_at(text, number + 1)
    if is_subject and grammar.begins_phrase(text, number):
        return "subject"
    return "inserted" if _is_interrupted(text, number) else ""


def _is_agent(text: TextContext, number: int) -> bool:
    """ "Hugging argues", "Hugging has published", "Hugging makes a clear case": somebody is meant."""
    verb, *behind = text.tokens.texts[number + 1 : number + 5]
    if verb in ("has", "had"):
        return bool(behind) and behind[0] in _HAVE_DONE and not _TELLING.issuperset(behind[1:2])
    if verb in ("makes", "made"):
        return behind[:1] in (["a"], ["an"], ["the"], ["its"]) and not _MADE.isdisjoint(behind[1:])
    return verb in _AGENTS and not _TELLING.issuperset(behind[:1])


def _is_interrupted(text: TextContext, number: int) -> bool:
    """ "In the end Hugging, with ten people, is": a subject, some words between commas, a verb."""
    tokens = text.tokens
    token = tokens[number]
    if (
        not token.text.istitle()
        or text.at_sentence_start(token.start)
        or text.text[token.end : token.end + 2] != ", "
    ):
        return False
    for at in range(number + 1, min(number + INSERTED, len(tokens) - 1)):
        gap = text.text[tokens[at].end : tokens[at + 1].start]
        if gap != " ":
            verb = tokens[at + 1].text.lower() in grammar.FINITE[grammar.language_of(text)]
            return gap == ", " and at > number + 1 and verb
    return False


def _is_object(text: TextContext, number: int) -> bool:
    """Capitalised behind "of", in no title ("The Art of Hugging"), and no noun behind it."""
    governor = text.tokens[number - 2].text if number > 1 else ""
    title = governor[:1].isupper() and not text.at_sentence_start(text.tokens[number - 2].start)
    token, language = text.tokens[number], grammar.language_of(text)
    if not token.text[0].isupper() or not governor or (title and language != "de"):
        return False
    if _ENDED.match(text.text, token.end) or grammar.finite_at(text, number + 1):
        return True
    if not grammar.spaced(text, number):
        return False
    behind = text.tokens.texts[number + 1]
    small = behind in grammar.small_words(language)
    return small or (language == "en" and behind in grammar.PASTS) or _may_be_finite(text, number)


def _may_be_finite(text: TextContext, number: int) -> bool:
    """ "The answer of Hugging counts forty pages": a verb in -s, and what it is done to behind it."""
    behind = text.tokens.texts[number + 1]
    if grammar.language_of(text) != "en" or not behind.islower() or not grammar.spaced(text, number + 1):
        return False
    is_verb = behind[-1:] == "s" and behind[-2:] != "ss" and grammar.may_be_verb(behind[:-1])
    return is_verb and text.tokens.texts[number + 2].islower()


def _is_according(text: TextContext, number: int) -> bool:
    return number > 1 and [t.text.lower() for t in text.tokens[number - 2 : number]] == ["according", "to"]


def _has_determiner(text: TextContext, number: int) -> bool:
    """ "the hug's warmth": an article in front makes it the ordinary word."""
    before = text.tokens[number - 1].text.lower() if number else ""
    return before in grammar.DETERMINERS[grammar.language_of(text)]


@once
def _counts(article: ArticleContext) -> Counter[str]:
    """How often each word stands in the article, as it is written."""
    return Counter(chain.from_iterable(text.tokens.texts for text in article.texts))


def _is_rare(article: ArticleContext, word: str, whole: Whole) -> bool:
    """The word, on its own, is no habit of the article, and the same word in lower case none either."""
    written = _counts(article)
    count = article.right[whole.entry.name]
    within = count if word.lower() == whole.folded[0] else 0
    alone = written[word] - within
    return alone <= max(2, count) and written[word.lower()] <= max(2, count)


def _find(text: TextContext, number: int, whole: Whole, confidence: float, why: str) -> Find:
    start, end = text.tokens[number].start, text.tokens[number].end
    after = whole.after
    if grammar.spaced(text, number) and _is_stray_verb(text, number + 1):
        after += text.text[end : text.tokens[number + 1].end].lower()
        end = text.tokens[number + 1].end
    reason = f"{text.text[start:end]!r} is {whole.after!r} cut short; {why}"
    return Find(start, end, whole.entry, after, "cut_short", confidence, reason)
