"""What must come through translation as it is to read: names, and what no engine should touch.

Besides the names that the caller's spans mark: URLs, e-mail addresses, handles, hashtags, code and
file names by pattern; the caller's own strings and patterns; a glossary of terms with their English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import regex

from normtext.config import Pattern, Protected
from normtext.errors import UsageError

TermKind = Literal["name", "pattern", "string", "glossary"]

TIMEOUT_SECONDS = 2.0
"""How long a caller's pattern may search one text; a pattern that takes longer runs away."""

# Ends that bare domains and file names have in running text; longer lists take in abbreviations.
_DOMAINS = (
    "com|org|net|edu|gov|int|info|io|ai|dev|app|eu|uk|de|fr|nl|be|ch|at|es|pt|br|it|pl|ru|ua|jp|cn|in|us"
)
_FILES = (
    "py|js|ts|c|h|cpp|rs|go|java|rb|sh|txt|md|rst|json|jsonl|ya?ml|toml|xml|html?|css|csv|tsv|sql"
    "|parquet|pdf|docx?|xlsx?|pptx?|odt|png|jpe?g|gif|svg|webp|mp[34]|wav|zip|gz|tar|exe|ini|cfg|conf|log|ipynb|onnx|gguf"
)
_LABEL = r"[a-z\d][a-z\d\-]*+"
_LONG = r"[^\s<>\"«»“”‹›、。，「」]"
_PATTERNS = {
    "url": rf"(?:https?|ftp)://{_LONG}+|(?<![\w@.])www\.{_LONG}+",
    "doi": r"(?<![\w/.])10\.\d{4,9}/[^\s<>\"«»“”]+",
    "e-mail": r"(?<![\w.+\-])[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+",
    "domain": rf"(?<![\w@.\-]){_LABEL}(?:\.{_LABEL})++(?<=\.(?:{_DOMAINS}))(?!\w)(?:/{_LONG}*)?",
    "code": r"`[^`\n]+`|(?<![\w.])[\w.]+\(\)|(?<![\w\-])--[a-z]\w*(?:(?:-\w+)+|=[^\s,;]+)",
    "file": rf"(?<![\w./\\\-])\w++(?:[.\-]++\w++)*+(?<=\.(?:{_FILES}))(?!-)",
    "path": r"(?<!\S)(?:~|\.\.?)?/(?:[\w.\-]+/)+[\w.\-]*\w",
    "identifier": r"(?<![\w.])_*(?:[a-z\d]+(?:_[a-z\d]+)+|[A-Z\d]+(?:_[A-Z\d]+)+)_*(?!\w)",
    "handle": r"(?<![\w@.])@\w(?:[\w.\-]*\w)?",
    "hashtag": r"(?<![\w&#])\#\w*\p{L}\w*",
}
_DEFAULT = regex.compile("|".join(_PATTERNS.values()))
# Every pattern needs one of these; most texts have none, and are not searched.
_TRIGGER = regex.compile(r"[@#`_]|://|www\.|\w\.[A-Za-z]|\(\)|--[a-z]|/\w")
_TRAILING = ".,;:!?…'’"
_BRACKETS = ((")", "("), ("]", "["), ("}", "{"))


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of a source text that has to read as ``english`` in the translation.

    Attributes:
        start, end: where it stands in the source.
        english: how it is to read.
        kind: what makes it a term.
        free_case: a glossary's term may begin with a capital or without.
    """

    start: int
    end: int
    english: str
    kind: TermKind = "name"
    free_case: bool = False

    def shifted(self, by: int) -> Term:
        """The same term in a text that begins ``by`` characters earlier."""
        return Term(self.start + by, self.end + by, self.english, self.kind, self.free_case)


class Terms:
    """Finds the terms of a text; made once for many texts.

    Args:
        protected: strings (whole words, as written), compiled patterns, pairs of source and English
            term; or a mapping of such pairs.
        patterns: also protect what is protected by default.

    Raises:
        UsageError: an item is none of these, or empty.
    """

    def __init__(self, protected: Protected = (), *, patterns: bool = True) -> None:
        items = list(protected.items()) if isinstance(protected, Mapping) else list(protected)
        self._patterns = [
            _checked_pattern(item) for item in items if isinstance(item, (re.Pattern, regex.Pattern))
        ]
        rest = [item for item in items if not isinstance(item, (re.Pattern, regex.Pattern))]
        self._forms = dict(form for item in rest for form in _forms(item))
        self._default = patterns

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for form, term in self._forms.items():
            automaton.add_word(form, (form, *term))
        automaton.make_automaton()
        return automaton

    def found_in(self, text: str, names: Sequence[Term] = ()) -> tuple[Term, ...]:
        """All terms of a text in order, without overlaps.

        Where they meet, the longer goes before the shorter: a name inside a URL is a part of the URL, and
        a file name inside a name ("Node.js Tools") is a part of the name.
        """
        if not (self._default or self._forms or self._patterns):
            return tuple(names)
        candidates = [*self._by_default(text), *self._by_pattern(text), *self._by_form(text)]
        return _merged(candidates, names) if candidates else tuple(names)

    def _by_default(self, text: str) -> Iterator[Term]:
        if not self._default or not _TRIGGER.search(text):
            return
        for match in _DEFAULT.finditer(text):
            end = _trimmed(text, *match.span())
            if end > match.start():
                yield Term(match.start(), end, text[match.start() : end], "pattern")

    def _by_pattern(self, text: str) -> Iterator[Term]:
        for pattern in self._patterns:
            try:
                for match in pattern.finditer(text, timeout=TIMEOUT_SECONDS):
                    if match.group().strip():
                        yield Term(match.start(), match.end(), match.group(), "pattern")
            except TimeoutError as error:
                raise UsageError(
                    f"do_not_translate: the pattern {pattern.pattern!r} takes more than {TIMEOUT_SECONDS} s "
                    "on one text; make it simpler"
                ) from error

    def _by_form(self, text: str) -> Iterator[Term]:
        if not self._forms:
            return
        for last, (form, english, kind) in self._automaton.iter(text):
            start, end = last + 1 - len(form), last + 1
            if _is_whole(text, start, end):
                yield Term(start, end, english, kind, kind == "glossary")


def _checked_pattern(pattern: Pattern) -> regex.Pattern[str]:
    """The pattern as one of the ``regex`` module, which knows timeouts."""
    if not isinstance(pattern.pattern, str):
        raise UsageError(f"do_not_translate: a pattern must be of str, not of bytes: {pattern.pattern!r}")
    if isinstance(pattern, regex.Pattern):
        return pattern
    return regex.compile(pattern.pattern, pattern.flags & (re.I | re.M | re.S | re.X | re.A))


def _forms(item: object) -> list[tuple[str, tuple[str, TermKind]]]:
    """The forms to look for: of a glossary's term also the one that begins a sentence."""
    if isinstance(item, str) and item.strip():
        return [(item.strip(), (item.strip(), "string"))]
    if (
        isinstance(item, tuple)
        and len(item) == 2
        and all(isinstance(part, str) and part.strip() for part in item)
    ):
        source, english = (part.strip() for part in item)
        forms: list[tuple[str, tuple[str, TermKind]]] = [(source, (english, "glossary"))]
        if source[0].islower():
            forms.append((source[0].upper() + source[1:], (english[0].upper() + english[1:], "glossary")))
        return forms
    raise UsageError(
        "do_not_translate takes strings, compiled patterns, pairs (source, English), or a mapping of such "
        f"pairs; not {item!r}"
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a match ends without the punctuation of the sentence around it."""
    excess = {
        closing: text.count(closing, start, end) - text.count(opening, start, end)
        for closing, opening in _BRACKETS
    }
    while end > start:
        last = text[end - 1]
        if last not in _TRAILING and excess.get(last, 0) <= 0:
            break
        if last in excess:
            excess[last] -= 1
        end -= 1
    return end


def _merged(candidates: Sequence[Term], names: Sequence[Term]) -> tuple[Term, ...]:
    """Candidates and names without overlaps: the longest, and of equal length the candidate."""
    ranked = sorted((*candidates, *names), key=lambda term: (term.start - term.end, term.start))
    starts: list[int] = []
    kept: dict[int, Term] = {}
    for term in ranked:
        place = bisect_left(starts, term.start)
        before = kept[starts[place - 1]].end if place else 0
        if before <= term.start and (place == len(starts) or term.end <= starts[place]):
            starts.insert(place, term.start)
            kept[term.start] = term
    return tuple(kept[start] for start in starts)
