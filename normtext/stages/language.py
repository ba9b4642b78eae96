"""Blocks to language tags with confidence.

CLD2 gives the opinion; names, addresses and numbers are masked before it is asked, so that a
headline made of names does not flip. Scripts that belong to one language decide by themselves.
"Cannot tell" is an answer: ``und``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from normtext.article import Language, LanguageShare
from normtext.function_words import FUNCTION_WORDS

MIN_LETTERS = 12
"""Letters below which CLD2's answer is taken for no more than a guess."""
HAN_LETTERS = 3
"""Letters of an alphabet that a Han character weighs."""
UNSURE = 0.3
"""Confidence below which a document's tag is ``und``."""
MIN_SHARE = 0.1
"""Share of the body from which a further language is reported."""
BLOCK_CONFIDENCE = 0.6
"""Confidence from which a block is believed to differ in language from its article."""
SHORT_BLOCK = 120
"""Letters below which function words must speak for a language that is not the document's."""
BLOCK_LETTERS = 40
"""Letters from which a block is believed to differ in language from its article."""

_MASK = regex.compile(r"https?://\S++|www\.\S++|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++|(?<!\w)[@#]\w++|\d++")
_WORDS = regex.compile(r"\p{L}++")
# CLD2 raises on these.
_REFUSED = regex.compile(r"[\p{Cc}\p{Cs}\p{Cn}\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")

SCRIPTS = (
    ("Latn", "Latin"), ("Cyrl", "Cyrillic"), ("Hani", "Han"), ("Arab", "Arabic"), ("Deva", "Devanagari"),
    ("Hira", "Hiragana"), ("Kana", "Katakana"), ("Hang", "Hangul"), ("Grek", "Greek"), ("Hebr", "Hebrew"),
    ("Thai", "Thai"), ("Armn", "Armenian"), ("Geor", "Georgian"), ("Beng", "Bengali"), ("Taml", "Tamil"),
    ("Telu", "Telugu"), ("Gujr", "Gujarati"), ("Guru", "Gurmukhi"), ("Knda", "Kannada"),
    ("Mlym", "Malayalam"), ("Sinh", "Sinhala"), ("Khmr", "Khmer"), ("Laoo", "Lao"),
    ("Mymr", "Myanmar"), ("Ethi", "Ethiopic"),
)  # fmt: skip
ONE_LANGUAGE = {
    "Hira": "ja", "Kana": "ja", "Hang": "ko", "Grek": "el", "Thai": "th", "Armn": "hy", "Geor": "ka",
    "Taml": "ta", "Telu": "te", "Gujr": "gu", "Guru": "pa", "Knda": "kn", "Mlym": "ml", "Sinh": "si",
    "Khmr": "km", "Laoo": "lo",
}  # fmt: skip
"""Scripts that, in articles, are those of one language (Hebrew and Bengali are not: yi, as)."""
# Codes that BCP 47 has replaced, and languages that langcodes calls otherwise.
_OTHERWISE = frozenset(
    """
    iw in ji jw mo no sh tl bh bn dv fy ik kl lo mi nr or os si ss st to ug vo
    """.split()
)
_SCRIPT_PATTERNS = [(code, regex.compile(rf"\p{{Script={name}}}")) for code, name in SCRIPTS]
_SCRIPT_SAMPLE = 20_000


class Guess(NamedTuple):
    """CLD2's opinion of one text: candidates with shares, and how sure the first is."""

    shares: tuple[tuple[str, float], ...]
    confidence: float
    letters: int


def detect(text: str, *, masks: Sequence[tuple[int, int]] = ()) -> Language:
    """Tell the language of one text.

    Args:
        text: any text.
        masks: stretches that prove nothing, such as proper names.
    """
    return detect_document([text], masks=[masks])[0]


def detect_document(
    texts: Sequence[str], *, masks: Sequence[Sequence[tuple[int, int]]] | None = None
) -> tuple[Language, tuple[str, ...]]:
    """Tell the language of a document and of each of its texts.

    A text too short to be sure about takes the language of the document.

    Returns:
        The document's language, and a tag for each text.
    """
    masked = [_masked(t, masks[i] if masks else ()) for i, t in enumerate(texts)]
    guesses = [_guess(text) for text in masked]
    whole = _guess("\n".join(masked))
    document = _language(_weighed(guesses, whole), "".join(texts)[:_SCRIPT_SAMPLE])
    return document, tuple(
        _of_block(text, guess, document) for text, guess in zip(masked, guesses, strict=True)
    )


def stated(tag: str, text: str = "") -> Language:
    """The language record for a tag that the caller gives."""
    tag = canonical_tag(tag)
    return Language(tag=tag, best=tag, name=_name(tag), script=script_of(text), confidence=1.0)


@lru_cache(maxsize=512)
def canonical_tag(tag: str) -> str:
    """The BCP 47 tag by langcodes, ``und`` where it is none."""
    if tag in _plain_codes():
        return tag
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    try:
        return str(langcodes.standardize_tag(tag)) or "und"
    except LanguageTagError:
        return "und"


