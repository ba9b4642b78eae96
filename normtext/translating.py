"""Articles on their way into English, many at a time: an engine is fast on many sentences alone.

An article waits until there is enough to translate; then all texts of one language, of all the
articles that wait, go to the engine together, and the articles come out in the order they came in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from normtext.assembly import Draft
from normtext.config import Settings
from normtext.engines import registry
from normtext.engines.base import Route, TranslateOptions, Translator
from normtext.engines.cache import with_cache
from normtext.errors import NormtextError
from normtext.failures import run_stage
from normtext.gazetteer import Gazetteer
from normtext.means import make_means
from normtext.parallel import Reading
from normtext.stages.names import NamesResult, find_names
from normtext.stages.translation import SourceText, Terms, Translation, translate_texts

TARGET = "en"

WINDOW_CHARACTERS = 100_000
"""Characters of the articles that wait together, and of the texts that go to the engine in one call.

Measured on French articles of a dozen sentences and a small Argos model: 1.4 times the articles a second
of one at a time with 10,000 characters, 2.2 with 30,000, 2.9 with 100,000, and no more with 300,000.
"""
WINDOW_ARTICLES = 1000
"""Articles that wait together, however short they are: each is a record of some kilobytes."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Part:
    """What one article has in one foreign language, and what became of it in company of others."""

    draft: Draft
    language: str
    indices: list[int]
    results: Sequence[Translation] = ()
    route: Route | None = None


class IntoEnglish:
    """Translates articles whose names are found.

    Args:
        settings: all options.
        gazetteer: gives the names that are looked for in the English; asked only where there is some.
    """

    def __init__(self, settings: Settings, gazetteer: Callable[[], Gazetteer]) -> None:
        self._settings = settings
        self._gazetteer = gazetteer
        translation = settings.translation
        self._terms = Terms(translation.do_not_translate, patterns=translation.protect_patterns)
        self._off = not translation.translate or translation.engine == "none"

    def stream(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts in order, translated; they are read ahead as the constants above say.

        Raises:
            NormtextError: of reading ``drafts``, or with ``on_error="raise"`` of translating one;
                the drafts before it have come out.
        """
        for window in _windows(drafts, self._waits):
            yield from self._finished(window)

    def one(self, draft: Draft) -> None:
        """Translate one article."""
        for _ in self._finished([draft]):
            pass

    def _waits(self, draft: Draft) -> bool:
        return not self._off and bool(draft.foreign_texts())

    def _finished(self, window: Sequence[Draft]) -> Iterator[Draft]:
        parts = [self._parts(draft) for draft in window]
        languages = dict.fromkeys(part.language for some in parts for part in some)
        for language in languages:
            self._together(language, [part for some in parts for part in some if part.language == language])
        for draft, some in zip(window, parts, strict=True):
            for part in some:
                on_error = self._settings.on_error
                run_stage(draft, "translation", partial(self._settle, part), on_error, None)
            yield draft

    def _parts(self, draft: Draft) -> list[_Part]:
        foreign = draft.foreign_texts()
        if self._off:
            if foreign:
                draft.leave_untranslated()
            return []
        by_language: dict[str, list[int]] = {}
        tags = draft.languages()
        for index in foreign:
            by_language.setdefault(tags[index], []).append(index)
        return [_Part(draft, language, indices) for language, indices in by_language.items()]

    def _together(self, language: str, parts: Sequence[_Part]) -> None:
        """Translate the parts of several articles in one go; where that fails, leave them as they are."""
        if len(parts) < 2:
            return
        try:
            chosen = self._chosen(language)
            if chosen is None:
                return
            translations = iter(self._translated(parts, *chosen))
        except Exception:
            # Whose fault it is shows when each is tried alone, and there the error is told.
            _log.info("texts from %s failed together; trying one article at a time", language, exc_info=True)
            return
        for part in parts:
            part.results = [next(translations) for _ in part.indices]
            part.route = chosen[1]

    def _settle(self, part: _Part) -> None:
        """Hand the article its translation, made now where it has none."""
        if part.route is None:
            chosen = self._chosen(part.language)
            if chosen is None:
                part.draft.no_route(part.language, part.indices)
                return
            try:
                part.results = self._translated([part], *chosen)
            except NormtextError:
                part.draft.translation_failed(chosen[1])
                raise
            part.route = chosen[1]
        part.draft.take_translation(part.indices, part.results, part.route)
        repairs = self._names_in_english(part)
        if repairs:
            part.draft.take_english_names(part.indices, repairs)

    def _chosen(self, language: str) -> tuple[Translator, Route] | None:
        if language == "und":
            return None
        settings = self._settings.translation
        chosen = registry.choose(settings.engine, language, TARGET, self._settings.models_dir)
        return chosen and (with_cache(chosen[0], settings.cache), chosen[1])

    def _translated(self, parts: Sequence[_Part], engine: Translator, route: Route) -> list[Translation]:
        """The translations of all texts of the parts, one after the other."""
        settings = self._settings.translation
        options = TranslateOptions(
            settings.beam_size, settings.batch_tokens, settings.inter_threads, settings.intra_threads
        )
        means = make_means(
            engine, route, options, parts[0].language, partial(self._others, parts[0].language)
        )
        done: list[Translation] = []
        for texts in _bounded(text for part in parts for text in part.draft.sources(part.indices)):
            done += translate_texts(texts, means, protect=settings.protect_names, terms=self._terms)
        return done

    def _others(self, language: str, than: Translator) -> Iterator[tuple[Translator, Route]]:
        """The engines to turn to where the chosen one fails a sentence: those that "auto" could take."""
        if self._settings.translation.engine != registry.AUTO:
            return iter(())
        return registry.others(than.name, language, TARGET, self._settings.models_dir)

    def _names_in_english(self, part: _Part) -> NamesResult | None:
        """Repair, in the English, those names that the source texts mention."""
        names = self._settings.names
        mentioned = part.draft.mentioned()
        if not mentioned or not names.repair:
            return None
        texts = part.draft.english_texts(part.indices)
        return find_names(
            texts,
            self._gazetteer().only(mentioned),
            languages=[TARGET] * len(texts),
            threshold=names.threshold,
        )


def _windows(drafts: Iterable[Draft], waits: Callable[[Draft], bool]) -> Iterator[list[Draft]]:
    """Group drafts: one that need not wait, and behind none that does, goes by itself at once."""
    waiting: list[Draft] = []
    characters = 0
    reading = Reading(drafts)
    for draft in reading:
        waiting.append(draft)
        characters += draft.characters
        full = characters >= WINDOW_CHARACTERS or len(waiting) >= WINDOW_ARTICLES
        if full or (len(waiting) == 1 and not waits(draft)):
            window, waiting, characters = waiting, [], 0
            yield window
    if waiting:
        yield waiting
    reading.finish()


def _bounded(texts: Iterable[SourceText]) -> Iterator[list[SourceText]]:
    """Group texts so that one call of the engine holds no more than a long text."""
    group: list[SourceText] = []
    characters = 0
    for text in texts:
        group.append(text)
        characters += len(text.text)
        if characters >= WINDOW_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group
