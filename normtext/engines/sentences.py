"""What every engine does to sentences before and after its model.

Equal sentences are translated once; what has no letters is not translated at all; what is longer
than a model can take is cut at punctuation or spaces and joined again, never cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from normtext.engines.alignment import Aligned, Link, Links

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
    """A part of a sentence that a model can take.

    Attributes:
        gap: what goes in front of its translation.
        text: the part.
        start: where it stands in the plain sentence.
    """

    gap: str
    text: str
    start: int = 0


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
    prepared = prepare(sentences, lambda texts: list(map(count, texts)), limit)
    return prepared.finish(translate(prepared.pieces) if prepared.pieces else [])


def prepare(sentences: Sequence[str], count_all: Callable[[list[str]], list[int]], limit: int) -> Prepared:
    """Find the pieces to translate; ``count_all`` counts the tokens of many texts."""
    plain = [make_plain(sentence) for sentence in sentences]
    wanted = [text for text in dict.fromkeys(plain) if _LETTER.search(text)]
    counts = _Counts(count_all, limit)
    counts.take(wanted)
    cuts = {text: split_long(text, counts.count, limit) for text in wanted}
    pieces = dict.fromkeys(piece.text for cut in cuts.values() for piece in cut)
    return Prepared(sentences, plain, cuts, [piece for piece in pieces if _LETTER.search(piece)])


class _Counts:
    """Token counts, those of whole sentences taken in one go."""

    def __init__(self, count_all: Callable[[list[str]], list[int]], limit: int) -> None:
        self._count_all = count_all
        self._most_chars = limit * _MOST_CHARS_A_TOKEN
        self._known: dict[str, int] = {}

    def take(self, texts: Sequence[str]) -> None:
        short = [text for text in texts if len(text) <= self._most_chars]
        self._known.update(zip(short, self._count_all(short), strict=True))

    def count(self, text: str) -> int:
        return self._known[text] if text in self._known else self._count_all([text])[0]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sentences on their way.

    Attributes:
        sentences: as they were given.
        plain: the same, cleaned.
        cuts: for each plain sentence that is to be translated its parts.
        pieces: what goes to the model: each part once, if it has letters.
    """

    sentences: Sequence[str]
    plain: list[str]
    cuts: dict[str, list[Piece]]
    pieces: list[str]

    def finish(self, translations: Sequence[str]) -> list[str]:
        """Make the translations of the sentences from those of the pieces."""
        done = dict(zip(self.pieces, translations, strict=True))
        whole = {text: _join(cut, done) for text, cut in self.cuts.items()}
        return [whole.get(text, sentence) for text, sentence in zip(self.plain, self.sentences, strict=True)]

    def finish_aligned(self, translations: Sequence[Aligned]) -> list[Aligned]:
        """The same with links, which come to stand in the sentences as they were given."""
        done = dict(zip(self.pieces, translations, strict=True))
        whole = {text: _join_aligned(cut, done) for text, cut in self.cuts.items()}
        return [
            _moved_back(whole[text], text, sentence) if text in whole else Aligned(sentence)
            for text, sentence in zip(self.plain, self.sentences, strict=True)
        ]


def make_plain(sentence: str) -> str:
    """Make a sentence safe for any tokenizer.

    Control characters and line ends become a space, lone surrogates U+FFFD; no space at the ends.
    """
    if sentence.isprintable():
        return sentence.strip()
    text: str = _BREAKING.sub(" ", sentence)
    return str(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


def _places(sentence: str) -> list[int]:
    """For each character of the plain sentence its place in the sentence."""
    places: list[int] = []
    at = 0
    for broken in _BREAKING.finditer(sentence):
        places += range(at, broken.start() + 1)
        at = broken.end()
    places += range(at, len(sentence))
    text: str = _BREAKING.sub(" ", sentence)
    return places[len(text) - len(text.lstrip()) :]


def _moved_back(aligned: Aligned, plain: str, sentence: str) -> Aligned:
    """Links to a plain sentence as links to the sentence itself."""
    if plain == sentence:
        return aligned

    def links() -> Links:
        places = _places(sentence)
        return tuple(
            link._replace(source_start=places[link.source_start], source_end=places[link.source_end - 1] + 1)
            for link in aligned.links
        )

    return Aligned(aligned.text, links)


def split_long(text: str, count: Callable[[str], int], limit: int) -> list[Piece]:
    """Cut a text into pieces of at most ``limit`` tokens, halving it at the best place each time."""
    pieces: list[Piece] = []
    waiting = [Piece("", text)]
    while waiting:
        gap, part, start = waiting.pop()
        if len(part) < 2 or (len(part) <= limit * _MOST_CHARS_A_TOKEN and count(part) <= limit):
            pieces.append(Piece(gap, part, start))
            continue
        at = _best_cut(part)
        left, right = part[:at], part[at:]
        inner = " " if _GAP_AFTER.search(left[-1:]) else ""
        waiting += (_stripped(inner, right, start + at), _stripped(gap, left, start))
    return pieces


def _stripped(gap: str, text: str, start: int) -> Piece:
    bare = text.lstrip()
    return Piece(gap, bare.rstrip(), start + len(text) - len(bare))


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


def _join_aligned(pieces: Sequence[Piece], done: dict[str, Aligned]) -> Aligned:
    """As ``_join``, with the links of each piece moved to where it stands."""
    if len(pieces) == 1 and pieces[0].text in done:
        return done[pieces[0].text]
    placed: list[tuple[Aligned, int, int]] = []
    text = ""
    for piece in pieces:
        aligned = done.get(piece.text) or Aligned(piece.text)
        text += piece.gap if placed and aligned.text else ""
        placed.append((aligned, piece.start, len(text)))
        text += aligned.text
    lead = len(text) - len(text.lstrip())
    return Aligned(
        text.strip(),
        lambda: tuple(
            _shifted(link, there, here - lead) for part, there, here in placed for link in part.links
        ),
    )


def _shifted(link: Link, there: int, here: int) -> Link:
    source, target = (
        (link.source_start + there, link.source_end + there),
        (link.target_start + here, link.target_end + here),
    )
    return Link(*source, *target, link.weight)
