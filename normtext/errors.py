"""Every error that normtext raises on purpose.

    NormtextError
    ├── UsageError              an option, engine, language or format that does not exist
    ├── InputError              a source that cannot be read at all
    ├── GazetteerError          a gazetteer file that does not say what it should
    ├── MissingExtraError       a feature whose optional packages are not installed
    └── EngineError             a translation engine failed; its own exception is the cause
        └── ModelError          a model package: not found, refused, damaged, cut off

A message says what went wrong, where, and what to do next. Exceptions of other libraries never
escape: they stand behind one of these as ``__cause__``.
"""

from __future__ import annotations

from collections.abc import Iterable


class NormtextError(Exception):
    """Root of the tree; catch this to catch everything normtext raises on purpose."""


class UsageError(NormtextError, ValueError):
    """An argument that normtext does not know; the message lists what it knows."""

    @classmethod
    def unknown(cls, what: str, given: object, known: Iterable[str]) -> UsageError:
        """Build the message for an unknown ``what`` (an option, an engine, a format ...)."""
        return cls(f"unknown {what} {given!r}; known: {', '.join(sorted(known)) or 'none'}")


class InputError(NormtextError):
    """A source that cannot be read: missing, of the wrong type, over a limit."""


class GazetteerError(NormtextError):
    """A gazetteer file with a mistake; the message names file, place and mistake."""


class MissingExtraError(NormtextError, ImportError):
    """An optional package is missing; the message gives the command that installs it."""

    @classmethod
    def for_extra(cls, feature: str, extra: str) -> MissingExtraError:
        """Build the message for ``feature``, which the extra named ``extra`` provides."""
        return cls(f"{feature} needs the extra {extra!r}: run  pip install 'normtext[{extra}]'")


class EngineError(NormtextError):
    """A translation engine could not do its work."""


class ModelError(EngineError):
    """A translation model could not be found, fetched, verified, unpacked or loaded."""
