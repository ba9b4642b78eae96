"""What the article itself says: the evidence that every rule looks at."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from normtext.folding import fold
from normtext.gazetteer import Entry, Form, Gazetteer
from normtext.gazetteer.entries import RIGHT
from normtext.gazetteer.index import Index
from normtext.gazetteer.records import Hit
from normtext.stages.names.bearers import may_have_first_name
from normtext.stages.names.shapes import INNER
from normtext.stages.names.text_context import TextContext

_CAPITAL_INSIDE = re.compile("[a-z][A-Z]")


ABOUT = 0.03
"""Share of a gazetteer's names that an article has, from which the gazetteer is about it."""
SELDOM = 10
"""Times that an article has a name, up to which the same word in lower case is that word.

Whatever else there is about it, the weights of the evidence make it less than is worth telling: at most .19,
and .15 where the article does not have the name, of a gazetteer that is not about it.
"""
SURELY = 0.8
"""Confidence from which a repair tells that its article is damaged."""
DAMAGED = 2
"""Names that were surely damaged, from which an article is taken to be a damaged one: clean articles of
1,000 words have one in a hundred times."""
FIRST_NAME = 5.2
"""Zipf from which a capitalised word before a surname is no first name: "Then", "When"."""


class Sought(NamedTuple):
    """Names of which an article may well have a damaged form.

    Attributes:
        names: canonical names.
        words: numbers of the pieces of all their forms.
    """

    names: frozenset[str]
    words: frozenset[int]


class ArticleContext:
    """All texts of one article, and which names stand in it rightly."""

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        gazetteer: Gazetteer,
        before: ArticleContext | None = None,
        mended: Mapping[tuple[str, str], float] = MappingProxyType({}),
    ) -> None:
        """Look at the texts; those that ``before`` has seen as they are now are not looked at again.

        ``mended`` are names that were damaged and are repaired, as they stood and as they stand, with the
        confidence of the repair.
        """
        self.index = gazetteer.index
        self.mended = mended
        self.surely = sum(confidence >= SURELY for confidence in mended.values())
        self._counts: dict[str, int] = {}
        seen = {(text.text, text.language): text for text in before.texts} if before else {}
        self.texts: list[TextContext] = []
        for text, language in zip(texts, languages, strict=True):
            # Each once: two equal paragraphs are two places.
            known = seen.pop((text, language)) if (text, language) in seen else None
            self.texts.append(known or TextContext(text, language, self.index))
        self.kept: dict[Callable[[ArticleContext], Any], Any] = {}
        self.right: Counter[str] = Counter(
            [
                hit.entry.name
                for text in self.texts
                if text.right_hits
                for hit in text.touchable_hits()
                if hit.entry.kind != "person" or hit.first != hit.last or not _is_a_namesake(text, hit)
            ]
        )
        for context in self.texts:
            context.meet(self.may_mean)

    @cached_property
    def right_entries(self) -> dict[str, Entry]:
        """The entries that it names rightly, by their names."""
        entries = {hit.entry.name: hit.entry for text in self.texts for hit in text.right_hits}
        return {name: entry for name, entry in entries.items() if name in self.right}

    @cached_property
    def words(self) -> set[str]:
        """Its words, as they are written."""
        return set().union(*[text.words for text in self.texts])

    @cached_property
    def unusual_words(self) -> frozenset[str]:
        """Those that are not in lower case throughout; numbers are not."""
        return frozenset([word for word in self.words if not word.islower()])

    @cached_property
    def words_with_capitals_inside(self) -> frozenset[str]:
        """Those in which a capital follows a small letter, of ASCII both."""
        mixed = [word for word in self.unusual_words if not word.istitle()]
        return frozenset([word for word in mixed if _CAPITAL_INSIDE.search(word)])

    @cached_property
    def occurrences(self) -> Counter[str]:
        """How often each folded word stands in the article."""
        return Counter(itertools.chain.from_iterable(text.tokens.folded for text in self.texts))

    @cached_property
    def coverage(self) -> float:
        """Which share of the gazetteer's names the article has, one more counted on either side."""
        return (len(self.right) + 1) / (self.index.size + 1)

    @property
    def is_damaged(self) -> bool:
        """Tell whether names in it were damaged beyond doubt, so that a strange one is no habit."""
        return self.surely >= DAMAGED

    @property
    def is_about(self) -> bool:
        """Tell whether the gazetteer is about this article: it has at least one in thirty of the names."""
        return self.coverage >= ABOUT

    @cached_property
    def sought(self) -> Sought | None:
        """The names that it has rightly; None where all are to be expected in it."""
        if self.is_about:
            return None
        words = map(self.index.words_of_entry, self.right_entries.values())
        return Sought(frozenset(self.right), frozenset().union(*words))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(text.text for text in self.texts)

    def count_of(self, surface: str) -> int:
        """How often a string stands in the article."""
        if surface not in self._counts:
            self._counts[surface] = self._joined.count(surface)
        return self._counts[surface]

    def may_mean(self, entry: Entry) -> bool:
        """Tell whether a word in lower case may be this name, which has a capital."""
        times = self.right[entry.name]
        return times > SELDOM if times else self.is_about

    def names_rightly(self, entry: Entry) -> bool:
        """Tell whether the article spells this name rightly somewhere."""
        return self.right[entry.name] > 0

    def keeps_company(self, entry: Entry) -> bool:
        """Tell whether the article names it, or another name of the gazetteer that is no common word."""
        return self.names_rightly(entry) or bool(self._strangers - {entry.name})

    @cached_property
    def _strangers(self) -> frozenset[str]:
        return frozenset(
            hit.entry.name
            for text in self.texts
            for hit in text.right_hits
            if hit.entry.kind != "person"
            and not (hit.entry.common_word and not INNER.search(text.surface(hit)))
        )

    def permits(self, entry: Entry) -> bool:
        """Tell whether the words that the entry requires, or forbids, let it be repaired here."""
        if entry.requires and not any(fold(word) in self.occurrences for word in entry.requires):
            return self.names_rightly(entry)
        return not any(fold(word) in self.occurrences for word in entry.forbids)


def _is_a_namesake(text: TextContext, hit: Hit) -> bool:
    """ "Altman" in "Marc Altman" does not name Sam Altman: somebody else's first name stands before it."""
    before = hit.first - 1
    return (
        may_have_first_name(text.tokens, hit.first)
        and not text.at_sentence_start(text.tokens.starts[before])
        and not text.ordinary(text.tokens.texts[before], FIRST_NAME)
        and not any(other.first <= before <= other.last for other in text.right_hits)
    )


Told = TypeVar("Told")


def once(work: Callable[[ArticleContext], Told]) -> Callable[[ArticleContext], Told]:
    """Have ``work`` done once an article, however often it is asked for."""

    @wraps(work)
    def kept(article: ArticleContext) -> Told:
        if work not in article.kept:
            article.kept[work] = work(article)
        told: Told = article.kept[work]
        return told

    return kept


def right_forms(index: Index, surface_key: str) -> list[tuple[Entry, Form]]:
    """The right forms that share a folded key."""
    return [(k.entry, k.form) for k in index.keys(surface_key) if k.form.kind in RIGHT]
