"""The command: what goes where, exit codes, resuming; against the real normalizer where it matters."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from normtext.article import Article
from normtext.cli import main
from normtext.cli.articles import Job, run
from normtext.cli.inputs import Source
from normtext.cli.terminal import fitted, printable, width
from normtext.engines import registry
from normtext.errors import InputError, NormtextError, UsageError

ENGLISH = (
    "City library opens its archive\n\nThe city library of Marlow Bay opened its archive to the public on "
    "Monday, and hundreds of readers came to see the old maps of the harbour.\n"
)


def rows(out: str) -> list[Article]:
    return [Article.from_json(line) for line in out.splitlines()]


def titles(out: str) -> list[str | None]:
    return [article.title.english if article.title else None for article in rows(out)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, in the order of their names."""
    place = tmp_path / "articles"
    place.mkdir()
    for name, title in (
        ("a.txt", "First of the three"),
        ("b.txt", "Second of the three"),
        ("c.txt", "Third of all"),
    ):
        (place / name).write_text(ENGLISH.replace("City library opens its archive", title), encoding="utf-8")
    return place


class Scripted:
    """A normalizer that tells by the name of a source what becomes of it, and keeps count."""

    def __init__(self, break_at: int | None = None) -> None:
        self.seen: list[str] = []
        self.break_at = break_at

    def normalize_many(
        self, sources: Iterable[Source], *, workers: int = 1, consensus: bool = False
    ) -> Iterator[Article]:
        for source in sources:
            assert isinstance(source, Path)
            if len(self.seen) == self.break_at:
                raise KeyboardInterrupt
            self.seen.append(source.name)
            yield self._article(source)

    @staticmethod
    def _article(source: Path) -> Article:
        data: dict[str, object] = {
            "id": "sha256:0",
            "source": {"name": str(source), "sha256": hashlib.sha256(b"x").hexdigest()},
        }
        if "failed" in source.name:
            data["warnings"] = [{"code": "failed_read", "message": "it cannot be read"}]
        elif "half" in source.name:
            data["title"] = {"original": "Half", "text": "Half", "english": "Half"}
            data["warnings"] = [{"code": "failed_names", "message": "names broke"}]
        else:
            data["title"] = {"original": source.stem, "text": source.stem, "english": source.stem}
        if "dutch" in source.name:
            data["translation"] = {"status": "unavailable"}
            data["warnings"] = [{"code": "no_model", "message": "run  normtext models install nl"}]
        return Article.from_dict(data)


def files(tmp_path: Path, *names: str) -> tuple[str, ...]:
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tuple(str(tmp_path / name) for name in names)


def test_failed_documents_are_named_and_the_others_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = files(tmp_path, "a.txt", "failed.txt", "half.txt", "z.txt")
    assert run(Job(paths), Scripted()) == 1
    out, err = capfd.readouterr()
    assert titles(out) == ["a", "Half", "z"]
    assert err.splitlines() == [
        f"normtext: {paths[1]}: it cannot be read",
        f"normtext: {paths[2]}: names broke",
    ]


def test_unavailable_translation_is_no_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(Job(files(tmp_path, "dutch.txt")), Scripted()) == 0
    out, err = capfd.readouterr()
    assert (titles(out), err) == (["dutch"], "")


@pytest.mark.parametrize("bad", ["failed.txt", "half.txt", "dutch.txt"])
def test_fail_fast_stops_at_the_first(tmp_path: Path, capfd: pytest.CaptureFixture[str], bad: str) -> None:
    paths = files(tmp_path, "a.txt", bad, "z.txt")
    normalizer = Scripted()
    with pytest.raises(NormtextError, match=bad):
        run(Job(paths, fail_fast=True), normalizer)
    assert normalizer.seen == ["a.txt", bad]
    assert titles(capfd.readouterr().out) == ["a"]


def test_out_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    paths = files(tmp_path, "a.txt", "b.txt", "c.txt")
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        run(Job(paths, out=out), Scripted(break_at=2))
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == before
    assert run(Job(paths, out=out), Scripted()) == 0
    assert titles(out.read_text(encoding="utf-8")) == ["a", "b", "c"]
    assert sorted(tmp_path.iterdir()) == before


