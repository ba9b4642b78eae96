"""Runs over corpora: the same bytes whoever does them, whatever stops them."""

from __future__ import annotations

import builtins
import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq
import pytest

from normtext import corpus, normalize
from normtext.article import Article
from normtext.cli import main
from normtext.config import Settings
from normtext.corpus import runs
from normtext.corpus.rows import Row
from normtext.corpus.shards import Shard
from normtext.corpus.work import Worker
from normtext.errors import InputError, NormtextError, UsageError
from normtext.gazetteer import Gazetteer

SETTINGS = Settings().replace(translation={"translate": False})
TEXT = (
    "Harbour number {} is dredged\n\nThe town of Marlow Bay had its harbour dredged for the {} time on "
    "Monday, and many people came to watch the ships with the long arms at their work.\n"
)


def write(file: Path, count: int) -> Path:
    """A corpus with a torn line, a row without a text, and rows that say the same."""
    lines = [json.dumps({"id": n, "text": TEXT.format(n, n * 7 % 30)}) for n in range(count)]
    lines[3:3] = ["{torn", '{"id": "none"}', "", lines[0]]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def files_of(folder: Path, name: str) -> dict[str, bytes]:
    """What a run has left, by what stands behind the name of its output."""
    found = [path for path in folder.rglob("*") if path.is_file() and name in str(path.relative_to(folder))]
    return {str(path.relative_to(folder)).replace(name, "", 1): path.read_bytes() for path in found}


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_the_same_bytes_with_any_number_of_workers(tmp_path: Path, form: str) -> None:
    source = write(tmp_path / "in.jsonl", 12)
    for name, workers in (("one", 1), ("two", 2)):
        corpus.run(source, tmp_path / f"{name}.{form}", settings=SETTINGS, workers=workers, shard_rows=5)
    one, two = (files_of(tmp_path, f"{name}.{form}") for name in ("one", "two"))
    assert sorted(one) == ["", ".failures.jsonl", ".manifest.json"]
    assert one == two


def test_rows_of_a_table_stay_in_their_place(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 6)
    report = corpus.run(source, tmp_path / "o.parquet", settings=SETTINGS, keep=["id"], shard_rows=4)
    rows = pq.read_table(report.out).to_pylist()
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 7, 8, 9, 10]
    assert [row["id"] for row in rows] == ["0", "1", "2", None, "none", "0", "3", "4", "5"]
    assert [row["status"] for row in rows].count("error") == 2
    assert {row["input"] for row in rows} == {str(source)}
    assert rows[0]["title"] == "Harbour number 0 is dredged"
    assert report.counts.rows == 9
    assert (report.counts.articles, report.counts.failed) == (7, 2)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_what_is_no_unicode_in_names_and_fields_stops_nothing(tmp_path: Path, form: str) -> None:
    source = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    write(source, 3)
    with source.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "\ud800", "text": TEXT.format(9, 9)}) + "\n")
    options: dict[str, Any] = {"settings": SETTINGS, "keep": ["id"] if form == "parquet" else []}
    report = corpus.run(source, tmp_path / f"o.{form}", workers=2, **options)
    assert (report.counts.articles, report.counts.failed) == (5, 2)
    assert corpus.run(source, tmp_path / f"o.{form}", resume=True, **options).resumed == 7
    if form == "parquet":
        assert pq.read_table(report.out, columns=["input", "id"]).to_pylist()[-1] == {
            "input": str(source).replace("\udce9", "?"),
            "id": "?",
        }


def test_equal_rows_are_done_once(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = [json.dumps({"text": TEXT.format(number, 1)}) for number in (1, 2, 1, 1)]
    source.write_text("\n".join(lines), encoding="utf-8")
    report = corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS)
    assert report.counts.copies == 2
    first, _, third, last = map(Article.from_json, report.out.read_text(encoding="utf-8").splitlines())
    assert [a.source.name for a in (first, third, last)] == [f"{source}:{n}" for n in (1, 3, 4)]
    alike = [a.model_copy(update={"source": None}) for a in (first, third, last)]
    assert alike[0] == alike[1] == alike[2]


