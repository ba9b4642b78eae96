"""What becomes of a stage that fails: an error, or a warning in its article."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from normtext.assembly import Draft
from normtext.document import Notice
from normtext.errors import NormtextError

Result = TypeVar("Result")


class StageFailedError(Exception):
    """A stage without which the others have nothing to work on failed; its reason is on record."""


def run_stage(draft: Draft, name: str, run: Callable[[], Result], on_error: str, *fallback: Result) -> Result:
    """Run one stage; with ``on_error="record"`` its failure becomes a warning.

    This is the one place that swallows everything: a defect in one stage must not take the other
    stages' findings, or the other documents of a run, with it.

    Args:
        draft: the article that the stage works on.
        name: the stage's.
        run: the stage, its arguments bound.
        on_error: as in ``config.Settings``.
        fallback: what stands for the stage's result where it fails.

    Raises:
        StageFailedError: it failed, that is on record, and there is no fallback.
    """
    if on_error == "raise":
        return run()
    try:
        return run()
    except Exception as error:
        # Our own errors say all there is to say; of a defect its kind and the stage help to find it.
        told = "" if isinstance(error, NormtextError) else f"{name}: {type(error).__name__}: "
        draft.warn(Notice(f"failed_{name}", f"{told}{error}"))
        if not fallback:
            raise StageFailedError from error
        return fallback[0]
