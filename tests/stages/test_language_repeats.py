"""What is said twenty times is worth what it is worth once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext import detect_language
from normtext.stages.language.repeats import said_once
from tests.conftest import cases


@pytest.mark.parametrize("case", cases("language", "synthetic"))
def test_repetition_is_no_evidence(case: dict[str, Any]) -> None:
    assert detect_language(case["text"] * case["times"]).confidence <= case["most"]


@pytest.mark.parametrize("case", cases("language", "must_not_change"))
def test_prose_that_repeats_its_words_is_prose(case: dict[str, Any]) -> None:
    told = detect_language(case["text"] * case["times"])
    assert (told.tag, told.confidence >= case["least"]) == (case["tag"], True)


def test_a_sentence_said_again_and_again_is_that_sentence() -> None:
    sentence = "The cat sat on the mat."
    assert said_once(f"{sentence} " * 10) == sentence


@given(st.text())
def test_what_is_left_was_there(text: str) -> None:
    assert set(said_once(text).casefold()) <= set(text.casefold()) | {" "}


def test_a_text_that_begins_with_repetition_is_no_repetition() -> None:
    text = " ".join(f"This part of the manual is in {tongue}." for tongue in _TONGUES)
    text = " ".join(f"{text} {_REST}".split())
    assert said_once(text) == text
    assert detect_language(text).tag == "en"


_TONGUES = "French Italian Korean Dutch Spanish German Danish Polish Czech Greek Irish Welsh".split()
_REST = """ Whoever wants to read about kettles first should fill one with cold water, put it on a stove, wait
 until steam comes out of its spout, then pour everything over dried leaves inside some warm earthenware pot
 while counting slowly towards two hundred; after which nobody will mind another chapter concerning ferries,
 their captains, broken engines, late passengers, forgotten umbrellas, gulls above Oldbrook harbour"""


@given(st.lists(st.sampled_from([*_TONGUES, "hahaha", "a", "kettle"]), max_size=60))
def test_a_language_is_told_of_any_repetition(words: list[str]) -> None:
    assert 0 <= detect_language(" ".join(words)).confidence <= 1
