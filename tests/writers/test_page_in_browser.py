"""The page in a real browser: what is seen, what lights up, and that a hostile article does nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import normtext
from normtext import writers
from normtext.article import (
    Article,
    ArticleWarning,
    Block,
    Boilerplate,
    Checks,
    Edit,
    HeaderPiece,
    Language,
    LanguageShare,
    Mention,
    Name,
    Sentence,
    Source,
    StatedDate,
    Title,
    TranslationRecord,
)
from tests.writers.browser import Browser, chromium, find
from tests.writers.conftest import KINDS

pytestmark = pytest.mark.skipif(
    find() is None or os.name != "posix",
    reason="no Chromium here: install chromium, or name one in NORMTEXT_CHROMIUM",
)

ATTACKS = (
    "<script>window.sentinel = 1</script>",
    "</style><script>window.sentinel = 2</script><style>",
    "</title></head><body onload='window.sentinel = 3'><svg onload=window.sentinel=3>",
    "<img src=x onerror='window.sentinel = 4'>",
    '" onmouseover=\'window.sentinel = 5\' autofocus onfocus="window.sentinel = 5" x="',
    "' style='background:url(https://example.org/6)' '",
    "<iframe src=\"javascript:parent.sentinel = 7\"></iframe><a href='javascript:sentinel = 7'>x</a>",
    "--><!-- ]]> <![CDATA[ <script>window.sentinel = 8</script> ]]>",
    "<link rel=stylesheet href=https://example.org/9><base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org/10'>",
    "&lt;script&gt;window.sentinel = 11&lt;/script&gt; &#60;script&#62;",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{RIGHT-TO-LEFT ISOLATE}\N{POP DIRECTIONAL ISOLATE}\N{NULL}\ud800",
    "</section></main></body></html><form action=https://example.org><button id=article-1>",
    "w" * 3000,
)
HOSTILE = " ".join(ATTACKS)
SENTINEL = "window.sentinel === undefined"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium(tmp_path_factory.mktemp("profile")))
        except (RuntimeError, OSError) as error:
            pytest.skip(f"Chromium is installed and does not start: {error}")
        yield started


@pytest.fixture
def shown(browser: Browser, aligned: Article, tmp_path: Path) -> Browser:
    browser.view(1280)
    browser.open(written(tmp_path, aligned))
    return browser


def written(folder: Path, *articles: Article) -> Path:
    writer = writers.get("html")
    page = writer.header() + "".join(writer.item(article) for article in articles) + writer.footer()
    file = folder / "page.html"
    file.write_bytes(page.encode("utf-8", "replace"))
    return file


def style_of(browser: Browser, selector: str, name: str, pseudo: str = "") -> str:
    found = f"getComputedStyle(document.querySelector({selector!r}), {pseudo!r}).{name}"
    return str(browser.evaluate(found))


def lit(browser: Browser) -> list[str]:
    """The texts of the sentences that are lit, by their shadow."""
    return list(
        browser.evaluate(
            "[...document.querySelectorAll('.s')].filter(e => getComputedStyle(e).boxShadow !== 'none')"
            ".map(e => e.textContent.replace(e.querySelector('.flag')?.textContent, '').trim())"
        )
    )


def attacker() -> Article:
    """An article with every attack wherever a string may stand."""
    clean = HOSTILE.replace("\ud800", "")
    english = clean + " ."
    edit = {"start": 0, "end": 0, "before": "", "after": clean[:40], "confidence": 0.5, "reason": clean}
    edits = [
        Edit(stage=clean, rule=clean, where=where, **edit)
        for where in ("title", "block:0", "block:0/english", f"block:{clean}", clean)
    ]
    blocks = [
        Block(
            kind=kind,
            span=(0, 1),
            original=clean,
            text=clean,
            english=english,
            language=clean,
            sentences=(Sentence(text=(0, len(clean)), english=(0, len(english)), problem=clean),),
        )
        for kind in KINDS
    ]
    mention = Mention(where="block:1", start=50, end=60, english_start=50, english_end=60, surface=clean)
    return Article(
        id=clean,
        source=Source(
            name=clean,
            url="https://example.org/" + clean,
            media_type=clean,
            encoding=clean,
            encoding_rule=clean,
            sha256=clean,
        ),
        language=Language(
            tag=clean, best=clean, name=clean, script=clean, others=(LanguageShare(tag=clean, share=0.5),)
        ),
        title=Title(original=clean, text=clean, english=english),
        authors=(clean,),
        published=StatedDate(value=clean, raw=clean, rule=clean),
        modified=StatedDate(value=clean, raw=clean, rule=clean),
        tags=(clean,),
        site=clean,
        section=clean,
        header=(HeaderPiece(field=clean, span=(0, 1), original=clean),),
        blocks=blocks,
        boilerplate=(Boilerplate(reason=clean, span=(0, 1), original=clean),),
        names=(Name(name=clean, kind=clean, mentions=(mention,)),),
        edits=edits,
        suggestions=edits,
        translation=TranslationRecord(
            status="translated", engine=clean, model=clean, route=(clean,), checks=Checks(sentences=1)
        ),
        warnings=(
            ArticleWarning(code="translation_doubtful", message=clean, where="title/english"),
            ArticleWarning(code=clean, message=clean, where=clean),
        ),
    )


def requests(browser: Browser) -> set[str]:
    asked = {event["request"]["url"] for event in browser.seen("Network.requestWillBeSent")}
    return {url for url in asked if not url.startswith("file:")}


def test_both_sides_and_all_marks_are_there(shown: Browser) -> None:
    text = shown.evaluate("document.body.innerText")
    for words in ("New plan", "Nieuw plan", "Met Quilmara Labs.", "With Quilmara Labs.", "KEPT IN DUTCH"):
        assert words.lower() in text.lower()
    assert style_of(shown, ".body .maybe", "borderBottomStyle") == "dotted"
    assert style_of(shown, ".body .name", "borderBottomStyle") == "solid"
    assert style_of(shown, ".body .odd.kept", "borderBottomStyle") == "dashed"


def test_sides_stand_beside_each_other_and_below_on_a_phone(shown: Browser) -> None:
    tops = (
        "[...document.querySelectorAll('#article-1-block-1 .side')].map(e => e.getBoundingClientRect().top)"
    )
    first, second = shown.evaluate(tops)
    assert first == second
    shown.view(360)
    first, second = shown.evaluate(tops)
    assert first < second


def test_an_edit_is_highlighted_and_its_reason_shown(
    browser: Browser, dutch: Article, tmp_path: Path
) -> None:
    browser.view(1280)
    browser.open(written(tmp_path, dutch))
    assert style_of(browser, ".body ins", "backgroundColor") != "rgba(0, 0, 0, 0)"
    assert "underline" in style_of(browser, ".body ins", "textDecorationLine")
    browser.hover(".body ins:has(del)")
    assert "Quilmara Labs is meant" in style_of(browser, ".body ins:has(del)", "content", "::after")


@pytest.mark.parametrize("side", ["first", "last"])
def test_a_sentence_lights_up_with_its_partner_alone(shown: Browser, side: str) -> None:
    shown.hover("h1")
    assert lit(shown) == []
    shown.hover(f"#article-1-block-1 .side:{side}-child .s0")
    assert lit(shown) == ["Een zin.", "A sentence."]
    shown.hover("h1")
    assert lit(shown) == []


def test_the_keyboard_reaches_reasons_and_lights_up_their_sentence(shown: Browser) -> None:
    shown.hover("h1")
    seen = []
    for _ in range(12):
        shown.press("Tab")
        if shown.evaluate("document.activeElement.className") == "flag":
            seen.append(lit(shown))
            assert "not English" in style_of(shown, ".flag", "content", "::after")
            assert style_of(shown, ".flag", "outlineStyle") == "solid"
    assert seen == [["Nog een.", "Nog een."]]


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_follows_the_readers_scheme(shown: Browser, dark: bool) -> None:
    shown.view(1280, dark=dark)
    paper = style_of(shown, ".article", "backgroundColor")
    brightness = sum(int(part) for part in paper.removeprefix("rgb(").removesuffix(")").split(","))
    assert (brightness < 150) is dark


def test_what_is_folded_is_printed(shown: Browser) -> None:
    if not shown.evaluate("CSS.supports('selector(::details-content)')"):
        pytest.skip("this Chromium cannot style folded content")
    visible = "[...document.querySelectorAll('details:not([open]) li')].map(e => e.checkVisibility())"
    assert shown.evaluate(visible) == [False]
    shown.view(1280, media="print")
    height = "document.querySelector('details:not([open]) li').getBoundingClientRect().height"
    assert shown.evaluate(height) > 0


def test_right_to_left_text_runs_so(browser: Browser, tmp_path: Path, dutch: Article) -> None:
    data = dutch.to_dict()
    data["blocks"] = [data["blocks"][1] | {"text": "قالت الوزيرة إن الخطة جديدة.", "language": "ar"}]
    data["edits"] = data["suggestions"] = data["names"] = []
    browser.view(360)
    browser.open(written(tmp_path, Article.from_dict(data)))
    sides = [style_of(browser, f".side:{which}-child > p", "direction") for which in ("first", "last")]
    assert sides == ["rtl", "ltr"]


def test_the_sentinel_trips_where_nothing_is_escaped(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "open.html"
    file.write_text(f"<!DOCTYPE html><body>{ATTACKS[0]}{ATTACKS[3]}", encoding="utf-8")
    browser.open(file)
    assert not browser.evaluate(SENTINEL)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_hostile_article_is_text_and_nothing_else(browser: Browser, tmp_path: Path, width: int) -> None:
    browser.view(width)
    browser.open(written(tmp_path, attacker()))
    assert browser.evaluate(SENTINEL)
    known = "header,main,section,details,summary,table,thead,tbody,tr,th,td,ul,li,dl,dt,dd,div,p,pre,h1,h2,"
    known += "blockquote,span,ins,del,small,bdi,time,a,html,head,body,meta,style,title"
    names = browser.evaluate("[...document.querySelectorAll('*')].map(e => e.localName)")
    assert set(names) <= set(known.split(","))
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    assert not [name for name in browser.evaluate(handlers) if name.startswith("on") or name == "style"]
    assert browser.evaluate("document.querySelectorAll('section').length") == 1
    assert browser.evaluate("document.querySelector('pre').textContent").startswith(ATTACKS[0])
    targets = browser.evaluate("[...document.links].map(e => e.protocol + e.host)")
    assert set(targets) <= {"file:", "https:example.org"}
    assert requests(browser) == set()
    assert browser.seen("Page.javascriptDialogOpening") == []
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    # Every mark is visited, as a reader would.
    browser.evaluate("document.querySelectorAll('[tabindex]').forEach(e => e.focus())")
    browser.hover(".body ins")
    assert browser.evaluate(SENTINEL)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_hostile_source_comes_out_harmless(browser: Browser, tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"source{suffix}"
    source.write_bytes("\n\n".join(("A quiet title", *ATTACKS)).encode("utf-8", "replace"))
    browser.view(360)
    browser.open(written(tmp_path, normtext.normalize(source, translate=False)))
    assert browser.evaluate(SENTINEL)
    assert browser.evaluate("document.querySelectorAll('script, img, iframe, form, link, base').length") == 0
    assert browser.evaluate("document.querySelectorAll('section, details').length") > 0
    assert requests(browser) == set()
    assert browser.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_policy_of_the_page_holds_what_escaping_would_miss(shown: Browser) -> None:
    inject = (
        "(() => {const s = document.createElement('script'); s.textContent = 'window.sentinel = 1';"
        " document.body.append(s); const i = document.createElement('img'); i.src = 'https://example.org/a.png';"
        " document.body.append(i); const d = document.createElement('div');"
        " d.innerHTML = '<p onclick=\"window.sentinel = 2\">x</p>'; document.body.append(d);"
        " d.firstChild.click()})()"
    )
    shown.evaluate(inject)
    fetched = "fetch('https://example.org/b').then(() => 'sent', () => 'refused')"
    assert shown.evaluate(fetched) == "refused"
    assert shown.evaluate(SENTINEL)
    sent = {event["requestId"] for event in shown.seen("Network.responseReceived")}
    assert len(sent) <= 1  # the page itself
    blocked = {event.get("blockedReason") for event in shown.seen("Network.loadingFailed")}
    assert blocked <= {"csp"}


def test_a_page_of_two_thousand_blocks_opens(browser: Browser, aligned: Article, tmp_path: Path) -> None:
    data = aligned.to_dict()
    data["blocks"] = [data["blocks"][1]] * 2000
    browser.view(360)
    browser.open(written(tmp_path, Article.from_dict(data)))
    assert browser.evaluate("document.querySelectorAll('.row').length") == 2000
    browser.hover("#article-1-block-1999 .s0")
    assert lit(browser) == ["Een zin.", "A sentence."]
    assert browser.evaluate("document.documentElement.scrollWidth") == 360


def test_a_notebook_is_not_touched_by_its_outputs(browser: Browser, aligned: Article, tmp_path: Path) -> None:
    output = aligned._repr_html_()
    attacked = attacker()._repr_html_()
    file = tmp_path / "notebook.html"
    host = "<!DOCTYPE html><style>h1 { color: rgb(1, 2, 3); font-size: 9px }</style><h1>Mine</h1>"
    file.write_bytes(f"{host}<div>{output}</div><div>{attacked}</div>".encode("utf-8", "replace"))
    browser.view(1000)
    browser.open(file)
    assert style_of(browser, "h1", "color") == "rgb(1, 2, 3)"
    assert style_of(browser, "body", "backgroundColor") == "rgba(0, 0, 0, 0)"
    assert browser.evaluate("document.querySelectorAll('*').length") == 9
    assert browser.evaluate(SENTINEL)
    first, second = browser.frame_texts()
    assert "With Quilmara Labs." in first
    assert ATTACKS[0] in second
    assert requests(browser) <= {"about:srcdoc"}
    assert browser.seen("Page.javascriptDialogOpening") == []


def test_a_frame_of_a_notebook_runs_no_script(browser: Browser, tmp_path: Path) -> None:
    frame = attacker()._repr_html_().split("srcdoc=")[0]
    attack = "<script>parent.sentinel = 1; alert(1)</script><img src=x onerror='alert(2)'>still here"
    file = tmp_path / "notebook.html"
    file.write_text(f'<!DOCTYPE html><body>{frame}srcdoc="{attack}"></iframe>', encoding="utf-8")
    browser.open(file)
    assert ["still here" in text for text in browser.frame_texts()] == [True]
    assert browser.evaluate(SENTINEL)
    assert browser.seen("Page.javascriptDialogOpening") == []
