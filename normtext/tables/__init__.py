"""Articles in tables: Arrow record batches, data frames, Ray, Spark, Hugging Face datasets.

Everything here stands on one function, ``normalize_batches``. pyarrow and the libraries of the
frames are imported on first use.
"""

from normtext.tables.batches import normalize_batches, output_schema
from normtext.tables.columns import COLUMNS, FLAT, NESTED

__all__ = ["COLUMNS", "FLAT", "NESTED", "normalize_batches", "output_schema"]
