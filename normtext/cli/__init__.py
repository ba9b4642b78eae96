"""The command ``normtext``: arguments → settings → normalizer → writer, and no logic of its own."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; see ``app.main``."""
    try:
        from normtext.cli import app
    except KeyboardInterrupt:
        return _INTERRUPTED  # Ctrl-C while the program loads
    return app.main(arguments)
