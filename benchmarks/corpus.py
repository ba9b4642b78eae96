"""What a run over a corpus costs, holds in memory, and survives.

    python benchmarks/corpus.py flat --rows 200000      memory and cost an article, from beginning to end
    python benchmarks/corpus.py workers --rows 20000    two workers against one, without translation
    python benchmarks/corpus.py kills --times 10        killed at random moments, resumed with other workers

The corpora are generated from the example articles with variations: paragraphs chosen at random, and
numbers in them, so that no two rows are equal. Each worker notes the processor time of its shards. Other
work on a machine makes all of it dearer, by half and more: compare what was measured at the same time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from normtext import corpus  # noqa: E402 - run as a script, it finds the package beside it
from normtext.config import Settings  # noqa: E402
from normtext.corpus import runs  # noqa: E402
from normtext.corpus.shards import Shard  # noqa: E402
from normtext.corpus.work import Worker  # noqa: E402
from normtext.readers import load  # noqa: E402

SETTINGS = Settings().replace(translation={"translate": False})
PAGE = os.sysconf("SC_PAGE_SIZE")
COSTS = "costs.jsonl"
SEED = 7
FLAT_SHARD = 100
"""Rows of a shard where cost is followed along a run: the window below begins and ends with one."""
EARLY, WINDOW = 1000, 2000
"""The first rows, in which tables are still loaded, are left out; the 2,000 after them have their middle at
2,000, and the last 2,000 rows of a corpus say the same as they do."""
FEWEST = 2 * (EARLY + WINDOW)
LINES = 20


def generate(file: Path, rows: int, paragraphs: int) -> float:
    """Write a corpus as JSON Lines; return the mean length of its texts in characters."""
    texts = [load(path).document.text for path in sorted((ROOT / "examples" / "articles").glob("*.txt"))]
    characters = 0
    with file.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            again = rows >= FEWEST and number >= rows - WINDOW
            kind = EARLY + number - (rows - WINDOW) if again else number
            text = _variation(texts, paragraphs, kind, number)
            characters += len(text)
            lines.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    return characters / rows


def _variation(texts: Sequence[str], paragraphs: int, kind: int, number: int) -> str:
    """An article that says what ``kind`` asks for, and its own number."""
    chance = random.Random(f"{SEED} {kind}")
    title, *rest = [part for part in chance.choice(texts).split("\n\n") if part.strip()]
    chosen = chance.sample(rest, min(paragraphs, len(rest)))
    return "\n\n".join([title, *chosen, f"{number:07} · {chance.randrange(10**6)}."])


@dataclass(frozen=True)
class Cost:
    """What a shard has cost: processor seconds, and where they lie on the clock."""

    number: int
    rows: int
    used: float
    began: float
    ended: float
    process: int


class Measured(Worker):
    """A worker that notes what its shards cost."""

    def __call__(self, shard: Shard) -> corpus.Done:
        """Do a shard."""
        began, before = time.time(), time.process_time()
        done = Worker(self.job, self.folder)(shard)
        used = time.process_time() - before
        cost = Cost(shard.number, len(shard.rows), used, began, time.time(), os.getpid())
        with (self.folder.parent / COSTS).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(cost)) + "\n")
        return done


def _costs(folder: Path) -> list[Cost]:
    lines = (folder / COSTS).read_text(encoding="utf-8").splitlines()
    return sorted((Cost(**json.loads(line)) for line in lines), key=lambda cost: cost.number)


def _each(costs: Iterable[Cost]) -> float:
    """Milliseconds of processor time an article."""
    costs = list(costs)
    return 1000 * sum(cost.used for cost in costs) / sum(cost.rows for cost in costs)


def _resident() -> float:
    """MiB that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20


