"""What others would do: the naive repair, and symspellpy. Each takes paragraphs and names.

Both look at every capitalised run of words as long as a name, take the best name near enough, the
best matches first, without overlaps. A run that is a name already is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec

from name_scoring import Edits

NAIVE_THRESHOLDS = (80, 85, 90)
"""Percent of rapidfuzz.fuzz.ratio."""
SYMSPELL_DISTANCES = (1, 2)
"""Most edits of symspellpy's lookup."""
LETTERS_AN_EDIT = 4
"""symspellpy alone takes any two letters for any other two; an edit needs so many letters here."""

Repair = Callable[[Sequence[str]], tuple[list[str], Edits]]
"""Repairs paragraphs; also says what it did, where it can."""
Match = tuple[float, str] | None
Matcher = Callable[[str], Match]

_QUOTES = "'\N{RIGHT SINGLE QUOTATION MARK}"
_WORD = re.compile(rf"[^\W_](?:[\w.&-]|[{_QUOTES}](?!s\b)(?=\w))*(?<=\w)|&")


def naive(names: Sequence[str], threshold: int) -> Repair:
    """The nearest name by rapidfuzz's ratio."""
    from rapidfuzz import fuzz, process

    @cache
    def best(text: str) -> Match:
        found = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=min(NAIVE_THRESHOLDS))
        return (found[1], found[0]) if found else None

    def match(text: str) -> Match:
        found = best(text)
        return found if found and found[0] >= threshold else None

    return _repair(names, match)


def symspell(names: Sequence[str], distance: int) -> Repair:
    """The nearest name by symspellpy, names as whole entries of its dictionary."""
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(max_dictionary_edit_distance=distance)
    written = {}
    for name in names:
        written[name.lower()] = name
        speller.create_dictionary_entry(name.lower(), 1)

    def match(text: str) -> Match:
        if len(text) < LETTERS_AN_EDIT * distance:
            return None
        found = speller.lookup(text.lower(), Verbosity.TOP, max_edit_distance=distance)
        return (-found[0].distance, written[found[0].term]) if found else None

    return _repair(names, match)


def has_symspell() -> bool:
    """Tell whether symspellpy is installed."""
    return find_spec("symspellpy") is not None


def _repair(names: Sequence[str], match: Matcher) -> Repair:
    known = frozenset(names)
    longest = max((len(_WORD.findall(name)) for name in names), default=0)

    def repair(paragraph: str) -> str:
        if not longest:
            return paragraph
        taken: list[tuple[float, int, int, str]] = []
        for candidate in sorted(_candidates(paragraph, known, match, longest), reverse=True):
            if all(candidate[2] <= start or end <= candidate[1] for _, start, end, _ in taken):
                taken.append(candidate)
        for _, start, end, name in sorted(taken, key=lambda found: -found[1]):
            paragraph = paragraph[:start] + name + paragraph[end:]
        return paragraph

    return lambda paragraphs: ([repair(paragraph) for paragraph in paragraphs], [])


def _candidates(
    text: str, known: frozenset[str], match: Matcher, longest: int
) -> Iterator[tuple[float, int, int, str]]:
    """Runs of words with a name near them: score, start, end, name. A right name scores infinity."""
    words = [found.span() for found in _WORD.finditer(text)]
    for first, (start, _) in enumerate(words):
        if not _is_capitalised(text[start:]):
            continue
        for _, end in words[first : first + longest]:
            run = text[start:end]
            if run in known:
                yield (float("inf"), start, end, run)
            elif _is_capitalised(run.rpartition(" ")[2]) and (found := match(run)):
                yield (found[0], start, end, found[1])


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()
