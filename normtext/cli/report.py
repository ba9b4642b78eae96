"""``normtext report OUT.jsonl -o report.html``: one page over all articles that were written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from normtext.cli import outputs
from normtext.cli.options import log_level_option
from normtext.cli.terminal import is_terminal, progress_bar, say
from normtext.errors import UsageError
from normtext.report import Corpus, Listing, Survey, page_of
from normtext.report.listing import MOST_ARTICLES
from normtext.writers.content import counted

MOST_TOLD = 10
"""Rows without an article that are named on stderr; the others are counted."""


@click.command("report", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", "out", metavar="OUT", help="The page to write; else standard output.")
@click.option(
    "--articles",
    type=click.IntRange(min=0),
    default=MOST_ARTICLES,
    show_default=True,
    help="Articles to list; all are counted.",
)
@click.option("--title", help="Title of the page; else the name of the file.")
@click.option("--quiet", is_flag=True, help="No progress, no counts.")
@log_level_option
def report(paths: tuple[str, ...], out: str | None, articles: int, title: str | None, quiet: bool) -> int:
    """Make one page of articles that normtext has written: .jsonl, .parquet, or folders of them.

    Languages, names with what was repaired into them, damage by kind, warnings, and a list of
    articles to search, with before and after.
    """
    if "" in paths or out == "":
        raise UsageError("the path is empty")
    target = None if out in (None, "-") else Path(str(out))
    if target is None and is_terminal(sys.stdout):
        raise UsageError("a report is a web page; write it to a file: -o report.html")
    if target is not None:
        outputs.check_target(target)
    page, unread, survey = _made([Path(path) for path in paths], articles, title, quiet)
    if target is None:
        outputs.standard_output()(page)
    else:
        with outputs.whole_file(target) as write:
            write(page)
    if not quiet:
        to = f", written to {target}" if target else ""
        say(f"{counted(survey.articles, 'article')}{to}")
    return 1 if unread else 0


def _made(paths: list[Path], articles: int, title: str | None, quiet: bool) -> tuple[str, int, Survey]:
    """The page, how many rows hold no article, and what was counted."""
    unread = 0

    def bad(place: str, why: str) -> None:
        nonlocal unread
        unread += 1
        if unread <= MOST_TOLD:
            say(why if place in why else f"{place}: {why}")

    corpus = Corpus(paths, bad)
    survey, listing = Survey(), Listing(articles)
    with progress_bar(corpus, None, hidden=quiet) as shown:
        for one in shown:
            survey.add(one)
            listing.add(one)
    if unread > MOST_TOLD:
        say(f"and {unread - MOST_TOLD:,} more rows that hold no article")
    name = title or ", ".join(path.name or str(path) for path in paths[:3]) + (" …" if len(paths) > 3 else "")
    return page_of(survey, listing, title=name, missing=corpus.missing, unread=unread), unread, survey
