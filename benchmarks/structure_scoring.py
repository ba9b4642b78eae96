"""What was found of an annotated article, held against what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from structure_articles import AMBIGUOUS, Annotated, Gold
from structure_overlap import Overlap, averages, overlap, shingles

import normtext
from normtext.article import Article

# A piece of the body counts as lost where less than this share of its shingles is in the blocks.
LOST = 0.5
# Boilerplate so short is looked for as a whole block only: "Share" stands in sentences, too.
FINDABLE = 15


@dataclass(frozen=True, slots=True)
class Score:
    """One article.

    Attributes:
        wrong: what is not as it should be, in words.
        authors, headings, boilerplate: right, found, there are.
        reasons: of the boilerplate removed, how much has the right reason.
        lost: pieces of the body that are not in the blocks.
    """

    article: Annotated
    title: bool
    published: bool
    modified: bool
    authors: tuple[int, int, int]
    headings: tuple[int, int, int]
    body: Overlap
    boilerplate: tuple[int, int]
    reasons: int
    lost: tuple[str, ...]
    wrong: tuple[str, ...]


def measure(articles: Sequence[Annotated]) -> list[Score]:
    """Score the whole of normtext but translation on each article."""
    normalizer = normtext.Normalizer(normtext.Settings().replace(translation={"translate": False}))
    return [score(article, normalizer.normalize(article.source)) for article in articles]


def score(gold: Annotated, found: Article) -> Score:
    """Hold an article against its annotation."""
    title = _plain(found.title.text) if found.title else None
    published = found.published.value if found.published else None
    if published is None and any(w.code == "ambiguous_date" for w in found.warnings):
        published = AMBIGUOUS
    modified = found.modified.value if found.modified else None
    texts = [_plain(block.text) for block in found.blocks]
    kept = [gone for gone in gold.boilerplate() if _stands_in(_plain(gone.text), texts)]
    lost = tuple(piece.text for piece in gold.body() if _is_lost(piece, texts))
    headings = _headings(gold, found)
    checks = (
        ("title", gold.title and _plain(gold.title), title),
        ("authors", sorted(gold.authors), sorted(found.authors)),
        ("published", gold.published, published),
        ("modified", gold.modified, modified),
        ("headings", *headings),
        ("kept", [], [piece.text for piece in kept]),
        ("lost", [], list(lost)),
    )
    wrong = tuple(f"{name}: {is_now!r} for {should!r}" for name, should, is_now in checks if should != is_now)
    return Score(
        article=gold,
        title=checks[0][1] == title,
        published=gold.published == published,
        modified=gold.modified == modified,
        authors=_counted(gold.authors, found.authors),
        headings=_counted(*headings),
        body=overlap("\n".join(p.text for p in gold.body()), "\n".join(texts), dense=True),
        boilerplate=(len(gold.boilerplate()) - len(kept), len(gold.boilerplate())),
        reasons=_reasons(gold, found, {piece.text for piece in kept}),
        lost=lost,
        wrong=wrong,
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _stands_in(text: str, blocks: Sequence[str]) -> bool:
    return any(text == block or (len(text) >= FINDABLE and text in block) for block in blocks)


def _is_lost(piece: Gold, blocks: Sequence[str]) -> bool:
    wanted = shingles(piece.text, 2, dense=True)
    there: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        there += shingles(block, 2, dense=True)
    return sum((wanted & there).values()) < LOST * sum(wanted.values())


def _headings(gold: Annotated, found: Article) -> tuple[list[str], list[str]]:
    """The headings there are and those found; a subtitle may be one or not."""
    free = {_plain(piece.text) for piece in gold.pieces if piece.mark == "U"}
    there = [_plain(piece.text) for piece in gold.pieces if piece.mark == "H"]
    seen = [_plain(block.text) for block in found.blocks if block.kind == "heading"]
    return sorted(there), sorted(text for text in seen if text not in free)


def _counted(there: Iterable[str], found: Iterable[str]) -> tuple[int, int, int]:
    one, other = Counter(there), Counter(found)
    return sum((one & other).values()), sum(other.values()), sum(one.values())


def _reasons(gold: Annotated, found: Article, kept: set[str]) -> int:
    by_text = {_plain(piece.original): piece.reason for piece in found.boilerplate}
    return sum(
        by_text.get(_plain(piece.text)) == piece.reason
        for piece in gold.boilerplate()
        if piece.text not in kept
    )


HEADS = (
    "articles",
    "n",
    "title",
    "authors F1",
    "published",
    "modified",
    "body F1",
    "precision",
    "recall",
    "headings F1",
    "boilerplate",
    "reason",
    "lost",
)


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """The figures of a group of articles; ``lost`` is a count, the others are shares."""
    body = averages(one.body for one in scores)
    gone = sum(one.boilerplate[0] for one in scores)
    return {
        "title": _share(scores, lambda one: one.title),
        "authors": f1(one.authors for one in scores),
        "published": _share(scores, lambda one: one.published),
        "modified": _share(scores, lambda one: one.modified),
        "body_f1": body.f1,
        "body_precision": body.precision,
        "body_recall": body.recall,
        "headings": f1(one.headings for one in scores),
        "boilerplate": gone / max(sum(one.boilerplate[1] for one in scores), 1),
        "reason": sum(one.reasons for one in scores) / max(gone, 1),
        "lost": sum(len(one.lost) for one in scores),
    }


def _share(scores: Sequence[Score], right: Callable[[Score], bool]) -> float:
    return sum(map(right, scores)) / max(len(scores), 1)


def f1(counts: Iterable[tuple[int, int, int]]) -> float:
    """Of (right, found, there are), summed over the articles."""
    right, found, there = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (found + there) if found + there else 1.0


def groups(scores: Sequence[Score], *, languages: bool = False) -> dict[str, list[Score]]:
    """All articles, by form, and by language if asked."""
    made = {"all": list(scores)}
    for one in scores:
        made.setdefault(one.article.form, []).append(one)
    for one in sorted(scores, key=lambda one: one.article.language) if languages else ():
        made.setdefault(one.article.language, []).append(one)
    return made


def rows(scores: Sequence[Score], *, languages: bool = False) -> list[list[str]]:
    """The cells of a table under ``HEADS``."""
    return [
        [label, str(len(group)), *(f"{value:.3f}" for value in shares), f"{lost:.0f}"]
        for label, group in groups(scores, languages=languages).items()
        for *shares, lost in [figures(group).values()]
    ]
