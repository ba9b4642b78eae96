"""What speaks for and against an alignment, as numbers, and what they come to.

The confidence is logistic in the evidence. The weights were fitted by ``scripts/fit_names.py`` on real
damage (see ``docs/names.md``); few enough that each has a meaning, pruned where cross-validation by
article lost nothing by it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

import regex

from normtext import words
from normtext.folding import key_of
from normtext.gazetteer.vocabulary import CONNECTORS, LOST, NEAR, PAIR, SAME, STEM
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.shapes import INNER
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.units import Unit, Units
from normtext.stages.names.weights import BIAS, WEIGHTS

Evidence = dict[str, float]

MOST_INFORMATIVE = 8.0  # Zipf: a word that no list has tells so much, "the" next to nothing
OWN = -3.0  # log10 of the share of a gazetteer that an article has, from which the gazetteer is about it
EVERYDAY = 5.0  # Zipf
LONG_WORD = 7  # letters from which one edit is no accident
LONGEST = 24  # letters; longer names are not surer
_APOSTROPHE = regex.compile("['’]")
_GENITIVE_WORDS = frozenset({"of", "the", "s", "in"})


def confidence(evidence: Mapping[str, float]) -> float:
    """The probability that the stretch is the name, damaged."""
    logit = BIAS
    for name, weight in WEIGHTS.items():
        logit += weight * evidence[name]
    return 1 / (1 + math.exp(-logit)) if logit > -50 else 0.0


def weigh(article: ArticleContext, text: TextContext, found: Alignment) -> Evidence:
    """The evidence of one alignment, by name; what is not there is 0."""
    if not found.evidence:
        found.evidence.update(_of_text(text, found))
    evidence = found.evidence | _article(article, text, found)
    _combine(evidence, len(found.placed), text, found)
    return evidence


def _of_text(text: TextContext, found: Alignment) -> Evidence:
    """What the text itself tells, which stays as it is while other texts of the article are repaired."""
    view = found.view
    texts = (view.index.wholes if found.is_whole else view.index.vocabulary).texts
    units = [view.units[spot[0]] for spot in found.placed if spot]
    return {
        **_agreement(texts, found),
        **_damage(texts, view, found, units),
        **_order(text, found),
        **_surface(text, found, units),
        **_around(text, view, found),
    }


def _article(article: ArticleContext, text: TextContext, found: Alignment) -> Evidence:
    """How often the article names it rightly, and whether the gazetteer is about this article."""
    right = article.right[found.pattern.key.entry.name]
    own = max(0.0, 1 - math.log10(article.coverage + 1e-4) / OWN)
    surface = text.text[found.start : found.end]
    again = max(0, article.count_of(surface) - 1)
    return {
        "right_log": math.log1p(right),
        "absent_own": 0.0 if right else own,
        "own": own,
        "about": float(article.is_about),
        "repeats": math.log1p(again),
        "right_share": right / (right + again + 1),
    }


@lru_cache(maxsize=8192)
def _informative(word: str) -> float:
    return max(0.5, MOST_INFORMATIVE - words.zipf(word))


def _agreement(texts: Sequence[str], found: Alignment) -> Evidence:
    """How much of the name stands there as it should."""
    weights = [_informative(texts[word]) for word in found.pattern.words]
    total = sum(weights)
    same = [w for w, spot in zip(weights, found.placed, strict=True) if spot and spot[1].kind == SAME]
    missing = [w for w, spot in zip(weights, found.placed, strict=True) if spot is None]
    return {
        "same_share": sum(same) / total,
        "many_same": min(len(same), 4),
        "rarest": max(weights) / MOST_INFORMATIVE,
        "missing": len(missing),
        "missing_share": sum(missing) / total,
        "edge_missing": float(found.placed[0] is None) + float(found.placed[-1] is None),
        "extra": len(found.extra),
    }


def _damage(texts: Sequence[str], view: Units, found: Alignment, units: Sequence[Unit]) -> Evidence:
    """What became of the pieces that are not the same."""
    relations = [spot[1] for spot in found.placed if spot]
    near = [(unit, r) for unit, r in zip(units, relations, strict=True) if r.kind == NEAR]
    pairs = [r.strength for r in relations if r.kind == PAIR]
    stems = [(unit.folded, texts[r.word]) for unit, r in zip(units, relations, strict=True) if r.kind == STEM]
    return {
        "lost": sum(r.kind == LOST for r in relations),
        "near": len(near),
        "near_away": sum(1 - r.strength for _, r in near),
        "near_initial": sum(unit.folded[:1] != texts[r.word][:1] for unit, r in near),
        "near_unknown": float(bool(near) and not any(view.text.known(unit.text) for unit, _ in near)),
        "slip": float(len(units) == 1 and bool(near) and _is_slip(units[0], texts[near[0][1].word])),
        "pair": len(pairs),
        "pair_strength": sum(pairs),
        "stem": len(stems),
        "plural": float(bool(stems) and all(is_plural(one, other) for one, other in stems)),
    }


def _is_slip(unit: Unit, own: str) -> bool:
    """One letter off in a long plain word."""
    longest = max(len(unit.folded), len(own))
    plain = unit.text.istitle() and unit.folded[:1] == own[:1]
    return plain and longest >= LONG_WORD and round((1 - similarity(unit.folded, own)) * longest) == 1


def is_plural(one: str, other: str) -> bool:
    """Tell whether one word is the other with a plural ending."""
    short, long_ = sorted((one, other), key=len)
    plurals = (short + "s", short + "es", short[:-1] + "ies" if short.endswith("y") else "")
    return long_ in plurals and not short.endswith("s")


def _order(text: TextContext, found: Alignment) -> Evidence:
    """Whether its pieces stand in their order, and the same small words between them."""
    key = found.pattern.key
    places = [spot[0] for spot in found.placed if spot]
    permuted = any(after < before for before, after in itertools.pairwise(places))
    inner = [word for word in text.words_in(found.start, found.end) if word in CONNECTORS]
    own = [token for token in key.tokens if token in CONNECTORS]
    clean = permuted and not found.extra and _GENITIVE_WORDS.issuperset(inner)
    return {
        "order": float(permuted),
        "order_clean": float(clean),
        "loose": float(permuted and bool(found.extra)),
        "connector": float(not permuted and inner != own),
        "gap_words": max(0, len(inner) - len(own)),
        "the": float("the" in inner and "the" not in own),
    }


def _surface(text: TextContext, found: Alignment, units: Sequence[Unit]) -> Evidence:
    """How the stretch is written, beside how the name is."""
    form, surface = found.pattern.key.form.text, text.text[found.start : found.end]
    case_only = surface.casefold() == form.casefold()
    same = [
        unit.text
        for unit, spot in zip(units, filter(None, found.placed), strict=True)
        if spot[1].kind == SAME
    ]
    return {
        "similar": similarity(surface, form),
        "folded_only": float(key_of(surface) == found.pattern.key.joined),
        "case_only": float(case_only),
        "case": sum(piece not in form for piece in same),
        "hyphens": float(surface.count("-") != form.count("-")),
        "apostrophe": float(_differ_in_apostrophe(surface, form)),
        "first_low": float(surface[0].islower()),
        "no_caps": float(_has_no_capitals(text, found, units)),
        "caps_form": float(form.isupper()),
        "camel": float(bool(INNER.search(form))),
        "joined": float(" " not in surface and len(found.placed) > 1),
        "length": min(len(found.pattern.key.joined), LONGEST) / 12,
        "acronym_case": float(case_only and form.istitle() and _is_acronym(text, surface)),
        "known_surface": float(len(found.placed) == 1 and text.known(surface)),
    }


def similarity(one: str, other: str) -> float:
    """From 0 to 1: 1 less the share of letters that were put in, left out, swapped or turned round."""
    return float(_normalized()(one.casefold(), other.casefold()))


@cache
def _normalized() -> Callable[[str, str], float]:
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity


def _differ_in_apostrophe(surface: str, form: str) -> bool:
    """ "O-Brien" for "O’Brien"."""
    return (
        bool(_APOSTROPHE.search(form))
        and not _APOSTROPHE.search(surface)
        and surface == _APOSTROPHE.sub("-", form)
    )


def _is_forced(text: TextContext, found: Alignment) -> bool:
    """Its only capital is that of a sentence's beginning."""
    if not text.at_sentence_start(found.start):
        return False
    units = found.view.units
    return not any(
        units[spot[0]].text[0].isupper() and units[spot[0]].start != found.start
        for spot in found.placed
        if spot
    )


