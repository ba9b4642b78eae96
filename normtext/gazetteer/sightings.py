"""Where one document may name something: runs of capitalised words, and what speaks for and against them.

No decision is made here; that takes the whole collection, see ``verdicts``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from normtext.folding import key_of
from normtext.function_words import suggest_languages
from normtext.gazetteer.not_names import function_words
from normtext.gazetteer.runs import HYPHENS, PLURAL_OF_CAPITALS, WORD, Word, parts, runs, surface_of, words_of

LONGEST_RUN = 6
"""Words of a run; longer ones are headlines and slogans. Of 2,560 names of real articles 1 % are longer."""
LONGEST_LINE = 20_000
"""Characters that are looked at together: enough for any paragraph, little enough for memory."""
SEARCHED = 100_000
"""Characters of a document that are searched for a name in lower case: more of it changes no verdict."""
HEADLINE_SHARE = 0.8
"""Share of capitalised words from which capitals prove nothing."""
HEADLINE_WORDS = 14
"""Words up to which a line without a full stop is a headline or a label, not prose."""

_LOWER = regex.compile(r"(?<![\p{L}\p{N}])\p{Ll}[\p{Ll}\p{M}\p{N}]*+(?![\p{L}\p{N}])")
_ENDS = regex.compile(r"[.!?\N{HORIZONTAL ELLIPSIS}:][\"'\p{Pf}\p{Pe}]*\s*$")
_ADDRESS = regex.compile(
    r"(?:https?://|www\.)\S++|(?<!\S)[^\s@]++@\S++|[@#]\w++|(?<!\w)[^\W_]++_\w++|`[^`\n]*+`"
)

_SIGNS = ("@", "#", "_", "`", "://", "www.")
"""One of these stands in every address, handle and piece of code."""


@dataclass(slots=True)
class Seen:
    """How one document writes a name.

    Attributes:
        within: mentions in mid-sentence.
        starting: mentions at the start of a sentence, where the first word may be an ordinary one.
        lower: times that the same words stand there without a capital.
        rest: of the mentions at a start, the name without its first word, or "".
    """

    within: int = 0
    starting: int = 0
    lower: int = 0
    rest: str = ""


@dataclass(slots=True)
class Sightings:
    """What one document has: plain values, so that they go from one process to another.

    Attributes:
        language: two letters, or "" where nobody knows.
        seen: by surface.
        lower: how often it has each word in lower case.
        acronyms: (expansion, acronym) and how often that stands there; the expansion is a name.
        generic: acronyms of expansions that are no names: "natural language processing (NLP)".
        damage: signs that the document did not reach us as it was written, see ``_damage``.
    """

    language: str = ""
    seen: dict[str, Seen] = field(default_factory=dict)
    lower: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[tuple[str, str]] = field(default_factory=Counter)
    generic: set[str] = field(default_factory=set)
    damage: int = 0

    def add(self, run: Sequence[Word], text: str, rest: str) -> None:
        """Count a run of words as a mention."""
        surface = surface_of(text, run)
        seen = self.seen.setdefault(surface, Seen())
        if run[0].starts:
            seen.starting += 1
            seen.rest = rest
        else:
            seen.within += 1


def sightings(texts: Iterable[str], language: str | None = None) -> Sightings:
    """Look through one document.

    Args:
        texts: its paragraphs; each is also cut at line breaks.
        language: BCP 47 tag; None guesses by the function words.
    """
    lines = [_without_addresses(line) for text in texts for line in _lines(text)]
    found = Sightings(_language(lines, language))
    seams: Counter[str] = Counter()
    for line in lines:
        # Tags and labels in lower case say nothing: "hugging face" stands there, too.
        if not line.isupper() and not line.islower():
            found.lower.update(_LOWER.findall(line))
            _look_at(line, found, seams)
    prose = "\n".join(line for line in lines if not line.islower())[:SEARCHED]
    for surface, seen in found.seen.items():
        lowered = surface.lower()
        if all(word in found.lower for word in lowered.split()) and " " in surface:
            seen.lower = prose.count(lowered)
    found.damage = _damage(found, seams)
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        start = 0
        while len(line) - start > LONGEST_LINE:
            end = line.rfind(" ", start, start + LONGEST_LINE) + 1
            end = end if end > start else start + LONGEST_LINE
            yield line[start:end]
            start = end
        if line[start:].strip():
            yield line[start:]


def _without_addresses(line: str) -> str:
    if not any(sign in line for sign in _SIGNS):
        return line
    blanked: str = _ADDRESS.sub(lambda match: "." * len(match[0]), line)
    return blanked


def _language(lines: Sequence[str], given: str | None) -> str:
    if given is not None:
        return "" if given == "und" else given.partition("-")[0]
    return next(iter(suggest_languages("\n".join(lines))), "")


def _look_at(line: str, found: Sightings, seams: Counter[str]) -> None:
    words_ = words_of(line)
    if _is_headline(line, words_):
        return
    found.generic.update(
        word.text
        for word in words_
        if word.text.isupper() and word.text.isalpha() and line[word.end : word.end + 1] == "s"
    )
    for run in runs(words_, found.language):
        if any(word.kind == "mixed" and _is_seam(word.text, found.language) for word in run):
            seams.update(word.text for word in run if _is_seam(word.text, found.language))
            continue
        for part in parts(run, found.language):
            _define(line, part, found)
            if len(part) <= LONGEST_RUN:
                rest = surface_of(line, part[1:]) if len(part) > 1 else ""
                found.add(part, line, rest)
    _lower_expansions(line, found)


def _is_headline(line: str, found: Sequence[Word]) -> bool:
    """Tell whether capitals prove nothing in a line: most words have one, or it is a label."""
    long = [word for word in found if len(word.text) > 3 and word.kind != "number"]
    capitals = sum(1 for word in long if word.kind == "capital")
    if len(found) <= HEADLINE_WORDS and not _ENDS.search(line):
        return capitals > 1 or len(long) < 4
    return len(long) >= 4 and capitals >= HEADLINE_SHARE * len(long)


# A capital letter with a small word behind it, glued to the end of another word: "entryThe".
_SEAM = regex.compile(r"[\p{Ll}\p{N}]{2}(\p{Lu}\p{Ll}*)$")


def _is_seam(text: str, language: str) -> bool:
    """Tell whether a word with capitals inside looks like two words of prose that lost their space."""
    seam = _SEAM.search(text)
    return seam is not None and len(seam[1]) > 1 and seam[1].lower() in function_words(language)


def _damage(found: Sightings, seams: Counter[str]) -> int:
    """Count the signs of damage: words run together, and names that change their spelling.

    An author does not write OpenAI, Openai and OpenAi in one article; what went through a translation
    or a scraper does.
    """
    by_key: dict[str, set[str]] = {}
    for surface, seen in found.seen.items():
        if not surface.isupper() and (seen.within or " " not in surface):
            by_key.setdefault(key_of(surface), set()).add(surface)
    unsteady = sum(1 for surfaces in by_key.values() if len(surfaces) > 1)
    return len(seams) + unsteady


_BRACKETED = regex.compile(r"[ ]\((\p{Lu}[\p{L}\p{N}&-]{1,9})\)")


def _define(line: str, run: list[Word], found: Sightings) -> None:
    """Take down "National AI Research Resource (NAIRR)", where the letters are those of the words."""
    bracket = _BRACKETED.match(line, run[-1].end)
    if bracket is None or len(run) < 2:
        return
    acronym = PLURAL_OF_CAPITALS.sub("", bracket[1])
    for first in range(len(run) - 1):
        if run[first].kind != "lower" and spells([word.text for word in run[first:]], acronym):
            del run[:first]
            found.acronyms[surface_of(line, run), acronym] += 1
            return


def _lower_expansions(line: str, found: Sightings) -> None:
    """Take down acronyms whose expansion is no name."""
    for bracket in _BRACKETED.finditer(line):
        acronym = PLURAL_OF_CAPITALS.sub("", bracket[1])
        before = WORD.findall(line[max(0, bracket.start() - 120) : bracket.start()])
        for count in range(2, min(len(before), len(acronym) + 3) + 1):
            tail = before[-count:]
            if spells(tail, acronym) and sum(word[0].isupper() for word in tail) <= 1:
                found.generic.add(acronym)


def spells(expansion: Sequence[str], acronym: str) -> bool:
    """Tell whether the initials of some words are an acronym; small words may be left out of it.

    >>> spells(["National", "AI", "Research", "Resource"], "NAIRR")
    True
    """
    letters = "".join(char for char in acronym.casefold() if char.isalnum())
    initials = [_initials(word) for word in expansion]
    every = "".join(initials)
    capital = "".join(i for i, word in zip(initials, expansion, strict=True) if word[0].isupper())
    return len(letters) > 1 and letters in (every, capital)


def _initials(word: str) -> str:
    if word.isupper() and len(word) <= 4:
        return word.casefold()
    return "".join(part[0] for part in regex.split(rf"[{HYPHENS}]", word) if part).casefold()
