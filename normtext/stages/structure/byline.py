"""Lines that speak of the article: byline, date, section, reading time, alone or on one line.

A line is a header line only if every part of it is understood; one word too many, and it is text.
"""

from __future__ import annotations

import regex

from normtext.stages.structure.dates import Found, find_dates
from normtext.stages.structure.desks import RULES
from normtext.stages.structure.glue import place_in_original, unglued
from normtext.stages.structure.phrases import Hit, fold, tables
from normtext.stages.structure.stretches import DateRead, HeaderLine, Segment, read_bare

# The longest header line seen in news pages (three authors, two dates with times) has 190 characters.
MAX_HEADER_LINE = 240

_PARTS = regex.compile(r"\s*[|•·‧∙⋅●/]\s*|\s+[–—―-]\s+|\s{2,}|\s*\n\s*")

# What stands around the stretches of a line, and between a label and its date.
_COMMAS = " ,;،；，、"
_AROUND = _COMMAS + ":："
_BEFORE_DATE = _AROUND + "(（-–—"
_DASHES = ("-", "–", "—", "―")
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
# "文/李晓明", "作者｜李晓明": a slash or a bar that does a colon's work.
_DASHED_LABEL = regex.compile(r"(?P<label>\p{L}[\p{L} ]{1,20}?)\s(?P<dash>[–—-])\s")
_DENSE_BARS = "/／|｜丨"
_DENSE_LABEL = regex.compile(
    rf"(?<=(?:^|\s)(?:文|作者|撰文|记者|記者|编辑|編輯|图|攝影|摄影|翻译|编译))\s?[{_DENSE_BARS}]"
)


def read_header_line(text: str, language: str | None = None) -> HeaderLine | None:
    """What the line says of the article, or None where it is no header line."""
    if not text or len(text) > MAX_HEADER_LINE:
        return None
    text = _with_colon(_without_brackets(text))
    parted = unglued(text)
    line = _read_line(parted[0], language) if parted is not None else None
    if line is not None and parted is not None:
        line.parts = [(name, place_in_original(at, parted[1])) for name, at in line.parts]
        return line
    return _read_line(text, language)


def _without_brackets(text: str) -> str:
    """The line without a pair of brackets around it; as long as before."""
    closer = _BRACKETS.get(text[0])
    inner = text[1:-1]
    if closer is None or text[-1] != closer or text[0] in inner or closer in inner:
        return text
    return f" {inner} "


def _with_colon(text: str) -> str:
    """The line with a colon where a bar or a dash stands for it; as long as before."""
    if any(bar in text for bar in _DENSE_BARS):
        text = _DENSE_LABEL.sub(lambda bar: "：".rjust(len(bar.group())), text)
    dash = _DASHED_LABEL.match(text)
    if dash is None or tables()["author_label"].whole(fold(dash["label"])) is None:
        return text
    at = dash.start("dash")
    return f"{text[:at]}:{text[at + 1 :]}"


def _read_line(text: str, language: str | None) -> HeaderLine | None:
    hint = frozenset((language.split("-")[0].lower(),)) if language else frozenset()
    dates = find_dates(text, hint)
    line = HeaderLine()
    at = 0
    for found in dates:
        label = _read_stretch(line, text, at, found.start, hint, before_date=True)
        if label is None:
            return None
        name, languages = label or ("", frozenset())
        context = "labelled" if name else "line" if len(dates) == 1 and not line.parts else "byline"
        line.add(name or "published", _label_start(line, found, name))
        line.dates.append(DateRead(name or "published", context, found, languages | hint))
        line.strong = True
        at = found.end
    if _read_stretch(line, text, at, len(text), hint, before_date=False) is None:
        return None
    return _settled(line, text)


def _label_start(line: HeaderLine, found: Found, name: str) -> int:
    """A label has noted where its stretch begins; a bare date begins with itself."""
    if name and line.parts and line.parts[-1][0] == name:
        return line.parts[-1][1]
    return found.start


def _settled(line: HeaderLine, text: str) -> HeaderLine | None:
    if not line.parts:
        return None
    if line.bare and not line.dates:
        return None
    if line.dates and line.bare and line.dates[0].context == "line":
        line.dates[0] = DateRead("published", "byline", line.dates[0].found, line.dates[0].languages)
    named = _PARTS.search(text) is not None or _is_glued(text, line)
    if line.bare and not named:
        line.strong = False
    return line


def _is_glued(text: str, line: HeaderLine) -> bool:
    start = line.dates[0].found.start if line.dates else 0
    return start > 0 and not text[start - 1].isspace()


def _read_stretch(
    line: HeaderLine, text: str, start: int, end: int, hint: frozenset[str], *, before_date: bool
) -> tuple[str, frozenset[str]] | tuple[()] | None:
    """Read what stands before or after a date; the label that leads to the date, () or None to fail."""
    label: tuple[str, frozenset[str]] | tuple[()] = ()
    at = start
    bounds = [*((m.start(), m.end()) for m in _PARTS.finditer(text, start, end)), (end, end)]
    for stop, resume in bounds:
        last = stop == end and before_date
        comma = text[at:stop].rstrip().endswith(",") and last
        dash = before_date and stop < end == resume and text[stop:resume].strip() in _DASHES
        segment = Segment(text[at:stop], at, last, comma or dash)
        if not _read_segment(line, segment, hint, has_date=before_date or bool(line.dates)):
            return None
        if segment.label is not None:
            label = segment.label
        at = resume
    return label


def _read_segment(line: HeaderLine, segment: Segment, hint: frozenset[str], *, has_date: bool) -> bool:
    """Understand one stretch; False where it is not of a header."""
    lead = len(segment.text) - len(segment.text.lstrip(_AROUND))
    segment.start += lead
    segment.text = segment.text.strip(_COMMAS)
    text = segment.text.lstrip(":：").strip()
    if not text or not any(c.isalnum() for c in text):
        return True
    if segment.before_date:
        text = _take_label(line, segment, text)
        if not text:
            return True
    for rule in RULES:
        if rule(line, segment, text, hint):
            return True
    return has_date and read_bare(line, segment, text)


def _take_label(line: HeaderLine, segment: Segment, text: str) -> str:
    """Cut "Published on" off the end of what leads to a date; return what is left before it."""
    rest = text.rstrip(_BEFORE_DATE)
    while (filler := _last_phrase(rest, "date_filler")) is not None:
        rest = rest[: filler.end].rstrip(_AROUND)
    for name, table in (("modified", "modified_label"), ("published", "published_label")):
        for candidate in (text.rstrip(_BEFORE_DATE), rest):
            hit = _last_phrase(candidate, table)
            if hit is None:
                continue
            segment.label = (name, hit.languages)
            line.strong = True
            left = candidate[: hit.end].rstrip(_COMMAS + "(（")
            line.add(name, segment.start + hit.end) if not left else None
            return left
    return rest


def _last_phrase(text: str, table: str) -> Hit | None:
    """The phrase that ``text`` ends with, at the start of a word; ``end`` is where it starts."""
    folded = fold(text)
    hit = tables()[table].suffix(folded)
    if hit is None or hit.end == 0:
        return hit
    before = folded[hit.end - 1]
    apart = not before.isalnum() or (before.isdigit() and not folded[hit.end].isdigit())
    return hit if apart else None
