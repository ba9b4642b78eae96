"""Dates as documents state them: found in a line, read to ISO 8601, never guessed.

Numeric and ISO forms and the month names of ``data/months.toml`` are read here; dateparser is asked
for the month names of other languages only, where the language is given: it is slow to start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

import regex

from normtext.stages.structure.phrases import fold, is_dense, plain, tables

# Languages in which "03/04/2025" is the third of April. English is not among them, its regions are.
DAY_FIRST = frozenset(
    ("ar", "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "gl", "he", "hr", "hu", "id", "it",
     "ms", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi")
)  # fmt: skip
DAY_FIRST_ENGLISH = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))

# Zones whose letters mean one thing in the news ...
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "eat": 3, "pkt": 5, "wib": 7, "hkt": 8, "sgt": 8,
    "awst": 8, "北京时间": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "sast": 2,
    "brt": -3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
# ... and those that mean two or three, or one in summer and another in winter: no offset is read.
UNSURE_ZONES = frozenset(("et", "ct", "mt", "pt", "cst", "ist", "ast", "local time"))

_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)(?:\s?(?:года\b|год\b|г\b\.?|року\b|р\.|r\.|roku\b))?"
_TWO_NUMBERS = re.compile(r"\d\D+\d")
_ISO = regex.compile(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
_YEAR_FIRST = regex.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[./年년]\s?(?P<m>\d{1,2})\s?[./月월]\s?(?P<d>\d{1,2})(?!\d)(?:\s?[日일号號]|\.(?!\d))?"
)
# Years of Japanese eras: Reiwa 1 is 2019, Heisei 1 is 1989.
_ERAS = {"令和": 2018, "平成": 1988}
_ERA = regex.compile(r"(?P<era>令和|平成)\s?(?P<y>\d{1,2}|元)年\s?(?P<m>\d{1,2})月\s?(?P<d>\d{1,2})日")
_NUMERIC = regex.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:19|20)\d\d|\d\d)(?!\d|[./-]\d)"
)
_MONTH = r"(?P<mon>[\p{L}\p{M}]{2,20}(?:\s[\p{L}\p{M}]{2,10})?)"
_DAY_NAMED = regex.compile(
    r"(?<![\d:.,/])(?P<d>\d{1,2})(?!\d)(?:st|nd|rd|th|er|ère|º|°|ª|\.|-|/)?\s*(?:(?:de|of|d'|di|do|den)\s*)?"
    + _MONTH
    + r"(?:/\p{L}{2,12})?[.\-/]?[,،]?\s*"
    + _YEAR
)
_MONTH_DAY = regex.compile(_MONTH + r"\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR)
_YEAR_NAMED = regex.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\.?,?\s+" + _MONTH + r"\.?\s+(?P<d>\d{1,2})(?!\d)\.?"
)
_HALF_AHEAD = r"(?P<ahead>上午|下午|晚上|午前|午後|오전|오후)"
_HALF_BEHIND = r"(?P<half>[ap]\.?\s?m\b\.?|[πμ]\.μ\.|صباحا|مساء|[صم](?![\p{L}]))"
_TIME = (
    rf"(?:{_HALF_AHEAD}\s?)?"
    r"(?P<h>[01]?\d|2[0-4])(?:\s?(?:[:hH.时時시點点])\s?(?P<min>[0-5]\d|\d(?=\s?[分분]))(?!\d)"
    r"(?::(?P<s>[0-5]\d)(?:\.\d{1,9})?)?|(?=\s?[ap]\.?\s?m\b))"
    rf"(?:\s?(?:分|분|min\b))?(?:\s?{_HALF_BEHIND})?(?:\s?(?:Uhr|uur|hrs|h\b|saat\b))?"
)
_AT = (
    r"at|à|um|om|a las|a la|às|as|alle ore|alle|ore|ora|kl\.?|klo\.?|ob|o godz\.?|godz\.?|в|о|об|saat|v|pukul"
    r"|lúc|στις|الساعة|time"
)
_CLOCK = regex.compile(
    rf"(?:\s*[T,،|/(（•·–—-]?\s*(?:(?:{_AT})(?<=\w|\.)(?!\w)\s*:?\s*)?){_TIME}[)）]?", regex.IGNORECASE
)
_HOUR_H = regex.compile(r"(?:\s*,?\s*(?:à|às|as)?\s*)(?P<h>[01]?\d|2[0-4])\s?h(?!\w)", regex.IGNORECASE)
# "10:15, 3 марта 2025", "6:00 AM EST, Mon April 7, 2025": the clock stands before the date.
_CLOCK_AHEAD = regex.compile(rf"(?<![\d:.,/-]){_TIME}(?P<rest>[^\d\n]{{0,30}})\Z", regex.IGNORECASE)
CLOCK_REACH = 50
_ZONE = regex.compile(
    r"\s?[(（]?(?:(?:GMT|UTC)?\s?(?P<sign>[+\-\N{MINUS SIGN}])(?P<zh>\d\d?):?(?P<zm>\d\d)?(?!\d)"
    r"|(?P<name>[A-Za-z]{1,4}\b|local time\b|МСК\b|мск\b|北京时间))[)）]?"
)
_BRACKETS = " ,;|/()（）•·،-–—"
# The halves of the day by the letter that stands for them.
_HALVES = {"a": "a", "p": "p", "π": "a", "μ": "p", "ص": "a", "م": "p"}
# A weekday behind a date has more letters; shorter words there are "at", "den", "um".
MIN_WEEKDAY = 4
_FILLER_IN_MONTH = frozenset(("de", "del", "of", "do", "di"))


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line.

    Attributes:
        start, end: where, in the line.
        raw: its words.
        form: "iso", "numeric", "month_name" or "year_first".
        year, first, second: of a numeric date the two numbers as they stand; else month and day.
        clock: the time of day, None where none is stated.
        zone: hours and minutes from UTC, None where none is stated.
        dotted: a numeric date with full stops.
    """

    start: int
    end: int
    raw: str
    form: str
    year: int
    first: int
    second: int
    clock: time | None = None
    zone: timedelta | None = None
    dotted: bool = False


