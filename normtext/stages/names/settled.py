"""Damaged names that doubts would leave: where their form is nobody's, or the article is damaged anyway.

"Federal Communication Commission" is no plural of anything, and no agent; "Review of MIT Technology"
may be anything, but hardly where other names were damaged beyond doubt. Of names whose kind is told.
"""

from __future__ import annotations

from normtext.folding import key_of
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import CONNECTORS, SAME, STEM
from normtext.stages.names.alignment import Alignment
from normtext.stages.names.bearers import is_introduced
from normtext.stages.names.context import ArticleContext, right_forms
from normtext.stages.names.doubts import DOUBTS, OF_ORDER_AND_FORM
from normtext.stages.names.evidence import Evidence
from normtext.stages.names.text_context import TextContext

LEAST = 0.4  # by the evidence alone
INNER_FORM = 0.78  # another form of a word within a name of three or more
AMONG_OTHERS = 0.76  # its words turned round, or one of them inflected, in a damaged article
_OFFICIAL = frozenset({"agency", "organization", "company", "laboratory", "law"})
"""Kinds of names that people look up before they write them; benchmarks and the like they remember."""
LONG_NAME = 3  # words of which the order tells


def settled_by_others(article: ArticleContext, text: TextContext, found: Alignment, e: Evidence) -> float:
    """The confidence of a find whose words stand all there, turned round or inflected; 0 where in doubt."""
    if not _is_all_there(text, found, e):
        return 0.0
    inner = _is_inner_form(found, e) and found.pattern.key.entry.kind in _OFFICIAL
    if not inner and not (article.is_damaged and _is_telling(text, found, e)):
        return 0.0
    if is_introduced(text, found.start, found.end):
        return 0.0
    if any(test(text, found, e) for test, _ in DOUBTS if test not in OF_ORDER_AND_FORM):
        return 0.0
    return INNER_FORM if inner else AMONG_OTHERS


def _is_all_there(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """Every word, all with their capitals, and no other; not in a headline."""
    if found.pattern.key.entry.kind == UNSORTED or found.is_whole or e["missing"] or e["extra"] or e["near"]:
        return False
    units = [found.view.units[spot[0]] for spot in found.placed if spot]
    capitals = all(not unit.text[0].islower() for unit in units)
    begins = text.at_sentence_start(found.start) and sum(unit.text[0].isupper() for unit in units) < 2
    return len(units) > 1 and capitals and not begins and not text.is_headline_case


def _stems(found: Alignment) -> list[int]:
    """The places in the name of which another form stands in the text."""
    return [place for place, spot in enumerate(found.placed) if spot and spot[1].kind == STEM]


def _is_inner_form(found: Alignment, e: Evidence) -> bool:
    """ "Federal Communication Commission": in its order, and not the last word, which tells what it is."""
    stems, last = _stems(found), len(found.placed) - 1
    same = sum(1 for spot in found.placed if spot and spot[1].kind == SAME)
    in_order = not e["order"] and not e["connector"]
    return last >= LONG_NAME - 1 and in_order and len(stems) == 1 and last not in stems and same == last


def _is_telling(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """Turned round in a name of three words, or two with nothing between; no plural of the whole."""
    if any(spot and spot[1].kind not in (SAME, STEM) for spot in found.placed):
        return False
    last = len(found.placed) - 1
    if last in _stems(found) and _is_longer(found, last):
        return False
    between = not CONNECTORS.isdisjoint(text.words_in(found.start, found.end))
    if e["order"] and ((between and _holds_its_name(text, found)) or _has_its_letters(text, found)):
        return False
    return not e["connector"] and (not e["order"] or last >= LONG_NAME - 1 or not between)


def _holds_its_name(text: TextContext, found: Alignment) -> bool:
    """ "Common Voice of Mozilla" is Common Voice, and no Mozilla Common Voice."""
    name = found.pattern.key.entry.name
    hits = (hit for hit in text.right_hits if hit.entry.name == name)
    return any(found.start <= hit.start and hit.end <= found.end for hit in hits)


def _has_its_letters(text: TextContext, found: Alignment) -> bool:
    """ "Fei Fei Li": another form of the same name, "Fei-Fei Li", has them in this order."""
    entry = found.pattern.key.entry
    own = right_forms(found.view.index, key_of(text.text[found.start : found.end]))
    return any(other.name == entry.name for other, _ in own)


def _is_longer(found: Alignment, place: int) -> bool:
    """ "AI Acts", "Labs": an ending more than the name has."""
    spot = found.placed[place]
    own = found.view.index.vocabulary.texts[found.pattern.words[place]]
    return spot is not None and len(found.view.units[spot[0]].folded) > len(own)
