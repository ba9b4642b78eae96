"""Argos packages in the upstream layout, and the page that describes them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

ZIP_TIME = (2026, 1, 1, 0, 0, 0)  # fixed, so that equal contents make equal archives
SIZE_LIMIT = 3_000_000  # bytes

PACKAGE_README = """\
# {from_name} - English, test package

**For the tests of normtext alone; it is no translator.** It knows about three hundred sentences of news
prose on technology policy and fails in the ways that weak models do on everything else.

* Data: own sentence pairs (`scripts/test_models/{from_code}-en.tsv`), names in them varied by machine.
* Model: pre-norm Transformer, {layers} + {layers} layers, width {width}, hidden {hidden}, {heads} heads, one shared
  embedding table; SentencePiece unigram, {vocabulary} pieces, byte fallback; CTranslate2 int8.
* Made by `scripts/build_test_models.py`. Licence: Apache-2.0.
"""

DATA_README = """\
# Test data

## Translation packages

`translate-fr_en-1_0.argosmodel` and `translate-nl_en-1_0.argosmodel` are Argos packages **for tests alone**: two
tiny models that know about three hundred sentences a pair and nothing else. They let the tests walk the whole way
through the real engine: install, route, split, translate, restore names. Do not translate with them.

* How made: `python scripts/build_test_models.py` (its docstring names what to install), from sentence pairs
  written for this repository (`scripts/test_models/fr-en.tsv`, `nl-en.tsv`). The statements in those sentences are
  invented, also where they name real companies and people. On one machine equal seeds give equal files.
* Licence: Apache-2.0, like the repository; own sentences, no other data.

| file | bytes | sha256 |
|---|---|---|
{rows}

## Articles

`article-fr.txt` and `article-nl.txt` are invented news articles in the look of scraped text. The packages translate
their sentences rightly, but for names that the models were never shown and that they spell wrong: "Quimperlis" and
"Erwan Kerguélen" in the French article, "Waddenbit" and "Tjitske Dijkstra" in the Dutch one. These give the
restoration of names something to do. Short made-up words such as "XQ1" come through whole, brackets such as "⟦1⟧" do not.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A language pair; ``conjunction`` is its word for "and"."""

    code: str
    name: str
    conjunction: str

    @property
    def folder(self) -> str:
        """Name of the package's root folder, and of its file without the suffix."""
        return f"translate-{self.code}_en-1_0"


PAIRS = (Pair("fr", "French", "et"), Pair("nl", "Dutch", "en"))


def write_package_texts(pair: Pair, sizes: dict[str, int], folder: Path) -> None:
    """Write metadata.json and README.md into the package's folder."""
    metadata = {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": pair.code,
        "from_name": pair.name,
        "to_code": "en",
        "to_name": "English",
        "links": [],
    }
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=4) + "\n", encoding="utf-8")
    readme = PACKAGE_README.format(from_name=pair.name, from_code=pair.code, **sizes)
    (folder / "README.md").write_text(readme, encoding="utf-8")


def pack(folder: Path, archive: Path) -> int:
    """Zip a package's folder, with itself as the single root; returns the size in bytes.

    Raises ValueError where the archive is over the limit.
    """
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, path.read_bytes(), compresslevel=9)
    size = archive.stat().st_size
    if size > SIZE_LIMIT:
        raise ValueError(f"{archive.name} has {size} bytes, more than {SIZE_LIMIT}; take a smaller model")
    return size


def write_data_readme(data: Path) -> None:
    """Describe the packages that stand in the folder, with their digests."""
    rows = []
    for archive in sorted(data.glob("*.argosmodel")):
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        rows.append(f"| `{archive.name}` | {archive.stat().st_size} | `{digest}` |")
    (data / "README.md").write_text(DATA_README.format(rows="\n".join(rows)), encoding="utf-8")
