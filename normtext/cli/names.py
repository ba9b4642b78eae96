"""``normtext names``: gazetteer files."""

from __future__ import annotations

import click

from normtext.cli.options import log_level_option
from normtext.cli.terminal import printable, say
from normtext.errors import GazetteerError
from normtext.gazetteer import Gazetteer


@click.group("names", context_settings={"help_option_names": ["-h", "--help"]})
@log_level_option
def names() -> None:
    """Gazetteer files: the names that are found, repaired and kept safe."""


@names.command("lint")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def lint(files: tuple[str, ...]) -> int:
    """Check gazetteer files for mistakes, and for forms that two names claim."""
    return max(_lint(file) for file in files)


def _lint(file: str) -> int:
    try:
        own = Gazetteer.load(file)
    except GazetteerError as error:
        say(str(error))
        return 1
    shipped = Gazetteer.default()
    known = set(shipped.conflicts())
    claims = [claim for claim in (shipped + own).conflicts() if claim not in known]
    for form, claimed_by in claims:
        say(f"{file}: {form!r} is claimed by {' and '.join(claimed_by)}")
    click.echo(f"{printable(file)}: {len(own)} names, {len(claims)} conflicts")
    return 1 if claims else 0
