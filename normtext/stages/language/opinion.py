"""One text to languages: a fast opinion, and a careful one where the fast one is not to be trusted.

CLD2 tells most sentences in microseconds. Where the text is short, the answer unsure, or one that CLD2
is known to confuse, the letters (``letters.py``) and telling words (``cues.py``) are weighed with it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import regex

from normtext.function_words import FUNCTION_WORDS, is_plainly
from normtext.stages.language.cues import cues, ekavian, has_galician, montenegrin
from normtext.stages.language.letters import SCRIPTS, score
from normtext.stages.language.prose import most_confidence
from normtext.stages.language.regions import Standard
from normtext.stages.language.repeats import said_once
from normtext.stages.language.scripts import ONE_LANGUAGE, count_letters
from normtext.stages.language.tags import canonical_tag

Pairs = tuple[tuple[str, float], ...]

CONTESTED = frozenset("en hr bs sr id ms nb nn da sk xh st ss gl oc jv ie ia ny".split())
"""Answers of CLD2 that are asked about again: of each, 2 to 60 in 100 were wrong on the development
sentences, most of all English, which it says where it knows no better."""
CONTESTED_SHORT = CONTESTED | frozenset("pt nl es cs sl ro bg fr it so af zu lg ru hi".split())
"""Those asked about in texts of fewer than ``LONG`` letters."""
TRUSTED_SHARE = 95
"""Percent of the text that CLD2 must give to its first language to be trusted."""
TRUSTED_LETTERS, LONG = 20, 40
"""Letters from which CLD2 is trusted: under the first are words and headlines. What is left after the
contested is right in 998 of 1000 sentences and pairs of words."""
MIXED_LETTERS = 60
"""Letters from which a text in which CLD2 sees two languages is looked at sentence by sentence."""
OTHER_LETTERS = 12
"""Letters from which a further language is one: a name in other letters is none."""
TITLE_LETTERS = 100
"""Letters under which a text whose words all begin with capitals may be names: of them CLD2 is sure."""
OWN_LETTERS = {"bg": "ъ", "cs": "ěřů", "pt": "ãõ", "ro": "ășțşţ", "ru": "ыэё", "sk": "ľĺŕ", "sr": "ђћ"}
"""Letters that those languages lack with which CLD2 confuses these: with one of them it was always right, in
500 development and held-out texts."""
PLAIN_SAMPLE = 2000
"""Characters whose function words are counted. What CLD2 says and three of them was always right on the
development sentences, in each of the seven languages."""
TRUST = 0.99
"""Confidence in what CLD2 is trusted with."""
CLD2_WEIGHT = 4.0
"""Logarithm that CLD2's answer adds to a language; of 0 to 12 the best on word pairs."""
ENGLISH_WEIGHT = 2.0
COMMONER = {"id": 2.5, "nb": 2.0}
"""Logarithms for the one of two relatives that far more is written in; fitted on development sentences."""
TEMPER = 0.45
"""What the logarithms are multiplied with before they are probabilities: neighbouring letters are no
independent witnesses. Fitted on the development half; see the reliability table in docs/language.md."""
MEASURED = (
    (0.0, 0.0),
    (0.65, 0.65),
    (0.75, 0.7),
    (0.83, 0.73),
    (0.88, 0.82),
    (0.945, 0.88),
    (0.97, 0.94),
    (1.0, 0.99),
)
"""What those probabilities turned out to be worth on the development half, by straight lines between."""
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
REACH = CLOSE + CLD2_WEIGHT + max(COMMONER.values())
"""Logarithms under the first within which a rival may come that close."""
RAREST = 1e-6  # the least that a prior may say
_LEAST = 0.02  # probability under which a runner-up is not named

