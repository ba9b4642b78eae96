"""The Argos package index, and files over HTTP: with timeouts, retries, and resumption.

``NORMTEXT_OFFLINE=1`` forbids all of it before a socket is opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from normtext.engines.packages import disk_errors, version_key
from normtext.errors import ModelError

# What Argos Translate itself uses.
ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"

OFFLINE = "NORMTEXT_OFFLINE"
ELSEWHERE = "fetch the .argosmodel file on another machine, then run  normtext models install FILE.argosmodel"
TIMEOUT_SECONDS = 30.0

# Pauses before the second, third and fourth attempt; a mobile link is back within seconds or not.
RETRY_SECONDS = (0.5, 2.0, 5.0)

_MAX_INDEX_BYTES = 32 * 2**20
_MAX_FILE_BYTES = 4 * 2**30
_CHUNK = 1 << 16
_USER_AGENT = "normtext (+https://pypi.org/project/normtext)"
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")

Progress = Callable[[str, int, int | None], None]
"""Called with a label, the bytes so far, and all the bytes where that is known."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A package of the index; ``sha256`` is "" where the index states none."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    sha256: str = ""


def is_offline() -> bool:
    """Tell whether the environment forbids the network."""
    return os.environ.get(OFFLINE, "").strip().lower() in ("1", "true", "yes", "on")


def require_network(purpose: str) -> None:
    """Raise ModelError where the network is forbidden."""
    if is_offline():
        raise ModelError(f"{purpose} needs the network, and {OFFLINE} forbids it; unset it, or {ELSEWHERE}")


def index_url() -> str:
    """Address of the package index.

    ``NORMTEXT_ARGOS_INDEX``, else Argos Translate's ``ARGOS_PACKAGE_INDEX`` (the folder of the
    index or the file), else Argos Translate's own index.
    """
    url = os.environ.get("NORMTEXT_ARGOS_INDEX") or os.environ.get("ARGOS_PACKAGE_INDEX") or ARGOS_INDEX
    return url if url.endswith(".json") else f"{url.rstrip('/')}/index.json"


def fetch_index() -> dict[tuple[str, str], IndexEntry]:
    """Fetch the package index: for each pair of languages the newest package.

    Raises:
        ModelError: the network is forbidden, the index cannot be had, or it is not one.
    """
    url = index_url()
    require_network("the package index")
    try:
        with _open(url, {}) as response:
            body = response.read(_MAX_INDEX_BYTES + 1)
        data = json.loads(body) if len(body) <= _MAX_INDEX_BYTES else None
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise ModelError(f"the package index {url} cannot be read: {error}; {ELSEWHERE}") from error
    if not isinstance(data, list):
        raise ModelError(f"{url} is not a package index: no list of packages")
    entries: dict[tuple[str, str], IndexEntry] = {}
    for entry in filter(None, map(_entry, data)):
        known = entries.get((entry.source, entry.target))
        if known is None or version_key(known.version) < version_key(entry.version):
            entries[entry.source, entry.target] = entry
    return entries


def _entry(data: object) -> IndexEntry | None:
    """Read one entry of the index; None where it is no translation package that HTTP can fetch."""
    if not isinstance(data, dict) or data.get("type", "translate") != "translate":
        return None
    source, target, links = data.get("from_code"), data.get("to_code"), data.get("links")
    if not (isinstance(source, str) and isinstance(target, str) and isinstance(links, list)):
        return None
    usable = tuple(link for link in links if isinstance(link, str) and _is_http(link))
    sha256 = str(data.get("sha256") or "").lower()
    return (
        IndexEntry(source, target, str(data.get("package_version", "")), usable, sha256) if usable else None
    )


def _is_http(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def fetch(url: str, folder: Path, label: str = "", progress: Progress | None = None) -> Path:
    """Fetch a file into ``folder`` and return where it lies; the caller deletes it.

    What a cut connection leaves behind is taken up again, in this call or in a later one, where the
    server can say that its file is still the same (ETag or Last-Modified).

    Raises:
        ModelError: the file could not be had in full, or not be written.
    """
    require_network(f"fetching {url}")
    if not _is_http(url):
        raise ModelError(f"{url}: only http and https links can be fetched")
    partial = _Partial.of(url, folder)
    for pause in (*RETRY_SECONDS, None):
        try:
            _continue(partial, label or url, progress)
            partial.note.unlink(missing_ok=True)
            return partial.file
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            if pause is None or not _is_passing(error):
                raise ModelError(f"{url} cannot be fetched: {_reason(error)}") from error
            time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


@dataclass(frozen=True, slots=True)
class _Partial:
    """A file on its way, and a note of which version of it that is."""

    url: str
    file: Path
    note: Path

    @classmethod
    def of(cls, url: str, folder: Path) -> _Partial:
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        return cls(url, folder / f"{name}.part", folder / f"{name}.version")

    def resumable(self) -> tuple[int, str]:
        """How many bytes are there, and the version they are of; 0 where that is not known."""
        try:
            version = self.note.read_text(encoding="utf-8")
            return (self.file.stat().st_size, version) if version else (0, "")
        except (OSError, UnicodeDecodeError):
            return 0, ""


def _continue(partial: _Partial, label: str, progress: Progress | None) -> None:
    """Fetch what is missing of a file. Raises OSError or HTTPException where it is cut off."""
    have, version = partial.resumable()
    headers = {"Range": f"bytes={have}-", "If-Range": version} if have else {}
    try:
        response = _open(partial.url, headers)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # the part is as long as the file or longer: of no use
            partial.note.unlink(missing_ok=True)
        raise
    with response:
        start, total = _extent(response, have)
        if total is not None and total > _MAX_FILE_BYTES:
            raise ModelError(f"{partial.url}: refused: {total} bytes, more than {_MAX_FILE_BYTES}")
        _store(response, partial, start, total, lambda done: progress and progress(label, done, total))


def _extent(response: HTTPResponse, asked: int) -> tuple[int, int | None]:
    """At which byte the answer starts, and how long the whole file is."""
    if response.status == 206:
        found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != asked:
            raise HTTPException("the server answered with another part than the one asked for")
        return asked, int(found[2])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else None


def _store(
    response: HTTPResponse,
    partial: _Partial,
    start: int,
    total: int | None,
    report: Callable[[int], object],
) -> None:
    done = start
    with disk_errors(partial.file.parent):
        partial.file.parent.mkdir(parents=True, exist_ok=True)
        if not start:
            partial.file.write_bytes(b"")
            partial.note.write_text(_version(response), encoding="utf-8")
        stream = partial.file.open("ab")
    with stream:
        while chunk := response.read(_CHUNK):
            done += len(chunk)
            if done > _MAX_FILE_BYTES:
                raise ModelError(f"{partial.url}: refused: more than {_MAX_FILE_BYTES} bytes")
            with disk_errors(partial.file.parent):
                stream.write(chunk)
                stream.flush()
            report(done)
    if total is not None and done != total:
        raise HTTPException(f"cut off at {done} of {total} bytes")


def _version(response: HTTPResponse) -> str:
    """What tells this version of the file from others, as If-Range takes it; "" where nothing does."""
    tag = response.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return str(tag)
    return str(response.headers.get("Last-Modified", ""))


def _open(url: str, headers: dict[str, str]) -> HTTPResponse:
    request = urllib.request.Request(url, headers={"User-Agent": _USER_AGENT, **headers})
    response: HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
    return response


def _is_passing(error: Exception) -> bool:
    """Tell whether another attempt may fare better."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code in (408, 416, 425, 429) or error.code >= 500
    return not isinstance(error, ValueError)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
