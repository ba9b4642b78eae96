"""From what was counted to what is a name: the rules, one function each, their order in ``RULES``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from normtext import words
from normtext.folding import key_of
from normtext.gazetteer.not_names import GENERIC, HEADS, LABELS, PEOPLE_SUFFIXES, PEOPLES, RANKS, is_no_name
from normtext.gazetteer.runs import is_mixed
from normtext.gazetteer.tallies import Tallies, Tally

ORDINARY = 3.0
"""Zipf frequency from which a capitalised word at the start of a sentence may be any word."""
LOWER_SHARE = 0.1
"""A name stands in lower case in fewer than this share of its mentions."""
SHORTEST = 3
"""Letters of a lone word: shorter ones are read into too many others."""
FREQUENT = 4.0
"""Zipf frequency of a lone word from which it takes ``MANY`` mentions: every text has such words."""
MANY = 3
STEADY = 1.5
"""Evidence from which another spelling is meant: twice in a sound document ("Llama" beside "LLaMA")."""
ACRONYM_MENTIONS = 3
"""An acronym that nobody spells out may be short for any thing; this often it is at least in use."""


@dataclass(slots=True)
class Candidate:
    """A surface on its way to a verdict.

    Attributes:
        name: the surface.
        tally: its counts.
        variants: surfaces of the same folded letters, with their counts.
        aliases: those of them that are too well attested to be mistakes.
        acronym: what it is short for in brackets, and how often that is said.
        definitions: how often its acronym is defined.
    """

    name: str
    tally: Tally
    variants: tuple[tuple[str, int], ...] = ()
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    definitions: int = 0

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.name.split()


def decide(tallies: Tallies, min_count: int) -> Iterator[Candidate]:
    """The names among the candidates, most mentioned first."""
    found = tallies.candidates()
    _resolve_starts(found)
    _fold_into_shorter(found)
    candidates = list(_grouped(found))
    _take_acronyms(candidates, tallies)
    short_for = {candidate.acronym for candidate in candidates if candidate.acronym}
    surfaces = frozenset(found)
    candidates.sort(key=lambda candidate: (-candidate.tally.count, candidate.name))
    for candidate in candidates:
        enough = candidate.tally.count + candidate.definitions >= min_count
        if not enough or candidate.name in short_for or _is_made_of(candidate.name, surfaces):
            continue
        if all(rule(candidate, tallies) for rule in RULES):
            yield candidate


def _is_made_of(name: str, surfaces: frozenset[str]) -> bool:
    """ "Namibian" where the collection has Namibia too; "US-China" of two other names."""
    if all(part in surfaces or part.lower() in PEOPLES for part in name.split("-")) and "-" in name:
        return name.replace("-", "").isalpha()
    return any(
        name.endswith(suffix) and name[: -len(suffix)] in surfaces and len(name) > len(suffix) + 3
        for suffix in PEOPLE_SUFFIXES
    )


def _resolve_starts(found: dict[str, Tally]) -> None:
    """At the start of a sentence the first word is part of the name only where it is so elsewhere."""
    for surface, tally in list(found.items()):
        if not tally.starting or tally.within or not _may_be_any_word(surface.split()[0], tally.language):
            continue
        del found[surface]
        rest = found.get(tally.rest)
        if rest is not None:
            rest.join(tally)


def _may_be_any_word(word: str, language: str) -> bool:
    if is_mixed(word) or word.isupper():
        return False
    return not language or is_ordinary(word, language)


def is_ordinary(word: str, language: str, at_least: float = ORDINARY) -> bool:
    """Tell whether a word is an ordinary one of a language or of English."""
    return any(words.is_ordinary(word, tag, at_least) for tag in {language or "en", "en"})


def _fold_into_shorter(found: dict[str, Tally]) -> None:
    """A plural joins its singular, a name with a rank before it the name without."""
    for surface, tally in list(found.items()):
        first, _, rest = surface.partition(" ")
        shorter = rest if first.lower() in RANKS else surface[:-1] if surface.endswith("s") else ""
        other = found.get(shorter) if shorter else None
        if other is not None and other.within and other.count >= tally.count:
            other.join(tally)
            del found[surface]


def _grouped(found: dict[str, Tally]) -> Iterator[Candidate]:
    """Spellings of one name together, under the one that most of the evidence has."""
    groups: dict[str, list[str]] = {}
    for surface in found:
        groups.setdefault(key_of(surface), []).append(surface)
    for surfaces in groups.values():
        surfaces.sort(key=lambda s: (-found[s].evidence, -found[s].count, s))
        name, *others = surfaces
        counts = tuple((other, found[other].count) for other in others)
        aliases = tuple(other for other in others if _is_used(other, found[other], found[name]))
        yield Candidate(name, found[name], counts, aliases)


def _is_used(variant: str, tally: Tally, name: Tally) -> bool:
    """Tell whether a spelling is somebody's way to write the name, and not a slip or a headline."""
    if variant.isupper():
        return False
    return tally.evidence >= STEADY or tally.evidence > name.evidence / 2


