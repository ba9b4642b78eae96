"""Blocks to language tags with confidence.

A fast opinion, and a careful one where the fast one is not to be trusted (``opinion.py``); names and
addresses are masked, so that a headline made of names does not flip. Scripts that belong to one
language decide by themselves. "Cannot tell" is an answer: ``und``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import regex

from normtext.article import Language, LanguageChance, LanguageShare
from normtext.function_words import FUNCTION_WORDS
from normtext.stages.language.clear import BLOCK_LETTERS, Clear, clear_language
from normtext.stages.language.detectors import (
    OWN,
    Detector,
    get_detector,
    register_detector,
)
from normtext.stages.language.opinion import (
    ANY,
    CONTESTED,
    MIXED_LETTERS,
    TRUST,
    TRUSTED_SHARE,
    Choice,
    Guess,
    first_opinion,
    guess,
    limited,
    readable,
    without,
)
from normtext.stages.language.regions import WITH_STANDARDS, standard_of
from normtext.stages.language.residue import Residue, find_residue
from normtext.stages.language.scripts import count_letters, script_of
from normtext.stages.language.spans import LanguageSpan, detect_spans
from normtext.stages.language.tags import canonical_tag, name_of

__all__ = [
    "ANY",
    "Choice",
    "Detector",
    "LanguageSpan",
    "Residue",
    "canonical_tag",
    "choice_of",
    "detect",
    "detect_document",
    "detect_spans",
    "find_residue",
    "first_look",
    "name_of",
    "register_detector",
    "script_of",
    "stated",
]

UNSURE = 0.3
"""Confidence below which a document's tag is ``und``."""
MIN_SHARE = 0.1
"""Share of the body from which a further language is reported."""
BLOCK_CONFIDENCE = 0.6
"""Confidence from which a block is believed to differ in language from its article."""
SHORT_BLOCK = 120
"""Letters below which function words must speak for a language that is not the document's."""
LOOK = 1000
"""Characters of each of the two places at which a document is looked at first."""
NAMED = 400
"""Length up to which names are left out of a text of a document: they turn a headline, not a paragraph."""
SEEN_MIXED = 1000
"""Letters from which CLD2 sees by itself that a text is mixed."""
MIXED_SAMPLE = 20_000
"""Characters over which the shares of a mixed text are counted."""
TOLD_APART = 0.75
"""Probability from which one of two close relatives is named, and not what they have in common."""
COMMON = {
    frozenset(("nb", "nn")): "no",
    frozenset(("id", "ms")): "ms",
    frozenset(("bs", "hr")): "sh",
    frozenset(("hr", "sr-Latn")): "sh",
    frozenset(("bs", "sr-Latn")): "sh",
}
"""The macrolanguage of relatives that a short text cannot always tell apart."""

_RELATIVES = CONTESTED - {"en"}  # of which CLD2 takes one for the other, sentence by sentence
_WORDS = regex.compile(r"\p{L}++")
_SENTENCE_END = regex.compile(r"(?<=[.!?…])\s++")
Names = Callable[[str], Sequence[tuple[int, int]]]


def choice_of(languages: Sequence[str] = (), prior: Mapping[str, float] | None = None) -> Choice:
    """What a caller knows beforehand, with canonical tags."""
    weights = {canonical_tag(tag): weight for tag, weight in (prior or {}).items()}
    return Choice(frozenset(canonical_tag(tag) for tag in languages), weights)


def detect(
    text: str,
    *,
    masks: Sequence[tuple[int, int]] = (),
    names: Names | None = None,
    choice: Choice = ANY,
    detector: str = OWN,
) -> Language:
    """Tell the language of one text.

    Args:
        text: any text.
        masks: stretches that prove nothing, such as proper names.
        names: finds such stretches; asked only where most words have capitals.
        choice: the only languages there are, and how common they are.
        detector: name of a registered detector.
    """
    bare = without(text, masks) if masks else text
    language = _language(_told(bare, choice, detector, names))
    if detector == OWN and language.tag in WITH_STANDARDS:
        return _refined(language, (bare,), choice)
    return language


def first_look(text: str) -> str:
    """The tag of a document's language before its parts are known, from its beginning and its middle.

    Where these do not tell, from as much as ``detect`` should read of a long text.
    """
    if len(text) > 2 * LOOK:
        middle = len(text) // 2
        told = guess(f"{text[:LOOK]} {text[middle : middle + LOOK]}")
        if told.confidence >= TRUST and len(told.shares) == 1:
            return told.shares[0][0]
    return detect(text[:MIXED_SAMPLE]).tag


