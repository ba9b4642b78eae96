"""Beyond one machine: a stage for Ray Data, one for Spark, and the callable for Hugging Face datasets.

Each worker process loads gazetteer and models on first use and keeps them; what travels to it is the
settings. Models are read from the worker's own disk, see ``docs/data.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, cast

from normtext.config import Settings
from normtext.errors import MissingExtraError, UsageError
from normtext.tables.batches import Keep, arrow, normalize_batches, output_schema
from normtext.tables.columns import COLUMNS, Columns, Type, chosen, new_names
from normtext.tables.frames import known_frame
from normtext.tables.rows import normalizer_of, on_one_thread, rows

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

RAY_ROWS = 256
"""Rows of the batches that Ray hands to an actor: enough that a model works on many sentences at once, few
enough that an article of some kilobytes costs an actor megabytes."""


class MapBatches:
    """Normalizes one batch: an Arrow table, a data frame, or a dict of columns.

    It is what ``datasets.Dataset.map(..., batched=True)`` and Ray's ``map_batches`` call. It pickles
    as its options alone, so that a fingerprint over it depends on nothing else.

    Args:
        text, columns, settings, keep, prefix, suffix: as for ``normalize_batches``.

    Raises:
        UsageError, MissingExtraError: as for ``normalize_batches``.
    """

    def __init__(
        self,
        text: str,
        *,
        columns: Columns = "flat",
        settings: Settings | None = None,
        keep: Keep = True,
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        arrow()
        self._text = text
        self._columns = chosen(columns)
        self._settings = settings or Settings()
        self._keep = keep if isinstance(keep, bool) else tuple([keep] if isinstance(keep, str) else keep)
        self._prefix = prefix
        self._suffix = suffix
        normalizer_of(self._settings)

    def __call__(self, batch: Any) -> Any:
        """Normalize a batch; what comes out has a row for each that came in.

        A dict gives a dict of the new columns alone. A data frame, and the dict of a Hugging Face
        dataset, give an Arrow table with all of them, as only that says of what type a column of
        nulls is.
        """
        table = getattr(batch, "pa_table", batch)
        if isinstance(table, Mapping):
            return self._of_dict(table)
        return self._of_table(table if isinstance(table, arrow().Table) else known_frame(table).to_arrow())

    def _of_table(self, table: pa.Table) -> pa.Table:
        options: dict[str, Any] = {
            "text": self._text,
            "columns": self._columns,
            "keep": self._keep,
            "prefix": self._prefix,
            "suffix": self._suffix,
        }
        schema = output_schema(table.schema, **options)
        found = normalize_batches(table.to_batches(), settings=self._settings, **options)
        return arrow().Table.from_batches(found, schema=schema)

    def _of_dict(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        if self._text not in batch:
            raise UsageError.unknown("column of the batch", self._text, map(str, batch))
        labels = new_names(self._columns, batch, self._prefix, self._suffix)
        made = list(rows(batch[self._text], self._columns, self._settings))
        return {label: [row[place] for row in made] for place, label in enumerate(labels)}


class RayStage(TypedDict):
    """The arguments of ``ray.data.Dataset.map_batches``."""

    fn: type[MapBatches]
    fn_constructor_args: tuple[str]
    fn_constructor_kwargs: dict[str, Any]
    batch_format: str
    batch_size: int
    compute: Any
    num_cpus: float


def ray_stage(
    text: str,
    *,
    actors: int | tuple[int, int] = 1,
    columns: Columns = "flat",
    settings: Settings | None = None,
    keep: Keep = True,
    prefix: str = "",
    suffix: str = "",
    batch_size: int = RAY_ROWS,
) -> RayStage:
    """The arguments of Ray Data's ``map_batches``: ``ds.map_batches(**ray_stage("body", actors=8))``.

    Actors keep their models, and each works on one processor. Leave Ray at least one processor more
    than there are actors: with none left, nothing can read for them and they wait for ever.

    Args:
        text: name of the column with the articles.
        actors: how many there are, or the fewest and the most.
        batch_size: rows that are normalized together; with translation the same size gives the same
            articles, since engines may round otherwise in other company.
        columns, settings, keep, prefix, suffix: as for ``normalize_batches``.

    Raises:
        UsageError: an unknown column or option.
        MissingExtraError: Ray is not installed.
    """
    try:
        from ray.data import ActorPoolStrategy
    except ImportError as error:
        raise MissingExtraError.for_extra("ray_stage", "ray") from error
    options = {
        "columns": chosen(columns),
        "settings": on_one_thread(settings or Settings()),
        "keep": keep,
        "prefix": prefix,
        "suffix": suffix,
    }
    MapBatches(text, **cast("dict[str, Any]", options))  # mistakes are told here, not in an actor
    if isinstance(actors, int):
        pool = ActorPoolStrategy(size=actors)
    else:
        pool = ActorPoolStrategy(min_size=actors[0], max_size=actors[1])
    return RayStage(
        fn=MapBatches,
        fn_constructor_args=(text,),
        fn_constructor_kwargs=options,
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=pool,
        num_cpus=1,
    )


def spark_stage(
    text: str,
    *,
    columns: Columns = "flat",
    settings: Settings | None = None,
    keep: Keep = True,
    prefix: str = "",
    suffix: str = "",
) -> Callable[[DataFrame], DataFrame]:
    """A stage for Spark: ``df.transform(spark_stage("body"))``, which is a ``mapInArrow``.

    Spark's Python workers keep their models from task to task (``spark.python.worker.reuse``, which is
    on unless it was switched off). What goes to the engine together is a partition, however many rows
    Spark hands over at a time.

    Args:
        text, columns, settings, keep, prefix, suffix: as for ``normalize_batches``.

    Raises:
        UsageError: an unknown column or option; of the frame, when it is handed over.
        MissingExtraError: pyspark is not installed.
    """
    try:
        import pyspark.sql  # noqa: F401 - told here, not when the stage is used
    except ImportError as error:
        raise MissingExtraError.for_extra("spark_stage", "spark") from error
    arrow()
    names = chosen(columns)
    one_thread = on_one_thread(settings or Settings())
    normalizer_of(one_thread)
    work = partial(
        normalize_batches,
        text=text,
        columns=names,
        settings=one_thread,
        keep=keep,
        prefix=prefix,
        suffix=suffix,
    )

    def stage(frame: DataFrame) -> DataFrame:
        return frame.mapInArrow(work, _spark_schema(frame, text, names, keep, (prefix, suffix)))

    return stage


def _spark_schema(
    frame: DataFrame, text: str, names: Iterable[str], keep: Keep, around: tuple[str, str]
) -> Any:
    from pyspark.sql.types import BinaryType, StringType, StructField, StructType

    fields = {field.name: field for field in frame.schema.fields}
    kept = (
        list(fields) if keep is True else [] if keep is False else [keep] if isinstance(keep, str) else keep
    )
    for name in (text, *kept):
        if name not in fields:
            raise UsageError.unknown("column of the table", name, fields)
    if not isinstance(fields[text].dataType, StringType | BinaryType):
        raise UsageError(
            f"the column {text!r} holds {fields[text].dataType.simpleString()}, not text; "
            "name the one with the articles"
        )
    labels = new_names(names, kept, *around)
    new = [StructField(label, _spark_type(COLUMNS[n].type)) for label, n in zip(labels, names, strict=True)]
    return StructType([*(fields[name] for name in kept), *new])


def _spark_type(type_: Type) -> Any:
    from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StringType, StructField, StructType

    if isinstance(type_, list):
        return ArrayType(_spark_type(type_[0]))
    if isinstance(type_, dict):
        return StructType([StructField(name, _spark_type(inner)) for name, inner in type_.items()])
    return {"string": StringType, "int32": IntegerType, "float64": DoubleType}[type_]()
