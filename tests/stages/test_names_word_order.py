"""Names torn apart, cut short, and wrong acronyms: what decides, and how the rules scale."""

from __future__ import annotations

import time

import pytest

from normtext.edits import apply
from normtext.gazetteer import Entry, Gazetteer
from normtext.stages.names import NamesResult, find_names

FACE = Entry("Hugging Face", "company", common_word=True)
PROGRAMME = Entry("National AI Research Resource", "programme", acronym="NAIRR")
BARE = [Entry(name) for name in ("Open Pantry", "Prairie Wind Authority", "PWA")]
SECONDS = 20.0  # the slowest takes one on an idle machine; a quadratic rule takes hours
SIZE = 300_000


def _find(texts: list[str], entries: list[Entry], language: str = "en") -> NamesResult:
    return find_names(texts, Gazetteer(entries), languages=[language] * len(texts))


def test_a_torn_name_needs_the_article_to_have_it_rightly() -> None:
    found = _find(["Hugging the answer of the face is short."], [FACE])
    assert found.changes == ((),)
    assert found.suggestions == ((),)


def test_repairs_by_other_rules_are_evidence() -> None:
    mangled = Entry("Hugging Face", "company", mangled=("Huggelen Face",), common_word=True)
    texts = ["Huggelen Face replied.", "Hugging the answer of the face is short."]
    found = _find(texts, [mangled])
    assert apply(texts[1], found.changes[1]) == "The answer of Hugging Face is short."


def test_an_imperative_is_a_suggestion_with_its_reason() -> None:
    found = _find(
        ["Scale AI grew. Scale AI hired.", "Scale the use of AI across the firm."], [Entry("Scale AI")]
    )
    assert found.changes == ((), ())
    (suggestion,) = found.suggestions[1]
    assert suggestion.rule == "torn_apart"
    assert "Scale AI" in suggestion.reason


def test_a_verb_in_use_with_its_object_stays_where_the_paper_shortens_the_name() -> None:
    texts = ["Open Pantry began here.", "Opening the doors of the Pantry took a day.", "He left the Pantry."]
    assert not any(_find(texts, BARE).changes)


def test_a_verb_in_use_behind_a_preposition_is_a_suggestion() -> None:
    found = _find(["Open Pantry began here.", "By opening the doors of the Pantry, he erred."], BARE)
    assert found.changes == ((), ())
    assert [s.rule for s in found.suggestions[1]] == ["torn_apart"]


@pytest.mark.parametrize(
    "text",
    [
        "The Works Progress Agency built roads; the WPA had money.",  # an acronym of its own
        "The WPA and the PWA met.",
        "The WAP logo is old.",  # below, a name of the gazetteer
        "The Prairie Wind Authority (Plains) has money.",
    ],
)
def test_letters_that_may_be_another_acronym_stay(text: str) -> None:
    assert not any(_find(["The Prairie Wind Authority grew.", text], [*BARE, Entry("WAP")]).changes)


def test_an_acronym_that_two_names_of_the_list_may_have_is_left_alone() -> None:
    names = [Entry("Board of Safe Trade"), Entry("BST"), Entry("BOST")]
    assert not any(_find(["The Board of Safe Trade (TSB) met."], names).changes)


def test_a_possible_short_form_is_a_suggestion() -> None:
    texts = ["The stability of Stability AI counts.", "But Stability says that it holds."]
    found = _find(texts, [Entry("Stability AI", "company")])
    assert found.changes == ((), ())
    assert [(s.rule, s.after) for s in found.suggestions[1]] == [("cut_short", "Stability AI")]


def test_a_short_form_in_use_again_and_again_stays() -> None:
    texts = ["Hugging Face shares it.", *["In short, Hugging says no."] * 5]
    assert not any(_find(texts, [FACE]).changes)


def test_what_else_may_stand_in_brackets_is_a_suggestion() -> None:
    found = _find(["The National AI Research Resource (Pilot) grows."], [PROGRAMME])
    assert found.changes == ((),)
    assert [s.after for s in found.suggestions[0]] == ["NAIRR"]


@pytest.mark.parametrize(
    "unit",
    [
        "Hugging the entry of Hugging Face of the face is. ",
        "Hugging a b c d e of Face x of Hugging ",
        "Hug's Hug makes Hugging says noted Hugging, ",
        "Opening the plan of the Pantry are. By opening the door of the Pantry, he ",
        "In Hugging, a b c d, Hugging, is ",
        "PWA WPA of the Prairie Wind Authority (APW) and (WAP) went to see them all on foot. ",
        "NAIRR RAINR (NAIRR) National AI Research Resource (NAIR) ",
        "of the ",
        "( (ABC) ",
    ],
)
def test_one_long_line_takes_linear_time(unit: str) -> None:
    text = "Hugging Face. National AI Research Resource. Open Pantry. Prairie Wind Authority. " + unit * (
        SIZE // len(unit)
    )
    started = time.perf_counter()
    find_names([text], Gazetteer([FACE, PROGRAMME, *BARE]), languages=["en"], repair=False)
    assert time.perf_counter() - started < SECONDS
