"""A gazetteer entry: one name, how it may be written, and how it gets damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

KINDS = frozenset(
    """
    agency benchmark company conference dataset event laboratory law model name organization person
    place product programme publication tool
    """.split()
)
"""What a name can be the name of; ``name`` where nobody has said."""
UNSORTED = "name"
"""The kind of names of which nobody has said what they are the name of."""

FormKind = Literal["canonical", "alias", "never", "mangled", "translation"]
FORM_KINDS: tuple[FormKind, ...] = ("canonical", "alias", "never", "mangled", "translation")
RIGHT: tuple[FormKind, ...] = ("canonical", "alias")
WRONG: tuple[FormKind, ...] = ("mangled", "translation")


@dataclass(frozen=True, slots=True)
class Form:
    """One way an entry is written.

    Attributes:
        text: the written form.
        kind: ``canonical`` and ``alias`` are right as they are; ``mangled`` and ``translation`` are
            to be repaired to the canonical name; ``never`` only looks like the name ("OpenAPI" for
            OpenAI), and where it stands nothing is repaired to it.
        language: BCP 47 tag, where the form belongs to one language only.
    """

    text: str
    kind: FormKind
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Why a form is listed, and where it was seen.

    Attributes:
        form: the form's text, as the entry lists it.
        reason: in a sentence, why it is a form of this entry.
        source: where it was seen.
    """

    form: str
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One name.

    Attributes:
        name: the canonical form.
        kind: one of ``KINDS``.
        aliases: other right forms, never changed.
        aliases_by_language: right forms of one language, ``(("fr", ("Maison-Blanche",)), ...)``.
        mangled: wrong forms, repaired to ``name``.
        translations: literal translations by language, repaired to ``name``.
        acronym: the acronym that stands in brackets behind the name, where there is a fixed one.
        common_word: the name is made of ordinary words ("face", "meta"); it takes more evidence.
        case_sensitive: only the exact case is this name ("o1").
        requires: words of which the article must have one before a damaged form is repaired.
        forbids: words of which the article must have none.
        source, licence: where the entry comes from.
        never: forms that only look like the name; what they cover is never repaired to it.
        reason: why the entry is there, or why it is as it is.
        notes: reasons and sources of single forms, sorted by form.
    """

    name: str
    kind: str = UNSORTED
    aliases: tuple[str, ...] = ()
    aliases_by_language: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mangled: tuple[str, ...] = ()
    translations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    acronym: str | None = None
    common_word: bool = False
    case_sensitive: bool = False
    requires: tuple[str, ...] = field(default=())
    forbids: tuple[str, ...] = field(default=())
    source: str | None = None
    licence: str | None = None
    never: tuple[str, ...] = ()
    reason: str | None = None
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if self.notes:
            object.__setattr__(self, "notes", _one_a_form(self.notes))

    def forms(self) -> Iterator[Form]:
        """Every written form, the canonical one first, each text once: right, else never, else wrong."""
        seen: set[tuple[str, str | None]] = set()
        for listed in self._all_forms():
            # A space around it is none of the name's.
            form = (
                replace(listed, text=stripped) if (stripped := listed.text.strip()) != listed.text else listed
            )
            if (form.text, form.language) not in seen and (form.text, None) not in seen:
                seen.add((form.text, form.language))
                yield form

    def _all_forms(self) -> Iterator[Form]:
        yield Form(self.name, "canonical")
        yield from (Form(text, "alias") for text in self.aliases)
        if self.acronym:
            yield Form(self.acronym, "alias")
        for language, texts in self.aliases_by_language:
            yield from (Form(text, "alias", language) for text in texts)
        yield from (Form(text, "never") for text in self.never)
        yield from (Form(text, "mangled") for text in self.mangled)
        for language, texts in self.translations:
            yield from (Form(text, "translation", language) for text in texts)


def _one_a_form(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes sorted by form; of two on the same form, what the first leaves open the other says."""
    by_form: dict[str, Note] = {}
    for note in notes:
        known = by_form.get(note.form, note)
        by_form[note.form] = Note(note.form, known.reason or note.reason, known.source or note.source)
    return tuple(note for _, note in sorted(by_form.items()) if note.reason or note.source)
