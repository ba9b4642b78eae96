"""The structure stage, from cut lines to an article's parts."""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
import subprocess
import sys
import time
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normtext import shipped
from normtext.config import StructureSettings
from normtext.document import Metadata, Piece
from normtext.edits import Change
from normtext.stages.structure import Structured, structure
from normtext.stages.structure.boilerplate import RULES, reason_of
from normtext.stages.structure.draft import Draft

CASES = Path(__file__).parent.parent / "cases" / "structure"


def cut(text: str, kinds: dict[str, str] | None = None) -> list[Piece]:
    """A piece a line, as plain text has them."""
    pieces: list[Piece] = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        line = match.group()
        body = line.strip()
        start = match.start() + len(line) - len(line.lstrip())
        gap = text.count("\n", pieces[-1].end, start) if pieces else 0
        kind = (kinds or {}).get(body)
        pieces.append(Piece(start, start + len(body), body, body, kind=kind, gap=gap))
    return pieces


def load(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError)] if name == "known_failures" else []
    return [pytest.param(case, id=f"{name}: {case['label']}", marks=marks) for case in cases]


def text_of(title: Piece | str | None) -> str | None:
    return title.text if isinstance(title, Piece) else title


def seen(found: Structured) -> dict[str, Any]:
    """A result in the words of the case files."""
    return {
        "title": text_of(found.title),
        "authors": list(found.authors),
        "published": found.published and found.published.value,
        "published_rule": found.published and found.published.rule,
        "modified": found.modified and found.modified.value,
        "tags": list(found.tags),
        "section": found.section,
        "header": [field for field, _ in found.header],
        "kinds": [kind for kind, _ in found.blocks],
        "boilerplate": [reason for reason, _ in found.boilerplate],
        "notices": [notice.code for notice in found.notices],
    }


def run(case: dict[str, Any]) -> Structured:
    stated = {k: tuple(v) if isinstance(v, list) else v for k, v in case.get("metadata", {}).items()}
    return structure(
        cut("\n".join(case["lines"])),
        Metadata(**stated),
        StructureSettings(**case.get("settings", {})),
        language=case.get("language"),
    )


@pytest.mark.parametrize(
    "case", [*load("wild"), *load("synthetic"), *load("must_not_change"), *load("known_failures")]
)
def test_cases(case: dict[str, Any]) -> None:
    found = seen(run(case))
    assert {key: found[key] for key in case["expect"]} == case["expect"]


def assert_partition(pieces: list[Piece], found: Structured) -> None:
    """Every piece ends, whole or in parts, in exactly one place, and nothing is new."""
    placed = sorted(
        (piece for group in (found.header, found.blocks, found.boilerplate) for _, piece in group),
        key=lambda piece: piece.start,
    )
    at = 0
    for piece in pieces:
        inside: list[Piece] = []
        while at < len(placed) and placed[at].end <= piece.end:
            inside.append(placed[at])
            at += 1
        assert inside, piece
        previous = piece.start
        for part in inside:
            assert not piece.original[previous - piece.start : part.start - piece.start].strip()
            assert part.original == piece.original[part.start - piece.start : part.end - piece.start]
            previous = part.end
        assert previous == piece.end
    assert at == len(placed)
    if isinstance(found.title, Piece):
        assert ("title", found.title) in found.header


# fmt: off
WORDS = st.sampled_from([
    "By", "Jane Doe", "3 March 2025", "Published:", "03/04/2025", "Tags", "Tags:", "• ai", "#ai", "See also",
    "Read more:", "Explore more", "About the author", "Source link", "Photo by", "Q:", "A:", "1.", "- ", "“",
    "”", "|", "Home", "```", "Actus", "Léa M. Synthia", "22 mars 2025", "作者：", "王小明", "2025年3月21日",
    "relatively", "ordinary.", "Words", ",", "2 days ago", "© 2025", "5 min read", "İ", "ß", "И", "\t",
    "📜 Vic", "\N{ZERO WIDTH SPACE}", "\N{NO-BREAK SPACE}", "김민수 기자", "記者王小明／台北報導", "10:15",
    "(Mon)", "12 comments", "oldsalt says:", "Reply", "Share this:", "Facebook", "令和7年3月3日",
    "(Jane Doe/The Example)", "“Water asks nobody”", "أحمد سالم", "文/李晓明", "İlgili Haberler",
    "The harbour authority said that the new crane would lift its first container before the end of May.",
])
# fmt: on
LINES = st.lists(
    st.one_of(
        st.lists(WORDS, max_size=6).map(" ".join),
        st.lists(WORDS, max_size=5).map("".join),
        st.text(max_size=60),
    ),
    max_size=14,
)
BREAKS = st.sampled_from(["\n", "\n\n"])


