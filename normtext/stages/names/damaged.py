"""Rule: a name damaged in its pieces: misspelt, translated, turned round, with words lost or put in.

One rule for all of these, since damage seldom comes alone ("Department of Investigation Homicides").
The rule's name tells the kinds that were found, joined with "+".
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator

import regex

from normtext.folding import tokenize
from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import ABROAD, LOST, NEAR, PAIR, SAME, STEM, Relation, pieces
from normtext.stages.names.abroad import has_foreign_piece, of_foreign_piece
from normtext.stages.names.alignment import Alignment, alignments, folded_alignments
from normtext.stages.names.bearers import is_introduced
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.doubts import DOUBTFUL, DOUBTS
from normtext.stages.names.evidence import Evidence, confidence, is_plural, similarity, weigh
from normtext.stages.names.finds import Find
from normtext.stages.names.localised import pair_kinds
from normtext.stages.names.settled import LEAST, LONG_NAME, settled_by_others
from normtext.stages.names.shapes import has_gap, same_letters, with_closed_hyphens
from normtext.stages.names.text_context import TextContext

WORTH_TELLING = 0.2
"""Below this nothing is made of an alignment."""
APART = 0.92  # "Phi-4 - Mini" for "Phi-4-Mini"; of twelve in real damage none was anything else
HOUSE_STYLE = 0.9  # "NATO", where a gazetteer about this article, and the article elsewhere, have "Nato"
TRANSPOSED = 0.8  # two letters changed places in a name with capitals inside, or were lost: "FIBench"
IN_PLACE = 0.8  # a short word nearly right, all others of three or more right: "MIT Integration Bebe"
IN_PLACE_SIMILAR = 0.7  # of that word, by edits
AGAIN = 0.8  # a strange single word that is nearly one that the article has: of nine in real damage all
AGAIN_LONG, AGAIN_OFF = 6, 2  # its letters, and the edits
EVERYDAY = 4.0  # Zipf, of a word that is meant as it stands: "East Coast Lane" is not "East Coast Line"

AMONG_OTHERS = 0.76  # likely by the evidence, and another name of the article was surely damaged
LIKELY = 0.45  # of 22 such finds in real damage 21 were right
GAPPED, GAPPED_AGAIN = 4, 3  # letters of a part of a name that has lost some; where the article has it
_BEHIND_PLACE = regex.compile(r"\s*[,:(/\p{Pd}]")
_BEHIND = 4  # characters in which the right form may follow: "Information Gain (InfoGain)"

_JOINING = ("and", "or")
_RULES = {LOST: "spelling", NEAR: "spelling", STEM: "inflection", PAIR: "word_translation", ABROAD: "acronym"}
_TELLS = {
    "spelling": "{} is nearly {}",
    "inflection": "{} is another form of {}",
    "word_translation": "{} is what a translation makes of {}",
    "acronym": "{} is what other languages have for {}",
}


def damaged_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Names whose pieces stand in the text, some of them damaged, parted, turned round or lost."""
    for alignment in itertools.chain(alignments(article, text), folded_alignments(article, text)):
        find = _judge(article, text, alignment)
        if find:
            yield find


def _judge(article: ArticleContext, text: TextContext, found: Alignment) -> Find | None:
    key = found.pattern.key
    form, surface = key.form.text, text.text[found.start : found.end]
    if same_letters(surface, form) or _is_only_as_written(found) or not article.permits(key.entry):
        return None
    if _is_weighed_elsewhere(article, found):
        return None
    if _is_named_behind(text, found):
        return None
    if _joins_two(text, found) or text.is_upper_case:
        return None
    evidence = weigh(article, text, found)
    sure, doubt, others = confidence(evidence), "", ""
    if with_closed_hyphens(surface) == form or evidence["apostrophe"]:
        sure = max(sure, APART)
    elif (
        evidence["acronym_case"]
        and evidence["about"]
        and evidence["right_log"]
        and not _is_dateline(text, found)
        and not _is_among_capitals(text, found)
    ):
        sure = max(sure, HOUSE_STYLE)
    elif has_foreign_piece(article, found):
        sure = of_foreign_piece(article, text, found, sure)
    elif by_letters := _by_its_letters(article, text, found, evidence):
        sure = max(sure, by_letters)
    elif (settled := settled_by_others(article, text, found, evidence)) and sure > LEAST:
        sure = max(sure, settled)
    elif (likely := _among_others(article, found, evidence, sure)) > DOUBTFUL:
        doubt = next((why for test, why in DOUBTS if test(text, found, evidence)), "")
        others = "; other names of the article were surely damaged" * (not doubt and likely > sure)
        sure = min(sure, DOUBTFUL) if doubt else likely
    if round(sure, 2) < WORTH_TELLING:
        return None
    rule = _listed_as(text, found) or "+".join(_rules(text, found, evidence))
    reason = (
        f"{surface!r} for {form!r}: {_tell(article, found, evidence)}{others}{'; but ' * bool(doubt)}{doubt}"
    )
    return Find(found.start, found.end, key.entry, form, rule, round(sure, 2), reason)


