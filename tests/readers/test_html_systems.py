"""Pages as content management systems make them: what is the article, and who wrote it."""

from __future__ import annotations

import re

import pytest

from normtext import normalize
from normtext.article import Article

LEAD = (
    "The old ferry to the island will be replaced by an electric one before next summer, the harbour board "
    "said on Tuesday after a vote that had been put off three times."
)
WINTER = (
    "Islanders had asked for a boat that sails in winter as well; the one that serves them now stays in port "
    "for forty days of the year, and the doctor then comes by helicopter."
)
COST = (
    "The new vessel carries eighty passengers and twelve cars, charges in nine minutes, and costs about as "
    "much as two years of repairs to its forerunner did."
)
PROSE = f"<p>{LEAD}</p><p>{WINTER}</p><p>{COST}</p>"


def read(body: str, head: str = "<title>Electric ferry</title>", attributes: str = "") -> Article:
    page = f"<!doctype html><html><head>{head}</head><body {attributes}>{body}</body></html>"
    return normalize(page.encode(), translate=False)


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def reasons(article: Article) -> dict[str, str]:
    return {piece.original: piece.reason for piece in article.boilerplate}


def fields(article: Article) -> list[tuple[str, str]]:
    return [(piece.field, piece.original) for piece in article.header]


@pytest.mark.parametrize(
    "frame",
    [
        '<div class="site has-sidebar"><main><article class="post">{}</article></main></div>',
        '<div class="content-sidebar-wrap"><main class="main sidebar-none">{}</main></div>',
        '<article class="newsletter-post share">{}</article>',
    ],
)
def test_what_holds_the_article_is_no_sidebar(frame: str) -> None:
    inner = (
        f'<h1>Electric ferry</h1>{PROSE}<h2>And then</h2><ul><li>Winter</li></ul><img src="http://a.b/c.jpg">'
    )
    article = read(frame.format(inner + f"<p>Later, {LEAD}</p>"), attributes='class="single no-sidebar"')
    assert texts(article) == [LEAD, WINTER, COST, "And then", "Winter", f"Later, {LEAD}"]
    assert [image.url for image in article.images] == ["http://a.b/c.jpg"]


def test_a_table_that_lays_out_the_page_is_none() -> None:
    body = f"""<table width="100%"><tr><td><a href="/">Home</a><br><a href="/n">News</a></td>
        <td><b>Electric ferry</b><br><i>By Moira Kerr, March 5, 2024</i><br><br>{LEAD}<br><br>{WINTER}<br><br>
        <table><tr><th>Vessel</th><th>Passengers</th></tr><tr><td>New</td><td>80</td></tr></table><br>{COST}</td>
        </tr></table>"""
    article = read(body, "<title>Electric ferry</title>")
    assert texts(article) == [LEAD, WINTER, "Vessel\tPassengers", "New\t80", COST]
    assert (article.authors, article.published and article.published.value) == (("Moira Kerr",), "2024-03-05")


@pytest.mark.parametrize(
    ("shown", "authors"),
    [
        ('<div class="byline">by <a rel="author" href="/m">Moira Kerr</a></div>', ("Moira Kerr",)),
        ("", ("mkerr",)),
    ],
)
def test_a_login_is_an_author_where_nobody_else_is_named(shown: str, authors: tuple[str, ...]) -> None:
    head = '<title>Electric ferry</title><meta name="author" content="mkerr">'
    assert read(f"<article><h1>Electric ferry</h1>{shown}{PROSE}</article>", head).authors == authors


@pytest.mark.parametrize(
    ("byline", "author", "published"),
    [
        ("Eingereicht von Jutta Behrens am Di., 05.03.2024 - 09:12", "Jutta Behrens", "2024-03-05T09:12:00"),
        ("Par Hélène Morvan, publié le 5 mars 2024 à 09h12", "Hélène Morvan", "2024-03-05T09:12:00"),
        ("كتبت: ليلى حداد", "ليلى حداد", None),
    ],
)
def test_bylines_with_dates_and_labels(byline: str, author: str, published: str | None) -> None:
    footer = f'<footer><div class="author">{byline}</div></footer>'
    article = read(f"<article><h1>Electric ferry</h1>{footer}{PROSE}</article>")
    assert article.authors == (author,)
    assert (article.published and article.published.value) == published


