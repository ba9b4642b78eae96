"""One text to languages: a fast opinion, and a careful one where the fast one is not to be trusted.

CLD2 tells most sentences in microseconds. Where the text is short, the answer unsure, or one that CLD2
is known to confuse, the letters (``letters.py``) and telling words (``cues.py``) are weighed with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import regex

from normtext.stages.language.cues import cues
from normtext.stages.language.letters import SCRIPTS, Scores, score
from normtext.stages.language.scripts import ONE_LANGUAGE, count_letters
from normtext.stages.language.tags import canonical_tag

Pairs = tuple[tuple[str, float], ...]

CONTESTED = frozenset("en hr bs sr id ms nb nn da sk xh zu tn st gl oc jv ie ia af su lg".split())
"""Answers of CLD2 that are asked about again: over three in a thousand of them were wrong on the
development sentences, most of all English, which it says where it knows no better."""
TRUSTED_SHARE = 95
"""Percent of the text that CLD2 must give to its first language to be trusted."""
TRUSTED_LETTERS = 40
"""Letters from which CLD2 is trusted: under it are words and headlines."""
TRUST = 0.99
"""Confidence in what CLD2 is trusted with: 997 of 1000 development sentences."""
CLD2_WEIGHT = 4.0
"""Logarithm that CLD2's answer adds to a language; of 0 to 12 the best on word pairs."""
ENGLISH_WEIGHT = 2.0
TEMPER = 0.55
"""What the logarithms are multiplied with before they are probabilities: neighbouring letters are no
independent witnesses. Fitted on the development half; see the reliability table in docs/language.md."""
ELSEWHERE_LETTERS = 120
"""Letters from which CLD2 may name a language that the tables do not have (Galician, Maltese)."""
STRANGE = 2.5
"""Cost of a letter above which a text is likely in none of the languages; 95 in 100 sentences are below."""
BABBLE = (3.0, 4.0)
"""Costs of a letter between which confidence falls to little: 99 in 100 sentences cost less than 3."""
FEW_SIGNS = 4
"""Letters below which nothing is claimed; a Han character counts for three."""
HAN_LETTERS = 3
CLOSE = 12.0
"""Logarithms under the first within which a rival's words are looked at."""
MENU, CODE = 0.4, 0.25
"""The most confidence in lists of entries and in program text."""
_CODE_SIGNS = 0.04  # share of brackets and operators from which a text is code; prose has under 0.02
_LEAST = 0.02  # probability under which a runner-up is not named

