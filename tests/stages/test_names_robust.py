"""Names under hostile input: odd texts, odd gazetteers, and properties that hold for any of them."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normtext import Entry, Gazetteer, Repaired, repair_names
from normtext.gazetteer.entries import KINDS

SECONDS = 15.0  # the slowest takes half a one on an idle machine
LINE = 50_000

WORDS = st.sampled_from(
    """
    Velvet Harbour Bank of the Northmoor Southmoor University Party Times Lab AI 3 4 Pro-4 MossCoder
    O'Dell D’Arcy Müller Straße İzmir C++ Yahoo! & Marie Maria First Second Act 東京 🚀
    """.split()
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
ODD_NAMES = (
    """
    A|a|The|of|of the|and|--|...|!|2024|3.5|İ|ß|e\N{COMBINING ACUTE ACCENT}|\N{COMBINING ACUTE ACCENT}
    |\N{ZERO WIDTH SPACE}|a\N{ZERO WIDTH SPACE}b|東京|東京 Lab|שלום|🚀|🚀 Lab|Lab 🚀|L'Orme|’’|(Lab)
    |Moss, Fern & Co.|Moss|moss|MOSS|Moss Fern|Moss Fern Lab|Fern Lab|@moss|moss.com|½|A A A A|The The
    |\N{ROMAN NUMERAL FOUR} Legion|a-b-c|-a-|\N{LATIN SMALL LIGATURE FI} Corp|\0Corp
    """.strip()
    .replace("\n    ", "")
    .split("|")
)
HOSTILE = Gazetteer.from_names([*ODD_NAMES, "x" * 200, "Very Long Name " * 13])
SORTED = Gazetteer(
    Entry(name, kind) for name, kind in zip(ODD_NAMES, itertools.cycle(sorted(KINDS)), strict=False)
)


@st.composite
def damaged(draw: st.DrawFn, names: list[str]) -> str:
    """One of the names as it is, its words turned round, one of them lost, or a few letters off."""
    words = draw(st.sampled_from(names)).split()
    match draw(st.integers(0, 4)):
        case 0:
            words = draw(st.permutations(words))
        case 1:
            words.pop(draw(st.integers(0, len(words) - 1)))
        case 2:
            words = [words[-1], "of", *words[:-1]]
        case 3:
            at = draw(st.integers(0, len(words) - 1))
            cut = draw(st.integers(0, len(words[at])))
            words[at] = (
                words[at][:cut] + draw(st.sampled_from(["", "e", "S", "-", "'s"])) + words[at][cut + 1 :]
            )
    return " ".join(words)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Gazetteer, list[str]]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    kinds = draw(st.lists(st.sampled_from(["name", "person", "company", "place"]), min_size=6, max_size=6))
    filler = st.sampled_from("the bank of times said ; , . ( ) — ' party in University was".split())
    paragraph = st.lists(damaged(names) | filler, max_size=8).map(" ".join)
    texts = draw(st.lists(paragraph, min_size=1, max_size=3))
    return Gazetteer(Entry(n, k) for n, k in zip(names, kinds, strict=False)), texts


def check(texts: list[str], names: Gazetteer, found: Repaired[list[str]]) -> None:
    for number, (text, repaired) in enumerate(zip(texts, found.text, strict=True)):
        edits = [edit for edit in found.edits if edit.where == f"text:{number}"]
        assert all(one.end <= other.start for one, other in itertools.pairwise(edits))
        undone, grown = repaired, 0
        for edit in edits:
            assert text[edit.start : edit.end] == edit.before != edit.after
            start = edit.start + grown
            assert repaired[start : start + len(edit.after)] == edit.after
            grown += len(edit.after) - len(edit.before)
        for edit in reversed(edits):
            grown -= len(edit.after) - len(edit.before)
            start = edit.start + grown
            undone = undone[:start] + edit.before + undone[start + len(edit.after) :]
        assert undone == text
    assert all(edit.reason and 0 <= edit.confidence <= 1 for edit in (*found.edits, *found.suggestions))
    assert not repair_names(found.text, names, language="en").edits


@given(articles())
@settings(max_examples=60, deadline=None)
def test_edits_lead_back_do_not_overlap_and_a_second_run_makes_none(
    article: tuple[Gazetteer, list[str]],
) -> None:
    names, texts = article
    check(texts, names, repair_names(texts, names, language="en"))
    assert not repair_names(texts, names, language="en", threshold=1.01).edits


@given(
    st.lists(
        st.text(st.characters(codec=None), max_size=30) | st.lists(st.sampled_from(ODD_NAMES)).map(" ".join),
        max_size=3,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_text_passes_through_a_gazetteer_of_odd_names(texts: list[str]) -> None:
    for names in (HOSTILE, SORTED):
        check(texts, names, repair_names(texts, names, language="en"))


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=40, deadline=None)
def test_right_names_stay(names: list[str], data: st.DataObject) -> None:
    shown = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=6))
    for between in (". ", " said ", "; "):
        text = between.join(shown)
        assert repair_names(text, Gazetteer.from_names(names), language="en").text == text


def test_one_text_is_repaired_as_a_list_of_one() -> None:
    names = Gazetteer.from_names(["Northmoor University", "Velvet Harbour"])
    for text in ("Nortmoor University closed.", "Velvet Harbor and Velvet Harbour.", "\ud800 Velvet Harbuor"):
        alone, listed = repair_names(text, names, language="en"), repair_names([text], names, language="en")
        assert [alone.text] == listed.text
        assert [e.before for e in alone.edits] == [e.before for e in listed.edits]


def test_detected_english_is_repaired_as_told_english() -> None:
    names = Gazetteer.from_names(["Department of Harbour Safety", "MossCoder"])
    text = (
        "The Department of Safety Harbour said on Monday that Moss Coder would be used in all of its offices."
    )
    told = repair_names(text, names, language="en")
    assert told.edits
    assert repair_names(text, names) == told


@pytest.mark.parametrize(
    "clean",
    [
        "Series 5 came after Series 3 and the Series 4.",
        "Western Northmoor University lost to Northmoor University.",
        "Southmoor talked to Northmoor.",
        "The First Circuit and the Third Circuit disagree, and the second circuit was slow.",
        "Maria Dell is the sister of Marie Dell.",
        "The July 2024 Report follows the June 2024 Report.",
        "Moss-4.1, Moss-4o and Moss-5 are other models than Moss-4.",
        "The Velvet Party and the Harbour Party met the Social Harbour Party.",
    ],
)
def test_look_alikes_stay(clean: str) -> None:
    listed = """Series 3|Series 4|Northmoor University|Northmoor|First Circuit|Second Circuit|Marie Dell
        |June 2024 Report|Moss-4|Harbour Party""".split("|")
    assert repair_names(clean, Gazetteer.from_names(listed), language="en").text == clean


@pytest.mark.parametrize(
    "unit",
    ["aB3-", "1", "'", "-", "’", "\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH SPACE}", "\0", "\ud800", "東京",
     "שלום ", "İ", "ß", ".", "(", "A ", "a_", "@a", "`", "$ ", "The Lab of Moss said it is. "],
)  # fmt: skip
def test_one_long_line_of_anything_is_quick(unit: str) -> None:
    started = time.perf_counter()
    repair_names(unit * (LINE // len(unit)), HOSTILE, language="en")
    assert time.perf_counter() - started < SECONDS