def test_failures_are_on_file_with_row_and_reason(tmp_path: Path) -> None:
    report = corpus.run(write(tmp_path / "in.jsonl", 5), tmp_path / "o.jsonl", settings=SETTINGS)
    assert report.failures is not None
    torn, empty = map(json.loads, report.failures.read_text(encoding="utf-8").splitlines())
    assert (torn["row"], torn["record"], torn["written"]) == (4, "{torn", False)
    assert torn["reason"].startswith("not valid JSON")
    assert empty["row"] == 5
    assert empty["reason"].startswith("no text")


def test_the_articles_are_those_of_the_interface(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": TEXT.format(1, 1)}), encoding="utf-8")
    made = corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS).out.read_text(encoding="utf-8")
    article, other = Article.from_json(made), normalize(TEXT.format(1, 1), translate=False)
    assert (article.id, article.text, article.edits) == (other.id, other.text, other.edits)


def test_a_manifest_says_how_it_was_made(tmp_path: Path) -> None:
    report = corpus.run(write(tmp_path / "in.jsonl", 5), tmp_path / "o.jsonl", settings=SETTINGS)
    manifest = json.loads(report.manifest.read_text(encoding="utf-8"))
    assert manifest["normtext"]
    assert manifest["settings"]["translation"]["translate"] is False
    assert manifest["libraries"]["regex"]
    assert manifest["inputs"][str(tmp_path / "in.jsonl")]["bytes"] > 100
    assert manifest["made"]["bytes"] == report.out.stat().st_size
    assert manifest["made"]["languages"] == {"en": 6}


def test_a_slash_behind_the_name_keeps_the_parts(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 9)
    whole = corpus.run(source, tmp_path / "o.parquet", settings=SETTINGS, shard_rows=5)
    parts = corpus.run(source, f"{tmp_path}/p.parquet/", settings=SETTINGS, shard_rows=5)
    assert [p.name for p in sorted(parts.out.iterdir())] == [f"part-{n:06}.parquet" for n in range(3)]
    assert pq.read_table(parts.out).equals(pq.read_table(whole.out))
    assert corpus.run(source, f"{parts.out}/", settings=SETTINGS, shard_rows=5, resume=True).resumed == 12
    with pytest.raises(UsageError, match="is there already"):
        corpus.run(source, f"{parts.out}/", settings=SETTINGS)
    with pytest.raises(UsageError, match="is a folder"):
        corpus.run(source, parts.out, settings=SETTINGS)


class StoppedError(Exception):
    """Raised by a test in the middle of a run."""


def stop_after(shards: int) -> object:
    """A callback that stops a run when some shards are done."""
    seen = []

    def stop(done: corpus.Done) -> None:
        seen.append(done)
        if len(seen) == shards:
            raise StoppedError

    return stop


def begun(tmp_path: Path, out: str = "o.jsonl", shards: int = 2) -> Path:
    """A corpus of which some shards are done."""
    source = write(tmp_path / "in.jsonl", 17)
    with pytest.raises(StoppedError):
        corpus.run(source, tmp_path / out, settings=SETTINGS, shard_rows=5, on_shard=stop_after(shards))  # type: ignore[arg-type]
    return source


@pytest.mark.parametrize("out", ["o.jsonl", "o.parquet", "o.parquet/"])
def test_a_run_that_was_stopped_goes_on(tmp_path: Path, out: str) -> None:
    source = begun(tmp_path, out)
    assert not (tmp_path / out).exists()
    given = f"{tmp_path}/{out}"
    report = corpus.run(source, given, settings=SETTINGS, shard_rows=5, workers=2, resume=True)
    assert report.resumed == 10
    whole = given.replace("o.", "whole.")
    corpus.run(source, whole, settings=SETTINGS, shard_rows=5)
    name = out.rstrip("/")
    assert files_of(tmp_path, f"/{name}") == files_of(tmp_path, f"/whole{name[1:]}")
    assert not list(tmp_path.glob("*.shards*"))


