"""Rule: a name damaged in its pieces: misspelt, translated, turned round, with words lost or put in.

One rule for all of these, since damage seldom comes alone ("Department of Investigation Homicides").
The rule's name tells the kinds that were found, joined with "+".
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import regex

from normtext.gazetteer.entries import UNSORTED
from normtext.gazetteer.vocabulary import CONNECTORS, LOST, NEAR, PAIR, SAME, STEM
from normtext.stages.names.alignment import Alignment, alignments, folded_alignments
from normtext.stages.names.context import ArticleContext, TextContext, same_letters
from normtext.stages.names.evidence import Evidence, confidence, is_plural, similarity, weigh
from normtext.stages.names.finds import Find
from normtext.stages.names.units import Units
from normtext.wordpairs import relatives

WORTH_TELLING = 0.2
"""Below this nothing is made of an alignment."""
APART = 0.92  # "Phi-4 - Mini" for "Phi-4-Mini"; of twelve in real damage none was anything else
HOUSE_STYLE = 0.9  # "NATO", where a gazetteer about this article, and the article elsewhere, have "Nato"
TRANSPOSED = 0.8  # two letters changed places in a name with capitals inside, or were lost: "FIBench"
IN_PLACE = 0.8  # a short word nearly right, all others of three or more right: "MIT Integration Bebe"
IN_PLACE_SIMILAR = 0.7  # of that word, by edits
EVERYDAY = 4.0  # Zipf, of a word that is meant as it stands: "East Coast Lane" is not "East Coast Line"
DOUBTFUL = 0.6  # a plural, a description ("Nepal's aviation authority"), an accent left out: seldom damage

SHORTEST_GAPPED = 4  # letters of a part of a name that has lost some
_HUMP = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}\p{Ll}+")
_BEHIND_PLACE = regex.compile(r"\s*[,:(/\p{Pd}]")
_SPACED_HYPHEN = regex.compile(r"\s+-\s*|\s*-\s+")
_BEHIND = 4  # characters in which the right form may follow: "Information Gain (InfoGain)"

LONG = 9  # letters of a single word that may be two edits off
_AGENT = regex.compile(r"(?:[^e]er|or|ist)s?$")
_VERBS = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can"})
_JOINING = ("and", "or")
_RULES = {LOST: "spelling", NEAR: "spelling", STEM: "inflection", PAIR: "word_translation"}
_TELLS = {
    LOST: "{} has lost a letter of {}",
    NEAR: "{} is nearly {}",
    STEM: "{} is another form of {}",
    PAIR: "{} is what a translation makes of {}",
}


def damaged_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Names whose pieces stand in the text, some of them damaged, parted, turned round or lost."""
    for alignment in itertools.chain(alignments(article, text), folded_alignments(article, text)):
        find = _judge(article, text, alignment)
        if find:
            yield find


def _judge(article: ArticleContext, text: TextContext, found: Alignment) -> Find | None:
    key, view = found.pattern.key, found.view
    form, surface = key.form.text, text.text[found.start : found.end]
    if same_letters(surface, form) or key.entry.case_sensitive or not article.permits(key.entry):
        return None
    if key.entry.kind != UNSORTED and any(spot and spot[1].kind == NEAR for spot in found.placed):
        return None  # what a kind of name allows is weighed in spelling.py
    if form in text.text[found.start : found.end + _BEHIND + len(form)]:
        return None
    if _joins_two(text, found) or text.is_upper_case:
        return None
    evidence = weigh(article, text, found)
    sure = confidence(evidence)
    if _SPACED_HYPHEN.sub("-", surface) == form or evidence["apostrophe"]:
        sure = max(sure, APART)
    elif (
        evidence["acronym_case"]
        and evidence["about"]
        and evidence["right_log"]
        and not _is_dateline(text, found)
    ):
        sure = max(sure, HOUSE_STYLE)
    elif _is_transposed(text, found) or _has_gap(text, found):
        sure = max(sure, TRANSPOSED)
    elif _is_misspelt_in_place(text, found):
        sure = max(sure, IN_PLACE)
    elif sure > DOUBTFUL and any(doubt(text, found, evidence) for doubt in DOUBTS):
        sure = DOUBTFUL
    if round(sure, 2) < WORTH_TELLING:
        return None
    rule = "+".join(_rules(found, evidence))
    reason = f"{surface!r} for {form!r}: {_tell(article, view, found, evidence)}"
    return Find(found.start, found.end, key.entry, form, rule, round(sure, 2), reason)


def _is_dateline(text: TextContext, found: Alignment) -> bool:
    """ "LONDON (Reuters) - ...": agencies put the place in capitals."""
    return not text.text[: found.start].strip() and bool(_BEHIND_PLACE.match(text.text, found.end))


