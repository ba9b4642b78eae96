"""``import normtext.pandas`` gives every pandas DataFrame an accessor: ``df.normtext.normalize("body")``.

It is an import of its own, so that ``import normtext`` neither loads pandas nor depends on what was
imported before it.
"""

from __future__ import annotations

from typing import Any

from normtext.errors import MissingExtraError
from normtext.tables import normalize_frame

try:
    import pandas
except ImportError as error:
    raise MissingExtraError.for_extra("normtext.pandas", "frames") from error

__all__ = ["NormtextAccessor"]


@pandas.api.extensions.register_dataframe_accessor("normtext")
class NormtextAccessor:
    """What normtext does for a data frame."""

    def __init__(self, frame: pandas.DataFrame) -> None:
        self._frame = frame

    def normalize(self, text: str = "text", **options: Any) -> pandas.DataFrame:
        """The frame with the columns of its articles; see ``normtext.normalize_frame``."""
        return normalize_frame(self._frame, text, **options)

    def articles(self, text: str = "text", **options: Any) -> pandas.Series:
        """An ``Article`` a row, which a notebook shows as a page; null for a row that has none."""
        from normtext.article import Article

        options = {**options, "columns": ["article"], "prefix": "normtext "}  # as no other column is called
        found = normalize_frame(self._frame[[text]], text, **options).iloc[:, -1]
        made = [Article.from_json(one) if isinstance(one, str) else None for one in found]
        return pandas.Series(made, index=self._frame.index, name="article", dtype=object)
