"""What a collection has been seen to write: counts of candidates, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from normtext import words
from normtext.gazetteer.counting import LossyTable
from normtext.gazetteer.runs import is_mixed
from normtext.gazetteer.sightings import Seen, Sightings

CAPACITY = 200_000
"""Candidates, and lower-case words, that are counted at a time; the candidates take about 70 MB."""
MOST_SOURCES = 3
"""Documents that an entry names as its source."""

_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})


@dataclass(slots=True)
class Tally:
    """The counts of one candidate.

    Attributes:
        within, starting, lower, rest: as in ``sightings.Seen``, over all documents.
        documents: documents with a mention.
        evidence: how much these documents weigh; a sound one with one mention is 1.
        language: of the first of the documents.
        sources: labels of the first documents.
    """

    within: int = 0
    starting: int = 0
    lower: int = 0
    rest: str = ""
    documents: int = 0
    evidence: float = 0.0
    language: str = ""
    sources: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Mentions of every kind."""
        return self.within + self.starting

    def take(self, seen: Seen, language: str, weight: float, source: str | None) -> None:
        """Add what one document has."""
        self.within += seen.within
        self.starting += seen.starting
        self.lower += seen.lower
        self.documents += 1
        self.evidence += weight * _of_mentions(seen.within + seen.starting)
        self.rest = self.rest or seen.rest
        self.language = self.language or language
        if source is not None and len(self.sources) < MOST_SOURCES:
            self.sources = (*self.sources, source)

    def join(self, other: Tally) -> None:
        """Add the mentions of another surface; its documents may be the same ones."""
        self.within += other.count
        self.documents = max(self.documents, other.documents)
        self.evidence = max(self.evidence, other.evidence)
        self.language = self.language or other.language
        self.sources = tuple(dict.fromkeys((*self.sources, *other.sources)))[:MOST_SOURCES]


@dataclass(slots=True)
class Times:
    """A bare count."""

    count: int = 0


def _of_mentions(count: int) -> float:
    """What the mentions of one document weigh: each of the second to fourth half of the first."""
    return 1 + 0.5 * min(count - 1, 3)


def weight_of(damage: int) -> float:
    """What a document's spelling is worth, by its signs of damage."""
    if damage < 2:
        return 1.0
    return 0.5 if damage < 5 else 0.25


class Tallies:
    """The counts of a collection.

    Args:
        capacity: candidates that are counted at a time; rare ones are forgotten first.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._table: LossyTable[Tally] = LossyTable(capacity)
        self._lower: LossyTable[Times] = LossyTable(capacity)
        self._acronyms: LossyTable[Times] = LossyTable(capacity)
        self._generic: LossyTable[Times] = LossyTable(capacity)
        self.documents = 0

    def take(self, found: Sightings, source: str | None = None) -> None:
        """Count what was seen in one document."""
        self.documents += 1
        weight = weight_of(found.damage)
        for surface, seen in found.seen.items():
            if found.language not in _NOUNS_HAVE_CAPITALS or _is_certain(surface, found.language):
                self._table.at(surface, Tally).take(seen, found.language, weight, source)
        for word, count in found.lower.items():
            self._lower.at(word, Times).count += count
        for (name, acronym), count in found.acronyms.items():
            self._acronyms.at(f"{name}\t{acronym}", Times).count += count
        for acronym in found.generic:
            self._generic.at(acronym, Times).count += 1

    def candidates(self) -> dict[str, Tally]:
        """The counted surfaces, copied."""
        return {surface: replace(tally) for surface, tally in self._table}

    def lower(self, word: str) -> int:
        """How often the collection has a word in lower case."""
        found = self._lower.get(word)
        return found.count if found else 0

    def is_generic(self, acronym: str) -> bool:
        """Tell whether an acronym is short for ordinary words."""
        return self._generic.get(acronym) is not None

    def acronyms(self) -> Iterator[tuple[str, str, int]]:
        """Name, acronym, and how often the one is defined by the other."""
        for key, times in self._acronyms:
            name, _, acronym = key.partition("\t")
            yield name, acronym, times.count


def _is_certain(surface: str, language: str) -> bool:
    """Where all nouns have capitals: tell whether no word of the name can be an ordinary noun."""
    return all(is_mixed(word) or not words.is_known(word, language) for word in surface.split())
