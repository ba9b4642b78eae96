"""The body: headings, list items, quotes, questions and answers, captions, tables, code."""

from __future__ import annotations

from itertools import pairwise

import regex

from normtext.stages.structure.draft import FULL_STOPS, Draft, Line
from normtext.stages.structure.interviews import find_interview
from normtext.stages.structure.people import is_name
from normtext.stages.structure.phrases import fold, tables
from normtext.stages.structure.pictures import is_credited
from normtext.stages.structure.quotes import find_long_quotes, is_quote

# Section headings of 200 articles had up to 18 words; some headlines used as headings have more.
MAX_HEADING_WORDS, MAX_HEADING_CHARACTERS = 24, 160
# Where no blank lines part anything, a heading must be this short before so long a paragraph.
MAX_TIGHT_HEADING_WORDS, MIN_TIGHT_PARAGRAPH = 12, 100
# A character of Chinese or Japanese says as much as so many letters.
DENSE_AS_LATIN = 3
MIN_PARAGRAPH_RATIO = 1.3
MAX_QUESTION_LABEL = 14
# What markup may call a question, or an answer, that says so itself.
ASKING = frozenset((None, "paragraph", "heading"))
MAX_CAPTION_WORDS = 60
MAX_CREDITED_WORDS = 40
MIN_COLUMNS = 3
# "« Il faut aimer le bruit »": a quotation this short and without a full stop may be a heading.
MAX_QUOTED_HEADING = 8
# Two headings may stand on each other (chapter, section), not three.
MAX_HEADING_CHAIN = 2

# A sentence has so many words at least; a shorter line with a full mark at its end may be a heading.
MIN_SENTENCE_WORDS = 8
QUESTION_MARKS = ("?", "？", "؟")

# The end of a sentence within a line; the word before it is too long for an abbreviation.
_SENTENCES = regex.compile(r"\p{Ll}{4}[.](?:[\"'”’»)]\s*|\s+)[\"'“«„(]?\p{Lu}|。\S")
_BULLET = regex.compile(r"[•‣◦▪●·∙⁃]\s*\S|[-*+]\s+\S")
_DASH = regex.compile(r"[–—]\s+\S")
_NUMBER = regex.compile(r"\(?(\d{1,3}|\p{L})[.)]\s+\S|(\d{1,2})、\s*\S")
_FENCE = regex.compile(r"`{3,}|~{3,}")
_LABEL_END = regex.compile(r"\s?\d{0,2}\s*[:：.．)](?:\s+|(?<=：)|\Z)")
_ASKED = regex.compile(r"\p{L}{1,10}\s?\d{0,2}\s?[:：]|Q\d{0,2}\.")
_CREDIT_END = regex.compile(
    r"[(\[]\s*(?:photo|image|foto|bild|crédit|credit|fot\.|фото|写真|图)\b[^()\[\]]{0,60}[)\]]\.?\Z",
    regex.IGNORECASE,
)


_AGENCY_END = regex.compile(
    r"[(\[]\s*(?P<name>[^()\[\]/]{3,40}?)\s*/\s*(?P<source>[^()\[\]/]{2,30}?)\s*[)\]]\.?\Z"
)


def find_verbatim(draft: Draft) -> None:
    """Mark code between fences and lines of tables: nothing else may look at them."""
    fence: int | None = None
    for index in list(draft.open()):
        text = draft.lines[index].text
        match = _FENCE.match(text)
        if match is None:
            continue
        if fence is None and text.endswith(match.group()) and len(text) > 2 * len(match.group()):
            draft.mark(index, "block", "code")
        elif fence is None:
            fence = index
        else:
            for i in draft.open(fence, index + 1):
                draft.mark(i, "block", "code")
            fence = None
    _find_tables(draft)


def _find_tables(draft: Draft) -> None:
    """Lines of two or more columns count as a table where two of them follow each other."""
    rows = {i: _columns(draft.lines[i]) for i in draft.open()}
    for index, columns in rows.items():
        beside = (rows.get(index - 1), rows.get(index + 1))
        if columns and any(o and o[0] == columns[0] and abs(o[1] - columns[1]) <= 1 for o in beside):
            draft.mark(index, "block", "table")


def _columns(line: Line) -> tuple[str, int] | None:
    """The mark between the columns of a line, and how many there are; None where it has none."""
    text = line.text
    if len(text) > 1000 or "\n" in text:
        return None
    for mark in ("|", "\t"):
        if text.count(mark) >= MIN_COLUMNS - 1:
            return mark, text.strip(mark).count(mark) + 1
    return None


def read_blocks(draft: Draft) -> None:
    """Give every piece that is left its block kind."""
    body = list(draft.open())
    _find_questions(draft)
    find_interview(draft)
    _find_hinted(draft)
    _find_faq(draft)
    _find_lists(draft)
    find_long_quotes(draft)
    for index in list(draft.open()):
        if is_quote(draft.lines[index].text) and not _is_quoted_heading(draft, body, index):
            draft.mark(index, "block", "quote")
        elif _is_caption(draft.lines[index]):
            draft.mark(index, "block", "caption")
    _find_headings(draft, body)
    for index in list(draft.open()):
        draft.mark(index, "block", "paragraph")


