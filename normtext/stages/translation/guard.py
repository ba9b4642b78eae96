"""Is this a translation at all? Cheap checks against the ways in which models run wild.

A check that fails is a ``Fault``. Faults that leave nothing to read are fatal: the sentence is worth
less than its source. With the others the translation is kept, and the fault becomes a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from normtext.folding import fold
from normtext.stages.translation.arrival import surplus
from normtext.stages.translation.numbers import lost_numbers, lost_units, other_scale
from normtext.stages.translation.terms import Term
from normtext.words import is_known, is_ordinary, zipf

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
MIN_JUDGED = 6
"""Shorter ones may be a list of dishes."""
MANY_STRANGE = 2
"""... so many of them, and ..."""
STRANGE = 0.1
"""... so large a share of a sentence's words, make a translation doubtful."""
MOST_STRANGE = 0.25
"""Above this share there is nothing left to read."""
MIN_ENGLISH = 8
"""A sentence of so many words has one of the commonest English words."""
ALIKE = 0.5
"""A capitalised word of the English that is less like every word of the source was invented."""

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’\-]*")
_STRANGE_LETTERS = regex.compile(r"[\p{L}--\p{Latin}]+", regex.V1)
_MARKS = regex.compile(r"([^\w\s]\s?)\1{7,}")  # eight marks in a row, which no sentence has
_LAUGHTER = regex.compile(r"(\X{1,4}?)\1{2,}")
_JOINED = regex.compile(r"['’\-]")
_LOOP = regex.compile(r"\b(?P<turn>\w+(?:\W+\w+){0,3}?)(?:\W+(?P=turn)\b){2,}\W*", regex.IGNORECASE)
TIMEOUT_SECONDS = 1.0
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_STRANGE_NAME = regex.compile(r"(?<=[\p{Ll},;] )\p{Lu}\p{Ll}{3,}(?![\p{L}\p{N}'’\-])")
_NOT_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_DIGIT = regex.compile(r"\d")
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
    pair = _Pair(source, english, terms, language)
    found = [check(pair) for check in _CHECKS]
    return tuple(fault for fault in found if fault is not None)


class _Pair:
    """A sentence and its translation, each taken apart once for all checks."""

    def __init__(self, source: str, english: str, terms: Sequence[Term], language: str) -> None:
        self.source, self.english, self.terms, self.language = source, english, terms, language
        self.words = _WORD.findall(english)
        self.source_words = _WORD.findall(source)

    @cached_property
    def plain(self) -> list[str]:
        """The words of the English that are no names, code or the like."""
        return self._plain(self.english, self.words)

    @cached_property
    def source_plain(self) -> frozenset[str]:
        """The same of the source."""
        return frozenset(self._plain(self.source, self.source_words))

    def _plain(self, text: str, words: list[str]) -> list[str]:
        forms = {term.english for term in self.terms if term.kind != "glossary"}
        if forms:
            for form in forms:
                text = text.replace(form, " ")
            words = _WORD.findall(text)
        return [word for word in words if word.islower()]


def _length(pair: _Pair) -> Fault | None:
    there, here = _size(pair), len(pair.words)
    if there < MIN_WORDS or MIN_RATIO * there <= here <= MAX_RATIO * there:
        return None
    return Fault("length", f"{there:.0f} words became {here}", True)


def _size(pair: _Pair) -> float:
    unspaced = 0 if pair.source.isascii() else len(_UNSPACED.findall(pair.source))
    return unspaced / 2 if unspaced > len(pair.source) / 4 else len(pair.source_words)


def _loop(pair: _Pair) -> Fault | None:
    marks = _MARKS.search(pair.english)
    if marks and not _MARKS.search(pair.source):
        return Fault("loop", f"it repeats itself: {marks[1].strip()!r}", True)
    repeated = _repeated(pair.words)
    if not repeated or _repeated(pair.source_words):
        return None
    if _UNSPACED.search(pair.source) and _LAUGHTER.search(pair.source):
        return None
    return Fault("loop", f"it repeats itself: {repeated!r}", True)


def _repeated(words: Sequence[str]) -> str | None:
    words = [part for word in words for part in word.split("-")]
    if len(words) - len(set(words)) < MAX_REPEATS - 1:
        return None
    words = [word.lower() for word in words]
    for size in range(1, 5):
        run = 1
        for i in range(size, len(words) - size + 1, 1):
            run = run + 1 if words[i : i + size] == words[i - size : i] else 1
            if run > (MAX_REPEATS - 1) * size:
                return " ".join(words[i : i + size])
    return None


