"""Floors over 24 sentences in each of 71 languages (tests/cases/language/README.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from normtext.stages.language import canonical_tag, detect

FOLDER = Path(__file__).parent.parent / "cases" / "language" / "sentences"
FLOORS = {"bs": 13, "hr": 18, "id": 17, "nb": 20, "sr-Latn": 8, "sk": 22, "zu": 22}
"""Right answers of 24 where the language has a close relative; all others have 23 or more."""
USUAL = 23


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_floor(file: Path) -> None:
    sentences = file.read_text(encoding="utf-8").splitlines()
    assert len(sentences) >= 20
    tag = canonical_tag(file.stem)
    wrong = [(found, text) for text in sentences if (found := detect(text).best) != tag]
    assert len(sentences) - len(wrong) >= FLOORS.get(file.stem, USUAL), wrong


def test_there_are_fifty_languages() -> None:
    assert len({file.stem.partition("-")[0] for file in FOLDER.glob("*.txt")}) >= 50
