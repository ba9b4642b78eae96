"""Indexes on disk: read by the next process, never trusted where they are not what was written."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from normtext import Entry, Gazetteer, repair_names
from normtext.gazetteer import stored
from normtext.gazetteer.index import Index

ENTRIES = (
    Entry("Laughing Heron", "company", aliases=("LH Group",), never=("LH Grouping",), common_word=True),
    Entry("Kettleborough Ferries", mangled=("Kettle Burrow Ferries",)),
    Entry("Walter Schr\N{LATIN SMALL LETTER O WITH DIAERESIS}der", "person"),
    Entry(
        "Heron-2.5", "model", translations=(("zh", ("\u82cd\u9e6d\u6a21\u578b",)), ("nl", ("Reiger-2.5",)))
    ),
    Entry("Sea Board", "agency", aliases_by_language=(("nl", ("Zeeraad",)),), acronym="SB"),
    Entry("HydroSense"),
)
TEXTS = [
    "Laughing Heron wrote to Ketleborough Ferries, and Walter Schr'der to the LH Grouping.",
    "In May, laughing the plan of Heron was read to the Kettle Burrow Ferries by Walter Schroder.",
    "The Reiger-2.5 and the heron 2.5 of Hydro Sense, or \u82cd\u9e6d\u6a21\u578b, are known.",
    "They wrote to the Board of the Sea.",
]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own for each test, in which every index is kept."""
    monkeypatch.setattr(stored, "LARGE", 1)
    monkeypatch.setenv(stored.VARIABLE, str(tmp_path / "names"))
    return tmp_path / "names"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries were indexed anew, for each time."""
    counts: list[int] = []
    build = Index._build

    def counted(index: Index) -> None:
        counts.append(index.size)
        build(index)

    monkeypatch.setattr(Index, "_build", counted)
    return counts


def _told(gazetteer: Gazetteer) -> list[object]:
    return [
        repair_names(TEXTS, gazetteer, language=tag, threshold=at)
        for tag in ("en", "nl")
        for at in (0.2, 0.65)
    ]


def test_an_index_that_was_read_does_what_the_built_one_did(built: list[int]) -> None:
    first = _told(Gazetteer(ENTRIES))
    assert built == [6]
    assert _told(Gazetteer(ENTRIES)) == first
    assert built == [6]
    assert any("Laughing Heron" in str(told) for told in first)


def test_other_entries_have_an_index_of_their_own(built: list[int], folder: Path) -> None:
    text = "A model called Olympic Coder."
    assert repair_names(text, Gazetteer.from_names(["OlympicCoder"])).text == "A model called OlympicCoder."
    assert repair_names(text, Gazetteer.from_names(["Olympic Coder"])).text == text
    assert built == [1, 1]
    assert len(list(folder.iterdir())) == 2


def test_small_gazetteers_are_not_kept(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(stored, "LARGE", 7)
    _told(Gazetteer(ENTRIES))
    assert not folder.exists()


@pytest.mark.parametrize("word", ["off", "OFF", "no", "0", "false"])
def test_nothing_is_kept_where_it_is_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, built: list[int], word: str
) -> None:
    monkeypatch.setenv(stored.VARIABLE, word)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    _told(Gazetteer(ENTRIES))
    _told(Gazetteer(ENTRIES))
    assert built == [6, 6]
    assert not list(tmp_path.iterdir())


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


@pytest.mark.parametrize("damage", [_cut, _flipped, lambda _: b"", lambda _: b"not ours" * 9])
def test_a_broken_file_is_written_anew(
    built: list[int], folder: Path, caplog: pytest.LogCaptureFixture, damage: object
) -> None:
    assert callable(damage)
    first = _told(Gazetteer(ENTRIES))
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert _told(Gazetteer(ENTRIES)) == first
    assert built == [6, 6]
    assert "damaged" in caplog.text
    assert _told(Gazetteer(ENTRIES)) == first
    assert built == [6, 6]


def test_a_file_under_another_name_is_not_believed(built: list[int], folder: Path) -> None:
    Gazetteer(ENTRIES[:2]).index  # noqa: B018 - building it writes the file
    (wrong,) = folder.iterdir()
    first = _told(Gazetteer(ENTRIES))
    right = next(path for path in folder.iterdir() if path != wrong)
    right.write_bytes(wrong.read_bytes())
    assert _told(Gazetteer(ENTRIES)) == first
    assert built == [2, 6, 6]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, built: list[int]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(stored.VARIABLE, str(tmp_path / "file" / "names"))
    assert _told(Gazetteer(ENTRIES)) == _told(Gazetteer(ENTRIES))
    assert built == [6, 6]


def test_only_the_newest_are_kept(folder: Path) -> None:
    for number in range(stored.MOST_KEPT + 3):
        gazetteer = Gazetteer.from_names([f"Heron Board {number}"])
        assert gazetteer.index.size == 1
        for path in folder.iterdir():  # so that the clock's resolution does not matter
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert len(list(folder.iterdir())) == stored.MOST_KEPT


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        assert Gazetteer(ENTRIES).index.size == 6
        assert gc.isenabled() is on
        with pytest.raises(AttributeError):
            Gazetteer([None])  # type: ignore[list-item]
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()
