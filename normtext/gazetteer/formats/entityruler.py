"""Patterns of spaCy's EntityRuler, as JSON Lines (https://spacy.io/api/entityruler).

A line is ``{"label": "ORG", "pattern": ..., "id": ...}``. The pattern is a text, or a list of token
patterns; of those only literal tokens (TEXT, ORTH, LOWER) are names. Lines that share an id are
forms of one entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from normtext.folding import key_of
from normtext.gazetteer.entries import KINDS, Entry
from normtext.gazetteer.formats.files import Reading, Remarks, clean, mistake

LABELS = {
    "ORG": "organization",
    "PERSON": "person",
    "PER": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "PRODUCT": "product",
    "EVENT": "event",
    "LAW": "law",
    "WORK_OF_ART": "publication",
}
"""spaCy's labels and our kinds; a label that is one of our kinds in any case is that; others are names."""

EXACT, FOLDED = ("TEXT", "ORTH"), "LOWER"

WITHOUT_CASE = "patterns that do not tell capitals (LOWER), skipped: no spelling can be taken from them"

# Punctuation is a token of its own to spaCy; these stand without a space before, or on neither side.
_TIGHT_BEFORE = regex.compile(r"[.,!?:;)\]%]|['\N{RIGHT SINGLE QUOTATION MARK}]\p{L}{0,2}")
_TIGHT = frozenset("-/\N{NON-BREAKING HYPHEN}\N{HYPHEN}")


class Pattern(NamedTuple):
    """A literal pattern: its label, its text, whether its capitals are known, its id."""

    label: str
    text: str
    exact: bool
    id: str


def parse(text: str, where: str, reading: Reading, remarks: Remarks) -> Iterator[Entry]:
    """An entry an id, or a pattern without an id."""
    groups: dict[tuple[str, ...], list[Pattern]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            pattern = _pattern(line, where, number, remarks)
            if pattern is not None:
                key = (pattern.id,) if pattern.id else (pattern.label, pattern.text)
                groups.setdefault(key, []).append(pattern)
    for patterns in groups.values():
        entry = _entry(patterns, reading, remarks)
        if entry is not None:
            yield entry


def _pattern(line: str, where: str, number: int, remarks: Remarks) -> Pattern | None:
    """The pattern of a line; None, and a remark, where it is not literal."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise mistake(where, number, f"not valid JSON: {error}; every line is one object") from error
    if not isinstance(data, dict) or not isinstance(data.get("label"), str) or "pattern" not in data:
        raise mistake(where, number, 'must be an object such as {"label": "ORG", "pattern": "Hugging Face"}')
    pattern, id_ = data["pattern"], data.get("id")
    if not isinstance(id_, str | int | None):
        raise mistake(where, number, f"'id' must be a text, not {id_!r}")
    about = (data["label"], "" if id_ is None else str(id_))
    if isinstance(pattern, str) and pattern.strip():
        return Pattern(about[0], clean(pattern), True, about[1])
    if not isinstance(pattern, list) or not pattern:
        raise mistake(where, number, "'pattern' must be a text or a list of tokens, and not empty")
    tokens, exact = [], True
    for token in pattern:
        literal = _literal(token, where, number)
        if literal is None:
            remarks[f"patterns with {_not_literal(token)}, skipped: they are rules, not names"] += 1
            return None
        tokens.append(literal[0])
        exact = exact and literal[1]
    return Pattern(about[0], clean(_joined(tokens)), exact, about[1])


def _literal(token: object, where: str, number: int) -> tuple[str, bool] | None:
    """The text of a token pattern, and whether its capitals are known; None where it is no literal."""
    if not isinstance(token, dict):
        raise mistake(where, number, f'a token must be an object such as {{"TEXT": "Face"}}, not {token!r}')
    if len(token) != 1:
        return None
    (attribute, value), *_ = token.items()
    if not isinstance(value, str) or attribute.upper() not in (*EXACT, FOLDED):
        return None
    return value, attribute.upper() in EXACT or value.upper() == value.lower()


def _not_literal(token: dict[str, Any]) -> str:
    """What keeps a token pattern from being a literal one."""
    others = sorted(key.upper() for key in token if key.upper() not in (*EXACT, FOLDED))
    if others:
        return others[0]
    operators = [sorted(value)[0] for value in token.values() if isinstance(value, dict) and value]
    return operators[0] if operators else "an empty token"


def _joined(tokens: list[str]) -> str:
    """The tokens as they stand in prose: "Coca", "-", "Cola" is "Coca-Cola"."""
    text = ""
    for token in tokens:
        tight = not text or text[-1] in _TIGHT or token in _TIGHT or _TIGHT_BEFORE.fullmatch(token)
        text += token if tight else f" {token}"
    return text


def _entry(patterns: list[Pattern], reading: Reading, remarks: Remarks) -> Entry | None:
    """The patterns of one id; the name is the one that reads as the id does, else the first."""
    exact = [pattern for pattern in patterns if pattern.exact]
    known = {key_of(pattern.text) for pattern in exact}
    remarks[WITHOUT_CASE] += sum(1 for p in patterns if not p.exact and key_of(p.text) not in known)
    if not exact:
        return None
    name = next((p for p in exact if key_of(p.text) == key_of(p.id) != ""), exact[0])
    aliases = dict.fromkeys(pattern.text for pattern in exact if pattern.text != name.text)
    return Entry(name.text, _kind(name.label, reading), aliases=tuple(aliases))


def _kind(label: str, reading: Reading) -> str:
    lower = label.lower()
    return LABELS.get(label.upper(), lower if lower in KINDS else reading.kind)