def _among_others(article: ArticleContext, found: Alignment, e: Evidence, sure: float) -> float:
    """The confidence, raised where another name of the article was surely damaged: bare names of several
    words, and no description, "the mill at Oldbrook"."""
    is_bare = found.pattern.key.entry.kind == UNSORTED and not e["single"]
    if not is_bare or sure < LIKELY or not article.surely or (e["order"] and e["first_low"]):
        return sure
    return max(sure, AMONG_OTHERS)


def _by_its_letters(article: ArticleContext, text: TextContext, found: Alignment, e: Evidence) -> float:
    """The confidence of a misspelling that is told by its letters alone; 0 where it is none."""
    if _is_transposed(text, found) or _has_gap(article, text, found):
        return TRANSPOSED
    if _is_misspelt_in_place(text, found):
        return IN_PLACE
    return AGAIN if _is_misspelt_again(text, found, e) else 0.0


def _is_only_as_written(found: Alignment) -> bool:
    """A name whose case tells it from a word, unless it is a longer one, in capitals and misspelt."""
    if not found.pattern.key.entry.case_sensitive:
        return False
    is_misspelt = any(spot and spot[1].kind in (NEAR, ABROAD) for spot in found.placed)
    surface = found.view.text.text[found.start : found.end]
    return len(found.placed) == 1 or not is_misspelt or surface.islower()


def _is_weighed_elsewhere(article: ArticleContext, found: Alignment) -> bool:
    """What a kind of name allows is weighed in spelling.py, but for longer names that the article has."""
    entry = found.pattern.key.entry
    if entry.kind == UNSORTED or not any(spot and spot[1].kind == NEAR for spot in found.placed):
        return False
    has_blank = " " in found.view.text.text[found.start : found.end]
    is_long = len(found.placed) >= LONG_NAME and article.is_damaged
    return not has_blank or not (article.names_rightly(entry) or is_long)


def _is_named_behind(text: TextContext, found: Alignment) -> bool:
    """ "Information Gain (InfoGain)", "U-shaped" for "U-shape", "Altmanwas".

    Not "Amodeii", a misspelling, nor "Common Crawling", another word.
    """
    form = found.pattern.key.form.text
    at = text.text.find(form, found.start, found.end + _BEHIND + len(form))
    if at < 0:
        return False
    behind = at + len(form)
    if not text.text[behind : behind + 1].isalpha():
        return True
    if all(s and s[1].kind != NEAR for s in found.placed):
        return not (" " in form and found.view.units[found.last].folded.endswith("ing"))
    return text.puts_on_a_word(text.text[at : found.end], form)


def _is_dateline(text: TextContext, found: Alignment) -> bool:
    """ "LONDON (Reuters) - ...": agencies put the place in capitals."""
    return found.start == text.tokens.starts[0] and bool(_BEHIND_PLACE.match(text.text, found.end))


def _is_among_capitals(text: TextContext, found: Alignment) -> bool:
    """ "MARY OLDBROOK: Is it so?": the words beside it are in capitals, too."""
    tokens = text.tokens
    first, last = bisect_left(tokens.starts, found.start), bisect_left(tokens.starts, found.end)
    beside = [*tokens.texts[max(0, first - 1) : first], *tokens.texts[last : last + 1]]
    return any(word.isupper() and len(word) > 1 for word in beside)


def _is_transposed(text: TextContext, found: Alignment) -> bool:
    if not found.is_whole:
        return False
    surface, name = text.text[found.start : found.end], found.pattern.key.form.text
    differ = [n for n, (one, other) in enumerate(zip(surface, name, strict=False)) if one != other]
    return (
        len(surface) == len(name)
        and len(differ) == 2
        and differ[1] - differ[0] == 1
        and surface[differ[0]] == name[differ[1]]
        and surface[differ[1]] == name[differ[0]]
    )


def _has_gap(article: ArticleContext, text: TextContext, found: Alignment) -> bool:
    """ "TaskRbit" for "TaskRabbit"; where the article has the name, a short part may have lost one, too."""
    if not found.is_whole:
        return False
    surface, form = text.text[found.start : found.end], found.pattern.key.form.text
    shortest = GAPPED_AGAIN if article.names_rightly(found.pattern.key.entry) else GAPPED
    return has_gap(surface, form, shortest) and not text.known(surface)


