"""Firefox Translations models from Mozilla's Remote Settings into fxtranslate's cache.

A model is several files, each an attachment of a record. fxtranslate says where the records are and
which of them it can run; normtext fetches, so that whatever goes wrong ends as it does for Argos
packages.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from normtext.engines import firefox
from normtext.engines.download import Progress, fetch_json, fetched
from normtext.engines.folders import Workplace, put_in_place, workplace
from normtext.engines.lockfile import Archive, Pin, Pins, read_folder_lock
from normtext.engines.packages import InstalledModel, digest, disk_errors, file_digest, is_code, version_key
from normtext.errors import MissingExtraError, ModelError

# Where Firefox gets the attachments; fxtranslate has the same address built in.
ATTACHMENTS = "https://firefox-settings-attachments.cdn.mozilla.net"
ATTACHMENTS_VARIABLE = "NORMTEXT_FIREFOX_ATTACHMENTS"

# Where one version of a model comes in several sizes: the best first.
_ARCHITECTURES = ("base", "base-memory", "tiny")

_NEEDED = ({"model", "vocab"}, {"model", "srcvocab", "trgvocab"})
_KINDS = frozenset({"model", "lex", "vocab", "srcvocab", "trgvocab"})
_NAME = re.compile(r"(model|lex|vocab|srcvocab|trgvocab)\.[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(?:bin|spm)")
_LOCATION = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_SHA256 = re.compile("[0-9a-f]{64}")

_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 20

# The largest file of a model, unpacked, has 60 MB.
_MAX_FILE_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a model on the server.

    Attributes:
        kind, name: "model" and "model.nlen.intgemm.alphas.bin".
        location: its place under the address of the attachments.
        sha256, size: of the file as it is sent.
        plain_sha256: of the unpacked file, "" where the record has none.
    """

    kind: str
    name: str
    location: str
    sha256: str
    size: int
    plain_sha256: str

    @property
    def archive(self) -> Archive:
        """As the lock file has it."""
        base = os.environ.get(ATTACHMENTS_VARIABLE) or ATTACHMENTS
        return Archive(self.name, f"{base.rstrip('/')}/{quote(self.location)}", self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on the server, one of those for its pair."""

    source: str
    target: str
    version: str
    architecture: str
    files: tuple[Attachment, ...]


def fetch_offers() -> tuple[dict[tuple[str, str], Offer], str]:
    """Ask Mozilla's server for its models: the newest for each pair; also returns its address.

    Raises:
        ModelError: the network is forbidden, there is no answer, or none that makes sense.
        MissingExtraError: fxtranslate is not installed.
    """
    discovery = _discovery()
    url = str(discovery.records_url())
    data = fetch_json(url, "the list of Firefox models")
    if not isinstance(data, dict) or not isinstance(data.get("data"), list):
        raise ModelError(f"the list of Firefox models {url} is none: no records")
    sets: dict[tuple[str, str, str, str], dict[str, Attachment]] = defaultdict(dict)
    for record in data["data"]:
        attachment = _attachment(record)
        if attachment:
            keys = ("sourceLanguage", "targetLanguage", "version")
            source, target, version = (str(record[key]) for key in keys)
            sets[source, target, version, str(record.get("architecture") or "")][attachment.kind] = attachment
    supported = {version for version in {key[2] for key in sets} if _is_supported(discovery, version)}
    whole = [
        Offer(*key, tuple(files[kind] for kind in sorted(files)))
        for key, files in sets.items()
        if key[2] in supported and any(needed <= files.keys() for needed in _NEEDED)
    ]
    return {(offer.source, offer.target): offer for offer in sorted(whole, key=_preference)}, url


def _preference(offer: Offer) -> tuple[tuple[int, ...], int, str]:
    known = offer.architecture in _ARCHITECTURES
    rank = -_ARCHITECTURES.index(offer.architecture) if known else -len(_ARCHITECTURES)
    return version_key(offer.version), rank, offer.architecture


def _attachment(record: object) -> Attachment | None:
    """Read a record; None where it is no file of a model, or has no digest to hold the file against."""
    if not isinstance(record, dict) or not isinstance(record.get("attachment"), dict):
        return None
    sent = record["attachment"]
    kind, name, location = (
        str(value) for value in (record.get("fileType"), record.get("name"), sent.get("location"))
    )
    sha256, size = str(sent.get("hash")), sent.get("size")
    fits = (
        kind in _KINDS
        and _NAME.fullmatch(name)
        and name.startswith(f"{kind}.")
        and _LOCATION.fullmatch(location)
        and _SHA256.fullmatch(sha256)
        and type(size) is int
        and 0 <= size <= _MAX_FILE_BYTES
        and all(is_code(record.get(key)) for key in ("sourceLanguage", "targetLanguage"))
        and isinstance(record.get("version"), str)
    )
    if not fits:
        return None
    return Attachment(kind, name, location, sha256, size, str(record.get("decompressedHash") or "").lower())


def _is_supported(discovery: Any, version: str) -> bool:
    """Ask fxtranslate about one version; its reader of JSON gets nothing that others wrote."""
    record = {
        "name": "model",
        "fileType": "model",
        "sourceLanguage": "xx",
        "targetLanguage": "en",
        "version": version,
        "attachment": {"location": "x"},
    }
    try:
        return bool(discovery.model_pairs(json.dumps({"data": [record]})))
    except firefox.failures():
        return False


def install_offer(offer: Offer, progress: Progress | None, force: bool) -> InstalledModel:
    """Install a model of the server, if it is not there. Raises ModelError where that fails."""
    plain = {file.name: file.plain_sha256 for file in offer.files}
    archives = tuple(file.archive for file in offer.files)
    root = _root()
    pin = read_folder_lock(root).get((firefox.NAME, offer.source, offer.target))
    there = installed(offer.source, offer.target)
    if there and pin and not force and digest(there.path) == pin.digest:
        sums = {archive.sha256 for archive in pin.archives}
        newer = version_key(offer.version) > version_key(pin.version)
        if not newer or sums == {file.sha256 for file in offer.files}:
            return there
    wanted = Pin(firefox.NAME, offer.source, offer.target, offer.version, "", archives)
    if there and pin is None and not force and _has(there.path, plain):
        with workplace(root, name_of) as place:
            found = replace(wanted, digest=digest(there.path))
            put_in_place(place, None, (), {**read_folder_lock(root), found.key: found})
        return there
    return _install(wanted, plain, progress, None)


def _has(folder: Path, plain: dict[str, str]) -> bool:
    """Tell whether a folder that fxtranslate filled has the files of a model."""
    files = [(folder / name, sha256) for name, sha256 in plain.items()]
    return all(sha256 and file.is_file() and file_digest(file) == sha256 for file, sha256 in files)


def install_pin(pin: Pin, progress: Progress | None) -> InstalledModel:
    """Install exactly the model that a lock file names. Raises ModelError where that fails."""
    return _install(pin, {}, progress, pin.digest)


def name_of(path: Path) -> str:
    """A model's pair, by the name of its folder."""
    return path.name


def installed(source: str, target: str) -> InstalledModel | None:
    """The model for a pair in fxtranslate's cache, where it can be replaced."""
    models = (model for model in firefox.list_installed() if firefox.is_cached(model.path))
    return next((model for model in models if (model.source, model.target) == (source, target)), None)


def _install(
    wanted: Pin, plain: dict[str, str], progress: Progress | None, exact: str | None
) -> InstalledModel:
    from platformdirs import user_cache_path

    folder_name = f"{wanted.source}-{wanted.target}"
    names = [archive.name for archive in wanted.archives]
    if not names or len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise ModelError(f"{wanted.name}: not the files of a Firefox model: {', '.join(names) or 'none'}")
    with ExitStack() as held:
        files = []
        for archive in wanted.archives:
            lent = fetched(
                archive.url,
                user_cache_path("normtext") / "downloads",
                f"{folder_name} {archive.name}",
                progress,
                archive.sha256,
                archive.size,
            )
            files.append((archive, held.enter_context(lent)))
        place = held.enter_context(workplace(_root(), name_of))
        folder = place.staging / folder_name
        with disk_errors(place.folder):
            folder.mkdir()
            for archive, file in files:
                _unpack(file, folder / archive.name, archive, plain.get(archive.name, ""))
        return _move_in(place, folder, wanted, exact)


def _move_in(place: Workplace, folder: Path, wanted: Pin, exact: str | None) -> InstalledModel:
    found = digest(folder)
    if exact is not None and found != exact:
        raise ModelError(
            f"{wanted.name}: its files are not those that the lock file pins; nothing was installed"
        )
    firefox.check(InstalledModel(firefox.NAME, wanted.source, wanted.target, wanted.version, folder))
    pin = Pin(firefox.NAME, wanted.source, wanted.target, wanted.version, found, wanted.archives)
    pins: Pins = {**read_folder_lock(place.folder), pin.key: pin}
    put_in_place(place, folder, [place.folder / folder.name], pins)
    return InstalledModel(firefox.NAME, pin.source, pin.target, pin.version, place.folder / folder.name)


def _unpack(packed: Path, plain: Path, archive: Archive, plain_sha256: str) -> None:
    """Unpack a file, within limits, or copy one that is not packed. Raises OSError or ModelError."""
    whole, size = hashlib.sha256(), 0
    with packed.open("rb") as source, plain.open("xb") as target:
        for chunk in _plain_chunks(source, archive):
            size += len(chunk)
            if size > min(_MAX_FILE_BYTES, 100 * max(archive.size, 1)):
                raise ModelError(f"{archive.url}: refused: unpacks to more than 100 times its size")
            whole.update(chunk)
            target.write(chunk)
    if plain_sha256 and whole.hexdigest() != plain_sha256:
        raise ModelError(f"{archive.url}: does not unpack to the file that was announced (SHA-256 differs)")


def _plain_chunks(source: BinaryIO, archive: Archive) -> Iterator[bytes]:
    packed = source.read(len(_ZSTANDARD)) == _ZSTANDARD
    source.seek(0)
    if not packed:
        while chunk := source.read(_CHUNK):
            yield chunk
        return
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError.for_extra("unpacking Firefox models", firefox.EXTRA) from error
    try:
        with zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True) as reader:
            while chunk := reader.read(_CHUNK):
                yield chunk
    except zstandard.ZstdError as error:
        raise ModelError(f"{archive.url}: cannot be unpacked: {error}") from error


def _root() -> Path:
    root = firefox.cache_folder()
    if root is None:
        raise MissingExtraError.for_extra("the Firefox engine", firefox.EXTRA)
    return root


def _discovery() -> Any:
    library = firefox.fxtranslate()
    if library is None:
        raise MissingExtraError.for_extra("the Firefox engine", firefox.EXTRA)
    return library.discovery
