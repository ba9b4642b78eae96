"""Articles in tables: Arrow record batches, data frames, Ray, Spark, Hugging Face datasets.

Everything here stands on one loop, ``tables/rows.py``. pyarrow and the libraries of the frames are
imported on first use.
"""

from normtext.tables.batches import normalize_batches, output_schema
from normtext.tables.clusters import MapBatches, ray_stage, spark_stage
from normtext.tables.columns import COLUMNS, FLAT, NESTED
from normtext.tables.frames import normalize_frame

__all__ = [
    "COLUMNS",
    "FLAT",
    "NESTED",
    "MapBatches",
    "normalize_batches",
    "normalize_frame",
    "output_schema",
    "ray_stage",
    "spark_stage",
]
