"""The top of an article: title, its repeat, bylines, dates, section."""

from __future__ import annotations

from normtext.document import Notice, Piece
from normtext.stages.structure.blocks import has_heading_form
from normtext.stages.structure.dates import may_hold_dates
from normtext.stages.structure.draft import SITE_TAIL, Draft, Line, Role, same_words
from normtext.stages.structure.people import is_name, is_role_at
from normtext.stages.structure.phrases import tables
from normtext.stages.structure.signatures import MAX_SIGNATURE
from normtext.stages.structure.stretches import PLACE, DateRead, HeaderLine, read_signature
from normtext.stages.structure.titles import (
    HEADER_WINDOW,
    MAX_SUBTITLE_WORDS,
    MAX_TITLE_CHARACTERS,
    MIN_LEAD_CHARACTERS,
    could_be_title,
    is_byline,
    is_kicker,
    is_stated_apart,
    looks_like_title,
    only_section,
)
from normtext.stages.structure.uncased import is_japanese_name, signed

# So many pieces of text (a lead, a picture's caption) may stand over a header line, and not belong to the
# header ...
MAX_SKIPPED = 2
# "Ghent", "Den Haag"
MAX_PLACE_WORDS = 2
# ... and header lines with a label in so many pieces from the end.
FOOTER_WINDOW = 6
MAX_REPEAT_WINDOW = 8
# A heading over the portrait of a person is followed by a text that names her so early.
MAX_OPENING = 600
# Header lines that markup rejects are looked for in so many pieces, over the first so long text.
FREED_WINDOW, MIN_TEXT_WORDS = 40, 25
# "Staff writer" alone is a byline, "Researcher" may be a heading.
MIN_ROLE_WORDS = 2


def read_top(draft: Draft) -> list[DateRead]:
    """Find title and header lines from the top; the dates that they state are returned unread."""
    dates: list[DateRead] = []
    _find_stated_title(draft)
    freed = _free_header_lines(draft)
    seen = skipped = index = 0
    lead: list[int] = []
    tried = draft.title is not None or is_stated_apart(draft)
    while index < len(draft.lines) and seen < HEADER_WINDOW and skipped <= MAX_SKIPPED:
        if draft.roles[index] is not None:
            index += 1
            continue
        seen += 1
        if is_repeat(draft, index):
            _mark_repeat(draft, index)
        elif (line := _header_at(draft, index, below_lead=skipped > 0, titled=tried)) is not None:
            if lead and skipped == 1:
                _mark_lead(draft, lead[0])
            lead, skipped = [], 0 if skipped < 2 else skipped
            index += _take(draft, index, line, dates)
            continue
        elif not tried and looks_like_title(draft, index):
            draft.title, tried = index, True
            draft.mark(index, "header", "title")
        elif not tried and is_kicker(draft, index):
            draft.section = draft.section or draft.lines[index].text
            draft.mark(index, "header", "section")
        else:
            tried = True
            skipped += 1
            lead.append(index)
        index += 1
    for at in list(draft.open()):
        if draft.lines[at] in freed:
            draft.mark(at, "boilerplate", "not_body")
    return dates


def _free_header_lines(draft: Draft) -> list[Line]:
    """Give lines over the text that markup only calls no part of it, but that state authors or dates,
    back to be read."""
    freed: list[Line] = []
    for index, line in enumerate(draft.lines[:FREED_WINDOW]):
        role = draft.roles[index]
        if role is None and line.words >= MIN_TEXT_WORDS:
            break
        if role == Role("boilerplate", "not_body") and line.piece.rejected == "not_body":
            read = draft.header_line(index)
            if read is not None and (read.dates or read.authors):
                draft.roles[index] = None
                freed.append(line)
    return freed


def _find_stated_title(draft: Draft) -> None:
    """Take for the title the piece that says what the metadata state."""
    if not draft.metadata.title:
        return
    stated = draft.metadata.title
    wanted = {same_words(stated), same_words(SITE_TAIL.sub("", stated))} - {""}
    for count, index in enumerate(draft.open()):
        if count >= MAX_REPEAT_WINDOW:
            return
        line = draft.lines[index]
        if len(line.text) <= MAX_TITLE_CHARACTERS and same_words(line.text) in wanted:
            draft.title = index
            draft.mark(index, "header", "title")
            return


