"""What the parts of the structure stage hand to each other: pieces as lines, and their roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import regex

from normtext.config import StructureSettings
from normtext.document import Metadata, Notice, Piece
from normtext.stages.structure.byline import read_header_line
from normtext.stages.structure.phrases import count_dense, fold
from normtext.stages.structure.stretches import HeaderLine

# Of a longer text only this much is folded and searched: every rule on phrases is about short pieces.
FOLDED = 400
# Longer texts have their words estimated, at this many characters a word.
COUNTED, CHARACTERS_A_WORD = 4000, 6
# Two characters of Chinese or Japanese carry about as much as one word of English.
DENSE_A_WORD = 2

CLOSERS = "\"')]»”’」』）】›"
FULL_STOPS = ".。．।۔؟!?！？…"
# Emoji and the marks of lists and emphasis, with which calls to the reader like to begin.
SYMBOLS = regex.compile(r"[\p{So}\p{Sk}\uFE0F*_#\s]+")
_SHOUT = regex.compile(r"[\s>»›→…:!.\N{DOWNWARDS ARROW}\N{RIGHTWARDS ARROW}]+\Z")
# "A headline - The Daily Example"
SITE_TAIL = regex.compile(r"\s+[|–—·-]\s+[^|–—·]{2,40}\Z")


T = TypeVar("T")


class Role(NamedTuple):
    """Where a piece goes ("header", "block", "boilerplate") and as what."""

    place: str
    name: str


class Fact(Generic[T]):
    """Something that is found out of a line when first asked for, and then kept.

    ``functools.cached_property`` does the same, but up to Python 3.11 it takes a lock for each, which
    costs more than most of these.
    """

    def __init__(self, find: Callable[[Line], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, line: Line, owner: type[Line]) -> T:
        # Kept under its own name, it is found before this is asked again.
        found = line.__dict__[self._name] = self._find(line)
        return found


class Line:
    """A piece with what the rules keep asking of its text, each found out when first asked for."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.text = piece.text.strip()

    @Fact
    def folded(self) -> str:
        """The text as phrases are looked up in it, cut off at ``FOLDED`` characters."""
        return fold(self.text[:FOLDED])

    @Fact
    def bare(self) -> str:
        """The folded text without arrows, emoji and stops around it."""
        lead = SYMBOLS.match(self.folded)
        return str(_SHOUT.sub("", self.folded[lead.end() :] if lead else self.folded))

    @Fact
    def words(self) -> int:
        """How many words it has, or what is worth as many."""
        if len(self.text) > COUNTED:
            return len(self.text) // CHARACTERS_A_WORD
        return len(self.text.split()) + self._dense_characters // DENSE_A_WORD

    @Fact
    def dense(self) -> bool:
        """Whether it is written without spaces between words (Chinese, Japanese, Thai)."""
        return len(self.text) <= COUNTED and self._dense_characters > len(self.text) // 3

    @Fact
    def _dense_characters(self) -> int:
        return count_dense(self.text)

    @Fact
    def said(self) -> frozenset[str]:
        """Its letters, with and without the name of the site behind them, to be told from repeats."""
        return frozenset((same_words(self.text), same_words(SITE_TAIL.sub("", self.text))))

    @Fact
    def last(self) -> str:
        """The last character that is not a closing mark; empty where there is none."""
        return self.text.rstrip(CLOSERS + " ")[-1:]

    @Fact
    def stopped(self) -> bool:
        """Whether it ends as a sentence does, with a full stop or its like."""
        return self.last in FULL_STOPS and self.last != ""

    @Fact
    def full_stop(self) -> bool:
        """Whether it ends in a full stop, which headlines, headings and names hardly ever do."""
        return self.last in ".。．।۔" and self.last != "" and not self.text.endswith(("...", "…"))


def same_words(text: str) -> str:
    """``text`` as it is compared: letters and digits alone, compatibility forms and case folded."""
    kept = unicodedata.normalize("NFKC", text[:1000]).casefold()
    return "".join(filter(str.isalnum, kept))


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
    _header_lines: dict[str, HeaderLine | None] = field(default_factory=dict)

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

    def header_line(self, index: int) -> HeaderLine | None:
        """What a piece says of the article where it is a header line; many rules ask, it is read once."""
        text = self.lines[index].text
        if text not in self._header_lines:
            self._header_lines[text] = read_header_line(text, self.language)
        return self._header_lines[text]

    def replace(self, index: int, pieces: Sequence[Piece], roles: Sequence[Role | None]) -> None:
        """Put the parts of a piece in its place."""
        self.lines[index : index + 1] = [Line(p) for p in pieces]
        self.roles[index : index + 1] = list(roles)
