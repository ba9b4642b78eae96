"""Line ends of every platform become the line feed."""

from __future__ import annotations

import re

from normtext.edits import Change
from normtext.stages.repair.context import Context

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
# A text is searched for one character many times faster than for a set of them.
_ONE_OF = ("\r", "\x0b", "\x0c", "\u2028", "\u2029")


def line_ends(text: str, context: Context) -> tuple[Change, ...]:
    """Write CR LF, CR, VT, FF and the Unicode separators of lines and paragraphs as LF."""
    if not any(char in text for char in _ONE_OF):
        return ()
    return tuple(
        Change(*match.span(), match[0], "\n", "line_ends", 1.0, "line ends are LF")
        for match in _LINE_END.finditer(text)
    )
