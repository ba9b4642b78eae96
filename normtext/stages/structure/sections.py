"""Boilerplate that hangs on a heading: lists of other articles, the author's portrait; cut tails."""

from __future__ import annotations

from itertools import islice

import regex

from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.people import is_name
from normtext.stages.structure.phrases import fold, tables

# A teaser below the headline of another article is cut after so many words at most.
MAX_TEASER_WORDS = 130
# A teaser that is not cut off in mid-sentence is believed up to this length.
MAX_WHOLE_TEASER_WORDS = 35
MAX_HEADLINE_WORDS, MAX_HEADLINE_CHARACTERS = 28, 220
# Of the teasers with a text so many must be cut off or very short, or they are sections of the article.
MIN_CUT_SHARE = 0.6
# An author's portrait: so many pieces and words at most, after so many paragraphs of the article.
MAX_BIO_PIECES, MAX_BIO_WORDS, MIN_BODY_PIECES = 5, 260, 2
MAX_HEADING_WORDS = 12
# A piece of the article's body: so many words, or a full stop at its end.
MIN_BODY_WORDS = 12
# No list of other articles that was seen had more than 40 entries; so many pieces are looked at.
MAX_RELATED_PIECES = 150
MAX_SIGNED_BIO_WORDS = 80
# Below a portrait without a heading nothing longer than a headline follows.
MAX_BELOW_BIO_WORDS = 15
# A tail of one word of so many letters after so many full paragraphs is the rest of something cut.
MAX_TAIL_LETTERS, MIN_FULL_PARAGRAPHS = 6, 3
MAX_CALL_WORDS = 6

_ELLIPSIS = regex.compile(r"(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*\Z")
_SYMBOLS = regex.compile(r"[\p{So}\p{Sk}\uFE0F\u200D]+\s*")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")


def find_sections(draft: Draft) -> None:
    """Mark what hangs on a heading of boilerplate."""
    _find_signed_bio(draft)
    before = 0
    for index in list(draft.open()):
        line = draft.lines[index]
        if draft.roles[index] is not None:
            continue
        if line.words <= MAX_HEADING_WORDS and line.piece.kind not in ("code", "table") and before:
            if _is_bio_heading(draft, index):
                _take_bio(draft, index, before)
            elif _is_related_heading(line):
                _take_related(draft, index, before)
        before += draft.roles[index] is None and (line.words >= MIN_BODY_WORDS or line.stopped)


def _heading_text(line: Line) -> str:
    symbols = _SYMBOLS.match(line.folded)
    return line.folded[symbols.end() if symbols else 0 :].strip(" :：.…>»›→*#")


def _is_related_heading(line: Line) -> bool:
    text = _heading_text(line)
    if tables()["related_heading"].whole(text):
        return True
    hit = tables()["related_heading_start"].start(text)
    rest = line.text[hit.end :].strip() if hit and text == line.folded.strip(" :") else ""
    return bool(rest) and is_name(rest, least=1) and line.words <= 7


def _take_related(draft: Draft, index: int, before: int) -> None:
    """Mark the heading and, to the end, the headlines and teasers under it.

    Headlines may each have one teaser. Where what follows reads like sections of the article (long
    paragraphs that end properly), only the headlines right under the heading go, if there are any.
    ``before`` counts the pieces of the article's body above.
    """
    groups: list[list[int]] = []
    to_end = True
    for i in islice(draft.open(index + 1), MAX_RELATED_PIECES):
        if _is_headline(draft.lines[i]):
            groups.append([i])
        elif groups and len(groups[-1]) == 1 and draft.lines[i].words <= MAX_TEASER_WORDS:
            groups[-1].append(i)
        else:
            to_end = False
            break
    if to_end and groups and before >= MIN_BODY_PIECES and _are_teasers(draft, groups):
        members = [i for group in groups for i in group]
    else:
        members = _bare_headlines(groups, to_end)
    if members or (to_end and not groups):
        for i in (index, *members):
            draft.mark(i, "boilerplate", "related")


def _bare_headlines(groups: list[list[int]], to_end: bool) -> list[int]:
    """Headlines without a teaser; the last one before a text belongs to that text."""
    bare: list[int] = []
    for position, group in enumerate(groups):
        if len(group) > 1:
            break
        if position < len(groups) - 1 or to_end:
            bare += group
    return bare if len(bare) >= 2 or (to_end and bare) else []


