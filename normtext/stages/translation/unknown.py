"""Names that no gazetteer knows: rare surnames, small places, kept as they are spelled in the source.

An engine renders a word that it has never seen piece by piece, and spells it as it likes
("Prelogar": "Prelogue"). Where the source has a capitalised word that no list knows, and the English
in its stead one that looks like it and that English does not know either, the source is right.
Nothing is translated anew for such a name, and no sentence kept back: less is known of it than of a
name in a gazetteer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from normtext.edits import Change
from normtext.folding import fold
from normtext.stages.translation.alignment import POSSESSIVE, stretches
from normtext.stages.translation.arrival import term_pattern
from normtext.stages.translation.terms import Term
from normtext.words import is_known

RULE = "unknown_name_restored"

ALIKE = 0.5
"""Similarity from which a word that English does not know is taken for the misspelt name."""

# Languages in Latin letters that leave a name as it is; elsewhere the English is right to take an
# ending off ("Kowalskiego": Kowalski).
UNINFLECTED = frozenset("af ca da de es fr gl id it ms nb nl nn no oc pt sv vi".split())

LONGEST = 2000
"""Characters of a sentence; what is longer is a list or a table, where every name would be held against
every word."""
CAPITALS = 0.6
"""Share of capitalised words among the longer ones above which a sentence is a title."""

# Endings of derived words, which a translation renders by others: "Algoritêmicos" is no surname.
_DERIVED = regex.compile(
    r"(?:ç(?:ão|ões)|ci[oó]n(?:es)?|tions?|mente|[nê]ci[ae]s?|nci[ae]s?|dades?|it[àé]s?|ic[oa]s?|iques?|ism[eo]s?"
    r"|ismus|ung(?:en)?|heit|keit|tät|logi[ea]s?)$"
)
# How the languages of Europe spell the same sound of a Russian or Ukrainian name, longest first.
_SOUNDS = (
    (regex.compile("tsch|tch|tsj|sch|ch|sj|sh|š|č"), "S"),
    (regex.compile("zh|ž|j(?=[aeiouynk])"), "Z"),
    (regex.compile("ou|oe|u"), "u"),
    (regex.compile("[wvf]+"), "v"),
    (regex.compile("ij|ii|iy|ï|y|j"), "i"),
)
# Languages that join words, and their genitive to a name.
_JOINING = frozenset("af da de nb nl nn no sv".split())
_LONG_WORD = regex.compile(r"\p{L}{4,}")
_CAPITALISED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}@#/_.\-])\p{Lu}[\p{Latin}\p{M}'’\-]{3,}(?![\p{L}\p{M}\p{N}@/_])", regex.V1
)
_BEGINS = regex.compile(r"(?:^|[.!?:…«»“”\"„'‘(\[–—\-])\s*$")


def unknown_names(source: str, language: str, terms: Sequence[Term]) -> list[str]:
    """The words of a sentence that are names as far as can be told, each as often as it stands there.

    Args:
        source: the sentence.
        language: its BCP 47 tag.
        terms: what is accounted for already.
    """
    tag = language.partition("-")[0]
    if tag not in UNINFLECTED or len(source) > LONGEST or _is_title(source):
        return []
    words = [POSSESSIVE.sub("", match.group()) for match in _candidates(source, terms)]
    return [word for word in words if _is_name_like(word) and _is_unknown(word, tag)]


def _is_name_like(word: str) -> bool:
    return "-" not in word and not _DERIVED.search(word)


def _is_title(source: str) -> bool:
    """Tell whether all words of weight have capitals, so that a capital says nothing."""
    words = _LONG_WORD.findall(source)[1:]
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals > CAPITALS * len(words)


def _candidates(source: str, terms: Sequence[Term]) -> Iterator[regex.Match[str]]:
    starts = [term.start for term in terms]
    for match in _CAPITALISED.finditer(source):
        before = bisect_left(starts, match.end()) - 1
        within = before >= 0 and terms[before].end > match.start()
        if not within and not _BEGINS.search(source[max(0, match.start() - 3) : match.start()]):
            yield match


def _is_unknown(word: str, language: str) -> bool:
    parts = regex.split(r"['’\-]", word)
    return any(len(part) > 3 and not is_known(part) and not is_known(part, language) for part in parts)


def restored(
    source: str, names: Sequence[str], terms: Sequence[Term], english: str, language: str
) -> tuple[Change, ...]:
    """Changes to the English that spell the unknown names as the source has them."""
    wanted = [name for name in names if not _has_arrived(name, english, language)]
    if not wanted:
        return ()
    taken = [match.span() for term in terms for match in term_pattern(term.english).finditer(english)]
    made: list[Change] = []
    for name in dict.fromkeys(wanted):
        for start, end in _misspelt(name, source, english):
            if not any(low < end and start < high for low, high in taken):
                taken.append((start, end))
                reason = (
                    f"the source sentence has {name!r}, a name that no list knows; English knows no such word"
                )
                likeness = round(_likeness(english[start:end], name), 2)
                made.append(Change(start, end, english[start:end], name, RULE, likeness, reason))
    return tuple(sorted(made, key=lambda change: change.start))


def _has_arrived(name: str, english: str, language: str) -> bool:
    if term_pattern(name).search(english):
        return True
    if language.partition("-")[0] not in _JOINING:
        return False
    # "Prelogars" and "Prelogarhaus" have the name at their beginning, and the English may have it alone.
    start, folded = fold(name[:4]), fold(name)
    words = (fold(word) for word in regex.findall(r"[\p{L}\p{M}]{4,}", english))
    return any(word.startswith(start) and folded.startswith(word) for word in words)


def _misspelt(name: str, source: str, english: str) -> Iterator[tuple[int, int]]:
    """The words of the English that are no words and most like this name among the source's words."""
    there = {fold(word) for word in regex.findall(r"[\p{L}\p{M}'’\-]+", source)}
    best: list[tuple[float, int, int]] = []
    for start, end in stretches(english, 1, widest=1):
        surface = POSSESSIVE.sub("", english[start:end])
        if not surface[0].isupper() or _all_known(surface) or _sounds(surface) == _sounds(name):
            continue
        likeness = _likeness(surface, name)
        rival = max((_likeness(surface, word) for word in there - {fold(name)}), default=0.0)
        if likeness >= ALIKE and likeness > rival:
            best.append((likeness, start, start + len(surface)))
    best.sort(reverse=True)
    return ((start, end) for _, start, end in best[: source.count(name)])


def _sounds(name: str) -> str:
    """A key that is equal for the spellings of a name in different languages ("Zaloujny": "Zaluzhny")."""
    key = fold(name)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


def _all_known(surface: str) -> bool:
    return all(is_known(part) for part in regex.split(r"['’\s\-]+", surface) if part)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(fold(one), fold(other)))
