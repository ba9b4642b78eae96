"""The gazetteer: a set of entries, merged, loaded, and indexed on first use."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from typing import Any

from normtext import shipped
from normtext.collector import collector_paused
from normtext.gazetteer import formats, learning, stored
from normtext.gazetteer.conflicts import SEVERITIES, Conflict, conflicts_of
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats import Foreign, Reading
from normtext.gazetteer.index import Index

log = logging.getLogger("normtext")


class Gazetteer:
    """An immutable collection of names.

    Gazetteers compare by their entries, pickle (the index is not taken along), and
    add up: ``a + b`` merges entries of the same canonical name; ``conflicts`` tells which forms are
    claimed by two entries.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        merged: dict[str, Entry] = {}
        with collector_paused():
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
    def load(
        cls,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        source: str | None = None,
        target: str | None = None,
        foreign: Foreign | None = None,
    ) -> Gazetteer:
        """Load a file of names: our own, or what another tool has exported.

        What cannot be taken over from another tool's file is logged with its count.

        Args:
            path: the file.
            format: toml, csv, tsv, list, deepl, google, tbx, entityruler; None: told by the suffix
                and the first lines.
            source: language of the first column of a glossary of pairs without codes.
            target: language of its second column.
            foreign: what a form in another language than the name is: ``translation`` (to be
                repaired) or ``alias`` (right). None: a translation in glossaries for machine
                translation, an alias in termbases.

        Raises:
            GazetteerError: the file is missing or has a mistake; the message says where.
            MissingExtraError: the format needs a package that is not installed.
            UsageError: an option that does not exist.
        """
        contents = formats.read(path, Reading(format, source, target, foreign))
        for remark, count in contents.remarks:
            log.warning("%s: %s (%d)", path, remark, count)
        return cls(contents.entries)

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> None:
        """Write the names to a file: toml, csv and tsv hold everything, list the names alone.

        Args:
            path: the file; it appears whole or not at all.
            format: toml, csv, tsv, list; None: told by the suffix.

        Raises:
            GazetteerError: the file cannot be written, or the format cannot hold a name.
            UsageError: a format, or a suffix, that nothing is written in.
        """
        formats.save(self._entries, path, format)

    @classmethod
    def learn(
        cls,
        texts: Iterable[str],
        *,
        min_count: int = learning.MIN_COUNT,
        languages: Iterable[str | None] | None = None,
        sources: Iterable[str | None] | None = None,
    ) -> Gazetteer:
        """Find the names of clean texts by their capitals, recurrence and context.

        Each text is one document and is read once. ``Entry.source`` says how often and where a name
        was found; ``learning.learn`` has the same as records.

        Args:
            min_count: mentions that a name must have.
            languages: BCP 47 tag of each text; left out, they are guessed.
            sources: what to call each text.

        >>> [entry.name for entry in Gazetteer.learn(["They met at OlympicCoder. Then OlympicCoder won."])]
        ['OlympicCoder']
        """
        found = learning.learn(texts, min_count=min_count, languages=languages, sources=sources)
        return cls(name.entry() for name in found)

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
        """The index over all forms, built on first use, or read where an earlier process has built it."""
        return stored.index_of(self._entries)

    def only(self, names: Iterable[str]) -> Gazetteer:
        """The gazetteer of those entries whose canonical name is among ``names``."""
        wanted = set(names)
        return Gazetteer(entry for entry in self._entries if entry.name in wanted)

    def conflicts(self) -> list[Conflict]:
        """Forms of which two entries claim what does not go together, the worst first.

        >>> ours = Gazetteer([Entry("PlayStation", aliases=("PS",)), Entry("Phantom Space", mangled=("PS",))])
        >>> [(conflict.form, conflict.severity, conflict.entries) for conflict in ours.conflicts()]
        [('PS', 'contradiction', ('PlayStation', 'Phantom Space'))]
        """
        return sorted(conflicts_of(self._entries), key=lambda conflict: SEVERITIES.index(conflict.severity))


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
        never=_union(one.never, other.never),
        reason=one.reason or other.reason,
        notes=(*one.notes, *other.notes),
    )


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


ByLanguage = tuple[tuple[str, tuple[str, ...]], ...]


def _union_by_language(one: ByLanguage, other: ByLanguage) -> ByLanguage:
    merged = dict(one)
    for language, texts in other:
        merged[language] = _union(merged.get(language, ()), texts)
    return tuple(merged.items())