def _are_teasers(draft: Draft, groups: list[list[int]]) -> bool:
    texts = [draft.lines[group[1]] for group in groups if len(group) > 1]
    cut = sum(_is_cut(line) for line in texts)
    short = sum(line.words <= MAX_WHOLE_TEASER_WORDS and not _is_cut(line) for line in texts)
    if len(groups) == 1 and texts and not cut:
        return False
    return cut + short >= MIN_CUT_SHARE * len(texts)


def _is_cut(line: Line) -> bool:
    return not line.stopped or _ELLIPSIS.search(line.text) is not None


def _is_headline(line: Line) -> bool:
    short = line.words <= MAX_HEADLINE_WORDS and len(line.text) <= MAX_HEADLINE_CHARACTERS
    return short and not line.full_stop and line.piece.kind not in ("code", "table", "quote")


def _is_bio_heading(draft: Draft, index: int) -> bool:
    line = draft.lines[index]
    text = _heading_text(line)
    if tables()["bio_heading"].whole(text):
        return True
    hit = tables()["about"].start(text)
    if hit is None or line.stopped:
        return False
    about = text[hit.end :].strip()
    if any(about == fold(author) for author in (*draft.authors, *draft.metadata.authors)):
        return True
    start = line.folded.find(about)
    name = line.text[start : start + len(about)]
    following = [draft.lines[i] for i in islice(draft.open(index + 1), MAX_BIO_PIECES)]
    return is_name(name) and any(_has_role(f) for f in following)


def _has_role(line: Line) -> bool:
    return tables()["role"].inside(line.folded)


def _take_bio(draft: Draft, index: int, before: int) -> None:
    """Mark the heading and the portrait under it, where it is the end of the text."""
    members: list[int] = []
    for i in draft.open(index + 1):
        line = draft.lines[i]
        if len(members) > MAX_BIO_PIECES or (members and _is_related_heading(line)):
            break
        members.append(i)
    words = sum(draft.lines[i].words for i in members)
    if len(members) <= MAX_BIO_PIECES and words <= MAX_BIO_WORDS and before >= MIN_BODY_PIECES:
        for i in (index, *members):
            draft.mark(i, "boilerplate", "author_bio")


def _find_signed_bio(draft: Draft) -> None:
    """A paragraph below the text "Jane Doe is a reporter at ..." where Jane Doe is the author."""
    authors = [fold(author) for author in (*draft.authors, *draft.metadata.authors)]
    for i in reversed(list(draft.open(MIN_BODY_PIECES))):
        line = draft.lines[i]
        signed = any(_is_portrait(line, author) for author in authors)
        if signed:
            draft.mark(i, "boilerplate", "author_bio")
        elif line.stopped and line.words > MAX_BELOW_BIO_WORDS:
            return


def _is_portrait(line: Line, author: str) -> bool:
    if line.words > MAX_SIGNED_BIO_WORDS or not line.folded.startswith(f"{author} "):
        return False
    return tables()["copula"].start(line.folded, len(author) + 1) is not None and _has_role(line)


def find_truncated_tail(draft: Draft) -> None:
    """Mark a last piece that is cut short: a bit of a word, or a call behind an emoji."""
    body = list(draft.open())
    if len(body) <= MIN_FULL_PARAGRAPHS:
        return
    index = body[-1]
    line = draft.lines[index]
    symbols = _SYMBOLS.match(line.text)
    word = line.text[symbols.end() if symbols else 0 :]
    full = [draft.lines[i] for i in body[:-1] if draft.lines[i].words >= 20]
    if line.piece.kind is not None or len(full) < MIN_FULL_PARAGRAPHS or not draft.lines[body[-2]].stopped:
        return
    if sum(f.stopped for f in full) < 0.9 * len(full) or _is_ending(fold(word)):
        return
    cut_word = _WORD.fullmatch(word) is not None and len(word) <= MAX_TAIL_LETTERS and not word.isupper()
    cut_call = symbols is not None and not line.stopped and 0 < line.words <= MAX_CALL_WORDS
    if cut_word or cut_call:
        draft.mark(index, "boilerplate", "truncated_tail")


def _is_ending(word: str) -> bool:
    return any(tables()[name].whole(word) is not None for name in ("ending", "agency"))
