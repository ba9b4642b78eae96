"""HTML entities that were left in text, or escaped more than once."""

from __future__ import annotations

import re
from functools import cache

from normtext.edits import Change
from normtext.stages.repair.context import Context

CONFIDENCE = 0.98

# An ampersand that was itself escaped, over and over ("&amp;amp;lt;"), then at most one entity. The
# alternatives start with different characters and each ends in a semicolon, so that time is linear.
_AMPERSANDS = r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);){0,9999999}"
_BODY = r"(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});"
_CHAIN = re.compile(rf"({_AMPERSANDS})({_BODY})?")
_CHAINS = re.compile(rf"(?:{_AMPERSANDS}(?:{_BODY})?)+")

# White space as a browser shows it: a line break out of an entity is not a line break of the article.
_WHITE = "\t\n\r\x0b\x0c"


def entities(text: str, context: Context) -> tuple[Change, ...]:
    """Decode entities that end in a semicolon, each to its fixed point.

    An entity that takes more than ``entity_rounds`` rounds stays as it is: text that was escaped so
    often is about escaping. So do entities of controls, surrogates and noncharacters. References to
    the C1 range mean the characters of windows-1252, as in HTML.
    """
    if not context.settings.entities or "&" not in text or ";" not in text:
        return ()
    rounds = context.settings.entity_rounds
    found = []
    for run in _CHAINS.finditer(text):
        before = run[0]
        if ";" not in before:
            continue
        after = _CHAIN.sub(lambda chain: _decoded(chain, rounds), before)
        if after != before:
            found.append(
                Change(run.start(), run.end(), before, after, "entities", CONFIDENCE, "an HTML entity")
            )
    return tuple(found)


def _decoded(chain: re.Match[str], rounds: int) -> str:
    ampersands, body = chain[1], chain[2]
    escapes = ampersands.count(";")
    if escapes + bool(body) > rounds:
        return chain[0]
    if not body:
        return "&" if escapes else chain[0]
    char = _character(body[:-1])
    return "&" + body if char is None else char


def _character(body: str) -> str | None:
    """The text that an entity stands for, or None where it stays as it is."""
    if not body.startswith("#"):
        return _named().get(body)
    number = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("cp1252", "replace").replace("\N{REPLACEMENT CHARACTER}", "") or None
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return None
    char = chr(number)
    if char in _WHITE:
        return " "
    unfit = number < 0x20 or number == 0x7F or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE
    return None if unfit else char


@cache
def _named() -> dict[str, str]:
    """HTML's names, and names of letters whose case was changed with the text ("&EACUTE;")."""
    from html.entities import html5

    named = {name[:-1]: char for name, char in html5.items() if name.endswith(";")}
    for name, char in tuple(named.items()):
        shouted = name.upper()
        if name.islower() and char.isalpha() and char.upper() != char and shouted not in named:
            named[shouted] = char.upper()
    named["Tab"] = named["NewLine"] = " "
    return named
