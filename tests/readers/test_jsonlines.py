"""A line of JSON is an article; a bad line is reported and the run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.errors import UsageError
from normtext.readers.jsonlines import read_json_lines
from normtext.readers.records import BadRecord, Loaded


def only(record: object, **options: dict[str, str]) -> Loaded:
    (loaded,) = read_json_lines([json.dumps(record).encode()], **options)
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.mark.parametrize("field", ["text", "body", "content", "articleBody", "maintext", "article"])
def test_usual_names_of_the_text(field: str) -> None:
    assert only({field: "Words."}).document.text == "Words."


def test_usual_names_of_the_rest() -> None:
    metadata = only(
        {
            "maintext": "Words.",
            "headline": "Head",
            "author": [{"name": "Ana Ruiz"}, "Bo Ek"],
            "date_publish": "2024-01-02",
            "tags": "one, two",
            "language": "es",
            "url": "https://a.example",
            "source": "The Post",
        }
    ).document.metadata
    assert (metadata.title, metadata.authors, metadata.published) == (
        "Head",
        ("Ana Ruiz", "Bo Ek"),
        "2024-01-02",
    )
    assert (metadata.tags, metadata.language) == (("one", "two"), "es")
    assert (metadata.url, metadata.site) == ("https://a.example", "The Post")


def test_own_names_replace_the_usual_ones() -> None:
    loaded = only({"text": "no", "Story": "yes", "h": "Head"}, fields={"text": "Story", "title": "h"})
    assert (loaded.document.text, loaded.document.metadata.title) == ("yes", "Head")
    with pytest.raises(UsageError, match=r"unknown field 'txt'.*title"):
        list(read_json_lines([], fields={"txt": "a"}))


def test_bad_lines_are_reported_in_their_place() -> None:
    lines = [
        b'{"text": "a"}',
        b"",
        b"[1]",
        b"{",
        b"[" * 100_000,
        b'{"text": 5}',
        b'\xef\xbb\xbf{"text": "b"}',
    ]
    found = list(read_json_lines(lines, name="f"))
    assert [f.line for f in found if isinstance(f, BadRecord)] == [3, 4, 5, 6]
    assert [f.document.name for f in found if isinstance(f, Loaded)] == ["f:1", "f:7"]


def test_lines_are_read_one_at_a_time() -> None:
    taken = []

    def lines() -> Iterator[bytes]:
        for number in range(1000):
            taken.append(number)
            yield b'{"text": "a"}'

    next(read_json_lines(lines()))
    assert len(taken) == 1


def test_lone_surrogates_are_replaced() -> None:
    (loaded,) = read_json_lines([b'{"text": "a\\ud800", "title": "\\udc00"}'])
    assert isinstance(loaded, Loaded)
    assert loaded.document.text == "a\N{REPLACEMENT CHARACTER}"
    assert loaded.document.metadata.title == "\N{REPLACEMENT CHARACTER}"
    assert [notice.code for notice in loaded.document.notices] == ["lone_surrogates"]


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists)


@given(st.dictionaries(st.sampled_from(["text", "title", "author", "tags", "date", "url"]), JSON))
def test_fields_of_any_form_are_no_failure(record: dict[str, object]) -> None:
    (found,) = read_json_lines([json.dumps(record).encode()])
    assert isinstance(found, Loaded) == isinstance(record.get("text"), str)


@given(st.binary())
def test_any_line_is_no_failure(line: bytes) -> None:
    assert len(list(read_json_lines([line]))) <= 1