_CODES = {"no": "nb", "iw": "he", "jw": "jv", "sr-ME": "sr"}
_UNKNOWN = "Unknown"
# CLD2's options in their order, quicker than by name: the text is plain, and, the last, any answer will do.
_PLAIN_TEXT = (True, None, None, None, None, False, False, False, False, False, False, False, True)
_BY_DEFAULT = {"Hani": "zh", "Hebr": "he", "Beng": "bn"}
# CLD2 raises on these.
_REFUSED = regex.compile(r"[\p{Cc}\p{Cs}\p{Cn}\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_SPACES = "\n\r\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_MASK = regex.compile(r"https?://\S++|www\.\S++|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++|(?<!\w)[@#]\w++")


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


class Heard(NamedTuple):
    """A text, and what CLD2 says of it."""

    text: str
    script: str
    letters: int
    reliable: bool
    said: Pairs


NOTHING = Guess((), 0.0, 0)


class Choice(NamedTuple):
    """What the caller knows: the only languages there are, and how common they are."""

    languages: frozenset[str] = frozenset()
    prior: Mapping[str, float] = {}

    def allows(self, tag: str) -> bool:
        """Tell whether a language may come: the caller may name it, what it belongs to, or its standards."""
        if not self.languages or tag in self.languages or tag.partition("-")[0] in self.languages:
            return True
        return any(known.startswith(f"{tag}-") for known in self.languages)

    def standard(self, tag: str) -> Standard | None:
        """The one standard of a language that may come; None where that is open."""
        known = [one for one in self.languages if one.startswith(f"{tag}-")]
        return Standard(known[0]) if len(known) == 1 and tag not in self.languages else None


ANY = Choice()


def readable(text: str) -> str:
    """The text without addresses, handles and what CLD2 refuses."""
    if "@" in text or "#" in text or "://" in text or "www." in text:
        text = _MASK.sub(" ", text)
    if text.isprintable():
        return text
    for space in _SPACES:
        text = text.replace(space, " ")
    return text if text.isprintable() else _REFUSED.sub(" ", text)


def guess(
    text: str,
    choice: Choice = ANY,
    names: Callable[[str], Sequence[tuple[int, int]]] | None = None,
) -> Guess:
    """Tell the language of one text of one language, or the shares that CLD2 sees in it.

    Args:
        text: any text.
        choice: what is known beforehand.
        names: finds stretches that prove nothing; asked only where most words have capitals.
    """
    raw, text = text, readable(text)
    script, letters = count_letters(text)
    if script is None:
        return NOTHING
    only = ONE_LANGUAGE.get(script)
    if only is not None and (choice is ANY or choice.allows(only)):
        return Guess(((only, 1.0),), limited(TRUST, only, raw, letters, script), letters, script)
    once = said_once(text) if script in SCRIPTS else text
    if once is not text:
        told = guess(once, choice, names)
        return told._replace(confidence=min(told.confidence, most_confidence(raw, script, "")))
    heard = Heard(text, script, letters, *first_opinion(text))
    if _is_trusted(heard, choice):
        tag = heard.said[0][0]
        return Guess(((tag, 1.0),), min(TRUST, most_confidence(raw, script, tag)), letters, script)
    if names is not None and _is_titled(raw):
        bare = without(raw, names(raw))
        if bare != raw:
            return guess(bare, choice)
    if choice is not ANY:
        heard = heard._replace(said=tuple(pair for pair in heard.said if choice.allows(pair[0])))
    likely = _likely(heard, choice)
    if not likely:
        return Guess((), 0.0, letters, script)
    confidence = limited(_measured(likely[0][1]), likely[0][0], raw, letters, script)
    return Guess(_shares(likely, heard), confidence, letters, script, tuple(likely[1:]))


def _is_trusted(heard: Heard, choice: Choice) -> bool:
    """Tell whether CLD2's answer needs no second opinion."""
    text, script, letters, reliable, said = heard
    if not reliable or letters < TRUSTED_LETTERS or choice.prior or not said:
        return False
    tag, percent = said[0]
    if percent < TRUSTED_SHARE or (letters < TITLE_LETTERS and _is_title(text)):
        return False
    if tag in (CONTESTED if letters >= LONG else CONTESTED_SHORT):
        if not _is_proven(text, tag):
            return False
    elif script in SCRIPTS and tag not in COVERED[script]:
        return False  # in the other scripts the few that there are differ plainly
    return choice is ANY or choice.allows(tag)


def _is_proven(text: str, tag: str) -> bool:
    """Tell whether a text has the letters or the words of a language that CLD2 may confuse with others."""
    if any(letter in text for letter in OWN_LETTERS.get(tag, "")):
        return True
    return tag in FUNCTION_WORDS and is_plainly(text[:PLAIN_SAMPLE], tag)


def without(text: str, masks: Sequence[tuple[int, int]]) -> str:
    """The text with the masked stretches blank."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(masks):
        if start >= at:
            parts.append(text[at:start].strip())
            at = end
    parts.append(text[at:].strip())
    return " ".join(filter(None, parts))


def _is_title(text: str) -> bool:
    """Tell whether all words of a text begin with a capital."""
    second = text.find(" ") + 1  # most texts show it there
    return text[second : second + 1].isupper() and all(word[0].isupper() for word in text.split())


def _is_titled(text: str) -> bool:
    """Tell whether at least half of the words begin with a capital, as in a headline made of names."""
    words = text[:400].split()
    return 2 * sum([word[0].isupper() for word in words]) >= len(words) > 1


def first_opinion(text: str) -> tuple[bool, Pairs]:
    """Whether CLD2 is sure of a readable text, and its languages with the percent of each."""
    reliable, _, details = _cld2()(text, *_PLAIN_TEXT)
    first, second, third = details
    if second[0] == third[0] == _UNKNOWN != first[0]:  # as of most texts
        return reliable, ((_CODES.get(first[1]) or canonical_tag(first[1]), float(first[2])),)
    return reliable, tuple(
        (_CODES.get(code) or canonical_tag(code), float(percent))
        for name, code, percent, _ in details
        if name != _UNKNOWN
    )


@cache
def _cld2() -> Callable[..., Any]:
    import pycld2

    detect: Callable[..., Any] = pycld2.detect
    return detect


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


def _likely(heard: Heard, choice: Choice) -> list[tuple[str, float]]:
    """Candidates with probabilities, the likeliest first."""
    scores = score(heard.text, heard.script)
    if scores is None:
        return _said_alone(heard, choice)
    near = scores.near(REACH if choice is ANY else math.inf)
    _add_weights(near, heard.said)
    cost = -max(near.values()) / scores.letters
    values = _close(near, choice)
    if not values:
        return _said_alone(heard, choice)
    if len(values) > 1:
        for tag, taken in cues(heard.text, values).items():
            values[tag] += taken
    if max(values, key=values.__getitem__) in ("hr", "bs"):
        _add_neighbours(heard.text, values, choice)
    elsewhere = _elsewhere(heard, cost)
    if elsewhere and choice.allows(elsewhere):
        values[elsewhere] = max(values.values()) + CLD2_WEIGHT
        return _probabilities(values)
    doubt = _doubt(cost)
    return [(tag, chance * doubt) for tag, chance in _probabilities(values)]


def _add_neighbours(text: str, values: dict[str, float], choice: Choice) -> None:
    """Add the neighbours of Croatian and Bosnian that the tables lack, where the text has forms of theirs."""
    for tag, found in (("sr-Latn", ekavian(text)), ("cnr", montenegrin(text))):
        if found > 0 and choice.allows(tag):
            values[tag] = max(values.values()) + found


def _add_weights(values: dict[str, float], said: Pairs) -> None:
    """Add to the logarithms what CLD2 says, and how common the language is."""
    for tag, percent in said:
        if tag in values:
            values[tag] += (ENGLISH_WEIGHT if tag == "en" else CLD2_WEIGHT) * percent / 100
    for tag, weight in COMMONER.items():
        if tag in values:
            values[tag] += weight


def _close(values: dict[str, float], choice: Choice) -> dict[str, float]:
    """The logarithms of the languages that are in the running, the caller's prior counted in."""
    if choice is not ANY:
        values = {
            tag: value + math.log(max(choice.prior.get(tag, 1.0), RAREST)) / TEMPER
            for tag, value in values.items()
            if choice.allows(tag)
        }
    least = max(values.values(), default=0.0) - CLOSE
    return {tag: value for tag, value in values.items() if value > least}


def _said_alone(heard: Heard, choice: Choice) -> list[tuple[str, float]]:
    default = _BY_DEFAULT.get(heard.script)
    if heard.said:
        tag, percent = heard.said[0]
        return [(tag, (0.95 if heard.reliable else 0.6) * percent / 100)]
    return [(default, 0.6)] if default and choice.allows(default) else []


def _elsewhere(heard: Heard, cost: float) -> str | None:
    """A language that the tables lack, where CLD2 is sure of it and there is enough to be sure of."""
    if not heard.said or heard.said[0][0] in COVERED[heard.script]:
        return None
    tag, percent = heard.said[0]
    if tag == "sr":
        return None
    if tag == "gl" and has_galician(heard.text):
        return tag
    if not heard.reliable or percent < TRUSTED_SHARE:
        return None
    enough = heard.letters >= ELSEWHERE_LETTERS or (cost > STRANGE and heard.letters >= LONG)
    return tag if enough else None


def _probabilities(values: Mapping[str, float]) -> list[tuple[str, float]]:
    if len(values) == 1:
        return [(tag, 1.0) for tag in values]
    best = max(values.values())
    weights = [(math.exp(TEMPER * (value - best)), tag) for tag, value in values.items()]
    total = sum(weight for weight, _ in weights)
    weights.sort(key=lambda item: (-item[0], item[1]))
    return [(tag, w / total) for i, (w, tag) in enumerate(weights) if i == 0 or w / total >= _LEAST]


def _measured(chance: float) -> float:
    """The share of right answers among those of this probability."""
    above = max(bisect_left(MEASURED, (min(chance, 1.0),)), 1)
    (low, worth), (high, more) = MEASURED[above - 1 : above + 1]
    return worth + (more - worth) * (chance - low) / (high - low)


def _doubt(cost: float) -> float:
    low, high = BABBLE
    return 1.0 - 0.8 * min(max((cost - low) / (high - low), 0.0), 1.0)


def limited(confidence: float, tag: str, text: str, letters: int, script: str) -> float:
    """Confidence, with what menus, code, and a handful of letters take from it."""
    if letters < FEW_SIGNS:
        signs = letters * HAN_LETTERS if script in ("Hani", "Jpan") else letters
        if signs < FEW_SIGNS:
            confidence *= 0.6 if script in ONE_LANGUAGE else 0.2
    confidence = min(confidence, most_confidence(text, script, tag))
    return TRUST if confidence >= TRUST else round(confidence, 3)


def _shares(likely: Sequence[tuple[str, float]], heard: Heard) -> Pairs:
    """The best language, and further ones that CLD2 sees beside it in a mixed text."""
    best = likely[0][0]
    if heard.letters < MIXED_LETTERS and all(tag != best for tag, _ in heard.said):
        return ((best, 1.0),)  # what CLD2 takes so short a text for, it does not see beside
    rivals = {tag for tag, _ in likely[1:]}
    others = [(tag, percent / 100) for tag, percent in heard.said if tag != best and tag not in rivals]
    rest = min(sum(share for _, share in others), 0.5)
    least = max(0.1, OTHER_LETTERS / heard.letters)
    return ((best, 1.0 - rest), *(pair for pair in others if pair[1] >= least))
