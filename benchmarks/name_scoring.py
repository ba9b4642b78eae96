"""Score a repair of proper names: what came back, what was changed wrongly.

An article of the benchmark is one JSON object: ``id``, ``original`` and ``roundtrip`` (the paragraphs
before and after the damage), ``names`` (canonical name to count), ``damaged`` (entries with
``paragraph``, ``canonical``, ``became``, ``start``, ``kind``).

Quotes and dashes are folded before anything is compared.

- **recall**: damaged entries whose name the paragraph holds once more than the round trip did.
- An edit is **right** (strict) where it yields a name that the original paragraph holds, and not more
  often than there; it is **plausible** (proxy) where it is right or touches a damaged place.
- **false**: an edit that is neither, for 1,000 words. In clean text every edit is false.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

CORE = ("spelling", "split_join", "case", "diacritic", "digits", "inflection", "translated", "order", "mixed")
"""Damage that a reader would call damage; the other kinds are soft."""
STRONG = ("spelling", "split_join", "diacritic", "digits", "translated", "mixed")
"""Core kinds that are damage whatever the sentence is: no case, order or inflection."""
HAND = ("glued", "torn", "cut_short", "acronym", "transcription")
"""Damage that a round trip through Portuguese seldom does: of our own benchmark, written by hand."""

Paragraphs = Sequence[str]
Article = dict[str, Any]
Span = tuple[int, int]
Edits = list[tuple[int, int, int, str]]
"""Paragraph, start and end before the repair, rule."""

_FOLDED = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{ACUTE ACCENT}": "'",
        "`": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{NO-BREAK SPACE}": " ",
    }
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CONTEXT = 25  # characters on each side of an edit that is shown


@dataclass(frozen=True, slots=True)
class Place:
    """One changed place: its offsets before and after."""

    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Shown:
    """A false edit or a missed name, with the words around it."""

    article: str
    paragraph: int
    before: str
    after: str
    rule: str = ""


@dataclass
class Tally:
    """What is counted.

    Attributes:
        damaged, recovered: entries, by kind of damage.
        edits, right, plausible: edits of damaged text.
        rules: those edits by rule: right, plausible without being right, false.
        words, clean_words: of damaged and of clean text.
        clean_edits: edits of clean text.
        false, clean_false, missed: what went wrong.
    """

    damaged: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    right: int = 0
    plausible: int = 0
    rules: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    words: int = 0
    clean_edits: int = 0
    clean_words: int = 0
    false: list[Shown] = field(default_factory=list)
    clean_false: list[Shown] = field(default_factory=list)
    missed: list[Shown] = field(default_factory=list)

    def recall(self, kinds: Iterable[str] | None = None) -> float | None:
        """Share of the damaged entries of these kinds, or of all, that were recovered."""
        wanted = tuple(self.damaged) if kinds is None else tuple(kinds)
        return share(sum(self.recovered[k] for k in wanted), sum(self.damaged[k] for k in wanted))

    def add_edit(self, rule: str, *, right: bool, plausible: bool) -> None:
        """Count an edit of damaged text."""
        self.edits += 1
        self.right += right
        self.plausible += plausible
        was = self.rules.get(rule, (0, 0, 0))
        self.rules[rule] = (was[0] + right, was[1] + (plausible and not right), was[2] + (not plausible))

    def figures(self) -> dict[str, Any]:
        """All figures as plain values."""
        wrong = self.edits - self.plausible
        return {
            "words": self.words,
            "damaged": sum(self.damaged.values()),
            "recovered": sum(self.recovered.values()),
            "recall": self.recall(),
            "recall_core": self.recall(CORE),
            "recall_strong": self.recall(STRONG),
            "recall_hand": self.recall(HAND),
            "recall_by_kind": {
                k: [self.recovered[k], self.damaged[k], self.recall((k,))] for k in sorted(self.damaged)
            },
            "rules": {rule: list(counts) for rule, counts in sorted(self.rules.items())},
            "edits": self.edits,
            "precision_strict": share(self.right, self.edits),
            "precision_proxy": share(self.plausible, self.edits),
            "false_edits": wrong,
            "false_per_1000": per_1000(wrong, self.words),
            "clean_edits": self.clean_edits,
            "clean_false_per_1000": per_1000(self.clean_edits, self.clean_words),
        }


def load(path: str | Path) -> list[Article]:
    """Read a benchmark file, one article a line."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def score(
    articles: Iterable[Article],
    repaired: Mapping[str, Paragraphs],
    clean: Mapping[str, Paragraphs] | None = None,
    edits: Mapping[str, Edits] | None = None,
) -> Tally:
    """Score repairs by article id; an article that is not there counts as left alone.

    Args:
        repaired: the repair of the round trips.
        clean: the repair of the originals.
        edits: what the repair says that it did to the round trips, for the figures by rule.

    Raises:
        ValueError: a repaired article has another number of paragraphs.
    """
    tally = Tally()
    for article in articles:
        name = article["id"]
        rules = edits.get(name, []) if edits else []
        _score_damaged(tally, article, repaired.get(name, article["roundtrip"]), rules)
        if clean is not None:
            _score_clean(tally, article, clean.get(name, article["original"]))
    return tally


