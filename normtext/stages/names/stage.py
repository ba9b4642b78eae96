"""The rules in their order, the decision, and the fixed point."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from normtext.edits import Change, OffsetMap, apply, compose, invert
from normtext.folding import fold, key_of
from normtext.gazetteer import Gazetteer
from normtext.gazetteer.records import Hit
from normtext.spans import SpanSet
from normtext.stages.names.acronym import acronym, may_have_acronyms
from normtext.stages.names.again import may_stand_again, nearly_again
from normtext.stages.names.calls import may_call
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.cut import cut_short
from normtext.stages.names.damaged import damaged_name
from normtext.stages.names.determiner import without_article
from normtext.stages.names.eaten import eaten_front
from normtext.stages.names.finds import Find
from normtext.stages.names.folded import folded_form
from normtext.stages.names.fronts import glued_front, glued_fronts
from normtext.stages.names.genitives import (
    doubled_genitive,
    glued_genitives,
    glued_possessive,
    has_parted_genitive,
    lost_apostrophe,
    parted_genitive,
)
from normtext.stages.names.glued import glued_name
from normtext.stages.names.known import known_form
from normtext.stages.names.people import may_be_people, misspelt_person
from normtext.stages.names.shapes import same_letters
from normtext.stages.names.spelling import is_spelt, spelling
from normtext.stages.names.strange import StrangeWord, strange_words
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.torn import torn_apart
from normtext.stages.names.wholes import first_parts

DEFAULT_THRESHOLD = 0.65
"""Confidence from which a find is repaired; measured, see docs/names.md."""
SUGGESTION_THRESHOLD = 0.35
"""Below this a find is not worth a person's time."""
AS_LIKELY = 0.1
"""Difference of confidences up to which the longer of two finds is preferred."""
MAX_ROUNDS = 5
"""A repair may be the evidence for another; articles settle in two rounds, three were never seen."""

SURNAME = 4.0
"""Zipf frequency below which a capitalised word behind a name such as "Claude" is taken for a surname."""
_DETERMINER = regex.compile(
    r"(?i)\b(?:the|an?|this|that|your|our|my|his|her|their|its|every|each|some|any|no)\s+$"
)

Rule = Callable[[ArticleContext, TextContext], Iterator[Find]]
Test = Callable[[ArticleContext, TextContext], bool]


def _has_odd_hits(_article: ArticleContext, text: TextContext) -> bool:
    """Forms stand in it that are not quite right; in most texts none does."""
    return bool(text.odd_hits)


def _has_glued_genitives(article: ArticleContext, text: TextContext) -> bool:
    return bool(text.right_hits) and text.has_any(glued_genitives(article))


def _has_capitals_inside(article: ArticleContext, text: TextContext) -> bool:
    return text.has_any(article.words_with_capitals_inside)


def _has_glued_fronts(article: ArticleContext, text: TextContext) -> bool:
    return text.has_any(glued_fronts(article).keys())


def _may_be_damaged(article: ArticleContext, text: TextContext) -> bool:
    return bool(text.odd_hits) or may_call(article, text)


def _has_first_parts(article: ArticleContext, text: TextContext) -> bool:
    return text in first_parts(article)


RULES: tuple[tuple[Test, tuple[Rule, ...]], ...] = (
    (_has_odd_hits, (known_form, folded_form, glued_name, lost_apostrophe, doubled_genitive)),
    (_has_glued_genitives, (glued_possessive,)),
    (has_parted_genitive, (parted_genitive,)),
    (_has_capitals_inside, (eaten_front,)),
    (_has_glued_fronts, (glued_front,)),
    (is_spelt, (spelling,)),
    (may_be_people, (misspelt_person,)),
    (_may_be_damaged, (damaged_name,)),
    (may_stand_again, (nearly_again,)),
    (_has_first_parts, (torn_apart, cut_short)),
    (may_have_acronyms, (acronym,)),
)
"""The rules in their order, with what must hold that they can find anything; most texts need few."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A right name in one of the texts, as they stand after repair.

    Attributes:
        text: index of the text.
        start, end: offsets in the repaired text.
        name, kind: of the entry.
        english: how it is to read in English: as it stands, but for the exonyms of other languages.
    """

    text: int
    start: int
    end: int
    name: str
    kind: str
    english: str


@dataclass(frozen=True, slots=True)
class NamesResult:
    """What the stage found in some texts; the tuples run parallel to them.

    Attributes:
        changes: the repairs of each text.
        suggestions: finds under the threshold, in the same offsets as the changes.
        mentions: the names, in order.
        strange: words that look like damage, for which no repair is known.
    """

    changes: tuple[tuple[Change, ...], ...]
    suggestions: tuple[tuple[Change, ...], ...]
    mentions: tuple[FoundName, ...]
    strange: tuple[StrangeWord, ...] = ()


