"""The front matter of Markdown: YAML between lines of dashes, TOML between lines of plus signs.

YAML is read as far as articles use it: ``key: value``, quoted values, lists in brackets or with dashes,
folded text, people with their fields; what is more intricate is left unread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import regex

from normtext.document import Notice

_KEY = regex.compile(r"([A-Za-z_][\w .\-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_DASH = regex.compile(r"[ \t]*-[ \t]+(.*)$")
_COMMENT = regex.compile(r"(?<!\s)\s+#")
# Front matter of articles has one of these keys; a letter or a dialogue between two rules has not.
FRONT_KEYS = frozenset(
    ("title", "date", "author", "authors", "tags", "categories", "layout", "slug", "description", "published",
     "draft", "permalink", "summary", "lang", "language", "keywords")
)  # fmt: skip
# A file that begins with a rule and no front matter is not searched to its end for a second one.
FRONT_MATTER_LINES = 300

# Under these stand people, each a name or a mapping: "name: Mara Linden", "email: ...".
_PEOPLE = frozenset(("author", "authors", "creator"))
_NOTHING = ("null", "Null", "NULL", "~")  # YAML's words for it


def front_matter(lines: Sequence[str]) -> tuple[Mapping[str, object], int, tuple[Notice, ...]]:
    """What the front matter says, the number of its lines, and what was wrong with it."""
    mark = lines[0].rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return {}, 0, ()
    ends = ("---", "...") if mark == "---" else ("+++",)
    near = range(1, min(len(lines), FRONT_MATTER_LINES))
    end = next((i for i in near if lines[i].rstrip() in ends), None)
    if end is None:
        return {}, 0, ()
    content = list(lines[1:end])
    if mark == "+++":
        return _toml(content, end + 1)
    found = _simple_yaml(content)
    # A rule, a paragraph and a rule are no front matter.
    return (found, end + 1, ()) if found or not any(c.strip() for c in content) else ({}, 0, ())


def _toml(content: list[str], count: int) -> tuple[Mapping[str, object], int, tuple[Notice, ...]]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        found = tomllib.loads("\n".join(content))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, count, (Notice("front_matter", f"the front matter is not valid TOML: {error}"),)
    return _dated(found), count, ()


def _dated(found: Mapping[str, object]) -> dict[str, object]:
    """TOML's dates as the texts they were, and its tables that hold taxonomies laid open."""
    flat: dict[str, object] = {}
    for key, value in found.items():
        if isinstance(value, dict) and key in ("extra", "taxonomies", "params"):
            flat.update({k: v for k, v in _dated(value).items() if k not in found})
        else:
            flat[key] = value.isoformat() if isinstance(value, datetime | date | time) else value
    return flat


def _simple_yaml(content: list[str]) -> dict[str, object]:
    """The keys of a flat YAML mapping with texts and lists of texts."""
    found: dict[str, object] = {}
    key = ""
    for line in content:
        item = _DASH.match(line)
        pair = None if line[:1].isspace() else _KEY.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if item and key:
            before = found.get(key)
            value = _continued(key, "", item.group(1)) if key in _PEOPLE else _scalar(item.group(1))
            found[key] = [*(before if isinstance(before, list) else []), value]
        elif pair:
            key = pair.group(1).lower()
            found[key] = _value(pair.group(2) or "")
        elif key and line[:1].isspace():
            found[key] = _continued(key, found[key], line.strip())
    return {k: v for k, v in found.items() if v not in ("", [])}


def _continued(key: str, value: object, text: str) -> object:
    """A value with a further line of it: more of a text, or a field of a person."""
    field = _KEY.match(text) if key in _PEOPLE else None
    if field is not None and value == "":
        return {field.group(1).lower(): _scalar(field.group(2) or "")}
    if field is not None and isinstance(value, dict):
        return value | {field.group(1).lower(): _scalar(field.group(2) or "")}
    if field is not None and isinstance(value, list):
        return [*value[:-1], _continued(key, value[-1], text)]
    if not isinstance(value, str):
        return value
    if not value:
        return _scalar(text) if key in _PEOPLE else text
    return f"{value} {text}"


def _value(text: str) -> object:
    text = text.strip()
    if text in (">", ">-", "|", "|-", ">+", "|+") or text in _NOTHING:
        return ""
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(part) for part in _parts(text[1:-1]) if part.strip()]
    if text.startswith("{") and text.endswith("}"):
        fields = [_KEY.match(part.strip()) for part in _parts(text[1:-1])]
        if fields and all(fields):
            return {field.group(1).lower(): _scalar(field.group(2) or "") for field in fields if field}
    return _scalar(text)


def _parts(text: str) -> list[str]:
    """Cut at the commas outside of quotes."""
    return [m.group() for m in regex.finditer(r"(?:\"[^\"]*\"|'[^']*'|[^,\"'])+|[^,]", text)]


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    comment = _COMMENT.search(text)
    return text[: comment.start()] if comment else text
