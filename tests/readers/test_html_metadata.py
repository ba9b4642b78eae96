"""What a page states of itself is read as leniently as search engines do, and believed with care."""

from __future__ import annotations

import pytest

from normtext.document import Metadata
from normtext.readers import load
from normtext.readers.html_linked import loaded
from normtext.readers.html_shown import date_in_url

BODY = "<h1>Ferries fall silent at night</h1>{}<p>The boats ran on batteries for the first time.</p>"


def metadata(head: str = "", body: str = "", url: str | None = None) -> Metadata:
    page = (
        f"<!doctype html><html><head>{head}</head><body><article>{BODY.format(body)}</article></body></html>"
    )
    return load(page, media_type="text/html", url=url).document.metadata


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, 2,], "b": "x, ]",}',
        '{"a": [1, 2], /* a note, with "quotes" */ "b": "x, ]"} // the end',
        '//<![CDATA[\n{"a": [1, 2], "b": "x, ]"}\n//]]>',
        '<!-- {"a": [1, 2], "b": "x, ]"} -->',
        '{"a": [1, 2], "b": "x, ]"};',
        "{&quot;a&quot;: [1, 2], &quot;b&quot;: &quot;x, ]&quot;}",
        '{"a": [1, 2], "b": "x, ]"} and so on',
    ],
)
def test_broken_json_ld_is_read(text: str) -> None:
    assert loaded(text) == [{"a": [1, 2], "b": "x, ]"}]


def test_addresses_and_bad_escapes_survive_the_mending() -> None:
    assert loaded(r'{"url": "https://a.example/b", "n": "it\'s", }') == [
        {"url": "https://a.example/b", "n": r"it\'s"}
    ]


def test_a_graph_with_people_by_id() -> None:
    graph = """{"@context": "https://schema.org", "@graph": [
      {"@type": "WebPage", "@id": "#page", "datePublished": "2024-03-01", "inLanguage": "nl"},
      {"@type": "Person", "@id": "#p", "name": "Noor Visser"},
      {"@type": "Organization", "@id": "#o", "name": "De Kade"},
      {"@type": ["Article", "NewsArticle"], "headline": "Ferries fall silent at night",
       "author": [{"@id": "#p"}, {"@type": "Person", "name": "Jan Smit"}], "publisher": {"@id": "#o"},
       "dateModified": "2024-03-02T08:00:00+01:00", "articleSection": ["Water", "Stad"],}]}"""
    found = metadata(linked(graph))
    assert (found.authors, found.site, found.section) == (("Noor Visser", "Jan Smit"), "De Kade", "Water")
    assert (found.published, found.modified) == ("2024-03-01", "2024-03-02T08:00:00+01:00")
    assert found.language == "nl"


def test_of_several_articles_it_is_the_one_with_the_title_of_the_page() -> None:
    other = '{"@type": "NewsArticle", "headline": "Storm ahead", "author": "Ann Other"}'
    own = '{"@type": "NewsArticle", "headline": "Ferries fall silent at night", "author": "Ida Holm"}'
    assert metadata(linked(f"[{other}, {own}]")).authors == ("Ida Holm",)


@pytest.mark.parametrize(
    "nothing", ["0001-01-01T00:00:00Z", "0000-00-00", "1970-01-01T00:00:00Z", "0", "draft"]
)
def test_dates_that_are_none_are_passed_over(nothing: str) -> None:
    head = linked(f'{{"@type": "NewsArticle", "datePublished": "{nothing}"}}')
    head += '<meta property="article:published_time" content="2024-03-01T10:00:00+01:00">'
    assert metadata(head).published == "2024-03-01T10:00:00+01:00"


