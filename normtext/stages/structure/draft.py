"""What the parts of the structure stage hand to each other: pieces as lines, and their roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from normtext.config import StructureSettings
from normtext.document import Metadata, Notice, Piece
from normtext.stages.structure.phrases import fold, is_dense

# Of a longer text only this much is folded and searched: every rule on phrases is about short pieces.
FOLDED = 400
# Longer texts have their words estimated, at this many characters a word.
COUNTED, CHARACTERS_A_WORD = 4000, 6
# Two characters of Chinese or Japanese carry about as much as one word of English.
DENSE_A_WORD = 2

CLOSERS = "\"')]»”’」』）】›"
FULL_STOPS = ".。．।۔؟!?！？…"


class Role(NamedTuple):
    """Where a piece goes ("header", "block", "boilerplate") and as what."""

    place: str
    name: str


class Line:
    """A piece with what the rules keep asking of its text."""

    __slots__ = ("dense", "folded", "piece", "text", "words")

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.text = text = piece.text.strip()
        self.folded = fold(text[:FOLDED])
        if len(text) > COUNTED:
            self.dense = False
            self.words = len(text) // CHARACTERS_A_WORD
        else:
            dense = sum(map(is_dense, text)) if not text.isascii() else 0
            self.dense = dense > len(text) // 3
            self.words = len(text.split()) + dense // DENSE_A_WORD

    @property
    def last(self) -> str:
        """The last character that is not a closing mark; empty where there is none."""
        return self.text.rstrip(CLOSERS + " ")[-1:]

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence does, with a full stop or its like."""
        return self.last in FULL_STOPS and self.last != ""

    @property
    def full_stop(self) -> bool:
        """Whether it ends in a full stop, which headlines, headings and names hardly ever do."""
        return self.last in ".。．।۔" and self.last != "" and not self.text.endswith(("...", "…"))


@dataclass(slots=True)
class Draft:
    """The pieces on their way to their roles; ``roles[i]`` is None until a rule has spoken."""

    lines: list[Line]
    metadata: Metadata
    settings: StructureSettings
    language: str | None
    roles: list[Role | None] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    title: int | None = None
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    section: str | None = None
    numeric_order: tuple[bool | None] | None = None

    @classmethod
    def of(
        cls, pieces: Sequence[Piece], metadata: Metadata, settings: StructureSettings, language: str | None
    ) -> Draft:
        """A draft in which nothing is decided."""
        draft = cls([Line(p) for p in pieces], metadata, settings, language)
        draft.roles = [None] * len(draft.lines)
        return draft

    def mark(self, index: int, place: str, name: str) -> None:
        """Give a piece its role."""
        self.roles[index] = Role(place, name)

    def open(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """The pieces without a role, in order."""
        stop = len(self.lines) if end is None else min(end, len(self.lines))
        return (i for i in range(start, stop) if self.roles[i] is None)

    def next_text(self, index: int) -> int | None:
        """The next piece that is not boilerplate, or None."""
        for i in range(index + 1, len(self.lines)):
            role = self.roles[i]
            if role is None or role.place != "boilerplate":
                return i
        return None

    def replace(self, index: int, pieces: Sequence[Piece], roles: Sequence[Role | None]) -> None:
        """Put the parts of a piece in its place."""
        self.lines[index : index + 1] = [Line(p) for p in pieces]
        self.roles[index : index + 1] = list(roles)
