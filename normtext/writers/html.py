"""One self-contained page: original and English side by side, every edit shown with its reason.

Nothing is fetched and nothing runs: the page has its own style and no script, and says so to the
browser in a content security policy. All text of the article is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib import resources

from normtext.article import Article, Block, Edit, Mention, Name, Title
from normtext.writers.content import web_address
from normtext.writers.marks import Mark, Marks

# What a page must not hold as it is: HTML forbids most control characters, and others would hide.
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_VISIBLE[0x7F] = "\N{SYMBOL FOR DELETE}"
_VISIBLE |= dict.fromkeys((*range(128, 160), *range(55296, 57344)), "�")

# Characters that an edit adds or removes and that nobody could see in a note.
_NAMED = {
    "\n": "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}",
    "\t": "\N{RIGHTWARDS ARROW TO BAR}",
    "\N{NO-BREAK SPACE}": "[NBSP]",
    "\N{SOFT HYPHEN}": "[soft hyphen]",
    "\N{ZERO WIDTH SPACE}": "[zero-width space]",
    "\N{ZERO WIDTH NON-JOINER}": "[ZWNJ]",
    "\N{ZERO WIDTH JOINER}": "[ZWJ]",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "[byte order mark]",
    **{
        chr(code): f"[U+{code:04X}]"
        for code in (*range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
    },
}
_TELLING = str.maketrans(_NAMED)

# Longer pieces of an edit are cut in the list of changes: whole paragraphs do not belong there.
LONGEST_PIECE = 160

# No request is made and no script runs, whatever an article holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

STATUS = {
    "not_needed": "as it stands",
    "translated": "translated",
    "partial": "translated in part",
    "unavailable": "not translated: no model",
    "failed": "translation failed",
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


class HtmlPage:
    """All articles as one page, a section each."""

    def __init__(self) -> None:
        self._count = 0

    def header(self) -> str:
        """The head of the page with its style."""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f"<title>normtext</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
        )

    def item(self, article: Article) -> str:
        """One section."""
        self._count += 1
        return section_of(article, f"article-{self._count}")

    def footer(self) -> str:
        """The end of the page."""
        return "</main>\n</body>\n</html>\n"


@cache
def _style() -> str:
    return (resources.files("normtext") / "writers" / "page.css").read_text(encoding="utf-8")


def section_of(article: Article, anchor: str) -> str:
    """Return an article as a ``section`` element whose id is ``anchor``."""
    marks = Marks(article)
    translated = article.translation.status in ("translated", "partial", "failed", "unavailable")
    layout = "two" if translated else "one"
    return "".join(
        (
            f'<section class="article {layout}" id="{anchor}">\n',
            _head(article, marks),
            _warnings(article),
            _body(article, marks, two=translated),
            _names(article.names),
            _changes("Changes", article.edits),
            _changes("Suggestions, not applied", article.suggestions),
            _left_out(article),
            _about(article),
            "</section>\n",
        )
    )


def text(value: str) -> str:
    """Return ``value`` as HTML text or attribute value."""
    return escape(value.translate(_VISIBLE), quote=True)


def _head(article: Article, marks: Marks) -> str:
    # Each in its own direction: beside an Arabic name a date would read backwards.
    stated = [f"<bdi>{text(name)}</bdi>" for name in article.authors]
    if article.published:
        stated.append(
            f'<time datetime="{text(article.published.value)}">{text(article.published.value)}</time>'
        )
    stated += [f"<bdi>{text(part)}</bdi>" for part in (article.site, article.section) if part]
    engine = f" by {article.translation.engine}" if article.translation.engine else ""
    language = f"{article.language.name}, {STATUS.get(article.translation.status, '')}{engine}"
    tags = "".join(f"<li><bdi>{text(tag)}</bdi></li>" for tag in article.tags)
    return (
        f"<header>\n{_title(article.title, article, marks)}"
        f'<p class="stated">{" · ".join([*stated, text(language)])}</p>\n'
        + (f'<ul class="chips">{tags}</ul>\n' if tags else "")
        + _link(article)
        + "</header>\n"
    )


def _title(title: Title | None, article: Article, marks: Marks) -> str:
    if title is None:
        return f'<h2 class="untitled">{text(article.source.name or "Untitled")}</h2>\n'
    source = _marked(title.text, marks.at("title", title.text))
    if title.english is None or title.english == title.text:
        return f'<h2 dir="auto" lang="{text(article.language.tag)}">{source}</h2>\n'
    english = _marked(title.english, marks.at("title/english", title.english))
    return (
        f'<h2 lang="en" dir="auto">{english}</h2>\n'
        f'<p class="original" dir="auto" lang="{text(article.language.tag)}">{source}</p>\n'
    )


def _link(article: Article) -> str:
    url = web_address(article.source.url)
    if url:
        return f'<p class="source"><a href="{text(url)}" rel="noreferrer noopener">{text(url)}</a></p>\n'
    name = article.source.name
    return f'<p class="source">{text(name)}</p>\n' if name and article.title else ""


def _warnings(article: Article) -> str:
    items = "".join(
        f"<li>{text(w.message)}" + (f" <small>{text(w.where)}</small>" if w.where else "") + "</li>"
        for w in article.warnings
    )
    return f'<ul class="warnings">{items}</ul>\n' if items else ""


def _body(article: Article, marks: Marks, *, two: bool) -> str:
    rows = []
    for number, block in enumerate(article.blocks):
        source = _cell(block, block.text, marks.at(f"block:{number}", block.text), block.language)
        rows.append(f'<div class="row">{source}{_english(block, number, marks) if two else ""}</div>\n')
    heads = ""
    if two and rows:
        heads = f'<div class="row heads"><div>{text(article.language.name)}</div><div>English</div></div>\n'
    return f'<div class="body">\n{heads}{"".join(rows)}</div>\n'


def _english(block: Block, number: int, marks: Marks) -> str:
    if block.english is None:
        return '<p class="missing">no English</p>'
    if block.english == block.text:
        return _cell(block, block.text, (), "en")
    return _cell(block, block.english, marks.at(f"block:{number}/english", block.english), "en")


def _cell(block: Block, value: str, marks: Sequence[Mark], language: str) -> str:
    tag = TAGS[block.kind]
    return f'<{tag} class="{block.kind}" dir="auto" lang="{text(language)}">{_marked(value, marks)}</{tag}>'


def _marked(value: str, marks: Sequence[Mark]) -> str:
    parts, at = [], 0
    for mark in marks:
        parts.append(text(value[at : mark.start]))
        parts.append(_mark(value[mark.start : mark.end], mark))
        at = mark.end
    return "".join((*parts, text(value[at:])))


def _mark(value: str, mark: Mark) -> str:
    edit = mark.edit
    note = f"{_told(edit.before)} → {_told(edit.after)}: {edit.reason or edit.rule} ({edit.confidence:.2f})"
    if mark.suggested:
        return f'<span class="maybe" tabindex="0" data-note="{text("perhaps " + note)}">{text(value)}</span>'
    removed = f"<del>{text(edit.before)}</del>" if _worth_seeing(edit) else ""
    return f'<ins tabindex="0" data-note="{text(note)}">{removed}{text(value)}</ins>'


def _worth_seeing(edit: Edit) -> bool:
    """Tell whether what was there before is a few visible characters on one line."""
    seen = edit.before.strip().translate(_TELLING)
    return bool(seen) and seen == edit.before.strip() and len(seen) <= LONGEST_PIECE


def _told(piece: str) -> str:
    """A piece of an edit in quotation marks, what is invisible in it named."""
    shown = piece[:LONGEST_PIECE].translate(_TELLING)
    return f"“{shown}{'…' if len(piece) > LONGEST_PIECE else ''}”" if piece else "nothing"


def _names(names: Iterable[Name]) -> str:
    items = "".join(
        f"<li>{text(n.name)} <small>{text(n.kind)}{_times(n.mentions)}</small></li>" for n in names
    )
    return f'<h3 class="aside">Names</h3>\n<ul class="chips">{items}</ul>\n' if items else ""


def _times(mentions: Sequence[Mention]) -> str:
    return f" ×{len(mentions)}" if len(mentions) > 1 else ""


def _changes(heading: str, edits: Sequence[Edit]) -> str:
    if not edits:
        return ""
    rows = "".join(
        f"<tr><td>{text(_place(edit.where))}</td>"
        f"<td>{text(_told(edit.before))} → {text(_told(edit.after))}</td>"
        f"<td>{text(edit.reason or edit.rule)}<br><small>{text(edit.stage)}, {text(edit.rule)}, "
        f"{edit.confidence:.2f}</small></td></tr>\n"
        for edit in sorted(edits, key=_reading_order)
    )
    return (
        f'<details class="changes"><summary>{heading} ({len(edits)})</summary>\n<div class="scroll"><table>\n'
        f"<thead><tr><th>where</th><th>change</th><th>why</th></tr></thead>\n<tbody>\n{rows}"
        "</tbody></table></div></details>\n"
    )


def _place(where: str) -> str:
    """A place in words: "block:2/english" is "block 3, English"."""
    place, _, side = where.partition("/")
    kind, _, number = place.partition(":")
    words = f"{kind} {int(number) + 1}" if number.isdigit() else kind
    return words + (", English" if side else "")


def _reading_order(edit: Edit) -> tuple[int, int]:
    kind, _, number = edit.where.partition("/")[0].partition(":")
    return ("header", "title", "block").index(kind), int(number or 0)


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
    facts = {
        "Language": f"{article.language.tag}, confidence {article.language.confidence:.2f}",
        "Encoding": " by ".join(part for part in (source.encoding, source.encoding_rule) if part),
        "Engine": " ".join(part for part in (translation.engine, translation.model) if part),
        "Route": " → ".join(translation.route),
        "Id": article.id,
    }
    rows = "".join(f"<dt>{name}</dt><dd>{text(value)}</dd>" for name, value in facts.items() if value)
    return f"<details><summary>About this record</summary>\n<dl>{rows}</dl></details>\n"
