"""Repair: mojibake, entities, invisible characters, lost spaces; see ``stage`` for the order."""

from normtext.stages.repair.context import Protected
from normtext.stages.repair.stage import STAGE, repair, repair_piece, repair_pieces

__all__ = ["STAGE", "Protected", "repair", "repair_piece", "repair_pieces"]
