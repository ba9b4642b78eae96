"""Rule: a name run together with the word behind it, where a link or a line was cut."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext import words
from normtext.gazetteer.entries import RIGHT, Entry
from normtext.gazetteer.records import Hit
from normtext.stages.names import grammar
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.finds import Find
from normtext.stages.names.shapes import INNER, same_letters
from normtext.stages.names.text_context import COMPOUNDING, TextContext

SENTENCE_WORD = 6.0  # Zipf: the hundred or so words that begin sentences ("In", "He", "The")
SOLID_WORD = 4.5  # Zipf: an everyday word ("claim", 4.95)
GLUED_CAPITAL = 0.92
GLUED_LOWER = 0.88
GLUED_KNOWN = 0.85  # the two together are no word at all
GLUED_PERHAPS = 0.5  # a suggestion; but no misspelling either, which would lose the word
GLUED_WORD = 3.5  # Zipf of the word behind: "confessed", 4.1
MIN_REST = 3  # letters of it
MIN_ACRONYM = 3  # letters of an acronym that the article has rightly, "TDUand"
HUMP_WORD = 2.0  # Zipf of a word that the end of a name and what follows make together
MIN_RECASED = 6  # letters of one that stands in another case
MIN_NAME = 4  # letters: a shorter name at the front of a word is chance

# Words that make new words: a "Congresswoman" is no accident.
_COMBINING = frozenset(
    """
    woman women man men person people like wide based side land ship work works time line house book
    room way day days ware world proof less free able style type speak gate core base care coin town verse
    """.split()
)

# Words that begin sentences and are rarer than the hundred commonest.
_STARTERS = frozenset(
    "However Meanwhile Moreover Although Because After Before Since While When Their There These Those "
    "According Instead Yet Despite Until Unlike Both Each Such Its Another Still Also Now Then Here".split()
)

_CAPITALISED = regex.compile(r"^\p{Lu}\p{Ll}*$")
_ENDS_IN_CAPITALS = regex.compile(r"\p{L}\p{Lu}{2}$")  # "OpenAIhe"
_HUMP = regex.compile(r"(?<=\p{Ll})\p{Lu}\p{Ll}*$")
_TWO_LETTERS = frozenset("is in to of by at as on he it or an we no so up if be".split())


def glued_name(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """A right or folded form and, in the same word, an ordinary word: "GoogleIn", "Olympic Coderthat"."""
    for hit in text.odd_hits:
        if hit.whole or hit.form.kind not in RIGHT or not is_long_enough(article, hit.entry, hit.form.text):
            continue
        if text.text[hit.start] != hit.form.text[0] and text.text[hit.start].islower():
            continue
        rest = text.text[hit.end : text.tokens[hit.last].end]
        confidence = rest_confidence(article, text, hit, rest)
        if confidence and _name_fits(text, hit) and article.permits(hit.entry):
            reason = f"{hit.form.text!r} and the ordinary word {rest!r} have run together"
            yield Find(hit.start, hit.end, hit.entry, hit.form.text + " ", "glued_name", confidence, reason)


def is_long_enough(article: ArticleContext, entry: Entry, form: str) -> bool:
    """Tell whether a name is so long that it does not stand at an edge of a word by chance."""
    acronym = form.isupper() and form.isalpha() and article.names_rightly(entry)
    return len(form) >= (MIN_ACRONYM if acronym else MIN_NAME)


def starts_sentence(word: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a capitalised word is one with which sentences begin: "In", "He", "However"."""
    return len(word) > 1 and (
        word in _STARTERS or any(words.is_ordinary(word, tag, SENTENCE_WORD) for tag in languages)
    )


def rest_confidence(article: ArticleContext, text: TextContext, hit: Hit, rest: str) -> float:
    """How sure it is that ``rest`` is a word of its own; 0 where it is not."""
    joined = text.tokens[hit.last].text
    if text.ordinary(joined, 0.1) or not rest.isalpha() or _goes_with_hump(text, hit, rest):
        return 0.0
    if _CAPITALISED.match(rest):
        starts = starts_sentence(rest, text.languages)
        return GLUED_CAPITAL if starts and not hit.entry.case_sensitive else 0.0
    if not rest.islower() or rest in _COMBINING or text.language.partition("-")[0] in COMPOUNDING:
        return 0.0
    several_words = hit.first != hit.last or bool(INNER.search(hit.form.text))
    is_compound = joined[0].islower()  # "gridlines", not "gridsaid"
    if several_words and not is_compound and len(rest) >= 4 and text.ordinary(rest, SOLID_WORD):
        return GLUED_LOWER
    short = 2 if _ENDS_IN_CAPITALS.search(hit.form.text) and text.language[:2] == "en" else 3
    is_function_word = len(rest) >= short and text.ordinary(rest, SENTENCE_WORD)
    if is_function_word and _is_short_word(article, hit):
        return 0.0
    if is_function_word and (several_words or not text.is_plain_word(hit.entry, hit.form.text)):
        return GLUED_LOWER
    if not _is_strange(text, hit):
        return 0.0
    known = article.names_rightly(hit.entry) and article.occurrences[text.tokens.folded[hit.last]] == 1
    fits = _is_two_letters(text, hit, rest, known) or (known and _is_word(text, hit, rest))
    if fits and (known or several_words):
        return GLUED_KNOWN
    may_be_word = known and len(rest) >= MIN_REST and words.is_ordinary(rest)
    return GLUED_PERHAPS if may_be_word else 0.0


