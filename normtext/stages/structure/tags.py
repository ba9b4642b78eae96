"""Tags as documents state them: a heading with a list under it, one line, or hashtags."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.phrases import fold, tables

# Longer than this and it is a sentence.
MAX_TAG_WORDS, MAX_TAG_CHARACTERS = 5, 50
MAX_TAGS = 40
# Tags stand at the top or in the last part of a page; in between, "Tags:" is what a text is about.
TOP_PIECES, TAIL_SHARE = 8, 0.5
LAST_PIECES = 12

_BULLET = regex.compile(r"[•‣◦▪●·*#+‐\-–—]\s*(?=\S)")
_HASHTAGS = regex.compile(r"#[\p{L}\p{N}_][\p{L}\p{N}_\-]*(?:[\s,]+#[\p{L}\p{N}_][\p{L}\p{N}_\-]*)*")
_COMMAS = regex.compile(r"\s*[,;、，；|•·]\s*|\s+/\s+|\s+(?=#)")
_COLON = regex.compile(r"\s*[:：]\s*")


def read_tags(draft: Draft) -> None:
    """Find the tags and put them, with their heading, in the header."""
    for index in list(draft.open()):
        verbatim = draft.lines[index].piece.kind in ("code", "table")
        if draft.roles[index] is None and _in_place(draft, index) and not verbatim:
            any(rule(draft, index) for rule in (_read_list, _read_line, _read_hashtags))
    _drop_bare_label(draft)


def _drop_bare_label(draft: Draft) -> None:
    """ "Tags:" under the text whose tags are lost, or are none of the text."""
    last = max(draft.open(), default=None)
    if last is not None and draft.lines[last].text.endswith((":", "：")) and _is_label(draft.lines[last]):
        draft.mark(last, "boilerplate", "navigation")


def _is_label(line: Line) -> bool:
    return tables()["tags_label"].whole(line.folded.rstrip(" :：")) is not None


def _in_place(draft: Draft, index: int) -> bool:
    count = len(draft.lines)
    return index < TOP_PIECES or index >= min(count * TAIL_SHARE, count - LAST_PIECES)


def _read_list(draft: Draft, index: int) -> bool:
    """ "Tags" on a line of its own, then a tag a line."""
    if not _is_label(draft.lines[index]):
        return False
    members = _members(draft, index + 1)
    if not members:
        return False
    draft.mark(index, "header", "tags")
    for i in members:
        draft.mark(i, "header", "tags")
        _add(draft, [_BULLET.sub("", draft.lines[i].text, count=1)])
    return True


def _members(draft: Draft, start: int) -> list[int]:
    """The lines under a heading that are tags: all bulleted, or all short and bare."""
    members: list[int] = []
    for i in range(start, min(start + MAX_TAGS, len(draft.lines))):
        line = draft.lines[i]
        if draft.roles[i] is not None or not _is_tag(_BULLET.sub("", line.text, count=1)):
            break
        if members and _is_item(line) != _is_item(draft.lines[members[0]]):
            break
        members.append(i)
    if not members or _is_item(draft.lines[members[0]]):
        return members
    return _bare_members(draft, members)


def _bare_members(draft: Draft, members: list[int]) -> list[int]:
    """Of lines without bullets only those that hang together by the same gap; one line may hold all."""
    first = draft.lines[members[0]]
    several = [part for part in _COMMAS.split(first.text) if part]
    if len(several) > 1:
        return members[:1]
    gap = draft.lines[members[1]].piece.gap if len(members) > 1 else 0
    kept = members[:1]
    for i in members[1:]:
        if draft.lines[i].piece.gap != gap:
            break
        kept.append(i)
    after = draft.next_text(kept[-1])
    # Before a text the last short line is a heading, not a tag.
    if len(kept) > 1 and after is not None and draft.lines[after].piece.gap == gap:
        kept.pop()
    return kept


def _is_item(line: Line) -> bool:
    return line.piece.kind == "list_item" or _BULLET.match(line.text) is not None


def _is_tag(text: str) -> bool:
    dense = text and not text.isascii() and len(text) <= MAX_TAG_CHARACTERS
    short = 0 < len(text.split()) <= MAX_TAG_WORDS and len(text) <= MAX_TAG_CHARACTERS
    return bool(short or (dense and len(text.split()) <= MAX_TAG_WORDS)) and text[-1:] not in ".!?。！？:;,"


def _read_line(draft: Draft, index: int) -> bool:
    """ "Tags: a, b, c"."""
    line = draft.lines[index]
    hit = tables()["tags_label"].start(line.folded)
    colon = _COLON.match(line.text, hit.end) if hit else None
    if colon is None:
        return False
    parts = [p.strip() for p in _COMMAS.split(line.text[colon.end() :]) if p.strip()]
    if not 0 < len(parts) <= MAX_TAGS or not all(map(_is_tag, parts)):
        return False
    alone = len(parts) == 1 and (len(parts[0].split()) > 3 or index < len(draft.lines) - TOP_PIECES)
    if alone:
        return False
    draft.mark(index, "header", "tags")
    _add(draft, parts)
    return True


def _read_hashtags(draft: Draft, index: int) -> bool:
    """ "#AI #OpenSource" and nothing else."""
    text = draft.lines[index].text
    if not text.startswith("#") or len(text) > 600 or _HASHTAGS.fullmatch(text) is None:
        return False
    draft.mark(index, "header", "tags")
    _add(draft, text.replace(",", " ").split())
    return True


def _add(draft: Draft, tags: list[str]) -> None:
    known = {fold(tag) for tag in draft.tags}
    for written in tags:
        tag = written.removeprefix("#").strip()
        if tag and fold(tag) not in known:
            known.add(fold(tag))
            draft.tags.append(tag)