def _find_hinted(draft: Draft) -> None:
    """What markup says stands."""
    for index in list(draft.open()):
        kind = draft.lines[index].piece.kind
        if kind is not None:
            draft.mark(index, "block", kind)


def _find_questions(draft: Draft) -> None:
    """Questions and answers by their labels; a letter counts only where a question has its answer."""
    asking = (i for i in draft.open() if draft.lines[i].piece.kind in ASKING)
    labelled = [(i, _question_label(draft.lines[i])) for i in asking]
    waiting: int | None = None
    for position, (index, label) in enumerate(labelled):
        if label is None:
            continue
        kinds, long = label
        if "answer" in kinds and waiting is not None:
            draft.mark(waiting, "block", "question")
            draft.mark(index, "block", "answer")
            waiting = None
        elif "question" in kinds:
            waiting = index
            if long == "question" and draft.lines[index].text.endswith(QUESTION_MARKS):
                draft.mark(index, "block", "question")
            if _is_answered(draft, labelled[position : position + 2]):
                draft.mark(index, "block", "question")
                draft.mark(labelled[position + 1][0], "block", "answer")
                waiting = None


def _find_faq(draft: Draft) -> None:
    """Questions without labels below "FAQ", each with the text under it as its answer."""
    body = list(draft.open())
    start = next((n for n, i in enumerate(body) if _is_faq(draft.lines[i])), len(body))
    if draft.title is not None and _is_faq(draft.lines[draft.title]):
        start = -1
    for index, below in pairwise(body[start + 1 :]):
        line, answer = draft.lines[index], draft.lines[below]
        if _is_plain_question(line) and answer.full_stop and below == index + 1:
            draft.mark(index, "block", "question")
            draft.mark(below, "block", "answer")


def _is_faq(line: Line) -> bool:
    return tables()["faq"].whole(line.folded.strip(" :.*#")) is not None


def _is_plain_question(line: Line) -> bool:
    return line.words <= MAX_HEADING_WORDS and line.text.endswith(QUESTION_MARKS) and line.piece.kind is None


def _is_answered(draft: Draft, pair: list[tuple[int, tuple[set[str], str] | None]]) -> bool:
    """Whether a question with a label and a question mark has a paragraph without a label under it."""
    if len(pair) < 2 or pair[1][1] is not None or pair[1][0] != pair[0][0] + 1:
        return False
    question, answer = draft.lines[pair[0][0]], draft.lines[pair[1][0]]
    asked = question.text.endswith(QUESTION_MARKS) and _ASKED.match(question.text) is not None
    return asked and answer.stopped and not answer.text.endswith(QUESTION_MARKS)


def _question_label(line: Line) -> tuple[set[str], str] | None:
    """Which labels a line starts with, and which of them is a whole word."""
    kinds: set[str] = set()
    long = ""
    for kind in ("question", "answer"):
        hit = tables()[kind].start(line.folded) or (
            tables()[kind].prefix(line.folded) if line.folded[:1] in "qa" else None
        )
        if hit is None or hit.end > MAX_QUESTION_LABEL or not line.text[:1].isalpha():
            continue
        end = _LABEL_END.match(line.text, hit.end)
        if end is None or line.text[0] != line.text[0].upper():
            continue
        kinds.add(kind)
        long = kind if hit.end > 2 else long
    return (kinds, long) if kinds else None


def _find_lists(draft: Draft) -> None:
    """Bulleted lines, and numbered or dashed ones that stand next to one of their kind."""
    kinds = {i: kind for i in draft.open() if (kind := _item_kind(draft.lines[i].text))}
    for index, kind in kinds.items():
        beside = kinds.get(index - 1) == kind or kinds.get(index + 1) == kind
        if (
            kind == "bullet"
            or (beside and kind == "dash")
            or (kind[:6] == "number" and _counted(kinds, index))
        ):
            draft.mark(index, "block", "list_item")


def _item_kind(text: str) -> str | None:
    if text[:1].isalpha() and text[1:2] not in (".", ")"):
        return None  # as nearly all lines
    if _BULLET.match(text):
        return "bullet"
    if _DASH.match(text):
        return "dash"
    match = _NUMBER.match(text)
    if match is None:
        return None
    return f"number{match[1] or match[2]}"


def _counted(kinds: dict[int, str], index: int) -> bool:
    """Whether the number before or after stands on the line before or after."""
    number = kinds[index].removeprefix("number")
    for step in (-1, 1):
        other = kinds.get(index + step, "")
        if not other.startswith("number"):
            continue
        mark = other.removeprefix("number")
        if number.isdecimal() and mark.isdecimal() and int(mark) == int(number) + step:
            return True
        if len(number) == len(mark) == 1 and ord(mark) == ord(number) + step:
            return True
    return False


