"""Normalize a folder of articles with Spark's ``mapInArrow``.

Needs the extra and Java 17 or later: pip install 'normtext[spark]'. Here Spark runs on this machine; on a
cluster the master is another, and normtext and its models are installed on the workers.
"""

import os
import sys
from pathlib import Path

from pyspark.sql import SparkSession

from normtext.tables import spark_stage

ARTICLES = Path(__file__).parent.parent / "articles"


def main() -> None:
    """Print a line an article."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        files = [(file.name, file.read_bytes()) for file in sorted(ARTICLES.glob("*.txt"))]
        frame = spark.createDataFrame(files, "file string, body binary")
        done = frame.transform(spark_stage("body", keep=["file"]))
        # Sorted here: Spark runs a stage twice to sort by it, unless it is cached or written before.
        for row in sorted(done.collect()):
            print(f"{row.file:32} {row.language:4} {row.n_edits:3} edits  {row.title}")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
