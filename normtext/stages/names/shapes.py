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

DECIMALS = regex.compile(r"[.,]\d")
"""Behind a number: it goes on, "GPT-4" in "GPT-4.1"."""

_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")


def same_letters(surface: str, form: str) -> bool:
    """Equal but for typographic variants of apostrophe, space and hyphen."""
    if surface == form:
        return True
    return len(surface) == len(form) and surface.translate(LIKE) == form.translate(LIKE)


def numbers(text: str) -> list[str]:
    """The numbers of a text, decimals with a point."""
    return [number.replace(",", ".") for number in _NUMBER.findall(text)]


def digits(text: str) -> list[str]:
    """The digits of a text, one by one."""
    return [char for char in text if char.isdigit()]
