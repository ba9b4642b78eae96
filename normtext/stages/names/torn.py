"""Rule: a name torn apart by word order.

A genitive that another language puts before its noun ("Hugging Face's entry") comes back word by
word: the first part of the name stays where it was and the rest goes behind "of".
"""

from __future__ import annotations

from collections.abc import Iterator

from normtext import words
from normtext.folding import Tokens, key_of
from normtext.gazetteer.entries import RIGHT
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.torn_evidence import Torn, closes, is_joined, torn_confidence
from normtext.stages.names.wholes import Whole, first_parts, wholes_of

BETWEEN = 6
"""Words that may stand between the first part and "of"; the longest seen had four."""
EVERYDAY_HEAD = 5.0  # Zipf: "national", "open"; a longer name may begin with it, "National gallery Trust"
OWNED_WORDS = 3  # words between "the" and the rest of the name
SHORTEST_NOUN = 4  # letters of a noun inside the name
_OFFICES = frozenset({"CEO", "CTO", "CFO", "COO"})


def torn_apart(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A name in two pieces: "Hugging the entry of the face" for "The entry of Hugging Face"."""
    heads = first_parts(article).get(text)
    if not heads:
        return
    wholes, tokens, language = _by_head(article), text.tokens, grammar.language_of(text)
    for number in heads:
        around = tokens.folded[max(0, number - BETWEEN - 3) : number + BETWEEN + 4]
        behind = _right_behind(tokens, number)
        for whole in wholes.get(tokens.folded[number], ()):
            second = whole.folded[1]
            if second != behind and second in around and whole.serves(language):
                find = _torn_here(article, text, number, whole)
                if find and not text.is_upper_case:
                    yield find


@once
def _by_head(article: ArticleContext) -> dict[str, tuple[Whole, ...]]:
    """The names of several parts by their first part, as it is and as a verb's form in -ing."""
    wholes = wholes_of(article)
    found = dict(wholes)
    for same in wholes.values():
        for whole in same:
            for head in whole.inflected:
                found[head] = (*found.get(head, ()), whole)
    return found


def _right_behind(tokens: Tokens, number: int) -> str:
    """The folded word that at most one character parts from another; "" where there is none.

    Where it is the second part of a name, that stands where it belongs.
    """
    if number + 1 < len(tokens) and len(tokens.gap(number)) <= 1:
        return tokens.folded[number + 1]
    return ""


def _torn_here(article: ArticleContext, text: TextContext, number: int, whole: Whole) -> Find | None:
    for torn in _places(text, number, whole):
        if _may_be_torn(article, text, number, whole):
            confidence, why = torn_confidence(article, text, torn, whole)
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
        key.entry.name != whole.entry.name and key.form.kind in RIGHT
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
            and is_joined(text, number)
            and tokens[behind].text.lower() in grammar.DETERMINERS["en"]
        ):
            yield from _genitive(text, number, behind, rest, "inflected")
        return
    if behind < len(tokens) and _is_gap(text, number, ", "):
        if _stands(text, behind, rest):
            yield Torn(number, number + len(rest), number, (behind, number + len(rest)), (0, -1), "comma")
        return
    if not is_joined(text, number):
        return
    is_genitive = tokens[behind].text == "s"
    behind += is_genitive
    if behind >= len(tokens):
        return
    has_determiner = tokens[behind].text.lower() in grammar.DETERMINERS[language]
    if has_determiner and is_joined(text, behind) and _stands(text, behind + 1, rest):
        last = behind + len(rest)
        yield Torn(number, last, number, (behind + 1, last), (0, -1), "parted")
    if is_genitive and has_determiner and language == "en":
        yield from _owned(text, number, behind, rest)
    yield from _genitive(text, number, behind, rest, "genitive" if has_determiner else "bare")
    yield from _inserted(text, number, rest)
    yield from _reversed(text, number, rest)


def _owned(text: TextContext, number: int, behind: int, rest: tuple[str, ...]) -> Iterator[Torn]:
    """The first part in the genitive, a determiner, a noun or two, the rest: "Mistral's the boss AI"."""
    for start in range(behind + 2, min(behind + 2 + OWNED_WORDS, len(text.tokens))):
        noun = text.tokens.texts[start - 1]
        if not grammar.spaced(text, start - 1) or not (noun.islower() and noun.isalpha()):
            return
        if noun in grammar.small_words("en") or noun in grammar.FINITE["en"]:
            return
        if _stands(text, start, rest):
            yield Torn(
                number,
                start + len(rest) - 1,
                number,
                (start, start + len(rest) - 1),
                (behind, start - 1),
                "owned",
            )
            return


