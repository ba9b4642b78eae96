"""Texts to rows: the one loop under record batches, data frames, Ray, Spark and datasets."""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial

from normtext import parallel
from normtext.article import Article
from normtext.assembly import Draft
from normtext.config import Settings
from normtext.errors import InputError, NormtextError
from normtext.normalizer import Normalizer
from normtext.tables.columns import Row, row_of

CHUNK_ROWS = 256
CHUNK_CHARACTERS = 400_000
"""Rows, and characters or bytes, of the chunks that are normalized together: four windows of texts that go to
the engine at once, so that little is lost at the end of one. Chunks follow from the rows alone, neither from
the batches they came in nor from the number of workers, so that a translation cannot depend on these."""


def rows(
    texts: Iterable[object],
    columns: tuple[str, ...],
    settings: Settings,
    *,
    workers: int = 1,
    on_error: str = "record",
) -> Generator[Row, None, None]:
    """Yield a row of column values for each text, in order; bounded memory.

    Args:
        texts: str or bytes; anything else becomes a row with an error. They are read ahead by a
            chunk, or by a few for each worker.
        columns: names, checked by ``columns.chosen``.
        settings: ``on_error`` in them does not count.
        workers: processes.
        on_error: "record", or "raise" the error of the first row that has one.

    Raises:
        InputError: of a row, where ``on_error`` is "raise".
    """
    normalizer = normalizer_of(settings)
    wanted = columns if "error" in columns else (*columns, "error")
    place = wanted.index("error")
    with closing(_found(texts, wanted, normalizer, workers)) as found:  # closing ends the worker processes
        for number, row in enumerate(found):
            if row[place] is not None and on_error == "raise":
                raise InputError(f"row {number}: {row[place]}")
            yield row[: len(columns)]


def _found(
    texts: Iterable[object], columns: tuple[str, ...], normalizer: Normalizer, workers: int
) -> Generator[Row, None, None]:
    if workers != 1:
        normalizer = Normalizer(on_one_thread(normalizer.settings))
        work = partial(chunk_rows, columns=columns, normalizer=normalizer)
        lost = partial(_lost, columns=columns)
        yield from parallel.ordered_batches(work, _chunks(texts), workers=workers, on_lost=lost)
        return
    for chunk in _chunks(texts):
        yield from chunk_rows(chunk, columns, normalizer)


def chunk_rows(texts: list[object], columns: tuple[str, ...], normalizer: Normalizer) -> Iterator[Row]:
    """The rows of texts that are normalized together; none of them takes another with it."""
    rest = texts
    while rest:
        done = 0
        try:
            for article in _articles(normalizer, rest):
                yield row_of(article, columns)
                done += 1
            return
        except Exception as error:
            # A defect in a reader ends the loop over all: it costs the row it happens in, and no other.
            told = InputError(f"{type(error).__name__}: {error}")
            yield row_of(_failed(told), columns)
        rest = rest[done + 1 :]


def _articles(normalizer: Normalizer, texts: list[object]) -> Iterator[Article]:
    """The articles of texts; what is no text is passed by, and fills its place."""
    readable = [text for text in texts if isinstance(text, str | bytes)]
    articles = normalizer.normalize_many(readable)
    for text in texts:
        if isinstance(text, str | bytes):
            yield next(articles)
        else:
            yield _failed(_no_text(text))


_NULLS = ("NoneType", "NAType", "NaTType")


def _no_text(value: object) -> InputError:
    kind = type(value).__name__
    if kind in _NULLS or (isinstance(value, float) and math.isnan(value)):
        return InputError("the row has no text: it is null")
    return InputError(f"a text is a str or bytes, not {kind}")


def _failed(error: NormtextError) -> Article:
    return Draft.failed(None, error).article()


def _lost(text: object, *, columns: tuple[str, ...]) -> Row:
    return row_of(_failed(parallel.lost("this row")), columns)


def _chunks(texts: Iterable[object]) -> Iterator[list[object]]:
    chunk: list[object] = []
    weight = 0
    reading = parallel.Reading(texts)
    for text in reading:
        chunk.append(text)
        weight += len(text) if isinstance(text, str | bytes) else 0
        if weight >= CHUNK_CHARACTERS or len(chunk) >= CHUNK_ROWS:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk
    reading.finish()


def on_one_thread(settings: Settings) -> Settings:
    """Settings for one of several processes: its engine runs on one thread, unless they say otherwise."""
    translation = settings.translation
    threads = {
        "inter_threads": translation.inter_threads or 1,
        "intra_threads": translation.intra_threads or 1,
    }
    return settings.replace(translation=threads)


def normalizer_of(settings: Settings) -> Normalizer:
    """A normalizer that records failures; kept, with the names it has prepared, while the process lasts.

    Raises:
        UsageError: an unknown language or engine.
    """
    settings = dataclasses.replace(settings, on_error="record")
    for kept, normalizer in tuple(_kept):
        if kept == settings:  # compared, not hashed: settings may hold what cannot be
            return normalizer
    normalizer = Normalizer(settings)
    _kept.append((settings, normalizer))
    return normalizer


_kept: deque[tuple[Settings, Normalizer]] = deque(maxlen=4)
"""The normalizers used last: a stage of Ray or Spark comes with the same settings batch by batch."""
