"""The names of several parts that an article has rightly, by their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import regex

from normtext.gazetteer import Entry
from normtext.gazetteer.folding import fold
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
        count: how often the article names the entry rightly.
    """

    entry: Entry
    after: str
    parts: tuple[str, ...]
    folded: tuple[str, ...]
    listed: bool
    language: str | None
    count: int

    def serves(self, language: str) -> bool:
        """Tell whether the form may stand in texts of a language."""
        return self.language is None or self.language.partition("-")[0] in (language, "en")


_wholes: WeakKeyDictionary[ArticleContext, dict[str, tuple[Whole, ...]]] = WeakKeyDictionary()


def wholes_of(article: ArticleContext) -> dict[str, tuple[Whole, ...]]:
    """The names of several parts that the article has rightly, by their folded first part."""
    found = _wholes.get(article)
    if found is None:
        found = {}
        seen: set[tuple[str, tuple[str, ...], str | None]] = set()
        for whole in _all(article):
            if (whole.entry.name, whole.folded, whole.language) in seen:
                continue
            seen.add((whole.entry.name, whole.folded, whole.language))
            found[whole.folded[0]] = (*found.get(whole.folded[0], ()), whole)
        _wholes[article] = found
    return found


@lru_cache(maxsize=8192)
def _parts(form: str) -> tuple[str, ...]:
    return tuple(_PART.findall(form))


def _all(article: ArticleContext) -> Iterator[Whole]:
    entries: dict[str, Entry] = {}
    for text in article.texts:
        for hit in text.hits:
            if article.right[hit.entry.name] and hit.entry.name not in entries:
                entries[hit.entry.name] = hit.entry
    for entry in entries.values():
        if not article.permits(entry):
            continue
        for form in entry.forms():
            parts = _parts(form.text)
            if 2 <= len(parts) <= MAX_PARTS and all(map(_LETTERS.match, parts)):
                listed = form.kind in ("mangled", "translation")
                after = entry.name if listed else form.text
                folded = tuple(map(fold, parts))
                yield Whole(entry, after, parts, folded, listed, form.language, article.right[entry.name])
