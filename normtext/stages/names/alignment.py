"""Damaged names by their pieces: a form of the gazetteer laid over a stretch of the text.

Two pieces that stand together in a name and are found together in the text (the same, or related as
``gazetteer/vocabulary.py`` tells) call for the names that hold both. Each is laid over the text: which
of its pieces stand there, in which order, which are missing, what stands between. What comes of it is
judged by ``evidence.py``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from normtext.gazetteer.index import Index, Pattern
from normtext.gazetteer.vocabulary import FUNCTION_WORDS, LOST, SAME, Relation, pieces
from normtext.spans import SpanSet
from normtext.stages.names.context import ArticleContext, TextContext, is_right, same_letters

REACH = 3  # pieces from one to the other of a pair
STRONG = 0.8  # of a relation that may stand beside another that is not the same
MARGIN = 2  # pieces that may stand between those of a name

# Names do not reach over these.
_BREAK = regex.compile(r"[!?;:()\[\]{}\n,\"“”„«»|•…]|\s[-–—]\s|[–—]")
_INITIALS = 3  # letters of a word whose full stop ends no sentence: "Mr. T5", "U.S."
_YEAR = 4  # digits; a year behind a name is no version of it
_NUMERAL = regex.compile(
    r"(?i)^(?:\d+|[ivx]{2,5}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"|(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twentie)th)"
    r"|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|upper|lower|senior|junior|men|women|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)$"
)


class Unit(NamedTuple):
    """A piece of the text: its offsets, itself, folded, the token it is in, and what it may stand for."""

    start: int
    end: int
    text: str
    folded: str
    token: int
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A form laid over the text.

    Attributes:
        pattern: the form.
        first, last: the units of the text from which to which it lies.
        start, end: offsets in the text, from a border of a token to another.
        placed: for each piece of the form its unit and the relation, or None where it is missing.
        extra: units between that belong to no piece.
        is_whole: the form is compared as one word, not by its pieces.
    """

    pattern: Pattern
    first: int
    last: int
    start: int
    end: int
    placed: tuple[tuple[int, Relation] | None, ...]
    extra: tuple[int, ...]
    is_whole: bool = False


class Units:
    """The pieces of one text that may belong to a name, and where a name cannot reach over."""

    def __init__(self, text: TextContext, index: Index) -> None:
        self.text = text
        self.index = index
        self.units = _units(text, index)
        self.capital = [unit.text[0].isupper() or unit.text[0].isdigit() for unit in self.units]
        self.segments = _segments(text, self.units)
        right = SpanSet((h.start, h.end) for h in text.hits if is_right(text, h))
        self.right = right
        self.covered = [
            next(iter(right.overlapping(unit.start, unit.end)), None) if unit.relations else None
            for unit in self.units
        ]


def _units(text: TextContext, index: Index) -> list[Unit]:
    related = index.vocabulary.related
    units: list[Unit] = []
    before: Unit | None = None
    for number, token in enumerate(text.tokens):
        for piece in pieces(token.text):
            start = token.start + piece.start
            unit = Unit(start, start + len(piece.text), piece.text, piece.folded, number, ())
            if before and _may_be_parted(text.text, before, unit):
                whole = text.text[before.start : unit.end]
                lost = tuple(index.vocabulary.lost(whole))
                if lost:
                    if units and units[-1] is before:
                        units.pop()
                    before = Unit(before.start, unit.end, whole, whole.casefold(), before.token, lost)
                    units.append(before)
                    continue
            before = unit
            if token.folded not in FUNCTION_WORDS:
                units.append(unit)
    return [unit if unit.relations else unit._replace(relations=related(unit.text)) for unit in units]


def _may_be_parted(text: str, one: Unit, other: Unit) -> bool:
    """Two units with one sign between, which may stand where a letter was: "Schr'der", "G-del"."""
    return other.start - one.end == 1 and text[one.end] in "'’-.?\N{REPLACEMENT CHARACTER}"


def _segments(text: TextContext, units: Sequence[Unit]) -> list[int]:
    """For each unit the number of the stretch that it is in; names do not reach over a border."""
    numbers: list[int] = []
    number = 0
    for before, unit in zip((None, *units), units, strict=False):
        if before is not None and unit.start > before.end + 1:
            gap = text.text[before.end : unit.start]
            full_stop = "." in gap and not (len(before.text) <= _INITIALS and before.text[0].isupper())
            number += bool(full_stop or _BREAK.search(gap))
        numbers.append(number)
    return numbers


