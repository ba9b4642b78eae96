"""The colours of the page: text can be read on whatever it may stand on, by day and by night."""

from __future__ import annotations

import re

import pytest

from normtext.writers.html import style

# WCAG 2.2, success criteria 1.4.3 for text and 1.4.11 for marks that mean something.
TEXT, GRAPHICS = 4.5, 3.0
ON_SHEET = [
    *((ink, "sheet", TEXT) for ink in ("ink", "soft", "link", "gone", "odd-ink")),
    *((ink, ground, TEXT) for ink in ("ink", "link") for ground in ("warn", "here")),
    *(("ink", ground, TEXT) for ground in ("edit", "lit", "odd", "paper")),
    *(("odd-ink", ground, TEXT) for ground in ("odd", "lit")),
    ("gone", "edit", TEXT),
    ("soft", "warn", TEXT),
    ("soft", "paper", TEXT),
    ("on-note", "note", TEXT),
    *((mark, ground, GRAPHICS) for mark in ("done", "maybe") for ground in ("sheet", "lit", "odd")),
    ("done", "edit", GRAPHICS),
]


def colours(dark: bool) -> dict[str, str]:
    light, night, *_ = re.findall(r":root \{(.*?)\}", style(), re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#\w{6});", night)) if dark else found


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), ON_SHEET)
def test_text_and_marks_stand_out(ink: str, ground: str, least: float, dark: bool) -> None:
    found = colours(dark)
    assert contrast(found[ink], found[ground]) >= least


def test_nothing_in_the_style_is_fetched() -> None:
    assert not re.search(r"url\(|@import|@font-face|</", style())
