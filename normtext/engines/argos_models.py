"""Argos packages from links and files into the folder of the packages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from normtext.engines import argos
from normtext.engines.download import IndexEntry, Progress, fetched
from normtext.engines.folders import one_at_a_time, put_in_place, workplace
from normtext.engines.lockfile import Archive, Pin, Pins, read_folder_lock
from normtext.engines.packages import InstalledModel, digest, file_digest, read_package, scan, version_key
from normtext.engines.unpack import DEFAULT_LIMITS, Limits, unpack
from normtext.errors import ModelError

# What the process that tries a package out runs, its exit code for a package that does not load, and
# how long it may take: the largest packages load in seconds.
_TRY_OUT = """
import json, pathlib, sys
sys.path[:] = json.loads(sys.argv[1])
from normtext.engines import argos, packages
from normtext.errors import ModelError
sys.stdout.reconfigure(encoding="utf-8")
try:
    argos.load_package(packages.read_package(pathlib.Path(sys.argv[2])))
except ModelError as error:
    print(error)
    sys.exit(17)
"""
_REFUSED = 17
_TRY_OUT_SECONDS = 300.0


def install_entry(entry: IndexEntry, folder: Path, progress: Progress | None, force: bool) -> InstalledModel:
    """Install a package of the index, unless that version or a newer one is there."""
    there = None if force else _there(entry, folder)
    if there:
        return there
    with one_at_a_time(_downloads() / f"translate-{entry.source}_{entry.target}.mutex"):
        # Another process may have installed it while this one waited.
        there = None if force else _there(entry, folder)
        return there or _install_any(entry, folder, progress)


def _there(entry: IndexEntry, folder: Path) -> InstalledModel | None:
    there = served(folder, entry.source, entry.target)
    return there if there and version_key(there.version) >= version_key(entry.version) else None


def _install_any(entry: IndexEntry, folder: Path, progress: Progress | None) -> InstalledModel:
    failures = []
    for link in entry.links:
        try:
            return _install_link(link, entry, folder, progress)
        except ModelError as error:
            failures.append(error)
    raise ModelError(
        f"the package {entry.source} to {entry.target} could not be installed: "
        f"{'; '.join(map(str, failures))}"
    ) from failures[-1]


def _install_link(link: str, entry: IndexEntry, folder: Path, progress: Progress | None) -> InstalledModel:
    label = f"translate-{entry.source}_{entry.target} {entry.version}".strip()
    with fetched(link, _downloads(), label, progress, entry.sha256) as file:
        archive = Archive(
            f"translate-{entry.source}_{entry.target}.argosmodel",
            link,
            file_digest(file),
            file.stat().st_size,
        )
        return install_archive(file, archive, folder, pair=(entry.source, entry.target))


def install_pin(pin: Pin, folder: Path, progress: Progress | None) -> InstalledModel:
    """Install exactly the package that a lock file names. Raises ModelError where that fails."""
    archive = pin.archives[0]
    label = f"translate-{pin.source}_{pin.target} {pin.version}".strip()
    with fetched(archive.url, _downloads(), label, progress, archive.sha256, archive.size) as file:
        return install_archive(file, archive, folder, pair=(pin.source, pin.target), pins={pin.key: pin})


def served(folder: Path, source: str, target: str) -> InstalledModel | None:
    """The package that serves a pair, of several the newest."""
    models = scan(folder)[0]
    return next((model for model in models if (model.source, model.target) == (source, target)), None)


def _downloads() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("normtext") / "downloads"


def install_archive(
    file: Path,
    archive: Archive,
    folder: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    pair: tuple[str, str] | None = None,
    pins: Pins | None = None,
) -> InstalledModel:
    """Install a package's file, which must be of ``pair`` and match one of ``pins`` where they are given."""
    where = archive.url or file
    with workplace(folder, pair_of) as place:
        unpacked = unpack(file, place.staging, limits)
        package = read_package(unpacked)
        if package is None:
            raise ModelError(f"{where}: a package of another kind, not a translation model")
        if pair not in (None, (package.source, package.target)):
            raise ModelError(
                f"{where}: a package for {package.source} to {package.target}, which was not asked for"
            )
        pin = Pin(argos.NAME, package.source, package.target, package.version, digest(unpacked), (archive,))
        if pins is not None:
            _check_pinned(pin, pins, where)
        try_out(package)
        put_in_place(place, unpacked, _replaced(package, folder), {**read_folder_lock(folder), pin.key: pin})
    installed = read_package(folder / unpacked.name)
    assert installed is not None  # the same files as before
    return installed


def try_out(package: InstalledModel) -> None:
    """Load a package, in a process of its own: damaged weights can crash the library that reads them.

    Raises:
        ModelError: it cannot be loaded.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        argos.load_package(package)
        return
    command = [sys.executable, "-c", _TRY_OUT, json.dumps(sys.path), str(package.path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TRY_OUT_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"{package.path}: the model does not load in {error.timeout:.0f} seconds") from error
    if done.returncode == _REFUSED:
        raise ModelError(done.stdout.decode("utf-8", "replace").strip())
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ModelError(
            f"{package.path}: the model cannot be loaded: it ends the process that tries"
            f"{f' ({last})' if last else ''}"
        )


def _replaced(package: InstalledModel, folder: Path) -> list[Path]:
    """What goes when a package comes: the others for its pair, and what has its name and is no package."""
    pair = package.source, package.target
    same_name = folder / package.path.name
    if pair_of(same_name) not in (None, pair):
        raise ModelError(
            f"{same_name}: is a package for another pair of languages; remove it first, or rename the folder "
            "inside the new package"
        )
    old = [model.path for model in scan(folder)[0] if (model.source, model.target) == pair]
    return list(dict.fromkeys((*old, same_name)))


def pair_of(path: Path) -> tuple[str, str] | None:
    """What a package translates; None where the folder is no package."""
    try:
        package = read_package(path)
    except ModelError:
        return None
    return (package.source, package.target) if package else None


def _check_pinned(pin: Pin, pins: Pins, where: str | Path) -> None:
    wanted = pins.get(pin.key)
    if wanted is None:
        raise ModelError(f"{where}: the lock file has no {pin.name}; nothing was installed")
    same_archive = not wanted.archives or wanted.archives[0].sha256 == pin.archives[0].sha256
    if wanted.digest != pin.digest or not same_archive:
        raise ModelError(
            f"{where}: not the {pin.name} that the lock file pins (SHA-256 differs); nothing was installed"
        )
