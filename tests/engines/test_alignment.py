"""Where in a translation the parts of its sentence are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.engines.alignment import Aligned, Found, Link, compose, make_links
from normtext.engines.argos import ArgosEngine
from normtext.engines.models import install_file
from normtext.engines.tokenizers import find_tokens, join_pieces
from tests.engines.conftest import Relabel

MARK = "\N{LOWER ONE EIGHTH BLOCK}"

# Sentences that the test models know, with names that come through as they are.
KNOWN = {
    "fr": [
        ("Hugging Face remet sa réponse à la Maison-Blanche.", ["Hugging Face"]),
        ("OlympicCoder dépasse Claude 3.7 sur des tâches de programmation difficiles.", ["OlympicCoder"]),
        ("OlympicCoder dépasse Claude 3.7 sur des tâches de programmation difficiles.", ["Claude 3.7"]),
        ("Andreessen Horowitz soutient une politique équilibrée.", ["Andreessen Horowitz"]),
        ("OpenAI et Google ont envoyé leurs propres propositions.", ["OpenAI", "Google"]),
        ("La plupart des logiciels d'IA reposent sur PyTorch.", ["PyTorch"]),
    ],
    "nl": [
        ("Hugging Face dient zijn antwoord in bij het Witte Huis.", ["Hugging Face"]),
        ("OpenAI wil minder regels en snellere beslissingen.", ["OpenAI"]),
        ("De meeste AI-software is gebouwd op PyTorch.", ["PyTorch"]),
        ("Volgens Léa M. Synthia is het debat nog maar net begonnen.", ["Synthia"]),
    ],
}


def words(*pairs: tuple[str, str], weight: float = 0.9) -> Aligned:
    """A translation word by word; each pair is a word of the sentence and what became of it."""
    links, here, there = [], 0, 0
    for source, target in pairs:
        links.append(Link(there, there + len(source), here, here + len(target), weight))
        there += len(source) + 1
        here += len(target) + 1
    return Aligned(" ".join(target for _, target in pairs), tuple(links))


def found(aligned: Aligned, start: int, end: int) -> str | None:
    place = aligned.target_of(start, end)
    return place and aligned.text[place.start : place.end]


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [(code, sentence, name) for code, rows in KNOWN.items() for sentence, names in rows for name in names],
)
def test_names_are_found_where_they_arrived(installed: Path, language: str, sentence: str, name: str) -> None:
    engine = ArgosEngine(installed)
    route = engine.route(language, "en")
    assert route is not None
    padded = f" \x00{sentence}\n"
    (aligned,) = engine.translate_aligned([padded], route)
    assert name in aligned.text
    start = padded.index(name)
    assert name in (found(aligned, start, start + len(name)) or "")


def test_a_part_is_found_and_its_confidence_told() -> None:
    aligned = words(("De", "The"), ("heer", "Mr"), ("Dijkstra", "Dyke"), ("spreekt", "speaks"))
    assert aligned.target_of(8, 16) == Found(7, 11, 0.9)


def test_nothing_is_found_where_nothing_looks() -> None:
    aligned = words(("De", "The"), ("heer", "Mr"), ("spreekt", "speaks"), weight=0.4)
    assert aligned.target_of(3, 7) is None
    assert aligned.target_of(3, 7, least=0.3) == Found(4, 6, 0.4)
    assert Aligned("The lord speaks.").target_of(0, 5) is None
    assert Aligned("").target_of(0, 5) is None


@pytest.mark.parametrize(
    ("text", "drawn", "name"),
    [
        ("The model of Prelogue's is new.", "of Prelogue's is", "Prelogue"),
        (
            "The Prelogue\N{RIGHT SINGLE QUOTATION MARK}s.",
            "The Prelogue\N{RIGHT SINGLE QUOTATION MARK}s",
            "Prelogue",
        ),
        ("On Claude 3.7 he spoke.", "On Claude 3.7", "Claude 3.7"),
        ("He saw The Verge in Paris.", "The Verge in", "The Verge"),
        ("He saw Jean-Luc (in Paris).", "Jean-Luc (in", "Jean-Luc"),
        ("The", "The", "The"),
    ],
)
def test_articles_and_possessives_at_the_edges_are_no_part_of_it(text: str, drawn: str, name: str) -> None:
    start = text.index(drawn)
    aligned = Aligned(text, (Link(0, 5, start, start + len(drawn), 1.0),))
    assert found(aligned, 0, 5) == name


def test_a_longer_run_beats_a_stray_word() -> None:
    aligned = Aligned(
        "Face it: Hugging Face won.",
        (Link(0, 12, 0, 4, 0.6), Link(0, 12, 9, 16, 0.9), Link(0, 12, 17, 21, 0.9)),
    )
    assert found(aligned, 0, 12) == "Hugging Face"


def test_links_discount_what_draws_attention_everywhere() -> None:
    attention = [[0.4, 0.6], [0.1, 0.9], [0.0, 1.0]]
    links = make_links(attention, [(0, 1), (2, 3)], [(0, 1), (2, 3), (4, 5)])
    first = {link[:2]: link.weight for link in links if link.target_start == 0}
    assert first[(0, 1)] > 0.7


def test_tokens_without_a_place_have_no_links() -> None:
    assert make_links([[1.0]], [None], [(0, 1)]) == ()
    assert make_links([[1.0]], [(0, 1)], [None]) == ()
    assert make_links([], [(0, 1)], []) == ()


def test_two_legs_are_composed() -> None:
    first = words(("huis", "house"), ("groot", "big"))
    second = words(("house", "maison"), ("big", "grande"))
    composed = compose(first, second)
    assert composed.text == "maison grande"
    assert [link[:4] for link in composed.links] == [(0, 4, 0, 6), (5, 10, 7, 13)]
    assert found(composed, 5, 10) == "grande"


def test_links_survive_a_pivot(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    install_file(relabel(fr_file, "en_de", from_code="en", to_code="de"), models_dir)
    engine = ArgosEngine(models_dir)
    route = engine.route("fr", "de")
    assert route is not None
    sentence = "OpenAI et Google ont envoyé leurs propres propositions."
    (aligned,) = engine.translate_aligned([sentence], route)
    assert aligned.text == engine.translate([sentence], route)[0]
    assert aligned.links
    assert all(link.source_end <= len(sentence) for link in aligned.links)


def test_bpe_packages_align(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    codes = b"#version: 0.2\nl e</w>\nd e</w>\n"
    file = relabel(fr_file, "bpe", add={"bpe.model": codes}, drop="sentencepiece.model")
    install_file(file, models_dir)
    engine = ArgosEngine(models_dir)
    route = engine.route("fr", "en")
    assert route is not None
    sentence = "Le ministre parle de « la loi » & de l'eau."
    (aligned,) = engine.translate_aligned([sentence], route)
    assert aligned.text == engine.translate([sentence], route)[0]
    assert aligned.links
    assert all(link.target_end <= len(aligned.text) for link in aligned.links)


def test_a_target_prefix_shifts_nothing(models_dir: Path, fr_file: Path, relabel: Relabel) -> None:
    install_file(relabel(fr_file, "prefixed", target_prefix=f"{MARK}The"), models_dir)
    engine = ArgosEngine(models_dir)
    route = engine.route("fr", "en")
    assert route is not None
    sentence = "Hugging Face plaide pour des systèmes d'IA ouverts"
    (aligned,) = engine.translate_aligned([sentence], route)
    assert "Hugging Face" in aligned.text
    assert "Face" in (found(aligned, 0, 12) or "")


def test_pieces_join_bytes_to_characters() -> None:
    assert join_pieces([f"{MARK}a", "b"]) == (f"{MARK}ab", [(0, 2), (2, 3)])
    joined = join_pieces(["x", "<0xE6>", "<0xBC>", "<0xA2>", "y"])
    assert joined == ("x漢y", [(0, 1), (1, 2), (1, 2), (1, 2), (2, 3)])
    assert join_pieces(["<0xE6>", "a"]) is None
    assert join_pieces([]) == ("", [])


def test_tokens_of_moses_are_found_through_its_changes() -> None:
    text = "L'eau « froide » & claire"
    tokens = ["L&apos;", "e@@", "au", '"', "fro@@", "ide", '"', "&amp;", "claire"]
    spans = find_tokens(text, tokens)
    surfaces = [span and text[slice(*span)] for span in spans]
    assert surfaces == ["L'", "e", "au", None, "fro", "ide", None, "&", "claire"]


@given(st.lists(st.text(max_size=8)), st.text(max_size=40))
def test_tokens_are_found_in_order_and_within(tokens: list[str], text: str) -> None:
    spans = [span for span in find_tokens(text, tokens) if span]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
