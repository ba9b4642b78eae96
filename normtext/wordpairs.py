"""Words that a translation there and back swaps: what a word of a name may have become.

"Phantom" comes back as "ghost", "act" as "law"; sometimes the foreign word stays ("banco"). The
table was measured with real models and joined with a list of our own: ``data/words.toml`` and
``scripts/measure_word_pairs.py`` say how. It loads on first use, in a millisecond or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from normtext.folding import fold


class Relative(NamedTuple):
    """A word that may stand for another one, or be made of it.

    Attributes:
        word: folded: in lower case, without diacritics.
        strength: 0.01 to 0.99: in about what share of texts one of the two becomes the other;
            0.3 and 0.6 stand for "seldom" and "often" where nobody measured.
        kind: "translation" (other words of like meaning), "spelling" (British and American),
            "inflection" (forms of one word), "demonym" (Nigeria and Nigerian), "foreign" (one
            of the two is a word of another language, left as it was) or "acronym" (an English
            one and that of other languages).
        language: "en", or of a "foreign" pair the other language: two letters.
    """

    word: str
    strength: float
    kind: str
    language: str


# The letter that stands for kind and language in the file; capitals, as words have none.
_CODES = {
    ("translation", "en"): "T",
    ("spelling", "en"): "S",
    ("inflection", "en"): "I",
    ("demonym", "en"): "D",
    ("acronym", "en"): "A",
    ("foreign", "pt"): "P",
    ("foreign", "es"): "E",
    ("foreign", "fr"): "F",
    ("foreign", "it"): "L",
    ("foreign", "de"): "G",
    ("foreign", "nl"): "N",
}
_MEANINGS = {code: meaning for meaning, code in _CODES.items()}
_PERCENT = 100
_ENCODED = re.compile(r"([^A-Z]+)([A-Z])([0-9]{2})")


def encode(relatives: Iterable[Relative]) -> bytes:
    """Write relatives as the file has them: "lawT80leiP55"."""
    parts = []
    for relative in relatives:
        percent = min(max(round(relative.strength * _PERCENT), 1), _PERCENT - 1)
        parts.append(f"{relative.word}{_CODES[relative.kind, relative.language]}{percent:02d}")
    return "".join(parts).encode()


@cache
def _table() -> Any:
    import marisa_trie

    content = (files("normtext") / "data" / "words.marisa").read_bytes()
    return marisa_trie.BytesTrie().frombytes(content)


def _encoded(word: str) -> str:
    """What the table has for a word; "" where it is not there."""
    key = fold(word)
    values = _table().get(key) if key.isalpha() else None
    return str(values[0], "utf-8") if values else ""


@lru_cache(maxsize=8192)
def english_acronyms(acronym: str) -> tuple[str, ...]:
    """Return what an acronym of another language is in English, folded; () where it is none.

    In capitals, or it is a word; "OTAN" does not stand for "NATO" the other way round.

    >>> english_acronyms("OTAN"), english_acronyms("Otan"), english_acronyms("NATO")
    (('nato',), (), ())
    """
    values = _table().get(acronym) if acronym.isupper() else None
    return tuple(found[1] for found in _ENCODED.finditer(str(values[0], "utf-8"))) if values else ()


@lru_cache(maxsize=8192)
def relatives(word: str) -> tuple[Relative, ...]:
    """Return the relatives of a word, the strongest first; () where none is known.

    >>> relatives("Banco")[0].word
    'bank'
    """
    return tuple(
        Relative(found[1], int(found[3]) / _PERCENT, *_MEANINGS[found[2]])
        for found in _ENCODED.finditer(_encoded(word))
    )


def related(word: str) -> tuple[tuple[str, float], ...]:
    """Return the words that ``word`` may stand for or be made of, folded, each with its strength.

    Both ways: a word is related to each of its relatives as strongly as they to it.

    >>> dict(related("ghost"))["phantom"] > 0.3
    True
    >>> related("Huggelen")
    ()
    """
    found = _ENCODED.findall(_encoded(word))
    return tuple([(other, int(percent) / _PERCENT) for other, _, percent in found])
