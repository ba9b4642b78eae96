"""What words of texts call for, remembered so that an article's words are looked through in a few sets."""

from __future__ import annotations

from collections.abc import Set

from normtext.gazetteer.records import WordCalls


class Heard:
    """Words of texts, and what each calls for.

    Attributes:
        calls: what each word calls for; None where it is nothing, as with most.
    """

    def __init__(self) -> None:
        self.calls: dict[str, WordCalls | None] = {}
        self._capital: dict[str, WordCalls] = {}
        self._by_piece: dict[int, set[str]] = {}

    def add(self, word: str, found: WordCalls | None, unsought: WordCalls | None) -> None:
        """Remember what a word calls for, and what of it where none of those names is sought."""
        for piece in found.words if found else ():
            self._by_piece.setdefault(piece, set()).add(word)
        if unsought and unsought.capital:
            self._capital[word] = unsought
        self.calls[word] = found  # last: another thread takes the word for heard from here on

    def of(self, words: set[str]) -> dict[str, WordCalls]:
        """What some words call for, without those that call for nothing."""
        return {word: found for word in words if (found := self.calls[word])}

    def sought(self, words: set[str], pieces: Set[int]) -> dict[str, WordCalls]:
        """The same where some pieces of names are sought; of others only what capitalised words call for."""
        telling = {word: self._capital[word] for word in self._capital.keys() & words}
        by_piece = self._by_piece
        related = set[str]().union(*[by_piece[piece] for piece in pieces if piece in by_piece])
        for word in related & words:
            found = self.calls.get(word)
            if found:
                telling[word] = found
        return telling
