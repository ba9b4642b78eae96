"""Boilerplate that hangs on a heading: lists of other articles, the author's portrait; cut tails."""

from __future__ import annotations

from itertools import islice

import regex

from normtext.stages.structure.blocks import QUESTION_MARKS
from normtext.stages.structure.dates import find_dates
from normtext.stages.structure.draft import Draft, Line, Role
from normtext.stages.structure.moments import is_relative_date
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
# No list of other articles that was seen had more entries; so many pieces are looked at.
MAX_RELATED_ENTRIES, MAX_RELATED_PIECES = 40, 150
MAX_SIGNED_BIO_WORDS = 80
# Below a portrait without a heading nothing longer than a headline follows.
MAX_BELOW_BIO_WORDS = 15
# A tail of one word of so many letters after so many full paragraphs is the rest of something cut.
MAX_TAIL_LETTERS, MIN_FULL_PARAGRAPHS = 6, 3
MAX_CALL_WORDS = 6
# So long is the beginning of "Read the full story" that is one of nothing else.
MIN_CUT_CONTROL, MAX_CUT_CONTROL = 10, 40

# Of what readers wrote one of the first pieces is the head of a comment, of so many words at most.
COMMENTS = Role("boilerplate", "comments")
COMMENT_WINDOW, MAX_COMMENT_HEAD = 3, 8

# "See also" stands over titles of so many words; and "(dpa/asc)" has no more than these.
MAX_SHORT_TITLE_WORDS, MAX_SIGN_OFF_WORDS = 12, 3
MAX_NAME_WORDS = 5

_SAYS = regex.compile(
    r"\s(?:says|said|wrote|writes|commented|replied|schreef|schrijft|zegt|dit|a dit|a écrit|sagt|sagte"
    r"|schreibt|schrieb|dice|dijo|escribió|diz|disse|escreveu|scrive|ha scritto|пишет|написал|пише|pisze"
    r"|napisał|napsal"
    r"|yazdı|diyor ki"
    r"|säger|skriver|siger|skrev)\s?:\Z"
)
_SIGNS = regex.compile(r"\s*[/,|]\s*|\s+")
# "Jan: Mooi initiatief!"
_SIGNED_COMMENT = regex.compile(
    r"[\p{Lu}\p{Lo}][\w.'’-]{1,20}(?:\s[\p{Lu}\p{Lo}][\w.'’-]{0,20}){0,2}\s?[:：]\s*\S"
)
_NUMBERED = regex.compile(r"(\d{1,2})[.)]?\s+\S")
_ELLIPSIS = regex.compile(r"(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*\Z")
_SYMBOLS = regex.compile(r"[\p{So}\p{Sk}\uFE0F\u200D]+\s*")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")


def find_sections(draft: Draft) -> None:
    """Mark what hangs on a heading of boilerplate."""
    _find_signed_bio(draft)
    _find_comments(draft)
    before = 0
    for index, line in enumerate(draft.lines):
        if draft.roles[index] is not None:
            if before and _is_rejected_heading(draft, index):
                _take_related(draft, index, before)
            continue
        if line.words <= MAX_HEADING_WORDS and line.piece.kind not in ("code", "table") and before:
            if _is_bio_heading(draft, index):
                _take_bio(draft, index, before)
            elif _is_see_also(line) and (teasers := _teasers(draft, index)):
                for i in (index, *teasers):
                    draft.mark(i, "boilerplate", "related")
            elif _is_related_heading(line):
                _take_related(draft, index, before)
            if draft.roles[index] is None and tables()["related_alone"].whole(_heading_text(line)):
                draft.mark(index, "boilerplate", "related")
        before += draft.roles[index] is None and (line.words >= MIN_BODY_WORDS or line.stopped)


def _find_comments(draft: Draft) -> None:
    """Mark what readers wrote below "12 comments", where names, times and "Reply" show that they did."""
    heads = [i for i, role in enumerate(draft.roles) if role == COMMENTS]
    if not heads:
        return
    body = [i for i in draft.open() if draft.lines[i].stopped and draft.lines[i].words >= MIN_BODY_WORDS]
    for index in heads:
        above = sum(i < index for i in body)
        below = list(draft.open(index + 1))
        named = below and all(_SIGNED_COMMENT.match(draft.lines[i].text) for i in below)
        if above <= MIN_BODY_PIECES and not (named and above):
            continue
        if named or any(_is_comment_head(draft, i) for i in below[:COMMENT_WINDOW]):
            for i in below:
                draft.mark(i, "boilerplate", "comments")
            return


def _is_comment_head(draft: Draft, index: int) -> bool:
    """ "oldsalt says:", "Jan Vos 3 uur geleden", "June 6, 2024 at 9:10 am"."""
    line = draft.lines[index]
    if line.words > MAX_COMMENT_HEAD:
        return False
    if _SAYS.search(line.folded) is not None:
        return True
    words = line.text.split()
    if any(is_relative_date(" ".join(words[k:])) for k in range(len(words) - 1)):
        return True
    dates = find_dates(line.text)
    return bool(dates) and line.text[dates[-1].end :].strip(" |:·") == ""


def _is_rejected_heading(draft: Draft, index: int) -> bool:
    """Whether markup has rejected "Related articles", but maybe not what hangs on it."""
    line = draft.lines[index]
    rejected = line.piece.rejected == "related" and draft.roles[index] == Role("boilerplate", "related")
    return rejected and line.words <= MAX_HEADING_WORDS and _is_related_heading(line)