def find_names(
    texts: Sequence[str],
    gazetteer: Gazetteer,
    *,
    languages: Sequence[str],
    threshold: float | None = None,
    repair: bool = True,
    mentions: bool = True,
) -> NamesResult:
    """Find the names of one article and repair the damaged ones.

    Args:
        texts: the texts of one article, which are evidence for one another.
        gazetteer: the names to look for.
        languages: BCP 47 tag of each text.
        threshold: confidence from which a repair is made; None for ``DEFAULT_THRESHOLD``.
        repair: False finds names and leaves the texts alone.
        mentions: False leaves the mentions and the strange words out.
    """
    needed = DEFAULT_THRESHOLD if threshold is None else threshold
    changes: list[tuple[Change, ...]] = [()] * len(texts)
    current = list(texts)
    article = ArticleContext(current, languages, gazetteer)
    for _ in range(MAX_ROUNDS):
        finds = [_decide(article, text) for text in article.texts]
        rounds = [
            [_change(text, f) for f in found if f.confidence >= needed] if found else []
            for text, found in zip(current, finds, strict=True)
        ]
        if not repair or not any(rounds):
            break
        for number, new in enumerate(rounds):
            if new:
                changes[number] = compose(texts[number], changes[number], new)
                current[number] = apply(texts[number], changes[number])
        article = ArticleContext(current, languages, gazetteer, article, _mended(changes))
    suggestions = tuple(
        tuple(_before(_suggested(text, found, needed), made)) if found else ()
        for text, found, made in zip(current, finds, changes, strict=True)
    )
    found_names = (
        tuple(m for i, text in enumerate(article.texts) for m in _mentions(article, text, i))
        if mentions
        else ()
    )
    strange = tuple(strange_words(article)) if mentions else ()
    return NamesResult(tuple(changes), suggestions, found_names, strange)


def right_names(texts: Sequence[str], gazetteer: Gazetteer, *, languages: Sequence[str]) -> NamesResult:
    """Find the names that are right, as ``find_names(repair=False)`` does, and look for no damage.

    Args:
        texts, gazetteer, languages: as in ``find_names``.
    """
    article = ArticleContext(list(texts), languages, gazetteer)
    nothing: tuple[tuple[Change, ...], ...] = ((),) * len(texts)
    mentions = tuple(m for i, text in enumerate(article.texts) for m in _mentions(article, text, i))
    return NamesResult(nothing, nothing, mentions, tuple(strange_words(article)))


def _mended(changes: Sequence[Sequence[Change]]) -> dict[tuple[str, str], float]:
    """The damaged names that were repaired, each with the right one, and how sure that was."""
    made = sorted((change for those in changes for change in those), key=lambda change: change.confidence)
    return {(change.before, change.after): change.confidence for change in made}


def _change(text: str, find: Find) -> Change:
    before = text[find.start : find.end]
    if find.after.startswith(before) and find.after[len(before) :].isspace():
        added = find.after[len(before) :]
        return Change(find.end, find.end, "", added, find.rule, find.confidence, find.reason)
    return Change(find.start, find.end, before, find.after, find.rule, find.confidence, find.reason)


def _decide(article: ArticleContext, text: TextContext) -> list[Find]:
    """All finds that do not overlap each other or a longer right name, in order of the text."""
    finds = [
        find
        for may_find, rules in RULES
        if may_find(article, text)
        for rule in rules
        for find in rule(article, text)
        if not text.is_untouchable(find.start, find.end)
    ]
    if not finds:
        return []
    finds = [f for f in finds if f.after != text.text[f.start : f.end]]
    never = _never(text)
    finds = [f for f in finds if not never.get(f.entry.name, _NOWHERE).overlapping(f.start, f.end)]
    finds = [f for f in finds if not _breaks_a_name(f, text.right)]
    finds = [without_article(article, text, f) for f in _but_parts(_nearest_forms(text, finds))]
    finds.sort(key=lambda f: (-round(f.confidence, 1), -(f.end - f.start), f.start, -f.confidence))
    taken = SpanSet()
    return sorted((f for f in finds if taken.add((f.start, f.end))), key=lambda f: f.start)


def _nearest_forms(text: TextContext, finds: list[Find]) -> list[Find]:
    """Of several forms of one name for a stretch the one with most of its words: "AI Institute Safety"."""
    by_place: dict[tuple[int, int, str], list[Find]] = {}
    for find in finds:
        by_place.setdefault((find.start, find.end, find.entry.name), []).append(find)
    if len(by_place) == len(finds):
        return finds
    nearest = []
    for (start, end, _), same in by_place.items():
        best = max(same, key=partial(_nearness, text.text[start:end], set(text.words_in(start, end))))
        sure = max(find.confidence for find in same)
        nearest.append(replace(best, confidence=sure) if best.confidence < sure else best)
    return nearest


def _nearness(surface: str, words: set[str], find: Find) -> tuple[bool, int, float]:
    """How near a form is to what stands there: by its letters, its words, its confidence."""
    is_same = key_of(find.after) == key_of(surface)
    return is_same, len(words.intersection(map(fold, find.after.split()))), find.confidence


_EXACT = ("glued_name", "lost_apostrophe")
"""Rules that keep every letter."""


