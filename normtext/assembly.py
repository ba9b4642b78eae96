"""The article in the making: takes what each stage found and puts the finished record together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import cast

from normtext.article import (
    Article,
    ArticleWarning,
    Block,
    BlockKind,
    Boilerplate,
    Checks,
    Edit,
    HeaderPiece,
    Image,
    Language,
    Mention,
    Name,
    Sentence,
    Source,
    Title,
    TranslationRecord,
    TranslationStatus,
)
from normtext.document import Document, Notice, Piece
from normtext.edits import OffsetMap, Step
from normtext.engines.base import Route
from normtext.errors import NormtextError
from normtext.places import (
    ENGLISH,
    VERBATIM,
    EnglishText,
    Place,
    english_of,
    mention_of,
    problems_of,
    sentences_of,
)
from normtext.stages.language import Residue, name_of
from normtext.stages.names import NamesResult
from normtext.stages.structure import Structured
from normtext.stages.translation import NameSpan, SourceText, Translation


class Draft:
    """An article in the making.

    Args:
        document: the document, read.
        sha256: hex digest of the source bytes.
        url: address given by the caller; else the document's own.

    Attributes:
        hint: the language of the document text at a first look; "" where nobody looked.
    """

    def __init__(self, document: Document, sha256: str, url: str | None = None) -> None:
        self._document = document
        self._sha256 = sha256
        self._url = url or document.metadata.url
        self.hint = ""
        self._structured = Structured()
        self._places: list[Place] = []
        self._language = Language()
        self._route: Route | None = None
        self._statuses: set[TranslationStatus] = set()
        self._checks: dict[str, int] = dict.fromkeys(Checks.model_fields, 0)
        self._notices: dict[Notice, None] = dict.fromkeys(document.notices)
        if not document.text.strip():
            self.warn(Notice("empty", "the source has no text"))

    @classmethod
    def failed(cls, source: object, error: NormtextError) -> Draft:
        """The draft of an article that could not even be read."""
        name = source.name if isinstance(source, Document) else None
        if isinstance(source, os.PathLike):
            name = os.fsdecode(source)
        draft = cls(Document("", name=name, notices=(Notice("failed_read", str(error)),)), "")
        draft._notices = {notice: None for notice in draft._notices if notice.code != "empty"}
        return draft

    def warn(self, notice: Notice) -> None:
        """Put a warning on record, once."""
        self._notices[notice] = None

    # What the stages found

    def take_structure(self, found: Structured) -> None:
        """Title, header, blocks, boilerplate."""
        self._structured = found
        if isinstance(found.title, Piece):
            self._places.append(Place("title", found.title, "title"))
        self._places += [Place(f"block:{i}", piece, kind) for i, (kind, piece) in enumerate(found.blocks)]
        for notice in found.notices:
            self.warn(notice)

    def take_languages(self, language: Language, tags: tuple[str, ...] | None) -> None:
        """The document's language, and that of each text; without tags the document's serves all."""
        self._language = language
        for index, place in enumerate(self._places):
            place.language = tags[index] if tags else language.tag
        if language.tag == "und" and any(not place.is_english() for place in self._places):
            self.warn(Notice("language_unknown", "the language could not be told; give it with language=..."))

    def take_residue(self, found: Sequence[Residue]) -> None:
        """What a translation seems to have left behind in English texts."""
        for residue in found:
            place = self._places[residue.text]
            words = place.piece.text[residue.start : residue.end]
            message = (
                f"{_short(words)} may have been left untranslated from {name_of(residue.tag)}; look at it"
            )
            self.warn(Notice("foreign_residue", message, place.where))

    def take_names(self, found: NamesResult) -> None:
        """Repairs, suggestions and mentions in the source language."""
        for place, changes, suggestions in zip(self._places, found.changes, found.suggestions, strict=True):
            place.piece = place.piece.changed("names", changes)
            place.suggestions = suggestions
        for mention in found.mentions:
            self._places[mention.text].mentions.append(mention)
        for word in found.strange:
            self.warn(Notice("strange_word", f"{word.reason}; look at it", self._places[word.text].where))

    def take_translation(self, indices: Sequence[int], results: Sequence[Translation], route: Route) -> None:
        """What an engine made of the texts at ``indices``."""
        self._route = self._route or route
        self._statuses.add("translated")
        for index, result in zip(indices, results, strict=True):
            place = self._places[index]
            place.english = EnglishText(result.english, (), result.sentences, problems_of(result))
            if result.changes:
                place.english.history = (Step("translation", result.changes),)
            place.arrivals = list(result.names)
            self._count(result)
            for (start, end), why in result.kept_source:
                self._statuses.add("partial")
                sentence = result.english[start:end]
                message = f"kept in the source language, as {why}: {_short(sentence)}"
                self.warn(Notice("sentence_not_translated", message, f"{place.where}/english"))
            for (start, end), why in result.doubts:
                message = f"this translation is doubtful, as {why}: {_short(result.english[start:end])}"
                self.warn(Notice("translation_doubtful", message, f"{place.where}/english"))

    def _count(self, result: Translation) -> None:
        verdicts = [verdict for _, verdict in result.names]
        counts = {
            "sentences": len(result.sentences),
            "names": len(verdicts),
            "names_kept": verdicts.count("kept"),
            "names_restored": sum(verdict.startswith("restored") for verdict in verdicts),
            "names_by_placeholder": verdicts.count("restored_by_placeholder"),
            "names_by_alignment": verdicts.count("restored_by_alignment"),
            "names_in_pieces": verdicts.count("restored_in_pieces"),
            "terms": len(result.others),
            "terms_kept": result.others.count("kept"),
            "terms_restored": sum(verdict.startswith("restored") for verdict in result.others),
            "retried": result.retried,
            "source_kept": len(result.kept_source),
            "doubtful": len(result.doubts),
        }
        counts.update({f"fault_{check}": count for check, count in result.faults})
        for check, count in counts.items():
            self._checks[check] += count

    def take_english_names(self, indices: Sequence[int], found: NamesResult) -> None:
        """Repairs of names in the English, and where the names that were missing are after all."""
        for index, changes in zip(indices, found.changes, strict=True):
            place = self._places[index]
            if place.english is None:
                continue
            place.english.changed("names", changes)
            moved = OffsetMap(changes)
            place.arrivals = [
                (span and (moved.forward(span[0]), moved.forward(span[1], after=True)), verdict)
                for span, verdict in place.arrivals
            ]

    def no_route(self, language: str, indices: Sequence[int]) -> None:
        """No model for a language: say so, once, and how to get one."""
        self._statuses.add("unavailable")
        code = language.partition("-")[0]
        if language == "und":
            return
        message = (
            f"no translation model from {language} to {ENGLISH} is installed; "
            f"run  normtext models install {code}"
        )
        self.warn(Notice("no_model", message))

    def leave_untranslated(self) -> None:
        """The caller wants no translation."""
        self._statuses.add("unavailable")
        self.warn(
            Notice(
                "translation_off",
                "translation is switched off; english is null where the text is not English",
            )
        )

    def translation_failed(self, route: Route) -> None:
        """The engine raised."""
        self._route = self._route or route
        self._statuses.add("failed")

    # What the stages ask for

    @property
    def characters(self) -> int:
        """Length of the document text: what the draft weighs while it waits."""
        return len(self._document.text)

    def texts(self) -> list[str]:
        """Title, if there is one, and blocks, as they stand now."""
        return [place.piece.text for place in self._places]

    def prose(self) -> list[str]:
        """The texts in which names are looked for: code is none."""
        return ["" if place.kind in VERBATIM else place.piece.text for place in self._places]

    def languages(self) -> list[str]:
        """A tag for each of the texts."""
        return [place.language for place in self._places]

    def foreign_texts(self) -> list[int]:
        """Indices of the texts that are not English."""
        return [index for index, place in enumerate(self._places) if not place.is_english()]

    def sources(self, indices: Sequence[int]) -> list[SourceText]:
        """The texts at ``indices`` with the names in them."""
        return [
            SourceText(
                self._places[i].piece.text,
                self._places[i].language,
                tuple(NameSpan(m.start, m.end, m.english) for m in self._places[i].mentions),
            )
            for i in indices
        ]

    def english_texts(self, indices: Sequence[int]) -> list[str]:
        """The English of the texts at ``indices``."""
        return [place.english.text if place.english else "" for place in (self._places[i] for i in indices)]

    def mentioned(self) -> set[str]:
        """Canonical names of all that is mentioned."""
        return {mention.name for place in self._places for mention in place.mentions}

    # The finished record

    def article(self) -> Article:
        """Put the article together."""
        found = self._structured
        document, metadata = self._document, self._document.metadata
        return Article(
            id=f"sha256:{self._sha256}",
            source=Source(
                name=_clean(document.name),
                url=_clean(self._url),
                media_type=document.media_type,
                encoding=document.encoding,
                encoding_rule=document.encoding_rule,
                sha256=self._sha256,
            ),
            language=self._language,
            title=self._title(),
            authors=found.authors,
            published=found.published,
            modified=found.modified,
            tags=found.tags,
            site=found.site or metadata.site,
            section=found.section or metadata.section,
            images=tuple(
                Image(url=image.url, alt=_clean(image.alt), at=image.at) for image in metadata.images
            ),
            header=tuple(
                HeaderPiece(field=name, span=(piece.start, piece.end), original=piece.original)
                for name, piece in found.header
            ),
            blocks=tuple(self._block(place) for place in self._places if place.where != "title"),
            boilerplate=tuple(
                Boilerplate(reason=reason, span=(piece.start, piece.end), original=piece.original)
                for reason, piece in found.boilerplate
            ),
            names=self.names(),
            edits=self._edits(),
            suggestions=tuple(
                Edit.of(change, "names", place.where)
                for place in self._places
                for change in place.suggestions
            ),
            translation=self._translation(),
            warnings=self.warnings(),
        )

    def names(self) -> tuple[Name, ...]:
        """The names with their mentions, in order of the first."""
        found: dict[str, tuple[str, list[Mention]]] = {}
        for place in self._places:
            for number, (mention, surface) in enumerate(zip(place.mentions, place.surfaces(), strict=True)):
                _, mentions = found.setdefault(mention.name, (mention.kind, []))
                mentions.append(mention_of(place, mention, number, surface))
        return tuple(Name(name=n, kind=kind, mentions=tuple(m)) for n, (kind, m) in found.items())

    def checks(self) -> Checks:
        """What was counted on the way through translation."""
        return Checks(**self._checks)

    def warnings(self) -> tuple[ArticleWarning, ...]:
        """What a reader should know."""
        return tuple(ArticleWarning(code=n.code, message=n.message, where=n.where) for n in self._notices)

    def sentences(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences of each text, as pairs of spans."""
        return tuple(sentences_of(place) for place in self._places)

    def in_english(self) -> list[str]:
        """The English of each text, or the text where there is none."""
        found = ((english_of(place), place.piece.text) for place in self._places)
        return [text if english is None else english for english, text in found]

    def _title(self) -> Title | None:
        place = next((place for place in self._places if place.where == "title"), None)
        if place is None:
            return None
        return Title(original=place.piece.original, text=place.piece.text, english=english_of(place))

    def _block(self, place: Place) -> Block:
        return Block(
            kind=cast(BlockKind, place.kind),
            span=(place.piece.start, place.piece.end),
            original=place.piece.original,
            text=place.piece.text,
            english=english_of(place),
            language=place.language,
            sentences=sentences_of(place),
        )

    def _edits(self) -> tuple[Edit, ...]:
        pieces = [(place.where, place.piece.history) for place in self._places]
        title = self._structured.title
        pieces += [
            (f"header:{i}", piece.history)
            for i, (_, piece) in enumerate(self._structured.header)
            if not (isinstance(title, Piece) and (piece.start, piece.end) == (title.start, title.end))
        ]
        english = [(f"{p.where}/english", p.english.history) for p in self._places if p.english]
        return tuple(
            Edit.of(change, step.stage, where)
            for stages, histories in (
                (("segment", "repair", "names"), pieces),
                (("translation", "names"), english),
            )
            for stage in stages
            for where, history in histories
            for step in history
            if step.stage == stage
            for change in step.changes
        )

    def _translation(self) -> TranslationRecord:
        return TranslationRecord(
            status=self._status(),
            engine=self._route.engine if self._route else None,
            model=" + ".join(self._route.models) if self._route else None,
            route=self._route.codes if self._route else (),
            checks=self.checks(),
        )

    def _status(self) -> TranslationStatus:
        if not self._statuses:
            return "not_needed"
        if "failed" in self._statuses:
            return "failed" if "translated" not in self._statuses else "partial"
        if self._statuses == {"translated"}:
            return "translated"
        return "partial" if "translated" in self._statuses else "unavailable"


def _short(text: str, width: int = 80) -> str:
    return repr(text if len(text) <= width else text[: width - 1] + "…")


def _clean(text: str | None) -> str | None:
    """File names may hold lone surrogates, which JSON cannot."""
    return text.encode("utf-8", "replace").decode("utf-8") if text else text
