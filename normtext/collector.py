"""Python's collector of garbage, kept from looking through what is known to be none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Have no garbage collected meanwhile.

    Where many objects are made, none of them garbage, looking through them again and again takes
    longer than making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
