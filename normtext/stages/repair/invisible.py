"""Invisible characters: strip what hides text, keep what scripts need.

The policy:

========================================  =====================================================
C0 and C1 controls, DEL, noncharacters    stripped; tab and line feed stay; separators
                                          (U+001C to U+001F, U+0085) between words become a space,
                                          and so do other C0 controls and DEL between letters, save
                                          where each letter has its own (UTF-16 read by the byte)
terminal escapes (ESC [ ... m)            stripped
soft hyphen                               stripped
zero width space                          stays between letters of scripts that part words with it
                                          (Thai, Lao, Khmer, Myanmar, Tai, Javanese, Balinese)
ZWNJ                                      stays next to letters of scripts that join (Arabic,
                                          Syriac, the scripts of India, Mongolian ...)
ZWJ                                       likewise, and between two emoji
LRM, RLM, ALM                             stay in text with right-to-left letters
LRE, RLE, PDF, LRI, RLI, FSI, PDI         stay in such text where they are balanced
LRO, RLO                                  stripped, with the PDF that ends them
word joiner, BOM, invisible operators,    stripped
annotation marks, U+206A to U+206F
combining grapheme joiner                 stays before a combining mark
Mongolian vowel separator and selectors   stay next to Mongolian
Hangul fillers                            stay next to Hangul
Khmer inherent vowels                     stay after Khmer
variation selectors                       one stays after a character that takes it: an emoji, a
                                          CJK ideograph, a mathematical sign, Myanmar, 'Phags-pa
tag characters                            stay in the flags of England, Scotland, Wales and the like
musical controls                          stay next to musical symbols
NBSP, narrow NBSP, other spaces,          stay
private use, U+FFFC, U+FFFD
========================================  =====================================================

Of several equal characters in a row that may stay, one stays: more carry nothing but a message
that no reader sees. Code keeps all but controls and bidirectional controls.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import regex

from normtext.edits import Change
from normtext.stages.repair.context import Context

CONFIDENCE = 0.99

_ESCAPE = r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]"
_BMP_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
_CONTROLS = _BMP_CONTROLS + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
_SEPARATORS = "\x1c\x1d\x1e\x1f\x85"
_C0 = "\x00-\x08\x0e-\x1b\x7f"
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BIDI = _MARKS_OF_DIRECTION + _EMBEDDINGS + "\u206a-\u206f"
_ZERO_WIDTH = "\u200b-\u200d\u2060-\u2065\ufeff\u034f\u180e\u115f\u1160\u3164\uffa0\u17b4\u17b5"
_BMP_SELECTORS = "\ufe00-\ufe0f\u180b-\u180d\u180f"
_SELECTORS = _BMP_SELECTORS + "\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_MUSIC = "\U0001d173-\U0001d17a"
_SOFT_HYPHEN = "\u00ad"
_ANNOTATION = "\ufff9-\ufffb"

_RULES = (
    ("control", regex.compile(f"[{_CONTROLS}]")),
    ("soft_hyphen", regex.compile(_SOFT_HYPHEN)),
    ("zero_width", regex.compile(f"[{_ZERO_WIDTH}{_MUSIC}{_ANNOTATION}]")),
    ("bidi", regex.compile(f"[{_BIDI}]")),
    ("selector", regex.compile(f"[{_SELECTORS}]")),
    ("tag", regex.compile(f"[{_TAGS}]")),
)
_HIDDEN = _CONTROLS + _SOFT_HYPHEN + _ZERO_WIDTH + _MUSIC + _ANNOTATION + _BIDI + _SELECTORS + _TAGS
# Tells in a fraction of the time that a text has none of them: the standard library's engine is the
# faster one for a set of characters, as long as none of them is beyond the Basic Multilingual Plane.
_MAY_HIDE = re.compile(
    f"[{_BMP_CONTROLS}{_SOFT_HYPHEN}{_ZERO_WIDTH}{_ANNOTATION}{_BIDI}{_BMP_SELECTORS}\U00010000-\U0010ffff]"
)
_TOKEN = regex.compile(f"{_ESCAPE}|[{_HIDDEN}]")
_RUN = regex.compile(f"(?:{_ESCAPE}|[{_HIDDEN}])++")
_DEBATABLE = regex.compile(f"{_ESCAPE}|[{_SEPARATORS}{_C0}{_ZERO_WIDTH}{_MUSIC}{_BIDI}{_SELECTORS}]")
_IN_CODE = regex.compile(f"(?:{_ESCAPE}|[{_CONTROLS}{_EMBEDDINGS}\u206a-\u206f])++")

_PARTS_WORDS = regex.compile(
    r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tai_Le}\p{New_Tai_Lue}\p{Tai_Tham}\p{Tai_Viet}"
    r"\p{Javanese}\p{Balinese}\p{Tibetan}]"
)
_JOINS = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Mandaic}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}"
    r"\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}"
    r"\p{Balinese}\p{Javanese}\p{Sundanese}\p{Meetei_Mayek}\p{Chakma}\p{Grantha}\p{Newa}\u064b-\u0655\u0670]"
)
_RIGHT_TO_LEFT = regex.compile(r"(?V1)[[\p{bc=R}\p{bc=AL}]&&\p{L}]")
_EMOJI_BEFORE = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}]")
_PICTOGRAPH = regex.compile(r"[\p{Extended_Pictographic}]")
_EMOJI = regex.compile(r"(?V1)[\p{Emoji}--[0-9#*]]")
_KEYCAP = regex.compile(r"[0-9#*]")
_COMBINING_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_TAKES_SELECTOR = regex.compile(
    r"[\p{Han}\p{Sm}\p{Myanmar}\p{Phags_Pa}\p{Manichaean}\u3001\u3002\uff00-\uff60]"
)
_HAN = regex.compile(r"\p{Han}")
_HANGUL = regex.compile(r"\p{Hangul}")
_MONGOLIAN = regex.compile(r"\p{Mongolian}")
_KHMER = regex.compile(r"\p{Khmer}")
_MARK = regex.compile(r"\p{M}")
_PLAIN_CONTROL = regex.compile(f"[{_C0}]")
_LETTER_OR_MARK = regex.compile(r"[\p{L}\p{M}]")
_MUSICAL = regex.compile("[\U0001d100-\U0001d1ff]")
_BLACK_FLAG = "\N{WAVING BLACK FLAG}"
# The region of a flag: country and part ("gbeng"), then the cancel tag (UTS 51, ED-14a).
_FLAG_TAGS = regex.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{4,6}\U000e007f")

_MAX_DEPTH = 125  # of the bidirectional algorithm (UAX 9, BD2)


def invisible(text: str, context: Context) -> tuple[Change, ...]:
    """Strip characters that no reader sees and no script needs."""
    if not context.settings.invisible or not _MAY_HIDE.search(text):
        return ()
    judge: _Judge | None = None
    found = []
    for run in _RUN.finditer(text):
        judge = judge or _Judge(text)
        after = judge.kept(run.start(), run.end())
        if after != run[0]:
            found.append(_stripped(run.start(), run[0], after))
    return tuple(found)


def invisible_in_code(text: str, context: Context) -> tuple[Change, ...]:
    """Strip controls and whatever makes code read in another order than it runs."""
    if not context.settings.invisible or not _MAY_HIDE.search(text):
        return ()
    return tuple(_stripped(run.start(), run[0], "") for run in _IN_CODE.finditer(text))


def _stripped(start: int, before: str, after: str) -> Change:
    rule, names = _explained(before, after)
    return Change(start, start + len(before), before, after, rule, CONFIDENCE, names)


@lru_cache(maxsize=256)
def _explained(before: str, after: str) -> tuple[str, str]:
    """The rules that stripped characters of ``before``, and the names of the first few."""
    tokens = (token[0] for token in _TOKEN.finditer(before)) if "\x1b[" in before else before
    gone = dict.fromkeys(token for token in dict.fromkeys(tokens) if token not in after)
    gone = gone or dict.fromkeys(before)
    rules = dict.fromkeys(_rule_of(token) for token in gone)
    names = (unicodedata.name(token[0], f"U+{ord(token[0]):04X}") for token in list(gone)[:4])
    return "+".join(rules), ", ".join(names)


def _rule_of(token: str) -> str:
    if len(token) > 1:
        return "terminal_escape"
    return next(rule for rule, chars in _RULES if chars.match(token))


class _Judge:
    """Decides which invisible characters of one text may stay."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._right_to_left = _RIGHT_TO_LEFT.search(text) is not None
        self._balanced = _balanced(text) if self._right_to_left else frozenset()

    def kept(self, start: int, end: int) -> str:
        """What stays of the run of invisible characters ``text[start:end]``."""
        text = self._text
        before, after = text[start - 1 : start], text[end : end + 1]
        kept: list[str] = []
        if before == _BLACK_FLAG and (flag := _FLAG_TAGS.match(text, start, end)):
            kept += flag[0]
            start = flag.end()
        refused: set[tuple[str, str]] = set()
        parted = before.strip() != "" and self._parts_words(start, end)
        for token in _DEBATABLE.finditer(text, start, end):
            char, previous = token[0], kept[-1] if kept else before
            if len(char) > 1 or (char, previous) in refused:
                continue
            if _PLAIN_CONTROL.match(char):
                kept += " " * (parted and " " not in kept)
                continue
            if char in _EMBEDDINGS:
                stays = token.start() in self._balanced
            else:
                stays = char not in kept and self._may_stay(char, previous, before, after)
            if stays:
                kept.append(" " if char in _SEPARATORS else char)
            elif char not in _EMBEDDINGS:
                refused.add((char, previous))
        return "".join(kept)

    def _parts_words(self, start: int, end: int) -> bool:
        """Tell whether a control there stands between two words, and not between single letters."""
        text = self._text
        if not _LETTER_OR_MARK.match(text, start - 1) or not text[end : end + 1].isalpha():
            return False
        beyond = text[max(0, start - 2) : start - 1], text[end + 1 : end + 2]
        single = not any(char.isalnum() for char in beyond)
        return not (single and any(map(_PLAIN_CONTROL.match, beyond)))

    def _may_stay(self, char: str, previous: str, before: str, after: str) -> bool:
        if char in _MARKS_OF_DIRECTION:
            return self._right_to_left
        if char in _SEPARATORS:
            return bool(previous.strip() and after.strip())
        for chars, needed in _NEEDS:
            if chars.match(char):
                return needed(char, previous, before, after)
        return False


