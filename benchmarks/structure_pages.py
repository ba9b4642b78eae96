"""The public article-extraction-benchmark: body text by normtext and by trafilatura, and their time.

A checkout holds ``ground-truth.json`` (an id to its ``articleBody``) and the pages as ``html/ID.html.gz``;
``pages/ID.html.gz`` and files that are not compressed are read as well.
"""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from structure_overlap import Figures, Overlap, averages, overlap

import normtext
from normtext.readers.detect import load
from normtext.stages.segment import segment
from normtext.stages.structure import structure

FOLDERS = ("html", "pages")
BASE = "trafilatura"
ROUNDS = 3

Extract = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the benchmark: its bytes and the text of its article."""

    name: str
    data: bytes
    body: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a method comes to.

    Attributes:
        figures: over all pages.
        overlaps: by the id of the page.
        seconds: the sum over the pages of the best time of each.
    """

    method: str
    figures: Figures
    overlaps: Mapping[str, Overlap]
    seconds: float


def load_pages(folder: Path) -> list[Page]:
    """The pages of a checkout, by id.

    Raises:
        SystemExit: it has no ``ground-truth.json``, or a page of it is missing.
    """
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        raise SystemExit(f"{folder} is no checkout of the benchmark: it has no ground-truth.json")
    stated = json.loads(truth.read_text(encoding="utf-8"))
    return [Page(name, _page(folder, name), stated[name].get("articleBody", "")) for name in sorted(stated)]


def _page(folder: Path, name: str) -> bytes:
    for place in FOLDERS:
        packed, plain = folder / place / f"{name}.html.gz", folder / place / f"{name}.html"
        if packed.is_file():
            return gzip.decompress(packed.read_bytes())
        if plain.is_file():
            return plain.read_bytes()
    raise SystemExit(f"{folder} has no page {name}")


def methods() -> dict[str, Extract]:
    """What is compared; times are given as multiples of the first."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    normalizer = normtext.Normalizer(normtext.Settings().replace(translation={"translate": False}))

    def by_trafilatura(data: bytes) -> str:
        return trafilatura.extract(data, include_comments=False) or ""

    def with_metadata(data: bytes) -> str:
        found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
        return (found.text or "") if found is not None else ""

    def whole(data: bytes) -> str:
        return "\n".join(block.text for block in normalizer.normalize(data).blocks)

    return {
        BASE: by_trafilatura,
        "trafilatura, with metadata": with_metadata,
        "normtext, reader alone": by_reader,
        "normtext, up to structure": up_to_structure,
        "normtext": whole,
    }


def by_reader(data: bytes) -> str:
    """What the reader of pages takes for the article, in its own kinds."""
    document = load(data, media_type="text/html").document
    return "\n".join(document.text[r.start : r.end] for r in document.regions if r.rejected is None)


def up_to_structure(data: bytes) -> str:
    """The body text without repairs and names."""
    document = load(data, media_type="text/html").document
    pieces = segment(document)
    found = structure(pieces, document.metadata, language=document.metadata.language)
    return "\n".join(piece.text for _, piece in found.blocks)


def measure(pages: Sequence[Page], rounds: int = ROUNDS) -> list[Row]:
    """Let the methods take turns at every page; of each page the best time of ``rounds`` counts."""
    compared = methods()
    best: dict[str, float] = dict.fromkeys(compared, 0.0)
    overlaps: dict[str, dict[str, Overlap]] = {name: {} for name in compared}
    for page in pages[:1]:
        for extract in compared.values():  # what loads on first use is loaded now
            extract(page.data)
    for page in pages:
        times: dict[str, list[float]] = {name: [] for name in compared}
        for _ in range(rounds):
            for name, extract in compared.items():
                start = time.process_time()
                text = extract(page.data)
                times[name].append(time.process_time() - start)
                overlaps[name][page.name] = overlap(page.body, text)
        for name in compared:
            best[name] += min(times[name])
    return [Row(name, averages(overlaps[name].values()), overlaps[name], best[name]) for name in compared]


def table(rows: Sequence[Row], *, markdown: bool = False) -> str:
    """The rows for reading."""
    base = rows[0].seconds or 1.0
    count = len(rows[0].overlaps)
    heads = ("method", "F1", "precision", "recall", "ms a page", f"time / {BASE}")
    cells = [
        (
            row.method,
            *(f"{figure:.3f}" for figure in (row.figures.f1, row.figures.precision, row.figures.recall)),
            f"{1000 * row.seconds / max(count, 1):.1f}",
            f"{row.seconds / base:.2f}",
        )
        for row in rows
    ]
    return layout(heads, cells, markdown=markdown)


def layout(heads: Sequence[str], cells: Sequence[Sequence[str]], *, markdown: bool = False) -> str:
    """A table: of Markdown, or with columns of equal width."""
    if markdown:
        lines = [heads, ["---"] * len(heads), *cells]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(len(row[i]) for row in (heads, *cells)) for i in range(len(heads))]
    return "\n".join("  ".join(_cells(row, widths)) for row in (heads, *cells))


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """A first column to the left, figures to the right."""
    return [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]


def furthest_behind(rows: Sequence[Row], count: int) -> list[str]:
    """The pages on which the last method stands furthest behind the first, one a line."""
    first, last = rows[0].overlaps, rows[-1].overlaps
    order = sorted(first, key=lambda name: last[name].f1 - first[name].f1)[:count]
    return [f"{name}  {first[name].f1:.3f} -> {last[name].f1:.3f}" for name in order]
