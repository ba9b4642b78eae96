"""The one place where the stages meet; the order in which they run is read in ``Normalizer._understood``.

Translation, which takes many articles at a time, is in ``translating.py``.

read → segment → repair → structure → language → names → translation → names in the English
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from normtext import consensus as agreement
from normtext import parallel
from normtext.article import Article, Language
from normtext.assembly import Draft
from normtext.config import Settings
from normtext.document import Document, Piece
from normtext.engines import registry
from normtext.errors import NormtextError, UsageError
from normtext.failures import StageFailedError, run_stage
from normtext.gazetteer import Gazetteer
from normtext.gazetteer.learning import Learner
from normtext.gazetteer.sightings import Sightings, sightings
from normtext.readers import Loaded, load
from normtext.stages.language import (
    ANY,
    Residue,
    canonical_tag,
    choice_of,
    detect_document,
    find_residue,
    first_look,
    stated,
)
from normtext.stages.names import NamesResult, find_names
from normtext.stages.repair import repair_pieces
from normtext.stages.segment import segment
from normtext.stages.structure import Structured, structure
from normtext.translating import IntoEnglish

Input = bytes | str | os.PathLike[str] | Document
Result = TypeVar("Result")


class Normalizer:
    """Turns sources into articles; reusable, picklable, and cheap to make.

    Models and word lists load on first use and are shared by all normalizers of a process.

    Args:
        settings: all options; see ``config.Settings``.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        language = self.settings.language.language
        if language is not None and canonical_tag(language) == "und":
            raise UsageError(f"unknown language {language!r}; give a BCP 47 tag such as 'nl' or 'pt-BR'")
        if self.settings.translation.engine not in ("auto", "none"):
            registry.get(self.settings.translation.engine, self.settings.models_dir)

    def __getstate__(self) -> Settings:
        return self.settings

    def __setstate__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names that are looked for: the shipped ones and the caller's own."""
        names = self.settings.names
        own = names.gazetteer or Gazetteer()
        if not names.shipped:
            return own
        return Gazetteer.default() + own if len(own) else Gazetteer.default()

    def normalize(self, source: Input, *, url: str | None = None, name: str | None = None) -> Article:
        """Turn one source into an article.

        Args:
            source: bytes or a path; a str is always text, never a path; or a Document already read.
            url: address of the article, where known.
            name: label of the source; the path as given where left out.

        Raises:
            NormtextError: the source cannot be read, or a stage fails and ``on_error`` is "raise".
        """
        draft = self._understood(source, url=url, name=name)
        self.into_english().one(draft)
        return draft.article()

    def normalize_many(
        self,
        sources: Iterable[Input],
        *,
        workers: int = 1,
        progress: bool = False,
        consensus: bool | Gazetteer = False,
    ) -> Iterator[Article]:
        """Turn many sources into articles, in order, in constant memory.

        A source that fails yields an article whose first warning has a code that begins with
        "failed"; with ``on_error="raise"`` the error is raised instead, behind the articles before it.

        Articles in other languages wait for one another, as an engine is fast on many sentences
        alone: until those that wait have 100,000 characters or are 1,000. An article that needs no
        translation, and has none before it that waits, comes out before the next source is read.

        Args:
            sources: any iterable; it is read as the articles are taken, no further ahead than said
                above; with ``workers`` by up to four batches for each, a batch being at most 64
                sources or 100,000 characters.
            workers: processes. With more than one, guard your script's entry with
                ``if __name__ == "__main__":``, as for ``multiprocessing``. Each runs its engine on
                one thread unless the settings say otherwise.
            progress: show a progress bar on stderr.
            consensus: True reads all sources beforehand, so that articles which have a name right
                repair those which have it wrong; what is no sequence is spooled to a temporary file
                meanwhile. Or the gazetteer that ``learn_names`` made of an earlier collection.
        """
        if isinstance(consensus, Gazetteer):
            yield from self._knowing(consensus).normalize_many(sources, workers=workers, progress=progress)
        elif consensus:
            with agreement.twice(sources) as (first, second):
                names = self.learn_names(first, workers=workers, progress=progress)
                yield from self._knowing(names).normalize_many(second, workers=workers, progress=progress)
        else:
            articles = self._in_order(sources, workers)
            yield from _shown(articles, sources, "article") if progress else articles

    def learn_names(self, sources: Iterable[Input], *, workers: int = 1, progress: bool = False) -> Gazetteer:
        """Read a collection for the names on which it agrees and that the gazetteer has not.

        It is the first half of ``normalize_many(..., consensus=True)``. ``Entry.source`` has the
        counts; ``Gazetteer.save`` keeps the names for a later run.
        """
        learner = self.survey(sources, workers=workers, progress=progress)
        return agreement.agreed(learner.names(), self.gazetteer)

    def survey(
        self,
        sources: Iterable[Input],
        *,
        workers: int = 1,
        progress: bool = False,
        on_failed: Callable[[str, str], None] | None = None,
    ) -> Learner:
        """Read a collection and count what it names, in bounded memory.

        Args:
            sources, workers, progress: as in ``normalize_many``.
            on_failed: called for each source that cannot be read, with its label and the reason.
        """
        reader = self._with(self.settings.replace(on_error="record"))
        read = parallel.ordered_map(reader._seen_in, sources, workers=workers, on_lost=_lost_from_sight)
        learner = Learner()
        with ExitStack() as stack:
            if isinstance(read, Generator):
                stack.callback(read.close)  # ends the worker processes, whatever stops this loop
            for one in _shown(read, sources, "source") if progress else read:
                if one.found is not None:
                    learner.take(one.found, one.name)
                elif on_failed is not None:
                    on_failed(one.name or "", one.failure)
        return learner

    def _seen_in(self, source: Input) -> _Surveyed:
        """What one source seems to name."""
        try:
            loaded = load(source, self.settings.decode)
        except NormtextError as error:
            return _Surveyed(_label(source), failure=str(error))
        draft = Draft(loaded.document, loaded.sha256)
        with suppress(StageFailedError):
            self._take_apart(loaded, draft)
        given = self.settings.language.language or loaded.document.metadata.language
        tag = given or first_look(loaded.document.text)
        return _Surveyed(loaded.document.name, sightings(draft.prose(), tag))

    def _knowing(self, names: Gazetteer) -> Normalizer:
        """A normalizer that has more names, none of which its own gazetteer has."""
        more = agreement.unknown_to(self.gazetteer, names)
        own = self.settings.names.gazetteer or Gazetteer()
        return self._with(self.settings.replace(names={"gazetteer": own + more}))

    def _with(self, settings: Settings) -> Normalizer:
        other = copy.copy(self)
        other.__setstate__(settings)
        return other

    def _in_order(self, sources: Iterable[Input], workers: int) -> Iterator[Article]:
        if workers == 1:
            return self._articles(sources)
        translation = self.settings.translation
        threads = {  # the workers are the threads: more of them would fight for the processors
            "inter_threads": translation.inter_threads or 1,
            "intra_threads": translation.intra_threads or 1,
        }
        return parallel.ordered_batches(
            self._with(self.settings.replace(translation=threads))._articles,
            parallel.in_batches(sources, _weight, workers=workers),
            workers=workers,
            on_lost=self._lost_with_its_worker,
        )

    def _articles(self, sources: Iterable[Input]) -> Iterator[Article]:
        """The articles of some sources, translated together."""
        drafts = (self._one_of_many(source) for source in sources)
        return (draft.article() for draft in self.into_english().stream(drafts))

    def _one_of_many(self, source: Input) -> Draft:
        try:
            return self._understood(source)
        except NormtextError as error:
            if self.settings.on_error == "raise":
                raise
            return Draft.failed(source, error)

    def _lost_with_its_worker(self, source: Input) -> Article:
        """What becomes of a source that a worker process died of."""
        error = parallel.lost(_label(source))
        if self.settings.on_error == "raise":
            raise error
        return Draft.failed(source, error).article()

    def _understood(self, source: Input, *, url: str | None = None, name: str | None = None) -> Draft:
        """Run all stages but translation."""
        loaded = load(source, self.settings.decode, name=name)
        draft = Draft(loaded.document, loaded.sha256, url)
        with suppress(StageFailedError):
            if self._take_apart(loaded, draft):
                self._find_names(draft)
        return draft

    def into_english(self) -> IntoEnglish:
        """What translates articles as the settings say."""
        return IntoEnglish(self.settings, lambda: self.gazetteer)

    def _take_apart(self, loaded: Loaded, draft: Draft) -> bool:
        """Run the stages up to structure; False where there is no text."""
        settings = self.settings
        document = loaded.document
        if any(notice.code == "binary" for notice in document.notices):
            draft.take_structure(_no_text(document))
            return False
        pieces = self._stage(draft, "segment", lambda: segment(document, settings.segment))
        pieces = self._stage(
            draft,
            "repair",
            lambda: repair_pieces(pieces, settings.repair, protected=self.gazetteer.index.is_name),
            pieces,
        )
        found = self._stage(
            draft, "structure", lambda: self._structure(draft, document, pieces), _plain(pieces)
        )
        draft.take_structure(found)
        return True

    def _find_names(self, draft: Draft) -> None:
        unknown: tuple[Language, tuple[str, ...] | None] = (Language(), None)
        language, tags = self._stage(draft, "language", partial(self._language, draft), unknown)
        draft.take_languages(language, tags)
        draft.take_residue(self._stage(draft, "language", lambda: self._residue(draft), ()))
        names = self._stage(draft, "names", lambda: self._names(draft, self.gazetteer), None)
        if names:
            draft.take_names(names)

    def _stage(self, draft: Draft, name: str, run: Callable[[], Result], *fallback: Result) -> Result:
        return run_stage(draft, name, run, self.settings.on_error, *fallback)

    def _structure(self, draft: Draft, document: Document, pieces: tuple[Piece, ...]) -> Structured:
        given = self.settings.language.language or document.metadata.language
        if not given:
            draft.hint = first_look(document.text)
        language = given or draft.hint
        found = structure(pieces, document.metadata, self.settings.structure, language=language)
        if isinstance(found.title, str):
            title = Piece(0, 0, found.title, found.title)
            repaired = repair_pieces((title,), self.settings.repair, protected=self.gazetteer.index.is_name)
            return replace(found, title=repaired[0])
        return found

    def _language(self, draft: Draft) -> tuple[Language, tuple[str, ...] | None]:
        texts = draft.texts()
        given = self.settings.language.language
        if given:
            return stated(given, " ".join(texts)), None
        names = self.gazetteer.index.right_spans
        asked = self.settings.language
        choice = choice_of(asked.languages, dict(asked.prior)) if asked.languages or asked.prior else ANY
        return detect_document(texts, names=names, hint=draft.hint, choice=choice, detector=asked.detector)

    def _residue(self, draft: Draft) -> tuple[Residue, ...]:
        return find_residue(draft.prose(), draft.languages(), self.gazetteer.index.right_spans)

    def _names(self, draft: Draft, gazetteer: Gazetteer) -> NamesResult:
        names = self.settings.names
        return find_names(
            draft.prose(),
            gazetteer,
            languages=draft.languages(),
            threshold=names.threshold,
            repair=names.repair,
        )


