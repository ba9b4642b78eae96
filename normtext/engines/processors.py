"""How many processors there are for this process: all, less what affinity and a container's quota take."""

from __future__ import annotations

import math
import os
from functools import cache
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")


def available_cpus() -> int:
    """How many processors this process may use: ``os.process_cpu_count``, and no more than its quota.

    A container that may use two processors of 64 would otherwise run 64 threads, each of them
    stopped for most of the time.
    """
    count = _process_cpu_count()
    quota = _quota()
    return max(1, min(count, math.ceil(quota))) if quota else count


def _process_cpu_count() -> int:
    of_process = getattr(os, "process_cpu_count", None)  # from Python 3.13 on; heeds PYTHON_CPU_COUNT
    affinity = getattr(os, "sched_getaffinity", None)
    if of_process:
        return int(of_process() or 1)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@cache
def _quota() -> float | None:
    """Processors' worth of time that the control groups of Linux grant; None where there is no limit."""
    return read_quota(CGROUPS, Path("/proc/self/cgroup"))


def read_quota(groups: Path, membership: Path) -> float | None:
    """Read the tightest quota of a process's group and of those above it, versions 2 and 1.

    Args:
        groups: where the control groups are mounted.
        membership: the file that names the process's own.
    """
    limits = [limit for folder in _folders(groups, membership) for limit in _limits(folder)]
    return min(limits, default=None)


def _folders(groups: Path, membership: Path) -> list[Path]:
    """The folders that may hold a quota; in a container the own group is mostly mounted as the root."""
    folders = [groups, groups / "cpu", groups / "cpu,cpuacct"]
    for line in (_read(membership) or "").splitlines():
        _, controllers, place = line.split(":", 2) if line.count(":") >= 2 else ("", "-", "")
        names = controllers.split(",")
        if controllers and "cpu" not in names:
            continue
        root = groups / controllers if controllers else groups
        parts = [part for part in place.split("/") if part and part != ".."]
        folders += (root.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1))
    return folders


def _limits(folder: Path) -> list[float]:
    together = (_read(folder / "cpu.max") or "").split()
    apart = [_read(folder / name) or "" for name in ("cpu.cfs_quota_us", "cpu.cfs_period_us")]
    pairs = [pair for pair in (together, apart) if len(pair) == 2]
    return [
        int(quota) / int(period)
        for quota, period in ((pair[0].strip(), pair[1].strip()) for pair in pairs)
        if quota.isdigit() and period.isdigit() and int(quota) and int(period)
    ]


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
