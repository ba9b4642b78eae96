"""The gazetteer: its files, merging, the index."""

from __future__ import annotations

import itertools
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.errors import GazetteerError
from normtext.gazetteer import Entry, Gazetteer
from normtext.gazetteer.index import fold, key_of, tokenize

TOML = """
[[entry]]
name = "Phantom Space"
kind = "company"
aliases = ["PSC"]
mangled = ["Fantom Spase"]
common_word = true
[entry.translations]
nl = ["spookruimte"]
[entry.aliases_by_language]
fr = ["Espace Fantôme"]
"""


def test_toml_holds_every_field(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text(TOML, encoding="utf-8")
    (entry,) = Gazetteer.load(file)
    assert entry == Entry(
        "Phantom Space",
        "company",
        aliases=("PSC",),
        aliases_by_language=(("fr", ("Espace Fantôme",)),),
        mangled=("Fantom Spase",),
        translations=(("nl", ("spookruimte",)),),
        common_word=True,
    )


def test_a_table_has_a_form_a_row(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(
        "canonical,kind,form,form_kind,language,flags\n"
        "Phantom Space,company,,,,common_word\n"
        "Phantom Space,,Ghost Space,translation,en,\n"
        "Phantom Space,,Fantom Space,mangled,,\n"
        "Phantom Space,,PSC,,,\n"
        "\n"
        '"Weights & Biases",tool,,,,\n',
        encoding="utf-8-sig",
    )
    first, second = Gazetteer.load(file)
    assert (first.kind, first.common_word, first.aliases, first.mangled) == (
        "company",
        True,
        ("PSC",),
        ("Fantom Space",),
    )
    assert first.translations == (("en", ("Ghost Space",)),)
    assert second.name == "Weights & Biases"


def test_a_plain_list_has_a_name_a_line(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("# ours\nPhantom Space\n\nRapidAPI # a company\n", encoding="utf-8")
    assert [entry.name for entry in Gazetteer.load(file)] == ["Phantom Space", "RapidAPI"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.toml", "[[entry]\n", "not valid TOML"),
        ("a.toml", "[[entry]]\nkind = 'tool'\n", "entry 1: has no name"),
        ("a.toml", "[[entry]]\nname = 'X'\nalias = []\n", "unknown field 'alias'"),
        ("a.toml", "[[entry]]\nname = 'X'\nkind = 'thing'\n", "unknown kind 'thing'"),
        ("a.toml", "[[entry]]\nname = 'X'\naliases = ['']\n", "list of strings that are not empty"),
        ("a.toml", "entry = ['X']\n", "entry 1: is not a table"),
        ("a.toml", "[[entries]]\nname = 'X'\n", "unknown key 'entries'; names stand in [[entry]]"),
        ("a.toml", "version = 1\n[[entry]]\nname = 'X'\n", "unknown key 'version'"),
        ("a.toml", "# nothing yet\n", "there is no [[entry]]"),
        ("a.txt", "Phantom Space\n" + "x" * 81 + "\n", "line 2: too long for a name"),
        ("a.txt", "This is a sentence and not at all a name of it.\n", "not a list of names: 'This is"),
        ("a.csv", "name\nX\n", "first line must name columns"),
        ("a.csv", "canonical,form,form_kind\nX,Y,wrong\n", "line 2: unknown form_kind"),
        ("a.csv", "canonical\nX,Y\n", "line 2: has more columns"),
        ("a.xml", "", "unknown gazetteer format"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, name: str, content: str, said: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r".*") as error:
        Gazetteer.load(file)
    assert said in str(error.value)
    assert str(file) in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.toml: no such file"):
        Gazetteer.load(tmp_path / "none.toml")
    with pytest.raises(GazetteerError, match="none: no such file"):
        Gazetteer.load(tmp_path / "none")
    with pytest.raises(GazetteerError, match="is a folder"):
        Gazetteer.load(tmp_path)


def test_entries_of_the_same_name_merge_and_conflicts_are_told() -> None:
    ours = Gazetteer([Entry("Phantom Space", "company", aliases=("PS",))])
    theirs = Gazetteer(
        [Entry("Phantom Space", mangled=("Fantom Space",)), Entry("PlayStation", aliases=("PS",))]
    )
    both = ours + theirs
    assert len(both) == 2
    assert next(iter(both)).mangled == ("Fantom Space",)
    assert both.conflicts() == [("PS", ("Phantom Space", "PlayStation"))]


def test_a_gazetteer_pickles_and_the_shipped_one_stays_one() -> None:
    names = Gazetteer.from_names(["Phantom Space"])
    assert pickle.loads(pickle.dumps(names)) == names
    assert pickle.loads(pickle.dumps(Gazetteer.default())) is Gazetteer.default()


def test_the_shipped_gazetteer_has_no_conflicts() -> None:
    assert len(Gazetteer.default()) >= 300
    assert Gazetteer.default().conflicts() == []


def test_only_whole_right_forms_are_names() -> None:
    index = Gazetteer.from_names(["PyTorch", "Hugging Face"]).index
    assert index.is_name("PyTorch")
    assert not index.is_name("Pytorch")
    assert not index.is_name("PyTorchs")
    assert index.right_spans("With PyTorch, from Hugging Face.") == [(5, 12), (19, 31)]


@given(st.text(max_size=60))
def test_tokens_are_slices_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.text and t.folded == fold(t.text) for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


@given(st.text(max_size=30), st.text("aİß é-", max_size=8), st.text(max_size=30))
def test_a_form_is_found_wherever_it_stands(before: str, name: str, after: str) -> None:
    if not key_of(name):
        return
    text = f"{before} {name} {after}"
    spans = Gazetteer.from_names([name]).index.right_spans(text)
    assert any(text[start:end] == name.strip() for start, end in spans)


def test_a_sign_that_belongs_to_a_name_must_stand_there() -> None:
    index = Gazetteer.from_names(["C++", "Yahoo!", ".NET"]).index
    assert index.right_spans("C and C++, Yahoo and Yahoo!, NET and .NET.") == [(6, 9), (21, 27), (37, 41)]
