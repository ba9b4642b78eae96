"""The translation packages that other tests run through: small, labelled, right on what they know."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path, PurePosixPath

import pytest

DATA = Path(__file__).parent / "data"
SIZE_LIMIT = 3_000_000  # bytes
LANGUAGES = {"fr": "French", "nl": "Dutch"}
DIGEST_ROW = re.compile(r"^\| `([^`]+)` \| (\d+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)

KNOWN = {
    "fr": [
        ("Hugging Face plaide pour des systèmes d'IA ouverts", "Hugging Face argues for open AI systems"),
        (
            "OlympicCoder dépasse Claude 3.7 sur des tâches de programmation difficiles.",
            "OlympicCoder beats Claude 3.7 on difficult programming tasks.",
        ),
        ("Le modèle OLMo 2 d'AI2 est entièrement ouvert.", "The model OLMo 2 from AI2 is fully open."),
        (
            "Andreessen Horowitz soutient une politique équilibrée.",
            "Andreessen Horowitz supports a balanced policy.",
        ),
        (
            "Le rapport recommande plus d'argent pour le NAIRR.",
            "The report recommends more money for the NAIRR.",
        ),
    ],
    "nl": [
        (
            "Hugging Face dient zijn antwoord in bij het Witte Huis.",
            "Hugging Face submits its answer to the White House.",
        ),
        (
            "OpenAI wil minder regels en snellere beslissingen.",
            "OpenAI wants fewer rules and faster decisions.",
        ),
        ("De meeste AI-software is gebouwd op PyTorch.", "Most AI software is built on PyTorch."),
        (
            "Volgens Léa M. Synthia is het debat nog maar net begonnen.",
            "According to Léa M. Synthia, the debate has only just begun.",
        ),
        ("Het model OLMo 2 van AI2 is volledig open.", "The model OLMo 2 from AI2 is fully open."),
    ],
}


def archive(code: str) -> Path:
    return DATA / f"translate-{code}_en-1_0.argosmodel"


@pytest.fixture(params=sorted(LANGUAGES))
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def unpacked(code: str, folder: Path) -> Path:
    with zipfile.ZipFile(archive(code)) as package:
        package.extractall(folder)
    return folder / archive(code).stem


def translated(package: Path, sentences: list[str], beam: int) -> list[str]:
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(package / "model"), intra_threads=1)
    results = translator.translate_batch(
        [pieces.encode(text, out_type=str) for text in sentences], beam_size=beam
    )
    return [pieces.decode_pieces(result.hypotheses[0]) for result in results]


def test_a_package_is_small(code: str) -> None:
    assert archive(code).stat().st_size <= SIZE_LIMIT


def test_a_package_has_the_upstream_layout(code: str) -> None:
    with zipfile.ZipFile(archive(code)) as package:
        names = {str(PurePosixPath(name).relative_to(archive(code).stem)) for name in package.namelist()}
    model = {"model/model.bin", "model/config.json", "model/shared_vocabulary.json"}
    assert names == {"metadata.json", "README.md", "sentencepiece.model"} | model


def test_metadata_name_the_pair(code: str) -> None:
    with zipfile.ZipFile(archive(code)) as package:
        metadata = json.loads(package.read(f"{archive(code).stem}/metadata.json"))
    assert metadata == {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": code,
        "from_name": LANGUAGES[code],
        "to_code": "en",
        "to_name": "English",
        "links": [],
    }


def test_a_package_says_that_it_is_for_tests_alone(code: str) -> None:
    with zipfile.ZipFile(archive(code)) as package:
        readme = package.read(f"{archive(code).stem}/README.md").decode("utf-8")
    assert "tests of normtext alone" in readme
    assert "Apache-2.0" in readme


def test_the_readme_lists_every_package_with_its_digest() -> None:
    rows = DIGEST_ROW.findall((DATA / "README.md").read_text(encoding="utf-8"))
    found = [
        (path.name, str(path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(DATA.glob("*.argosmodel"))
    ]
    assert rows == found


@pytest.mark.parametrize("beam", [1, 4])
def test_known_sentences_come_out_right(code: str, beam: int, tmp_path: Path) -> None:
    sources, expected = (list(side) for side in zip(*KNOWN[code], strict=True))
    assert translated(unpacked(code, tmp_path), sources, beam) == expected


def test_an_overlong_input_ends(code: str, tmp_path: Path) -> None:
    package = unpacked(code, tmp_path)
    (output,) = translated(package, [" ".join(source for source, _ in KNOWN[code]) * 12], beam=1)
    assert output
