"""Is this a translation at all? Cheap checks against the ways in which models run wild.

A check that fails is a ``Fault``. Faults that leave nothing to read are fatal: the sentence is worth
less than its source. With the others the translation is kept, and the fault becomes a warning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from normtext.folding import fold
from normtext.stages.translation.arrival import surplus
from normtext.stages.translation.numbers import lost_numbers, lost_units
from normtext.stages.translation.terms import Term
from normtext.words import is_known, is_ordinary

MAX_RATIO = 4.0
"""English words per source word (or per two characters of Han and kana) above which a model babbles."""
MIN_RATIO = 0.2
"""... and below which it has left most of the sentence out."""
MIN_WORDS = 6
"""Shorter sentences are not judged by their length."""
MAX_REPEATS = 4
"""A run of one to four words, this often in a row, is a loop; unless the source repeats as well."""
MIN_COPIED = 4
"""From so many words on, a translation that repeats the source's is judged as a copy ..."""
COPIED = 0.6
"""... if so large a share of its words stand in the source; Dutch and English share a third at most."""
MIN_STRANGE = 4
"""Letters from which a word that English does not know is counted as one that nobody knows ..."""
MANY_STRANGE = 2
"""... so many of them, and ..."""
STRANGE = 0.1
"""... so large a share of a sentence's words, make a translation doubtful."""
MIN_ENGLISH = 8
"""A sentence of so many words has one of the commonest English words."""
ALIKE = 0.5
"""A capitalised word of the English that is less like every word of the source was invented."""

