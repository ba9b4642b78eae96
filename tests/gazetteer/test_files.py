"""Our own files of names: TOML, CSV and TSV, lists; read, written, and read again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from normtext.errors import GazetteerError, UsageError
from normtext.gazetteer import KINDS, Entry, Gazetteer, Note
from normtext.gazetteer.formats import Reading, dumps, read
from normtext.gazetteer.formats.files import clean
from tests.conftest import ROOT

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


def test_forms_may_have_reasons_and_sources(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text(
        """
[[entry]]
name = "Kesstrel Foundry"
reason = "the maker of Orbit"
never = ["Kestrel"]
mangled = ["Kestrel Gieterij", {form = "Kesstrell Foundry", reason = "doubled", source = "a scan"}]
""",
        encoding="utf-8",
    )
    (entry,) = Gazetteer.load(file)
    assert entry.reason == "the maker of Orbit"
    assert entry.never == ("Kestrel",)
    assert entry.mangled == ("Kestrel Gieterij", "Kesstrell Foundry")
    assert entry.notes == (Note("Kesstrell Foundry", "doubled", "a scan"),)


EXCEL = (
    "sep=;\r\nEntry;Canonical;Kind;Form;Form kind;Flags;\r\n"
    '1;"Veldwijk; Zonen";company;VZ;;common_word;\r\n1;;;Veldwyk;mangled;;\r\n;;;;;;\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_table_is_read_in_the_dialect_of_spreadsheets(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = EXCEL.replace(";", delimiter).replace(f"Veldwijk{delimiter}", "Veldwijk;")
    for number, variant in enumerate((text, text.partition("\r\n")[2])):
        file = tmp_path / f"{number}.csv"
        file.write_bytes(variant.encode(encoding))
        assert list(Gazetteer.load(file)) == [
            Entry("Veldwijk; Zonen", "company", aliases=("VZ",), mangled=("Veldwyk",), common_word=True)
        ]


def test_tabs_without_quoting(tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text('canonical\tform\n"Quill" Works\t"Quill\n', encoding="utf-8")
    assert list(Gazetteer.load(file)) == [Entry('"Quill" Works', aliases=('"Quill',))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("canonical,form\n,X\n", "line 2: the column 'canonical' is empty"),
        ("entry,canonical\n1,X\n1,Y\n", "line 3: entry '1' has the name 'Y' here and 'X' above"),
        ("canonical,kind\nX,tool\nX,law\n", "line 3: the kind is 'law' here and 'tool' in a row above"),
        ("canonical,kind\nX,thing\n", "line 2: unknown kind 'thing'"),
        ("canonical,flags\nX,loud\n", "line 2: unknown flag 'loud'; known: common_word"),
        ("canonical,form,form_kind\nX,Y,canonical\n", "line 2: the canonical form 'Y' is not the name"),
        ('canonical\n"X\nY\n', "line 3: not valid CSV"),
        ("canonical,canonical\nX,Y\n", "line 1: the first line must name columns"),
        ("", "line 1: the first line must name columns"),
        ("source,target\nX,Y\n", "--format deepl --from nl --to en"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "names.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError) as error:
        Gazetteer.load(file)
    assert str(error.value).startswith(f"{file}: line ")
    assert said in str(error.value)


def test_a_mistake_in_toml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('[[entry]]\nname = "Good"\n\n[[entry]]\nname = "Bad"\nkind = "thing"\n', encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"line 4: entry 2 \(Bad\): unknown kind 'thing'"):
        Gazetteer.load(file)
    for table in ('{form = "X", why = "Y"}', '{form = ""}', '{reason = "Y"}', "3"):
        file.write_text(f'[[entry]]\nname = "Bad"\nmangled = [{table}]\n', encoding="utf-8")
        with pytest.raises(GazetteerError, match="'mangled'"):
            Gazetteer.load(file)


def test_what_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(b"Good\nCaf\xe9\n")
    with pytest.raises(GazetteerError, match=r"line 2: is not UTF-8 \(byte 8\); save it as UTF-8"):
        Gazetteer.load(file)


def test_a_number_sign_within_a_word_is_part_of_the_name(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("C#\nF# # a language\n#nothing\n", encoding="utf-8")
    assert [entry.name for entry in Gazetteer.load(file)] == ["C#", "F#"]


def test_options_that_do_not_exist(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("X\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unknown gazetteer format 'xls'; known: csv, deepl"):
        Gazetteer.load(file, "xls")
    with pytest.raises(UsageError, match="'Dutch!' is no language code"):
        Gazetteer.load(file, source="Dutch!")
    with pytest.raises(UsageError, match=r"unknown suffix to write '.jsonl'; known: .csv"):
        Gazetteer.load(file).save(tmp_path / "names.jsonl")
    with pytest.raises(UsageError, match="unknown format to write 'tbx'"):
        Gazetteer.load(file).save(file, "tbx")


# -- round trips ---------------------------------------------------------------

FORMS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=12
) | st.sampled_from(["C#", 'the "Q"', "a;b", "x\ty", "l1\nl2", "'''", "\\", "sep=;", "{form}", "=1+1"])
TAGS = ("nl", "fr", "pt-BR", "zh", "und")


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    form = FORMS.map(clean).filter(bool)
    some = st.lists(form, max_size=3, unique=True).map(tuple)
    by_language = st.dictionaries(st.sampled_from(TAGS), some.filter(bool), max_size=2)
    maybe = st.none() | form
    fields = {key: draw(some) for key in ("aliases", "mangled", "never", "requires", "forbids")}
    tables = {key: tuple(draw(by_language).items()) for key in ("aliases_by_language", "translations")}
    noted = [*fields["aliases"], *fields["mangled"], *fields["never"]]
    noted += [text for table in tables.values() for _, texts in table for text in texts]
    return Entry(
        draw(form),
        draw(st.sampled_from(sorted(KINDS))),
        acronym=draw(maybe),
        common_word=draw(st.booleans()),
        case_sensitive=draw(st.booleans()),
        source=draw(maybe),
        licence=draw(maybe),
        reason=draw(maybe),
        notes=tuple(Note(text, draw(maybe), draw(maybe)) for text in noted if draw(st.booleans())),
        **fields,
        **tables,
    )


@pytest.mark.parametrize("suffix", ["toml", "csv", "tsv"])
@given(names=st.lists(entries(), min_size=1, max_size=4).map(Gazetteer))
def test_what_is_saved_is_loaded_again(
    suffix: str, names: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / f"names.{suffix}"
    names.save(file)
    assert Gazetteer.load(file) == names
    assert list(file.parent.glob(".names*")) == []


def test_the_shipped_names_come_through_every_format(tmp_path: Path) -> None:
    for suffix in ("toml", "csv", "tsv"):
        Gazetteer.default().save(tmp_path / f"names.{suffix}")
        assert Gazetteer.load(tmp_path / f"names.{suffix}") == Gazetteer.default()
    Gazetteer.default().save(tmp_path / "names.txt")
    names = [entry.name for entry in Gazetteer.load(tmp_path / "names.txt")]
    assert names == [entry.name for entry in Gazetteer.default()]


@pytest.mark.parametrize("name", ["# one", "two\nlines", "a # b", "very " * 20])
def test_a_name_that_a_list_cannot_hold(tmp_path: Path, name: str) -> None:
    with pytest.raises(GazetteerError, match=r"a plain list cannot hold the name .*; save as .toml"):
        Gazetteer([Entry(name)]).save(tmp_path / "names.txt")
    assert not (tmp_path / "names.txt").exists()


def test_where_nothing_can_be_saved(tmp_path: Path) -> None:
    names = Gazetteer.from_names(["Quilmara Labs"])
    with pytest.raises(GazetteerError, match="cannot be written: No such file"):
        names.save(tmp_path / "none" / "names.csv")
    with pytest.raises(GazetteerError, match="a lone surrogate"):
        Gazetteer.from_names(["Quil\ud800"]).save(tmp_path / "names.csv")


def test_toml_leaves_out_what_says_nothing() -> None:
    assert dumps([Entry("Quilmara Labs")], "toml") == '[[entry]]\nname = "Quilmara Labs"\n'


def test_the_kind_may_be_said_for_all(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Quilmara Labs\n", encoding="utf-8")
    assert read(file, Reading(kind="laboratory")).entries == (Entry("Quilmara Labs", "laboratory"),)


def test_the_files_in_the_docs_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "gazetteers.md").read_text(encoding="utf-8")
    blocks = regex.findall(r"^```(toml|text|json)\n(.*?)^```$", page, regex.DOTALL | regex.MULTILINE)
    suffixes = ["toml", "csv", "txt", "csv", "csv", "jsonl"]
    for (_, content), suffix in zip(blocks, suffixes, strict=False):
        file = tmp_path / f"names.{suffix}"
        file.write_text(content, encoding="utf-8")
        assert next(iter(Gazetteer.load(file))).name == "Silver Gull"


@pytest.mark.parametrize("suffix", ["toml", "csv"])
def test_files_are_read_in_time_that_grows_with_their_size(tmp_path: Path, suffix: str) -> None:
    def seconds(count: int) -> float:
        file = tmp_path / f"names.{suffix}"
        Gazetteer.from_names(f"Quilmara {number}" for number in range(count)).save(file)
        before = time.process_time()
        assert len(Gazetteer.load(file)) == count
        return time.process_time() - before

    # Linear is 8; the bound leaves room for noise, and is far from the 64 of what grows quadratically.
    assert seconds(16_000) <= 24 * max(seconds(2_000), 0.02)
