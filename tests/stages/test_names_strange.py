"""Words that look like a translation gone wrong, for which no repair is known."""

from __future__ import annotations

import pytest

import normtext
from normtext.gazetteer import Gazetteer
from normtext.stages.names import find_names


def strange(text: str, language: str = "en", names: tuple[str, ...] = ("Harlow",)) -> list[str]:
    found = find_names([text], Gazetteer.from_names(names), languages=[language])
    return [text[word.start : word.end] for word in found.strange]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They tested it in Dust-Covered environments for a year.", []),  # "covered" is a word
        ("They tested it in Salt-Hupped environments for a year.", ["Salt-Hupped"]),
    ],
)
def test_what_a_person_should_look_at(text: str, expected: list[str]) -> None:
    assert strange(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The family moved to a Schiedam street near the harbour.",
        "We took a Volkswagen to the lake. The Volkswagen broke down.",
        "He read the Spiegel, and then the rest of the papers.",
        "Rolls-Royce built a Vickers-Armstrong engine for the show.",
    ],
)
def test_clean_prose_has_none(text: str) -> None:
    assert strange(text, names=("Spiegel", "Schiedam")) == []


def test_names_and_other_languages_are_left_alone() -> None:
    text = "They tested it in Salt-Hupped environments for a year."
    assert strange(text, names=("Salt-Hupped",)) == []
    assert strange(text, "nl") == []


def test_the_article_warns() -> None:
    article = normtext.normalize("The mayor of the town tested it in Salt-Hupped environments for a year.")
    assert [warning.code for warning in article.warnings] == ["strange_word"]
    assert article.warnings[0].where == "block:0"
