"""Files of rows in all forms, what is wrong with some of them, and limits."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from normtext.corpus import rows as module
from normtext.corpus.rows import check_columns, document_of, files_of, rows_of
from normtext.document import Document
from normtext.errors import UsageError

RECORDS = [
    {"headline": "One", "body": "Été à Zürich; «oui», 100 %."},
    {"headline": "Two", "body": "Line\nbreak"},
]
FIELDS = {"text": "body", "title": "headline"}
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def texts(file: Path) -> list[tuple[str, str | None, int]]:
    found = []
    for row in rows_of(str(file), FIELDS):
        document = document_of(row, FIELDS)
        assert isinstance(document, Document), document
        found.append((document.text, document.metadata.title, row.number or 0))
    return found


EXPECTED = [(record["body"], record["headline"], number) for number, record in enumerate(RECORDS, 1)]


@pytest.mark.parametrize("suffix", ["", *PACK])
def test_json_lines_compressed_or_not(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"in.jsonl{'.' * bool(suffix)}{suffix}"
    file.write_bytes(PACK[suffix](LINES) if suffix else LINES)
    assert texts(file) == EXPECTED


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_streams_one_behind_the_other(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"in.jsonl.{suffix}"
    first, second = LINES.splitlines(keepends=True)
    file.write_bytes(PACK[suffix](first) + PACK[suffix](second))
    assert texts(file) == EXPECTED


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_a_file_that_is_cut_off_gives_what_it_has(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"in.jsonl.{suffix}"
    file.write_bytes(PACK[suffix](LINES)[:-20])
    *_, last = rows_of(str(file), FIELDS)
    assert "damaged or cut off" in last.failure


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz"])
def test_what_stands_behind_the_end_takes_nothing_with_it(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"in.jsonl.{suffix}"
    file.write_bytes(PACK[suffix](LINES * 300) + b"no archive")
    *rows, last = rows_of(str(file), FIELDS)
    assert len(rows) == 600
    assert "damaged or cut off" in last.failure


@pytest.mark.parametrize("suffix", PACK)
def test_a_packed_file_without_a_byte_has_failed_somewhere(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"in.jsonl.{suffix}"
    file.touch()
    (row,) = rows_of(str(file), FIELDS)
    assert row.failure.endswith("is damaged or cut off: it is empty")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_lines_as_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "in.jsonl"
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\r\n" for record in RECORDS)
    file.write_bytes(lines.encode(encoding))
    assert texts(file) == EXPECTED


@pytest.mark.parametrize("suffix", ["bz2", "xz", "zst"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normtext.corpus.compressed.FREE_BYTES", 1 << 16)
    file = tmp_path / f"in.jsonl.{suffix}"
    file.write_bytes(PACK[suffix](LINES + b" " * 30_000_000))
    *_, last = rows_of(str(file), FIELDS)
    assert "times as large as it is" in last.failure


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("in.csv", ",", "utf-8"),
        ("in.csv", ";", "utf-8-sig"),
        ("in.tsv", "\t", "utf-8"),
        ("in.csv", "\t", "utf-16"),
        ("in.csv", ";", "cp1252"),
    ],
)
def test_csv_by_its_head(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    rows = [["headline", "body"], *([record["headline"], f'"{record["body"]}"'] for record in RECORDS)]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / name).write_bytes((text + "\r\n").encode(encoding))
    assert texts(tmp_path / name) == EXPECTED


def test_csv_compressed(tmp_path: Path) -> None:
    file = tmp_path / "in.csv.gz"
    file.write_bytes(gzip.compress(b'headline,body\nOne,"a ""b"", c"\n\nTwo\nThree,d,e\nFour,f\n'))
    rows = list(rows_of(str(file), FIELDS))
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[2].failure == "the row has 3 fields, the head of the table 2"
    assert json.loads(rows[0].data or "") == {"headline": "One", "body": 'a "b", c'}  # type: ignore[arg-type]


def test_parquet(tmp_path: Path) -> None:
    file = tmp_path / "in.parquet"
    table = pa.table(
        {**{name: [r[name] for r in RECORDS] for name in RECORDS[0]}, "date": [date(2025, 3, 4)] * 2}
    )
    pq.write_table(table, file, row_group_size=1)
    assert texts(file) == EXPECTED
    document = document_of(next(rows_of(str(file), FIELDS)), FIELDS)
    assert isinstance(document, Document)
    assert document.metadata.published == "2025-03-04"


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    file = tmp_path / "in.parquet"
    file.write_bytes(b"nothing of the kind")
    (row,) = rows_of(str(file), {})
    assert "cannot read" in row.failure


def test_a_row_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROW_BYTES", 100)
    file = tmp_path / "in.jsonl"
    file.write_bytes(b'{"text": "a"}\n' + b"x" * 1000 + b'\n{"text": "b"}\n')
    first, long, last = rows_of(str(file), {})
    assert (first.number, long.number, last.number) == (1, 2, 3)
    assert "longer than" in long.failure
    assert last.data == b'{"text": "b"}'


def test_a_table_without_a_column_of_text_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("id,story\n1,abc\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"--text COLUMN, one of id, story"):
        check_columns([str(file)], {})
    check_columns([str(file)], {"text": "Story"})


def test_two_columns_of_text_are_refused_and_blanks_around_a_name_are_not(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("id, body ,headline\n1,Words.,Head\n", encoding="utf-8")
    check_columns([str(file)], FIELDS)
    assert texts(file) == [("Words.", "Head", 1)]
    file.write_text("body,id,body\nWords.,1,Others.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="2 columns called 'body'; rename all but one"):
        check_columns([str(file)], FIELDS)


def test_folders_give_what_can_be_read(tmp_path: Path) -> None:
    for name in ("b.parquet", "a.jsonl.zst", "c.txt", "d.bin", "_SUCCESS.csv", ".hidden.csv", "x/e.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "own.parquet").write_bytes(b"")
    files = files_of([str(tmp_path)], leave_out=[tmp_path / "own.parquet"])
    found = [str(Path(file).relative_to(tmp_path)) for file in files]
    assert found == ["a.jsonl.zst", "b.parquet", "c.txt", "x/e.csv"]
