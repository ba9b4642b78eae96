"""The command ``normtext``: arguments → settings → normalizer → writer, and no logic of its own."""

from normtext.cli.app import main

__all__ = ["main"]
