"""What of a page is the article: its parts are found again, its headings, lists and images with it."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from normtext import edits, normalize
from normtext.article import history
from normtext.document import Document
from normtext.readers import load
from tests.readers.test_html import assert_accounted_for

PAGES = sorted((Path(__file__).parent / "pages").iterdir())
LONG = [
    "The ferry company has bought three boats that run on batteries and are charged at night.",
    "Each of them carries eighty people and twelve cars, and makes the crossing in a quarter of an hour.",
    "The harbour master says that he noticed the change when he could hear the gulls again.",
    "Crews were trained for two months, first on a model and then on the water at night.",
    "The old boats will be sold to a museum, which wants to keep one of their engines running.",
    "Tickets stay at the price that they have had for nine years, says the company.",
]


def read(body: str) -> Document:
    return load(f"<!doctype html><html><body>{body}</body></html>", media_type="text/html").document


def kept(document: Document) -> list[str]:
    return [document.text[r.start : r.end] for r in document.regions if r.rejected is None]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_an_article_in_several_containers_is_whole() -> None:
    part = '<div class="row"><div class="story-body">{}</div><div class="ad"><p>Buy boats.</p></div></div>'
    body = (
        "<main><h1>Quiet ferries</h1>"
        + part.format(paragraphs(*LONG[:3]))
        + part.format(paragraphs(*LONG[3:]))
    )
    found = kept(read(body + "</main>"))
    assert [text for text in found if text in LONG] == LONG
    assert "Buy boats." not in found


def test_other_articles_of_the_same_make_stay_out() -> None:
    one = '<div class="post"><h2><a href="/{}">Post</a></h2><div class="story-body">{}</div></div>'
    body = "<h1>Quiet ferries</h1>" + '<div class="post"><div class="story-body">'
    body += paragraphs(*LONG[:3]) + "</div></div>" + one.format(1, paragraphs(*LONG[3:]))
    found = kept(read(body))
    assert sum(set(half) <= set(found) for half in (LONG[:3], LONG[3:])) == 1


def test_headings_lists_and_tables_between_paragraphs_stay() -> None:
    body = (
        f"<div><h1>Quiet ferries</h1><p>{LONG[0]}</p><h2>The boats</h2><p>{LONG[1]}</p>"
        f"<ul><li>Eighty people</li><li>Twelve cars</li></ul><p>{LONG[2]}</p>"
        f"<table><tr><td>Berth<td>2</table><pre>08:00 out</pre><p>{LONG[3]}</p></div>"
    )
    document = read(body)
    found = {document.text[r.start : r.end]: (r.kind, r.rejected) for r in document.regions}
    assert found["The boats"] == ("heading", None)
    assert found["Twelve cars"] == ("list_item", None)
    assert found["Berth\t2"] == ("table", None)
    assert found["08:00 out"] == ("code", None)


def test_images_of_the_article_with_what_they_show() -> None:
    body = (
        '<link rel="canonical" href="https://harbour.example/a/ferries"><img src="/logo.png" alt="Logo">'
        f'<article><h1>Quiet ferries</h1><img src="/a.jpg" alt=" A boat\n at its berth "><p>{LONG[0]}</p>'
        f'<img src="data:image/gif;base64,xx" data-src="b.jpg"><p>{LONG[1]}</p>'
        f'<img src="/p.gif" width="1" height="1">'
        f'<img src="http://[::1"><img src="javascript:x()"><p>{LONG[2]}</p></article>'
        '<div class="related"><img src="/c.jpg" alt="Another story"></div>'
    )
    article = normalize(f"<!doctype html><html><body>{body}</body></html>", translate=False)
    assert [(image.url, image.alt) for image in article.images] == [
        ("https://harbour.example/a.jpg", "A boat at its berth"),
        ("https://harbour.example/a/b.jpg", None),
    ]


SCRIPT = '<script type="application/ld+json">'
HOSTILE = {
    "nested lists": "<ul><li>x" * 30_000,
    "spans": "<span>" * 100_000 + "deep",
    "metas": "<meta name=author content='By Ida Holm'>" * 50_000,
    "bylines": '<span class="author byline">By Ida Holm</span>' * 50_000,
    "times": '<div class=comment><time datetime="2020-01-01">x</time></div>' * 30_000,
    "linked": f'{SCRIPT}{{"@type":"Article","headline":"x"}},</script>' * 5_000,
    "deep linked": f"{SCRIPT}" + '{"a":[' * 100_000 + "</script>",
    "escapes": f'{SCRIPT}{{"a":"' + "\\x" * 900_000 + '"</script>',
    "comments": "<!--" * 300_000,
    "attribute": "<p class='" + "a b " * 2_000_000 + "'>x</p>",
    "same class": f'<div class="c"><p>{LONG[0]}</p></div>' * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_in_time(name: str) -> None:
    start = time.perf_counter()
    document = read(HOSTILE[name] + paragraphs(*LONG))
    assert time.perf_counter() - start < 30
    assert_accounted_for(document)


def test_entities_of_a_page_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "lol">{laughs}'
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % y SYSTEM "http://127.0.0.1:9/x">%y;]>'
        f"<html><body><p>&e11; &x; here</p>{paragraphs(*LONG)}"
    )
    text = load(page).document.text
    assert len(text) < 3000
    assert "the secret" not in text


TOKENS = [
    *b'< > & " </div> <table> <td> <pre> <br><br> <script> </script> <!-- --> &#0; &#xD800; <svg>'.split(),
    *b"<noscript> <title> </body> <template>".split(),
    b"<meta charset=utf-16>",
    b"<meta charset=shift_jis>",
    b'<base href="http://[">',
    b'<time datetime="2020-13-45">',
    "\N{RIGHT-TO-LEFT OVERRIDE}".encode(),
    b"\xff\xfe",
    b"\xc3",
    b"\0",
    b"<li>" * 50,
    b"<blockquote>" * 50,
]


def mutated(page: bytes, dice: random.Random) -> bytes:
    data = bytearray(page)
    for _ in range(dice.choice((1, 3, 10, 40))):
        at, kind = dice.randrange(len(data) + 1), dice.random()
        if kind < 0.4:
            data[at:at] = dice.choice(TOKENS)
        elif kind < 0.6:
            del data[at : at + dice.choice((1, 5, 50, 1000))]
        elif kind < 0.8:
            start = dice.randrange(len(data) + 1)
            data[at:at] = data[start : start + dice.choice((10, 200, 2000))]
        else:
            data[at : at + 8] = dice.randbytes(8)
    return bytes(data)


@pytest.mark.parametrize("seed", range(60))
def test_invariants_hold_over_mutated_pages(seed: int) -> None:
    dice = random.Random(seed)
    data = mutated(dice.choice(PAGES).read_bytes(), dice)
    document = load(data, media_type="text/html").document
    assert_accounted_for(document)
    article = normalize(data, translate=False)
    pieces = [(part.span, part.original) for part in (*article.blocks, *article.boilerplate, *article.header)]
    at = 0
    text = load(data).document.text
    for (start, end), original in sorted(pieces):
        assert text[at:start].strip() == ""
        assert text[start:end] == original
        at = end
    assert text[at:].strip() == ""
    for number, block in enumerate(article.blocks):
        assert edits.replay(block.original, history(article.edits, f"block:{number}")) == block.text


def test_questions_and_answers_of_a_page_have_their_kinds() -> None:
    prose = "turns again since the spring, and nobody in the village had expected that it would be so loud."
    html = f"""<html><head><title>The mill</title></head><body><article><h1>The mill</h1>
        <p>The mill at the river {prose}</p><h3>Q: Why does it turn?</h3>
        <p>A: Because the wind blows from the sea every day of the year.</p><p>Q: And who pays for it?</p>
        <p>A: The village does, and everyone who comes on a Sunday pays a little.</p>
        <p>The mill at the coast {prose}</p></article></body></html>"""
    article = normalize(html.encode(), translate=False)
    kinds = [block.kind for block in article.blocks]
    assert kinds == ["paragraph", "question", "answer", "question", "answer", "paragraph"]
