"""What engines do around their models: once each, never cut off, nothing without letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.engines.sentences import make_plain, split_long, translate_sentences
from normtext.testing import articles_text

LIMIT = 8


def words(text: str) -> int:
    return len(text.split())


def glue(text: str, limit: int = LIMIT) -> str:
    return "".join(piece.gap + piece.text for piece in split_long(text, words, limit))


def upper(pieces: list[str]) -> list[str]:
    return [piece.upper() for piece in pieces]


def test_short_text_stays_whole() -> None:
    assert [piece.text for piece in split_long("one two three", words, LIMIT)] == ["one two three"]


def test_cuts_at_the_best_place_near_the_middle() -> None:
    text = "one two three, four five. six seven, eight nine ten"
    assert [piece.text for piece in split_long(text, words, LIMIT)] == [
        "one two three, four five.",
        "six seven, eight nine ten",
    ]


def test_chinese_is_cut_at_its_own_marks_and_joined_with_a_space() -> None:
    pieces = split_long("我们今天开会,讨论开放模型。他们明天也开会。", len, 15)
    assert [piece.text for piece in pieces] == ["我们今天开会,讨论开放模型。", "他们明天也开会。"]
    assert pieces[1].gap == " "


def test_a_word_too_long_is_cut_and_joined_without_a_space() -> None:
    assert glue("x" * 1000) == "x" * 1000
    address = "https://example.org/" + "a-b_c/" * 80
    assert "".join(p.gap + p.text for p in split_long(address, len, 50)) == address


def test_marks_stay_with_their_letter() -> None:
    text = "e\N{COMBINING ACUTE ACCENT}" * 60
    pieces = split_long(text, len, 25)
    assert len(pieces) > 1
    assert all(piece.text[0] == "e" for piece in pieces)


@given(st.text(max_size=300), st.integers(1, 20))
def test_cutting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split_long(make_plain(text), len, limit)
    assert "".join("".join(p.text for p in pieces).split()) == "".join(make_plain(text).split())
    assert all(len(piece.text) <= limit for piece in pieces)


@pytest.mark.parametrize("unit", ["a", "ab ", "漢", "a, b. ", "e\N{COMBINING ACUTE ACCENT}"])
def test_a_book_in_one_line_takes_seconds(unit: str) -> None:
    start = time.perf_counter()
    split_long(unit * (300_000 // len(unit)), len, 100)
    assert time.perf_counter() - start < 20


@given(articles_text())
def test_plain_text_is_safe_and_stays_so(text: str) -> None:
    plain = make_plain(text)
    plain.encode("utf-8")
    assert not set(plain) & {"\0", "\n", "\r", "\x85", "\N{LINE SEPARATOR}"}
    assert make_plain(plain) == plain


def test_equal_sentences_go_to_the_model_once() -> None:
    seen: list[str] = []

    def model(pieces: list[str]) -> list[str]:
        seen.extend(pieces)
        return upper(pieces)

    assert translate_sentences(["een", "twee", "een", "een\n"], model, words, LIMIT) == [
        "EEN",
        "TWEE",
        "EEN",
        "EEN",
    ]
    assert seen == ["een", "twee"]


def test_what_has_no_letters_does_not_go_to_the_model() -> None:
    def model(pieces: list[str]) -> list[str]:
        raise AssertionError(pieces)

    texts = ["", " \n", "12 345", "— … —", "\U0001f600", "\x00"]
    assert translate_sentences(texts, model, words, LIMIT) == texts


def test_long_sentences_come_back_in_one() -> None:
    text = "one two three four, five six seven eight nine, ten eleven twelve"
    assert translate_sentences([text], upper, words, LIMIT) == [text.upper()]
