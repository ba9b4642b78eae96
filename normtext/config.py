"""Settings: one frozen class a stage, each option with the reason for its default.

Settings are plain values: they compare, pickle and print. An option that does not exist raises
``TypeError`` from the dataclass; ``Settings.replace`` raises ``UsageError`` and lists what exists.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import regex

from normtext.errors import UsageError

if TYPE_CHECKING:
    from normtext.gazetteer import Gazetteer


Pattern: TypeAlias = "re.Pattern[str] | regex.Pattern[str]"
Protected: TypeAlias = "Iterable[str | Pattern | tuple[str, str]] | Mapping[str, str]"


@dataclass(frozen=True, slots=True)
class DecodeSettings:
    """Bytes to text.

    Attributes:
        encoding: use this encoding whatever the bytes say. None: byte order mark, then what the
            document declares, then UTF-8, then detection; each is checked before it is believed.
        max_bytes: larger sources are refused with an InputError, so that one runaway file cannot
            take the memory of a whole run. 256 MiB is far above any article.
        sample_bytes: how much of the source detection looks at: more costs time and hardly ever
            changes the answer.
    """

    encoding: str | None = None
    max_bytes: int = 256 * 2**20
    sample_bytes: int = 64 * 2**10


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    """Document text to pieces.

    Attributes:
        rejoin_lines: join the lines of hard-wrapped paragraphs, on record. On by default, since a
            sentence cut in two cannot be translated.
        min_wrapped_lines: fewer lines than this are not by themselves taken for a wrapped paragraph:
            two lines of like length may be verse, an address or a byline. Where longer paragraphs
            show that the text is wrapped, shorter ones follow.
    """

    rejoin_lines: bool = True
    min_wrapped_lines: int = 3


@dataclass(frozen=True, slots=True)
class RepairSettings:
    """Characters: mojibake, entities, invisible characters, lost spaces.

    Attributes:
        mojibake: let ftfy undo wrong decodings.
        entities: decode HTML entities; at most ``entity_rounds`` times over, as text that was
            escaped more often than that is about escaping.
        invisible: strip what hides text, see the policy in ``stages/repair.py``.
        nfc: compose characters (Unicode NFC).
        lost_spaces: part words that were glued where a link or a line was cut.
    """

    mojibake: bool = True
    entities: bool = True
    entity_rounds: int = 4
    invisible: bool = True
    nfc: bool = True
    lost_spaces: bool = True


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """Pieces to title, byline, dates, tags, blocks, boilerplate.

    Attributes:
        remove_boilerplate: off keeps every piece as a block.
        day_first: how to read "03/04/2025" where neither language nor evidence says; None leaves
            such a date unread with a warning.
    """

    remove_boilerplate: bool = True
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """Language identification.

    Attributes:
        language: take this for the language of every block and skip detection.
        languages: the only languages that the collection has; () where any may come.
        prior: how common languages are in the collection, by tag; those left out count as 1. Kept as
            pairs, so that settings can be hashed.
        detector: "normtext", or the name of a detector that was registered in this process.
    """

    language: str | None = None
    languages: tuple[str, ...] = ()
    prior: Mapping[str, float] | tuple[tuple[str, float], ...] = ()
    detector: str = "normtext"

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", tuple(self.languages))
        object.__setattr__(self, "prior", tuple(sorted(dict(self.prior).items())))


@dataclass(frozen=True, slots=True)
class NamesSettings:
    """Proper names.

    Attributes:
        gazetteer: names of the caller's own.
        shipped: also use the shipped gazetteer of the AI and technology world.
        repair: off finds names, repairs none.
        threshold: confidence from which a repair is made; below it, it is a suggestion. None takes
            the measured default of ``stages/names.py``.
    """

    gazetteer: Gazetteer | None = None
    shipped: bool = True
    repair: bool = True
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class TranslationSettings:
    """Into English.

    Attributes:
        translate: off leaves ``english`` null for text in other languages.
        engine: a registered engine's name, or "auto": the first that has a route.
        beam_size: CTranslate2's beam; 4 is Argos Translate's own default.
        batch_tokens: size of the batches of length-sorted sentences. Measured on models of 3 and 57
            million parameters: 512 and 1,024 are alike, 2,048 takes a tenth more processor time.
        inter_threads, intra_threads: CTranslate2's; 0 lets normtext choose for this machine.
        protect_names: verify what has to come through, and mend what did not; off gives the bare engine.
        protect_patterns: URLs, e-mail addresses, handles, hashtags, code and file names have to come
            through as well.
        do_not_translate: so have these: strings (whole words, as written) and compiled patterns; and a
            glossary: pairs of a source term and its English, or a mapping of such.
        cache: a file, or an existing folder for it, in which translations are kept, so that a sentence
            is translated once on a machine. None: what ``NORMTEXT_TRANSLATION_CACHE`` says, else
            none, since it would hold what somebody reads.
    """

    translate: bool = True
    engine: str = "auto"
    beam_size: int = 4
    batch_tokens: int = 512
    inter_threads: int = 0
    intra_threads: int = 0
    protect_names: bool = True
    protect_patterns: bool = True
    do_not_translate: Protected = ()
    cache: Path | None = None

    def __post_init__(self) -> None:
        given = self.do_not_translate
        items = given.items() if isinstance(given, Mapping) else (given,) if isinstance(given, str) else given
        object.__setattr__(self, "do_not_translate", tuple(items))


@dataclass(frozen=True, slots=True)
class Settings:
    """All the settings of a run, a class a stage.

    Attributes:
        models_dir: where translation models are kept; None: ``NORMTEXT_MODELS_DIR``, else Argos
            Translate's own folder, so that models installed with it are found.
        on_error: "raise", or "record": a failing stage leaves its reason in the article's warnings.
    """

    decode: DecodeSettings = field(default_factory=DecodeSettings)
    segment: SegmentSettings = field(default_factory=SegmentSettings)
    repair: RepairSettings = field(default_factory=RepairSettings)
    structure: StructureSettings = field(default_factory=StructureSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    names: NamesSettings = field(default_factory=NamesSettings)
    translation: TranslationSettings = field(default_factory=TranslationSettings)
    models_dir: Path | None = None
    on_error: str = "raise"

    def __post_init__(self) -> None:
        if self.on_error not in ("raise", "record"):
            raise UsageError.unknown("on_error", self.on_error, ("raise", "record"))

    def replace(self, **options: Any) -> Settings:
        """Return settings with options changed; ``names={"threshold": 0.9}`` reaches into a stage.

        Raises:
            UsageError: an option does not exist; the message lists those that do.
        """
        changed: dict[str, Any] = {}
        for name, value in options.items():
            if name not in _names_of(self):
                raise UsageError.unknown("option", name, _names_of(self))
            part = getattr(self, name)
            if isinstance(value, dict) and dataclasses.is_dataclass(part) and not isinstance(part, type):
                unknown = set(value) - set(_names_of(part))
                if unknown:
                    raise UsageError.unknown(f"option of {name}", sorted(unknown)[0], _names_of(part))
                changed[name] = dataclasses.replace(part, **value)
            else:
                changed[name] = value
        return dataclasses.replace(self, **changed)


def _names_of(part: Any) -> list[str]:
    return [f.name for f in dataclasses.fields(part)]