_CODES = {"no": "nb", "iw": "he", "jw": "jv", "sr-ME": "sr"}
_BY_DEFAULT = {"Hani": "zh", "Hebr": "he", "Beng": "bn"}
# CLD2 raises on these.
_REFUSED = regex.compile(r"[\p{Cc}\p{Cs}\p{Cn}\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_MASK = regex.compile(r"https?://\S++|www\.\S++|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++|(?<!\w)[@#]\w++")
_OPERATORS = regex.compile(r"[{}()\[\];=<>_$\\]")
_ENTRIES = regex.compile(r"[|\n•·»›]++")
_EKAVIAN = regex.compile(
    r"(?i)\b(?:gde|posle|uvek|ovde|mesto|mesta|vreme|vremena|reč|reči|deo|pre|dve|svet|sveta|lepo|mleko|dete|deca"
    r"|čovek|čoveka|cena|telo|vek|veka|mera|primer|uspeh|sneg|reka|ceo|videti|zameni|promene|izveštaj|bez?bednost)\b"
)


class Guess(NamedTuple):
    """What one text is thought to be in.

    Attributes:
        shares: languages with their share of the text, the first the best.
        confidence: how likely the first is right.
        letters: how many letters the text has.
        script: ISO 15924 code of most letters.
        rivals: what else it could be, with probabilities.
    """

    shares: Pairs
    confidence: float
    letters: int
    script: str | None = None
    rivals: Pairs = ()


class Choice(NamedTuple):
    """What the caller knows: the only languages there are, and how common they are."""

    languages: frozenset[str] = frozenset()
    prior: Mapping[str, float] = {}

    def allows(self, tag: str) -> bool:
        return not self.languages or tag in self.languages or tag.partition("-")[0] in self.languages


ANY = Choice()


def readable(text: str) -> str:
    """The text without addresses, handles and what CLD2 refuses."""
    if "@" in text or "#" in text or "://" in text or "www." in text:
        text = _MASK.sub(" ", text)
    return text if text.isprintable() else _REFUSED.sub(" ", text)


def guess(
    text: str, choice: Choice = ANY, names: Callable[[str], Sequence[tuple[int, int]]] | None = None
) -> Guess:
    """Tell the language of one text of one language, or the shares that CLD2 sees in it.

    Args:
        text: any text.
        choice: what is known beforehand.
        names: finds stretches that prove nothing; asked only where most words have capitals.
    """
    raw, text = text, readable(text)
    if names is not None and _is_titled(raw):
        text = readable(without(raw, names(raw)))
    script, letters = count_letters(text)
    if script is None:
        return Guess((), 0.0, 0)
    only = ONE_LANGUAGE.get(script)
    if only is not None and choice.allows(only):
        return Guess(((only, 1.0),), _limited(0.99, raw, letters, script), letters, script)
    reliable, said = _first_opinion(text)
    said = tuple(pair for pair in said if choice.allows(pair[0]))
    if reliable and said and letters >= TRUSTED_LETTERS and said[0][1] >= TRUSTED_SHARE:
        first = said[0][0]
        if first not in CONTESTED and not choice.prior and _is_known(first, script):
            return Guess(((first, 1.0),), _limited(TRUST, raw, letters, script), letters, script)
    likely = _likely(text, script, letters, said, reliable, choice)
    if not likely:
        return Guess((), 0.0, letters, script)
    confidence = _limited(likely[0][1], raw, letters, script)
    return Guess(_shares(likely, said), confidence, letters, script, tuple(likely[1:]))


def without(text: str, masks: Sequence[tuple[int, int]]) -> str:
    """The text with the masked stretches blank."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(masks):
        if start >= at:
            parts += (text[at:start], " ")
            at = end
    parts.append(text[at:])
    return "".join(parts)


def _is_titled(text: str) -> bool:
    """Tell whether at least half of the words begin with a capital, as in a headline made of names."""
    words = text[:400].split()
    return 2 * sum(word[0].isupper() for word in words) >= len(words) > 1


def _first_opinion(text: str) -> tuple[bool, Pairs]:
    import pycld2

    reliable, _, details = pycld2.detect(text, isPlainText=True, bestEffort=True)
    return reliable, tuple(
        (_CODES.get(code) or canonical_tag(code), float(percent))
        for name, code, percent, _ in details
        if name != "Unknown"
    )


def _is_known(tag: str, script: str) -> bool:
    """Tell whether CLD2's answer is of a language that the tables, or the script, vouch for."""
    if script not in SCRIPTS:
        return True
    return tag in _covered(script)


def _covered(script: str) -> frozenset[str]:
    return COVERED[script]


COVERED = {
    "Latn": frozenset(
        """af az bs ca cs cy da de en eo es et eu fi fr ga hr hu id is it la lg lt lv mi ms nb nl nn pl
        pt ro sk sl sn so sq st sv sw fil tn tr ts vi xh yo zu""".split()
    ),
    "Cyrl": frozenset("be bg kk mk mn ru sr uk".split()),
    "Arab": frozenset("ar fa ur".split()),
    "Deva": frozenset("hi mr".split()),
}
"""The languages of the tables, by script; here also, so that the fast path need not read them."""


def _likely(
    text: str, script: str, letters: int, said: Pairs, reliable: bool, choice: Choice
) -> list[tuple[str, float]]:
    """Candidates with probabilities, the likeliest first."""
    scores = score(text, script)
    if scores is None:
        return _said_alone(script, said, reliable, choice)
    values = {
        canonical_tag(tag): float(value)
        for tag, value in zip(scores.languages, scores.values, strict=True)
        if choice.allows(canonical_tag(tag))
    }
    if not values:
        return _said_alone(script, said, reliable, choice)
    for tag, percent in said:
        if tag in values:
            values[tag] += (ENGLISH_WEIGHT if tag == "en" else CLD2_WEIGHT) * percent / 100
    best = max(values.values())
    close = [tag for tag, value in values.items() if value > best - CLOSE]
    if len(close) > 1:
        for tag, taken in cues(text, close).items():
            values[tag] += taken
    for tag, weight in choice.prior.items():
        if tag in values:
            values[tag] += math.log(max(weight, 1e-6)) / TEMPER
    elsewhere = _elsewhere(text, script, letters, said, reliable, scores)
    if elsewhere and choice.allows(elsewhere):
        values[elsewhere] = max(values.values()) + CLD2_WEIGHT
    found = _probabilities(values)
    doubt = _doubt(-float(scores.values.max()) / scores.letters) if elsewhere is None else 1.0
    return [(tag, chance * doubt) for tag, chance in found]


def _said_alone(script: str, said: Pairs, reliable: bool, choice: Choice) -> list[tuple[str, float]]:
    default = _BY_DEFAULT.get(script)
    if said:
        return [(said[0][0], (0.95 if reliable else 0.6) * said[0][1] / 100)]
    return [(default, 0.6)] if default and choice.allows(default) else []


def _elsewhere(
    text: str, script: str, letters: int, said: Pairs, reliable: bool, scores: Scores
) -> str | None:
    """A language that the tables lack, where CLD2 is sure of it and there is enough to be sure of."""
    if not reliable or not said or said[0][1] < TRUSTED_SHARE or said[0][0] in COVERED[script]:
        if said and said[0][0] == "sr" and script == "Latn" and _EKAVIAN.search(text):
            return "sr-Latn"
        return None
    cost = -float(scores.values.max()) / scores.letters
    if said[0][0] == "sr":
        return "sr-Latn" if _EKAVIAN.search(text) else None
    if letters >= ELSEWHERE_LETTERS or (cost > STRANGE and letters >= TRUSTED_LETTERS):
        return said[0][0]
    return None


def _probabilities(values: Mapping[str, float]) -> list[tuple[str, float]]:
    best = max(values.values())
    weights = {tag: math.exp(TEMPER * (value - best)) for tag, value in values.items()}
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [(tag, w / total) for i, (tag, w) in enumerate(ranked) if i == 0 or w / total >= _LEAST]


def _doubt(cost: float) -> float:
    low, high = BABBLE
    return 1.0 - 0.8 * min(max((cost - low) / (high - low), 0.0), 1.0)


def _limited(confidence: float, text: str, letters: int, script: str) -> float:
    """Confidence, with what menus, code, and a handful of letters take from it."""
    signs = letters * HAN_LETTERS if script in ("Hani", "Jpan") else letters
    if script not in ONE_LANGUAGE and signs < FEW_SIGNS:
        confidence *= 0.2
    elif signs < FEW_SIGNS:
        confidence *= 0.6
    if ";" in text or "=" in text or "(" in text or "{" in text or "_" in text:
        signs_of_code = sum(1 for _ in _OPERATORS.finditer(text[:2000]))
        if signs_of_code > max(_CODE_SIGNS * min(len(text), 2000), 2):
            confidence = min(confidence, CODE)
    if ("|" in text or "\n" in text or "•" in text or "·" in text) and _is_menu(text):
        confidence = min(confidence, MENU)
    return round(min(confidence, 0.99), 3)


def _is_menu(text: str) -> bool:
    """Tell whether a text is three or more entries of at most three words, and no sentence."""
    entries = [entry for entry in _ENTRIES.split(text[:2000]) if entry.strip()]
    return len(entries) > 2 and sum(len(entry.split()) for entry in entries) <= 3 * len(entries)


def _shares(likely: Sequence[tuple[str, float]], said: Pairs) -> Pairs:
    """The best language, and further ones that CLD2 sees beside it in a mixed text."""
    best = likely[0][0]
    rivals = {tag for tag, _ in likely[1:]}
    others = [(tag, percent / 100) for tag, percent in said if tag != best and tag not in rivals]
    rest = min(sum(share for _, share in others), 0.5)
    return ((best, 1.0 - rest), *(pair for pair in others if pair[1] >= 0.1))
