"""A run over a corpus: shards done by workers, put on record, put together, and taken up again."""

from __future__ import annotations

import glob
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from normtext import parallel
from normtext.config import Settings
from normtext.corpus.parts import FORMS, assemble, digest_of, schema_of
from normtext.corpus.plan import Job, check_same, plan_of
from normtext.corpus.rows import STDIN, Row, check_columns, files_of, rows_of
from normtext.corpus.shards import (
    DONE,
    LOCK,
    PLAN,
    SHARD_ROWS,
    WHOLE,
    Counts,
    Done,
    Shard,
    as_json,
    cut,
    part_of,
    read_done,
    replacing,
)  # fmt: skip
from normtext.corpus.work import Worker
from normtext.errors import InputError, NormtextError, UsageError
from normtext.readers.jsonlines import field_names
from normtext.tables.columns import Columns, chosen

_LOST = "a worker process was killed while working on it, probably for lack of memory"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has come to.

    Attributes:
        out: the file, or the folder, of the articles.
        manifest: the file beside it that says how it was made.
        failures: the file with the rows that failed; None where none did.
        counts: over all shards, those of earlier runs included.
        resumed: rows that an earlier run had done.
    """

    out: Path
    manifest: Path
    failures: Path | None
    counts: Counts
    resumed: int = 0


def run(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    text: str | None = None,
    fields: Mapping[str, str] | None = None,
    columns: Columns = "flat",
    keep: Sequence[str] = (),
    settings: Settings | None = None,
    workers: int = 1,
    resume: bool = False,
    shard_rows: int = SHARD_ROWS,
    fail_fast: bool = False,
    on_shard: Callable[[Done], None] | None = None,
) -> Report:
    """Normalize a corpus of any size into one file, or a folder of parts, in constant memory.

    Every shard of the input is written at once and put on record; a run that is killed at any moment
    is taken up by ``resume=True``, with any number of workers, and yields the same bytes.

    Args:
        inputs: JSON Lines, CSV, TSV and Parquet files, compressed or not (.gz, .bz2, .xz, .zst),
            files that are an article each, and folders of all these; "-" is JSON Lines on the standard input.
        out: ends in ``.parquet`` or ``.jsonl``; with a slash behind it, the parts are not put together
            to one file but stay as they are in a folder of that name.
        text: the field, or column, with the article's text.
        fields: what other fields are called, ``{"title": "headline"}``.
        columns: of a table: "flat", "nested", or names of columns; see ``tables.COLUMNS``.
        keep: fields of the input that become columns of the table, as text.
        settings: all options of the normalizer; failures are on record whatever their ``on_error``.
        workers: processes; guard your script's entry as for ``multiprocessing``.
        resume: go on with what an earlier run into ``out`` has left.
        shard_rows: rows that are done together, and that a kill can cost a worker.
        fail_fast: stop at the first row that fails.
        on_shard: called with the record of each shard as it is done, or found done.

    Raises:
        UsageError: an unknown option, or settings or inputs that are not those of the run to resume.
        InputError: an input is not there, or what an earlier run has left is damaged.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    target = Target.of(os.fspath(out))
    job = Job(
        tuple(files_of((os.fspath(path) for path in given), target.own())),
        target.form,
        chosen(columns) if target.form == "parquet" else (),
        tuple(keep),
        {**(fields or {}), **({"text": text} if text else {})},
        settings or Settings(),
        shard_rows,
    )
    _check(job, workers)
    if any(path != STDIN and os.path.realpath(path) == os.path.realpath(target.out) for path in job.inputs):
        raise UsageError(f"{target.out} is read and cannot be written; give another name")
    return _Run(job, target, workers, fail_fast, on_shard or (lambda _done: None)).go(resume)


def _check(job: Job, workers: int) -> None:
    if workers < 1 or job.shard_rows < 1:
        raise UsageError("workers and shard_rows must be 1 or more")
    if job.keep and job.form != "parquet":
        raise UsageError("fields are kept in a table; for this write to a .parquet file")
    if job.form == "parquet":
        schema_of(job)
    field_names(job.fields)
    check_columns(job.inputs, job.fields)


