"""One self-contained page: original and English side by side, every edit shown with its reason.

Nothing is fetched and nothing runs: the page has its own style and no script, and says so to the
browser in a content security policy. All text of the article is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import PurePath

import regex

from normtext.article import Article, Block, Edit, Mention, Name
from normtext.writers.content import web_address
from normtext.writers.marked import Markup, text, told

# No request is made and no script runs, whatever an article holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

ENGLISH = {
    "translated": "translated",
    "partial": "translated in part",
    "unavailable": "not translated",
    "failed": "translation failed",
}
ENCODING_RULES = {
    "bom": "by its byte order mark",
    "declared": "as declared",
    "detected": "detected",
    "fallback": "assumed",
}
TAGS = {
    "heading": "h3",
    "paragraph": "p",
    "quote": "blockquote",
    "list_item": "p",
    "question": "p",
    "answer": "p",
    "caption": "p",
    "code": "pre",
    "table": "pre",
}


# A list item that brings its own bullet or number.
_MARKER = regex.compile(r"[-*+•‣◦▪·–—][ \t\N{NO-BREAK SPACE}]|\(?\w{1,3}[.)][ \t\N{NO-BREAK SPACE}]")


class HtmlPage:
    """All articles as one page, a section each; the first one gives the page its title."""

    def __init__(self) -> None:
        self._count = 0

    def header(self) -> str:
        """The head of the page with its style, up to the title."""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f"<style>\n{_style()}</style>\n"
        )

    def item(self, article: Article) -> str:
        """One section."""
        self._count += 1
        start = _start(_heading(article)) if self._count == 1 else ""
        return start + section_of(article, f"article-{self._count}")

    def footer(self) -> str:
        """The end of the page."""
        return ("" if self._count else _start("normtext")) + "</main>\n</body>\n</html>\n"


def _start(title: str) -> str:
    return f"<title>{text(title)}</title>\n</head>\n<body>\n<main>\n"


def _heading(article: Article) -> str:
    """What to call an article: its title in English, its title, its file."""
    if article.title:
        return article.title.english or article.title.text
    return PurePath(article.source.name or "").name or "Untitled"


@cache
def _style() -> str:
    return (resources.files("normtext") / "writers" / "page.css").read_text(encoding="utf-8")


def section_of(article: Article, anchor: str) -> str:
    """Return an article as a ``section`` element whose id is ``anchor``."""
    markup = Markup(article)
    # A second column where it has anything to say.
    two = any(block.english not in (None, block.text) for block in article.blocks)
    places = Places(article, anchor)
    return "".join(
        (
            f'<section class="article {"two" if two else "one"}" id="{anchor}">\n',
            _head(article, markup),
            _warnings(article, places),
            _body(article, markup, places, two=two),
            _names(article.names),
            _changes("Changes", article.edits, places),
            _changes("Suggestions, not applied", article.suggestions, places),
            _left_out(article),
            _about(article),
            "</section>\n",
        )
    )


class Places:
    """The places of an article in words and as links: ``block:2/english`` is "paragraph 2, English"."""

    def __init__(self, article: Article, anchor: str) -> None:
        self._anchor = anchor
        self._words: list[str] = []
        seen: Counter[str] = Counter()
        for block in article.blocks:
            seen[block.kind] += 1
            self._words.append(f"{block.kind.replace('_', ' ')} {seen[block.kind]}")

    def id(self, number: int) -> str:
        """The id of the element that holds a block."""
        return f"{self._anchor}-block-{number}"

    def link(self, where: str) -> str:
        """A place as HTML."""
        place, _, side = where.partition("/")
        number = _block_number(place)
        side = f", {side.capitalize()}" if side else ""
        if number is None or number >= len(self._words):
            return text(place.replace(":", " ") + side)
        return f'<a href="#{self.id(number)}">{text(self._words[number] + side)}</a>'


def _block_number(place: str) -> int | None:
    kind, _, number = place.partition(":")
    return int(number) if kind == "block" and number.isdecimal() else None


def _reading_order(edit: Edit) -> tuple[int, bool, int]:
    """Header and title first, then the blocks; the English of a text behind it."""
    place, _, side = edit.where.partition("/")
    number = _block_number(place)
    return -1 if number is None else number, bool(side), edit.start


def _head(article: Article, markup: Markup) -> str:
    # The title's direction is the header's; within it each item has its own: beside an Arabic name a date
    # would read backwards.
    stated = [f"<bdi>{text(name)}</bdi>" for name in article.authors]
    if article.published:
        date = text(article.published.value)
        stated.append(f'<bdi><time datetime="{date}">{date}</time></bdi>')
    stated += [f"<bdi>{text(part)}</bdi>" for part in (article.site, article.section) if part]
    stated.append(f"<bdi>{text(_language(article))}</bdi>")
    tags = "".join(f"<li><bdi>{text(tag)}</bdi></li>" for tag in article.tags)
    return (
        f'<header dir="auto">\n{_title(article, markup)}'
        f'<p class="stated">{" · ".join(stated)}</p>\n'
        + (f'<ul class="chips">{tags}</ul>\n' if tags else "")
        + _link(article)
        + "</header>\n"
    )


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
        return f'<h2 class="untitled"><bdi>{text(_heading(article))}</bdi></h2>\n'
    source = markup.at("title", title.text)
    if title.english is None or title.english == title.text:
        return f'<h2 lang="{text(article.language.tag)}">{source}</h2>\n'
    english = markup.at("title/english", title.english)
    return (
        f'<h2 lang="en">{english}</h2>\n'
        f'<p class="original"><bdi lang="{text(article.language.tag)}">{source}</bdi></p>\n'
    )


def _link(article: Article) -> str:
    url = web_address(article.source.url)
    if url:
        link = f'<a href="{text(url)}" rel="noreferrer noopener">{text(url)}</a>'
        return f'<p class="source"><bdi>{link}</bdi></p>\n'
    name = article.source.name
    return f'<p class="source"><bdi>{text(name)}</bdi></p>\n' if name and article.title else ""


def _warnings(article: Article, places: Places) -> str:
    items = "".join(
        f"<li>{text(w.message)}" + (f" <small>{places.link(w.where)}</small>" if w.where else "") + "</li>"
        for w in article.warnings
    )
    return f'<ul class="warnings">{items}</ul>\n' if items else ""


def _body(article: Article, markup: Markup, places: Places, *, two: bool) -> str:
    language = article.language.name
    rows = []
    for number, block in enumerate(article.blocks):
        source = _cell(block, markup.at(f"block:{number}", block.text), block.language)
        if two:
            source = _side(language, source) + _side("English", _english(block, number, markup))
        rows.append(f'<div class="row" id="{places.id(number)}">{source}</div>\n')
    heads = ""
    if two:
        heads = f'<div class="heads"><div>{text(language)}</div><div>English</div></div>\n'
    return f'<div class="body">\n{heads}{"".join(rows)}</div>\n'


def _side(label: str, cell: str) -> str:
    """A cell of one of two columns; where there is no room for two, its label is shown."""
    return f'<div class="side" data-label="{text(label)}">{cell}</div>'


def _english(block: Block, number: int, markup: Markup) -> str:
    if block.english is None:
        return '<p class="missing">no English</p>'
    if block.english == block.text:
        return _cell(block, text(block.text), block.language)
    return _cell(block, markup.at(f"block:{number}/english", block.english), "en")


def _cell(block: Block, html: str, language: str) -> str:
    tag = TAGS[block.kind]
    own = " marked" if block.kind == "list_item" and _MARKER.match(block.text) else ""
    return f'<{tag} class="{block.kind}{own}" dir="auto" lang="{text(language)}">{html}</{tag}>'


def _names(names: Iterable[Name]) -> str:
    items = "".join(
        f"<li><bdi>{text(n.name)}</bdi> <small>{text(n.kind)}{_times(n.mentions)}</small></li>" for n in names
    )
    return f'<h3 class="aside">Names</h3>\n<ul class="chips">{items}</ul>\n' if items else ""


def _times(mentions: Sequence[Mention]) -> str:
    return f" ×{len(mentions)}" if len(mentions) > 1 else ""


def _changes(heading: str, edits: Sequence[Edit], places: Places) -> str:
    if not edits:
        return ""
    rows = "".join(
        f"<tr><td>{places.link(edit.where)}</td>"
        f"<td><bdi>{text(told(edit.before))}</bdi> → <bdi>{text(told(edit.after))}</bdi></td>"
        f"<td>{text(edit.reason or edit.rule)}<br><small>{text(edit.stage)}, {text(edit.rule)}, "
        f"{edit.confidence:.2f}</small></td></tr>\n"
        for edit in sorted(edits, key=_reading_order)
    )
    return (
        f'<details class="changes"><summary>{heading} ({len(edits)})</summary>\n<div class="scroll"><table>\n'
        f"<thead><tr><th>where</th><th>change</th><th>why</th></tr></thead>\n<tbody>\n{rows}"
        "</tbody></table></div></details>\n"
    )


def _left_out(article: Article) -> str:
    if not article.boilerplate:
        return ""
    items = "".join(
        f"<li><small>{text(piece.reason.replace('_', ' '))}</small>"
        f'<div dir="auto">{text(piece.original)}</div></li>\n'
        for piece in article.boilerplate
    )
    count = len(article.boilerplate)
    return f"<details><summary>Left out of the article ({count})</summary>\n<ul>\n{items}</ul></details>\n"


def _about(article: Article) -> str:
    source, translation = article.source, article.translation
    rule = ENCODING_RULES.get(source.encoding_rule or "")
    facts = {
        "Language": f"{article.language.tag}, confidence {article.language.confidence:.2f}",
        "Encoding": ", ".join(part for part in ((source.encoding or "").upper(), rule) if part),
        "Engine": " ".join(part for part in (translation.engine, translation.model) if part),
        "Route": " → ".join(translation.route),
        "Id": article.id,
    }
    rows = "".join(f"<dt>{name}</dt><dd>{text(value)}</dd>" for name, value in facts.items() if value)
    return f"<details><summary>About this record</summary>\n<dl>{rows}</dl></details>\n"
