"""Bytes become text, whatever they are; how the encoding was known is on record."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.charsets import resolve
from normtext.config import DecodeSettings
from normtext.errors import InputError, UsageError
from normtext.stages.decode import Decoded, clean, decode
from tests.conftest import cases


def codes(decoded: Decoded) -> list[str]:
    return [notice.code for notice in decoded.notices]


def cut(text: str, encoding: str, size: int | None) -> str:
    """The beginning of a text that takes at most ``size`` bytes."""
    while size and len(text.encode(encoding)) > size:
        text = text[:-1]
    return text


@pytest.mark.parametrize("size", [60, 100, None])
@pytest.mark.parametrize("case", cases("decode", "synthetic"))
def test_finds_the_encoding_of_each_language(case: dict[str, Any], size: int | None) -> None:
    for encoding in case["encodings"]:
        raw = case["text"].encode(encoding, "ignore")
        text = cut(raw.decode(encoding), encoding, size)
        assert decode(text.encode(encoding)).text == text, encoding


def test_finds_nearly_all_encodings_from_thirty_bytes() -> None:
    right = total = 0
    for case in (param.values[0] for param in cases("decode", "synthetic")):
        for encoding in case["encodings"]:
            text = cut(case["text"].encode(encoding, "ignore").decode(encoding), encoding, 30)
            right += decode(text.encode(encoding)).text == text
            total += 1
    assert right >= total - 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("case", cases("decode", "synthetic"))
def test_reads_unicode_with_and_without_a_mark(case: dict[str, Any], encoding: str) -> None:
    decoded = decode(case["text"].encode(encoding))
    assert decoded.text == case["text"]
    assert decoded.notices == ()


@pytest.mark.parametrize("case", cases("decode", "wild"))
def test_wild(case: dict[str, Any]) -> None:
    decoded = decode(case["bytes"].encode("latin-1"), declared=case["declared"])
    assert decoded.text == case["text"]
    assert (decoded.encoding, decoded.rule) == (case["encoding"], case["rule"])
    assert codes(decoded) == case["notices"]


@pytest.mark.parametrize("case", cases("decode", "must_not_change"))
def test_utf8_stays_as_it_is(case: dict[str, Any]) -> None:
    assert decode(case["text"].encode()) == Decoded(case["text"], "utf-8", "utf-8")
    assert clean(case["text"]) == (case["text"], ())


@pytest.mark.parametrize("case", cases("decode", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert decode(case["bytes"].encode("latin-1")).text == case["text"]


def test_the_callers_encoding_goes_first() -> None:
    decoded = decode("déjà".encode(), DecodeSettings(encoding="latin-1"), declared="utf-8")
    assert (decoded.text, decoded.rule) == ("dÃ©jÃ\xa0", "given")
    decoded = decode("\ufeffдом".encode("utf-16"), DecodeSettings(encoding="utf-16"))
    assert decoded.text.lstrip("\ufeff") == "дом"
    assert decode(b"\xef\xbb\xbfabc", DecodeSettings(encoding="utf-8")).text == "abc"


def test_an_unknown_encoding_of_the_caller_is_named() -> None:
    with pytest.raises(UsageError, match=r"klingon.*utf-8"):
        decode(b"x", DecodeSettings(encoding="klingon"))
    with pytest.raises(UsageError, match="base64"):
        decode(b"x", DecodeSettings(encoding="base64"))


def test_a_source_over_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match=r"11 bytes.*10.*max_bytes"):
        decode(b"x" * 11, DecodeSettings(max_bytes=10))
    assert decode(b"x" * 10, DecodeSettings(max_bytes=10)).text == "x" * 10


def test_detection_looks_at_the_sample() -> None:
    data = "été déjà ".encode("cp1252") * 50 + "Привет ".encode("cp1251") * 5000
    assert decode(data, DecodeSettings(sample_bytes=300)).encoding == "cp1252"


def test_undecodable_bytes_are_counted() -> None:
    decoded = decode("Größe über Straße für Mädchen".encode() + b" \xff \xfe end")
    assert "2 places" in decoded.notices[0].message


WESTERN_WORDS = (
    "Málaga|È vero|naïve|Müller|São Paulo|Ålesund|Zoë|Curaçao|Pelé|Tromsø|à la carte|così|10 £ a day|5° C|"
    "it’s|“Yes”|€5|Straße|Ísland|¿Qué?|¡Hola!|ÉCOLE NATIONALE|AÇÃO|© 2020 The Times"
)


@pytest.mark.parametrize("text", WESTERN_WORDS.split("|"))
def test_a_western_word_is_read_as_western(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_windows_1252_loses_no_byte() -> None:
    decoded = decode(bytes(range(256)), DecodeSettings(encoding="cp1252"))
    assert len(set(decoded.text)) == 256


@pytest.mark.parametrize("make", ["random", "nul", "high", "png"])
def test_what_is_no_text_is_read_within_seconds_and_says_so(make: str) -> None:
    size = 5_000_000
    data = {
        "random": random.Random(7).randbytes(size),
        "nul": bytes(size),
        "high": b"\xe9" * size,
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" * (size // 20),
    }[make]
    start = time.perf_counter()
    decoded = decode(data)
    assert time.perf_counter() - start < 10
    assert ("binary" in codes(decoded)) == (make != "high")


def test_lone_surrogates_of_a_str_become_replacement_characters() -> None:
    text, notices = clean("a\ud800b\udc00")
    assert text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    assert [notice.code for notice in notices] == ["lone_surrogates"]


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "latin-1", "gb2312", "utf-16", "x-sjis", "nonsense"]),
)
def test_any_bytes_yield_text_fit_for_utf8(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared=declared)
    decoded.text.encode("utf-8")
    assert resolve(decoded.encoding) is not None


@given(st.text(min_size=1))
def test_utf8_comes_back(text: str) -> None:
    data = text.encode("utf-8")
    decoded = decode(data)
    if decoded.rule == "utf-8" and not data.startswith(b"\xef\xbb\xbf"):
        assert decoded.text == text


@given(st.text())
def test_clean_leaves_no_surrogates(text: str) -> None:
    cleaned, notices = clean(text + "\udcff")
    assert cleaned == text + "\N{REPLACEMENT CHARACTER}"
    assert notices


@given(st.binary(max_size=300))
def test_single_byte_readings_keep_every_byte(data: bytes) -> None:
    decoded = decode(data, DecodeSettings(encoding="windows-1252"))
    assert len(decoded.text) == len(data)


@pytest.mark.parametrize("label", ["", "   ", "utf-7", "base64", "rot13", "idna", "é", "x" * 99, "a\0b"])
def test_labels_that_name_no_encoding(label: str) -> None:
    assert resolve(label) is None


def test_what_is_no_text_is_not_uncertain_too() -> None:
    noise = random.Random(7).randbytes(3000)
    assert [notice.code for notice in decode(noise).notices] == ["binary"]