def _take_acronyms(candidates: list[Candidate], tallies: Tallies) -> None:
    by_name = {candidate.name: candidate for candidate in candidates}
    for name, acronym, times in tallies.acronyms():
        candidate = by_name.get(name)
        if candidate and times > candidate.definitions and not tallies.is_generic(acronym):
            candidate.acronym, candidate.definitions = acronym, times


Rule = Callable[[Candidate, Tallies], bool]


def has_a_name_shape(candidate: Candidate, _: Tallies) -> bool:
    """Long enough, with a word that is more than a label and a number."""
    parts = candidate.words
    if len(parts) == 2 and parts[1][0].isdigit() and parts[0].lower() in LABELS:
        return False
    return sum(map(str.isalpha, candidate.name)) >= (2 if is_mixed(candidate.name) else SHORTEST)


def is_no_listed_word(candidate: Candidate, _: Tallies) -> bool:
    """Its words are not all titles, peoples, days and the like."""
    return not all(is_no_name(word.lower()) for word in candidate.words)


def stands_in_mid_sentence(candidate: Candidate, _: Tallies) -> bool:
    """Seen where only a name has a capital, or strange enough not to need it."""
    tally = candidate.tally
    return bool(tally.within) or is_mixed(candidate.name) or bool(tally.language)


def is_not_in_lower_case(candidate: Candidate, tallies: Tallies) -> bool:
    """The collection does not write the same words without capitals."""
    parts, tally = candidate.words, candidate.tally
    lower = tallies.lower(candidate.name.lower()) if len(parts) == 1 else tally.lower
    return lower <= LOWER_SHARE * tally.count


_IDENTIFIER = regex.compile(r"\p{Ll}(?:Error|Exception|Warning)$|^\p{Ll}{4,}\p{Lu}")


def is_no_identifier(candidate: Candidate, _: Tallies) -> bool:
    """Not a word of source code."""
    return _IDENTIFIER.search(candidate.name) is None


def is_no_everyday_word(candidate: Candidate, _: Tallies) -> bool:
    """A lone frequent word takes more mentions, in mid-sentence."""
    name, tally = candidate.name, candidate.tally
    if len(candidate.words) > 1 or is_mixed(name) or name.isupper():
        return True
    return not is_ordinary(name, tally.language, FREQUENT) or tally.within >= MANY


def is_no_term(candidate: Candidate, tallies: Tallies) -> bool:
    """Ordinary words with capitals, or with a general acronym: "Agentic AI", "Public Policy"."""
    parts, tally = candidate.name.replace("-", " ").split(), candidate.tally
    if len(parts) == 1 or is_mixed(candidate.name) or any(word.lower() in HEADS for word in parts):
        return True
    if any(word.islower() for word in parts) and "-" in candidate.name:
        return False
    general = [word for word in parts if word.lower() in GENERIC or tallies.is_generic(word)]
    others = [word for word in parts if word not in general]
    if not all(_is_used_as_word(word, tally.language, tallies) for word in others):
        return True
    return not general and tally.within >= MANY


def _is_used_as_word(word: str, language: str, tallies: Tallies) -> bool:
    lowered = word.lower()
    if tallies.lower(lowered):
        return True
    return word == lowered or (is_ordinary(word, language, FREQUENT) and lowered not in GENERIC)


def is_no_loose_acronym(candidate: Candidate, tallies: Tallies) -> bool:
    """Capitals that are short for ordinary words, or for nobody knows what."""
    name = candidate.name
    if len(candidate.words) > 1:
        return True
    if tallies.is_generic(name) or name.lower() in GENERIC:
        return False
    return not name.isupper() or candidate.tally.count >= ACRONYM_MENTIONS


RULES: tuple[Rule, ...] = (
    has_a_name_shape,
    is_no_listed_word,
    stands_in_mid_sentence,
    is_not_in_lower_case,
    is_no_identifier,
    is_no_everyday_word,
    is_no_term,
    is_no_loose_acronym,
)