@pytest.mark.parametrize("out", ["o.jsonl", "o.parquet", "o.parquet/"])
@pytest.mark.parametrize("place", ["digest_of", "_write_json", "shutil.rmtree", "_link", "assemble"])
def test_stopped_while_it_is_put_together_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, place: str
) -> None:
    source, given = write(tmp_path / "in.jsonl", 3), f"{tmp_path}/{out}"
    whole = given.replace("o.", "whole.")
    corpus.run(source, whole, settings=SETTINGS, shard_rows=3)
    original = shutil.rmtree if place == "shutil.rmtree" else getattr(runs, place)
    calls = []

    def stop(*arguments: object, **options: object) -> object:
        calls.append(arguments)
        if place == "_write_json" and len(calls) == 1:
            return original(*arguments, **options)
        raise StoppedError

    with monkeypatch.context() as patched:
        patched.setattr(f"normtext.corpus.runs.{place}", stop)
        with contextlib.suppress(StoppedError):
            corpus.run(source, given, settings=SETTINGS, shard_rows=3)
        assert bool(calls) == (place != ("assemble" if out.endswith("/") else "_link"))
    corpus.run(source, given, settings=SETTINGS, shard_rows=3, resume=True)
    name = out.rstrip("/")
    assert files_of(tmp_path, f"/{name}") == files_of(tmp_path, f"/whole{name[1:]}")


def test_what_was_begun_is_not_begun_anew_by_mistake(tmp_path: Path) -> None:
    source = begun(tmp_path)
    with pytest.raises(UsageError, match="go on with it by --resume, or remove"):
        corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS, shard_rows=5)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"settings": Settings()}, "settings.translation.translate was false and is true"),
        ({"shard_rows": 6}, "shard_rows was 5 and is 6"),
        ({"text": "body"}, "fields"),
        (
            {"settings": SETTINGS.replace(names={"gazetteer": Gazetteer.from_names(["Quil Foundry"])})},
            'settings.names.gazetteer was null and is "sha256:',
        ),
    ],
    ids=["settings", "shard_rows", "fields", "gazetteer"],
)
def test_resume_refuses_what_has_changed(tmp_path: Path, change: Mapping[str, object], told: str) -> None:
    source = begun(tmp_path)
    options = {"settings": SETTINGS, "shard_rows": 5, **change}
    with pytest.raises(UsageError, match="--resume goes on with what was begun") as error:
        corpus.run(source, tmp_path / "o.jsonl", resume=True, **options)  # type: ignore[arg-type]
    assert told in str(error.value)


def test_resume_refuses_inputs_that_have_changed(tmp_path: Path) -> None:
    source = begun(tmp_path)
    whole = source.read_bytes()
    source.write_bytes(whole.replace(b"Marlow", b"Barlow", 1))
    with pytest.raises(UsageError, match=r"inputs\..*in\.jsonl\.ends was"):
        corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS, shard_rows=5, resume=True)


def test_resume_finds_a_change_in_the_middle_of_a_large_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("normtext.corpus.plan._ENDS", 4)
    source = begun(tmp_path)
    source.write_bytes(source.read_bytes().replace(b"Marlow", b"Barlow", 1))
    with pytest.raises(UsageError, match=r"in\.jsonl:1 and what follows is not what it was"):
        corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS, shard_rows=5, resume=True)


def test_resume_notices_a_damaged_part(tmp_path: Path) -> None:
    source = begun(tmp_path)
    part = tmp_path / "o.jsonl.shards" / "part-000001.jsonl"
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(InputError, match="is not as it was written; remove"):
        corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS, shard_rows=5, resume=True)


def test_a_finished_run_has_nothing_to_resume(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 5)
    first = corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS)
    before = first.out.stat().st_mtime_ns
    again = corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS, resume=True)
    assert (again.counts, again.resumed) == (first.counts, 8)
    assert first.out.stat().st_mtime_ns == before
    assert corpus.run(source, tmp_path / "o.jsonl", settings=SETTINGS).resumed == 0


def test_fail_fast_stops_at_the_first(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 5)
    with pytest.raises(NormtextError, match=r"in\.jsonl:4: not valid JSON"):
        corpus.run(source, tmp_path / "o.parquet", settings=SETTINGS, fail_fast=True)


def test_what_is_read_is_not_written(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 5)
    with pytest.raises(UsageError, match="is read and cannot be written"):
        corpus.run(source, source, settings=SETTINGS)
    report = corpus.run(tmp_path, tmp_path / "o.jsonl", settings=SETTINGS)
    assert corpus.run(tmp_path, tmp_path / "o.jsonl", settings=SETTINGS).counts == report.counts


class Deadly(Worker):
    """Dies of some rows as a worker dies for lack of memory."""

    def __call__(self, shard: Shard) -> corpus.Done:
        for row in shard.rows:
            self.survives(row)
        return Worker(self.job, self.folder)(shard)

    def survives(self, row: Row) -> str:
        if isinstance(row.data, bytes) and b"number 2" in row.data and not row.failure:
            os.kill(os.getpid(), signal.SIGKILL)
        return ""


