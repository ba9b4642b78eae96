"""Header lines whose parts were run together: "NewsBy Jane DoeMarch 5, 20244 min read"."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

import regex

from normtext.stages.structure.moments import is_read_time
from normtext.stages.structure.phrases import fold, plain, tables

# A small letter, a digit or a closing bracket meets a capital, as no word of prose has it.
_JOINT = regex.compile(r"(?<=[\p{Ll}\d)])(?=\p{Lu})")
# A year has four digits; what follows it on the spot is the number of minutes of a reading time.
_YEAR_JOINT = regex.compile(r"(?<=(?<!\d)(?:19|20)\d\d)(?=\d{1,2}\s?(?P<unit>\p{L}+))")
# A year and a number without a space between them.
_LONG_NUMBER = re.compile(r"\d{5}")
_SPACE = regex.compile(r"(?<=[\s;；])(?=\p{L})")
_WORD_START = re.compile(r"(?<=\s)(?=[^\W_])")
# "temps de lecture estimé : 4 minutes" has no more words.
MAX_READING_WORDS = 7
# No label and its colon are longer.
MAX_LABEL = 40
_COLONS = ":：＝"
_COLON = regex.compile(rf"\s*[{_COLONS}]\s*\S")
_DAY_OR_YEAR = regex.compile(r"\.?\s+\d")
# Labels that begin a part of a header line, and those that do so only with a colon.
_LABELS = ("by", "published_label", "modified_label", "reading")
_COLON_LABELS = (
    *("author_label", "source_label", "published_label", "modified_label", "section_label"),
    *("desk_label", "photo_label", "page_count"),
)


def unglued(text: str) -> tuple[str, list[int]] | None:
    """The line with a line break at every joint, and where in ``text`` the joints are; None without any.

    A joint counts before a label, a month with its day, a reading time, or beside the name of a
    section; a space counts before a label with its colon.
    """
    folded = fold(text)
    joints: set[int] = set()
    if bare := [match.start() for match in _JOINT.finditer(text)]:
        joints.update(at for at in bare if _begins_part(text, folded, at))
        joints.update(_beside_section(folded, bare))
    if _LONG_NUMBER.search(folded) is not None:
        joints.update(
            match.start()
            for match in _YEAR_JOINT.finditer(plain(text))
            if tables()["minute"].whole(fold(match["unit"])) is not None
        )
    if any(colon in folded for colon in _COLONS):
        joints.update(match.start() for match in _SPACE.finditer(text) if _has_colon(folded, match.start()))
    joints.update(_before_reading_time(text, folded, joints))
    if not joints:
        return None
    places = sorted(joints)
    parts = [text[low:high] for low, high in zip([0, *places], [*places, len(text)], strict=True)]
    return "\n".join(parts), places


def place_in_original(at: int, joints: list[int]) -> int:
    """Where a character of the parted line stands in the line as it was."""
    shifted = [joint + count for count, joint in enumerate(joints)]
    return at - bisect_left(shifted, at)


def _before_reading_time(text: str, folded: str, joints: set[int]) -> list[int]:
    """Where "leestijd 4 minuten" or "4 min read" begins that ends the line."""
    last = folded[folded.rfind(" ") + 1 :].rstrip(".")
    if not any(tables()[name].whole(last) for name in ("minute", "reading")):
        return []
    words = sorted(joints.union(match.start() for match in _WORD_START.finditer(text)))
    return next(([at] for at in words[-MAX_READING_WORDS:] if is_read_time(text[at:])), [])


def _begins_part(text: str, folded: str, at: int) -> bool:
    if any(tables()[label].start(folded, at) is not None for label in _LABELS):
        return True
    word = regex.match(r"\p{L}+", folded[at:])
    if word is None or not _DAY_OR_YEAR.match(text, at + word.end()):
        return False
    return any(word.group() in names for names in tables().months.values())


def _beside_section(folded: str, bare: list[int]) -> list[int]:
    """The joints at both ends of a section's name."""
    bounds = [0, *bare, len(folded)]
    found: list[int] = []
    for low, high in pairwise(bounds):
        if tables()["section"].whole(folded[low:high].strip()) is not None:
            found += [at for at in (low, high) if 0 < at < len(folded)]
    return found


def _has_colon(folded: str, at: int) -> bool:
    if not any(colon in folded[at : at + MAX_LABEL] for colon in _COLONS):
        return False
    hits = (tables()[label].start(folded, at) for label in _COLON_LABELS)
    return any(hit is not None and _COLON.match(folded, hit.end) is not None for hit in hits)
