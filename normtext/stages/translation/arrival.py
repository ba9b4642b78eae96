"""Did a term arrive: does it stand in the English, as a whole word, as often as in the source?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex

from normtext.stages.translation.terms import Term

_PARTICLE = regex.compile(r"\p{Ll}+ .*\p{Lu}")
_GONE = "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=4096)
def term_pattern(form: str, free_case: bool = False) -> regex.Pattern[str]:
    """The term as a whole word; "GPT-4" does not stand in "GPT-4.1", nor "X" in "X-ray"'s "ray"."""
    head = r"(?<![\p{L}\p{N}])" if form[:1].isalnum() else ""
    tail = r"(?![\p{L}\p{N}])" if form[-1:].isalnum() else ""
    tail += r"(?![.,]?\d)" if form[-1:].isdigit() else ""
    if not free_case and _PARTICLE.match(form):  # "Van Gogh" where a sentence begins with "van Gogh"
        return regex.compile(
            f"{head}{regex.escape(form)}{tail}|^{regex.escape(form[0].upper() + form[1:])}{tail}"
        )
    first = f"[{regex.escape(form[0].upper())}{regex.escape(form[0].lower())}]" if free_case else ""
    return regex.compile(head + (first + regex.escape(form[1:]) if first else regex.escape(form)) + tail)


def missing(terms: Sequence[Term], english: str) -> list[int]:
    """Places in ``terms`` of those that the English lacks; of equal ones the later are missing.

    The longest are counted first, and what is counted is taken out, so that "OLMo 2" is not also "OLMo".
    """
    lacking, _ = _balance(terms, english)
    gone = []
    for place in range(len(terms) - 1, -1, -1):
        key = _key(terms[place])
        if lacking[key] > 0:
            lacking[key] -= 1
            gone.append(place)
    return gone[::-1]


def surplus(terms: Sequence[Term], english: str) -> list[str]:
    """The terms that stand in the English more often than in the source."""
    return [form for (form, _), count in _balance(terms, english)[1].items() if count > 0]


def _key(term: Term) -> tuple[str, bool]:
    """What a term has in common with those that are counted together with it."""
    if not term.free_case:
        return term.english, False
    return term.english[0].lower() + term.english[1:], True


def _balance(
    terms: Sequence[Term], english: str
) -> tuple[Counter[tuple[str, bool]], Counter[tuple[str, bool]]]:
    """How often each term is lacking, and how often it is there too many times."""
    needed = Counter(map(_key, terms))
    lacking: Counter[tuple[str, bool]] = Counter()
    extra: Counter[tuple[str, bool]] = Counter()
    rest = english
    for form, free_case in sorted(needed, key=lambda key: (-len(key[0]), key)):
        found = 0
        if free_case or form[1:] in rest:
            rest, found = term_pattern(form, free_case).subn(_GONE, rest)
        lacking[form, free_case] = max(0, needed[form, free_case] - found)
        extra[form, free_case] = max(0, found - needed[form, free_case])
    return lacking, extra
