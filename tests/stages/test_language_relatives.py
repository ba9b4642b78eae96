"""Close relatives and standards are told apart where the text allows it, and the coarser answer says why."""

from __future__ import annotations

from pathlib import Path

import pytest

import normtext
from normtext import detect_language

SENTENCES = Path(__file__).parents[2] / "benchmarks" / "data" / "language" / "relatives.txt"
ROWS = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("tag", "text"), ROWS, ids=[f"{tag}: {text[:30]}" for tag, text in ROWS])
def test_relatives_are_told_apart(tag: str, text: str) -> None:
    assert detect_language(text).tag == tag


@pytest.mark.parametrize(
    ("text", "tag", "best"),
    [
        ("A casa é bonita e fica perto do mar.", "pt", {"pt"}),
        ("O autocarro e o ônibus são a mesma coisa, disse a professora.", "pt", {"pt"}),
        ("人口在山上有二十三人", "zh", {"zh", "zh-Hant"}),
        ("Dobar dan svima koji danas dolaze ovamo.", "sh", {"hr", "bs"}),
    ],
)
def test_what_does_not_tell_has_the_coarser_tag_and_a_reason(text: str, tag: str, best: set[str]) -> None:
    found = detect_language(text)
    assert found.tag == tag
    assert found.best in best
    assert found.reason


@pytest.mark.parametrize("tag", ["pt-BR", "pt-PT", "zh-Hans"])
def test_best_is_the_language_of_a_standard(tag: str) -> None:
    text = next(text for own, text in ROWS if own == tag)
    assert detect_language(text).best == tag.partition("-")[0]


def test_a_standard_that_alone_may_come_is_the_answer() -> None:
    text = "A casa é bonita e fica perto do mar."
    assert detect_language(text, languages=["pt-BR", "es"]).tag == "pt-BR"
    assert detect_language(text, languages=["pt-BR", "pt-PT"]).tag == "pt"
    assert detect_language(text, languages=["pt"]).tag == "pt"


def test_an_article_has_its_standard_and_its_blocks_the_language() -> None:
    paragraphs = [text for tag, text in ROWS if tag == "pt-BR"]
    article = normtext.normalize("\n\n".join(paragraphs), translate=False)
    assert (article.language.tag, article.language.best) == ("pt-BR", "pt")
    assert article.language.name == "Brazilian Portuguese"
    assert {block.language for block in article.blocks} == {"pt"}
