"""An ordered map over processes that reads its input as it goes and outlives the death of a worker."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from normtext.errors import InputError, NormtextError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items a worker may have waiting: enough to keep it busy, few enough to keep memory flat."""

LONGEST_LABEL = 200
"""Characters of an item in a message: an item may be a whole text."""


def ordered_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int = 1,
    on_lost: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """Yield ``function(item)`` for every item, in order.

    A worker that dies takes nothing with it but the item that it dies of: the items that were
    waiting are tried again, one at a time, so that this item is known.

    Args:
        function: picklable where there is more than one worker.
        items: read no further ahead than a few items a worker.
        workers: processes; with 1, everything happens in this one.
        on_lost: called in this process for an item that a worker died of; what it returns is the
            item's result.

    Raises:
        InputError: a worker died and there is no ``on_lost``.
    """
    if workers < 1:
        raise UsageError(f"workers must be 1 or more, not {workers}")
    if workers == 1:
        yield from map(function, items)
        return
    crew = _Crew(function, workers, on_lost)
    try:
        for item in items:
            crew.send(item)
            if crew.waiting >= workers * AHEAD:
                yield crew.take()
        while crew.waiting:
            yield crew.take()
    finally:
        crew.dismiss()


def lost(name: str) -> InputError:
    """The error for an item, called ``name``, that a worker process died of."""
    return InputError(
        f"a worker process was killed while working on {name}, probably for lack of memory; "
        "try fewer --workers"
    )


class _Crew(Generic[Item, Result]):
    """Worker processes, and the items that have been sent to them and not been taken back."""

    def __init__(
        self, function: Callable[[Item], Result], workers: int, on_lost: Callable[[Item], Result] | None
    ) -> None:
        self._function = function
        self._workers = workers
        self._on_lost = on_lost
        self._sent: deque[tuple[Item, Future[Result]]] = deque()
        self._pool = _pool(workers, function)

    @property
    def waiting(self) -> int:
        """Number of items sent and not taken back."""
        return len(self._sent)

    def send(self, item: Item) -> None:
        """Give an item to the workers."""
        self._sent.append((item, self._submitted(item)))

    def take(self) -> Result:
        """The result of the item that was sent first; waits for it."""
        if _is_lost(self._sent[0][1]):
            self._renew()
            # Only one item at a time runs until each has a result: whose worker dies now is known.
            for place, (item, future) in enumerate(self._sent):
                if _is_lost(future):
                    self._sent[place] = (item, self._alone(item))
        return self._sent.popleft()[1].result()

    def dismiss(self) -> None:
        """End the workers when they are done with what they have begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submitted(self, item: Item) -> Future[Result]:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._pool.submit(_work, item)
        except BrokenProcessPool as error:
            never: Future[Result] = Future()
            never.set_exception(error)
            return never

    def _alone(self, item: Item) -> Future[Result]:
        """Run an item while nothing else runs; where its worker dies, its result is that of ``on_lost``."""
        future = self._submitted(item)
        if not _is_lost(future):
            return future
        self._renew()
        settled: Future[Result] = Future()
        try:
            if self._on_lost is None:
                raise lost(repr(item)[:LONGEST_LABEL])
            settled.set_result(self._on_lost(item))
        except NormtextError as error:
            settled.set_exception(error)
        return settled

    def _renew(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = _pool(self._workers, self._function)


def _is_lost(future: Future[Result]) -> bool:
    """Wait for a future and tell whether its worker died."""
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(future.exception(), BrokenProcessPool)


_job: Callable[[Any], Any]
"""In a worker: what is done to every item. It comes once, as a gazetteer may come with it."""


def _begin(function: Callable[[Any], Any]) -> None:
    global _job  # noqa: PLW0603 - a worker process has one job
    _job = function
    _die_with_the_parent()


def _work(item: Any) -> Any:
    return _job(item)


def _pool(workers: int, function: Callable[[Any], Any]) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Translation engines run threads, and a fork of a process with threads can hang.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(function,))


def _die_with_the_parent() -> None:
    """In a worker: end when the process that started it ends, even where that one was killed."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="normtext-parent-watch", daemon=True).start()
