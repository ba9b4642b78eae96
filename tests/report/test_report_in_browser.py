"""The report in a real browser: ten thousand articles, filters, and a corpus that means harm."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import normtext
from normtext.article import Article
from normtext.report import Listing, Seen, Survey, page_of
from tests.conftest import ARTICLES
from tests.report.corpora import varied
from tests.writers.browser import Browser, chromium, find
from tests.writers.test_page_in_browser import ATTACKS, SENTINEL, attacker, requests, style_of

pytestmark = pytest.mark.skipif(
    find() is None or os.name != "posix",
    reason="no Chromium here: install chromium, or name one in NORMTEXT_CHROMIUM",
)

MANY = 10_000
SECONDS = 20  # until the list of so many is there; one took 0.4 on the machine of the first measurement


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium(tmp_path_factory.mktemp("profile")))
        except (RuntimeError, OSError) as error:
            pytest.skip(f"Chromium is installed and does not start: {error}")
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on ten thousand articles, made of the examples."""
    examples = [normtext.normalize(path, translate=False) for path in sorted(ARTICLES.iterdir())]
    return report(tmp_path_factory.mktemp("report"), varied(examples, MANY))


def report(folder: Path, articles: Iterator[Article] | list[Article]) -> Path:
    survey, listing = Survey(), Listing()
    for article in articles:
        one = Seen(article, article.translation.status, len(article.edits))
        survey.add(one)
        listing.add(one)
    file = folder / "report.html"
    file.write_text(page_of(survey, listing, title="A corpus"), encoding="utf-8", errors="replace")
    return file


@pytest.fixture
def shown(browser: Browser, page: Path) -> Browser:
    browser.view(1280)
    return opened(browser, page)


def opened(browser: Browser, page: Path) -> Browser:
    browser.open(page)
    end = time.monotonic() + SECONDS
    while not browser.evaluate("document.documentElement.dataset.ready === 'yes'"):
        assert time.monotonic() < end, browser.seen("Runtime.exceptionThrown")
        time.sleep(0.02)
    return browser


def put(browser: Browser, selector: str, value: str) -> str:
    """Set a field as a reader would, and return what the page says of the list."""
    told = browser.evaluate(
        f"(() => {{const e = document.querySelector({selector!r}); e.value = {json.dumps(value)};"
        " e.dispatchEvent(new Event(e.localName === 'input' ? 'input' : 'change'));"
        " return document.getElementById('told').textContent})()"
    )
    return str(told)


def titles(browser: Browser) -> list[str]:
    return list(browser.evaluate("[...document.querySelectorAll('#list .title')].map(e => e.textContent)"))


def test_ten_thousand_articles_open_and_are_shown_a_screenful_at_a_time(shown: Browser) -> None:
    assert shown.evaluate("document.getElementById('told').textContent") == "10,000 articles"
    assert len(titles(shown)) == 50
    shown.evaluate("document.getElementById('more').click()")
    assert len(titles(shown)) == 100
    assert requests(shown) == set()
    assert shown.seen("Log.entryAdded") == shown.seen("Runtime.exceptionThrown") == []


def test_filters_work_alone_and_together(shown: Browser) -> None:
    assert put(shown, "#by-language", "nl") == "556 of 10,000 articles"
    assert put(shown, "#search", "(4720)") == "1 of 10,000 articles"
    assert titles(shown) == ["Streekziekenhuizen delen één spraakherkenner voor hun polikliniek (4720)"]
    assert put(shown, "#by-language", "").endswith(" of 10,000 articles")
    shown.evaluate("document.getElementById('clear').click()")
    assert shown.evaluate("document.getElementById('told').textContent") == "10,000 articles"
    assert put(shown, "#by-rule", "names/literal_translation") == "556 of 10,000 articles"