def detect_document(
    texts: Sequence[str],
    *,
    names: Names | None = None,
    hint: str = "",
    choice: Choice = ANY,
    detector: str = OWN,
) -> tuple[Language, tuple[str, ...]]:
    """Tell the language of a document and of each of its texts.

    A text too short to be sure about takes the language of the document.

    Args:
        texts: the texts of the document, in order.
        names: finds stretches that prove nothing; asked of short texts whose language is not clear.
        hint: what ``first_look`` said of the document, where it was asked; spares much asking.
        choice: the only languages there are, and how common they are.
        detector: name of a registered detector.

    Returns:
        The document's language, and a tag for each text.
    """
    if detector == OWN and len(texts) > 1:
        clear = clear_language(texts, choice, hint)
        if clear:
            return _clearly(texts, clear, choice, names)
    masked = [_bare(text, names) for text in texts]
    guesses = [_told(text, choice, detector) for text in masked]
    whole = guesses[0] if len(masked) == 1 else _told(" ".join(masked), choice, detector)
    document = _language(_weighed(guesses, whole)._replace(script=count_letters("".join(texts))[0]))
    tag = document.tag if document.tag == "und" else document.best
    if detector == OWN:
        document = _refined(document, masked, choice)
    return document, tuple(_of_block(text, told, tag) for text, told in zip(masked, guesses, strict=True))


def _bare(text: str, names: Names | None) -> str:
    """A text without its names, where it is short enough for them to turn it."""
    return without(text, names(text)) if names and len(text) <= NAMED else text


def _clearly(
    texts: Sequence[str], clear: Clear, choice: Choice, names: Names | None
) -> tuple[Language, tuple[str, ...]]:
    """The answer where the document's language is clear."""
    whole = " ".join(texts)
    script, letters = count_letters(whole)
    confidence = limited(TRUST, clear.tag, whole, letters, script or "")
    document = _refined(_plain(clear.tag, confidence, script), texts, choice)
    tags = [clear.tag] * len(texts)
    for index in clear.contested:
        text = _bare(texts[index], names)
        tags[index] = _of_block(text, guess(text, choice), clear.tag)
    return document, tuple(tags)


def stated(tag: str, text: str = "") -> Language:
    """The language record for a tag that the caller gives."""
    tag = canonical_tag(tag)
    return Language(tag=tag, best=tag, name=name_of(tag), script=script_of(text), confidence=1.0)


def _told(text: str, choice: Choice, detector: str, names: Names | None = None) -> Guess:
    if detector != OWN:
        return _told_by(get_detector(detector), text, choice)
    told = guess(text, choice, names)
    if told.letters >= MIXED_LETTERS and (len(told.shares) > 1 or _may_be_mixed(text, told)):
        return told._replace(shares=_by_sentence(text, told, choice))
    return told


def _may_be_mixed(text: str, told: Guess) -> bool:
    """Tell whether CLD2 is sure that a sentence of a short text is in another language than the whole.

    In a long one it sees that by itself.
    """
    inner = text[:-1]
    if not ("." in inner or "?" in inner or "!" in inner) or told.letters > SEEN_MIXED or not told.shares:
        return False
    return any(_is_other(sentence, told.shares[0][0]) for sentence in _SENTENCE_END.split(readable(text)))


def _is_other(sentence: str, tag: str) -> bool:
    if len(sentence) < BLOCK_LETTERS // 2:
        return False
    reliable, said = first_opinion(sentence)
    if not reliable or not said or said[0][0] == tag or said[0][1] < TRUSTED_SHARE:
        return False
    return said[0][0] not in _RELATIVES or tag not in _RELATIVES


def _told_by(detector: Detector, text: str, choice: Choice) -> Guess:
    script, letters = count_letters(text)
    found = [(canonical_tag(tag), chance) for tag, chance in detector.detect(text)]
    found = [pair for pair in found if choice.allows(pair[0])]
    if not found:
        return Guess((), 0.0, letters, script)
    return Guess(((found[0][0], 1.0),), min(found[0][1], 1.0), letters, script, tuple(found[1:]))


