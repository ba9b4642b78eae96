"""The gazetteer: merging, conflicts, the index."""

from __future__ import annotations

import itertools
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext import repair_names
from normtext.errors import GazetteerError
from normtext.folding import fold, key_of, tokenize
from normtext.gazetteer import Entry, Gazetteer, index


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.toml: no such file"):
        Gazetteer.load(tmp_path / "none.toml")
    with pytest.raises(GazetteerError, match="none: no such file"):
        Gazetteer.load(tmp_path / "none")
    with pytest.raises(GazetteerError, match="is a folder"):
        Gazetteer.load(tmp_path)


def test_entries_of_the_same_name_merge_and_conflicts_are_told() -> None:
    ours = Gazetteer([Entry("Phantom Space", "company", aliases=("PS",))])
    theirs = Gazetteer(
        [Entry("Phantom Space", mangled=("Fantom Space",)), Entry("PlayStation", aliases=("PS",))]
    )
    both = ours + theirs
    assert len(both) == 2
    assert next(iter(both)).mangled == ("Fantom Space",)
    assert [(conflict.form, conflict.entries) for conflict in both.conflicts()] == [
        ("PS", ("Phantom Space", "PlayStation"))
    ]


def test_a_gazetteer_pickles_and_the_shipped_one_stays_one() -> None:
    names = Gazetteer.from_names(["Phantom Space"])
    assert pickle.loads(pickle.dumps(names)) == names
    assert pickle.loads(pickle.dumps(Gazetteer.default())) is Gazetteer.default()


def test_the_shipped_gazetteer_has_no_conflicts() -> None:
    assert len(Gazetteer.default()) >= 300
    assert Gazetteer.default().conflicts() == []


def test_only_whole_right_forms_are_names() -> None:
    index = Gazetteer.from_names(["PyTorch", "Hugging Face"]).index
    assert index.is_name("PyTorch")
    assert not index.is_name("Pytorch")
    assert not index.is_name("PyTorchs")
    assert index.right_spans("With PyTorch, from Hugging Face.") == [(5, 12), (19, 31)]


@given(st.text(max_size=60))
def test_tokens_are_slices_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.text and t.folded == fold(t.text) for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


@given(st.text(max_size=30), st.text("aİß é-", max_size=8), st.text(max_size=30))
def test_a_form_is_found_wherever_it_stands(before: str, name: str, after: str) -> None:
    if not key_of(name):
        return
    text = f"{before} {name} {after}"
    spans = Gazetteer.from_names([name]).index.right_spans(text)
    assert any(text[start:end] == name.strip() for start, end in spans)


def test_a_sign_that_belongs_to_a_name_must_stand_there() -> None:
    index = Gazetteer.from_names(["C++", "Yahoo!", ".NET"]).index
    assert index.right_spans("C and C++, Yahoo and Yahoo!, NET and .NET.") == [(6, 9), (21, 27), (37, 41)]


def test_what_one_stage_has_found_serves_the_next_and_is_not_kept() -> None:
    index, text = Gazetteer.from_names(["PyTorch"]).index, "With PyTorch."
    alone = index.take(text)[1]
    assert index.right_spans(text) == [(5, 12)]
    assert index.take(text)[1] == alone == index.take(text)[1]
    assert index.take(text)[0] is not index.take(text)[0]


def test_threads_share_a_gazetteer_whose_memory_of_words_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "CACHED_WORDS", 5)
    names = Gazetteer.from_names(["Laughing Heron", "Kettleborough Ferries", "Northern Lakes Rescue Service"])
    texts = [
        f"Laughing Heron {number} wrote to Ketleborough Ferries; word{number} and again word{number + 1}."
        for number in range(300)
    ]
    alone = [repair_names(text, names, language="en").text for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda text: repair_names(text, names, language="en").text, texts))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone
    assert all("to Kettleborough Ferries" in text for text in alone)
