"""The engine "argos": installed Argos packages, run on CTranslate2 and SentencePiece directly.

Argos Translate's own ``translate`` is not used: it decodes 32 tokens a batch, downloads a sentence
splitter, turns ``_`` into a space and keeps a replaced package for the rest of the process. The
search is the same: beam 4, length penalty 0.2, unknown tokens replaced.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple

from normtext.engines.alignment import Aligned, Links, compose, make_links
from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions
from normtext.engines.packages import InstalledModel, Stamp, models_folder, scan, stamp
from normtext.engines.processors import available_cpus
from normtext.engines.routes import find_codes
from normtext.engines.sentences import prepare
from normtext.engines.tokenizers import Tokenizer, load_tokenizer
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
LEAST_BATCHES = 4

# A wider beam finds other words; a beam of one cannot run into the loops that beams fall for.
OTHER_BEAMS = (8, 1)

# Models kept in memory at once; the one not used for longest goes. A large package takes 150 MB.
MAX_LOADED = 8

# What ctranslate2 and sentencepiece raise for damaged models and failed calls.
_FAILURES = (RuntimeError, ValueError, TypeError, OSError, MemoryError)


@dataclass(frozen=True)
class _Loaded:
    """A package in memory."""

    package: InstalledModel
    translator: Any
    tokenizer: Tokenizer

    def translate(self, sentences: Sequence[str], options: TranslateOptions) -> list[str]:
        tokens = _Tokens(self.tokenizer)
        prepared = prepare(sentences, tokens.count, MAX_SOURCE_TOKENS)
        outputs = self._run(tokens.of(prepared.pieces), options, attention=False)
        return prepared.finish(self.tokenizer.decode([output.tokens for output in outputs]))

    def translate_aligned(self, sentences: Sequence[str], options: TranslateOptions) -> list[Aligned]:
        tokens = _Tokens(self.tokenizer)
        prepared = prepare(sentences, tokens.count, MAX_SOURCE_TOKENS)
        given = tokens.of(prepared.pieces)
        outputs = self._run(given, options, attention=True)
        texts = self.tokenizer.decode([output.tokens for output in outputs])
        return prepared.finish_aligned(list(map(self._aligned, prepared.pieces, given, outputs, texts)))

    def _aligned(self, piece: str, given: list[str], output: _Output, text: str) -> Aligned:
        def links() -> Links:
            sources = self.tokenizer.source_spans(piece, given)
            targets = self.tokenizer.target_spans(text, output.tokens)
            if sources is None or targets is None:
                return ()
            return make_links(output.attention(), sources, targets)

        return Aligned(text, links)

    def _run(self, tokens: list[list[str]], options: TranslateOptions, *, attention: bool) -> list[_Output]:
        if not tokens:
            return []
        prefix = self.package.target_prefix
        results = self.translator.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            max_batch_size=_batch_size(sum(map(len, tokens)), options),
            batch_type="tokens",
            beam_size=options.beam_size,
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=True,
            return_attention=attention,
        )
        return [_Output.of(result, prefix) for result in results]


class _Output(NamedTuple):
    """What CTranslate2 gives for a sentence: the tokens of the best hypothesis, without the prefix."""

    tokens: list[str]
    result: Any
    skipped: int

    @classmethod
    def of(cls, result: Any, prefix: str) -> _Output:
        tokens: list[str] = result.hypotheses[0]
        skipped = int(bool(prefix) and tokens[:1] == [prefix])
        return cls(tokens[skipped:], result, skipped)

    def attention(self) -> list[list[float]]:
        """For each token a row with the attention it gave to each token of the source."""
        rows: list[list[float]] = self.result.attention[0]
        return rows[self.skipped :]


class _Tokens:
    """The tokens of the texts of one call; they are counted first and translated afterwards."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[str]] = {}

    def count(self, texts: list[str]) -> list[int]:
        return list(map(len, self.of(texts)))

    def of(self, texts: list[str]) -> list[list[str]]:
        new = [text for text in texts if text not in self._known]
        if new:
            self._known.update(zip(new, self._tokenizer.encode(new), strict=True))
        return [self._known[text] for text in texts]


def _batch_size(tokens: int, options: TranslateOptions) -> int:
    """Tokens of a batch: few texts make several batches, so that several threads have something to do.

    How many threads there are must not count: int8 arithmetic rounds otherwise in other company, and the
    same texts are to come out the same on any machine and with any number of workers.
    """
    return max(1, min(options.batch_tokens, max(MIN_BATCH_TOKENS, tokens // LEAST_BATCHES)))


def _threads(options: TranslateOptions) -> tuple[int, int]:
    """How many batches run at once, and on how many threads each.

    A thread a batch, as many as there are processors: on two cores 620 sentences a second, against
    369 on one thread and 218 with both threads on one batch.
    """
    intra = options.intra_threads or 1
    return options.inter_threads or max(1, available_cpus() // intra), intra


class ArgosEngine:
    """Translates over the Argos packages in one folder.

    Args:
        models_dir: the folder; None asks ``models_folder()`` at every call.
    """

    def __init__(self, models_dir: Path | None = None) -> None:
        self.name = NAME
        self.other_beams = OTHER_BEAMS
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
        for package in self._legs(route):
            with _Failures(package):
                texts = _memory.get(package, _threads(options)).translate(texts, options)
        return texts

    def translate_aligned(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[Aligned]:
        """Translate sentences with links; see ``AligningTranslator``. Those of two legs are composed."""
        done: list[Aligned] | None = None
        for package in self._legs(route):
            texts = list(sentences) if done is None else [aligned.text for aligned in done]
            with _Failures(package):
                leg = _memory.get(package, _threads(options)).translate_aligned(texts, options)
            done = leg if done is None else list(map(compose, done, leg))
        return done or []

    def lacks(self, texts: Sequence[str], route: Route) -> list[bool]:
        """Tell what the first model has no token for; see ``VocabularyTranslator``."""
        package = self._legs(route)[0]
        with _Failures(package):
            return _tokenizer(package, stamp(package.path)).lacks(texts)

    def _legs(self, route: Route) -> list[InstalledModel]:
        models = self._installed()
        for leg in pairwise(route.codes):
            if leg not in models:
                raise ModelError(
                    f"no Argos package {leg[0]} to {leg[1]} in {models_folder(self._models_dir)}; "
                    f"run  normtext models install {leg[0]}"
                )
        return [models[leg] for leg in pairwise(route.codes)]

    def _installed(self) -> dict[tuple[str, str], InstalledModel]:
        models, _ = scan(models_folder(self._models_dir))
        return {(model.source, model.target): model for model in reversed(models)}


@lru_cache(maxsize=MAX_LOADED)
def _tokenizer(package: InstalledModel, _stamp: Stamp) -> Tokenizer:
    return load_tokenizer(package)


class _Failures:
    """Turns what the libraries raise while a package translates into an EngineError."""

    def __init__(self, package: InstalledModel) -> None:
        self._package = package

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, _FAILURES):
            name, path = self._package.name, self._package.path
            raise EngineError(f"the Argos package {name} in {path} failed: {error}") from error


def load_package(package: InstalledModel, inter_threads: int = 1, intra_threads: int = 1) -> _Loaded:
    """Load a package's model and tokenizer. Raises ModelError where they are damaged."""
    import ctranslate2

    int8 = "int8" in ctranslate2.get_supported_compute_types("cpu")
    try:
        tokenizer = load_tokenizer(package)
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
