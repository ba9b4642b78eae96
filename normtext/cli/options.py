"""Arguments that several commands share, and what they become."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from normtext.errors import UsageError
from normtext.gazetteer import Gazetteer
from normtext.readers.forms import FORMS
from normtext.readers.jsonlines import FORMAT, field_names

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")

models_dir_option = click.option(
    "--models-dir",
    type=click.Path(file_okay=False, readable=False, path_type=Path),
    envvar="NORMTEXT_MODELS_DIR",
    metavar="DIR",
    help="Where translation models are kept. [env: NORMTEXT_MODELS_DIR]",
)

log_level_option = click.option(
    "--log-level",
    type=click.Choice(LOG_LEVELS),
    default="error",
    show_default=True,
    expose_value=False,
    is_eager=True,
    callback=lambda _context, _option, level: set_up_logging(level),
    help="What to tell on stderr; debug shows tracebacks.",
)


def set_up_logging(level: str) -> None:
    """Log to stderr; what other libraries warn about is noise to a person with an article."""
    logging.basicConfig(level=level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.captureWarnings(True)


def say_version(context: click.Context, _option: click.Parameter, wanted: bool) -> Any:
    """Print the version of the installed package, and be done."""
    if not wanted or context.resilient_parsing:
        return
    from normtext import __version__

    click.echo(f"normtext {__version__}")
    context.exit()


def gazetteer_of(paths: Sequence[str]) -> Gazetteer | None:
    """Load gazetteer files into one, or None where none is given."""
    if not paths:
        return None
    return sum((Gazetteer.load(path) for path in paths), Gazetteer())


def field_pairs(given: str | None) -> dict[str, str]:
    """Read ``title=headline,text=body``; a name alone says who wrote the records: ``newspaper4k``.

    Raises:
        UsageError: a part is neither of the form a=b nor such a name, or documents have no such field.
    """
    pairs: dict[str, str] = {}
    for part in (given or "").split(","):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if equals and ours and theirs:
            pairs[ours] = theirs
        elif ours in FORMS:
            pairs[FORMAT] = ours
        elif part.strip():
            known = ", ".join(FORMS)
            raise UsageError(
                f"--fields takes pairs such as title=headline,text=body, or one of {known}, "
                f"not {part.strip()!r}"
            )
    field_names(pairs)
    return pairs