@settings(max_examples=150, deadline=None)
@given(LINES, BREAKS, st.sampled_from([None, "en", "fr", "zh", "xx"]), st.booleans())
def test_every_piece_ends_in_one_place(
    lines: list[str], between: str, language: str | None, remove: bool
) -> None:
    pieces = cut(between.join(lines))
    options = StructureSettings(remove_boilerplate=remove)
    assert_partition(pieces, structure(pieces, Metadata(), options, language=language))


@settings(max_examples=100, deadline=None)
@given(
    LINES, st.lists(st.sampled_from([None, None, "not_body", "related", "byline", "navigation"]), max_size=14)
)
def test_every_rejected_piece_ends_in_one_place(lines: list[str], rejected: list[str | None]) -> None:
    pieces = [
        dataclasses.replace(piece, rejected=reason)
        for piece, reason in zip_longest(cut("\n\n".join(lines)), rejected)
        if piece is not None
    ]
    assert_partition(pieces, structure(pieces))


@pytest.mark.parametrize("case", [*load("wild"), *load("synthetic"), *load("must_not_change")])
def test_cases_lose_nothing(case: dict[str, Any]) -> None:
    assert_partition(cut("\n".join(case["lines"])), run(case))


def test_a_split_piece_keeps_its_share_of_the_history() -> None:
    change = Change(0, 1, "*", "", "test")
    original = "*ActusLéa M. Synthia22 mars 2025"
    byline = Piece(20, 20 + len(original), original, original, gap=2).changed("repair", (change,))
    title = Piece(0, 18, "Le pont est ouvert", "Le pont est ouvert")
    found = structure([title, byline])
    assert [(field, piece.text) for field, piece in found.header] == [
        ("title", "Le pont est ouvert"),
        ("section", "Actus"),
        ("authors", "Léa M. Synthia"),
        ("published", "22 mars 2025"),
    ]
    assert found.header[1][1].history[0].changes == (change,)


def test_a_byline_that_cannot_be_cut_is_one_piece() -> None:
    original = "ActusLea M. Synthia22 mars 2025"
    glue = Change(3, 8, original[3:8], "usLéa", "test")
    found = structure(
        [
            Piece(0, 18, "Le pont est ouvert", "Le pont est ouvert"),
            Piece(20, 20 + len(original), original, original, gap=2).changed("repair", (glue,)),
        ]
    )
    assert [field for field, _ in found.header] == ["title", "byline"]
    assert found.authors == ("Léa M. Synthia",)
    assert found.published is not None


def test_markup_is_believed() -> None:
    text = "Crane\n\nThe crane moves.\n\nsteel\n\nShare\n\nMenu"
    pieces = cut(text, {"Crane": "heading", "steel": "list_item"})
    pieces[-1] = Piece(pieces[-1].start, pieces[-1].end, "Menu", "Menu", rejected="navigation", gap=2)
    found = structure(pieces)
    assert text_of(found.title) == "Crane"
    assert [kind for kind, _ in found.blocks] == ["paragraph", "list_item"]
    assert [reason for reason, _ in found.boilerplate] == ["share", "navigation"]


def test_an_unknown_kind_of_markup_is_a_paragraph() -> None:
    found = structure([Piece(0, 3, "abc", "abc", kind="marquee")])
    assert [kind for kind, _ in found.blocks] == ["paragraph"]


@pytest.mark.parametrize("remove", [True, False])
def test_a_piece_that_shows_nothing_is_set_aside(remove: bool) -> None:
    change = Change(0, 1, "\N{ZERO WIDTH SPACE}", "", "invisible")
    piece = Piece(0, 1, "\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH SPACE}").changed("repair", (change,))
    found = structure([piece], settings=StructureSettings(remove_boilerplate=remove))
    assert found.boilerplate == (("invisible", piece),)


def test_a_date_in_the_metadata_that_cannot_be_read_is_reported() -> None:
    found = structure([], Metadata(published="some time in spring"))
    assert found.published is None
    assert [(n.code, n.where) for n in found.notices] == [("unreadable_date", "published")]


