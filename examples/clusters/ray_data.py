"""Normalize a folder of articles with Ray Data: actors that keep their models.

Needs the extra: pip install 'normtext[ray]'. Here Ray runs on this machine; with ``ray.init("auto")``
the same lines run on a cluster.
"""

from pathlib import Path

import pyarrow as pa
import ray

from normtext.tables import ray_stage

ARTICLES = Path(__file__).parent.parent / "articles"
ACTORS = 1


def main() -> None:
    """Print a line an article."""
    files = sorted(ARTICLES.glob("*.txt"))
    table = pa.table({"file": [file.name for file in files], "body": [file.read_bytes() for file in files]})
    # One processor more than there are actors: somebody has to read for them.
    ray.init(num_cpus=ACTORS + 1, include_dashboard=False, log_to_driver=False)
    try:
        dataset = ray.data.from_arrow(table).map_batches(**ray_stage("body", actors=ACTORS, keep=["file"]))
        for row in sorted(dataset.take_all(), key=lambda row: row["file"]):
            print(f"{row['file']:32} {row['language']:4} {row['n_edits']:3} edits  {row['title']}")
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main()
