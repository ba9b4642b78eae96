"""Text of an article as HTML: escaped, with its sentences, names, edits and suggestions marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from normtext.article import Article, Edit, Mention
from normtext.writers.marks import Mark, Marks

# What a page must not hold as it is: HTML forbids most control characters, and others would hide.
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_VISIBLE[0x7F] = "\N{SYMBOL FOR DELETE}"
_VISIBLE |= dict.fromkeys((*range(128, 160), *range(55296, 57344)), "\N{REPLACEMENT CHARACTER}")

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
        for code in (0x61C, *range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
    },
}
_TELLING = str.maketrans(_NAMED)

# In a label a character that turns the direction of what follows could reach beyond its own element.
_TURNING = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}

# Longer pieces of an edit are cut in the list of changes: whole paragraphs do not belong there.
LONGEST_PIECE = 160

VERDICTS = {
    "kept": "kept",
    "restored_by_placeholder": "restored by a stand-in",
    "restored_by_alignment": "restored by alignment",
    "restored_in_pieces": "restored in pieces",
    "source_kept": "in a sentence that was kept",
    "not_translated": "",
}

Span = tuple[int, int, str]
"""Where a name stands, in code points, and what to say of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence on its way to the page.

    Attributes:
        start, end: code points in the text.
        classes: of its element; a sentence and its partner share one.
        flag: what is wrong with it, in a word or two; empty where nothing is.
        note: why.
    """

    start: int
    end: int
    classes: str = ""
    flag: str = ""
    note: str = ""


def text(value: str) -> str:
    """Return ``value`` as HTML text or attribute value."""
    return escape(value.translate(_VISIBLE), quote=True)


def label(value: str) -> str:
    """Return a short value that stands in a line with others as HTML, with nothing in it that turns them."""
    return text(value.translate(_TURNING))


def plain(value: str) -> str:
    """Return a short value, not escaped, with nothing in it that hides or turns what stands beside it."""
    return value.translate(_TURNING).translate(_VISIBLE)


class NameSpans:
    """Where the names of an article stand, by place."""

    def __init__(self, article: Article) -> None:
        self._spans: dict[str, list[Span]] = {}
        for name in article.names:
            for mention in name.mentions:
                note = ", ".join(filter(None, (name.name, name.kind, VERDICTS[mention.verdict])))
                self._add(mention, note)

    def _add(self, mention: Mention, note: str) -> None:
        self._spans.setdefault(mention.where, []).append((mention.start, mention.end, note))
        if mention.english_start is not None and mention.english_end is not None:
            english = (mention.english_start, mention.english_end, note)
            self._spans.setdefault(f"{mention.where}/english", []).append(english)

    def at(self, where: str, value: str) -> list[Span]:
        """The names on ``value``, which is what stands at ``where``: sorted, no two overlap."""
        kept: list[Span] = []
        for span in sorted(self._spans.get(where, ())):
            if 0 <= span[0] < span[1] <= len(value) and (not kept or kept[-1][1] <= span[0]):
                kept.append(span)
        return kept


class Markup:
    """The text of one article as HTML, by place.

    Args:
        article: the article.
        anchor: id of its section; the rows of the lists of changes are ``anchor`` + "-edit-3".
    """

    def __init__(self, article: Article, anchor: str = "article") -> None:
        self._marks = Marks(article)
        self._names = NameSpans(article)
        self._anchor = anchor

    def at(self, where: str, value: str, parts: Sequence[Part] = ()) -> str:
        """Return ``value``, which is what stands at ``where``, as HTML with all its marks."""
        marks, names = self._marks.at(where, value), self._names.at(where, value)
        return marked(value, marks, names, parts, self._anchor)


def marked(
    value: str,
    marks: Sequence[Mark],
    names: Sequence[Span] = (),
    parts: Iterable[Part] = (),
    anchor: str = "article",
) -> str:
    """Return ``value`` as HTML: names within sentences, edits within names.

    A sentence whose edge an edit straddles ends or begins at the edge of the edit; a name that is
    cut through by an edit or by the end of a sentence stays unmarked.
    """
    html, at = [], 0
    layers = _Layers(value, marks, names, anchor)
    for part in _around(parts, marks, len(value)):
        html.append(layers.between(at, part.start))
        inner = layers.between(part.start, part.end)
        html.append(f'<span class="{part.classes}" tabindex="-1">{inner}{_flag(part)}</span>')
        at = part.end
    html.append(layers.between(at, len(value)))
    return "".join(html) + layers.rest()


def _around(parts: Iterable[Part], marks: Sequence[Mark], length: int) -> Iterable[Part]:
    """The sentences in order, none of them empty, no edge of them within an edit."""
    starts = [mark.start for mark in marks]
    done = 0
    for part in sorted(parts, key=lambda part: (part.start, part.end)):
        start, end = max(part.start, done), min(part.end, length)
        # The last marks that begin before either edge; what reaches over it stays in one piece.
        over_start, over_end = bisect_left(starts, start) - 1, bisect_left(starts, end) - 1
        if over_start >= 0:
            start = max(start, marks[over_start].end)
        if over_end >= 0:
            end = max(end, marks[over_end].end)
        if start < end:
            yield Part(start, end, part.classes, part.flag, part.note)
            done = end


def _flag(part: Part) -> str:
    if not part.flag:
        return ""
    flag, note = text(part.flag), text(part.note)
    return (
        f' <small class="flag" tabindex="0" role="note" aria-label="{flag}: {note}" data-note="{note}">'
        f"{flag}</small>"
    )


class _Layers:
    """Names and marks over a text, handed out stretch by stretch, each once."""

    def __init__(self, value: str, marks: Sequence[Mark], names: Sequence[Span], anchor: str) -> None:
        self._value = value
        self._marks = marks
        self._anchor = anchor
        self._starts = [mark.start for mark in marks]
        self._ends = [mark.end for mark in marks]
        self._names = [name for name in names if self._is_whole(name)]
        self._next_name = self._next_mark = 0

    def _is_whole(self, name: Span) -> bool:
        """Tell whether no edit reaches over an edge of the name."""
        first, last = bisect_left(self._starts, name[0]), bisect_left(self._starts, name[1])
        if first and self._ends[first - 1] > name[0]:
            return False
        return all(mark.end <= name[1] for mark in self._marks[first:last])

    def between(self, start: int, end: int) -> str:
        """The stretch from ``start``, where the last one ended, to ``end`` as HTML."""
        html, at = [], start
        while self._next_name < len(self._names) and self._names[self._next_name][0] < end:
            first, last, note = self._names[self._next_name]
            self._next_name += 1
            if first < at or last > end:
                continue
            html.append(self._with_marks(at, first))
            html.append(f'<span class="name" title="{label(note)}">{self._with_marks(first, last)}</span>')
            at = last
        html.append(self._with_marks(at, end))
        return "".join(html)

    def _with_marks(self, start: int, end: int) -> str:
        html, at = [], start
        while self._next_mark < len(self._marks) and self._marks[self._next_mark].start < end:
            mark = self._marks[self._next_mark]
            html.append(text(self._value[at : mark.start]))
            html.append(_mark(self._value[mark.start : mark.end], mark, self._anchor))
            at = mark.end
            self._next_mark += 1
        html.append(text(self._value[at:end]))
        return "".join(html)

    def rest(self) -> str:
        """The marks at the very end, which take no text."""
        return "".join(_mark("", mark, self._anchor) for mark in self._marks[self._next_mark :])


def _mark(value: str, mark: Mark, anchor: str) -> str:
    edit = mark.edit
    note = f"{told(edit.before)} → {told(edit.after)}: {edit.reason or edit.rule} ({edit.confidence:.2f})"
    # The row of the list says the same to who cannot see the note.
    row = f' aria-describedby="{row_id(anchor, mark.number, mark.suggested)}"' if mark.number >= 0 else ""
    if mark.suggested:
        note = text("perhaps " + note)
        return f'<span class="maybe" tabindex="0"{row} data-note="{note}">{text(value)}</span>'
    removed = f"<del>{text(edit.before)}</del>" if _worth_seeing(edit) else ""
    return f'<ins tabindex="0"{row} data-note="{text(note)}">{removed}{text(value)}</ins>'


def row_id(anchor: str, number: int, suggested: bool) -> str:
    """The id of the row that lists an edit or suggestion."""
    return f"{anchor}-{'suggestion' if suggested else 'edit'}-{number}"


def _worth_seeing(edit: Edit) -> bool:
    """Tell whether what was there before is a few visible characters on one line."""
    seen = edit.before.strip().translate(_TELLING)
    return bool(seen) and seen == edit.before.strip() and len(seen) <= LONGEST_PIECE


def told(piece: str) -> str:
    """A piece of an edit in quotation marks, what is invisible in it named."""
    shown = piece[:LONGEST_PIECE].translate(_TELLING)
    return f"“{shown}{'…' if len(piece) > LONGEST_PIECE else ''}”" if piece else "nothing"
