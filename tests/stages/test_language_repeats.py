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
