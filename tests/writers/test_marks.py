"""Edits and suggestions found again in the text as it stands."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from normtext.article import Article, Block, Edit, Source
from normtext.edits import Change, apply
from normtext.writers.marks import Marks


def edits(stage: str, changes: tuple[Change, ...]) -> tuple[Edit, ...]:
    return tuple(Edit.of(change, stage, "block:0") for change in changes)


def article(original: str, text: str, done: tuple[Edit, ...], suggested: tuple[Edit, ...] = ()) -> Article:
    block = Block(kind="paragraph", span=(0, len(original)), original=original, text=text)
    return Article(id="x", source=Source(sha256="x"), blocks=(block,), edits=done, suggestions=suggested)


@st.composite
def changes_to(draw: st.DrawFn, text: str) -> tuple[Change, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("xyz", max_size=3))
        if after != text[start:end]:
            found.append(Change(start, end, text[start:end], after, "rule"))
    return tuple(found)


@given(st.data())
def test_marks_of_two_stages_lie_in_the_text_and_apart(data: st.DataObject) -> None:
    original = data.draw(st.text("ab ", max_size=20))
    first = data.draw(changes_to(original))
    middle = apply(original, first)
    second = data.draw(changes_to(middle))
    text = apply(middle, second)
    done = (*edits("repair", first), *edits("names", second))
    marks = Marks(article(original, text, done)).at("block:0", text)
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    for mark in marks:
        if mark.edit.stage == "names":
            assert text[mark.start : mark.end] == mark.edit.after
    if not first:
        assert [mark.edit for mark in marks] == list(done)


def test_a_later_edit_hides_the_earlier_one_that_it_replaced() -> None:
    first = Change(4, 7, "b&b", "b  b", "entity")
    second = Change(0, 8, "aaa b  b", "c", "name")
    done = (*edits("repair", (first,)), *edits("names", (second,)))
    (mark,) = Marks(article("aaa b&b", "c", done)).at("block:0", "c")
    assert (mark.start, mark.end, mark.edit.rule) == (0, 1, "name")


def test_a_suggestion_is_found_behind_edits_of_its_own_stage_and_later_ones() -> None:
    done = edits("names", (Change(0, 2, "aa", "aaaa", "name"),))
    maybe = edits("names", (Change(3, 5, "bb", "cc", "name"),))
    (edited, suggested) = Marks(article("aa bb", "aaaa bb", done, maybe)).at("block:0", "aaaa bb")
    assert (suggested.start, suggested.end, suggested.suggested) == (5, 7, True)
    assert (edited.start, edited.end, edited.suggested) == (0, 4, False)


def test_a_suggestion_whose_words_are_gone_is_not_marked() -> None:
    done = edits("names", (Change(0, 2, "aa", "bb", "name"),))
    maybe = edits("names", (Change(0, 2, "aa", "cc", "name"),))
    marks = Marks(article("aa", "bb", done, maybe)).at("block:0", "bb")
    assert [mark.suggested for mark in marks] == [False]
