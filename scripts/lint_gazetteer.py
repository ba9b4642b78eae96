"""Lint gazetteer files: one line for each mistake, exit code 1 if there are any.

    python scripts/lint_gazetteer.py [FILE ...]     (default: the shipped gazetteer)

Checked are the keys and their types, kinds, language codes, Unicode form, and that no form leads to
two entries. Forms are compared folded: without case, white space, hyphens, apostrophes, diacritics.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langcodes import tag_is_valid

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SHIPPED = Path(__file__).resolve().parent.parent / "normtext" / "data" / "gazetteer.toml"

KINDS = frozenset(
    (
        *(
            "company",
            "laboratory",
            "organization",
            "agency",
            "model",
            "product",
            "tool",
            "dataset",
            "benchmark",
        ),
        *("law", "programme", "person", "place", "event", "conference", "publication"),
    )
)
TEXT_KEYS = ("name", "kind", "acronym")
LIST_KEYS = ("aliases", "never", "mangled", "requires")
FLAG_KEYS = ("common_word", "case_sensitive")
TABLE_KEYS = ("translations", "aliases_by_language")
KEYS = frozenset((*TEXT_KEYS, *LIST_KEYS, *FLAG_KEYS, *TABLE_KEYS))

# Shorter forms read as ordinary words or abbreviations in some language ("mit", "esa", "sec"), so
# their entry has to say that they need evidence. Acronyms are left out: they match in exact case only.
SHORT_FORM = 3

# U+0300 to U+036F: the accents of Latin, Greek and Cyrillic. Kana voicing marks and Arabic vowel
# signs lie elsewhere and are kept, since they make other words.
ACCENTS = range(0x0300, 0x0370)
APOSTROPHES = frozenset(
    "'\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)
HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"))
# Persian writes it between letters that must not join.
ALLOWED_HIDDEN = frozenset("\N{ZERO WIDTH NON-JOINER}")

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Form:
    """One spelling under which an entry is listed."""

    text: str
    role: str
    entry: str
    right: bool


def fold(text: str) -> str:
    """Drop case, white space, hyphens, apostrophes and diacritics.

    >>> fold("Clément  De-Langue") == fold("clement delangue")
    True
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    kept = (c for c in decomposed if ord(c) not in ACCENTS and not _separates(c))
    return unicodedata.normalize("NFC", "".join(kept))


def _separates(char: str) -> bool:
    return char.isspace() or char in APOSTROPHES or unicodedata.category(char) == "Pd"


def type_mistakes(entry: dict[str, Any]) -> Iterator[str]:
    """Unknown keys, missing keys, values of the wrong type."""
    for key in sorted(entry.keys() - KEYS):
        yield f"unknown key {key!r}; known are {', '.join(sorted(KEYS))}"
    for key in ("name", "kind"):
        if key not in entry:
            yield f"key {key!r} is missing"
    for key in TEXT_KEYS:
        if key in entry and not isinstance(entry[key], str):
            yield f"{key} must be a string"
    for key in FLAG_KEYS:
        if key in entry and not isinstance(entry[key], bool):
            yield f"{key} must be true or false"
    for key in LIST_KEYS:
        if key in entry and not _is_list_of_text(entry[key]):
            yield f"{key} must be a list of strings with at least one in it"
    for key in TABLE_KEYS:
        table = entry.get(key, {})
        if not isinstance(table, dict) or not all(map(_is_list_of_text, table.values())):
            yield f"{key} must be a table of language = list of strings"


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def text_mistakes(text: str) -> Iterator[str]:
    """Empty, untidy or hidden characters, not in NFC."""
    if not fold(text):
        yield f"{text!r} is empty, or is when folded"
    if text != " ".join(text.split()):
        yield f"{text!r} has white space at an end, twice over, or other than a plain space"
    if not unicodedata.is_normalized("NFC", text):
        yield f"{text!r} is not in Unicode NFC"
    hidden = {c for c in text if unicodedata.category(c) in HIDDEN_CATEGORIES} - ALLOWED_HIDDEN
    if hidden:
        yield f"{text!r} has hidden characters: {', '.join(f'U+{ord(c):04X}' for c in sorted(hidden))}"


