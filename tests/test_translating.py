"""Articles that go to the engine together come out as if each had gone alone, in order, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normtext
from normtext import parallel, translating
from normtext.article import Checks
from normtext.engines import registry
from normtext.testing import FakeEngine

DUTCH = "De minister van Digitale Zaken sprak {n} uur lang met het bedrijf over een nieuw plan."
FRENCH = "Le ministre a parlé pendant {n} heures avec l'entreprise au sujet d'un nouveau projet."
ENGLISH = "The minister spoke for {n} hours with the company about a new plan."
DEADLY = "Het bedrijf wil dat deze zin niet in het Engels wordt vertaald."


@pytest.fixture(autouse=True)
def _no_engine_is_left_behind() -> Iterator[None]:
    yield
    for name in ("together", "fragile", "windows", "shuffled", "plain", "mute"):
        registry.unregister(name)


def numbered(sentence: str) -> str:
    """English with the numbers of the sentence, as the guard wants it."""
    return ENGLISH.format(n="".join(c for c in sentence if c.isdigit()) or "many")


@pytest.fixture
def fake() -> FakeEngine:
    engine = FakeEngine("together", fallback=numbered)
    registry.register("together", engine)
    return engine


@pytest.fixture
def fragile() -> None:
    """An engine that fails on one sentence."""

    def translate(sentences: list[str], source: str, target: str) -> list[str]:
        if DEADLY in sentences:
            raise RuntimeError("no luck")
        return [numbered(sentence) for sentence in sentences]

    registry.register("fragile", translate)


def test_all_texts_of_a_language_go_to_the_engine_in_one_call(fake: FakeEngine) -> None:
    sources = [form.format(n=n) for n in range(3) for form in (DUTCH, FRENCH, ENGLISH)]
    found = list(normtext.normalize_many(sources, engine="together"))
    assert [call for call in fake.calls if len(call) > 1] == [
        [DUTCH.format(n=n) for n in range(3)],
        [FRENCH.format(n=n) for n in range(3)],
    ]
    assert [article.text for article in found] == sources
    assert [article.english for article in found] == [ENGLISH.format(n=n) for n in range(3) for _ in "123"]


PARAGRAPHS = st.sampled_from(
    [
        *(form.format(n=n) for n in range(2) for form in (DUTCH, FRENCH, ENGLISH)),
        f"{DUTCH.format(n=7)} Hugging Face antwoordde op vrijdag. {DEADLY}",
        "2025",
        "",
    ]
)


@settings(max_examples=25)
@given(
    st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=4).map("\n\n".join), max_size=6),
    st.sampled_from([1, 300, 100_000]),
    st.sampled_from([1, 2, 1000]),
)
def test_what_comes_out_does_not_depend_on_the_window(texts: list[str], characters: int, most: int) -> None:
    engine = FakeEngine("windows", fallback=numbered)
    registry.register("windows", engine)
    alone = [normtext.normalize(text, engine="windows", on_error="record") for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translating, "WINDOW_CHARACTERS", characters)
        patch.setattr(translating, "WINDOW_ARTICLES", most)
        assert list(normtext.normalize_many(texts, engine="windows")) == alone


def counted(texts: list[str], taken: list[str]) -> Iterator[str]:
    for text in texts:
        taken.append(text)
        yield text


def test_what_needs_no_translation_does_not_wait(fake: FakeEngine) -> None:
    taken: list[str] = []
    texts = [ENGLISH.format(n=n) for n in range(5)]
    found = normtext.normalize_many(counted(texts, taken), engine="together")
    for n in range(5):
        assert next(found).text == texts[n]
        assert len(taken) == n + 1
    off = normtext.normalize_many(counted([DUTCH] * 5, taken), translate=False)
    next(off)
    assert len(taken) == 6


@pytest.mark.parametrize("name", ["WINDOW_ARTICLES", "WINDOW_CHARACTERS"])
def test_reading_ahead_is_bounded(name: str, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [DUTCH.format(n=n) for n in range(10, 50)]
    bound = {"WINDOW_ARTICLES": 4, "WINDOW_CHARACTERS": 4 * len(texts[0])}[name]
    monkeypatch.setattr(translating, name, bound)
    taken: list[str] = []
    for number, _ in enumerate(normtext.normalize_many(counted(texts, taken), engine="together")):
        assert len(taken) - number <= 4
    assert max(map(len, fake.calls)) == 4


def test_a_long_article_goes_to_the_engine_in_parts(
    fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(DUTCH.format(n=n) for n in range(10, 50))
    whole = normtext.normalize(text, engine="together")
    monkeypatch.setattr(translating, "WINDOW_CHARACTERS", 500)
    fake.calls.clear()
    assert normtext.normalize(text, engine="together") == whole
    assert max(map(len, fake.calls)) <= 7


@pytest.mark.usefixtures("fragile")
def test_an_article_that_the_engine_fails_on_fails_alone() -> None:
    sources = [DUTCH.format(n=1), DEADLY, DUTCH.format(n=3)]
    found = normtext.normalize_many(sources, engine="fragile")
    assert [article.translation.status for article in found] == ["translated", "failed", "translated"]
    one, two, three = normtext.normalize_many(sources, engine="fragile")
    assert (one.english, two.english, three.english) == (ENGLISH.format(n=1), None, ENGLISH.format(n=3))
    assert [warning.code for warning in two.warnings] == ["failed_translation"]
    assert not one.warnings


@pytest.mark.usefixtures("fragile")
def test_an_error_comes_behind_the_articles_before_it(tmp_path: Path) -> None:
    found = normtext.normalize_many([DUTCH.format(n=1), DEADLY], engine="fragile", on_error="raise")
    assert next(found).english == ENGLISH.format(n=1)
    with pytest.raises(normtext.EngineError, match="no luck"):
        next(found)
    sources: list[Any] = [DUTCH.format(n=1), tmp_path / "none.txt"]
    found = normtext.normalize_many(sources, engine="fragile", on_error="raise")
    assert next(found).english == ENGLISH.format(n=1)
    with pytest.raises(normtext.InputError, match=r"none\.txt"):
        next(found)


@pytest.mark.usefixtures("fragile")
def test_what_was_read_before_reading_fails_comes_out() -> None:
    def sources() -> Iterator[str]:
        yield DUTCH.format(n=1)
        raise OSError("the disk is gone")

    found = normtext.normalize_many(sources(), engine="fragile")
    assert next(found).english == ENGLISH.format(n=1)
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_it_can_be_interrupted_and_closed(fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    def sources() -> Iterator[str]:
        try:
            while True:
                yield DUTCH.format(n=1)
        finally:
            closed.append(True)

    monkeypatch.setattr(translating, "WINDOW_ARTICLES", 2)
    found = normtext.Normalizer(normtext.Settings().replace(translation={"engine": "together"}))
    stream = found.normalize_many(sources())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert closed == [True]

    def interrupted(sentence: str) -> str:
        raise KeyboardInterrupt

    registry.register("together", FakeEngine("together", fallback=interrupted))
    with pytest.raises(KeyboardInterrupt):
        next(normtext.normalize_many([DUTCH] * 3, engine="together"))


def test_workers_run_their_engines_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def seen(function: Any, *_: object, **__: object) -> Iterator[normtext.Article]:
        translation = function.__self__.settings.translation
        asked.append((translation.inter_threads, translation.intra_threads))
        return iter(())

    monkeypatch.setattr(parallel, "ordered_batches", seen)
    for threads in ({}, {"inter_threads": 3}, {"intra_threads": 2}):
        options = normtext.Settings().replace(translation=threads)
        assert list(normtext.normalize_many([], workers=2, settings=options)) == []
    assert asked == [(1, 1), (3, 1), (1, 2)]


# Streams of texts


def test_translate_many_gives_what_translate_gives(fake: FakeEngine) -> None:
    texts = [DUTCH.format(n=1), "", "Hugging Face antwoordde op vrijdag.", "2025", DUTCH.format(n=1)]
    found = list(normtext.translate_many(iter(texts), "nl", engine="together"))
    assert found == [normtext.translate(text, "nl", engine="together") for text in texts]
    assert [one.text for one in found[:2]] == [ENGLISH.format(n=1), ""]
    assert [name.name for name in found[2].names] == ["Hugging Face"]


def test_translate_takes_many_texts_in_one_call(fake: FakeEngine) -> None:
    texts = [DUTCH.format(n=n) for n in range(300)]
    assert normtext.translate(texts, "nl", engine="together").text == [
        ENGLISH.format(n=n) for n in range(300)
    ]
    assert [len(call) for call in fake.calls if len(call) > 1] == [300]


@pytest.mark.usefixtures("fragile")
def test_a_text_that_the_engine_fails_on_fails_alone() -> None:
    texts = [DUTCH.format(n=1), DEADLY, DUTCH.format(n=3)]
    found = normtext.translate_many(texts, "nl", engine="fragile")
    assert next(found).text == ENGLISH.format(n=1)
    with pytest.raises(normtext.EngineError, match="no luck"):
        next(found)
    kept = list(normtext.translate_many(texts, "nl", engine="fragile", on_error="record"))
    assert [one.text for one in kept] == [ENGLISH.format(n=1), DEADLY, ENGLISH.format(n=3)]
    assert [warning.code for warning in kept[1].warnings] == ["failed_translation"]


@pytest.mark.parametrize(
    "options", [{"engine": "babelfish"}, {"source": "klingonish"}, {"on_error": "ignore"}], ids=str
)
def test_translate_many_refuses_at_once_what_it_does_not_know(options: dict[str, str]) -> None:
    with pytest.raises(normtext.UsageError, match="unknown"):
        normtext.translate_many([], **{"source": "nl", **options})


def test_memory_stays_flat_over_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.register("plain", lambda sentences, source, target: [numbered(s) for s in sentences])
    monkeypatch.setattr(translating, "WINDOW_CHARACTERS", 10_000)
    names = normtext.Gazetteer.from_names(["Kestrel Foundry"])
    texts = (DUTCH.format(n=n % 100) for n in range(2500))  # words are remembered, within bounds
    found = normtext.translate_many(texts, "nl", gazetteer=names, engine="plain")
    for _ in range(500):
        next(found)
    tracemalloc.start()
    try:
        for _ in range(500):
            next(found)
        early, _ = tracemalloc.get_traced_memory()
        assert sum(1 for _ in found) == 1500
        late, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert late < early + 100_000, "a sentence would leave sixty-six bytes behind"


# Pairs of sentences


def check_pairs(text: str, spans: list[tuple[int, int]]) -> None:
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


TEXTS = st.lists(
    st.one_of(
        PARAGRAPHS,
        st.sampled_from(
            ["• een punt van de minister. En nog een.", "| a | b |", "# Kop", "Olympic Coderthat"]
        ),
        st.text(max_size=30),
    ),
    max_size=5,
).map("\n\n".join)


def shuffled(sentences: list[str], source: str, target: str) -> list[str]:
    return [" ".join(reversed(sentence.split())) for sentence in sentences]


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(["nl", "fr", None]), st.sampled_from(["windows", "shuffled", "none"]))
def test_pairs_of_sentences_cover_both_sides(text: str, language: str | None, engine: str) -> None:
    registry.register("windows", FakeEngine("windows", fallback=numbered))
    registry.register("shuffled", shuffled)
    article = normtext.normalize(text, language=language, engine=engine)
    for block in article.blocks:
        if block.kind != "code":
            check_pairs(block.text, [pair.text for pair in block.sentences])
        spans = [pair.english for pair in block.sentences if pair.english is not None]
        if block.english is None:
            assert not spans
        elif block.kind != "code":
            assert len(spans) == len(block.sentences)
            check_pairs(block.english, [span for span in spans if span[0] < span[1]])
    assert len(list(article.sentences())) == sum(len(block.sentences) for block in article.blocks)


def test_a_sentence_says_what_is_wrong_with_it() -> None:
    registry.register("mute", lambda sentences, source, target: ["" for _ in sentences])
    (block,) = normtext.normalize(DUTCH.format(n=1), engine="mute").blocks
    (pair,) = block.sentences
    assert block.english == block.text
    assert pair.problem
    (block,) = normtext.normalize(ENGLISH.format(n=1)).blocks
    assert block.sentences[0].problem is None


def test_checks_add_up(fake: FakeEngine) -> None:
    found = list(normtext.normalize_many([DUTCH.format(n=n) for n in range(3)], engine="together"))
    total = sum((article.translation.checks for article in found), Checks())
    assert total.sentences == 3
    assert Checks(names=2, retried=1) + Checks(names=1) == Checks(names=3, retried=1)
