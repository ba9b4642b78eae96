"""Which names a repair is given: an article's own, all at once, look-alikes too, or so many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from name_generator import generate, neighbours
from name_scoring import Article

OWN, ALL, NEAR = "own", "all", "near"


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are repaired with the same names."""

    names: tuple[str, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Regime:
    """A way to hand out names.

    Attributes:
        label: "own", "all", "near", or the number of names, "1,000".
        names: how many names an article meets, on average.
        groups: every article, once.
    """

    label: str
    names: int
    groups: tuple[Group, ...]


def regime(label: str, articles: Sequence[Article], everyone: Sequence[str]) -> Regime:
    """Hand out names.

    Args:
        label: "own", "all", "near" (all, and names that are nearly those), or a number. A smaller number
            than there are splits the articles into groups with about so many names each; a larger one is
            filled up with generated names.
        everyone: the names of all articles.
    """
    if label == OWN:
        groups = [Group(_own(article), (article,)) for article in articles]
    elif label == ALL:
        groups = [Group(tuple(everyone), tuple(articles))]
    elif label == NEAR:
        groups = [Group((*everyone, *neighbours(everyone)), tuple(articles))]
    else:
        size = int(label.replace(",", ""))
        groups = [
            Group(_filled(names, everyone, size), part) for names, part in _parts(articles, everyone, size)
        ]
    met = sum(len(group.names) * len(group.articles) for group in groups)
    return Regime(label, round(met / max(1, len(articles))), tuple(groups))


def names_of(articles: Sequence[Article]) -> tuple[str, ...]:
    """The names of articles, each once."""
    return tuple(dict.fromkeys(name for article in articles for name in _own(article)))


def _own(article: Article) -> tuple[str, ...]:
    return tuple(article["names"])


def _parts(
    articles: Sequence[Article], everyone: Sequence[str], size: int
) -> Iterator[tuple[tuple[str, ...], tuple[Article, ...]]]:
    """Neighbouring articles, as many as have ``size`` names together; all of them where that is enough."""
    if len(everyone) <= size:
        yield tuple(everyone), tuple(articles)
        return
    names: dict[str, None] = {}
    part: list[Article] = []
    for article in articles:
        own = _own(article)
        if part and len(names.keys() | set(own)) > size:
            yield tuple(names), tuple(part)
            names, part = {}, []
        names.update(dict.fromkeys(own))
        part.append(article)
    yield tuple(names), tuple(part)


def _filled(names: tuple[str, ...], everyone: Sequence[str], size: int) -> tuple[str, ...]:
    """Fill up to ``size``, with names of other articles first, then with generated ones."""
    filled = dict.fromkeys((*names, *everyone)) if len(names) < size else dict.fromkeys(names)
    filled = dict.fromkeys(list(filled)[: max(size, len(names))])
    return (*filled, *generate(max(0, size - len(filled)), but=filled))
