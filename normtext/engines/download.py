"""The Argos package index, and files over HTTP: with timeouts, retries, and resumption.

``NORMTEXT_OFFLINE=1`` forbids all of it before a socket is opened.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, InvalidURL
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from normtext.engines.folders import one_at_a_time
from normtext.engines.packages import disk_errors, file_digest, is_code, version_key
from normtext.errors import ModelError

# What Argos Translate itself uses.
ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"

OFFLINE = "NORMTEXT_OFFLINE"
ELSEWHERE = "fetch the .argosmodel file on another machine, then run  normtext models install FILE.argosmodel"
TIMEOUT_SECONDS = 30.0

# At this pace a package of 100 MB takes eleven days; what is slower holds the line and no more.
MIN_BYTES_A_SECOND = 100

# Pauses before the second, third and fourth attempt; a mobile link is back within seconds or not.
RETRY_SECONDS = (0.5, 2.0, 5.0)

_MAX_INDEX_BYTES = 32 * 2**20
_MAX_FILE_BYTES = 4 * 2**30
_MAX_LINKS = 8
_CHUNK = 1 << 16
_USER_AGENT = "normtext (+https://pypi.org/project/normtext)"
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")

T = TypeVar("T")

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
    data = fetch_json(url, "the package index")
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
    if not (is_code(source) and is_code(target) and isinstance(links, list)):
        return None
    usable = tuple(link for link in links if isinstance(link, str) and _is_http(link))[:_MAX_LINKS]
    sha256 = str(data.get("sha256") or "").lower()
    return (
        IndexEntry(source, target, str(data.get("package_version", "")), usable, sha256) if usable else None
    )


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def fetch_json(url: str, what: str) -> object:
    """Fetch what a server lists. Raises ModelError, which names ``what``, where that fails."""
    require_network(what)
    try:
        return json.loads(_persistently(lambda: _body(url)))
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise ModelError(f"{what} {url} cannot be read: {_reason(error)}; {ELSEWHERE}") from error


def _body(url: str) -> bytes:
    if not _is_http(url):
        raise ValueError("only http and https links can be fetched")
    with _open(url, {}) as response:
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > _MAX_INDEX_BYTES:
                raise ValueError(f"more than {_MAX_INDEX_BYTES} bytes")
        _check_whole(len(body), _extent(response, 0)[1])
    return bytes(body)


@contextmanager
def fetched(
    url: str,
    folder: Path,
    label: str = "",
    progress: Progress | None = None,
    sha256: str = "",
    size: int = -1,
) -> Iterator[Path]:
    """Fetch a file as ``fetch`` does, check it, lend it out, and delete it.

    Another process that wants the same file waits.

    Args:
        url, folder, label, progress: see ``fetch``.
        sha256: what its contents must have, in hex; "" where that is not known.
        size: its bytes; -1 where that is not known.
    """
    with one_at_a_time(_Partial.of(url, folder).file.with_suffix(".mutex")):
        file = fetch(url, folder, label, progress, size)
        try:
            if sha256 and file_digest(file) != sha256:
                raise ModelError(f"{url}: not the file that was announced (SHA-256 differs)")
            yield file
        finally:
            # Whole but refused, it would be refused again: the next attempt fetches it anew.
            file.unlink(missing_ok=True)


def fetch(url: str, folder: Path, label: str = "", progress: Progress | None = None, size: int = -1) -> Path:
    """Fetch a file into ``folder`` and return where it lies; the caller deletes it.

    What a cut connection leaves behind is taken up again, in this call or in a later one, where the
    server can say that its file is still the same (ETag or Last-Modified).

    Args:
        url: an http or https link.
        folder: where it is put.
        label: what ``progress`` is told; the link where it is "".
        progress: see ``Progress``.
        size: how many bytes it must have; -1 where that is not known.

    Raises:
        ModelError: the file could not be had in full, or not be written.
    """
    require_network(f"fetching {url}")
    if not _is_http(url):
        raise ModelError(f"{url}: only http and https links can be fetched")
    partial = _Partial.of(url, folder)
    try:
        _persistently(lambda: _continue(partial, label or url, progress, size))
    except (OSError, HTTPException, ValueError) as error:
        raise ModelError(f"{url} cannot be fetched: {_reason(error)}") from error
    partial.note.unlink(missing_ok=True)
    return partial.file


def _persistently(attempt: Callable[[], T]) -> T:
    """Call ``attempt`` again after failures that may pass; the last failure is raised."""
    for pause in (*RETRY_SECONDS, None):
        try:
            return attempt()
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            if pause is None or not _is_passing(error):
                raise
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

    def drop(self) -> None:
        """Delete what there is of it."""
        for file in (self.note, self.file):
            with suppress(OSError):
                file.unlink()


def _continue(partial: _Partial, label: str, progress: Progress | None, size: int) -> None:
    """Fetch what is missing of a file. Raises OSError or HTTPException where it is cut off."""
    have, version = partial.resumable()
    headers = {"Range": f"bytes={have}-", "If-Range": version} if have else {}
    try:
        response = _open(partial.url, headers)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        # The part is as long as the file or longer, whatever was announced: of no use.
        error.close()
        partial.note.unlink(missing_ok=True)
        raise HTTPException(f"the server has no more than {have} bytes, and had announced more") from error
    with response:
        start, total = _extent(response, have)
        most = size if size >= 0 else _MAX_FILE_BYTES
        if total is not None and (total > most or (size >= 0 and total != size)):
            expected = f"{size} were announced" if size >= 0 else f"more than {most}"
            raise ModelError(f"{partial.url}: refused: {total} bytes, {expected}")
        whole = size if size >= 0 else total
        done = _store(response, partial, start, most, lambda done: progress and progress(label, done, whole))
    _check_whole(done, whole)


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
    response: HTTPResponse, partial: _Partial, start: int, most: int, report: Callable[[int], object]
) -> int:
    """Write an answer behind what is there; return how many bytes there are then."""
    done, total = start, _extent(response, start)[1]
    with _room(partial):
        partial.file.parent.mkdir(parents=True, exist_ok=True)
        if total is not None and shutil.disk_usage(partial.file.parent).free < total - start:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if not start:
            partial.file.write_bytes(b"")
            partial.note.write_text(_version(response), encoding="utf-8")
        # Without a buffer: closing one on a full disk would fail again.
        stream = partial.file.open("ab", buffering=0)
    with stream:
        for chunk in _chunks(response):
            done += len(chunk)
            if done > most:
                partial.drop()
                raise ModelError(f"{partial.url}: refused: more than {most} bytes")
            with _room(partial):
                _write(stream, chunk)
            report(done)
    return done


def _write(stream: FileIO, data: bytes) -> None:
    while data:
        data = data[stream.write(data) :]


@contextmanager
def _room(partial: _Partial) -> Iterator[None]:
    """Turn errors of writing into ModelError; a disk that is full does not stay full of a part."""
    try:
        with disk_errors(partial.file.parent):
            yield
    except ModelError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in (errno.ENOSPC, errno.EDQUOT):
            partial.drop()
        raise


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    """What arrives, as it arrives. Raises TimeoutError where next to nothing does."""
    since, arrived = time.monotonic(), 0
    while chunk := response.read1(_CHUNK):
        yield chunk
        arrived += len(chunk)
        now = time.monotonic()
        if now - since > TIMEOUT_SECONDS:
            if arrived < MIN_BYTES_A_SECOND * (now - since):
                raise TimeoutError(f"only {arrived} bytes in {now - since:.0f} seconds")
            since, arrived = now, 0


def _check_whole(done: int, total: int | None) -> None:
    if total is not None and done != total:
        raise HTTPException(f"cut off at {done} of {total} bytes")


def _version(response: HTTPResponse) -> str:
    """What tells this version of the file from others, as If-Range takes it; "" where nothing does."""
    tag = response.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return str(tag)
    return str(response.headers.get("Last-Modified", ""))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server to other http links, and from https only to https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        allowed = ("https://",) if req.full_url.lower().startswith("https://") else ("https://", "http://")
        if not newurl.lower().startswith(allowed):
            raise urllib.error.HTTPError(req.full_url, code, f"redirected to {newurl!r}", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str, headers: dict[str, str]) -> HTTPResponse:
    request = urllib.request.Request(url, headers={"User-Agent": _USER_AGENT, **headers})
    opener = urllib.request.build_opener(_Redirects)
    response: HTTPResponse = opener.open(request, timeout=TIMEOUT_SECONDS)
    return response


def _is_passing(error: Exception) -> bool:
    """Tell whether another attempt may fare better."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code in (408, 416, 425, 429) or error.code >= 500
    return not isinstance(error, (ValueError, InvalidURL))


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
