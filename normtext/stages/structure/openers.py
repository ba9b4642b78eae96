"""Which of many rules a line may be a case of, told by how it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from normtext.stages.structure.phrases import has_dense

# A run of letters; what stands before it in a phrase or a line are marks and numbers. It is cut off
# where more letters hardly tell more.
HEAD = 6
_LETTERS = re.compile(rf"[^\W\d_]{{1,{HEAD}}}")


class Openers:
    """The phrases with which the lines of many rules begin: which rules are worth asking about a line.

    A rule is known by its number. None is left out that has a phrase at the start of the line, or
    behind marks and numbers; for most lines there is no rule to ask.
    """

    def __init__(self, rules: Sequence[Iterable[str]]) -> None:
        """``rules`` holds for each rule its folded phrases; one without letters opens no line."""
        by_head: dict[str, dict[int, list[str]]] = {}
        for number, phrases in enumerate(rules):
            for phrase in phrases:
                if (letters := _LETTERS.search(phrase)) is not None:
                    of_rule = by_head.setdefault(letters.group(), {}).setdefault(number, [])
                    of_rule.append(phrase[letters.start() :])
        self._by_head = {
            head: [(number, tuple(phrases)) for number, phrases in of_rules.items()]
            for head, of_rules in by_head.items()
        }

    def of(self, folded: str) -> list[int]:
        """The numbers of the rules that a folded line may be a case of, in order."""
        letters = _LETTERS.search(folded)
        if letters is None:
            return []
        start, run = letters.start(), letters.group()
        phrases = self._by_head.get(run, ())
        if has_dense(run):  # in scripts without spaces a phrase may end within a run of letters
            ends = range(1, len(run))
            phrases = [*phrases, *chain.from_iterable(self._by_head.get(run[:end], ()) for end in ends)]
        if not phrases:
            return []
        return sorted({number for number, begins in phrases if folded.startswith(begins, start)})
