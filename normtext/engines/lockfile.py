"""The lock file: which models are meant to be here, down to the last byte.

It lies beside the models as ``normtext.lock.json`` and has one pin a model: the digest of its files,
and of each archive that it came in the link, the size and the SHA-256. A copy of it installs the
same models elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from normtext.engines.packages import is_code
from normtext.errors import ModelError

LOCK_NAME = "normtext.lock.json"
FORMAT = 1

# A pin takes about 600 bytes.
_MAX_LOCK_BYTES = 16 * 2**20
_MAX_TEXT = 2000
_SHA256 = re.compile("[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[\w][\w.+@-]{0,199}")


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that a model came in.

    Attributes:
        name: the file's name.
        url: where it was fetched, or "" where it was given as a file.
        sha256: of its contents, in hex.
        size: in bytes.
    """

    name: str
    url: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A model as it was installed.

    Attributes:
        engine, source, target, version: as in ``InstalledModel``.
        digest: of its unpacked files, see ``packages.digest``.
        archives: what it came in; empty where normtext did not install it.
    """

    engine: str
    source: str
    target: str
    version: str
    digest: str
    archives: tuple[Archive, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Engine, source and target: there is one model of each."""
        return self.engine, self.source, self.target

    @property
    def name(self) -> str:
        """``argos fr-en``, for messages."""
        return f"{self.engine} {self.source}-{self.target}"

    def way_back(self, folder: Path) -> str:
        """The command that installs this model again into the folder that pins it."""
        if self.archives and all(archive.url for archive in self.archives):
            lock = shlex.quote(str(folder / LOCK_NAME))
            return f"normtext models install --locked {lock} {self.source}_{self.target}"
        return f"normtext models install --force --engine {self.engine} {self.source}"


Pins = dict[tuple[str, str, str], Pin]
"""The pins of a lock file by ``Pin.key``."""


def pins_of(pins: Iterable[Pin]) -> Pins:
    """Gather pins, sorted as they are written."""
    return {pin.key: pin for pin in sorted(pins, key=lambda pin: pin.key)}


def read_folder_lock(folder: Path) -> Pins:
    """The pins of a folder of models; none where it has no lock file. Raises ModelError."""
    file = folder / LOCK_NAME
    if not os.path.lexists(file):
        return {}
    try:
        return read_lock(file)
    except ModelError as error:
        raise ModelError(f"{error}; delete it, then run  normtext models lock") from error


def read_lock(file: Path) -> Pins:
    """Read a lock file.

    Raises:
        ModelError: it is not there, cannot be read, or does not say what a lock file says; the
            message names the first mistake.
    """
    try:
        with file.open("rb") as stream:
            body = stream.read(_MAX_LOCK_BYTES + 1)
        data = json.loads(body) if len(body) <= _MAX_LOCK_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{file}: the lock file cannot be read: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("models"), list):
        raise ModelError(f"{file}: not a lock file of models")
    if data.get("format") != FORMAT:
        raise ModelError(
            f"{file}: a lock file of format {data.get('format')!r}; this normtext reads {FORMAT}"
        )
    pins = [_pin(row, f"{file}: model {number}") for number, row in enumerate(data["models"], 1)]
    if len({pin.key for pin in pins}) < len(pins):
        raise ModelError(f"{file}: two pins for one model")
    return pins_of(pins)


def write_lock(file: Path, pins: Pins) -> Path:
    """Write a lock file, through to the disk, and return ``file``. Raises OSError."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write(dump_lock(pins))
        stream.flush()
        os.fsync(stream.fileno())
    return file


def dump_lock(pins: Pins) -> str:
    """The text of a lock file, equal for equal pins."""
    rows = [asdict(pin) for pin in pins_of(pins.values()).values()]
    return json.dumps({"format": FORMAT, "models": rows}, indent=2, ensure_ascii=False) + "\n"


def _pin(row: object, where: str) -> Pin:
    if not isinstance(row, dict) or not isinstance(row.get("archives"), list):
        raise ModelError(f"{where}: not a pin with archives")
    engine, source, target = (row.get(key) for key in ("engine", "source", "target"))
    if engine not in ("argos", "firefox") or not is_code(source) or not is_code(target):
        raise ModelError(f"{where}: engine, source and target must be argos or firefox and language codes")
    version = _text(row, "version", where)
    archives = tuple(_archive(archive, where) for archive in row["archives"])
    return Pin(engine, source, target, version, _sha256(row, "digest", where), archives)


def _archive(row: object, where: str) -> Archive:
    if not isinstance(row, dict):
        raise ModelError(f"{where}: an archive must be an object")
    name, url, size = _text(row, "name", where), _text(row, "url", where), row.get("size")
    if not _FILE_NAME.fullmatch(name):
        raise ModelError(f"{where}: {name!r} is no name of a file")
    if url and not url.startswith(("https://", "http://")):
        raise ModelError(f"{where}: only http and https links can be fetched, not {url!r}")
    if type(size) is not int or size < 0:
        raise ModelError(f"{where}: size must be a number of bytes")
    return Archive(name, url, _sha256(row, "sha256", where), size)


def _text(row: dict[str, object], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not value.isprintable():
        raise ModelError(f"{where}: {key} must be a short text")
    return value


def _sha256(row: dict[str, object], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise ModelError(f"{where}: {key} must be a SHA-256 in hex")
    return value
