"""Translation: what has to come through does, what went wrong is told, and good translations stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.errors import UsageError
from normtext.stages.translation import (
    Means,
    NameSpan,
    SourceText,
    Terms,
    Translation,
    rank_styles,
    translate_texts,
)
from normtext.testing import articles_text
from tests.conftest import cases


class Engine:
    """Answers from a table, sentence by sentence; what it lacks comes back as it was."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table
        self.calls: list[list[str]] = []

    def __call__(self, sentences: Sequence[str]) -> list[str]:
        self.calls.append(list(sentences))
        return [self.table.get(sentence, sentence) for sentence in sentences]


def source_text(case: dict[str, Any]) -> SourceText:
    names = [NameSpan(*span(case["source"], *row)) for row in case.get("names", ())]
    return SourceText(case["source"], case.get("language", "pt"), tuple(names))


def span(text: str, name: str, english: str | None = None, at: int = 0) -> tuple[int, int, str]:
    start = -1
    for _ in range(at + 1):
        start = text.index(name, start + 1)
    return start, start + len(name), english or name


def run(case: dict[str, Any]) -> Translation:
    others = [Engine(table) for table in case.get("others", ())]
    means = Means(Engine(case["engine"]), others=lambda: others)
    protected = [tuple(item) if isinstance(item, list) else item for item in case.get("protected", ())]
    return translate_texts([source_text(case)], means, terms=Terms(protected))[0]


@pytest.mark.parametrize("case", [*cases("translation", "wild"), *cases("translation", "synthetic")])
def test_what_went_wrong_is_mended_or_told(case: dict[str, Any]) -> None:
    done = run(case)
    assert done.english == case["expected"]
    assert [verdict for _, verdict in done.names] == case.get("verdicts", [])
    for (where, verdict), name in zip(done.names, source_text(case).names, strict=True):
        if verdict != "source_kept":
            assert where is not None
            assert done.english[slice(*where)] == name.english
    assert bool(done.kept_source) == ("kept" in case)
    assert case.get("kept", "") in " ".join(why for _, why in done.kept_source)
    assert bool(done.doubts) == ("doubt" in case)
    assert case.get("doubt", "") in " ".join(why for _, why in done.doubts)


@pytest.mark.parametrize("case", cases("translation", "must_not_change"))
def test_a_good_translation_is_left_alone(case: dict[str, Any]) -> None:
    done = run(case)
    assert done.english == case["engine"][case["source"]]
    assert (done.faults, done.doubts, done.kept_source, done.retried) == ((), (), (), 0)