def test_resume_goes_on_behind_a_torn_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = files(tmp_path, "a.txt", "failed.txt", "b.txt", "c.txt", "d.txt")
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    with pytest.raises(KeyboardInterrupt):
        run(Job(paths, out=out, resume=True), Scripted(break_at=4))
    assert not out.exists()
    whole = part.read_bytes()
    part.write_bytes(whole[:-20])
    capfd.readouterr()
    again = Scripted()
    assert run(Job(paths, out=out, resume=True), again) == 1
    assert "failed.txt: failed in the run before" in capfd.readouterr().err
    assert again.seen == ["c.txt", "d.txt"]
    assert titles(out.read_text(encoding="utf-8")) == ["a", "b", "c", "d"]
    assert not part.exists()


def test_resume_of_a_finished_run_adds_what_is_new(tmp_path: Path) -> None:
    first = files(tmp_path, "a.txt", "b.txt")
    out = tmp_path / "out.jsonl"
    assert run(Job(first, out=out, resume=True), Scripted()) == 0
    again = Scripted()
    assert run(Job(files(tmp_path, "a.txt", "b.txt", "c.txt"), out=out, resume=True), again) == 0
    assert again.seen == ["c.txt"]
    assert titles(out.read_text(encoding="utf-8")) == ["a", "b", "c"]


