"""Vocabulary and weights from sentence pairs, on one thread, the same for the same seed."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import sentencepiece
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from .data import Sampler
from .model import BOS, EOS, PAD, Shape, Transformer

VOCABULARY_EPOCHS = 6  # enough made-up names that no single one earns a piece of its own


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train; the defaults take about ten minutes a pair on an idle core."""

    steps: int = 1400
    batch_pieces: int = 2000
    peak_rate: float = 2e-3
    warmup: int = 200
    smoothing: float = 0.05
    bucket_epochs: int = 4


def train_vocabulary(sampler: Sampler, size: int) -> bytes:
    """Train a SentencePiece model over both sides; names fall into small pieces, unknown letters into bytes."""
    sentences = [side for _ in range(VOCABULARY_EPOCHS) for pair in sampler.epoch() for side in pair]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        model_type="unigram",
        vocab_size=size,
        character_coverage=1.0,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="nmt_nfkc",
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


def _batches(
    sampler: Sampler, pieces: sentencepiece.SentencePieceProcessor, plan: Plan
) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(1)
    while True:
        pairs = [pair for _ in range(plan.bucket_epochs) for pair in sampler.epoch()]
        coded = sorted(
            ((pieces.encode(source), [BOS, *pieces.encode(target), EOS]) for source, target in pairs),
            key=lambda pair: (len(pair[1]), len(pair[0])),
        )
        ready: list[list[tuple[list[int], list[int]]]] = [[]]
        longest = 0
        for pair in coded:
            longest = max(longest, len(pair[0]), len(pair[1]))
            if ready[-1] and longest * (len(ready[-1]) + 1) > plan.batch_pieces:
                ready.append([])
                longest = max(len(pair[0]), len(pair[1]))
            ready[-1].append(pair)
        for index in torch.randperm(len(ready), generator=generator).tolist():
            sources, targets = zip(*ready[index], strict=True)
            yield _padded(sources), _padded(targets)


def _padded(rows: tuple[list[int], ...]) -> Tensor:
    return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PAD)


def _rate(step: int, plan: Plan) -> float:
    if step < plan.warmup:
        return plan.peak_rate * (step + 1) / plan.warmup
    done = (step - plan.warmup) / max(1, plan.steps - plan.warmup)
    return plan.peak_rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))


def train(sampler: Sampler, vocabulary: bytes, shape: Shape, plan: Plan, seed: int) -> Transformer:
    """Train a model over endless epochs of the sampler; prints the loss now and then."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
    model = Transformer(shape)
    optimizer = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.98), weight_decay=0.01)
    began = time.monotonic()
    shown = 0.0
    for step, (source, target) in zip(range(plan.steps), _batches(sampler, pieces, plan), strict=False):
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, plan)
        scores = model(source, target[:, :-1])
        loss = functional.cross_entropy(
            scores.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD, label_smoothing=plan.smoothing
        )
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        shown = loss.item() if step == 0 else 0.98 * shown + 0.02 * loss.item()
        if (step + 1) % 200 == 0:
            print(f"  step {step + 1}: loss {shown:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return model.eval()