def _has_no_capitals(text: TextContext, found: Alignment, units: Sequence[Unit]) -> bool:
    """No capital but that of a sentence's beginning."""
    begins = text.at_sentence_start(found.start)
    return not any(unit.text[0].isupper() for unit in units if not (begins and unit.start == found.start))


def _is_acronym(text: TextContext, surface: str) -> bool:
    return (
        surface.isupper() and 3 <= len(surface) <= 6 and not text.is_upper_case and not text.is_headline_case
    )


def _around(text: TextContext, view: Units, found: Alignment) -> Evidence:
    """What stands beside it, and within."""
    following = view.units[found.last + 1] if found.last + 1 < len(view.units) else None
    previous = view.units[found.first - 1] if found.first else None
    beside = following is not None and following.start - found.end == 1 and text.text[found.end].isspace()
    covers = text.right.overlapping(found.start, found.end)
    return {
        "next_cap": float(beside and following is not None and following.text[0].isupper()),
        "previous_cap": float(
            previous is not None
            and found.start - previous.end == 1
            and _begins_with_capital(text, previous)
            and text.text[previous.end].isspace()
            and not _has_forced_capital(text, previous)
        ),
        "contains": float(any(span != (found.start, found.end) for span in covers)),
    }


def _begins_with_capital(text: TextContext, unit: Unit) -> bool:
    """ "Scarlet" and, behind a hyphen, the other half of "Inter-american"."""
    tokens, number = text.tokens, unit.token
    if number and tokens.starts[number] == unit.start and tokens.gap(number - 1) == "-":
        return tokens.texts[number - 1][0].isupper()
    return unit.text[0].isupper()


