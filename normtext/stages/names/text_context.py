"""One text of an article: what of the gazetteer stands in it, and what stands around that."""

from __future__ import annotations

import itertools
import string
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Set
from functools import cached_property, lru_cache
from typing import Any

import regex

from normtext import words
from normtext.folding import Token, Tokens, has_no_spaces, tokenize
from normtext.gazetteer import Entry, Form
from normtext.gazetteer.entries import RIGHT, UNSORTED, WRONG
from normtext.gazetteer.index import Index
from normtext.gazetteer.records import Hit
from normtext.spans import SpanSet, longest_first
from normtext.stages.names.addresses import (
    addresses,
    has_inner_dot,
    is_dotted_name,
    is_in_dotted_name,
    is_plain,
)
from normtext.stages.names.shapes import DECIMALS, LIKE, numbers, same_letters

_SENTENCE_START = regex.compile(r"(?:^|[.!?:…•\n])[\"'”’»)\]]*\s*[\"'“‘„«(\[¿¡-]*\s*$")
_CAPITAL = regex.compile(r"^\p{Lu}")
# Compounding is ordinary word formation there: "Googlekonzern" is no accident.
COMPOUNDING = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no", "fi", "hu", "is", "af"})

SLIP = 2
"""Letters at the end of a name that a slip puts on: "Amodeii"."""
SENTENCE = 1000
"""Characters on either side in which a sentence begins and ends."""
_STOPS = (". ", "! ", "? ", "\n")
CASE_SAMPLE = 400
"""Characters that tell whether a text is in capitals throughout."""


