"""Data frames: pandas, polars and pyarrow through narwhals, the kind given being the kind returned."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from normtext.api import settings_of
from normtext.config import Protected, Settings
from normtext.errors import MissingExtraError, UsageError
from normtext.gazetteer import Gazetteer
from normtext.tables.columns import COLUMNS, Columns, Type, chosen, new_names
from normtext.tables.rows import rows

if TYPE_CHECKING:
    import narwhals as nw

Frame = TypeVar("Frame")


def normalize_frame(
    frame: Frame,
    text: str = "text",
    *,
    columns: Columns = "flat",
    prefix: str = "",
    suffix: str = "",
    workers: int = 1,
    progress: bool | None = None,
    language: str | None = None,
    translate: bool = True,
    engine: str = "auto",
    gazetteer: Gazetteer | None = None,
    do_not_translate: Protected = (),
    on_error: str = "record",
    settings: Settings | None = None,
) -> Frame:
    """Normalize a column of a data frame; the columns of the articles stand behind those there are.

    The frame given is not changed; index, order and columns are kept. A row that is null, or that
    nothing can be made of, has its reason in the column ``error`` and "error" in ``status``.

    Args:
        frame: a pandas or polars DataFrame or a pyarrow Table; another eager frame that narwhals knows.
        text: name of the column with the articles, str or bytes.
        columns: what to add: "flat" (english, language, title, published, n_edits, status, warnings,
            error), "nested" (those, names, edits, blocks and more), or names of columns, as
            ``["english", "article"]``; see ``tables.COLUMNS``.
        prefix, suffix: put around the names of the new columns, where the frame has such names.
        workers: processes; guard your script's entry as for ``multiprocessing``.
        progress: show a progress bar; None: in notebooks and terminals.
        on_error: "record", or "raise" the error of the first row that has one.
        language, translate, engine, gazetteer, do_not_translate, settings: as for ``normalize``.

    Raises:
        UsageError: an unknown column or option, a lazy frame, or a name that is taken.
        MissingExtraError: narwhals is not installed.
    """
    options = settings_of(settings, language, translate, engine, gazetteer, do_not_translate, on_error)
    names = chosen(columns)
    known = known_frame(frame)
    values = _texts(known, text)
    labels = new_names(names, known.columns, prefix, suffix)
    found = rows(values, names, options, workers=workers, on_error=on_error)
    made = list(_shown(found, len(values), progress))
    by_column = zip(*made, strict=True) if made else ([] for _ in names)
    new = [
        _series(known, label, COLUMNS[name].type, column)
        for label, name, column in zip(labels, names, by_column, strict=True)
    ]
    whole = known.with_columns(*new)
    return cast("Frame", whole if isinstance(frame, type(known)) else whole.to_native())


def known_frame(frame: object) -> nw.DataFrame[Any]:
    """The frame as narwhals sees it.

    Raises:
        UsageError: it is lazy, no frame, or has two columns of one name.
    """
    try:
        import narwhals as nw
    except ImportError as error:
        raise MissingExtraError.for_extra("working on data frames", "frames") from error
    try:
        known: Any = nw.from_native(cast("Any", frame))
        if isinstance(known, nw.LazyFrame):
            raise UsageError(
                f"{type(frame).__module__.partition('.')[0]}: this frame is lazy; collect it first, as by "
                "normtext.normalize_frame(frame.collect(), ...). What does not fit in memory goes through "
                "normtext.tables.normalize_batches, or through a file: normtext corpus.parquet -o out.parquet"
            )
    except TypeError as error:
        raise UsageError(
            f"a frame is a pandas or polars DataFrame or a pyarrow Table, not {type(frame).__name__}"
        ) from error
    except nw.exceptions.DuplicateError as error:
        raise UsageError(f"the frame has two columns of one name; rename one: {error}") from error
    whole: nw.DataFrame[Any] = known
    return whole


def _texts(known: nw.DataFrame[Any], text: str) -> list[object]:
    import narwhals as nw

    if text not in known.columns:
        raise UsageError.unknown("column of the frame", text, map(str, known.columns))
    column = known.get_column(text)
    textual = (nw.String, nw.Binary, nw.Categorical, nw.Enum, nw.Object, nw.Unknown)
    if not isinstance(column.dtype, textual) and column.null_count() < len(column):
        raise UsageError(
            f"the column {text!r} holds {column.dtype}, not text; name the one with the articles"
        )
    return column.to_list()


def _series(known: nw.DataFrame[Any], label: str, type_: Type, values: Iterable[Any]) -> nw.Series[Any]:
    import narwhals as nw

    backend = known.implementation
    # pandas has no lists of its own: Python's are what its users explode and index.
    as_objects = backend.is_pandas_like() and not isinstance(type_, str)
    return nw.new_series(label, list(values), None if as_objects else _dtype(type_), backend=backend)


def _dtype(type_: Type) -> Any:
    """The type of a column as narwhals calls it."""
    import narwhals as nw

    if isinstance(type_, list):
        return nw.List(_dtype(type_[0]))
    if isinstance(type_, dict):
        return nw.Struct({name: _dtype(inner) for name, inner in type_.items()})
    return {"string": nw.String, "int32": nw.Int32, "float64": nw.Float64}[type_]()


def _shown(found: Iterator[Any], total: int, progress: bool | None) -> Iterable[Any]:
    """Show a progress bar: a widget in notebooks, a line on stderr elsewhere."""
    if progress is None:
        progress = "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
    if not progress:
        return found
    from tqdm.auto import tqdm

    shown: Iterable[Any] = tqdm(found, total=total, unit="article")
    return shown
