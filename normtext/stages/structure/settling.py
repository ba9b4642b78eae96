"""Stated dates to ISO 8601: which number is the day, and what cannot be told."""

from __future__ import annotations

import regex

from normtext.document import Notice
from normtext.stages.structure.dates import (
    Found,
    find_dates,
    is_ambiguous,
    order_of,
    order_of_evidence,
    value_of,
)
from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.stretches import DateRead


def settle_dates(draft: Draft, dates: list[DateRead]) -> dict[str, tuple[str, str, str]]:
    """Read the stated dates: field to (value, raw, rule), the first of each field that can be read.

    Of two that state the same day, the one with a time of day.
    """
    settled: dict[str, tuple[str, str, str]] = {}
    for one in dates:
        known = settled[one.field][0] if one.field in settled else None
        if known is not None and ("T" in known or one.found.clock is None):
            continue
        value = _value(draft, one, dates)
        if value is not None and (known is None or value.startswith(known)):
            settled[one.field] = (value, one.found.raw, f"{one.context}_{one.found.form}")
    return settled


def _value(draft: Draft, one: DateRead, dates: list[DateRead]) -> str | None:
    day_first = _day_first(draft, one, dates) if is_ambiguous(one.found) else None
    if is_ambiguous(one.found) and day_first is None:
        message = f"{one.found.raw} can be read in two ways and nothing says which; set day_first to read it"
        draft.notices.append(Notice("ambiguous_date", message, "header"))
        return None
    value = value_of(one.found, day_first)
    if value is None:
        message = f"there is no such day: {one.found.raw}"
        draft.notices.append(Notice("impossible_date", message, "header"))
    return value


def _day_first(draft: Draft, one: DateRead, dates: list[DateRead]) -> bool | None:
    """Which number is the day: by language, label, setting, or the other dates of the document."""
    for tag in (draft.language, draft.metadata.language):
        if (order := order_of(tag)) is not None:
            return order
    if one.languages and all(order_of(tag) for tag in one.languages):
        return True
    if draft.settings.day_first is not None:
        return draft.settings.day_first
    stated: list[Found] = [d.found for d in dates]
    if (order := order_of_evidence(stated)) is not None:
        return order
    if draft.numeric_order is None:
        text = (found for line in draft.lines for found in _numeric_dates(line))
        draft.numeric_order = (order_of_evidence(text),)
    return draft.numeric_order[0]


def _numeric_dates(line: Line) -> list[Found]:
    """The numeric dates of a piece of text, as evidence of how the document writes them."""
    text = line.text[:2000]
    if not regex.search(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", text):
        return []
    spans = regex.finditer(r"(?<!\S)\d{1,2}([/-])\d{1,2}\1\d{4}(?!\d)", text)
    return [found for span in spans for found in find_dates(span.group())]