def test_the_raw_words_of_a_date_are_kept() -> None:
    found = structure(cut("نشر في ٣ مارس ٢٠٢٥"))
    assert found.published is not None
    assert (found.published.value, found.published.raw) == ("2025-03-03", "٣ مارس ٢٠٢٥")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Publikováno 3. března 2025", "2025-03-03"),
        ("Julkaistu 12. maaliskuuta 2024", "2024-03-12"),
        ("Megjelent: 2025. március 21.", "2025-03-21"),
        ("Gepubliceerd op 1 mrt. 2024 om 14:30 uur", "2024-03-01T14:30:00"),
        ("Publié le 1er août 2024 à 9h05", "2024-08-01T09:05:00"),
        ("Pubblicato il 3 marzo 2025 alle ore 10:00", "2025-03-03T10:00:00"),
        ("Published on Mar. 3rd, 2025, 12:05 a.m.", "2025-03-03T00:05:00"),
        ("Published: Sat, 22 Mar 2025 14:00:00 +0100", "2025-03-22T14:00:00+01:00"),
        ("发布时间：2025-03-21 10:30", "2025-03-21T10:30:00"),
        ("Date: 2024/2/29", "2024-02-29"),
        ("Veröffentlicht am 01.02.24", "2024-02-01"),
    ],
)
def test_dates_in_many_forms(line: str, value: str) -> None:
    found = structure(cut(line))
    assert found.published is not None
    assert found.published.value == value


@pytest.mark.parametrize(
    "line",
    ["Published 2025", "Call 03/04/2025-17", "Version 3.4.2025.1", "Chapter 12 verses 2024", "12:30:2025"],
)
def test_what_is_no_date(line: str) -> None:
    assert structure(cut(line)).published is None


def test_month_names_of_other_languages_are_left_to_dateparser() -> None:
    found = structure(cut("3. februára 2025"), language="sk")
    assert found.published is not None
    assert found.published.value == "2025-02-03"


def test_no_date_library_for_a_text_without_foreign_dates() -> None:
    code = (
        "import sys; from normtext.document import Piece; from normtext.stages.structure import structure;"
        "structure([Piece(0, 22, 'Published: 3 March 2025', 'Published: 3 March 2025'),"
        " Piece(24, 29, 'Hello', 'Hello', gap=2)]); sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_time_grows_with_the_number_of_pieces_only() -> None:
    lines = [
        "Short line of words",
        "By the river",
        "1. item",
        "See also",
        "Tags",
        "- x",
        "It ended.",
        "Q: why?",
    ]
    pieces = cut("\n\n".join(f"{lines[i % len(lines)]} {i}" for i in range(20_000)))
    started = time.process_time()
    assert_partition(pieces, structure(pieces))
    assert time.process_time() - started < 10


@pytest.mark.parametrize("line", ["a" * 5_000_000, "a b " * 1_000_000, "By " * 1_000_000, "1/2/" * 1_000_000])
def test_one_endless_line(line: str) -> None:
    started = time.process_time()
    structure([Piece(0, len(line.strip()), line.strip(), line.strip())])
    assert time.process_time() - started < 3


def test_the_result_can_be_pickled() -> None:
    found = structure(cut("Crane\n\nThe crane moves."))
    assert pickle.loads(pickle.dumps(found)) == found


SHAPES = (
    "{0}",
    "12 {0}",
    "{0} 3",
    "» {0} {1}",
    "- {0} -",
    "{0}: Jane Doe",
    "({0}) {1}.",
    "{0}{1}",
    "📧 {0} | {1}",
)


def test_no_rule_is_left_out_that_would_hold() -> None:
    """Rules are asked only where a line begins for them; all of them are asked here."""
    by_table = shipped.tables()["structure"].values()
    phrases = sorted({phrase for table in by_table for listed in table.values() for phrase in listed})
    lines = [
        SHAPES[i % len(SHAPES)].format(phrase.capitalize(), phrases[i * 7 % len(phrases)])
        for i, phrase in enumerate(phrases)
    ]
    text = "A paragraph of the article that ends as it should and that has more words than a line of a menu."
    for start in range(0, len(lines), 5):
        pieces = cut("\n\n".join((text, *lines[start : start + 5])))
        draft = Draft.of(pieces, Metadata(), StructureSettings(), None)
        for index, line in enumerate(draft.lines):
            holds = (rule.reason for rule in RULES if rule.holds(draft, index, line))
            assert reason_of(draft, index) == next(holds, None), line.text
