"""What a rule hands over."""

from __future__ import annotations

from dataclasses import dataclass

from normtext.gazetteer import Entry


@dataclass(frozen=True, slots=True)
class Find:
    """A damaged name.

    Attributes:
        start, end: the damaged stretch of the text.
        entry: the entry it is a damaged form of.
        after: what should stand there.
        rule: the rule's name.
        confidence: 0 to 1.
        reason: one sentence for a person.
    """

    start: int
    end: int
    entry: Entry
    after: str
    rule: str
    confidence: float
    reason: str
