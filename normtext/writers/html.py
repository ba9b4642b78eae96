"""One self-contained page: original and English side by side, every edit shown with its reason.

Nothing is fetched and nothing runs: the page has its own style and no script, and says so to the
browser in a content security policy. All text of the article is escaped. That a sentence lights up
with its partner is done by style alone.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import PurePath
from urllib.parse import urlsplit

import regex

from normtext.article import Article, Block, Image
from normtext.writers.content import images_before, subtitle, web_address
from normtext.writers.marked import Markup, Part, label, marked, text
from normtext.writers.panels import Places, panels, warnings

# No request is made and no script runs, whatever an article holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# Sentences of a block that light up each with its own partner; those of a longer block do so in this
# many groups of neighbours. Paragraphs of articles have up to 40; each number costs 50 bytes of style.
GROUPS = 100

ENGLISH = {
    "translated": "translated",
    "partial": "translated in part",
    "unavailable": "not translated",
    "failed": "translation failed",
}
TAGS = {
    "heading": "h2",
    "paragraph": "p",
    "quote": "blockquote",
    "list_item": "p",
    "question": "p",
    "answer": "p",
    "caption": "p",
    "code": "pre",
    "table": "pre",
}
_DATETIME = regex.compile(r"^([\d-]+)T(\d\d:\d\d)(?::[\d.]+)?(\S*)$")
_SENTENCE_WARNINGS = frozenset(("translation_doubtful", "sentence_not_translated"))

# A list item that brings its own bullet or number.
_MARKER = regex.compile(r"[-*+•‣◦▪·–—][ \t\N{NO-BREAK SPACE}]|\(?\w{1,3}[.)][ \t\N{NO-BREAK SPACE}]")


class HtmlPage:
    """All articles as one page, a section each; the first one gives the page its title.

    Args:
        framed: it stands in a frame of another page and needs no margin of its own.
    """

    def __init__(self, *, framed: bool = False) -> None:
        self._count = 0
        self._body = '<body class="framed">' if framed else "<body>"

    def header(self) -> str:
        """The head of the page with its style, up to the title."""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<style>\n{style()}</style>\n"
        )

    def item(self, article: Article) -> str:
        """One section."""
        self._count += 1
        start = self._start(heading(article)) if self._count == 1 else ""
        return start + section_of(article, f"article-{self._count}")

    def footer(self) -> str:
        """The end of the page."""
        return ("" if self._count else self._start("normtext")) + "</main>\n</body>\n</html>\n"

    def _start(self, title: str) -> str:
        return f"<title>{label(title)}</title>\n</head>\n{self._body}\n<main>\n"


def heading(article: Article) -> str:
    """What to call an article: its title in English, its title, its file."""
    if article.title:
        return article.title.english or article.title.text
    return PurePath(article.source.name or "").name or "Untitled"


@cache
def style() -> str:
    """The style of the page, the rules for partners included."""
    sheet = (resources.files("normtext") / "writers" / "page.css").read_text(encoding="utf-8")
    partners = ",\n".join(f".row:has(.s{n}:is(:hover,:focus-within)) .s{n}" for n in range(GROUPS))
    return f"{sheet}{partners} {{ background: var(--lit); box-shadow: 0 0 0 0.15em var(--lit); }}\n"


def section_of(article: Article, anchor: str) -> str:
    """Return an article as a ``section`` element whose id is ``anchor``."""
    markup = Markup(article, anchor)
    # A second column where it has anything to say.
    two = any(block.english not in (None, block.text) for block in article.blocks)
    places = Places(article, anchor)
    return "".join(
        (
            f'<section class="article {"two" if two else "one"}" id="{anchor}">\n',
            _head(article, markup),
            warnings(article, places),
            _body(article, markup, places, two=two),
            panels(article, places, anchor),
            "</section>\n",
        )
    )


def _head(article: Article, markup: Markup) -> str:
    # The title's direction is the header's; within it each item has its own: beside an Arabic name a date
    # would read backwards.
    stated = [f"<bdi>{label(name)}</bdi>" for name in article.authors]
    for word, date in (("", article.published), ("updated ", article.modified)):
        if date:
            value = f'<time datetime="{text(date.value)}">{label(_legible(date.value))}</time>'
            stated.append(f"<bdi>{word}{value}</bdi>")
    stated += [f"<bdi>{label(part)}</bdi>" for part in (article.site, article.section) if part]
    stated.append(f"<bdi>{label(_language(article))}</bdi>")
    tags = "".join(f"<li><bdi>{label(tag)}</bdi></li>" for tag in article.tags)
    return (
        f'<header dir="auto">\n{_title(article, markup)}{_subtitle(article)}'
        f'<p class="stated">{" · ".join(stated)}</p>\n'
        + (f'<ul class="chips" aria-label="Tags">{tags}</ul>\n' if tags else "")
        + _link(article)
        + "</header>\n"
    )


def _legible(date: str) -> str:
    """An ISO 8601 datetime with spaces between its parts."""
    legible: str = _DATETIME.sub(r"\1 \2 \3", date)
    return legible.rstrip()


def _language(article: Article) -> str:
    """In what language it is, and how the English came about."""
    translation = article.translation
    done = ENGLISH.get(translation.status)
    if done is None:
        return article.language.name
    by = f" by {translation.engine}" if translation.engine else ""
    route = f" ({' → '.join(translation.route)})" if translation.route else ""
    return f"{article.language.name}, {done}{by}{route}"


def _title(article: Article, markup: Markup) -> str:
    title = article.title
    if title is None:
        return f'<h1 class="untitled"><bdi>{label(heading(article))}</bdi></h1>\n'
    tag = text(article.language.tag)
    if title.english is None or title.english == title.text:
        return f'<h1 lang="{tag}">{markup.at("title", title.text, _title_part(article))}</h1>\n'
    source = markup.at("title", title.text)
    english = markup.at("title/english", title.english, _title_part(article))
    return f'<h1 lang="en">{english}</h1>\n<p class="original"><bdi lang="{tag}">{source}</bdi></p>\n'


def _subtitle(article: Article) -> str:
    said = subtitle(article)
    tag = text(article.language.tag)
    return f'<p class="subtitle"><bdi lang="{tag}">{label(said)}</bdi></p>\n' if said else ""


def _title_part(article: Article) -> list[Part]:
    """The title as a sentence, where a warning tells what is wrong with its English."""
    title = article.title
    found = (w for w in article.warnings if w.where == "title/english" and w.code in _SENTENCE_WARNINGS)
    warning = next(found, None)
    if warning is None or title is None or title.english is None:
        return []
    kept = title.english == title.text
    flag = _flag(kept, article.language.name)
    return [Part(0, len(title.english), "odd kept" if kept else "odd", flag, warning.message)]


def _link(article: Article) -> str:
    url = web_address(article.source.url)
    if url:
        link = f'<a href="{text(url)}" target="_blank" rel="noreferrer noopener">{label(url)}</a>'
        return f'<p class="source"><bdi>{link}</bdi></p>\n'
    name = article.source.name
    return f'<p class="source"><bdi>{label(name)}</bdi></p>\n' if name and article.title else ""


def _body(article: Article, markup: Markup, places: Places, *, two: bool) -> str:
    language = article.language.name
    pictures = images_before(article)
    rows: list[str] = []
    for number, block in enumerate(article.blocks):
        rows += map(_picture, pictures[number])
        if two:
            ours, english = _parts(block, language)
            source = _cell(block, markup.at(f"block:{number}", block.text, ours), block.language)
            source = _side(language, source) + _side("English", _english(block, number, markup, english))
        else:
            source = _cell(block, markup.at(f"block:{number}", block.text), block.language)
        rows.append(f'<div class="row" id="{places.id(number)}">{source}</div>\n')
    rows += map(_picture, pictures[-1])
    heads = ""
    if two:
        heads = (
            f'<div class="heads" aria-hidden="true"><div>{label(language)}</div><div>English</div></div>\n'
        )
    return f'<div class="body">\n{heads}{"".join(rows)}</div>\n'


def _picture(image: Image) -> str:
    """An image as a link with what it shows; the page loads nothing."""
    name = image.alt or PurePath(urlsplit(image.url).path).name or image.url
    link = f'<a href="{text(image.url)}" target="_blank" rel="noreferrer noopener">{label(name)}</a>'
    return f'<p class="picture">Image: <bdi>{link}</bdi></p>\n'


def _parts(block: Block, language: str) -> tuple[list[Part], list[Part]]:
    """The sentences of a block, and those of its English, each with the class of its partner."""
    ours, english = [], []
    step = max(1, -(-len(block.sentences) // GROUPS))
    for number, pair in enumerate(block.sentences):
        classes = f"s s{number // step}"
        ours.append(Part(*pair.text, classes))
        if pair.english is None or block.english is None:
            continue
        if not pair.problem:
            english.append(Part(*pair.english, classes))
            continue
        kept = block.text[slice(*pair.text)] == block.english[slice(*pair.english)]
        odd = f"{classes} odd kept" if kept else f"{classes} odd"
        english.append(Part(*pair.english, odd, _flag(kept, language), pair.problem))
    return ours, english


def _flag(kept: bool, language: str) -> str:
    return f"kept in {language}" if kept else "doubtful"


def _side(language: str, cell: str) -> str:
    """A cell of one of two columns; where there is no room for two, its language is shown."""
    return f'<div class="side" data-label="{label(language)}">{cell}</div>'


def _english(block: Block, number: int, markup: Markup, parts: list[Part]) -> str:
    if block.english is None:
        return '<p class="missing">no English</p>'
    if block.english == block.text:
        return _cell(block, marked(block.text, (), (), parts), block.language)
    return _cell(block, markup.at(f"block:{number}/english", block.english, parts), "en")


def _cell(block: Block, html: str, language: str) -> str:
    tag = TAGS[block.kind]
    own = " marked" if block.kind == "list_item" and _MARKER.match(block.text) else ""
    return f'<{tag} class="{block.kind}{own}" dir="auto" lang="{text(language)}">{html}</{tag}>'
