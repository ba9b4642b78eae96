"""What a run over a corpus costs, holds in memory, and survives.

    python benchmarks/corpus.py flat --rows 200000     memory and cost an article, from beginning to end
    python benchmarks/corpus.py workers --rows 6000    two workers against one, without translation
    python benchmarks/corpus.py kills --times 10       killed at random moments, resumed with other workers

The corpora are generated from the example articles with variations: paragraphs chosen at random, and
numbers in them, so that no two rows are equal.
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
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from normtext import corpus  # noqa: E402 - run as a script, it finds the package beside it
from normtext.config import Settings  # noqa: E402
from normtext.readers import load  # noqa: E402

SETTINGS = Settings().replace(translation={"translate": False})
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
SHARD_ROWS = 250
MARK = 2000
WARM = 1000


def generate(file: Path, rows: int, paragraphs: int, seed: int = 7) -> float:
    """Write a corpus as JSON Lines; return the mean length of its texts in characters."""
    chance = random.Random(seed)
    texts = [load(path).document.text for path in sorted((ROOT / "examples" / "articles").glob("*.txt"))]
    characters = 0
    with file.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            title, *rest = [part for part in chance.choice(texts).split("\n\n") if part.strip()]
            chosen = chance.sample(rest, min(paragraphs, len(rest)))
            text = "\n\n".join([title, *chosen, f"{number} · {chance.randrange(10**6)}."])
            characters += len(text)
            lines.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    return characters / rows


def processes() -> Iterator[tuple[int, int, float, int]]:
    """Number, parent, processor seconds and resident bytes of every process."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (
                    (folder / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
                )
            except (OSError, IndexError):
                continue
            used = (int(fields[11]) + int(fields[12])) / TICKS
            yield int(folder.name), int(fields[1]), used, int(fields[21]) * PAGE


def family() -> tuple[float, int, int]:
    """Processor seconds of this process and all below it; resident bytes of it, and of the largest below."""
    every = {pid: (parent, used, held) for pid, parent, used, held in processes()}
    mine, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, (parent, _, _) in every.items() if parent in mine} - mine
        mine |= more
        grown = bool(more)
    below = max((every[pid][2] for pid in mine if pid != os.getpid()), default=0)
    return sum(every[pid][1] for pid in mine), every[os.getpid()][2], below


def flat(folder: Path, rows: int, paragraphs: int, workers: int) -> None:
    """Memory and cost an article along a run."""
    source, out = folder / "corpus.jsonl", folder / "out.parquet"
    print(f"{rows:,} articles of {generate(source, rows, paragraphs):.0f} characters, {workers} workers")
    seen: list[tuple[int, float, int, int]] = []

    def note(_done: corpus.Done) -> None:
        # Shards come back in order; what is done is told by the disk.
        count = SHARD_ROWS * len(list(folder.glob("out.parquet.shards/_done/*.json")))
        if count >= MARK * (len(seen) + 1):
            seen.append((count, *family()))
            print(_told(seen[-1]), flush=True)

    began = time.perf_counter()
    report = corpus.run(source, out, settings=SETTINGS, workers=workers, shard_rows=SHARD_ROWS, on_shard=note)
    took = time.perf_counter() - began
    first, last = _cost(seen[0], seen[2]), _cost(seen[-3], seen[-1])
    print(
        f"processor time an article: {first:.2f} ms from {seen[0][0]:,} to {seen[2][0]:,}, {last:.2f} from "
        f"{seen[-3][0]:,} to {seen[-1][0]:,}: {100 * (last / first - 1):+.1f} %"
    )
    print(
        f"parent: {seen[0][2] / 2**20:.1f} MiB at {seen[0][0]:,}, {seen[-1][2] / 2**20:.1f} MiB at "
        f"{seen[-1][0]:,}, {family()[1] / 2**20:.1f} MiB when the parts were put together"
    )
    print(f"{took:.0f} s, {report.counts.articles:,} articles, load {os.getloadavg()[0]:.1f}")


def _cost(one: tuple[int, float, int, int], other: tuple[int, float, int, int]) -> float:
    """Milliseconds an article between two marks."""
    return 1000 * (other[1] - one[1]) / (other[0] - one[0])


def _told(mark: tuple[int, float, int, int]) -> str:
    count, used, held, below = mark
    return (
        f"{count:>8,}  {1000 * used / count:6.2f} ms an article so far  "
        f"parent {held / 2**20:6.1f} MiB  largest worker {below / 2**20:6.1f} MiB"
    )


def workers_compared(folder: Path, rows: int, paragraphs: int, rounds: int) -> None:
    """Two workers against one, one run after the other, several times.

    On a machine with other work the clock says little; the processor time an article tells what two
    workers can come to at the most.
    """
    source = folder / "corpus.jsonl"
    print(f"{rows:,} articles of {generate(source, rows, paragraphs):.0f} characters")
    ratios = []
    for number in range(rounds):
        (one, cost), (two, shared) = (_timed(source, folder / f"{number}", count) for count in (1, 2))
        ratios.append(one / two)
        print(
            f"one {one:.1f} s, two {two:.1f} s: {ratios[-1]:.2f}; processor time an article {cost:.2f} and "
            f"{shared:.2f} ms, so at most {2 * cost / shared:.2f}; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"best {max(ratios):.2f}, median {statistics.median(ratios):.2f}")


def _timed(source: Path, out: Path, workers: int) -> tuple[float, float]:
    """Seconds of a run, and its milliseconds of processor time an article from its tenth shard on."""
    marks: list[tuple[float, float]] = []

    def note(_done: corpus.Done) -> None:
        marks.append((len(list(out.parent.glob("*.shards/_done/*.json"))) * SHARD_ROWS, family()[0]))

    began = time.perf_counter()
    target = out.with_name(f"{out.name}-{workers}.parquet")
    corpus.run(source, target, settings=SETTINGS, workers=workers, shard_rows=SHARD_ROWS, on_shard=note)
    took = time.perf_counter() - began
    first = next(mark for mark in marks if mark[0] >= WARM)
    last = marks[-1] if workers == 1 else next(mark for mark in marks if mark[0] >= marks[-1][0])
    return took, 1000 * (last[1] - first[1]) / (last[0] - first[0])


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
    parser.add_argument("what", choices=("flat", "workers", "kills"))
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--paragraphs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="normtext-corpus-") as name:
        folder = Path(name)
        if given.what == "flat":
            flat(folder, given.rows, given.paragraphs, given.workers)
        elif given.what == "workers":
            workers_compared(folder, given.rows, given.paragraphs, given.rounds)
        else:
            kills(folder, given.rows, given.paragraphs, given.times, given.seed)


if __name__ == "__main__":
    main()
