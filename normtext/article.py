"""The canonical article: its records put together, JSON both ways, and a change log that can be undone.

The records themselves, and how offsets and places are told, are in ``records.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Literal

from pydantic import Field, ValidationError

from normtext import edits as change_log
from normtext.edits import OffsetMap
from normtext.errors import InputError, UsageError
from normtext.records import (
    ArticleWarning,
    Block,
    BlockKind,
    Boilerplate,
    Checks,
    Edit,
    HeaderPiece,
    Image,
    Language,
    LanguageChance,
    LanguageShare,
    Mention,
    Name,
    Record,
    Sentence,
    Source,
    StatedDate,
    Title,
    TranslationRecord,
    TranslationStatus,
    Verdict,
    history,
)
from normtext.spans import Span

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "ArticleWarning",
    "Block",
    "BlockKind",
    "Boilerplate",
    "Checks",
    "Edit",
    "HeaderPiece",
    "Image",
    "Language",
    "LanguageChance",
    "LanguageShare",
    "Mention",
    "Name",
    "Record",
    "Sentence",
    "Source",
    "Span",
    "StatedDate",
    "Title",
    "TranslationRecord",
    "TranslationStatus",
    "Verdict",
    "history",
]

SCHEMA_VERSION = "1"


class Article(Record):
    """One article in canonical form; see ``docs/article.md`` for every field."""

    schema_version: Literal["1"] = "1"
    id: str = Field(description='"sha256:" and the digest of the source bytes.')
    source: Source
    language: Language = Language()
    title: Title | None = None
    authors: tuple[str, ...] = ()
    published: StatedDate | None = None
    modified: StatedDate | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None
    images: tuple[Image, ...] = ()
    header: tuple[HeaderPiece, ...] = ()
    blocks: tuple[Block, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    names: tuple[Name, ...] = ()
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    translation: TranslationRecord = TranslationRecord()
    warnings: tuple[ArticleWarning, ...] = ()

    def model_post_init(self, _context: Any) -> None:
        """Give every block its view of the change log."""
        by_where: dict[str, list[Edit]] = {}
        for edit in self.edits:
            by_where.setdefault(edit.where, []).append(edit)
        bound = tuple(
            block._bound((*by_where.get(f"block:{i}", ()), *by_where.get(f"block:{i}/english", ())))
            if by_where or block._edits
            else block
            for i, block in enumerate(self.blocks)
        )
        self.__dict__["blocks"] = bound

    @property
    def text(self) -> str:
        """Title and blocks, repaired, in the source language, blank lines between."""
        parts = [self.title.text] if self.title else []
        return "\n\n".join(parts + [block.text for block in self.blocks])

    @property
    def english(self) -> str | None:
        """Title and blocks in English; null where any of them could not be had."""
        parts = [self.title.english] if self.title else []
        parts += [block.english for block in self.blocks]
        known = [part for part in parts if part is not None]
        return "\n\n".join(known) if len(known) == len(parts) else None

    def sentences(self) -> Iterator[tuple[str, str | None]]:
        """Yield every sentence of the body with its English, in order."""
        for block in self.blocks:
            for pair in block.sentences:
                english = None
                if pair.english is not None and block.english is not None:
                    english = block.english[slice(*pair.english)]
                yield block.text[slice(*pair.text)], english

    def to_dict(self) -> dict[str, Any]:
        """The article as plain dicts and lists that ``json`` takes."""
        return self.model_dump(mode="json")

    def to_json(self, *, indent: int | None = None) -> str:
        """The article as JSON; one line unless ``indent`` is given."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Article:
        """Read what ``to_dict`` made. Raises InputError where it does not fit the schema."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InputError(f"this is not an Article of schema version {SCHEMA_VERSION}: {error}") from error

    @classmethod
    def from_json(cls, text: str | bytes) -> Article:
        """Read what ``to_json`` made. Raises InputError where it does not fit the schema."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise InputError(f"this is not an Article of schema version {SCHEMA_VERSION}: {error}") from error

    def _repr_html_(self) -> str:
        """The article's page in a frame, which is what a notebook shows of it."""
        # By name, as the package loads its names: what an article looks like is no business of the records'.
        return str(import_module("normtext.writers.notebook").frame(self))

    def undo(self, edit: Edit) -> Article:
        """The article without ``edit``, and without the later edits that overlap it.

        Where the text of a translated article changes, its English stays as it is and a warning
        says so: translating again takes an engine.

        Raises:
            UsageError: ``edit`` is not one of this article's edits.
        """
        if edit not in self.edits:
            raise UsageError(f"this edit is not in the article's change log: {edit.rule} at {edit.where}")
        return _without(self, edit)


