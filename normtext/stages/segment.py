"""Document text to pieces: the first stage, before anything else is changed.

A piece is what later stages look at: a paragraph, a heading, a list item, a line. Every character
of the document text that is not white space is in exactly one piece. In plain text a line is a
piece, with two exceptions: a fenced code block is one piece, verbatim; and the lines of a paragraph
that was wrapped to a fixed width are one piece, its line breaks replaced by spaces on record. Where
markup has told regions apart, each region is cut in the same way and its pieces carry its kind.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import regex

from normtext.config import SegmentSettings
from normtext.document import Document, Piece, Region
from normtext.edits import Change
from normtext.function_words import suggest_languages
from normtext.words import zipf

STAGE = "segment"
DEFAULTS = SegmentSettings()

# Wider lines are paragraphs that were never wrapped: mail wraps at 72 to 78 columns, terminals at 80,
# code at up to 120.
MAX_WRAP_COLUMNS = 120
# Narrower ones are verse, addresses, tables of contents.
MIN_WRAP_COLUMNS = 40
# Of the line breaks in a wrapped paragraph at least this share falls inside a sentence: a line that
# ends without a full stop before one that starts without a capital. Prose wrapped at 60 to 100 columns
# shows .75 to .95 (German, with its capitals, .55 to .8), verse and lists under .3.
MIN_FLOW = 0.5
# A word so frequent is one word even if its two halves are words, too: "under-standing".
MIN_WHOLE_WORD_ZIPF = 3.0

# Programs that balance their lines, and hyphens, leave room for a short word; such a break counts if it
# falls inside a sentence.
SLACK = 0.85

CONFIDENCE_REJOINED = 0.95
CONFIDENCE_HYPHEN = 0.9
# A hyphen that may be the word's own, or may not.
CONFIDENCE_HYPHEN_KEPT = 0.7

# They begin with the set, as the regular expression engine skips quickly to a character of a set.
_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
# With other C1 controls about, U+0085 is not NEXT LINE but the ellipsis of a cp1252 text that was
# read as Latin-1, for the repair stage to mend.
_BREAK_BUT_NEL = re.compile("[\n\r\x0b\x0c\u2028\u2029](?:(?<=\r)\n)?")
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")

_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*\Z")
_FENCE_END = re.compile(r"(`{3,}|~{3,})\Z")

# Lines that begin something of their own: list items, quoted mail, "Key: value", questions, answers.
_OPENER = regex.compile(
    r"""(?: [-*+•‣▪◦·–—>|#] (?:\s|\Z)        # bullets, quotes, headings of Markdown
          | > | \|
          | \(?(?:\d{1,3}|\p{L})[.)] \s      # 1. 2) a) (b)
          | [QAFR]\s?: \s                    # question and answer
          | \p{Lu}[\p{L}\p{M}]{0,20}(?:\ \p{L}{1,20}){0,2}\s?: \s   # Published Date : ...
        )""",
    regex.VERBOSE,
)
# Lines that are laid out by hand: columns, rules. They neither continue nor are continued.
_LAID_OUT = regex.compile(r"\t|\S\ {3,}\S|\|.*\||\A[^\p{L}\p{N}]*\Z")
_SENTENCE_END = (*".!?:;…。！？；：؟।", '."', ".”", ".»", '!"', "!”", '?"', "?”", "。」", ".)")
_NO_SPACE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}　-〿！-｠]")
_FIRST_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}　-〿！-｠]{1,2}")
# A small letter, or one of a script that has no capitals.
_STARTS_LOW = regex.compile(r"[^\p{L}\p{N}]{0,2}+[\p{Ll}\p{Lo}\p{Lm}]")
_CUT_WORD = regex.compile(r"(?<left>[\p{L}\p{M}][\p{L}\p{M}'’]{1,40})(?<hyphen>[-‐\u00ad])\Z")
_REST_OF_WORD = regex.compile(r"\p{Ll}[\p{Ll}\p{M}'’]*")
_VOCABULARY = regex.compile(r"[\p{L}\p{M}'’]+(?:[-‐][\p{L}\p{M}'’]+)?+")
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# "pre- and post-war": the hyphen stands for the word that comes later.
_CONJUNCTIONS = frozenset(
    ("and", "or", "und", "oder", "et", "ou", "en", "of", "y", "o", "e", "u", "och", "eller", "og", "i", "lub")
)


class Line(NamedTuple):
    """A line without the white space around it.

    Attributes:
        start, end: its span in the document text.
        indent: number of white characters in front of it.
        gap: number of line breaks since the line before that is not blank.
    """

    start: int
    end: int
    indent: int
    gap: int


def segment(document: Document, settings: SegmentSettings = DEFAULTS) -> tuple[Piece, ...]:
    """Cut the text of ``document`` into pieces, sorted, without overlaps, white space between them.

    The pieces of regions carry what markup said of them. Time is linear in the text.
    """
    cutter = _Cutter(document.text, settings)
    at = 0
    for region in document.regions:
        if not document.text[at : region.start].isspace():
            cutter.cut(at, region.start, None, None)
        cutter.take(region)
        at = region.end
    cutter.cut(at, len(document.text), None, None)
    return tuple(cutter.pieces)


class _Cutter:
    """Collects the pieces of one text, from its start to its end."""

    def __init__(self, text: str, settings: SegmentSettings) -> None:
        self.text = text
        self.settings = settings
        self.pieces: list[Piece] = []
        self.breaks = _BREAK_BUT_NEL if "\x85" in text and _OTHER_C1.search(text) else _BREAK
        self.words = _Words(text)

    def take(self, region: Region) -> None:
        """Add the pieces of a region, or all of it as one."""
        if not region.whole and region.kind not in ("code", "table"):
            self.cut(region.start, region.end, region.kind, region.rejected)
            return
        low, high = _stripped(self.text, region.start, region.end)
        if low < high:
            reason = "what stands here are marks, of lines or words that are one paragraph"
            changes = tuple(
                Change(a, b, self.text[a:b], text, "markup", CONFIDENCE_REJOINED, reason).shifted(-low)
                for a, b, text in region.joints
            )
            self._add(low, high, region.kind, region.rejected, changes)

    def cut(self, start: int, end: int, kind: str | None, rejected: str | None) -> None:
        """Add the pieces of ``text[start:end]``."""
        if self.breaks.search(self.text, start, end) is None:  # most regions of markup are one line
            low, high = _stripped(self.text, start, end)
            if low < high:
                self._add(low, high, kind, rejected)
            return
        lines = list(self._lines(start, end))
        at = 0
        for first, last in _fenced(self.text, lines):
            self._add_lines(lines[at:first], kind, rejected)
            self._add(lines[first].start, lines[last].end, "code", rejected)
            at = last + 1
        self._add_lines(lines[at:], kind, rejected)

    def _lines(self, start: int, end: int) -> Iterator[Line]:
        gap = 0
        for stop, after in self._stops(start, end):
            low, high = _stripped(self.text, start, stop)
            if low < high:
                yield Line(low, high, low - start, gap)
                gap = 0
            gap += 1
            start = after

    def _stops(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in self.breaks.finditer(self.text, start, end):
            yield match.span()
        yield end, end

    def _add_lines(self, lines: Sequence[Line], kind: str | None, rejected: str | None) -> None:
        if not self.settings.rejoin_lines:
            for line in lines:
                self._add(line.start, line.end, kind, rejected)
            return
        for paragraph in _paragraphs(self.text, lines, self.settings.min_wrapped_lines):
            start, end = paragraph[0].start, paragraph[-1].end
            changes: tuple[Change, ...] = ()
            if len(paragraph) > 1:
                changes = _rejoined(self.text, paragraph, self.words)
            self._add(start, end, kind, rejected, changes)

    def _add(
        self, start: int, end: int, kind: str | None, rejected: str | None, changes: tuple[Change, ...] = ()
    ) -> None:
        gap = 0
        if self.pieces:
            gap = len(self.breaks.findall(self.text, self.pieces[-1].end, start))
        original = self.text[start:end]
        piece = Piece(start, end, original, original, kind=kind, rejected=rejected, gap=gap)
        self.pieces.append(piece.changed(STAGE, changes))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span so that it neither starts nor ends with white space."""
    line = text[start:end]
    bare = line.lstrip()
    low = end - len(bare)
    return low, low + len(bare.rstrip())


def _fenced(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of every fenced code block that is closed."""
    marked = [i for i, line in enumerate(lines) if text.startswith(("```", "~~~"), line.start)]
    ends = []
    for index in marked:
        if closing := _FENCE_END.match(text[lines[index].start : lines[index].end]):
            ends.append((index, closing[0]))
    places = [index for index, _ in ends]
    unclosed: dict[str, int] = {}
    after = 0
    for index in marked:
        fence = _FENCE.match(text[lines[index].start : lines[index].end])
        if index < after or not fence or len(fence[1]) >= unclosed.get(fence[1][0], len(text) + 1):
            continue
        later = range(bisect_right(places, index), len(ends))
        close = next((ends[i][0] for i in later if ends[i][1].startswith(fence[1])), None)
        if close is None:
            unclosed[fence[1][0]] = len(fence[1])
            continue
        yield index, close
        after = close + 1


def _paragraphs(text: str, lines: Sequence[Line], at_least: int) -> Iterator[Sequence[Line]]:
    """Yield the lines one by one, those of a wrapped paragraph together.

    A paragraph of fewer than ``at_least`` lines counts only where another one proves that the text
    is wrapped at that width.
    """
    groups = [group for run in _runs(text, lines) for group in _full_lines(text, run)]
    proven = 0
    for group in groups:
        if len(group) >= at_least and _flow(text, group) >= MIN_FLOW:
            proven = max(proven, _columns(text, group))
    for group in groups:
        wrapped = len(group) >= at_least and _flow(text, group) >= MIN_FLOW
        if not wrapped and proven and 1 < len(group) < at_least:
            fits = _columns(text, group) <= proven
            wrapped = fits and _all_full(text, group, proven) and _flow(text, group) == 1
        if wrapped:
            yield group
        else:
            for line in group:
                yield (line,)


def _runs(text: str, lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield stretches of lines with no blank line, over-long line or laid-out line between them."""
    start = 0
    for index, line in enumerate(lines):
        alone = line.end - line.start > MAX_WRAP_COLUMNS or (
            line.gap == 1 and _LAID_OUT.search(text, line.start, line.end)
        )
        if index > start and (alone or line.gap != 1):
            yield lines[start:index]
            start = index
        if alone:
            yield (line,)
            start = index + 1
    if start < len(lines):
        yield lines[start:]


def _full_lines(text: str, run: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Cut a run after every line that had room for the first word of the next one."""
    width = _columns(text, run) if len(run) > 1 else 0
    if not MIN_WRAP_COLUMNS <= width <= MAX_WRAP_COLUMNS:
        for line in run:
            yield (line,)
        return
    start = 0
    for index in range(1, len(run)):
        one, other = run[index - 1], run[index]
        hanging = index - 1 == start and bool(_OPENER.match(text, one.start, one.end))
        new = _OPENER.match(text, other.start, other.end) or (other.indent > one.indent and not hanging)
        same = text[one.start : one.end] == text[other.start : other.end]  # a title that stands twice
        if new or same or not _is_full(text, one, other, width):
            yield run[start:index]
            start = index
    yield run[start:]


def _all_full(text: str, group: Sequence[Line], width: int) -> bool:
    return all(_is_full(text, group[i], group[i + 1], width) for i in range(len(group) - 1))


def _is_full(text: str, line: Line, following: Line, width: int) -> bool:
    """Tell whether the first word of the following line would not have fitted on this one."""
    wide = _FIRST_WORD.match(text, following.start, following.end)
    first = wide[0] if wide else text[following.start : following.end].split(None, 1)[0]
    together = line.indent + _width(text[line.start : line.end]) + 1 + _width(first)
    return together > width or (together > SLACK * width and _inside_sentence(text, line, following))


def _columns(text: str, lines: Sequence[Line]) -> int:
    """The widest line, one word too long for its line left out."""
    widths = (
        line.indent + _width(content)
        for line in lines
        if " " in (content := text[line.start : line.end]) or _NO_SPACE.match(content)
    )
    return max(widths, default=0)


def _width(text: str) -> int:
    """Columns that ``text`` takes on a terminal: two for a wide character."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide


def _flow(text: str, group: Sequence[Line]) -> float:
    """The share of line breaks that fall inside a sentence."""
    inside = sum(_inside_sentence(text, one, other) for one, other in pairwise(group))
    return inside / max(1, len(group) - 1)


def _inside_sentence(text: str, one: Line, other: Line) -> bool:
    ends = text.endswith(_SENTENCE_END, one.start, one.end)
    return not ends and _STARTS_LOW.match(text, other.start, other.end) is not None


def _rejoined(text: str, lines: Sequence[Line], words: _Words) -> tuple[Change, ...]:
    """The changes that make one line of several, relative to the start of the first."""
    base, languages = lines[0].start, None
    changes = []
    for one, other in pairwise(lines):
        cut = _CUT_WORD.search(text, max(one.start, one.end - 50), one.end)
        if cut and text[other.start].isalnum():
            if languages is None:
                languages = suggest_languages(text[base : lines[-1].end])
            changes.append(_rejoined_word(text, cut, other, words, languages).shifted(-base))
            continue
        glue = "" if _NO_SPACE.match(text[one.end - 1]) and _NO_SPACE.match(text[other.start]) else " "
        between = text[one.end : other.start]
        reason = "a line of a wrapped paragraph"
        changes.append(
            Change(one.end, other.start, between, glue, "rejoin_lines", CONFIDENCE_REJOINED, reason).shifted(
                -base
            )
        )
    return tuple(changes)


def _rejoined_word(
    text: str, cut: regex.Match[str], line: Line, words: _Words, languages: Sequence[str]
) -> Change:
    """Undo a hyphen at the end of a line: with it, without it, or as the first half of a pair."""
    hyphen, end = cut.start("hyphen"), cut.end()
    rest = _REST_OF_WORD.match(text, line.start, line.end)
    after = rest[0] if rest else ""
    if after.lower() in _CONJUNCTIONS:
        between = text[end : line.start]
        return Change(end, line.start, between, " ", "rejoin_lines", CONFIDENCE_HYPHEN, "a hyphen that waits")
    soft = cut["hyphen"] == _SOFT_HYPHEN
    if soft or (after and words.is_one(cut["left"], after, languages)):
        reason = f"{cut['left']}{after} is one word, hyphenated at the end of a line"
        before = text[hyphen : line.start]
        return Change(hyphen, line.start, before, "", "rejoin_word", CONFIDENCE_HYPHEN, reason)
    reason = f"{cut['left']}{after} is not known to be one word"
    before = text[end : line.start]
    return Change(end, line.start, before, "", "rejoin_word", CONFIDENCE_HYPHEN_KEPT, reason)


class _Words:
    """Tells whether a word cut at the end of a line has a hyphen of its own."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset(_VOCABULARY.findall(self._text.lower()))

    def is_one(self, left: str, right: str, languages: Sequence[str]) -> bool:
        """The document's own spelling decides, else the word list."""
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in self._seen:
            return False
        if left + right in self._seen:
            return True
        return any(zipf(left + right, language) >= MIN_WHOLE_WORD_ZIPF for language in languages)
