"""``normtext names``: gazetteer files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from normtext.cli.learning import learn
from normtext.cli.options import log_level_option
from normtext.cli.outputs import check_target
from normtext.cli.terminal import printable, say
from normtext.errors import GazetteerError
from normtext.gazetteer import Conflict, Gazetteer
from normtext.gazetteer.formats import FORMATS, Contents, Reading, dumps, read
from normtext.writers.content import counted

if TYPE_CHECKING:
    from normtext.gazetteer.checks import Finding

MOST_FINDINGS = 50
"""Lines that a file gets on the terminal; nobody reads more, and ``--json`` has them all."""

CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group("names", context_settings=CONTEXT)
@log_level_option
def names() -> None:
    """Gazetteer files: the names that are found, repaired and kept safe."""


def _reading_options(command: Any) -> Any:
    """What can be said of a file beforehand."""
    for option in reversed(
        (
            click.option(
                "--format", "format_", type=click.Choice(sorted(FORMATS)), help="Instead of by its suffix."
            ),
            click.option("--from", "source", metavar="TAG", help="Language of a glossary's first column."),
            click.option("--to", "target", metavar="TAG", help="Language of its second column."),
            click.option(
                "--foreign",
                type=click.Choice(("translation", "alias")),
                help="What terms in other languages are: to be repaired to the name, or right. "
                "[default: translation; alias for tbx]",
            ),
        )
    ):
        command = option(command)
    return command


# -- import --------------------------------------------------------------------


@names.command("import", context_settings=CONTEXT, short_help="Turn another tool's file into ours.")
@click.argument("file", metavar="FILE")
@_reading_options
@click.option("--kind", default="name", show_default=True, help="What the names are names of.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A .toml, .csv, .tsv or .txt file.")
def import_(
    file: str,
    format_: str | None,
    source: str | None,
    target: str | None,
    foreign: Any,
    kind: str,
    out: Path | None,
) -> None:
    """Turn another tool's FILE of names into a gazetteer file: TOML on stdout, or -o OUT.

    Read are glossaries of DeepL and Google Cloud (CSV, TSV), termbases (TBX), patterns of spaCy's
    EntityRuler (JSON Lines), plain lists, and our own formats.
    """
    if out is not None:
        check_target(out)
    contents = read(file, Reading(format_, source, target, foreign, kind))
    gazetteer = Gazetteer(contents.entries)
    if out is None:
        click.echo(dumps(gazetteer, "toml"), nl=False)
    else:
        gazetteer.save(out)
    _tell(file, contents, gazetteer, out)


def _tell(file: str, contents: Contents, gazetteer: Gazetteer, out: Path | None) -> None:
    """Say on stderr what came over and what did not."""
    to = f" to {out}" if out is not None else ""
    say(f"{file}: {counted(len(gazetteer), 'name')} ({contents.format}){to}")
    for remark, count in contents.remarks:
        say(f"{file}: {remark} ({count:,})")
    conflicts = gazetteer.conflicts()
    if conflicts:
        told = counted(len(conflicts), "conflict")
        what = "it" if len(conflicts) == 1 else "them"
        say(f"{file}: {told}; to see {what}:  normtext names check {out or file}")


# -- check ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Report:
    """What a check says of one file; ``names`` is None where it cannot be read."""

    file: str
    names: int | None
    forms: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)


@names.command("check", context_settings=CONTEXT, short_help="Find mistakes and conflicts in files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_reading_options
@click.option("--alone", is_flag=True, help="Without the shipped names: look for conflicts in FILE... only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with every finding.")
def check(
    files: tuple[str, ...],
    format_: str | None,
    source: str | None,
    target: str | None,
    foreign: Any,
    alone: bool,
    as_json: bool,
) -> int:
    """Check files of names: mistakes, conflicts with each other and with the shipped names, oddities.

    Exit code 1 where there is a mistake or a conflict; warnings are for you to look at.
    """
    reading = Reading(format_, source, target, foreign)
    reports = list(_reports(files, reading, Gazetteer() if alone else Gazetteer.default()))
    if as_json:
        found = [asdict(report) for report in reports]
        click.echo(json.dumps({"files": found}, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            _show(report)
    return 1 if any(report.errors for report in reports) else 0


def _reports(files: tuple[str, ...], reading: Reading, beside: Gazetteer) -> Iterator[Report]:
    """A report a file; each is held against the names ``beside`` and those of the files before it."""
    from normtext.gazetteer.checks import Finding, findings

    known = set(beside.conflicts())
    for file in files:
        try:
            contents = read(file, reading)
        except GazetteerError as error:
            yield Report(file, None, 0, (Finding("error", "mistake", str(error)),))
            continue
        own = Gazetteer(contents.entries)
        beside = beside + own
        conflicts = [conflict for conflict in beside.conflicts() if conflict not in known]
        known.update(conflicts)
        forms = sum(1 for entry in own for _ in entry.forms())
        found = (*map(_finding, conflicts), *findings(contents.entries))
        yield Report(file, len(own), forms, found)


def _finding(conflict: Conflict) -> Finding:
    from normtext.gazetteer.checks import Finding

    return Finding("error", conflict.severity, str(conflict), None, conflict.form)


def _show(report: Report) -> None:
    """Print a report, a line a finding; a mistake in the file goes to stderr as every error does."""
    if report.names is None:
        say(report.findings[0].message)
        return
    for finding in report.findings[:MOST_FINDINGS]:
        click.echo(f"  {finding.level:<7}  {printable(finding.message)}")
    more = len(report.findings) - MOST_FINDINGS
    if more > 0:
        click.echo(f"  \N{HORIZONTAL ELLIPSIS} and {more} more; all of them:  --json")
    counts = (
        counted(report.names, "name"),
        counted(report.forms, "form"),
        counted(report.errors, "conflict"),
        counted(len(report.findings) - report.errors, "warning"),
    )
    click.echo(f"{printable(report.file)}: {', '.join(counts)}")


_lint = copy(check)
_lint.hidden = True  # what it was called at first
names.add_command(_lint, "lint")
names.add_command(learn)