def pieced_alignments(article: ArticleContext, view: Units) -> Iterator[Alignment]:
    """All forms that two related pieces, or the only one, call for, laid over the text."""
    seen: set[tuple[int, int]] = set()
    laid: set[tuple[int, int, int]] = set()
    for i, unit in enumerate(view.units):
        if not unit.relations:
            continue
        for pattern, anchors in _called(view, i):
            if (pattern, i) in seen:
                continue
            seen.add((pattern, i))
            for found in _lay(view, article.index.patterns[pattern], anchors):
                if (pattern, found.first, found.last) not in laid:
                    laid.add((pattern, found.first, found.last))
                    yield found


def whole_alignments(article: ArticleContext, view: Units) -> Iterator[Alignment]:
    """Names of one word with capitals or digits inside, nearly: "FIBench" for "IFBench"."""
    text = view.text
    firsts: dict[int, list[int]] = {}
    for n, unit in enumerate(view.units):
        firsts.setdefault(unit.token, []).append(n)
    for number, places in firsts.items():
        token = text.tokens[number]
        if len(places) < 2 or view.covered[places[0]] == (token.start, token.end):
            continue
        for pattern, relation in article.index.near_whole(token.text):
            found = article.index.patterns[pattern]
            if _digits(token.text) == _digits(found.key.form.text) and _may_be_cut_here(
                text.text, token.start, token.end
            ):
                whole = Pattern(found.key, (relation.word,))
                yield Alignment(
                    whole, places[0], places[-1], token.start, token.end, ((places[0], relation),), (), True
                )


def _digits(text: str) -> list[str]:
    return [char for char in text if char.isdigit()]


def folded_alignments(article: ArticleContext, view: Units) -> Iterator[Alignment]:
    """Forms that stand in the text but for case, spaces, hyphens or accents."""
    text = view.text
    ends = [unit.end for unit in view.units]
    for hit in text.hits:
        if not hit.whole or hit.form.kind not in ("canonical", "alias"):
            continue
        surface = text.surface(hit)
        if same_letters(surface, hit.form.text) or not view.units:
            continue
        first = bisect_right(ends, hit.start)
        last = max(first, bisect_right(ends, hit.end - 1))
        if last >= len(view.units):
            continue
        number = article.index.pattern_of(hit.form, hit.entry)
        if number is None:
            continue
        pattern = article.index.patterns[number]
        count = last - first + 1
        placed = tuple(
            (first + min(k, count - 1), Relation(word, SAME, 1.0)) for k, word in enumerate(pattern.words)
        )
        yield Alignment(pattern, first, last, hit.start, hit.end, placed, ())


def _called(view: Units, i: int) -> Iterator[tuple[int, dict[int, Relation]]]:
    index, units = view.index, view.units
    if view.capital[i]:
        for relation in units[i].relations:
            if relation.kind != SAME:
                for pattern in index.of_one(relation.word):
                    yield pattern, {i: relation}
    for j in range(i + 1, min(i + 1 + REACH, len(units))):
        if view.segments[j] != view.segments[i]:
            break
        if not (view.capital[i] or view.capital[j]):
            continue
        if view.covered[i] is not None and view.covered[i] == view.covered[j]:
            continue
        for one in units[i].relations:
            for other in units[j].relations:
                if one.kind != SAME and other.kind != SAME and min(one.strength, other.strength) < STRONG:
                    break
                if one.word != other.word:
                    for pattern in index.with_pair(one.word, other.word):
                        yield pattern, {i: one, j: other}


def _lay(view: Units, pattern: Pattern, anchors: dict[int, Relation]) -> Iterator[Alignment]:
    """Find the place of every piece of the form around the anchors.

    Where a piece is missing at an end, and a capitalised word stands there that nothing accounts for,
    that word may be what became of the piece; then there are two ways to lay the form.
    """
    units, words = view.units, pattern.words
    segment = view.segments[next(iter(anchors))]
    low, high = min(anchors), max(anchors)
    reach = len(words) - len(anchors) + MARGIN
    window = [
        n
        for n in range(max(0, low - reach), min(len(units), high + reach + 1))
        if view.segments[n] == segment
    ]
    placed: list[tuple[int, Relation] | None] = [None] * len(words)
    used: set[int] = set()
    for n, relation in anchors.items():
        place = next(k for k, word in enumerate(words) if word == relation.word and placed[k] is None)
        placed[place] = (n, relation)
        used.add(n)
    for k, word in enumerate(words):
        if placed[k] is None:
            best = _best(view, window, used, word, low, high)
            if best:
                placed[k] = best
                used.add(best[0])
                low, high = min(low, best[0]), max(high, best[0])
    wider = _substituted(view, placed, low, high)
    for first, last in ((low, high), *wider):
        found = _alignment(view, pattern, tuple(placed), first, last)
        if found:
            yield found


