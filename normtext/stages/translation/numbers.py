"""Do the numbers and units of a sentence stand in its translation?

A number may be written anew on the way: other separators ("1.234,5" and "1,234.5"), a word for it, a
month's name, a twelve-hour clock, a scale ("3 mil" and "3,000", "1.2亿" and "120 million"), another
calendar. What none of this explains is a number lost. How numbers are read stands in ``figures.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from normtext.stages.translation.figures import SCALES, Number, digits_of, in_english, numbers, surfaces
from normtext.stages.translation.number_words import spelled_out

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ROMAN = "- - ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
_DECADES = dict(
    zip(
        range(20, 100, 10),
        "twent thirt fort fift sixt sevent eight ninet".split(),
        strict=True,
    )
)
_OTHERS = {
    0: "midnight no none",
    1: "once single a an per each every",
    2: "twice double both pair couple half halves",
    3: "triple thrice thirds",
    4: "quarter quarters fourths",
    5: "fifths",
    10: "tenths",
    12: "dozen noon midnight",
    24: "midnight",
    50: "half fifty",
    100: "hundred hundredth century centuries hundreds",
    1000: "thousand millennium thousands",
}
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = regex.compile(rf"\b({'|'.join(_MONTHS)}|{'|'.join(name[:3] for name in _MONTHS)}|Sept)\b")
_WORD = regex.compile(r"\p{L}+")
_SCALE_WORDS = frozenset("hundred thousand million billion trillion lakh crore k m bn mn tn dozen".split())
_CLOCK = regex.compile(r"(\d{1,2})[.,](\d{1,2})")
_MARK = regex.compile(r"[.,'’٫٬]")
_JOINED = frozenset("-/+:")
_LABELLED = regex.compile(
    r"(?i)(?:\bv(?:ers\p{L}*)?|\bbuild|\brelease|\bn\.?\s?[ºo°r]\.?|\bart(?:\.|igo|ikel)?|§)\s*$"
)
_SCALED = regex.compile(r"^[\s\-]*\p{L}")

_DOLLARS = regex.compile(r"(?<!\p{L})(R|A|C|HK|NZ)\$(?=\s?\d)")
_BARE_DOLLAR = regex.compile(r"(?<![\p{L}])\$\s?(\d[\d.,]*)")

# A million and a thousand millions in the languages of Europe; "billion" means either there.
_MILLIONS = regex.compile(r"(?i)\d\s?(?:milh[õoã]|mill?i[oóõ]n|miljo[eu]?n|milion|mio\b|млн|миллион|мільйон)")
_MILLIARDS = regex.compile(r"(?i)\d\s?(?:mil mil[lh]|mill?iard|miljard|mrd\b|млрд|миллиард|мільярд)")
_MILLION = regex.compile(r"(?i)\bmillions?\b|\d\s?(?:m|mn)\b")
_BILLION = regex.compile(r"(?i)\bbillions?\b|\d\s?(?:b|bn)\b")

# Years of other calendars, and what to add to come to ours; Japanese eras by their name before the year.
_CALENDARS = {"th": (-543,), "fa": (621, 622), "dz": (0,), "ar": (), "ne": (-57, -56)}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}

# Units written as signs, which every language shares, and how English may write them.
UNITS = {
    "%": ("%", "percent", "per cent", "percentage", "pc"),
    "€": ("€", "eur"),
    "£": ("£", "gbp", "pound", "sterling", "lira"),
    "¥": ("¥", "jpy", "cny", "yen", "yuan", "rmb"),
    "$": ("$", "usd", "dollar", "peso"),
    "US$": ("$", "usd", "dollar"),
    "R$": ("r$", "brl", "real", "reais"),
    "A$": ("a$", "au$", "aud", "australian"),
    "C$": ("c$", "ca$", "cad", "canadian"),
    "HK$": ("hk$", "hkd", "hong"),
    "NZ$": ("nz$", "nzd", "zealand"),
    "km": ("km", "kilomet", "kph"),
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
    r"(?P<before>(?:US|R|A|C|HK|NZ)?\$|[€£¥])\s?\d|\d\s?(?P<after>°C|ºC|[%€£¥$]|(?:km|kg|cm|mm|GB|TB|MB|GHz|kW|MW|GW)(?![\p{L}]))"
)


def lost_numbers(source: str, english: str, language: str = "und") -> list[str]:
    """The numbers of the source that nothing in the English accounts for, as they stand there.

    Args:
        source, english: a sentence and its translation.
        language: BCP 47 tag of the sentence.
    """
    return [number.text for number in _lost(source, english, language)]


def lost_units(source: str, english: str) -> list[str]:
    """The units beside numbers of the source that the English does not name."""
    lowered = english.lower()
    found = [(match["before"] or match["after"]).replace("º", "°") for match in _UNIT.finditer(source)]
    return [unit for unit in dict.fromkeys(found) if not any(way in lowered for way in UNITS[unit])]


def other_scale(source: str, english: str) -> bool:
    """Tell whether millions of the source are billions in the English, or the other way round."""
    there = bool(_MILLIONS.search(source)), bool(_MILLIARDS.search(source))
    here = bool(_MILLION.search(english)), bool(_BILLION.search(english))
    return (there, here) in (((True, False), (False, True)), ((False, True), (True, False)))


def other_currency(source: str, english: str) -> tuple[int, str] | None:
    """Where in the English a bare "$" stands before a number that has "R$" or the like in the source."""
    for match in _DOLLARS.finditer(source):
        for number in numbers(source[match.end() :]):
            found = [m for m in _BARE_DOLLAR.finditer(english) if _begins_alike(m[1], number.text)]
            if len(found) == 1:
                return found[0].start(), match[1]
            break
    return None


def _begins_alike(one: str, other: str) -> bool:
    there, here = digits_of(one), digits_of(other)
    return there.rstrip("0") == here.rstrip("0") and there != ""


def misread(source: str, english: str, language: str = "und") -> tuple[Number, str] | None:
    """A number of the English that is a misreading of one in the source, and how it has to read.

    Either its digits are right and its separators are not ("1.100" for "1.100" of a language with
    decimal commas), or one number alone is lost, one is unaccounted for, and they differ in one digit.
    None where neither is beyond doubt.
    """
    lost = _lost(source, english, language)
    for number in lost:
        same = [match for match in surfaces(english) if digits_of(match.group()) == digits_of(number.text)]
        right = in_english(number)
        if len(same) == 1 and right is not None and same[0].group() != right:
            return Number(same[0].group(), number.values, *same[0].span()), right
    if len(lost) != 1:
        return None
    strange = _lost(english, source, "en", language)
    right = in_english(lost[0])
    if right is None or len(strange) != 1 or not _one_digit_apart(lost[0].text, strange[0].text):
        return None
    return strange[0], right


def _one_digit_apart(one: str, other: str) -> bool:
    there, here = digits_of(one), digits_of(other)
    return len(there) == len(here) > 2 and sum(a != b for a, b in zip(there, here, strict=True)) == 1


@dataclass(frozen=True, slots=True)
class _There:
    """What numbers a text has, in digits and otherwise."""

    numbers: tuple[Number, ...]
    spelled: frozenset[float]
    values: frozenset[float]
    words: frozenset[str]
    months: frozenset[int]


def _lost(source: str, english: str, language: str, other: str = "en") -> list[Number]:
    wanted = list(numbers(source, language))
    if not wanted:
        return []
    found = list(numbers(english, other))
    written = frozenset().union(*(number.values for number in found))
    wanted = [number for number in wanted if number.values.isdisjoint(written)]
    wanted = [number for number in wanted if not (number.text in english and _is_label(number, source))]
    if not wanted:
        return []
    words = [word.lower() for word in _WORD.findall(english)]
    months = frozenset(_MONTHS.index(_full(name)) + 1 for name in _MONTH.findall(english))
    spelled = frozenset(spelled_out(words))
    values = spelled.union(*(number.values for number in found))
    there = _There(tuple(found), spelled, values, frozenset(words), months)
    return [number for number in wanted if not _said_otherwise(number, source, language, there)]


def _is_label(number: Number, source: str) -> bool:
    """Tell whether digits in groups may be a version, or the number of a telephone or a firm: those stay."""
    before = source[max(0, number.start - 12) : number.start]
    if before[-1:].isalpha() or _LABELLED.search(before):
        return True
    around = before[-1:] + source[number.end : number.end + 1]
    return len(_MARK.findall(number.text)) > 1 or not _JOINED.isdisjoint(around)


def _full(month: str) -> str:
    return next(name for name in _MONTHS if name.startswith(month[:3]))


def _said_otherwise(number: Number, source: str, language: str, there: _There) -> bool:
    return (
        any(_value_is_there(value, number, source, there) for value in number.values)
        or _is_clock_or_day(number, there)
        or _is_year(number, source, language, there)
    )


def _value_is_there(value: float, number: Number, source: str, there: _There) -> bool:
    if number.text == "00" or value in there.values or value in there.months or _in_words(value, there.words):
        return True
    if (13 <= value <= 24 and value - 12 in there.values) or (value == 0 and 12 in there.values):
        return True
    if (
        10 <= value < 100
        and value % 10 == 0
        and any(1000 <= v < 2100 and v % 100 == value for v in there.values)
    ):
        return True
    # Of equal digits one is not a thousand times the other: there a separator is misread.
    written = {
        v for other in there.numbers if digits_of(other.text) != digits_of(number.text) for v in other.values
    }
    in_words = not _SCALE_WORDS.isdisjoint(there.words)
    return any(_scaled(value, other, number, source, in_words) for other in written | there.spelled)


def _scaled(value: float, other: float, number: Number, source: str, in_words: bool) -> bool:
    """Tell whether one of the two numbers has a scale in words where the other has digits."""
    if not value or not other:
        return False
    if in_words and any(abs(value - other * scale) < 1e-6 * value for scale in SCALES):
        return True
    following = bool(_SCALED.match(source[number.end : number.end + 4]))
    return following and any(abs(other - value * scale) < 1e-6 * other for scale in SCALES)


def _in_words(value: float, words: frozenset[str]) -> bool:
    if not value <= 1000 or value != int(value):
        return value == 0.5 and "half" in words
    number = int(value)
    known = set(_OTHERS.get(number, "").split())
    if number in _DECADES:
        known |= {f"{_DECADES[number]}ies", f"{_DECADES[number]}ieth"}
    if number <= 20:
        known |= {_SMALL[number], _ORDINALS[number], f"{_SMALL[number]}s"}
    if 2 <= number < len(_ROMAN):
        known.add(_ROMAN[number])
    return not known.isdisjoint(words)


def _is_clock_or_day(number: Number, there: _There) -> bool:
    """ "18.30" may be "6:30 p.m.", and "12.5." May the twelfth."""
    match = _CLOCK.fullmatch(number.text)
    if match is None:
        return False
    first, second = float(match[1]), float(match[2])
    hours = {first, first - 12, first + 12} if first <= 24 else {first}
    if second < 60 and len(match[2]) == 2 and not hours.isdisjoint(there.values):
        return second in there.values or second == 0 or (second == 30 and "half" in there.words)
    return first in there.values and (second in there.months or second in there.values)


def _is_year(number: Number, source: str, language: str, there: _There) -> bool:
    """Tell whether the English has the year of another calendar in ours."""
    era = _ERAS.get(source[max(0, number.start - 2) : number.start])
    shifts: Sequence[int] = (era,) if era else _CALENDARS.get(language.partition("-")[0], ())
    return any(value + shift in there.values for value in number.values for shift in shifts)
