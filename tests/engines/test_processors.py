"""How many threads are worth starting, in containers too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from normtext.engines import processors
from normtext.engines.processors import available_cpus, read_quota


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".", 1)).write_text(text)


@pytest.fixture
def membership(tmp_path: Path) -> Path:
    return tmp_path / "membership"


def test_no_control_groups_are_no_limit(tmp_path: Path, membership: Path) -> None:
    assert read_quota(tmp_path / "none", membership) is None


def test_a_container_sees_its_group_as_the_root(tmp_path: Path, membership: Path) -> None:
    membership.write_text("0::/\n")
    write(tmp_path, cpu__max="150000 100000\n")
    assert read_quota(tmp_path, membership) == 1.5
    write(tmp_path, cpu__max="max 100000\n")
    assert read_quota(tmp_path, membership) is None


def test_the_tightest_group_above_counts(tmp_path: Path, membership: Path) -> None:
    membership.write_text("0::/system.slice/job.service\n")
    write(tmp_path / "system.slice", cpu__max="100000 100000\n")
    write(tmp_path / "system.slice" / "job.service", cpu__max="400000 100000\n")
    assert read_quota(tmp_path, membership) == 1


@pytest.mark.parametrize("controller", ["cpu", "cpu,cpuacct"])
def test_version_1(tmp_path: Path, membership: Path, controller: str) -> None:
    membership.write_text(f"5:memory:/job\n4:{controller}:/job\n3:cpuset:/\n")
    write(tmp_path / controller / "job", cpu__cfs_quota_us="200000\n", cpu__cfs_period_us="100000\n")
    assert read_quota(tmp_path, membership) == 2
    write(tmp_path / controller / "job", cpu__cfs_quota_us="-1\n")
    assert read_quota(tmp_path, membership) is None


@pytest.mark.parametrize("text", ["", "0 100000", "100000 0", "many few", "100000", "\xff\xfe"])
def test_nonsense_is_no_limit(tmp_path: Path, membership: Path, text: str) -> None:
    membership.write_text("nonsense\n0::/../..\n1:cpu\n")
    write(tmp_path, cpu__max=text)
    assert read_quota(tmp_path, membership) is None


@pytest.mark.parametrize(("quota", "threads"), [(None, 8), (0.5, 1), (1.5, 2), (2.0, 2), (99.0, 8)])
def test_the_quota_bounds_the_threads(
    monkeypatch: pytest.MonkeyPatch, quota: float | None, threads: int
) -> None:
    monkeypatch.setattr(processors, "_process_cpu_count", lambda: 8)
    monkeypatch.setattr(processors, "_quota", lambda: quota)
    assert available_cpus() == threads


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity here")
def test_affinity_counts() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert available_cpus() == 1
    finally:
        os.sched_setaffinity(0, before)
