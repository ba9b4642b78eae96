"""Names: what is repaired, what is left alone, and the properties of both."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.edits import apply
from normtext.gazetteer import Entry, Gazetteer
from normtext.gazetteer.index import FEW_NAMES
from normtext.stages.names import NamesResult, find_names
from tests.conftest import cases


def gazetteer(rows: list[dict[str, Any]]) -> Gazetteer:
    def entry(row: dict[str, Any]) -> Entry:
        row = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        translations = tuple((tag, tuple(forms)) for tag, forms in row.pop("translations", {}).items())
        return Entry(**row, translations=translations)

    return Gazetteer(entry(row) for row in rows)


def run(case: dict[str, Any]) -> tuple[list[str], NamesResult]:
    found = find_names(
        case["texts"], gazetteer(case["names"]), languages=[case["language"]] * len(case["texts"])
    )
    return [apply(t, c) for t, c in zip(case["texts"], found.changes, strict=True)], found


@pytest.mark.parametrize("case", [*cases("names", "wild"), *cases("names", "synthetic")])
def test_damage_is_repaired(case: dict[str, Any]) -> None:
    repaired, found = run(case)
    assert repaired == case["expected"]
    rules = {rule for changes in found.changes for change in changes for rule in change.rule.split("+")}
    assert rules >= set(case.get("rules", ()))
    assert all(
        change.reason and 0.75 <= change.confidence <= 1 for changes in found.changes for change in changes
    )


@pytest.mark.parametrize("case", cases("names", "must_not_change"))
def test_what_is_right_stays(case: dict[str, Any]) -> None:
    assert run(case)[0] == case["expected"]


@pytest.mark.parametrize("case", cases("names", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert run(case)[0] == case["expected"]


@pytest.mark.parametrize("case", [*cases("names", "wild"), *cases("names", "synthetic")])
def test_a_second_run_changes_nothing(case: dict[str, Any]) -> None:
    repaired, _ = run(case)
    assert run({**case, "texts": repaired})[0] == repaired


WORDS = st.sampled_from(
    """
    Hugging Face face hugging OpenAI Open AI open ai Openi OpeniHe OpenAIThe Olympic Coder Coderthat
    OlympicCoder olympiccoder Huffging Huggelen Meta meta Metadata the The in In . , - ’s “ ” GPT-4
    GPT-4.1 GPT 4 gpt-4 İ ß 拥抱脸 @openai #HuggingFace https://openai.com National Resource (NARR)
    """.split()
)
NAMES = gazetteer(
    [
        {
            "name": "Hugging Face",
            "kind": "company",
            "common_word": True,
            "mangled": ["Huggelen Face"],
            "translations": {"zh": ["拥抱脸"]},
        },
        {"name": "OpenAI", "kind": "company"},
        {"name": "OlympicCoder", "kind": "model"},
        {"name": "Meta", "kind": "company", "common_word": True},
        {"name": "GPT-4", "kind": "model"},
        {"name": "National Resource", "kind": "programme", "acronym": "NARR"},
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=8).map("".join), st.text(max_size=20)
)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(["en", "nl", "de", "und", "zh"]))
def test_repairs_replay_are_idempotent_and_mentions_stand_where_they_say(
    texts: list[str], language: str
) -> None:
    languages = [language] * len(texts)
    found = find_names(texts, NAMES, languages=languages)
    repaired = [apply(t, c) for t, c in zip(texts, found.changes, strict=True)]
    for text, changes in zip(texts, found.changes, strict=True):
        assert all(text[c.start : c.end] == c.before != c.after for c in changes)
        assert all(a.end <= b.start for a, b in itertools.pairwise(changes))
    again = find_names(repaired, NAMES, languages=languages)
    assert not any(again.changes)
    assert again.mentions == found.mentions
    for mention in found.mentions:
        assert repaired[mention.text][mention.start : mention.end]


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_without_repair_nothing_changes(texts: list[str]) -> None:
    found = find_names(texts, NAMES, languages=["en"] * len(texts), repair=False)
    assert not any(found.changes)


def test_a_weak_find_is_a_suggestion_with_its_reason() -> None:
    found = find_names(["We want open AI systems."], NAMES, languages=["en"])
    assert [(s.before, s.after) for s in found.suggestions[0]] == [("open AI", "OpenAI")]
    assert found.suggestions[0][0].reason.endswith("its first part is in lower case")


def test_the_threshold_decides() -> None:
    texts = ["We want open AI systems."]
    assert any(find_names(texts, NAMES, languages=["en"], threshold=0.4).changes)
    assert not any(find_names(["A note on Olympic Coder."], NAMES, languages=["en"], threshold=0.99).changes)


def test_required_and_forbidden_words() -> None:
    entry = Entry(
        "Hugging Face", "company", mangled=("Huggelen Face",), requires=("models",), forbids=("pillow",)
    )
    names = Gazetteer([entry])
    assert not any(find_names(["Huggelen Face came."], names, languages=["en"]).changes)
    assert any(find_names(["Huggelen Face came with models."], names, languages=["en"]).changes)
    assert not any(find_names(["Huggelen Face models a pillow."], names, languages=["en"]).changes)


def test_names_made_of_one_ordinary_word_take_a_capital_in_mid_sentence() -> None:
    def mentions(*texts: str) -> int:
        return len(find_names(texts, NAMES, languages=["en"] * len(texts)).mentions)

    assert mentions("They work at Meta now.") == 1
    assert mentions("Meta questions are fun.") == 0
    assert mentions("Meta grew.", "They work at Meta now.") == 2
    assert mentions("A meta question.") == 0


def test_exonyms_read_in_english_by_their_canonical_name() -> None:
    house = Entry("White House", "agency", aliases_by_language=(("nl", ("Witte Huis",)),))
    found = find_names(["Het Witte Huis zweeg."], Gazetteer([house]), languages=["nl"])
    assert [(m.name, m.english) for m in found.mentions] == [("White House", "White House")]
    assert not any(found.changes)
    assert dataclasses.asdict(found.mentions[0])["start"] == 4


def test_a_withheld_repair_says_why() -> None:
    names = normtext.Gazetteer.from_names(["Fishing Ministry", "Henry Oldbrook"])
    texts = ["Henry Oldbrook came.", "The Fishing Minister went home.", "He met Oldbrook Henry on the way."]
    told = normtext.repair_names(texts, names).explain()
    assert "'Fishing Minister' was left, not made 'Fishing Ministry'" in told
    assert "but who does a thing is not the thing\n" in told
    assert told.endswith("but its words may stand so on purpose")
    assert "Minister' for" not in told


def test_in_a_large_list_a_translated_word_needs_the_right_name_in_the_article() -> None:
    others = [f"Quilmara {number}" for number in range(FEW_NAMES)]
    small = normtext.Gazetteer.from_names(["Phantom Space", *others[:500]])
    large = normtext.Gazetteer.from_names(["Phantom Space", *others])
    damaged = "In May the rocket of Ghost Space flew."
    repaired = "In May the rocket of Phantom Space flew."
    elsewhere = "Phantom Space was founded in 2019."
    assert normtext.repair_names(damaged, small, language="en").text == repaired
    assert normtext.repair_names(damaged, large, language="en").text == damaged
    assert normtext.repair_names([elsewhere, damaged], large, language="en").text == [elsewhere, repaired]


def test_the_word_of_a_bare_name_in_lower_case_is_a_word() -> None:
    names = normtext.Gazetteer.from_names(["Lantern", "Kettleborough Ferries"])
    texts = ["Lantern and Kettleborough Ferries have agreed.", "Bring a lantern: lantern light is best."]
    found = normtext.repair_names(texts, names, language="en")
    assert found.text == texts
    assert not found.suggestions


def test_a_listed_form_that_is_the_name_but_for_spaces_stands_only_as_it_is_listed() -> None:
    plan = Entry(
        "AI Harbour Plan", "programme", common_word=True, translations=(("en", ("AI Harbourplan",)),)
    )
    names = Gazetteer([plan, *(Entry(f"Quilmara {number}") for number in range(40))])
    phrase = "The ministry wants answers on the upcoming AI harbour plan by May."
    assert normtext.repair_names(phrase, names, language="en").text == phrase
    damaged = "The ministry wants answers on the AI Harbourplan by May."
    repaired = "The ministry wants answers on the AI Harbour Plan by May."
    assert normtext.repair_names(damaged, names, language="en").text == repaired
