"""Build normtext/data/tables.json from the TOML files beside it; with --check, only compare."""

from __future__ import annotations

import json
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).parent.parent / "normtext" / "data"
SOURCES = ("gazetteer", "structure", "months")
TABLES = DATA / "tables.json"


def built() -> str:
    """The content of tables.json: one line a table, so that a change shows where it belongs."""
    lines = []
    for name in SOURCES:
        table = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
        lines.append(f'"{name}": {json.dumps(table, ensure_ascii=False, separators=(",", ":"))}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Write the file, or say that it is stale."""
    if "--check" in sys.argv[1:]:
        if TABLES.exists() and TABLES.read_text(encoding="utf-8") == built():
            return 0
        print(f"{TABLES} is stale: run  python scripts/build_data.py", file=sys.stderr)
        return 1
    TABLES.write_text(built(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
