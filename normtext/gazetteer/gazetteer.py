"""The gazetteer: a set of entries, merged, loaded, and indexed on first use."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from normtext import shipped
from normtext.gazetteer import formats
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.index import Index


class Gazetteer:
    """An immutable collection of names.

    Gazetteers compare by their entries, pickle (the index is built again on the other side), and
    add up: ``a + b`` merges entries of the same canonical name; ``conflicts`` tells which forms are
    claimed by two entries.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        merged: dict[str, Entry] = {}
        for entry in entries:
            known = merged.get(entry.name)
            merged[entry.name] = _merge(known, entry) if known else entry
        self._entries = tuple(merged.values())

    @classmethod
    def from_names(cls, names: Iterable[str], kind: str = "name") -> Gazetteer:
        """Build a gazetteer of bare canonical names.

        >>> len(Gazetteer.from_names(["Phantom Space", "RapidAPI", "RapidAPI"]))
        2
        """
        return cls(Entry(name.strip(), kind) for name in names if name.strip())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """Load a gazetteer file: TOML, CSV, TSV, or a plain list of names, by its suffix.

        Raises:
            GazetteerError: the file is missing or has a mistake; the message says where.
        """
        return cls(formats.load(Path(path)))

    @classmethod
    def default(cls) -> Gazetteer:
        """The shipped gazetteer of the AI and technology world."""
        return _shipped()

    def __add__(self, other: Gazetteer) -> Gazetteer:
        return Gazetteer((*self._entries, *other._entries))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gazetteer) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(self._entries)

    def __repr__(self) -> str:
        return f"<Gazetteer of {len(self)} names>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self is _shipped():
            return (_shipped, ())
        return (Gazetteer, (self._entries,))

    @cached_property
    def index(self) -> Index:
        """The index over all forms, built on first use."""
        return Index(self._entries)

    def only(self, names: Iterable[str]) -> Gazetteer:
        """The gazetteer of those entries whose canonical name is among ``names``."""
        wanted = set(names)
        return Gazetteer(entry for entry in self._entries if entry.name in wanted)

    def conflicts(self) -> list[tuple[str, tuple[str, ...]]]:
        """Forms that several entries claim: ``[(form, (entry, entry, ...)), ...]``."""
        claims: dict[str, dict[str, None]] = {}
        for entry in self._entries:
            for form in entry.forms():
                claims.setdefault(form.text, {})[entry.name] = None
        return [(form, tuple(names)) for form, names in claims.items() if len(names) > 1]


@cache
def _shipped() -> Gazetteer:
    return Gazetteer(
        formats.parse_tables(shipped.tables()["gazetteer"].get("entry"), "the shipped gazetteer")
    )


def _merge(one: Entry, other: Entry) -> Entry:
    """Join two entries of the same name: the forms of both, the flags of either."""
    return replace(
        one,
        kind=other.kind if one.kind == "name" else one.kind,
        aliases=_union(one.aliases, other.aliases),
        aliases_by_language=_union_by_language(one.aliases_by_language, other.aliases_by_language),
        mangled=_union(one.mangled, other.mangled),
        translations=_union_by_language(one.translations, other.translations),
        acronym=one.acronym or other.acronym,
        common_word=one.common_word or other.common_word,
        case_sensitive=one.case_sensitive or other.case_sensitive,
        requires=_union(one.requires, other.requires),
        forbids=_union(one.forbids, other.forbids),
        source=one.source or other.source,
        licence=one.licence or other.licence,
    )


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


ByLanguage = tuple[tuple[str, tuple[str, ...]], ...]


def _union_by_language(one: ByLanguage, other: ByLanguage) -> ByLanguage:
    merged = dict(one)
    for language, texts in other:
        merged[language] = _union(merged.get(language, ()), texts)
    return tuple(merged.items())
