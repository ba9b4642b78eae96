"""Plain text, to read or to feed to what takes nothing else."""

from __future__ import annotations

from normtext.article import Article

SEPARATOR = "\n* * *\n\n"


class PlainText:
    """Title and blocks, blank lines between: the English, or the text where there is no English."""

    def __init__(self) -> None:
        self._first = True

    def header(self) -> str:
        """Nothing."""
        return ""

    def item(self, article: Article) -> str:
        """The article, and a line of asterisks that parts it from the one before."""
        english = article.english
        separator = "" if self._first else SEPARATOR
        body = article.text if english is None else english
        self._first = False
        return f"{separator}{body}\n"

    def footer(self) -> str:
        """Nothing."""
        return ""
