"""A source is read by what it is: its media type, its name, its content."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from normtext.config import DecodeSettings
from normtext.document import Document
from normtext.errors import InputError, MissingExtraError, UsageError
from normtext.readers import BadRecord, find_sources, load, load_many, looks_like_html

PAGE = "<!DOCTYPE html><html><body><p>Words.</p></body></html>"


def test_a_str_is_text_and_never_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("inside", encoding="utf-8")
    loaded = load(str(path))
    assert loaded.document.text == str(path)
    assert (loaded.document.encoding, loaded.document.encoding_rule) == (None, None)
    assert loaded.sha256 == hashlib.sha256(str(path).encode()).hexdigest()


def test_bytes_and_paths_have_the_digest_of_their_bytes(tmp_path: Path) -> None:
    data = "Grüße\r\n".encode("cp1252")
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    for loaded in (load(data), load(path)):
        assert loaded.document.text == "Grüße\r\n"
        assert loaded.document.encoding == "cp1252"
        assert loaded.sha256 == hashlib.sha256(data).hexdigest()
    assert load(path).document.name == str(path)
    assert load(path, name="b").document.name == "b"


def test_a_document_is_taken_as_it_is() -> None:
    document = Document("words")
    assert load(document).document is document


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "  \n<html lang=en><p>x",
        '<?xml version="1.0"?><!-- a -- b --><!doctype html><p>x',
        "<p>One.</p>\n<p>Two.</p>",
        "<div class=a><h2>Head</h2><p>Body.</p></div>",
    ],
)
def test_html_is_known_by_its_beginning(text: str) -> None:
    assert looks_like_html(text)
    assert load(text).document.media_type == "text/html"
    assert load(text.encode("utf-16")).document.media_type == "text/html"


@pytest.mark.parametrize(
    "text",
    [
        "The <p> element starts a paragraph; </p> ends it, and </p> again.",
        "<p> is the tag for a paragraph, says the book.",
        "<3 is a heart. 5 < 6 > 4.",
        "<html5> is coming",
        "Use `<html>` and `<body>`.\n\n<p>One</p><p>Two</p>",
        "",
        "<!-- " * 5000,
    ],
)
def test_prose_about_html_is_prose(text: str) -> None:
    document = load(text).document
    assert (document.media_type, document.text) == ("text/plain", text)


def test_the_media_type_goes_first() -> None:
    assert load(PAGE, media_type="text/markdown").document.text == PAGE
    assert load("# Head", media_type="text/markdown").document.regions[-1].kind == "heading"
    assert (
        load("Größe".encode("cp1252"), media_type="text/plain; charset=latin1").document.encoding_rule
        == "declared"
    )
    assert load('{"text": "Words."}', media_type="application/json").document.text == "Words."
    with pytest.raises(UsageError, match=r"application/pdf.*text/html"):
        load(b"x", media_type="application/pdf")


def test_the_suffix_goes_before_the_content(tmp_path: Path) -> None:
    for name, kind in [("a.md", "text/markdown"), ("a.HTM", "text/html"), ("a.txt", "text/plain")]:
        path = tmp_path / name
        path.write_text("Words and words.", encoding="utf-8")
        assert load(path).document.media_type == kind
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert load(page).document.media_type == "text/html"


def test_the_given_url_goes_before_the_stated_one() -> None:
    html = '<html><head><link rel=canonical href="https://a.example/1"></head><body><p>x</p></body></html>'
    assert load(html).document.metadata.url == "https://a.example/1"
    assert load(html, url="https://b.example").document.metadata.url == "https://b.example"


def test_lone_surrogates_are_replaced_with_a_notice() -> None:
    document = load("a\ud800").document
    assert document.text == "a\N{REPLACEMENT CHARACTER}"
    assert [notice.code for notice in document.notices] == ["lone_surrogates"]


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*missing\.txt: No such file"):
        load(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(InputError, match="cannot read"):
        load(Path("a\0b"))
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * 100)
    with pytest.raises(InputError, match="limit"):
        load(big, DecodeSettings(max_bytes=10))
    with pytest.raises(InputError, match="several documents"):
        load('[{"text": "a"}, {"text": "b"}]', media_type="application/json")
    with pytest.raises(InputError, match="no text"):
        load('{"words": "a"}', media_type="application/json")
    with pytest.raises(InputError, match="not int"):
        load(7)  # type: ignore[arg-type]


def test_html_without_the_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'normtext\[html\]'"):
        load(PAGE)


def test_sources_are_found_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "x.pdf", ".hidden.txt", "sub/c.md", "sub/.git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_sources([tmp_path])]
    assert found == ["a.html", "b.txt", "sub/c.md"]
    assert list(find_sources([str(tmp_path / "x.pdf")])) == [tmp_path / "x.pdf"]
    with pytest.raises(InputError, match="nowhere"):
        list(find_sources([tmp_path / "nowhere"]))


def test_load_many_reads_any_file(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"headline": "H", "body": "Words."}\n\n{"x": 1}\nnonsense\n', encoding="utf-8")
    first, second, third = load_many(lines)
    assert not isinstance(first, BadRecord)
    assert (first.document.text, first.document.metadata.title, first.document.name) == (
        "Words.",
        "H",
        f"{lines}:1",
    )
    assert isinstance(second, BadRecord)
    assert (second.line, "no text" in second.reason) == (3, True)
    assert isinstance(third, BadRecord)
    assert (third.line, "not valid JSON" in third.reason) == (4, True)
    data = tmp_path / "a.json"
    data.write_text('[{"text": "One."}, {"text": "Two."}]', encoding="utf-8")
    assert [loaded.document.text for loaded in load_many(data) if not isinstance(loaded, BadRecord)] == [
        "One.",
        "Two.",
    ]
    text = tmp_path / "a.txt"
    text.write_text("Words.", encoding="utf-8")
    assert len(list(load_many(text))) == 1
    with pytest.raises(InputError, match="cannot read"):
        list(load_many(tmp_path / "none.jsonl"))
    data.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="not valid JSON"):
        list(load_many(data))


def test_a_text_that_begins_with_front_matter_is_markdown() -> None:
    document = load("---\ntitle: Mills at work\ntags: [wind, water]\n---\n# Mills\n\nThey turn.").document
    assert document.media_type == "text/markdown"
    assert (document.metadata.title, document.metadata.tags) == ("Mills at work", ("wind", "water"))


@pytest.mark.parametrize(
    "text", ["---\nAnn: who is there?\nBob: me.\n---\nThey laugh.", "---\ntitle: open", "title: A\n---\nB"]
)
def test_rules_and_dialogue_stay_plain_text(text: str) -> None:
    assert load(text).document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("source", "media_type", "number"),
    [
        ("d\N{REPLACEMENT CHARACTER}j\N{REPLACEMENT CHARACTER}", None, 2),
        ("d\N{REPLACEMENT CHARACTER}j\N{REPLACEMENT CHARACTER}".encode(), None, 2),
        ("# d\N{REPLACEMENT CHARACTER}j", "text/markdown", 1),
        ("<p>d\N{REPLACEMENT CHARACTER}j</p>\0<p>One.</p>", "text/html", 1),
        ('{"text": "d\N{REPLACEMENT CHARACTER}j\\ufffd"}', "application/json", 2),
    ],
    ids=["str", "bytes", "markdown", "html", "json"],
)
def test_lost_characters_are_counted(source: str | bytes, media_type: str | None, number: int) -> None:
    (notice,) = load(source, media_type=media_type).document.notices
    assert notice.code == "replacement_characters"
    assert notice.message.startswith(f"{number} U+FFFD")


def test_characters_lost_here_are_counted_apart() -> None:
    found = load("été à Orléans ".encode() + b"\xef\xbf\xbd \xff").document.notices
    assert [(notice.code, notice.message[0]) for notice in found] == [
        ("undecodable_bytes", "1"),
        ("replacement_characters", "1"),
    ]
    records = load("été à Orléans".encode().join((b'{"text": "', b' \xff"}')), media_type="application/json")
    assert [notice.code for notice in records.document.notices] == ["undecodable_bytes"]
