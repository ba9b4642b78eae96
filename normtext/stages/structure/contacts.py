"""Whom reporters may call: the contact for the press, as releases have it over or under their text."""

from __future__ import annotations

import regex

from normtext.stages.structure.draft import Draft, Line, Role
from normtext.stages.structure.phrases import tables

# Two people with their offices, telephones and addresses on one line have 40 words.
MAX_CONTACT_WORDS = 45
# Below the label every line is a name, an office, a street or a number; five people fill so many.
MAX_CONTACT_LINES, MAX_BELOW_WORDS, MAX_BELOW_CHARACTERS = 20, 12, 200
# The first address or number stands so close below the label.
REACHED_WITHIN = 5
CONTACT = Role("boilerplate", "contact")

_MAIL = regex.compile(r"[\w.+-]{1,60}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,60}\.\w")
# With the mark of a country, a bracket or a zero before it, or in the groups of three and four of countries
# whose numbers have none: years and sums are not written so.
_TELEPHONE = regex.compile(
    r"(?<![\w.,])(?:(?:\+|\(\+?|0)\d(?:[ ()/.\N{EN DASH}-]{0,3}\d){6,14}"
    r"|\d{3}[-. ]\d{3,4}[-. ]\d{4}|\d{3}-\d{4})(?!\d)"
)
_LABEL_END = regex.compile(r"\s*[:：,|(\N{EN DASH}\N{EM DASH}-]")


def press_contact(draft: Draft, index: int, line: Line) -> bool:
    """ "Media contact: Jane Doe, +1 555 0100, press@harbor.example", or the label over lines of that kind."""
    hit = tables()["press_contact"].start(line.bare)
    if hit is None or line.words > MAX_CONTACT_WORDS:
        return False
    if tables()["reported"].inside(line.folded):
        return False  # a sentence of a story about such people
    is_mail = not line.stopped and _MAIL.search(line.text) is not None
    if _reaches(line) and (_LABEL_END.match(line.bare, hit.end) or is_mail):
        return True
    below = draft.lines[index + 1 : index + 1 + REACHED_WITHIN]
    return hit.end == len(line.bare) and any(_reaches(one) for one in _of_contact(below))


def find_contacts(draft: Draft) -> None:
    """Mark what stands below the label, down to the last address or number."""
    for index, role in enumerate(draft.roles):
        if role != CONTACT or tables()["press_contact"].start(draft.lines[index].bare) is None:
            continue
        below = _of_contact(draft.lines[index + 1 : index + 1 + MAX_CONTACT_LINES])
        reached = [n for n, line in enumerate(below) if _reaches(line)]
        for i in draft.open(index + 1, index + 2 + reached[-1] if reached else index + 1):
            draft.mark(i, *CONTACT)


def _of_contact(lines: list[Line]) -> list[Line]:
    """The lines up to the first that is a text: a sentence, or longer than an address."""
    end = next((n for n, line in enumerate(lines) if not _is_short(line)), len(lines))
    return lines[:end]


def _is_short(line: Line) -> bool:
    if len(line.text) > MAX_BELOW_CHARACTERS or line.words > MAX_BELOW_WORDS:
        return False
    if line.piece.kind in ("code", "table", "quote", "question", "answer"):
        return False
    return _reaches(line) or not line.stopped or line.words <= 3


def _reaches(line: Line) -> bool:
    return _MAIL.search(line.text) is not None or _TELEPHONE.search(line.text) is not None