def _without(article: Article, edit: Edit) -> Article:
    place, _, side = edit.where.partition("/")
    steps = history(article.edits, edit.where)
    index = next(
        i for i, step in enumerate(steps) if step.stage == edit.stage and edit.change() in step.changes
    )
    result = _text_at(article, place, side)
    start = change_log.rewind(result, steps)
    undone = change_log.undo(start, steps, index, edit.change())
    new_text = change_log.replay(start, undone.history)
    kept = [Edit.of(c, step.stage, edit.where) for step in undone.history for c in step.changes]
    others = [e for e in article.edits if e.where != edit.where]
    first = next(i for i, e in enumerate(article.edits) if e.where == edit.where)
    before = sum(1 for e in article.edits[:first] if e.where != edit.where)
    data = {name: getattr(article, name) for name in Article.model_fields}
    data["edits"] = (*others[:before], *kept, *others[before:])
    data.update(_rewritten(article, place, side, new_text, OffsetMap(undone.moved)))
    return Article(**data)


def _text_at(article: Article, place: str, side: str) -> str:
    kind, _, number = place.partition(":")
    if kind == "header":
        piece = article.header[int(number)]
        return change_log.replay(piece.original, history(article.edits, place))
    record = article.title if kind == "title" else article.blocks[int(number)]
    if record is None:
        raise UsageError(f"the article has nothing at {place}")
    return (record.english or "") if side else record.text


def _rewritten(article: Article, place: str, side: str, text: str, moved: OffsetMap) -> dict[str, Any]:
    """The fields of the article that change with the text at one place."""
    kind, _, number = place.partition(":")
    if kind == "header":
        return {}
    record: Title | Block | None = article.title if kind == "title" else article.blocks[int(number)]
    assert record is not None  # _text_at has seen it
    same = not side and record.english == record.text
    update: dict[str, Any] = {"english": text} if side else {"text": text}
    if same:
        update["english"] = text
    if isinstance(record, Block):
        update["sentences"] = tuple(_moved_sentence(s, moved, side, same) for s in record.sentences)
    changed = record.model_copy(update=update)
    fields: dict[str, Any] = {"names": _moved_names(article.names, place, moved, side, same)}
    if isinstance(changed, Title):
        fields["title"] = changed
    else:
        index = int(number)
        fields["blocks"] = (*article.blocks[:index], changed, *article.blocks[index + 1 :])
    if not side and not same and record.english is not None:
        fields["warnings"] = (
            *article.warnings,
            ArticleWarning(
                code="english_not_retranslated",
                message="an edit was undone in the source text; the English still renders the edited text",
                where=place,
            ),
        )
    return fields


def _moved_span(span: Span, moved: OffsetMap) -> Span:
    start, end = moved.forward(span[0]), moved.forward(span[1], after=True)
    return start, max(start, end)


def _moved_sentence(sentence: Sentence, moved: OffsetMap, side: str, same: bool) -> Sentence:
    text = sentence.text if side else _moved_span(sentence.text, moved)
    english = sentence.english
    if english is not None and (side or same):
        english = _moved_span(english, moved)
    return Sentence(text=text, english=english, problem=sentence.problem)


def _moved_names(
    names: tuple[Name, ...], place: str, moved: OffsetMap, side: str, same: bool
) -> tuple[Name, ...]:
    def moved_mention(mention: Mention) -> Mention:
        if mention.where != place:
            return mention
        update: dict[str, Any] = {}
        if not side:
            update["start"], update["end"] = _moved_span((mention.start, mention.end), moved)
        if (side or same) and mention.english_start is not None and mention.english_end is not None:
            span = _moved_span((mention.english_start, mention.english_end), moved)
            update["english_start"], update["english_end"] = span
        return mention.model_copy(update=update)

    return tuple(
        name.model_copy(update={"mentions": tuple(moved_mention(m) for m in name.mentions)}) for name in names
    )
