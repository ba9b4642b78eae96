"""Build normtext/data/residue.marisa, words that English text has only where a translation left them behind.

    python scripts/build_residue.py            # write it
    python scripts/build_residue.py --check    # only compare

Its source are the word frequencies of wordfreq (data: CC BY-SA 4.0 and others, see its licence).
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import wordfreq

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from normtext.stages.language.residue import LANGUAGES  # noqa: E402

TRIE = ROOT / "normtext" / "data" / "residue.marisa"
SHORTEST = 4
"""Letters; shorter words are names and abbreviations as often."""
USUAL = 3.0
"""Zipf frequency in the language from which a word is taken: rarer ones are too often names."""
UNUSUAL = ((5.0, 2.45), (0.0, 2.1))
"""Zipf frequency in English up to which, for words from the first in their language: what is more frequent
is a loan ("barrio", "personas"). What clean text has of the taken ones is in docs/language.md."""
APART = 2.5
"""The least between the two frequencies."""
ENDINGS = (("s", 1.9), ("es", 2.3), ("d", 2.3), ("ed", 2.3), ("ing", 2.3), ("r", 3.0), ("er", 3.0))
"""A word that has one of them on an English word of so much is English ("vends", "resolver")."""

Frequencies = dict[str, float]


def zipf(frequencies: Frequencies, word: str) -> float:
    frequency = frequencies.get(word)
    return math.log10(frequency) + 9 if frequency else 0.0


def is_inflected(word: str, english: Frequencies) -> bool:
    """Tell whether a word is an English one with an ending."""
    return any(
        zipf(english, word.removesuffix(ending)) > least
        for ending, least in ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2
    )


def words() -> dict[str, tuple[float, str]]:
    """Word to its frequency and language, the language that it is the most frequent in."""
    english = wordfreq.get_frequency_dict("en", "best")
    best: dict[str, tuple[float, str]] = {}
    for language in LANGUAGES:
        own = wordfreq.get_frequency_dict(language, "best")
        for word, frequency in own.items():
            if len(word) < SHORTEST or not word.isalpha():
                continue
            usual, in_english = math.log10(frequency) + 9, zipf(english, word)
            most = next(most for least, most in UNUSUAL if usual >= least)
            if usual < USUAL or in_english > most or usual - in_english < APART:
                continue
            if not is_inflected(word, english):
                best[word] = max(best.get(word, (0.0, "")), (usual, language))
    return best


def main() -> int:
    """Write the file, or say that it is stale."""
    import marisa_trie

    codes = {language: bytes([number]) for number, language in enumerate(LANGUAGES)}
    trie = marisa_trie.BytesTrie((word, codes[language]) for word, (_, language) in sorted(words().items()))
    if "--check" not in sys.argv[1:]:
        trie.save(str(TRIE))
        print(f"{len(trie)} words, {TRIE.stat().st_size:,} bytes")
    elif not TRIE.exists() or dict(marisa_trie.BytesTrie().load(str(TRIE)).items()) != dict(trie.items()):
        print(f"{TRIE} is stale: run  python scripts/build_residue.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
