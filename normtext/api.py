"""The functions of the package: one call each for what most users want."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from normtext.article import (
    Article,
    ArticleWarning,
    Checks,
    Edit,
    Language,
    Name,
    Sentence,
)
from normtext.assembly import Draft
from normtext.config import Protected, SegmentSettings, Settings
from normtext.document import Document, Piece
from normtext.edits import Change, compose
from normtext.errors import UsageError
from normtext.function_words import has_words_of_others, is_plainly
from normtext.gazetteer import Gazetteer
from normtext.normalizer import Input, Normalizer
from normtext.stages import language as language_stage
from normtext.stages.decode import clean
from normtext.stages.names import find_names, right_names
from normtext.stages.repair import repair_pieces
from normtext.stages.segment import segment
from normtext.stages.structure import Structured
from normtext.translating import IntoEnglish

_LANGUAGE_ROUNDS = 2  # how often the language of a text is told anew after its names were repaired
_AROUND = 2000  # characters of plain English beside which the language of the other texts is told

Text = TypeVar("Text", str, list[str])


@dataclass(frozen=True, slots=True)
class Repaired(Generic[Text]):
    """A repaired text, or the repaired texts of one article.

    Attributes:
        text: a str for a str, a list for a list.
        edits: every change, in order; ``where`` is "text", or "text:3" for the fourth of a list.
        suggestions: seen, but under the confidence that would apply them.
    """

    text: Text
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()

    def explain(self) -> str:
        """Say of each repair in one sentence why it was made, and of each suggestion why it was not.

        >>> names = Gazetteer.from_names(["Phantom Space"])
        >>> told = repair_names("Phantom Space flies. A Ghost Space rocket burned.", names).explain()
        >>> told.startswith("text: 'Ghost Space' became 'Phantom Space' (word_translation, 0.89): ")
        True
        """
        told: list[tuple[Edit, str]] = [(edit, "became") for edit in self.edits]
        told += [(edit, "was left, not made") for edit in self.suggestions]
        return "\n".join(
            f"{edit.where}: {edit.before!r} {verb} {edit.after!r} "
            f"({edit.rule}, {edit.confidence:.2f}): {_without_names(edit)}"
            for edit, verb in told
        )


def _without_names(edit: Edit) -> str:
    """The reason of an edit, where the sentence has named both already."""
    return edit.reason.removeprefix(f"{edit.before!r} for {edit.after!r}: ")


@dataclass(frozen=True, slots=True)
class Translated(Generic[Text]):
    """A translated text, or the translated texts of one article.

    Attributes:
        text: the English; where it could not be had, the source text, with a warning.
        sentences: for each text its sentences, as pairs of spans.
        names: the names, with the verdict of their way through translation.
        checks: what was counted on the way.
        warnings: what a reader should know.
    """

    text: Text
    sentences: tuple[tuple[Sentence, ...], ...]
    names: tuple[Name, ...]
    checks: Checks
    warnings: tuple[ArticleWarning, ...] = ()


def normalize(
    source: Input,
    *,
    language: str | None = None,
    translate: bool = True,
    engine: str = "auto",
    gazetteer: Gazetteer | None = None,
    url: str | None = None,
    do_not_translate: Protected = (),
    on_error: str = "raise",
    settings: Settings | None = None,
) -> Article:
    """Turn one source into a canonical article.

    Args:
        source: bytes or a path; a str is always text, never a path.
        language: BCP 47 tag of the source; None detects it.
        translate: False leaves ``english`` null where the text is not English.
        engine: "auto", "argos", "firefox", "none", or one that was registered.
        gazetteer: names of your own, added to the shipped ones.
        url: address of the article.
        do_not_translate: what has to come through translation besides names, URLs and the like:
            strings, compiled patterns, and a glossary as pairs ``(term, English)`` or a mapping.
        on_error: "raise", or "record": a failing stage leaves its reason in ``article.warnings``.
        settings: everything else; the arguments above override it where they are given.

    Raises:
        NormtextError: the source cannot be read, an option is unknown, or a stage fails.
    """
    options = settings_of(settings, language, translate, engine, gazetteer, do_not_translate, on_error)
    return Normalizer(options).normalize(source, url=url)


def normalize_many(
    sources: Iterable[Input],
    *,
    workers: int = 1,
    progress: bool = False,
    language: str | None = None,
    translate: bool = True,
    engine: str = "auto",
    gazetteer: Gazetteer | None = None,
    do_not_translate: Protected = (),
    on_error: str = "record",
    consensus: bool | Gazetteer = False,
    settings: Settings | None = None,
) -> Iterator[Article]:
    """Turn many sources into articles, in order, in constant memory.

    Options as in ``normalize``; ``workers``, ``progress`` and ``consensus`` as in
    ``Normalizer.normalize_many``.
    """
    options = settings_of(settings, language, translate, engine, gazetteer, do_not_translate, on_error)
    normalizer = Normalizer(options)
    return normalizer.normalize_many(sources, workers=workers, progress=progress, consensus=consensus)


def settings_of(
    settings: Settings | None,
    language: str | None,
    translate: bool,
    engine: str,
    gazetteer: Gazetteer | None,
    do_not_translate: Protected,
    on_error: str,
) -> Settings:
    """The settings that the arguments of ``normalize`` stand for."""
    settings = settings or Settings()
    if language is not None:
        settings = settings.replace(language={"language": language})
    if not translate:
        settings = settings.replace(translation={"translate": False})
    if engine != "auto":
        settings = settings.replace(translation={"engine": engine})
    if gazetteer is not None:
        settings = settings.replace(names={"gazetteer": gazetteer})
    if do_not_translate:
        settings = settings.replace(translation={"do_not_translate": do_not_translate})
    return dataclasses.replace(settings, on_error=on_error)


def repair_text(text: str) -> Repaired[str]:
    """Repair characters: mojibake, entities, invisible characters, lost spaces.

    Lines stay lines. Clean text comes back as it is.

    >>> repair_text("R&amp;D in ZÃ¼rich").text
    'R&D in Zürich'
    """
    readable, _ = clean(text)
    broken = tuple(
        Change(i, i + 1, old, new, "lone_surrogate", 1.0, "half of a character, which no encoding can hold")
        for i, (old, new) in enumerate(zip(text, readable, strict=True))
        if old != new
    )
    pieces = segment(Document(readable), SegmentSettings(rejoin_lines=False))
    protected = Gazetteer.default().index.is_name
    changes: list[Change] = []
    for piece in repair_pieces(pieces, protected=protected):
        changes += [
            c.shifted(piece.start) for step in piece.history if step.stage == "repair" for c in step.changes
        ]
    made = compose(text, broken, tuple(changes))
    return Repaired(_applied(text, made), tuple(Edit.of(c, "repair", "text") for c in made))


def _applied(text: str, changes: Sequence[Change]) -> str:
    return Piece(0, len(text), text, text).changed("", tuple(changes)).text


@overload
def repair_names(
    text: str, gazetteer: Gazetteer | None = ..., *, language: str | None = ..., threshold: float | None = ...
) -> Repaired[str]: ...
@overload
def repair_names(
    text: list[str],
    gazetteer: Gazetteer | None = ...,
    *,
    language: str | None = ...,
    threshold: float | None = ...,
) -> Repaired[list[str]]: ...
def repair_names(
    text: str | list[str],
    gazetteer: Gazetteer | None = None,
    *,
    language: str | None = None,
    threshold: float | None = None,
) -> Repaired[str] | Repaired[list[str]]:
    """Repair damaged proper names, and touch nothing else.

    Args:
        text: a text; or the paragraphs of one article, which are evidence for one another.
        gazetteer: the names to look for; None for the shipped ones.
        language: BCP 47 tag; None detects it.
        threshold: confidence from which a repair is made; None for the measured default.

    >>> repair_names("A model called Olympic Coder.", Gazetteer.from_names(["OlympicCoder"])).text
    'A model called OlympicCoder.'
    """
    texts = [text] if isinstance(text, str) else list(text)
    names = Gazetteer.default() if gazetteer is None else gazetteer
    if threshold is not None and not threshold >= 0:
        raise UsageError(f"threshold must be a number from 0, not {threshold}")
    changes, suggestions = _found(texts, names, language, threshold)
    places = ["text"] if isinstance(text, str) else [f"text:{i}" for i in range(len(texts))]
    edits = tuple(Edit.of(c, "names", w) for w, cs in zip(places, changes, strict=True) for c in cs)
    hints = tuple(Edit.of(c, "names", w) for w, cs in zip(places, suggestions, strict=True) for c in cs)
    repaired = [_applied(text, made) for text, made in zip(texts, changes, strict=True)]
    if isinstance(text, str):
        return Repaired(repaired[0], edits, hints)
    return Repaired(repaired, edits, hints)


def _found(
    texts: Sequence[str], names: Gazetteer, language: str | None, threshold: float | None
) -> tuple[list[tuple[Change, ...]], list[tuple[Change, ...]]]:
    """Repairs and suggestions for each text.

    Right names may tell of another language than wrong ones did; then what that language allows
    belongs to the same repair, so that a second call would change nothing.
    """
    tags = _tags(texts, language, names)
    found = find_names(texts, names, languages=tags, threshold=threshold, mentions=False)
    changes = list(found.changes)
    for _ in range(_LANGUAGE_ROUNDS if language is None and any(changes) else 0):
        now = [_applied(text, made) for text, made in zip(texts, changes, strict=True)]
        before, tags = tags, _tags(now, None, names)
        if tags == before:
            break
        more = find_names(now, names, languages=tags, threshold=threshold, mentions=False).changes
        changes = [compose(text, made, new) for text, made, new in zip(texts, changes, more, strict=True)]
    suggestions = [
        tuple(hint for hint in hints if not any(c.start < hint.end and hint.start < c.end for c in made))
        for hints, made in zip(found.suggestions, changes, strict=True)
    ]
    return changes, suggestions


def _tags(texts: Sequence[str], language: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    if language is not None:
        return (_tag(language),) * len(texts)
    plain = [is_plainly(text, "en") for text in texts]
    if 2 * sum(len(text) for text, sure in zip(texts, plain, strict=True) if sure) > sum(map(len, texts)):
        # In an English article a heading or a line without a foreign word is English.
        plain = [sure or not has_words_of_others(t, "en") for t, sure in zip(texts, plain, strict=True)]
    if all(plain):
        return ("en",) * len(texts)
    doubtful = [text for text, sure in zip(texts, plain, strict=True) if not sure]
    # What is plain speaks for the language of those that are too short to tell.
    around = " ".join(text for text, sure in zip(texts, plain, strict=True) if sure)[:_AROUND]
    asked = [around, *doubtful]
    told = iter(language_stage.detect_document(asked, names=gazetteer.index.right_spans)[1][1:])
    return tuple("en" if sure else next(told) for sure in plain)


def _tag(language: str) -> str:
    tag = language_stage.canonical_tag(language)
    if tag == "und":
        raise UsageError(f"unknown language {language!r}; give a BCP 47 tag such as 'nl' or 'pt-BR'")
    return tag


@overload
def translate(
    text: str,
    source: str,
    *,
    gazetteer: Gazetteer | None = ...,
    engine: str = ...,
    do_not_translate: Protected = ...,
) -> Translated[str]: ...
@overload
def translate(
    text: list[str],
    source: str,
    *,
    gazetteer: Gazetteer | None = ...,
    engine: str = ...,
    do_not_translate: Protected = ...,
) -> Translated[list[str]]: ...
def translate(
    text: str | list[str],
    source: str,
    *,
    gazetteer: Gazetteer | None = None,
    engine: str = "auto",
    do_not_translate: Protected = (),
) -> Translated[str] | Translated[list[str]]:
    """Translate into English and keep every name.

    Args:
        text: a text; or the paragraphs of one article.
        source: BCP 47 tag of its language.
        gazetteer: the names to keep; None for the shipped ones.
        engine: "auto", "argos", "firefox", or one that was registered.
        do_not_translate: what else has to come through: strings, compiled patterns, and a glossary as
            pairs ``(term, English)`` or a mapping. URLs, code and the like do so by themselves.

    Raises:
        NormtextError: the engine is unknown, or fails.
    """
    texts = [text] if isinstance(text, str) else list(text)
    tag, names = _tag(source), Gazetteer.default() if gazetteer is None else gazetteer
    draft = _paragraphs(texts, tag, names)
    _into_english(names, engine, do_not_translate).one(draft)
    return _first(draft) if isinstance(text, str) else _translated(draft)


def translate_many(
    texts: Iterable[str],
    source: str,
    *,
    gazetteer: Gazetteer | None = None,
    engine: str = "auto",
    do_not_translate: Protected = (),
    on_error: str = "raise",
) -> Iterator[Translated[str]]:
    """Translate any number of texts that have nothing to do with one another, in constant memory.

    They come out in order. They go to the engine together, 100,000 characters or 1,000 texts at a
    time, which is how far ``texts`` is read ahead; what becomes of one does not depend on the others.

    Args:
        texts: sentences, paragraphs, captions; any iterable, read as the results are taken.
        source: BCP 47 tag of their language.
        gazetteer: the names to keep; None for the shipped ones.
        engine: "auto", "argos", "firefox", or one that was registered.
        do_not_translate: as for ``translate``.
        on_error: "raise", behind the results before it; or "record": a text that the engine fails on
            comes back as it is, with a warning.

    Raises:
        NormtextError: the engine is unknown, or fails.
    """
    tag, names = _tag(source), Gazetteer.default() if gazetteer is None else gazetteer
    drafts = (_paragraphs([text], tag, names) for text in texts)
    return map(_first, _into_english(names, engine, do_not_translate, on_error).stream(drafts))


def _into_english(
    names: Gazetteer, engine: str, do_not_translate: Protected, on_error: str = "raise"
) -> IntoEnglish:
    settings = Settings(on_error=on_error).replace(
        names={"gazetteer": names, "shipped": False, "repair": False},
        translation={"engine": engine, "do_not_translate": do_not_translate},
    )
    return Normalizer(settings).into_english()


def _paragraphs(texts: Sequence[str], tag: str, names: Gazetteer) -> Draft:
    """Texts as the paragraphs of an article, as they stand, with the names in them."""
    pieces = [Piece(0, len(text), text, text) for text in texts]
    draft = Draft(Document("\n\n".join(texts)), "")
    draft.take_structure(Structured(blocks=tuple(("paragraph", piece) for piece in pieces)))
    draft.take_languages(Language(tag=tag), None)
    draft.take_names(right_names(draft.prose(), names, languages=draft.languages()))
    return draft


def _translated(draft: Draft) -> Translated[list[str]]:
    return Translated(draft.in_english(), draft.sentences(), draft.names(), draft.checks(), draft.warnings())


def _first(draft: Draft) -> Translated[str]:
    found = _translated(draft)
    return Translated(found.text[0], found.sentences, found.names, found.checks, found.warnings)
