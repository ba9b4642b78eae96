"""Find what became of a name on its way through a translation and back, and say what kind of damage it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from name_scoring import Span, fold, mentions
from rapidfuzz import fuzz

FOUND = 62
"""Percent of likeness from which a window is what became of the name; read over on our own articles."""
BETWEEN = 35
"""The same where the words on both sides of the name came through, so that there is no other place."""
SAME_WORD = 60
"""Percent of likeness from which two words are one word, misspelled."""
REACH = 3  # words on each side of the aligned place that are looked at, too
LONGER = 3  # words that a damaged name may have more than the name

_TOKEN = re.compile(r"\w+(?:['-]\w+|\.\d\w*)*|[^\w\s]")
_CLAUSE_END = re.compile(r"[,;:()!?\"]|\.\s|\w{2}\.[A-Z]")
_CONNECTORS = frozenset("a an and at by de do da for from in of on 's s the to with &".split())
_NO_PART = _CONNECTORS | frozenset(
    "also are can had has have is should that was were what which who will would".split()
)
_US = (
    *(("our", "or"), ("tre", "ter"), ("ence", "ense"), ("ise", "ize"), ("isation", "ization")),
    *(("programme", "program"), ("grey", "gray"), ("theatre", "theater"), ("centre", "center")),
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of a mention of a name; ``became`` and ``start`` are None where it was not found."""

    canonical: str
    became: str | None
    start: int | None
    kind: str


def find_damage(original: str, after: str, names: Sequence[str]) -> list[Damage]:
    """The mentions of a paragraph that the text after it has lost."""
    before, now = _longest_mentions(names, original), _longest_mentions(names, after)
    taken = [span for spans in now.values() for span in spans]
    aligned = _Alignment(original, after)
    found = []
    for name, spans in before.items():
        lost = len(spans) - len(now.get(name, ()))
        for span in _unpaired(spans, now.get(name, ()), aligned, lost):
            place = _find(name, after, aligned, span, taken)
            if place is None:
                found.append(Damage(name, None, None, "dropped"))
                continue
            taken.append(place)
            became = after[place[0] : place[1]]
            found.append(Damage(name, became, place[0], kind_of(name, became)))
    return sorted(found, key=lambda damage: -1 if damage.start is None else damage.start)


def _longest_mentions(names: Sequence[str], text: str) -> dict[str, list[Span]]:
    """Where the names stand; a name within a longer one is not counted."""
    found: dict[str, list[Span]] = {}
    taken: list[Span] = []
    for name in sorted(names, key=len, reverse=True):
        spans = [span for span in mentions(name, text) if not _overlaps(span, taken)]
        if spans:
            found[name] = spans
            taken += spans
    return found


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(low < span[1] and span[0] < high for low, high in others)


def _unpaired(spans: Sequence[Span], now: Sequence[Span], aligned: _Alignment, lost: int) -> list[Span]:
    """The mentions that have no counterpart, ``lost`` of them."""
    alone = [span for span in spans if not _overlaps(aligned.reach(span), now)]
    others = [span for span in reversed(spans) if span not in alone]
    return sorted((*alone, *others)[: max(0, lost)]) if lost > 0 else []


class _Alignment:
    """Tells where in the text after it a place of a text must be, by the words around it."""

    def __init__(self, original: str, after: str) -> None:
        self._old = [found.span() for found in _TOKEN.finditer(fold(original))]
        self._new = [found.span() for found in _TOKEN.finditer(fold(after))]
        words = [fold(original[a:b]).casefold() for a, b in self._old]
        others = [fold(after[a:b]).casefold() for a, b in self._new]
        self._pairs = [
            (block.a + i, block.b + i)
            for block in SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
            for i in range(block.size)
        ]
        self._length = len(after)

    def reach(self, span: Span, more: int = REACH) -> Span:
        """Where the counterpart of a span lies, and so many words more on either side."""
        first = next(i for i, (_, end) in enumerate(self._old) if end > span[0])
        last = max(i for i, (start, _) in enumerate(self._old) if start < span[1])
        low = max((new for old, new in self._pairs if old < first), default=-1)
        high = min((new for old, new in self._pairs if old > last), default=len(self._new))
        low, high = max(0, low + 1 - more), min(len(self._new), high + more)
        if low >= high:
            return (0, self._length) if more else (0, 0)
        return self._new[low][0], self._new[high - 1][1]


def _find(name: str, text: str, aligned: _Alignment, span: Span, taken: Sequence[Span]) -> Span | None:
    """What became of a mention: all that stands in its place, or the window that is most like it."""
    whole = _between(name, text, aligned.reach(span, 0), taken)
    if whole and len(_content(text[slice(*whole)])) == len(_content(name)):
        return whole
    return _most_alike(name, text, aligned.reach(span), taken) or whole


def _between(name: str, text: str, reach: Span, taken: Sequence[Span]) -> Span | None:
    """All that stands between the words around the name, where that can be the name."""
    words = _words_within(text, reach, name)
    if not 0 < len(words) <= len(_words(name)) + LONGER:
        return None
    span = words[0][0], words[-1][1]
    if _overlaps(span, taken) or _CLAUSE_END.search(fold(text[slice(*span)])):
        return None
    return span if _likeness(name, text[slice(*span)]) >= BETWEEN else None


