"""What a translation did to the names: the data, the counting, and how near it is to a reference.

The counting is its own and shares nothing with what it measures. A mention is a name as a whole word,
in its own case; where names overlap the longest counts. It is counted sentence by sentence:

arrived   as many mentions in the English sentence as in the source sentence, each in the form of the source;
          within a longer name too, where the source has the shorter one alone (príncipe Harry, Prince Harry)
invented  more mentions than in the source sentence and than in the bare engine's output of it: what the
          engine writes by itself for a word of the source (Nova York, New York) is no invention
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import regex


@dataclass(frozen=True)
class Article:
    """One article to translate.

    Attributes:
        id: its name.
        pt: paragraphs in Portuguese.
        names: all its names, in the form in which they are to arrive.
        protected: other strings that are to arrive as they are: addresses, handles, file names.
        reference: English for each paragraph, or nothing.
    """

    id: str
    pt: tuple[str, ...]
    names: tuple[str, ...]
    protected: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """All that is counted, the longest first."""
        return tuple(sorted({*self.names, *self.protected}, key=lambda form: (-len(form), form)))

    def count(self, text: str) -> Counter[str]:
        """How often each form stands in a text."""
        found: Counter[str] = Counter()
        for form in self.forms:
            if form in text:
                text, number = whole(form).subn("\x00", text)
                if number:
                    found[form] = number
        return found

    def lacking(self, needed: Counter[str], english: str) -> Counter[str]:
        """How many of the needed mentions an English text lacks; each of its words counts once."""
        gone: Counter[str] = Counter()
        for form in self.forms:
            number = needed[form]
            if number:
                english, found = whole(form).subn("\x00", english, count=number)
                gone[form] = number - found
        return gone


@lru_cache(maxsize=50_000)
def whole(form: str) -> regex.Pattern[str]:
    """The form as a whole word; "GPT-4" does not stand in "GPT-4.1" and "a.py" not in "data.py"."""
    tail = r"(?![.,]?\d)" if form[-1].isdigit() else ""
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(form)}(?![\p{{L}}\p{{N}}]){tail}")


def load(path: str | Path) -> list[Article]:
    """Read a file of ours, or one in the format of the names benchmark."""
    with open(path, encoding="utf-8") as lines:
        articles = [_article(json.loads(line)) for line in lines]
    return [article for article in articles if article.pt]


def _article(row: dict[str, Any]) -> Article:
    pt = tuple(row["pt"])
    reference = tuple(row.get("en") or row.get("original") or ())
    if len(reference) != len(pt):
        reference = ()
    return Article(row["id"], pt, tuple(row["names"]), tuple(row.get("protected", ())), reference)


@dataclass(frozen=True, slots=True)
class Miss:
    """Mentions of one form that did not arrive in one sentence, or that nobody asked for."""

    article: str
    form: str
    number: int
    source: str
    english: str


@dataclass(slots=True)
class Tally:
    """Counts over all sentences of a run."""

    names: int = 0
    strings: int = 0
    sentences: int = 0
    missed: list[Miss] = field(default_factory=list)
    missed_strings: list[Miss] = field(default_factory=list)
    invented: list[Miss] = field(default_factory=list)

    @property
    def arrived(self) -> float:
        """Share of the mentions of names that arrived."""
        return 1 - sum(miss.number for miss in self.missed) / max(1, self.names)

    @property
    def strings_arrived(self) -> float:
        """Share of the other protected strings that arrived."""
        return 1 - sum(miss.number for miss in self.missed_strings) / max(1, self.strings)

    def take(self, article: Article, source: str, english: str, bare: str = "") -> None:
        """Count one sentence; ``bare`` is the bare engine's output for it, where that is an excuse."""
        self.sentences += 1
        there, here, by_itself = article.count(source), article.count(english), article.count(bare)
        lacking = article.lacking(there, english)
        for form, number in there.items():
            is_name = form in article.names
            self.names += number if is_name else 0
            self.strings += 0 if is_name else number
            if lacking[form]:
                miss = Miss(article.id, form, lacking[form], source, english)
                (self.missed if is_name else self.missed_strings).append(miss)
        for form, number in here.items():
            over = number - max(there[form], by_itself[form])
            if over > 0:
                self.invented.append(Miss(article.id, form, over, source, english))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in its three forms."""

    article: str
    source: str
    reference: str
    bare: str
    protected: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Nearness to the reference, in points."""

    chrf: float
    bleu: float


def quality(outputs: Sequence[str], references: Sequence[str]) -> Quality | None:
    """Score outputs by sacrebleu; None where it is not installed or there is nothing to compare with."""
    try:
        import sacrebleu
    except ImportError:
        return None
    if not references:
        return None
    chrf = sacrebleu.corpus_chrf(outputs, [references]).score
    bleu = sacrebleu.corpus_bleu(outputs, [references]).score
    return Quality(chrf, bleu)


def fallen(paragraphs: Iterable[Paragraph]) -> list[tuple[float, Paragraph]]:
    """The paragraphs whose chrF differs from the bare engine's, the worst first."""
    import sacrebleu

    changes = []
    for paragraph in paragraphs:
        if paragraph.reference and paragraph.bare != paragraph.protected:
            before = sacrebleu.sentence_chrf(paragraph.bare, [paragraph.reference]).score
            after = sacrebleu.sentence_chrf(paragraph.protected, [paragraph.reference]).score
            changes.append((after - before, paragraph))
    return sorted(changes, key=lambda change: change[0])