def may_hold_dates(text: str) -> bool:
    """Whether ``text`` has as many numbers as every form of a date."""
    return _TWO_NUMBERS.search(text) is not None


def is_clock(text: str) -> bool:
    """Whether ``text`` is a time of day and no more: "18:40", "alle ore 18:40", "at 6:40 p.m."."""
    line = plain(text)
    end, clock, _ = _clock(line, 0)
    return clock is not None and not line[end:].strip(" .")


def find_dates(text: str, languages: frozenset[str] = frozenset()) -> list[Found]:
    """The dates in a line, in order; ``languages`` says which month names to believe first."""
    if not may_hold_dates(text):
        return []
    line = plain(text)
    found: list[Found] = []
    for pattern in (_ISO, _YEAR_FIRST, _ERA, _NUMERIC, _DAY_NAMED, _MONTH_DAY, _YEAR_NAMED):
        for match in pattern.finditer(line):
            if (one := _found(match, pattern, line, languages)) is not None:
                found.append(one)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(_with_clock_ahead(one, line, kept[-1].end if kept else 0))
    return [replace(one, raw=text[one.start : one.end].strip()) for one in kept]


def _with_clock_ahead(one: Found, line: str, after: int) -> Found:
    """The date with the time of day that stands before it, where none stands behind."""
    low = max(after, one.start - CLOCK_REACH)
    match = _CLOCK_AHEAD.search(line, low, one.start) if one.clock is None else None
    clock = _time(match) if match is not None else None
    if match is None or clock is None:
        return one
    at, zone = _zone(line, match.start("rest"))
    between = fold(line[at : one.start]).strip(_BRACKETS)
    if between and tables()["date_filler"].whole(between) is None:
        return one
    return replace(one, start=match.start(), clock=clock, zone=zone)


def _found(
    match: regex.Match[str], pattern: regex.Pattern[str], line: str, languages: frozenset[str]
) -> Found | None:
    end, clock, zone = _clock(line, _behind_weekday(line, match.end()))
    start = match.start()
    if pattern is _ERA:
        year = _ERAS[match["era"]] + (1 if match["y"] == "元" else int(match["y"]))
        return Found(start, end, "", "year_first", year, int(match["m"]), int(match["d"]), clock, zone)
    if pattern in (_ISO, _YEAR_FIRST):
        form = "iso" if pattern is _ISO else "year_first"
        numbers = (int(match["y"]), int(match["m"]), int(match["d"]))
        return Found(start, end, "", form, *numbers, clock, zone)
    if pattern is _NUMERIC:
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        dotted = match["sep"] == "."
        return Found(start, end, "", "numeric", year, int(match["a"]), int(match["b"]), clock, zone, dotted)
    name = match["mon"]
    month, skipped = month_of(name, languages)
    if month is None:
        month, skipped = _by_dateparser(match, languages), 0
    if month is None:
        return None
    if pattern is _MONTH_DAY:
        start = match.start("mon") + skipped
    elif skipped:
        return None
    return Found(start, end, "", "month_name", int(match["y"]), month, int(match["d"]), clock, zone)


def month_of(name: str, languages: frozenset[str] = frozenset()) -> tuple[int | None, int]:
    """The number of a month by its name, and how many letters were glued in front of it.

    None where no language has the name, or two have it for different months.
    """
    words = [w for w in fold(name).split() if w not in _FILLER_IN_MONTH]
    whole = " ".join(words)
    if (month := _agreed(whole, languages)) is not None:
        return month, 0
    for match in regex.finditer(r"(?<=\p{Ll}|\s)(?=\p{Lu})", name):
        if (month := _agreed(fold(name[match.start() :]), languages)) is not None:
            return month, match.start()
    return None, 0


