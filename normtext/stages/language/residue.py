"""Words and phrases of another language that a translation left behind in English text.

A word is one where English text hardly ever has it and another language often does (by the lists of
wordfreq), and where it stands among English words as if it were one: no name, no quote,
no foreign phrase, not explained. "A Middenweg" and "the ontwikkelingen" are; "joie de vivre" is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from normtext import words
from normtext.function_words import FUNCTION_WORDS

LANGUAGES = ("nl", "de", "fr", "es", "pt", "it")
SHORTEST = 4
"""Letters of a word that may be residue."""
PHRASE = 5
"""Words in a row from which a phrase is a leftover; shorter ones are quoted on purpose ("joie de vivre")."""
UNUSUAL = ((5.0, 2.45), (0.0, 2.1))
"""Zipf frequency in English up to which, for words from the first in their language: what is more frequent
is a loan ("barrio", "personas"). What clean text has of the rest is in docs/language.md."""
APART = 2.5
"""The least between the two frequencies."""
ENDINGS = (("s", 1.9), ("es", 2.3), ("d", 2.3), ("ed", 2.3), ("ing", 2.3), ("r", 3.0), ("er", 3.0))
"""A word that has one of them on an English word of so much is English ("vends", "resolver")."""
AGAIN = 2
"""Times that an article may have a word: one that it uses more often is its subject."""
_TRIMMED = ".,;:!?…()[]{}\"'“”‘’«»–—-*/"
_TOKEN = regex.compile(r"[^\s/–—-]++")
_QUOTED = regex.compile(
    r"[\"“«„][^\"“”«»„\n]{1,200}[\"”»“]|(?<!\p{L})['‘][^'‘’\n]{1,80}['’](?!\p{L})|\*[^*\n]{1,80}\*|\([^()\n]{1,80}\)"
)
_EXPLAINED_BEFORE = regex.compile(
    r"\b(?:called|named|known as|word|term|phrase|titled|dubbed|means?|meaning|or|an?d?\s+so-called)\s+"
    r"(?:an?\s+|the\s+)?$"
)
_EXPLAINED_AFTER = regex.compile(
    r"\s*+(?:[(=]|means\b|[,–—]\s*+(?:or|an?|the|meaning|which means|literally|that is|i\.e\.)\b)"
)
_APPOSITION = regex.compile(r",\s*+(?:which|who|where|made|from)\b")
_DETERMINERS = frozenset(
    """
    a an the this that these those its their his her our your my any some no every each many all most
    """.split()
)
# What follows a noun: a word that does not makes it the name in "the Caja file manager".
_AFTER_NOUNS = FUNCTION_WORDS["en"] | frozenset(
    """
    and or but is was are were be has have had will would can could may might must should does did do not
    who when because after before until while where if so than then also only still about over under without
    """.split()
)
_SENTENCE_ENDS = tuple(".!?…:;)\"”»'’")

Names = Callable[[str], Sequence[tuple[int, int]]]


class Residue(NamedTuple):
    """Words ``[start, end)`` of one of the texts, and the language that they are likely of."""

    text: int
    start: int
    end: int
    tag: str


class _Token(NamedTuple):
    start: int
    end: int
    word: str


def find_residue(
    texts: Sequence[str], tags: Sequence[str], names: Names | None = None
) -> tuple[Residue, ...]:
    """Find what a translation left behind in the English texts of an article.

    Args:
        texts: the texts of the article.
        tags: the language of each.
        names: finds names, which are no residue.
    """
    # Lines without a full stop are headings and names of things.
    english = [
        number
        for number, (text, tag) in enumerate(zip(texts, tags, strict=True))
        if tag.partition("-")[0] == "en" and text.rstrip().endswith(_SENTENCE_ENDS)
    ]
    strange = _strange_words(" ".join(texts[number] for number in english))
    if not strange:
        return ()
    whole = " ".join(texts).casefold()
    strange = {word: tag for word, tag in strange.items() if whole.count(word) <= AGAIN}
    return tuple(
        Residue(number, *span) for number in english for span in _in_text(texts[number], strange, names)
    )


@cache
def _lists() -> tuple[tuple[str, Any], ...]:
    """The usual words of each language, seen at least once in a million, as a trie of 150 kB."""
    import marisa_trie
    import wordfreq

    lists = wordfreq.available_languages("small")
    # Not by get_frequency_dict, which keeps what it reads: 4 MB a language.
    return tuple(
        (
            language,
            marisa_trie.Trie(word for bucket in wordfreq.read_cBpack(lists[language]) for word in bucket),
        )
        for language in LANGUAGES
    )


@lru_cache(maxsize=4096)
def language_of(word: str) -> str | None:
    """The language of a folded word that is usual there and not in English."""
    usual, language = max(
        ((words.zipf(word, language), language) for language, listed in _lists() if word in listed),
        default=(0.0, ""),
    )
    if not language or word in words.listed("en"):
        return None
    most = next(most for least, most in UNUSUAL if usual >= least)
    in_english = words.zipf_at_large(word)
    if in_english > most or usual - in_english < APART or _is_inflected(word):
        return None
    return language


def _is_inflected(word: str) -> bool:
    """Tell whether a word is an English one with an ending."""
    return any(
        words.zipf_at_large(word.removesuffix(ending)) > least
        for ending, least in ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2
    )


def _strange_words(text: str) -> dict[str, str]:
    """The words of a text that may be residue, folded, with their language."""
    english = words.listed("en")
    strange = {}
    for token in set(text.lower().split()).difference(english):
        word = token.strip(_TRIMMED).casefold()
        if len(word) >= SHORTEST and word.isalpha():
            language = language_of(word)
            if language:
                strange[word] = language
    return strange


def _in_text(text: str, strange: dict[str, str], names: Names | None) -> Iterator[tuple[int, int, str]]:
    if not any(word in text.casefold() for word in strange):
        return
    tokens = list(_tokens(text))
    taken = [match.span() for match in _QUOTED.finditer(text)]
    taken += names(text) if names else ()
    past = 0
    for place, token in enumerate(tokens):
        tag = strange.get(token.word.casefold())
        if tag is None or token.start < past or _overlaps(taken, token):
            continue
        first, last = _run(tokens, place, tag)
        past = tokens[last].end
        if last - first + 1 >= PHRASE:
            if _is_clause(tokens[first : last + 1], tag):
                yield tokens[first].start, past, tag
        elif first == last and _stands_alone(text, tokens, place) and not _is_explained(text, token):
            yield token.start, token.end, tag


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match[0].strip(_TRIMMED)
        if word:
            start = match.start() + match[0].index(word)
            yield _Token(start, start + len(word), word)


def _overlaps(spans: Sequence[tuple[int, int]], token: _Token) -> bool:
    return any(start < token.end and token.start < end for start, end in spans)


def _run(tokens: Sequence[_Token], place: int, tag: str) -> tuple[int, int]:
    """The first and last of the words around one that are no English words, or are of its language."""
    foreign = [_is_foreign(token.word, tag) for token in tokens]
    first = last = place
    while first > 0 and (foreign[first - 1] or _bridges(tokens[first - 1], foreign, first - 2)):
        first -= 1
    while last + 1 < len(tokens) and (foreign[last + 1] or _bridges(tokens[last + 1], foreign, last + 2)):
        last += 1
    return first, last


def _is_clause(tokens: Sequence[_Token], tag: str) -> bool:
    """Tell a piece of a sentence from a list of names, by its function words and small letters."""
    small = sum(token.word.islower() for token in tokens)
    own = FUNCTION_WORDS[tag] - FUNCTION_WORDS["en"]
    return 2 * small > len(tokens) and any(token.word in own for token in tokens)


def _bridges(token: _Token, foreign: Sequence[bool], beyond: int) -> bool:
    """Tell whether a word that English has too stands between two that it has not."""
    return (
        0 <= beyond < len(foreign) and foreign[beyond] and token.word.casefold() not in FUNCTION_WORDS["en"]
    )


def _is_foreign(word: str, tag: str) -> bool:
    folded = word.casefold()
    if folded in FUNCTION_WORDS[tag]:
        return folded not in FUNCTION_WORDS["en"]
    return word.isalpha() and folded not in words.listed("en")


def _stands_alone(text: str, tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a word stands among words of English prose, and is no part of a name."""
    token, english = tokens[place], words.listed("en")
    if place == 0:
        return False
    before = tokens[place - 1].word
    if before.casefold() not in english:
        return False
    after = _word_after(text, tokens, place)
    # A capital behind it makes it part of a name, another rare word part of a phrase.
    if after[:1].isupper() or (after.isalpha() and after.casefold() not in english):
        return False
    if token.word.islower():
        return before.islower() or before.casefold() in _DETERMINERS
    if not token.word[1:].islower() or before.casefold() not in _DETERMINERS:
        return False
    return after in _AFTER_NOUNS or after == "" or after.endswith(("s", "ed"))


def _word_after(text: str, tokens: Sequence[_Token], place: int) -> str:
    """The next word of the clause; "" where a mark ends it."""
    if place + 1 == len(tokens):
        return ""
    between = text[tokens[place].end : tokens[place + 1].start]
    return "" if any(mark in between for mark in ".!?:;,") else tokens[place + 1].word


def _is_explained(text: str, token: _Token) -> bool:
    before = text[max(token.start - 40, 0) : token.start]
    if _EXPLAINED_BEFORE.search(before) or _EXPLAINED_AFTER.match(text, token.end):
        return True
    return before.endswith(", ") and _APPOSITION.match(text, token.end) is not None
