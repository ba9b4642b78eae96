"""JSON Lines, and the same articles as one JSON array."""

from __future__ import annotations

from normtext.article import Article

# JSON lets these stand bare in a string, yet str.splitlines and JavaScript before 2019 take them for
# line ends. Outside strings JSON has no use for them, so that they can be replaced wherever they are.
LINE_ENDS = str.maketrans(
    {
        "\N{NEXT LINE}": "\\u0085",
        "\N{LINE SEPARATOR}": "\\u2028",
        "\N{PARAGRAPH SEPARATOR}": "\\u2029",
    }
)


class JsonLines:
    """One article a line."""

    def header(self) -> str:
        """Nothing."""
        return ""

    def item(self, article: Article) -> str:
        """The article as one line, its end included."""
        return article.to_json().translate(LINE_ENDS) + "\n"

    def footer(self) -> str:
        """Nothing."""
        return ""


class JsonArray:
    """All articles as one indented array."""

    def __init__(self) -> None:
        self._first = True

    def header(self) -> str:
        """The opening bracket."""
        return "["

    def item(self, article: Article) -> str:
        """The article, and the comma that parts it from the one before."""
        comma = "" if self._first else ","
        text = article.to_json(indent=2).translate(LINE_ENDS)
        self._first = False
        return f"{comma}\n  " + text.replace("\n", "\n  ")

    def footer(self) -> str:
        """The closing bracket."""
        return "\n]\n"
