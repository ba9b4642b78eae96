"""From a source to its Document: the format by media type, file name and content; then its reader."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import regex

from normtext.config import DecodeSettings
from normtext.document import Document, Notice
from normtext.errors import InputError, UsageError
from normtext.readers.feeds import read_feed
from normtext.readers.html import declared_encoding, read_html
from normtext.readers.jsonlines import read_json, read_json_lines
from normtext.readers.markdown import has_front_matter, read_markdown
from normtext.readers.records import BadRecord, Loaded
from normtext.readers.sniff import SNIFFED, looks_like_feed, looks_like_html
from normtext.readers.text import read_text
from normtext.stages.decode import REPLACEMENT, Decoded, clean, decode, lost_characters

Source = bytes | str | os.PathLike[str]

_DEFAULTS = DecodeSettings()
_FORMATS = {
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/json": "json",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/ld+json": "json",
    "application/feed+json": "json",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".jsonld": "json",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
RECORDS = frozenset(("json", "jsonl", "feed"))
"""The formats of which one file may hold many documents."""


def load(
    source: Source | Document,
    settings: DecodeSettings = _DEFAULTS,
    *,
    url: str | None = None,
    media_type: str | None = None,
    name: str | None = None,
) -> Loaded:
    """Read one source.

    Args:
        source: bytes; a path; a str, which is always text, never a path; or a Document as it is.
        settings: how bytes are decoded.
        url: where the source was found.
        media_type: its format, for example ``text/html; charset=utf-8``; else the file's suffix and
            the content tell.
        name: a label; the path as given where left out.

    Raises:
        InputError: the source is missing, unreadable, too large, or holds several documents.
        UsageError: a media type or an encoding that nobody knows.
        MissingExtraError: it is HTML and the extra ``html`` is not installed.
    """
    if isinstance(source, Document):
        return Loaded(source, _digest(source.text))
    stated, charset = _media_type(media_type)
    if isinstance(source, str):
        text, notices = clean(source)
        replaced = text.count(REPLACEMENT) - source.count(REPLACEMENT)
        document = _read(Decoded(text, "", "", notices, replaced), stated, url, name)
        return Loaded(replace(document, encoding=None, encoding_rule=None), _digest(text))
    if not isinstance(source, bytes):
        path = _path(source)
        name = name or str(path)
        stated = stated or SUFFIXES.get(path.suffix.lower())
        source = _bytes_of(path, settings)
    decoded = decode(source, settings, declared=charset or _declared(source, stated))
    return Loaded(_read(decoded, stated, url, name), hashlib.sha256(source).hexdigest())


def load_many(
    path: os.PathLike[str], settings: DecodeSettings = _DEFAULTS, *, fields: Mapping[str, str] | None = None
) -> Iterator[Loaded | BadRecord]:
    """Read all the documents of a file: one, or those of JSON Lines, JSON and feeds, one at a time.

    Args:
        fields: where records keep text, title and so on, ``{"text": "body"}``, or who wrote them,
            ``{"format": "newspaper4k"}``; see ``forms.FORMS``.

    Raises:
        InputError, UsageError, MissingExtraError: as in ``load``; a bad record raises nothing.
    """
    path = Path(path)
    kind = SUFFIXES.get(path.suffix.lower())
    if kind == "jsonl":
        try:
            with path.open("rb") as lines:
                yield from read_json_lines(lines, name=str(path), fields=fields)
        except OSError as error:
            raise _unreadable(path, error) from error
    elif kind == "json":
        text = decode(_bytes_of(path, settings), settings).text
        yield from read_json(text, name=str(path), fields=fields)
    elif kind == "feed":
        yield from _feed(_bytes_of(path, settings), settings, path)
    else:
        yield load(path, settings)


def find_sources(
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_unreadable: Callable[[Path, InputError], None] | None = None,
) -> Iterator[Path]:
    """The files of some paths: files as they are, folders with all that is in them, sorted.

    In folders only files with a known suffix count, and hidden ones do not.

    Args:
        on_unreadable: called with each folder that cannot be read, and why; then the others follow.

    Raises:
        InputError: a path does not exist; a folder cannot be read and there is no ``on_unreadable``.
    """

    def refused(error: OSError) -> None:
        folder = Path(error.filename)
        told = _unreadable(folder, error)
        if on_unreadable is None:
            raise told from error
        on_unreadable(folder, told)

    for path in map(Path, paths):
        if not path.is_dir():
            if not path.exists():
                raise InputError(f"there is no file or folder {path}")
            yield path
            continue
        for folder, inner, files in os.walk(path, onerror=refused):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for file in sorted(files):
                if Path(file).suffix.lower() in SUFFIXES and not file.startswith("."):
                    yield Path(folder, file)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _media_type(media_type: str | None) -> tuple[str | None, str | None]:
    """The format and the charset of a media type."""
    if media_type is None:
        return None, None
    kind, _, parameters = media_type.partition(";")
    form = _FORMATS.get(kind.strip().lower())
    if form is None:
        raise UsageError.unknown("media type", media_type, _FORMATS)
    charset = regex.search(r"charset\s*=\s*[\"']?([\w.:\-]+)", parameters, regex.IGNORECASE)
    return form, charset.group(1) if charset else None


def _declared(data: bytes, form: str | None) -> str | None:
    """The encoding that the markup of what is, or looks like, a page declares."""
    if form not in (None, "text", "html", "feed"):
        return None
    marked = form in ("html", "feed")
    if marked or any(looks(data[:SNIFFED].decode("latin-1")) for looks in (looks_like_html, looks_like_feed)):
        return declared_encoding(data)
    return None


def _feed(data: bytes, settings: DecodeSettings, path: Path) -> Iterator[Loaded | BadRecord]:
    """The entries of a feed, or a page that has the suffix of one."""
    decoded = decode(data, settings, declared=declared_encoding(data))
    if looks_like_html(decoded.text):
        yield load(path, settings)
    else:
        yield from read_feed(decoded.text, name=str(path))


def _path(source: object) -> Path:
    if not isinstance(source, os.PathLike):
        raise InputError(f"a source is bytes, a str or a path, not {type(source).__name__}")
    return Path(os.fsdecode(source))


def _bytes_of(path: Path, settings: DecodeSettings) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(settings.max_bytes + 1)
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder: find_sources lists the files in it") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(f"cannot read {path}: {why}")


def _read(decoded: Decoded, form: str | None, url: str | None, name: str | None) -> Document:
    """Hand a text to the reader of its format."""
    if form in (None, "text") and looks_like_html(decoded.text):
        form = "html"
    elif form in (None, "text") and has_front_matter(decoded.text):
        form = "markdown"
    elif form in (None, "text") and looks_like_feed(decoded.text):
        form = "feed"
    elif form == "feed" and looks_like_html(decoded.text):
        form = "html"  # XHTML that is called .xml
    if form == "html":
        document = read_html(decoded.text, url=url, name=name)
    elif form == "markdown":
        document = read_markdown(decoded.text, url=url, name=name)
    elif form in RECORDS:
        document = _only_record(decoded.text, form, url, name)
    else:
        document = read_text(decoded.text, url=url, name=name)
    return replace(
        document,
        encoding=decoded.encoding,
        encoding_rule=decoded.rule,
        notices=(*decoded.notices, *_with_lost(decoded, document, form)),
    )


def _with_lost(decoded: Decoded, document: Document, form: str | None) -> tuple[Notice, ...]:
    """The reader's notices, and one of characters that the source had lost before."""
    others = tuple(notice for notice in document.notices if notice.code != "replacement_characters")
    if any(notice.code == "binary" for notice in decoded.notices):
        return others
    # The parser of HTML writes NUL so, as HTML prescribes.
    replaced = decoded.replaced + (decoded.text.count("\0") if form == "html" else 0)
    if not replaced and len(others) < len(document.notices):
        return document.notices  # a record has told
    return (*lost_characters(document.text, replaced), *others)


def _only_record(text: str, form: str, url: str | None, name: str | None) -> Document:
    """The one document of a JSON source."""
    label = name or "the source"
    if form == "json":
        records = read_json(text, name=name)
    elif form == "feed":
        records = read_feed(text, name=name)
    else:
        records = read_json_lines(text.encode("utf-8", "replace").splitlines(), name=name)
    first, second = next(records, None), next(records, None)
    if second is not None:
        raise InputError(f"{label} holds several documents: load_many reads them one by one")
    if first is None or isinstance(first, BadRecord):
        raise InputError(f"{label}: {first.reason if first else 'there is no record in it'}")
    metadata = first.document.metadata
    return replace(first.document, name=name, metadata=replace(metadata, url=url or metadata.url))
