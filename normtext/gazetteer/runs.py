"""Runs of words in a line that look like a name, cut to what may be the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from normtext import words
from normtext.function_words import FUNCTION_WORDS
from normtext.gazetteer.not_names import HEADS, LABELS, TITLES, function_words, is_date_word

_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
WORD = regex.compile(
    rf"(?:\p{{Lu}}\.){{2,}}+"  # U.S., J.R.R.
    rf"|[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}]*+"
    rf"(?:[{HYPHENS}{_APOSTROPHES}&+][\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}]*+|\.\p{{N}}++(?:[BMKT](?!\p{{L}}))?)*+"
)
_POSSESSIVE = regex.compile(rf"(?<=.)[{_APOSTROPHES}](?:s|S|re|ve|ll|d|m)$")
_NEGATION = regex.compile(rf"n[{_APOSTROPHES}]t$")
# "l'IA", "dell'Economia"; "O'Brien" and "D'Angelo" have one capital before theirs.
_ELISION = regex.compile(
    rf"(?i)^(?:[cdjlmnst]|qu|jusqu|lorsqu|dell|nell|all|dall|sull|un|quell)[{_APOSTROPHES}](?=\p{{L}})"
)
_MIXED = regex.compile(
    r"\p{Ll}\p{M}*\p{Lu}|\p{Lu}{2,}\p{M}*\p{Ll}{2}|^\p{Lu}[\p{L}\p{M}]*+-?\p{N}|^\p{Ll}\p{N}++-\p{L}"
    r"|^\p{Ll}-\p{Lu}{2}"
)
_COMPOUND = regex.compile(r"(?:ed|ing|like|level|style|native|only|free|specific|ready|wide|era|aware)$")
PLURAL_OF_CAPITALS = regex.compile(r"(?<=\p{Lu}[\p{Lu}\p{N}])s$")
_VERSION = regex.compile(r"\p{N}{1,3}(?:\.\p{N}{1,2}){0,2}\p{Ll}?")
_INITIAL = regex.compile(r"\p{Lu}")
_BREAK = regex.compile(r"[.!?:;\N{HORIZONTAL ELLIPSIS}\N{BULLET}|\n\t]")
_OPENING = regex.compile(
    r"[\"\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    r"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}'(\[*]\s*$"
)
_SPACES = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
PARTICLES = frozenset(
    "van von der den de ter ten zu du la le da di del della dos das do el al bin ibn es af av".split()
)
_ARTICLES = frozenset("the la le les l el los las der den".split())
_OF = frozenset("of for on de du des di del della da do van voor pour".split())
LONGEST_WORD = 60
"""Characters; longer ones are no words, and looking into them takes time."""


class Word(NamedTuple):
    """A word as a run is made of: where it stands, what of it may be part of a name, and how it looks.

    Attributes:
        start, end: offsets in the paragraph, without possessive and elision.
        text: that slice.
        kind: "mixed" (OpenAI, o1-mini), "capital" (Paris), "number", "lower".
        starts: it would have a capital anyway.
        joined: nothing but a space parts it from the word before.
        closed: something was cut from its end (a possessive), so that no name goes on behind it.
    """

    start: int
    end: int
    text: str
    kind: str
    starts: bool
    joined: bool
    closed: bool


def words_of(line: str) -> list[Word]:
    """The words of a line that may be part of a name, and those in between."""
    found: list[Word] = []
    end = 0
    for match in WORD.finditer(line):
        start, before = match.start(), end
        end, text = match.end(), match[0]
        if start == before + 1 and line[before] == " " and before:
            starts, joined = False, True
        else:
            gap = line[before:start]
            starts = not before or _starts(gap, found[-1] if found else None)
            joined = gap in _SPACES or _is_initial(found, gap)
        if text.isalpha() and text.islower():  # most words; nothing more is to be known of them
            found.append(Word(start, end, text, "lower", starts, joined, False))
        else:
            found.append(_word(line, start, end, starts, joined))
    return found


def _word(line: str, start: int, end: int, starts: bool, joined: bool) -> Word:
    text, closed = line[start:end], False
    if len(text) > LONGEST_WORD:
        return Word(start, end, text, "lower", starts, joined, True)
    if len(text) > 2 and not text.isalnum():
        if not _NEGATION.search(text) and (possessive := _POSSESSIVE.search(text)):
            end, closed = start + possessive.start(), True
        elision = _ELISION.match(text)
        if elision and (text[0].islower() or starts):
            start, starts, joined = start + elision.end(), False, False
        end = _without_suffix(line, start, end)
        closed = closed or end < start + len(text)
        text = line[start:end]
    if text.endswith("s") and PLURAL_OF_CAPITALS.search(text):
        text, end, closed = text[:-1], end - 1, True
    return Word(start, end, text, _kind(text), starts, joined, closed)


def _without_suffix(line: str, start: int, end: int) -> int:
    """ "London-based": what stands behind the hyphen is an ordinary word and no part of the name."""
    while True:
        cut = max(line.rfind(hyphen, start, end) for hyphen in HYPHENS)
        tail = line[cut + 1 : end]
        if cut < start or not tail.isalpha() or not tail.islower() or not words.is_ordinary(tail, "en", 3.0):
            return end
        if any(map(str.isdigit, line[start:cut])) and not _COMPOUND.search(tail):
            return end  # "o1-mini", "GPT-4-turbo"
        end = cut


def _kind(text: str) -> str:
    if not text:
        return "lower"
    if text[0].isdigit():
        return "number" if _VERSION.fullmatch(text) else "lower"
    if text.islower() and text.isalpha():
        return "lower"
    if _MIXED.search(text):
        return "mixed"
    return "capital" if text[0].isupper() else "lower"


def _starts(gap: str, before: Word | None) -> bool:
    """Tell whether a word behind ``gap`` would be capitalised in any case."""
    if _OPENING.search(gap):
        return True
    if not _BREAK.search(gap):
        return False
    abbreviated = before is not None and gap.startswith(".") and gap.strip() == "."
    return not (abbreviated and before and (_INITIAL.fullmatch(before.text) or before.text.lower() in TITLES))


def _is_initial(found: Sequence[Word], gap: str) -> bool:
    """ "John F. Kennedy", "Johnson & Johnson": what else may stand between the words of a name."""
    if gap == " & ":
        return True
    return gap == ". " and bool(found) and _INITIAL.fullmatch(found[-1].text) is not None


def runs(found: Sequence[Word], language: str) -> Iterator[list[Word]]:
    """Runs of words that look like a name, connectors in their midst included."""
    run: list[Word] = []
    held: list[Word] = []
    for word in found:
        named = word.kind in ("mixed", "capital") and not _NEGATION.search(word.text)
        if named and run and _goes_on(run, held, word, language):
            run += [*held, word]
            held = []
        elif word.kind == "number" and run and not held and word.joined and not run[-1].closed:
            yield from _with_version(run, word)
            run = []
        elif _is_connector(run, held, word):
            held.append(word)
        else:
            if run:
                yield run
            run, held = ([word] if named else []), []
    if run:
        yield run


def _with_version(run: list[Word], number: Word) -> Iterator[list[Word]]:
    last = run[-1].text.lower()
    if (last in LABELS and run[-1].kind == "capital") or is_date_word(last):
        yield run[:-1] or run
    else:
        yield [*run, number]


def _is_connector(run: Sequence[Word], held: Sequence[Word], word: Word) -> bool:
    if not run or run[-1].closed or not word.joined or word.closed or word.kind != "lower":
        return False
    if held:
        return len(held) < 2 and (word.text in _ARTICLES or word.text in PARTICLES)
    return word.text in PARTICLES or word.text in _OF


def _goes_on(run: Sequence[Word], held: Sequence[Word], word: Word, language: str) -> bool:
    """Tell whether a capitalised word belongs to the run before it."""
    if run[-1].closed or not word.joined or word.starts:
        return False
    if not held:
        return True
    first = held[0].text
    if run[-1].text.lower() in TITLES:
        return False
    if first in _OF and run[-1].text.lower() in HEADS:
        return True
    # In a language in which the particle is an ordinary word, it parts two names as often as not.
    return first in PARTICLES and language != "" and first not in FUNCTION_WORDS.get(language, ())


def parts(run: list[Word], language: str) -> Iterator[list[Word]]:
    """What is left of a run when titles, days and months part it and small words are off its ends."""
    part: list[Word] = []
    for word in run:
        lowered = word.text.lower()
        if is_date_word(lowered) or lowered in TITLES:
            yield from _trimmed(part, language)
            part = []
        else:
            part.append(word)
    yield from _trimmed(part, language)


def _trimmed(part: list[Word], language: str) -> Iterator[list[Word]]:
    while part and (part[0].text.lower() in function_words(language) or part[0].kind in ("lower", "number")):
        part = part[1:]
    while part and (part[-1].kind == "lower" or part[-1].text.lower() in function_words(language)):
        part = part[:-1]
    if part and not (len(part) == 1 and len(part[0].text) < 2):
        yield part


def surface_of(text: str, run: Sequence[Word]) -> str:
    """The text of a run, with single spaces."""
    return " ".join(text[run[0].start : run[-1].end].split())


def is_mixed(text: str) -> bool:
    """Tell whether a name has what ordinary words have not: capitals inside, letters with digits.

    >>> is_mixed("OpenAI"), is_mixed("GPT-4o"), is_mixed("Jean-Luc")
    (True, True, False)
    """
    return any(_kind(word) == "mixed" for word in text.split())