def _by_sentence(text: str, told: Guess, choice: Choice) -> tuple[tuple[str, float], ...]:
    """Shares of a mixed text, counted over its sentences."""
    weights: dict[str, float] = {}
    for span in detect_spans(text[:MIXED_SAMPLE], choice):
        if span.tag != "und":
            weights[span.tag] = weights.get(span.tag, 0.0) + span.letters
    total = sum(weights.values())
    if not total:
        return ((told.shares[0][0], 1.0),)
    return tuple(
        sorted(
            ((t, w / total) for t, w in weights.items()),
            key=lambda item: (-item[1], item[0]),
        )
    )


def _weighed(guesses: Sequence[Guess], whole: Guess) -> Guess:
    """The document's shares, text by text: CLD2's own over a mixture leans to the first language."""
    if len(guesses) == 1:
        return whole
    weights: dict[str, float] = {}
    for told in guesses:
        for tag, share in told.shares:
            weights[tag] = weights.get(tag, 0.0) + share * told.letters * max(told.confidence, 0.05)
    total = sum(weights.values())
    letters = sum(told.letters for told in guesses)
    if not total or not whole.shares:
        return whole._replace(letters=letters)
    shares = [(tag, weight / total) for tag, weight in weights.items()]
    best = max(
        (whole.shares[0][0], *(tag for tag, _ in shares)),
        key=lambda tag: weights.get(tag, 0.0),
    )
    shares.sort(key=lambda item: (item[0] != best, -item[1]))
    agreed = whole.shares[0][0] == best
    sure = max(
        (told.confidence for told in guesses if told.shares and told.shares[0][0] == best),
        default=0.0,
    )
    confidence = max(whole.confidence, 0.0) if agreed else min(sure, 0.9)
    return Guess(tuple(shares), confidence, letters, whole.script, whole.rivals if agreed else ())


@lru_cache(maxsize=1024)
def _plain(tag: str, confidence: float, script: str | None) -> Language:
    """The record of an answer without rivals; one for all texts that have it, as records are frozen."""
    shown = tag if confidence >= UNSURE else "und"
    return Language(tag=shown, best=tag, name=name_of(shown), script=script, confidence=confidence)


def _refined(language: Language, texts: Sequence[str], choice: Choice) -> Language:
    """The answer with the standard of its language, where there are several; ``best`` stays the language."""
    if language.tag not in WITH_STANDARDS:
        return language
    standard = choice.standard(language.best) or standard_of(language.best, texts)
    update = {"tag": standard.tag, "name": name_of(standard.tag), "reason": standard.reason}
    return language.model_copy(update=update)


def _language(told: Guess) -> Language:
    shares, confidence, _, script, rivals = told
    if not shares:
        return Language(script=script)
    tag = best = shares[0][0]
    if len(shares) == 1 and not rivals:
        return _plain(best, confidence, script)
    reason = None
    if rivals and confidence < TOLD_APART:
        rival, chance = rivals[0]
        common = COMMON.get(frozenset((best, rival)))
        if common is not None and confidence + chance >= TOLD_APART:
            tag, confidence = common, min(confidence + chance, 0.99)
            reason = f"nothing in the text tells {name_of(best)} from {name_of(rival)}"
    if confidence < UNSURE:
        tag = "und"
    return Language(
        tag=tag,
        best=best,
        name=name_of(tag),
        script=script,
        confidence=round(confidence, 3),
        others=tuple(
            LanguageShare(tag=other, share=round(share, 3))
            for other, share in shares[1:]
            if share >= MIN_SHARE
        ),
        runners_up=tuple(LanguageChance(tag=t, confidence=round(c, 3)) for t, c in rivals[:3]),
        reason=reason,
    )


def _of_block(text: str, told: Guess, document: str) -> str:
    """A block's own language where it is long and sure enough, else that of the document."""
    if not told.shares or told.shares[0][0] == document:
        return document
    if told.confidence < BLOCK_CONFIDENCE or told.letters < BLOCK_LETTERS:
        return document
    own = told.shares[0][0]
    if told.letters < SHORT_BLOCK and not _speaks_for(own, document, text):
        return document
    return own


def _speaks_for(own: str, other: str, text: str) -> bool:
    """Tell whether a short text has more function words of one language than of another.

    Words that are international look English: "Intelligenza artificiale, il Garante ...".
    """
    words = {word.lower() for word in _WORDS.findall(text)}
    mine, theirs = FUNCTION_WORDS.get(own), FUNCTION_WORDS.get(other, frozenset())
    return mine is None or len(words & mine) > len(words & theirs)
