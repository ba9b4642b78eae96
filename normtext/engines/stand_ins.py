"""Which stand-ins a model keeps, remembered with the model's digest: it is asked once on a machine."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from normtext.engines.base import Route

FILE = "stand-ins.json"

_MOST = 200  # models remembered; the file stays small, whatever comes and goes

_log = logging.getLogger(__name__)
_known: dict[str, tuple[str, ...]] = {}


def remembered(route: Route, usual: Sequence[str], rank: Callable[[], Sequence[str]]) -> tuple[str, ...]:
    """The stand-ins, the one that the models of a route keep best first.

    Args:
        route: its models have to be known by their digests; others get the usual order, unasked.
        usual: all stand-ins there are. What was remembered of others is forgotten.
        rank: asks the models.
    """
    if not all("sha256:" in model for model in route.models):
        return tuple(usual)
    key = " + ".join(route.models)
    if key not in _known:
        ranked = _read().get(key, ())
        if sorted(ranked) != sorted(usual):
            ranked = tuple(rank())
            _write(key, ranked)
        _known[key] = ranked
    return _known[key]


def _path() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("normtext") / FILE


def _read() -> dict[str, tuple[str, ...]]:
    """What the file says; nothing where it cannot be read: it costs no more than asking anew."""
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(key): tuple(map(str, styles)) for key, styles in found.items() if isinstance(styles, list)}


def _write(key: str, styles: Sequence[str]) -> None:
    """Put a model into the file, in one move; where that fails, it is asked again next time."""
    path = _path()
    kept = dict(list(_read().items())[-_MOST:])
    kept[key] = tuple(styles)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=FILE)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(kept, stream, indent=1)
            os.replace(name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        _log.info("%s: what stand-ins a model keeps is not remembered: %s", path, error)
