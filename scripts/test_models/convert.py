"""From the weights to a CTranslate2 int8 model on disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from numpy.typing import NDArray
from torch import Tensor, nn

from .model import Attention, DecoderLayer, EncoderLayer, FeedForward, Transformer


def _copied(weights: Tensor) -> NDArray[np.float32]:
    # CTranslate2 quantizes in place, which must not reach the model's own weights.
    copied: NDArray[np.float32] = weights.detach().numpy().copy()
    return copied


def _linear(spec: LinearSpec, layer: nn.Linear) -> None:
    spec.weight = _copied(layer.weight)
    spec.bias = _copied(layer.bias)


def _norm(spec: LayerNormSpec, layer: nn.LayerNorm) -> None:
    spec.gamma = _copied(layer.weight)
    spec.beta = _copied(layer.bias)


def _attention(spec: MultiHeadAttentionSpec, layer: Attention) -> None:
    _norm(spec.layer_norm, layer.norm)
    projections = [layer.fused] if layer.query is None else [layer.query, layer.fused]
    for part, projection in zip(spec.linear, [*projections, layer.output], strict=True):
        _linear(part, projection)


def _feed(spec: transformer_spec.FeedForwardSpec, layer: FeedForward) -> None:
    _norm(spec.layer_norm, layer.norm)
    _linear(spec.linear_0, layer.inner)
    _linear(spec.linear_1, layer.outer)


def convert(model: Transformer, vocabulary: bytes, folder: Path) -> None:
    """Write model.bin, config.json and shared_vocabulary.json into an existing folder."""
    spec = transformer_spec.TransformerSpec.from_config(model.shape.layers, model.shape.heads)
    spec.encoder.embeddings[0].weight = _copied(model.embedding.weight)
    spec.decoder.embeddings.weight = _copied(model.embedding.weight)
    spec.decoder.projection.weight = _copied(model.embedding.weight)
    _norm(spec.encoder.layer_norm, model.encoder_norm)
    _norm(spec.decoder.layer_norm, model.decoder_norm)
    for part, layer in zip(spec.encoder.layer, cast(Iterable[EncoderLayer], model.encoder), strict=True):
        _attention(part.self_attention, layer.attention)
        _feed(part.ffn, layer.feed)
    for part, decoder_layer in zip(
        spec.decoder.layer, cast(Iterable[DecoderLayer], model.decoder), strict=True
    ):
        _attention(part.self_attention, decoder_layer.attention)
        _attention(part.attention, decoder_layer.cross)
        _feed(part.ffn, decoder_layer.feed)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
    tokens = [pieces.id_to_piece(index) for index in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.decoder_start_token = "<s>"
    spec.config.layer_norm_epsilon = model.encoder_norm.eps
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