def test_a_search_takes_no_time(shown: Browser) -> None:
    put(shown, "#search", "warm")
    took = shown.evaluate(
        "(() => {const s = document.getElementById('search'), t = performance.now();"
        " s.value = 'hugging face'; s.dispatchEvent(new Event('input')); return performance.now() - t})()"
    )
    print(f"a search among {MANY} articles: {took:.0f} ms")
    assert took < 2000
    put(shown, "#search", "")


def test_a_label_of_a_table_filters_the_list(shown: Browser) -> None:
    shown.evaluate("document.querySelector('.pick[data-kind=name][data-value=\"OLMo 2\"]').click()")
    told = shown.evaluate("document.getElementById('told').textContent")
    assert told.endswith(" of 10,000 articles")
    assert not told.startswith("0 ")
    assert {title.partition(" (")[0] for title in titles(shown)} == {
        "Hugging Face helps a library network to run its own language models"
    }


def test_an_article_opens_with_before_and_after(shown: Browser) -> None:
    put(shown, "#by-name", "OLMo 2")
    shown.evaluate("document.querySelector('#list summary').click()")
    text = shown.evaluate(
        "new Promise(done => setTimeout(() => done(document.querySelector('#list details').innerText), 100))"
    )
    assert "BEFORE" in text
    assert "AFTER" in text
    assert shown.evaluate("document.querySelector('#list del').textContent") == "Hugen Face"
    assert shown.evaluate("document.querySelector('#list ins').textContent") == "Hugging Face"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(browser: Browser, page: Path, width: int) -> None:
    browser.view(width)
    opened(browser, page)
    browser.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
def test_the_report_follows_the_readers_scheme(shown: Browser, dark: bool) -> None:
    shown.view(1280, dark=dark)
    paper = style_of(shown, ".card", "backgroundColor")
    brightness = sum(int(part) for part in paper.removeprefix("rgb(").removesuffix(")").split(","))
    assert (brightness < 150) is dark


def test_filters_are_not_printed(shown: Browser) -> None:
    shown.view(1280, media="print")
    assert style_of(shown, ".filters", "display") == "none"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_hostile_corpus_is_text_and_nothing_else(browser: Browser, tmp_path: Path, width: int) -> None:
    browser.view(width)
    opened(browser, report(tmp_path, [attacker()] * 3))
    browser.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    kinds = ("language", "rule", "warning", "name", "status")
    for kind in kinds:
        browser.evaluate(f"document.querySelector('.pick[data-kind={kind}]').click()")
        assert browser.evaluate("document.getElementById('told').textContent") == "3 of 3 articles"
    browser.evaluate("document.querySelectorAll('#list details').forEach(e => { e.open = true })")
    browser.evaluate("new Promise(done => setTimeout(done, 100))")
    assert ATTACKS[0] in browser.evaluate("document.querySelector('#list').textContent")
    assert browser.evaluate(SENTINEL)
    names = browser.evaluate("[...document.querySelectorAll('*')].map(e => e.localName)")
    assert not {"img", "svg", "iframe", "link", "base", "form", "a"} & set(names)
    assert names.count("script") == 3
    attributes = browser.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
    assert not [name for name in attributes if name.startswith("on")]
    assert requests(browser) == set()
    assert browser.seen("Page.javascriptDialogOpening") == []
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_holds_what_escaping_would_miss(shown: Browser) -> None:
    inject = (
        "(() => {const s = document.createElement('script'); "
        " try {s.textContent = 'window.sentinel = 1'; document.body.append(s)} catch (e) {}"
        " const i = document.createElement('img'); i.src = 'https://example.org/a.png';"
        " document.body.append(i);"
        " try {const d = document.createElement('div');"
        " d.innerHTML = '<p onclick=\"window.sentinel = 2\">x</p>';"
        " document.body.append(d); d.firstChild.click()} catch (e) {}})()"
    )
    shown.evaluate(inject)
    assert shown.evaluate("fetch('https://example.org/b').then(() => 'sent', () => 'refused')") == "refused"
    assert shown.evaluate(SENTINEL)
