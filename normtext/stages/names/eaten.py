"""Rule: a name whose first letter was eaten by a stray word before it, "formatsPT-3.5-turbo"."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator

import regex

from normtext.folding import key_of
from normtext.gazetteer.entries import RIGHT
from normtext.gazetteer.records import Key
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.finds import Find
from normtext.stages.names.text_context import TextContext

EATEN = 0.85
EATEN_OFTEN = 0.92  # the article names it rightly elsewhere
MIN_LEFT = 6  # letters and digits that must be left of the name
MIN_LEFT_KNOWN = 4  # of one that the article names rightly elsewhere
MOST_EATEN = 2

# A word in lower case, and behind it a name with digits: no identifier is written so.
_FRONT = regex.compile(r"(?<![\w./@#:-])([a-z]{4,}+)(?=[A-Z])([\p{L}\d]++(?:[-.][\p{L}\d]++){0,6})")
_HAS_DIGIT = regex.compile(r"\d")
_FRONTS = tuple(
    "".join(letters)
    for length in range(1, MOST_EATEN + 1)
    for letters in itertools.product(string.ascii_lowercase, repeat=length)
)


def eaten_front(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """An ordinary word stands where the first letter or two of a name with digits were."""
    for match in _FRONT.finditer(text.text):
        if not _HAS_DIGIT.search(match[2]) or not text.ordinary(match[1]):
            continue
        key = _completed(article, key_of(match[2]))
        if key and article.permits(key.entry):
            known = article.names_rightly(key.entry)
            reason = f"{match[1]!r} stands in place of the first letters of {key.form.text!r}"
            confidence = EATEN_OFTEN if known else EATEN
            yield Find(match.start(), match.end(), key.entry, key.form.text, "glued_name", confidence, reason)


def _completed(article: ArticleContext, left: str) -> Key | None:
    """The only right form that is ``left`` with a letter or two before it."""
    if len(left) < MIN_LEFT_KNOWN or article.index.keys(left):
        return None
    found = {
        key.form.text: key
        for front in _FRONTS
        for key in article.index.keys(front + left)
        if key.form.kind in RIGHT
        and key.form.text[0].isupper()
        and (len(left) >= MIN_LEFT or article.names_rightly(key.entry))
    }
    return next(iter(found.values())) if len(found) == 1 else None
