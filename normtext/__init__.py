"""normtext: any article, in any language and state of repair, to one canonical, audited English record.

>>> import normtext
>>> normtext.repair_text("l'Ã©tÃ© dernier").text
"l'été dernier"
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from normtext.api import (
        Repaired,
        Translated,
        normalize,
        normalize_many,
        repair_names,
        repair_text,
        translate,
        translate_many,
    )
    from normtext.article import Article, Edit, Language
    from normtext.config import Settings
    from normtext.errors import (
        EngineError,
        GazetteerError,
        InputError,
        MissingExtraError,
        ModelError,
        NormtextError,
        UsageError,
    )
    from normtext.gazetteer import Entry, Gazetteer
    from normtext.languages import detect_language, language_spans
    from normtext.normalizer import Normalizer
    from normtext.stages.language import register_detector
    from normtext.tables import normalize_frame

# Names load their module on first use, so that `import normtext` costs next to nothing.
_HOME = {
    "Repaired": "api",
    "Translated": "api",
    "detect_language": "languages",
    "language_spans": "languages",
    "register_detector": "stages.language",
    "normalize": "api",
    "normalize_many": "api",
    "repair_names": "api",
    "repair_text": "api",
    "translate": "api",
    "translate_many": "api",
    "Article": "article",
    "Edit": "article",
    "Language": "article",
    "Settings": "config",
    "EngineError": "errors",
    "GazetteerError": "errors",
    "InputError": "errors",
    "MissingExtraError": "errors",
    "ModelError": "errors",
    "NormtextError": "errors",
    "UsageError": "errors",
    "Entry": "gazetteer",
    "Gazetteer": "gazetteer",
    "Normalizer": "normalizer",
    "normalize_frame": "tables",
}

__all__ = [
    "Article",
    "Edit",
    "EngineError",
    "Entry",
    "Gazetteer",
    "GazetteerError",
    "InputError",
    "Language",
    "MissingExtraError",
    "ModelError",
    "Normalizer",
    "NormtextError",
    "Repaired",
    "Settings",
    "Translated",
    "UsageError",
    "detect_language",
    "language_spans",
    "normalize",
    "normalize_frame",
    "normalize_many",
    "register_detector",
    "repair_names",
    "repair_text",
    "translate",
    "translate_many",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'normtext' has no attribute {name!r}")
    value = getattr(import_module(f"normtext.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
