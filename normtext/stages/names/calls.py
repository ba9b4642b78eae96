"""Which places of a text call for which forms of the gazetteer.

Nearly all words of a text have nothing to do with any name, and nearly all others stand where no other
piece of the same name does. This pass finds the rest; what it costs does not depend on how many names
there are, but for the few words that many of them share.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Sequence, Set
from typing import NamedTuple

from normtext.gazetteer.index import Index
from normtext.gazetteer.records import WordCalls
from normtext.gazetteer.vocabulary import CONNECTORS, PAIR, SAME, Relation
from normtext.stages.names.context import ArticleContext, Sought, once
from normtext.stages.names.text_context import TextContext

REACH = 5  # tokens from one piece of a pair to the other, small words between counted
STRONG = 0.8  # of a relation that may stand beside another that is not the same
NEARBY = 8  # tokens on either side in which the other pieces of a form are looked for
MISSING = 5  # pieces for which one may be missing

# What stands for a letter that is no longer there, within a word: "Schr'der".
_PARTING_SIGNS = frozenset("'’-.?\N{REPLACEMENT CHARACTER}")
_SHORT_ENDINGS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
"""Behind an apostrophe: "it's", "don't", "we're"."""


class Call(NamedTuple):
    """A form that something in the text calls for.

    Attributes:
        pattern: its number in the index.
        first, last: the tokens in which pieces of it were found.
        anchors: the offset and the relation of each.
        is_whole: it is nearly the whole word.
    """

    pattern: int
    first: int
    last: int
    anchors: tuple[tuple[int, Relation], ...]
    is_whole: bool = False


def calls(article: ArticleContext, text: TextContext) -> Iterator[Call]:
    """All forms that two related pieces, or the only one, call for.

    A word lost, or in lower case, or nothing but translations are forgiven where the name is sought;
    None seeks all names.
    """
    index, sought = article.index, article.sought
    words_of = _looked_up(article)
    texts = text.tokens.texts
    if text.has_any(words_of.alone):
        for number, word in enumerate(texts):
            if word in words_of.alone:
                yield from _alone(text, index, number, words_of.telling[word], sought)
    found_at: list[Called] | None = None
    joined = (yield from _parted(text, index)) if index.vocabulary.has_lost_letters else {}
    if joined:
        found_at = _in_their_place(text, words_of.called, joined)
        near = [(n, found) for n, found in enumerate(found_at) if found and _comes_in(found, sought)]
        beginning = text.words
    elif text.has_any(words_of.beginning):
        near = [(n, found) for n, found in enumerate(map(words_of.telling.get, texts)) if found]
        beginning = words_of.beginning
    else:
        return
    seen: set[tuple[int, int]] = set()
    for pair in _pairs(text, near, beginning, joined):
        found_at = found_at or list(map(words_of.called.get, texts))
        yield from _called(text, index, found_at, pair, seen, sought)


def may_call(article: ArticleContext, text: TextContext) -> bool:
    """Tell at little cost whether there may be any calls."""
    words_of = _looked_up(article)
    return (
        text.has_any(words_of.alone)
        or text.has_any(words_of.beginning)
        or (article.index.vocabulary.has_lost_letters and not _PARTING_SIGNS.isdisjoint(text.tokens.gaps()))
    )


Called = WordCalls | None


class LookedUp(NamedTuple):
    """What the words of an article call for.

    Attributes:
        called: what words call for, these and others.
        telling: those from which a search may begin or end.
        alone: those of them that call for names by themselves.
        beginning: capitalised ones for which some name has a piece besides, as a rule one of the article.
    """

    called: dict[str, Called]
    telling: dict[str, WordCalls]
    alone: frozenset[str]
    beginning: frozenset[str]


@once
def _looked_up(article: ArticleContext) -> LookedUp:
    """Look at each word of an article once."""
    index, sought, words = article.index, article.sought, article.words
    heard = index.hear(words)
    telling = heard.of(words) if sought is None else heard.sought(words, sought.words)
    alone = frozenset([word for word, found in telling.items() if found.is_alone])
    beginning = [word for word, found in telling.items() if found.capital and found.partners]
    if sought is not None:  # else nearly all have a partner in the article
        pieces = frozenset[int]().union(*[found.words for found in telling.values()])
        beginning = [word for word in beginning if not telling[word].partners.isdisjoint(pieces)]
    return LookedUp(heard.calls, telling, alone, frozenset(beginning))


def _comes_in(found: WordCalls, sought: Sought | None) -> bool:
    """A word in lower case comes into it only where a name that is sought has a piece for it."""
    return found.capital or sought is None or not found.words.isdisjoint(sought.words)


def _alone(
    text: TextContext, index: Index, number: int, found: WordCalls, sought: Sought | None
) -> Iterator[Call]:
    """The forms that a word calls for by itself."""
    start = text.tokens.starts[number]
    for pattern, relation in found.singles:
        if relation.kind != PAIR or _is_sought(index, pattern, sought):
            yield Call(pattern, number, number, ((start, relation),))
    for pattern, relation in found.wholes:
        yield Call(pattern, number, number, ((start, relation),), True)


def _is_sought(index: Index, pattern: int, sought: Sought | None) -> bool:
    return sought is None or index.patterns[pattern].key.entry.name in sought.names


Place = tuple[int, WordCalls]
"""The number of a token, and what it calls for."""
Found = Sequence[Called]
"""What each token of a text calls for."""


def _in_their_place(
    text: TextContext, called: dict[str, Called], joined: dict[int, WordCalls]
) -> list[Called]:
    """What the tokens call for where some, with the token behind each, are read as one word."""
    found: list[Called] = list(map(called.get, text.tokens.texts))
    for number in joined:
        found[number + 1] = None
    for number, calls_of in joined.items():
        found[number] = calls_of
    return found


def _parted(text: TextContext, index: Index) -> Generator[Call, None, dict[int, WordCalls]]:
    """Words that a sign parts where a letter has been lost, and what they call for."""
    joined: dict[int, WordCalls] = {}
    words, gaps = text.tokens.texts, text.tokens.gaps()
    if _PARTING_SIGNS.isdisjoint(gaps):
        return joined
    for number in [number for number, gap in enumerate(gaps) if gap in _PARTING_SIGNS]:
        word, rest = words[number], words[number + 1]
        if rest in _SHORT_ENDINGS or not rest[0].isalpha():
            continue
        lost = index.vocabulary.lost(f"{word}{gaps[number]}{rest}")
        if not lost:
            continue
        start = text.tokens.starts[number]
        for relation in lost:
            for pattern in index.of_one(relation.word):
                yield Call(pattern, number, number + 1, ((start, relation),))
        joined[number] = index.marked(not word[0].islower(), ((0, lost),))
    return joined


class Pair(NamedTuple):
    """Two places near each other that some name has pieces for, or one place twice.

    Attributes:
        first, last: the places.
        is_apart: words of no name, but for small ones, stand between.
    """

    first: Place
    last: Place
    is_apart: bool


def _pairs(
    text: TextContext, near: Sequence[Place], beginning: Set[str], joined: Container[int]
) -> Iterator[Pair]:
    """All pairs, one place of each capitalised, but those of which a right name has both.

    Args:
        text, near: the text, and its places.
        beginning: the words from which pairs may begin.
        joined: those that are read as one word with the token behind.
    """
    words, folded = text.tokens.texts, text.tokens.folded
    covered = text.covered
    for at, here in enumerate(near):
        number, found = here
        if not found.capital or words[number] not in beginning:
            continue
        name, is_alien = covered.get(number), found.partners.isdisjoint
        if len(found.marks) > 1 and name is None:
            yield Pair(here, here, False)
        for there in near[at + 1 : at + 1 + REACH]:
            if there[0] - number > REACH:
                break
            if not is_alien(there[1].words) and (name is None or name != covered.get(there[0])):
                between = folded[number + 1 + (number in joined) : there[0]]
                yield Pair(here, there, not CONNECTORS.issuperset(between))
        for there in reversed(near[max(0, at - REACH) : at]):
            if there[1].capital or number - there[0] > REACH:
                break
            if not is_alien(there[1].words):
                between = folded[there[0] + 1 + (there[0] in joined) : number]
                yield Pair(there, here, not CONNECTORS.issuperset(between))


def _called(
    text: TextContext,
    index: Index,
    found_at: Found,
    pair: Pair,
    seen: set[tuple[int, int]],
    sought: Sought | None,
) -> Iterator[Call]:
    """The patterns that have a piece for each of two words, if most of their other pieces are near.

    Each once from the same word on: ``seen`` holds the patterns with that word.
    """
    first, last = pair.first[0], pair.last[0]
    nearby: frozenset[int] | None = None
    for (offset, a), (offset_b, b), is_plain in _telling(index, pair, sought):
        for pattern in index.with_pair(a.word, b.word):
            if (pattern, first) in seen:
                continue
            seen.add((pattern, first))
            words, is_sought = index.patterns[pattern].words, _is_sought(index, pattern, sought)
            if pair.is_apart and len(words) == 2:
                continue  # two words that stand apart are not of one name
            if not is_plain and not is_sought:
                continue
            nearby = nearby or _nearby(found_at, first, last)
            lacking = sum(word not in nearby for word in words)
            if not lacking or (is_sought and lacking <= (1 if len(words) <= MISSING else 2)):
                starts = text.tokens.starts[first] + offset, text.tokens.starts[last] + offset_b
                yield Call(pattern, first, last, ((starts[0], a), (starts[1], b)))


Mark = tuple[int, Relation]
"""The offset of a piece in its word, and what it may stand for."""


def _telling(index: Index, pair: Pair, sought: Sought | None) -> Iterator[tuple[Mark, Mark, bool]]:
    """What the pieces of two words, or of one, may stand for together, and whether it speaks for itself.

    Else it tells only of names that are sought.
    """
    (first, one), (last, other), _ = pair
    capitals = one.capital and other.capital
    for m, (offset, relations) in enumerate(one.marks):
        for offset_b, relations_b in other.marks[m + 1 :] if first == last else other.marks:
            for a in relations:
                for b in relations_b:
                    if SAME not in (a.kind, b.kind) and min(a.strength, b.strength) < STRONG:
                        break
                    is_plain = capitals and _are_plain(index, a, b)
                    if is_plain or sought is None or (a.word in sought.words and b.word in sought.words):
                        yield (offset, a), (offset_b, b), is_plain


def _are_plain(index: Index, a: Relation, b: Relation) -> bool:
    """Not translated both, and in a large gazetteer neither."""
    if index.is_large:
        return PAIR not in (a.kind, b.kind)
    return a.kind != PAIR or b.kind != PAIR


def _nearby(found_at: Found, first: int, last: int) -> frozenset[int]:
    """The pieces of names to which anything around is related."""
    around = found_at[max(0, first - NEARBY) : last + NEARBY + 1]
    return frozenset().union(*(found.words for found in around if found))