Need = Callable[[str, str, str, str], bool]


def _zero_width_space(_char: str, _previous: str, before: str, after: str) -> bool:
    return bool(_PARTS_WORDS.match(before) and _PARTS_WORDS.match(after))


def _non_joiner(_char: str, _previous: str, before: str, after: str) -> bool:
    return bool(_JOINS.match(before) or _JOINS.match(after))


def _joiner(char: str, previous: str, before: str, after: str) -> bool:
    between_emoji = _EMOJI_BEFORE.match(before) and _PICTOGRAPH.match(after)
    return bool(between_emoji) or _non_joiner(char, previous, before, after)


def _emoji_selector(char: str, previous: str, before: str, after: str) -> bool:
    if _KEYCAP.match(previous):
        return after == _COMBINING_KEYCAP
    return bool(_EMOJI.match(previous)) or _selector(char, previous, before, after)


def _selector(_char: str, previous: str, _before: str, _after: str) -> bool:
    return _TAKES_SELECTOR.match(previous) is not None


def _ideograph_selector(_char: str, previous: str, _before: str, _after: str) -> bool:
    return _HAN.match(previous) is not None


def _next_to(script: regex.Pattern[str]) -> Need:
    def needed(_char: str, _previous: str, before: str, after: str) -> bool:
        return bool(script.match(before) or script.match(after))

    return needed


