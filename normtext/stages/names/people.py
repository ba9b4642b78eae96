"""Rule: a person's name of which one part is right, and the other nearly, and a word that lists know.

"Lina Kahn", "Ilia Sutskever": spelling.py takes no word for a misspelling that any list knows, and
lists know every first name and most surnames. Beside the rest of a name that is rare, or in an article
that has damaged names anyway, they are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from normtext import words
from normtext.folding import fold
from normtext.gazetteer.index import Index
from normtext.gazetteer.records import Key
from normtext.stages.names.bearers import is_introduced
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.evidence import similarity
from normtext.stages.names.finds import Find
from normtext.stages.names.spelling import SPELT
from normtext.stages.names.text_context import TextContext

# Checked on the development benchmark and on 2.6 million clean words in four languages: no edit there.
BESIDE_RARE = 0.85  # the rest of the name is a word that no list has
AMONG_OTHERS = 0.76  # it is no rare one, but the article has other damaged names
AGAIN = 0.82  # the same word was damaged in the whole name
SIMILAR = 0.75  # of the parts, by edits
FAR = 2  # letters off at most, and one of a word of
LONG = 7  # letters less
SHORTEST = 4
EVERYDAY = 5.0  # Zipf of words of which too many are no names: "He", "Son", "Page"
NAME_OF_MANY = 3.5  # Zipf, from which a word is another's name: "Clarke", "Alexander"
"""The right part and the strange one may both be common: then it is somebody else."""


def misspelt_person(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """One part of a person's name right, the other nearly: "Mustapha Suleyman"; "Altmann" again."""
    parts, again = _parts(article), _again(article)
    tokens, covered = text.tokens, text.covered
    sought = parts.union(again)
    for number in [n for n, word in enumerate(tokens.texts) if word in sought and n not in covered]:
        word = tokens.texts[number]
        if word in again and _is_alone(text, number):
            find = _found_again(article, text, number, again[word])
            if find:
                yield find
        else:
            for step in (-1, 1):
                strange = number - step
                if 0 <= strange < len(tokens) and strange not in covered:
                    yield from _beside(article, text, number, strange)


def may_be_people(article: ArticleContext, text: TextContext) -> bool:
    """Tell whether a part of a person's name stands in a text."""
    if text.language.partition("-")[0] not in SPELT or not article.index.has_kinds:
        return False
    return text.has_any(_parts(article)) or text.has_any(_again(article).keys())


_of_index: WeakKeyDictionary[Index, frozenset[str]] = WeakKeyDictionary()


def _people_of(index: Index) -> frozenset[str]:
    """The words of which names of people are made, folded."""
    if index not in _of_index:
        names = index.words_of_people()
        _of_index[index] = frozenset(word for word in names if words.zipf(word) < EVERYDAY and len(word) > 2)
    return _of_index[index]


@once
def _parts(article: ArticleContext) -> frozenset[str]:
    """The words of the article that are part of a person's name."""
    people = _people_of(article.index)
    if not people:
        return people
    return frozenset([w for w in article.unusual_words if (w.lower() if w.isascii() else fold(w)) in people])


@once
def _again(article: ArticleContext) -> dict[str, tuple[str, str]]:
    """Words that were damaged in a whole name, each with the word in their place, and that name."""
    found: dict[str, tuple[str, str]] = {}
    for before, after in article.mended:
        ours, own = before.split(" "), after.split(" ")
        differ = [pair for pair in zip(ours, own, strict=False) if pair[0] != pair[1]]
        if len(ours) == len(own) > 1 and len(differ) == 1 and differ[0] == (ours[-1], own[-1]):
            found[ours[-1]] = (own[-1], after)
    return found


def _is_alone(text: TextContext, number: int) -> bool:
    """No capitalised word beside it, which would make a name of it; "Then" at a sentence's head is none."""
    if _goes_on(text, number):
        return False
    before = number - 1
    if number == 0 or text.tokens.gap(before) != " " or text.tokens.texts[before].islower():
        return True
    begins = text.at_sentence_start(text.tokens.starts[before])
    return begins and text.ordinary(text.tokens.texts[before], NAME_OF_MANY)


