"""From the terms of one concept, as glossaries and termbases have them, to an entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats.files import Foreign, Reading

NAMES_IN = "en"
"""The language of canonical names where nothing else is asked for: normtext writes English."""


class Term(NamedTuple):
    """One term of a concept: its text, its BCP 47 tag, whether the file prefers it to its synonyms."""

    text: str
    language: str
    preferred: bool = False


def base(language: str) -> str:
    """The language without script and region: "pt" of "pt-BR"."""
    return language.partition("-")[0]


def entry_of(
    terms: Sequence[Term], reading: Reading, foreign: Foreign, reason: str | None = None
) -> Entry | None:
    """Join the terms of one concept; None where there is none.

    The name is the term in English; without one, that in the language asked for; without one, the
    first. Its synonyms in the same language are aliases. What stands in another language is a
    translation or an alias of that language, as ``foreign`` (or ``reading.foreign``) says, unless
    it is the name itself.
    """
    terms = [term for term in terms if term.text]
    if not terms:
        return None
    wanted = (NAMES_IN, base(reading.target)) if reading.target else (NAMES_IN,)
    name = min(terms, key=lambda term: (_rank(base(term.language), wanted), not term.preferred))
    aliases: dict[str, None] = {}
    others: dict[str, dict[str, None]] = {}
    for term in terms:
        if term.text == name.text:
            continue
        if base(term.language) == base(name.language):
            aliases[term.text] = None
        else:
            others.setdefault(term.language, {})[term.text] = None
    by_language = tuple((language, tuple(texts)) for language, texts in others.items())
    is_alias = (reading.foreign or foreign) == "alias"
    return Entry(
        name.text,
        reading.kind,
        aliases=tuple(aliases),
        aliases_by_language=by_language if is_alias else (),
        translations=() if is_alias else by_language,
        reason=reason,
    )


def _rank(language: str, wanted: Sequence[str]) -> int:
    return wanted.index(language) if language in wanted else len(wanted)