def test_the_foot_of_a_post_names_its_author() -> None:
    foot = """<div class="post-footer">Posted by <span itemprop="author">
        <span itemprop="name">Moira Kerr</span></span> at
        <abbr itemprop="datePublished" title="2024-03-05T09:12:00Z">09:12</abbr></div>"""
    body = f"<h1>Moira's harbour</h1><h3>Electric ferry</h3><div class='post-body'>{PROSE}</div>{foot}"
    article = read(body, "<title>Moira's harbour: Electric ferry</title>")
    assert (article.title and article.title.text) == "Electric ferry"
    assert article.authors == ("Moira Kerr",)
    assert (article.published and article.published.value) == "2024-03-05T09:12:00+00:00"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", '<p class="article__desc">After three delays, a vote.</p>'),
        ("", "<h4>After three delays, a vote.</h4>"),
        ("", '<div class="standfirst"><span>After three delays, a vote.</span></div>'),
        (
            '<meta name="description" content="After three delays, a vote.">',
            "<div>After three delays, a vote.</div>",
        ),
    ],
)
def test_a_subtitle_is_in_the_header(head: str, line: str) -> None:
    body = (
        f'<main><div class="top"><h1>Electric ferry</h1>{line}</div><div class="story">{PROSE}</div></main>'
    )
    article = read(body, f"<title>Electric ferry</title>{head}")
    assert ("subtitle", "After three delays, a vote.") in fields(article)


def test_a_line_that_nothing_calls_a_subtitle_is_none() -> None:
    body = (
        f'<main><div><h1>Electric ferry</h1><div class="x">Four minutes of reading</div></div>{PROSE}</main>'
    )
    assert "subtitle" not in dict(fields(read(body)))


def test_calls_and_counts_inside_the_text_are_none_of_it() -> None:
    call = '<div class="signup-card"><h2>Sign up</h2><p>News from the harbour every Friday.</p></div>'
    article = read(
        f"<article><h1>Electric ferry</h1><div>27</div><p>{LEAD}</p><p>{WINTER}</p>{call}<p>{COST}</p>"
    )
    assert texts(article) == [LEAD, WINTER, COST]
    assert reasons(article)["News from the harbour every Friday."] == "newsletter"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('<div class="post-meta"><b class="post-author">HarbourNet</b> August 08, 2018</div>', False),
        ('<p class="dateline">ELMSPORT — The old ferry left at nine with nobody on board.</p>', True),
    ],
)
def test_a_byline_that_the_extractor_takes_for_text(
    line: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = re.sub(r"<[^>]*>", "", line)
    monkeypatch.setattr("normtext.readers.html.extracted", lambda tree: [shown, LEAD, WINTER])
    article = read(f"<h1>Electric ferry</h1>{line}<p>{LEAD}</p><p>{WINTER}</p>")
    assert texts(article) == [*([shown] if kept else []), LEAD, WINTER]
    assert (("byline", shown) in fields(article)) is not kept


def test_an_image_of_an_accelerated_page() -> None:
    picture = '<amp-img src="https://a.example/ferry.jpg" alt="The old ferry" width="1024"></amp-img>'
    article = read(f"<article><h1>Electric ferry</h1>{picture}{PROSE}</article>")
    assert [(image.url, image.alt) for image in article.images] == [
        ("https://a.example/ferry.jpg", "The old ferry")
    ]


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ('["https://a.example/1.jpg", "https://a.example/2.jpg"]', [("https://a.example/1.jpg", None)]),
        (
            '{"@type": "ImageObject", "url": "/1.jpg", "caption": "A boat"}',
            [("https://a.example/1.jpg", "A boat")],
        ),
        ('"data:image/png;base64,x"', []),
        ("[]", []),
        ("7", []),
    ],
)
def test_json_ld_names_an_image_where_the_text_has_none(
    image: str, found: list[tuple[str, str | None]]
) -> None:
    data = f'{{"@type": "NewsArticle", "headline": "Electric ferry", "image": {image}}}'
    head = f"""<title>Electric ferry</title><link rel="canonical" href="https://a.example/ferry">
        <script type="application/ld+json">{data}</script>"""
    article = read(f"<article><h1>Electric ferry</h1>{PROSE}</article>", head)
    assert [(picture.url, picture.alt) for picture in article.images] == found
    within = read(
        f'<article><h1>Electric ferry</h1><p>{LEAD}</p><img src="/in.jpg"><p>{COST}</p></article>', head
    )
    assert [picture.url for picture in within.images] == ["https://a.example/in.jpg"]


