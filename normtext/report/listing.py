"""The list of articles as data for the page: a line of JSON an article, compressed.

A row is an array, and what many rows share (languages, rules, codes, names, messages) is a number into
a table on the last line: ten thousand articles take a few megabytes.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from normtext.article import Article, Edit
from normtext.report.reading import Seen
from normtext.report.survey import rules_of
from normtext.writers.html import heading
from normtext.writers.marked import plain, told
from normtext.writers.marks import Mark, Marks

MOST_ARTICLES = 10_000
"""Rows of the list, unless asked otherwise: they open within a second or two on a laptop."""
MOST_CHANGES = 8
"""Changes shown of an article; their number is told."""
MOST_WARNINGS = 4
MOST_NAMES = 60
LONGEST_TITLE, LONGEST_PASSAGE, LONGEST_PIECE, AROUND = 160, 360, 80, 36
"""Characters of a title, of the passage before and after, of a piece of a change, and on its either side."""

RANK = {"names": 0, "translation": 1, "repair": 2}
"""What is shown of more than ``MOST_CHANGES``: what is about words before what is about layout."""


class Listing:
    """The rows of the first articles of a corpus."""

    def __init__(self, most: int = MOST_ARTICLES) -> None:
        self.count = 0
        self._most = most
        self._packer = zlib.compressobj(9, zlib.DEFLATED, 31)  # 31: with the head and tail of gzip
        self._packed: list[bytes] = []
        self._tables: dict[str, dict[Any, int]] = {
            kind: {} for kind in ("languages", "statuses", "rules", "codes", "names", "texts")
        }

    def add(self, seen: Seen) -> None:
        """Add an article, as long as there is room."""
        if self.count >= self._most:
            return
        self.count += 1
        self._write(self._row(seen))

    def encoded(self) -> str:
        """All rows and the tables as base64 of gzip; nothing can be added behind that."""
        self._write({kind: list(table) for kind, table in self._tables.items()})
        self._packed.append(self._packer.flush())
        return base64.b64encode(b"".join(self._packed)).decode("ascii")

    def _write(self, value: object) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._packed.append(self._packer.compress(line.encode("utf-8") + b"\n"))

    def _number(self, kind: str, value: object) -> int:
        table = self._tables[kind]
        return table.setdefault(value, len(table))

    def _row(self, seen: Seen) -> list[Any]:
        article = seen.article
        changes = list(_changes(article)) if article.edits else []
        before, after = _passage(article, changes)
        warnings = {
            self._number("codes", warning.code): self._number("texts", _cut(warning.message, 240))
            for warning in reversed(article.warnings)
        }
        return [
            _cut(heading(article), LONGEST_TITLE),
            _cut(article.source.name or article.source.url or "", LONGEST_TITLE),
            self._number("languages", (plain(article.language.tag), plain(article.language.name))),
            self._number("statuses", plain(seen.status)),
            seen.changes,
            [[code, text] for code, text in list(warnings.items())],
            sorted(
                {self._number("rules", (plain(s), plain(r))) for e in article.edits for s, r in rules_of(e)}
            ),
            [self._number("names", plain(name.name)) for name in article.names[:MOST_NAMES]],
            before,
            "" if after == before else after,
            plain(article.language.tag),
            [self._change(mark, text) for _, mark, text in changes],
        ]

    def _change(self, mark: Mark, text: str) -> list[Any]:
        edit = mark.edit
        return [
            self._number("rules", (plain(edit.stage), plain(edit.rule))),
            _left(text, mark.start),
            _piece(edit.before),
            _piece(edit.after),
            _right(text, mark.end),
            self._number("texts", _cut(edit.reason, 240)),
        ]


Placed = tuple[str, Mark, str]
"""Where a change was made, the mark of it, and the text that it stands in."""


def _changes(article: Article) -> Iterable[Placed]:
    """The changes to show, in reading order."""
    marks = Marks(article)
    found = [
        (where, mark, text)
        for where, text in _places(article)
        for mark in marks.at(where, text)
        if not mark.suggested
    ]
    best = sorted(range(len(found)), key=lambda at: (_rank(found[at][1].edit), at))[:MOST_CHANGES]
    return [found[at] for at in sorted(best)]


def _rank(edit: Edit) -> int:
    return RANK.get(edit.stage, len(RANK))


def _places(article: Article) -> Iterator[tuple[str, str]]:
    changed = {edit.where for edit in article.edits}
    if article.title:
        yield from _sides("title", article.title.text, article.title.english, changed)
    for number, block in enumerate(article.blocks):
        yield from _sides(f"block:{number}", block.text, block.english, changed)


def _sides(where: str, text: str, english: str | None, changed: set[str]) -> Iterator[tuple[str, str]]:
    if where in changed:
        yield where, text
    if english is not None and f"{where}/english" in changed:
        yield f"{where}/english", english


def _passage(article: Article, changes: list[Placed]) -> tuple[str, str]:
    """A paragraph as it came and as it left, best one with a change that is shown."""
    blocks = article.blocks
    if not blocks:
        return "", ""
    numbers = [_block_of(where) for where, _, _ in changes]
    numbers += [
        n for n, b in enumerate(blocks) if b.kind in ("paragraph", "answer") and b.english != b.original
    ]
    number = next((n for n in numbers if n is not None), 0)
    block = blocks[number]
    after = block.text if block.english is None else block.english
    return _cut(block.original, LONGEST_PASSAGE), _cut(after, LONGEST_PASSAGE)


def _block_of(where: str) -> int | None:
    kind, _, number = where.partition("/")[0].partition(":")
    return int(number) if kind == "block" else None  # one of the article's own: see _places


def _left(text: str, end: int) -> str:
    """What stands before a change, from the start of a word."""
    if end <= AROUND:
        return _line(text[:end])
    _, space, rest = text[end - AROUND : end].partition(" ")
    return "…" + _line(rest if space else text[end - AROUND : end])


def _right(text: str, start: int) -> str:
    """What stands behind a change, to the end of a word."""
    if len(text) - start <= AROUND:
        return _line(text[start:])
    first, space, _ = text[start : start + AROUND].rpartition(" ")
    return _line(first if space else text[start : start + AROUND]) + "…"


def _line(text: str) -> str:
    return plain(text.replace("\n", " "))


def _cut(text: str, longest: int) -> str:
    return plain(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def _piece(text: str) -> str:
    """A piece of a change, what is invisible in it named."""
    shown = text[:LONGEST_PIECE] + ("…" if len(text) > LONGEST_PIECE else "")
    return plain(told(shown)[1:-1]) if shown else ""
