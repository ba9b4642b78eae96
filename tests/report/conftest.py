"""The writers' articles serve the report's tests too."""

from tests.writers.conftest import aligned, dutch, hostile

__all__ = ["aligned", "dutch", "hostile"]
