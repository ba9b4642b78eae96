"""What an index hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from normtext.gazetteer.entries import Entry, Form
from normtext.gazetteer.vocabulary import Relation


class Hit(NamedTuple):
    """A form of an entry found in the text.

    Attributes:
        entry, form: what was found.
        first, last: index of the first token, and of the last one (inclusive).
        start, end: offsets in the text.
        whole: False where the form ends inside its last token ("Coder|that").
    """

    entry: Entry
    form: Form
    first: int
    last: int
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A form with its folded tokens, and the signs before and behind them ("C++", "Yahoo!")."""

    entry: Entry
    form: Form
    tokens: tuple[str, ...]
    joined: str
    lead: str
    trail: str


class Pattern(NamedTuple):
    """A right form as the numbers of its pieces, without articles and prepositions."""

    key: Key
    words: tuple[int, ...]


class WordCalls(NamedTuple):
    """What a word of a text may have to do with names.

    Attributes:
        capital: it, or a part of it, begins with a capital or a digit.
        is_alone: it has singles or wholes.
        words: the pieces of names to which it is related.
        partners: the pieces that stand in a name with one of those.
        marks: for each of its pieces that is related to pieces of names its offset in the word, and
            its relations.
        singles: patterns of one piece that the word may be, damaged.
        wholes: patterns of one word of several pieces that it nearly is.
    """

    capital: bool
    is_alone: bool
    words: frozenset[int]
    partners: frozenset[int]
    marks: tuple[tuple[int, tuple[Relation, ...]], ...]
    singles: tuple[tuple[int, Relation], ...]
    wholes: tuple[tuple[int, Relation], ...]
