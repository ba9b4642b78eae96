"""The plan of a run: everything that decides its bytes. A resumed run must have the same one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from normtext.article import Article
from normtext.config import Settings
from normtext.corpus.rows import STDIN
from normtext.engines.models import list_installed
from normtext.engines.packages import digest
from normtext.errors import InputError, UsageError
from normtext.gazetteer import Gazetteer

LIBRARIES = (
    "argos-translate-lt", "ctranslate2", "dateparser", "ftfy", "fxtranslate", "langcodes", "lxml",
    "pyahocorasick", "pyarrow", "pycld2", "pydantic", "rapidfuzz", "regex", "sentencepiece", "sentencex",
    "trafilatura", "wordfreq",
)  # fmt: skip
"""Distributions whose version may show in the articles, or in the bytes that they are written as."""

_DECIDES = (".py", ".json", ".marisa")
_ENDS = 1 << 20
_MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of what.

    Attributes:
        inputs: files of rows, or files that are one row each; "-" is JSON Lines on the standard input.
        form: "parquet" or "jsonl".
        columns: of a table, checked by ``tables.columns.chosen``.
        keep: fields of the records that are kept as columns of the table.
        fields: what the fields of records are called there.
        settings: all options of the normalizer.
        shard_rows: rows of a shard.
    """

    inputs: tuple[str, ...]
    form: str
    columns: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    shard_rows: int = 1000


def plan_of(job: Job) -> dict[str, Any]:
    """The plan, as JSON has it.

    Raises:
        InputError: an input is not there.
    """
    return {
        "normtext": _version("normtext"),
        "schema_version": Article.model_fields["schema_version"].default,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: _version(name) for name in LIBRARIES},
        "package": _package(),
        "models": dict(_models(job.settings)),
        "settings": _plain(job.settings, leave_out=("models_dir", "on_error")),
        "output": {"form": job.form, "columns": list(job.columns), "keep": list(job.keep)},
        "fields": dict(job.fields),
        "shard_rows": job.shard_rows,
        "inputs": {path: _fingerprint(path) for path in job.inputs},
    }


def check_same(before: Mapping[str, Any], now: Mapping[str, Any], where: Path) -> None:
    """Raise UsageError where a run cannot be resumed; the message says what has changed."""
    old, new = dict(_flat(before, "")), dict(_flat(now, ""))
    changed = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]
    if not changed:
        return
    told = [f"{key} was {old.get(key, 'not there')} and is {new.get(key, 'not there')}" for key in changed]
    more = f", and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    raise UsageError(
        f"--resume goes on with what was begun, and this has changed: {'; '.join(told[:_MOST_TOLD])}{more}. "
        f"Put it back as it was, or remove {where} to start anew"
    )


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def _version(distribution: str) -> str | None:
    if distribution == "normtext":
        return str(sys.modules["normtext"].__version__)
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _package() -> str:
    """A digest over code and tables: between two releases they change and the version does not."""
    whole = hashlib.sha256()
    home = Path(__file__).parent.parent
    for file in sorted(path for path in home.rglob("*") if path.suffix in _DECIDES):
        whole.update(f"{file.relative_to(home).as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return f"sha256:{whole.hexdigest()}"


def _models(settings: Settings) -> Iterator[tuple[str, str]]:
    """Names and digests of the models that may be used: all, as "auto" may take any of them."""
    if settings.translation.translate and settings.translation.engine != "none":
        for model in list_installed(settings.models_dir):
            yield f"{model.engine} {model.name} {model.version}".strip(), digest(model.path)


def _plain(value: Any, leave_out: Sequence[str] = ()) -> Any:
    """A setting as JSON has it; of a gazetteer its digest."""
    if isinstance(value, Gazetteer):
        entries = sorted(repr(entry) for entry in value)
        return f"sha256:{hashlib.sha256(chr(10).join(entries).encode('utf-8', 'replace')).hexdigest()}"
    if dataclasses.is_dataclass(value):
        names = [one.name for one in dataclasses.fields(value) if one.name not in leave_out]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "pattern"):
        return [value.pattern, int(value.flags)]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _fingerprint(path: str) -> dict[str, Any]:
    """Size of a file and a digest of its ends; what lies between is in the digests of the shards."""
    if path == STDIN:
        return {}
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            ends = hashlib.sha256(file.read(_ENDS))
            file.seek(max(_ENDS, size - _ENDS))
            ends.update(file.read(_ENDS))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    return {"bytes": size, "ends": f"sha256:{ends.hexdigest()}"}
