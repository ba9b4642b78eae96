"""``normtext models``: the translation models on this machine."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from normtext.cli.options import log_level_option, models_dir_option
from normtext.cli.terminal import aligned, is_terminal, printable, say
from normtext.errors import UsageError

if TYPE_CHECKING:
    from tqdm import tqdm

    from normtext.engines.models import InstalledModel, Pin

PACKAGE_SUFFIX = ".argosmodel"
ENGINES = ("argos", "firefox")

engine_option = click.option("--engine", type=click.Choice(ENGINES), default="argos", show_default=True)


@click.group("models", context_settings={"help_option_names": ["-h", "--help"]})
@log_level_option
def models() -> None:
    """The translation models on this machine."""


@models.command("list")
@click.option("--engine", type=click.Choice(ENGINES), help="Only the models of this engine.")
@models_dir_option
def list_models(engine: str | None, models_dir: Path | None) -> None:
    """List the models that are installed."""
    from normtext.engines.models import list_installed

    found = list_installed(models_dir, engine)
    if found:
        _print_models(found)
    else:
        say("no models are installed; to get one, say for Dutch:  normtext models install nl")


@models.command("install")
@click.argument("what", nargs=-1, metavar="LANG...|FILE...")
@engine_option
@click.option("--force", is_flag=True, help="Fetch also what is installed in the same version.")
@click.option(
    "--locked",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="LOCK",
    help="Install exactly the models of this lock file: those named, or all.",
)
@models_dir_option
def install(
    what: tuple[str, ...], engine: str, force: bool, locked: Path | None, models_dir: Path | None
) -> None:
    """Install models: for languages from the engine's index, or from .argosmodel files."""
    from normtext.engines.models import install_file, install_languages, install_locked, read_lock

    if not what and locked is None:
        raise click.MissingParameter(param_hint="LANG...|FILE...", param_type="argument")
    files = [one for one in what if one.endswith(PACKAGE_SUFFIX)]
    languages = [one for one in what if one not in files]
    for one in languages:
        if os.path.exists(one) and (os.path.splitext(one)[1] or os.path.dirname(one)):
            raise UsageError(f"{one}: not an {PACKAGE_SUFFIX} file")
    pins = None if locked is None else read_lock(locked)
    installed = [install_file(Path(file), models_dir, pins=pins) for file in files]
    with _progress() as progress:
        if pins is not None and (languages or not files):
            installed += install_locked(pins, languages, models_dir, progress=progress, force=force)
        elif pins is None and languages:
            installed += install_languages(
                languages, models_dir, engine=engine, progress=progress, force=force
            )
    _print_models(installed)


@models.command("lock")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--accept-changes", is_flag=True, help="Pin also what has changed, and forget what is gone.")
@models_dir_option
def lock(file: str | None, accept_changes: bool, models_dir: Path | None) -> None:
    """Pin the models that are installed; write the lock file of all to FILE, or "-" for stdout."""
    from normtext.engines.models import dump_lock, lock_models

    pins = lock_models(models_dir, accept_changes=accept_changes)
    if file == "-":
        click.echo(dump_lock(pins), nl=False)
        return
    if file is not None:
        try:
            Path(file).write_text(dump_lock(pins), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    rows = [("pair", "engine", "version", "sha256", "link")]
    rows += [
        (f"{p.source} → {p.target}", p.engine, p.version or "-", p.digest[:12], _link(p))
        for p in pins.values()
    ]
    for line in aligned(rows):
        print(line)


@models.command("remove")
@click.argument("codes", nargs=-1, required=True, metavar="LANG...")
@engine_option
@models_dir_option
def remove(codes: tuple[str, ...], engine: str, models_dir: Path | None) -> None:
    """Remove models: "nl" is all models from Dutch, "nl_en" one of them."""
    from normtext.engines.models import remove as remove_models

    for name in remove_models(codes, models_dir, engine=engine):
        click.echo(f"removed {printable(name)}")


@models.command("doctor")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@models_dir_option
def doctor(languages: tuple[str, ...], models_dir: Path | None) -> int:
    """Tell what works offline, what is missing and how to get it; exit code 1 if something is broken."""
    from normtext.engines.doctor import LANGUAGES
    from normtext.engines.doctor import doctor as examine

    report = examine(models_dir, languages=languages or LANGUAGES)
    rows = [
        (
            "broken" if not f.ok else "missing" if f.remedy else "ok",
            f.subject,
            f"{f.detail}: run  {f.remedy}" if f.remedy else f.detail,
        )
        for f in report.findings
    ]
    for line in aligned(rows):
        print(line)
    return 0 if report.ok else 1


def _link(pin: Pin) -> str:
    links = [archive.url for archive in pin.archives]
    if len(links) < 2:
        return "".join(links) or "-"
    return f"{links[0]} and {len(links) - 1} more"


def _print_models(found: Sequence[InstalledModel]) -> None:
    rows = [("pair", "engine", "version", "size", "path")]
    rows += [
        (f"{m.source} → {m.target}", m.engine, m.version or "-", f"{m.size / 2**20:.1f} MB", str(m.path))
        for m in found
    ]
    for line in aligned(rows, right=(3,)):
        print(line)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on stderr for each file that is fetched, where a person looks on."""
    bars: dict[str, tqdm[NoReturn]] = {}

    def progress(label: str, done: int, total: int | None) -> None:
        if label not in bars:
            from tqdm import tqdm

            for bar in bars.values():
                bar.close()
            bars[label] = tqdm(
                desc=printable(label),
                total=total,
                initial=done,  # what was there already says nothing of the pace
                unit="B",
                unit_scale=True,
                dynamic_ncols=True,
                disable=not is_terminal(sys.stderr),
            )
        bars[label].update(done - bars[label].n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()
