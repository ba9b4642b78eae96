"""What a repair may know beyond the text before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from normtext.config import RepairSettings

# Tells whether a token is a name that is written in this way, as "PyTorch" is.
Protected = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Context:
    """Settings and evidence for one text.

    Attributes:
        settings: which repairs are wanted.
        protected: names whose capitals inside are their own; None: no list of names at hand.
        codecs: codecs that text of the same document was proven to have been misread with.
        joints: how often each token with a capital inside occurs in the document; None: count in
            the text at hand.
    """

    settings: RepairSettings
    protected: Protected | None = None
    codecs: frozenset[str] = frozenset()
    joints: Mapping[str, int] | None = None
