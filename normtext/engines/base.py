"""What an engine is: sentences in one language in, sentences in another out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from normtext.engines.alignment import Aligned


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one language to another over installed models.

    Attributes:
        engine: name of the engine.
        codes: language codes from source to target as the models name them, ``("pt", "en")``;
            longer where it pivots.
        models: for each leg a name with version and digest, ``("translate-pt_en 1.9 sha256:ab12cd34ef56",)``.
    """

    engine: str
    codes: tuple[str, ...]
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TranslateOptions:
    """How to translate a batch; an engine ignores what it has no use for.

    Attributes:
        beam_size, batch_tokens, inter_threads, intra_threads: see ``config.TranslationSettings``.
    """

    beam_size: int = 4
    batch_tokens: int = 512
    inter_threads: int = 0
    intra_threads: int = 0


DEFAULT_OPTIONS = TranslateOptions()


@runtime_checkable
class Translator(Protocol):
    """The protocol of engines. One instance serves a whole process; models load on first use."""

    name: str

    def route(self, source: str, target: str) -> Route | None:
        """Find the shortest way between two BCP 47 tags over the models at hand, or None.

        Close relatives count (pt-BR is served by pt). Nothing is loaded, nothing is downloaded.
        """
        ...

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Translate sentences, one out for each in, in order.

        An empty or blank sentence comes back as it is. Raises EngineError where the engine fails;
        exceptions of the engine's own libraries stand behind it as the cause.
        """
        ...


@runtime_checkable
class AligningTranslator(Translator, Protocol):
    """A translator that also tells which part of a translation came of which part of its sentence."""

    def translate_aligned(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[Aligned]:
        """Translate as ``translate`` does, with links where the model gives them.

        Links are in characters of the sentence as it was given and of the translation.
        """
        ...


@runtime_checkable
class BeamSearchTranslator(Translator, Protocol):
    """A translator whose output depends on ``TranslateOptions.beam_size``.

    Attributes:
        other_beams: sizes worth a try where the usual one went wrong, in that order.
    """

    other_beams: tuple[int, ...]


@runtime_checkable
class VocabularyTranslator(Translator, Protocol):
    """A translator that knows what its model has no token for: that never comes through."""

    def lacks(self, texts: Sequence[str], route: Route) -> list[bool]:
        """Tell of each text whether the model that reads it has no token for a part of it."""
        ...