@dataclass(frozen=True, slots=True)
class Target:
    """Where everything is written.

    Attributes:
        out: the file or folder of the articles.
        form: "parquet" or "jsonl".
        in_parts: whether ``out`` is a folder of parts.
    """

    out: Path
    form: str
    in_parts: bool

    @classmethod
    def of(cls, given: str) -> Target:
        """Read what the user has given. Raises UsageError."""
        out = Path(given)
        form = {".ndjson": "jsonl"}.get(out.suffix.lower(), out.suffix.lower().removeprefix("."))
        if form not in FORMS:
            raise UsageError(f"{given}: a corpus is written to .parquet or .jsonl, not {out.suffix!r}")
        if not out.parent.is_dir():
            raise UsageError(f"{given}: there is no folder {out.parent}")
        in_parts = given.endswith(("/", os.sep))
        if out.exists() and out.is_dir() != in_parts:
            told = f"is a folder; for parts in it write {given}/" if out.is_dir() else "is a file"
            raise UsageError(f"{given}: this {told}")
        return cls(out, form, in_parts)

    @property
    def folder(self) -> Path:
        """The parts of a run that is not finished."""
        return self.beside("shards")

    @property
    def old(self) -> Path:
        """Where the parts go to be removed."""
        return self.beside("shards.old")

    @property
    def manifest(self) -> Path:
        """How ``out`` was made."""
        return self.beside("manifest.json")

    @property
    def failures(self) -> Path:
        """The rows that failed."""
        return self.beside("failures.jsonl")

    def own(self) -> tuple[Path, ...]:
        """All that a run makes."""
        return self.out, self.folder, self.old, self.manifest, self.failures

    def remove_shards(self) -> None:
        """Remove what a finished run no longer needs; a kill leaves nothing that looks like a run."""
        shutil.rmtree(self.old, ignore_errors=True)
        self.folder.replace(self.old)
        shutil.rmtree(self.old, ignore_errors=True)

    def beside(self, suffix: str) -> Path:
        """A file or folder beside ``out``."""
        return self.out.with_name(f"{self.out.name}.{suffix}")