def _is_short_word(article: ArticleContext, hit: Hit) -> bool:
    """ "Mack" in "Mackall", "Rest" in "Reston": chance, unless the article has the name."""
    form = hit.form.text
    return len(form) < MIN_RECASED and form.istitle() and not article.names_rightly(hit.entry)


def _goes_with_hump(text: TextContext, hit: Hit, rest: str) -> bool:
    """ "PyContext" is a Py and a Context, and no PyCon."""
    hump = _HUMP.search(text.surface(hit))
    return hump is not None and rest.islower() and text.ordinary(hump[0] + rest, HUMP_WORD)


def _is_two_letters(text: TextContext, hit: Hit, rest: str, known: bool) -> bool:
    """ "Hugging Faceis open", "GPT-4oin March": what follows goes with them."""
    if rest not in _TWO_LETTERS or hit.last + 1 >= len(text.tokens) or text.tokens.gap(hit.last)[:1] != " ":
        return False
    if grammar.finite_at(text, hit.last + 1):
        return False  # "Stefanis said"
    following = text.tokens.texts[hit.last + 1]
    if rest == "is":
        return following.islower()
    if following == "there" or following in grammar.CONJUNCTIONS["en"]:
        return False
    return known or following in grammar.DETERMINERS["en"] or following[0].isupper() or following.isdigit()


def _is_word(text: TextContext, hit: Hit, rest: str) -> bool:
    """ "Anthropicpays", "Fischertold", "Neumannspokesperson", behind a name that the article has rightly."""
    if len(rest) < MIN_REST or not words.is_ordinary(rest, "en", GLUED_WORD):
        return False
    is_word = hit.first == hit.last and not INNER.search(hit.form.text) and words.is_ordinary(hit.form.text)
    if _is_no_noun(rest):
        return not is_word or not text.at_sentence_start(hit.start)
    if is_word or len(rest) <= MIN_REST:
        return False  # "Lightcloud" may be a name of its own
    runs_on = grammar.spaced(text, hit.last) and text.tokens.texts[hit.last + 1][0].isupper()
    return not runs_on and not text.at_sentence_start(hit.start)


def _is_no_noun(rest: str) -> bool:
    """What makes no compound: small words, adverbs, forms of verbs."""
    small = rest in grammar.small_words("en") or rest in grammar.FINITE["en"] or rest in grammar.PASTS
    return small or rest.endswith("ly") or (rest.endswith("ed") and grammar.may_be_verb(rest[:-2]))


def _is_strange(text: TextContext, hit: Hit) -> bool:
    """English, letter for letter the name, and the two together no word that any list knows."""
    return (
        text.language[:2] == "en"
        and same_letters(text.surface(hit), hit.form.text)
        and hit.form.text[0].isupper()
        and not text.known(text.tokens.texts[hit.last])
    )


def _name_fits(text: TextContext, hit: Hit) -> bool:
    """The name part must look like the name: its own letters, or its first word, or words in capitals."""
    surface = text.surface(hit)
    if same_letters(surface, hit.form.text):
        return True
    if hit.entry.case_sensitive or text.is_plain_word(hit.entry, hit.form.text):
        return False
    if hit.first == hit.last and " " in hit.form.text:
        return False  # "HawaiiNewsNow": who joins all words does so on purpose
    if len(hit.form.text) < MIN_RECASED:
        return False  # there is no BEIR in "Beirand", as there is NVIDIA in "Nvidiain"
    heads = [token.text[0] for token in text.tokens[hit.first : hit.last + 1]]
    if hit.first != hit.last and surface.startswith(hit.form.text.partition(" ")[0] + " "):
        return surface.casefold() == hit.form.text.casefold()
    return all(not head.islower() for head in heads) and not surface.isupper()
