"""Rule: a name torn apart by word order.

A genitive that another language puts before its noun ("Hugging Face's entry") comes back word by
word: the first part of the name stays where it was and the rest goes behind "of".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from normtext import words
from normtext.gazetteer.folding import Token, key_of
from normtext.spans import SpanSet
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, TextContext
from normtext.stages.names.finds import Find
from normtext.stages.names.wholes import Whole, first_parts, wholes_of

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
UNKNOWN_VERB = 0.3  # "Velveting": no word list has it
RARE_VERB = 0.2  # "ironing": a word that stands by chance where the name's first part is looked for
RARE = 3.5  # Zipf frequency of a rare verb
PLURAL = 0.3  # "Clearing the maps of the River are": what is done takes no plural
SINGULAR = 0.16  # "Opening the proposal of the Pantry could"
ALONE = -0.4  # the article calls it "the Pantry"
BEHIND_PREPOSITION = -0.05  # "by opening the doors of the Pantry"

START = {"genitive": TORN, "parted": TORN, "comma": COMMA, "bare": TORN_BARE, "reversed": TORN_BARE}
_PLURAL = frozenset("are were have".split())
BETWEEN = 6
"""Words that may stand between the first part and "of"; the longest seen had four."""


@dataclass(frozen=True, slots=True)
class Torn:
    """Where the pieces stand: token numbers, inclusive.

    Attributes:
        first, last: of all of it.
        head: of the first part of the name.
        rest: first and last of the rest of the name.
        middle: first and last of what stands between and stays.
        shape: ``genitive``, ``inflected`` (its first part in -ing), ``bare`` (no determiner), ``parted``
            (a determiner inside the name), ``comma``, or ``reversed`` ("the Face entry of Hugging").
    """

    first: int
    last: int
    head: int
    rest: tuple[int, int]
    middle: tuple[int, int]
    shape: str


def torn_apart(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A name in two pieces: "Hugging the entry of the face" for "The entry of Hugging Face"."""
    heads = first_parts(article).get(text)
    if not heads:
        return
    wholes, tokens, language = _by_head(article), text.tokens, grammar.language_of(text)
    for number in heads:
        for whole in wholes.get(tokens[number].folded, ()):
            if _is_near(tokens, number, whole.folded[1]) and whole.serves(language):
                find = _torn_here(article, text, number, whole)
                if find and not text.is_upper_case:
                    yield find


_heads: WeakKeyDictionary[ArticleContext, dict[str, tuple[Whole, ...]]] = WeakKeyDictionary()


def _by_head(article: ArticleContext) -> dict[str, tuple[Whole, ...]]:
    """The names of several parts by their first part, as it is and as a verb's form in -ing."""
    found = _heads.get(article)
    if found is None:
        wholes = wholes_of(article)
        found = dict(wholes)
        for same in wholes.values():
            for whole in same:
                for head in whole.inflected:
                    found[head] = (*found.get(head, ()), whole)
        _heads[article] = found
    return found


def _is_near(tokens: Sequence[Token], number: int, wanted: str) -> bool:
    """Tell whether the second part stands near the first, but not where it belongs."""
    behind = number + 1
    if (
        behind < len(tokens)
        and tokens[behind].folded == wanted
        and tokens[behind].start - tokens[number].end <= 1
    ):
        return False
    around = tokens[max(0, number - BETWEEN - 3) : number + BETWEEN + 4]
    return wanted in [token[3] for token in around]


def _torn_here(article: ArticleContext, text: TextContext, number: int, whole: Whole) -> Find | None:
    for torn in _places(text, number, whole):
        if _may_be_torn(article, text, number, whole):
            confidence, why = _confidence(article, text, torn, whole)
            if confidence > 0:
                return _find(text, torn, whole, confidence, why)
    return None


def _may_be_torn(article: ArticleContext, text: TextContext, number: int, whole: Whole) -> bool:
    """The first part is neither a small word nor a name of its own."""
    word = text.tokens[number].text
    languages = ("en", grammar.language_of(text))
    if any(word.lower() in grammar.small_words(language) for language in languages):
        return False
    return not any(_is_other(article, part, whole) for part in (word, "".join(whole.parts[1:])))


