"""Words that a translation left behind: how many are found, and how many are seen in clean English.

    python benchmarks/language_residue.py [CLEAN ...]

Sentences of our own with one word of six languages left in (``data/language/residue.txt``: language, word,
sentence), and text files of clean English of your choice, in which each find is shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from normtext.gazetteer import Gazetteer
from normtext.stages.language import find_residue

SENTENCES = Path(__file__).parent / "data" / "language" / "residue.txt"
AROUND = 40  # characters shown before and after a find


def recall() -> None:
    """Print what share of the words left in is found, by language."""
    found, all_of = Counter[str](), Counter[str]()
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        language, word, text = line.split("\t")
        all_of[language] += 1
        found[language] += [text[one.start : one.end] for one in find_residue([text], ["en"])] == [word]
    for language, total in all_of.items():
        print(f"{language}: {found[language]} of {total}")
    print(f"all: {found.total()} of {all_of.total()}")


def clean(path: Path) -> None:
    """Print what is found in a file of clean English, and how many words it has."""
    texts = path.read_text(encoding="utf-8").split("\n")
    print(f"{path.name}: {sum(len(text.split()) for text in texts)} words")
    for one in find_residue(texts, ["en"] * len(texts), Gazetteer.default().index.right_spans):
        text = texts[one.text]
        print(f"  {one.tag}: …{text[max(one.start - AROUND, 0) : one.end + AROUND]}…")


def main() -> None:
    recall()
    for path in sys.argv[1:]:
        clean(Path(path))


if __name__ == "__main__":
    main()
