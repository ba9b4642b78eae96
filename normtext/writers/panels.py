"""What stands around an article on its page: warnings, what the marks mean, names, checks, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from normtext.article import Article, Checks, Edit, Name
from normtext.writers.content import counted
from normtext.writers.marked import VERDICTS, label, row_id, text, told

ENCODING_RULES = {
    "bom": "by its byte order mark",
    "declared": "as declared",
    "detected": "detected",
    "fallback": "assumed",
}
FAULTS = {
    "fault_empty": "empty",
    "fault_length": "far too long or short",
    "fault_loop": "repeating itself",
    "fault_copy": "a copy of the source",
    "fault_not_english": "not English",
    "fault_number": "a number lost",
    "fault_unit": "a unit lost",
    "fault_invented": "a name or address invented",
}

# What stands between the entries of a menu, which is one piece.
PARTED = "\n\n"

# So many warnings stand open above the article; more are folded, so that the article is in sight.
OPEN_WARNINGS = 2


class Places:
    """The places of an article in words and as links: ``block:2/english`` is "paragraph 2, English"."""

    def __init__(self, article: Article, anchor: str) -> None:
        self._anchor = anchor
        self._words: list[str] = []
        seen: Counter[str] = Counter()
        for block in article.blocks:
            seen[block.kind] += 1
            self._words.append(f"{block.kind.replace('_', ' ')} {seen[block.kind]}")

    def id(self, number: int) -> str:
        """The id of the element that holds a block."""
        return f"{self._anchor}-block-{number}"

    def link(self, where: str) -> str:
        """A place as HTML."""
        place, _, side = where.partition("/")
        number = _block_number(place)
        side = f", {side.capitalize()}" if side else ""
        if number is None or number >= len(self._words):
            return f"<bdi>{label(place.replace(':', ' ') + side)}</bdi>"
        return f'<a href="#{self.id(number)}">{text(self._words[number] + side)}</a>'


def _block_number(place: str) -> int | None:
    kind, _, number = place.partition(":")
    # More digits than any article has blocks are no number that Python cares to read.
    return int(number) if kind == "block" and number.isdecimal() and len(number) < 10 else None


def warnings(article: Article, places: Places) -> str:
    """The warnings, and under them what the marks in the text mean."""
    count = len(article.warnings)
    if not count:
        return _key(article)
    items = "".join(
        f"<li><bdi>{label(w.message)}</bdi>"
        + (f" <small>{places.link(w.where)}</small>" if w.where else "")
        + "</li>\n"
        for w in article.warnings
    )
    is_open = " open" if count <= OPEN_WARNINGS else ""
    title = counted(count, "warning")
    return (
        f'<details class="warnings"{is_open}><summary>{title}</summary>\n<ul>\n{items}</ul></details>\n'
        + _key(article)
    )


def _key(article: Article) -> str:
    """What the marks in the text mean, and how many there are of each."""
    checks = article.translation.checks
    entries = (
        ("<ins>{}</ins>", len(article.edits), "change"),
        ('<span class="maybe">{}</span>', len(article.suggestions), "suggestion"),
        ('<span class="name">{}</span>', len(article.names), "name"),
        ('<span class="odd">{}</span>', checks.doubtful, "doubtful sentence"),
        ('<span class="odd kept">{}</span>', checks.source_kept, "untranslated sentence"),
    )
    items = "".join(f"<li>{mark.format(counted(count, word))}</li>" for mark, count, word in entries if count)
    return f'<ul class="key" aria-label="Marks in the text">{items}</ul>\n' if items else ""


def panels(article: Article, places: Places, anchor: str) -> str:
    """What stands below the article."""
    return "".join(
        (
            _names(article.names),
            _changes("Changes", article.edits, places, anchor, suggested=False),
            _changes("Suggestions, not applied", article.suggestions, places, anchor, suggested=True),
            _checks(article),
            _left_out(article),
            _about(article),
        )
    )


def _names(names: Iterable[Name]) -> str:
    items = "".join(
        f"<li><bdi>{label(n.name)}</bdi> <small><bdi>{label(n.kind)}</bdi>{_fate(n)}</small></li>\n"
        for n in names
    )
    return f'<h2 class="aside">Names</h2>\n<ul class="chips names">\n{items}</ul>\n' if items else ""


def _fate(name: Name) -> str:
    """How often a name is there, and how it came through translation: ", 2 kept, 1 restored by alignment"."""
    found = Counter(VERDICTS[mention.verdict] for mention in name.mentions)
    if len(found) == 1:
        (verdict,) = found
        times = f" ×{len(name.mentions)}" if len(name.mentions) > 1 else ""
        return f"{times}, {verdict}" if verdict else times
    return "".join(f", {count} {verdict or 'not translated'}" for verdict, count in found.most_common())


def _reading_order(numbered: tuple[int, Edit]) -> tuple[int, bool, int]:
    """Header and title first, then the blocks; the English of a text behind it."""
    edit = numbered[1]
    place, _, side = edit.where.partition("/")
    number = _block_number(place)
    return -1 if number is None else number, bool(side), edit.start


def _changes(title: str, edits: Sequence[Edit], places: Places, anchor: str, *, suggested: bool) -> str:
    if not edits:
        return ""
    rows = "".join(
        f'<tr id="{row_id(anchor, number, suggested)}"><td>{places.link(edit.where)}</td>'
        f"<td><bdi>{label(told(edit.before))}</bdi> → <bdi>{label(told(edit.after))}</bdi></td>"
        f"<td><bdi>{label(edit.reason or edit.rule)}</bdi> "
        f"<small><bdi>{label(f'{edit.stage}, {edit.rule}')}</bdi>, {edit.confidence:.2f}</small></td></tr>\n"
        for number, edit in sorted(enumerate(edits), key=_reading_order)
    )
    return (
        f'<details class="changes"><summary>{title} ({len(edits)})</summary>\n<table>\n'
        "<thead><tr><th>where</th><th>change</th><th>why</th></tr></thead>\n"
        f"<tbody>\n{rows}</tbody></table></details>\n"
    )


def _checks(article: Article) -> str:
    """What the guard of the translation counted."""
    if not article.translation.checks.sentences:
        return ""
    found = check_facts(article.translation.checks) | {"Model": article.translation.model or ""}
    return f"<details><summary>Translation checks</summary>\n{facts(found)}</details>\n"


def check_facts(checks: Checks) -> dict[str, str]:
    """The counts of the guard in words, by heading; empty where there is nothing to say."""
    faults = ", ".join(
        f"{fault} {getattr(checks, field):,}" for field, fault in FAULTS.items() if getattr(checks, field)
    )
    return {
        "Sentences": _counts(
            checks, "sentences", doubtful="doubtful", source_kept="kept in the source language"
        ),
        "Names": _counts(
            checks,
            "names",
            names_kept="kept by the engine",
            names_by_placeholder="restored by a stand-in",
            names_by_alignment="restored by alignment",
            names_in_pieces="restored in pieces",
        ),
        "Terms": _counts(checks, "terms", terms_kept="kept", terms_restored="restored"),
        "Asked again": _counts(checks, "retried"),
        "Because": faults,
    }


def _counts(checks: Checks, total: str, **parts: str) -> str:
    """A count and what it consists of: "5: 4 kept, 1 restored"; empty where it is zero."""
    whole = getattr(checks, total)
    inner = ", ".join(
        f"{getattr(checks, field):,} {words}" for field, words in parts.items() if getattr(checks, field)
    )
    return (f"{whole:,}: {inner}" if inner else f"{whole:,}") if whole else ""


def _left_out(article: Article) -> str:
    if not article.boilerplate:
        return ""
    items = "".join(
        f"<li><small><bdi>{label(piece.reason.replace('_', ' '))}</bdi></small>"
        f'<div dir="auto">{text(" · ".join(piece.original.split(PARTED)))}</div></li>\n'
        for piece in article.boilerplate
    )
    count = len(article.boilerplate)
    return f"<details><summary>Left out of the article ({count})</summary>\n<ul>\n{items}</ul></details>\n"


def _about(article: Article) -> str:
    source = article.source
    rule = ENCODING_RULES.get(source.encoding_rule or "")
    found = {
        "Language": f"{article.language.tag}, confidence {article.language.confidence:.2f}",
        "Source": source.name or "",
        "Read as": source.media_type,
        "Encoding": ", ".join(part for part in ((source.encoding or "").upper(), rule) if part),
        "Id": article.id,
    }
    return f"<details><summary>About this record</summary>\n{facts(found)}</details>\n"


def facts(found: dict[str, str]) -> str:
    """Headings with what is said under them, those that have anything."""
    rows = "".join(
        f"<dt>{name}</dt><dd><bdi>{label(value)}</bdi></dd>\n" for name, value in found.items() if value
    )
    return f"<dl>\n{rows}</dl>"
