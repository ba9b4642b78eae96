"""Build the example articles that are damaged by their encoding, from clean texts.

    python scripts/build_example_articles.py            writes them
    python scripts/build_example_articles.py --check    exit code 1 if one on disk differs

The clean texts stand in tests/cases/articles/sources/ under the same names; a test can hold what
normtext makes of the damaged ones against them. Encoding is strict: a clean text with a character
that the damage would lose fails here instead of becoming an example that nothing could repair.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "cases" / "articles" / "sources"
EXAMPLES = ROOT / "examples" / "articles"


def misread(text: str) -> str:
    """The text after its UTF-8 bytes were taken for cp1252."""
    return text.encode("utf-8").decode("cp1252")


BUILD: dict[str, Callable[[str], bytes]] = {
    "mojibake-utf8-as-cp1252.txt": lambda text: misread(text).encode("utf-8"),
    "mojibake-double.txt": lambda text: misread(misread(text)).encode("utf-8"),
    "koi8-r.txt": lambda text: text.encode("koi8_r"),
    "shift-jis.txt": lambda text: text.encode("shift_jis"),
}


def main(arguments: list[str]) -> int:
    """Write the damaged articles, or with --check compare them."""
    stale = []
    for name, build in BUILD.items():
        damaged = build((SOURCES / name).read_bytes().decode("utf-8"))
        target = EXAMPLES / name
        if "--check" not in arguments:
            target.write_bytes(damaged)
        elif not target.is_file() or target.read_bytes() != damaged:
            stale.append(name)
    for name in stale:
        print(f"{name} differs from its source: run python scripts/build_example_articles.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
