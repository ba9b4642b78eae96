"""The parts of an article: frozen records. What they make up is in ``article.py``.

Offsets are code points, ``[start, end)``. ``span`` fields point into the document text, offsets of
edits into the text as it stood before the edit's stage, offsets of mentions and sentences into
``text`` and ``english`` as they stand. A place in the article is named by a string: ``"title"``,
``"block:3"``, ``"header:0"``, and ``"block:3/english"`` for the English of that block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from normtext.edits import Change, Step
from normtext.spans import Span

BlockKind = Literal[
    "heading",
    "paragraph",
    "quote",
    "list_item",
    "question",
    "answer",
    "caption",
    "code",
    "table",
]
TranslationStatus = Literal["not_needed", "translated", "partial", "unavailable", "failed"]
Verdict = Literal[
    "kept",
    "restored_by_placeholder",
    "restored_by_alignment",
    "restored_in_pieces",
    "source_kept",
    "not_translated",
]


class Record(BaseModel):
    """A frozen record; unknown fields are refused so that a typo cannot pass for data."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """Where the article came from."""

    name: str | None = Field(None, description="Path as given, or another label of the source.")
    url: str | None = Field(None, description="Address of the article, where known.")
    media_type: str = Field("text/plain", description="Format the source was read as.")
    encoding: str | None = Field(None, description="Character encoding of the bytes; null for a str.")
    encoding_rule: str | None = Field(
        None,
        description="How the encoding was known: bom, declared, utf-8, detected, fallback; null for a str.",
    )
    sha256: str = Field(description="Hex digest of the source bytes; of a str: of its UTF-8.")


class LanguageShare(Record):
    """A further language of the document and how much of the body's text is in it."""

    tag: str = Field(description="BCP 47 tag.")
    share: float = Field(ge=0, le=1, description="Share of the letters of the body.")


class LanguageChance(Record):
    """A language that a text may be in instead."""

    tag: str = Field(description="BCP 47 tag.")
    confidence: float = Field(ge=0, le=1, description="Confidence in tag.")


class Language(Record):
    """What language a text is in, and how sure that is."""

    tag: str = Field("und", description="BCP 47 tag; und where unsure.")
    best: str = Field("und", description="The top candidate, even where tag is und or coarser.")
    name: str = Field("Unknown language", description="English name of the tag.")
    script: str | None = Field(None, description="ISO 15924 code of the main script.")
    confidence: float = Field(0.0, ge=0, le=1, description="Confidence in tag.")
    others: tuple[LanguageShare, ...] = Field((), description="Further languages, largest share first.")
    runners_up: tuple[LanguageChance, ...] = Field((), description="What it may be instead, likeliest first.")
    reason: str | None = Field(None, description="Why tag is coarser than best.")


class Title(Record):
    """The title, as it stood, repaired, and in English."""

    original: str
    text: str
    english: str | None = None


class StatedDate(Record):
    """A date that the document states of itself."""

    value: str = Field(description="ISO 8601 date, or datetime with an offset only where one is stated.")
    raw: str = Field(description="The words it was read from.")
    rule: str = Field(description="The rule that read it.")


class Image(Record):
    """A picture of the article."""

    url: str = Field(description="Its address, absolute where the page's own is known.")
    alt: str | None = Field(None, description="What its alternative text says that it shows.")
    at: int | None = Field(
        None, description="Code point of the document text before which it stands; null where not known."
    )


class HeaderPiece(Record):
    """A piece of text from which title, authors, dates, tags or section were read."""

    field: str
    span: Span
    original: str


class Sentence(Record):
    """A sentence of ``text`` and what it became in ``english``."""

    text: Span
    english: Span | None = None
    problem: str | None = Field(
        None, description="Why the English is the source sentence, or is doubtful; null where all is well."
    )


class Edit(Record):
    """One change on record."""

    stage: str = Field(
        description="Module name of the stage that made it: segment, repair, names, translation."
    )
    rule: str = Field(description="Name of the rule; several joined by + where they met.")
    where: str = Field(description="title, header:0, block:3, block:3/english ...")
    start: int
    end: int
    before: str
    after: str
    confidence: float = Field(ge=0, le=1)
    reason: str = ""

    @classmethod
    def of(cls, change: Change, stage: str, where: str) -> Edit:
        """Put a stage's change on record."""
        return cls(
            stage=stage,
            rule=change.rule,
            where=where,
            start=change.start,
            end=change.end,
            before=change.before,
            after=change.after,
            confidence=change.confidence,
            reason=change.reason,
        )

    def change(self) -> Change:
        """The bare change."""
        return Change(self.start, self.end, self.before, self.after, self.rule, self.confidence, self.reason)


