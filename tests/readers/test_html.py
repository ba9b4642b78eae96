"""Pages become their visible text, with what of it is the article and what the page states of itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.document import Document
from normtext.readers import load

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Document:
    return load(PAGES / name).document


def read(html: str) -> Document:
    return load(html, media_type="text/html").document


def texts(document: Document, *, kept: bool = True) -> list[str]:
    return [document.text[r.start : r.end] for r in document.regions if (r.rejected is None) == kept]


def kinds(document: Document) -> dict[str, str | None]:
    return {document.text[r.start : r.end]: r.kind for r in document.regions}


def reasons(document: Document) -> dict[str, str | None]:
    """The reason of each line; a menu is one region of several."""
    return {
        line: region.rejected
        for region in document.regions
        for line in document.text[region.start : region.end].split("\n\n")
    }


def assert_accounted_for(document: Document) -> None:
    """Regions are sorted, do not overlap, and leave nothing but white space out."""
    at = 0
    for region in document.regions:
        assert document.text[at : region.start].strip() == ""
        assert region.start < region.end
        piece = document.text[region.start : region.end]
        assert piece == piece.strip()
        at = region.end
    assert document.text[at:].strip() == ""


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.stem)
def test_every_visible_word_is_in_a_region(path: Path) -> None:
    assert_accounted_for(page(path.name))


def test_a_news_page_states_its_metadata_in_json_ld() -> None:
    metadata = page("news.html").metadata
    assert metadata.title == "Harbour towns test quiet ferries"
    assert metadata.authors == ("Inés Calder", "Tom Okafor")
    assert (metadata.published, metadata.modified) == ("2024-09-03T07:30:00+01:00", "2024-09-04")
    assert metadata.tags == ("ferries", "batteries")
    assert (metadata.site, metadata.section) == ("The Tidewater Courier", "Transport")
    assert metadata.language == "en-GB"
    assert metadata.url == "https://courier.example/harbour/quiet-ferries"


def test_the_blocks_of_a_news_page_have_their_kinds() -> None:
    found = kinds(page("news.html"))
    assert found["Harbour towns test quiet ferries"] == "heading"
    assert found["What the crews say"] == "heading"
    assert found["The first of the three boats at its berth."] == "caption"
    assert found["Each boat carries eighty passengers and twelve cars."] == "list_item"
    assert found["Elmsport\t14"] == "table"
    quote = "“It feels like sailing,” said Marit Lunde, who has steered ferries here for two decades."
    assert found[quote] == "quote"


def test_the_article_is_kept_and_the_rest_has_its_reason() -> None:
    document = page("news.html")
    found = reasons(document)
    assert found["Harbour towns test quiet ferries"] is None
    assert found["Sport"] == "navigation"
    assert found["By Inés Calder and Tom Okafor"] == "byline"
    assert found["Storm closes the coastal road again"] == "related"
    assert found["© The Tidewater Courier"] == "navigation"
    assert "Each boat carries eighty passengers and twelve cars." in texts(document)


def test_a_menu_is_one_region_and_no_other_place_is() -> None:
    prose = "The ferry left at nine with forty passengers and came back with one more than that. " * 3
    html = f"""<body><nav><ul><li>News</li><li>Sport</li></ul></nav><article><p>{prose}</p><p>1 {prose}</p>
        <p>2 {prose}</p></article><div class="sidebar"><p>Tides</p>
        <div class="newsletter"><p>Write to us</p><p>Or call</p></div><p>Moon</p></div>
        <footer><p>Imprint</p><p>Terms</p></footer></body>"""
    document = read(html)
    rejected = [(document.text[r.start : r.end], r.rejected, r.whole) for r in document.regions if r.rejected]
    assert rejected == [
        ("News\n\nSport", "navigation", True),
        ("Tides", "navigation", True),
        ("Write to us", "newsletter", False),
        ("Or call", "newsletter", False),
        ("Moon", "navigation", True),
        ("Imprint\n\nTerms", "navigation", True),
    ]
    article = normtext.normalize(html.encode(), translate=False)
    assert article.boilerplate[0].original == "News\n\nSport"


def test_a_browser_would_show_this_text() -> None:
    text = page("news.html").text
    assert "The boats make so little noise that gulls stay on the\N{NO-BREAK SPACE}rail." in text
    assert "the chargers & the cables. Crews began their training last week,\nand the first crossing" in text
    for unseen in ("Hidden words", "More hidden", "not text", "color:red", "A boat"):
        assert unseen not in text


def test_a_blog_states_its_metadata_in_microdata() -> None:
    document = page("blog.html")
    assert document.metadata.title == "Un jardin sur le toit"
    assert document.metadata.authors == ("Lise Ménard",)
    assert document.metadata.published == "2023-05-14"
    assert document.metadata.tags == ("jardin", "ville")
    assert kinds(document)["semis :  mars\n  récolte :  août"] == "code"


def test_cookies_newsletters_comments_and_teasers_are_rejected_by_name() -> None:
    document = page("crowded.html")
    found = reasons(document)
    assert (
        found["We use cookies to make this site better for you. Choose which of them you accept."] == "cookie"
    )
    assert found["Home Culture"] == "navigation"
    assert found["Share by mail"] == "share"
    assert found["Get our weekly letter with the best of the city."] == "newsletter"
    assert found["The bridge that hums when it rains"] == "related"
    assert found["Will there be parking for bicycles?"] == "comments"
    assert len(texts(document)) == 5
    assert (document.metadata.authors, document.metadata.published) == (("Ruth Achterberg",), "2022-11-08")


def test_a_page_without_an_article_keeps_its_paragraphs() -> None:
    assert texts(page("contact.html"))[-2:] == ["Write to us.", "Room 4, Mill Lane."]


def test_broken_markup_loses_no_paragraph() -> None:
    text = page("broken.html").text
    assert text.index("After four dry winters") < text.index("each week & publish them") < text.index("98 %")
    assert text.endswith("for two hours a day.")


def test_a_page_declares_its_encoding() -> None:
    document = page("shift-jis.html")
    assert (document.encoding, document.encoding_rule) == ("cp932", "declared")
    assert "髙橋" in document.text
    assert document.notices == ()


def test_a_declaration_inside_a_comment_does_not_count() -> None:
    raw = (
        b"<!doctype html><!-- <meta charset=koi8-r> --><html><body><p>"
        + "Größe über Straße".encode()
        + b"</p>"
    )
    assert load(raw).document.encoding == "utf-8"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>A plan | The Post</title>", "A plan | The Post"),
        ("<title>A plan | The Post</title><meta property=og:site_name content='The Post'>", "A plan"),
        ("<title>The Post: A plan</title><meta property=og:title content='A plan'>", "A plan"),
        ("<title>Tom &amp;amp; Ann</title>", "Tom & Ann"),
        ("<title></title>", None),
    ],
)
def test_a_site_name_leaves_the_title_only_on_evidence(head: str, title: str | None) -> None:
    assert read(f"<html><head>{head}</head><body><p>x</p></body></html>").metadata.title == title


def test_the_heading_shows_which_part_of_the_title_is_the_sites() -> None:
    head = "<head><title>Up - and away - The Post</title></head>"
    html = f"<html>{head}<body><h1>Up - and away</h1><p>x</p></body></html>"
    assert read(html).metadata.title == "Up - and away"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"@type": 3, "author": {"name": 7}}',
        "null",
        '{"@type":"Article","author":[[[]]]}',
        "",
    ],
)
def test_bad_json_ld_is_no_failure(script: str) -> None:
    head = f"<head><script type=application/ld+json>{script}</script></head>"
    html = f"<html>{head}<body><p>words</p></body></html>"
    assert read(html).text == "words"


def test_line_breaks_and_cells() -> None:
    document = read("<html><body><div>a<br>b<br><br>c</div><p>  d \n <b>e</b>f </p></body></html>")
    assert document.text == "a\nb\n\nc\n\nd ef"


@pytest.mark.parametrize(
    "html", ["", "   ", "<", "<html>", "<!-- x -->", "\0", "<p>a\0b</p>", "<script>x</script>"]
)
def test_next_to_nothing_is_no_failure(html: str) -> None:
    assert_accounted_for(read(html))


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * 100_000 + "deep words" + "</div>" * 100_000 + "<p>the end</p>",
        "<html><body>" + "<b>" * 1500 + "deep words<p>the end</p>",
        "<html><body><p>deep words</p><table>" + "<tr><td>a<td>b" * 20_000 + "</table><p>the end</p>",
    ],
    ids=["deep", "half-deep", "wide"],
)
def test_deep_and_large_pages_are_read_to_the_end(html: str) -> None:
    start = time.perf_counter()
    document = read(html)
    assert time.perf_counter() - start < 30
    assert "deep words" in document.text
    assert "the end" in document.text


MARKUP = (
    "<p> </p> <div> </div> <br> <td> <tr> <table> </table> <pre> </pre> <li> <ul> </ul> <h1> </h1> <a> </a> "
    "<nav> </nav> <article> </article> <script> </script> &amp; &lt; &nbsp; &#0; <!-- -->"
)
TAGS = st.sampled_from(MARKUP.split())


@given(st.lists(st.one_of(TAGS, st.text(max_size=20)), max_size=30))
def test_any_markup_is_accounted_for(parts: list[str]) -> None:
    document = read("<html><body>" + "".join(parts))
    assert_accounted_for(document)
    document.text.encode("utf-8")
