"""Arrow record batches in, Arrow record batches out: the one function under files, Ray and Spark."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from normtext.config import Settings
from normtext.errors import MissingExtraError, UsageError
from normtext.tables.columns import COLUMNS, Columns, Row, Type, chosen, new_names
from normtext.tables.rows import normalizer_of, rows

if TYPE_CHECKING:
    import pyarrow as pa

SLICE_ROWS = 256
"""Rows of a record batch that comes out, at most: with all columns they are some megabytes."""

Keep = bool | Sequence[str]


def normalize_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    text: str,
    columns: Columns = "flat",
    settings: Settings | None = None,
    keep: Keep = True,
    prefix: str = "",
    suffix: str = "",
    workers: int = 1,
    on_error: str = "record",
) -> Iterator[pa.RecordBatch]:
    """Normalize a column of Arrow record batches; memory stays bounded however many come.

    Rows keep their order, and each row that comes in comes out: one that is null, or that nothing
    can be made of, has its reason in the column ``error`` and "error" in ``status``. What becomes of
    a row does not depend on how the rows are cut into batches; a batch of more than 256 rows comes
    out in several.

    Args:
        batches: of one schema; read as the results are taken.
        text: name of the column with the articles, strings or binary.
        columns: what to add: "flat", "nested", or names of columns; see ``COLUMNS``.
        settings: all options; failures are on record whatever their ``on_error`` says.
        keep: the columns of the input that stay: all, none, or those named.
        prefix, suffix: put around the names of the new columns.
        workers: processes; guard your script's entry as for ``multiprocessing``.
        on_error: "record", or "raise" the error of the first row that has one.

    Raises:
        UsageError: an unknown column or option, a column that is no text, or a name that is taken.
        MissingExtraError: pyarrow is not installed.
    """
    arrow()
    names = chosen(columns)
    normalizer_of(settings or Settings())
    return _normalized(
        batches, text, names, settings or Settings(), keep, (prefix, suffix), workers, on_error
    )


def output_schema(
    schema: pa.Schema,
    *,
    text: str,
    columns: Columns = "flat",
    keep: Keep = True,
    prefix: str = "",
    suffix: str = "",
) -> pa.Schema:
    """The schema of what ``normalize_batches`` makes of batches with ``schema``.

    Raises:
        UsageError: as ``normalize_batches``.
    """
    pa = arrow()
    check_text(schema, text)
    names = chosen(columns)
    kept = _kept(schema, keep)
    fields = [schema.field(index) for index in kept]
    labels = new_names(names, [field.name for field in fields], prefix, suffix)
    fields += [
        pa.field(label, arrow_type(COLUMNS[name].type)) for label, name in zip(labels, names, strict=True)
    ]
    return pa.schema(fields, metadata=schema.metadata)


def arrow() -> Any:
    """The module pyarrow.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError.for_extra("working on Arrow tables", "frames") from error
    return pyarrow


def arrow_type(type_: Type) -> pa.DataType:
    """The Arrow type of a column."""
    pa = arrow()
    if isinstance(type_, list):
        return pa.list_(arrow_type(type_[0]))
    if isinstance(type_, dict):
        return pa.struct([pa.field(name, arrow_type(inner)) for name, inner in type_.items()])
    return {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64()}[type_]


def _normalized(
    batches: Iterable[pa.RecordBatch],
    text: str,
    names: tuple[str, ...],
    settings: Settings,
    keep: Keep,
    around: tuple[str, str],
    workers: int,
    on_error: str,
) -> Iterator[pa.RecordBatch]:
    waiting: deque[pa.RecordBatch] = deque()
    schema: pa.Schema | None = None

    def texts() -> Iterator[object]:
        nonlocal schema
        for batch in batches:
            if schema is None:
                prefix, suffix = around
                schema = output_schema(
                    batch.schema, text=text, columns=names, keep=keep, prefix=prefix, suffix=suffix
                )
            for start in range(0, max(batch.num_rows, 1), SLICE_ROWS):
                part = batch.slice(start, SLICE_ROWS)
                waiting.append(part)
                yield from values_of(part.column(text))

    with closing(rows(texts(), names, settings, workers=workers, on_error=on_error)) as found:
        done: list[Row] = []
        for row in found:
            while waiting[0].num_rows == 0:
                yield _with_columns(waiting.popleft(), [], schema, keep)
            done.append(row)
            if len(done) == waiting[0].num_rows:
                yield _with_columns(waiting.popleft(), done, schema, keep)
                done = []
    for empty in waiting:
        yield _with_columns(empty, [], schema, keep)


def _with_columns(
    batch: pa.RecordBatch, found: Sequence[Row], schema: pa.Schema | None, keep: Keep
) -> pa.RecordBatch:
    assert schema is not None  # it is made with the first batch
    pa = arrow()
    kept = [batch.column(index) for index in _kept(batch.schema, keep)]
    types = schema.types[len(kept) :]
    columns = zip(*found, strict=True) if found else ([] for _ in types)
    new = [pa.array(values, type=type_) for values, type_ in zip(columns, types, strict=True)]
    return pa.RecordBatch.from_arrays([*kept, *new], schema=schema)


def _kept(schema: pa.Schema, keep: Keep) -> list[int]:
    if keep is True:
        return list(range(len(schema)))
    if keep is False:
        return []
    wanted = [keep] if isinstance(keep, str) else list(keep)
    return [_index(schema, name) for name in wanted]


def _index(schema: pa.Schema, name: str) -> int:
    indices = schema.get_all_field_indices(name)
    if not indices:
        raise UsageError.unknown("column of the table", name, schema.names)
    if len(indices) > 1:
        raise UsageError(f"the table has {len(indices)} columns called {name!r}; rename all but one")
    return int(indices[0])


def check_text(schema: pa.Schema, text: str) -> None:
    """Raise UsageError where there is no column ``text``, or it holds no text."""
    types = arrow().types
    type_ = schema.field(_index(schema, text)).type
    if types.is_dictionary(type_):
        type_ = type_.value_type
    textual = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")
    if str(type_) not in textual and not types.is_fixed_size_binary(type_):
        raise UsageError(f"the column {text!r} holds {type_}, not text; name the one with the articles")


def values_of(column: pa.Array[Any]) -> Iterator[object]:
    """The values of a column one by one: a batch's texts are not all copied at once."""
    return (value.as_py() for value in column)