def is_repeat(draft: Draft, index: int) -> bool:
    """Whether a piece says the title once more."""
    if draft.title is None or index <= draft.title or len(draft.lines[index].text) > MAX_TITLE_CHARACTERS:
        return False
    return not draft.lines[draft.title].said.isdisjoint(draft.lines[index].said - {""})


def _mark_repeat(draft: Draft, index: int) -> None:
    """Of two forms of the title the one without the name of the site is the title."""
    if draft.title is None:
        return
    title, text = draft.lines[draft.title].text, draft.lines[index].text
    if same_words(title) != same_words(text) and same_words(SITE_TAIL.sub("", title)) == same_words(text):
        draft.title, index = index, draft.title
        draft.mark(draft.title, "header", "title")
    draft.mark(index, "boilerplate", "repeated_title")


def _header_at(draft: Draft, index: int, *, below_lead: bool, titled: bool) -> HeaderLine | None:
    line = draft.lines[index]
    if line.piece.kind in ("code", "table", "list_item"):
        return None
    read = draft.header_line(index)
    if read is None:
        return _lone_name(draft, index, below_lead=below_lead) if titled else None
    if below_lead and not read.strong:
        return None
    if read.role and not (read.dates or read.authors or read.strong):
        return read if titled and _is_role_line(draft, index) else None
    if only_section(read):
        alone = _section_stands_alone(draft, index, titled) or _hangs_on_header(draft, index, read)
        return read if alone else None
    if not titled and read.glued_title and draft.title is None:
        return None
    return read


def _is_role_line(draft: Draft, index: int) -> bool:
    """Whether a role stands under an author, over a header line, or between the header and the text."""
    before = draft.roles[index - 1] if index else None
    if before == Role("header", "authors") or _section_stands_alone(draft, index, titled=True):
        return True
    following = draft.next_text(index)
    office = tables()["office"].whole(draft.lines[index].folded) is not None
    enough = office or draft.lines[index].words >= MIN_ROLE_WORDS
    if before is None or before.place != "header" or not enough or following is None:
        return False
    return draft.lines[following].stopped or (office and is_name(draft.lines[following].text))


def _hangs_on_header(draft: Draft, index: int, read: HeaderLine) -> bool:
    """Whether "Associated Press", or a section right before a blank line, stands under a header line."""
    before = draft.roles[index - 1] if index else None
    if before is None or before.place != "header":
        return False
    if read.section is None:
        return before.name in ("title", "authors", "byline")
    tight = draft.lines[index].piece.gap == 1 and before.name != "title"
    return tight and index + 1 < len(draft.lines) and draft.lines[index + 1].piece.gap > 1


def _section_stands_alone(draft: Draft, index: int, titled: bool) -> bool:
    """A lone "Politics" is a section over the title, or between the title and another header line."""
    following = draft.next_text(index)
    if following is None:
        return False
    if titled:
        return draft.header_line(following) is not None
    return could_be_title(draft.lines[following])


def _lone_name(draft: Draft, index: int, *, below_lead: bool) -> HeaderLine | None:
    """A name alone on its line: next to a date or to what the person does, or known by its given name."""
    line = draft.lines[index]
    if below_lead and not _is_subtitle_above(draft, index):
        return None
    if index and draft.roles[index - 1] == Role("header", "authors"):
        if is_role_at(line.text):
            return HeaderLine([("byline", 0)], strong=True)
        if _is_place(line) and _is_dated(draft, index + 1):
            return HeaderLine([("dateline", 0)], strong=True)
    if is_japanese_name(line.text):
        before = draft.roles[index - 1] if index else None
        alone = before is not None and before.place == "header"
        return HeaderLine([("authors", 0)], [line.text], strong=True) if alone else None
    if names := signed(line.text):
        return HeaderLine([("authors", 0)], [*names], strong=True)
    if (read := read_signature(line.text)) is not None and _speaks_of_others(draft, index, read.authors[0]):
        return read
    if not is_name(line.text) or line.words > 4:
        return None
    for other in (index + 1, index - 1):
        if 0 <= other < len(draft.lines):
            role = draft.roles[other]
            beside = role == Role("header", "published")
            if other > index and role is None:
                below = draft.lines[other]
                beside = _is_dated(draft, other) or is_role_at(below.text)
                beside |= (_is_place(below) or _is_bureau(draft, other)) and _is_dated(draft, other + 1)
            if beside:
                return HeaderLine([("authors", 0)], [line.text], strong=True)
    return None


