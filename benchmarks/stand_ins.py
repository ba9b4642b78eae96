"""What a stand-in for every name does to a sentence, and what other spellings do: Portuguese to English.

    python benchmarks/stand_ins.py [--file FILE] [--styles 'X{n},Z{n},[{n}]'] [--markdown]

Every name of every sentence is masked, whether it needs it or not, so that the styles can be told apart;
normtext masks only names that got lost. "whole" is the share of sentences that bring every stand-in back
exactly once; the others count as the bare engine has them. chrF is against the references of the file,
quotation marks made alike on both sides. Needs ``pip install "normtext[demo,bench]"``.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from translation_names import FILES, Bench, sentences_of
from translation_scoring import Article, load, quality, whole

FIRST_NAMES = "Xaver Zoltan Quentin Yusuf Igor Oskar Viktor Tobias Ruben Felix Kaspar Jonas".split()
STYLES = "X{n},Z{n},N{n},Xq{n},XQ{n},EN{n},ENT{n},[X{n}],[{n}],#{n},__{n}__,<{n}>,@{n}@"

_STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"') | {"’": "'", "–": "-", "—": "-"})
_NO_DECOMPOSITION = str.maketrans("łŁøØđĐðÐıþÞæÆ", "lLoOdDdDitTaA")

Spans = list[tuple[int, int, str]]
Style = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its names: start, end, form."""

    text: str
    names: Spans


def sentence(text: str, article: Article) -> Sentence:
    """Find the names, the longest first."""
    rest, spans = text, []
    for form in article.forms:
        if form in article.names:
            spans += [(*match.span(), form) for match in whole(form).finditer(rest)]
            rest = whole(form).sub(lambda match: "\0" * len(match[0]), rest)
    return Sentence(text, sorted(spans))


def masked(told: Sentence, style: Style) -> str:
    """The sentence with a stand-in for each name."""
    parts, at = [], 0
    for number, (start, end, _) in enumerate(told.names, 1):
        parts += [told.text[at:start], style(number)]
        at = end
    return "".join(parts) + told.text[at:]


def unmasked(told: Sentence, output: str, style: Style) -> str | None:
    """The output with the names back in, or None."""
    for number in range(len(told.names), 0, -1):
        output, found = whole(style(number)).subn(f"\0{number}\0", output)
        if found != 1:
            return None
    for number, (_, _, form) in enumerate(told.names, 1):
        output = output.replace(f"\0{number}\0", form)
    return output


def folded(told: Sentence) -> str:
    """The sentence with its names in plain letters."""
    parts, at = [], 0
    for start, end, form in told.names:
        parts += [told.text[at:start], plain(form)]
        at = end
    return "".join(parts) + told.text[at:]


def plain(form: str) -> str:
    """A name without its diacritics."""
    letters = unicodedata.normalize("NFD", form.translate(_NO_DECOMPOSITION))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def unfolded(told: Sentence, output: str) -> str:
    """The output with the names as they are to read."""
    for form in dict.fromkeys(form for _, _, form in told.names):
        output = whole(plain(form)).sub(form, output)
    return output


class Trial:
    """The sentences of some articles, and what is scored of them."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.bench = Bench()
        self.articles = articles
        self.paragraphs = [
            [sentence(s, article) for s in sentences_of(p)] for article in articles for p in article.pt
        ]
        self.told = [one for some in self.paragraphs for one in some]
        self.references = [r.translate(_STRAIGHT) for article in articles for r in article.reference]
        self.bare = self.bench.bare([one.text for one in self.told])

    def row(self, label: str, outputs: Sequence[str], kept: float | None) -> tuple[str, ...]:
        """One row: what came back whole, the share of mentions that arrived, chrF and BLEU."""
        owners = [a for a in self.articles for p in a.pt for _ in sentences_of(p)]
        needed = gone = 0
        for owner, one, output in zip(owners, self.told, outputs, strict=True):
            there = owner.count(one.text)
            needed += sum(there[form] for form in owner.names)
            lacking = owner.lacking(there, output)
            gone += sum(lacking[form] for form in owner.names)
        rest = iter(outputs)
        joined = [" ".join(next(rest) for _ in some).translate(_STRAIGHT) for some in self.paragraphs]
        scored = quality(joined, self.references)
        figures = (f"{scored.chrf:.2f}", f"{scored.bleu:.2f}") if scored else ("-", "-")
        return label, "-" if kept is None else f"{kept:.3f}", f"{100 * (1 - gone / needed):.1f} %", *figures

    def with_style(self, label: str, style: Style) -> tuple[str, ...]:
        """Mask every name."""
        raw = self.bench.bare([masked(one, style) for one in self.told])
        made = [unmasked(one, output, style) for one, output in zip(self.told, raw, strict=True)]
        named = [output is not None for one, output in zip(self.told, made, strict=True) if one.names]
        outputs = [bare if output is None else output for bare, output in zip(self.bare, made, strict=True)]
        return self.row(label, outputs, sum(named) / len(named))

    def respelled(self, label: str, spell: Callable[[Sentence], str]) -> tuple[str, ...]:
        """Send another spelling, and put the names back."""
        raw = self.bench.bare([spell(one) for one in self.told])
        return self.row(label, [unfolded(one, out) for one, out in zip(self.told, raw, strict=True)], None)


def numbered(style: str, number: int) -> str:
    """The stand-in of that number."""
    return style.format(n=number)


def main() -> None:
    """Try them all and print a table."""
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", default=FILES[0])
    parser.add_argument("--styles", default=STYLES)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    trial = Trial([article for article in load(options.file) if article.reference])
    rows = [
        ("sent to the engine", "whole", "arrive", "chrF", "BLEU"),
        trial.row("as it stands", trial.bare, None),
        trial.respelled("quotation marks straight", lambda one: one.text.translate(_STRAIGHT)),
        trial.respelled("names in plain letters", folded),
        trial.respelled("both", lambda one: folded(one).translate(_STRAIGHT)),
        trial.with_style("first names", lambda n: FIRST_NAMES[(n - 1) % len(FIRST_NAMES)]),
    ]
    for style in options.styles.split(","):
        label = f"`{style.format(n=1)}`" if options.markdown else style.format(n=1)
        rows.append(trial.with_style(label, partial(numbered, style)))
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |" if options.markdown else "".join(f"{cell:26}" for cell in row))
        if options.markdown and not number:
            print("|---|---:|---:|---:|---:|")


if __name__ == "__main__":
    main()
