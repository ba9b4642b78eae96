"""From a BCP 47 tag to the models that serve it: closest match, then the shortest way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from normtext.engines.base import Route

# Codes of the Argos and Firefox models that are no BCP 47 tags or mean less than they could.
ALIASES = {"zt": "zh-Hant", "zh": "zh-Hans", "pb": "pt-BR", "zh_hant": "zh-Hant"}

# Distances of langcodes between a language and what a model was made for. Up to 5 it is the same
# language elsewhere (pt-BR and pt-PT, nl-BE and nl). Up to 20 it must also share a macrolanguage:
# nb and no (1), hr and bs (8), ary and ar (14), nn and no (20). Without that condition Breton would
# go to a French model (20) and Luxembourgish to a German one (8); over it lie other scripts (50).
SAME_LANGUAGE = 5
SAME_MACROLANGUAGE = 20

# Between equally short ways the one over English has the better models.
USUAL_PIVOT = "en"

_PAIRS_KEPT = 20_000


def find_codes(source: str, target: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """Find the best way from ``source`` to ``target`` over models for ``pairs`` of codes.

    A direct model goes before a pivot over one language (more would lose too much of the text), then
    the closest match of both ends. None where there is no way, where a tag is not a language, or where
    both ends are one language.

    >>> find_codes("nl-BE", "en", [("nl", "en"), ("en", "fr")])
    ('nl', 'en')
    >>> find_codes("nl", "fr", [("nl", "en"), ("en", "fr")])
    ('nl', 'en', 'fr')
    """
    known = sorted(set(pairs))
    starts = _closest(source, {pair[0] for pair in known})
    ends = _closest(target, {pair[1] for pair in known})
    ways: list[tuple[str, ...]] = [(s, t) for s, t in known if s in starts and t in ends]
    if not ways:
        second = [(s, t) for s, t in known if t in ends]
        ways = [
            (first, pivot, last)
            for first, pivot in known
            if first in starts and pivot not in ends
            for start, last in second
            if start == pivot and last != first
        ]
    if not ways:
        return None
    return min(ways, key=lambda way: (_sum(starts[way[0]], ends[way[-1]]), way[1] != USUAL_PIVOT, way))


class Labelled(Protocol):
    """A model that can name itself, with version and digest."""

    @property
    def label(self) -> str: ...


def find_route(
    engine: str, source: str, target: str, models: Mapping[tuple[str, str], Labelled]
) -> Route | None:
    """Find the best way over an engine's models, by pair; None where there is none."""
    codes = find_codes(source, target, models)
    if codes is None:
        return None
    return Route(engine, codes, tuple(models[leg].label for leg in pairwise(codes)))


_Fit = tuple[int, int]


def _sum(start: _Fit, end: _Fit) -> _Fit:
    return start[0] + end[0], start[1] + end[1]


def _closest(tag: str, codes: Iterable[str]) -> dict[str, _Fit]:
    """The codes that serve ``tag``, each with its distance, then how little it looks like the tag.

    "pt" and "pt-BR" are no distance apart; the model that says what is asked for goes first.
    """
    near = {code: distance(tag, code) for code in codes}
    fits: dict[str, _Fit] = {}
    for code, far in near.items():
        if far is not None:
            named = ALIASES.get(code, code)
            fits[code] = (far, 0 if tag == named else 1 if tag.startswith(f"{named}-") else 2)
    return fits


@lru_cache(maxsize=_PAIRS_KEPT)
def distance(tag: str, code: str) -> int | None:
    """How far a model's ``code`` is from the language ``tag``; None where it does not serve it."""
    import langcodes
    from langcodes.data_dicts import MACROLANGUAGES
    from langcodes.tag_parser import LanguageTagError

    try:
        wanted = langcodes.Language.get(tag)
        offered = langcodes.Language.get(ALIASES.get(code, code))
    except LanguageTagError:
        return None
    if wanted.language in (None, "und", "mul", "zxx"):
        return None
    far = int(wanted.distance(offered))
    if far <= SAME_LANGUAGE:
        return far
    families = {MACROLANGUAGES.get(str(end.language), end.language) for end in (wanted, offered)}
    return far if len(families) == 1 and far <= SAME_MACROLANGUAGE else None
