"""Sentences and their English, a pair a line, with tabs between the columns."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext.article import Article, Block, Sentence

COLUMNS = ("id", "name", "where", "sentence", "language", "text", "english", "status", "problem")

_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNESCAPES = {escape[1]: character for character, escape in _ESCAPES.items()}
# The control characters and separators at which some reader or other would end the line.
_ODD = regex.compile(r"[\\\p{Cc}\p{Zl}\p{Zp}]")
_ESCAPED = regex.compile(r"\\(?:([\\tnr])|u([0-9a-f]{4}))")


class Sentences:
    """One sentence a line, under a line with the names of the columns.

    A line is always one row and a tab always ends a column: within a column a backslash, tab, line
    feed and carriage return stand as ``\\\\``, ``\\t``, ``\\n``, ``\\r``, other control characters and
    line ends as ``\\u2028``; nothing is put in quotes. ``unescape`` takes that back.

    The title is one row. Code, which has no sentences, has none.
    """

    def header(self) -> str:
        """The names of the columns."""
        return "\t".join(COLUMNS) + "\n"

    def item(self, article: Article) -> str:
        """The rows of the article."""
        start = f"{escape(article.id)}\t{escape(article.source.name or '')}\t"
        return "".join(f"{start}{row}\n" for row in _rows(article))

    def footer(self) -> str:
        """Nothing."""
        return ""


def escape(text: str) -> str:
    """A text as it stands in a column."""
    escaped: str = _ODD.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}", text)
    return escaped


def unescape(column: str) -> str:
    """The text that stands in a column; takes back ``escape``."""
    text: str = _ESCAPED.sub(lambda m: _UNESCAPES[m[1]] if m[1] else chr(int(m[2], 16)), column)
    return text


def _rows(article: Article) -> Iterator[str]:
    restored: dict[str, list[int]] = {}
    for name in article.names:
        for mention in name.mentions:
            if mention.verdict.startswith("restored"):
                restored.setdefault(mention.where, []).append(mention.start)
    if article.title:
        yield _title(article, bool(restored.get("title")))
    for number, block in enumerate(article.blocks):
        where = f"block:{number}"
        for index, pair in enumerate(block.sentences):
            start, end = pair.text
            mended = any(start <= at < end for at in restored.get(where, ()))
            yield _sentence(block, where, index, pair, mended)


def _title(article: Article, mended: bool) -> str:
    title = article.title
    assert title is not None  # the caller has looked
    problem = next((w.message for w in article.warnings if w.where == "title/english"), None)
    return _row("title", 0, article.language.tag, title.text, title.english, problem, mended)


def _sentence(block: Block, where: str, index: int, pair: Sentence, mended: bool) -> str:
    text = block.text[slice(*pair.text)]
    has_english = pair.english is not None and block.english is not None
    english = (block.english or "")[slice(*(pair.english or ()))] if has_english else None
    return _row(where, index, block.language, text, english, pair.problem, mended)


def _row(
    where: str, index: int, language: str, text: str, english: str | None, problem: str | None, mended: bool
) -> str:
    status = _status(text, english, problem, mended)
    columns = (where, str(index), language, text, english or "", status, problem or "")
    return "\t".join(map(escape, columns))


def _status(text: str, english: str | None, problem: str | None, mended: bool) -> str:
    if english is None:
        return "not_translated"
    if problem:
        return "source_kept" if english == text else "doubtful"
    if english == text:
        return "not_needed"
    return "name_restored" if mended else "translated"
