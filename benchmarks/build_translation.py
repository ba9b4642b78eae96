"""Build benchmarks/data/translation.jsonl from the articles in benchmarks/data/translation/*.txt.

    python benchmarks/build_translation.py [--check]

An article there is a header, paragraphs in Portuguese and, for some, the same paragraphs in English:

    === id
    names: Prelogar; Gulf Marine Alliance       all its names, as they stand in the text
    protected: www.example.org, @handle         other strings that are to come through as they are

    A procuradora Prelogar ...

    --- en

    Attorney Prelogar ...

To these, ``translation_frames.py`` adds articles made of sentence frames and names, from a fixed seed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import translation_frames
from translation_scoring import whole

DATA = Path(__file__).parent / "data"
TEXTS = sorted((DATA / "translation").glob("*.txt"))
TARGET = DATA / "translation.jsonl"

_FIELD = re.compile(r"^(names|protected): (.*)\n", re.MULTILINE)
_ENGLISH = "\n--- en\n"

Row = dict[str, Any]


def read(path: Path) -> Iterator[Row]:
    """Read the articles of a file."""
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, rest = part.partition("\n")
        fields = dict(_FIELD.findall(rest))
        portuguese, _, english = _FIELD.sub("", rest).partition(_ENGLISH)
        row: Row = {
            "id": name.strip(),
            "source": path.stem,
            "pt": paragraphs(portuguese),
            "names": fields["names"].split("; "),
            "protected": fields["protected"].split(", ") if "protected" in fields else [],
        }
        if english:
            row["en"] = paragraphs(english)
        yield row


def paragraphs(text: str) -> list[str]:
    """Cut a text at blank lines."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def faults(row: Row) -> Iterator[str]:
    """Say what is wrong with an article of ours."""
    text = "\n".join(row["pt"])
    for form in (*row["names"], *row["protected"]):
        if not whole(form).search(text):
            yield f"{row['id']}: {form!r} does not stand in the text"
    for form in row["names"] if "en" in row else ():
        there, here = len(whole(form).findall(text)), len(whole(form).findall("\n".join(row["en"])))
        if here < there:
            yield f"{row['id']}: {form!r} stands {there} times in Portuguese, {here} times in English"
    if "en" in row and len(row["en"]) != len(row["pt"]):
        yield f"{row['id']}: {len(row['pt'])} paragraphs in Portuguese, {len(row['en'])} in English"
    if not 5 <= len(row["pt"]) <= 9:
        yield f"{row['id']}: {len(row['pt'])} paragraphs"


def build() -> str:
    """The whole file."""
    rows = [row for path in TEXTS for row in read(path)] + list(translation_frames.articles())
    wrong = [fault for row in rows for fault in faults(row)]
    if wrong:
        raise SystemExit("\n".join(wrong))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    """Write the file, or tell whether it is up to date."""
    text = build()
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            raise SystemExit(f"{TARGET} is not what build_translation.py makes")
        return
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {text.count(chr(10))} articles")


if __name__ == "__main__":
    main()