def _heading_text(line: Line) -> str:
    symbols = _SYMBOLS.match(line.folded)
    return line.folded[symbols.end() if symbols else 0 :].strip(" :：.…>»›→*#")


def _is_see_also(line: Line) -> bool:
    return tables()["related_start"].whole(_heading_text(line)) is not None


def _teasers(draft: Draft, index: int) -> list[int]:
    """The short titles right under "See also", before a text that ends as sentences do.

    A title that the white space parts from the others, as it parts them from nothing else, is a
    heading of the article.
    """
    members: list[int] = []
    for i in range(index + 1, min(index + 1 + MAX_RELATED_PIECES, len(draft.lines))):
        line = draft.lines[i]
        asked = line.text.endswith(QUESTION_MARKS)
        if draft.roles[i] is not None or (line.stopped and not asked) or line.words > MAX_SHORT_TITLE_WORDS:
            break
        if line.piece.kind in ("heading", "code", "table", "quote") or _is_sign_off(line):
            break
        if members and line.piece.gap > draft.lines[members[-1]].piece.gap:
            break
        members.append(i)
    after = members[-1] + 1 if members else index + 1
    return members if after < len(draft.lines) and draft.roles[after] is None else []


def _is_sign_off(line: Line) -> bool:
    """Whether a line is how agencies sign: "(dpa/asc)", "AFP"."""
    text = line.folded.strip("()[]. ")
    parts = [part.strip() for part in _SIGNS.split(text)]
    return line.words <= MAX_SIGN_OFF_WORDS and tables()["agency"].whole(parts[0]) is not None


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
    below = (i for i in draft.open(index + 1) if not _is_sign_off(draft.lines[i]))
    for i in islice(below, MAX_RELATED_PIECES):
        if _is_bio_heading(draft, i):
            break
        if _is_headline(draft.lines[i]):
            groups.append([i])
        elif groups and len(groups[-1]) == 1 and draft.lines[i].words <= MAX_TEASER_WORDS:
            groups[-1].append(i)
        else:
            to_end = False
            break
    if len(groups) > MAX_RELATED_ENTRIES:
        return
    if to_end and groups and before >= MIN_BODY_PIECES and _are_teasers(draft, groups):
        members = [i for group in groups for i in group]
    else:
        members = _bare_headlines(draft, groups, to_end)
    if members or (to_end and not groups):
        for i in (index, *members):
            draft.mark(i, "boilerplate", "related")


def _bare_headlines(draft: Draft, groups: list[list[int]], to_end: bool) -> list[int]:
    """Headlines without a teaser; the last one before a text belongs to that text."""
    counted = _counted(draft, groups)
    if counted:
        return counted
    bare: list[int] = []
    for position, group in enumerate(groups):
        if len(group) > 1:
            break
        if position < len(groups) - 1 or to_end:
            bare += group
    return bare if len(bare) >= 2 or (to_end and bare) else []


def _counted(draft: Draft, groups: list[list[int]]) -> list[int]:
    """The headlines that are numbered from one on, each without a text."""
    members: list[int] = []
    for number, group in enumerate(groups, 1):
        match = _NUMBERED.match(draft.lines[group[0]].text)
        if match is None or int(match[1]) != number or (len(group) > 1 and number < len(groups)):
            break
        members.append(group[0])
    return members if len(members) > 1 else []


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
    tail = True
    for i in reversed(list(draft.open(MIN_BODY_PIECES))):
        line = draft.lines[i]
        signed = any(_is_portrait(line, author) for author in authors)
        if signed or (tail and _is_strangers_portrait(draft, i)):
            draft.mark(i, "boilerplate", "author_bio")
            tail = signed
        elif line.stopped and line.words > MAX_BELOW_BIO_WORDS:
            return


def _is_portrait(line: Line, author: str) -> bool:
    if line.words > MAX_SIGNED_BIO_WORDS or not line.folded.startswith(f"{author} "):
        return False
    told = _has_role(line) or tables()["bio_mark"].inside(line.folded)
    return tables()["copula"].start(line.folded, len(author) + 1) is not None and told


def _is_strangers_portrait(draft: Draft, index: int) -> bool:
    """ "Jane Doe is a reporter based in Ghent. Follow her ...": of nobody that the text speaks of."""
    line = draft.lines[index]
    if line.words > MAX_SIGNED_BIO_WORDS:
        return False
    words = line.text.split(maxsplit=MAX_NAME_WORDS)[:MAX_NAME_WORDS]
    name = next((n for k in range(len(words), 1, -1) if is_name(n := " ".join(words[:k]))), None)
    if name is None or not tables()["bio_mark"].inside(line.folded) or not _is_portrait(line, fold(name)):
        return False
    family = name.split()[-1]
    above = (draft.lines[i].text for i in range(index) if draft.roles[i] is None)
    return not any(family in text for text in above)


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
    if cut_word or cut_call or _is_cut_control(line):
        draft.mark(index, "boilerplate", "truncated_tail")


def _is_cut_control(line: Line) -> bool:
    """ "Read the full st": the beginning of what pages say at their end."""
    if not MIN_CUT_CONTROL <= len(line.folded) <= MAX_CUT_CONTROL or line.stopped:
        return False
    sources = (
        tables()[name] for name in ("navigation_whole", "paywall_start", "comment_start", "share_start")
    )
    return any(phrase.startswith(line.folded) for phrases in sources for phrase in phrases)


def _is_ending(word: str) -> bool:
    return any(tables()[name].whole(word) is not None for name in ("ending", "agency"))
