"""A gazetteer entry: one name, how it may be written, and how it gets damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

KINDS = frozenset(
    """
    agency benchmark company conference dataset event laboratory law model name organization person
    place product programme publication tool
    """.split()
)
"""What a name can be the name of; ``name`` where nobody has said."""

FormKind = Literal["canonical", "alias", "mangled", "translation"]
FORM_KINDS: tuple[FormKind, ...] = ("canonical", "alias", "mangled", "translation")


@dataclass(frozen=True, slots=True)
class Form:
    """One way an entry is written.

    Attributes:
        text: the written form.
        kind: ``canonical`` and ``alias`` are right as they are; ``mangled`` and ``translation`` are
            to be repaired to the canonical name.
        language: BCP 47 tag, where the form belongs to one language only.
    """

    text: str
    kind: FormKind
    language: str | None = None


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
    """

    name: str
    kind: str = "name"
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

    def forms(self) -> Iterator[Form]:
        """Every written form, the canonical one first, each text once."""
        seen: set[tuple[str, str | None]] = set()
        for form in self._all_forms():
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
        yield from (Form(text, "mangled") for text in self.mangled)
        for language, texts in self.translations:
            yield from (Form(text, "translation", language) for text in texts)
