"""The whole way of an article: the three promises over arbitrary text, odd input, and options."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normtext
from normtext.article import history
from normtext.edits import replay, rewind
from normtext.engines import registry
from normtext.testing import FakeEngine, articles_text
from tests.conftest import ARTICLES

LINES = st.sampled_from(
    [
        "Huffging Face replies",
        "By Ana Duarte",
        "Published: 3 March 2025",
        "ActusLéa M. Synthia22 mars 2025",
        "Tags",
        "• openai",
        "Q: What is Hugging Face?",
        "A: A company.",
        "See also  Another story",
        "Hugging Face, Openai and Olympic Coderthat met in the reportThe ministry read.",
        "L'Ã©tÃ© sera chaud &amp; long, dit Mme. Dupont à l'école de Zürich en mars.",
        "Het ministerie kiest voor open AI systemen van Hugging Face en OpenAI.",
        "\u200b",
        "\x00",
        "—",
        "Source link",
    ]
)
ARTICLE_TEXTS = st.one_of(
    st.lists(LINES, max_size=8).map("\n\n".join),
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=6).map("\n".join),
    articles_text(),
)


@pytest.fixture(autouse=True)
def _no_engine_is_left_behind() -> Iterator[None]:
    yield
    for name in ("babble", "mute", "broken"):
        registry.unregister(name)


def document_text(source: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in source)


def parts(article: normtext.Article) -> list[tuple[tuple[int, int], str]]:
    found = [
        (piece.span, piece.original) for piece in (*article.header, *article.blocks, *article.boilerplate)
    ]
    return sorted(found)


def check_promises(article: normtext.Article, text: str) -> None:
    at = 0
    for (start, end), original in parts(article):
        assert at <= start <= end
        assert not text[at:start].strip()
        assert text[start:end] == original
        at = end
    assert not text[at:].strip()
    places = [(f"block:{i}", b.original, b.text, b.english) for i, b in enumerate(article.blocks)]
    if article.title:
        places.append(("title", article.title.original, article.title.text, article.title.english))
    for where, original, repaired, english in places:
        assert replay(original, history(article.edits, where)) == repaired
        steps = history(article.edits, f"{where}/english")
        if english is not None:
            assert replay(rewind(english, steps), steps) == english
    for name in article.names:
        for mention in name.mentions:
            repaired, english = next((t, e) for w, _, t, e in places if w == mention.where)
            assert 0 <= mention.start < mention.end <= len(repaired)
            if mention.english_start is not None:
                assert english is not None
                assert english[mention.english_start : mention.english_end].strip()
    for block in article.blocks:
        for pair in block.sentences:
            assert block.text[slice(*pair.text)].strip() == block.text[slice(*pair.text)]
            assert pair.english is None or block.english is not None


@given(ARTICLE_TEXTS)
def test_the_promises_hold_over_arbitrary_text(text: str) -> None:
    article = normtext.normalize(text, translate=False)
    check_promises(article, document_text(text))
    assert normtext.Article.from_json(article.to_json()) == article


def babble(sentences: list[str], source: str, target: str) -> list[str]:
    """An engine that loses names, doubles them, swaps stand-ins, and now and then works."""
    out = []
    for sentence in sentences:
        kind = len(sentence) % 4
        words = sentence.split()
        spoiled = {0: words, 1: [w.lower() for w in words], 2: words[::-1], 3: [w[:4] for w in words]}[kind]
        out.append(" ".join(spoiled))
    return out


@settings(max_examples=60)
@given(st.lists(LINES, min_size=1, max_size=6).map("\n\n".join))
def test_the_promises_hold_through_a_bad_engine(text: str) -> None:
    registry.register("babble", babble)
    article = normtext.normalize(text, engine="babble", language="nl")
    check_promises(article, text)
    for name in article.names:
        for mention in name.mentions:
            assert mention.verdict != "not_translated"
            assert mention.english_start is not None, (name.name, article.english)


@settings(max_examples=60)
@given(ARTICLE_TEXTS, st.data())
def test_any_edit_can_be_undone(text: str, data: st.DataObject) -> None:
    article = normtext.normalize(text, translate=False)
    if not article.edits:
        return
    edit = data.draw(st.sampled_from(article.edits))
    undone = article.undo(edit)
    check_promises(undone, document_text(text))
    assert normtext.Article.from_json(undone.to_json()) == undone
    assert len(undone.edits) < len(article.edits)
    while undone.edits:
        undone = undone.undo(undone.edits[-1])
    assert all(block.text == block.original for block in undone.blocks)


@given(ARTICLE_TEXTS)
def test_repairs_are_idempotent(text: str) -> None:
    repaired = normtext.repair_text(text).text
    assert normtext.repair_text(repaired).text == repaired
    named = normtext.repair_names(repaired).text
    assert normtext.repair_names(named).text == named


CLEAN = [
    f"{name}.txt"
    for name in "clean-english dutch french german portuguese spanish chinese arabic russian".split()
]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_comes_through_as_it_is(name: str) -> None:
    text = (ARTICLES / name).read_text(encoding="utf-8")
    assert normtext.repair_text(text) == normtext.Repaired(text)
    assert normtext.normalize(text, translate=False).edits == ()


ODD: dict[str, Any] = {
    "empty text": "",
    "empty bytes": b"",
    "white space": " \n\t\u2028 ",
    "one character": "x",
    "one byte": b"\xff",
    "NUL bytes": b"\x00" * 1000,
    "NULs in a text": "A line\x00with\x00NULs.\n\x00\n",
    "lone surrogates": "half \ud83d of \udc00 a pair",
    "half a UTF-8 sequence": "Zürich ist schö".encode()[:-1],
    "right-to-left marks": "\u202eevil\u202c \u2067text\u2069",
    "HTML where text was expected": "<p>One.</p><script>alert(1)</script><p>Two.</p>",
    "only a script": "<html><script>x</script></html>",
    "random bytes": bytes((i * 7919 + i // 13) % 256 for i in range(4096)),
    "only boilerplate": "Source link",
    "only a date": "Published: 3 March 2025",
}


@pytest.mark.parametrize("source", list(ODD.values()), ids=list(ODD))
def test_odd_input_gives_an_article(source: str | bytes) -> None:
    article = normtext.normalize(source)
    assert normtext.Article.from_json(article.to_json()) == article


@pytest.mark.parametrize(
    "source",
    ["a" * 5_000_000, "word " * 1_000_000, b"\x00\xff\x9c\x0a" * 250_000],
    ids=["a", "words", "bytes"],
)
def test_huge_input_ends(source: str | bytes) -> None:
    started = time.monotonic()
    normtext.normalize(source)
    assert time.monotonic() - started < 120, "not a timing, a safeguard: what is linear takes seconds"


def test_empty_text_is_an_empty_article_with_a_warning() -> None:
    article = normtext.normalize("")
    assert [warning.code for warning in article.warnings] == ["empty"]
    assert (article.blocks, article.title, article.translation.status) == ((), None, "not_needed")


def test_a_str_is_never_a_path(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("The text of a file.", encoding="utf-8")
    assert normtext.normalize(str(file)).blocks[0].text == str(file)
    assert normtext.normalize(file).blocks[0].text == "The text of a file."


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(normtext.InputError, match=r"none\.txt"):
        normtext.normalize(tmp_path / "none.txt")


def test_many_sources_keep_their_order_and_a_bad_one_its_reason(tmp_path: Path) -> None:
    sources: list[Any] = ["One text is here.", tmp_path / "none.txt", b"Three is here."]
    first, second, third = normtext.normalize_many(sources)
    assert (first.blocks[0].text, third.blocks[0].text) == ("One text is here.", "Three is here.")
    assert second.warnings[0].code == "failed_read"
    assert "none.txt" in second.warnings[0].message


def test_workers_give_what_one_process_gives() -> None:
    sources = sorted(ARTICLES.iterdir())[:6]
    alone = list(normtext.normalize_many(sources, translate=False))
    assert list(normtext.normalize_many(sources, translate=False, workers=2)) == alone


def test_a_normalizer_pickles_with_its_names() -> None:
    names = normtext.Gazetteer.from_names(["Kestrel Foundry"])
    normalizer = normtext.Normalizer(normtext.Settings().replace(names={"gazetteer": names}))
    again = pickle.loads(pickle.dumps(normalizer))
    text = "A visit to Kesstrel Foundry, in the rain, took us a whole day."
    assert again.normalize(text) == normalizer.normalize(text)
    assert again.normalize(text).names[0].name == "Kestrel Foundry"


def test_without_a_model_everything_else_is_there() -> None:
    registry.register("mute", FakeEngine("mute", pairs=()))
    article = normtext.normalize(ARTICLES / "dutch.txt", engine="mute")
    assert (article.translation.status, article.english) == ("unavailable", None)
    assert article.title is not None
    assert article.title.text
    (warning,) = [w for w in article.warnings if w.code == "no_model"]
    assert "normtext models install nl" in warning.message


def test_an_engine_that_fails_is_recorded_or_raised() -> None:
    def broken(sentences: list[str], source: str, target: str) -> list[str]:
        raise RuntimeError("no luck")

    registry.register("broken", broken)
    with pytest.raises(normtext.EngineError, match="no luck"):
        normtext.normalize(ARTICLES / "dutch.txt", engine="broken")
    article = normtext.normalize(ARTICLES / "dutch.txt", engine="broken", on_error="record")
    assert article.translation.status == "failed"
    assert any(w.code == "failed_translation" and "no luck" in w.message for w in article.warnings)
    assert article.title is not None


@pytest.mark.parametrize(
    "options",
    [{"engine": "babelfish"}, {"language": "klingonish"}, {"on_error": "ignore"}],
    ids=["engine", "language", "on_error"],
)
def test_an_unknown_option_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(normtext.UsageError, match="unknown"):
        normtext.normalize("Text.", **options)


def test_settings_list_what_they_know() -> None:
    with pytest.raises(normtext.UsageError, match="known: .*repair.*"):
        normtext.Settings().replace(repairs={})
    with pytest.raises(normtext.UsageError, match="known: .*mojibake.*"):
        normtext.Settings().replace(repair={"mojibakes": False})