class TextContext:
    """One text of the article: its tokens and what stands around them.

    Attributes:
        words: its words, as they are written.
        hits: the forms of the gazetteer that stand in it.
        right_hits: those that are names as they stand.
        odd_hits: those that are not, letter for letter, and may be more than words in lower case.
    """

    def __init__(self, text: str, language: str, index: Index) -> None:
        self.text = text
        self.language = language
        self.tokens: Tokens
        self.tokens, hits = index.take(text)
        self.words = frozenset(self.tokens.texts)
        # What alignment.py has worked out, and for which names of the article; it stays as it is.
        self.laid: dict[Any, Any] | None = None
        self.laid_for: Any = None
        self.laid_folded: dict[tuple[int, int, str], Any] = {}  # by the offsets of a hit, and the name
        self._sentence_starts: dict[int, bool] = {}
        self.hits: list[Hit] = []
        self._odd_hits: list[Hit] = []
        self._small_hits: list[Hit] = []
        self.right_hits: list[Hit] = self.hits
        for hit in hits:
            self._take(hit)
        self.odd_hits = self._odd_hits
        if self._odd_hits:
            self.right_hits = [hit for hit in self.hits if is_right(self, hit)]

    def _take(self, hit: Hit) -> None:
        """Sort a hit in; most are right to the letter, of any language, and end in no digit."""
        form = hit.form
        exact = hit.whole and form.kind in RIGHT and self.text[hit.start : hit.end] == form.text
        if not exact and _is_in_lower_case(self.tokens, hit):
            self._small_hits.append(hit)
        elif (exact and form.language is None and not form.text[-1].isdigit()) or self._separators_fit(hit):
            self.hits.append(hit)
            if not exact:
                self._odd_hits.append(hit)

    def meet(self, may_mean: Callable[[Entry], bool]) -> None:
        """Have words in lower case among the odd hits where the article says that names may be meant."""
        if self._small_hits:
            meant = [hit for hit in self._small_hits if may_mean(hit.entry)]
            self.odd_hits = [*self._odd_hits, *meant]

    @cached_property
    def _is_plain(self) -> bool:
        return is_plain(self.tokens)

    @cached_property
    def _has_inner_dot(self) -> bool:
        return not self._is_plain and has_inner_dot(self.text)

    @cached_property
    def _addresses(self) -> SpanSet:
        return addresses(self.text, self._is_plain)

    def is_untouchable(self, start: int, end: int) -> bool:
        """Tell whether a stretch reaches into an address, a handle or code.

        "Character.AI" and its like, when a name covers all of it, are names.
        """
        if self._has_inner_dot and is_in_dotted_name(self.text, start, end):
            return True
        return any(
            not (span == (start, end) and is_dotted_name(self.text[start:end]))
            for span in self._addresses.overlapping(start, end)
        )

    def touchable_hits(self) -> Iterable[Hit]:
        """The right hits outside of addresses, handles and code."""
        if not self._has_inner_dot and not self._addresses:
            return self.right_hits
        return (hit for hit in self.right_hits if not self.is_untouchable(hit.start, hit.end))

    def has_any(self, words: Set[str]) -> bool:
        """Tell whether one of some words stands in it, as it is written."""
        return bool(words) and not words.isdisjoint(self.words)

    def at_sentence_start(self, start: int) -> bool:
        """Tell whether the word at ``start`` would be capitalised anyway."""
        if start not in self._sentence_starts:
            before = self.text[max(0, start - 12) : start]
            self._sentence_starts[start] = bool(_SENTENCE_START.search(before))
        return self._sentence_starts[start]

    @cached_property
    def is_headline_case(self) -> bool:
        """Most words capitalised: capitals prove nothing here. A short sentence may have as many."""
        long_words = [word for word in self.tokens.texts if len(word) > 3 and word[0].isalpha()]
        capitals = sum(1 for word in long_words if _CAPITAL.match(word))
        if len(long_words) < 4 or capitals < 0.7 * len(long_words):
            return False
        return capitals == len(long_words) or not self.text.endswith((".", "?", "!"))

    @cached_property
    def is_upper_case(self) -> bool:
        """Most letters are capitals: case proves nothing here."""
        sample = self.text[:CASE_SAMPLE]
        if not _may_be_upper_case(sample):
            return False
        letters = sum(map(str.isalpha, sample))
        return letters >= 8 and sum(map(str.isupper, sample)) > 0.7 * letters

    def ordinary(self, word: str, at_least: float = 3.0) -> bool:
        """Tell whether a word is an ordinary one in the text's language or in English."""
        return any(words.is_ordinary(word, language, at_least) for language in self.languages)

    def known(self, word: str) -> bool:
        """Tell whether any word list of the text's language, or of English, has the word."""
        return any(words.is_known(word, language) for language in self.languages)

    def puts_on_a_word(self, word: str, own: str) -> bool:
        """Tell whether a word is another one with more than a slip behind it: "Altmanwas", not "Altmann"."""
        rest = word[len(own) :]
        if not word.startswith(own) or len(rest) < 2:
            return False
        return len(rest) > SLIP or self.known(rest)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages whose word lists tell what is an ordinary word here."""
        language = self.language.partition("-")[0]
        return ("en",) if language in ("en", "und") else (language, "en")

    def sentence_around(self, start: int, end: int) -> str:
        """What stands beside a stretch, between the full stops on either side."""
        first, last = max(0, start - SENTENCE), end + SENTENCE
        low = max(first - 1, *(self.text.rfind(stop, first, start) for stop in _STOPS)) + 1
        ends = [self.text.find(stop, end, last) for stop in _STOPS]
        high = min((e for e in ends if e >= 0), default=last)
        return f"{self.text[low:start]}\n{self.text[end:high]}"

    def following(self, hit: Hit) -> Token | None:
        """The word behind a hit, where nothing but a space parts them."""
        after = hit.last + 1
        if after >= len(self.tokens) or self.text[hit.end : self.tokens[after].start] != " ":
            return None
        return self.tokens[after]

    def is_plain_word(self, entry: Entry, form: str) -> bool:
        """Tell whether a form is a single word that is an ordinary one as well: "Meta", not "OpenAI"."""
        return entry.common_word and " " not in form and self.ordinary(form, 0.1)

    @cached_property
    def wrong_hits(self) -> dict[tuple[int, int, str], Hit]:
        """The forms that the gazetteer lists as wrong, by their offsets and the name."""
        wrong = [hit for hit in self._odd_hits if hit.whole and hit.form.kind in WRONG]
        return {(hit.start, hit.end, hit.entry.name): hit for hit in reversed(wrong)}

    @cached_property
    def right(self) -> SpanSet:
        """The stretches that are names as they stand, the longest of those that overlap."""
        return longest_first((hit.start, hit.end) for hit in self.right_hits)

    @cached_property
    def covered(self) -> dict[int, tuple[int, int]]:
        """The tokens that are part of a right name, with the stretch of the name."""
        shortest_first = sorted(self.right_hits, key=lambda hit: hit.end - hit.start)
        return {
            number: (hit.start, hit.end)
            for hit in shortest_first
            for number in range(hit.first, hit.last + 1)
        }

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The words in capitals throughout."""
        return frozenset(word for word in self.tokens.texts if word.isupper())

    def words_in(self, start: int, end: int) -> list[str]:
        """The folded words of a stretch."""
        low, high = bisect_left(self.tokens.starts, start), bisect_right(self.tokens.ends, end)
        return self.tokens.folded[low:high]

    def surface(self, hit: Hit) -> str:
        """What stands in the text where the hit is."""
        return self.text[hit.start : hit.end]

    def _may_stand_here(self, form: Form) -> bool:
        """Forms of one language stand in texts of that language.

        Literal translations of any language turn up in English, and scripts without spaces are
        proof enough of theirs.
        """
        if form.language is None or has_no_spaces(form.text):
            return True
        language = self.language.partition("-")[0]
        return form.language.partition("-")[0] in (language, "en") or (
            form.kind == "translation" and language == "en"
        )

    def _separators_fit(self, hit: Hit) -> bool:
        """Tell whether what stands between the tokens can stand within one name, and nothing is cut."""
        form = hit.form.text
        if not self._may_stand_here(hit.form):
            return False
        if hit.whole and form[-1:].isdigit() and DECIMALS.match(self.text, hit.end):
            return False  # "GPT-4" is not in "GPT-4.1": another version is another name
        surface = self.surface(hit)
        if surface == form:
            return True
        if hit.first != hit.last:
            starts, ends, allowed = self.tokens.starts, self.tokens.ends, _allowed_gaps(form)
            inner = range(hit.first, hit.last)
            if any(self.text[ends[n] : starts[n + 1]].translate(LIKE) not in allowed for n in inner):
                return False
        return not hit.whole or numbers(surface) == numbers(form)


