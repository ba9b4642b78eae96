"""Sentence pairs, the names in them, and the endless variations that the models are trained on.

A known name that stands on both sides of a pair, and a number written alike on both, is a slot. At training
time slots are filled with other names, most of them made up on the spot, so that the model learns to copy
what it has never seen, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent

FIRST_SLOT = 0xE000  # a private-use character stands for each slot in a template
NUMBER = re.compile(r"(?<![\w.,\N{NO-BREAK SPACE}-])(?<!\d )\d{2,4}(?![\w.,-]*\d)(?! \d)")
VOWELS = frozenset("aeiouàâäéèêëîïôöùûüœæ")

PLAIN_SHARE = 0.35  # of the visits to a pair: as it was written
LISTED_SHARE = 0.4  # of the fills: a name of names.tsv; the others are made up
KEPT_SHARE = 0.3  # of the slots in a varied pair: left as they are
JOINED_SHARE = 0.1  # of the samples: two pairs in a row, as an unsplit paragraph would bring them
CURLY_SHARE = 0.2  # of the samples: typographic apostrophes in the source
BARE_SHARE = 0.06  # of the samples: no full stop at the end, like a headline
AGAIN_SHARE = 0.6  # of the visits to a pair with slots: once more, varied, since copying is the harder half
NAMES_SHARE = 0.15  # of an epoch, on top: nothing but names, with "and" between them

# Syllables of made-up names, common ones several times.
ONSETS, NUCLEI, CODAS = (
    parts.split(",")
    for parts in (
        "b,c,d,f,g,h,j,k,l,m,n,p,r,s,t,v,w,z,br,ch,cl,cr,dr,fl,fr,gr,kl,kr,pl,pr,qu,sch,sh,st,th,tr,vl,x",
        "a,e,i,o,u,a,e,i,o,u,ai,au,ea,ee,eu,ie,oo,ou,y,é,è,ö,ü,á,ó,í,å,ø,ä",
        ",,,,,,,,,,,,,,,n,r,l,s,t,m,x,k,ng,nd,rt,ck,ll,n,r,l,s,ł,š,ñ,ç",
    )
)
PARTICLES = ("", "", "", "", "", "van ", "de ", "von ", "di ", "Mac")
ENDINGS = (*[""] * 3, " AI", " Labs", " Group", " Foundation", " Systems", "Net", "Soft", "Coder", " Digital")


@dataclass(frozen=True, slots=True)
class Template:
    """A pair with its slots: ``values[i]`` of kind ``kinds[i]`` stood where the i-th marker stands."""

    source: str
    target: str
    kinds: tuple[str, ...]
    values: tuple[str, ...]

    def filled(self, values: tuple[str, ...]) -> tuple[str, str]:
        """Put one value into each slot, on both sides."""
        source, target = self.source, self.target
        for slot, value in enumerate(values):
            source = source.replace(chr(FIRST_SLOT + slot), value)
            target = target.replace(chr(FIRST_SLOT + slot), value)
        return source, target


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read ``source TAB english`` lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(source, target) for source, target in (line.split("\t") for line in lines)]


def read_names() -> dict[str, str]:
    """Read names.tsv: name to kind."""
    lines = (HERE / "names.tsv").read_text(encoding="utf-8").splitlines()
    return {name: kind for kind, name in (line.split("\t") for line in lines)}


def make_template(source: str, target: str, names: dict[str, str]) -> Template:
    """Find the slots of a pair; longer names win over shorter ones inside them."""
    kinds: list[str] = []
    values: list[str] = []
    found = [name for name in sorted(names, key=len, reverse=True) if name in source and name in target]
    numbers = [number for number in dict.fromkeys(NUMBER.findall(source)) if number in target]
    for value, kind in [
        *((name, names[name]) for name in found),
        *((number, "number") for number in numbers),
    ]:
        whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
        if not (whole.search(source) and whole.search(target)):
            continue
        marker = chr(FIRST_SLOT + len(values))
        source, target = whole.sub(marker, source), whole.sub(marker, target)
        kinds.append(kind)
        values.append(value)
    return Template(source, target, tuple(kinds), tuple(values))


class NameMaker:
    """Fills for slots: names of the list and made-up ones. Equal seeds give equal names."""

    def __init__(self, names: dict[str, str], rng: Random) -> None:
        self._rng = rng
        self._listed: dict[str, list[str]] = {}
        for name, kind in names.items():
            self._listed.setdefault(kind, []).append(name)

    def fill(self, kind: str, old: str) -> str:
        """Return another value for a slot; where French would elide before the old one, before the new one too."""
        if kind == "number":
            return str(self._rng.randint(10 ** (len(old) - 1), 10 ** len(old) - 1))
        while True:
            listed = self._rng.random() < LISTED_SHARE
            name = self._rng.choice(self._listed[kind]) if listed else self.invented(kind)
            if (name[0].lower() in VOWELS) == (old[0].lower() in VOWELS):
                return name

    def invented(self, kind: str) -> str:
        """Make up a name: a person's, a company's or a model's."""
        rng = self._rng
        if kind == "person":
            return f"{self._word()} {rng.choice(PARTICLES)}{self._word()}"
        if kind == "model":
            version = rng.choice(
                [f" {rng.randint(2, 9)}", f" {rng.randint(1, 9)}.{rng.randint(0, 9)}", "-7B", ""]
            )
            return (self._acronym() if rng.random() < 0.3 else self._word()) + version
        style = rng.random()
        if style < 0.2:
            return self._acronym()
        if style < 0.35:
            return self._word() + self._word()
        if style < 0.5:
            return f"{self._word()} {self._word()}"
        return self._word() + rng.choice(ENDINGS)

    def _word(self) -> str:
        rng = self._rng
        syllables = (
            rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS)
            for _ in range(rng.choice((1, 2, 2, 2, 3)))
        )
        word = "".join(syllables)
        return word[1:].capitalize() if rng.random() < 0.25 and len(word) > 4 else word.capitalize()

    def _acronym(self) -> str:
        letters = "".join(self._rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=self._rng.randint(2, 5)))
        return letters + (str(self._rng.randint(1, 99)) if self._rng.random() < 0.3 else "")


