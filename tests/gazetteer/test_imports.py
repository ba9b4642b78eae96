"""Files of other tools: DeepL, Google Cloud, TBX, spaCy's EntityRuler."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from normtext.errors import GazetteerError, MissingExtraError
from normtext.gazetteer import Entry, Gazetteer
from normtext.gazetteer.formats import read, tbx


def written(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


# -- DeepL ---------------------------------------------------------------------

PAIRS = 'Zilvermeeuw,Silver Gull,NL,EN-US\n"Orbit, B.V.",Orbit,NL,EN\n\nQuill,Quill,NL,EN\n'


def test_a_pair_with_codes_is_a_translation_of_the_english_name(tmp_path: Path) -> None:
    contents = read(written(tmp_path, "glossary.csv", PAIRS))
    assert contents.format == "deepl"
    assert contents.remarks == ()
    assert contents.entries == (
        Entry("Silver Gull", translations=(("nl", ("Zilvermeeuw",)),)),
        Entry("Orbit", translations=(("nl", ("Orbit, B.V.",)),)),
        Entry("Quill"),
    )


def test_the_name_is_english_whichever_the_direction(tmp_path: Path) -> None:
    file = written(tmp_path, "glossary.tsv", "Silver Gull\tMouette argentée\nQuill\tQuill\n")
    entry = Entry("Silver Gull", translations=(("fr", ("Mouette argentée",)),))
    assert list(Gazetteer.load(file, source="EN", target="fr")) == [entry, Entry("Quill")]
    assert list(Gazetteer.load(file, "deepl", source="en", target="fr", foreign="alias")) == [
        Entry("Silver Gull", aliases_by_language=(("fr", ("Mouette argentée",)),)),
        Entry("Quill"),
    ]


def test_without_english_the_target_is_the_name_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = written(tmp_path, "glossary.csv", "Zilvermeeuw,Silbermöwe,nl,de\n")
    assert list(Gazetteer.load(file)) == [Entry("Silbermöwe", translations=(("nl", ("Zilvermeeuw",)),))]
    assert "without an English term" in caplog.text
    assert caplog.text.endswith("(1)\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("A,B\n", "line 1: the row does not say its languages; give them as codes, for instance --from nl"),
        ("A,A\nA,B,xyzzy,EN\n", "line 2: 'xyzzy' is no language code"),
        ("A,A\nSmith, Inc.,Smith\n", "line 2: has 3 columns"),
        ("A,A\nB,\n", "line 2: the source or the target is empty"),
    ],
)
def test_a_mistake_in_pairs_is_named_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    file = written(tmp_path, "glossary.csv", content)
    with pytest.raises(GazetteerError) as error:
        Gazetteer.load(file, "deepl")
    assert str(error.value).startswith(f"{file}: {said}")


# -- Google --------------------------------------------------------------------


def test_equivalent_term_sets_have_a_header_of_codes(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "glossary.csv",
        "de,en,pt_BR,pos,description\nSilbermöwe,Silver Gull,Gaivota Prateada,noun,a ship\n"
        "Quill,Quill,Quill,,\n,,Casa Verde,,\n",
    )
    contents = read(file)
    assert contents.format == "google"
    assert contents.entries == (
        Entry(
            "Silver Gull",
            translations=(("de", ("Silbermöwe",)), ("pt-BR", ("Gaivota Prateada",))),
            reason="a ship",
        ),
        Entry("Quill"),
        Entry("Casa Verde"),
    )


def test_without_english_the_language_asked_for_has_the_name(tmp_path: Path) -> None:
    file = written(tmp_path, "glossary.csv", "nl,de\nZilvermeeuw,Silbermöwe\n")
    (entry,) = Gazetteer.load(file, target="de")
    assert (entry.name, entry.translations) == ("Silbermöwe", (("nl", ("Zilvermeeuw",)),))
    assert [entry.name for entry in Gazetteer.load(file)] == ["Zilvermeeuw"]


def test_pairs_of_google_are_those_of_deepl(tmp_path: Path) -> None:
    file = written(tmp_path, "glossary.tsv", "Zilvermeeuw\tSilver Gull\n")
    assert list(Gazetteer.load(file, "google", source="nl", target="en")) == [
        Entry("Silver Gull", translations=(("nl", ("Zilvermeeuw",)),))
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("en,nl\nA,B,C\n", "line 2: has more columns than the first line"),
        ("en,nl,pos\nA,B,\n,,noun\n", "line 3: has no term in any language"),
    ],
)
def test_a_mistake_in_term_sets_is_named_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    file = written(tmp_path, "glossary.csv", content)
    with pytest.raises(GazetteerError) as error:
        Gazetteer.load(file)
    assert str(error.value).startswith(f"{file}: {said}")


# -- TBX -----------------------------------------------------------------------

VERSION_2 = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
<martifHeader><fileDesc><sourceDesc><p>ours</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="c1"><descrip type="subjectField">ships</descrip>
  <langSet xml:lang="en-GB"><tig><term>The Gull</term></tig>
    <ntig><termGrp><term>Silver
      Gull</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
  </langSet>
  <langSet xml:lang="nl"><tig><term>Silver Gull</term></tig><tig><term>Zilvermeeuw</term></tig></langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="nl"><tig><term/></tig></langSet></termEntry>
</body></text></martif>
"""

VERSION_3 = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>ours</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1">
  <langSec xml:lang="en"><termSec><term>Silver Gull</term></termSec>
    <termSec><term>The Gull</term></termSec></langSec>
  <langSec xml:lang="nl"><termSec><term>Zilvermeeuw</term></termSec></langSec>