def _is_quoted_heading(draft: Draft, body: list[int], index: int) -> bool:
    """Whether a quotation of a few words, no sentence, stands where headings stand."""
    line = draft.lines[index]
    inner = line.text[1:-1].strip()
    if line.words > MAX_QUOTED_HEADING or not inner or inner[-1] in FULL_STOPS or line.text.startswith("> "):
        return False
    at = body.index(index)
    if not 0 < at < len(body) - 1 or not has_heading_form(line):
        return False
    above, below = draft.lines[body[at - 1]], draft.lines[body[at + 1]]
    if line.piece.gap < 2 and min(len(above.text), len(below.text)) < MIN_TIGHT_PARAGRAPH:
        return False
    full = above.stopped and below.stopped and min(above.words, below.words) > MAX_QUOTED_HEADING
    return full and draft.roles[body[at - 1]] is None


def _is_caption(line: Line) -> bool:
    if line.words > MAX_CAPTION_WORDS or len(line.text) > 500:
        return False
    if (hit := tables()["figure"].start(line.folded)) is not None:
        return regex.match(r"\s?\d{1,3}[a-z]?\s?[.:：|–—-]\s*\S", line.folded[hit.end :]) is not None
    if (hit := tables()["caption_label"].start(line.folded)) is not None:
        return regex.match(r"\s*[:：]\s*\S", line.folded[hit.end :]) is not None
    if line.words > MAX_CREDITED_WORDS:
        return False
    if is_credited(line):
        return True
    if not any(bracket in line.text[-2:] for bracket in ")]"):
        return False
    if _CREDIT_END.search(line.text) is not None:
        return True
    match = _AGENCY_END.search(line.text)  # "(Jane Doe/AP)"
    return match is not None and is_name(match["name"]) and _is_source(match["source"])


def _is_source(text: str) -> bool:
    return any(tables()[name].whole(fold(text)) is not None for name in ("agency", "photo_source"))


def _find_headings(draft: Draft, body: list[int]) -> None:
    """From the end backwards: a heading stands before a paragraph, or before one other heading."""
    tight = not any(draft.lines[i].piece.gap >= 2 for i in body[1:])
    chain = 0
    following: int | None = None
    for position in range(len(body) - 1, -1, -1):
        index = body[position]
        before = body[position - 1] if position else None
        heading = (
            draft.roles[index] is None and following is not None and has_heading_form(draft.lines[index])
        )
        if heading and following is not None:
            heading = (_set_off_tightly if tight else _set_off)(draft, before, index, following, chain)
        if heading:
            draft.mark(index, "block", "heading")
            chain += 1
        else:
            role = draft.roles[index]
            chain = chain + 1 if role is not None and role.name == "heading" else 0
        following = index


def has_heading_form(line: Line) -> bool:
    """Whether a line could be a heading: short, no full stop, one sentence, not a clause of one."""
    text = line.text
    if len(text) > MAX_HEADING_CHARACTERS or line.words > MAX_HEADING_WORDS or "\n" in text:
        return False
    if line.stopped and line.words >= MIN_SENTENCE_WORDS and not line.text.endswith(QUESTION_MARKS):
        return False
    if _SENTENCES.search(text) is not None:
        return False
    if line.full_stop or text[-1:] in ",;:：，、；…-–—" or text.endswith("..."):
        return False
    if _DASH.match(text):  # speech, in many languages
        return False
    if tables()["ending"].whole(line.folded) is not None:
        return False
    letters = next((c for c in text if c.isalpha()), "")
    return letters != "" and not (text[0].islower() and text.split()[0].islower())


def _set_off(draft: Draft, before: int | None, index: int, following: int, chain: int) -> bool:
    """A heading where blank lines part the paragraphs: one before it, and its text after it."""
    line, after = draft.lines[index], draft.lines[following]
    role = draft.roles[following]
    kind = role.name if role is not None else ""
    if before is not None and line.piece.gap < 2:
        return False
    if kind == "heading":
        return chain < MAX_HEADING_CHAIN and after.piece.gap >= 2
    if kind in ("list_item", "question", "quote", "code", "table"):
        return not (line.stopped and before is None)
    longer = len(after.text) >= MIN_PARAGRAPH_RATIO * len(line.text) or after.words > MAX_HEADING_WORDS
    return longer and after.stopped and after.words > 3


def _set_off_tightly(draft: Draft, before: int | None, index: int, following: int, chain: int) -> bool:
    """A heading where nothing is set off by blank lines: short, between full paragraphs."""
    line, after = draft.lines[index], draft.lines[following]
    if before is None or line.words > MAX_TIGHT_HEADING_WORDS:
        return False
    full = draft.lines[before].stopped and draft.lines[before].words > MAX_TIGHT_HEADING_WORDS
    if (role := draft.roles[following]) is not None and role.name == "list_item":
        return full and not line.stopped
    least = MIN_TIGHT_PARAGRAPH // DENSE_AS_LATIN if after.dense else MIN_TIGHT_PARAGRAPH
    return full and len(after.text) >= least and after.stopped
