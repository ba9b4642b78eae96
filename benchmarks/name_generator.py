"""Names that nobody bears, as many as are asked for: people, companies, products, offices, places.

They are made of wordfreq's words and of syllables, always the same for the same seed. ``neighbours``
are harder: other names that are nearly those of the articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from random import Random

SEED = 3
MIN_LENGTH, MAX_LENGTH = 4, 10  # letters of a word that may stand in a name

_ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh st t th tr v w y z".split()
_VOWELS = "a e i o u ai ea ei ia ie io ou é ö á ü".split()
_VOWEL_WEIGHTS = (12, 12, 10, 10, 6, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1)
_CODAS = ("", "", "", "n", "r", "l", "s", "m", "nd", "rt", "ck", "x")
_FIRST = """
    Ada Alma Amir Anika Anton Beatriz Bruno Carla Cem Chiara Dara Davi Elena Emeka Erik Fatima Femke
    Goran Hana Hugo Ines Ivan Jana Jonas Kaito Karim Lara Leon Liv Luca Mara Mei Milan Nadia Nils Noor
    Olga Omar Paulo Petra Rafael Rosa Samir Sanne Sofia Tariq Tessa Thiago Uma Vera Viktor Yara Yusuf Zoe
""".split()
_COMPANY = "Labs Systems Energy Robotics Foods Analytics Partners Group Bank Media Networks Motors".split()
_OFFICE = (
    "{} Institute|{} University|Institute for {}|{} Council|Centre for {} Studies|{} Foundation|"
    "{} Committee|Ministry of {}|{} Association|{} Act"
).split("|")
_PLACE = "{} Bay|Port {}|{} County|Lake {}|North {}|{} Valley|{} Bridge|{} Stadium".split("|")
_SUFFIX = ("", " Pro", " Mini", " Lite", " Max", "-XL", " 2", " 3", "-7B", " 1.5", "X")


def generate(size: int, *, seed: int = SEED, but: Container[str] = ()) -> Iterator[str]:
    """Generate ``size`` different names, none of them in ``but``."""
    random = Random(seed)
    words = _words()
    makers: tuple[Callable[[Random, list[str]], str], ...] = (_person, _company, _product, _office, _place)
    seen: set[str] = set()
    while len(seen) < size:
        name = random.choice(makers)(random, words)
        if name not in seen and name not in but:
            seen.add(name)
            yield name


def neighbours(names: Sequence[str], *, seed: int = SEED) -> Iterator[str]:
    """Other names that are nearly these: each kind of neighbour once a name, none of them in ``names``."""
    random = Random(seed)
    words = _words()
    seen = set(names)
    for name in names:
        for near in (_next_version, _other_word, _other_letter, _turned_round, _other_number):
            other = near(name, random, words)
            if other not in seen:
                seen.add(other)
                yield other


def _next_version(name: str, random: Random, _words: list[str]) -> str:
    changed = re.sub(r"\d", lambda digit: str((int(digit[0]) + random.randint(1, 3)) % 10), name, count=1)
    return changed if changed != name else f"{name} {random.randint(2, 5)}"


def _other_word(name: str, random: Random, words: list[str]) -> str:
    parts = name.split(" ")
    parts[random.randrange(len(parts))] = random.choice(words)
    return " ".join(parts)


def _other_letter(name: str, random: Random, _words: list[str]) -> str:
    """As a namesake is spelled: Lindquist beside Lindqvist."""
    places = [found.start() for found in re.finditer(r"(?<=[a-z])[a-z](?=[a-z])", name)]
    if not places:
        return name
    place = random.choice(places)
    return name[:place] + random.choice("aeiouklmnrst") + name[place + 1 :]


def _turned_round(name: str, _random: Random, _words: list[str]) -> str:
    first, _, rest = name.partition(" ")
    return f"{rest} {first}" if rest and rest[0].isupper() else name


def _other_number(name: str, _random: Random, _words: list[str]) -> str:
    return name[:-1] if name.endswith("s") else f"{name}s"


def _words() -> list[str]:
    """Everyday English words, with a capital."""
    from wordfreq import top_n_list

    return [
        word.capitalize()
        for word in top_n_list("en", 6000, wordlist="small")[300:]
        if word.isascii() and word.isalpha() and MIN_LENGTH <= len(word) <= MAX_LENGTH
    ]


def _invented(random: Random, most: int = 3) -> str:
    """A word of two or three syllables that no list holds."""
    syllables = (
        random.choice(_ONSETS) + random.choices(_VOWELS, _VOWEL_WEIGHTS)[0]
        for _ in range(random.randint(2, most))
    )
    return ("".join(syllables) + random.choice(_CODAS)).capitalize()


def _person(random: Random, _words: list[str]) -> str:
    initial = f" {random.choice('ABCDEFGHJKLMPRST')}." if random.random() < 0.15 else ""
    return f"{random.choice(_FIRST)}{initial} {_invented(random)}"


def _company(random: Random, words: list[str]) -> str:
    first = random.choice(words) if random.random() < 0.5 else _invented(random)
    return f"{first} {random.choice(_COMPANY)}" if random.random() < 0.7 else first + random.choice(words)


def _product(random: Random, words: list[str]) -> str:
    first = random.choice(words) if random.random() < 0.4 else _invented(random)
    return (
        first + (random.choice(words).capitalize() if random.random() < 0.4 else "") + random.choice(_SUFFIX)
    )


def _office(random: Random, words: list[str]) -> str:
    return random.choice(_OFFICE).format(" ".join(random.sample(words, random.randint(1, 2))))


def _place(random: Random, words: list[str]) -> str:
    named = random.choice(words) if random.random() < 0.3 else _invented(random)
    return random.choice(_PLACE).format(named)
