"""A small pre-norm Transformer whose parts match those that CTranslate2 runs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

PAD, BOS, EOS = 0, 1, 2  # SentencePiece's <unk> never occurs with byte fallback, so its id pads


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model; the defaults make an int8 package of well under 3 MB."""

    vocabulary: int = 2000
    width: int = 128
    heads: int = 4
    layers: int = 3
    hidden: int = 512
    dropout: float = 0.1


def position_encodings(length: int, width: int) -> Tensor:
    """Sinusoids as CTranslate2 makes them: positions from 1, all sines first, then all cosines."""
    half = width // 2
    scales = torch.exp(torch.arange(half, dtype=torch.float32) * -(math.log(10000.0) / (half - 1)))
    angles = torch.arange(1, length + 1, dtype=torch.float32)[:, None] * scales
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention with fused projections; `memory` makes it cross-attention."""

    def __init__(self, shape: Shape, cross: bool = False) -> None:
        super().__init__()
        self.heads = shape.heads
        self.dropout = shape.dropout
        self.norm = nn.LayerNorm(shape.width)
        self.query = nn.Linear(shape.width, shape.width) if cross else None
        self.fused = nn.Linear(shape.width, shape.width * (2 if cross else 3))
        self.output = nn.Linear(shape.width, shape.width)

    def _split(self, values: Tensor) -> Tensor:
        return values.reshape(*values.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None, causal: bool = False
    ) -> Tensor:
        normed = self.norm(x)
        if self.query is None or memory is None:
            query, key, value = self.fused(normed).chunk(3, dim=-1)
        else:
            query = self.query(normed)
            key, value = self.fused(memory).chunk(2, dim=-1)
        mixed = functional.scaled_dot_product_attention(
            self._split(query),
            self._split(key),
            self._split(value),
            attn_mask=mask,
            is_causal=causal,
        )
        return functional.dropout(self.output(mixed.transpose(1, 2).flatten(2)), self.dropout, self.training)


class FeedForward(nn.Module):
    """The position-wise half of a layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.dropout = shape.dropout
        self.norm = nn.LayerNorm(shape.width)
        self.inner = nn.Linear(shape.width, shape.hidden)
        self.outer = nn.Linear(shape.hidden, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        return functional.dropout(
            self.outer(functional.relu(self.inner(self.norm(x)))), self.dropout, self.training
        )


class EncoderLayer(nn.Module):
    """Attention over the source, then the position-wise half."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(x, mask=mask)
        fed: Tensor = self.feed(x)
        return x + fed


class DecoderLayer(nn.Module):
    """Attention over what is written so far, then over the source, then the position-wise half."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.cross = Attention(shape, cross=True)
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(x, causal=True)
        x = x + self.cross(x, memory, mask=mask)
        fed: Tensor = self.feed(x)
        return x + fed


class Transformer(nn.Module):
    """Encoder and decoder over one embedding table, which is the output projection too."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        for name, weights in self.named_parameters():
            if weights.dim() == 2 and "embedding" not in name:
                nn.init.xavier_uniform_(weights)

    def _embed(self, ids: Tensor) -> Tensor:
        x = self.embedding(ids) * math.sqrt(self.shape.width)
        x = x + position_encodings(ids.shape[1], self.shape.width)
        return functional.dropout(x, self.shape.dropout, self.training)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return the memory of a padded batch of ids and the mask of what in it is real."""
        mask = (source != PAD)[:, None, None, :]
        x = self._embed(source)
        for layer in self.encoder:
            x = layer(x, mask)
        memory: Tensor = self.encoder_norm(x)
        return memory, mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return the scores of the next piece at each place of the target."""
        x = self._embed(target)
        for layer in self.decoder:
            x = layer(x, memory, mask)
        return functional.linear(self.decoder_norm(x), self.embedding.weight)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        return self.decode(target, *self.encode(source))

    @torch.no_grad()
    def greedy(self, source: list[int], limit: int = 120) -> list[int]:
        """Translate one sentence of ids, the likeliest piece at a time; the slow reference for CTranslate2."""
        memory, mask = self.encode(torch.tensor([source]))
        target = [BOS]
        while len(target) <= limit:
            best = int(self.decode(torch.tensor([target]), memory, mask)[0, -1].argmax())
            if best == EOS:
                break
            target.append(best)
        return target[1:]