@lru_cache(maxsize=512)
def _name(tag: str) -> str:
    if tag in _plain_codes():
        return _plain_codes()[tag]
    if tag == "und":
        return "Unknown language"
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


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script that most letters belong to; None without letters."""
    counts: Counter[str] = Counter()
    for char, number in Counter(text[:_SCRIPT_SAMPLE]).items():
        script = _script_of_letter(char)
        if script:
            counts[script] += number
    if not counts:
        return None
    kana, letters = counts["Hira"] + counts["Kana"], sum(counts.values())
    if kana > letters / 20 and kana + counts["Hani"] > letters / 2:
        return "Jpan"
    return counts.most_common(1)[0][0]


@lru_cache(maxsize=8192)
def _script_of_letter(char: str) -> str | None:
    if not char.isalpha():
        return None
    return next((code for code, pattern in _SCRIPT_PATTERNS if pattern.match(char)), "Zyyy")


def _letters(text: str) -> int:
    return sum(number for char, number in Counter(text).items() if char.isalpha())


def _masked(text: str, masks: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(masks):
        if start >= at:
            parts += (text[at:start], " ")
            at = end
    parts.append(text[at:])
    masked: str = _REFUSED.sub(" ", _MASK.sub(" ", "".join(parts)))
    return masked


def _guess(text: str) -> Guess:
    import pycld2

    letters = _letters(text)
    script = script_of(text)
    if script in ONE_LANGUAGE or script == "Jpan":
        return Guess(((ONE_LANGUAGE.get(script, "ja"), 1.0),), 0.99, letters)
    if not letters:
        return Guess((), 0.0, 0)
    reliable, _, details = pycld2.detect(text, isPlainText=True, bestEffort=True)
    found = [(canonical_tag(code), percent / 100) for name, code, percent, _ in details if name != "Unknown"]
    if not found:
        return Guess((), 0.0, letters)
    confidence = (0.95 if reliable else 0.5) * found[0][1]
    if found[0][0] == "en" and letters < SHORT_BLOCK and not _speaks_for("en", "und", text):
        # CLD2 says English where it knows no better; real English has at least an "of" or a "the".
        found = [pair for pair in found if pair[0] != "en"] or found
        confidence = min(confidence, UNSURE - 0.01)
    signs = letters * HAN_LETTERS if script == "Hani" else letters
    if signs < MIN_LETTERS:
        confidence *= signs / MIN_LETTERS / 2
    return Guess(tuple(found), round(min(confidence, 0.99), 3), letters)


def _weighed(guesses: Sequence[Guess], whole: Guess) -> Guess:
    """The document's shares, text by text: CLD2's own over a mixture leans to the first language."""
    weights: dict[str, float] = {}
    letters = sum(guess.letters for guess in guesses)
    for guess in guesses:
        for tag, share in guess.shares:
            weights[tag] = weights.get(tag, 0.0) + share * guess.letters
    total = sum(weights.values())
    if not total or not whole.shares:
        return whole._replace(letters=letters)
    shares = [(tag, weight / total) for tag, weight in weights.items()]
    best = max((whole.shares[0][0], shares[0][0]), key=lambda tag: weights.get(tag, 0.0))
    shares.sort(key=lambda item: (item[0] != best, -item[1]))
    confidence = whole.confidence if whole.shares[0][0] == best else min(whole.confidence, 0.5)
    return Guess(tuple(shares), confidence, letters)


def _language(guess: Guess, sample: str) -> Language:
    if not guess.shares:
        return Language(script=script_of(sample), name=_name("und"))
    best = guess.shares[0][0]
    tag = best if guess.confidence >= UNSURE else "und"
    others = tuple(
        LanguageShare(tag=other, share=round(share, 3))
        for other, share in guess.shares[1:]
        if share >= MIN_SHARE
    )
    return Language(
        tag=tag,
        best=best,
        name=_name(tag),
        script=script_of(sample),
        confidence=guess.confidence,
        others=others,
    )


def _of_block(text: str, guess: Guess, document: Language) -> str:
    """A block's own language where it is long and sure enough, else that of the document."""
    if not guess.shares or guess.shares[0][0] == document.tag:
        return document.tag
    if guess.confidence < BLOCK_CONFIDENCE or guess.letters < BLOCK_LETTERS:
        return document.tag
    own = guess.shares[0][0]
    if guess.letters < SHORT_BLOCK and not _speaks_for(own, document.tag, text):
        return document.tag
    return own


def _speaks_for(own: str, other: str, text: str) -> bool:
    """Tell whether a short text has more function words of one language than of another.

    CLD2 leans to English where words are international: "Intelligenza artificiale, il Garante ...".
    """
    words = {word.lower() for word in _WORDS.findall(text)}
    mine, theirs = FUNCTION_WORDS.get(own), FUNCTION_WORDS.get(other, frozenset())
    return mine is None or len(words & mine) > len(words & theirs)
