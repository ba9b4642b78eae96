"""Articles for the writers' tests, put together by hand: writers need no stage to have run."""

from __future__ import annotations

import pytest

from normtext import article as a

HOSTILE = (
    "</script><script>alert(1)</script> --> ]]> <!-- ' \" & &amp; \\ `x` *y* _z_ [l](javascript:x) "
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\N{NEXT LINE}\N{NULL}\N{ESCAPE}[31m\N{DELETE}"
    "\N{RIGHT-TO-LEFT OVERRIDE}abc ---\nkey: value\n# no heading\n- no item\n1. no item\n> no quote\n"
    "\t{{ x }} ${y} %s %(z)s \U0001f600"
)
KINDS = ("heading", "paragraph", "quote", "list_item", "question", "answer", "caption", "code", "table")


def block(kind: str, original: str, text: str | None = None, english: str | None = None) -> a.Block:
    """A block whose span is not looked at."""
    return a.Block(
        kind=kind,
        span=(0, len(original)),
        original=original,
        text=text or original,
        english=english,
        language="nl",
    )


def edit(where: str, start: int, before: str, after: str, stage: str = "names", **more: object) -> a.Edit:
    """An edit of ``before`` at ``start``."""
    fields = {"rule": "spelling", "confidence": 0.97, "reason": f"{after} is meant", **more}
    return a.Edit(
        stage=stage, where=where, start=start, end=start + len(before), before=before, after=after, **fields
    )


@pytest.fixture
def dutch() -> a.Article:
    """A translated article with edits in two stages, a suggestion, names and boilerplate."""
    first = "De minister van  Digitale Zaken sprak met Quilmara Labz over Veldwijk."
    return a.Article(
        id="sha256:" + "ab" * 32,
        source=a.Source(
            name="nl.txt", url="https://example.org/nl?a=1&b=2", sha256="ab" * 32, encoding="utf-8"
        ),
        language=a.Language(tag="nl", best="nl", name="Dutch", script="Latn", confidence=0.98),
        title=a.Title(original="Nieuw plan", text="Nieuw plan", english="New plan"),
        authors=("Ada O'Dell", "Bo: Li"),
        published=a.StatedDate(value="2025-03-22", raw="22 maart 2025", rule="line"),
        tags=("beleid", "a, b"),
        site="Voorbeeld",
        blocks=(
            block("heading", "Achtergrond", english="Background"),
            block(
                "paragraph",
                first,
                "De minister van Digitale Zaken sprak met Quilmara Labs over Veldwijk.",
                "The minister of Digital Affairs spoke with Quilmara Labs about Veldwijk.",
            ),
            block("list_item", "• een punt", english="• one point"),
            block("list_item", "2. nog een", english="2. another"),
            block("quote", "Zo is het.\nEcht.", english="So it is.\nReally."),
            block("question", "Waarom?", english="Why?"),
            block("answer", "Daarom.", english="Because."),
            block("code", "x = ```1```", english="x = ```1```"),
        ),
        boilerplate=(a.Boilerplate(reason="source_link", span=(0, 4), original="Bron"),),
        names=(
            a.Name(
                name="Quilmara Labs",
                kind="company",
                mentions=(a.Mention(where="block:1", start=41, end=54, surface="Quilmara Labz"),),
            ),
        ),
        edits=(
            edit("block:1", 15, "  ", " ", stage="repair", rule="spaces", reason="one space is enough"),
            edit("block:1", 41, "Quilmara Labz", "Quilmara Labs"),
        ),
        suggestions=(edit("block:1", 60, "Veldwijk", "Veldwyk", confidence=0.4),),
        translation=a.TranslationRecord(status="translated", engine="argos", route=("nl", "en")),
        warnings=(a.ArticleWarning(code="x", message="look <here>", where="block:1"),),
    )


@pytest.fixture
def hostile() -> a.Article:
    """An English article with odd text wherever text may stand."""
    return a.Article(
        id="sha256:" + "00" * 32,
        source=a.Source(name=HOSTILE, url="javascript:alert(1)", sha256="00" * 32),
        language=a.Language(tag="en", best="en", name="English", confidence=0.9),
        title=a.Title(original=HOSTILE, text=HOSTILE, english=HOSTILE),
        authors=(HOSTILE,),
        tags=(HOSTILE,),
        site=HOSTILE,
        section=HOSTILE,
        blocks=tuple(block(kind, HOSTILE, HOSTILE, HOSTILE) for kind in KINDS),
        boilerplate=(a.Boilerplate(reason="related", span=(0, 1), original=HOSTILE),),
        names=(a.Name(name=HOSTILE, kind="name"),),
        edits=(edit("block:1", 0, "", HOSTILE[:9], reason=HOSTILE),),
        suggestions=(edit("block:1", 0, HOSTILE[:9], "x", reason=HOSTILE),),
        warnings=(a.ArticleWarning(code="odd", message=HOSTILE),),
    )


@pytest.fixture
def aligned(dutch: a.Article) -> a.Article:
    """The Dutch article, its second block of three sentences: well, restored, kept; its title doubtful."""
    data = dutch.to_dict()
    block = data["blocks"][1]
    block["text"] = "Een zin.\tMet Quilmara Labs.\nNog een."
    block["english"] = "A sentence. With Quilmara Labs. Nog een."
    block["sentences"] = [
        {"text": (0, 8), "english": (0, 11)},
        {"text": (9, 27), "english": (12, 31)},
        {"text": (28, 36), "english": (32, 40), "problem": "it is\tnot English"},
    ]
    mention = {"start": 13, "end": 26, "english_start": 17, "english_end": 30}
    data["names"][0]["mentions"][0].update(mention, verdict="restored_by_alignment")
    data["edits"] = []
    data["suggestions"] = [edit("block:1", 28, "Nog", "Toch", confidence=0.4).model_dump()]
    return a.Article.from_dict(data)


@pytest.fixture
def untranslated(dutch: a.Article) -> a.Article:
    """The Dutch article where no model was at hand."""
    data = dutch.to_dict()
    data["title"]["english"] = None
    for part in data["blocks"]:
        part["english"] = None
    data["translation"] = {"status": "unavailable"}
    return a.Article.from_dict(data)
