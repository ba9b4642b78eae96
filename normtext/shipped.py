"""The shipped tables, as ``scripts/build_data.py`` built them from ``data/*.toml``.

The TOML files are for people, with comments and reasons; parsing them takes a fifth of a second, and
every process would pay it. The tests compare the two.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """All tables: ``gazetteer``, ``structure``, ``months``, each as its TOML file has it."""
    text = (files("normtext") / "data" / "tables.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