def _score_damaged(tally: Tally, article: Article, repaired: Paragraphs, edits: Edits) -> None:
    damage = defaultdict(list)
    for entry in article["damaged"]:
        damage[entry["paragraph"]].append(entry)
        tally.damaged[entry["kind"]] += 1
    paragraphs = zip(article["original"], article["roundtrip"], repaired, strict=True)
    for number, (original, before, after) in enumerate(paragraphs):
        tally.words += len(before.split())
        entries = damage[number]
        found = _recovered(entries, before, after)
        tally.recovered.update(entry["kind"] for entry in found)
        tally.missed += [_shown_entry(article, before, e) for e in entries if e not in found]
        rightly = _rightly_yielded(article["names"], original, after) if before != after else []
        for place in changed_places(before, after):
            right = _meets(place.after, rightly)
            plausible = right or any(_touches(place, entry) for entry in entries)
            rule = _rule_of(place, number, edits)
            tally.add_edit(rule, right=right, plausible=plausible)
            if not plausible:
                tally.false.append(_shown(article, number, before, after, place, rule))


def _score_clean(tally: Tally, article: Article, repaired: Paragraphs) -> None:
    for number, (original, after) in enumerate(zip(article["original"], repaired, strict=True)):
        tally.clean_words += len(original.split())
        for place in changed_places(original, after):
            tally.clean_edits += 1
            tally.clean_false.append(_shown(article, number, original, after, place))


def _recovered(entries: Sequence[Article], before: str, after: str) -> list[Article]:
    """The entries made good: of each name, as many as the paragraph gained of it."""
    if before == after:
        return []
    found = []
    left = {n: count(n, after) - count(n, before) for n in {e["canonical"] for e in entries}}
    for entry in entries:
        if left[entry["canonical"]] > 0:
            left[entry["canonical"]] -= 1
            found.append(entry)
    return found


def _rightly_yielded(names: Iterable[str], original: str, after: str) -> list[Span]:
    """Where ``after`` holds names that the original holds, each not more often than there."""
    spans: list[Span] = []
    for name in names:
        allowed = count(name, original)
        now = mentions(name, after) if allowed else []
        if len(now) <= allowed:
            spans += now
    return spans


def _rule_of(place: Place, paragraph: int, edits: Edits) -> str:
    low, high = place.before
    rules = {r for number, start, end, r in edits if number == paragraph and start <= high and low <= end}
    return " + ".join(sorted(rules))


def _meets(span: Span, others: Iterable[Span]) -> bool:
    start, end = span
    return any(low < max(end, start + 1) and start <= high for low, high in others)


def _touches(place: Place, entry: Article) -> bool:
    start = entry["start"]
    return start is not None and _meets(place.before, [(start, start + len(entry["became"]))])


def changed_places(before: str, after: str) -> list[Place]:
    """The places where two texts differ by words; those at most one word apart are one place."""
    if before == after:
        return []
    old, new = _spans(before), _spans(after)
    words = [fold(before[a:b]) for a, b in old]
    others = [fold(after[a:b]) for a, b in new]
    merged: list[list[int]] = []
    for tag, i0, i1, j0, j1 in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if merged and i0 - merged[-1][1] <= 1 and j0 - merged[-1][3] <= 1:
            merged[-1][1], merged[-1][3] = i1, j1
        else:
            merged.append([i0, i1, j0, j1])
    if merged:
        return [Place(_range(old, i0, i1, before), _range(new, j0, j1, after)) for i0, i1, j0, j1 in merged]
    pairs = zip(fold(before), fold(after), strict=False)
    shorter = min(len(before), len(after))
    at = next((i for i, (one, other) in enumerate(pairs) if one != other), shorter)
    return [Place((at, at), (at, at))]  # only white space has changed


def _range(spans: Sequence[Span], first: int, last: int, text: str) -> Span:
    start = spans[first][0] if first < len(spans) else len(text)
    return start, spans[last - 1][1] if last > first else start


def _spans(text: str) -> list[Span]:
    return [token.span() for token in _TOKEN.finditer(fold(text))]


def fold(text: str) -> str:
    """Fold quotes and dashes, one character for one."""
    return text.translate(_FOLDED)


def count(name: str, text: str) -> int:
    """How often a text holds a name as whole words, and not as a part of another version."""
    return len(mentions(name, text))


def mentions(name: str, text: str) -> list[Span]:
    """Where a text holds a name."""
    return [found.span() for found in _pattern(name).finditer(fold(text))]


@lru_cache(maxsize=20_000)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(fold(name))}(?!\w|[-.]\d)")


def _shown(article: Article, number: int, before: str, after: str, place: Place, rule: str = "") -> Shown:
    return Shown(article["id"], number, _around(before, place.before), _around(after, place.after), rule)


def _shown_entry(article: Article, text: str, entry: Article) -> Shown:
    start = entry["start"]
    around = entry["became"] if start is None else _around(text, (start, start + len(entry["became"])))
    return Shown(article["id"], entry["paragraph"], around, f"{entry['canonical']} ({entry['kind']})")


def _around(text: str, span: Span) -> str:
    return text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT]


def share(part: int, whole: int) -> float | None:
    """A share to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def per_1000(part: int, words: int) -> float:
    """A rate for 1,000 words, to three digits."""
    return round(1000 * part / max(1, words), 3)
