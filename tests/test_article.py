"""The record: JSON both ways, the published schema, the view of edits, undo."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

import normtext
from normtext.article import Article
from tests.conftest import ARTICLES, ROOT


@pytest.fixture(scope="module")
def article() -> Article:
    return normtext.normalize(ARTICLES / "mangled-english.txt")


def test_articles_fit_the_published_schema(article: Article) -> None:
    schema = json.loads((ROOT / "docs" / "article.schema.json").read_text(encoding="utf-8"))
    assert schema == Article.model_json_schema(mode="serialization"), "run scripts/build_schema.py"
    jsonschema.validate(article.to_dict(), schema)


def test_json_goes_both_ways(article: Article) -> None:
    assert Article.from_json(article.to_json()) == article
    assert Article.from_json(article.to_json(indent=2).encode()) == article
    assert Article.from_dict(json.loads(json.dumps(article.to_dict()))) == article
    assert "\n" not in article.to_json()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema_version": "9"}', "no json"])
def test_what_is_no_article_is_one_clear_error(text: str) -> None:
    with pytest.raises(normtext.InputError, match="not an Article of schema version 1"):
        Article.from_json(text)


def test_records_are_frozen(article: Article) -> None:
    with pytest.raises(ValidationError):
        article.language = normtext.Language()  # type: ignore[misc]


def test_every_edit_is_in_the_view_of_its_block(article: Article) -> None:
    seen = [edit for block in article.blocks for edit in block.edits]
    assert sorted(map(repr, seen)) == sorted(repr(e) for e in article.edits if e.where.startswith("block"))


def test_english_is_title_and_blocks(article: Article) -> None:
    assert article.title is not None
    assert article.english == "\n\n".join([article.title.text, *(block.text for block in article.blocks)])


def test_undo_takes_back_one_edit_and_moves_the_rest(article: Article) -> None:
    edit = next(e for e in article.edits if e.before == "Py Torch")
    undone = article.undo(edit)
    index = int(edit.where.split(":")[1])
    assert "Py Torch" in undone.blocks[index].text
    assert undone.blocks[index].english == undone.blocks[index].text
    assert len(undone.edits) == len(article.edits) - 1
    for name in undone.names:
        for mention in name.mentions:
            if mention.where == edit.where and name.name != "PyTorch":
                assert undone.blocks[index].text[mention.start : mention.end] in (
                    name.name,
                    mention.surface,
                    "Mistral",
                )
    assert Article.from_json(undone.to_json()) == undone


def test_undo_of_another_articles_edit_is_refused(article: Article) -> None:
    other = normtext.normalize("Huffging Face came to the town in the evening.")
    with pytest.raises(normtext.UsageError, match="not in the article's change log"):
        article.undo(other.edits[0])


def test_undo_under_a_translation_says_that_the_english_stays() -> None:
    text = "De bibliotheek werkt al jaren samen met Huffging Face en met de stad."
    article = normtext.normalize(text, language="nl", engine="none", translate=False)
    translated = article.model_copy(
        update={
            "blocks": (
                article.blocks[0].model_copy(update={"english": "The library works with Hugging Face."}),
            )
        }
    )
    undone = translated.undo(translated.edits[0])
    assert undone.blocks[0].text == text
    assert undone.blocks[0].english == "The library works with Hugging Face."
    assert undone.warnings[-1].code == "english_not_retranslated"
