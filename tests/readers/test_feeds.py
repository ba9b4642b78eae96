"""RSS and Atom: every entry an article, nothing fetched, no entity of the feed's own expanded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.errors import InputError
from normtext.readers import BadRecord, Loaded, load, load_many
from normtext.readers.feeds import read_feed

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Weir Gazette</title><language>en-gb</language>
<item><title>Swifts &amp; swallows</title><link>https://weir.example/a</link>
<pubDate>Sun, 02 Jun 2024 18:30:00 +0100</pubDate><dc:creator>Ada Brook</dc:creator>
<category>Nature</category><category>Birds</category><description>Short.</description>
<media:content url="/i.jpg"><media:description>A bird</media:description></media:content>
<content:encoded><![CDATA[<p>Forty volunteers came.</p><h2>Fewer pairs</h2><ul><li>Upper Weir: 41</li></ul>]]>
</content:encoded></item>
<item><title>Mills</title><author>tom@weir.example (Tom Pell)</author>
<description>They turn.</description></item>
<item><title>No body</title></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Der Bote</title>
<entry><title>Mühlen</title><link rel="self" href="https://bote.example/1.atom"/>
<link rel="alternate" href="https://bote.example/1"/><published>2024-05-01T10:00:00+02:00</published>
<updated>2024-05-02T10:00:00+02:00</updated><author><name>Jan Weber</name></author><category term="Wind"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie drehen sich.</p></div></content>
</entry>
<entry><title>Zwei</title>
<summary type="html">&lt;p&gt;Kurz &amp;amp; gut.&lt;/p&gt;</summary></entry></feed>"""


def test_rss() -> None:
    swifts, mills, nothing = read_feed(RSS, name="feed.rss")
    assert isinstance(swifts, Loaded)
    assert swifts.document.text == "Forty volunteers came.\n\nFewer pairs\n\nUpper Weir: 41"
    assert [region.kind for region in swifts.document.regions] == ["paragraph", "heading", "list_item"]
    metadata = swifts.document.metadata
    assert (metadata.title, metadata.authors, metadata.tags) == (
        "Swifts & swallows",
        ("Ada Brook",),
        ("Nature", "Birds"),
    )
    assert (metadata.published, metadata.url) == ("2024-06-02T18:30:00+01:00", "https://weir.example/a")
    assert (metadata.site, metadata.language) == ("The Weir Gazette", "en-gb")
    assert isinstance(mills, Loaded)
    assert (mills.document.text, mills.document.metadata.authors) == ("They turn.", ("Tom Pell",))
    assert isinstance(nothing, BadRecord)
    assert nothing.name == "feed.rss:3"


def test_atom() -> None:
    mills, two = read_feed(ATOM)
    assert isinstance(mills, Loaded)
    metadata = mills.document.metadata
    assert (mills.document.text, metadata.language, metadata.site) == ("Sie drehen sich.", "de", "Der Bote")
    assert (metadata.published, metadata.modified) == (
        "2024-05-01T10:00:00+02:00",
        "2024-05-02T10:00:00+02:00",
    )
    assert (metadata.url, metadata.authors, metadata.tags) == (
        "https://bote.example/1",
        ("Jan Weber",),
        ("Wind",),
    )
    assert isinstance(two, Loaded)
    assert two.document.text == "Kurz & gut."


def test_a_feed_is_known_by_suffix_and_by_content(tmp_path: Path) -> None:
    for name in ("a.rss", "a.xml"):
        (tmp_path / name).write_text(RSS, encoding="utf-8")
        assert len(list(load_many(tmp_path / name))) == 3
    assert load(ATOM[: ATOM.rindex("<entry>")] + "</feed>")
    with pytest.raises(InputError, match="load_many"):
        load(RSS.encode())
    (tmp_path / "page.xml").write_text('<?xml version="1.0"?><html><body><p>A page.</p></body></html>')
    (page,) = load_many(tmp_path / "page.xml")
    assert isinstance(page, Loaded)
    assert page.document.text == "A page."


def test_other_xml_is_refused() -> None:
    with pytest.raises(InputError, match="neither RSS nor Atom"):
        list(read_feed("<svg><path/></svg>"))
    with pytest.raises(InputError, match="neither RSS nor Atom"):
        list(read_feed(""))


def test_entities_of_a_feed_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    feed = (
        f'<!DOCTYPE rss [<!ENTITY e0 "lol">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<rss><channel><item><title>a</title>"
        "<description>Words. &e11; &x;</description></item></channel></rss>"
    )
    try:
        text = load(feed, media_type="application/rss+xml").document.text
    except InputError:
        return
    assert len(text) < 1000
    assert "the secret" not in text


@given(st.text(alphabet="<>/!?&;[]rsitemfdnycoa \n\"'=", max_size=200))
def test_any_feed_is_no_failure(text: str) -> None:
    try:
        found = list(read_feed(f"<rss><channel><item>{text}</item></channel></rss>"))
    except InputError:
        return
    assert all(isinstance(one, Loaded | BadRecord) for one in found)
