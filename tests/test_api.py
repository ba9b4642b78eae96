"""The functions of the package, each by itself."""

from __future__ import annotations

import doctest
import importlib

import pytest

import normtext

MODULES = "normtext api words gazetteer.index gazetteer.gazetteer testing".split()


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings(module: str) -> None:
    assert (
        doctest.testmod(importlib.import_module(f"normtext.{module}".removesuffix(".normtext"))).failed == 0
    )


def test_repair_text_keeps_lines_and_gives_offsets_of_the_whole_text() -> None:
    text = "Clean line\r\n  R&amp;D in ZÃ¼rich\n\n\tl'Ã©tÃ©\n"
    repaired = normtext.repair_text(text)
    assert repaired.text == "Clean line\r\n  R&D in Zürich\n\n\tl'été\n"
    for edit in repaired.edits:
        assert (text[edit.start : edit.end], edit.where, edit.stage) == (edit.before, "text", "repair")


def test_repair_text_mends_lone_surrogates_on_record() -> None:
    repaired = normtext.repair_text("half \ud83d of it")
    assert repaired.text == "half \N{REPLACEMENT CHARACTER} of it"
    assert [edit.rule for edit in repaired.edits] == ["lone_surrogate"]


def test_repair_names_takes_a_list_as_one_article() -> None:
    paragraphs = ["Hugging Face wrote.", "Then hugging face was heard."]
    repaired = normtext.repair_names(paragraphs)
    assert repaired.text == ["Hugging Face wrote.", "Then Hugging Face was heard."]
    assert [edit.where for edit in repaired.edits] == ["text:1"]
    assert normtext.repair_names(paragraphs[1]).text == paragraphs[1]


def test_the_gazetteer_given_is_the_whole_one() -> None:
    names = normtext.Gazetteer.from_names(["Phantom Space"])
    assert normtext.repair_names("Openai came.", names).text == "Openai came."
    assert normtext.repair_names("Openai came.").text == "OpenAI came."


def test_normalize_adds_names_to_the_shipped_ones() -> None:
    names = normtext.Gazetteer.from_names(["OrbitQL"])
    article = normtext.normalize("We ask Openai and Orbit QL about it today.", gazetteer=names)
    assert article.english == "We ask OpenAI and OrbitQL about it today."


@pytest.mark.parametrize(
    "call", [lambda: normtext.translate("x", "xx-nonsense-"), lambda: normtext.repair_names("x", language="")]
)
def test_an_unknown_language_is_refused(call: object) -> None:
    with pytest.raises(normtext.UsageError, match="unknown language"):
        call()  # type: ignore[operator]


def test_translate_without_a_model_hands_the_text_back_with_a_warning() -> None:
    result = normtext.translate("Goedemorgen allemaal.", "nl", engine="argos")
    assert result.text == "Goedemorgen allemaal."
    assert [warning.code for warning in result.warnings] == ["no_model"]


def test_settings_reach_every_stage() -> None:
    text = "Huffging Face wrote “R&amp;D” in the reportThe ministry read."
    off = normtext.Settings().replace(
        repair={"entities": False, "lost_spaces": False}, names={"repair": False}
    )
    assert normtext.normalize(text, settings=off).english == text
    kept = normtext.Settings().replace(structure={"remove_boilerplate": False})
    assert (
        normtext.normalize("A body text stands here, in full.\n\nSource link", settings=kept).boilerplate
        == ()
    )
