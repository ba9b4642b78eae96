"""Rule: a name damaged in its pieces: misspelt, translated, turned round, with words lost or put in.

One rule for all of these, since damage seldom comes alone ("Department of Investigation Homicides").
The rule's name tells the kinds that were found, joined with "+".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import regex

from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import LOST, NEAR, PAIR, SAME, STEM
from normtext.stages.names.alignment import (
    Alignment,
    Units,
    folded_alignments,
    pieced_alignments,
    whole_alignments,
)
from normtext.stages.names.context import ArticleContext, TextContext, same_letters
from normtext.stages.names.evidence import Evidence, confidence, weigh
from normtext.stages.names.finds import Find

WORTH_TELLING = 0.2
"""Below this nothing is made of an alignment."""
APART = 0.92  # "Phi-4 - Mini" for "Phi-4-Mini"; of twelve in real damage none was anything else
PLURAL = 0.6  # a plural, or a singular, is rarely damage

_SPACED_HYPHEN = regex.compile(r"\s+-\s*|\s*-\s+")
_BEHIND = 4  # characters in which the right form may follow: "Information Gain (InfoGain)"

_RULES = {LOST: "spelling", NEAR: "spelling", STEM: "inflection", PAIR: "word_translation"}
_TELLS = {
    LOST: "{} has lost a letter of {}",
    NEAR: "{} is nearly {}",
    STEM: "{} is another form of {}",
    PAIR: "{} is what a translation makes of {}",
}


def damaged_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Names whose pieces stand in the text, some of them damaged, parted, turned round or lost."""
    if text.is_upper_case or not article.index.patterns:
        return
    view = Units(text, article.index)
    found = itertools.chain(
        pieced_alignments(article, view),
        whole_alignments(article, view),
        (f for f in folded_alignments(article, view) if f.pattern.key.entry.kind == UNSORTED),
    )
    for alignment in found:
        find = _judge(article, text, view, alignment)
        if find and find.confidence >= WORTH_TELLING:
            yield find


def _judge(article: ArticleContext, text: TextContext, view: Units, found: Alignment) -> Find | None:
    key = found.pattern.key
    form, surface = key.form.text, text.text[found.start : found.end]
    if same_letters(surface, form) or key.entry.case_sensitive or not article.permits(key.entry):
        return None
    if key.entry.kind != UNSORTED and any(spot and spot[1].kind == NEAR for spot in found.placed):
        return None  # what a kind of name allows is weighed in spelling.py
    if form in text.text[found.start : found.end + _BEHIND + len(form)]:
        return None
    evidence = weigh(article, text, view, found)
    sure = confidence(evidence)
    if _SPACED_HYPHEN.sub("-", surface) == form:
        sure = max(sure, APART)
    elif _is_only_plural(evidence):
        sure = min(sure, PLURAL)
    rule = "+".join(_rules(found, evidence))
    reason = f"{surface!r} for {form!r}: {_tell(article, view, found, evidence)}"
    return Find(found.start, found.end, key.entry, form, rule, round(sure, 2), reason)


def _is_only_plural(e: Evidence) -> bool:
    return bool(e["plural"]) and not (e["near"] or e["pair"] or e["lost"] or e["missing"] or e["order"])


def _rules(found: Alignment, evidence: Evidence) -> list[str]:
    kinds = dict.fromkeys(_RULES[spot[1].kind] for spot in found.placed if spot and spot[1].kind != SAME)
    rules = list(kinds)
    if evidence["order"]:
        rules.append("word_order")
    if evidence["missing"] or evidence["extra"]:
        rules.append("lost_words")
    if evidence["connector"]:
        rules.append("connector")
    return rules or ["folded_form"]


def _tell(article: ArticleContext, view: Units, found: Alignment, evidence: Evidence) -> str:
    """In one sentence what is damaged, and what the article says to it."""
    texts = (article.index.wholes if found.is_whole else article.index.vocabulary).texts
    told = [
        _TELLS[spot[1].kind].format(repr(view.units[spot[0]].text), repr(texts[word]))
        for word, spot in zip(found.pattern.words, found.placed, strict=True)
        if spot and spot[1].kind != SAME
    ]
    lost = [texts[word] for word, spot in zip(found.pattern.words, found.placed, strict=True) if spot is None]
    told += [f"{word!r} is missing" for word in lost]
    told += ["its words are in another order"] * bool(evidence["order"])
    told += ["the small words between are others"] * bool(evidence["connector"])
    if not told:
        told = ["only case, spaces, hyphens or accents differ"]
    if evidence["right_log"]:
        told.append("the article names it rightly elsewhere")
    elif evidence["absent_own"] > 0.5:
        told.append("the gazetteer is about this article, which does not name it otherwise")
    if evidence["repeats"]:
        told.append("the article writes it so more than once")
    return "; ".join(told)