def _is_other(article: ArticleContext, part: str, whole: Whole) -> bool:
    """ "Google", "DeepMind": a part that is a right name of something else."""
    return any(
        key.entry.name != whole.entry.name and key.form.kind in ("canonical", "alias")
        for key in article.index.keys(key_of(part))
        if key.form.text == part
    )


def _places(text: TextContext, number: int, whole: Whole) -> Iterator[Torn]:
    """All ways in which the pieces lie around the word at ``number``, the surest first."""
    language = grammar.language_of(text)
    tokens = text.tokens
    rest = whole.folded[1:]
    behind = number + 1
    if tokens[number].folded != whole.folded[0]:
        if (
            language == "en"
            and _joined(text, number)
            and tokens[behind].text.lower() in grammar.DETERMINERS["en"]
        ):
            yield from _genitive(text, number, behind, rest, "inflected")
        return
    if behind < len(tokens) and _is_gap(text, number, ", "):
        if _stands(text, behind, rest):
            yield Torn(number, number + len(rest), number, (behind, number + len(rest)), (0, -1), "comma")
        return
    if not _joined(text, number):
        return
    behind += tokens[behind].text == "s"
    if behind >= len(tokens):
        return
    has_determiner = tokens[behind].text.lower() in grammar.DETERMINERS[language]
    if has_determiner and _joined(text, behind) and _stands(text, behind + 1, rest):
        last = behind + len(rest)
        yield Torn(number, last, number, (behind + 1, last), (0, -1), "parted")
    yield from _genitive(text, number, behind, rest, "genitive" if has_determiner else "bare")
    yield from _reversed(text, number, rest)


def _genitive(
    text: TextContext, number: int, behind: int, rest: tuple[str, ...], shape: str
) -> Iterator[Torn]:
    """The first part, some words, "of", perhaps a determiner, the rest."""
    language = grammar.language_of(text)
    for of in range(behind, min(behind + BETWEEN + 2, len(text.tokens) - 1)):
        if not _joined(text, of):
            return
        if text.tokens[of].text.lower() not in grammar.OF[language] or of <= behind + (
            shape in ("genitive", "inflected")
        ):
            continue
        start = of + 1
        if text.tokens[start].text.lower() in grammar.DETERMINERS[language] and _joined(text, start):
            start += 1
        if _stands(text, start, rest):
            last = start + len(rest) - 1
            yield Torn(number, last, number, (start, last), (behind, of), shape)
            return
        if language == "en":
            return


def _reversed(text: TextContext, number: int, rest: tuple[str, ...]) -> Iterator[Torn]:
    """The rest, some words, "of", the first part: "Face's strategy of Hugging"."""
    language = grammar.language_of(text)
    of = number - 1
    if of < 2 or text.tokens[of].text.lower() not in grammar.OF[language] or not grammar.spaced(text, of):
        return
    for start in range(of - 2, max(-1, of - BETWEEN - 2), -1):
        if not _joined(text, start + 1):
            return
        if text.tokens[start].folded == rest[0] and _stands(text, start, rest) and _joined(text, start):
            end = start + len(rest)
            end += text.tokens[end].text == "s"
            if end < of and text.tokens[end].text.lower() not in grammar.small_words(language):
                yield Torn(start, number, number, (start, start + len(rest) - 1), (end, of), "reversed")
            return


def _stands(text: TextContext, number: int, parts: tuple[str, ...]) -> bool:
    """Tell whether the parts stand from a word on, one behind the other or in one word."""
    here = text.tokens[number : number + len(parts)]
    return (
        len(here) == len(parts)
        and all(token.folded == part for token, part in zip(here, parts, strict=True))
        and all(grammar.spaced(text, at) for at in range(number, number + len(parts) - 1))
    )


_WITHIN = {" ", "-", "'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{NO-BREAK SPACE}"}


def _joined(text: TextContext, number: int) -> bool:
    """Tell whether a word and the next belong to one phrase."""
    tokens = text.tokens
    return number + 1 < len(tokens) and text.text[tokens[number].end : tokens[number + 1].start] in _WITHIN


def _is_gap(text: TextContext, number: int, gap: str) -> bool:
    return text.text[text.tokens[number].end : text.tokens[number + 1].start] == gap