def _but_parts(finds: list[Find]) -> list[Find]:
    """Those that are no part of a longer misspelling: "Simon Wilison" is no Wilson.

    Nor a misspelling that would lose a word: "Elif Kayahad" is "Elif Kaya had".
    """
    longer = [f for f in finds if f.confidence >= DEFAULT_THRESHOLD and f.rule == "spelling"]
    exact = [f for f in finds if f.rule in _EXACT]
    finds = [f for f in finds if f.rule != "spelling" or not any(_explains(g, f) for g in exact)]
    finds = _but_outweighed(finds)
    return [f for f in finds if f.rule in _EXACT or not any(_holds(g, f) for g in longer)]


def _explains(find: Find, other: Find) -> bool:
    """Tell whether one find keeps all letters of what another takes for a misspelling."""
    within = other.start <= find.start and find.end <= other.end
    return within and (find.rule == "lost_apostrophe" or find.end < other.end)


def _but_outweighed(finds: list[Find]) -> list[Find]:
    """Those within no longer find that is about as likely."""
    sure = sorted((f for f in finds if f.confidence >= DEFAULT_THRESHOLD), key=lambda f: f.start)
    if len(finds) < 2 or not sure:
        return finds
    starts = [f.start for f in sure]
    longest = max(f.end - f.start for f in sure)
    return [
        f
        for f in finds
        if not any(
            _outweighs(g, f)
            for g in sure[bisect_left(starts, f.end - longest) : bisect_right(starts, f.start)]
        )
    ]


def _outweighs(find: Find, other: Find) -> bool:
    """A longer name, about as likely: "Metropolitan Transport Authority" is no Transit Authority."""
    likely = find.confidence >= other.confidence - AS_LIKELY
    return likely and find.entry is not other.entry and _holds(find, other)


def _holds(find: Find, other: Find) -> bool:
    """Tell whether one find is a longer stretch around another."""
    longer = find.end - find.start > other.end - other.start
    return longer and find.start <= other.start and other.end <= find.end


_NOWHERE = SpanSet()


def _never(text: TextContext) -> dict[str, SpanSet]:
    """Where forms stand that only look like a name, "OpenAPI" for OpenAI, by the name."""
    spans: dict[str, SpanSet] = {}
    for hit in text.hits:
        if hit.form.kind == "never" and same_letters(text.surface(hit), hit.form.text):
            spans.setdefault(hit.entry.name, SpanSet()).add((hit.start, hit.end))
    return spans


def _breaks_a_name(find: Find, right: SpanSet) -> bool:
    """A right name that holds the find, or reaches into it, is not to be broken."""
    return any(
        not (find.start <= low and high <= find.end and high - low < find.end - find.start)
        for low, high in right.overlapping(find.start, find.end)
    )


def _suggested(text: str, finds: Sequence[Find], needed: float) -> Iterator[Change]:
    for find in finds:
        if SUGGESTION_THRESHOLD <= find.confidence < needed:
            yield _change(text, find)


def _before(suggested: Iterator[Change], made: Sequence[Change]) -> Iterator[Change]:
    """Suggestions in offsets before the repair; those that rest on a repair cannot be told in them."""
    inverse = invert(made)
    repaired, back = SpanSet((there.start, there.end) for there in inverse), OffsetMap(inverse)
    for change in suggested:
        if not repaired.overlapping(change.start, change.end):
            start = back.forward(change.start, after=True)
            yield change.shifted(start - change.start)


def _mentions(article: ArticleContext, text: TextContext, number: int) -> Iterator[FoundName]:
    """The right names, longest first, without overlaps."""
    hits = [hit for hit in text.touchable_hits() if _is_name_here(article, text, hit)]
    hits.sort(key=lambda h: (h.start, h.start - h.end, h.entry.name))
    end = -1
    for hit in hits:
        if hit.start >= end:
            english = hit.entry.name if hit.form.language else text.surface(hit)
            yield FoundName(number, hit.start, hit.end, hit.entry.name, hit.entry.kind, english)
            end = hit.end


def _is_name_here(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """Tell a name made of one ordinary word from that word: "Apple said" from "Apple pie"."""
    start, surface = hit.start, text.surface(hit)
    if not text.is_plain_word(hit.entry, surface):
        return True
    if text.at_sentence_start(start) or text.is_headline_case:
        return any(
            other.text[h.start : h.end] == surface and not other.at_sentence_start(h.start)
            for other in article.texts
            if not other.is_headline_case
            for h in other.right_hits
        )
    if _DETERMINER.search(text.text[max(0, start - 8) : start]) or _has_surname(text, hit):
        return False
    return text.language.partition("-")[0] != "de" or article.right[surface] > 1


def _has_surname(text: TextContext, hit: Hit) -> bool:
    """ "Claude Monet", "Mila de Boer": a capitalised word behind it that is no everyday word."""
    following = text.following(hit)
    if following is None or following.text in ("de", "van", "von", "da", "di"):
        return following is not None and text.language.partition("-")[0] == "en"
    return (
        following.text[0].isupper()
        and not following.text.isupper()
        and not text.is_headline_case
        and not text.ordinary(following.text, SURNAME)
    )
