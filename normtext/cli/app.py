"""Which command is meant, and what its errors are to the shell."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence

import click

from normtext.cli.articles import articles
from normtext.cli.models import models
from normtext.cli.names import names
from normtext.cli.terminal import say
from normtext.errors import NormtextError, UsageError

GROUPS: dict[str, click.Command] = {"models": models, "names": names}

FAILED, USAGE = 1, 2
INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it
PIPE_CLOSED = 141  # 128 + SIGPIPE

log = logging.getLogger("normtext")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    The first argument names a group (``models``, ``names``) or it is the first article; a file of
    such a name is given as ``./models``.
    """
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    command, program = articles, "normtext"
    if given and given[0] in GROUPS:
        command, program = GROUPS[given[0]], f"normtext {given[0]}"
        given = given[1:]
    try:
        with command.make_context(program, given) as context:
            result = command.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE if isinstance(error, click.UsageError) else FAILED
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except (NormtextError, OSError) as error:
        say(_told(error))
        log.debug("where it happened:", exc_info=True)
        return USAGE if isinstance(error, UsageError) else FAILED


def _told(error: Exception) -> str:
    """An error's message; of the system's errors without their numbers."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _speak_utf8() -> None:
    """Make the standard output UTF-8 whatever the locale: what we print is in all scripts."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def _pipe_closed() -> int:
    """The reader of our output has seen enough: keep the interpreter's last flush from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
