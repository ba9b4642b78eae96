"""Clean articles of our own, full of traps: the names stage leaves every one of them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from normtext.gazetteer import Gazetteer
from normtext.stages.names import find_names

CLEAN = Path(__file__).parent.parent / "cases" / "names" / "clean"
LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pt")
ARTICLE = 10
"""Paragraphs taken as one article, about 700 words."""


def paragraphs(language: str) -> list[str]:
    return (CLEAN / f"{language}.txt").read_text(encoding="utf-8").splitlines()


def edits(texts: list[str], language: str) -> list[str]:
    found = find_names(texts, Gazetteer.default(), languages=[language] * len(texts))
    return [f"{c.before!r} -> {c.after!r}: {c.reason}" for changes in found.changes for c in changes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_articles_stay(language: str) -> None:
    texts = paragraphs(language)
    for start in range(0, len(texts), ARTICLE):
        assert edits(texts[start : start + ARTICLE], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_paragraphs_stay_where_the_article_names_the_traps(language: str) -> None:
    """The evidence that lets a damaged form be repaired lets no ordinary word be."""
    right = (
        "OpenAI, Hugging Face, Meta, Apple, Stability AI, Stable Diffusion, Common Crawl, Mila, "
        "Cisco, Samsung, Google, Gemini, Gemini 2.5 Pro, Llama 3, Runway, Midjourney, Perplexity, Whisper, "
        "Anthropic, Claude, Alphabet, Amazon, Cohere, Red Hat, Papers with Code, Semantic Scholar, Big Tech."
    )
    assert edits([right, *paragraphs(language)], language) == []
