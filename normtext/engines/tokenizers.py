"""The tokenizers of Argos packages: SentencePiece, and Moses with subword-nmt; with offsets."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

import regex

from normtext.engines.alignment import Span
from normtext.engines.packages import InstalledModel

MARK = "\N{LOWER ONE EIGHTH BLOCK}"
"""What SentencePiece puts where a word begins."""

_BYTE = regex.compile(r"<0x([0-9A-F]{2})>")

# A token that was altered beyond recognition is passed over; the next one is looked for this far on.
_REACH = 12

Spans = list["Span | None"]


class Tokenizer(Protocol):
    """Texts to tokens and back. Spans are in characters; None where a token has no place."""

    def encode(self, texts: list[str]) -> list[list[str]]: ...

    def decode(self, tokens: list[list[str]]) -> list[str]: ...

    def source_spans(self, text: str, tokens: list[str]) -> Spans | None: ...

    def target_spans(self, text: str, tokens: list[str]) -> Spans | None: ...

    def lacks(self, texts: Sequence[str]) -> list[bool]: ...


def load_tokenizer(package: InstalledModel) -> Tokenizer:
    """Load the tokenizer of a package; what its library raises for a damaged file comes through."""
    sentencepiece = package.path / "sentencepiece.model"
    if sentencepiece.is_file():
        return SentencePiece(sentencepiece)
    return Moses(package.path / "bpe.model", package.source, package.target)


class SentencePiece:
    """SentencePiece, decoding every piece as what it is: "_" stays "_"."""

    def __init__(self, file: Path) -> None:
        import sentencepiece

        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(file))

    def encode(self, texts: list[str]) -> list[list[str]]:
        """Cut texts into pieces."""
        encoded: list[list[str]] = self._processor.encode(texts, out_type=str)
        return encoded

    def decode(self, tokens: list[list[str]]) -> list[str]:
        """Join pieces to texts."""
        filled = [line for line in tokens if line]  # SentencePiece 0.2.0 tells the type by the first line
        # Pieces that came over from the source by replace_unknowns keep their space marker.
        texts = (text.replace(MARK, " ").strip() for text in self._processor.decode_pieces(filled))
        return [next(texts) if line else "" for line in tokens]

    def source_spans(self, text: str, tokens: list[str]) -> Spans | None:
        """Say where the pieces of a text stand in it, its normalization undone."""
        normalized, places = self._processor.normalize(text, with_offsets=True)
        joined = join_pieces(tokens)
        if joined is None or joined[0] != normalized:
            return None
        return [_trimmed(text, (places[start], places[end])) for start, end in joined[1]]

    def target_spans(self, text: str, tokens: list[str]) -> Spans | None:
        """Say where the pieces stand in the text that they were decoded to."""
        joined = join_pieces(tokens)
        if joined is None:
            return None
        spaced = joined[0].replace(MARK, " ")
        lead = len(spaced) - len(spaced.lstrip())
        if spaced.strip() != text:
            return None
        return [_trimmed(text, (start - lead, end - lead)) for start, end in joined[1]]

    def lacks(self, texts: Sequence[str]) -> list[bool]:
        """Tell of each text whether there is no piece for a part of it."""
        return lacks(self._processor, texts)


def lacks(processor: Any, texts: Sequence[str]) -> list[bool]:
    """Tell of each text whether a SentencePiece model has no piece for a part of it."""
    unknown = processor.unk_id()
    return [unknown in ids for ids in processor.encode(list(texts), out_type=int)]


class Moses:
    """The tokenizer of older packages: Moses rules, then subword-nmt, by Argos Translate itself."""

    def __init__(self, file: Path, source: str, target: str) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self._tokenizer: Any = BPETokenizer(file, source, target)
        self._tokenizer.encode("")  # it opens its file at the first call

    def encode(self, texts: list[str]) -> list[list[str]]:
        """Cut texts into tokens."""
        return [list(self._tokenizer.encode(text)) for text in texts]

    def decode(self, tokens: list[list[str]]) -> list[str]:
        """Join tokens to texts."""
        return [str(self._tokenizer.decode(line)) for line in tokens]

    def source_spans(self, text: str, tokens: list[str]) -> Spans | None:
        """Say where the tokens stand, those that stand there as they are."""
        return find_tokens(text, tokens)

    def target_spans(self, text: str, tokens: list[str]) -> Spans | None:
        """The same of a translation."""
        return find_tokens(text, tokens)

    def lacks(self, texts: Sequence[str]) -> list[bool]:
        """Nothing is said to be lacking: what the model knows stands in a file of another library."""
        return [False] * len(texts)


def join_pieces(pieces: Sequence[str]) -> tuple[str, list[Span]] | None:
    """Join SentencePiece pieces, single bytes among them, to a text, and say where each stands there.

    A character that several pieces share stands with each of them. None where the bytes are no text.
    """
    if not any(_BYTE.fullmatch(piece) for piece in pieces):
        ends = list(accumulate(map(len, pieces)))
        return "".join(pieces), list(zip([0, *ends], ends, strict=False))
    chunks = [_bytes_of(piece) for piece in pieces]
    try:
        text = b"".join(chunks).decode("utf-8")
    except UnicodeDecodeError:
        return None
    at_byte = [i for i, char in enumerate(text) for _ in range(len(char.encode("utf-8")))]
    spans, at = [], 0
    for chunk in chunks:
        end = at + len(chunk)
        spans.append((at_byte[at], at_byte[end - 1] + 1) if chunk else (0, 0))
        at = end
    return text, spans


def _bytes_of(piece: str) -> bytes:
    byte = _BYTE.fullmatch(piece)
    return bytes([int(byte[1], 16)]) if byte else piece.encode("utf-8")


def _trimmed(text: str, span: Span) -> Span:
    """Leave out white space at both ends of a span, and what lies beyond the text."""
    start, end = (max(0, min(len(text), place)) for place in span)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def find_tokens(text: str, tokens: Sequence[str]) -> Spans:
    """Find the tokens of Moses and subword-nmt ("@@" ends a part of a word) in their text.

    A token that does not stand there, a quotation mark turned into another, has no place.
    """
    spans: Spans = []
    at, reach = 0, _REACH
    for token in tokens:
        surface = html.unescape(token.removesuffix("@@"))
        found = text.find(surface, at, at + reach + len(surface)) if surface else -1
        if found < 0:
            spans.append(None)
            reach += len(surface)
        else:
            at, reach = found + len(surface), _REACH
            spans.append((found, at))
    return spans
