"""Learning names: what is taken for a name, what is not, counts and bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.gazetteer import Gazetteer
from normtext.gazetteer.counting import LossyTable
from normtext.gazetteer.learning import Learner, learn
from normtext.gazetteer.sightings import spells
from normtext.gazetteer.tallies import Times
from tests.conftest import cases

TWICE = "They went to see {0} in spring. The people at {0} were kind."


def names(case: dict[str, Any]) -> list[str]:
    return sorted(one.name for one in learn(case["texts"], languages=[case["language"]] * len(case["texts"])))


@pytest.mark.parametrize("case", cases("learning", "synthetic"))
def test_names_are_learned(case: dict[str, Any]) -> None:
    assert names(case) == case["names"]


@pytest.mark.parametrize("case", cases("learning", "must_not_change"))
def test_what_is_no_name_is_not(case: dict[str, Any]) -> None:
    assert names(case) == case["names"]


@pytest.mark.parametrize("case", cases("learning", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert names(case) == case["names"]


def test_counts_documents_and_sources_are_kept() -> None:
    texts = [TWICE.format("Kestrel Foundry"), "Nothing here.", TWICE.format("Kestrel Foundry")]
    (found,) = learn(texts, sources=["a.txt", "b.txt", "c.txt"])
    assert (found.name, found.count, found.documents) == ("Kestrel Foundry", 4, 2)
    assert found.sources == ("a.txt", "c.txt")
    assert found.entry().source == "learned: 4 mentions in 2 documents: a.txt, c.txt"
    assert found.entry().kind == "name"


def test_a_rare_spelling_is_a_variant_and_no_form() -> None:
    texts = [TWICE.format("OrchardCoder")] * 3 + ["They asked about Orchard Coder once more."]
    (found,) = learn(texts)
    assert found.variants == (("Orchard Coder", 1),)
    assert [form.text for form in found.entry().forms()] == ["OrchardCoder"]


def test_a_spelling_that_somebody_keeps_to_is_an_alias() -> None:
    texts = [TWICE.format("OrchardCoder")] * 3 + [TWICE.format("Orchard Coder")]
    (found,) = learn(texts)
    assert found.aliases == ("Orchard Coder",)


def test_an_acronym_belongs_to_its_name() -> None:
    (found,) = learn(["Money came from the Northern Peat Survey Trust (NPST) last year."])
    assert (found.name, found.acronym) == ("Northern Peat Survey Trust", "NPST")


def test_min_count() -> None:
    text = "Later we saw Kestrel Foundry again."
    assert learn([text], min_count=2) == ()
    assert [one.name for one in learn([text], min_count=1)] == ["Kestrel Foundry"]


def test_a_damaged_document_weighs_less() -> None:
    damaged = "They saw OpenFern and Openfern there. The entryThe of the leadershipAnd OpenFEN came. "
    learner = Learner()
    learner.add(damaged + TWICE.format("Kestrel Foundry"), language="en")
    sound = Learner()
    sound.add(TWICE.format("Kestrel Foundry"), language="en")
    (found,) = (one for one in learner.names() if one.name == "Kestrel Foundry")
    assert found.evidence < sound.names()[0].evidence


def test_what_was_learned_is_a_gazetteer(tmp_path: Path) -> None:
    one = Gazetteer.learn([TWICE.format("Kestrel Foundry")])
    other = Gazetteer.learn([TWICE.format("OrchardCoder")], sources=['odd "name".txt'])
    file = tmp_path / "names.toml"
    (one + other).save(file)
    assert Gazetteer.load(file) == one + other
    assert {entry.name for entry in one + other} == {"Kestrel Foundry", "OrchardCoder"}


def test_a_str_is_one_text() -> None:
    assert [entry.name for entry in Gazetteer.learn(TWICE.format("Kestrel Foundry"))] == ["Kestrel Foundry"]


def test_texts_are_read_once_and_as_they_come() -> None:
    assert len(Gazetteer.learn(TWICE.format(name) for name in ("Kestrel Foundry", "OrchardCoder"))) == 2


def test_memory_is_bounded_and_the_frequent_stay() -> None:
    learner = Learner(capacity=60)
    for number in range(400):
        learner.add(
            f"They asked Qu{'aeiou'[number % 5]}th{'bcdfg'[number // 5 % 5]}ar{'klmnp'[number // 25 % 5]}ik"
            f"{'rstvw'[number // 125]} and also Kestrel Foundry for help.",
            language="en",
        )
    assert learner.names()[0].name == "Kestrel Foundry"
    assert learner.names()[0].count == 400
    assert len(learner.names(min_count=1)) <= 60


@given(st.lists(st.sampled_from("abcdefgh"), max_size=200))
def test_lossy_counts_are_never_too_high_and_too_low_by_the_bar_at_most(keys: list[str]) -> None:
    table: LossyTable[Times] = LossyTable(4)
    for key in keys:
        table.at(key, Times).count += 1
        assert len(table) <= 4
    counted = {key: value.count for key, value in table}
    for key in set(keys):
        assert keys.count(key) - table.bar <= counted.get(key, 0) <= keys.count(key)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for found in learn([text, text]):
        assert found.name.strip() == found.name != ""


@pytest.mark.parametrize("text", ["Ab " * 400_000, "the-" * 300_000, "a@" * 500_000, "(AB) " * 200_000])
def test_long_lines_end_soon(text: str) -> None:
    assert learn([text], languages=["en"]) == ()


@pytest.mark.parametrize(
    ("expansion", "acronym", "expected"),
    [
        ("National AI Research Resource", "NAIRR", True),
        ("Office of Fountains", "OF", True),
        ("Office of Fountains", "OOF", True),
        ("Well-Known Trust", "WKT", True),
        ("Kestrel Foundry", "KFC", False),
    ],
)
def test_initials(expansion: str, acronym: str, expected: bool) -> None:
    assert spells(expansion.split(), acronym) is expected
