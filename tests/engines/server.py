"""A real HTTP server on this machine, which serves packages and models and misbehaves as told."""

from __future__ import annotations

import hashlib
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server:
    """Serves files, and misbehaves as told.

    Attributes:
        files: path to contents.
        cuts: path to the numbers of bytes after which the next answers break off.
        codes: path to the status codes that the next answers carry.
        redirects: path to where it redirects.
        lengths: path to the Content-Length that it claims; None sends none.
        stalls: path to the bytes after which it says nothing more, and keeps the line.
        pace: path to the bytes it sends every 50 ms.
        ranges: whether it answers ``Range`` with a part.
        version: its ETag; None sends none.
        log: path and Range of each request.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cuts: dict[str, list[int]] = {}
        self.codes: dict[str, list[int]] = {}
        self.redirects: dict[str, str] = {}
        self.lengths: dict[str, int | None] = {}
        self.stalls: dict[str, int] = {}
        self.pace: dict[str, int] = {}
        self.ranges = True
        self.version: str | None = '"one"'
        self.log: list[tuple[str, str | None]] = []
        self.closing = threading.Event()
        self.url = ""

    def index(self, *entries: dict[str, object]) -> None:
        self.files["/index.json"] = json.dumps(entries).encode()

    def package(self, source: str, target: str, data: bytes, **more: object) -> dict[str, object]:
        """Serve a package; return its entry as the index of Argos has them."""
        path = f"/translate-{source}_{target}.argosmodel"
        self.files[path] = data
        return {
            "package_version": "1.0",
            "argos_version": "1.0",
            "from_code": source,
            "from_name": source,
            "to_code": target,
            "to_name": target,
            "code": f"translate-{source}_{target}",
            "links": ["ipfs://QmNothing", f"{self.url}{path}"],
            **more,
        }

    def records(self, *records: dict[str, object]) -> None:
        self.files["/records"] = json.dumps({"data": records}).encode()

    def attachment(self, source: str, target: str, file: Path, **more: object) -> dict[str, object]:
        """Serve a file of a Firefox model; return its record as Remote Settings has them."""
        packed = zstandard(file)
        name = file.name.replace("pten", f"{source}{target}")
        location = f"main-workspace/translations-models-v2/{source}{target}-{name}.zst"
        self.files[f"/{location}"] = packed
        return {
            "name": name,
            "fileType": name.split(".")[0],
            "sourceLanguage": source,
            "targetLanguage": target,
            "version": "3.0",
            "architecture": "base",
            "decompressedHash": hashlib.sha256(file.read_bytes()).hexdigest(),
            "decompressedSize": file.stat().st_size,
            "attachment": {
                "hash": hashlib.sha256(packed).hexdigest(),
                "size": len(packed),
                "filename": f"{name}.zst",
                "location": location,
                "mimetype": "application/zstd",
            },
            "id": name,
            "schema": 1,
            "last_modified": 1,
            **more,
        }


_packed: dict[Path, bytes] = {}


def zstandard(file: Path) -> bytes:
    """Pack a file, once a process."""
    if file not in _packed:
        import zstandard as library

        _packed[file] = library.ZstdCompressor(level=1).compress(file.read_bytes())
    return _packed[file]


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.log.append((self.path, self.headers.get("Range")))
            codes = server.codes.get(self.path)
            if self.path in server.redirects:
                self.send_response(302)
                self.send_header("Location", server.redirects[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif codes or self.path not in server.files:
                self.send_error(codes.pop(0) if codes else 404)
            else:
                data = self.answer(server.files[self.path])
                if data is not None:
                    with suppress(BrokenPipeError, ConnectionResetError):
                        self.send(data)

        def answer(self, data: bytes) -> bytes | None:
            asked, start = self.headers.get("Range"), 0
            same = self.headers.get("If-Range") in (None, server.version)
            if asked and server.ranges and same:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                if start >= len(data):
                    self.send_error(416)
                    return None
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            if server.version:
                self.send_header("ETag", server.version)
            length = server.lengths.get(self.path, len(data) - start)
            if length is not None:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            return data[start:]

        def send(self, data: bytes) -> None:
            cuts = server.cuts.get(self.path)
            if cuts:
                data = data[: cuts.pop(0)]
            if self.path in server.stalls:
                self.wfile.write(data[: server.stalls[self.path]])
                server.closing.wait(30)
            elif self.path in server.pace:
                step = server.pace[self.path]
                for start in range(0, len(data), step):
                    if server.closing.is_set():
                        break
                    self.wfile.write(data[start : start + step])
                    time.sleep(0.05)
            else:
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for as long as the context lasts."""
    state = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(state)) as running:
        state.url = f"http://127.0.0.1:{running.server_address[1]}"
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        state.closing.set()
        running.shutdown()
        thread.join()


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[bool]:
    """Mount a file system of ``size`` bytes at ``place``; False where that is not allowed."""
    place.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