def flat(folder: Path, rows: int, paragraphs: int, workers: int) -> None:
    """Memory and cost an article along a run."""
    if rows % FLAT_SHARD or rows < FEWEST:
        sys.exit(f"--rows: {FEWEST:,} or more, by the {FLAT_SHARD}")
    print(f"{rows:,} articles of {generate(folder / 'c.jsonl', rows, paragraphs):.0f} characters", flush=True)
    seen: list[tuple[int, float, float]] = []
    done = 0
    marks = [2000, *(rows * n // LINES for n in range(1, LINES + 1) if rows * n // LINES > WINDOW)]

    def note(one: corpus.Done) -> None:
        nonlocal done
        done += one.counts.rows
        if len(seen) < len(marks) and done >= marks[len(seen)]:
            seen.append((done, time.process_time(), _resident()))
            print(f"{done:>9,} articles: parent {seen[-1][2]:.1f} MiB", flush=True)

    began = time.perf_counter()
    report = _measured_run(folder, workers, FLAT_SHARD, note)
    took = time.perf_counter() - began
    print(
        f"parent: {seen[0][2]:.1f} MiB at {seen[0][0]:,}, {seen[-1][2]:.1f} MiB at {seen[-1][0]:,}, "
        f"{_resident():.1f} MiB when the parts were put together"
    )
    if workers > 1:
        parent = 1000 * (seen[-1][1] - seen[0][1]) / (seen[-1][0] - seen[0][0])
        print(f"parent: {parent:.3f} ms of processor time an article")
    print(f"{took:.0f} s, {report.counts.articles:,} articles, load {os.getloadavg()[0]:.1f}", flush=True)
    _tell_costs(folder, rows, workers)


def _measured_run(
    folder: Path, workers: int, shard_rows: int, on_shard: Callable[[corpus.Done], None]
) -> corpus.Report:
    runs.Worker = Measured  # type: ignore[attr-defined]
    return corpus.run(
        folder / "c.jsonl", folder / f"{workers}.parquet", settings=SETTINGS, workers=workers,
        shard_rows=shard_rows, on_shard=on_shard,
    )  # fmt: skip


def _tell_costs(folder: Path, rows: int, workers: int) -> None:
    """Cost at the beginning and at the end, and in a run of the beginning alone, right afterwards."""
    alone = folder / "alone"
    alone.mkdir()
    with (
        (folder / "c.jsonl").open(encoding="utf-8") as lines,
        (alone / "c.jsonl").open("w", encoding="utf-8") as some,
    ):
        some.writelines(islice(lines, EARLY + WINDOW))
    _measured_run(alone, workers, FLAT_SHARD, lambda _done: None)
    early = slice(EARLY // FLAT_SHARD, (EARLY + WINDOW) // FLAT_SHARD)
    costs = _costs(folder)
    first, last = _each(costs[early]), _each(costs[-(WINDOW // FLAT_SHARD) :])
    again = _each(_costs(alone)[early])
    print(f"cost at 2,000 rows: {first:.3f} ms of processor time an article (rows 1,001 to 3,000)")
    print(
        f"cost at {rows:,} rows: {last:.3f} ms (the last 2,000, which say the same): {_percent(last, first)}"
    )
    print(f"cost at 2,000 rows in a run of their own, now: {again:.3f} ms; to this {_percent(last, again)}")


def _percent(one: float, other: float) -> str:
    return f"{100 * (one / other - 1):+.1f} %"


@dataclass(frozen=True)
class Timed:
    """A run in a process of its own.

    Attributes:
        clock: seconds, from before Python starts to when it has ended.
        worker, parent: milliseconds of processor time an article; the parent's while the workers work.
        start: seconds until every worker had done its first shard.
        idle: seconds between the end of the first worker's last shard and that of the last worker.
        end: seconds of putting together, and ending.
        rate: articles a second between start and idle.
    """

    clock: float
    worker: float
    parent: float
    start: float
    idle: float
    end: float
    rate: float


def workers_compared(folder: Path, rows: int, paragraphs: int, rounds: int, shard_rows: int) -> None:
    """Two workers against one, each run in a process of its own, several times."""
    print(f"{rows:,} articles of {generate(folder / 'c.jsonl', rows, paragraphs):.0f} characters", flush=True)
    ratios, steady = [], []
    for _ in range(rounds):
        one, two = (_timed(folder, count, shard_rows) for count in (1, 2))
        ratios.append(one.clock / two.clock)
        steady.append(two.rate / one.rate)
        for label, run in (("one", one), ("two", two)):
            parent = f", the parent's part {run.parent:.3f} ms" if run is two else ""
            print(
                f"{label} {run.clock:.1f} s: first shards {run.start:.1f} s, idle {run.idle:.1f}, end "
                f"{run.end:.1f}; processor time an article {run.worker:.2f} ms{parent}"
            )
        print(f"{ratios[-1]:.2f}; without start and end {steady[-1]:.2f}; load {os.getloadavg()[0]:.1f}")
    for label, found in (("two workers against one", ratios), ("without start and end", steady)):
        print(f"{label}: best {max(found):.2f}, median {statistics.median(found):.2f}", flush=True)


def _timed(folder: Path, workers: int, shard_rows: int) -> Timed:
    (folder / COSTS).unlink(missing_ok=True)
    line = [sys.executable, __file__, "one", "--folder", str(folder), "--workers", str(workers)]
    began = time.time()
    told = subprocess.run([*line, "--shard-rows", str(shard_rows)], check=True, stdout=subprocess.PIPE)
    ended = time.time()
    costs = sorted(_costs(folder), key=lambda cost: cost.ended)
    last = {cost.process: cost.ended for cost in costs}
    start, idle = costs[workers - 1].ended, min(last.values())
    between = [cost.rows for cost in costs if start < cost.ended <= idle]
    return Timed(
        ended - began, _each(costs), float(told.stdout), start - began,
        max(last.values()) - idle, ended - max(last.values()), sum(between) / (idle - start),
    )  # fmt: skip


def one(folder: Path, workers: int, shard_rows: int) -> None:
    """One run; prints the milliseconds of processor time an article of this process."""
    marks: list[tuple[int, float]] = []

    def note(done: corpus.Done) -> None:
        marks.append((done.counts.rows, time.process_time()))

    _measured_run(folder, workers, shard_rows, note)
    print(1000 * (marks[-1][1] - marks[0][1]) / sum(rows for rows, _ in marks[1:]))


def kills(folder: Path, rows: int, paragraphs: int, times: int, seed: int) -> None:
    """Kill a run at random moments, resume it with other workers, and compare what comes out."""
    chance = random.Random(seed)
    generate(folder / "corpus.jsonl", rows, paragraphs)
    same = []
    for form in ("parquet", "jsonl"):
        _command(folder, f"whole.{form}", 1).wait()
        for number in range(1, times + 1):
            workers = chance.choice((1, 2, 3))
            process = _command(folder, f"killed.{form}", workers)
            done = _kill(process, folder / f"killed.{form}.shards" / "_done", chance)
            print(f"  {form}: kill {number}, {workers} workers, {done} shards done", flush=True)
        _command(folder, f"killed.{form}", 2).wait()
        for suffix in ("", ".manifest.json"):
            one, other = ((folder / f"{stem}.{form}{suffix}").read_bytes() for stem in ("whole", "killed"))
            same.append(one == other)
            told = "same bytes" if same[-1] else "DIFFERENT"
            print(f"{form}{suffix}: {told}, {hashlib.sha256(other).hexdigest()[:16]}", flush=True)
    sys.exit(not all(same))


def _kill(process: subprocess.Popen[bytes], records: Path, chance: random.Random) -> int:
    """Kill a run when it has done none to three more shards, and a random while after that."""
    wanted = len(list(records.glob("*.json"))) + chance.randrange(4)
    while process.poll() is None and len(list(records.glob("*.json"))) < wanted:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 1))
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(list(records.glob("*.json")))


def _command(folder: Path, out: str, workers: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "normtext", "corpus.jsonl", "-o", out, "--workers", str(workers)]
    options = ["--resume", "--engine", "none", "--shard-rows", "50", "--quiet"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen([*line, *options], cwd=folder, env={**os.environ, "PYTHONPATH": path})


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("flat", "workers", "kills", "one"))
    parser.add_argument("--rows", type=int, help="where left out: 10,000, 20,000, 2,000")
    parser.add_argument("--paragraphs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shard-rows", type=int, default=250)
    parser.add_argument("--folder", type=Path, help="of the corpus of one run, for the runs of workers")
    given = parser.parse_args()
    rows = given.rows or {"kills": 2000, "workers": 20_000}.get(given.what, 10_000)
    if given.what == "one":
        one(given.folder, given.workers, given.shard_rows)
        return
    with tempfile.TemporaryDirectory(prefix="normtext-corpus-") as name:
        folder = Path(name)
        if given.what == "flat":
            flat(folder, rows, given.paragraphs, given.workers)
        elif given.what == "workers":
            workers_compared(folder, rows, given.paragraphs, given.rounds, given.shard_rows)
        else:
            kills(folder, rows, given.paragraphs, given.times, given.seed)


if __name__ == "__main__":
    main()
