"""What a row of a table says of an article: the columns there are, their types and their values.

The types are written without any library: ``"string"``, ``"int32"``, ``"float64"``; ``[type]`` is a
list; a dict is a record with those fields. ``tables/batches.py`` makes Arrow types of them,
``tables/frames.py`` those of data frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from normtext.article import Article, Block, Edit
from normtext.errors import UsageError

Type: TypeAlias = "str | list[Any] | dict[str, Any]"
Row: TypeAlias = "tuple[Any, ...]"
Columns: TypeAlias = "str | Sequence[str]"

ERROR = "error"
"""The status of a row without an article."""

EDIT: Type = {
    "stage": "string",
    "rule": "string",
    "where": "string",
    "start": "int32",
    "end": "int32",
    "before": "string",
    "after": "string",
    "confidence": "float64",
    "reason": "string",
}
MENTION: Type = {
    "where": "string",
    "start": "int32",
    "end": "int32",
    "english_start": "int32",
    "english_end": "int32",
    "surface": "string",
    "verdict": "string",
}
NAME: Type = {"name": "string", "kind": "string", "mentions": [MENTION]}
SENTENCE: Type = {
    "start": "int32",
    "end": "int32",
    "english_start": "int32",
    "english_end": "int32",
    "problem": "string",
}
BLOCK: Type = {
    "kind": "string",
    "start": "int32",
    "end": "int32",
    "original": "string",
    "text": "string",
    "english": "string",
    "language": "string",
    "sentences": [SENTENCE],
}
BOILERPLATE: Type = {"reason": "string", "start": "int32", "end": "int32", "original": "string"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        type: its type, as said above.
        value: what it holds for an article.
        about: what it says, for the documentation.
    """

    type: Type
    value: Callable[[Article], Any]
    about: str


def _published(article: Article) -> str | None:
    return article.published.value if article.published else None


def _modified(article: Article) -> str | None:
    return article.modified.value if article.modified else None


def _title(article: Article) -> str | None:
    title = article.title
    if title is None:
        return None
    return title.text if title.english is None else title.english


def _failure(article: Article) -> str | None:
    """The message of the first stage, or of the reading, that failed."""
    return next((w.message for w in article.warnings if w.code.startswith("failed")), None)


def _status(article: Article) -> str:
    return ERROR if is_failed(article) else article.translation.status


def _warnings(article: Article) -> list[str]:
    return [f"{warning.code}: {warning.message}" for warning in article.warnings]


def _edit(edit: Edit) -> dict[str, Any]:
    return dict(edit.__dict__)


def _names(article: Article) -> list[dict[str, Any]]:
    return [
        {"name": name.name, "kind": name.kind, "mentions": [dict(m.__dict__) for m in name.mentions]}
        for name in article.names
    ]


def _block(block: Block) -> dict[str, Any]:
    sentences = []
    for pair in block.sentences:
        english = pair.english or (None, None)
        sentences.append(
            {
                "start": pair.text[0],
                "end": pair.text[1],
                "english_start": english[0],
                "english_end": english[1],
                "problem": pair.problem,
            }
        )
    return {
        "kind": block.kind,
        "start": block.span[0],
        "end": block.span[1],
        "original": block.original,
        "text": block.text,
        "english": block.english,
        "language": block.language,
        "sentences": sentences,
    }


def _boilerplate(article: Article) -> list[dict[str, Any]]:
    return [
        {"reason": b.reason, "start": b.span[0], "end": b.span[1], "original": b.original}
        for b in article.boilerplate
    ]


COLUMNS: dict[str, Column] = {
    "english": Column("string", lambda a: a.english, "title and blocks in English; null where there is none"),
    "language": Column("string", lambda a: a.language.tag, "BCP 47 tag; und where unsure"),
    "title": Column("string", _title, "in English; in the source language where there is no English"),
    "published": Column("string", _published, "ISO 8601 date or datetime"),
    "n_edits": Column("int32", lambda a: len(a.edits), "number of changes on record"),
    "status": Column("string", _status, "that of the translation; error where there is no article"),
    "warnings": Column(["string"], _warnings, "what a reader should know, as 'code: message'"),
    "error": Column("string", _failure, "why there is no article, or which stage failed; else null"),
    "id": Column("string", lambda a: a.id, "sha256: and the digest of the source bytes"),
    "repaired": Column("string", lambda a: a.text, "title and blocks, repaired, in the source language"),
    "modified": Column("string", _modified, "ISO 8601 date or datetime"),
    "authors": Column(["string"], lambda a: list(a.authors), "as stated"),
    "tags": Column(["string"], lambda a: list(a.tags), "as stated"),
    "site": Column("string", lambda a: a.site, "as stated"),
    "section": Column("string", lambda a: a.section, "as stated"),
    "names": Column([NAME], _names, "the names with their mentions"),
    "edits": Column([EDIT], lambda a: [_edit(e) for e in a.edits], "every change, in order"),
    "suggestions": Column([EDIT], lambda a: [_edit(e) for e in a.suggestions], "seen, but not changed"),
    "blocks": Column([BLOCK], lambda a: [_block(b) for b in a.blocks], "headings, paragraphs ..."),
    "boilerplate": Column([BOILERPLATE], _boilerplate, "removed text with its reason"),
    "article": Column("string", lambda a: a.to_json(), "the whole article as JSON"),
}
"""Every column there is. Their order and types are stable; new ones come last."""

FLAT = ("english", "language", "title", "published", "n_edits", "status", "warnings", "error")
NESTED = (*FLAT, *(name for name in COLUMNS if name not in FLAT and name != "article"))
PRESETS = {"flat": FLAT, "nested": NESTED}

_OF_AN_ERROR = ("n_edits", "status", "warnings", "error")
"""Columns that a row without an article has too; the others are null there."""


def chosen(columns: Columns) -> tuple[str, ...]:
    """The names of the columns that are asked for.

    Args:
        columns: "flat", "nested", or names of columns.

    Raises:
        UsageError: there is no such column; the message lists those there are.
    """
    if isinstance(columns, str) and columns in PRESETS:
        return PRESETS[columns]
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    for name in names:
        if name not in COLUMNS:
            raise UsageError.unknown("column", name, (*PRESETS, *COLUMNS))
    return tuple(dict.fromkeys(names))


def is_failed(article: Article) -> bool:
    """Tell whether a source yielded no article: it could not be read, or no stage came to a text."""
    return not article.blocks and article.title is None and _failure(article) is not None


def row_of(article: Article, columns: Iterable[str]) -> Row:
    """The values of an article in some columns."""
    if is_failed(article):
        return tuple(COLUMNS[c].value(article) if c in _OF_AN_ERROR else None for c in columns)
    return tuple(COLUMNS[column].value(article) for column in columns)


def new_names(columns: Iterable[str], taken: Iterable[str], prefix: str, suffix: str) -> list[str]:
    """What the columns are called in a table that has columns of its own.

    Raises:
        UsageError: one of them is taken.
    """
    names = [f"{prefix}{column}{suffix}" for column in columns]
    clashing = sorted(set(names) & set(taken))
    if clashing:
        raise UsageError(
            f"the table already has {', '.join(map(repr, clashing))}; give the new columns other names with "
            "prefix='clean_' or suffix='_clean', or take fewer of them with columns=['english', ...]"
        )
    return names
