"""Who signs a text behind its last sentence: "...と約束した。【田中一郎】"."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import Draft, Role
from normtext.stages.structure.uncased import signed

OPENING = "【（("
MAX_SIGNATURE = 60
# A paragraph has so many characters of Chinese or Japanese before the bracket.
MIN_PARAGRAPH = 20
# The last paragraph has no more pieces of the page below it.
BELOW = 20

_SIGNATURE = regex.compile(rf"(?<=[。！？」』])\s*(?P<mark>[{OPENING}][^【】（）()]{{2,60}}[】）)])\Z")


def part_signature(draft: Draft) -> None:
    """Part the names in brackets from the end of the last paragraph; they are the authors'."""
    for index in reversed(list(draft.open(max(len(draft.lines) - BELOW, 0)))):
        line = draft.lines[index]
        if len(line.text) < MIN_PARAGRAPH or line.piece.kind not in (None, "paragraph"):
            continue
        match = _SIGNATURE.search(line.piece.text)
        names = signed(match["mark"]) if match is not None else ()
        parts = line.piece.split(match.start("mark")) if match is not None and names else None
        if parts is not None:
            draft.replace(index, parts, [None, Role("header", "authors")])
            draft.authors += names
        if parts is not None or line.stopped:
            return