def _found_again(
    article: ArticleContext, text: TextContext, number: int, again: tuple[str, str]
) -> Find | None:
    """ "Altmann" by itself, where "Sam Altmann" was repaired; of people only."""
    right, whole = again
    entry = next((e for e in article.right_entries.values() if e.kind == "person" and e.name == whole), None)
    word = text.tokens.texts[number]
    if entry is None or text.ordinary(word):
        return None
    start, end = text.tokens.starts[number], text.tokens.ends[number]
    reason = f"{word!r} for {right!r}: the article has it so in {whole!r}, too, which was repaired"
    return Find(start, end, entry, right, "spelling", AGAIN, reason)


def _beside(article: ArticleContext, text: TextContext, number: int, strange: int) -> Iterator[Find]:
    tokens = text.tokens
    word = tokens.texts[strange]
    step = number - strange
    if tokens.gap(min(number, strange)) != " " or not (word.istitle() and word.isalpha()):
        return
    for key, place in article.index.beside(tokens.folded[number], step, tokens.folded[strange][:1]):
        first = strange - place
        last = first + len(key.tokens) - 1
        if key.entry.kind == "person" and _is_the_rest_right(text, key, first, place):
            confidence, why = _confidence(article, text, (number, strange), key.tokens[place], key)
            span = tokens.starts[first], tokens.ends[last]
            namesake = article.names_rightly(key.entry) and is_introduced(text, *span)
            if confidence and not namesake and not _goes_on(text, last):
                reason = (
                    f"{word!r} is nearly {key.tokens[place]!r}, the rest of {key.form.text!r} is right; {why}"
                )
                yield Find(*span, key.entry, key.form.text, "spelling", confidence, reason)


def _is_the_rest_right(text: TextContext, key: Key, first: int, place: int) -> bool:
    """Tell whether all parts of a name but one stand in the text, with nothing but spaces between."""
    tokens, last = text.tokens, first + len(key.tokens) - 1
    if first < 0 or last >= len(tokens) or any(tokens.gap(at) != " " for at in range(first, last)):
        return False
    here = tokens.folded[first : last + 1]
    return all(one == own or n == place for n, (one, own) in enumerate(zip(here, key.tokens, strict=True)))


def _confidence(
    article: ArticleContext, text: TextContext, at: tuple[int, int], own: str, key: Key
) -> tuple[float, str]:
    rest, strange = text.tokens.texts[at[0]], text.tokens.texts[at[1]]
    if not _is_near(text.tokens.folded[at[1]], own) or not article.permits(key.entry):
        return 0.0, ""
    if not (article.is_damaged or article.keeps_company(key.entry)):
        return 0.0, ""
    common = words.zipf(strange) >= NAME_OF_MANY
    if article.names_rightly(key.entry) and (common or not article.is_damaged):
        return 0.0, ""  # again.py weighs it
    if not words.zipf(rest) and len(rest) > SHORTEST and (article.is_damaged or not common):
        return BESIDE_RARE, "and that is nobody else's"
    if article.is_damaged and not common and not key.entry.common_word:
        return AMONG_OTHERS, "and other names of the article are damaged"
    return 0.0, ""


def _is_near(folded: str, own: str) -> bool:
    """A letter or two off, and no genitive or plural of it."""
    if (
        len(folded) < SHORTEST
        or len(own) < SHORTEST - 1
        or folded in (own, own + "s")
        or not folded.isalpha()
    ):
        return False
    off = round((1 - similarity(folded, own)) * max(len(folded), len(own)))
    return off <= FAR - (max(len(folded), len(own)) < LONG) and similarity(folded, own) >= SIMILAR


def _goes_on(text: TextContext, last: int) -> bool:
    """Another capitalised word behind it: a longer name."""
    tokens = text.tokens
    return last + 1 < len(tokens) and tokens.gap(last) == " " and tokens.texts[last + 1][0].isupper()