def forms_of(entry: dict[str, Any]) -> Iterator[Form]:
    """All spellings of an entry whose types are sound."""
    name = entry["name"]
    yield Form(name, "name", name, right=True)
    if "acronym" in entry:
        yield Form(entry["acronym"], "acronym", name, right=True)
    for text in entry.get("aliases", ()):
        yield Form(text, "alias", name, right=True)
    for language, texts in entry.get("aliases_by_language", {}).items():
        yield from (Form(text, f"alias in {language}", name, right=True) for text in texts)
    for text in entry.get("mangled", ()):
        yield Form(text, "mangled form", name, right=False)
    for language, texts in entry.get("translations", {}).items():
        yield from (Form(text, f"translation in {language}", name, right=False) for text in texts)


def entry_mistakes(entry: dict[str, Any]) -> Iterator[str]:
    """All that can be said of one entry by itself; its types are sound."""
    if entry["kind"] not in KINDS:
        yield f"unknown kind {entry['kind']!r}; known are {', '.join(sorted(KINDS))}"
    for key in TABLE_KEYS:
        yield from (
            f"{key}: {tag!r} is no language code" for tag in entry.get(key, {}) if not tag_is_valid(tag)
        )
    forms = list(forms_of(entry))
    for text in [*(form.text for form in forms), *entry.get("requires", ())]:
        yield from text_mistakes(text)
    yield from _repeats(entry, forms)
    guarded = entry.get("common_word", False) or entry.get("case_sensitive", False)
    for form in forms:
        short = len(fold(form.text)) <= SHORT_FORM and form.text.isascii() and form.role != "acronym"
        if short and not guarded:
            yield f"{form.role} {form.text!r} is short: set common_word, or list it as the acronym"


def _repeats(entry: dict[str, Any], forms: list[Form]) -> Iterator[str]:
    for (text, role), count in Counter((f.text, f.role) for f in forms).items():
        if count > 1:
            yield f"{role} {text!r} is listed {count} times"
    right = {f.text for f in forms if f.right}
    for form in forms:
        if not form.right and form.text in right:
            yield f"{form.role} {form.text!r} is also listed as a right form"
        if form.role == "alias" and form.text == entry["name"]:
            yield f"alias {form.text!r} is the name itself"
    if "requires" in entry and len(set(entry["requires"])) < len(entry["requires"]):
        yield "requires names a word twice"
    for text in entry.get("requires", ()):
        if len(WORD.findall(text)) > 1:
            yield f"requires {text!r}: the article is searched for one word, not for several"


def shared_forms(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Forms that lead to two entries, and names given twice."""
    for name, count in Counter(entry["name"] for entry in entries).items():
        if count > 1:
            yield f"{name}: {count} entries have this name"
    seen: dict[str, Form] = {}
    for entry in entries:
        for form in forms_of(entry):
            first = seen.setdefault(fold(form.text), form)
            if first.entry != form.entry:
                yield (
                    f"{form.entry}: {form.role} {form.text!r} folds to the same as {first.role} "
                    f"{first.text!r} of {first.entry}"
                )


def lint(path: Path) -> tuple[list[str], Counter[str]]:
    """The mistakes in a file, and how many entries of each kind it has."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return [f"cannot be read: {error}"], Counter()
    mistakes = [f"unknown table {key!r}; known is [[entry]]" for key in data if key != "entry"]
    entries = data.get("entry")
    if not isinstance(entries, list) or not entries:
        return [*mistakes, "no [[entry]] in it"], Counter()
    sound = []
    for number, entry in enumerate(entries, start=1):
        label = entry.get("name") or f"entry {number}"
        wrong_types = list(type_mistakes(entry))
        mistakes += [f"{label}: {mistake}" for mistake in wrong_types]
        if not wrong_types:
            sound.append(entry)
            mistakes += [f"{label}: {mistake}" for mistake in entry_mistakes(entry)]
    return mistakes + list(shared_forms(sound)), Counter(entry["kind"] for entry in sound)


def main(arguments: list[str]) -> int:
    """Lint the files; print mistakes on stdout and counts on stderr."""
    found = 0
    for path in [Path(argument) for argument in arguments] or [SHIPPED]:
        mistakes, kinds = lint(path)
        found += len(mistakes)
        for mistake in mistakes:
            print(f"{path.name}: {mistake}")
        counts = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        print(f"{path.name}: {kinds.total()} entries ({counts}), {len(mistakes)} mistakes", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