</conceptEntry></body></text></tbx>
"""

MINIMAL = """<TBX dialect="TBX-Min"><header><languages source="en" target="nl"/></header><body>
<conceptEntry id="c1"><langGroup xml:lang="en"><termGroup><term>Silver Gull</term></termGroup>
<termGroup><term>The Gull</term></termGroup></langGroup>
<langGroup xml:lang="nl"><termGroup><term>Zilvermeeuw</term></termGroup></langGroup>
</conceptEntry></body></TBX>
"""

GULL = Entry("Silver Gull", aliases=("The Gull",), aliases_by_language=(("nl", ("Zilvermeeuw",)),))


@pytest.mark.parametrize("content", [VERSION_2, VERSION_3, MINIMAL], ids=["v2", "v3", "min"])
def test_a_concept_is_an_entry_and_its_terms_are_right(tmp_path: Path, content: str) -> None:
    pytest.importorskip("translate.storage.tbx")
    contents = read(written(tmp_path, "terms.tbx", content))
    assert contents.entries == (GULL,)
    skipped = ((tbx.WITHOUT_TERMS, 1),) if content == VERSION_2 else ()
    assert contents.remarks == skipped


BOMB = """<!DOCTYPE martif [<!ENTITY a SYSTEM "file:///etc/hosts">]>
<martif><text><body><termEntry><langSet xml:lang="en"><tig><term>&a;</term></tig></langSet></termEntry>
</body></text></martif>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "declares XML entities, which are not read"),
        (VERSION_3.replace("</body>", ""), "line 7: not valid XML"),
        (VERSION_2.replace("<text>", ""), "line 14: not valid XML"),
        ("<html><body>terms</body></html>", "is no TBX: there is no element martif or tbx in it"),
        (VERSION_3.replace("conceptEntry", "concept"), "there is no concept in it"),
        ("<doc><tbx><conceptEntry/></tbx></doc>", "is no TBX that can be read"),
    ],
)
def test_what_is_no_tbx(tmp_path: Path, content: str, said: str) -> None:
    pytest.importorskip("translate.storage.tbx")
    file = written(tmp_path, "terms.tbx", content)
    with pytest.raises(GazetteerError) as error:
        Gazetteer.load(file)
    assert str(error.value).startswith(f"{file}: {said}")


def test_a_termbase_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tbx, "MOST_CHARACTERS", 100)
    with pytest.raises(GazetteerError, match="export the termbase in parts"):
        Gazetteer.load(written(tmp_path, "terms.tbx", VERSION_3))


def test_without_the_extra_its_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("translate"):
            raise ImportError(name)
        return real(name, *rest, **more)

    tbx._store_class.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'normtext\[tbx\]'"):
        Gazetteer.load(written(tmp_path, "terms.tbx", VERSION_3))


# -- spaCy ---------------------------------------------------------------------

PATTERNS = """\
{"label": "ORG", "pattern": "Kesstrel", "id": "kesstrel-foundry"}
{"label": "ORG", "pattern": "Kesstrel Foundry", "id": "kesstrel-foundry"}
{"label": "ORG", "pattern": [{"LOWER": "kesstrel"}, {"LOWER": "foundry"}], "id": "kesstrel-foundry"}

{"label": "PERSON", "pattern": [{"TEXT": "Ada"}, {"ORTH": "O'Quill"}, {"TEXT": "-"}, {"text": "Veld"}]}
{"label": "tool", "pattern": "Orbit QL"}
{"label": "PLANET", "pattern": [{"LOWER": "42"}]}
{"label": "GPE", "pattern": [{"LOWER": "haspel"}]}
{"label": "ORG", "pattern": [{"LEMMA": "buy"}, {"TEXT": "x"}]}
{"label": "ORG", "pattern": [{"TEXT": {"REGEX": "x+"}}]}
{"label": "ORG", "pattern": [{"TEXT": "x", "OP": "+"}]}
{"label": "ORG", "pattern": [{"LEMMA": "sell"}]}
"""


def test_literal_patterns_are_names_and_the_others_are_counted(tmp_path: Path) -> None:
    contents = read(written(tmp_path, "patterns.jsonl", PATTERNS))
    assert contents.entries == (
        Entry("Kesstrel Foundry", "organization", aliases=("Kesstrel",)),
        Entry("Ada O'Quill-Veld", "person"),
        Entry("Orbit QL", "tool"),
        Entry("42"),
    )
    told = {said.split(",")[0]: count for said, count in contents.remarks}
    assert told == {
        "patterns with LEMMA": 2,
        "patterns with REGEX": 1,
        "patterns with OP": 1,
        "patterns that do not tell capitals (LOWER)": 1,
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "must be an object such as"),
        ('{"label": "ORG"}', "must be an object such as"),
        ('{"label": "ORG", "pattern": ""}', "'pattern' must be a text or a list of tokens"),
        ('{"label": "ORG", "pattern": []}', "'pattern' must be a text or a list of tokens"),
        ('{"label": "ORG", "pattern": ["x"]}', "a token must be an object such as"),
        ('{"label": "ORG", "pattern": "x", "id": []}', "'id' must be a text"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_mistake_in_patterns_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    file = written(tmp_path, "patterns.jsonl", f'{{"label": "ORG", "pattern": "Quill"}}\n{line}\n')
    with pytest.raises(GazetteerError) as error:
        Gazetteer.load(file)
    assert str(error.value).startswith(f"{file}: line 2: {said}")
