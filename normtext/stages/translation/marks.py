"""Stand-ins for terms: what a model passes through unharmed goes in where the terms are, and out again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from normtext.stages.translation.probes import PROBES
from normtext.stages.translation.terms import Term

Translate = Callable[[Sequence[str]], list[str]]

STYLES = ("X{n}", "Z{n}", "N{n}", "Xq{n}", "EN{n}")
"""Stand-ins for a term, in the order in which they are tried where nothing is known of a model."""

_OPEN, _CLOSE = "\x00", "\x01"  # around a number that stands for a term; engines return no controls
_SET = regex.compile(rf"{_OPEN}(\d+){_CLOSE}")
GENITIVE = r"(?P<genitive>['’]s(?![\p{L}\p{N}])| s(?=\s+\p{L}))?"


def rank_styles(translate: Translate, language: str) -> tuple[str, ...]:
    """Find out which stand-ins a model keeps, the best first.

    A few sentences with stand-ins in them are translated, style by style, until one keeps them all;
    a language without such sentences keeps the usual order.

    Args:
        translate: the engine.
        language: BCP 47 tag of what it translates from.
    """
    probes = PROBES.get(language.partition("-")[0], ())
    kept: dict[str, int] = {}
    for style in STYLES if probes else ():
        outputs = translate([_filled(probe, style) for probe in probes])
        kept[style] = sum(
            all(len(_pattern(style, n).findall(output)) == 1 for n in range(1, probe.count("{}") + 1))
            for probe, output in zip(probes, outputs, strict=True)
        )
        if kept[style] == len(probes):
            break
    return tuple(sorted(STYLES, key=lambda style: -kept.get(style, 0)))


def _filled(probe: str, style: str) -> str:
    return probe.format(*(style.format(n=n) for n in range(1, probe.count("{}") + 1)))


def fits(style: str, source: str) -> bool:
    """Tell whether no stand-in of this style stands in the source by itself."""
    return style.format(n=1) not in source


def masked(source: str, terms: Sequence[Term], style: str) -> str:
    """The source with a stand-in for each of the terms, numbered from 1."""
    parts: list[str] = []
    at = 0
    for number, term in enumerate(terms, 1):
        parts += (source[at : term.start], style.format(n=number))
        at = term.end
    return "".join(parts) + source[at:]


def unmasked(output: str, terms: Sequence[Term], style: str) -> str | None:
    """The output with the terms in place of their stand-ins; None where one is lost or doubled."""
    output = output.replace(_OPEN, "").replace(_CLOSE, "")
    for number in range(len(terms), 0, -1):
        pattern = _pattern(style, number)
        if len(pattern.findall(output)) != 1:
            return None
        english = terms[number - 1].english
        output = pattern.sub(
            lambda m, n=number, e=english: (
                f"{_article(m['article'], e)}{_OPEN}{n}{_CLOSE}{genitive(m['genitive'])}"
            ),
            output,
        )
    result: str = _SET.sub(lambda m: terms[int(m[1]) - 1].english, output)
    return result


def _article(found: str | None, name: str) -> str:
    """ "a" or "an" as the name asks for it, where the engine went by the stand-in ("an X1")."""
    if not found:
        return ""
    # An MRI, a university, an hour, a euro, a one-off, and "Serie A": who knows.
    if not name[1:2].islower() or name[0] in "UuHhEe" or name[:2] in ("On", "Ou") or found == "A ":
        return found
    return found[0] + ("n " if name[0] in "AaIiOo" else " ")


def _pattern(style: str, number: int) -> regex.Pattern[str]:
    mark = regex.escape(style.format(n=number))
    return regex.compile(rf"(?P<article>\b[Aa]n? )?(?<![\p{{L}}\p{{N}}]){mark}(?![\p{{L}}\p{{N}}]){GENITIVE}")


def genitive(found: str | None) -> str:
    """ "X1 s house" is how tokenizers that part the apostrophe write "X1's house"."""
    return "'s" if found else ""
