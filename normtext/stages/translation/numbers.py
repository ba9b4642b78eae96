"""Do the numbers and units of a sentence stand in its translation?

A number may be written anew on the way: other separators ("1.234,5" and "1,234.5"), a word for a
small one, a month's name for its number, a twelve-hour clock, a scale ("3 mil" and "3,000"). What
none of this explains is a number lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE} "
_NUMBER = regex.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
_PARTS = regex.compile(r"[.,'’٫٬]")
_WORD = regex.compile(r"\p{L}+")
_DECIMAL_MARKS = ".,٫"

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_OTHERS = {
    1: "once single a an once",
    2: "twice double both pair couple half",
    3: "triple thrice",
    4: "quarter",
    12: "dozen noon midnight",
    0: "midnight no",
    24: "midnight",
    100: "hundred hundredth century centuries",
    1000: "thousand millennium",
}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_STARTS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}

# Spanish, Arabic and Chinese are left out: their countries differ, or their numbers are written otherwise.
DECIMAL_COMMA = frozenset(
    """
    af az be bg bs ca cs da de el et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk
    sl sq sr sv tr uk uz vi
    """.split()
)
DECIMAL_POINT = frozenset("en he hi ja ko ms th zh bn ta te ur".split())
MOST_IN_WORDS = 1001

SCALES = (10**3, 10**4, 10**6, 10**8, 10**9, 10**12)
"""Thousand, 万, million, 亿, billion, trillion: what a word after a number may stand for."""
_SCALED = regex.compile(r"^[\s\-]*(?:\p{L}|\p{Han})")

# Units written as signs, which every language shares, and how English may write them.
UNITS = {
    "%": ("%", "percent", "per cent", "percentage", "pc"),
    "€": ("€", "eur", "euro"),
    "£": ("£", "gbp", "pound", "sterling"),
    "¥": ("¥", "jpy", "cny", "yen", "yuan", "rmb"),
    "$": ("$", "usd", "dollar", "real", "reais", "peso", "brl", "ars", "mxn"),
    "km": ("km", "kilomet"),
    "kg": ("kg", "kilo"),
    "cm": ("cm", "centimet"),
    "mm": ("mm", "millimet"),
    "°C": ("°c", "ºc", "celsius", "degree", "centigrade"),
    "GB": ("gb", "gigabyte"),
    "TB": ("tb", "terabyte"),
    "MB": ("mb", "megabyte"),
    "GHz": ("ghz", "gigahertz"),
    "kW": ("kw", "kilowatt"),
    "MW": ("mw", "megawatt"),
    "GW": ("gw", "gigawatt"),
}
_UNIT = regex.compile(
    r"(?P<before>[€£¥$])\s?\d|\d\s?(?P<after>°C|ºC|[%€£¥$]|(?:km|kg|cm|mm|GB|TB|MB|GHz|kW|MW|GW)(?![\p{L}]))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text: all values that its separators allow."""

    text: str
    values: frozenset[float]
    start: int
    end: int


def numbers(text: str, language: str = "und") -> Iterator[Number]:
    """All numbers of a text written in digits of any script; dates and versions part by part.

    Args:
        text: any text.
        language: BCP 47 tag; tells whether a comma or a point marks decimals. Where that is not known,
            a number has every value that its separators allow.
    """
    for match in _NUMBER.finditer(text):
        at = match.start()
        for surface, values in _read(match.group(), decimal_mark(language)):
            yield Number(surface, values, at, at + len(surface))
            at += len(surface) + 1


def decimal_mark(language: str) -> str | None:
    """The mark before decimals in a language; None where its countries differ or it is not known."""
    tag = language.partition("-")[0]
    return "," if tag in DECIMAL_COMMA else "." if tag in DECIMAL_POINT else None


def misread(source: str, english: str, language: str = "und") -> tuple[Number, str] | None:
    """A number of the English that is a misreading of one in the source, and how it has to read.

    Either its digits are right and its separators are not ("1.100" for "1.100" of a language with
    decimal commas), or one number alone is lost, one is unaccounted for, and they have as many digits.
    None where neither is beyond doubt.
    """
    lost = _lost(source, english, language)
    for number in lost:
        same = [
            match for match in _NUMBER.finditer(english) if _digits(match.group()) == _digits(number.text)
        ]
        right = in_english(number)
        if len(same) == 1 and right is not None and same[0].group() != right:
            return Number(same[0].group(), number.values, *same[0].span()), right
    strange = _lost(english, source, "en", language)
    if len(lost) != 1 or len(strange) != 1 or len(_digits(lost[0].text)) != len(_digits(strange[0].text)):
        return None
    right = in_english(lost[0])
    return (strange[0], right) if right is not None else None


