"""Stretches of a text that are addresses, handles, paths or code, and no prose."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from normtext.folding import Tokens
from normtext.spans import SpanSet

# Stretches in which no name is looked for: they are addresses, paths and code, not prose.
_ADDRESS = regex.compile(
    r"""(?:https?://|www\.)\S++                    # web addresses
      | (?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+  # e-mail
      | (?<!\w)[@\#]\w[\w.-]*+                      # handles and hashtags
      | (?<![\w.])(?:\w++\.)+(?:com|org|net|io|ai|co|eu|fr|nl|de|dev|py|js|md|txt|json|html)\b(?!\.\w)
      | \b[^\W_]*+_\w++                             # identifiers
      | (?<![\w./])\p{Ll}[\p{Ll}\d]*+(?:[./][\p{Ll}_-][\p{Ll}\d_-]*+)+  # paths and dotted names in lower case
      | \[[\p{Ll}\d_.-]{1,60}\]                     # labels in brackets
      | ^[ \t]*+(?:[$\#>]{1,3}[ ]|(?:pip3?|npm|git|sudo|docker|conda|curl|apt(?:-get)?)[ ]+\w
          |import[ ]+\w+[ ]*$|from[ ]+[\w.]+[ ]+import\b|(?:def|class)[ ]+\w+[ ]*[(:])[^\n]*+  # source
      | `[^`\n]{1,200}`                   # inline code
    """,
    regex.VERBOSE | regex.MULTILINE,
)
_COMMANDS = tuple("pip npm git sudo docker conda curl apt import from def class $ >".split())
_INNER_DOT = re.compile(r"\.(?:[^\W\dA-Z]|-)|www\.")
_DOT_WITHIN = re.compile(r"\.\S")
_SIGN = re.compile(r"[@#_/`\[]")
_DOTTED_BEFORE = regex.compile(r"(?<![\w.])\p{Lu}\p{L}*\.$")
_DOTTED_AFTER = regex.compile(r"\.{1,2}\p{L}")
_LINE = re.compile(r"[^\n]+")
_DOTTED_NAME = regex.compile(r"^\w+\.\w+$")


def is_plain(tokens: Tokens) -> bool:
    """Tell whether nothing stands beside the words that might make an address, or code, of them.

    Commands apart, which have nothing but words.
    """
    before, behind = tokens.edges()
    return all(map(_is_plain, {before, behind + " ", *tokens.gaps()}))


@lru_cache(maxsize=1024)
def _is_plain(gap: str) -> bool:
    return not (_SIGN.search(gap) or ".-" in gap or gap.endswith("."))


def addresses(text: str, plain: bool) -> SpanSet:
    """All of them in a text, of which ``is_plain`` has told.

    Line by line: none reaches over an end of line, and few lines hold any.
    """
    spans = SpanSet()
    if plain and "\n" not in text and not text.lstrip().startswith(_COMMANDS):
        return spans  # nearly all
    for line in _LINE.finditer(text):
        if line[0].lstrip().startswith(_COMMANDS) or (not plain and _may_hold_any(line[0])):
            for match in _ADDRESS.finditer(text, *line.span()):
                spans.add(match.span())
    return spans


def _may_hold_any(line: str) -> bool:
    return bool(_SIGN.search(line) or _INNER_DOT.search(line))


def has_inner_dot(text: str) -> bool:
    """Tell whether a full stop stands before anything but a space; in prose it seldom does."""
    return bool(_DOT_WITHIN.search(text))


def is_dotted_name(text: str) -> bool:
    """Tell whether a stretch is a name such as "Character.AI"."""
    return bool(_DOTTED_NAME.match(text))


def is_in_dotted_name(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is a part of one: "Tao.OpenAL", "openai.Stream"; not "soon.OpenAI"."""
    if text[start - 1 : start] == "." and _DOTTED_BEFORE.search(text, max(0, start - 30), start):
        return True
    return text[start].islower() and bool(_DOTTED_AFTER.match(text, end))
