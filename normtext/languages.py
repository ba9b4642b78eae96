"""The functions for languages, in a module of their own: they answer before the rest is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normtext.article import Language
from normtext.stages import language as language_stage
from normtext.stages.language import LanguageSpan


def detect_language(
    text: str,
    *,
    languages: Sequence[str] = (),
    prior: Mapping[str, float] | None = None,
    detector: str = "normtext",
) -> Language:
    """Tell the language of a text; "und" where it cannot be told.

    Args:
        text: any text.
        languages: the only languages it may be in; () for all.
        prior: how common languages are where the text is from, by tag; those left out count as 1.
        detector: "normtext", or the name of a registered detector.

    >>> detect_language("De kat zat op de mat en keek naar buiten.").tag
    'nl'
    """
    choice = language_stage.choice_of(languages, prior) if languages or prior else language_stage.ANY
    return language_stage.detect(text, names=_shipped_names, choice=choice, detector=detector)


def language_spans(text: str, *, languages: Sequence[str] = ()) -> tuple[LanguageSpan, ...]:
    """Cut a text where its language changes, at sentences and quotes; the spans cover it whole.

    >>> spans = language_spans("Hij zei tegen iedereen: «You should have told me about it before.»")
    >>> [span.tag for span in spans]
    ['nl', 'en']
    """
    choice = language_stage.choice_of(languages) if languages else language_stage.ANY
    return language_stage.detect_spans(text, choice)


def _shipped_names(text: str) -> Sequence[tuple[int, int]]:
    from normtext.gazetteer import Gazetteer

    return Gazetteer.default().index.right_spans(text)
