"""What words and names are made of, letter by letter: marks that look alike, digits, capitals inside."""

from __future__ import annotations

import regex

LIKE = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
    }
)
"""Typographic variants of apostrophe, space and hyphen."""

INNER = regex.compile(r"\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\d")
"""A capital inside, or a digit: the word is no ordinary one."""

CAPITAL_INSIDE = regex.compile(r"\p{L}\p{Lu}\p{Ll}|\p{Ll}\p{Lu}")
"""A capital inside, "OpenAi", "NVidia"; capitals throughout are none."""

DECIMALS = regex.compile(r"[.,]\d")
"""Behind a number: it goes on, "GPT-4" in "GPT-4.1"."""

_HUMP = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}\p{Ll}+")
_SPACED_HYPHEN = regex.compile(r"\s+-\s*|\s*-\s+")
_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")


def same_letters(surface: str, form: str) -> bool:
    """Equal but for typographic variants of apostrophe, space and hyphen."""
    if surface == form:
        return True
    return len(surface) == len(form) and surface.translate(LIKE) == form.translate(LIKE)


def has_more_capitals(surface: str, form: str) -> bool:
    """ "Food And Drug Administration", "GPT-4o Mini": the name, its later words with capitals, too."""
    pairs = list(zip(surface.split(" "), form.split(" "), strict=False))
    return len(pairs) > 1 and all(
        one == other or (n and other.islower() and one == other.capitalize())
        for n, (one, other) in enumerate(pairs)
    )


def with_closed_hyphens(text: str) -> str:
    """ "Phi-4 - Mini" as "Phi-4-Mini"."""
    return str(_SPACED_HYPHEN.sub("-", text))


def numbers(text: str) -> list[str]:
    """The numbers of a text, decimals with a point."""
    return [number.replace(",", ".") for number in _NUMBER.findall(text)]


def digits(text: str) -> list[str]:
    """The digits of a text, one by one."""
    return [char for char in text if char.isdigit()]


def has_gap(surface: str, form: str, shortest: int) -> bool:
    """Tell whether one part of a name with capitals inside has lost one or two letters.

    >>> has_gap("TaskRbit", "TaskRabbit", 4), has_gap("OpenAPI", "OpenAI", 3)
    (True, False)

    Args:
        surface, form: what stands in the text, and the name.
        shortest: letters that the part has left at least.
    """
    ours, own = _HUMP.findall(surface), _HUMP.findall(form)
    if len(own) < 2 or len(ours) != len(own) or "".join(own) != form:
        return False
    differ = [(a, b) for a, b in zip(ours, own, strict=True) if a != b]
    return len(differ) == 1 and len(differ[0][0]) >= shortest and _is_gapped(*differ[0])


def _is_gapped(short: str, whole: str) -> bool:
    """Tell whether a word is another without one or two letters that stand together inside it."""
    lost = len(whole) - len(short)
    return lost in (1, 2) and any(whole[:n] + whole[n + lost :] == short for n in range(1, len(short)))
