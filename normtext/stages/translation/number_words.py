"""English number words: "two hundred and five thousand", "half a million"."""

from __future__ import annotations

from collections.abc import Sequence

_UNITS = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALE_WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_JOINING = frozenset(("and", "a", "an"))


def spelled_out(words: Sequence[str]) -> set[float]:
    """The values of all numbers that stand in a text as words.

    >>> sorted(spelled_out("two hundred and five people and half a million cars".split()))
    [205.0, 500000.0]

    Args:
        words: the words of the text, in small letters, hyphenated ones apart.
    """
    found: set[float] = set()
    run: list[str] = []
    for word in (*words, ""):
        if word in _UNITS or word in _TENS or word in SCALE_WORDS or word in ("hundred", "half"):
            run.append(word)
        elif not (run and word in _JOINING):
            if run:
                found.add(_value(run))
            run = []
    return found


def _value(run: Sequence[str]) -> float:
    total = part = 0.0
    for word in run:
        if word in _UNITS:
            part += _UNITS[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "half":
            part += 0.5
        elif word == "hundred":
            part = (part or 1) * 100
        else:
            total += (part or 1) * SCALE_WORDS[word]
            part = 0
    return total + part
