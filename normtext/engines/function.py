"""A plain function as an engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from types import TracebackType

from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions
from normtext.engines.routes import find_codes
from normtext.errors import EngineError, NormtextError

BatchFunction = Callable[[list[str], str, str], Sequence[str]]


class FunctionEngine:
    """Wraps ``function(sentences, source, target) -> translations``.

    Args:
        name: the engine's name.
        function: gets the sentences that are not blank, and both language tags.
        pairs: the pairs of codes it can do; None: it is asked for any.
    """

    def __init__(
        self, name: str, function: BatchFunction, pairs: Collection[tuple[str, str]] | None = None
    ) -> None:
        self.name = name
        self._function = function
        self._pairs = pairs

    def route(self, source: str, target: str) -> Route | None:
        """Find the way; see ``Translator.route``. A function has no pivots."""
        if self._pairs is None:
            return Route(self.name, (source, target), (self.name,))
        codes = find_codes(source, target, self._pairs)
        return Route(self.name, codes, (self.name,)) if codes and len(codes) == 2 else None

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Translate sentences; see ``Translator.translate``. The options are not used."""
        wanted = [sentence for sentence in sentences if sentence.strip()]
        if not wanted:
            return list(sentences)
        with _Boundary(self.name):
            results = list(self._function(list(wanted), route.codes[0], route.codes[-1]))
        if len(results) != len(wanted) or not all(isinstance(result, str) for result in results):
            raise EngineError(
                f"the engine {self.name!r} must return one str for each of {len(wanted)} sentences; "
                f"it returned {len(results)} items of {sorted({type(item).__name__ for item in results})}"
            )
        answers = iter(results)
        return [next(answers) if sentence.strip() else sentence for sentence in sentences]


class _Boundary:
    """Where foreign code is called: whatever it raises leaves as an EngineError with its cause."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, NormtextError):
            raise EngineError(f"the engine {self._name!r} failed: {type(error).__name__}: {error}") from error
