"""Repair: every change on record, clean text untouched, the result a fixed point."""

from __future__ import annotations

from typing import Any

import ftfy
import pytest
from ftfy.badness import BADNESS_RE
from hypothesis import given
from hypothesis import strategies as st

from normtext.config import RepairSettings
from normtext.document import Document, Piece
from normtext.edits import apply, replay
from normtext.stages.repair import repair, repair_piece, repair_pieces
from normtext.stages.repair.mojibake import may_be_mojibake
from normtext.stages.segment import segment
from normtext.testing import articles_text
from tests.conftest import cases

DEFAULTS = RepairSettings()
BITS = (
    "&amp;",
    "amp;",
    "&",
    "#38;",
    "&lt;",
    "Ã©",
    "Ã",
    "Â ",
    "â€œ",
    "â€\N{REPLACEMENT CHARACTER}",
    "…",
    "Å",
    "Ð“",
    "\N{ZERO WIDTH SPACE}",
    "\N{ZERO WIDTH JOINER}",
    "\N{VARIATION SELECTOR-16}",
    "❤",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{POP DIRECTIONAL FORMATTING}",
    "\N{RIGHT-TO-LEFT ISOLATE}",
    "\N{POP DIRECTIONAL ISOLATE}",
    "א",
    "e",
    "\N{COMBINING ACUTE ACCENT}",
    "\r\n",
    "\x00",
    "\x85",
    "\x1b[31m",
    "\N{SOFT HYPHEN}",
    "\N{WAVING BLACK FLAG}",
    "»",
    "\N{HANGUL CHOSEONG KIYEOK}",
    "\N{HANGUL JUNGSEONG A}",
    "ไ",
    "क",
    "entryThe ",
    "end.The ",
    "the ",
    "?",
    "\x1a",
)
WILD = st.one_of(
    articles_text(),
    st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=4)), max_size=20).map("".join),
)


def fixed(text: str, settings: RepairSettings = DEFAULTS) -> str:
    return apply(text, repair(text, settings))


@pytest.mark.parametrize("case", cases("repair", "wild") + cases("repair", "synthetic"))
def test_repairs(case: dict[str, Any]) -> None:
    changes = repair(case["text"])
    assert apply(case["text"], changes) == case["fixed"]
    assert sorted({change.rule for change in changes}) == sorted(set(case["rules"]))
    assert not repair(case["fixed"])


@pytest.mark.parametrize("case", cases("repair", "must_not_change"))
def test_clean_text_stays(case: dict[str, Any]) -> None:
    assert repair(case["text"]) == ()


@pytest.mark.parametrize("case", cases("repair", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert fixed(case["text"]) == case["fixed"]


@given(WILD)
def test_changes_replay_and_settle(text: str) -> None:
    changes = repair(text)
    at = 0
    for change in changes:
        assert at <= change.start <= change.end
        assert text[change.start : change.end] == change.before != change.after
        at = change.end
    assert not repair(apply(text, changes))


@given(WILD)
def test_pieces_replay(text: str) -> None:
    for piece in repair_pieces(segment(Document(text))):
        assert replay(piece.original, piece.history) == piece.text == piece.text.strip()


@given(st.text(alphabet=st.characters(codec="latin-1", min_codepoint=0xA1), min_size=3))
def test_undoes_what_ftfy_undoes(text: str) -> None:
    """Where ftfy gives the text back, so does repair, save for what looks like a quoted capital."""
    broken = f"{text} é".encode().decode("latin-1")
    if ftfy.fix_encoding(broken) == f"{text} é" and repair(f"{text} é") == ():
        assert fixed(broken) == f"{text} é"


@given(st.from_regex(BADNESS_RE))
def test_ftfy_is_asked_wherever_it_sees_something(text: str) -> None:
    assert may_be_mojibake(text)


@pytest.mark.parametrize("plane", range(17))
def test_noncharacters_of_all_planes_are_stripped(plane: int) -> None:
    for number in (0xFFFE, 0xFFFF):
        text = f"on{chr(plane * 0x10000 + number)}ce"
        assert apply(text, repair(text)) == "once"


def test_the_plan_is_the_reason() -> None:
    (change,) = repair("la fÃªte")
    assert (change.before, change.after) == ("Ãª", "ê")
    assert change.reason == "encode latin-1, decode utf-8"


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("mojibake", "la fÃªte"),
        ("entities", "bread &amp; butter"),
        ("invisible", "foo\N{ZERO WIDTH SPACE}bar"),
        ("nfc", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("lost_spaces", "He wrote his entryThe use of it is of the town."),
    ],
)
def test_options(option: str, text: str) -> None:
    assert repair(text)
    assert not repair(text, RepairSettings(**{option: False}))


def test_entity_rounds() -> None:
    assert fixed("&amp;lt;", RepairSettings(entity_rounds=1)) == "&amp;lt;"
    assert fixed("&amp;lt;", RepairSettings(entity_rounds=2)) == "<"


def test_protected_names() -> None:
    text = "The entryThe app is of the town."
    assert repair(text)
    assert not repair(text, protected=lambda token: token == "entryThe")


def test_evidence_from_the_document() -> None:
    lines = "Une fête Ã  la libertÃ©\n\nDe Ã…lesund\n\nRien"
    pieces = repair_pieces(segment(Document(lines)))
    assert [piece.text for piece in pieces][1:] == ["De Ålesund", "Rien"]
    assert [piece.text for piece in repair_pieces(segment(Document("De Ã…lesund")))] == ["De Ã…lesund"]
    assert apply("Ã…lesund", repair("Ã…lesund", evidence=frozenset({"sloppy-windows-1252"}))) == "Ålesund"


def test_a_token_of_the_document_is_a_name() -> None:
    lines = "The deepThe app is of the town.\nThe deepThe app is of the town again."
    assert not any(piece.history for piece in repair_pieces(segment(Document(lines))))


def test_code_keeps_all_but_what_deceives() -> None:
    text = "x = '&amp;'\r\ny = 'Ã©'\x00 \N{RIGHT-TO-LEFT OVERRIDE}z\N{ZERO WIDTH SPACE} entryThe use of the"
    piece = repair_piece(Piece(0, len(text), text, text, kind="code"))
    assert piece.text == "x = '&amp;'\ny = 'Ã©' z\N{ZERO WIDTH SPACE} entryThe use of the"


def test_edges_of_a_piece_are_bared() -> None:
    text = "&nbsp;text\N{ZERO WIDTH SPACE}"
    assert repair_piece(Piece(0, len(text), text, text)).text == "text"
    assert repair_piece(Piece(0, 1, "\x00", "\x00")).text == ""


def test_a_letter_with_too_many_marks_is_left() -> None:
    text = "a" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT BELOW}" * 20_000
    assert repair(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "Ã©" * 100_000,
        "&amp;" * 100_000,
        "&" + "amp;" * 250_000,
        "\N{ZERO WIDTH SPACE}" * 200_000,
        "\x00" * 500_000,
        "aB" * 250_000,
        "entryThe " * 20_000,
        "\x1b[" * 50_000,
        "א" + "\N{RIGHT-TO-LEFT ISOLATE}" * 100_000,
    ],
    ids=[
        "letters",
        "mojibake",
        "entities",
        "chain",
        "zero width",
        "nul",
        "capitals",
        "glued",
        "escapes",
        "isolates",
    ],
)
def test_large_texts(text: str) -> None:
    assert not repair(fixed(text))


def test_a_run_is_one_change() -> None:
    text = "e\N{COMBINING ACUTE ACCENT}" * 50_000
    (change,) = repair(text)
    assert change.after == "é" * 50_000
