"""Pieces to title, byline, dates, tags, blocks, boilerplate: the parts in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from normtext.article import BlockKind, StatedDate
from normtext.config import StructureSettings
from normtext.document import Metadata, Notice, Piece
from normtext.stages.structure.blocks import find_verbatim, read_blocks
from normtext.stages.structure.boilerplate import (
    find_lines,
    find_share_bars,
    find_top_menu,
    part_cut_mark,
    reason_of,
)
from normtext.stages.structure.contacts import find_contacts
from normtext.stages.structure.dates import find_dates
from normtext.stages.structure.draft import Draft, Line, Role
from normtext.stages.structure.header import is_repeat, read_foot, read_top
from normtext.stages.structure.people import read_authors
from normtext.stages.structure.sections import find_sections, find_truncated_tail
from normtext.stages.structure.settling import settle_dates
from normtext.stages.structure.signatures import part_signature
from normtext.stages.structure.stretches import DateRead
from normtext.stages.structure.subtitles import part_dated_subtitle
from normtext.stages.structure.tags import read_tags

BLOCK_KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}
# Reasons of readers that say where a line stands in the page, not what it is.
PLACES_ALONE = frozenset(("navigation", "not_body"))
# Boilerplate that holds no words: what shows nothing, and the marks of headings.
NO_TEXT = frozenset(("invisible", "markup"))
# A repeat of the title is looked for among so many pieces below it.
REPEAT_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Structured:
    """What the pieces of a document are; every piece is in header, blocks or boilerplate, once.

    Attributes:
        title: the piece that is the title (it stands in ``header``, too), or a title that the
            metadata state and the text does not have, or None.
        authors, tags, site, section: as stated.
        published, modified: as stated, read to ISO 8601.
        header: (field, piece): title, subtitle, byline, authors, published, modified, tags, section,
            dateline.
        blocks: (kind, piece).
        boilerplate: (reason, piece).
        notices: what a reader of the article should know, such as a date that could not be read.
    """

    title: Piece | str | None = None
    authors: tuple[str, ...] = ()
    published: StatedDate | None = None
    modified: StatedDate | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None
    header: tuple[tuple[str, Piece], ...] = ()
    blocks: tuple[tuple[BlockKind, Piece], ...] = ()
    boilerplate: tuple[tuple[str, Piece], ...] = ()
    notices: tuple[Notice, ...] = ()


def structure(
    pieces: Sequence[Piece],
    metadata: Metadata | None = None,
    settings: StructureSettings | None = None,
    *,
    language: str | None = None,
) -> Structured:
    """Find out what each piece is, and what the document states of itself.

    ``language`` is a hint that settles dates and doubtful bylines; without it the phrases of all
    languages are tried, and an ambiguous date stays unread.
    """
    stated = metadata if metadata is not None else Metadata()
    draft = Draft.of(pieces, stated, settings or StructureSettings(), language)
    _find_marked(draft)
    part_cut_mark(draft)
    find_verbatim(draft)
    find_lines(draft)
    find_top_menu(draft)
    find_share_bars(draft)
    find_contacts(draft)
    part_signature(draft)
    read_tags(draft)
    part_dated_subtitle(draft)
    dates = read_top(draft)
    _find_repeats(draft)
    dates += read_foot(draft)
    find_sections(draft)
    find_truncated_tail(draft)
    if not draft.settings.remove_boilerplate:
        _restore(draft)
    read_blocks(draft)
    return _structured(draft, dates)


def _find_marked(draft: Draft) -> None:
    """What markup has rejected, and what shows nothing."""
    for index, line in enumerate(draft.lines):
        if line.piece.rejected in ("byline", "subtitle"):
            draft.mark(index, "header", line.piece.rejected)
        elif line.piece.rejected is not None:
            draft.mark(index, "boilerplate", _plainer(draft, index, line))
        elif not line.text:
            draft.mark(index, "boilerplate", "invisible")


def _plainer(draft: Draft, index: int, line: Line) -> str:
    """Why markup rejects a line, or what the line itself says where markup says only where it stands."""
    stated = line.piece.rejected or "not_body"
    return (stated in PLACES_ALONE and reason_of(draft, index)) or stated


def _find_repeats(draft: Draft) -> None:
    if draft.title is None:
        return
    for index in draft.open(draft.title + 1, draft.title + 1 + REPEAT_WINDOW):
        if is_repeat(draft, index):
            draft.mark(index, "boilerplate", "repeated_title")


def _restore(draft: Draft) -> None:
    """Give boilerplate back to the body; what has no words stays out."""
    for index, role in enumerate(draft.roles):
        if role is not None and role.place == "boilerplate" and role.name not in NO_TEXT:
            draft.mark(index, "block", draft.lines[index].piece.kind or "paragraph")


def _structured(draft: Draft, dates: list[DateRead]) -> Structured:
    placed: dict[str, list[tuple[str, Piece]]] = {"header": [], "block": [], "boilerplate": []}
    for line, role in zip(draft.lines, draft.roles, strict=True):
        place, name = role if role is not None else Role("block", "paragraph")
        placed[place].append((name, line.piece))
    published, modified = _dates(draft, dates)
    title = draft.lines[draft.title].piece if draft.title is not None else draft.metadata.title
    return Structured(
        title=title,
        authors=_authors(draft),
        published=published,
        modified=modified,
        tags=_tags(draft),
        site=draft.metadata.site,
        section=draft.metadata.section or draft.section,
        header=tuple(placed["header"]),
        blocks=tuple((_block_kind(name), piece) for name, piece in placed["block"]),
        boilerplate=tuple(placed["boilerplate"]),
        notices=tuple(draft.notices),
    )


def _block_kind(name: str) -> BlockKind:
    return BLOCK_KINDS.get(name, "paragraph")


def _dates(draft: Draft, dates: list[DateRead]) -> tuple[StatedDate | None, StatedDate | None]:
    """What the metadata state comes before what the text says."""
    stated = [
        read
        for name in ("published", "modified")
        if (read := _metadata_date(draft, name, getattr(draft.metadata, name))) is not None
    ]
    settled = settle_dates(draft, [*stated, *dates])
    published, modified = (
        StatedDate(value=found[0], raw=found[1], rule=found[2]) if (found := settled.get(name)) else None
        for name in ("published", "modified")
    )
    return published, modified


def _metadata_date(draft: Draft, name: str, stated: str | None) -> DateRead | None:
    if not stated or not stated.strip():
        return None
    tags = {tag.split("-")[0].lower() for tag in (draft.language, draft.metadata.language) if tag}
    found = find_dates(stated.strip()[:100], frozenset(tags))
    if not found:
        message = f"the metadata state a date that cannot be read: {stated.strip()[:100]}"
        draft.notices.append(Notice("unreadable_date", message, name))
        return None
    return DateRead(name, "metadata", found[0], frozenset())


def _authors(draft: Draft) -> tuple[str, ...]:
    """Stated authors, without a "By" that metadata often carry; else those of the byline."""
    names: list[str] = []
    for stated in draft.metadata.authors:
        cleaned = stated.strip()
        if cleaned.lower().startswith("by ") and (read := read_authors(cleaned[3:])):
            names += read
        elif cleaned:
            names.append(cleaned)
    return tuple(dict.fromkeys(names or draft.authors))


def _tags(draft: Draft) -> tuple[str, ...]:
    known = dict.fromkeys(tag.strip() for tag in draft.metadata.tags if tag.strip())
    folded = {tag.casefold() for tag in known}
    return (*known, *(tag for tag in draft.tags if tag.casefold() not in folded))