class Sampler:
    """Draws epochs of varied pairs from a file of pairs. Equal seeds give equal epochs."""

    def __init__(self, pairs: list[tuple[str, str]], conjunction: str, seed: int) -> None:
        """Take the pairs and the word for "and" in their source language."""
        names = read_names()
        self._rng = Random(seed)
        self._maker = NameMaker(names, self._rng)
        self._conjunction = conjunction
        self.templates = [make_template(source, target, names) for source, target in pairs]

    def varied(self, template: Template) -> tuple[str, str]:
        """Fill a template anew."""
        values = tuple(
            value if self._rng.random() < KEPT_SHARE else self._maker.fill(kind, value)
            for kind, value in zip(template.kinds, template.values, strict=True)
        )
        return template.filled(values)

    def epoch(self) -> Iterator[tuple[str, str]]:
        """Visit each pair once, and some bare names, in random order."""
        templates = self._rng.sample(self.templates, len(self.templates))
        previous = ("", "")
        for template in templates:
            plain = self._rng.random() < PLAIN_SHARE
            pair = template.filled(template.values) if plain else self.varied(template)
            yield self._touched(pair)
            if previous[0].endswith(".") and self._rng.random() < JOINED_SHARE:
                yield self._touched((f"{previous[0]} {pair[0]}", f"{previous[1]} {pair[1]}"))
            if template.kinds and self._rng.random() < AGAIN_SHARE:
                yield self._touched(self.varied(template))
            if self._rng.random() < NAMES_SHARE:
                yield self._bare_names()
            previous = pair

    def _bare_names(self) -> tuple[str, str]:
        *first, last = (
            self._maker.invented(self._rng.choice(("person", "company", "model")))
            for _ in range(self._rng.choice((1, 2, 2, 3)))
        )
        if not first:
            return last, last
        start = ", ".join(first)
        return f"{start} {self._conjunction} {last}", f"{start} and {last}"

    def _touched(self, pair: tuple[str, str]) -> tuple[str, str]:
        source, target = pair
        if self._rng.random() < CURLY_SHARE:
            source = source.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        if source.endswith(".") and target.endswith(".") and self._rng.random() < BARE_SHARE:
            source, target = source[:-1], target[:-1]
        return source, target
