"""The tables of the report: what was counted, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from normtext.article import Checks, Edit
from normtext.report.survey import Count, NameCount, RuleCount, Survey
from normtext.writers.content import counted
from normtext.writers.marked import label, told
from normtext.writers.panels import check_facts, facts

STATUS_WORDS = {
    "not_needed": "English already",
    "translated": "translated",
    "partial": "translated in part",
    "unavailable": "not translated",
    "failed": "translation failed",
    "error": "no article",
}
STAGE_WORDS = {
    "segment": "Lines",
    "repair": "Characters and spaces",
    "structure": "Structure",
    "names": "Names",
    "translation": "English",
}

# So many rows stand open, and so many more are folded: what is rarer nobody reads here.
OPEN_NAMES, MOST_NAMES = 20, 500
OPEN_ROWS, MOST_ROWS = 10, 200
MOST_FORMS = 8
LONGEST_MESSAGE, LONGEST_EXAMPLE = 200, 60


def languages(survey: Survey) -> str:
    """Articles by language."""
    ranked = survey.languages.ranked()
    rows = [
        _row(
            _pick("language", tag, survey.language_names.get(tag, tag)),
            f"<bdi>{label(tag)}</bdi>",
            count,
            ranked,
        )
        for tag, count in ranked[:MOST_ROWS]
    ]
    return _card("Languages", _folded(rows, OPEN_ROWS, "language", _bars), "There are no articles.")


def translated(survey: Survey) -> str:
    """Articles by what became of their English."""
    ranked = [(status, Count(survey.statuses[status], survey.statuses[status])) for status in STATUS_WORDS]
    ranked = [item for item in ranked if item[1].times]
    most = sorted(ranked, key=lambda item: -item[1].times)
    rows = [_row(_pick("status", status, STATUS_WORDS[status]), "", count, most) for status, count in ranked]
    return _card("English", _folded(rows, OPEN_ROWS, "", _bars), "There are no articles.")


def warnings(survey: Survey) -> str:
    """Articles by warning, with a message as an example."""
    ranked = sorted(survey.warnings.ranked(), key=lambda item: -item[1].articles)
    by_articles = [(code, Count(count.articles, count.articles)) for code, count in ranked]
    rows = []
    for (code, warning), (_, count) in zip(ranked[:MOST_ROWS], by_articles, strict=False):
        message = warning.message[:LONGEST_MESSAGE] + ("…" if len(warning.message) > LONGEST_MESSAGE else "")
        rows.append(
            _row(_pick("warning", code, _words(code)), f"<bdi>{label(message)}</bdi>", count, by_articles)
        )
    return _card("Warnings", _folded(rows, OPEN_ROWS, "warning", _bars), "None.", "articles that have it")


def left_out(survey: Survey) -> str:
    """Pieces that are not part of the articles, by reason."""
    ranked = survey.left_out.ranked()
    rows = [
        _row(f"<bdi>{label(_words(reason))}</bdi>", "", count, ranked) for reason, count in ranked[:MOST_ROWS]
    ]
    return _card("Left out of the articles", _folded(rows, OPEN_ROWS, "reason", _bars), "Nothing.", "pieces")


def checks(survey: Survey) -> str:
    """What the guard of the translation counted, over all articles."""
    inner = facts(check_facts(survey.checks)) if survey.checks != Checks() else ""
    return _card("Translation checks", inner, "No sentence was translated, or the table does not say.")


def names(survey: Survey) -> str:
    """Names, the most frequent first, with what was repaired into them."""
    ranked = survey.names.ranked()
    most = max((count.times for _, count in ranked), default=1)
    shown = ranked[:MOST_NAMES]
    came_through = any(_through(count) for _, count in shown)
    rows = [_name(name, kind, count, most, came_through) for (name, kind), count in shown]
    inner = _folded(rows, OPEN_NAMES, "name", partial(_name_table, came_through=came_through))
    if len(ranked) > MOST_NAMES:
        inner += f'<p class="soft">and {counted(len(ranked) - MOST_NAMES, "rarer name")}</p>\n'
    return _card("Names", inner, "No name of the gazetteer was found.", "", "wide")


def _through(count: NameCount) -> str:
    """What became of a name in translation; empty where none of its articles was translated."""
    restored = sum(times for verdict, times in count.verdicts.items() if verdict.startswith("restored"))
    times = {
        "kept": count.verdicts["kept"],
        "restored": restored,
        "in kept sentences": count.verdicts["source_kept"],
    }
    return ", ".join(f"{number:,} {words}" for words, number in times.items() if number)


def _name(name: str, kind: str, count: NameCount, most: int, came_through: bool) -> str:
    forms = "".join(
        f"<li><del><bdi>{label(_piece(form))}</bdi></del>{f' ×{times:,}' if times > 1 else ''}</li>"
        for form, times in count.forms.most_common(MOST_FORMS)
    )
    more = len(count.forms) - MOST_FORMS
    if more > 0:
        forms += f"<li>and {more} more</li>"
    through = f'<td class="through">{_through(count)}</td>' if came_through else ""
    return (
        f'<tr><th scope="row">{_pick("name", name, name)} <small><bdi>{label(kind)}</bdi></small></th>'
        f'<td class="number">{_bar(count.times, most)}{count.times:,}</td>'
        f'<td class="number articles">{count.articles:,}</td>'
        f'<td class="forms">{f"<ul>{forms}</ul>" if forms else ""}</td>'
        f"{through}</tr>\n"
    )


def _name_table(rows: Iterable[str], *, came_through: bool) -> str:
    through = "<th>in translation</th>" if came_through else ""
    return (
        '<table class="names"><thead><tr><th>name</th><th class="number">mentions</th>'
        '<th class="number">articles</th>'
        f"<th>repaired from</th>{through}</tr></thead>\n"
        f"<tbody>\n{''.join(rows)}</tbody></table>\n"
    )


def damage(survey: Survey) -> str:
    """Changes by stage and rule, with an example each."""
    ranked = survey.rules.ranked()
    most = ranked[0][1].times if ranked else 1
    groups = []
    for stage, total in survey.stages.ranked():
        rows = [_rule(stage, rule, count, most) for (of, rule), count in ranked if of == stage]
        sums = f"{total.times:,} in {counted(total.articles, 'article')}"
        head = f"<bdi>{label(STAGE_WORDS.get(stage, stage))}</bdi> <small>{sums}</small>"
        groups.append(f"<h3>{head}</h3>\n{_folded(rows[:MOST_ROWS], OPEN_ROWS, 'rule', _rule_table)}")
    return _card("Damage by kind", "".join(groups), "Nothing was changed.", "", "wide")


def _rule(stage: str, rule: str, count: RuleCount, most: int) -> str:
    edit = count.example
    return (
        f'<tr><th scope="row">{_pick("rule", f"{stage}/{rule}", _words(rule))}</th>'
        f'<td class="number">{_bar(count.times, most)}{count.times:,}</td>'
        f'<td class="number articles">{count.articles:,}</td>'
        f'<td class="example">{_example(edit) if edit else ""}</td></tr>\n'
    )


def _example(edit: Edit) -> str:
    before, after = _piece(edit.before), _piece(edit.after)
    shown = f"<del><bdi>{label(before)}</bdi></del> " if before else ""
    shown += f"<ins><bdi>{label(after)}</bdi></ins>" if after else ""
    reason = edit.reason[:LONGEST_MESSAGE]
    return f"{shown} <small><bdi>{label(reason)}</bdi></small>" if reason else shown


def _piece(piece: str) -> str:
    """A piece of text with what is invisible in it named; empty where there is none."""
    if piece and not piece.strip(" "):
        return "\N{OPEN BOX}" * min(len(piece), 3)
    cut = piece[:LONGEST_EXAMPLE] + ("…" if len(piece) > LONGEST_EXAMPLE else "")
    return told(cut)[1:-1] if cut else ""


def _rule_table(rows: Iterable[str]) -> str:
    return (
        '<table class="rules"><thead><tr><th>rule</th><th class="number">changes</th>'
        '<th class="number">articles</th>'
        f"<th>for example</th></tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table>\n"
    )


def _row(name: str, more: str, count: Count, ranked: Sequence[tuple[str, Count]]) -> str:
    total = sum(other.times for _, other in ranked) or 1
    share = 100 * count.times / total
    percent = f"{share:.0f} %" if share >= 0.5 else "under 1 %"
    return (
        f'<li><span class="what">{name}{f" <small>{more}</small>" if more else ""}</span>'
        f'<span class="number" title="{percent}">{count.times:,}</span>'
        f"{_bar(count.times, ranked[0][1].times)}</li>\n"
    )


def _bars(rows: Iterable[str]) -> str:
    return f'<ol class="bars">\n{"".join(rows)}</ol>\n'


def _bar(times: int, most: int) -> str:
    """A bar whose length says what the number beside it says."""
    return (
        f'<span class="bar" aria-hidden="true"><i style="width:{100 * times / max(most, 1):.1f}%"></i></span>'
    )


def _folded(rows: Sequence[str], is_open: int, what: str, table: Callable[[Iterable[str]], str]) -> str:
    """The first rows, and the others folded away."""
    if not rows:
        return ""
    rest = rows[is_open:]
    folded = ""
    if rest:
        folded = (
            f"<details><summary>{counted(len(rest), f'more {what}')}</summary>\n{table(rest)}</details>\n"
        )
    return f"{table(rows[:is_open])}{folded}"


def _pick(kind: str, value: str, shown: str) -> str:
    """A label that filters the list of articles."""
    return (
        f'<button type="button" class="pick" disabled data-kind="{kind}" data-value="{label(value)}">'
        f"<bdi>{label(shown)}</bdi></button>"
    )


def _card(title: str, inner: str, empty: str, note: str = "", classes: str = "") -> str:
    more = f" <small>{note}</small>" if note and inner else ""
    body = inner or f'<p class="soft">{empty}</p>\n'
    return f'<section class="card {classes}">\n<h2>{title}{more}</h2>\n{body}</section>\n'


def _words(name: str) -> str:
    return name.replace("_", " ")
