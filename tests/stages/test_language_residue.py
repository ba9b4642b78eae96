"""What a translation left behind in English text; clean text has none."""

from __future__ import annotations

from pathlib import Path

import pytest

import normtext
from normtext.stages.language import find_residue

SENTENCES = Path(__file__).parents[2] / "benchmarks" / "data" / "language" / "residue.txt"
RECALL = 0.94
"""Share of the sentences of our own whose leftover is found: 96 of 101 when this was written."""


def residue(text: str, tag: str = "en", names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    def spans(part: str) -> list[tuple[int, int]]:
        return [(part.index(name), part.index(name) + len(name)) for name in names if name in part]

    return [(text[one.start : one.end], one.tag) for one in find_residue([text], [tag], spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor argued for a Middenweg, and went home.", [("Middenweg", "nl")]),
        ("The council followed the ontwikkelingen with concern.", [("ontwikkelingen", "nl")]),
        ("All données are stored on servers in the north.", [("données", "fr")]),
        ("The house is allerdings too small for a family.", [("allerdings", "de")]),
        (
            "They have geen idee wat de kosten van het onderzoek zijn.",
            [("geen idee wat de kosten van het onderzoek zijn", "nl")],
        ),
    ],
)
def test_leftovers_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert residue(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The family moved to a street near the harbour with joie de vivre and little else.",
        "The Dutch word ontwikkelingen has no plural of its own, the teacher said.",
        "The gemeente (municipality) pays for half of the work on the roof.",
        "They call it a Middenweg, a way between two extremes, and are fond of it.",
        "He read “allerdings” aloud and looked up at the class.",
        "We took a Volkswagen to the lake, and the Wortschatz group came by train.",
        "Ontwikkelingen in the harbour",
        "Maria Empresa and João Segurança were seen at the station.",
        "The resolver sends the query on, and the optimiser rewrites it.",
    ],
)
def test_names_quotes_and_phrases_are_none(text: str) -> None:
    assert residue(text) == []


def test_what_an_article_is_about_is_none() -> None:
    texts = ["The gemeente pays for it.", "Nobody asked the gemeente why.", "So the gemeente kept silent."]
    assert find_residue(texts, ["en"] * 3) == ()
    assert len(find_residue(texts[:1], ["en"])) == 1


def test_names_and_other_languages_are_left_alone() -> None:
    text = "The mayor argued for a Middenweg, and went home."
    assert residue(text, names=("Middenweg",)) == []
    assert residue(text, tag="nl") == []


def test_most_leftovers_are_found() -> None:
    rows = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 100
    found = [residue(text) == [(word, language)] for language, word, text in rows]
    assert sum(found) / len(found) >= RECALL


def test_the_article_warns_once_of_each() -> None:
    article = normtext.normalize("The mayor of the town argued for a Middenweg, and then he went home.")
    assert [(warning.code, warning.where) for warning in article.warnings] == [("foreign_residue", "block:0")]
    assert "Middenweg" in article.warnings[0].message
    assert "Dutch" in article.warnings[0].message