def test_a_row_that_kills_a_worker_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("normtext.corpus.runs.Worker", Deadly)
    source = write(tmp_path / "in.jsonl", 6)
    report = corpus.run(source, tmp_path / "o.parquet", settings=SETTINGS, workers=2, shard_rows=5)
    errors = {row["row"]: row["error"] for row in pq.read_table(report.out).to_pylist() if row["error"]}
    assert sorted(errors) == [3, 4, 5]
    assert "a worker process was killed while working on it" in errors[3]


def command(folder: Path, out: str, workers: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "normtext", "in.jsonl", "-o", out, "--resume", "--engine", "none"]
    options = ["--shard-rows", "4", "--quiet", "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([*line, *options], cwd=folder, env=environment, stderr=subprocess.PIPE)


def test_killed_at_random_moments_and_resumed_it_is_the_same(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", 90)
    began = time.monotonic()
    command(tmp_path, "whole.parquet", 1).communicate()
    took = time.monotonic() - began
    chance, kills = random.Random(3), 0
    for workers in (2, 1, 2, 1):
        process = command(tmp_path, "killed.parquet", workers)
        try:
            process.communicate(timeout=chance.uniform(0.2, 0.8) * took)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
    with command(tmp_path, "killed.parquet", 2) as process:
        process.communicate()
        assert process.returncode == 1  # some rows failed
    assert kills
    assert files_of(tmp_path, "killed.parquet") == files_of(tmp_path, "whole.parquet")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["interrupt", "terminate"]
)
@pytest.mark.parametrize("workers", [1, 2])
def test_stopped_it_ends_at_once_and_can_be_resumed(
    tmp_path: Path, number: signal.Signals, code: int, workers: int
) -> None:
    write(tmp_path / "in.jsonl", 60)
    records = tmp_path / "o.parquet.shards" / "_done"
    with command(tmp_path, "o.parquet", workers) as process:
        while not (records.is_dir() and any(records.iterdir())):
            time.sleep(0.01)
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"Traceback" not in told
    assert not list(tmp_path.rglob(".*.tmp")) or workers > 1  # what a worker leaves, the next run takes away
    with command(tmp_path, "o.parquet", 1) as process:
        process.communicate()
    assert not list(tmp_path.rglob("*.tmp"))
    assert pq.read_table(tmp_path / "o.parquet").num_rows == 63


def test_a_full_disk_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("normtext.corpus.run", full)
    assert main([str(write(tmp_path / "in.jsonl", 3)), "-o", f"{tmp_path}/o.parquet"]) == 1
    told = capsys.readouterr().err
    assert f"o.parquet: {os.strerror(errno.ENOSPC)}; what is done stays: make room, and --resume" in told


def test_ctrl_c_while_the_program_loads_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def interrupted(name: str, *rest: Any) -> ModuleType:
        if name == "normtext.cli":
            raise KeyboardInterrupt
        return load(name, *rest)

    with monkeypatch.context() as patched:
        patched.setattr("builtins.__import__", interrupted)
        code = main([])
    assert code == 130


def test_translations_do_not_depend_on_the_workers(tmp_path: Path) -> None:
    """With a real model: its batches, and with them now and then a word, follow from the shard alone."""
    source = tmp_path / "in.jsonl"
    sentences = [
        "A biblioteca de {} abriu ontem.",
        "O porto de {} foi dragado na segunda-feira, com muita gente.",
    ]
    places = ["Lisboa", "Faro", "Braga", "Évora", "Tomar", "Setúbal"]
    lines = [json.dumps({"text": " ".join(sentences).format(place, place)}) for place in places]
    source.write_text("\n".join(lines), encoding="utf-8")
    settings = Settings().replace(language={"language": "pt"}, translation={"engine": "firefox"})
    for name, workers in (("one", 1), ("two", 2)):
        report = corpus.run(
            source, tmp_path / f"{name}.jsonl", settings=settings, workers=workers, shard_rows=3
        )
        assert report.counts.status == {"translated": 6}
    one, two = (files_of(tmp_path, f"{name}.jsonl") for name in ("one", "two"))
    assert one == two
