"""The package as a whole: what it exports, what importing it does, which way imports point."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import normtext
from tests.conftest import ROOT

PACKAGE = ROOT / "normtext"


def test_all_is_what_is_visible() -> None:
    assert sorted(normtext.__all__) == dir(normtext)
    for name in normtext.__all__:
        assert getattr(normtext, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = normtext.Nothing


SILENT = """
import json, os, sys
opened, connected = [], []
def watch(event, args):
    if event == "open" and isinstance(args[1], str) and any(sign in args[1] for sign in "wax+"):
        opened.append(str(args[0]))
    if event.startswith(("socket.", "os.putenv", "os.mkdir", "os.unsetenv")):
        connected.append(event)
before = dict(os.environ)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
import normtext
heavy = ["ctranslate2", "sentencepiece", "onnxruntime", "argostranslate", "fxtranslate", "pycld2", "wordfreq",
         "ftfy", "trafilatura", "dateparser", "lxml", "pandas", "torch", "pydantic", "tqdm", "click"]
print(json.dumps({"written": opened, "events": connected, "environment": dict(os.environ) == before,
                  "loaded": [name for name in heavy if name in sys.modules]}))
"""


def test_importing_is_silent() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SILENT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout) == {"written": [], "events": [], "environment": True, "loaded": []}
    assert done.stderr == ""


# From the bottom up; a module imports only from layers below its own, or from its own layer's package.
LAYERS = (
    (
        "errors",
        "collector",
        "edits",
        "spans",
        "words",
        "charsets",
        "function_words",
        "shipped",
        "wordpairs",
        "folding",
    ),
    ("document", "config", "records", "article"),
    ("gazetteer", "engines"),
    ("stages",),
    ("readers", "means"),
    ("assembly", "places", "failures", "parallel", "consensus", "translating"),
    ("normalizer", "testing"),
    ("writers", "api", "tables"),
    ("corpus",),
    ("report",),
    ("cli",),
)
# The reason each of these is allowed.
ALLOWED = {
    ("config", "gazetteer"): "the type of an option, for type checkers alone",
    ("cli", "__init__"): "the version",
}


def _layer(module: str) -> int:
    top = module.split(".")[1] if "." in module else "__init__"
    return next((i for i, names in enumerate(LAYERS) if top in names), len(LAYERS))


def _imports(file: Path) -> set[str]:
    """Every normtext module that a file imports, in functions too."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "normtext":
            for alias in node.names:
                inner = PACKAGE.joinpath(*(node.module or "").split(".")[1:], alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                found.add(f"{node.module}.{alias.name}" if is_module else str(node.module))
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "normtext"}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.parent != PACKAGE or f.stem not in ("__init__", "__main__")], ids=_module
)
def test_imports_point_down(file: Path) -> None:
    module = _module(file)
    top = module.split(".")[1]
    for imported in _imports(file):
        other = imported.split(".")[1] if "." in imported else "__init__"
        if other == top or (top, other) in ALLOWED:
            continue
        assert _layer(imported) <= _layer(module), f"{module} imports {imported}, which stands above it"
        assert other != "__init__", f"{module} imports the package itself"


@pytest.mark.parametrize("file", [f for f in FILES if "stages" in f.parts], ids=_module)
def test_no_stage_imports_another(file: Path) -> None:
    parts = _module(file).split(".")
    if len(parts) < 3:
        return
    for imported in _imports(file):
        other = imported.split(".")
        if other[1:2] == ["stages"] and len(other) > 2:
            assert other[2] == parts[2], f"{'.'.join(parts)} imports the stage {other[2]}"


def test_there_are_no_cycles() -> None:
    names = {_module(file) for file in FILES}
    graph = {}
    for file in FILES:
        mine = _module(file)
        # What a package imports from its own parts, and they from each other, is its own order.
        graph[mine] = {i for i in _imports(file) if i in names and i != mine}
    state: dict[str, int] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        if state.get(module) == 2:
            return
        assert state.get(module) != 1, " → ".join((*path, module))
        state[module] = 1
        for other in sorted(graph[module]):
            if (module, other) != ("normtext.config", "normtext.gazetteer"):
                visit(other, (*path, module))
        state[module] = 2

    for module in sorted(graph):
        visit(module, ())


def test_the_shipped_tables_are_built_from_their_sources() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_data.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
