"""What the writers write, our own readers read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normtext
from normtext import writers
from normtext.article import Article, Block, Image, Source, StatedDate, Title
from normtext.testing import articles_text
from normtext.writers import markdown
from tests.conftest import ARTICLES

SAMPLES = sorted(file for file in ARTICLES.iterdir() if file.suffix == ".txt")

# What Markdown has no mark of its own for stands there as a paragraph.
MARKED = {"question": "paragraph", "answer": "paragraph", "caption": "paragraph", "table": "code"}
SENTENCES = (
    "The mill at the river turns again since the spring.",
    "Nobody in the village had expected that it would be so loud.",
    "Its sails, 12 m long, were made by two carpenters from the coast.",
    "“We will open on Sundays,” said the miller, who took over last year.",
)
# Words that Markdown could take for marks of its own.
TRAPS = (
    "a_b and _c_", "5 * 3 *", "[1] and [2](3)", "`x`", "C:\\\\dir", "<b>", "&amp; &", "# 1", "~~no~~",
    "1. one", "- no", "> 3", "---", "*", "|x|", "[^1]", "![i](j)",
)  # fmt: skip


def write(name: str, article: Article) -> str:
    writer = writers.get(name)
    return writer.header() + writer.item(article) + writer.footer()


def read(folder: Path, suffix: str, text: str) -> Article:
    file = folder / f"again{suffix}"
    file.write_bytes(text.encode())
    return normtext.normalize(file, translate=False)


def shown(article: Article) -> list[tuple[str, str]]:
    """Kinds and texts, by the kinds that Markdown has and without its marks."""
    return [(MARKED.get(block.kind, block.kind), _plain(block)) for block in article.blocks]


def _plain(block: Block) -> str:
    mark = {"quote": "> ", "list_item": "- "}.get(block.kind, "")
    lines = (line.removeprefix(mark) for line in block.text.split("\n"))
    return "\n".join(lines).removeprefix("**").removesuffix("**").strip("`\n")


def stated(article: Article) -> tuple[object, ...]:
    dates = (date and date.value for date in (article.published, article.modified))
    title = article.title.text if article.title else None
    return title, article.authors, *dates, article.tags, article.site, article.section, article.source.url


@given(articles_text())
@settings(max_examples=60)
def test_json_lines_and_json_bring_back_any_article(text: str) -> None:
    article = normtext.normalize(text, translate=False)
    lines = write("jsonl", article)
    assert len(lines.splitlines()) == 1
    assert Article.from_json(lines) == article
    assert [Article.from_dict(row) for row in json.loads(write("json", article))] == [article]


@given(articles_text())
@settings(max_examples=60)
def test_every_writer_takes_any_article(text: str) -> None:
    article = normtext.normalize(text, translate=False)
    for name in writers.FORMATS:
        assert write(name, article).endswith("\n")
    assert json.loads(write("jsonld", article))["@graph"][0]["@type"] == "NewsArticle"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.stem)
def test_markdown_of_the_examples_reads_as_the_same_article(sample: Path, tmp_path: Path) -> None:
    article = normtext.normalize(sample, translate=False)
    again = read(tmp_path, ".md", write("markdown", article))
    assert shown(again) == shown(article)
    assert stated(again) == stated(article)
    assert again.boilerplate == tuple(
        piece for piece in again.boilerplate if piece.reason in ("front_matter", "markup")
    )


@pytest.mark.parametrize(
    ("name", "suffix"), [("markdown", ".md"), ("jsonld", ".jsonld"), ("jsonl", ".jsonl")]
)
def test_images_come_back(name: str, suffix: str, tmp_path: Path) -> None:
    images = (
        Image(url="https://a.example/(1).jpg", alt="The [old] mill", at=0),
        Image(url="https://a.example/2.jpg", at=500),
    )
    article = made([("paragraph", SENTENCES[0]), ("quote", SENTENCES[3])], images=images)
    again = read(tmp_path, suffix, write(name, article))
    assert [(image.url, image.alt) for image in again.images] == [(i.url, i.alt) for i in images]
    assert [block.text for block in again.blocks] == [SENTENCES[0], SENTENCES[3]]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.stem)
def test_text_of_the_examples_reads_as_the_same_title_and_blocks(sample: Path, tmp_path: Path) -> None:
    article = normtext.normalize(sample, translate=False)
    again = read(tmp_path, ".txt", write("text", article))
    assert [block.text for block in again.blocks] == [block.text for block in article.blocks]
    assert (again.title and again.title.text) == (article.title and article.title.text)


def made(blocks: list[tuple[str, str]], **fields: object) -> Article:
    made_blocks = tuple(
        Block(kind=kind, span=(0, len(text)), original=text, text=text, english=text, language="en")
        for kind, text in blocks
    )
    return Article(id="x", source=Source(sha256="x"), blocks=made_blocks, **fields)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("heading", "paragraph", "list_item", "quote", "code")),
            st.sampled_from(SENTENCES),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=40)
def test_markdown_keeps_the_kinds_of_blocks(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[tuple[str, str]]
) -> None:
    title = Title(original="A mill turns", text="A mill turns", english="A mill turns")
    article = made([("paragraph", "It was a quiet year for all of us."), *blocks], title=title)
    again = read(tmp_path_factory.getbasetemp(), ".md", write("markdown", article))
    # The paragraphs of a quote are one quote to a reader; so is the order of all blocks.
    assert _joined_quotes(shown(again)) == _joined_quotes(shown(article))


def _joined_quotes(blocks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined: list[tuple[str, str]] = []
    for kind, text in blocks:
        words = " ".join(line.strip("> ") for line in text.split("\n")).strip()
        if kind == "quote" and joined and joined[-1][0] == "quote":
            joined[-1] = ("quote", " ".join(f"{joined[-1][1]} {words}".split()))
        else:
            joined.append((kind, " ".join(words.split())))
    return joined


@given(st.lists(st.sampled_from(TRAPS), min_size=1, max_size=4).map(" ".join))
def test_markdown_escapes_keep_every_character(text: str) -> None:
    escaped = markdown.escaped(text)
    kept = []
    characters = iter(escaped)
    for character in characters:
        kept.append(next(characters, "") if character == "\\" else character)
    assert "".join(kept) == text


texts = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(bool)
)


@given(
    title=texts,
    authors=st.lists(texts, min_size=1, max_size=3, unique=True),
    tags=st.lists(texts, max_size=3),
)
@settings(max_examples=50)
def test_jsonld_brings_back_what_is_stated(title: str, authors: list[str], tags: list[str]) -> None:
    article = made(
        [("paragraph", title)],
        title=Title(original=title, text=title, english=title),
        authors=tuple(authors),
        tags=tuple(tags),
        published=StatedDate(value="2025-03-21T08:30:00+01:00", raw="r", rule="r"),
    )
    (node,) = json.loads(write("jsonld", article))["@graph"]
    assert node["headline"] == node["articleBody"] == title
    assert [author["name"] for author in node["author"]] == authors
    assert node.get("keywords", []) == tags
    assert node["datePublished"] == "2025-03-21T08:30:00+01:00"
