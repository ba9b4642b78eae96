"""Numbers written in digits: found, and read with all the values that their separators allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import regex

from normtext.stages.translation.number_words import SCALE_WORDS

_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE} "
_NUMBER = regex.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
_PARTS = regex.compile(r"[.,'’٫٬]")
_DECIMAL_MARKS = ".,٫"

SCALES = (10**3, 10**4, 10**6, 10**8, 10**9, 10**12)
"""Thousand, 万, million, 亿, billion, trillion: what a word after a number may stand for."""

# Signs that multiply the number before them.
_SIGNS = {
    "万": 1e4,
    "萬": 1e4,
    "만": 1e4,
    "亿": 1e8,
    "億": 1e8,
    "억": 1e8,
    "兆": 1e12,
    "조": 1e12,
    "千": 1e3,
    "천": 1e3,
}
_SIGN = regex.compile(rf"\s?([{''.join(_SIGNS)}]+)")
_SCALE_WORD = regex.compile(rf"[\s\-]?({'|'.join(SCALE_WORDS)})\b")

# Spanish, Arabic and Chinese are left out: their countries differ, or their numbers are written otherwise.
DECIMAL_COMMA = frozenset(
    """
    af az be bg bs ca cs da de el et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk
    sl sq sr sv tr uk uz vi
    """.split()
)
# Of those the ones that group thousands by points; the others use spaces, and a point there is a guest.
POINT_THOUSANDS = frozenset("bs ca da de el gl hr id is it nl pt ro sl sq sr tr vi".split())
DECIMAL_POINT = frozenset("en he hi ja ko ms th zh bn ta te ur".split())


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text: all values that its separators allow, its scale included."""

    text: str
    values: frozenset[float]
    start: int
    end: int


def surfaces(text: str) -> Iterator[regex.Match[str]]:
    """The runs of digits and separators of a text."""
    return iter(_NUMBER.finditer(text))


def numbers(text: str, language: str = "und") -> Iterator[Number]:
    """All numbers of a text written in digits of any script; dates and versions part by part.

    Args:
        text: any text.
        language: BCP 47 tag; tells whether a comma or a point marks decimals. Where that is not known,
            a number has every value that its separators allow.
    """
    before: Number | None = None  # what "2000" in "1万2000" goes with
    for match in _NUMBER.finditer(text):
        at = match.start()
        scale, sign_end = _scale(text, match.end())
        for surface, read in _read(match.group(), _decimal_of(match.group(), language)):
            values = read if scale == 1 else frozenset(value * scale for value in read)
            if scale != 1 and not sign_end:
                values |= read
            if before is not None and before.end == at:
                values = frozenset(a + b for a in before.values for b in values)
            number = Number(surface, values, at, at + len(surface))
            at += len(surface) + 1
            before = Number(surface, values, number.start, sign_end) if sign_end else None
            if not (sign_end and text[sign_end : sign_end + 1].isdigit()):
                yield number


def _scale(text: str, at: int) -> tuple[float, int]:
    """What the signs or the word after a number multiply it by, and where signs end; 0 for a word."""
    sign = _SIGN.match(text, at)
    if sign:
        return prod(_SIGNS[char] for char in sign[1]), sign.end()
    word = _SCALE_WORD.match(text, at)
    return (SCALE_WORDS[word[1]] if word else 1.0), 0


def decimal_mark(language: str) -> str | None:
    """The mark before decimals in a language; None where its countries differ or it is not known."""
    tag = language.partition("-")[0]
    return "," if tag in DECIMAL_COMMA else "." if tag in DECIMAL_POINT else None


def _decimal_of(surface: str, language: str) -> str | None:
    """The mark before decimals, where the language can tell for this number."""
    decimal = decimal_mark(language)
    if decimal == "," and "," not in surface and language.partition("-")[0] not in POINT_THOUSANDS:
        return None
    return decimal


def digits_of(text: str) -> str:
    """The digits of a text, in whatever script."""
    return "".join(char for char in text if char.isdigit())


def in_english(number: Number) -> str | None:
    """The number as English writes it: its own digits, points before decimals, commas between thousands.

    None where it has more than one value, a scale, or is none that can be written so.
    """
    digits = digits_of(number.text)
    if len(number.values) != 1 or not digits.isascii() or _is_address(number.text):
        return None
    value = next(iter(number.values))
    if digits == number.text:
        return digits if value == float(digits) else None
    whole = str(int(value)) if value < 1e15 else ""
    fraction = digits[len(whole) :]
    if not whole or not digits.startswith(whole) or float(f"{whole}.{fraction}") != value:
        return None
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def _is_address(text: str) -> bool:
    """Tell an address of the internet (10.100.200.100) from a number in groups of thousands."""
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) < 256 for part in parts)


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
    in_groups = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0][0] != "0"
    grouped = in_groups and len(set(marks)) == 1
    values = set()
    if grouped and marks[0] != decimal and not _is_address(bare):
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
