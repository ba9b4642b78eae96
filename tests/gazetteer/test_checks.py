"""Conflicts between entries, and what looks wrong in a file."""

from __future__ import annotations

import pytest

from normtext.gazetteer import Entry, Gazetteer
from normtext.gazetteer.checks import findings
from normtext.gazetteer.index import tokenize

GULL = "Silver Gull"


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        (Entry("Orbit QL"), Entry("OrbitQL"), "same_name"),
        (Entry("Orbit", aliases=("OQL",)), Entry("Ocean", mangled=("oql",)), "contradiction"),
        (Entry("Orbit"), Entry("Ocean", translations=(("nl", ("orbit",)),)), "contradiction"),
        (Entry("Orbit", never=("Orbitel",)), Entry("Ocean", mangled=("Orbitel",)), "contradiction"),
        (Entry("Orbit", aliases=("OQL",)), Entry("Ocean", acronym="OQL"), "ambiguity"),
        (Entry("Orbit", aliases=("Ocean",)), Entry("Ocean"), "ambiguity"),
        (Entry("Orbit", mangled=("Orbid",)), Entry("Ocean", mangled=("Orbid",)), "ambiguity"),
        (
            Entry("Orbit", translations=(("nl", ("baan",)),)),
            Entry("Ocean", translations=(("nl", ("baan",)),)),
            "ambiguity",
        ),
    ],
)
def test_what_does_not_go_together(one: Entry, other: Entry, severity: str) -> None:
    (conflict,) = (Gazetteer([one]) + Gazetteer([other])).conflicts()
    assert conflict.severity == severity
    assert set(conflict.entries) == {one.name, other.name}
    assert len(conflict.kinds) == len(conflict.claims) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Entry("Orbit", never=("Orbitel",)), Entry("Orbitel")),
        (Entry("Orbit", never=("Orbitel",)), Entry("Ocean", never=("Orbitel",))),
        (Entry("o1", case_sensitive=True), Entry("O1")),
        (Entry("Yahoo!"), Entry("Yahoo")),
        (Entry("C++"), Entry("C#")),
        (
            Entry("Orbit", translations=(("nl", ("baan",)),)),
            Entry("Ocean", translations=(("de", ("baan",)),)),
        ),
        (Entry("Orbit", aliases=("OQL",)), Entry("Orbit", mangled=("O Q L",))),
    ],
)
def test_what_goes_together(one: Entry, other: Entry) -> None:
    assert (Gazetteer([one]) + Gazetteer([other])).conflicts() == []


def test_a_conflict_says_who_claims_what_and_the_worst_comes_first() -> None:
    names = Gazetteer(
        [
            Entry("Orbit", aliases=("OQL", "Orb")),
            Entry("Ocean", aliases=("Orb",), translations=(("nl", ("oql",)),)),
        ]
    )
    assert [str(conflict) for conflict in names.conflicts()] == [
        "'OQL': an alias of Orbit, and 'oql', a translation (nl) of Ocean",
        "'Orb': an alias of Orbit, and an alias of Ocean",
    ]


def test_a_never_form_is_found_as_such() -> None:
    names = Gazetteer([Entry("Orbit", never=("Orbit Ring", "Orbital"), mangled=("Orbital",))])
    text = "An Orbit Ring, orbital."
    hits = [hit for hit in names.index.hits(text, tokenize(text)) if hit.form.kind == "never"]
    assert [text[hit.start : hit.end] for hit in hits] == ["Orbit Ring", "orbital"]
    merged = names + Gazetteer([Entry("Orbit", never=("Orbiter",))])
    assert next(iter(merged)).never == ("Orbit Ring", "Orbital", "Orbiter")


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        (
            Entry(GULL, mangled=("window",)),
            "ordinary_words",
            "(mangled of Silver Gull): is an ordinary",
        ),
        (Entry(GULL, mangled=("Green House",)), "ordinary_words", "is ordinary words (en)"),
        (Entry(GULL, translations=(("nl", ("meeuwenzilver",)),)), "", ""),
        (Entry(GULL, translations=(("nl", ("water",)),)), "ordinary_words", "an ordinary word (nl)"),
        (Entry(GULL, translations=(("nl", ("zilveren huis",)),)), "", ""),
        (Entry(GULL, mangled=("window",), common_word=True), "", ""),
        (Entry(GULL, mangled=("window",), requires=("ship",)), "", ""),
        (Entry(GULL, mangled=("Silvergul",), aliases=("銀のカモメ",)), "", ""),
        (Entry("thank you"), "no_name", "reads as a term, not as a name"),
        (Entry("thank you", common_word=True), "", ""),
        (Entry("iPhone"), "", ""),
        (Entry("sentence-transformers"), "", ""),
        (Entry("Silver\N{ZERO WIDTH SPACE}Gull"), "suspicious_characters", "U+200B ZERO WIDTH SPACE"),
        (Entry("Silver  Gull"), "suspicious_characters", "white space twice over"),
        (Entry("Silver\tGull"), "suspicious_characters", "a control character"),
        (Entry("Caf\N{REPLACEMENT CHARACTER}"), "suspicious_characters", "a character was lost"),
        (Entry("CafÃ© Gull"), "suspicious_characters", "is mojibake"),
        (Entry("Silver &amp; Gull"), "suspicious_characters", "has an HTML entity ('&amp;')"),
        (Entry("<b>Gull</b>"), "suspicious_characters", "has markup"),
        (Entry("“Gull”"), "suspicious_characters", "is in quotation marks"),
        (
            Entry("\N{CYRILLIC CAPITAL LETTER O}penGull"),
            "suspicious_characters",
            "Latin and Cyrillic letters",
        ),
        (Entry("AT&T; Gull"), "", ""),
        (Entry("São Paulo"), "", ""),
        (Entry("ХK-Gull"), "suspicious_characters", "which look alike"),
        (Entry("---"), "length", "is never found"),
        (Entry("A Name " * 12), "length", "is it a sentence?"),
        (Entry(GULL, aliases=("SG",), mangled=("SG",)), "duplicate", "'SG' (Silver Gull): listed 2 times"),
    ],
)
def test_what_looks_wrong(entry: Entry, code: str, said: str) -> None:
    found = list(findings([entry]))
    assert [finding.code for finding in found] == [code] * bool(code)
    assert all(said in finding.message and finding.level == "warning" for finding in found)


def test_forms_listed_twice_over_rows_of_one_name() -> None:
    rows = [Entry(GULL, aliases=("SG",)), Entry("Orbit"), Entry(GULL, aliases=("SG",))]
    assert [finding.form for finding in findings(rows)] == ["SG"]


def test_the_shipped_names_have_nothing_suspicious() -> None:
    codes = {finding.code for finding in findings(Gazetteer.default())}
    assert codes <= {"ordinary_words"}