def in_english(number: Number) -> str | None:
    """The number as English writes it: its own digits, points before decimals, commas between thousands.

    None where it has more than one value, or cannot be written so.
    """
    if len(number.values) != 1 or not number.text[-1].isdigit():
        return None
    digits, value = _digits(number.text), next(iter(number.values))
    if digits == number.text:
        return number.text
    whole = str(int(value)) if value < 1e15 else ""
    fraction = digits[len(whole) :]
    if (
        not digits.isascii()
        or not whole
        or digits[: len(whole)] != whole
        or float(f"{whole}.{fraction}") != value
    ):
        return None
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def lost_numbers(source: str, english: str, language: str = "und") -> list[str]:
    """The numbers of the source that nothing in the English accounts for, as they stand there."""
    return [number.text for number in _lost(source, english, language)]


def _lost(source: str, english: str, language: str, other: str = "en") -> list[Number]:
    wanted = list(numbers(source, language))
    if not wanted:
        return []
    there = list(numbers(english, other))
    wanted = [number for number in wanted if not any(number.values & other.values for other in there)]
    words = set(_WORD.findall(english.lower())) if wanted else set()
    return [number for number in wanted if not _said_otherwise(number, source, there, words)]


def lost_units(source: str, english: str) -> list[str]:
    """The units beside numbers of the source that the English does not name."""
    lowered = english.lower()
    found = [(match["before"] or match["after"]).replace("º", "°") for match in _UNIT.finditer(source)]
    return [unit for unit in dict.fromkeys(found) if not any(way in lowered for way in UNITS[unit])]


def _read(surface: str, decimal: str | None) -> list[tuple[str, frozenset[float]]]:
    """The numbers in a run of digits and separators, each with the values it may have.

    Args:
        surface: the run.
        decimal: the mark before decimals, where it is known.
    """
    bare = surface
    for space in _SPACES:
        bare = bare.replace(space, "")
    parts = _PARTS.split(bare)
    marks = _PARTS.findall(bare)
    if not marks:
        return [(surface, frozenset({float(bare)}))]
    grouped = len(set(marks)) == 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    values = set()
    if grouped and marks[0] != decimal:
        values.add(float("".join(parts)))
    # Where a mark does not group thousands it marks decimals, whatever the language usually does.
    is_decimal = decimal in (None, marks[-1]) or not grouped
    if is_decimal and marks[-1] in _DECIMAL_MARKS and (len(marks) == 1 or _groups(parts, marks)):
        values.add(float("".join(parts[:-1]) + "." + parts[-1]))
    if values:
        return [(surface, frozenset(values))]
    return [(part, frozenset({float(part)})) for part in parts]


def _groups(parts: list[str], marks: list[str]) -> bool:
    """Tell whether the digits before a decimal mark are grouped in thousands by another mark."""
    before = marks[:-1]
    return marks[-1] not in before and len(set(before)) == 1 and all(len(part) == 3 for part in parts[1:-1])


def _said_otherwise(number: Number, source: str, there: list[Number], words: set[str]) -> bool:
    return any(
        _in_words(value, words)
        or _as_month(value, number, source, words)
        or any(_same_otherwise(value, other, number, source) for found in there for other in found.values)
        for value in number.values
    )


def _in_words(value: float, words: set[str]) -> bool:
    if not value < MOST_IN_WORDS or value != int(value):
        return value == 0.5 and "half" in words
    number = int(value)
    known = set(_OTHERS.get(number, "").split())
    if number <= 20:
        known |= {_WORDS[number], _ORDINALS[number], f"{_WORDS[number]}s"}
    elif number < 100:
        one = number % 10
        ten = _TENS[number - one]
        if one == 0:
            known |= {ten, f"{ten[:-1]}ies", f"{ten[:-1]}ieth"}
        elif not {_WORDS[one], _ORDINALS[one]}.isdisjoint(words):
            known.add(ten)
    return not known.isdisjoint(words)


_IN_DATE = regex.compile(r"[/.\-月년월]")


def _as_month(value: float, number: Number, source: str, words: set[str]) -> bool:
    """ "12/05/2023" may become "May 12, 2023"."""
    around = source[max(0, number.start - 1) : number.start] + source[number.end : number.end + 1]
    if not _IN_DATE.search(around):
        return False
    return any(_MONTH_STARTS.get(word[:3]) == value for word in words)


def _same_otherwise(value: float, other: float, number: Number, source: str) -> bool:
    """A clock of twelve hours, a decade, or a scale that one of the two texts has in words."""
    if 13 <= value <= 24 and other == value - 12:
        return True
    if 10 <= value < 100 and value % 10 == 0 and 1000 <= other < 2100 and other % 100 == value:
        return True
    if not value or not other:
        return False
    following = bool(_SCALED.match(source[number.end : number.end + 4]))
    return any(abs(other - value * scale) < 1e-6 * other for scale in SCALES if following) or any(
        abs(value - other * scale) < 1e-6 * value for scale in SCALES
    )
