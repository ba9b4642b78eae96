"""Rule: a longer name that the article has rightly, again, with one of its words nearly right.

"Ilja Sutskever", where "Ilya Sutskever" stands elsewhere. What damaged.py finds by the pieces of all
names is left to it; this finds words that are short, or that are right in another name ("Garry" of
somebody else's). Two people may differ in so little, too: nothing is made of everyday words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from normtext import words
from normtext.folding import Token, fold
from normtext.gazetteer import Entry
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import CONNECTORS
from normtext.stages.names.bearers import is_introduced
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.evidence import is_plural, similarity
from normtext.stages.names.finds import Find
from normtext.stages.names.text_context import TextContext

CONFIDENCE = 0.8
SIMILAR = 0.75  # of the misspelt word, by edits: one letter of four
EVERYDAY = 3.5  # Zipf, of a word that is meant as it stands: "Mary" is not "Mark"
MOST_LETTERS = 2  # by which it is longer or shorter
SIMILAR_STRANGE = 0.6  # of a word that no list has, beside the rest of the name: "Mositz" for "Moskovitz"
LONG = 6  # letters of such a word
MOST_LETTERS_STRANGE = 3
REACH = 2  # tokens to another word of the name; one may be "of"
EVERYDAY_SHARE = 10 ** (EVERYDAY - 9)  # the same as a share of all words
RARE = 5.0  # Zipf, below which the other words are of few names: not "New", "Bank"


class Written(NamedTuple):
    """A name of several words, as the article has it rightly."""

    entry: Entry
    text: str
    tokens: tuple[str, ...]


@once
def _beside(article: ArticleContext) -> dict[str, list[tuple[Written, int]]]:
    """The names in which a word stands, and its place there."""
    longer = {
        hit.form.text: (hit, text)
        for text in article.texts
        for hit in text.right_hits
        if hit.last > hit.first and hit.form.language is None
    }
    found: dict[str, list[tuple[Written, int]]] = {}
    for hit, text in longer.values():
        tokens = tuple(text.tokens.folded[hit.first : hit.last + 1])
        name = Written(hit.entry, text.surface(hit), tokens)
        for place, token in enumerate(tokens):
            if len(token) > 1 and token not in CONNECTORS:
                found.setdefault(token, []).append((name, place))
    return found


@once
def _strange(article: ArticleContext) -> frozenset[str]:
    """The words of the article that are nearly, but not quite, a word of such a name; most have none."""
    beside = _beside(article)
    if not beside:
        return frozenset()
    by_initial: dict[str, list[str]] = {}
    for own in beside:
        by_initial.setdefault(own[0], []).append(own)
    listed = words.listed()
    found: set[str] = set()
    for word in article.unusual_words:
        folded = fold(word)
        if folded in beside or listed.get(folded, 0.0) >= EVERYDAY_SHARE:
            continue
        for own in by_initial.get(folded[:1], ()):
            if abs(len(own) - len(folded)) > MOST_LETTERS_STRANGE:
                continue
            if _is_near(folded, own) or _is_strangely_near(folded, own, listed.__contains__):
                found.add(word)
    return frozenset(found)


def may_stand_again(article: ArticleContext, text: TextContext) -> bool:
    """Tell whether a word that is nearly one of such a name stands in a text."""
    return text.has_any(_strange(article))


def nearly_again(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Names of which all words but one stand in the text, and that one nearly."""
    strange, beside, folded = _strange(article), _beside(article), text.tokens.folded
    for number, word in enumerate(text.tokens.texts):
        if word not in strange or number in text.covered:
            continue
        for at in range(max(0, number - REACH), min(len(folded), number + REACH + 1)):
            for name, place in beside.get(folded[at], ()):
                find = _laid_over(article, text, name, at - place) if at != number else None
                if find:
                    yield find


def _laid_over(article: ArticleContext, text: TextContext, name: Written, first: int) -> Find | None:
    """Lay a name over the text from a token on, and see what is otherwise."""
    if first < 0:
        return None
    folded = text.tokens.folded[first : first + len(name.tokens)]
    others = [n for n, pair in enumerate(zip(folded, name.tokens, strict=False)) if pair[0] != pair[1]]
    if len(folded) != len(name.tokens) or len(others) != 1 or first + others[0] in text.covered:
        return None
    window = text.tokens[first : first + len(name.tokens)]
    strange, own = window[others[0]], name.tokens[others[0]]
    start, end = window[0].start, window[-1].end
    surface = text.text[start:end]
    if (
        not (_is_near(strange.folded, own) or _is_strangely_near(strange.folded, own, text.known))
        or text.puts_on_a_word(strange.folded, own)
        or not _is_one_name(window, surface, name.text)
        or text.ordinary(strange.text, EVERYDAY)
        or all(text.ordinary(word, RARE) for word in name.tokens if word != own)
        or article.count_of(surface) > 1
        or stands_elsewhere(article, name.entry, surface, strange)
        or name.text in text.sentence_around(start, end)
        or is_introduced(text, start, end)
        or not article.permits(name.entry)
    ):
        return None
    reason = f"{surface!r} for {name.text!r}: {strange.text!r} is nearly {own!r}; the article has it rightly"
    return Find(start, end, name.entry, name.text, "spelling", CONFIDENCE, reason)


def stands_elsewhere(article: ArticleContext, entry: Entry, surface: str, strange: Token) -> bool:
    """ "Jupytext Notebook" is no Jupyter Notebook, where the article has Jupytext without a notebook, too.

    A person is often called by one name.
    """
    if entry.kind in ("person", UNSORTED):
        return False
    return article.occurrences[strange.folded] > article.count_of(surface)


def _is_near(folded: str, own: str) -> bool:
    """The first letter is the same, and the second or the last; all but a quarter of the letters are."""
    if abs(len(own) - len(folded)) > MOST_LETTERS:
        return False
    if folded[0] != own[0] or (folded[1:2] != own[1:2] and folded[-1] != own[-1]) or not folded.isalpha():
        return False
    return similarity(folded, own) >= SIMILAR and not is_plural(folded, own)


def _is_strangely_near(folded: str, own: str, known: Callable[[str], bool]) -> bool:
    """ "Mositz" for "Moskovitz": letters were lost, and it is no word."""
    if not LONG <= len(folded) <= len(own) or folded[:2] != own[:2] or not folded.isalpha():
        return False
    return similarity(folded, own) >= SIMILAR_STRANGE and not known(folded)


def _is_one_name(window: list[Token], surface: str, form: str) -> bool:
    """As many capitals, and the same signs between the words."""
    capitals = all(token.text[0].isupper() or token.folded in CONNECTORS for token in window)
    return capitals and [c for c in surface if not c.isalnum()] == [c for c in form if not c.isalnum()]