_WORD = regex.compile(r"\w+")
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}'’\-]*")
_JOINED = regex.compile(r"['’\-]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_STRANGE_NAME = regex.compile(r"(?<=[\p{Ll},;] )\p{Lu}\p{Ll}{3,}(?![\p{L}\p{N}'’\-])")
_NOT_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_URL = regex.compile(r"https?://\S+|www\.\S+")
_TRAILING = ".,;:!?)\"'"

_COMMONEST = frozenset(
    """
    the of and to in a an is was for that on with it as be by at from are this he she they we i you his her
    its their our your my not but or have has had were been will would can could should may might which who
    what when where how there than then more also after before into over about no one all if so up out only
    do did does
    """.split()
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a translation.

    Attributes:
        check: which check found it.
        message: what, for a person.
        fatal: the output is no translation of the sentence.
    """

    check: str
    message: str
    fatal: bool = False


CHECKS = ("empty", "length", "loop", "copy", "not_english", "number", "unit", "invented")
"""All checks, as they are counted."""


def faults(source: str, english: str, terms: Sequence[Term] = (), language: str = "und") -> tuple[Fault, ...]:
    """Everything that is seen to be wrong with a translation; () where nothing is.

    Args:
        source: the sentence.
        english: its translation.
        terms: what has to come through.
        language: BCP 47 tag of the sentence.
    """
    if not english.strip():
        return (Fault("empty", "nothing came back", True),) if source.strip() else ()
    found = [check(source, english, terms) for check in _CHECKS]
    found.append(_number(source, english, language))
    return tuple(fault for fault in found if fault is not None)


def _length(source: str, english: str, _terms: Sequence[Term]) -> Fault | None:
    there, here = _size(source), len(_WORD.findall(english))
    if there < MIN_WORDS or MIN_RATIO * there <= here <= MAX_RATIO * there:
        return None
    return Fault("length", f"{there:.0f} words became {here}", True)


def _size(source: str) -> float:
    unspaced = len(_UNSPACED.findall(source))
    return unspaced / 2 if unspaced > len(source) / 4 else len(_WORD.findall(source))


def _loop(source: str, english: str, _terms: Sequence[Term]) -> Fault | None:
    repeated = _repeated(english)
    if not repeated or _repeated(source):
        return None
    return Fault("loop", f"it repeats itself: {repeated!r}", True)


def _repeated(text: str) -> str | None:
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < MAX_REPEATS or max(Counter(words).values()) < MAX_REPEATS:
        return None
    for size in range(1, 5):
        run = 1
        for i in range(size, len(words) - size + 1, 1):
            run = run + 1 if words[i : i + size] == words[i - size : i] else 1
            if run > (MAX_REPEATS - 1) * size:
                return " ".join(words[i : i + size])
    return None


def _copy(source: str, english: str, terms: Sequence[Term]) -> Fault | None:
    words = {word for word in _plain_words(english, terms) if len(word) > 1}
    copied = words.intersection(_plain_words(source, terms))
    if len(copied) < max(MIN_COPIED, COPIED * len(words)):
        return None
    if sum(map(is_ordinary, copied)) > len(copied) / 2 and not _COMMONEST.isdisjoint(words):
        return None
    return Fault("copy", "the engine gave the sentence back untranslated", True)


def _not_english(source: str, english: str, terms: Sequence[Term]) -> Fault | None:
    words = _plain_words(english, terms)
    if len(words) < MIN_COPIED:
        return None
    is_foreign = len(words) >= MIN_ENGLISH and _COMMONEST.isdisjoint(words)
    if is_foreign and sum(is_ordinary(word) for word in words) <= len(words) / 2:
        return Fault("not_english", "what came back is not English", True)
    strange = [word for word in dict.fromkeys(words) if len(word) >= MIN_STRANGE and not _is_english(word)]
    if len(strange) < MANY_STRANGE or len(strange) < STRANGE * len(words):
        return None
    there = set(_plain_words(source, terms))
    made_up = [word for word in strange if word not in there]
    if len(made_up) < MANY_STRANGE or len(made_up) < STRANGE * len(words):
        return None
    return Fault(
        "not_english", f"there are no such words as {_listed(made_up[:3])}", len(made_up) > len(words) / 4
    )


def _is_english(word: str) -> bool:
    """Tell whether English has a word, or the parts that a hyphen joins."""
    return all(len(part) < MIN_STRANGE or is_known(part) for part in _JOINED.split(word))


def _plain_words(text: str, terms: Sequence[Term]) -> list[str]:
    """The words in small letters, which are no names; terms of code and the like left out."""
    for form in {term.english for term in terms if term.kind != "glossary"}:
        text = text.replace(form, " ")
    words: list[str] = [word for word in _LETTERS.findall(text) if word.islower() or not word.isascii()]
    return [word.lower() for word in words]


def _number(source: str, english: str, language: str) -> Fault | None:
    lost = lost_numbers(source, english, language)
    if not lost:
        return None
    return Fault(
        "number", f"{_listed(lost)} of the source {'is' if len(lost) == 1 else 'are'} not in the English"
    )


def _unit(source: str, english: str, _terms: Sequence[Term]) -> Fault | None:
    lost = lost_units(source, english)
    return Fault("unit", f"the unit {_listed(lost)} of the source is not in the English") if lost else None


def _invented(source: str, english: str, terms: Sequence[Term]) -> Fault | None:
    links = [link.rstrip(_TRAILING) for link in _URL.findall(english)]
    # Where a name's words have a meaning, the engine may come to it by translating the source's words.
    opaque = [term for term in terms if not any(map(is_ordinary, _LETTERS.findall(term.english)))]
    made_up = surplus(opaque, english) or [link for link in links if link not in source]
    made_up = made_up or _strange_names(source, english, terms)
    if not made_up:
        return None
    more = "more often in the English than in the source"
    return Fault("invented", f"{_listed(made_up)} {'is' if len(made_up) == 1 else 'are'} {more}")


def _strange_names(source: str, english: str, terms: Sequence[Term]) -> list[str]:
    """Capitalised words that English does not know and that are like no word of the source."""
    found = [word for word in _STRANGE_NAME.findall(english) if not is_known(word.lower())]
    if not found or _NOT_LATIN.search(source):
        return []
    from rapidfuzz.distance import OSA

    there = [fold(word) for word in (*_LETTERS.findall(source), *(term.english for term in terms))]
    likeness = OSA.normalized_similarity
    return [word for word in found if not any(likeness(fold(word), other) >= ALIKE for other in there)]


_CHECKS = (_length, _loop, _copy, _not_english, _unit, _invented)


def _listed(items: Sequence[str]) -> str:
    return ", ".join(repr(item) for item in dict.fromkeys(items))