def _is_dated(draft: Draft, index: int) -> bool:
    """Whether a line states when, and not who."""
    if index >= len(draft.lines) or draft.roles[index] is not None:
        return False
    read = draft.header_line(index)
    return read is not None and bool(read.dates or read.relative) and not read.authors


def _is_place(line: Line) -> bool:
    return line.words <= MAX_PLACE_WORDS and PLACE.fullmatch(line.text) is not None


def _is_bureau(draft: Draft, index: int) -> bool:
    """Whether a line is understood, but names nobody and no day: "Da Agência Exemplo, em Natal"."""
    read = draft.header_line(index)
    return read is not None and only_section(read) and read.section is None


def _is_subtitle_above(draft: Draft, index: int) -> bool:
    """Whether a single short line, no sentence of the text, stands between the title and this line."""
    above = index - 1
    if draft.title is None or draft.title != above - 1 or draft.roles[above] is not None:
        return False
    return draft.lines[above].words <= MAX_SUBTITLE_WORDS


def _speaks_of_others(draft: Draft, index: int, name: str) -> bool:
    """Whether a text follows that does not begin with the person: else the name is a heading over it."""
    following = draft.next_text(index)
    while following is not None and is_byline(draft, following):
        following = draft.next_text(following)
    if following is None:
        return False
    text = draft.lines[following]
    long = len(text.text) >= MIN_LEAD_CHARACTERS and text.stopped
    return long and name.rsplit(maxsplit=1)[-1] not in text.text[:MAX_OPENING]


def _mark_lead(draft: Draft, index: int) -> None:
    """A short line between the title and the byline, not a sentence, is a heading and stays in the text."""
    line = draft.lines[index]
    below = draft.title is not None and draft.title < index
    if below and line.words <= MAX_SUBTITLE_WORDS and line.piece.kind is None and has_heading_form(line):
        draft.mark(index, "block", "heading")


def _take(draft: Draft, index: int, line: HeaderLine, dates: list[DateRead]) -> int:
    """Put a header line in the header, in as many pieces as it has parts; how many they are."""
    pieces = _cut(draft.lines[index].piece, line.parts)
    names = [name for name, _ in line.parts]
    if pieces is None:
        pieces, names = [draft.lines[index].piece], [names[0] if len(set(names)) == 1 else "byline"]
    draft.replace(index, pieces, [Role("header", name) for name in names])
    if draft.title is not None and draft.title > index:
        draft.title += len(pieces) - 1
    draft.authors += [a for a in line.authors if a not in draft.authors]
    draft.section = draft.section or line.section
    dates += line.dates
    if line.relative:
        _notice(
            draft, "relative_date", f"a date seen from the day of reading says nothing now: {line.relative}"
        )
    if line.unread is not None:
        _notice(
            draft, "unreadable_date", f"this stands where a date should and could not be read: {line.unread}"
        )
    return len(pieces)


def _notice(draft: Draft, code: str, message: str) -> None:
    draft.notices.append(Notice(code, message, "header"))


def _cut(piece: Piece, parts: list[tuple[str, int]]) -> list[Piece] | None:
    """The piece in parts that begin where the header line says; None where it cannot be cut there."""
    lead = len(piece.text) - len(piece.text.lstrip())
    pieces, offset = [], 0
    for _, start in parts[1:]:
        at = start + lead - offset
        if not 0 < at < len(piece.text):
            return None
        both = piece.split(at)
        if both is None:
            return None
        offset += len(piece.text) - len(both[1].text)
        pieces.append(both[0])
        piece = both[1]
    return [*pieces, piece]


def read_foot(draft: Draft) -> list[DateRead]:
    """Find labelled header lines ("Author: ...", "Last updated: ...") near the end."""
    dates: list[DateRead] = []
    for index in reversed(list(draft.open())[-FOOTER_WINDOW:]):
        line = draft.lines[index]
        if line.piece.kind in ("code", "table") or line.words > MAX_SUBTITLE_WORDS:
            continue
        if not (_labelled(line) or may_hold_dates(line.text)):
            continue
        read = draft.header_line(index)
        if read is None or not read.strong or only_section(read):
            continue
        if all(d.context == "labelled" for d in read.dates) and (read.dates or _labelled(line)):
            _take(draft, index, read, dates)
    return dates


def _labelled(line: Line) -> bool:
    if ":" in line.text[:30] or "：" in line.text[:10] or tables()["by"].start(line.folded) is not None:
        return True
    return len(line.text) <= MAX_SIGNATURE and bool(signed(line.text))
