"""Which words a translation swaps: the table as it is read, and that it is built from its sources."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.folding import fold
from normtext.wordpairs import Relative, encode, english_acronyms, related, relatives
from tests.conftest import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN: dict[str, Any] = tomllib.loads((ROOT / "normtext/data/words.toml").read_text(encoding="utf-8"))
TRIE = marisa_trie.BytesTrie()
TRIE.load(str(ROOT / "normtext/data/words.marisa"))


@pytest.mark.parametrize(
    ("word", "other", "kind"),
    [
        ("act", "law", "translation"),
        ("phantom", "ghost", "translation"),
        ("petroleum", "oil", "translation"),
        ("survey", "research", "translation"),
        ("transit", "traffic", "translation"),
        ("labour", "labor", "spelling"),
        ("organisation", "organization", "spelling"),
        ("theatre", "theater", "spelling"),
        ("nigeria", "nigerian", "demonym"),
        ("fallen", "falling", "inflection"),
        ("bank", "banco", "foreign"),
        ("university", "universite", "foreign"),
    ],
)
def test_a_pair_is_related_both_ways(word: str, other: str, kind: str) -> None:
    assert dict(related(word))[other] == dict(related(other))[word] > 0
    assert kind in {found.kind for found in relatives(word) if found.word == other}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("fourteenth", "tenth"),
        ("two", "three"),
        ("red", "blue"),
        ("north", "south"),
        ("july", "june"),
        ("monday", "friday"),
        ("korean", "japanese"),
        ("spain", "portuguese"),
        ("public", "private"),
        ("king", "queen"),
        ("university", "college"),
        ("senior", "junior"),
    ],
)
def test_words_of_different_names_are_not_related(word: str, other: str) -> None:
    assert other not in dict(related(word))
    assert word not in dict(related(other))


def _apart() -> Iterator[tuple[str, str]]:
    for name, members in OWN["apart"].items():
        if name == "opposites":
            yield from (tuple(pair.split()) for pair in members)
        else:
            for one, other in combinations(members, 2):
                yield from ((first, second) for first in one.split("|") for second in other.split("|"))


def test_no_two_words_that_are_apart_are_related() -> None:
    shared = [(one, other) for one, other in _apart() if other in dict(related(one))]
    assert shared == []


def test_case_and_diacritics_do_not_matter() -> None:
    assert related("COMISSÃO") == related("comissao") != ()


def test_an_unknown_word_has_no_relatives() -> None:
    assert related("Huggelen") == related("") == related("3") == ()


def test_foreign_words_carry_their_language() -> None:
    languages = {found.language for found in relatives("bank") if found.kind == "foreign"}
    assert {"pt", "fr"} <= languages
    assert all(found.language == "en" for found in relatives("ghost") if found.kind != "foreign")


def test_acronyms_of_other_languages_are_known_in_capitals_alone() -> None:
    assert english_acronyms("OTAN") == ("nato",)
    assert set(english_acronyms("CEPD")) == {"edpb", "edps"}
    assert english_acronyms("Otan") == english_acronyms("NATO") == english_acronyms("") == ()
    assert related("CEPD") == ()


def test_the_whole_table_is_symmetric_sorted_and_folded() -> None:
    table = {word: related(word) for word in TRIE.keys() if not word.isupper()}  # noqa: SIM118
    strengths = {word: dict(found) for word, found in table.items()}
    for word, found in table.items():
        assert list(found) == sorted(found, key=lambda pair: -pair[1])
        assert word == fold(word)
        assert word not in strengths[word]
        assert all(0 < strength < 1 and strengths[other][word] == strength for other, strength in found)


def test_the_file_is_small() -> None:
    assert (ROOT / "normtext/data/words.marisa").stat().st_size < 1_500_000


def test_the_file_is_what_its_sources_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_word_pairs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_module_loads_its_table_on_first_use_alone() -> None:
    code = "import sys, normtext.wordpairs; print('marisa_trie' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


@given(st.text())
def test_any_text_can_be_asked(word: str) -> None:
    assert all(other != word for other, _ in related(word))


def test_strengths_are_held_within_what_the_file_can_say() -> None:
    assert encode([Relative("law", 1.2, "translation", "en"), Relative("lei", 0.001, "foreign", "pt")]) == (
        b"lawT99leiP01"
    )


@pytest.fixture(scope="module")
def scripts() -> dict[str, Any]:
    """The functions of the two scripts."""
    names = ("build_word_pairs", "measure_word_pairs")
    return dict(item for name in names for item in runpy.run_path(str(ROOT / f"scripts/{name}.py")).items())


@pytest.mark.parametrize(
    ("text", "frame", "language", "expected"),
    [
        ("the Ghost Committee", ("commission committee",), "en", "ghost"),
        ("the Institute of National Ghosts", ("national", "institute"), "en", "ghosts"),
        ("a Comissão Fantasma", ("comissão",), "pt", "fantasma"),
        ("the Ghost", ("commission",), "en", None),
        ("the Ghost Ship Commission", ("commission",), "en", None),
        ("", (), "en", None),
    ],
)
def test_the_slot_of_a_frame_is_found_again(
    scripts: dict[str, Any], text: str, frame: tuple[str, ...], language: str, expected: str | None
) -> None:
    assert scripts["slot"](text, frame, language) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("stopped", "stopping", True),
        ("policies", "policy", True),
        ("fell", "fallen", True),
        ("act", "action", False),
        ("law", "act", False),
    ],
)
def test_forms_of_one_word_are_told_from_other_words(
    scripts: dict[str, Any], one: str, other: str, expected: bool
) -> None:
    assert scripts["is_inflected"](one, other) is expected


def test_a_word_seen_in_both_genders_has_four_forms(scripts: dict[str, Any], tmp_path: Any) -> None:
    raw = tmp_path / "raw.tsv"
    raw.write_text(
        "rocky\t6\to rochoso\tthe Rocky\nrocky\t7\tas rochosas\tthe Rocky\nrocky\t8\trochoso\tRocky\n",
        encoding="utf-8",
    )
    there, _, _ = scripts["read_raw"](raw)
    left = {pair.other for pair in scripts["foreign_pairs"](there)}
    assert left == {"rochoso", "rochosa", "rochosos", "rochosas"}


def test_one_odd_result_makes_no_pair(scripts: dict[str, Any], tmp_path: Any) -> None:
    raw = tmp_path / "raw.tsv"
    lines = [f"vast\t{number % 3 + 6}\to vasto\tthe Vast\n" for number in range(11)]
    raw.write_text("".join([*lines, "vast\t6\to vasto\tthe Vest\n"]), encoding="utf-8")
    assert [
        pair for pair in scripts["english_pairs"](*scripts["read_raw"](raw)) if pair.other == "vest"
    ] == []
