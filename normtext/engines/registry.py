"""The engines by name: those of normtext, those of other packages, those a program registers.

Other packages add an engine by an entry point in the group ``normtext.engines``; what it names is
anything that ``register`` takes. Nothing here imports a model library.
"""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from normtext.engines.base import Route, Translator
from normtext.engines.function import BatchFunction, FunctionEngine
from normtext.errors import EngineError, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_log = logging.getLogger(__name__)

GROUP = "normtext.engines"
AUTO = "auto"

Factory = Callable[[Path | None], Translator]


def _argos(models_dir: Path | None) -> Translator:
    from normtext.engines.argos import ArgosEngine

    return ArgosEngine(models_dir)


def _firefox(_models_dir: Path | None) -> Translator:
    from normtext.engines.firefox import FirefoxEngine

    return FirefoxEngine()


# In the order in which "auto" asks them; engines from elsewhere come after these.
_SHIPPED: dict[str, Factory] = {"argos": _argos, "firefox": _firefox}


class _Registry:
    def __init__(self) -> None:
        self.lock = RLock()
        self.registered: dict[str, Factory] = {}
        self.engines: dict[tuple[str, Path | None], Translator] = {}

    def renew_lock(self) -> None:
        """Another thread may have held the lock when this process was forked."""
        self.lock = RLock()


_registry = _Registry()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_registry.renew_lock)


def register(
    name: str,
    engine: Translator | Factory | BatchFunction | Callable[[], Translator],
    *,
    pairs: Collection[tuple[str, str]] | None = None,
) -> None:
    """Make an engine known under a name; an engine of that name is replaced.

    Args:
        name: any name but "auto".
        engine: an instance of a ``Translator``; a function of three arguments ``(sentences, source,
            target)`` that returns the translations; or a class or function that makes an engine,
            with no argument or with the models folder (a Path or None).
        pairs: for a function of three arguments: the pairs of language codes it can do.

    Raises:
        UsageError: the name is taken for something else, or the engine is none of these.
    """
    if name == AUTO or not name:
        raise UsageError(f"an engine cannot be named {name!r}")
    factory = _factory_of(name, engine, pairs)
    with _registry.lock:
        _registry.registered[name] = factory
        _forget(name)


def unregister(name: str) -> None:
    """Take back ``register``; an engine of normtext's own that it had replaced comes back."""
    with _registry.lock:
        _registry.registered.pop(name, None)
        _forget(name)


def names() -> tuple[str, ...]:
    """The names of all engines, in the order in which "auto" asks them."""
    return tuple(dict.fromkeys((*_SHIPPED, *_registry.registered, *(e.name for e in _entry_points()))))


def get(name: str, models_dir: Path | None = None) -> Translator:
    """Return the engine of that name: one instance per process and models folder.

    Raises:
        UsageError: there is none of that name; the message lists those there are.
        EngineError: another package's engine could not be made.
    """
    with _registry.lock:
        key = (name, models_dir)
        engine = _registry.engines.get(key)
        if engine is None:
            _registry.engines[key] = engine = _find_factory(name)(models_dir)
        return engine


def choose(
    name: str, source: str, target: str, models_dir: Path | None = None
) -> tuple[Translator, Route] | None:
    """Find an engine with a route between two languages, and the route; None where there is none.

    Args:
        name: an engine's name, or "auto": Argos if it has a route, else Firefox, else the others.
        source, target: BCP 47 tags.
        models_dir: the folder of the Argos packages; None for the default.

    Raises:
        UsageError: there is no engine of that name.
    """
    for candidate in names() if name == AUTO else (name,):
        try:
            engine = get(candidate, models_dir)
        except EngineError as error:
            if name != AUTO:
                raise
            _log.warning("%s; it is passed over", error)
            continue
        route = engine.route(source, target)
        if route is not None:
            return engine, route
    return None


def others(
    than: str, source: str, target: str, models_dir: Path | None = None
) -> Iterator[tuple[Translator, Route]]:
    """Yield the other engines that have a route between two languages, in the order of "auto".

    Args:
        than: name of the engine to leave out.
        source, target, models_dir: as for ``choose``.
    """
    for name in names():
        try:
            chosen = choose(name, source, target, models_dir) if name != than else None
        except EngineError as error:
            _log.warning("%s; it is passed over", error)
            continue
        if chosen is not None:
            yield chosen


def _forget(name: str) -> None:
    for key in [key for key in _registry.engines if key[0] == name]:
        del _registry.engines[key]


def _entry_points() -> Iterator[EntryPoint]:
    from importlib.metadata import entry_points

    return iter(entry_points(group=GROUP))


def _find_factory(name: str) -> Factory:
    if name in _registry.registered:
        return _registry.registered[name]
    if name in _SHIPPED:
        return _SHIPPED[name]
    for entry in _entry_points():
        if entry.name == name:
            try:
                return _factory_of(name, entry.load(), None)
            except (ImportError, AttributeError) as error:
                raise EngineError(f"the engine {name!r} ({entry.value}) cannot be loaded: {error}") from error
    raise UsageError.unknown("engine", name, (AUTO, "none", *names()))


def _factory_of(name: str, engine: object, pairs: Collection[tuple[str, str]] | None) -> Factory:
    """Tell by its form what ``register`` was given."""
    if isinstance(engine, Translator) and not inspect.isclass(engine):
        instance = engine
        return lambda _models_dir: instance
    if not callable(engine):
        raise UsageError(f"the engine {name!r} is neither a Translator nor a function: {engine!r}")
    made = engine
    wanted = _arguments(made)
    if wanted == 3:
        return lambda _models_dir: FunctionEngine(name, made, pairs)
    if wanted == 0 and not _takes_one(made):
        return lambda _models_dir: _checked(name, made())
    if wanted in (0, 1):
        return lambda models_dir: _checked(name, made(models_dir))
    raise UsageError(
        f"the engine {name!r} must take three arguments (sentences, source, target), or at most one"
    )


def _parameters(function: Callable[..., object]) -> list[inspect.Parameter]:
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p for p in inspect.signature(function).parameters.values() if p.kind in positional]


def _arguments(function: Callable[..., object]) -> int:
    return sum(p.default is inspect.Parameter.empty for p in _parameters(function))


def _takes_one(function: Callable[..., object]) -> bool:
    return any(p.name == "models_dir" for p in _parameters(function))


def _checked(name: str, engine: object) -> Translator:
    if not isinstance(engine, Translator):
        raise UsageError(f"what makes the engine {name!r} returned {type(engine).__name__}, not a Translator")
    return engine
