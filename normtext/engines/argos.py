"""The engine "argos": installed Argos packages, run on CTranslate2 and SentencePiece directly.

Argos Translate's own ``translate`` is not used: it decodes 32 tokens a batch, downloads a sentence
splitter, turns ``_`` into a space and keeps a replaced package for the rest of the process. The
search is the same: beam 4, length penalty 0.2, unknown tokens replaced.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions
from normtext.engines.packages import InstalledModel, Stamp, models_folder, scan, stamp
from normtext.engines.routes import find_codes
from normtext.engines.sentences import translate_sentences
from normtext.errors import EngineError, ModelError

NAME = "argos"

# As Argos Translate itself sets it.
LENGTH_PENALTY = 0.2

# CTranslate2 stops decoding at 256 tokens, without a word, and some models have no positions from
# 512 on. English needs up to 1.5 times the tokens of the source, so 160 stay clear of both.
MAX_SOURCE_TOKENS = 160

# Sentences of one call are spread over the threads, but in batches of no less than this: smaller
# ones cost more than the second thread brings (2 cores, 30 sentences: 350/s at 1024, 629/s at 256).
MIN_BATCH_TOKENS = 256

# Models kept in memory at once; the one not used for longest goes. A large package takes 150 MB.
MAX_LOADED = 8

# What ctranslate2 and sentencepiece raise for damaged models and failed calls.
_FAILURES = (RuntimeError, ValueError, TypeError, OSError, MemoryError)


class _Tokenizer(Protocol):
    def encode(self, sentence: str) -> list[str]: ...

    def decode(self, tokens: list[str]) -> str: ...


class _SentencePiece:
    """SentencePiece, decoding every piece as what it is: "_" stays "_"."""

    def __init__(self, file: Path) -> None:
        import sentencepiece

        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(file))

    def encode(self, sentence: str) -> list[str]:
        return list(self._processor.encode(sentence, out_type=str))

    def decode(self, tokens: list[str]) -> str:
        # Pieces that came over from the source by replace_unknowns keep their space marker.
        text = str(self._processor.decode_pieces(tokens))
        return text.replace("\N{LOWER ONE EIGHTH BLOCK}", " ").strip()


@dataclass(frozen=True)
class _Loaded:
    """A package in memory."""

    package: InstalledModel
    translator: Any
    tokenizer: _Tokenizer

    def translate(self, pieces: list[str], options: TranslateOptions) -> list[str]:
        tokens = [self.tokenizer.encode(piece) for piece in pieces]
        prefix = self.package.target_prefix
        results = self.translator.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            max_batch_size=_batch_size(sum(map(len, tokens)), options),
            batch_type="tokens",
            beam_size=options.beam_size,
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=True,
        )
        found = [result.hypotheses[0] for result in results]
        return [
            self.tokenizer.decode(line[1:] if prefix and line[:1] == [prefix] else line) for line in found
        ]

    def count(self, text: str) -> int:
        return len(self.tokenizer.encode(text))


def _batch_size(tokens: int, options: TranslateOptions) -> int:
    share = tokens // _threads(options)[0]
    return max(1, min(options.batch_tokens, max(MIN_BATCH_TOKENS, share)))


def _threads(options: TranslateOptions) -> tuple[int, int]:
    """How many batches run at once, and on how many threads each.

    A thread a batch, as many as there are processors: on two cores 620 sentences a second, against
    369 on one thread and 218 with both threads on one batch.
    """
    intra = options.intra_threads or 1
    return options.inter_threads or max(1, available_cpus() // intra), intra


def available_cpus() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class ArgosEngine:
    """Translates over the Argos packages in one folder.

    Args:
        models_dir: the folder; None asks ``models_folder()`` at every call.
    """

    def __init__(self, models_dir: Path | None = None) -> None:
        self.name = NAME
        self._models_dir = models_dir

    def route(self, source: str, target: str) -> Route | None:
        """Find the way over installed packages; see ``Translator.route``."""
        models = self._installed()
        codes = find_codes(source, target, models)
        if codes is None:
            return None
        labels = tuple(models[leg].label for leg in pairwise(codes))
        return Route(self.name, codes, labels)

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Translate sentences; see ``Translator.translate``."""
        texts = list(sentences)
        models = self._installed()
        for leg in pairwise(route.codes):
            if leg not in models:
                raise ModelError(
                    f"no Argos package {leg[0]} to {leg[1]} in {models_folder(self._models_dir)}; "
                    f"run  normtext models install {leg[0]}"
                )
            texts = _translate_leg(models[leg], texts, options)
        return texts

    def _installed(self) -> dict[tuple[str, str], InstalledModel]:
        models, _ = scan(models_folder(self._models_dir))
        return {(model.source, model.target): model for model in reversed(models)}


def _translate_leg(package: InstalledModel, texts: list[str], options: TranslateOptions) -> list[str]:
    loaded = _memory.get(package, _threads(options))
    try:
        return translate_sentences(
            texts, lambda pieces: loaded.translate(pieces, options), loaded.count, MAX_SOURCE_TOKENS
        )
    except _FAILURES as error:
        raise EngineError(f"the Argos package {package.name} in {package.path} failed: {error}") from error


def load_package(package: InstalledModel, inter_threads: int = 1, intra_threads: int = 1) -> _Loaded:
    """Load a package's model and tokenizer. Raises ModelError where they are damaged."""
    import ctranslate2

    int8 = "int8" in ctranslate2.get_supported_compute_types("cpu")
    try:
        tokenizer = _tokenizer_of(package)
        translator = ctranslate2.Translator(
            str(package.path / "model"),
            device="cpu",
            compute_type="int8" if int8 else "default",
            inter_threads=inter_threads,
            intra_threads=intra_threads,
        )
    except _FAILURES as error:
        raise ModelError(
            f"{package.path}: the model cannot be loaded: {error}; install it anew with  "
            f"normtext models install {package.source}"
        ) from error
    return _Loaded(package, translator, tokenizer)


def _tokenizer_of(package: InstalledModel) -> _Tokenizer:
    sentencepiece = package.path / "sentencepiece.model"
    if sentencepiece.is_file():
        return _SentencePiece(sentencepiece)
    from argostranslate.tokenizer import BPETokenizer

    tokenizer: _Tokenizer = BPETokenizer(package.path / "bpe.model", package.source, package.target)
    tokenizer.encode("")  # it opens its file at the first call
    return tokenizer


class _Memory:
    """The packages that this process has loaded."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: dict[tuple[Path, int, int], tuple[Stamp, _Loaded]] = {}

    def get(self, package: InstalledModel, threads: tuple[int, int]) -> _Loaded:
        """Return the package, from disk where it is new or has changed."""
        key = (package.path, *threads)
        with self._lock:
            found = self._loaded.pop(key, None)
            now = stamp(package.path)
            if found is None or found[0] != now:
                found = (now, load_package(package, *threads))
            self._loaded[key] = found
            while len(self._loaded) > MAX_LOADED:
                del self._loaded[next(iter(self._loaded))]
            return found[1]

    def forget_after_fork(self) -> None:
        """Start anew in a forked process, whose copies of the models have no threads behind them.

        The copies must never be destroyed: CTranslate2 would wait for those threads for ever, at
        the latest at the exit of the process. So they get a reference that nobody takes back.
        """
        import ctypes

        for _, loaded in self._loaded.values():
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(loaded.translator))
        self._loaded = {}
        self._lock = Lock()  # another thread may have held the old one at the fork


_memory = _Memory()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_memory.forget_after_fork)
