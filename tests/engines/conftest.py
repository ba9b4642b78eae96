"""Real packages, real archives and a real server for the tests of the engines."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normtext.engines import download, registry
from normtext.engines.models import install_file
from tests.engines.server import Server, serving

DATA = Path(__file__).parents[1] / "data"
SETTINGS = (
    "NORMTEXT_MODELS_DIR",
    "NORMTEXT_OFFLINE",
    "NORMTEXT_TRANSLATION_CACHE",
    "NORMTEXT_ARGOS_INDEX",
    "ARGOS_PACKAGES_DIR",
    "ARGOS_PACKAGE_INDEX",
    "FXTRANSLATE_RECORDS_URL",
    "NORMTEXT_FIREFOX_ATTACHMENTS",
)

Relabel = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from the models and caches of whoever runs it."""
    for variable in SETTINGS:
        monkeypatch.delenv(variable, raising=False)
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home" / variable.lower()))
    monkeypatch.setenv("no_proxy", "*")
    yield
    for name in registry.names():
        registry.unregister(name)


@pytest.fixture(scope="session")
def fr_file() -> Path:
    return DATA / "translate-fr_en-1_0.argosmodel"


@pytest.fixture(scope="session")
def nl_file() -> Path:
    return DATA / "translate-nl_en-1_0.argosmodel"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, fr_file: Path, nl_file: Path) -> Path:
    """A folder with both packages; not to be changed."""
    folder = tmp_path_factory.mktemp("models") / "packages"
    install_file(fr_file, folder)
    install_file(nl_file, folder)
    return folder


@pytest.fixture
def models_dir(installed: Path, tmp_path: Path) -> Path:
    """The same, a test's own."""
    return Path(shutil.copytree(installed, tmp_path / "models" / "packages"))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that the settings point to, for both engines."""
    monkeypatch.setattr(download, "RETRY_SECONDS", (0.01, 0.01, 0.01))
    with serving() as state:
        monkeypatch.setenv("NORMTEXT_ARGOS_INDEX", f"{state.url}/index.json")
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{state.url}/records")
        monkeypatch.setenv("NORMTEXT_FIREFOX_ATTACHMENTS", state.url)
        yield state


@pytest.fixture
def relabel(tmp_path: Path) -> Relabel:
    """Make a package file of another one, with other metadata and files."""

    def make(
        file: Path, name: str, add: dict[str, bytes] | None = None, drop: str = "", **metadata: object
    ) -> Path:
        copy = tmp_path / f"{name}.argosmodel"
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                inner = entry.filename.partition("/")[2]
                if entry.is_dir() or inner == drop or inner in (add or {}):
                    continue
                data = old.read(entry)
                if inner == "metadata.json":
                    data = json.dumps({**json.loads(data), **metadata}).encode()
                new.writestr(f"{name}/{inner}", data)
            for inner, data in (add or {}).items():
                new.writestr(f"{name}/{inner}", data)
        return copy

    return make
