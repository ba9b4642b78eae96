"""Every writer on ordinary, untranslated and hostile articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from normtext import writers
from normtext.article import Article, Edit, Source
from normtext.errors import UsageError
from normtext.writers import html, markdown, tsv
from normtext.writers.marked import Part, marked
from normtext.writers.marks import Mark
from tests.writers.conftest import HOSTILE

ALL = tuple(writers.FORMATS)


def write(name: str, *articles: Article) -> str:
    writer = writers.get(name)
    return writer.header() + "".join(writer.item(article) for article in articles) + writer.footer()


def empty() -> Article:
    return Article(id="sha256:0", source=Source(sha256="0"))


def test_unknown_format_lists_the_known() -> None:
    with pytest.raises(
        UsageError,
        match=r"unknown format 'docx'; known: html, json, jsonl, jsonld, markdown, sentences, text",
    ):
        writers.get("docx")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.JSONL", "jsonl"), ("a.json", "json"), ("a.txt", "text"), ("a.md", "markdown"), ("a.html", "html"),
     ("a.jsonld", "jsonld"), ("a.tsv", "sentences"), ("a", None), ("a.docx", None)],
)  # fmt: skip
def test_format_guessed_from_the_suffix(name: str, expected: str | None) -> None:
    assert writers.guess(Path(name)) == expected


@pytest.mark.parametrize("name", ALL)
def test_every_writer_takes_any_article_any_number_of_times(
    name: str, dutch: Article, untranslated: Article, hostile: Article
) -> None:
    assert isinstance(write(name), str)
    text = write(name, dutch, untranslated, hostile, empty())
    assert text.endswith("\n")
    assert write(name, dutch, untranslated, hostile, empty()) == text


def test_json_lines_are_one_line_each_for_every_reader(dutch: Article, hostile: Article) -> None:
    text = write("jsonl", dutch, hostile)
    assert text.count("\n") == len(text.splitlines()) == 2
    assert [Article.from_json(line) for line in text.splitlines()] == [dutch, hostile]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(count: int, hostile: Article) -> None:
    rows = json.loads(write("json", *[hostile] * count))
    assert [Article.from_dict(row) for row in rows] == [hostile] * count


def test_text_is_the_english_or_the_text(dutch: Article, untranslated: Article) -> None:
    assert write("text", dutch) == f"{dutch.english}\n"
    assert write("text", untranslated, dutch) == f"{untranslated.text}\n\n* * *\n\n{dutch.english}\n"


def front_matter(text: str) -> dict[str, object]:
    assert text.startswith("---\n")
    matter = text[4:].split("\n---\n", 1)[0]
    data = yaml.safe_load(matter)
    assert isinstance(data, dict)
    return data


def test_markdown(dutch: Article) -> None:
    text = write("markdown", dutch)
    assert front_matter(text) == {
        "title": "New plan",
        "authors": ["Ada O'Dell", "Bo: Li"],
        "published": "2025-03-22",
        "language": "en",
        "translated_from": "nl",
        "site": "Voorbeeld",
        "url": "https://example.org/nl?a=1&b=2",
        "file": "nl.txt",
        "tags": ["beleid", "a, b"],
    }
    body = text.split("\n---\n", 1)[1]
    assert "\n# New plan\n\n## Background\n\nThe minister" in body
    assert "\n- one point\n2. another\n" in body
    assert "\n> So it is.  \n> Really.\n" in body
    assert "\n**Why?**\n\nBecause.\n" in body
    assert "\n````\nx = ```1```\n````\n" in body


def test_markdown_leaves_out_what_is_not_known() -> None:
    assert front_matter(write("markdown", empty())) == {"language": "und"}


def test_markdown_of_questions_that_say_that_they_are() -> None:
    assert markdown.render("question", "Why now?") == "**Why now?**"
    assert markdown.render("question", "Q: Why now?") == "Q: Why now?"


def test_markdown_front_matter_cannot_be_broken_out_of(hostile: Article) -> None:
    data = front_matter(write("markdown", hostile))
    title = hostile.title.text if hostile.title else ""
    assert (data["title"], data["authors"], data["tags"]) == (title, [title], [title])


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_yaml_string_holds_any_text(text: str) -> None:
    quoted = markdown.quoted(text)
    assert len(quoted.splitlines()) == 1
    assert yaml.safe_load(f"key: {quoted}") == {"key": text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, snake_case, 5 * 3, a < b, R&D", "plain words, snake_case, 5 * 3, a < b, R&D"),
        ("# no heading", r"\# no heading"),
        ("#hashtag", "#hashtag"),
        ("- no item", r"\- no item"),
        ("2025. A year", r"2025\. A year"),
        ("3.5 per cent", "3.5 per cent"),
        ("> no quote", r"\> no quote"),
        ("*bold* and _slanted_", r"\*bold\* and \_slanted\_"),
        ("[1] `x` [sic]", r"[1] \`x\` [sic]"),
        ("[a](b) [c][d]", r"\[a](b) \[c][d]"),
        ("[a]: b", r"\[a]: b"),
        ("- [x] done", r"\- \[x] done"),
        ("a claim[^1]", r"a claim\[^1]"),
        ("~5 km, H~2~O", r"~5 km, H\~2\~O"),
        ("~~~", r"~\~\~"),
        ("News | Site", "News | Site"),
        ("|---|:-:|", r"\|---|:-:|"),
        ("-|-", r"\-|-"),
        ("__init__", r"\_\_init\_\_"),
        ("<b>tag</b> &amp;", r"\<b>tag\</b> \&amp;"),
        ("one\ntwo", "one  \ntwo"),
        ("---", r"\---"),
        ("no underline\n====", "no underline  \n\\===="),
    ],
)
def test_markdown_text_is_escaped_where_it_must_be(text: str, expected: str) -> None:
    assert markdown.escaped(text) == expected


@pytest.fixture
def pictured(dutch: Article) -> Article:
    """The Dutch article with images above, inside and below its text, and one that is nowhere."""
    data = dutch.to_dict()
    for number, block in enumerate(data["blocks"]):
        block["span"] = (100 * number, 100 * number + 50)
    data["images"] = [
        {"url": "https://example.org/lead (1).jpg", "alt": "A mill [1934] & its *sails*"},
        {"url": "https://example.org/in.png?a=1&copy;=2", "alt": None, "at": 100},
        {"url": "https://example.org/end.png", "alt": "<i>End</i>", "at": 9999},
        {"url": "data:image/png;base64,xyz", "alt": "No address", "at": 0},
    ]
    return Article.from_dict(data)


def test_markdown_has_images_where_they_stand(pictured: Article) -> None:
    text = write("markdown", pictured)
    lead = r"![A mill \[1934\] \& its \*sails\*](<https://example.org/lead%20(1).jpg>)"
    assert f"\n# New plan\n\n{lead}\n\n## Background\n" in text
    assert "## Background\n\n![](https://example.org/in.png?a=1%26copy;=2)\n\nThe minister" in text
    assert text.endswith("````\n\n![\\<i>End\\</i>](https://example.org/end.png)\n\n")
    assert "base64" not in text


def test_page_links_to_images_and_loads_none(pictured: Article) -> None:
    page = write("html", pictured)
    assert "<img" not in page
    assert ">A mill [1934] &amp; its *sails*</a>" in page
    assert 'href="https://example.org/in.png?a=1&amp;copy;=2"' in page
    assert page.index("Background</h2>") < page.index(">in.png</a>") < page.index("Digitale Zaken sprak")
    assert "base64" not in page


def test_jsonld_has_the_images_of_both_works(pictured: Article) -> None:
    (node,) = json.loads(write("jsonld", pictured))["@graph"]
    assert [image["url"] for image in node["image"]] == [image.url for image in pictured.images[:3]]
    assert node["image"][2] == {
        "@type": "ImageObject",
        "url": "https://example.org/end.png",
        "description": "<i>End</i>",
    }
    assert node["translationOfWork"]["image"] == node["image"]
    assert "image" not in json.loads(write("jsonld", empty()))["@graph"][0]


def test_a_subtitle_is_shown_where_titles_are(dutch: Article, untranslated: Article) -> None:
    def with_subtitle(article: Article) -> Article:
        data = article.to_dict()
        data["header"] = [{"field": "subtitle", "span": (0, 9), "original": "Na <lang> wachten"}]
        return Article.from_dict(data)

    page = write("html", with_subtitle(dutch))
    assert '<p class="subtitle"><bdi lang="nl">Na &lt;lang&gt; wachten</bdi></p>' in page
    assert front_matter(write("markdown", with_subtitle(dutch)))["subtitle"] == "Na <lang> wachten"
    (node,) = json.loads(write("jsonld", with_subtitle(dutch)))["@graph"]
    assert "alternativeHeadline" not in node  # it is not translated
    assert node["translationOfWork"]["alternativeHeadline"] == "Na <lang> wachten"
    (node,) = json.loads(write("jsonld", with_subtitle(untranslated)))["@graph"]
    assert node["alternativeHeadline"] == "Na <lang> wachten"


def test_page_shows_a_menu_that_was_left_out_on_one_line(dutch: Article) -> None:
    data = dutch.to_dict()
    data["boilerplate"] = [{"reason": "navigation", "span": (0, 12), "original": "News\n\nSport"}]
    assert "News · Sport" in write("html", Article.from_dict(data))


def test_jsonld_translation(dutch: Article) -> None:
    (node,) = json.loads(write("jsonld", dutch))["@graph"]
    original = node["translationOfWork"]
    assert (node["@type"], node["inLanguage"], node["headline"]) == ("NewsArticle", "en", "New plan")
    assert (original["inLanguage"], original["headline"]) == ("nl", "Nieuw plan")
    assert original["url"] == "https://example.org/nl?a=1&b=2"
    assert "url" not in node
    assert node["mentions"] == [{"@type": "Corporation", "name": "Quilmara Labs"}]
    assert node["datePublished"] == "2025-03-22"


def test_jsonld_of_what_is_not_translated(untranslated: Article) -> None:
    (node,) = json.loads(write("jsonld", untranslated))["@graph"]
    assert node["inLanguage"] == "nl"
    assert "translationOfWork" not in node


def test_jsonld_may_stand_in_a_script_element(hostile: Article) -> None:
    text = write("jsonld", hostile, hostile)
    assert not set("<>&") & set(text)
    first, second = json.loads(text)["@graph"]
    assert first == second
    assert first["headline"] == (hostile.title.text if hostile.title else None)
    assert "url" not in first


class Page(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def test_page_shows_both_sides_edits_suggestions_names_and_what_was_left_out(dutch: Article) -> None:
    page = Page(write("html", dutch))
    assert page.open == []
    assert any(text.startswith("De minister van") for text in page.of("p"))
    assert any(text.startswith("The minister") for text in page.of("p"))
    assert page.of("ins") == ["2 changes", " ", "Quilmara Labs"]
    assert page.of("del") == ["Quilmara Labz"]
    assert "Veldwijk" in page.of("span")
    notes = [attrs["data-note"] for tag, attrs in page.tags if "data-note" in attrs]
    assert "“Quilmara Labz” → “Quilmara Labs”: Quilmara Labs is meant (0.97)" in notes
    assert "Quilmara Labs" in page.of("bdi")
    assert ("span", {"class": "name", "title": "Quilmara Labs, company"}) in page.tags
    assert any(text == "Bron" for text in page.of("div"))


def test_page_tells_how_sentences_and_names_came_through(aligned: Article) -> None:
    page = Page(write("html", aligned))
    classes = [attrs["class"] for tag, attrs in page.tags if tag == "span" and "tabindex" in attrs]
    assert classes[:3] == ["s s0", "s s1", "s s2"]
    assert classes.count("s s2 odd kept") == 1
    flags = [attrs for tag, attrs in page.tags if attrs.get("class") == "flag"]
    assert [(flag["data-note"], flag["aria-label"]) for flag in flags] == [
        ("it is\tnot English", "kept in Dutch: it is\tnot English")
    ]
    assert "kept in Dutch" in page.of("small")
    titles = [attrs["title"] for tag, attrs in page.tags if "title" in attrs]
    assert titles == ["Quilmara Labs, company, restored by alignment"] * 2
    assert ", restored by alignment" in page.of("small")


def test_page_says_what_is_wrong_with_the_title(dutch: Article) -> None:
    warning = {"code": "translation_doubtful", "message": "why", "where": "title/english"}
    page = Page(write("html", Article.from_dict(dutch.to_dict() | {"warnings": [warning]})))
    assert ("span", {"class": "odd", "tabindex": "-1"}) in page.tags
    assert "doubtful" in page.of("small")


def test_page_sums_up_the_checks(dutch: Article) -> None:
    data = dutch.to_dict()
    data["translation"]["checks"] = {
        "sentences": 9, "doubtful": 2, "names": 5, "names_kept": 3, "names_by_alignment": 2, "fault_loop": 1
    }  # fmt: skip
    found = Page(write("html", Article.from_dict(data))).of("bdi")
    assert "9: 2 doubtful" in found
    assert "5: 3 kept by the engine, 2 restored by alignment" in found
    assert "repeating itself 1" in found


@pytest.mark.parametrize(("count", "is_open"), [(2, True), (3, False)])
def test_page_folds_many_warnings(dutch: Article, count: int, is_open: bool) -> None:
    data = dutch.to_dict()
    data["warnings"] *= count
    tags = Page(write("html", Article.from_dict(data))).tags
    (found,) = [attrs for tag, attrs in tags if attrs.get("class") == "warnings"]
    assert ("open" in found) is is_open


def test_a_long_block_lights_up_in_groups(dutch: Article) -> None:
    data = dutch.to_dict()
    count = html.GROUPS * 3 + 1
    data["blocks"] = [data["blocks"][1] | {"text": "a " * count, "english": "b " * count}]
    data["blocks"][0]["sentences"] = [
        {"text": (2 * i, 2 * i + 1), "english": (2 * i, 2 * i + 1)} for i in range(count)
    ]
    data["edits"] = data["suggestions"] = []
    classes = [attrs["class"] for tag, attrs in Page(write("html", Article.from_dict(data))).tags
               if (attrs.get("class") or "").startswith("s s")]  # fmt: skip
    assert len(classes) == 2 * count
    assert len(set(classes)) <= html.GROUPS
    assert classes[:count] == classes[count:]


def test_what_an_edit_is_told_by_is_in_the_page(dutch: Article) -> None:
    page = Page(write("html", dutch))
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    told = {attrs["aria-describedby"] for _, attrs in page.tags if "aria-describedby" in attrs}
    assert told == {"article-1-edit-0", "article-1-edit-1", "article-1-suggestion-0"}
    assert told <= ids


def test_page_is_self_contained_and_runs_nothing(hostile: Article, dutch: Article) -> None:
    page = Page(write("html", hostile, dutch))
    assert page.open == []
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "base"}
    for tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "style")], tag
    links = {attrs["href"] or "" for tag, attrs in page.tags if tag == "a"}
    assert {link for link in links if link[0] != "#"} == {"https://example.org/nl?a=1&b=2"}
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in links if link[0] == "#"} <= set(ids)


def test_page_holds_no_control_characters(hostile: Article) -> None:
    text = write("html", hostile)
    assert not [c for c in text if (ord(c) < 0x20 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0]


def test_page_of_an_untranslated_article_says_so(untranslated: Article, dutch: Article) -> None:
    page = Page(write("html", untranslated))
    assert page.of("p").count("no English") == 0
    assert "Dutch, not translated" in page.of("bdi")
    assert ("section", {"class": "article one", "id": "article-1"}) in page.tags
    data = dutch.to_dict()
    data["blocks"][1]["english"] = None
    page = Page(write("html", Article.from_dict(data)))
    assert page.of("p").count("no English") == 1
    assert "Dutch, translated by argos (nl → en)" in page.of("bdi")


def test_page_is_called_by_its_first_article(dutch: Article, hostile: Article) -> None:
    assert Page(write("html", dutch, hostile)).of("title") == ["New plan"]
    assert Page(write("html")).of("title") == ["normtext"]
    nameless = Article.from_dict(empty().to_dict() | {"source": {"name": "a/b.txt", "sha256": "0"}})
    assert Page(write("html", nameless)).of("title") == ["b.txt"]


def test_page_has_the_changes_in_reading_order_with_their_places(dutch: Article) -> None:
    data = dutch.to_dict()
    for where in ("block:4/english", "title", "block:7", "elsewhere", "block:99"):
        data["edits"].append(data["edits"][0] | {"where": where})
    page = Page(write("html", Article.from_dict(data)))
    places = [words for words in page.of("a") if not words.startswith("http")]
    # The first is the warning's, the last the suggestion's.
    assert places == ["paragraph 1", *["paragraph 1"] * 2, "quote 1, English", "code 1", "paragraph 1"]
    assert {"title", "elsewhere", "block 99"} <= set(page.of("bdi"))


def test_page_keeps_what_is_stated_in_its_own_direction(dutch: Article) -> None:
    authors = ("سلمى الوزاني", "Ada")
    page = Page(write("html", Article.from_dict(dutch.to_dict() | {"authors": authors})))
    assert {*authors, "beleid", "Dutch, translated by argos (nl → en)"} <= set(page.of("bdi"))
    assert page.of("time") == ["2025-03-22"]
    assert page.tags[[tag for tag, _ in page.tags].index("time") - 1][0] == "bdi"


def test_a_label_cannot_turn_what_stands_beside_it(dutch: Article) -> None:
    turned = "Ada \N{POP DIRECTIONAL ISOLATE}\N{RIGHT-TO-LEFT OVERRIDE}x"
    data = dutch.to_dict() | {"authors": [turned], "tags": [turned], "site": turned}
    data["warnings"][0]["message"] = turned
    data["names"][0]["name"] = turned
    page = Page(write("html", Article.from_dict(data)))
    assert page.of("bdi").count("Ada [U+2069][U+202E]x") == 5
    assert not [text for _, text in page.texts if "\N{RIGHT-TO-LEFT OVERRIDE}" in text]


def test_a_notebook_gets_the_page_in_a_frame(dutch: Article, hostile: Article) -> None:
    for article in (dutch, hostile, empty()):
        ((tag, attrs),) = Page(article._repr_html_()).tags
        assert tag == "iframe"
        assert set(attrs) == {"sandbox", "title", "referrerpolicy", "style", "srcdoc"}
        assert "allow-scripts" not in str(attrs["sandbox"])
        page = Page(attrs["srcdoc"] or "")
        assert page.open == []
        assert ("body", {"class": "framed"}) in page.tags
        assert ("section", "article-1") in [(tag, attrs.get("id")) for tag, attrs in page.tags]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-03-22", "2025-03-22"),
        ("2025-03-22T08:30:00+01:00", "2025-03-22 08:30 +01:00"),
        ("2025-03-22T08:30", "2025-03-22 08:30"),
    ],
)
def test_page_writes_dates_legibly(dutch: Article, value: str, shown: str) -> None:
    data = dutch.to_dict()
    data["published"]["value"] = value
    page = Page(write("html", Article.from_dict(data)))
    assert page.of("time") == [shown]
    assert ("time", {"datetime": value}) in page.tags


@given(st.data())
def test_sentences_names_and_edits_are_marked_and_the_text_stays(data: st.DataObject) -> None:
    value = data.draw(st.text("ab<", max_size=12))
    cuts = st.lists(st.integers(0, len(value)), max_size=6).map(sorted)

    def spans() -> list[tuple[int, int]]:
        found = data.draw(cuts)
        return list(zip(found[::2], found[1::2], strict=False))

    edit = Edit(stage="names", where="title", start=0, end=0, before="", after="x", rule="r", confidence=1)
    marks = [Mark(start, end, edit) for start, end in spans()]
    names = [(start, end, "n") for start, end in spans() if start < end]
    parts = [Part(start, end, "s") for start, end in spans()]
    page = Page(marked(value, marks, names, parts))
    assert page.open == []
    assert "".join(text for _, text in page.texts) == value
    assert len([tag for tag, _ in page.tags if tag == "ins"]) == len(marks)


MAKERS: dict[str, Callable[[str], str]] = {
    "jsonl": lambda text: json.loads(text)["title"]["text"],
    "json": lambda text: json.loads(text)[0]["title"]["text"],
    "jsonld": lambda text: json.loads(text)["@graph"][0]["headline"],
    "markdown": lambda text: str(front_matter(text)["title"]),
}


@pytest.mark.parametrize("name", list(MAKERS))
@given(title=st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_title_comes_back_as_it_was(name: str, title: str) -> None:
    stated = {"title": {"original": title, "text": title, "english": title}}
    article = Article.from_dict(empty().to_dict() | stated)
    assert MAKERS[name](write(name, article)) == title


def rows(*articles: Article) -> list[dict[str, str]]:
    head, *lines = write("sentences", *articles).removesuffix("\n").split("\n")
    columns = head.split("\t")
    assert columns == list(tsv.COLUMNS)
    return [dict(zip(columns, map(tsv.unescape, line.split("\t")), strict=True)) for line in lines]


def test_sentences_are_a_pair_a_line(aligned: Article) -> None:
    found = rows(aligned)
    assert [(row["where"], row["sentence"], row["text"], row["english"], row["status"]) for row in found] == [
        ("title", "0", "Nieuw plan", "New plan", "translated"),
        ("block:1", "0", "Een zin.", "A sentence.", "translated"),
        ("block:1", "1", "Met Quilmara Labs.", "With Quilmara Labs.", "name_restored"),
        ("block:1", "2", "Nog een.", "Nog een.", "source_kept"),
    ]
    assert {(row["id"], row["name"], row["language"]) for row in found} == {(aligned.id, "nl.txt", "nl")}
    assert [row["problem"] for row in found] == ["", "", "", "it is\tnot English"]


def test_sentences_without_english(aligned: Article, untranslated: Article) -> None:
    data = aligned.to_dict()
    data["title"] = None
    data["blocks"][1]["english"] = None
    for pair in data["blocks"][1]["sentences"]:
        pair.update(english=None, problem=None)
    assert [(row["english"], row["status"]) for row in rows(Article.from_dict(data))] == [
        ("", "not_translated")
    ] * 3
    assert [(row["text"], row["status"]) for row in rows(untranslated)] == [("Nieuw plan", "not_translated")]


def test_a_row_is_one_line_for_every_reader(hostile: Article) -> None:
    text = write("sentences", hostile)
    assert len(text.splitlines()) == 2
    (row,) = rows(hostile)
    assert row["text"] == row["english"] == row["name"] == HOSTILE
    assert row["status"] == "not_needed"


@given(st.text())
def test_columns_hold_any_text(text: str) -> None:
    column = tsv.escape(text)
    assert tsv.unescape(column) == text
    assert "\t" not in column
    assert len(column.splitlines()) <= 1
