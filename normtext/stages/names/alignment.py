"""Forms of the gazetteer laid over the text where they are called for.

Two pieces that stand together in a name and are found together in the text (the same, or related as
``gazetteer/vocabulary.py`` tells) call for the names that hold both. Each is laid over the text: which
of its pieces stand there, in which order, which are missing, what stands between. What comes of it is
judged by ``evidence.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from normtext.gazetteer.entries import RIGHT, UNSORTED
from normtext.gazetteer.index import Index
from normtext.gazetteer.records import Hit, Pattern
from normtext.gazetteer.vocabulary import CONNECTORS, LOST, SAME, STEM, Relation
from normtext.stages.names.calls import Call, calls
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.shapes import digits, same_letters
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.units import Units

_END_OF_CLAUSE = frozenset('!?;:()\n,"“”，。、；：！？（）')
MARGIN = 2  # pieces that may stand between those of a name

_YEAR = 4  # digits; a year behind a name is no version of it
_NUMERAL = regex.compile(
    r"(?i)^(?:\d+|[ivx]{2,5}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"|(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twentie)th)"
    r"|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|upper|lower|senior|junior|men|women|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)$"
)
_DIRECTIONS = frozenset({"north", "south", "east", "west"})
_GOES_ON = regex.compile(r"[-.,]\d|[-/_@]\w|\.\w")
_BEGAN = regex.compile(r"\w[-/_@.]$")


@dataclass(frozen=True, slots=True)
class Alignment:
    """A form laid over the text.

    Attributes:
        view: the pieces of the text around it.
        pattern: the form.
        first, last: the units of the text from which to which it lies.
        start, end: offsets in the text, from a border of a token to another.
        placed: for each piece of the form its unit and the relation, or None where it is missing.
        extra: units between that belong to no piece.
        is_whole: the form is compared as one word, not by its pieces.
        evidence: what evidence.py has found in the text, once it was asked.
    """

    view: Units
    pattern: Pattern
    first: int
    last: int
    start: int
    end: int
    placed: tuple[tuple[int, Relation] | None, ...]
    extra: tuple[int, ...]
    is_whole: bool = False
    evidence: dict[str, float] = field(default_factory=dict, compare=False, repr=False)


def alignments(article: ArticleContext, text: TextContext) -> Iterator[Alignment]:
    """All forms laid over the text that something in it calls for."""
    if text.laid is None or text.laid_for != article.sought:
        known, called = text.laid or {}, calls(article, text)
        text.laid = {call: known.get(call) for call in called if not _is_broken(text, call)}
        text.laid_for = article.sought
    given: set[tuple[int, int, int]] = set()
    views: dict[tuple[int, int], Units] = {}
    for call in text.laid:
        if text.laid[call] is None:
            place = call.first, call.last
            if place not in views:
                views[place] = Units(text, article.index, *place)
            text.laid[call] = tuple(_laid(article.index, views[place], call))
        for found in text.laid[call]:
            key = (call.pattern, found.start, found.end)
            if key not in given:
                given.add(key)
                yield found


def _laid(index: Index, view: Units, call: Call) -> Iterator[Alignment]:
    pattern = index.patterns[call.pattern]
    return _whole(view, pattern, call) if call.is_whole else _lay(view, pattern, call)


def _is_broken(text: TextContext, call: Call) -> bool:
    """Tell at a glance whether a name would reach over the end of a clause."""
    between = text.text[text.tokens.ends[call.first] : text.tokens.starts[call.last]]
    return not _END_OF_CLAUSE.isdisjoint(between)


def _whole(view: Units, pattern: Pattern, call: Call) -> Iterator[Alignment]:
    """Names of one word with capitals or digits inside, nearly: "FIBench" for "IFBench"."""
    text, token = view.text, view.text.tokens[call.first]
    first, last = view.at(token.start), view.at(token.end - 1)
    if text.right.overlapping(token.start, token.end) or min(first, last) < 0:
        return
    if digits(token.text) == digits(pattern.key.form.text) and _may_be_cut_here(
        text.text, token.start, token.end
    ):
        relation = call.anchors[0][1]
        whole = Pattern(pattern.key, (relation.word,))
        yield Alignment(view, whole, first, last, token.start, token.end, ((first, relation),), (), True)


def folded_alignments(article: ArticleContext, text: TextContext) -> Iterator[Alignment]:
    """Forms of bare names that stand in the text but for case, spaces, hyphens or accents.

    Names whose kind is told have a rule for that; see ``folded.py``.
    """
    for hit in text.odd_hits:
        if not hit.whole or hit.form.kind not in RIGHT or hit.entry.kind != UNSORTED:
            continue
        if _is_common_word(article, text, hit) or same_letters(text.surface(hit), hit.form.text):
            continue
        place = hit.start, hit.end, hit.entry.name
        if place not in text.laid_folded:
            text.laid_folded[place] = _folded(article.index, text, hit)
        if text.laid_folded[place]:
            yield text.laid_folded[place]


def _folded(index: Index, text: TextContext, hit: Hit) -> Alignment | None:
    number = index.pattern_of(hit.form, hit.entry)
    if number is None:
        return None
    view = Units(text, index, hit.first, hit.last)
    inside = [n for n, unit in enumerate(view.units) if hit.start <= unit.start and unit.end <= hit.end]
    if not inside:
        return None
    pattern = index.patterns[number]
    placed = tuple(
        (inside[min(k, len(inside) - 1)], Relation(word, SAME, 1.0)) for k, word in enumerate(pattern.words)
    )
    return Alignment(view, pattern, inside[0], inside[-1], hit.start, hit.end, placed, ())


def _is_common_word(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """A word in lower case, "who", where nothing says that "WHO" is meant.

    Whatever else there is about it, the weights make it less than is worth telling: at most .15, and
    .14 for an acronym of a gazetteer that is about the article.
    """
    surface, form = text.surface(hit), hit.form.text
    if hit.first != hit.last or not (surface.islower() and surface.isalpha()) or form.islower():
        return False
    return not article.names_rightly(hit.entry) and (form.isupper() or not article.is_about)


def _lay(view: Units, pattern: Pattern, call: Call) -> Iterator[Alignment]:
    """Find the place of every piece of the form around the anchors.

    Where a piece is missing at an end, and a capitalised word stands there that nothing accounts for,
    that word may be what became of the piece; then there are two ways to lay the form.
    """
    units, words = view.units, pattern.words
    anchors = {view.at(offset): relation for offset, relation in call.anchors}
    if -1 in anchors or len({view.segments[n] for n in anchors}) > 1:
        return
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
        place = next((k for k, word in enumerate(words) if word == relation.word and placed[k] is None), -1)
        if place < 0:
            return
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
    free = _is_capital(unit.text) and not view.is_covered(n) and len(beside) == 1 and len(unit.text) > 1
    return [(min(low, n), max(high, n))] if free else []


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


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
    edges = _with_connectors(view, pattern, start, end)
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
    return Alignment(view, pattern, low, high, start, end, placed, extra)


def _with_connectors(view: Units, pattern: Pattern, start: int, end: int) -> tuple[int, int] | None:
    """Take in the articles and prepositions with which the form begins or ends; None where they lack."""
    tokens, own = view.text.tokens, pattern.key.tokens
    lead = next(n for n, word in enumerate(own) if word not in CONNECTORS)
    trail = next(n for n, word in enumerate(reversed(own)) if word not in CONNECTORS)
    if lead:
        first = bisect_left(tokens.starts, start)
        if first < lead or tuple(tokens.folded[first - lead : first]) != own[:lead]:
            return None
        start = tokens[first - lead].start
    if trail:
        last = bisect_left(tokens.starts, end)
        if tuple(tokens.folded[last : last + trail]) != own[-trail:]:
            return None
        end = tokens[last + trail - 1].end
    return start, end


def _may_be_cut_here(text: str, start: int, end: int) -> bool:
    """No version, no hyphenated word may be cut in two."""
    return not _GOES_ON.match(text, end) and not _BEGAN.search(text[max(0, start - 2) : start])


def is_direction(one: str, other: str) -> bool:
    """Tell whether two words are one direction, "north" and "northern"."""
    short, long_ = sorted((one, other), key=len)
    return short in _DIRECTIONS and long_ == short + "ern"


@lru_cache(maxsize=8192)
def _is_numeral(folded: str) -> bool:
    return bool(_NUMERAL.match(folded))


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
        if spot and spot[1].kind == STEM and is_direction(view.units[spot[0]].folded, texts[word]):
            continue
        if _is_numeral(texts[word]) and (spot is None or spot[1].kind != SAME):
            return False
        if spot and spot[1].kind not in (SAME, LOST) and _is_numeral(view.units[spot[0]].folded):
            return False
    order = [spot[0] for spot in placed if spot]
    if order != sorted(order) and any(view.units[n].text[0].isdigit() for n in order):
        return False
    if any(_is_numeral(view.units[n].folded) for n in extra):
        return False
    if high + 1 == len(view.units):
        return True
    following = view.units[high + 1]
    beside = following.start - view.units[high].end <= 1
    return not (beside and following.text.isdigit() and len(following.text) < _YEAR)
