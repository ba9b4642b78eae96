"""Corpora of any size: rows in, one file or a folder of parts out, killed and resumed at will.

``run`` is all there is to it; ``normtext corpus.jsonl -o out.parquet`` is the same from the shell.
"""

from normtext.corpus.plan import Job
from normtext.corpus.runs import Report, run
from normtext.corpus.shards import SHARD_ROWS, Counts, Done, Failure

__all__ = ["SHARD_ROWS", "Counts", "Done", "Failure", "Job", "Report", "run"]