def _most_alike(name: str, text: str, reach: Span, taken: Sequence[Span]) -> Span | None:
    """The window of the text that is most like the name, or None."""
    words = _words_within(text, reach, name)
    size, foreign = len(_words(name)), _NO_PART - set(_words(name))
    best: tuple[float, int, int] = (FOUND, 0, 0)
    for first in range(len(words)):
        for last in range(first, min(len(words), first + size + LONGER)):
            span = words[first][0], words[last][1]
            if _overlaps(span, taken) or _CLAUSE_END.search(fold(text[slice(*span)])):
                continue
            edges = {fold(text[slice(*words[i])]).casefold() for i in (first, last)}
            likeness = _likeness(name, text[slice(*span)])
            if likeness > best[0] and not edges & foreign:
                best = (likeness, *span)
    return (best[1], best[2]) if best[2] else None


def _words_within(text: str, reach: Span, name: str) -> list[Span]:
    """The words of a stretch of text, without connectors at its ends that the name has not."""
    tokens = [found for found in _TOKEN.finditer(fold(text)) if found[0][0].isalnum() or found[0] == "&"]
    words = [found.span() for found in tokens if reach[0] <= found.start() and found.end() <= reach[1]]
    foreign = _NO_PART - set(_words(name))
    while words and text[slice(*words[0])].casefold() in foreign:
        del words[0]
    while words and text[slice(*words[-1])].casefold() in foreign:
        del words[-1]
    return words


def _likeness(name: str, text: str) -> float:
    one, other = _plain(name), _plain(text)
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other) - 1)


def kind_of(name: str, became: str) -> str:
    """The kind of damage that makes ``became`` of ``name``: the first rule that explains it."""
    return next((kind for kind, rule in KINDS if rule(name, became)), "mixed")


def _is_case(name: str, became: str) -> bool:
    return name.casefold() == became.casefold()


def _is_diacritic(name: str, became: str) -> bool:
    return _plain(name) == _plain(became)


def _is_punct(name: str, became: str) -> bool:
    return _bare(name, r"[^\w\s-]") == _bare(became, r"[^\w\s-]|TM\b")


def _is_split_join(name: str, became: str) -> bool:
    return _bare(name, r"\W") == _bare(became, r"\W")


def _is_uk_us(name: str, became: str) -> bool:
    return _american(name) == _american(became)


def _is_connector(name: str, became: str) -> bool:
    return _content(name) == _content(became)


def _is_order(name: str, became: str) -> bool:
    return sorted(_content(name)) == sorted(_content(became))


def _is_inflection(name: str, became: str) -> bool:
    one, other = _content(name), _content(became)
    return len(one) == len(other) and all(_stem(a) == _stem(b) for a, b in zip(one, other, strict=True))


def _is_digits(name: str, became: str) -> bool:
    return _bare(name, r"[\W\d]") == _bare(became, r"[\W\d]")


def _is_word_dropped(name: str, became: str) -> bool:
    return _holds(_content(name), _content(became))


def _is_word_added(name: str, became: str) -> bool:
    return _holds(_content(became), _content(name))


def _is_spelling(name: str, became: str) -> bool:
    pairs = _different(name, became)
    return bool(pairs) and all(fuzz.ratio(*pair) >= SAME_WORD for pair in pairs)


def _is_translated(name: str, became: str) -> bool:
    pairs = _different(name, became)
    return bool(pairs) and all(fuzz.ratio(*pair) < SAME_WORD for pair in pairs)


KINDS = (
    ("case", _is_case),
    ("diacritic", _is_diacritic),
    ("punct", _is_punct),
    ("split_join", _is_split_join),
    ("uk_us", _is_uk_us),
    ("connector", _is_connector),
    ("inflection", _is_inflection),
    ("order", _is_order),
    ("digits", _is_digits),
    ("word_dropped", _is_word_dropped),
    ("word_added", _is_word_added),
    ("spelling", _is_spelling),
    ("translated", _is_translated),
)
"""Each kind with its rule, the slightest damage first; "mixed" is the rest."""


def _plain(text: str) -> str:
    """Without case and marks."""
    decomposed = unicodedata.normalize("NFKD", fold(text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _bare(text: str, dropped: str) -> str:
    return _plain(re.sub(dropped, "", fold(text)))


def _american(text: str) -> str:
    plain = _plain(text)
    for british, american in _US:
        plain = re.sub(rf"{british}(?=s?\b)", american, plain)
    return plain.replace("colour", "color").replace("harbour", "harbor").replace("neighbour", "neighbor")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['-]\w+)*", re.sub(r"'s\b|(?<=s)'", "", _plain(text)))


def _content(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _CONNECTORS]


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s)$", "", word) if len(word) > 3 else word


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Tell whether the words of one stand in the other in the same order."""
    rest = iter(longer)
    return 0 < len(shorter) < len(longer) and all(word in rest for word in shorter)


def _different(name: str, became: str) -> list[tuple[str, str]]:
    """The words that differ, in pairs, where there are as many and the others keep their places."""
    one, other = _content(name), _content(became)
    if len(one) != len(other):
        return []
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    moved = set(one) & set(other)
    return [] if any(a in moved or b in moved for a, b in pairs) else pairs
