"""Dates as documents state them: found in a line, read to ISO 8601, never guessed.

Numeric and ISO forms and the month names of ``data/months.toml`` are read here; dateparser is asked
for the month names of other languages only, where the language is given: it is slow to start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import regex

from normtext.stages.structure.phrases import fold, plain, tables

# Languages in which "03/04/2025" is the third of April. English is not among them, its regions are.
DAY_FIRST = frozenset(
    ("ar", "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "gl", "he", "hr", "hu", "id", "it",
     "ms", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi")
)  # fmt: skip
DAY_FIRST_ENGLISH = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))

# Zones whose letters mean one thing in the news; CST and IST mean two or three and are left out.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "est": -5, "edt": -4,
    "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)(?:\s?(?:г\b\.?|року\b|р\.|r\.|roku\b))?"
_ISO = regex.compile(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
_YEAR_FIRST = regex.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[./年년]\s?(?P<m>\d{1,2})\s?[./月월]\s?(?P<d>\d{1,2})(?!\d)\s?[日일号號]?"
)
_NUMERIC = regex.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:19|20)\d\d|\d\d)(?!\d|[./-]\d)"
)
_MONTH = r"(?P<mon>[\p{L}\p{M}]{2,20}(?:\s[\p{L}\p{M}]{2,10})?)"
_DAY_NAMED = regex.compile(
    r"(?<![\d:.,/])(?P<d>\d{1,2})(?!\d)(?:st|nd|rd|th|er|ère|º|°|ª|\.)?\s*(?:(?:de|of|d'|di|do|den)\s*)?"
    + _MONTH
    + r"\.?,?\s*"
    + _YEAR
)
_MONTH_DAY = regex.compile(_MONTH + r"\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR)
_YEAR_NAMED = regex.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\.?,?\s+" + _MONTH + r"\.?\s+(?P<d>\d{1,2})(?!\d)\.?"
)
_CLOCK = regex.compile(
    r"(?:\s*[T,|(•·–—-]?\s*"
    r"(?:(?:at|à|um|om|às|as|a las|a la|alle ore|alle|ore|kl|klo|ob|o godz|godz|в|الساعة)\b\.?\s*)?)"
    r"(?P<h>[01]?\d|2[0-4])(?:\s?(?:[:hH.时時點点])\s?(?P<min>[0-5]\d)(?!\d)"
    r"(?::(?P<s>[0-5]\d)(?:\.\d{1,9})?)?|(?=\s?[ap]\.?m))"
    r"(?:\s?分)?(?:\s?(?P<half>[ap]\.?m\b\.?))?(?:\s?(?:Uhr|uur|hrs|h\b))?\)?",
    regex.IGNORECASE,
)
_HOUR_H = regex.compile(r"(?:\s*,?\s*(?:à|às|as)?\s*)(?P<h>[01]?\d|2[0-4])\s?h(?!\w)", regex.IGNORECASE)
_ZONE = regex.compile(
    r"\s?\(?(?:(?:GMT|UTC)?\s?(?P<sign>[+\-\N{MINUS SIGN}])(?P<zh>\d\d?):?(?P<zm>\d\d)?(?!\d)"
    r"|(?P<name>[A-Za-z]{1,4})\b)\)?"
)
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


def find_dates(text: str, languages: frozenset[str] = frozenset()) -> list[Found]:
    """The dates in a line, in order; ``languages`` says which month names to believe first."""
    line = plain(text)
    found: list[Found] = []
    for pattern in (_ISO, _YEAR_FIRST, _NUMERIC, _DAY_NAMED, _MONTH_DAY, _YEAR_NAMED):
        for match in pattern.finditer(line):
            if (one := _found(match, pattern, line, languages)) is not None:
                found.append(one)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [_with_raw(one, text) for one in kept]


def _with_raw(one: Found, text: str) -> Found:
    raw = text[one.start : one.end].strip()
    return Found(
        one.start, one.end, raw, one.form, one.year, one.first, one.second, one.clock, one.zone, one.dotted
    )


def _found(
    match: regex.Match[str], pattern: regex.Pattern[str], line: str, languages: frozenset[str]
) -> Found | None:
    end, clock, zone = _clock(line, match.end())
    start = match.start()
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


def _clock(line: str, at: int) -> tuple[int, time | None, timedelta | None]:
    """The time of day that follows a date: where it ends, the time, the zone."""
    match = _CLOCK.match(line, at) or _HOUR_H.match(line, at)
    if match is None:
        return at, None, None
    groups = match.groupdict()
    hour = int(groups["h"])
    half = (groups.get("half") or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return at, None, None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return at, None, None
    clock = time(hour, int(groups.get("min") or 0), int(groups.get("s") or 0))
    end, zone = _zone(line, match.end())
    return end, clock, zone


def _zone(line: str, at: int) -> tuple[int, timedelta | None]:
    match = _ZONE.match(line, at)
    if match is None:
        return at, None
    if match["sign"]:
        offset = timedelta(hours=int(match["zh"]), minutes=int(match["zm"] or 0))
        if offset >= timedelta(hours=24):
            return at, None
        return match.end(), offset if match["sign"] == "+" else -offset
    hours = ZONES.get(match["name"].lower())
    if hours is None or (match["name"] != match["name"].upper() and match["name"] != "z"):
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