def _has_forced_capital(text: TextContext, unit: Unit) -> bool:
    """ "Later", "Before": an everyday word at the beginning of a sentence."""
    return text.at_sentence_start(unit.start) and text.ordinary(unit.text, EVERYDAY)


def _combine(e: Evidence, pieces: int, text: TextContext, found: Alignment) -> None:
    """Evidence that weighs more, or less, together."""
    single, multi = float(pieces == 1), float(pieces > 1)
    right = float(e["right_log"] > 0)
    full = float(not e["missing"] and not e["extra"])
    unforced = float(
        not e["case"]
        and not e["first_low"]
        and not e["no_caps"]
        and not _is_forced(text, found)
        and not text.is_headline_case
    )
    e["single"] = single
    e["single_right"] = single * right
    e["stem_single"] = e["stem"] * single
    e["absent_similar"] = e["similar"] * e["absent_own"]
    e["absent_case_again"] = e["absent_own"] * e["case_only"] * float(e["repeats"] > 0)
    e["next_cap_missing"] = e["next_cap"] * float(found.placed[-1] is None)
    e["order_right"] = e["order"] * right
    e["order_clean"] *= float(not e["missing"] and not (e["near"] or e["pair"] or e["stem"]))
    e["loose_short"] = e["loose"] * float(pieces == 2)
    e["connector_right"] = e["connector"] * right
    e["connector_only"] = e["connector"] * full * float(e["many_same"] == min(pieces, 4))
    e["right_share_case"] = e["right_share"] * e["case_only"]
    e["near_multi_unknown"] = e["near_unknown"] * multi * unforced * full
    e["stem_multi_unforced"] = float(e["stem"] > 0 and not e["plural"]) * multi * unforced * full
    e["pair_joined"] = float(e["pair"] > 0) * e["joined"] * full
    e["slip_unknown"] = e["slip"] * e["near_unknown"]
    e["near_multi_unforced"] = float(e["near"] > 0) * multi * unforced
    e["pair_multi_unforced_full"] = float(e["pair"] > 0) * multi * unforced * full