class Block(Record):
    """A heading, paragraph, list item ... of the article's body."""

    kind: BlockKind
    span: Span
    original: str = Field(description="The slice of the document text.")
    text: str = Field(description="Repaired, in the source language.")
    english: str | None = Field(None, description="In English; null where no translation could be had.")
    language: str = Field("und", description="BCP 47 tag of this block.")
    sentences: tuple[Sentence, ...] = ()

    _edits: tuple[Edit, ...] | None = PrivateAttr(None)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes made to this block, in order; those to its English last."""
        return self._edits or ()

    def _bound(self, edits: tuple[Edit, ...]) -> Block:
        if edits == self.edits:
            return self
        block = self.model_copy()
        block._edits = edits or None  # as in a block that never had any: equal articles are equal
        return block


class Boilerplate(Record):
    """Text that is not part of the article, with the reason why."""

    reason: str
    span: Span
    original: str


class Mention(Record):
    """One occurrence of a name."""

    where: str
    start: int
    end: int
    english_start: int | None = None
    english_end: int | None = None
    surface: str = Field(description="The name as it stood in the original.")
    verdict: Verdict = Field("not_translated", description="How it came through translation.")


class Name(Record):
    """A proper name of the gazetteer that the article mentions."""

    name: str = Field(description="Canonical form.")
    kind: str
    mentions: tuple[Mention, ...] = ()


class Checks(Record):
    """Counts of what was checked on the way through translation.

    The ``fault_`` counts are of sentences whose first output failed a check of the guard; most of
    them are mended by another attempt, and what is left is in ``doubtful`` or ``source_kept``.
    """

    sentences: int = 0
    names: int = Field(0, description="Mentions of names that went in.")
    names_kept: int = Field(0, description="Came out of the engine as they should read.")
    names_restored: int = Field(0, description="Restored, in one of the following ways.")
    names_by_placeholder: int = Field(0, description="The sentence was translated with a stand-in.")
    names_by_alignment: int = Field(0, description="The damaged name was found in the output.")
    names_in_pieces: int = Field(0, description="What stands around the name was translated by itself.")
    terms: int = Field(0, description="URLs, code, the caller's strings and glossary terms that went in.")
    terms_kept: int = 0
    terms_restored: int = 0
    retried: int = Field(0, description="Sentences that went to the engine more than once.")
    source_kept: int = Field(0, description="Sentences that stay in the source language, with a warning.")
    doubtful: int = Field(0, description="Sentences whose best translation fails a check, with a warning.")
    fault_empty: int = Field(0, description="Nothing came back.")
    fault_length: int = Field(0, description="Far too long or too short.")
    fault_loop: int = Field(0, description="The output repeats itself.")
    fault_copy: int = Field(0, description="The source came back.")
    fault_not_english: int = Field(0, description="The output is not English.")
    fault_number: int = Field(0, description="A number of the source is not in the output.")
    fault_unit: int = Field(0, description="A unit of the source is not in the output.")
    fault_invented: int = Field(0, description="A name or URL is in the output that the source has not.")

    def __add__(self, other: Checks) -> Checks:
        """The counts of both; ``sum(found, Checks())`` gives those of a collection."""
        return Checks(**{name: getattr(self, name) + getattr(other, name) for name in Checks.model_fields})


class TranslationRecord(Record):
    """How the English came about."""

    status: TranslationStatus = "not_needed"
    engine: str | None = None
    model: str | None = Field(None, description="Name and version of the model, or models of a pivot route.")
    route: tuple[str, ...] = Field((), description="Language codes from source to English.")
    checks: Checks = Checks()


class ArticleWarning(Record):
    """Something a reader of the article should know."""

    code: str
    message: str
    where: str | None = None


def history(edits: Sequence[Edit], where: str) -> tuple[Step, ...]:
    """The edits made at ``where``, stage by stage."""
    steps: list[Step] = []
    for edit in edits:
        if edit.where != where:
            continue
        if steps and steps[-1].stage == edit.stage:
            steps[-1] = Step(edit.stage, (*steps[-1].changes, edit.change()))
        else:
            steps.append(Step(edit.stage, (edit.change(),)))
    return tuple(steps)
