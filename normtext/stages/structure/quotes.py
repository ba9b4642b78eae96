"""Quotations that are pieces of their own: a whole piece, or several with one pair of marks around them."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import Draft

# A quotation over more pieces than this is a mark that nobody closed.
MAX_QUOTE_PIECES = 8

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "「": "」",
    "『": "』",
    '"': '"',
    "‹": "›",
    "”": "”",
}
# An apostrophe looks the same.
_SINGLE = "‘"
_STOPS = ".,;!?… "
_CLOSED_SINGLE = regex.compile(r"’(?!\p{L})")


def is_quote(text: str) -> bool:
    """Whether the whole piece is one quotation."""
    if text.startswith("> "):
        return True
    closers = _PAIRS.get(text[:1])
    if closers is None or len(text) < 3:
        return False
    body = text.rstrip(_STOPS)
    if body[-1:] not in closers or len(body) < 3:
        return False
    inner = body[1:-1]
    if text[0] == _SINGLE:
        return _CLOSED_SINGLE.search(inner) is None
    return not any(c in inner for c in closers)


def find_long_quotes(draft: Draft) -> None:
    """Mark the pieces of a quotation that begins in one and ends in a later one.

    Each piece opens the quotation anew, as printers have it, and only the last one closes it: without
    that, one forgotten mark would make quotations of what is between two.
    """
    for index in list(draft.open()):
        if draft.roles[index] is None and (end := _end_of_quote(draft, index)) is not None:
            for i in range(index, end + 1):
                draft.mark(i, "block", "quote")


def _end_of_quote(draft: Draft, index: int) -> int | None:
    """The piece in which the quotation closes that opens a piece and is not closed there."""
    opener = draft.lines[index].text[:1]
    closers = _PAIRS.get(opener)
    if closers is None or opener == _SINGLE or _has(draft.lines[index].text[1:], opener + closers):
        return None
    for i in range(index + 1, min(index + MAX_QUOTE_PIECES, len(draft.lines))):
        line = draft.lines[i]
        unread = draft.roles[i] is None and line.piece.kind in (None, "paragraph")
        if not unread or not line.text.startswith((opener, *closers)):
            return None
        body = line.text[1:].rstrip(_STOPS)
        if not _has(body, opener + closers):
            continue
        return i if body[-1:] in closers and not _has(body[:-1], opener + closers) else None
    return None


def _has(text: str, marks: str) -> bool:
    return any(mark in text for mark in marks)
