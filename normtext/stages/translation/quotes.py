"""Quotation marks that an engine drops at the edges of a sentence, put back on record."""

from __future__ import annotations

import regex

from normtext.edits import Change

RULE = "quote_restored"
REASON = "the source sentence has a quotation mark here, the engine's output has none"

MARK = '"'
"""What the engines themselves write, so that both ends of a quotation look alike."""

_OPENING = '“„«‹‘‚「『"»'
_CLOSING = '”“»›’」』"«'
# After a digit, but at the end, it says inches or seconds.
_ANY = regex.compile(r"[“”„«»‹›「」『』]|(?<!\d)\"|\"(?=[.!?…]?$)")
# An apostrophe is no quotation mark: ‘ and ’ count only where they open or close the sentence.
_STARTS = regex.compile(rf"^[{_OPENING}']")
_ENDS = regex.compile(rf"[{_CLOSING}'][.!?…。]?$")


def quote_changes(source: str, english: str) -> tuple[Change, ...]:
    """The marks to put back, as changes to ``english``.

    Only at the edges of the sentence, and only where the English has fewer marks than the source:
    engines drop those, and move the others about as English has it.
    """
    there, here = len(_ANY.findall(source)), len(_ANY.findall(english))
    if here >= there or not english.strip():
        return ()
    made = []
    if _STARTS.search(source) and not _STARTS.search(english):
        made.append(Change(0, 0, "", MARK, RULE, 0.9, REASON))
    if _ENDS.search(source) and not _ENDS.search(english):
        made.append(Change(len(english), len(english), "", MARK, RULE, 0.9, REASON))
    if len(made) == 2 and there != 2:  # the marks at the edges may belong to two quotations
        return ()
    # One of a pair is worse than none: what is opened in this sentence and closed in it stays so.
    return tuple(made) if (here + len(made)) % 2 == there % 2 else ()