_NEEDS: tuple[tuple[regex.Pattern[str], Need], ...] = (
    (regex.compile("\u200b"), _zero_width_space),
    (regex.compile("\u200c"), _non_joiner),
    (regex.compile("\u200d"), _joiner),
    (regex.compile("[\ufe0e\ufe0f]"), _emoji_selector),
    (regex.compile("[\ufe00-\ufe0d]"), _selector),
    (regex.compile("[\U000e0100-\U000e01ef]"), _ideograph_selector),
    (regex.compile("[\u180b-\u180f]"), _next_to(_MONGOLIAN)),
    (regex.compile("[\u115f\u1160\u3164\uffa0]"), _next_to(_HANGUL)),
    (regex.compile("[\u17b4\u17b5]"), _next_to(_KHMER)),
    (regex.compile("\u034f"), lambda _char, _previous, _before, after: bool(_MARK.match(after))),
    (regex.compile("[\U0001d173-\U0001d17a]"), _next_to(_MUSICAL)),
)

_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_OVERRIDES = "\u202d\u202e"
_EMBEDDING = regex.compile(f"[{_EMBEDDINGS}]")


def _balanced(text: str) -> frozenset[int]:
    """Places of embeddings and isolates, none where any is not closed in order; overrides never."""
    stack: list[tuple[int, str]] = []
    places: list[int] = []
    for match in _EMBEDDING.finditer(text):
        char = match[0]
        if char in _CLOSED_BY:
            stack.append((match.start(), char))
            if len(stack) > _MAX_DEPTH:
                return frozenset()
            continue
        if not stack or _CLOSED_BY[stack[-1][1]] != char:
            return frozenset()
        start, opener = stack.pop()
        if opener not in _OVERRIDES:
            places += (start, match.start())
    return frozenset() if stack else frozenset(places)