def loops(text: str) -> Iterator[regex.Match[str]]:
    """Find where up to four words come three times in a row or oftener; the group ``turn`` is the first."""
    try:
        yield from _LOOP.finditer(text, timeout=TIMEOUT_SECONDS)
    except TimeoutError:
        return


def _copy(pair: _Pair) -> Fault | None:
    if pair.english.isupper() and pair.english.casefold() == pair.source.casefold():
        words = copied = {word.lower() for word in pair.words if len(word) > 1}
    else:
        words = {word for word in pair.plain if len(word) > 1}
        copied = words & pair.source_plain
    if not _COMMONEST.isdisjoint(words - copied):
        return None  # "and", where the source has another word for it
    if len(copied) < max(MIN_COPIED, COPIED * len(words)):
        return None
    if sum(map(is_ordinary, copied)) > len(copied) / 2 and not _COMMONEST.isdisjoint(words):
        return None
    # English terms in a foreign sentence are no copy of it.
    tag = pair.language.partition("-")[0]
    if sum(zipf(word) > zipf(word, tag) for word in copied) > COPIED * len(copied):
        return None
    return Fault("copy", "the engine gave the sentence back untranslated", True)


def _not_english(pair: _Pair) -> Fault | None:
    words = pair.plain
    letters = "".join(_STRANGE_LETTERS.findall(pair.english))
    if len(letters) > len(pair.english) / 2 and letters not in "".join(term.english for term in pair.terms):
        return Fault("not_english", "what came back is not in Latin letters", True)
    if len(words) < MIN_COPIED:
        return None
    is_foreign = len(words) >= MIN_ENGLISH and _COMMONEST.isdisjoint(words)
    if is_foreign and sum(map(is_ordinary, words)) <= len(words) / 2:
        return Fault("not_english", "what came back is not English", True)
    if len(words) < MIN_JUDGED:
        return None
    strange = dict.fromkeys(word for word in words if len(word) >= MIN_STRANGE and not _is_english(word))
    made_up = [word for word in strange if word not in pair.source_plain]
    if len(made_up) < MANY_STRANGE or len(made_up) < STRANGE * len(words):
        return None
    too_many = len(made_up) > MOST_STRANGE * len(words)
    return Fault("not_english", f"there are no such words as {_listed(made_up[:3])}", too_many)


@lru_cache(maxsize=1 << 16)
def _is_english(word: str) -> bool:
    """Tell whether English has a word, or the parts that a hyphen joins."""
    return all(len(part) < MIN_STRANGE or is_known(part) for part in _JOINED.split(word))


def _number(pair: _Pair) -> Fault | None:
    if not _DIGIT.search(pair.source):
        return None
    if other_scale(pair.source, pair.english):
        return Fault("number", "millions and billions are mixed up")
    lost = lost_numbers(pair.source, pair.english, pair.language)
    if not lost:
        return None
    return Fault("number", f"{_listed(lost)} of the source {_is(lost)} not in the English")


def _unit(pair: _Pair) -> Fault | None:
    lost = lost_units(pair.source, pair.english)
    return (
        Fault("unit", f"the unit {_listed(lost)} of the source {_is(lost)} not in the English")
        if lost
        else None
    )


def _invented(pair: _Pair) -> Fault | None:
    links = [link.rstrip(_TRAILING) for link in _URL.findall(pair.english)]
    # Where a name's words have a meaning, the engine may come to it by translating the source's words.
    opaque = [term for term in pair.terms if not any(map(is_ordinary, _WORD.findall(term.english)))]
    twice = [
        form for form in surplus(opaque, pair.english) if pair.english.count(form) > pair.source.count(form)
    ]
    made_up = twice or [link for link in links if link not in pair.source]
    made_up = made_up or _strange_names(pair)
    if not made_up:
        return None
    return Fault(
        "invented", f"{_listed(made_up)} {_is(made_up)} more often in the English than in the source"
    )


def _strange_names(pair: _Pair) -> list[str]:
    """Capitalised words that English does not know and that are like no word of the source."""
    found = [word for word in _STRANGE_NAME.findall(pair.english) if not _is_english(word.lower())]
    if not found or _NOT_LATIN.search(pair.source):
        return []
    from rapidfuzz.distance import OSA

    there = [fold(word) for word in (*pair.source_words, *(term.english for term in pair.terms))]
    likeness = OSA.normalized_similarity
    return [word for word in found if not any(likeness(fold(word), other) >= ALIKE for other in there)]


_CHECKS = (_length, _loop, _copy, _not_english, _number, _unit, _invented)


def _is(items: Sequence[str]) -> str:
    return "is" if len(items) == 1 else "are"


def _listed(items: Sequence[str]) -> str:
    return ", ".join(repr(item) for item in dict.fromkeys(items))
