"""Argos packages on disk: where they lie, what they say of themselves, whether they have changed.

A package is a folder with ``metadata.json``, a CTranslate2 model in ``model/`` and a tokenizer,
``sentencepiece.model`` or ``bpe.model``. The reader here loads no model and makes no folder.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeGuard

from normtext.errors import ModelError

METADATA = "metadata.json"
TOKENIZERS = ("sentencepiece.model", "bpe.model")
MODEL_FILE = "model/model.bin"

# Of folders in which a package is made ready.
STAGING_PREFIX = ".normtext-"

# A metadata.json of the package index has some 300 bytes; anything like this is not one.
_MAX_METADATA_BYTES = 1 << 20

# "pt", "zh-Hant", "pt_br"; whatever else a package calls its languages is printed on terminals.
_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_MAX_TEXT = 100

# How many digests a process keeps: more than anyone has models.
_DIGESTS_KEPT = 256

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A translation model on this machine.

    Attributes:
        engine: name of the engine that runs it, "argos" or "firefox".
        source, target: language codes as the model names them.
        version: the model's own version, "" where it states none.
        path: its folder.
        target_prefix: a token that the model wants in front of every translation, or "".
    """

    engine: str
    source: str
    target: str
    version: str
    path: Path = field(compare=False)
    target_prefix: str = ""

    @property
    def name(self) -> str:
        """The package's name, ``translate-fr_en``."""
        return f"translate-{self.source}_{self.target}"

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())

    @property
    def label(self) -> str:
        """Name, version and the first 12 digits of the digest, for the record of a translation."""
        parts = (self.name, self.version, f"sha256:{digest(self.path)[:12]}")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class BrokenPackage:
    """A folder among the packages that is none, and why."""

    path: Path
    reason: str


def models_folder(models_dir: Path | None = None) -> Path:
    """Return the folder of the Argos packages; it need not exist.

    ``models_dir``, else ``NORMTEXT_MODELS_DIR``, else the folder of Argos Translate itself:
    ``ARGOS_PACKAGES_DIR``, else ``argos-translate/packages`` under ``XDG_DATA_HOME`` or
    ``~/.local/share``.
    """
    if models_dir is not None:
        return Path(models_dir)
    for variable in ("NORMTEXT_MODELS_DIR", "ARGOS_PACKAGES_DIR"):
        if os.environ.get(variable):
            return Path(os.environ[variable]).expanduser()
    shared = os.environ.get("XDG_DATA_HOME")
    home = Path(shared) if shared else Path.home() / ".local" / "share"
    return home / "argos-translate" / "packages"


def read_metadata(file: Path) -> dict[str, object]:
    """Read a ``metadata.json``. Raises ModelError where it is not a JSON object."""
    try:
        if file.stat().st_size > _MAX_METADATA_BYTES:
            raise ModelError(f"{file}: too large for the metadata of a package")
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{file}: cannot be read as JSON: {error}") from error
    if not isinstance(data, dict):
        raise ModelError(f"{file}: not a JSON object")
    return data


def read_package(folder: Path) -> InstalledModel | None:
    """Read the package in ``folder``; None where it is a package of another kind (no translation).

    Raises:
        ModelError: the folder is not a whole package; the message says what it lacks.
    """
    if not (folder / METADATA).is_file():
        raise ModelError(f"{folder}: no {METADATA}")
    metadata = read_metadata(folder / METADATA)
    if metadata.get("type", "translate") != "translate":
        return None
    source, target = (_code(metadata.get(key), folder) for key in ("from_code", "to_code"))
    model = folder / MODEL_FILE
    if not model.is_file() or not model.stat().st_size:
        raise ModelError(f"{folder}: no {MODEL_FILE}")
    if not any((folder / tokenizer).is_file() for tokenizer in TOKENIZERS):
        raise ModelError(f"{folder}: no {' or '.join(TOKENIZERS)}")
    version, prefix = (_text(metadata.get(key), key, folder) for key in ("package_version", "target_prefix"))
    return InstalledModel("argos", source, target, version, folder, prefix)


