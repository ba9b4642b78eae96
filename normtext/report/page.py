"""The report as one self-contained page.

Nothing is fetched. The one script that runs is the page's own, which fills and filters the list of
articles; a content security policy names it by its digest, so that no other runs whatever the articles
hold. What is counted stands in the page as it is and needs no script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib import resources

from normtext.report.listing import Listing
from normtext.report.sections import (
    STATUS_WORDS,
    checks,
    damage,
    languages,
    left_out,
    names,
    translated,
    warnings,
)
from normtext.report.survey import Survey
from normtext.writers.content import counted
from normtext.writers.marked import label

FILTERS = {
    "language": "Language",
    "warning": "Warning",
    "rule": "Change",
    "name": "Name",
    "status": "English",
}
MISSING = {
    "names": "the names",
    "edits": "the changes one by one",
    "blocks": "the text as it came",
    "boilerplate": "what was left out",
    "checks": "the checks of the translation",
}


def page_of(
    survey: Survey, listing: Listing, *, title: str, missing: Iterable[str] = (), unread: int = 0
) -> str:
    """Return the page.

    Args:
        survey: what was counted.
        listing: the articles to list; nothing can be added to it afterwards.
        title: of the page.
        missing: columns that the table read does not have; the page says so.
        unread: rows that hold no article.
    """
    lacking = set(missing)

    def there(column: str, counted: int) -> bool:
        """Tell whether there is anything to say of a column: its absence is no zero."""
        return counted > 0 or column not in lacking

    return "".join(
        (
            _head(title),
            f"<header>\n<h1><bdi>{label(title)}</bdi></h1>\n{_notes(survey, lacking, unread)}</header>\n",
            _figures(survey, with_names=there("names", len(survey.names))),
            '<div class="pair">\n',
            languages(survey),
            translated(survey),
            checks(survey) if there("checks", survey.checks.sentences) else "",
            warnings(survey),
            left_out(survey) if there("boilerplate", len(survey.left_out)) else "",
            "</div>\n",
            names(survey) if there("names", len(survey.names)) else "",
            damage(survey) if there("edits", len(survey.rules)) else "",
            _articles(survey, listing),
            f"</main>\n<script>{_script()}</script>\n</body>\n</html>\n",
        )
    )


def policy() -> str:
    """The content security policy: no request, and no script but the page's own."""
    digest = base64.b64encode(hashlib.sha256(_script().encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'"
    )


def _head(title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{label(title)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n<main>\n"
    )


@cache
def style() -> str:
    """The style of the page; its colours are those of an article's page."""
    package = resources.files("normtext")
    sheet = (package / "writers" / "page.css").read_text(encoding="utf-8")
    colours = sheet[: sheet.index("* {")]
    return colours + (package / "report" / "report.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    """The script, with the line ends that a browser sees, which is what its digest is of."""
    return (resources.files("normtext") / "report" / "report.js").read_text(encoding="utf-8")


def _notes(survey: Survey, missing: set[str], unread: int) -> str:
    notes = []
    unchecked = not survey.statuses["translated"] + survey.statuses["partial"]
    lacking = [
        words
        for column, words in MISSING.items()
        if column in missing and not (column == "checks" and unchecked)
    ]
    if lacking:
        notes.append(
            f"The table does not hold {', '.join(lacking)}; nothing of that is shown. A table with whole "
            "articles has all: <code>normtext … -o out.parquet --columns article</code>"
        )
    if unread:
        notes.append(f"{counted(unread, 'row')} could not be read: no article is in it.")
    given_up = survey.names.given_up + survey.rules.given_up + survey.warnings.given_up
    if given_up + survey.languages.given_up:
        notes.append("There are very many different names or labels; the rarest were not counted to the end.")
    return "".join(f'<p class="note">{note}</p>\n' for note in notes)


def _figures(survey: Survey, *, with_names: bool) -> str:
    total = survey.articles
    in_english = sum(survey.statuses[status] for status in ("not_needed", "translated"))
    figures = [
        (*counted(total, "article").split(" "), f"{survey.failed:,} failed" if survey.failed else ""),
        (*counted(len(survey.languages), "language").split(" "), ""),
        (_share(in_english, total), "in English", f"{survey.statuses['translated']:,} translated"),
        (*counted(survey.changes, "change").split(" "), f"in {counted(survey.changed, 'article')}"),
    ]
    if with_names:
        mentions = counted(survey.mentions, "mention")
        figures.append((*mentions.split(" "), f"of {counted(len(survey.names), 'name')}"))
    doubtful = survey.checks.doubtful + survey.checks.source_kept
    if survey.checks.sentences:
        figures.append(
            (f"{doubtful:,}", "doubtful or kept", f"of {counted(survey.checks.sentences, 'sentence')}")
        )
    items = "".join(
        f"<li><strong>{figure}</strong> {words}{f' <small>{more}</small>' if more else ''}</li>\n"
        for figure, words, more in figures
    )
    return f'<ul class="figures">\n{items}</ul>\n'


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent in (0, 100) or 1 <= percent <= 99 else f"{percent:.1f} %"


def _articles(survey: Survey, listing: Listing) -> str:
    of = survey.articles + survey.failed
    note = (
        f'<p class="soft">The first {listing.count:,} of {of:,} are listed.</p>\n'
        if listing.count < of
        else ""
    )
    selects = "".join(
        f'<label hidden>{word} <select id="by-{kind}"><option value="">all</option></select></label>\n'
        for kind, word in FILTERS.items()
    )
    return (
        f'<section class="card" id="articles">\n<h2>Articles</h2>\n{note}'
        '<p class="soft" id="waiting">The list needs a browser of 2023 or later, with scripts allowed.</p>\n'
        '<div id="browser" hidden>\n<div class="filters">\n'
        '<label class="search">Search <input type="search" id="search" autocomplete="off" spellcheck="false" '
        'placeholder="title, text, change, name, source"></label>\n'
        f'{selects}</div>\n<p class="told"><span id="told" role="status"></span> '
        '<button type="button" id="clear" hidden>Clear filters</button></p>\n'
        '<ol id="list"></ol>\n<button type="button" id="more" hidden></button>\n</div>\n'
        f'<script type="application/json" id="labels">{json.dumps(STATUS_WORDS)}</script>\n'
        f'<script type="text/plain" id="data">{listing.encoded()}</script>\n</section>\n'
    )
