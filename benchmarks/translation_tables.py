"""The tables of ``translation_names.py``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from translation_scoring import Miss, Tally, fallen

if TYPE_CHECKING:
    from translation_names import Report

Row = tuple[str, str, str, str]
HEADER: Row = ("what", "bare", "protected", "target")
NONE = "-"

ARRIVE = 99.8  # percent of the mentions
CHRF = 0.3  # points under the bare engine
TIME = 1.25  # times the bare engine's


def figures(report: Report) -> dict[str, Any]:
    """All of a report as plain values."""
    times, scores = report.times, report.quality
    return {
        "file": report.file,
        "articles": report.articles,
        "sentences": report.protected.sentences,
        **{
            name: {
                "mentions": tally.names,
                "arrived": round(tally.arrived, 5),
                "strings": tally.strings,
                "strings_arrived": round(tally.strings_arrived, 5),
                "invented": sum(miss.number for miss in tally.invented),
            }
            for name, tally in (("bare", report.bare), ("protected", report.protected))
        },
        "verdicts": dict(report.verdicts.most_common()),
        "checks": dict(report.checks),
        "warnings": dict(report.warnings.most_common()),
        "chrf": [round(score.chrf, 2) for score in scores] if scores else None,
        "bleu": [round(score.bleu, 2) for score in scores] if scores else None,
        "time_ladder": round(times.ladder / times.bare, 3) if times else None,
        "time_whole": round(times.whole / times.bare, 3) if times else None,
    }


def _rows(report: Report) -> list[Row]:
    bare, protected = report.bare, report.protected
    rows: list[Row] = [
        _share("names that arrive", bare.arrived, protected.arrived, f">= {ARRIVE} %"),
        ("... missing mentions", _missing(bare.missed), _missing(protected.missed), ""),
        ("names invented", _missing(bare.invented), _missing(protected.invented), "0"),
    ]
    if protected.strings:
        rows.append(_share("other strings that arrive", bare.strings_arrived, protected.strings_arrived, ""))
    if report.quality:
        before, after = report.quality
        target = f">= {before.chrf - CHRF:.2f}"
        rows.append(("chrF", f"{before.chrf:.2f}", f"{after.chrf:.2f}", target))
        rows.append(("BLEU", f"{before.bleu:.2f}", f"{after.bleu:.2f}", ""))
    if report.times:
        times = report.times
        rows.append(("time, ladder", "1", f"{times.ladder / times.bare:.3f}", f"<= {TIME}"))
        rows.append(("time, normtext.translate", "1", f"{times.whole / times.bare:.3f}", f"<= {TIME}"))
    counts = {"verdicts": report.verdicts, "checks": report.checks, "warnings": report.warnings}
    for kind, counter in counts.items():
        rows += [(f"{kind}: {name}", NONE, str(n), "") for name, n in counter.most_common() if n]
    return rows


def _share(what: str, before: float, after: float, target: str) -> Row:
    return what, f"{100 * before:.2f} %", f"{100 * after:.2f} %", target


def _missing(misses: Sequence[Miss]) -> str:
    return str(sum(miss.number for miss in misses))


def table(report: Report, *, markdown: bool = False) -> str:
    """The table of one file."""
    tally = report.protected
    size = f"{report.articles} articles, {tally.sentences} sentences, {tally.names} mentions of names"
    head = f"{report.file}: {size}"
    rows = [HEADER, *_rows(report)]
    if markdown:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([f"### {head}", "", lines[0], "|---|---:|---:|---|", *lines[1:], ""])
    lines = [f"{what:34}{before:>12}{after:>12}  {target}" for what, before, after, target in rows]
    return "\n".join(["", head, *lines])


def misses(report: Report) -> str:
    """Every mention that did not arrive, and every one too many, under protection."""
    tally: Tally = report.protected
    lines = []
    kinds = (
        ("name missing", tally.missed),
        ("string missing", tally.missed_strings),
        ("invented", tally.invented),
    )
    for kind, found in kinds:
        for miss in found:
            lines += [
                f"{kind}: {miss.form!r} x{miss.number} in {miss.article}",
                f"  {miss.source}",
                f"  {miss.english}",
            ]
    return "\n".join(lines)


def worst(report: Report, number: int) -> str:
    """The paragraphs that protection has made least like the reference."""
    lines = []
    for change, paragraph in fallen(report.paragraphs)[:number]:
        lines += [
            f"chrF {change:+.1f} in {paragraph.article}",
            f"  source    {paragraph.source}",
            f"  bare      {paragraph.bare}",
            f"  protected {paragraph.protected}",
            f"  reference {paragraph.reference}",
        ]
    return "\n".join(lines)