def _confidence(article: ArticleContext, text: TextContext, torn: Torn, whole: Whole) -> tuple[float, str]:
    """How sure it is, and why; 0 where the words make sense as they stand."""
    closed = _closes(text, torn)
    if torn.shape == "inflected":
        return _of_inflected(article, text, torn) if closed else (0.0, "")
    if not closed or (torn.shape == "comma" and not _comma_fits(text, torn, whole)):
        return 0.0, ""
    capital_rest = _capital_rest(text, torn)
    participle = _is_participle(text.tokens[torn.head].text, whole)
    capital_first = _capital_first(text, torn)
    if torn.shape == "bare" and not (capital_rest and participle):
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


def _of_inflected(article: ArticleContext, text: TextContext, torn: Torn) -> tuple[float, str]:
    """ "Opening the proposal of the Pantry could": words that may also be meant, where the verb is in use."""
    rest = text.tokens[torn.rest[0] : torn.rest[1] + 1]
    if not all(token.text[0].isupper() for token in rest) or text.is_headline_case:
        return 0.0, ""
    head = text.tokens[torn.head].text
    following = text.tokens[torn.last + 1].text.lower() if torn.last + 1 < len(text.tokens) else ""
    finite = _joined(text, torn.last) and grammar.finite_at(text, torn.last + 1)
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


_alone: WeakKeyDictionary[ArticleContext, dict[str, bool]] = WeakKeyDictionary()


def _stands_alone(article: ArticleContext, rest: Sequence[Token]) -> bool:
    """Tell whether the article has the rest of a name, capitalised, elsewhere as well: "the Pantry"."""
    known = _alone.setdefault(article, {})
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


def _closes(text: TextContext, torn: Torn) -> str:
    """What ends the phrase: "verb", "stop", "small", "capital", or "" where it goes on with a noun."""
    number = torn.last
    if number + 1 >= len(text.tokens) or not _joined(text, number):
        return "stop"
    following = text.tokens[number + 1].text
    if not grammar.spaced(text, number):
        return "small" if following == "s" else ""
    if grammar.finite_at(text, number + 1):
        return "verb"
    if following.lower() in grammar.small_words(grammar.language_of(text)):
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
        or (is_verb and word.islower())
        or (is_verb and of_acronym and grammar.is_participle(word))
    )


def _misplaced(text: TextContext, torn: Torn) -> bool:
    """Where a clause cannot begin; the other shapes stand anywhere."""
    return torn.shape not in ("comma", "reversed") and not grammar.begins_phrase(text, torn.first)


def _has_capitals(text: TextContext, span: tuple[int, int]) -> bool:
    return all(token.text[0].isupper() for token in text.tokens[span[0] : span[1] + 1])


def _find(text: TextContext, torn: Torn, whole: Whole, confidence: float, why: str) -> Find:
    tokens = text.tokens
    start, end = tokens[torn.first].start, tokens[torn.last].end
    after = _mended(text, torn, whole)
    if _closes(text, torn) == "capital":
        after += text.text[end : tokens[torn.last + 1].end].lower()
        end = tokens[torn.last + 1].end
    reason = f"{text.text[start:end]!r} has {whole.after!r} torn apart by word order; {why}"
    return Find(start, end, whole.entry, after, "torn_apart", confidence, reason)


def _mended(text: TextContext, torn: Torn, whole: Whole) -> str:
    """The same words with the name in one piece."""
    if torn.shape in ("parted", "comma"):
        return whole.after
    tokens, language = text.tokens, grammar.language_of(text)
    first, of = torn.middle
    between = text.text[tokens[first].start : tokens[of].start]
    linked = grammar.OF[language][tokens[of].text.lower()]
    if language == "en" and tokens[first].text.lower() not in grammar.DETERMINERS["en"]:
        before = tokens[torn.first - 1].text.lower() if torn.first else ""
        between = between if before in grammar.DETERMINERS["en"] else "the " + between
    if text.at_sentence_start(tokens[torn.first].start) and tokens[torn.first].text[0].isupper():
        between = between[0].upper() + between[1:]
    return between + _linked(language, linked, whole.after)


def _linked(language: str, of: str, name: str) -> str:
    """ "of" and the name; French elides it before a vowel."""
    if language == "fr" and name[0] in "AEIOUÉÈÊH" and not name.startswith("H"):
        return f"d'{name}"
    return f"{of} {name}"
