"""The names of several parts that an article has rightly, by their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import regex

from normtext.gazetteer import Entry
from normtext.gazetteer.folding import fold
from normtext.gazetteer.index import Index
from normtext.stages.names.context import ArticleContext

_PART = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{N}+")
_LETTERS = regex.compile(r"^\p{L}{2,}$")
MAX_PARTS = 4


@dataclass(frozen=True, slots=True)
class Whole:
    """A form of an entry that the article names rightly, cut into parts.

    Attributes:
        entry: the entry.
        after: the right form that stands for it.
        parts: as they are written; "OpenAI" has "Open" and "AI".
        folded: the same, folded.
        listed: False for a right form, True for a listed wrong one or a literal translation.
        language: of the form, where it belongs to one.
    """

    entry: Entry
    after: str
    parts: tuple[str, ...]
    folded: tuple[str, ...]
    listed: bool
    language: str | None

    def serves(self, language: str) -> bool:
        """Tell whether the form may stand in texts of a language."""
        return self.language is None or self.language.partition("-")[0] in (language, "en")


_of_articles: WeakKeyDictionary[ArticleContext, dict[str, tuple[Whole, ...]]] = WeakKeyDictionary()
_of_entries: WeakKeyDictionary[Index, dict[str, tuple[Whole, ...]]] = WeakKeyDictionary()


def wholes_of(article: ArticleContext) -> dict[str, tuple[Whole, ...]]:
    """The names of several parts that the article has rightly, by their folded first part."""
    found = _of_articles.get(article)
    if found is None:
        found = {}
        for entry in _right_entries(article):
            for whole in _forms(article.index, entry):
                found[whole.folded[0]] = (*found.get(whole.folded[0], ()), whole)
        _of_articles[article] = found
    return found


def _right_entries(article: ArticleContext) -> list[Entry]:
    entries = {hit.entry.name: hit.entry for text in article.texts for hit in text.hits}
    return [entry for name, entry in entries.items() if article.right[name] and article.permits(entry)]


def _forms(index: Index, entry: Entry) -> tuple[Whole, ...]:
    """The forms of an entry, parted; worked out once for a gazetteer."""
    known = _of_entries.setdefault(index, {})
    if entry.name not in known:
        parted = {(whole.folded, whole.language): whole for whole in reversed(tuple(_parted(entry)))}
        known[entry.name] = tuple(reversed(parted.values()))
    return known[entry.name]


def _parted(entry: Entry) -> Iterator[Whole]:
    for form in entry.forms():
        parts = tuple(_PART.findall(form.text))
        if 2 <= len(parts) <= MAX_PARTS and all(map(_LETTERS.match, parts)):
            listed = form.kind in ("mangled", "translation")
            after = entry.name if listed else form.text
            yield Whole(entry, after, parts, tuple(map(fold, parts)), listed, form.language)
