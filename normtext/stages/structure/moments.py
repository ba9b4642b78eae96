"""Lines about time that are no dates: reading times, and moments seen from the day of reading."""

from __future__ import annotations

import re

import regex

from normtext.stages.structure.dates import is_clock
from normtext.stages.structure.phrases import fold, tables

# "il y a 2 heures", "about 3 weeks ago", "Lesezeit: ca. 4 Minuten": no longer than this.
MAX_RELATIVE_WORDS, MAX_CHARACTERS = 7, 40

ABOUT = ("about", "ca", "etwa", "ongeveer", "environ", "約", "约")
"""Words that may stand before the number of minutes."""

_NUMBERS = regex.compile(rf"[\d~≈+:：.\-–()]+|\b(?:{'|'.join(ABOUT)})\b")
_DIGIT = re.compile(r"\d")
_DIGITS = regex.compile(r"\d+")
_COUNT = regex.compile(r"\b(?:an?|one|een|une?|eine[rmn]?|un[ao]?|uma?)\b")


def is_read_time(text: str) -> bool:
    """Whether a line is a reading time and nothing else: "5 min read", "Lesezeit: 3 Minuten"."""
    if _DIGIT.search(text) is None:
        return False
    folded = _NUMBERS.sub(" ", fold(text)).strip()
    if not folded or len(folded) > MAX_CHARACTERS:
        return False
    minute = reading = False
    at = 0
    while at < len(folded):
        if folded[at].isspace():
            at += 1
            continue
        if hit := tables()["reading"].start(folded, at):
            reading = True
        elif hit := tables()["minute"].start(folded, at):
            minute = True
        else:
            return False
        at = hit.end
    return minute and reading


def is_relative_date(text: str) -> bool:
    """Whether a line is a moment seen from now: "2 days ago", "il y a 3 heures", "vor 2 Stunden"."""
    folded = fold(text).strip(" .")
    for table in ("published_label", "modified_label"):
        if (hit := tables()[table].start(folded)) is not None:
            folded = folded[hit.end :].strip(" :：")
    day = tables()["relative_day"].start(folded)
    if day is not None and (day.end == len(folded) or is_clock(folded[day.end :])):
        return True
    if len(folded) > MAX_CHARACTERS or len(folded.split()) > MAX_RELATIVE_WORDS:
        return False
    rest = (_DIGITS if _DIGITS.search(folded) else _COUNT).sub("\0", folded, count=1)
    if "\0" not in rest:
        return False
    before, after = (part.strip() for part in rest.split("\0", 1))
    ago, unit = tables()["ago"], tables()["time_unit"]
    if ago.whole(before):
        return unit.whole(after) is not None
    hit = unit.start(after) if not before else None
    return hit is not None and ago.whole(after[hit.end :].strip()) is not None
