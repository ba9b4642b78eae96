"""The names of several parts that an article has rightly, by their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import regex

from normtext.folding import fold
from normtext.gazetteer import Entry
from normtext.gazetteer.index import Index
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.text_context import TextContext

_PART = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{N}+")
_LETTERS = regex.compile(r"^\p{L}{2,}$")
MAX_PARTS = 4
SHORTEST_HEAD = 3  # letters of a first part that is inflected


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
        inflected: what a translation may make of the first part where it takes it for a verb, folded.
        verbs: what a first part in -ing may be made of, folded.
    """

    entry: Entry
    after: str
    parts: tuple[str, ...]
    folded: tuple[str, ...]
    listed: bool
    language: str | None
    inflected: tuple[str, ...]
    verbs: tuple[str, ...]

    def serves(self, language: str) -> bool:
        """Tell whether the form may stand in texts of a language."""
        return self.language is None or self.language.partition("-")[0] in (language, "en")


_of_entries: WeakKeyDictionary[Index, dict[str, tuple[Whole, ...]]] = WeakKeyDictionary()


@once
def right_entries(article: ArticleContext) -> tuple[Entry, ...]:
    """The entries that the article names rightly."""
    return tuple(entry for entry in article.right_entries.values() if article.permits(entry))


@once
def wholes_of(article: ArticleContext) -> dict[str, tuple[Whole, ...]]:
    """The names of several parts that the article has rightly, by their folded first part."""
    found: dict[str, tuple[Whole, ...]] = {}
    known = _of_entries.setdefault(article.index, {})
    for entry in right_entries(article):
        forms = known.get(entry.name)
        for whole in _forms(known, entry) if forms is None else forms:
            found[whole.folded[0]] = (*found.get(whole.folded[0], ()), whole)
    return found


@once
def first_parts(article: ArticleContext) -> dict[TextContext, list[int]]:
    """Numbers of the tokens of each text that may be the first part of a name of several, in any form.

    Texts that have none are left out.
    """
    forms = {
        form
        for same in wholes_of(article).values()
        for whole in same
        for form in (whole.folded[0], *whole.inflected, *whole.verbs)
    }
    if not forms:
        return {}
    standing = ((text, _standing(text, forms)) for text in article.texts)
    return {text: numbers for text, numbers in standing if numbers}


def _standing(text: TextContext, forms: set[str]) -> list[int]:
    """Where such a part stands outside of longer right names."""
    found = [number for number, word in enumerate(text.tokens.folded) if word in forms]
    if not found:
        return found
    covered, starts, ends = text.covered, text.tokens.starts, text.tokens.ends
    return [n for n in found if n not in covered or covered[n] == (starts[n], ends[n])]


def _forms(known: dict[str, tuple[Whole, ...]], entry: Entry) -> tuple[Whole, ...]:
    """The forms of an entry, parted; worked out once for a gazetteer."""
    parted = {(whole.folded, whole.language): whole for whole in reversed(tuple(_parted(entry)))}
    known[entry.name] = tuple(reversed(parted.values()))
    return known[entry.name]


def _parted(entry: Entry) -> Iterator[Whole]:
    for form in entry.forms():
        parts = tuple(_PART.findall(form.text))
        if 2 <= len(parts) <= MAX_PARTS and all(map(_LETTERS.match, parts)):
            listed = form.kind in ("mangled", "translation")
            after = entry.name if listed else form.text
            folded = tuple(map(fold, parts))
            inflected = () if entry.kind in ("person", "place") or listed else _inflected(folded[0])
            verbs = grammar.bases(folded[0]) if folded[0].endswith("ing") else ()
            yield Whole(entry, after, parts, folded, listed, form.language, inflected, verbs)


def _inflected(head: str) -> tuple[str, ...]:
    """ "opening" of "open", "ironing" of "iron", "hopping" of "hop"."""
    if len(head) < SHORTEST_HEAD or head.endswith("ing"):
        return ()
    return (head + "ing", head[:-1] + "ing" if head.endswith("e") else head + head[-1] + "ing")
