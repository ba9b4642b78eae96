"""What the language stage says of text in no language: code, commands, logs, keys, menus, filler.

    python benchmarks/language_nothing.py [--show KIND]

A hundred lines of each kind, made of our own templates with a fixed seed. Prints how often the tag is
``und``, how often a language is claimed with 0.9 or more, and the most confident mistakes.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import string
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

LINES = 100
SEED = 20261122
CLAIM = 0.9

NAMES = """
    api cache client config data db events index item job list main model node order page parser
    queue report
""".split()
WORDS = """
    count size total name user path key value result status limit offset width height title token
    level
""".split()
PACKAGES = """
    typescript eslint numpy requests left-pad react-dom lodash flask black pytest vite @types/node
    pandas
""".split()
FOLDERS = """
    src lib etc var home opt usr bin build dist assets images docs logs tmp backup releases
""".split()
EXTENSIONS = """
    py js ts go rs java cpp h css scss json yaml toml md txt log png jpg tar.gz sh
""".split()
DATA = Path(__file__).parent / "data" / "language" / "no-language.json"
TEMPLATES: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
"""By kind; {n} is a lower-case name, {N} one with a capital, {d} a number, and so on: see ``templates``."""
LOREM = TEMPLATES.pop("lorem ipsum")[0].split()
ROMAN = "M CM D CD C XC L XL X IX V IV I".split()
WORTH = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azerty", "qwertz")


def templates(rows: list[str]) -> Callable[[random.Random], str]:
    """What fills a template chosen at random."""

    def make(rng: random.Random) -> str:
        name, word = rng.choice(NAMES), rng.choice(WORDS)
        slots = {
            "n": lambda: rng.choice(NAMES),
            "w": lambda: rng.choice(WORDS),
            "N": name.title,
            "W": word.title,
            "p": lambda: rng.choice(PACKAGES),
            "f": lambda: rng.choice(FOLDERS),
            "e": lambda: rng.choice(EXTENSIONS),
            "d": lambda: str(rng.randint(2, 9999)),
            "t": lambda: str(rng.randint(10, 29)),
            "x": lambda: f"{rng.getrandbits(24):06x}",
            "c": lambda: "".join(rng.choices(string.ascii_uppercase, k=3)),
        }
        return rng.choice(rows).format_map(_Slots(slots))

    return make


class _Slots(dict[str, Callable[[], str]]):
    def __getitem__(self, key: str) -> str:  # type: ignore[override]
        return super().__getitem__(key)()


def lorem(rng: random.Random) -> str:
    start = rng.choice((0, 0, rng.randrange(len(LOREM) - 8)))
    words = LOREM[start : start + rng.randint(4, 30)]
    return " ".join(words).capitalize() + "."


def mashing(rng: random.Random) -> str:
    def one() -> str:
        row = rng.choice(ROWS)
        kind = rng.randrange(3)
        if kind == 0:
            at = rng.randrange(len(row) - 3)
            return row[at : at + rng.randint(4, 8)]
        if kind == 1:
            return "".join(rng.choices(row, k=rng.randint(5, 14)))
        return "".join(rng.choices("asdfghjkl;", k=rng.randint(6, 20)))

    return " ".join(one() for _ in range(rng.randint(1, 4)))


def keys(rng: random.Random) -> str:
    kind = rng.randrange(5)
    if kind == 0:
        return str(uuid.UUID(int=rng.getrandbits(128)))
    if kind == 1:
        return base64.b64encode(rng.randbytes(rng.randint(8, 60))).decode()
    if kind == 2:
        return "-".join("".join(rng.choices(string.ascii_uppercase + string.digits, k=5)) for _ in range(5))
    if kind == 3:
        return rng.randbytes(rng.choice((16, 20, 32))).hex()
    return "sk_" + "".join(rng.choices(string.ascii_letters + string.digits, k=24))


def romans(rng: random.Random) -> str:
    def one() -> str:
        number, out = rng.randint(3, 2400), ""
        for sign, worth in zip(ROMAN, WORTH, strict=True):
            out += sign * (number // worth)
            number %= worth
        return out

    return rng.choice((" ", ", ", " – ")).join(one() for _ in range(rng.randint(1, 5)))


KINDS: dict[str, Callable[[random.Random], str]] = {
    **{kind: templates(rows) for kind, rows in TEMPLATES.items()},
    "lorem ipsum": lorem,
    "keyboard mashing": mashing,
    "keys, base64, uuid": keys,
    "roman numerals": romans,
}


def lines() -> Iterator[tuple[str, str]]:
    """Kind and line, a hundred of each."""
    for kind, make in KINDS.items():
        rng = random.Random(f"{SEED} {kind}")
        for _ in range(LINES):
            yield kind, make(rng)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", help="print all that is claimed of a kind")
    shown = parser.parse_args().show
    import normtext

    found: dict[str, list[tuple[float, str, str]]] = {}
    for kind, line in lines():
        told = normtext.detect_language(line)
        found.setdefault(kind, []).append((told.confidence if told.best != "und" else 0.0, told.tag, line))
    print("| kind | und | claimed with .9 or more | mean confidence |\n|---|---|---|---|")
    for kind, rows in found.items():
        unknown = sum(tag == "und" for _, tag, _ in rows) / len(rows)
        claimed = sum(confidence >= CLAIM for confidence, _, _ in rows)
        print(f"| {kind} | {unknown:.2f} | {claimed} | {sum(row[0] for row in rows) / len(rows):.2f} |")
    for kind in [shown] if shown else []:
        for confidence, tag, line in sorted(found[kind], reverse=True):
            print(f"{confidence:.2f} {tag:5} {line}")


if __name__ == "__main__":
    main()
