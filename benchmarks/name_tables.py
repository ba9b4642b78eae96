"""Tables of a names benchmark, for the terminal or in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from name_scoring import CORE, HAND, Article, Shown, Tally

MAIN = "normtext"
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """What one method came to with one set of names."""

    method: str
    regime: str
    names: int
    tally: Tally

    def figures(self) -> dict[str, Any]:
        """All figures as plain values."""
        return {"method": self.method, "regime": self.regime, "names": self.names, **self.tally.figures()}


def report(
    results: Sequence[Result], articles: Sequence[Article], *, show: int = 0, markdown: bool = False
) -> str:
    """All tables of a run, with a blank line between."""
    damaged = sum(len(article["damaged"]) for article in articles)
    words = sum(len(p.split()) for article in articles for p in article["roundtrip"])
    ours = [result for result in results if result.method == MAIN]
    parts = [f"{len(articles)} articles, {words:,} words, {damaged} damaged names"]
    parts.append(_table(_summary(results), markdown))
    if ours:
        parts.append(_table(_by_kind(ours), markdown))
        parts.append(_table(_by_rule(ours), markdown))
    if show:
        parts += [part for result in results for part in _shown(result, show)]
    return "\n\n".join(parts)


def _summary(results: Iterable[Result]) -> list[Row]:
    head = ["names", "repair", "recall", "core", "strong", "by hand", "strict precision", "proxy precision"]
    rows: list[Row] = [[*head, "edits", "false / 1,000", "clean / 1,000"]]
    for result in results:
        tally = result.tally
        figures = result.figures()
        rows.append(
            [
                _size(result),
                result.method,
                *(_share(figures[key]) for key in ("recall", "recall_core", "recall_strong", "recall_hand")),
                *(_share(figures[key]) for key in ("precision_strict", "precision_proxy")),
                str(tally.edits),
                f"{figures['false_per_1000']:.3f}",
                f"{figures['clean_false_per_1000']:.3f}",
            ]
        )
    return rows


def _size(result: Result) -> str:
    return f"{result.regime} ({result.names:,})" if not result.regime[0].isdigit() else f"{result.names:,}"


def _by_kind(results: Sequence[Result]) -> list[Row]:
    """Recall by kind of damage: core kinds, those done by hand, soft ones."""
    damaged = results[0].tally.damaged
    groups = {**dict.fromkeys(CORE, ""), **dict.fromkeys(HAND, " (by hand)")}
    order = list(dict.fromkeys(groups.values()))
    kinds = sorted(
        damaged, key=lambda k: (order.index(groups[k]) if k in groups else len(order), -damaged[k], k)
    )
    rows: list[Row] = [["damage", "entries", *(f"recall, {_size(result)}" for result in results)]]
    for kind in kinds:
        name = kind.replace("_", " ") + groups.get(kind, " (soft)")
        recalls = [_share(result.tally.recall((kind,))) for result in results]
        rows.append([name, str(damaged[kind]), *recalls])
    return rows


def _by_rule(results: Sequence[Result]) -> list[Row]:
    """Edits by rule: right, of those that are not right the plausible, false."""
    rules = sorted({rule for result in results for rule in result.tally.rules})
    rows: list[Row] = [["rule", *(f"right/plausible/false, {_size(result)}" for result in results)]]
    for rule in rules:
        counts = (result.tally.rules.get(rule, (0, 0, 0)) for result in results)
        rows.append([rule, *("/".join(map(str, count)) for count in counts)])
    return rows


def _table(rows: Sequence[Row], markdown: bool) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    if not markdown:
        return "\n".join("  ".join(line).rstrip() for line in lines)
    rule = ["---" if i < 1 else "---:" for i in range(len(widths))]
    return "\n".join("| " + " | ".join(line) + " |" for line in (rows[0], rule, *rows[1:]))


def _share(value: float | None) -> str:
    """ ".73", as in the docs; a dash where there was nothing."""
    return "-" if value is None else f"{value:.3f}".removeprefix("0")


def _shown(result: Result, most: int) -> Iterable[str]:
    title = f"{result.method}, {_size(result)} names"
    for what, items in (
        ("false", result.tally.false),
        ("false in clean text", result.tally.clean_false),
        ("missed", result.tally.missed),
    ):
        if items:
            yield "\n".join([f"{title}: {what}, {len(items)}", *map(_line, items[:most])])


def _line(item: Shown) -> str:
    rule = f"  [{item.rule}]" if item.rule else ""
    return f"  {item.article}:{item.paragraph}  {item.before!r} -> {item.after!r}{rule}"