def _agreed(name: str, languages: frozenset[str]) -> int | None:
    months = tables().months
    known = {months[lang][name] for lang in languages if name in months.get(lang, ())}
    if not known:
        known = {table[name] for table in months.values() if name in table}
    return known.pop() if len(known) == 1 else None


def _by_dateparser(match: regex.Match[str], languages: frozenset[str]) -> int | None:
    """Ask dateparser for a month's name, in languages that the table does not have.

    Without a language it is not asked: trying all two hundred takes four seconds. It is believed only
    if it finds the day and the year that stand there.
    """
    asked = sorted(_unlisted(languages))
    if not asked:
        return None
    from dateparser import parse

    settings = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    try:
        read = parse(match.group(), languages=asked, settings=settings)
    except ValueError:  # a language that dateparser does not have
        return None
    if read is None or (read.day, read.year) != (int(match["d"]), int(match["y"])):
        return None
    month: int = read.month
    return month


def _unlisted(languages: frozenset[str]) -> frozenset[str]:
    return languages - tables().months.keys()


def _behind_weekday(line: str, at: int) -> int:
    """Where "(Mon)" or "星期一" behind a date ends; ``at`` where there is none."""
    start = at
    while start < len(line) and line[start] in " ,":
        start += 1
    ahead = fold(line[start : start + 30])
    hit = tables()["date_filler"].start(ahead)
    if hit is not None and ahead[0] in "(（":
        return start + hit.end
    bracket = ahead[:1] in ("(", "（")
    hit = tables()["date_filler"].start(ahead, bracket)
    if hit is None or not (is_dense(ahead[bracket]) or hit.end - bracket >= MIN_WEEKDAY):
        return at
    end = start + hit.end
    return end + (line[end : end + 1] in (")", "）"))


def _clock(line: str, at: int) -> tuple[int, time | None, timedelta | None]:
    """The time of day that follows a date: where it ends, the time, the zone."""
    match = _CLOCK.match(line, at) or _HOUR_H.match(line, at)
    if match is None:
        return at, None, None
    clock = _time(match)
    if clock is None:
        return at, None, None
    end, zone = _zone(line, match.end())
    return end, clock, zone


def _time(match: regex.Match[str]) -> time | None:
    """The time of day of a match; None for one that no clock shows."""
    groups = match.groupdict()
    hour = int(groups["h"])
    half = _HALVES.get((groups.get("half") or groups.get("ahead") or "").lower()[:1])
    ahead = groups.get("ahead")
    if ahead is not None:
        half = "p" if ahead in ("下午", "晚上", "午後", "오후") else "a"
    if half and not (0 if ahead else 1) <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(groups.get("min") or 0), int(groups.get("s") or 0)) if hour < 24 else None


def _zone(line: str, at: int) -> tuple[int, timedelta | None]:
    match = _ZONE.match(line, at)
    if match is None:
        return at, None
    if match["sign"]:
        offset = timedelta(hours=int(match["zh"]), minutes=int(match["zm"] or 0))
        if offset >= timedelta(hours=24):
            return at, None
        return match.end(), offset if match["sign"] == "+" else -offset
    name = match["name"].lower()
    written = match["name"] in (match["name"].upper(), "z", "мск", "local time")
    if name in UNSURE_ZONES and written:
        return match.end(), None
    hours = ZONES.get(name)
    if hours is None or not written:
        return at, None
    return match.end(), timedelta(hours=hours)


def order_of(language: str | None) -> bool | None:
    """Whether a language writes the day first; None where it does not say."""
    if not language:
        return None
    tag = language.lower()
    if tag in DAY_FIRST_ENGLISH or tag.split("-")[0] in DAY_FIRST:
        return True
    return None


def order_of_evidence(dates: Iterable[Found]) -> bool | None:
    """The order that other numeric dates of the document show; None where they do not, or disagree."""
    orders = {d.first > 12 for d in dates if d.form == "numeric" and (d.first > 12) != (d.second > 12)}
    return orders.pop() if len(orders) == 1 else None


def is_ambiguous(found: Found) -> bool:
    """Whether a numeric date could be read in two ways, each a real date."""
    both = found.form == "numeric" and max(found.first, found.second) <= 12 and not found.dotted
    return both and found.first != found.second


def value_of(found: Found, day_first: bool | None) -> str | None:
    """The ISO 8601 value; None for a date that does not exist (31 February).

    ``day_first`` is asked for ambiguous numeric dates alone.
    """
    month, day = found.first, found.second
    if found.form == "numeric" and (day_first if is_ambiguous(found) else found.second <= 12):
        month, day = day, month
    try:
        stated = date(found.year, month, day)
    except ValueError:
        return None
    if found.clock is None:
        return stated.isoformat()
    zone = None if found.zone is None else timezone(found.zone)
    return datetime.combine(stated, found.clock, zone).isoformat()
