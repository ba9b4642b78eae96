"""What works offline on this machine, what is missing, and the command that gets it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from normtext.engines import argos, argos_models, firefox, registry
from normtext.engines.base import Route
from normtext.engines.download import OFFLINE, is_offline
from normtext.engines.lockfile import LOCK_NAME, Pin, read_folder_lock
from normtext.engines.models import list_installed
from normtext.engines.packages import InstalledModel, digest, models_folder, scan
from normtext.errors import ModelError, NormtextError

# Asked about where the caller names no languages: those with the most news on the web.
LANGUAGES = ("ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh-Hans", "zh-Hant")

# Both distributions install the folder "argostranslate"; removing one breaks the other.
DISTRIBUTIONS = ("argos-translate-lt", "argostranslate")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        subject: what: "engine firefox", "route nl", "package /models/x" ...
        ok: False where something does not work that somebody set up; a model or an extra that was
            never installed is ``ok`` with a ``remedy``.
        detail: how it stands.
        remedy: the command to run, "" where there is nothing to do.
    """

    subject: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What ``doctor`` found.

    Attributes:
        models_dir: the folder of the Argos packages.
        findings: everything looked at, in the order to print it.
        models: the models that load.
        routes: language to the route to English that works offline, or None.
    """

    models_dir: Path
    findings: tuple[Finding, ...]
    models: tuple[InstalledModel, ...]
    routes: dict[str, Route | None]

    @property
    def ok(self) -> bool:
        """True where nothing is broken; what is merely not installed does not count."""
        return all(finding.ok for finding in self.findings)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages without a route to English."""
        return tuple(language for language, route in self.routes.items() if route is None)


def doctor(
    models_dir: Path | None = None, *, languages: Iterable[str] = LANGUAGES, target: str = "en"
) -> DoctorReport:
    """Look at engines, packages and routes. Nothing is written or fetched.

    Each model is loaded once, and its files are held against the lock file.

    Args:
        models_dir: the folder of the Argos packages; None for the default.
        languages: BCP 47 tags to ask routes for, besides those of the installed models.
        target: where the routes lead.
    """
    folder = models_folder(models_dir)
    models = list_installed(models_dir)
    findings = [*_engines(), *_distributions(), _folder(folder)]
    if is_offline():
        findings.append(Finding("network", True, f"forbidden by {OFFLINE}"))
    findings += _packages(folder)
    pins = [
        *_pins(folder, argos.NAME, models),
        *_pins(firefox.cache_folder(), firefox.NAME, models),
    ]
    known = {finding.subject for finding in pins if finding.ok and not finding.remedy}
    loads = {model: _load(model, _pin_subject(model) in known) for model in models}
    findings += [*loads.values(), *pins]
    sources = [model.source for model in models if model.target == target]
    routes = {tag: _route(tag, target, models_dir) for tag in dict.fromkeys((*languages, *sources))}
    findings += [_route_finding(tag, target, route) for tag, route in routes.items()]
    good = tuple(model for model, finding in loads.items() if finding.ok)
    return DoctorReport(folder, tuple(findings), good, routes)


def _engines() -> list[Finding]:
    findings = [Finding("engine argos", True, f"ctranslate2 {version('ctranslate2')}")]
    if firefox.fxtranslate() is None:
        findings.append(
            Finding("engine firefox", True, "not installed", f"pip install 'normtext[{firefox.EXTRA}]'")
        )
    else:
        findings.append(Finding("engine firefox", True, f"fxtranslate {version('fxtranslate')}"))
    for name in registry.names():
        if name not in (argos.NAME, firefox.NAME):
            findings.append(_other_engine(name))
    return findings


def _other_engine(name: str) -> Finding:
    try:
        registry.get(name)
    except NormtextError as error:
        return Finding(f"engine {name}", False, str(error))
    return Finding(f"engine {name}", True, "registered")


