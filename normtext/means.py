"""What the translation stage has to climb with: an engine, its attention, and the other ways there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from normtext.engines.base import (
    AligningTranslator,
    BeamSearchTranslator,
    Route,
    TranslateOptions,
    Translator,
    VocabularyTranslator,
)
from normtext.engines.stand_ins import remembered
from normtext.stages.translation import STYLES, Means, rank_styles

Others = Callable[[Translator], Iterator[tuple[Translator, Route]]]


def make_means(
    engine: Translator, route: Route, options: TranslateOptions, language: str, others: Others
) -> Means:
    """Put together what there is to translate with from one language.

    Args:
        engine, route, options: the first way.
        language: BCP 47 tag of what is translated.
        others: the other engines, where a sentence may go to one.
    """
    translate = partial(_translate, engine, route, options)
    return Means(
        translate,
        lambda: _other_ways(engine, route, options, others),
        partial(_attend, engine, route, options) if isinstance(engine, AligningTranslator) else None,
        lambda: remembered(route, STYLES, lambda: rank_styles(translate, language)),
        partial(_lacking, engine, route) if isinstance(engine, VocabularyTranslator) else None,
    )


def _translate(
    engine: Translator, route: Route, options: TranslateOptions, sentences: Sequence[str]
) -> list[str]:
    return engine.translate(sentences, route, options)


def _attend(
    engine: AligningTranslator, route: Route, options: TranslateOptions, sentences: Sequence[str]
) -> list[tuple[str, Callable[[int, int], tuple[int, int, float] | None]]]:
    return [(done.text, done.target_of) for done in engine.translate_aligned(sentences, route, options)]


def _lacking(engine: VocabularyTranslator, route: Route, texts: Sequence[str]) -> list[bool]:
    return engine.lacks(texts, route)


def _other_ways(
    engine: Translator, route: Route, options: TranslateOptions, others: Others
) -> Iterator[Callable[[Sequence[str]], list[str]]]:
    """Other beams, then other engines."""
    if isinstance(engine, BeamSearchTranslator):
        for beam in engine.other_beams:
            if beam != options.beam_size:
                yield partial(_translate, engine, route, replace(options, beam_size=beam))
    for other, way in others(engine):
        yield partial(_translate, other, way, options)
