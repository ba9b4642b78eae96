"""A headless Chromium for tests, spoken to over its debugging pipe: no driver and no package is needed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--mute-audio",
    # A sandboxed frame stays in the page's process, so that what happens in it is reported with the rest.
    "--disable-features=IsolateSandboxedIframes",
    # Whatever a page asks for, no name resolves: a request shows as an event and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 300.0  # seconds until a browser that hangs is killed, which fails what waits for it


def find() -> str | None:
    """The browser: what ``NORMTEXT_CHROMIUM`` names, or the first of the usual names that is installed."""
    named = os.environ.get("NORMTEXT_CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One tab. ``events`` are all that was reported since the last ``open``."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = os.fdopen(reading, "rb", buffering=0)
        self._writing = os.fdopen(writing, "wb", buffering=0)
        self._number = 0
        self._session: str | None = None
        self._rest = b""
        self.events: list[dict[str, Any]] = []

    def attach(self) -> None:
        """Open the tab and have it report requests, errors, dialogs and what is logged."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session and not method.startswith("Target."):
            message["sessionId"] = self._session
        self._writing.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self._note(answer)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = self._reading.read(1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self._rest += more
        first, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(first))

    def _note(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        if event["method"] == "Page.javascriptDialogOpening":
            # Answered without waiting: a page that opens a dialog has already failed its test.
            self._number += 1
            answer = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
            self._writing.write(json.dumps(answer | {"sessionId": self._session}).encode() + b"\0")

    def open(self, page: Path) -> None:
        """Load a file and wait until it has loaded."""
        self.events = []
        self.call("Page.navigate", url=page.as_uri())
        while not self.seen("Page.loadEventFired"):
            self._note(self._receive())

    def seen(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the events of a kind."""
        return [event.get("params", {}) for event in self.events if event.get("method") == method]

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; the page's own policy does not apply to it."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def frame_texts(self) -> list[str]:
        """The text of each frame in the page, by its document: a frame that runs no script has no other."""
        documents = self.call("DOMSnapshot.captureSnapshot", computedStyles=[])
        strings = documents["strings"]
        return [
            "".join(strings[at] for at in document["layout"]["text"] if at >= 0)
            for document in documents["documents"][1:]
        ]

    def view(self, width: int, height: int = 900, *, dark: bool = False, media: str = "screen") -> None:
        """Set the size of the window in CSS pixels, and what the page is told of its reader."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def hover(self, selector: str) -> None:
        """Move the mouse to the middle of the first line of an element."""
        middle = (
            "(e => {e.scrollIntoView({block: 'center'}); const r = e.getClientRects()[0];"
            " return [r.x + r.width / 2, r.y + r.height / 2]})"
        )
        x, y = self.evaluate(f"{middle}(document.querySelector({json.dumps(selector)}))")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def press(self, key: str) -> None:
        """Press and release a key that has no text: Tab, Escape, Enter."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=_KEYS[key]
            )

    def screenshot(self, file: Path, *, whole: bool = True) -> None:
        """Write what is seen, or the whole page, as PNG."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(answer["data"]))

    def close(self) -> None:
        """Close the pipe, at which the browser ends."""
        self._writing.close()
        self._reading.close()


_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Start the browser with ``folder`` for its profile, and end it."""
    program = find()
    assert program is not None  # callers skip where there is none
    commands, commanding = os.pipe()
    answers, answering = os.pipe()
    # The protocol is spoken on descriptors 3 and 4; the shell puts the pipes there.
    line = f'exec "$0" "$@" 3<&{commands} 4>&{answering}'
    process = subprocess.Popen(
        ["bash", "-c", line, program, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
        pass_fds=(commands, answering),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands)
    os.close(answering)
    watch = threading.Timer(TIMEOUT, process.kill)
    watch.start()
    browser = Browser(answers, commanding)
    try:
        browser.attach()
        yield browser
        browser.call("Target.getTargets")
    finally:
        watch.cancel()
        browser.close()
        process.terminate()
        process.wait(10)
