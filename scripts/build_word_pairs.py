"""Build normtext/data/words.marisa, which words of names a translation swaps; with --check, only compare.

Its sources are normtext/data/words.toml, written by hand, scripts/word_pairs.tsv, which
measure_word_pairs.py writes, and scripts/word_pairs_in_texts.tsv, by measure_pairs_in_texts.py.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple

import regex

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

sys.path.insert(0, str(Path(__file__).parent.parent))

from normtext.folding import fold
from normtext.wordpairs import Relative, encode

ROOT = Path(__file__).parent.parent
OWN = ROOT / "normtext" / "data" / "words.toml"
COUNTS = ROOT / "scripts" / "word_pairs.tsv"
COUNTS_IN_TEXTS = ROOT / "scripts" / "word_pairs_in_texts.tsv"
TRIE = ROOT / "normtext" / "data" / "words.marisa"

# Letters of the shortest word that has relatives.
SHORTEST = 3


class Pair(NamedTuple):
    """A measured pair: ``word`` became ``other``, of this language, with a strength of 0 to 1."""

    word: str
    language: str
    other: str
    strength: float


def read_counts(tables: Iterable[Path] = (COUNTS, COUNTS_IN_TEXTS)) -> Iterator[Pair]:
    """The measured pairs of word_pairs.tsv and word_pairs_in_texts.tsv."""
    lines = (file.read_text(encoding="utf-8").splitlines() for file in tables)
    for line in chain.from_iterable(lines):
        word, *pairs = line.split("\t")
        for pair in pairs:
            language, rest = pair.split(":")
            other, strength = rest.split("=")
            yield Pair(word, language, other, float(strength))


@cache
def own() -> dict[str, Any]:
    """The hand-written part."""
    return tomllib.loads(OWN.read_text(encoding="utf-8"))


_OFTEN, _SELDOM, _SPELLING, _DEMONYM, _FOREIGN = 0.6, 0.3, 0.95, 0.6, 0.6


def own_pairs() -> Iterator[tuple[str, Relative]]:
    """All pairs of words.toml: a word, and what a second one is to it."""
    table = own()
    for one, other in (*_sets(table["spelling"]["pairs"]), *spelling_pairs()):
        yield one, Relative(other, _SPELLING, "spelling", "en")
    for one, other in _sets(table["demonyms"]["pairs"]):
        yield one, Relative(other, _DEMONYM, "demonym", "en")
    for one, other in _sets(table["irregular"]["forms"]):
        yield one, Relative(other, _SELDOM, "inflection", "en")
    for words, strength in (("often", _OFTEN), ("seldom", _SELDOM)):
        for one, other in _sets(table["swaps"][words]):
            yield one, Relative(other, strength, _kind(one, other), "en")
    for language, words in table["foreign"].items():
        for one, others in words.items():
            for other in others.split():
                yield one, Relative(other, _FOREIGN, "foreign", language)


def _sets(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        yield from combinations(dict.fromkeys(line.split()), 2)


# British to American, as endings before any other ending; a pair counts where both are words.
_BRITISH = (
    (regex.compile(r"our(?=$|s$|ed$|ing$|ite|able|ful|hood|al$|ist)"), "or"),
    (regex.compile(r"is(?=e$|es$|ed$|ing$|er$|ers$|ation$|ations$|ational$)"), "iz"),
    (regex.compile(r"ys(?=e$|ed$|ing$|er$|ers$)"), "yz"),
    (regex.compile(r"ll(?=ed$|ing$|er$|ers$|or$|ors$)"), "l"),
    (regex.compile(r"ae"), "e"),
)
_SHORTEST_BRITISH = 5
_SPELT_AT_LEAST = 2.3


def spelling_pairs() -> Iterator[tuple[str, str]]:
    """British and American spellings among the commonest words, by rule."""
    import wordfreq

    listed = wordfreq.top_n_list("en", 60_000)
    known = {word for word in listed if wordfreq.zipf_frequency(word, "en") >= _SPELT_AT_LEAST}
    never = {frozenset(pair) for pair in _sets(own()["spelling"]["never"])}
    for british in sorted(known):
        for pattern, ending in _BRITISH:
            american = pattern.sub(ending, british)
            pair = frozenset((british, american))
            if (
                len(pair) == 2
                and american in known
                and len(british) >= _SHORTEST_BRITISH
                and pair not in never
            ):
                yield british, american


@cache
def _groups() -> dict[str, set[tuple[str, int]]]:
    """The sets apart in which each word stands, and as which member."""
    groups: dict[str, set[tuple[str, int]]] = defaultdict(set)
    lists = {name: members for name, members in own()["apart"].items() if name != "opposites"}
    lists["nations"] = ["|".join(nation) for nation in _nations()]
    for name, members in lists.items():
        for number, member in enumerate(members):
            for form in member.split("|"):
                groups[form].add((name, number))
    return groups


def _nations() -> list[list[str]]:
    """Countries with their adjectives, joined where they share one."""
    nations: list[set[str]] = []
    for pair in own()["demonyms"]["pairs"]:
        names = set(pair.split())
        shared = [nation for nation in nations if nation & names]
        nations = [nation for nation in nations if not nation & names]
        nations.append(names.union(*shared))
    return [sorted(nation) for nation in nations]


@cache
def _opposites() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in _sets(own()["apart"]["opposites"]))


def are_apart(one: str, other: str) -> bool:
    """Tell whether two words never stand for each other: two numbers, two months, opposites."""
    if frozenset((one, other)) in _opposites():
        return True
    places = dict(_groups().get(other, ()))
    return any(places.get(name, number) != number for name, number in _groups().get(one, ()))


def is_inflected(one: str, other: str) -> bool:
    """Tell whether two words are forms of one, by their endings or the list of irregular ones.

    >>> is_inflected("stopped", "stopping"), is_inflected("policies", "policy"), is_inflected("act", "action")
    (True, True, False)
    """
    return bool(_stems(one) & _stems(other)) or frozenset((one, other)) in _irregular()


_ENDINGS = ("", "s", "es", "d", "ed", "ing", "e")


def _stems(word: str) -> set[str]:
    stems = {word.removesuffix(ending) for ending in _ENDINGS}
    stems |= {stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]}
    stems |= {stem[:-1] + "y" for stem in stems if stem.endswith("i")}
    return {stem for stem in stems if len(stem) >= SHORTEST}


def _kind(one: str, other: str) -> str:
    return "inflection" if is_inflected(one, other) else "translation"


@cache
def _irregular() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in _sets(own()["irregular"]["forms"]))


# The weakest relatives of a word with more are noise, and most such words say little ("thing").
_MOST_RELATED = 16
# A foreign word that is also a common English one ("data", "real") is seldom a word left behind.
_FALSE_FRIEND = 3.5


def related_words() -> dict[str, list[Relative]]:
    """The whole table: folded words, each with its relatives, the strongest first."""
    table: dict[str, dict[str, Relative]] = defaultdict(dict)
    for one, relative in _all_pairs():
        _keep(table, fold(one), relative)
        _keep(table, fold(relative.word), relative._replace(word=one))
    cut = {word: _strongest(others.values()) for word, others in table.items()}
    names = {word: {relative.word for relative in others} for word, others in cut.items()}
    return {
        word: [relative for relative in others if word in names[relative.word]]
        for word, others in sorted(cut.items())
    }


def _strongest(others: Iterable[Relative]) -> list[Relative]:
    """Cut English and foreign relatives apart, so that neither leaves the others no room."""
    ranked = sorted(others, key=_rank)
    english = [relative for relative in ranked if relative.kind != "foreign"]
    foreign = [relative for relative in ranked if relative.kind == "foreign"]
    return sorted((*english[:_MOST_RELATED], *foreign[:_MOST_RELATED]), key=_rank)


def _rank(relative: Relative) -> tuple[float, str]:
    return -relative.strength, relative.word


def _keep(table: dict[str, dict[str, Relative]], word: str, relative: Relative) -> None:
    """Enter a relative, by the kind that was said first and the greatest strength."""
    found = relative._replace(word=fold(relative.word))
    if found.word == word:
        return
    before = table[word].get(found.word, found)
    table[word][found.word] = before._replace(strength=max(before.strength, found.strength))


def _all_pairs() -> Iterator[tuple[str, Relative]]:
    for one, relative in own_pairs():
        if not are_apart(one, relative.word):
            yield one, relative
    for pair in read_counts():
        if not are_apart(pair.word, pair.other):
            yield pair.word, _measured(pair)


def _measured(pair: Pair) -> Relative:
    from normtext.words import zipf

    strength = pair.strength
    if pair.language == "en":
        kind = _kind(pair.word, pair.other)
    else:
        kind = "foreign"
        strength *= 0.5 if zipf(pair.other) >= _FALSE_FRIEND else 1.0
    return Relative(pair.other, strength, kind, pair.language)


def acronyms() -> dict[str, list[Relative]]:
    """The acronyms of other languages, in capitals as no word is, each with the English ones."""
    table: dict[str, list[Relative]] = defaultdict(list)
    for english, others in sorted(own()["acronyms"].items()):
        for other in others.split():
            table[other].append(Relative(fold(english), _OFTEN, "acronym", "en"))
    return table


def built() -> dict[str, bytes]:
    """The content of words.marisa."""
    table = {**related_words(), **acronyms()}
    return {word: encode(others) for word, others in table.items() if others}


def main() -> int:
    """Write the file, or say that it is stale."""
    import marisa_trie

    trie = marisa_trie.BytesTrie(built().items())
    if "--check" not in sys.argv[1:]:
        trie.save(str(TRIE))
    elif not TRIE.exists() or dict(marisa_trie.BytesTrie().load(str(TRIE)).items()) != dict(trie.items()):
        print(f"{TRIE} is stale: run  python scripts/build_word_pairs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
