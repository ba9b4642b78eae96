"""Detectors to be used in place of normtext's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from normtext.errors import UsageError

OWN = "normtext"


class Detector(Protocol):
    """Tells languages; made once a process, by the factory that was registered."""

    def detect(self, text: str) -> Sequence[tuple[str, float]]:
        """Return BCP 47 tags with probabilities, the likeliest first; () where nothing is known."""


_FACTORIES: dict[str, Callable[[], Detector]] = {}
_MADE: dict[str, Detector] = {}


def register_detector(name: str, factory: Callable[[], Detector]) -> None:
    """Make a detector available as ``LanguageSettings(detector=name)``, in place of one of that name.

    Raises:
        UsageError: the name is that of normtext's own.
    """
    if name == OWN:
        raise UsageError(f"{OWN!r} is the detector that normtext has; register yours under another name")
    _FACTORIES[name] = factory
    _MADE.pop(name, None)


def get_detector(name: str) -> Detector:
    """The registered detector.

    Raises:
        UsageError: none of that name is registered in this process.
    """
    if name not in _FACTORIES:
        known = ", ".join(repr(n) for n in (OWN, *sorted(_FACTORIES)))
        raise UsageError(f"unknown language detector {name!r}; there are {known}")
    if name not in _MADE:
        _MADE[name] = _FACTORIES[name]()
    return _MADE[name]
