"""A corpus comes in as other programs wrote it, and as normtext itself did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import trafilatura

from normtext import Article, normalize
from normtext.document import Document
from normtext.errors import InputError, UsageError
from normtext.normalizer import Normalizer
from normtext.readers import BadRecord, Loaded, load, load_many
from normtext.readers.forms import FORMS
from normtext.readers.jsonlines import read_json, read_json_lines
from normtext.writers.jsonld import JsonLd
from normtext.writers.jsonlines import JsonLines

RECORDS = Path(__file__).parent / "records"
PAGE = RECORDS / "swifts.html"
TITLE = "Mill towns count their swifts"
HEADING = "Fewer pairs, later nests"


def first(path: Path) -> Document:
    found = next(load_many(path))
    assert isinstance(found, Loaded)
    return found.document


def only(record: object, fields: dict[str, str] | None = None) -> Document:
    (found,) = read_json(json.dumps(record), fields=fields)
    assert isinstance(found, Loaded)
    return found.document


def article_of(document: Document) -> Article:
    return Normalizer().normalize(document)


@pytest.mark.parametrize(
    "file",
    ["newspaper4k-0.9.6.json", "trafilatura-2.3.1.json", "trafilatura-2.3.1.xml", "trafilatura-2.3.1.md"],
)
def test_what_other_extractors_wrote_comes_in_as_it_is(file: str) -> None:
    article = article_of(first(RECORDS / file))
    assert article.title is not None
    assert article.title.text == TITLE
    assert article.authors == ("Ada Brook",)
    assert article.published is not None
    assert article.published.value == "2024-06-02"
    assert article.tags == ("swifts", "birds")
    assert article.site == "The Weir Gazette"
    assert article.source.url == "https://weir.example/nature/2024/06/02/swifts"
    assert [block.text for block in article.blocks if block.kind == "heading"] == [HEADING]
    assert article.blocks[0].text.startswith("Forty volunteers")
    assert len(article.blocks) == 7


@pytest.mark.parametrize("format_", ["json", "xml", "markdown", "html"])
def test_what_the_installed_trafilatura_writes_comes_in(format_: str, tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    file = tmp_path / f"out.{'md' if format_ == 'markdown' else format_}"
    formatted = format_ in ("xml", "markdown")
    wrote = trafilatura.extract(page, output_format=format_, with_metadata=True, include_formatting=formatted)
    file.write_text(wrote, encoding="utf-8")
    article = article_of(first(file))
    assert (article.title and article.title.text, article.authors) == (TITLE, ("Ada Brook",))
    kinds = [block.kind for block in article.blocks]
    assert kinds.count("heading") == 1
    assert kinds.count("list_item") == 2
    assert kinds.count("paragraph") in (3, 4)


def test_a_dict_of_bare_extraction_comes_in() -> None:
    found = trafilatura.bare_extraction(PAGE.read_text(encoding="utf-8"), with_metadata=True).as_dict()
    record = {key: value for key, value in found.items() if key not in ("body", "commentsbody")}
    document = only(record)
    assert (document.metadata.title, document.metadata.site) == (TITLE, "The Weir Gazette")
    assert document.metadata.section == "Nature"
    assert len(document.regions) == 8


def test_own_json_lines_come_back(tmp_path: Path) -> None:
    article = normalize(PAGE, translate=False)
    file = tmp_path / "own.jsonl"
    file.write_text(JsonLines().item(article), encoding="utf-8")
    again = article_of(first(file))
    assert again.text == article.text
    assert [block.kind for block in again.blocks] == [block.kind for block in article.blocks]
    for field in ("title", "authors", "tags", "site", "section", "images"):
        assert getattr(again, field) == getattr(article, field)
    assert again.published is not None
    assert article.published is not None
    assert again.published.value == article.published.value == "2024-06-02T18:30:00+01:00"


def test_own_json_ld_comes_back(tmp_path: Path) -> None:
    article = normalize(PAGE, translate=False)
    writer = JsonLd()
    file = tmp_path / "own.jsonld"
    file.write_text(writer.header() + writer.item(article) * 1 + writer.item(article) + writer.footer())
    found = [one.document for one in load_many(file) if isinstance(one, Loaded)]
    assert len(found) == 2
    again = article_of(found[1])
    assert again.text == article.text
    assert (again.authors, again.tags, again.site) == (article.authors, article.tags, article.site)


def test_of_a_translation_the_original_is_read() -> None:
    work = {
        "@type": "NewsArticle",
        "headline": "Mühlen",
        "articleBody": "Sie drehen sich.",
        "inLanguage": "de",
    }
    document = only(
        {"@type": "NewsArticle", "headline": "Mills", "articleBody": "They turn.", "translationOfWork": work}
    )
    assert (document.text, document.metadata.title) == ("Sie drehen sich.", "Mühlen")
    assert document.metadata.language == "de"


def test_a_graph_has_its_people_resolved() -> None:
    graph = [
        {"@type": "Person", "@id": "#ada", "name": "Ada Brook"},
        {"@type": "WebPage", "name": "A page", "datePublished": "2024-06-02"},
        {
            "@type": "NewsArticle",
            "headline": "Swifts",
            "articleBody": "They came.",
            "author": {"@id": "#ada"},
        },
        {"@type": ["Article"], "headline": "Swallows", "articleBody": "They left."},
    ]
    found = list(read_json(json.dumps({"@context": "https://schema.org", "@graph": graph})))
    documents = [one.document for one in found if isinstance(one, Loaded)]
    assert [document.metadata.title for document in documents] == ["Swifts", "Swallows"]
    assert documents[0].metadata.authors == ("Ada Brook",)
    assert documents[0].metadata.published == "2024-06-02"


def test_a_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Weir Gazette",
        "language": "en-GB",
        "authors": [{"name": "Ada Brook"}],
        "items": [
            {
                "id": "1",
                "url": "https://weir.example/1",
                "title": "Swifts",
                "content_html": "<p>They came &amp; went.</p><h2>Later</h2>"
                "<p>Nine days.<img src=/b.jpg alt='A swift'></p>",
                "date_published": "2024-06-02T18:30:00+01:00",
                "tags": ["birds"],
            },
            {"id": "2", "content_text": "A note.\n\nAnd one more.", "authors": [{"name": "Tom Pell"}]},
            {"id": "3"},
        ],
    }
    swifts, note, nothing = read_json(json.dumps(feed), name="feed.json")
    assert isinstance(swifts, Loaded)
    assert swifts.document.text == "They came & went.\n\nLater\n\nNine days."
    assert [region.kind for region in swifts.document.regions] == ["paragraph", "heading", "paragraph"]
    metadata = swifts.document.metadata
    assert (metadata.title, metadata.authors, metadata.site) == ("Swifts", ("Ada Brook",), "The Weir Gazette")
    assert (metadata.published, metadata.tags, metadata.language) == (
        "2024-06-02T18:30:00+01:00",
        ("birds",),
        "en-GB",
    )
    assert [(image.url, image.alt) for image in metadata.images] == [
        ("https://weir.example/b.jpg", "A swift")
    ]
    assert isinstance(note, Loaded)
    assert note.document.metadata.authors == ("Tom Pell",)
    assert isinstance(nothing, BadRecord)
    assert nothing.name == "feed.json:3"


def test_a_source_of_many_is_read_by_load_many() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"content_text": "a"}, {"content_text": "b"}],
    }
    with pytest.raises(InputError, match="load_many"):
        load(json.dumps(feed), media_type="application/feed+json")


def test_a_format_can_be_named_and_a_field_of_it_replaced() -> None:
    record = {
        "text": "Words.",
        "title": "Head",
        "publish_date": "2024-06-02T00:00:00",
        "note": "Other words.",
    }
    assert only(record, {"format": "newspaper4k"}).metadata.published == "2024-06-02"
    changed = only(record, {"format": "newspaper4k", "text": "note"})
    assert (changed.text, changed.metadata.title) == ("Other words.", "Head")
    with pytest.raises(UsageError, match=r"unknown record format 'goose'.*newspaper4k"):
        only(record, {"format": "goose"})


def test_an_hour_that_is_not_midnight_stays() -> None:
    record = {"text": "Words.", "publish_date": "2024-06-02T07:15:00+02:00"}
    assert only(record, {"format": "newspaper4k"}).metadata.published == "2024-06-02T07:15:00+02:00"


def test_a_path_names_a_field_of_a_field() -> None:
    post = {"title": {"rendered": "Swifts"}, "content": {"rendered": "<p>They came.</p>\n<p>They went.</p>"}}
    document = only(post, {"title": "title.rendered", "text": "content.rendered"})
    assert (document.text, document.metadata.title) == ("They came.\n\nThey went.", "Swifts")
    (missing,) = read_json(json.dumps(post), fields={"text": "content.raw"})
    assert isinstance(missing, BadRecord)


def test_authors_and_tags_in_one_text_are_parted() -> None:
    metadata = only({"text": "a", "author": "Ada Brook and Tom Pell", "tags": ["swifts, birds"]}).metadata
    assert (metadata.authors, metadata.tags) == (("Ada Brook", "Tom Pell"), ("swifts", "birds"))


@pytest.mark.parametrize("name", FORMS)
def test_records_that_hold_anything_are_no_failure(name: str) -> None:
    keys = ("text", "blocks", "title", "language", "source", "author", "authors", "tags", "publish_date")
    keys += ("articleBody", "translationOfWork", "images", "published", "content_html")
    for value in (
        None,
        3,
        True,
        [],
        {},
        "x",
        [None],
        [[1]],
        {"name": 2},
        [{"url": 1, "text": [], "kind": {}}],
    ):
        record = dict.fromkeys(keys, value)
        (found,) = read_json_lines([json.dumps(record).encode()], fields={"format": name})
        assert isinstance(found, Loaded | BadRecord)
