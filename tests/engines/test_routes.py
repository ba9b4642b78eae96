"""Tags to models: what is close enough, and the shortest way."""

from __future__ import annotations

import pytest

from normtext.engines.routes import distance, find_codes

TO_ENGLISH = [(code, "en") for code in ("ar", "de", "he", "hr", "nb", "nl", "pb", "pt", "tl", "zh", "zt")]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("nl", "nl"),
        ("nl-BE", "nl"),
        ("pt", "pt"),
        ("pt-BR", "pb"),
        ("pt-PT", "pt"),
        ("zh", "zh"),
        ("zh-Hans-SG", "zh"),
        ("zh-TW", "zt"),
        ("zh-Hant", "zt"),
        ("no", "nb"),
        ("nn", "nb"),
        ("iw", "he"),
        ("fil", "tl"),
        ("bs", "hr"),
        ("sr-Latn", "hr"),
        ("arz", "ar"),
    ],
)
def test_close_relatives_are_served(tag: str, code: str) -> None:
    assert find_codes(tag, "en", TO_ENGLISH) == (code, "en")


@pytest.mark.parametrize(
    "tag", ["lb", "gsw", "af", "da", "sr", "fr", "und", "mul", "zxx", "", "x!", "nl nl", "\0"]
)
def test_others_are_not(tag: str) -> None:
    assert find_codes(tag, "en", TO_ENGLISH) is None


def test_another_script_is_another_language() -> None:
    assert find_codes("zh-Hant", "en", [("zh", "en")]) is None
    assert find_codes("az-Cyrl", "en", [("az", "en")]) is None


def test_direct_goes_before_pivot_and_pivot_over_english_first() -> None:
    assert find_codes("nl", "fr", [("nl", "fr"), ("nl", "en"), ("en", "fr")]) == ("nl", "fr")
    pairs = [("nl", "de"), ("de", "fr"), ("nl", "en"), ("en", "fr")]
    assert find_codes("nl", "fr", pairs) == ("nl", "en", "fr")
    assert find_codes("nl", "fr", pairs[:2]) == ("nl", "de", "fr")


def test_at_most_two_legs() -> None:
    assert find_codes("nl", "fr", [("nl", "de"), ("de", "en"), ("en", "fr")]) is None


def test_no_way_from_a_language_to_itself() -> None:
    assert find_codes("en", "en-GB", [("en", "fr"), ("fr", "en")]) is None


def test_pivot_ends_are_matched_too() -> None:
    assert find_codes("pt-BR", "en-GB", [("pb", "es"), ("es", "en")]) == ("pb", "es", "en")


def test_distance_is_none_out_of_reach() -> None:
    assert distance("nl", "nl") == 0
    assert distance("nl", "de") is None
