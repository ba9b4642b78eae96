"""Learning names from texts: by capitals, recurrence and context, without a model.

``sightings`` says where a document may name something, ``tallies`` counts that over the collection in
bounded memory, ``verdicts`` decides what is a name. Precision goes before recall: a word that is
taken for a name turns into wrong repairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from normtext.gazetteer.entries import Entry
from normtext.gazetteer.runs import is_mixed
from normtext.gazetteer.sightings import Sightings, sightings
from normtext.gazetteer.tallies import CAPACITY, Tallies
from normtext.gazetteer.verdicts import Candidate, decide, is_ordinary

MIN_COUNT = 2
"""Mentions that make a name; one alone may be a misprint."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A name that a collection uses.

    Attributes:
        name: as most of the evidence has it.
        count: mentions.
        documents: documents with at least one of them.
        evidence: how much these documents weigh: 1 for a sound one, half as much again for each
            further mention up to the fourth, and less for a document with signs of damage.
        sources: labels of the first of the documents.
        variants: other spellings, which differ in case, spaces, hyphens or accents, with their counts.
        aliases: those of them that somebody keeps to, right as they are.
        acronym: what stands in brackets behind the name.
        common_word: all its words are ordinary ones.
    """

    name: str
    count: int
    documents: int
    evidence: float = 0.0
    sources: tuple[str, ...] = ()
    variants: tuple[tuple[str, int], ...] = ()
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    common_word: bool = False

    def entry(self) -> Entry:
        """The name for a gazetteer; counts and sources stand in ``Entry.source``.

        Rare variants are no forms of the entry: that does not prove them wrong.
        """
        source = f"learned: {_times(self.count, 'mention')} in {_times(self.documents, 'document')}"
        if self.sources:
            source += f": {', '.join(self.sources)}"
        return Entry(
            self.name,
            aliases=self.aliases,
            acronym=self.acronym,
            common_word=self.common_word,
            source=source,
        )


def _times(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


class Learner:
    """Learns from one document after another.

    Args:
        capacity: candidates that are counted at a time; rare ones are forgotten first.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._tallies = Tallies(capacity)

    @property
    def documents(self) -> int:
        """How many documents it has seen."""
        return self._tallies.documents

    def add(
        self, texts: str | Iterable[str], *, language: str | None = None, source: str | None = None
    ) -> None:
        """Look through one document: a text, or its paragraphs.

        Args:
            language: BCP 47 tag; None guesses it.
            source: what to call the document.
        """
        self.take(sightings([texts] if isinstance(texts, str) else texts, language), source)

    def take(self, found: Sightings, source: str | None = None) -> None:
        """Count what ``sightings`` found in one document."""
        self._tallies.take(found, source)

    def names(self, *, min_count: int = MIN_COUNT) -> tuple[Learned, ...]:
        """The names so far, the most mentioned first.

        Args:
            min_count: mentions that a name must have; a definition, as in "National AI Research
                Resource (NAIRR)", counts as one more.
        """
        return tuple(_learned(candidate) for candidate in decide(self._tallies, min_count))


def _learned(candidate: Candidate) -> Learned:
    tally = candidate.tally
    return Learned(
        candidate.name,
        tally.count,
        tally.documents,
        tally.evidence + candidate.definitions,
        tally.sources,
        candidate.variants,
        candidate.aliases,
        candidate.acronym,
        all(not is_mixed(word) and is_ordinary(word, tally.language) for word in candidate.words),
    )


def learn(
    texts: Iterable[str],
    *,
    min_count: int = MIN_COUNT,
    languages: Iterable[str | None] | None = None,
    sources: Iterable[str | None] | None = None,
) -> tuple[Learned, ...]:
    """Learn the names of some texts, each of them one document.

    Args:
        texts: clean texts; they are read once.
        min_count: as in ``Learner.names``.
        languages: BCP 47 tag of each text; left out, they are guessed.
        sources: what to call each text.
    """
    learner = Learner()
    tags: Iterator[str | None] = chain(languages or (), repeat(None))
    labels: Iterator[str | None] = chain(sources or (), repeat(None))
    for text in [texts] if isinstance(texts, str) else texts:
        learner.add(text, language=next(tags), source=next(labels))
    return learner.names(min_count=min_count)
