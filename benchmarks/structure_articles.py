"""Our own annotated articles: the text or the page as a reader gets it, and what is in it.

``data/structure/text/*.txt``: articles one below the other, each begun by ``%% id``; ``% field: value`` says
what is to be read from it, then each line is ``mark|line``. The part before the bar is not in the text.
``data/structure/html/*.html``: a page each; the first line says what is to be read, ``data-gold`` marks
elements. Both marks are taken out before anything reads the page.

Marks: T title, B header line, U subtitle, H heading, P paragraph, L list item, Q question, A answer, S quote,
C caption, K code, ``p`` the next line of a wrapped paragraph, ``p-`` the same where a hyphen at the end of
the line before is no part of the word, ``x:reason`` boilerplate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

DATA = Path(__file__).parent / "data" / "structure"
BODY = frozenset("UHPLQASCK")
AMBIGUOUS = "ambiguous"

_GOLD_LINE = regex.compile(r"\A<!-- gold (\{.*\}) -->\n")
_GOLD_MARK = regex.compile(r'\s*data-gold="[^"]*"')
_BLOCKS = "p li h1 h2 h3 h4 h5 h6 td dt dd blockquote figcaption".split()


@dataclass(frozen=True, slots=True)
class Gold:
    """A piece of an article: its mark, for boilerplate its reason, and its text."""

    mark: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with all that is to be found in it.

    Attributes:
        name, language: its id, and the language it is in.
        source: a str for plain text, bytes for a page.
        published: an ISO 8601 value, None, or "ambiguous".
    """

    name: str
    language: str
    source: str | bytes
    pieces: tuple[Gold, ...]
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    tags: tuple[str, ...]

    @property
    def form(self) -> str:
        """ "text" or "html"."""
        return "text" if isinstance(self.source, str) else "html"

    @property
    def title(self) -> str | None:
        """The title, None where it has none."""
        return next((piece.text for piece in self.pieces if piece.mark == "T"), None)

    def body(self) -> list[Gold]:
        """The pieces of the article itself."""
        return [piece for piece in self.pieces if piece.mark in BODY]

    def boilerplate(self) -> list[Gold]:
        """What is not of the article."""
        return [piece for piece in self.pieces if piece.mark == "x"]


def load_articles(folder: Path = DATA) -> list[Annotated]:
    """All of them, plain texts first."""
    texts = [article for path in sorted(folder.glob("text/*.txt")) for article in _texts(path)]
    return [*texts, *(_page(path) for path in sorted(folder.glob("html/*.html")))]


def _texts(path: Path) -> Iterator[Annotated]:
    for part in path.read_text(encoding="utf-8").split("%% ")[1:]:
        name, *lines = part.rstrip("\n").split("\n")
        stated = dict(line[2:].split(":", 1) for line in lines if line.startswith("% "))
        marked = [line.partition("|") for line in lines if not line.startswith("% ")]
        yield _annotated(
            name,
            path.stem,
            "\n".join(text for _, _, text in marked),
            _pieces((mark, text.strip()) for mark, bar, text in marked if bar),
            {key: _listed(key, value.strip()) for key, value in stated.items()},
        )


def _listed(key: str, value: str) -> Any:
    return [v.strip() for v in value.split(";") if v.strip()] if key in ("authors", "tags") else value or None


def _pieces(marked: Iterable[tuple[str, str]]) -> list[Gold]:
    """Lines to pieces, those of wrapped paragraphs and of code put together."""
    pieces: list[Gold] = []
    for mark, text in marked:
        last = pieces[-1] if pieces else None
        if mark in ("p", "p-") and last is not None:
            joined = last.text.removesuffix("-") + text if mark == "p-" else f"{last.text} {text}"
            pieces[-1] = Gold(last.mark, joined)
        elif mark == "K" and last is not None and last.mark == "K":
            pieces[-1] = Gold("K", f"{last.text}\n{text}")
        elif mark.startswith("x:"):
            pieces.append(Gold("x", text, mark[2:]))
        else:
            pieces.append(Gold(mark, text))
    return pieces


def _page(path: Path) -> Annotated:
    from lxml.html import document_fromstring

    text = path.read_text(encoding="utf-8")
    line = _GOLD_LINE.match(text)
    if line is None:
        raise ValueError(f"{path} does not begin with a line that says what is in it")
    page = text[line.end() :]
    pieces: list[Gold] = []
    for element in document_fromstring(page).iter():
        if (mark := element.get("data-gold")) is not None:
            parts = _leaves(element) if mark.startswith("x:") else [" ".join(element.text_content().split())]
            pieces += _pieces((mark, part) for part in parts)
    stated = json.loads(line[1])
    return _annotated(
        path.stem, stated.pop("language"), _GOLD_MARK.sub("", page).encode("utf-8"), pieces, stated
    )


def _leaves(element: Any) -> list[str]:
    """The texts of the innermost blocks of an element; its own where it has none."""
    blocks = [one for one in element.iter(*_BLOCKS) if next(one.iterdescendants(*_BLOCKS), None) is None]
    texts = [" ".join(one.text_content().split()) for one in blocks or [element]]
    return [text for text in texts if text]


def _annotated(
    name: str, language: str, source: str | bytes, pieces: list[Gold], stated: dict[str, Any]
) -> Annotated:
    return Annotated(
        name=name,
        language=language,
        source=source,
        pieces=tuple(pieces),
        authors=tuple(stated.get("authors") or ()),
        published=stated.get("published"),
        modified=stated.get("modified"),
        tags=tuple(stated.get("tags") or ()),
    )