class _Run:
    """One run; the order of what it leaves on the disk is what makes it safe to kill."""

    def __init__(
        self, job: Job, target: Target, workers: int, fail_fast: bool, on_shard: Callable[[Done], None]
    ) -> None:
        self._job = job
        self._target = target
        self._workers = workers
        self._fail_fast = fail_fast
        self._on_shard = on_shard
        self._worker = Worker(job, target.folder)
        self._shards = 0
        self._resumed = 0

    def go(self, resume: bool) -> Report:
        """Begin, or go on, and finish."""
        plan = plan_of(self._job)
        target = self._target
        begun = (target.folder / PLAN).exists()
        if resume and not begun and target.manifest.exists() and target.out.exists():
            return self._finished_before(plan)
        if target.in_parts and not begun and target.out.exists() and any(target.out.iterdir()):
            raise UsageError(f"{target.out} is there already; remove it, or give another name")
        target.folder.mkdir(exist_ok=True)
        lock = FileLock(target.folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise UsageError(f"{target.out}: another run is writing it") from error
        try:
            self._begin(plan, resume)
            self._do_all()
            report = self._finish(plan)
        finally:
            lock.release()
        target.remove_shards()
        return report

    def _begin(self, plan: Mapping[str, Any], resume: bool) -> None:
        """Make the folder of the run with its plan, or find it there and the plan the same."""
        target = self._target
        file = target.folder / PLAN
        if file.exists():
            if not resume:
                raise UsageError(
                    f"{target.folder} holds a run that was not finished: go on with it by --resume, or "
                    "remove that folder to start anew"
                )
            check_same(_read_json(file), plan, target.folder)
        (target.folder / DONE).mkdir(exist_ok=True)
        for torn in target.folder.rglob(".*.tmp"):
            torn.unlink(missing_ok=True)
        for torn in target.out.parent.glob(f".{glob.escape(target.out.name)}.*.tmp"):
            torn.unlink(missing_ok=True)
        if not file.exists():
            _write_json(file, plan)

    def _do_all(self) -> None:
        """Do the shards that are not done."""
        done = parallel.ordered_map(self._worker, self._to_do(), workers=self._workers, on_lost=self._lost)
        with ExitStack() as stack:
            close = getattr(done, "close", None)
            if close is not None:
                stack.callback(close)  # ends the worker processes, whatever stops this loop
            for one in done:
                self._on_shard(one)
                self._stop_at_failure(one)

    def _to_do(self) -> Iterator[Shard]:
        """Cut the inputs into shards and pass by those that are done."""
        rows = (row for path in self._job.inputs for row in rows_of(path, self._job.fields))
        for shard in cut(rows, self._job.shard_rows):
            self._shards = shard.number + 1
            done = read_done(self._target.folder, shard.number, self._job.form)
            if done is None:
                yield shard
                continue
            if done.digest != shard.digest:
                raise UsageError(
                    f"{shard.rows[0].name} and what follows is not what it was when the run began; put it "
                    f"back as it was, or remove {self._target.folder} to start anew"
                )
            self._resumed += done.counts.rows
            self._on_shard(done)
            self._stop_at_failure(done)

    def _stop_at_failure(self, done: Done) -> None:
        if self._fail_fast and done.failures:
            first = done.failures[0]
            raise NormtextError(f"{first.name}: {first.reason}")
        if self._fail_fast and done.counts.warnings.get("no_model"):
            raise NormtextError("articles could not be translated: see  normtext models list")

    def _lost(self, shard: Shard) -> Done:
        """Do a shard again that a worker died of, without the rows that it died of."""
        reasons = parallel.ordered_map(
            self._worker.survives, shard.rows, workers=2, on_lost=lambda _row: _LOST
        )
        pairs = zip(shard.rows, reasons, strict=True)
        rows: list[Row] = [replace(row, failure=reason) if reason else row for row, reason in pairs]
        again = parallel.ordered_batches(
            _EachShard(self._worker), [[replace(shard, rows=tuple(rows))]], workers=1
        )
        return next(iter(again))

    def _finish(self, plan: Mapping[str, Any]) -> Report:
        """Put the parts together; whatever is there when this is killed, it can be done again."""
        target, job = self._target, self._job
        counts = Counts()
        with replacing(target.failures) as draft, draft.open("wb") as file:
            for number in range(self._shards):
                done = read_done(target.folder, number, job.form)
                if done is None:
                    raise InputError(f"the record of shard {number} in {target.folder} is gone; --resume")
                counts += done.counts
                for failure in done.failures:
                    file.write(as_json(asdict(failure)) + b"\n")
        if not counts.failed:
            target.failures.unlink()
        parts = [part_of(target.folder, number, job.form) for number in range(self._shards)]
        size, sha256 = self._put_together(parts)
        made = {"bytes": size, "sha256": sha256, "shards": self._shards}
        _write_json(target.manifest, {**plan, "made": {**made, **asdict(counts)}})
        return self._report(counts)

    def _put_together(self, parts: Sequence[Path]) -> tuple[int, str]:
        target = self._target
        if not target.in_parts:
            with replacing(target.out) as draft:
                assemble(parts, draft, self._job)
            return digest_of([target.out])
        if not target.out.exists() or not any(target.out.iterdir()):
            whole = target.folder / WHOLE
            shutil.rmtree(whole, ignore_errors=True)
            whole.mkdir()
            for part in parts:
                _link(part, whole / part.name)
            whole.replace(target.out)
        return digest_of(parts)

    def _finished_before(self, plan: Mapping[str, Any]) -> Report:
        shutil.rmtree(self._target.old, ignore_errors=True)
        manifest = _read_json(self._target.manifest)
        made = manifest.pop("made", {})
        check_same(manifest, plan, self._target.manifest)
        counts = Counts(**{k: v for k, v in made.items() if k not in ("bytes", "sha256", "shards")})
        self._resumed = counts.rows
        return self._report(counts)

    def _report(self, counts: Counts) -> Report:
        target = self._target
        failures = target.failures if counts.failed else None
        return Report(target.out, target.manifest, failures, counts, self._resumed)


@dataclass(frozen=True, slots=True)
class _EachShard:
    """Does shards one after the other; picklable."""

    worker: Worker

    def __call__(self, shards: list[Shard]) -> list[Done]:
        return [self.worker(shard) for shard in shards]


def _link(file: Path, to: Path) -> None:
    """A second name for a file, which costs nothing; a copy where the file system has no such thing."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)


def _read_json(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{file} is damaged: {error}") from error
    return dict(data)


def _write_json(file: Path, data: Mapping[str, Any]) -> None:
    with replacing(file) as draft:
        draft.write_bytes(as_json(data, indent=2) + b"\n")
