"""Forms that lead to two names, or to none: what two entries claim of one written form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from normtext.folding import has_no_spaces, tokenize
from normtext.gazetteer.entries import RIGHT, WRONG, Entry, Form

Severity = Literal["contradiction", "same_name", "ambiguity"]
SEVERITIES: tuple[Severity, ...] = ("contradiction", "same_name", "ambiguity")
"""The worst first.

``contradiction``: right for one entry and to be repaired, or never to be touched, for another.
``same_name``: two canonical names that differ in case, spaces, hyphens or accents alone.
``ambiguity``: an alias, or a wrong form, of two entries.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry says of a form: its canonical name, and the form as it lists it."""

    entry: str
    form: Form

    def __str__(self) -> str:
        """Tell the claim: "an alias of Phantom Space", "a translation (nl) of ..."."""
        language = f" ({self.form.language})" if self.form.language else ""
        return f"{_SAID[self.form.kind]}{language} of {self.entry}"


_SAID = {
    "canonical": "the name",
    "alias": "an alias",
    "never": "a form that is never repaired",
    "mangled": "a mangled form",
    "translation": "a translation",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A written form that entries claim in ways that do not go together.

    Attributes:
        form: the form, as the first of them lists it.
        claims: who says what of it, in the order of the entries.
        severity: the worst of ``SEVERITIES`` among them.
    """

    form: str
    claims: tuple[Claim, ...]
    severity: Severity

    @property
    def entries(self) -> tuple[str, ...]:
        """The canonical names of the entries, each once."""
        return tuple(dict.fromkeys(claim.entry for claim in self.claims))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of form that it is to each claim."""
        return tuple(claim.form.kind for claim in self.claims)

    def __str__(self) -> str:
        """Tell who claims what: "'PS': an alias of PlayStation, and a mangled form of Phantom Space"."""
        said = [
            f"{claim}" if claim.form.text == self.form else f"{claim.form.text!r}, {claim}"
            for claim in self.claims
        ]
        return f"{self.form!r}: {', '.join(said[:-1])}, and {said[-1]}"


def conflicts_of(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """Yield the conflicts among entries, in the order in which their forms come."""
    claims: dict[str, list[tuple[Entry, Form]]] = {}
    for entry in entries:
        for form in entry.forms():
            claims.setdefault(_key(form.text), []).append((entry, form))
    for found in claims.values():
        if len(found) > 1:
            yield from _conflict(found)


def _key(text: str) -> str:
    """Equal for the forms that the index cannot tell apart: "Yahoo!" is not "Yahoo", "yahoo" is."""
    if has_no_spaces(text):
        return text
    tokens = tokenize(text)
    if not tokens:
        return text
    joined = "".join(token.folded for token in tokens)
    return f"{text[: tokens[0].start]}{joined}{text[tokens[-1].end :]}"


def _conflict(found: list[tuple[Entry, Form]]) -> Iterator[Conflict]:
    """The conflict in forms of one key, at most one."""
    worst: Severity | None = None
    members: dict[int, None] = {}
    for at, (entry, form) in enumerate(found):
        for before, (other, known) in enumerate(found[:at]):
            severity = None if other is entry else _severity((other, known), (entry, form))
            if severity:
                members |= {before: None, at: None}
                worst = severity if worst is None else min(worst, severity, key=SEVERITIES.index)
    if worst:
        claims = tuple(Claim(found[at][0].name, found[at][1]) for at in sorted(members))
        yield Conflict(claims[0].form.text, claims, worst)


def _severity(one: tuple[Entry, Form], other: tuple[Entry, Form]) -> Severity | None:
    """What is wrong with two claims of different entries; None where they go together."""
    (a, form_a), (b, form_b) = one, other
    if form_a.text != form_b.text and (a.case_sensitive or b.case_sensitive):
        return None
    if form_a.language and form_b.language and form_a.language != form_b.language:
        return None  # each stands in texts of its own language
    kinds = {form_a.kind, form_b.kind}
    if "never" in kinds:
        # That "OpenAPI" is a name of its own is why it is never OpenAI; but nobody else can repair it.
        return "contradiction" if kinds & set(WRONG) else None
    if kinds == {"canonical"}:
        return "same_name"
    return "contradiction" if kinds & set(RIGHT) and kinds & set(WRONG) else "ambiguity"
