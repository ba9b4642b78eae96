"""What every engine does to sentences before and after its model.

Equal sentences are translated once; what has no letters is not translated at all; what is longer
than a model can take is cut at punctuation or spaces and joined again, never cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

# No tokenizer of the packages looked at makes pieces that average more than six characters on
# real text; a text of this many characters a token is cut before its tokens are counted, since
# counting those of a megabyte takes seconds.
_MOST_CHARS_A_TOKEN = 12

# A cut is looked for this far to each side of the middle, as a share of the text and in characters:
# the two sides come out of like length, and a megabyte is not searched through at every halving.
_REACH_SHARE = 0.25
_REACH_CHARS = 1000

_LETTER = regex.compile(r"\p{L}")
_BREAKING = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"

# Where to cut, best place first; a cut is made behind what the pattern finds.
_CUTS = (
    regex.compile(r"[.!?…;:]\s+|[。！？；：]\s*"),
    regex.compile(r"[,،\N{EN DASH}\N{EM DASH}]\s+|[、，]\s*"),
    regex.compile(r"\s+"),
    regex.compile(_UNSPACED),
    regex.compile(r"[^\p{L}\p{M}\p{N}]"),
)
_MARKS = regex.compile(r"\p{M}*")
_GAP_AFTER = regex.compile(rf"(?:\s|{_UNSPACED}|[、。，．！？；：])\Z")


class Piece(NamedTuple):
    """A part of a sentence that a model can take; ``gap`` goes in front of its translation."""

    gap: str
    text: str


def translate_sentences(
    sentences: Sequence[str],
    translate: Callable[[list[str]], list[str]],
    count: Callable[[str], int],
    limit: int,
) -> list[str]:
    """Translate sentences by ``translate``, which gets clean, different, short enough pieces.

    Args:
        sentences: one text each.
        translate: the model, a list in and a list of the same length out.
        count: how many tokens a text has for the model.
        limit: the most tokens the model takes well.
    """
    plain = [make_plain(sentence) for sentence in sentences]
    cuts = {text: split_long(text, count, limit) for text in dict.fromkeys(plain) if _LETTER.search(text)}
    pieces = list(dict.fromkeys(piece.text for cut in cuts.values() for piece in cut))
    pieces = [piece for piece in pieces if _LETTER.search(piece)]
    done = dict(zip(pieces, translate(pieces), strict=True)) if pieces else {}
    whole = {text: _join(cut, done) for text, cut in cuts.items()}
    return [whole.get(text, sentence) for text, sentence in zip(plain, sentences, strict=True)]


def make_plain(sentence: str) -> str:
    """Make a sentence safe for any tokenizer.

    Control characters and line ends become a space, lone surrogates U+FFFD; no space at the ends.
    """
    text: str = _BREAKING.sub(" ", sentence)
    return str(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


def split_long(text: str, count: Callable[[str], int], limit: int) -> list[Piece]:
    """Cut a text into pieces of at most ``limit`` tokens, halving it at the best place each time."""
    pieces: list[Piece] = []
    waiting = [Piece("", text)]
    while waiting:
        gap, part = waiting.pop()
        if len(part) < 2 or (len(part) <= limit * _MOST_CHARS_A_TOKEN and count(part) <= limit):
            pieces.append(Piece(gap, part))
            continue
        at = _best_cut(part)
        left, right = part[:at], part[at:]
        inner = " " if _GAP_AFTER.search(left[-1:]) else ""
        waiting += (Piece(inner, right.strip()), Piece(gap, left.strip()))
    return pieces


def _best_cut(text: str) -> int:
    middle = len(text) // 2
    reach = min(_REACH_CHARS, round(len(text) * _REACH_SHARE))
    low, high = max(0, middle - reach - 1), min(len(text) - 1, middle + reach)
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(text, low, high)]
        if ends:
            return int(min(ends, key=lambda end: abs(end - middle)))
    after_marks = int(_MARKS.match(text, middle).end())
    return after_marks if after_marks < len(text) else middle


def _join(pieces: Sequence[Piece], done: dict[str, str]) -> str:
    parts: list[str] = []
    for piece in pieces:
        text = done.get(piece.text, piece.text)
        parts += (piece.gap if parts and text else "", text)
    return "".join(parts).strip()
