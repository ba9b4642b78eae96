"""Measure which words a translation swaps in names and in running text: writes scripts/word_pairs_in_texts.tsv.

    python scripts/measure_pairs_in_texts.py translate RAW FILE...  # models -> RAW, twenty minutes
    python scripts/measure_pairs_in_texts.py count RAW FILE...      # RAW and FILEs -> the table
    python scripts/build_word_pairs.py                              # what normtext reads

A FILE has an article a line: {original, roundtrip, names}, lists of paragraphs, damaged by a real round
trip, as ``benchmarks/names.py`` takes. ``measure_word_pairs.py`` asks each word in a few frames; here the
words that stand in the names of the FILEs, and the commonest of all, stand before the nouns that most names
end with ("the Census Bureau"), and the paragraphs show what happens to words among others. What is kept of
all this are counts, our own, of pairs that are not in word_pairs.tsv as strong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import regex

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from build_word_pairs import COUNTS, COUNTS_IN_TEXTS, read_counts
from measure_word_pairs import fillers

from normtext.folding import fold
from normtext.words import zipf

NOUNS = """
agency association authority award bank board building bureau center championship commission committee
company council court department district division festival force foundation fund group hospital institute
journal law league market museum office officer park party plan program project report school service
society street summit systems team union university week
""".split()
COMMONEST = 5_000  # words that are no names' words, besides
OF_NAMES, OF_OTHERS = 22, 12  # nouns before which each stands
RAREST = 2.0  # Zipf
NAMELIKE = 3.0  # Zipf of a word of names that is worth a frame

_WORD = regex.compile(r"[^\W\d_]+")
_TOKEN = regex.compile(r"\w+|[^\w\s]")
FILL = fillers("en")

# A pair stands in so many places, two contexts or articles at least, and has such a share; pairs of few
# must have more. Of words that no name has, only what came again and again: "the Weed District".
LEAST, SURE = 2, 4
SHARE, SHARE_OF_SURE = 0.08, 0.05
# The model's own, but people mean it: a council meets in a city hall.
NEVER = frozenset({("council", "hall")})


def articles(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The articles of the files."""
    for file in files:
        yield from map(json.loads, filter(str.strip, file.read_text(encoding="utf-8").splitlines()))


def words_of_names(files: Iterable[Path]) -> list[str]:
    """The words of names of several words that are English ones."""
    counts: Counter[str] = Counter()
    for article in articles(files):
        for name in article["names"]:
            parts = name.split()
            counts.update(w.lower() for w in parts if len(parts) > 1 and w.istitle() and w.isalpha())
    kept = [w for w, _ in counts.most_common() if zipf(w) >= NAMELIKE]
    return [w for w in kept if w.isascii() and len(w) > 2 and w not in FILL]


def translate(raw: Path, files: list[Path]) -> None:
    """Write word, noun, Portuguese and English of each frame."""
    import wordfreq

    from normtext.engines.firefox import list_installed, load_model

    models = {(model.source, model.target): model for model in list_installed()}
    there, back = (load_model(models[pair]) for pair in (("en", "pt"), ("pt", "en")))
    first = words_of_names(files)
    listed = [
        w for w in wordfreq.top_n_list("en", 2 * COMMONEST) if w.isascii() and w.isalpha() and len(w) > 2
    ]
    others = [w for w in listed if w not in FILL and w not in set(first)][:COMMONEST]
    rng = random.Random(3)
    with raw.open("w", encoding="utf-8") as file:
        for words, nouns in ((first, OF_NAMES), (others, OF_OTHERS)):
            for word in words:
                for noun in rng.sample(NOUNS, nouns):
                    middle = there.translate(f"the {word.title()} {noun.title()}")
                    file.write(f"{word}\t{noun}\t{middle}\t{back.translate(middle)}\n")


def in_frames(raw: Path, named: set[str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of the frames in which one of the two words came back as it was, and one other."""
    frames: Counter[str] = Counter()
    became: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in raw.read_text(encoding="utf-8").splitlines():
        word, noun, _, english = line.split("\t")
        result = [w for w in _WORD.findall(fold(english)) if w not in FILL]
        for own, beside in ((word, noun), (noun, word)):
            if len(result) == 2 and beside in result:
                other = result[1 - result.index(beside)]
                frames[own] += 1
                became[own, other].append(beside)
    for (word, other), nouns in became.items():
        share = len(nouns) / (frames[word] + 1)
        least = SURE if word not in named else LEAST
        if len(nouns) >= least and len(set(nouns)) > 1 and _is_sure(len(nouns), share):
            yield word, other, share


def in_texts(files: list[Path]) -> Iterator[tuple[str, str, float]]:
    """Pairs of words in running text: one word for another, and the same on either side."""
    seen: Counter[str] = Counter()
    became: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, article in enumerate(articles(files)):
        for original, damaged in zip(article["original"], article["roundtrip"], strict=True):
            a, b = (_TOKEN.findall(text.lower()) for text in (original, damaged))
            seen.update(a)
            for kind, i, i_end, j, j_end in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
                if kind == "replace" and i_end - i == j_end - j == 1:
                    became[fold(a[i]), fold(b[j])].append(number)
    for (word, other), places in became.items():
        share = len(places) / (seen[word] + 1)
        if len(set(places)) >= LEAST and _is_sure(len(set(places)), share):
            yield word, other, share


def _is_sure(times: int, share: float) -> bool:
    return share >= (SHARE_OF_SURE if times >= SURE else SHARE)


def _is_word(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) > 2 and word not in FILL and zipf(word) >= RAREST


def count(raw: Path, files: list[Path]) -> None:
    """Write the pairs that are not known as strong, one word a line."""
    known = {(p.word, p.other): p.strength for p in read_counts((COUNTS,)) if p.language == "en"}
    shares: dict[tuple[str, str], float] = {}
    for word, other, share in (*in_frames(raw, set(words_of_names(files))), *in_texts(files)):
        pair = word, other
        if word != other and _is_word(word) and _is_word(other) and pair not in NEVER:
            shares[pair] = max(share, shares.get(pair, 0.0))
    lines: dict[str, list[str]] = defaultdict(list)
    for (word, other), share in sorted(shares.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        if share > known.get((word, other), 0.0):
            lines[word].append(f"en:{other}={min(share, 0.99):.2f}")
    with COUNTS_IN_TEXTS.open("w", encoding="utf-8") as file:
        file.writelines("\t".join((word, *pairs)) + "\n" for word, pairs in lines.items())


def main() -> None:
    """Do the step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=("translate", "count"))
    parser.add_argument("raw", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    (translate if given.step == "translate" else count)(given.raw, given.files)


if __name__ == "__main__":
    main()
