"""Mojibake: UTF-8 that was decoded as something else. The only place that calls ftfy.

ftfy finds what went wrong and undoes it, but says nothing of where. Its repairs never touch an ASCII
character, save for spaces and question marks that stand for lost bytes; so the ASCII characters of
the text before and after are the same in the same order, and what differs between two of them is a
change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from normtext.edits import Change
from normtext.stages.repair.context import Context

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig

CONFIDENCE = 0.95
# Two characters that ftfy alone would let stand, in a document in which others prove the codec.
CONFIDENCE_BY_EVIDENCE = 0.85

# ftfy's time and memory grow with what it is given at once, and so does the damage of one character
# that fits no codec. Articles have paragraphs of at most a few thousand characters.
WINDOW = 50_000
_SAFE_CUT = re.compile(r"[a-z.,][ \n](?=[A-Za-z])")
_SAFE_CUT_WITHIN = 2_000

_ASCII = re.compile("([\x01-\x19\x1b-\x7f]+)")
_FIRM_ASCII = re.compile("([\x01-\x19\x1b-\x1f!->@-\x7f]+)")

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# A strict decoder has no character for byte 9D and put U+FFFD. Of the five bytes this may have been
# only 9D makes a character of prose after E2 80: the right double quotation mark.
_LOST_QUOTE = "â€" + _REPLACEMENT
_FOUND_QUOTE = "â€\x9d"

# A capital that cp1252 shows for C3, C4 or C5, the lead bytes of accented Latin letters, and what it
# shows for a byte that may follow.
_LATIN_PAIR = re.compile("[ÃÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# The end of a word in capitals before a quote or a NBSP ("SÓLÐ“", "IRMÃ»") looks to ftfy like a misread
# letter; over 350,000 triples of words of 39 languages in quotes this was its one mistake, 84 times.
# Such a pair counts only along with other mojibake.
_CAPITAL_AND_QUOTE = regex.compile(
    r"\p{Lu}[“”‘’«»‹›„‚](?!\p{L})|(?<=\p{Lu})\p{Lu}[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
)

# A capital that stands alone is as likely a letter spoken of ("Ã and Â are letters") as half of "à " or
# half of a NBSP; behind a small letter, a figure or a full stop it is no letter of its own.
_CAPITAL_AND_SPACE = regex.compile(r"(?<![\p{Ll}\p{N}.!?])[ÃÂ](?=\s|\Z)")

# Of ftfy's categories of characters these stand side by side in words, and then it sees nothing in them;
# characters of the category "common" it heeds only next to others.
_LETTERS = ("lower_accented", "lower_common", "upper_common", "kaomoji")
# What it may take for mojibake next to an ASCII or a common character, and what it minds between letters.
_SUSPECT_ALONE = "\x80-\x9fŒœÂÃÎÐØÙ\N{SQUARE ROOT}\N{DEGREE SIGN}\N{CYRILLIC CAPITAL LETTER DJE}"

_LATIN_CODECS = ("sloppy-windows-1252", "latin-1")


def mojibake(text: str, context: Context) -> tuple[Change, ...]:
    """Undo wrong decodings, with ftfy's plan as the reason."""
    if not context.settings.mojibake or text.isascii():
        return ()
    found: list[Change] = []
    for start, end in _windows(text):
        found += _fixed(text[start:end], start)
    if not context.codecs and all(_may_be_meant(text, change.start) for change in found):
        return ()
    return _with_evidence(text, found, context.codecs | proven_codecs(found))


def is_suspicious(text: str) -> bool:
    """Tell whether ``text`` has characters that evidence from elsewhere may show to be mojibake."""
    return not text.isascii() and bool(_LATIN_PAIR.search(text) or _CAPITAL_AND_SPACE.search(text))


def _may_be_meant(text: str, at: int) -> bool:
    """Tell whether a clean text, too, may have what stands there."""
    return bool(_CAPITAL_AND_QUOTE.match(text, at) or _CAPITAL_AND_SPACE.match(text, at))


def proven_codecs(changes: Iterable[Change]) -> frozenset[str]:
    """The codecs with which these changes can be made, at most three times over."""
    pairs = {(change.before, change.after) for change in changes if "mojibake" in change.rule}
    return frozenset(codec for codec in _LATIN_CODECS if any(_leads_to(*pair, codec) for pair in pairs))


def _leads_to(before: str, after: str, codec: str) -> bool:
    for _ in range(3):
        try:
            before = before.encode(codec).decode("utf-8")
        except UnicodeError:
            return False
        if before == after:
            return True
    return False