def _substituted(
    view: Units, placed: Sequence[tuple[int, Relation] | None], low: int, high: int
) -> list[tuple[int, int]]:
    missing = sum(spot is None for spot in placed)
    inside = high - low + 1 - (len(placed) - missing)
    if len(placed) < 2 or missing != 1 or inside:
        return []
    n = low - 1 if placed[0] is None else high + 1 if placed[-1] is None else -1
    if not 0 <= n < len(view.units) or view.segments[n] != view.segments[low]:
        return []
    unit = view.units[n]
    beside = (
        view.text.text[unit.end : view.units[low].start]
        if n < low
        else view.text.text[view.units[high].end : unit.start]
    )
    free = view.capital[n] and view.covered[n] is None and len(beside) == 1 and len(unit.text) > 1
    return [(min(low, n), max(high, n))] if free else []


def _best(
    view: Units, window: Sequence[int], used: set[int], word: int, low: int, high: int
) -> tuple[int, Relation] | None:
    """The unit nearest to the window that may stand for a piece."""
    best: tuple[float, int, Relation] | None = None
    for n in window:
        if n in used:
            continue
        relation = next((r for r in view.units[n].relations if r.word == word), None)
        if relation:
            away = max(0, low - n - 1, n - high - 1)
            worth = relation.strength - 0.3 * away
            if best is None or worth > best[0]:
                best = (worth, n, relation)
    return None if best is None or best[0] <= 0 else (best[1], best[2])


def _alignment(
    view: Units, pattern: Pattern, placed: tuple[tuple[int, Relation] | None, ...], low: int, high: int
) -> Alignment | None:
    units, tokens, text = view.units, view.text.tokens, view.text.text
    start = min(units[low].start, tokens[units[low].token].start)
    end = max(
        units[high].end,
        tokens[units[high].token].end if units[high].end <= tokens[units[high].token].end else 0,
    )
    while low and units[low - 1].end > start:
        low -= 1
    while high + 1 < len(units) and units[high + 1].start < end:
        high += 1
    taken = {spot[0] for spot in placed if spot}
    extra = tuple(n for n in range(low, high + 1) if n not in taken)
    added = len(extra) - (len(placed) - len(taken))
    if added > 0 and any(units[n].text[0].islower() for n in extra):
        return None  # ordinary words within: no name has them, and a torn one is known by other signs
    edges = _with_function_words(view, pattern, start, end)
    if edges is None:
        return None
    start, end = edges
    lead, trail = pattern.key.lead, pattern.key.trail
    if lead and text[:start].endswith(lead):
        start -= len(lead)
    if trail and text.startswith(trail, end):
        end += len(trail)
    if not _may_be_cut_here(text, start, end) or not _numerals_agree(view, pattern, placed, extra, high):
        return None
    return Alignment(pattern, low, high, start, end, placed, extra)


def _with_function_words(view: Units, pattern: Pattern, start: int, end: int) -> tuple[int, int] | None:
    """Take in the articles and prepositions with which the form begins or ends; None where they lack."""
    tokens, own = view.text.tokens, pattern.key.tokens
    lead = next(n for n, word in enumerate(own) if word not in FUNCTION_WORDS)
    trail = next(n for n, word in enumerate(reversed(own)) if word not in FUNCTION_WORDS)
    if lead:
        first = bisect_left(tokens, start, key=lambda token: token.start)
        if first < lead or tuple(token.folded for token in tokens[first - lead : first]) != own[:lead]:
            return None
        start = tokens[first - lead].start
    if trail:
        last = bisect_left(tokens, end, key=lambda token: token.start)
        if tuple(token.folded for token in tokens[last : last + trail]) != own[-trail:]:
            return None
        end = tokens[last + trail - 1].end
    return start, end


def _may_be_cut_here(text: str, start: int, end: int) -> bool:
    """No version, no hyphenated word may be cut in two."""
    return not regex.match(r"[-.,]\d|[-/_@]\w|\.\w", text, pos=end) and not regex.search(
        r"\w[-/_@.]$", text[max(0, start - 2) : start]
    )


def _numerals_agree(
    view: Units,
    pattern: Pattern,
    placed: Sequence[tuple[int, Relation] | None],
    extra: Sequence[int],
    high: int,
) -> bool:
    """Another number, another direction, another month: another name."""
    texts = view.index.vocabulary.texts
    for word, spot in zip(pattern.words, placed, strict=True):
        if _NUMERAL.match(texts[word]) and (spot is None or spot[1].kind != SAME):
            return False
        if spot and spot[1].kind not in (SAME, LOST) and _NUMERAL.match(view.units[spot[0]].folded):
            return False
    order = [spot[0] for spot in placed if spot]
    if order != sorted(order) and any(view.units[n].text[0].isdigit() for n in order):
        return False
    if any(_NUMERAL.match(view.units[n].folded) for n in extra):
        return False
    if high + 1 == len(view.units):
        return True
    following = view.units[high + 1]
    beside = following.start - view.units[high].end <= 1
    return not (beside and following.text.isdigit() and len(following.text) < _YEAR)