def _is_misspelt_in_place(text: TextContext, found: Alignment) -> bool:
    """All words of a name of three or more stand there, but one that is nearly right.

    Short words have no near ones in the vocabulary, as too many would be.
    """
    gaps = [k for k, spot in enumerate(found.placed) if spot is None]
    if len(found.placed) < 3 or len(gaps) != 1 or len(found.extra) != 1:
        return False
    order = [spot[0] if spot else found.extra[0] for spot in found.placed]
    if order != sorted(order) or any(spot and spot[1].kind != SAME for spot in found.placed):
        return False
    unit = found.view.units[found.extra[0]]
    own = found.view.index.vocabulary.texts[found.pattern.words[gaps[0]]]
    return (
        unit.text.istitle()
        and unit.folded[0] == own[0]
        and not is_plural(unit.folded, own)
        and not text.ordinary(unit.text, EVERYDAY)
        and similarity(unit.folded, own) >= IN_PLACE_SIMILAR
    )


def _is_misspelt_again(text: TextContext, found: Alignment, evidence: Evidence) -> bool:
    """ "Kanhar" where "Kandahar" stands elsewhere: a strange word with a letter or two lost, or others."""
    if not (evidence["single"] and evidence["near"] and evidence["right_log"] and evidence["near_unknown"]):
        return False
    surface, form = text.text[found.start : found.end], found.pattern.key.form.text
    off = round((1 - similarity(surface, form)) * max(len(surface), len(form)))
    return (
        surface.istitle()
        and form.istitle()
        and surface.isalpha()
        and AGAIN_LONG <= len(form) >= len(surface)
        and surface[0] == form[0]
        and off <= AGAIN_OFF
        and not evidence["repeats"]
        and not evidence["previous_cap"]
        and not is_plural(surface.lower(), form.lower())
        and form not in text.sentence_around(found.start, found.end)
        and not is_introduced(text, found.start, found.end)
    )


def _listed_as(text: TextContext, found: Alignment) -> str:
    """The rule of known.py, where the gazetteer lists this very form as a wrong one of the entry."""
    hit = text.wrong_hits.get((found.start, found.end, found.pattern.key.entry.name))
    if hit is None or not same_letters(text.surface(hit), hit.form.text):
        return ""
    return "known_form" if hit.form.kind == "mangled" else "literal_translation"


def _joins_two(text: TextContext, found: Alignment) -> bool:
    """ "Sheffield and starting the university" is no Sheffield University."""
    small = text.words_in(found.start, found.end)
    return (
        any(word in small and word not in found.pattern.key.tokens for word in _JOINING)
        and "&" not in found.pattern.key.form.text
    )


def _rules(text: TextContext, found: Alignment, evidence: Evidence) -> list[str]:
    rules = list(dict.fromkeys(_rule(text, found, spot) for spot in found.placed if spot))
    if evidence["order"]:
        rules.append("word_order")
    if evidence["missing"] or evidence["extra"]:
        rules.append("lost_words")
    if evidence["connector"]:
        rules.append("connector")
    return [rule for rule in rules if rule] or ["folded_form"]


def _rule(text: TextContext, found: Alignment, spot: tuple[int, Relation]) -> str:
    """What became of a piece; "" where it is the same."""
    place, relation = spot
    if relation.kind == STEM and not text.known(found.view.units[place].text):
        return "spelling"  # no form of a word
    if relation.kind == PAIR and pair_kinds(found, place, relation.word) == {"spelling"}:
        return "spelling"
    return _RULES.get(relation.kind, "")


def _written(found: Alignment, unit: int) -> str:
    """What stands in the text for a piece of the name."""
    view = found.view
    return view.text.text[found.start : found.end] if found.is_whole else view.units[unit].text


def _spelt(found: Alignment) -> dict[int, str]:
    """The pieces of the name as it writes them, by their numbers."""
    if found.is_whole:
        return {found.pattern.words[0]: found.pattern.key.form.text}
    number = found.view.index.vocabulary.number
    tokens = tokenize(found.pattern.key.form.text).texts
    return {number(piece.folded): piece.text for token in tokens for piece in pieces(token)}


def _tell(article: ArticleContext, found: Alignment, evidence: Evidence) -> str:
    """In one sentence what is damaged, and what the article says to it."""
    text, spelt = found.view.text, _spelt(found)
    laid = list(zip(found.pattern.words, found.placed, strict=True))
    told = [
        _TELLS[_rule(text, found, spot)].format(repr(_written(found, spot[0])), repr(spelt[word]))
        for word, spot in laid
        if spot and spot[1].kind != SAME
    ]
    told += [f"{spelt[word]!r} is missing" for word, spot in laid if spot is None]
    told += ["its words are in another order"] * bool(evidence["order"])
    told += ["the small words between are others"] * bool(evidence["connector"])
    told += ["there are words in it that the name has not"] * bool(evidence["extra"])
    if not told:
        told = ["only case, spaces, hyphens or accents differ"]
    if evidence["right_log"]:
        told.append("the article names it rightly elsewhere")
    elif evidence["about"]:
        told.append("the gazetteer is about this article, which does not name it otherwise")
    if evidence["repeats"]:
        told.append("the article writes it so more than once")
    return "; ".join(told)