def _shown(items: Iterable[Result], sources: Iterable[Input], unit: str) -> Iterable[Result]:
    """Show a progress bar on stderr."""
    from tqdm.auto import tqdm

    shown: Iterable[Result] = tqdm(
        items, total=len(sources) if isinstance(sources, Sized) else None, unit=unit
    )
    return shown


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What a survey has of one source; ``found`` is None where it could not be read."""

    name: str | None
    found: Sightings | None = None
    failure: str = ""


def _lost_from_sight(source: Input) -> _Surveyed:
    return _Surveyed(_label(source), failure=str(parallel.lost(_label(source))))


UNREAD = 4000
"""What a file is taken to weigh whose size cannot be asked for: about an article."""


def _weight(source: Input) -> int:
    """Characters or bytes of a source, about."""
    if isinstance(source, Document):
        return len(source.text)
    if isinstance(source, bytes | str):
        return len(source)
    try:
        return os.stat(source).st_size
    except (OSError, ValueError):
        return UNREAD  # reading it will tell what is wrong


def _label(source: Input) -> str:
    """What to call a source in a message."""
    if isinstance(source, Document):
        return source.name or "a document without a name"
    return os.fsdecode(source) if isinstance(source, os.PathLike) else "a text without a name"


def _plain(pieces: tuple[Piece, ...]) -> Structured:
    """What is left of structure when that stage fails: every piece a paragraph."""
    return Structured(blocks=tuple(("paragraph", piece) for piece in pieces))


def _no_text(document: Document) -> Structured:
    """Bytes that are no text in any encoding: all of it boilerplate, and the reader's warning says why."""
    text = document.text.strip()
    if not text:
        return Structured()
    start = document.text.index(text)
    return Structured(boilerplate=(("binary", Piece(start, start + len(text), text, text)),))
