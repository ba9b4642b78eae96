"""Documents whose language is clear: CLD2 says the same of nearly all of their blocks.

Most articles are. Then nothing need be asked of the whole, of short blocks, or of those in which
CLD2 and function words agree; the rest are asked about as carefully as any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from normtext.function_words import FUNCTION_WORDS, count_telling, is_plainly
from normtext.stages.language.opinion import (
    CONTESTED,
    PLAIN_SAMPLE,
    TRUSTED_SHARE,
    Choice,
    Pairs,
    first_opinion,
    readable,
)

BLOCK_LETTERS = 40
"""Letters from which a block is believed to differ in language from its article."""
LEAST = 300
"""Characters in such blocks from which a document may be clear."""
CLEAR = 0.95
"""Share of them that CLD2 must give to one language: what is left is under the share that is reported."""


class Clear(NamedTuple):
    """The language of a document, and the indices of the blocks that may be in another."""

    tag: str
    contested: tuple[int, ...]


class _Block(NamedTuple):
    place: int
    text: str
    reliable: bool
    said: Pairs
    plain: bool = False


def clear_language(texts: Sequence[str], choice: Choice, hint: str = "") -> Clear | None:
    """The language that nearly all of a document is in; None where it takes more to tell.

    Args:
        texts: the blocks.
        choice: what the caller knows; where that is how common languages are, all are asked about.
        hint: what the document as a whole was told to be, which blocks with the words of that language
            are then taken to be.
    """
    if choice.prior:
        return None
    known = hint if hint in FUNCTION_WORDS else ""
    blocks = [_heard(place, text, known) for place, text in enumerate(texts) if len(text) >= BLOCK_LETTERS]
    tag = _nearly_all(blocks)
    if tag is None or not choice.allows(tag) or not _can_be_trusted(tag, blocks):
        return None
    return Clear(tag, tuple(block.place for block in blocks if not _is_in(block, tag)))


def _heard(place: int, text: str, hint: str) -> _Block:
    """A block and what is said of it; CLD2 is asked where its words do not speak for themselves."""
    if hint and is_plainly(text, hint):
        return _Block(place, text, True, ((hint, 100.0),), True)
    text = readable(text)
    return _Block(place, text, *first_opinion(text))


def _nearly_all(blocks: Sequence[_Block]) -> str | None:
    weights: dict[str, float] = {}
    for block in blocks:
        for tag, percent in block.said:
            weights[tag] = weights.get(tag, 0.0) + len(block.text) * percent / 100
    total = sum(len(block.text) for block in blocks)
    best = max(weights, key=weights.__getitem__, default="")
    return best if total >= LEAST and weights.get(best, 0.0) >= CLEAR * total else None


def _can_be_trusted(tag: str, blocks: Sequence[_Block]) -> bool:
    if tag not in CONTESTED:
        return True
    # CLD2 says English where it knows no better, but not of a text with the words of English.
    if any(block.plain for block in blocks):
        return True
    return tag == "en" and is_plainly(" ".join(block.text for block in blocks)[:PLAIN_SAMPLE], tag)


def _is_in(block: _Block, tag: str) -> bool:
    """Tell whether a block is in the language of its document, with no need to ask its letters."""
    if block.plain:
        return block.said[0][0] == tag
    if not block.said or block.said[0][0] != tag:
        return False
    if tag not in FUNCTION_WORDS or (tag != "en" and block.said[0][1] >= TRUSTED_SHARE):
        return block.reliable
    own, others = count_telling(block.text, tag)
    return own > others
