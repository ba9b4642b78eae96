"""What readers hand to the stages and stages hand to each other: plain values, no behaviour of theirs.

A ``Document`` is one decoded source. ``segment`` cuts its text into ``Piece``s; every later stage
takes pieces (or their texts) and returns new ones. A piece knows where it came from and everything
that was done to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from normtext.edits import Change, OffsetMap, Step, apply, invert


@dataclass(frozen=True, slots=True)
class Region:
    """What markup says of a stretch of the document text.

    Attributes:
        start, end: code points in the document text. Regions are sorted and do not overlap.
        kind: a block kind (``"heading"``, ``"list_item"``, ...), or None where markup does not say.
        rejected: why an extractor leaves it out (a boilerplate reason), or None where it keeps it.
        whole: it is one piece, however many lines it has: a menu.
        joints: (start, end, text): the marks inside a whole region, and what stands for them.
    """

    start: int
    end: int
    kind: str | None = None
    rejected: str | None = None
    whole: bool = False
    joints: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article.

    Attributes:
        url: its address.
        alt: what its alternative text says that it shows.
        at: the code point of the document text before which it stands, where that is known.
    """

    url: str
    alt: str | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document states of itself outside its text, as it stands there; None where it does not."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning on its way to the article: what, where, and what to do."""

    code: str
    message: str
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source after reading: its text, and what the format said about it.

    Attributes:
        text: the document text; every span in the article points into it. No lone surrogates.
        media_type: ``text/plain``, ``text/html``, ``text/markdown``, ``application/json``.
        encoding, encoding_rule: as in ``article.Source``.
        regions: what markup knows of stretches of the text; empty for plain text.
        metadata: what the document states of itself outside the text.
        name: path as given or other label.
        notices: warnings of the reader.
    """

    text: str
    media_type: str = "text/plain"
    encoding: str | None = None
    encoding_rule: str | None = None
    regions: tuple[Region, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    name: str | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document text that belongs together: a paragraph, a heading, a line.

    Attributes:
        start, end: its span in the document text; it neither starts nor ends with white space.
        original: that slice of the document text.
        text: what the stages so far have made of it.
        history: what they did, so that replaying it turns ``original`` into ``text``.
        kind, rejected: what markup said, as in ``Region``.
        gap: number of line breaks between the end of the piece before and this one.
    """

    start: int
    end: int
    original: str
    text: str
    history: tuple[Step, ...] = ()
    kind: str | None = None
    rejected: str | None = None
    gap: int = 0

    def changed(self, stage: str, changes: tuple[Change, ...]) -> Piece:
        """The piece after ``stage`` has made ``changes`` to its text."""
        if not changes:
            return self
        text = apply(self.text, changes)
        return replace(self, text=text, history=(*self.history, Step(stage, changes)))

    def split(self, at: int) -> tuple[Piece, Piece] | None:
        """Cut the piece in two before character ``at`` of its text.

        White space at the cut goes to neither side. None where the cut would go through a change,
        or would leave a side empty.
        """
        left_text, right_text = self.text[:at].rstrip(), self.text[at:].lstrip()
        left = self._part(0, len(left_text))
        right = self._part(len(self.text) - len(right_text), len(self.text))
        if left is None or right is None:
            return None
        if not left.original or not right.original:
            return None
        if self.original[left.end - self.start : right.start - self.start].strip():
            return None
        return left, right

    def _part(self, low: int, high: int) -> Piece | None:
        """The piece between two characters of its text, with its own share of the history.

        Text that was removed right at an inner edge goes to the part on its left.
        """
        steps: list[Step] = []
        first = low == 0
        for step in reversed(self.history):
            inverse = invert(step.changes)
            back = OffsetMap(inverse)
            if back.inside(low) or back.inside(high):
                return None
            kept = [
                change
                for change, there in zip(step.changes, inverse, strict=True)
                if (low < there.end or first) and low <= there.start and there.end <= high
            ]
            low, high = back.forward(low, after=not first), back.forward(high, after=True)
            if kept:
                steps.append(Step(step.stage, tuple(change.shifted(-low) for change in kept)))
        original = self.original[low:high]
        text = original
        for step in reversed(steps):
            text = apply(text, step.changes)
        if original != original.strip():
            return None
        return replace(
            self,
            start=self.start + low,
            end=self.start + high,
            original=original,
            text=text,
            history=tuple(reversed(steps)),
        )
