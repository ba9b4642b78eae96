"""Which piece over a text is its title."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import DENSE_A_WORD, Draft, Line, same_words
from normtext.stages.structure.people import has_given_name, is_name
from normtext.stages.structure.phrases import tables
from normtext.stages.structure.stretches import HeaderLine

# Header lines are looked for in so many pieces from the top that are not boilerplate.
HEADER_WINDOW = 10
# Of 40 headlines in ten languages the longest had 21 words and 150 characters.
MAX_TITLE_WORDS, MAX_TITLE_CHARACTERS = 30, 220
# What follows a title on the very next line must be so much longer than it to be its text.
MIN_LEAD_CHARACTERS, MIN_LEAD_RATIO = 80, 1.5
MAX_SUBTITLE_WORDS = 30
# Between title and text a block has so many lines: subtitle, author, place and date.
MAX_TITLE_LINES = 3
# A headline with a full stop is believed only if it is as short as this.
MAX_STOPPED_TITLE_WORDS = 16
# "REGION" or "CITY AND COUNTRY" over a headline.
MAX_KICKER_WORDS = 3

_OPENS_NO_TITLE = regex.compile(r"[•‣◦▪●*>|#\-–—]\s|#\w+(?:\s#|\Z)|\d{1,2}[.)]\s")
_QUOTED = regex.compile(r"[“\"«„].*[”\"»“]")
_ENDS_NO_TITLE = (",", ";", ":", "：", "，", "、", "；")


def is_stated_apart(draft: Draft) -> bool:
    """Whether the title stands beside the text, in a record or front matter; a page has its headings."""
    first = next(draft.open(), None)
    heading = first is not None and draft.lines[first].piece.kind == "heading"
    front = bool(draft.lines) and draft.lines[0].piece.rejected == "front_matter"
    return bool(draft.metadata.title) and (front or not heading)


def looks_like_title(draft: Draft, index: int) -> bool:
    """Whether the first piece of text is a headline and not the first line of the text itself."""
    line = draft.lines[index]
    if not could_be_title(line):
        return False
    following = _following_text(draft, index)
    if following is None:
        return line.piece.kind == "heading" or is_byline(draft, index + 1)
    after = draft.lines[following]
    under_header = following > index + 1 and draft.roles[index + 1] is None
    header = draft.header_line(index + 1) if under_header else None
    if line.piece.kind == "heading" or same_words(after.text) == same_words(line.text):
        return True
    byline = header is not None or is_byline(draft, index + 1) or _is_byline_below(draft, following)
    if line.full_stop:
        return (byline or _title_case(line)) and line.words <= MAX_STOPPED_TITLE_WORDS
    if byline:
        return True
    if _QUOTED.fullmatch(line.text):
        return False
    apart = draft.lines[index + 1].piece.gap >= 2 or following > index + 1
    longer = len(after.text) >= max(MIN_LEAD_CHARACTERS, MIN_LEAD_RATIO * len(line.text))
    if line.dense:
        longer = len(after.text) >= MIN_LEAD_RATIO * len(line.text)
    return longer or (apart and after.text[-1:] not in _ENDS_NO_TITLE) or _is_title_block(draft, index)


def is_kicker(draft: Draft, index: int) -> bool:
    """ "REGION" in capitals right over a headline that has them not: what the paper files it under."""
    line = draft.lines[index]
    if not line.text.isupper() or line.words > MAX_KICKER_WORDS or has_given_name(line.text.title()):
        return False
    if index + 1 >= len(draft.lines) or draft.roles[index + 1] is not None:
        return False
    return not draft.lines[index + 1].text.isupper() and looks_like_title(draft, index + 1)


def _is_title_block(draft: Draft, index: int) -> bool:
    """Whether a line and a few short ones under it stand over a text: title, subtitle, or signatures that
    nothing else gives away."""
    longest = len(draft.lines[index].text)
    if draft.lines[index + 1].piece.gap != 1:
        return False
    for at in range(index + 1, min(index + 2 + MAX_TITLE_LINES, len(draft.lines))):
        line = draft.lines[at]
        least = MIN_LEAD_CHARACTERS // DENSE_A_WORD if line.dense else MIN_LEAD_CHARACTERS
        if line.stopped and len(line.text) >= max(least, MIN_LEAD_RATIO * longest):
            return at > index + 1
        role = draft.roles[at]
        if line.full_stop or line.words > MAX_SUBTITLE_WORDS or (role and role.place != "boilerplate"):
            return False
        longest = max(longest, len(line.text))
    return False


def _is_byline_below(draft: Draft, subtitle: int) -> bool:
    """Whether a line is short and has the byline right under it, as a subtitle has, or a name and a date."""
    if draft.lines[subtitle].words > MAX_SUBTITLE_WORDS or subtitle + 1 >= len(draft.lines):
        return False
    below = subtitle + 1
    return is_byline(draft, below) or (is_name(draft.lines[below].text) and is_byline(draft, below + 1))


def is_byline(draft: Draft, index: int) -> bool:
    if index >= len(draft.lines) or draft.roles[index] is not None:
        return False
    read = draft.header_line(index)
    return read is not None and not only_section(read)


def only_section(read: HeaderLine) -> bool:
    return not (read.dates or read.authors or read.strong or read.relative or read.role)


def _following_text(draft: Draft, index: int) -> int | None:
    """The next piece of text that is not boilerplate; header lines stand between it and the title."""
    at = draft.next_text(index)
    for _ in range(HEADER_WINDOW):
        if at is None or not is_byline(draft, at):
            return at
        at = draft.next_text(at)
    return at


def could_be_title(line: Line) -> bool:
    text = line.text
    if not text or line.words > MAX_TITLE_WORDS or len(text) > MAX_TITLE_CHARACTERS:
        return False
    if line.piece.kind not in (None, "heading", "paragraph"):
        return False
    if line.dense and line.full_stop:
        return False
    if text.endswith(_ENDS_NO_TITLE) or _OPENS_NO_TITLE.match(text) or "\n" in text:
        return False
    asked = tables()["question"].start(line.folded) is not None and ":" in text[:10]
    if sum(map(str.isalpha, text)) < 2 or asked:
        return False
    first = (text.lstrip("\"'“‘«„(¿¡").split() or [""])[0]
    # "iPhone" may begin a headline, "which" does not.
    return not (first[:1].islower() and first == first.lower())


def _title_case(line: Line) -> bool:
    words = [w for w in line.text.split() if len(w) > 3]
    return len(words) >= 3 and all(w[0].isupper() or w[0].isdigit() for w in words)
