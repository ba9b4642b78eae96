"""Which words a translation swaps: the table as it is read, and that it is built from its sources."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.wordpairs import Relative, encode, fold, related, relatives
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


def test_the_whole_table_is_symmetric_sorted_and_folded() -> None:
    for word in TRIE.keys():  # noqa: SIM118 - a trie iterates over pairs
        found = related(word)
        strengths = [strength for _, strength in found]
        assert strengths == sorted(strengths, reverse=True)
        assert all(0 < strength < 1 for strength in strengths)
        assert word == fold(word)
        assert word not in dict(found)
        for other, strength in found:
            assert dict(related(other))[word] == strength


def test_the_file_is_small() -> None:
    assert (ROOT / "normtext/data/words.marisa").stat().st_size < 1_500_000


def test_the_file_is_what_its_sources_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_word_pairs.py"), "build", "--check"],
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
