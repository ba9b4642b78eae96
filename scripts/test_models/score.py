"""How well a converted model does: exact matches, BLEU, names that arrive."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import sentencepiece

TOKEN = re.compile(r"\w+|[^\w\s]")
BEAM = 4
LENGTH_PENALTY = 0.2  # what Argos uses


class Runner:
    """An unpacked package, driven the way that Argos drives it."""

    def __init__(self, package: Path) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
        self._translator = ctranslate2.Translator(str(package / "model"), intra_threads=1)

    def __call__(self, sentences: Sequence[str], beam: int = BEAM) -> list[str]:
        results = self._translator.translate_batch(
            [self._pieces.encode(sentence, out_type=str) for sentence in sentences],
            beam_size=beam,
            length_penalty=LENGTH_PENALTY,
            max_batch_size=2048,
            batch_type="tokens",
        )
        return [self._pieces.decode_pieces(result.hypotheses[0]) for result in results]


def bleu(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Corpus BLEU of up to four words, cased, words and punctuation apart, in 0..100."""
    matches, totals = [0] * 4, [0] * 4
    output_length = reference_length = 0
    for output, reference in zip(outputs, references, strict=True):
        got, wanted = TOKEN.findall(output), TOKEN.findall(reference)
        output_length += len(got)
        reference_length += len(wanted)
        for size in range(1, 5):
            have = Counter(zip(*(got[start:] for start in range(size)), strict=False))
            want = Counter(zip(*(wanted[start:] for start in range(size)), strict=False))
            matches[size - 1] += (have & want).total()
            totals[size - 1] += have.total()
    if not all(matches):
        return 0.0
    brevity = min(0.0, 1 - reference_length / output_length)
    return 100 * math.exp(brevity + sum(math.log(m / t) for m, t in zip(matches, totals, strict=True)) / 4)


def exact(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Share of outputs that equal their reference."""
    return sum(map(str.__eq__, outputs, references)) / len(references)
