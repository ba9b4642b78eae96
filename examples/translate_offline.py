"""Translate with the models that are installed, and see what became of every name.

With the extra `demo` Portuguese works at once; for another language run `normtext models install`.
"""

from pathlib import Path

import normtext

ARTICLES = Path(__file__).parent / "articles"

article = normtext.normalize(ARTICLES / "portuguese.txt")
print(f"{article.language.name}: {article.translation.status}, by {article.translation.model}\n")
for source, english in article.sentences():
    print(f"{source}\n    {english}")
for name in article.names:
    for mention in name.mentions:
        print(f"{name.name:24} {mention.surface!r}: {mention.verdict}")
for warning in article.warnings:
    print(f"warning: {warning.message}")
