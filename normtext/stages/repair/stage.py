"""The repair stage: characters, a piece at a time, each repair a function on text.

The repairs run in the order of ``REPAIRS``, over and over until none of them finds anything more:
an invisible character may hide an entity, an entity may stand for half of a mojibake. So the result
is a fixed point, and repairing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from normtext.config import RepairSettings
from normtext.document import Piece
from normtext.edits import Change, apply, compose, joined
from normtext.stages.repair.commas import spaces_behind_commas
from normtext.stages.repair.composition import compose_characters
from normtext.stages.repair.context import Context, Protected
from normtext.stages.repair.entities import entities
from normtext.stages.repair.invisible import invisible, invisible_in_code
from normtext.stages.repair.lines import line_ends
from normtext.stages.repair.mojibake import is_suspicious, mojibake, proven_codecs
from normtext.stages.repair.spaces import count_joints, lost_spaces

STAGE = "repair"
DEFAULTS = RepairSettings()

Repair = Callable[[str, Context], tuple[Change, ...]]

# Entities first, since they may hide any of the others; mojibake before the controls that are part
# of it are stripped; spaces last, when the words are whole.
REPAIRS: tuple[Repair, ...] = (
    line_ends,
    entities,
    mojibake,
    invisible,
    compose_characters,
    lost_spaces,
    spaces_behind_commas,
)
REPAIRS_OF_CODE: tuple[Repair, ...] = (line_ends, invisible_in_code)

# Damage in the wild settles in two or three rounds. Text that does not settle in so many was made to
# do so, and is left as it is: what is never changed cannot change again.
MAX_ROUNDS = 12


def repair(
    text: str,
    settings: RepairSettings = DEFAULTS,
    *,
    protected: Protected | None = None,
    evidence: frozenset[str] = frozenset(),
) -> tuple[Change, ...]:
    """Find the changes that repair ``text``; ``edits.apply`` makes them.

    Args:
        text: one paragraph, or any text.
        settings: which repairs are wanted.
        protected: tells whether a token is a name whose capitals inside are its own ("PyTorch").
        evidence: codecs that other text of the document was proven to have been misread with.

    Returns:
        Changes relative to ``text``, sorted, without overlaps. Applied and repaired again, the text
        does not change any more.
    """
    return _settled(text, Context(settings, protected, evidence), REPAIRS)


def repair_piece(
    piece: Piece,
    settings: RepairSettings = DEFAULTS,
    *,
    protected: Protected | None = None,
    evidence: frozenset[str] = frozenset(),
) -> Piece:
    """Repair the text of one piece, its changes on record."""
    return _repaired(piece, Context(settings, protected, evidence))


def repair_pieces(
    pieces: Sequence[Piece], settings: RepairSettings = DEFAULTS, *, protected: Protected | None = None
) -> tuple[Piece, ...]:
    """Repair the pieces of one document; what one proves counts for the others.

    A codec proven in one piece settles what is too short to tell in another; a token with a capital
    inside that occurs more than once is a name. A piece's text may become empty.
    """
    joints = count_joints(piece.text for piece in pieces) if settings.lost_spaces else None
    context = Context(settings, protected, joints=joints)
    repaired = [_repaired(piece, context) for piece in pieces]
    steps = [piece.history[-1] for piece in repaired if piece.history]
    codecs = proven_codecs(change for step in steps if step.stage == STAGE for change in step.changes)
    if codecs:
        informed = replace(context, codecs=codecs)
        for index, piece in enumerate(repaired):
            if is_suspicious(piece.text):
                repaired[index] = _repaired(pieces[index], informed)
    return tuple(repaired)


def _repaired(piece: Piece, context: Context) -> Piece:
    if piece.kind == "code":
        return piece.changed(STAGE, _settled(piece.text, context, REPAIRS_OF_CODE))
    changes = _settled(piece.text, context, REPAIRS)
    if changes:
        changes = compose(piece.text, changes, _bared(apply(piece.text, changes)))
    return piece.changed(STAGE, changes)


def _bared(text: str) -> tuple[Change, ...]:
    """Take off white space that came to the edges of a piece, which has none there."""
    bare = text.strip()
    start = len(text) - len(text.lstrip())
    end = start + len(bare)
    reason = "a piece neither starts nor ends with white space"
    edges = ((0, start), (end, len(text))) if bare else ((0, len(text)),)
    return tuple(Change(a, b, text[a:b], "", "edge_space", 1.0, reason) for a, b in edges if a < b)


def _settled(text: str, context: Context, repairs: Sequence[Repair]) -> tuple[Change, ...]:
    """Run the repairs to a fixed point."""
    done: tuple[Change, ...] = ()
    current = text
    for _ in range(MAX_ROUNDS):
        before = current
        for repair_one in repairs:
            changes = repair_one(current, context)
            if changes:
                changes = joined(changes)
                done = compose(text, done, changes)
                current = apply(current, changes)
        if current == before:
            return done
    return ()