def test_resume_refuses_other_inputs(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(Job(files(tmp_path, "a.txt", "b.txt"), out=out, resume=True), Scripted())
    normalizer = Scripted()
    with pytest.raises(UsageError, match=r"a\.txt"):
        run(Job(files(tmp_path, "x.txt", "y.txt"), out=out, resume=True), normalizer)
    assert normalizer.seen == []
    assert titles(out.read_text(encoding="utf-8")) == ["a", "b"]


def test_resume_tells_files_of_one_name_apart(tmp_path: Path) -> None:
    for folder in ("d1", "d2"):
        (tmp_path / folder).mkdir()
    second = files(tmp_path, "d2/x.txt")
    both = files(tmp_path, "d1/x.txt", "d2/x.txt")
    out = tmp_path / "out.jsonl"
    assert run(Job(second, out=out, resume=True), Scripted()) == 0
    before = out.read_bytes()
    normalizer = Scripted()
    with pytest.raises(UsageError, match="same inputs as before"):
        run(Job(both, out=out, resume=True), normalizer)
    assert (normalizer.seen, out.read_bytes()) == ([], before)
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out.jsonl"]
    assert run(Job(both[::-1], out=out, resume=True), normalizer) == 0
    assert [article.source.name for article in rows(out.read_text(encoding="utf-8"))] == [*both[::-1]]


def test_resume_refuses_a_file_that_has_changed(tmp_path: Path) -> None:
    paths, out = files(tmp_path, "a.txt"), tmp_path / "out.jsonl"
    run(Job(paths, out=out, resume=True), Scripted())
    Path(paths[0]).write_text("y", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.txt is not what it was"):
        run(Job(paths, out=out, resume=True), Scripted())


def test_resume_after_a_run_without_it(tmp_path: Path) -> None:
    """The part file of a run that was given up does not replace what was written whole since."""
    paths, out = files(tmp_path, "a.txt", "failed.txt", "b.txt"), tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(Job(paths, out=out, resume=True), Scripted(break_at=2))
    again = paths[2:] + paths[:1]
    assert run(Job(again, out=out), Scripted()) == 0
    os.utime(tmp_path / "out.jsonl.part", (0, 0))
    assert run(Job((*again, *files(tmp_path, "c.txt")), out=out, resume=True), Scripted()) == 0
    assert titles(out.read_text(encoding="utf-8")) == ["b", "a", "c"]
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.jsonl"]


def test_resume_knows_what_failed_in_a_run_without_it(tmp_path: Path) -> None:
    paths, out = files(tmp_path, "a.txt", "failed.txt", "b.txt"), tmp_path / "out.jsonl"
    assert run(Job(paths, out=out), Scripted()) == 1
    again = Scripted()
    assert run(Job((*paths, *files(tmp_path, "c.txt")), out=out, resume=True), again) == 1
    assert again.seen == ["c.txt"]
    assert titles(out.read_text(encoding="utf-8")) == ["a", "b", "c"]


def test_tables_of_all_kinds_come_in(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    body = ENGLISH.split("\n\n")[1].strip()
    (tmp_path / "a.csv").write_text(f'title;story\nOne;"{body}"\n', encoding="utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(
        gzip.compress(json.dumps({"title": "Two", "story": body}).encode() + b"\n{torn\n")
    )
    paths = [str(tmp_path / name) for name in ("a.csv", "b.jsonl.gz")]
    assert main([*paths, "--text", "story"]) == 1
    out, err = capfd.readouterr()
    assert titles(out) == ["One", "Two"]
    assert f"{paths[1]}:2: not valid JSON" in err
    assert main([*paths, "--text", "story", "-o", str(tmp_path / "out.jsonl"), "--workers", "2"]) == 1
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == out
    assert "2 articles written to" in capfd.readouterr().err
    assert (tmp_path / "out.jsonl.failures.jsonl").exists()


def test_a_corpus_into_a_table(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    file.write_text(json.dumps({"id": 7, "text": ENGLISH}) + "\n", encoding="utf-8")
    options = [str(file), "-o", str(out), "--columns", "title,language", "--keep", "id", "--quiet"]
    assert main(options) == 0
    assert pq.read_table(out).to_pylist() == [
        {"input": str(file), "row": 1, "id": "7", "title": "City library opens its archive", "language": "en"}
    ]
    assert main([*options, "--resume"]) == 0
    assert main([*options, "--resume", "--language", "nl"]) == 2
    assert 'settings.language.language was null and is "nl"' in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x.csv", "--columns", "flat"], "go with tables"),
        (["x.jsonl", "--format", "parquet"], "-o articles.parquet"),
        (["x.jsonl", "-o", "o.parquet", "--consensus"], "normtext names learn"),
        (["x.jsonl", "-o", "o.parquet", "--columns", "nosuch"], "known:"),
        (["x.jsonl", "-o", "o.jsonl", "--keep", "id"], ".parquet"),
        (["x.jsonl", "-o", "no/such/o.parquet"], "there is no folder"),
    ],
)
def test_what_does_not_go_with_tables(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert told in capfd.readouterr().err


def test_resume_refuses_a_file_of_something_else(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 is no article"):
        run(Job(files(tmp_path, "a.txt"), out=out, resume=True), Scripted())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--nosuch", "x"], "--nosuch"),
        (["--format", "docx", "x"], "known: html, json, jsonl, jsonld, markdown, sentences, text"),
        (["--engine", "deepl", "x"], "argos"),
        (["--language", "dutch!", "x"], "dutch!"),
        (["--fields", "title", "x"], "title=headline"),
        (["--resume", "x"], "-o articles.jsonl"),
        (["--resume", "-o", "x.html", "x"], "-o articles.jsonl"),
        (["--workers", "0", "x"], "workers"),
        (["-o", "no/such/out.jsonl", "x"], "there is no folder no/such"),
        (["-o", ".", "x"], "folder"),
        (["models", "nosuch"], "nosuch"),
        (["names", "lint"], "FILE"),
        ([""], "path is empty"),
        (["-o", "", "x"], "-o: the path is empty"),
        (["--engine", "deepl", "x"], "none"),
        (["-o", "out.weird", "x"], ".jsonl, .ndjson"),
        (["model", "list"], "did you mean  normtext models"),
        (["models", "install", __file__], "not an .argosmodel file"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_is_known(
    arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["models", "--help"], ["names", "lint", "--help"], ["--version"]]
)
def test_help_and_version(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "normtext" in capfd.readouterr().out


@pytest.mark.parametrize("command", ["check", "lint"])
def test_names_check(tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str) -> None:
    good, bad, odd = tmp_path / "good.txt", tmp_path / "bad.toml", tmp_path / "odd.csv"
    good.write_text("Quilmara Labs\nVeldwijk Institute\n", encoding="utf-8")
    bad.write_text("this is [no TOML", encoding="utf-8")
    odd.write_text(
        "canonical,form,form_kind\nQuilmara Foundry,quilmaralabs,mangled\nVeldwijk,window,mangled\n",
        encoding="utf-8",
    )
    assert main(["names", command, str(good)]) == 0
    assert capfd.readouterr().out == f"{good}: 2 names, 2 forms, 0 conflicts, 0 warnings\n"
    assert main(["names", command, str(bad), str(good), str(odd)]) == 1
    out, err = capfd.readouterr()
    assert "bad.toml: not valid TOML" in err
    assert out.splitlines() == [
        f"{good}: 2 names, 2 forms, 0 conflicts, 0 warnings",
        "  error    'Quilmara Labs': the name of Quilmara Labs, and 'quilmaralabs', "
        "a mangled form of Quilmara Foundry",
        "  warning  'window' (mangled of Veldwijk): is an ordinary word (en), and would be repaired; "
        "add common_word or requires, or take it out",
        f"{odd}: 2 names, 4 forms, 1 conflict, 1 warning",
    ]


def test_names_check_against_the_shipped_names(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("canonical,form,form_kind\nOrbit QL,hugging face,mangled\n", encoding="utf-8")
    assert main(["names", "check", str(file)]) == 1
    assert "'Hugging Face': the name of Hugging Face" in capfd.readouterr().out
    assert main(["names", "check", "--alone", str(file)]) == 0
    capfd.readouterr()
    assert main(["names", "check", "--json", str(file), "nofile"]) == 1
    first, second = json.loads(capfd.readouterr().out)["files"]
    assert (first["names"], first["forms"]) == (1, 2)
    assert first["findings"][0] | {"message": ""} == {
        "level": "error",
        "code": "contradiction",
        "message": "",
        "entry": None,
        "form": "Hugging Face",
    }
    assert second["findings"][0]["code"] == "mistake"


def test_names_check_shows_a_screenful(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.txt"
    file.write_text("".join(f"Odd  Name {number}\n" for number in range(80)), encoding="utf-8")
    assert main(["names", "check", str(file)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 52
    assert lines[50] == "  … and 30 more; all of them:  --json"


def test_names_import(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    glossary, out = tmp_path / "glossary.tsv", tmp_path / "ours.csv"
    glossary.write_text("Zilvermeeuw\tSilver Gull\n", encoding="utf-8")
    assert main(["names", "import", str(glossary)]) == 1
    assert "--format deepl --from nl --to en" in capfd.readouterr().err
    options = ["--from", "nl", "--to", "en", "--kind", "tool"]
    assert main(["names", "import", str(glossary), *options]) == 0
    text, told = capfd.readouterr()
    assert text.startswith('[[entry]]\nname = "Silver Gull"\nkind = "tool"\n')
    assert told == f"normtext: {glossary}: 1 name (deepl)\n"
    assert main(["names", "import", str(glossary), *options, "-o", str(out)]) == 0
    assert capfd.readouterr().err == f"normtext: {glossary}: 1 name (deepl) to {out}\n"
    assert "Zilvermeeuw,translation,nl" in out.read_text(encoding="utf-8")
    assert main(["names", "import", str(glossary), *options, "-o", str(tmp_path / "none" / "x.csv")]) == 2
    assert main(["names", "import", str(glossary), *options, "-o", str(tmp_path / "x.xls")]) == 2
    assert main(["names", "import", str(glossary), "--from", "Dutch!"]) == 2


def test_names_import_says_what_stays_behind(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "patterns.jsonl"
    file.write_text(
        '{"label": "ORG", "pattern": "Silver Gull"}\n{"label": "ORG", "pattern": "SilverGull"}\n'
        '{"label": "ORG", "pattern": [{"LEMMA": "fly"}]}\n',
        encoding="utf-8",
    )
    assert main(["names", "import", str(file)]) == 0
    assert capfd.readouterr().err.splitlines() == [
        f"normtext: {file}: 2 names (entityruler)",
        f"normtext: {file}: patterns with LEMMA, skipped: they are rules, not names (1)",
        f"normtext: {file}: 1 conflict; to see it:  normtext names check {file}",
    ]


@pytest.mark.parametrize(("what", "told"), [("nofile", "no such file"), (".", "is a folder")])
def test_what_is_no_gazetteer_file(what: str, told: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["names", "lint", what]) == 1
    assert capfd.readouterr().err == f"normtext: {what}: {told}{', not a gazetteer file' * (what == '.')}\n"


def test_models_that_cannot_be_fetched(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NORMTEXT_OFFLINE", "1")
    assert main(["models", "install", "nl"]) == 1
    assert "then run  normtext models install FILE.argosmodel" in capfd.readouterr().err


def test_table_helpers_fit_any_text() -> None:
    assert fitted("abc", 5) == "abc  "
    assert fitted("abcdef", 4) == "abc…"
    assert width(fitted("拥抱脸公司", 6)) == 6
    assert printable("a\x1b[31m\nb") == "a\N{REPLACEMENT CHARACTER}[31m b"


# The rest runs the real thing.


def test_folder_to_json_lines_in_order(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    out, err = capfd.readouterr()
    assert titles(out) == ["First of the three", "Second of the three", "Third of all"]
    assert err == ""


def test_workers_give_the_same(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    alone = capfd.readouterr().out
    assert main(["--workers", "2", str(folder)]) == 0
    assert capfd.readouterr().out == alone


def test_missing_file_is_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "a.txt"), str(folder / "nosuch.txt"), str(folder / "b.txt")]) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 2
    assert "nosuch.txt" in err
    assert len(err.splitlines()) == 1


def test_sources_without_a_text_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(32)) * 40)
    assert main([str(empty), str(binary)]) == 0
    first, second = capfd.readouterr().err.splitlines()
    assert first == f"normtext: {empty}: the source has no text"
    assert second.startswith(f"normtext: {binary}: ")
    assert main(["--quiet", str(empty)]) == 0
    assert capfd.readouterr().err == ""


def test_a_file_of_output_is_told_about_and_so_are_warnings(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dutch = "De gemeente opent maandag een nieuwe bibliotheek, en veel lezers komen kijken naar de kaarten.\n"
    for name in ("d.txt", "e.txt"):
        (folder / name).write_text(dutch, encoding="utf-8")
    out = folder.parent / "out.jsonl"
    assert main([str(folder), "-o", str(out)]) == 0
    warning, written = capfd.readouterr().err.splitlines()
    assert warning.startswith("! no translation model from nl to en")
    assert warning.endswith("(2 articles)")
    assert written == f"normtext: 5 articles written to {out}"
    assert main([str(folder), "-o", str(out), "--quiet"]) == 0
    assert capfd.readouterr().err == ""


def test_what_translation_counted_is_told_and_sentences_come_in_pairs(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.register(
        "spelled", lambda sentences, source, target: ["The library opens today."] * len(sentences)
    )
    texts = ["De bibliotheek gaat vandaag open.", "De gemeente gaat vandaag weer open."]
    for name, text in zip(("d.txt", "e.txt"), texts, strict=True):
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    out = tmp_path / "pairs.tsv"
    arguments = [str(tmp_path / "d.txt"), str(tmp_path / "e.txt"), "-o", str(out)]
    try:
        assert main([*arguments, "--engine", "spelled", "--language", "nl"]) == 0
    finally:
        registry.unregister("spelled")
    assert "translation: sentences 2\n" in capfd.readouterr().err
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == "id name where sentence language text english status problem".split()
    assert [row[5:8] for row in rows[1:]] == [
        [text, "The library opens today.", "translated"] for text in texts
    ]


@pytest.mark.parametrize("writing", [False, True], ids=["reading", "writing"])
def test_folders_that_are_closed_to_us(
    writing: bool,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Permissions do not bind the superuser, who may run this test: the system's answer is put in."""
    closed = folder / "closed"
    closed.mkdir()
    scandir, access = os.scandir, os.access

    def scan(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and access(path, mode))
    if writing:
        assert main([str(folder), "-o", str(closed / "x.jsonl")]) == 2
        assert f"-o {closed / 'x.jsonl'}: nothing can be written" in capfd.readouterr().err
        return
    assert main([str(folder)]) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 3
    assert err == f"normtext: cannot read {closed}: Permission denied\n"


def test_json_lines_in(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.jsonl"
    body = ENGLISH.split("\n\n")[1]
    lines = [
        json.dumps({"headline": "One of a kind", "body": body}),
        "{torn",
        json.dumps({"headline": "Two of a kind", "body": body}),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main([str(file), "--fields", "title=headline,text=body"]) == 1
    out, err = capfd.readouterr()
    assert titles(out) == ["One of a kind", "Two of a kind"]
    assert err.startswith(f"normtext: {file}:2: not valid JSON")


@pytest.mark.parametrize(
    ("name", "start"), [("o.json", "["), ("o.md", "---\n"), ("o.html", "<!DOCTYPE"), ("o.txt", "First")]
)
def test_format_from_the_suffix(folder: Path, name: str, start: str) -> None:
    out = folder.parent / name
    assert main([str(folder / "a.txt"), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(start)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "normtext", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more}


def test_stdin_file_names_and_locale(folder: Path) -> None:
    odd = os.fsencode(folder) + b"/odd-\xff-\xe9.txt"
    with open(odd, "w", encoding="utf-8") as file:
        file.write(ENGLISH.replace("City", "Città"))
    done = subprocess.run(
        [*command("-"), odd], input=ENGLISH.encode(), capture_output=True, timeout=60,
        env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"), check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert titles(done.stdout.decode()) == [
        "City library opens its archive",
        "Città library opens its archive",
    ]


def test_reader_that_has_seen_enough(folder: Path) -> None:
    for number in range(400):
        (folder / f"more-{number:03}.txt").write_text(ENGLISH, encoding="utf-8")
    with subprocess.Popen(
        command(str(folder)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


def test_interrupt(folder: Path) -> None:
    with subprocess.Popen(
        command(str(folder / "a.txt"), "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert b"First of the three" in process.stdout.readline()
        process.send_signal(signal.SIGINT)  # it waits for its standard input now
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == b"normtext: interrupted\n"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_termination_leaves_nothing_behind(folder: Path, workers: str) -> None:
    out = folder.parent / "out.jsonl"
    before = sorted(folder.parent.iterdir())
    with subprocess.Popen(
        command(str(folder / "a.txt"), "-", "-o", str(out), "--workers", workers),
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    ) as process:  # fmt: skip
        while sorted(folder.parent.iterdir()) == before:
            time.sleep(0.02)
        time.sleep(0.3)
        process.terminate()
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (143, b"")
    assert sorted(folder.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("closing", "code", "told"),
    [
        ("{} <&-", 2, "the standard input is closed"),
        ("{} - <&-", 2, "the standard input is closed"),
        ("{} a.txt >&-", 2, "the standard output is closed"),
        ("{} a.txt -o out.jsonl >&- <&-", 0, "1 article written"),
        ("{} a.txt nosuch.txt 2>&-", 1, ""),
        ("{} --version >&-", 0, ""),
        ("{} models list >&-", 0, ""),
    ],
)
def test_streams_that_the_shell_has_closed(folder: Path, closing: str, code: int, told: str) -> None:
    line = closing.format(shlex.join(command()))
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, timeout=60, cwd=folder, env=environment(), check=False,
        stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert [article.text.count("Monday") for article in rows(done.stdout)] == [1] * closing.count("2>&-")


def at_terminal(arguments: list[str], *, stdin: bool = False) -> tuple[int, str]:
    """Run with a terminal as output (and input), and return the exit code and what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), stdin=theirs if stdin else subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env=environment(COLUMNS="100", PYTHONIOENCODING="utf-8"),
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            read = os.read(ours, 65536)
        except OSError:
            break
        if not read:
            break
        shown += read
    os.close(ours)
    return process.wait(timeout=60), shown.decode("utf-8")


def test_terminal_sees_a_table_and_how_to_get_the_articles(folder: Path) -> None:
    code, shown = at_terminal([str(folder)])
    assert code == 0
    lines = shown.replace("\r", "\n").splitlines()
    heading = next(line for line in lines if line.startswith("file "))
    assert heading.split() == ["file", "lang", "title", "names", "edits", "English"]
    assert any("First of the three" in line and line.endswith("yes") for line in lines)
    assert "-o articles.jsonl" in shown
    assert "schema_version" not in shown


def test_terminal_is_not_told_how_to_get_what_is_not_there(folder: Path) -> None:
    code, shown = at_terminal([str(folder / "nosuch.txt")])
    assert code == 1
    assert "nosuch.txt" in shown
    assert "-o articles.jsonl" not in shown


def test_terminal_is_told_what_was_written(folder: Path) -> None:
    code, shown = at_terminal([str(folder), "-o", str(folder.parent / "out.jsonl")])
    assert code == 0
    assert "First of the three" in shown
    assert "3 articles written to " in shown


def test_terminal_without_arguments_gets_help() -> None:
    code, shown = at_terminal([], stdin=True)
    assert code == 2
    assert "Usage: normtext" in shown


def test_terminal_gets_the_format_that_it_asks_for(folder: Path) -> None:
    code, shown = at_terminal(["--quiet", "--format", "text", str(folder / "a.txt")])
    assert code == 0
    assert shown.replace("\r", "").startswith("First of the three\n\n")