def _is_in_lower_case(tokens: Tokens, hit: Hit) -> bool:
    """ "technology" for the bare name "Technology"."""
    if hit.first != hit.last or not hit.whole or hit.entry.kind != UNSORTED or hit.form.kind not in RIGHT:
        return False
    word = tokens.texts[hit.first]
    return word.islower() and word.isalpha() and hit.form.text.istitle()


_NO_LETTERS = bytes(set(range(256)) - set(string.ascii_letters.encode()))
_NO_CAPITALS = bytes(set(range(256)) - set(string.ascii_uppercase.encode()))


def _may_be_upper_case(sample: str) -> bool:
    """Tell whether seven of ten letters may be capitals, if all that are not ASCII were."""
    encoded = sample.encode("ascii", "ignore")
    others = len(sample) - len(encoded)
    capitals = len(encoded.translate(None, _NO_CAPITALS))
    return capitals + others > 0.7 * len(encoded.translate(None, _NO_LETTERS))


_PLAIN_GAPS = {
    "",
    " ",
    "-",
    "\N{NO-BREAK SPACE}",
    "\N{NON-BREAKING HYPHEN}",
    "\N{HYPHEN}",
    "\N{NARROW NO-BREAK SPACE}",
}


@lru_cache(maxsize=8192)
def _allowed_gaps(form: str) -> frozenset[str]:
    """What may stand between the words of a form: what stands there, and what joins words anyway."""
    gaps = {form[a.end : b.start].translate(LIKE) for a, b in itertools.pairwise(tokenize(form))}
    return frozenset({*gaps, *_PLAIN_GAPS, *((" - ", " -", "- ") if "-" in gaps else ())})


def is_right(text: TextContext, hit: Hit) -> bool:
    """Tell whether a hit is a right form as it stands, on its own."""
    return hit.whole and hit.form.kind in RIGHT and same_letters(text.surface(hit), hit.form.text)