@pytest.mark.parametrize("case", cases("translation", "known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert run(case).english == case["expected"]


TERMS = [
    (
        "Veja https://example.org/a_(b), www.example.net/x. e 10.1000/182!",
        ["https://example.org/a_(b)", "www.example.net/x", "10.1000/182"],
    ),
    (
        "Escreva para ana.b@mail.example ou @ana_b. #Eleições2024",
        ["ana.b@mail.example", "@ana_b", "#Eleições2024"],
    ),
    ("O ficheiro relatorio.pdf está em /srv/dados/2024, não em e/ou.", ["relatorio.pdf", "/srv/dados/2024"]),
    (
        "Corra `pip install x` com --no-deps e max_len=3 ou f.go()",
        ["`pip install x`", "--no-deps", "max_len", "f.go()"],
    ),
    ("Nota: 3/4, C#, R&D, p. ex., 12.05.2024, U.S., a.m., --excitantes, Arte_Park e #1.", []),
]


@pytest.mark.parametrize(("text", "found"), TERMS)
def test_patterns_that_are_protected_by_default(text: str, found: list[str]) -> None:
    assert [text[term.start : term.end] for term in Terms().found_in(text)] == found
    assert Terms(patterns=False).found_in(text) == ()


def test_strings_patterns_and_glossary_of_the_caller() -> None:
    terms = Terms(["foo bar", re.compile(r"\bRF-\d+\b"), ("nuvem", "cloud")])
    text = "Nuvem e foo bar; a nuvem, foo bars, RF-17."
    found = [(text[t.start : t.end], t.english) for t in terms.found_in(text)]
    assert found == [("Nuvem", "Cloud"), ("foo bar", "foo bar"), ("nuvem", "cloud"), ("RF-17", "RF-17")]


def test_a_glossary_term_may_begin_a_sentence_or_not() -> None:
    engine = Engine({"A nuvem cresce.": "Cloud grows."})
    done = translate_texts([SourceText("A nuvem cresce.", "pt")], engine, terms=Terms([("nuvem", "cloud")]))[
        0
    ]
    assert (done.english, done.others) == ("Cloud grows.", ("kept",))


@pytest.mark.parametrize("item", ["", "  ", 3, ("a",), ("a", ""), re.compile(rb"x"), None])
def test_what_cannot_be_protected_is_an_error(item: Any) -> None:
    with pytest.raises(UsageError, match="do_not_translate"):
        Terms([item])


def test_a_pattern_that_runs_away_is_an_error() -> None:
    terms = Terms([re.compile(r"(a|aa)+$")], patterns=False)
    with pytest.raises(UsageError, match="takes more than"):
        terms.found_in("a" * 5000 + "b")


def test_equal_sentences_are_translated_once() -> None:
    engine = Engine({"Olá.": "Hello."})
    texts = [SourceText("Olá. Olá.", "pt"), SourceText("Olá.", "pt")]
    assert [done.english for done in translate_texts(texts, engine)] == ["Hello. Hello.", "Hello."]
    assert engine.calls == [["Olá."]]


def test_without_protection_the_engine_has_the_last_word() -> None:
    engine = Engine({"Prelogar riu.": "Prologue Prologue Prologue Prologue laughed."})
    text = SourceText("Prelogar riu.", "pt", (NameSpan(0, 8, "Prelogar"),))
    done = translate_texts([text], engine, protect=False)[0]
    assert done.english == "Prologue Prologue Prologue Prologue laughed."
    assert (done.kept_source, done.doubts, done.retried) == ((), (), 0)


def test_attention_finds_a_name_that_nothing_resembles() -> None:
    source, output = "O Zwolsbeek abriu.", "The Something opened."
    engine = Engine({source: output})

    def attention(sentences: Sequence[str]) -> list[tuple[str, Any]]:
        return [(output, lambda start, end: (4, 13, 0.8)) for _ in sentences]

    text = SourceText(source, "pt", (NameSpan(2, 10, "Zwolsbeek"),))
    done = translate_texts([text], Means(engine, attention=attention, styles=tuple))[0]
    assert done.english == "The Zwolsbeek opened."
    assert done.names == (((4, 13), "restored_by_alignment"),)
    assert [change.rule for change in done.changes] == ["name_restored_by_alignment"]


def test_models_are_asked_which_stand_ins_they_keep() -> None:
    def deaf_to_x(sentences: Sequence[str]) -> list[str]:
        return [re.sub(r"X(\d)", r"\1", sentence) for sentence in sentences]

    assert rank_styles(deaf_to_x, "pt-BR")[0] == "Z{n}"
    asked: list[str] = []
    assert rank_styles(lambda s: asked.extend(s) or list(s), "xx")[0] == "X{n}"
    assert not asked


def test_a_name_across_a_sentence_end_stays_whole() -> None:
    source = "Veio a Yahoo! Japan ontem. Saiu."
    engine = Engine({"Veio a Yahoo! Japan ontem.": "Yahoo! Japan came yesterday.", "Saiu.": "It left."})
    done = translate_texts([SourceText(source, "pt", (NameSpan(7, 19, "Yahoo! Japan"),))], engine)[0]
    assert done.english == "Yahoo! Japan came yesterday. It left."
    assert [verdict for _, verdict in done.names] == ["kept"]


def broken(sentences: Sequence[str]) -> list[str]:
    """An engine that mangles every word with a capital."""
    return [re.sub(r"\b[A-Z]\w+", lambda m: m.group()[::-1], sentence) for sentence in sentences]


NAMES = ("Prelogar", "OlympicCoder", "GPT-4", "Hugging Face", "Ünal")


@given(
    st.lists(
        st.sampled_from((*NAMES, "e", "o", "disse", "3,5", ".", ";", "“", "https://a.example/b")), max_size=14
    )
)
def test_every_name_arrives_or_its_sentence_stays(words: list[str]) -> None:
    text = " ".join(words)
    found = list(re.finditer("|".join(map(re.escape, NAMES)), text))
    names = tuple(NameSpan(m.start(), m.end(), m.group()) for m in found)
    done = translate_texts([SourceText(text, "pt", names)], broken)[0]
    assert len(done.names) == len(names)
    for (where, verdict), name in zip(done.names, names, strict=True):
        assert verdict != "not_translated"
        assert where is not None
        assert done.english[slice(*where)] == name.english


@given(articles_text())
def test_sentences_are_in_order_and_nothing_is_lost_on_wild_text(text: str) -> None:
    done = translate_texts([SourceText(text, "pt")], list)[0]
    at = there = 0
    for source, english in done.sentences:
        assert at <= source[0] < source[1] <= len(text)
        assert there <= english[0] <= english[1] <= len(done.english)
        assert not text[at : source[0]].strip()
        at, there = source[1], english[1]
    assert not text[at:].strip()


def ascii_only(texts: Sequence[str]) -> list[bool]:
    """What a model lacks that knows ASCII and the letters of Portuguese."""
    return [not re.fullmatch(r"[\x00-\x7fà-öù-üÀ-ÖÙ-Ü]*", text) for text in texts]


PLAIN = [
    (
        "“Já está”, disse ela.",
        (),
        '"Já está", disse ela.',
        '"It is," she said.',
        '"It is," she said.',
    ),
    (
        "Custa € 2,75 milhões.",
        (),
        "Custa EUR 2,75 milhões.",
        "It costs EUR 2.75 million.",
        "It costs €2.75 million.",
    ),
    (
        "Custa 20 £ hoje.",
        (),
        "Custa 20 GBP hoje.",
        "It costs 20 GBP today.",
        "It costs £20 today.",
    ),
    (
        "Szabłowska riu.",
        ("Szabłowska",),
        "Szablowska riu.",
        "Szablowska laughed.",
        "Szabłowska laughed.",
    ),
    (
        "A casa de Szabłowska.",
        ("Szabłowska",),
        "A casa de Szablowska.",
        "Szablowska's house.",
        "Szabłowska's house.",
    ),
    (
        "Um vídeo de Ĺubor.",
        ("Ĺubor",),
        "Um vídeo de Lubor.",
        "A Lubor video.",
        "A Ĺubor video.",
    ),
    (
        "Um vídeo de Ђорђе.",
        ("Ђорђе",),
        "Um vídeo de X1.",
        "An X1 video.",
        "A Ђорђе video.",
    ),
    (
        "Um vídeo de Ђорђе!",
        ("Ђорђе",),
        "Um vídeo de X1!",
        "See an X1 video!",
        "See a Ђорђе video!",
    ),
    (
        "Comprei um Żeppelić velho.",
        (),
        "Comprei um Zeppelic velho.",
        "I bought an old Zeppelic.",
        "I bought an old Żeppelić.",
    ),
    (
        "Mỹ disse: minha casa caiu.",
        ("Mỹ",),
        "X1 disse: minha casa caiu.",
        "X1 said: my house fell.",
        "Mỹ said: my house fell.",
    ),
]


@pytest.mark.parametrize(("source", "names", "sent", "output", "expected"), PLAIN)
def test_what_a_model_has_no_token_for_goes_in_otherwise(
    source: str, names: tuple[str, ...], sent: str, output: str, expected: str
) -> None:
    engine = Engine({sent: output})
    spans = tuple(NameSpan(*span(source, name)) for name in names)
    done = translate_texts([SourceText(source, "pt", spans)], Means(engine, lacks=ascii_only))[0]
    assert engine.calls == [[sent]]
    assert done.english == expected
    assert [verdict for _, verdict in done.names] == ["restored_by_placeholder"] * len(names)


def test_a_plain_name_that_is_also_a_word_is_not_put_everywhere() -> None:
    source = "Kovář e o kovar saíram."
    engine = Engine(
        {"Kovar e o kovar saíram.": "Kovar and Kovar left.", "X1 e o kovar saíram.": "X1 and Kovar left."}
    )
    text = SourceText(source, "pt", (NameSpan(0, 5, "Kovář"),))
    done = translate_texts([text], Means(engine, lacks=lambda texts: ["ř" in text for text in texts]))[0]
    assert done.english == "Kovář and Kovar left."


@given(st.lists(st.sampled_from((*NAMES, "Ђорђе", "€ 5", "“a”", "e", "…", "Kovář", "3,5", ".")), max_size=12))
def test_every_name_arrives_whatever_a_model_lacks(words: list[str]) -> None:
    text = " ".join(words)
    found = list(re.finditer("|".join(map(re.escape, (*NAMES, "Ђорђе", "Kovář"))), text))
    names = tuple(NameSpan(m.start(), m.end(), m.group()) for m in found)
    done = translate_texts([SourceText(text, "pt", names)], Means(broken, lacks=ascii_only))[0]
    for (where, _), name in zip(done.names, names, strict=True):
        assert where is not None
        assert done.english[slice(*where)] == name.english
