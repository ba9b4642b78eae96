"""Normalize a folder, in order, whatever state its files are in."""

from pathlib import Path

import normtext

ARTICLES = Path(__file__).parent / "articles"


def main() -> None:
    """Print a line an article."""
    normalizer = normtext.Normalizer(normtext.Settings(on_error="record"))
    for article in normalizer.normalize_many(sorted(ARTICLES.iterdir())):
        title = article.title.text if article.title else "(no title)"
        name = Path(article.source.name or "").name
        print(f"{name:32} {article.language.tag:4} {article.source.encoding:8} {title[:60]}")


# With workers=2 and more, processes are started, and this guard is needed.
if __name__ == "__main__":
    main()
