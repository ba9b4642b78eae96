"""What is wrong with a file of names, or looks it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from normtext import words
from normtext.folding import has_no_spaces, tokenize
from normtext.gazetteer.entries import WRONG, Entry, Form
from normtext.gazetteer.formats.lists import is_too_long

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has found.

    Attributes:
        level: an ``error`` makes repairs wrong or impossible; a ``warning`` is for a person to look at.
        code: ``mistake``, one of ``conflicts.SEVERITIES``, or the name of a check of this module.
        message: in a sentence, what and why.
        entry, form: where it is, as far as it is in one place.
    """

    level: Level
    code: str
    message: str
    entry: str | None = None
    form: str | None = None


def findings(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield what is to be said of entries as a file has them, several of one name included."""
    entries = list(entries)
    yield from duplicates(entries)
    for entry in entries:
        for form in entry.forms():
            for check in FORM_CHECKS:
                message = check(entry, form)
                if message:
                    code = check.__name__
                    yield Finding("warning", code, f"{_told(entry, form)}: {message}", entry.name, form.text)


def _told(entry: Entry, form: Form) -> str:
    return repr(form.text) if form.kind == "canonical" else f"{form.text!r} ({form.kind} of {entry.name})"


def duplicates(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Forms listed twice for one name, in whatever kinds."""
    seen: dict[str, Counter[tuple[str, str | None]]] = {}
    for entry in entries:
        seen.setdefault(entry.name, Counter()).update(_listed(entry))
    for name, counted in seen.items():
        for (text, language), count in counted.items():
            if count > 1:
                where = f" in {language}" if language else ""
                yield Finding(
                    "warning", "duplicate", f"{text!r} ({name}): listed {count} times{where}", name, text
                )


def _listed(entry: Entry) -> list[tuple[str, str | None]]:
    """Every form as often as it is listed."""
    acronym = (entry.acronym,) if entry.acronym else ()
    plain = (*entry.aliases, *acronym, *entry.never, *entry.mangled)
    by_language = (*entry.aliases_by_language, *entry.translations)
    return [
        *((text, None) for text in plain),
        *((text, language) for language, texts in by_language for text in texts),
    ]


# A wrong form of such words is a phrase that people write; as for the names stage, an ordinary word is
# one that is seen once in a million words.
ORDINARY = 3.0


def ordinary_words(entry: Entry, form: Form) -> str | None:
    """A wrong form that reads as ordinary words, and nothing asks for evidence before it is repaired."""
    if form.kind not in WRONG or entry.common_word or entry.requires or has_no_spaces(form.text):
        return None
    language = (form.language or "en").partition("-")[0]
    found = [token.text for token in tokenize(form.text)]
    if form.kind == "translation" and len(found) > 1:
        return None  # ordinary words are what a translation is made of
    if not found or not all(words.is_ordinary(word, language, ORDINARY) for word in found):
        return None
    what = "ordinary words" if len(found) > 1 else "an ordinary word"
    return f"is {what} ({language}), and would be repaired; add common_word or requires, or take it out"


def no_name(entry: Entry, form: Form) -> str | None:
    """A canonical name that is no name: words in lower case that are ordinary ones."""
    if form.kind != "canonical" or entry.common_word or entry.case_sensitive or has_no_spaces(form.text):
        return None
    found = form.text.split()
    if not form.text.islower() or not all(word.isalpha() and words.is_ordinary(word) for word in found):
        return None
    return "reads as a term, not as a name; names are repaired in case and spelling, terms must not be"


def suspicious_characters(entry: Entry, form: Form) -> str | None:
    """Characters that no name has, but exports and copying leave in names."""
    for pattern, said in _SUSPICIOUS:
        match = pattern.search(form.text)
        if match:
            return f"{said} ({_named(match[0])})"
    for token in tokenize(form.text):
        scripts = [name for name, pattern in _LOOKALIKES if pattern.search(token.text)]
        if len(scripts) > 1:
            return f"{token.text!r} mixes {' and '.join(scripts)} letters, which look alike"
    return None


def length(_entry: Entry, form: Form) -> str | None:
    """Forms that have nothing to be found by, and canonical names that are longer than names are."""
    if not any(char.isalnum() for char in form.text):
        return "has no letter and no digit, and is never found"
    is_sentence = form.kind == "canonical" and is_too_long(form.text)
    return "is longer than names are; is it a sentence?" if is_sentence else None


FORM_CHECKS: tuple[Callable[[Entry, Form], str | None], ...] = (
    ordinary_words,
    no_name,
    suspicious_characters,
    length,
)

# ZERO WIDTH NON-JOINER and JOINER are letters' business in Persian, Hindi and others.
_SUSPICIOUS = tuple(
    (regex.compile(pattern, regex.V1), said)
    for pattern, said in (
        (r"\N{REPLACEMENT CHARACTER}", "a character was lost"),
        (r"[\p{Cc}\p{Zl}\p{Zp}]", "has a control character or a line's end"),
        (r"[[\p{Cf}\p{Co}\p{Cn}]--[\u200c\u200d]]", "has a hidden character"),
        (r"[\u00c2\u00c3\u00c5][\u0080-\u00bf\u0152-\u0178\u2018-\u203a]|\u00e2\u20ac", "is mojibake"),
        (r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[\da-fA-F]{1,6});", "has an HTML entity"),
        (r"</?[a-zA-Z][^<>]{0,80}>", "has markup"),
        (r"[\s\u00a0]{2,}", "has white space twice over"),
        (r"^[\"\u201c\u201e\u00ab].*[\"\u201d\u00bb]$", "is in quotation marks, which names are not"),
    )
)

_LOOKALIKES = tuple((name, regex.compile(rf"\p{{{name}}}")) for name in ("Latin", "Cyrillic", "Greek"))


def _named(text: str) -> str:
    """A character by its code point and name, a text as it stands."""
    if len(text) > 1 and text.isprintable():
        return repr(text)
    return f"U+{ord(text[0]):04X} {unicodedata.name(text[0], 'a control character')}"
