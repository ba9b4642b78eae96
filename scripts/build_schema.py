"""Write the JSON Schema of the Article to docs/article.schema.json; with --check, only compare."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from normtext import Article

SCHEMA = Path(__file__).parent.parent / "docs" / "article.schema.json"


def schema() -> str:
    """The schema, as it is published."""
    return json.dumps(Article.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the file, or say that it is stale."""
    if "--check" in sys.argv[1:]:
        fresh = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == schema()
        if not fresh:
            print(f"{SCHEMA} is stale: run  python scripts/build_schema.py", file=sys.stderr)
        return 0 if fresh else 1
    SCHEMA.write_text(schema(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
