"""BCP 47 tags and their English names."""

from __future__ import annotations

from functools import cache, lru_cache

UND = "und"
# Codes that BCP 47 has replaced, and languages that langcodes calls otherwise.
_OTHERWISE = frozenset(
    """
    iw in ji jw mo no sh tl bh bn dv fy ik kl lo mi nr or os si ss st to ug vo
    """.split()
)
_REPLACED = {"tl": "fil", "iw": "he"}
_NAMES = {
    "fil": "Filipino",
    "mi": "Māori",
    "si": "Sinhala",
    "st": "Southern Sotho",
    "pt-BR": "Brazilian Portuguese",
    "pt-PT": "European Portuguese",
    "zh-Hans": "Simplified Chinese",
    "zh-Hant": "Traditional Chinese",
    "cnr": "Montenegrin",
    "nb": "Norwegian Bokmål", "nn": "Norwegian Nynorsk", "no": "Norwegian", "sh": "Serbo-Croatian",
    UND: "Unknown language",
}  # fmt: skip


@lru_cache(maxsize=512)
def canonical_tag(tag: str) -> str:
    """The BCP 47 tag by langcodes, ``und`` where it is none."""
    if tag in _plain_codes() or tag in _NAMES:
        return tag
    if tag in _REPLACED:
        return _REPLACED[tag]
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    try:
        return str(langcodes.standardize_tag(tag)) or UND
    except LanguageTagError:
        return UND


@lru_cache(maxsize=512)
def name_of(tag: str) -> str:
    """The English name of a tag."""
    if tag in _NAMES:
        return _NAMES[tag]
    if tag in _plain_codes():
        return _plain_codes()[tag]
    import langcodes

    return str(langcodes.Language.get(tag).display_name("en"))


@cache
def _plain_codes() -> dict[str, str]:
    """CLD2's codes of two letters, which are tags as they stand, with its names for them.

    langcodes says the same of them, but reading its tables takes a tenth of a second.
    """
    import pycld2

    return {
        code: name.title()
        for name, code in pycld2.LANGUAGES
        if len(code) == 2 and name.isalpha() and code not in _OTHERWISE
    }
