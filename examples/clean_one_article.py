"""Clean one article and see every change, with its reason; then take one back."""

from pathlib import Path

import normtext

ARTICLES = Path(__file__).parent / "articles"

article = normtext.normalize(ARTICLES / "mangled-english.txt")

print(article.title.english if article.title else "(no title)")
print(f"{len(article.edits)} edits, {len(article.suggestions)} suggestions\n")
for edit in article.edits:
    print(f"{edit.where:9} {edit.before!r} → {edit.after!r}  ({edit.rule}, {edit.confidence}): {edit.reason}")

print("\nLeft out of the body:")
for piece in article.boilerplate:
    print(f"{piece.reason:12} {piece.original[:60]}")

edit = next(edit for edit in article.edits if edit.stage == "names")
print(f"\nWithout the edit {edit.before!r} → {edit.after!r} there are {len(article.undo(edit).edits)} edits.")
