"""Markdown keeps its text; its marks say what the blocks are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.document import Document
from normtext.readers.markdown import read_markdown

PAGE = """---
title: "Mills: old and new"
author: Ana Ruiz
date: 2024-05-01
tags: [wind, "dams, locks", 'it''s']
categories:
  - Rivers
  - Towns
draft: false # not yet
---
# Mills

First paragraph
in two lines.

Underlined
----------

- one
- two
  goes on

3. three

> quoted
> words

```python
# no heading

code
```

| a | b |
|---|---|
| 1 | 2 |

Last one.
"""


def blocks(document: Document) -> list[tuple[str | None, str]]:
    return [(r.kind, document.text[r.start : r.end]) for r in document.regions if r.rejected is None]


def test_blocks_have_kinds_and_keep_their_text() -> None:
    document = read_markdown(PAGE)
    assert document.text == PAGE
    assert blocks(document) == [
        ("heading", "Mills"),
        ("paragraph", "First paragraph\nin two lines."),
        ("heading", "Underlined"),
        ("list_item", "one"),
        ("list_item", "two\n  goes on"),
        ("list_item", "3. three"),
        ("quote", "quoted\n> words"),
        ("code", "```python\n# no heading\n\ncode\n```"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("paragraph", "Last one."),
    ]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("# Mills", ["#"]),
        ("  ## Mills ##", ["##", "##"]),
        ("Mills\n=====", ["====="]),
        ("### Mills in C#", ["###"]),
    ],
)
def test_the_marks_of_a_heading_are_set_aside(text: str, marks: list[str]) -> None:
    document = read_markdown(text)
    set_aside = [text[r.start : r.end] for r in document.regions if r.rejected == "markup"]
    assert set_aside == marks
    assert [words.startswith("Mills") for _, words in blocks(document)] == [True]


def body(text: str, folder: Path) -> list[tuple[str, str]]:
    file = folder / "article.md"
    file.write_text(text, encoding="utf-8")
    return [(block.kind, block.text) for block in normtext.normalize(file, translate=False).blocks]


def test_a_paragraph_of_a_quote_is_one_block(tmp_path: Path) -> None:
    text = """# Mills

They turned all winter, and nobody who lived near them slept well.

> The wind came from the sea
> and did not stop.
>
> Nobody slept.\x20\x20
> Nobody spoke,
but all listened.
> - one
> - two
"""
    blocks = body(text, tmp_path)
    assert blocks[1:] == [
        ("quote", "The wind came from the sea and did not stop."),
        ("quote", "Nobody slept.\nNobody spoke, but all listened."),
        ("quote", "- one"),
        ("quote", "- two"),
    ]
    article = normtext.normalize(tmp_path / "article.md", translate=False)
    assert {edit.rule for edit in article.edits} == {"markup"}


def test_questions_and_answers_have_their_kinds(tmp_path: Path) -> None:
    text = """# Mills

We asked the miller of the last wooden mill on this coast.

**Q: Why does it turn?**

A: Because the wind blows from the sea.

**Q:** And at night?

__A:__ It turns at night, too.

