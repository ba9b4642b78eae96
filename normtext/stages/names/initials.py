"""Acronyms, and the words of whose initials they are made."""

from __future__ import annotations

from functools import lru_cache

import regex

MIN_LETTERS = 3
"""Letters of an acronym that its order tells: two in the other order are anything, "AI", "IA"."""
MOST_WORDS = 9  # of an expansion
LONGEST = 120  # characters of one

_SMALL = frozenset(
    """
    of the and for in on to a an at by de du des la le les et en pour van het der und für fur von do da dos
    das e y del di per
    """.split()
)
ACRONYM = regex.compile(r"^\p{Lu}{3,8}$")
_NO_LETTERS = regex.compile(r"[^\p{L}\p{M}’'-]+")
_BRACKET = regex.compile(
    r"[()\[\]]"
)  # "text-to-speech (TTS) and speech-to-text": no expansion reaches over one
_INITIAL = regex.compile(r"(-?)(\p{L}+)")


@lru_cache(maxsize=4096)
def initials_fit(expansion: str, acronym: str) -> bool:
    """Tell whether an acronym is made of an expansion's initials; small words may count or not.

    Nor need what stands behind a hyphen: "OECD" has one letter of "Co-operation".

    >>> initials_fit("National AI Research Resource", "NAIRR"), initials_fit("Early Access Program", "PAE")
    (True, False)
    """
    reached = {0}
    for sign, word in _INITIAL.findall(expansion):
        heads = {word[0].upper()} | ({word} if word.isupper() else set())
        skipped = reached if sign or word.lower() in _SMALL else set()
        reached = skipped | {
            at + len(head) for at in reached for head in heads if acronym.startswith(head, at)
        }
    return len(acronym) in reached


def initials(form: str) -> tuple[str, ...]:
    """The acronyms that can be made of a form's initials, small words counted or not."""
    words = regex.findall(r"\p{L}+", form)
    if not MIN_LETTERS <= len(words) <= MOST_WORDS:
        return ()
    every = "".join(word[0] for word in words).upper()
    most = "".join(word[0] for word in words if word.lower() not in _SMALL).upper()
    parts = "".join(word if word.isupper() else word[0] for word in words if word.lower() not in _SMALL)
    return tuple(letters for letters in dict.fromkeys((most, every, parts)) if ACRONYM.match(letters))


def expansion(text: str, end: int, acronym: str) -> str:
    """The words before ``end`` that begin with the letters of an acronym; "" where they do not."""
    before = _BRACKET.split(text[max(0, end - LONGEST) : end])[-1]
    words = [word for word in _NO_LETTERS.split(before) if word]
    words = words[-2 * len(acronym) :]
    lengths = range(2, len(words) + 1)
    found = (" ".join(words[-length:]) for length in lengths if words[-length][:1].upper() == acronym[0])
    return next((expansion for expansion in found if initials_fit(expansion, acronym)), "")
