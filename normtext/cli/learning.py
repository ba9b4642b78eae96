"""``normtext names learn FILES...``: the names of clean articles, found by themselves."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from normtext.cli.inputs import Fail, Inputs
from normtext.cli.options import field_pairs, log_level_option
from normtext.cli.outputs import check_target
from normtext.cli.terminal import aligned, fitted, is_terminal, progress_bar, say, width
from normtext.errors import UsageError
from normtext.gazetteer import Gazetteer
from normtext.gazetteer.formats import dumps
from normtext.gazetteer.learning import MIN_COUNT, Learned
from normtext.writers.content import counted

MOST_ROWS = 40
"""Names that a person is shown; more nobody reads, and a file or a pipe gets them all."""
FIGURES = 24
"""Columns that the counts take."""


@click.command("learn", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A .toml, .csv, .tsv or .txt file.")
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    default=MIN_COUNT,
    show_default=True,
    help="Mentions that a name must have.",
)
@click.option(
    "--fields",
    metavar="a=b,...",
    help="Names of fields in JSON, as title=headline,text=body; or whose they are, as newspaper4k.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--quiet", is_flag=True, help="No progress, no counts.")
@log_level_option
def learn(
    paths: tuple[str, ...],
    out: Path | None,
    min_count: int,
    fields: str | None,
    workers: int,
    quiet: bool,
) -> int:
    """Find the names in clean articles: files, folders or "-", as for the articles themselves.

    The names come as a gazetteer file: TOML on stdout, or -o OUT. Look through them before you let
    them repair anything:  normtext names check OUT
    """
    if "" in paths:
        raise UsageError("the path is empty")
    if out is not None:
        check_target(out)
    failed: list[str] = []

    def fail(name: str, message: str) -> None:
        failed.append(name)
        say(message if name in message else f"{name}: {message}")

    inputs = Inputs(paths, field_pairs(fields), fail, leave_out=out)
    documents, found = _learned(inputs, fail, min_count=min_count, workers=workers, quiet=quiet)
    _give(found, out)
    if not quiet:
        to = f", written to {out}" if out is not None else ""
        say(f"{counted(len(found), 'name')} in {counted(documents, 'document')}{to}")
    return 1 if failed else 0


def _learned(
    inputs: Inputs, fail: Fail, *, min_count: int, workers: int, quiet: bool
) -> tuple[int, tuple[Learned, ...]]:
    """How many documents were read, and their names."""
    from normtext.normalizer import Normalizer

    with progress_bar(inputs, inputs.total, hidden=quiet) as shown:
        learner = Normalizer().survey(
            (one.source for one in shown),
            workers=workers,
            on_failed=fail,
        )
    return learner.documents, learner.names(min_count=min_count)


def _give(found: Sequence[Learned], out: Path | None) -> None:
    """Write the file, or print it; a person gets a table instead."""
    if out is None and is_terminal(sys.stdout):
        for line in _table(found):
            click.echo(line)
        return
    gazetteer = Gazetteer(name.entry() for name in found)
    if out is not None:
        gazetteer.save(out)
    else:
        click.echo(dumps(gazetteer, "toml"), nl=False)


def _table(found: Sequence[Learned]) -> Iterator[str]:
    if not found:
        return
    columns = max(16, shutil.get_terminal_size().columns - FIGURES)
    rows = [("name", "mentions", "documents")]
    for name in found[:MOST_ROWS]:
        text = f"{name.name} ({name.acronym})" if name.acronym else name.name
        rows.append((fitted(text, min(columns, width(text))), str(name.count), str(name.documents)))
    yield from aligned(rows, right=(1, 2))
    more = len(found) - MOST_ROWS
    if more > 0:
        yield f"\N{HORIZONTAL ELLIPSIS} and {more} more; all of them:  -o names.toml"