def _distributions() -> list[Finding]:
    found = []
    for name in DISTRIBUTIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    if len(found) < 2:
        return [Finding("argostranslate", bool(found), " ".join(found) or "not installed")]
    return [
        Finding(
            "argostranslate",
            False,
            f"{' and '.join(found)} install the same folder; updating or removing one breaks the other",
            "pip uninstall -y argostranslate argos-translate-lt && pip install argos-translate-lt",
        )
    ]


def _folder(folder: Path) -> Finding:
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not os.access(existing, os.W_OK | os.X_OK) or not existing.is_dir():
        return Finding(
            "models folder", False, f"{folder} cannot be written", "export NORMTEXT_MODELS_DIR=FOLDER"
        )
    return Finding("models folder", True, f"{folder}{'' if folder.exists() else ' (not there yet)'}")


def _packages(folder: Path) -> list[Finding]:
    try:
        broken = scan(folder)[1]
    except ModelError as error:
        return [Finding(f"package {folder}", False, str(error))]
    return [
        Finding(f"package {b.path}", False, b.reason, f"rm -r {shlex.quote(str(b.path))}") for b in broken
    ]


def _load(model: InstalledModel, known: bool) -> Finding:
    """Load a model; one that is ``known`` has been tried out when it was installed."""
    subject = f"model {model.engine} {model.source}-{model.target}"
    try:
        if model.engine == firefox.NAME:
            firefox.check(model)
        elif known:
            argos.load_package(model)
        else:
            argos_models.try_out(model)
    except NormtextError as error:
        remedy = f"normtext models install --engine {model.engine} {model.source}"
        return Finding(subject, False, str(error), remedy)
    return Finding(subject, True, f"{model.version or 'no version'}, {model.size >> 10} KiB, {model.path}")


def _pins(folder: Path | None, engine: str, models: Iterable[InstalledModel]) -> list[Finding]:
    """Hold the models of a folder against its lock file, by reading every byte of them."""
    if folder is None:
        return []
    here = [model for model in models if model.engine == engine and model.path.parent == folder]
    serving = {(engine, model.source, model.target): model for model in reversed(here)}
    file = folder / LOCK_NAME
    try:
        pins = read_folder_lock(folder)
    except ModelError as error:
        remedy = f"rm {shlex.quote(str(file))} && normtext models lock"
        return [Finding(f"lock file {file}", False, str(error), remedy)]
    gone = [_gone(pin, folder) for key, pin in pins.items() if key not in serving]
    return gone + [_pinned(serving[key], pins.get(key)) for key in sorted(serving)]


def _pin_subject(model: InstalledModel) -> str:
    return f"pin {model.engine} {model.source}-{model.target}"


def _gone(pin: Pin, folder: Path) -> Finding:
    return Finding(f"pin {pin.name}", False, "pinned in the lock file, and not there", pin.way_back(folder))


def _pinned(model: InstalledModel, pin: Pin | None) -> Finding:
    subject = _pin_subject(model)
    if pin is None:
        return Finding(subject, True, "not in the lock file", "normtext models lock")
    try:
        found = digest(model.path, fresh=True)
    except ModelError as error:
        return Finding(subject, False, str(error))
    if found == pin.digest:
        return Finding(subject, True, f"sha256:{found[:12]}, as pinned")
    return Finding(
        subject,
        False,
        f"sha256:{found[:12]}, not sha256:{pin.digest[:12]} as pinned: its files have changed",
        pin.way_back(model.path.parent),
    )


def _route(language: str, target: str, models_dir: Path | None) -> Route | None:
    chosen = registry.choose(registry.AUTO, language, target, models_dir)
    return chosen[1] if chosen else None


def _route_finding(language: str, target: str, route: Route | None) -> Finding:
    if route is None:
        return Finding(
            f"route {language}-{target}", True, "not installed", f"normtext models install {language}"
        )
    return Finding(f"route {language}-{target}", True, f"{route.engine}: {' → '.join(route.codes)}")