def _inserted(text: TextContext, number: int, rest: tuple[str, ...]) -> Iterator[Torn]:
    """The first part, a noun, the rest: "the Hugging library Face", "The Hugging CEO Face"."""
    tokens, noun = text.tokens, number + 1
    if (
        grammar.language_of(text) != "en"
        or not grammar.spaced(text, number)
        or not grammar.spaced(text, noun)
    ):
        return
    before = tokens.texts[number - 1].lower() if number else ""
    is_head = before in grammar.DETERMINERS["en"] or not grammar.may_be_verb(tokens.texts[noun])
    rare = words.zipf(tokens.texts[number]) < EVERYDAY_HEAD
    if is_head and rare and _is_noun(text, tokens.texts[noun]) and _stands(text, noun + 1, rest):
        yield Torn(number, noun + len(rest), number, (noun + 1, noun + len(rest)), (noun, noun), "inserted")


def _is_noun(text: TextContext, word: str) -> bool:
    """ "library", "CEO"; no small word, no verb form."""
    if word in _OFFICES:
        return True
    return (
        word.islower()
        and word.isalpha()
        and len(word) >= SHORTEST_NOUN
        and text.ordinary(word)
        and word not in grammar.small_words("en")
        and word not in grammar.FINITE["en"]
        and not word.endswith(("ed", "ing", "ly"))
    )


def _genitive(
    text: TextContext, number: int, behind: int, rest: tuple[str, ...], shape: str
) -> Iterator[Torn]:
    """The first part, some words, "of", perhaps a determiner, the rest."""
    language = grammar.language_of(text)
    for of in range(behind, min(behind + BETWEEN + 2, len(text.tokens) - 1)):
        if not is_joined(text, of):
            return
        if text.tokens[of].text.lower() not in grammar.OF[language] or of <= behind + (
            shape in ("genitive", "inflected")
        ):
            continue
        start = of + 1
        if text.tokens[start].text.lower() in grammar.DETERMINERS[language] and is_joined(text, start):
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
        if not is_joined(text, start + 1):
            return
        if text.tokens[start].folded == rest[0] and _stands(text, start, rest) and is_joined(text, start):
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


def _is_gap(text: TextContext, number: int, gap: str) -> bool:
    return text.text[text.tokens[number].end : text.tokens[number + 1].start] == gap


def _find(text: TextContext, torn: Torn, whole: Whole, confidence: float, why: str) -> Find:
    tokens = text.tokens
    start, end = tokens[torn.first].start, tokens[torn.last].end
    after = _mended(text, torn, whole)
    if closes(text, torn) == "capital":
        after += text.text[end : tokens[torn.last + 1].end].lower()
        end = tokens[torn.last + 1].end
    reason = f"{text.text[start:end]!r} has {whole.after!r} torn apart by word order; {why}"
    return Find(start, end, whole.entry, after, "torn_apart", confidence, reason)


def _mended(text: TextContext, torn: Torn, whole: Whole) -> str:
    """The same words with the name in one piece."""
    if torn.shape in ("parted", "comma"):
        return whole.after
    if torn.shape == "inserted":
        return f"{whole.after} {text.tokens.texts[torn.middle[0]]}"
    tokens, language = text.tokens, grammar.language_of(text)
    first, of = torn.middle
    if torn.shape == "owned":
        owned = text.text[tokens[first].start : tokens[of].end]
        begins = text.at_sentence_start(tokens[torn.first].start)
        return f"{owned[0].upper() if begins else owned[0]}{owned[1:]} of {whole.after}"
    between = text.text[tokens[first].start : tokens[of].start]
    linked = grammar.OF[language][tokens[of].text.lower()]
    if language == "en" and tokens[first].text.lower() not in grammar.DETERMINERS["en"]:
        before = tokens[torn.first - 1].text.lower() if torn.first else ""
        has_article = before in grammar.DETERMINERS["en"] and before != "that"
        between = between if has_article else "the " + between
    if text.at_sentence_start(tokens[torn.first].start) and tokens[torn.first].text[0].isupper():
        between = between[0].upper() + between[1:]
    return between + _linked(language, linked, whole.after)


def _linked(language: str, of: str, name: str) -> str:
    """ "of" and the name; French elides it before a vowel."""
    if language == "fr" and name[0] in "AEIOUÉÈÊH" and not name.startswith("H"):
        return f"d'{name}"
    return f"{of} {name}"