Q: Who pays?
A: The village.
"""
    assert body(text, tmp_path)[1:] == [
        ("question", "Q: Why does it turn?"),
        ("answer", "A: Because the wind blows from the sea."),
        ("question", "Q: And at night?"),
        ("answer", "A: It turns at night, too."),
        ("question", "Q: Who pays?"),
        ("answer", "A: The village."),
    ]


@pytest.mark.parametrize("text", ["**one** and **two**", "a **b**", "** **", "****", "**bold* text**x"])
def test_bold_words_inside_a_paragraph_keep_their_marks(text: str) -> None:
    assert [words for _, words in blocks(read_markdown(text))] == [text]


@pytest.mark.parametrize(
    ("line", "url", "alt"),
    [
        ("![A mill](mill.jpg)", "https://a.example/posts/mill.jpg", "A mill"),
        ("![](https://b.example/x.png)", "https://b.example/x.png", None),
        (r'![A \[b\]](<https://b.example/x (1).png> "T")', "https://b.example/x (1).png", "A [b]"),
    ],
)
def test_a_line_that_is_an_image_is_one_of_the_articles(line: str, url: str, alt: str | None) -> None:
    document = read_markdown(f"Text.\n\n{line}\n\nMore.", url="https://a.example/posts/1")
    assert blocks(document) == [("paragraph", "Text."), ("paragraph", "More.")]
    (image,) = document.metadata.images
    assert (image.url, image.alt) == (url, alt)
    assert document.text[image.at or 0 :].strip() == "More."


def test_an_image_inside_a_line_stays() -> None:
    document = read_markdown("See ![this](a.png) here.")
    assert (blocks(document), document.metadata.images) == ([("paragraph", "See ![this](a.png) here.")], ())


def test_a_heading_without_words_is_a_heading() -> None:
    assert blocks(read_markdown("##")) == [("heading", "##")]


def test_a_table_without_outer_bars_is_one_block() -> None:
    text = "a | b\n--|--\n1 | 2\n3 | 4\n\nText."
    assert blocks(read_markdown(text)) == [("table", "a | b\n--|--\n1 | 2\n3 | 4"), ("paragraph", "Text.")]


def test_front_matter_is_metadata_and_a_rejected_region() -> None:
    document = read_markdown(PAGE)
    metadata = document.metadata
    assert (metadata.title, metadata.authors) == ("Mills: old and new", ("Ana Ruiz",))
    assert (metadata.published, metadata.section) == ("2024-05-01", "Rivers")
    assert metadata.tags == ("wind", "dams, locks", "it's")
    assert document.regions[0].rejected == "front_matter"
    assert document.text[: document.regions[0].end].endswith("---")


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("author:\n  name: Ana Ruiz\n  email: ana@a.example", ("Ana Ruiz",)),
        ("authors:\n  - name: Ana Ruiz\n    url: https://a.example\n  - name: Bo Ek", ("Ana Ruiz", "Bo Ek")),
        ("author: {name: Ana Ruiz, url: x}", ("Ana Ruiz",)),
        ('authors:\n  - "Ana Ruiz"\n  - Bo Ek', ("Ana Ruiz", "Bo Ek")),
        ("author:\n  Ana Ruiz", ("Ana Ruiz",)),
        ("description: >\n  By name: it turns\n  and turns\nauthor: Ana Ruiz", ("Ana Ruiz",)),
    ],
)
def test_people_in_front_matter(stated: str, authors: tuple[str, ...]) -> None:
    metadata = read_markdown(f"---\ntitle: A\n{stated}\nlast_modified_at: 2024-01-03\n---\nText.").metadata
    assert (metadata.authors, metadata.modified) == (authors, "2024-01-03")


def test_a_title_in_front_matter_is_not_looked_for_in_the_text() -> None:
    text = (
        "The mill turns again after a winter in which nobody thought that it would, and the miller is back."
    )
    for first in ("{:.no_toc}", "## What it cost"):
        article = normtext.normalize(f"---\ntitle: Mills\n---\n{first}\n\n{text}\n", translate=False)
        assert article.title is not None
        assert article.title.text == "Mills"
        assert [block.text for block in article.blocks][-1] == text


def test_toml_front_matter() -> None:
    document = read_markdown(
        '+++\ntitle = "A"\ndate = 2024-01-02\n[taxonomies]\ntags = ["x", "y"]\n+++\nText.'
    )
    assert (document.metadata.title, document.metadata.published) == ("A", "2024-01-02")
    assert document.metadata.tags == ("x", "y")
    assert blocks(document) == [("paragraph", "Text.")]


def test_bad_toml_is_a_notice() -> None:
    document = read_markdown("+++\ntitle =\n+++\nText.")
    assert [notice.code for notice in document.notices] == ["front_matter"]
    assert blocks(document) == [("paragraph", "Text.")]


@pytest.mark.parametrize(
    "text", ["---\n\nWords here.\n\n---\n", "---\nno end: here\n", "+++\n", "a\n---\nb: c\n---\n"]
)
def test_rules_are_no_front_matter(text: str) -> None:
    assert all(region.rejected != "front_matter" for region in read_markdown(text).regions)


def test_a_fence_without_an_end_is_code_to_the_end() -> None:
    assert blocks(read_markdown("~~~\na\n\n# b"))[0][0] == "code"


@pytest.mark.parametrize(
    "text", ["- " * 1_000_000, "|" * 2_000_000, "[" * 2_000_000, "> " * 1_000_000, " " * 3_000_000]
)
def test_long_lines_are_read_in_time(text: str) -> None:
    start = time.perf_counter()
    read_markdown("---\na: " + text + "\n---\n" + text)
    assert time.perf_counter() - start < 10


@given(st.text(st.sampled_from("-+#>`~|*1. ab:\n[]\"'=\r\t\N{NO-BREAK SPACE}\u2028"), max_size=200))
def test_regions_account_for_everything(text: str) -> None:
    document = read_markdown(text)
    at = 0
    for region in document.regions:
        assert document.text[at : region.start].strip() == ""
        piece = document.text[region.start : region.end]
        assert piece
        assert piece == piece.strip()
        at = region.end
    assert document.text[at:].strip() == ""
