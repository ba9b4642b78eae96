"""Text of an article as HTML: escaped, with its edits, suggestions and names marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from html import escape

from normtext.article import Article, Edit
from normtext.writers.marks import Mark, Marks

# What a page must not hold as it is: HTML forbids most control characters, and others would hide.
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_VISIBLE[0x7F] = "\N{SYMBOL FOR DELETE}"
_VISIBLE |= dict.fromkeys((*range(128, 160), *range(55296, 57344)), "�")

# Characters that an edit adds or removes and that nobody could see in a note.
_NAMED = {
    "\n": "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}",
    "\t": "\N{RIGHTWARDS ARROW TO BAR}",
    "\N{NO-BREAK SPACE}": "[NBSP]",
    "\N{SOFT HYPHEN}": "[soft hyphen]",
    "\N{ZERO WIDTH SPACE}": "[zero-width space]",
    "\N{ZERO WIDTH NON-JOINER}": "[ZWNJ]",
    "\N{ZERO WIDTH JOINER}": "[ZWJ]",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "[byte order mark]",
    **{
        chr(code): f"[U+{code:04X}]"
        for code in (*range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
    },
}
_TELLING = str.maketrans(_NAMED)

# Longer pieces of an edit are cut in the list of changes: whole paragraphs do not belong there.
LONGEST_PIECE = 160

Span = tuple[int, int, str]
"""Where a name stands, in code points, and what to say of it."""


def text(value: str) -> str:
    """Return ``value`` as HTML text or attribute value."""
    return escape(value.translate(_VISIBLE), quote=True)


class NameSpans:
    """Where the names of an article stand, by place."""

    def __init__(self, article: Article) -> None:
        self._spans: dict[str, list[Span]] = {}
        for name in article.names:
            note = f"{name.name}, {name.kind}"
            for mention in name.mentions:
                self._add(mention.where, mention.start, mention.end, note)
                if mention.english_start is not None and mention.english_end is not None:
                    english = f"{mention.where}/english"
                    self._add(english, mention.english_start, mention.english_end, note)

    def _add(self, where: str, start: int, end: int, note: str) -> None:
        self._spans.setdefault(where, []).append((start, end, note))

    def at(self, where: str, value: str) -> list[Span]:
        """The names on ``value``, which is what stands at ``where``: sorted, no two overlap."""
        kept: list[Span] = []
        for span in sorted(self._spans.get(where, ())):
            if span[0] < span[1] <= len(value) and (not kept or kept[-1][1] <= span[0]):
                kept.append(span)
        return kept


class Markup:
    """The text of one article as HTML, by place."""

    def __init__(self, article: Article) -> None:
        self._marks = Marks(article)
        self._names = NameSpans(article)

    def at(self, where: str, value: str) -> str:
        """Return ``value``, which is what stands at ``where``, as HTML with all its marks."""
        return marked(value, self._marks.at(where, value), self._names.at(where, value))


def marked(value: str, marks: Sequence[Mark], names: Iterable[Span] = ()) -> str:
    """Return ``value`` as HTML; a name that an edit cuts through stays unmarked."""
    parts, at, done = [], 0, 0
    starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
    for start, end, note in names:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if (first and ends[first - 1] > start) or any(mark.end > end for mark in marks[first:last]):
            continue
        parts.append(_with_marks(value, at, start, marks[done:first]))
        inner = _with_marks(value, start, end, marks[first:last])
        parts.append(f'<span class="name" title="{text(note)}">{inner}</span>')
        at, done = end, last
    parts.append(_with_marks(value, at, len(value), marks[done:]))
    return "".join(parts)


def _with_marks(value: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """``value[start:end]`` with the marks that lie in it."""
    parts, at = [], start
    for mark in marks:
        parts.append(text(value[at : mark.start]))
        parts.append(_mark(value[mark.start : mark.end], mark))
        at = mark.end
    return "".join((*parts, text(value[at:end])))


def _mark(value: str, mark: Mark) -> str:
    edit = mark.edit
    note = f"{told(edit.before)} → {told(edit.after)}: {edit.reason or edit.rule} ({edit.confidence:.2f})"
    if mark.suggested:
        return f'<span class="maybe" tabindex="0" data-note="{text("perhaps " + note)}">{text(value)}</span>'
    removed = f"<del>{text(edit.before)}</del>" if _worth_seeing(edit) else ""
    return f'<ins tabindex="0" data-note="{text(note)}">{removed}{text(value)}</ins>'


def _worth_seeing(edit: Edit) -> bool:
    """Tell whether what was there before is a few visible characters on one line."""
    seen = edit.before.strip().translate(_TELLING)
    return bool(seen) and seen == edit.before.strip() and len(seen) <= LONGEST_PIECE


def told(piece: str) -> str:
    """A piece of an edit in quotation marks, what is invisible in it named."""
    shown = piece[:LONGEST_PIECE].translate(_TELLING)
    return f"“{shown}{'…' if len(piece) > LONGEST_PIECE else ''}”" if piece else "nothing"
