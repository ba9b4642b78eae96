"""``normtext corpus.jsonl -o out.parquet``: tables of rows in, one table of articles out."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normtext import corpus, writers
from normtext.cli import outputs
from normtext.cli.terminal import is_terminal, say
from normtext.config import Settings
from normtext.corpus.rows import kind_of
from normtext.corpus.runs import Target
from normtext.errors import NormtextError, UsageError

MOST_TOLD = 20
"""Failures that are told one by one on stderr; all of them are in the file of failures."""
FORMAT = "parquet"
_TOLD_WARNINGS = ("no_model", "empty", "binary")
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the arguments ask for, as far as a corpus is concerned.

    Attributes:
        paths: files and folders.
        out: as it was given: a slash behind it asks for parts.
        format: as it was given.
        fields: what the fields of records are called there.
        columns, keep, shard_rows: as in ``corpus.run``; None and () where nothing was said.
        workers, consensus, resume, fail_fast, quiet: as on the command line.
    """

    paths: tuple[str, ...]
    out: str | None
    format: str | None
    fields: Mapping[str, str] = field(default_factory=dict)
    columns: str | None = None
    keep: tuple[str, ...] = ()
    shard_rows: int | None = None
    workers: int = 1
    consensus: bool = False
    resume: bool = False
    fail_fast: bool = False
    quiet: bool = False


def is_corpus(wish: Wish) -> bool:
    """Tell whether a table is asked for, or JSON Lines are to be made of tables alone.

    Raises:
        UsageError: options that only go with a corpus, or do not go with it.
    """
    into_table = _into_table(wish)
    if into_table and wish.consensus:
        raise UsageError(
            "--consensus does not go with tables; learn the names first:  normtext names learn FILES -o "
            "names.toml,  and give them by --gazetteer names.toml"
        )
    wanted = into_table or (_from_tables(wish) and _is_free(wish))
    if not wanted and (wish.columns or wish.keep or wish.shard_rows):
        raise UsageError("--columns, --keep and --shard-rows go with tables: -o articles.parquet")
    return wanted


def _into_table(wish: Wish) -> bool:
    if wish.out is None or wish.out == "-":
        if wish.format == FORMAT:
            raise UsageError("a table is written to a file: -o articles.parquet")
        return False
    return wish.format == FORMAT or (
        wish.format is None and (Path(wish.out).suffix.lower() == ".parquet" or wish.out.endswith("/"))
    )


def _from_tables(wish: Wish) -> bool:
    """JSON Lines of files of rows; one that fails is to stop nothing."""
    if wish.out is None or wish.consensus or wish.fail_fast or wish.format not in (None, "jsonl"):
        return False
    lines = writers.guess(Path(wish.out)) == "jsonl"
    return lines and bool(wish.paths) and all(kind_of(path) for path in wish.paths)


def _is_free(wish: Wish) -> bool:
    """Whether no run over single articles is to be resumed, and the output is no device."""
    out = Path(str(wish.out))
    if out.exists() and not out.is_file():
        return False
    ours = Target.of(str(wish.out)) if out.parent.is_dir() else None
    begun = ours is not None and (ours.folder.exists() or ours.manifest.exists())
    return begun or not wish.resume or not (out.exists() or outputs.part_of(out).exists())


def run(wish: Wish, settings: Settings) -> int:
    """Do what is asked for and return the exit code: 0, or 1 where a row failed."""
    out = str(wish.out)
    if wish.format == FORMAT and Path(out).suffix.lower() != ".parquet":
        raise UsageError(f"-o {out}: a table is called .parquet")
    with _following(wish) as told:
        report = corpus.run(
            wish.paths,
            out,
            fields=wish.fields,
            columns=_columns(wish.columns),
            keep=wish.keep,
            settings=settings,
            workers=wish.workers,
            resume=wish.resume,
            shard_rows=wish.shard_rows or corpus.SHARD_ROWS,
            fail_fast=wish.fail_fast,
            on_shard=told.take,
        )
    if not wish.quiet:
        _tell(report)
    if report.failures and told.failures > MOST_TOLD:
        say(f"... and {told.failures - MOST_TOLD} more; all of them are in {report.failures}")
    return 1 if report.failures else 0


def _columns(given: str | None) -> str | Sequence[str]:
    names = [name.strip() for name in (given or "flat").split(",") if name.strip()]
    return names[0] if len(names) == 1 else names


class _Told:
    """Follows a run: the bar, and the first failures."""

    def __init__(self, bar: Any) -> None:
        self.failures = 0
        self.rows = 0
        self._bar = bar

    def take(self, done: corpus.Done) -> None:
        """Tell of a shard."""
        self.rows += done.counts.rows
        if self._bar is not None:
            self._bar.update(done.counts.rows)
        for failure in done.failures:
            self.failures += 1
            if self.failures <= MOST_TOLD:
                named = failure.name in failure.reason
                say(failure.reason if named else f"{failure.name}: {failure.reason}")


@contextlib.contextmanager
def _following(wish: Wish) -> Iterator[_Told]:
    """Follow a run; where it is stopped, say how to go on."""
    with contextlib.ExitStack() as stack:
        bar = None
        if not wish.quiet and is_terminal(sys.stderr):
            from tqdm import tqdm

            bar = stack.enter_context(tqdm(unit=" articles", leave=False, dynamic_ncols=True))
        told = _Told(bar)
        try:
            yield told
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise NormtextError(
                f"{wish.out}: {error.strerror}; what is done stays: make room, and --resume goes on with it"
            ) from error
        except Exception:
            raise
        except BaseException:
            if not wish.quiet:
                say(f"stopped; what is done stays ({told.rows} rows and more): --resume goes on with it")
            raise


def _tell(report: corpus.Report) -> None:
    counts = report.counts
    for code in _TOLD_WARNINGS:
        if counts.warnings.get(code):
            say(f"{code}: {counts.warnings[code]} articles")
    rows = f", {counts.failed} of {counts.rows} rows failed: {report.failures}" if report.failures else ""
    before = f" ({report.resumed} rows were done before)" if report.resumed else ""
    articles = "1 article" if counts.articles == 1 else f"{counts.articles} articles"
    say(f"{articles} written to {report.out}{before}{rows}")
