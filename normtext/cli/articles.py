"""``normtext [PATH|-]...``: articles in, articles out."""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import click

from normtext import writers
from normtext.article import Article
from normtext.cli import corpora, outputs
from normtext.cli.inputs import Input, Inputs, Source
from normtext.cli.options import (
    field_pairs,
    gazetteer_of,
    log_level_option,
    models_dir_option,
    say_version,
)
from normtext.cli.terminal import TOLD_AT_ONCE, Summary, is_failure, is_terminal, progress_bar, say
from normtext.config import Settings
from normtext.errors import NormtextError, UsageError

ENGINE_HELP = "auto, argos, firefox, or none: leave other languages as they are."
HINT = "For the articles themselves: -o articles.jsonl, --format text, or a pipe."

EPILOG = """\b
Other commands:
  normtext models list|install|remove|doctor   translation models
  normtext names check|import|learn FILE       gazetteer files
  normtext report FILE... -o report.html       one page over a corpus that was written
A file that is called "models", "names" or "report" is given as ./models.

Exit codes: 0 all good; 1 some documents failed, they are named and the others
written; 2 wrong usage.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What the arguments ask for, checked.

    Attributes:
        paths: files, folders and "-".
        out: the file to write, or None for the standard output.
        format: a format of ``normtext.writers``.
        show_json: False where a person looks on and has not asked for a format.
        fields: what the fields of JSON Lines are called there, ``{"title": "headline"}``.
        workers, consensus, resume, fail_fast, quiet: as on the command line.
    """

    paths: tuple[str, ...]
    out: Path | None = None
    format: str = "jsonl"
    show_json: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    consensus: bool = False
    resume: bool = False
    fail_fast: bool = False
    quiet: bool = False