def test_the_time_of_the_same_day_is_taken_too() -> None:
    head = linked('{"@type": "NewsArticle", "datePublished": "2024-03-01"}')
    head += '<meta property="article:published_time" content="2024-03-01T10:00:00+01:00">'
    assert metadata(head).published == "2024-03-01T10:00:00+01:00"
    other = head.replace("2024-03-01T10", "2024-03-05T10")
    assert metadata(other).published == "2024-03-01"


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("By Ida Holm", ("Ida Holm",)),
        ("IDA HOLM, Staff Writer", ("IDA HOLM",)),
        ("Ida Holm and Bo Ek, Associated Press", ("Ida Holm", "Bo Ek")),
        ("Ida Holm | Harbour Media", ("Ida Holm",)),
        ("Holm, Ida", ("Holm, Ida",)),
        ("Reuters", ("Reuters",)),
        ("admin", ()),
        ("https://social.example/idaholm", ()),
        ("@idaholm", ()),
    ],
)
def test_names_of_authors(stated: str, authors: tuple[str, ...]) -> None:
    assert metadata(f'<meta name="author" content="{stated}">').authors == authors


def test_the_site_is_no_author_beside_a_person() -> None:
    head = '<meta property="og:site_name" content="The Harbour">'
    author = '"author": [{"name": "Ida Holm"}, {"name": "The Harbour"}]'
    assert metadata(head + linked(f'{{"@type": "Article", {author}}}')).authors == ("Ida Holm",)
    alone = '"author": {"name": "The Harbour"}'
    assert metadata(head + linked(f'{{"@type": "Article", {alone}}}')).authors == ("The Harbour",)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ('<p class="article-byline">By Ida Holm</p>', ("Ida Holm",)),
        ('<div class="author-name">Ida Holm</div>', ("Ida Holm",)),
        ('<p class="byline">Von Ida Holm | Hafenblatt</p>', ("Ida Holm",)),
        ('<p class="byline">Par Ida Holm et Luc Marin</p>', ("Ida Holm", "Luc Marin")),
        ('<p class="byline">By staff</p><aside><p class="author">By Ann Other</p></aside>', ()),
        ('<div class="comments"><span class="author">Ann Other</span></div>', ()),
        ('<p class="author-note">Our author went aboard for three nights in a row.</p>', ()),
        ('<p class="authority">Port Authority</p>', ()),
    ],
)
def test_a_byline_that_only_the_page_shows(byline: str, authors: tuple[str, ...]) -> None:
    assert metadata(body=byline).authors == authors


@pytest.mark.parametrize(
    ("shown", "published", "modified"),
    [
        ('<time datetime="2024-03-01T10:00:00+01:00">1 March</time>', "2024-03-01T10:00:00+01:00", None),
        ('<time class="updated" datetime="2024-03-02">2 March</time>', "2024-03-02", None),
        (
            '<time class="updated" datetime="2024-03-02">2</time><time datetime="2024-03-01">1</time>',
            "2024-03-01",
            "2024-03-02",
        ),
        ('<span class="publish-date">1 March 2024</span>', "1 March 2024", None),
        ('<div class="related"><time datetime="2024-01-01">then</time></div>', None, None),
        ('<p class="copyright date">© 2024 The Harbour</p>', None, None),
        ('<p class="mandate">Since 1 March 2024 all is quiet.</p>', None, None),
    ],
)
def test_a_date_that_only_the_page_shows(shown: str, published: str | None, modified: str | None) -> None:
    found = metadata(body=shown)
    assert (found.published, found.modified) == (published, modified)


def test_the_day_in_the_address_is_the_last_resort() -> None:
    url = "https://harbour.example/2024/mar/01/ferries"
    assert metadata(url=url).published == "2024-03-01"
    assert metadata('<meta name="date" content="2024-03-02">', url=url).published == "2024-03-02"


@pytest.mark.parametrize(
    "url", [None, "https://a.example/2024/13/40/x", "https://a.example/12024/03/01", "/2024/03/"]
)
def test_other_numbers_in_addresses_are_no_dates(url: str | None) -> None:
    assert date_in_url(url) is None
