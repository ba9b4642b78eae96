"""An ordered map over processes that reads its input as it goes and outlives the death of a worker.

Items travel in batches: what works on many at a time is faster than what works on each.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from normtext.errors import InputError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items, or batches, a worker may have waiting: enough to keep it busy, few enough to keep memory flat."""

MOST_IN_A_BATCH = 64
"""Items of a batch. On one thread, French articles of four sentences a piece took half the time in batches of
64 that they took alone, and no less in larger ones."""
HEAVIEST_BATCH = 100_000
"""Weight (characters or bytes) from which a batch takes no more items: its results are held in memory."""
SHARES = 4
"""Batches for each worker that a collection of known size makes at least, so that all end together."""

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
    if workers == 1:
        return map(function, items)
    singles = ([item] for item in items)
    return ordered_batches(partial(map, function), singles, workers=workers, on_lost=on_lost)


def ordered_batches(
    function: Callable[[list[Item]], Iterable[Result]],
    batches: Iterable[list[Item]],
    *,
    workers: int,
    on_lost: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """Yield the results of all items, in order, of a function that takes many and gives one for each.

    As ``ordered_map``: an item that a worker dies of, or that ``function`` raises for, takes no other
    of its batch with it.

    Args:
        function: picklable; where it raises, the item after the last result is the one it raised for.
        batches: lists that are not empty.
        workers, on_lost: as in ``ordered_map``.
    """
    if workers < 1:
        raise UsageError(f"workers must be 1 or more, not {workers}")
    crew = _Crew(function, workers, on_lost)
    reading = Reading(batches)
    try:
        for batch in reading:
            crew.send(batch)
            if crew.waiting >= workers * AHEAD:
                yield from crew.take()
        while crew.waiting:
            yield from crew.take()
        reading.finish()
    finally:
        crew.dismiss()


def in_batches(items: Iterable[Item], weight: Callable[[Item], int], *, workers: int) -> Iterator[list[Item]]:
    """Group items for ``ordered_batches``: the first alone, that a result comes soon, later ones in many.

    Args:
        items: where their number is known, every worker gets several batches.
        weight: characters or bytes of an item, about.
        workers: processes that share the batches.
    """
    most = MOST_IN_A_BATCH
    if isinstance(items, Sized):
        most = min(most, max(1, len(items) // (workers * SHARES)))
    batch: list[Item] = []
    heavy = made = 0
    reading = Reading(items)
    for item in reading:
        batch.append(item)
        heavy += weight(item)
        if heavy >= HEAVIEST_BATCH or len(batch) >= min(most, 2 ** (made // workers)):
            yield batch
            batch, heavy, made = [], 0, made + 1
    if batch:
        yield batch
    reading.finish()


class Reading(Generic[Item]):
    """Items up to the one at which reading them fails; ``finish`` raises when the others are dealt with."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Item]:
        try:
            yield from self._items
        except Exception as error:
            self._error = error

    def finish(self) -> None:
        """Raise the error that ended the reading, if one did."""
        if self._error is not None:
            raise self._error


def lost(name: str) -> InputError:
    """The error for an item, called ``name``, that a worker process died of."""
    return InputError(
        f"a worker process was killed while working on {name}, probably for lack of memory; "
        "try fewer --workers"
    )


class _Crew(Generic[Item, Result]):
    """Worker processes, and the batches that have been sent to them and not been taken back."""

    def __init__(
        self,
        function: Callable[[list[Item]], Iterable[Result]],
        workers: int,
        on_lost: Callable[[Item], Result] | None,
    ) -> None:
        self._function = function
        self._workers = workers
        self._on_lost = on_lost
        self._sent: deque[tuple[list[Item], Future[list[Result]]]] = deque()
        self._leash = _Leash()
        self._sender = ThreadPoolExecutor(1, "normtext-sender", initializer=_undisturbed)
        self._pool = _pool(workers, function, self._leash)

    @property
    def waiting(self) -> int:
        """Number of batches sent and not taken back."""
        return len(self._sent)

    def send(self, batch: list[Item]) -> None:
        """Give a batch to the workers."""
        self._sent.append((batch, self._submitted(batch)))

    def take(self) -> Iterator[Result]:
        """The results of the batch that was sent first; waits for it."""
        if _is_lost(self._sent[0][1]):
            self._renew()
            # Only one item at a time runs until each has a result: whose worker dies now is known.
            for place, (batch, future) in enumerate(self._sent):
                if _is_lost(future):
                    self._sent[place] = (batch, self._alone(batch))
        batch, future = self._sent.popleft()
        results = future.result()
        rest = batch[len(results) :]
        if rest:
            # The first of these raised an error, which comes again in its place.
            self._sent.appendleft((rest, self._submitted(rest)))
        yield from results

    def dismiss(self) -> None:
        """End the workers, at once where there is still something that nobody has taken back."""
        if self._sent:
            self._leash.drop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._sender.shutdown()
        self._leash.drop()

    def _submitted(self, batch: list[Item]) -> Future[list[Result]]:
        from concurrent.futures.process import BrokenProcessPool

        # Not in this thread: a signal that ends it must not leave a process behind that is half begun.
        try:
            return self._sender.submit(self._pool.submit, _work, batch).result()
        except BrokenProcessPool as error:
            never: Future[list[Result]] = Future()
            never.set_exception(error)
            return never

    def _alone(self, batch: list[Item]) -> Future[list[Result]]:
        """Run the items of a batch one by one while nothing else runs."""
        settled: Future[list[Result]] = Future()
        done: list[Result] = []
        try:
            for item in batch:
                done += self._survived(item)
        except Exception as error:
            if not done:
                settled.set_exception(error)
                return settled
        settled.set_result(done)
        return settled

    def _survived(self, item: Item) -> list[Result]:
        """Run one item; where its worker dies, its result is that of ``on_lost``."""
        future = self._submitted([item])
        if not _is_lost(future):
            return future.result()
        self._renew()
        if self._on_lost is None:
            raise lost(repr(item)[:LONGEST_LABEL])
        return [self._on_lost(item)]

    def _renew(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = _pool(self._workers, self._function, self._leash)


def _undisturbed() -> None:
    """Keep Ctrl-C from this thread, and from the processes that it begins while they cannot yet ignore it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Leash:
    """A pipe whose far end every worker holds: when this end is closed, they end, whatever they are at."""

    def __init__(self) -> None:
        from multiprocessing import Pipe

        self.far, self._near = Pipe(duplex=False)

    def drop(self) -> None:
        """Close both ends."""
        self._near.close()
        self.far.close()


def _is_lost(future: Future[list[Result]]) -> bool:
    """Wait for a future and tell whether its worker died."""
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(future.exception(), BrokenProcessPool)


_job: Callable[[list[Any]], Iterable[Any]]
"""In a worker: what is done to every batch. It comes once, as a gazetteer may come with it."""


_OURS = ("NORMTEXT_", "ARGOS_", "XDG_")


def _begin(
    function: Callable[[list[Any]], Iterable[Any]], leash: Connection, environment: dict[str, str]
) -> None:
    global _job  # noqa: PLW0603 - a worker process has one job
    for name in set(_settings_of_environment()) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
    _job = function
    # A terminal sends Ctrl-C to all processes; what is to become of the workers, the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_the_parent(leash)


def _work(batch: list[Any]) -> list[Any]:
    """The results of the items up to the one that raises; its error where that is the first."""
    done: list[Any] = []
    try:
        for result in _job(batch):
            done.append(result)
    except Exception:
        if not done:
            raise
        return done
    if len(done) != len(batch):
        raise RuntimeError(f"{len(done)} results for {len(batch)} items")
    return done


def _pool(workers: int, function: Callable[[list[Any]], Iterable[Any]], leash: _Leash) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Translation engines run threads, and a fork of a process with threads can hang.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(
        workers,
        mp_context=context,
        initializer=_begin,
        initargs=(function, leash.far, _settings_of_environment()),
    )


def _settings_of_environment() -> dict[str, str]:
    """The variables that say where models are and the like, as they are now.

    A worker is forked from a server that has the environment of the moment in which the first one was
    asked for.
    """
    return {name: value for name, value in os.environ.items() if name.startswith(_OURS)}


def _die_with_the_parent(leash: Connection) -> None:
    """In a worker: end when the process that started it drops the leash, or ends, were it by a kill."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel, leash])
        os._exit(1)

    threading.Thread(target=watch, name="normtext-parent-watch", daemon=True).start()
