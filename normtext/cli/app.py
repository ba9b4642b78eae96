"""Which command is meant, and what its errors are to the shell."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from types import FrameType

import click

from normtext.cli.articles import articles
from normtext.cli.models import models
from normtext.cli.names import names
from normtext.cli.report import report
from normtext.cli.terminal import say
from normtext.errors import NormtextError, UsageError

GROUPS: dict[str, click.Command] = {"models": models, "names": names, "report": report}

FAILED, USAGE = 1, 2
INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it
TERMINATED = 143  # 128 + SIGTERM
PIPE_CLOSED = 141  # 128 + SIGPIPE

CLOSE = 0.8  # "model" is as close as 0.9 to "models", "notes" 0.6 to "names"

log = logging.getLogger("normtext")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    The first argument names a command (``models``, ``names``, ``report``) or it is the first article; a
    file of such a name is given as ``./models``.
    """
    _open_closed()
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _ending_on_sigterm():
            return _run(given)
    except _TerminatedError:
        return TERMINATED
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


def _run(given: list[str]) -> int:
    """Find the command and run it."""
    command, program = articles, "normtext"
    if given and given[0] in GROUPS:
        command, program = GROUPS[given[0]], f"normtext {given[0]}"
        given = given[1:]
    elif given:
        _check_is_no_slip(given[0])
    with command.make_context(program, given) as context:
        result = command.invoke(context)
    if sys.stdout is not None:
        sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _check_is_no_slip(first: str) -> None:
    """Raise UsageError where a first argument is no file and all but the name of a group."""
    meant = get_close_matches(first, GROUPS, n=1, cutoff=CLOSE)
    if meant and not os.path.exists(first):
        raise UsageError(f"there is no file {first!r}; did you mean  normtext {meant[0]}  ?")


class _TerminatedError(BaseException):
    """SIGTERM came; whatever is open is closed on the way out."""


@contextlib.contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """End by an exception when SIGTERM comes, so that no temporary files and no workers are left."""

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # some senders signal the process and its group
        raise _TerminatedError

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _told(error: Exception) -> str:
    """An error's message; of the system's errors without their numbers."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _open_closed() -> None:
    """Open what the shell has closed (``>&-``): a file opened later must not become a standard stream."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open


def _speak_utf8() -> None:
    """Make the standard output UTF-8 whatever the locale: what we print is in all scripts."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def _pipe_closed() -> int:
    """The reader of our output has seen enough: keep the interpreter's last flush from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