def _is_only_plural(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """A plural may be meant; not where it is a surname behind a first name, "Bryan Kohbergers"."""
    if not e["plural"] or e["near"] or e["pair"] or e["lost"] or e["missing"] or e["order"]:
        return False
    texts = found.view.index.vocabulary.texts
    plurals = [texts[r.word] for r in (spot[1] for spot in found.placed if spot) if r.kind == STEM]
    return not (len(found.placed) > 1 and e["right_log"] and not any(text.known(word) for word in plurals))


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


def _has_gap(text: TextContext, found: Alignment) -> bool:
    """One or two letters lost inside one part of a name with capitals inside: "TaskRbit" for "TaskRabbit"."""
    if not found.is_whole:
        return False
    surface, form = text.text[found.start : found.end], found.pattern.key.form.text
    ours, own = _HUMP.findall(surface), _HUMP.findall(form)
    if len(own) < 2 or len(ours) != len(own) or "".join(own) != form or text.known(surface):
        return False
    differ = [(a, b) for a, b in zip(ours, own, strict=True) if a != b]
    return len(differ) == 1 and _is_gapped(*differ[0])


def _is_gapped(short: str, whole: str) -> bool:
    """Tell whether a word is another without one or two letters that stand together inside it."""
    lost = len(whole) - len(short)
    if lost not in (1, 2) or len(short) < SHORTEST_GAPPED:
        return False
    return any(whole[:n] + whole[n + lost :] == short for n in range(1, len(short)))


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


def _is_habit(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """A strange word that the article writes again and again, and never otherwise."""
    return bool(e["single"] and e["near"] and e["repeats"] and not e["right_log"])


def _is_short_form(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """ "Supreme Court" for "US Supreme Court": papers shorten names."""
    return bool(e["missing"]) and not (e["extra"] or e["near"] or e["pair"] or e["stem"] or e["lost"])


def _is_relative(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "SimCSE" is not "SimCLR": names of one word that differ by a letter or two are names of kin."""
    if found.is_whole:
        return True
    if not (e["single"] and e["near"]):
        return False
    spot = next(spot for spot in found.placed if spot)
    edits = round((1 - spot[1].strength) * max(len(found.pattern.key.joined), found.end - found.start))
    return edits > 1 and not (edits == 2 and found.end - found.start >= LONG and not e["near_initial"])


def _pair_kinds(found: Alignment, place: int, word: int) -> set[str]:
    """In what way a piece and a word of the name are a pair: "foreign", "demonym", "spelling" ..."""
    own = found.view.index.vocabulary.texts[word]
    return {r.kind for r in relatives(found.view.units[place].folded) if r.word == own}


def _is_word_of_its_own(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "French" is not "France", "Rather" not "Instead": clean texts have such words side by side.

    A single word that stands for a name of one word proves something only where it is a foreign one in
    an English text: "Almas" for "Souls".
    """
    if not (e["single"] and e["pair"]) or found.is_whole:
        return False
    place, relation = next(spot for spot in found.placed if spot)
    return "foreign" not in _pair_kinds(found, place, relation.word) or text.languages != ("en",)


def _is_lower_relative(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "The Arctic sea" is not the Arctic Ocean: one word of two, and that in lower case."""
    if not e["pair"] or e["order"] or len(found.placed) > 2:
        return False
    return any(
        found.view.units[place].text.islower() and relation.kind == PAIR
        for place, relation in (spot for spot in found.placed if spot)
    )


def _is_namesake(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "John Allan" is not "John Allen", where the article has both, and has them again."""
    if not e["right_log"] or e["near_unknown"] or not (e["near"] or e["pair_joined"]):
        return False
    return bool(e["repeats"]) or found.pattern.key.form.text in text.sentence_around(found.start, found.end)


def _is_other_word(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Wall Street journalists", "Centers for Disease Control": a word that only resembles the name's
    own, and that is an ordinary word in lower case, or a plural."""
    if not e["near"] or found.is_whole:
        return False
    texts = found.view.index.vocabulary.texts
    return any(
        relation.kind == NEAR
        and text.ordinary(unit.text)
        and (unit.text.islower() or unit.folded.endswith("s") > texts[relation.word].endswith("s"))
        for unit, relation in ((found.view.units[spot[0]], spot[1]) for spot in found.placed if spot)
    )


def _is_clause(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "The Green Deal is new": a verb stands within."""
    within = set(text.words_in(found.start, found.end)) & _VERBS
    return bool(within.difference(found.pattern.key.tokens))


def _is_shouted(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "SPACE KETTLE CONCEPT": capitals throughout are a matter of style in several words, too."""
    return len(found.placed) > 1 and bool(e["case_only"]) and text.text[found.start : found.end].isupper()


def _is_agent(_text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "Interior Minister" for "Interior Ministry": who does a thing is not the thing."""
    texts = found.view.index.vocabulary.texts
    return any(
        bool(_AGENT.search(found.view.units[n].folded)) != bool(_AGENT.search(texts[relation.word]))
        for n, relation in (spot for spot in found.placed if spot)
        if relation.kind == STEM
    )


def _is_part_of_more(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """ "Internet File" in "Common Internet File System" is not the Internet Archive."""
    strange = not e["right_log"] and not e["about"]
    doubtful = (strange and (e["pair"] or e["stem"])) or (e["order"] and e["right_log"])
    return bool(doubtful) and bool(e["next_cap"] or e["previous_cap"])


def _goes_on(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Royal Naval College" is not the Royal Navy: the word that is not its own goes with the next."""
    if not e["next_cap"] or e["missing"] or found.is_whole:
        return False
    place, relation = max(spot for spot in found.placed if spot)
    if relation.kind == PAIR:
        return "spelling" not in _pair_kinds(found, place, relation.word)
    return relation.kind == STEM


def _is_turned(text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "Washington University" is not the University of Washington; who knows whom the article means?"""
    if not e["order"] or e["near"] or e["pair"] or e["stem"] or e["lost"]:
        return False
    if not e["right_log"]:
        return not e["about"]
    if found.pattern.key.form.text in text.sentence_around(found.start, found.end):
        return True  # who writes both in a sentence means two things
    small = not CONNECTORS.isdisjoint(text.words_in(found.start, found.end))
    lower = bool(e["first_low"] or e["case"])
    # "Henry James" is not James Henry, nor "times in New York" the New York Times.
    other = small or not CONNECTORS.isdisjoint(found.pattern.key.tokens)
    return (not other and not lower and len(found.placed) == 2) or (small and lower)


def _is_inflected_word(_text: TextContext, found: Alignment, e: Evidence) -> bool:
    """ "An American bank" is not the America Bank."""
    return bool(e["stem"]) and len(found.placed) == 2 and bool(e["first_low"] or e["case"])


def _is_headline(text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """Where every word has a capital, words that only resemble a name prove little."""
    return text.is_headline_case and bool(e["missing"] or e["extra"] or (e["pair"] and e["order"]))


def _joins_two(text: TextContext, found: Alignment) -> bool:
    """ "Sheffield and starting the university" is no Sheffield University."""
    small = text.words_in(found.start, found.end)
    return (
        any(word in small and word not in found.pattern.key.tokens for word in _JOINING)
        and "&" not in found.pattern.key.form.text
    )


def _is_description(text: TextContext, found: Alignment, _e: Evidence) -> bool:
    """ "Nepal's civil aviation authority": a genitive, and words in lower case that describe."""
    return (
        "s" in text.words_in(found.start, found.end)
        and "s" not in found.pattern.key.tokens
        and any(found.view.units[spot[0]].text[0].islower() for spot in found.placed if spot)
        and not found.pattern.key.form.text.islower()
    )


def _lacks_accents(_text: TextContext, _found: Alignment, e: Evidence) -> bool:
    """The same but for accents; that may be the paper's habit."""
    return bool(e["folded_only"]) and not e["case_only"] and not e["right_log"] and e["similar"] < 1


DOUBTS: tuple[Callable[[TextContext, Alignment, Evidence], bool], ...] = (
    _is_only_plural, _is_word_of_its_own, _is_lower_relative, _is_namesake, _is_other_word, _is_clause,
    _is_shouted, _goes_on, _is_description, _lacks_accents, _is_habit, _is_short_form, _is_relative,
    _is_agent, _is_part_of_more, _is_headline, _is_turned, _is_inflected_word,
)  # fmt: skip
"""What makes a find a suggestion, however near it is."""


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


def _written(view: Units, found: Alignment, unit: int) -> str:
    """What stands in the text for a piece of the name."""
    return view.text.text[found.start : found.end] if found.is_whole else view.units[unit].text


def _tell(article: ArticleContext, view: Units, found: Alignment, evidence: Evidence) -> str:
    """In one sentence what is damaged, and what the article says to it."""
    texts = (article.index.wholes if found.is_whole else article.index.vocabulary).texts
    told = [
        _TELLS[spot[1].kind].format(repr(_written(view, found, spot[0])), repr(texts[word]))
        for word, spot in zip(found.pattern.words, found.placed, strict=True)
        if spot and spot[1].kind != SAME
    ]
    lost = [texts[word] for word, spot in zip(found.pattern.words, found.placed, strict=True) if spot is None]
    told += [f"{word!r} is missing" for word in lost]
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