@click.command("normtext", epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@click.option("-o", "--output", "out", metavar="OUT", help="Write to a file; its suffix gives the format.")
@click.option("--format", "format_", metavar="FORMAT", help=f"One of {', '.join(writers.FORMATS)}, parquet.")
@click.option("--engine", metavar="NAME", default="auto", show_default=True, help=ENGINE_HELP)
@click.option("--language", metavar="TAG", help="Take this for the language and skip detection.")
@click.option(
    "--gazetteer", "gazetteers", multiple=True, metavar="FILE", help="Names of your own. Repeatable."
)
@click.option(
    "--fields",
    metavar="a=b,...",
    help="Names of fields in JSON, as title=headline,text=body; or whose they are, as newspaper4k.",
)
@click.option("--text", "text_field", metavar="FIELD", help="The field, or column, with the text.")
@click.option(
    "--columns", metavar="NAMES", help="Of a table: flat, nested, or names of columns.  [default: flat]"
)
@click.option("--keep", metavar="a,b,...", help="Fields of the input that stay as columns of a table.")
@click.option(
    "--shard-rows", type=click.IntRange(min=1), help="Rows of a table done at a time.  [default: 1000]"
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option(
    "--consensus", is_flag=True, help="Read all beforehand: what has a name right repairs the rest."
)
@click.option("--resume", is_flag=True, help="Go on with OUT where an earlier run stopped.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure or unavailable translation.")
@click.option("--quiet", is_flag=True, help="No progress, no table.")
@log_level_option
@models_dir_option
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=say_version)
@click.pass_context
def articles(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    out: str | None,
    format_: str | None,
    engine: str,
    language: str | None,
    gazetteers: tuple[str, ...],
    fields: str | None,
    text_field: str | None,
    columns: str | None,
    keep: str | None,
    shard_rows: int | None,
    workers: int,
    consensus: bool,
    resume: bool,
    fail_fast: bool,
    quiet: bool,
    models_dir: Path | None,
) -> int:
    """Bring articles in any language and state of repair into one canonical, audited form.

    PATH is a file (text, HTML, Markdown, JSON Lines, CSV, Parquet, compressed ones) or a folder of
    them; "-" or nothing is the standard input. Articles come out in the order of the inputs: as JSON
    Lines, or as a table where a person looks on. A corpus of any size goes into one table:
    normtext corpus.jsonl.gz -o articles.parquet --workers 8 --resume
    """
    _check_paths(paths, out)
    if not paths and is_terminal(sys.stdin):
        click.echo(context.get_help(), err=True)
        return 2
    pairs = {**field_pairs(fields), **({"text": text_field} if text_field else {})}
    settings = Settings(models_dir=models_dir, on_error="record").replace(
        language={"language": language},
        names={"gazetteer": gazetteer_of(gazetteers)},
        translation={"translate": engine != "none", "engine": engine},
    )
    wish = corpora.Wish(
        paths=paths or ("-",),
        out=out,
        format=format_,
        fields=pairs,
        columns=columns,
        keep=tuple(name.strip() for name in (keep or "").split(",") if name.strip()),
        shard_rows=shard_rows,
        workers=workers,
        consensus=consensus,
        resume=resume,
        fail_fast=fail_fast,
        quiet=quiet,
    )
    if corpora.is_corpus(wish):
        return corpora.run(wish, settings)
    job = Job(
        paths=paths or ("-",),
        out=None if out in (None, "-") else Path(str(out)),
        format=_format(format_, out, resume),
        show_json=bool(out or format_ or quiet or not is_terminal(sys.stdout)),
        fields=pairs,
        workers=workers,
        consensus=consensus,
        resume=resume,
        fail_fast=fail_fast,
        quiet=quiet,
    )
    from normtext.normalizer import Normalizer

    return run(job, Normalizer(settings))


def _check_paths(paths: Sequence[str], out: str | None) -> None:
    if "" in paths or out == "":
        raise UsageError(f"{'-o: ' if out == '' else ''}the path is empty")
    if sys.stdin is None and (not paths or "-" in paths):
        raise UsageError("the standard input is closed; give files or folders to read")


def _format(given: str | None, out: str | None, resume: bool) -> str:
    path = Path(out) if out and out != "-" else None
    guessed = writers.guess(path) if path else None
    if path and path.suffix and not given and not guessed:
        raise UsageError(
            f"-o {path}: the suffix {path.suffix!r} stands for no format; known: "
            f"{', '.join(writers.SUFFIXES)}, .parquet; with another give --format too"
        )
    name = given or guessed or "jsonl"
    writers.get(name)
    if resume and (path is None or name != "jsonl"):
        raise UsageError("--resume needs a file of JSON Lines to go on with: -o articles.jsonl")
    return name


class Normalizes(Protocol):
    """The one method of the normalizer that a run takes."""

    def normalize_many(
        self, sources: Iterable[Source], *, workers: int = 1, consensus: bool = False
    ) -> Iterator[Article]:
        """Turn sources into articles, in order; failures are on record in the articles."""
        ...


class Run:
    """One run: what is to be written where, and what has been seen so far."""

    def __init__(self, job: Job, normalizer: Normalizes) -> None:
        self.job = job
        self.failed = 0
        self.unwritten: list[str | None] = []
        self.summary = Summary()
        self._normalizer = normalizer
        self._writer = writers.get(job.format)

    def all(self, inputs: Iterable[Input], write: outputs.Write, total: int | None = None) -> None:
        """Normalize inputs, ``total`` of them, and write them, header and footer included."""
        write(self._writer.header())
        for name, article in self._articles(inputs, total):
            self._one(name, article, write)
        write(self._writer.footer())

    def _articles(self, inputs: Iterable[Input], total: int | None) -> Iterator[tuple[str, Article]]:
        """Pair every article with the name of its input: ``normalize_many`` keeps the order."""
        names: deque[str] = deque()

        def sources() -> Iterator[Source]:
            for one in inputs:
                names.append(one.name)
                yield one.source

        found = self._normalizer.normalize_many(
            sources(), workers=self.job.workers, consensus=self.job.consensus
        )
        with contextlib.ExitStack() as stack:
            if isinstance(found, Generator):
                stack.callback(found.close)  # ends the worker processes, whatever stops this loop
            for article in stack.enter_context(progress_bar(found, total, hidden=self.job.quiet)):
                yield names.popleft(), article

    def _one(self, name: str, article: Article, write: outputs.Write) -> None:
        failures = [warning for warning in article.warnings if is_failure(warning.code)]
        for warning in article.warnings:
            if warning in failures:
                self.fail(name, warning.message)
            elif warning.code in TOLD_AT_ONCE and not self.job.quiet:
                say(_named(name, warning.message))
        if self.job.fail_fast and article.translation.status == "unavailable":
            self._stop_without_model(name, article)
        if article.blocks or article.title or not failures:
            write(self._writer.item(article))
            self.summary.add(name, article)
        elif self.job.resume and self.job.out:
            outputs.note_failed(self.job.out, [article.source.name])
        else:
            self.unwritten.append(article.source.name)

    def _stop_without_model(self, name: str, article: Article) -> None:
        """Stop at an article whose translation could not be had, unless nobody wanted one."""
        reasons = {warning.code: warning.message for warning in article.warnings}
        if "translation_off" not in reasons:
            raise NormtextError(_named(name, reasons.get("no_model", "it could not be translated")))

    def fail(self, name: str, message: str) -> None:
        """Name a document that failed, or stop at it."""
        if self.job.fail_fast:
            raise NormtextError(_named(name, message))
        self.failed += 1
        say(_named(name, message))


def _named(name: str, message: str) -> str:
    """Put the document's name before a message that does not hold it."""
    return message if name in message else f"{name}: {message}"


def run(job: Job, normalizer: Normalizes) -> int:
    """Do the job and return the exit code: 0, or 1 where a document failed."""
    if job.out:
        outputs.check_target(job.out)
    this = Run(job, normalizer)
    found = Inputs(job.paths, job.fields, this.fail, leave_out=job.out)
    inputs, total, earlier = iter(found), found.total, outputs.Earlier()
    if job.resume and job.out:
        earlier = outputs.earlier_run(job.out)
        failed = _skip_done(inputs, earlier, job.out)
        outputs.note_failed(job.out, [one.source_name for one in failed], anew=True)
        for one in failed:
            this.fail(one.name, "failed in the run before and is not tried again")
        total = None if total is None else total - len(earlier.done) - len(failed)
    with _output(job, earlier) as write:
        this.all(inputs, write, total)
    if this.unwritten and job.out and job.format == "jsonl" and job.out.is_file():
        outputs.note_failed(job.out, this.unwritten, anew=True)  # for a run that resumes this one
    if not job.show_json:
        this.summary.show(sys.stdout)
        if this.summary.written:
            print(HINT)
    elif not job.quiet:
        _tell(this.summary, job, more=bool(earlier.done))
    return 1 if this.failed else 0


def _tell(summary: Summary, job: Job, *, more: bool) -> None:
    """Tell on stderr what came of it; behind a pipe, where the articles are the answer, only to a person."""
    if is_terminal(sys.stderr):
        summary.show(sys.stderr)
    elif job.out:
        summary.show_notes(sys.stderr)
    if job.out:
        articles_ = "1 article" if summary.written == 1 else f"{summary.written} articles"
        say(f"{articles_} {'added' if more else 'written'} to {job.out}")


def _output(job: Job, earlier: outputs.Earlier) -> contextlib.AbstractContextManager[outputs.Write]:
    if job.out is None:
        return contextlib.nullcontext(outputs.standard_output() if job.show_json else outputs.nothing)
    return outputs.growing_file(job.out, earlier) if job.resume else outputs.whole_file(job.out)


def _skip_done(inputs: Iterator[Input], earlier: outputs.Earlier, out: Path) -> list[Input]:
    """Take from ``inputs`` those that the earlier run has dealt with; return those of them that failed.

    Raises:
        UsageError: the inputs are not those of the earlier run, in its order.
    """
    failed: list[Input] = []
    remedy = "give the same inputs as before, or another -o"
    for name, digest in earlier.done:
        for one in inputs:
            found = one.digest()
            if (one.source_name, found) == (name, digest):
                break
            if found is None or one.source_name in earlier.failed:
                failed.append(one)
            elif one.source_name == name:
                raise UsageError(f"{one.name} is not what it was when {out} got its article: {remedy}")
            else:
                raise UsageError(f"{out} goes on with {name!r}, not with {one.name}: {remedy}")
        else:
            raise UsageError(f"{out} holds an article of {name!r}, which the inputs do not have: {remedy}")
    return failed