def _windows(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > WINDOW:
        end = start + WINDOW
        cuts = [match.end() for match in _SAFE_CUT.finditer(text, end - _SAFE_CUT_WITHIN, end)]
        end = cuts[-1] if cuts else end
        yield start, end
        start = end
    yield start, len(text)


@cache
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=True,
    )


def may_be_mojibake(text: str) -> bool:
    """Tell whether ftfy need be asked; False: it would change nothing.

    ftfy leaves a text alone that has none of some thirty juxtapositions (``ftfy.badness.BADNESS_RE``).
    It tries all of them at each character, which takes thirty times as long as to look for what any of
    them has: one of a few characters, or two of its own side by side that are not both letters.
    """
    return not text.isascii() and _suspects().search(text) is not None


@cache
def _suspects() -> re.Pattern[str]:
    from ftfy.badness import MOJIBAKE_CATEGORIES

    letters = "".join(MOJIBAKE_CATEGORIES[name] for name in _LETTERS)
    others = "".join(
        chars for name, chars in MOJIBAKE_CATEGORIES.items() if name not in (*_LETTERS, "common")
    )
    beside = f"[{others}]|(?<=[{others}])[{letters}]|(?<=[{_SUSPECT_ALONE}])"
    return re.compile(f"[{letters}{others}](?:{beside})")


def _fixed(text: str, at: int) -> Iterator[Change]:
    """Yield the changes to a window of the text that starts at ``at``."""
    if not may_be_mojibake(text):
        return
    from ftfy import fix_and_explain

    given = text.replace(_LOST_QUOTE, _FOUND_QUOTE)
    fixed, plan = fix_and_explain(given, _config())
    if fixed == given:
        return
    reason = _described(plan or [])
    for start, end, after in _differences(text, fixed.replace(_FOUND_QUOTE, _LOST_QUOTE)):
        before = text[start:end]
        if _is_of_a_table(text, start, end):
            continue
        # A character lost for good is no better than the two that show what it was.
        if after.count(_REPLACEMENT) <= before.count(_REPLACEMENT):
            yield Change(at + start, at + end, before, after, "mojibake", CONFIDENCE, reason)


def _is_of_a_table(text: str, start: int, end: int) -> bool:
    """Tell whether the characters there and around them are in the order of their codes: "Ö×ØÙ"."""
    around = text[max(0, start - 1) : end + 1]
    return len(around) > 2 and all(ord(other) == ord(one) + 1 for one, other in pairwise(around))


def _described(plan: Iterable[ExplanationStep]) -> str:
    return ", ".join(f"{step.action} {step.parameter}" for step in plan)


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, replacement) for every stretch that differs, as tight as can be."""
    for pattern in (_ASCII, _FIRM_ASCII):
        old, new = pattern.split(before), pattern.split(after)
        if old[1::2] == new[1::2]:
            break
    else:
        old, new = [before], [after]
    at = 0
    for one, other in zip(old, new, strict=True):
        if one != other:
            head, tail = _common(one, other)
            yield at + head, at + len(one) - tail, other[head : len(other) - tail]
        at += len(one)


def _common(one: str, other: str) -> tuple[int, int]:
    """Length of the common start and the common end of two texts, without overlap."""
    shorter = min(len(one), len(other))
    head = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if one[-1 - i] != other[-1 - i]), rest)
    return head, tail


def _with_evidence(text: str, found: list[Change], codecs: frozenset[str]) -> tuple[Change, ...]:
    """Add pairs such as "Ã…" that are too short for ftfy, where the codec is proven elsewhere."""
    codec = next((codec for codec in _LATIN_CODECS if codec in codecs), None)
    if codec is None:
        return tuple(found)
    taken = [(change.start, change.end) for change in found]
    index, extra = 0, []
    for match in _LATIN_PAIR.finditer(text):
        while index < len(taken) and taken[index][1] <= match.start():
            index += 1
        if index < len(taken) and taken[index][0] < match.end():
            continue
        after = _letter(match[0], codec)
        if after:
            reason = f"encode {codec}, decode utf-8, as elsewhere in the document"
            extra.append(Change(*match.span(), match[0], after, "mojibake", CONFIDENCE_BY_EVIDENCE, reason))
    return tuple(sorted([*found, *extra], key=lambda change: change.start))


def _letter(pair: str, codec: str) -> str | None:
    try:
        char = pair.encode(codec).decode("utf-8")
    except UnicodeError:
        return None
    return char if len(char) == 1 and char.isalpha() else None
