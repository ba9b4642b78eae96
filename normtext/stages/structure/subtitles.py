"""A date and a subtitle on one line under the title: "04.05.2022 - Die Werft sucht Leute"."""

from __future__ import annotations

import regex

from normtext.stages.structure.blocks import has_heading_form
from normtext.stages.structure.dates import find_dates, may_hold_dates
from normtext.stages.structure.draft import Draft, Line

# Above it there are a title and a section at most.
WITHIN = 3
MIN_SUBTITLE_WORDS = 3

_DASH = regex.compile(r"\s*[-–—|:]\s+")


def part_dated_subtitle(draft: Draft) -> None:
    """Part the date from the subtitle; both are read as lines of their own."""
    for index in list(draft.open(1, WITHIN)):
        at = _end_of_date(draft.lines[index])
        if at is None or draft.header_line(index) is not None:
            continue
        below = draft.lines[index + 1] if index + 1 < len(draft.lines) else None
        if below is None or not below.stopped or _end_of_date(below) is not None:
            continue
        lead = len(draft.lines[index].piece.text) - len(draft.lines[index].piece.text.lstrip())
        parts = draft.lines[index].piece.split(at + lead)
        if parts is not None and _is_subtitle(Line(parts[1])):
            draft.replace(index, parts, [None, None])
        return


def _end_of_date(line: Line) -> int | None:
    """Where the date and the dash end that a short line begins with."""
    if not line.text[:1].isdigit() or line.stopped or not may_hold_dates(line.text[:20]):
        return None
    dates = find_dates(line.text[:60])
    dash = _DASH.match(line.text, dates[0].end) if dates and dates[0].start == 0 else None
    return dash.end() if dash else None


def _is_subtitle(line: Line) -> bool:
    return line.words >= MIN_SUBTITLE_WORDS and has_heading_form(line)