def is_code(value: object) -> TypeGuard[str]:
    """Tell whether a value has the form of a language code."""
    return isinstance(value, str) and bool(_CODE.fullmatch(value))


def _code(value: object, folder: Path) -> str:
    if not is_code(value):
        raise ModelError(f"{folder / METADATA}: from_code and to_code must be language codes")
    return value


def _text(value: object, key: str, folder: Path) -> str:
    text = "" if value is None else str(value)
    if len(text) > _MAX_TEXT or not text.isprintable():
        raise ModelError(f"{folder / METADATA}: {key} must be a short text")
    return text


def scan(folder: Path) -> tuple[tuple[InstalledModel, ...], tuple[BrokenPackage, ...]]:
    """Read all packages in ``folder``: those that are whole, newest version first, and the others."""
    models: list[InstalledModel] = []
    broken: list[BrokenPackage] = []
    for path in _folders(folder):
        try:
            model = read_package(path)
        except ModelError as error:
            broken.append(BrokenPackage(path, str(error)))
        else:
            models += [model] if model else []
    # Of two packages for one pair the newer one serves, as everywhere that takes the first.
    models.sort(key=lambda m: (version_key(m.version), m.path.name), reverse=True)
    models.sort(key=lambda m: (m.source, m.target))
    return tuple(models), tuple(broken)


def _folders(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(STAGING_PREFIX)
        )
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise ModelError(f"{folder}: cannot be listed: {error.strerror}") from error


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn errors of writing under ``folder`` into a ModelError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"no space left in {folder}: free some"
        else:
            what = f"{folder} cannot be written ({error.strerror or error})"
        raise ModelError(
            f"{what}; nothing was installed, and what was installed before is as it was"
        ) from error


def version_key(version: str) -> tuple[int, ...]:
    """The numbers of a version, to compare by."""
    return tuple(int(number[:9]) for number in re.findall("[0-9]+", version))


def stamp(folder: Path) -> Stamp:
    """What tells cheaply whether the files that make up a model have changed.

    Raises:
        ModelError: the folder is gone.
    """
    try:
        return tuple(
            (str(file.relative_to(folder)), file.stat().st_size, file.stat().st_mtime_ns)
            for file in _model_files(folder)
        )
    except OSError as error:
        raise ModelError(f"{folder}: the model cannot be read: {error.strerror}") from error


def digest(folder: Path, *, fresh: bool = False) -> str:
    """SHA-256, in hex, over names and contents of the files that decide what a model says.

    Args:
        folder: the model's folder.
        fresh: read the files even if none has changed in size or time since they were last read.

    Raises:
        ModelError: the folder is gone.
    """
    return (_digest.__wrapped__ if fresh else _digest)(folder, stamp(folder))


def file_digest(file: Path) -> str:
    """SHA-256, in hex, of a file. Raises OSError."""
    whole = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            whole.update(chunk)
    return whole.hexdigest()


@lru_cache(maxsize=_DIGESTS_KEPT)
def _digest(folder: Path, _stamp: Stamp) -> str:
    whole = hashlib.sha256()
    try:
        for file in _model_files(folder):
            whole.update(f"{file.relative_to(folder).as_posix()}\0{file_digest(file)}\n".encode())
    except OSError as error:
        raise ModelError(f"{folder}: the model cannot be read: {error.strerror}") from error
    return whole.hexdigest()


def _model_files(folder: Path) -> list[Path]:
    """Metadata, tokenizer and model of an Argos package; all files of another model's folder."""
    if (folder / METADATA).is_file():
        files = [folder / METADATA, *(folder / name for name in TOKENIZERS), *(folder / "model").rglob("*")]
    else:
        files = list(folder.iterdir())
    return sorted(file for file in files if file.is_file())