BOXED = "The vessel is forty metres long and has neither a funnel nor a chimney."


def test_a_callout_between_paragraphs_is_part_of_the_text_without_its_emoji() -> None:
    callout = (
        '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div>'
        f'<div class="kg-callout-text">{BOXED}</div></div>'
    )
    call = '<div class="kg-callout-text">Subscribe to our newsletter to get our stories in your inbox.</div>'
    article = read(
        f"<article><h1>Electric ferry</h1><section><p>{LEAD}</p>{callout}<p>{WINTER}</p>"
        f"<p>{COST}</p>{call}<p>Later, {LEAD}</p></section></article>"
    )
    assert texts(article) == [LEAD, BOXED, WINTER, COST, f"Later, {LEAD}"]
    assert reasons(article)["Subscribe to our newsletter to get our stories in your inbox."] == "newsletter"


def test_an_element_that_shows_nothing_changes_nothing() -> None:
    page = f"<article><h1>Electric ferry</h1>{{}}<p>{LEAD}</p>{{}}<p>{WINTER}</p>{{}}<p>{COST}</p></article>"
    blank = '<div class="slot"><div><a href="/x"></a><span> </span><p>\n</p></div></div>'
    hidden = "<div hidden><p>Never shown, however long the sentence is that stands in it.</p></div>"
    assert texts(read(page.format(blank, hidden, blank))) == texts(read(page.format("", "", "")))


def test_the_first_post_of_a_thread_is_kept_with_its_author() -> None:
    linked = (
        '<script type="application/ld+json">{"@type": "DiscussionForumPosting", '
        '"headline": "Electric ferry", "author": {"@type": "Person", "name": "oldsalt"}, '
        '"datePublished": "2025-03-12T09:30:00Z"}</script>'
    )
    post = (
        '<article class="message"><div class="user"><h4>{}</h4></div><div class="post"><header>'
        '<time>Mar 12, 2025</time> <a>#1</a></header><div class="text">{}<br><br>{}</div></div></article>'
    )
    thread = post.format("oldsalt", LEAD, WINTER) + post.format("kay", COST, LEAD.replace("old", "white"))
    article = read(
        f"<h1>Electric ferry</h1><div>{thread}</div>", head=f"<title>Electric ferry</title>{linked}"
    )
    assert texts(article)[:2] == [LEAD, WINTER]
    assert COST in texts(article)
    assert article.authors == ("oldsalt",)


def test_a_paragraph_in_bold_between_paragraphs_is_a_heading() -> None:
    article = read(
        f"<article><h1>Electric ferry</h1><p>{LEAD}</p><p><strong>What it costs</strong></p><p>{COST}</p>"
        f"<p><b>{WINTER}</b></p><p>Later, <strong>{LEAD}</strong></p></article>"
    )
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("paragraph", LEAD),
        ("heading", "What it costs"),
        ("paragraph", COST),
        ("paragraph", WINTER),
        ("paragraph", f"Later, {LEAD}"),
    ]


def test_authors_and_dates_of_an_arabic_page() -> None:
    text = "افتتح صباح الأربعاء الجسر الجديد على النهر بعد عامين من أعمال البناء، وعبرته أولى الحافلات."
    byline = '<span class="author">أحمد النهري</span><span class="date">١٢ مارس ٢٠٢٥</span>'
    article = read(
        f'<article><h1>افتتاح الجسر الجديد</h1><div class="meta">{byline}</div>'
        f"<p>{text}</p><p>{text}</p></article>",
        head="<title>افتتاح الجسر الجديد</title>",
    )
    assert article.authors == ("أحمد النهري",)
    assert article.published is not None
    assert article.published.value == "2025-03-12"
