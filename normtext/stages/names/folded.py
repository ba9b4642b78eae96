"""Rule: a name that differs from its right form only in case, spaces, hyphens or diacritics."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normtext.folding import Token, key_of
from normtext.gazetteer import Entry, Form
from normtext.gazetteer.entries import RIGHT, UNSORTED
from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext, right_forms
from normtext.stages.names.finds import Find
from normtext.stages.names.joined import (
    is_joined_camel,
    is_nearly_capitalised,
    is_other_camel,
    is_parted_camel,
    joined_confidence,
    parted_confidence,
    spells_an_acronym,
)
from normtext.stages.names.labels import is_about_a_program, is_label
from normtext.stages.names.shapes import CAPITAL_INSIDE, has_more_capitals, same_letters, with_closed_hyphens
from normtext.stages.names.text_context import COMPOUNDING, TextContext
from normtext.stages.names.versions import WEAK, is_torn_version, style_confidence

SURE = 0.95  # the right form elsewhere in the article, or a form that can be nothing else
LIKELY = 0.9  # capitals or a strange word speak for it
ALONE = 0.8  # "services of open ai and ...": an acronym in lower case, and no noun behind it
MIN_KEY = 3  # one or two letters in another case or spacing are anything
HALF = 0.82  # part of the name is capitalised as the name is, where nothing else asks for it
ABBREVIATED = 4  # letters of an abbreviation, at most
HABIT = 3  # times that an article writes a name so
APART = 0.92  # a hyphen between spaces; of twelve in real damage none was anything else

# "hugging face" is how no paper writes of a company; "the AI action plan", "a vision transformer" are
# how many write of things of a kind.
EVERYDAY = 4.5  # Zipf, of the word behind
PHRASE = 4.2  # Zipf, of two words that may well stand side by side: "hugging" has 3.9
FUNCTION_WORD = 6.0  # Zipf, of the word behind
PROGRAMS = frozenset({"tool", "dataset", "benchmark"})
"""Kinds of names that are written as their packages are, "numpy", "Pytorch", without being damaged."""
NEVER_LOWER = frozenset({"company", "laboratory", "organization", "person", "place", "product", UNSORTED})

_COUNT = regex.compile(r"^[^-]*-\s*\d+$")  # one hyphen, and a number that may count what follows
_ALWAYS_CAPITAL = frozenset(
    """
    European American British English French German Chinese Japanese Dutch Indian Spanish Italian Russian
    Korean African Asian Brazilian Canadian Swiss
    """.split()
)
_ARTICLE = regex.compile(r"(?:The|An?)\s")
_OWNER_BEFORE = regex.compile(r"(?i)\b(?:an?|my|your|his|her|its|our|their)\s$")


def folded_form(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """Case, spacing, hyphen: "Olympic Coder", "Openai", "A16Z", "hugging face"."""
    for hit in text.odd_hits:
        if not hit.whole or hit.form.kind not in RIGHT:
            continue
        if hit.entry.kind == UNSORTED:
            find = _of_bare_name(article, text, hit)
        else:
            find = repair_to_form(article, text, hit)
        if find:
            yield find


def _of_bare_name(article: ArticleContext, text: TextContext, hit: Hit) -> Find | None:
    """Only spaces differ; what else differs is weighed with other damage, in damaged.py."""
    surface, form = text.surface(hit), hit.form.text
    if is_other_camel(article, text, hit):
        reason = f"{surface!r} is {form!r} in other capitals, which no other word has"
        return Find(hit.start, hit.end, hit.entry, form, "folded_form", LIKELY, reason)
    if surface == form or (" " not in surface and " " not in form):
        return None
    if is_nearly_capitalised(article, text, hit):
        reason = (
            f"{surface!r} is {form!r} but for the capital of one word; the article has it rightly elsewhere"
        )
        return Find(hit.start, hit.end, hit.entry, form, "folded_form", LIKELY, reason)
    if is_parted_camel(surface, form):
        if article.count_of(surface) > 1 and not (article.is_about or article.names_rightly(hit.entry)):
            return None  # "Quick Mask", again and again, is no QuickMask
        if form.isalpha():
            return repair_to_form(article, text, hit)
        confidence = LIKELY
    elif is_joined_camel(article, text, hit) and not is_about_a_program(article):
        confidence = LIKELY
    else:
        confidence = parted_confidence(text, hit) or joined_confidence(article, text, hit)
    rivals = {own.text for _, own in right_forms(article.index, key_of(surface))} if confidence else {form}
    if not confidence or len(rivals) > 1 or _runs_on(text, hit) or not article.permits(hit.entry):
        return None
    reason = f"{surface!r} is {form!r}, its words run together or parted"
    return Find(hit.start, hit.end, hit.entry, form, "folded_form", confidence, reason)


def repair_to_form(article: ArticleContext, text: TextContext, hit: Hit) -> Find | None:
    """The find for a folded hit, or None where the text is right as it stands."""
    surface = text.surface(hit)
    forms = right_forms(article.index, key_of(surface))
    if any(same_letters(surface, form.text) for _, form in forms) or _is_sentence_capital(text, hit, surface):
        return None
    if len({form.text for _, form in forms}) > 1 and hit.form.kind != "canonical":
        return None
    if not article.permits(hit.entry):
        return None
    confidence, why = _confidence(article, text, hit, surface)
    after = _in_place(hit.form.text, surface)
    if confidence <= 0 or after == surface:
        return None
    reason = f"{surface!r} is {hit.form.text!r} but for case, spaces or hyphens; {why}"
    return Find(hit.start, hit.end, hit.entry, after, "folded_form", confidence, reason)


def _in_place(form: str, surface: str) -> str:
    """The form, its article in lower case where it stands so: "the White house" in mid-sentence."""
    return surface[0] + form[1:] if _ARTICLE.match(form) and surface[0].islower() else form


def _is_sentence_capital(text: TextContext, hit: Hit, surface: str) -> bool:
    """ "O1-mini" at the beginning of a sentence, "A16z" in a headline: a capital that has to be."""
    form = hit.form.text
    first_only = surface[:1].lower() == form[:1] and surface[1:] == form[1:]
    return first_only and (text.at_sentence_start(hit.start) or text.is_headline_case)


def _confidence(article: ArticleContext, text: TextContext, hit: Hit, surface: str) -> tuple[float, str]:
    entry, form = hit.entry, hit.form
    if entry.case_sensitive or text.is_upper_case or len(key_of(surface)) < MIN_KEY:
        return 0.0, ""
    if is_label(article, text, hit):
        return WEAK, "it is a lower-case label, of a package perhaps"
    if _is_habit(article, entry, surface):
        return WEAK, "the article writes it so again and again"
    if _may_be_a_class(text, hit) and is_about_a_program(article):
        return WEAK, "in texts about programs names are often written as classes and packages are"
    if surface.casefold() == form.text.casefold():
        return _case(article, text, hit, surface)
    if _without_marks_alone(surface, form.text):
        return _accents(article, hit, surface)
    return _spacing(article, text, hit, surface)


def _is_habit(article: ArticleContext, entry: Entry, surface: str) -> bool:
    """A paper that writes "Deepseek" throughout, or oftener than "DeepSeek", does so on purpose."""
    again = 0 if " " in surface else article.count_of(surface)
    return again >= HABIT and again > article.right[entry.name]


def _may_be_a_class(text: TextContext, hit: Hit) -> bool:
    """ "HuggingFace", "Pytorch", "llama-index": one word, words run together, or no capital."""
    joined = hit.last - hit.first + 1 < len(_words(hit.form))
    return hit.first == hit.last or joined or text.surface(hit).islower()


def _accents(article: ArticleContext, hit: Hit, surface: str) -> tuple[float, str]:
    """ "Sao Paulo" may be the paper's habit; nobody puts accents on a name that has none, "Amodeï"."""
    if article.names_rightly(hit.entry):
        return SURE, "the article writes it rightly elsewhere"
    if hit.form.text.isascii() and " " in surface and article.keeps_company(hit.entry):
        return LIKELY, "it has no accents"
    return style_confidence(article, hit, surface, "only accents are missing")


def _without_marks_alone(surface: str, form: str) -> bool:
    """Same words, same gaps, other accents; that "Sao Paulo" lacks them may be the paper's habit."""
    return [len(word) for word in surface.split(" ")] == [len(word) for word in form.split(" ")] and [
        char for char in surface if not char.isalnum()
    ] == [char for char in form if not char.isalnum()]


def _case(article: ArticleContext, text: TextContext, hit: Hit, surface: str) -> tuple[float, str]:
    """Only the case differs."""
    entry, form = hit.entry, hit.form.text
    single = hit.first == hit.last
    if text.is_plain_word(entry, surface):
        return 0.0, ""
    if surface.isupper() and len(surface) >= 4 and not any(c.isdigit() for c in surface):
        return _capitals(article, text, hit)
    if not _has_inner_capital(form):
        return _plain_case(article, text, hit, surface)
    if entry.kind in PROGRAMS:
        return WEAK, "programs are often called by the name of their package, and capitals are a habit"
    if entry.kind == "model" and _is_model_id(surface):
        return WEAK, "it may be what programs call the model"
    if surface.islower() and form.isupper() and entry.kind != "model":
        return WEAK, "acronyms in lower case may be a matter of style"
    if single and _may_be_a_word(text, entry.kind, surface):
        return WEAK, "it may be an ordinary word"
    if not article.names_rightly(entry) and has_more_capitals(surface, form):
        return WEAK, "titles have more capitals"
    return SURE, "no other word is written so"


def _is_model_id(surface: str) -> bool:
    """ "gpt-5.2", "deepseek-r1": as programs are told which model to ask."""
    return surface.islower() and "-" in surface and " " not in surface and _has_digit(surface)


def _capitals(article: ArticleContext, text: TextContext, hit: Hit) -> tuple[float, str]:
    """A name in capitals throughout: a person's, between words that are not, is no matter of style."""
    around = text.tokens[max(0, hit.first - 1) : hit.first] + text.tokens[hit.last + 1 : hit.last + 2]
    shouted = any(len(token.text) > 1 and token.text.isupper() for token in around)
    again = article.occurrences[text.tokens[hit.first].folded] > 1 and not article.names_rightly(hit.entry)
    if shouted or again or hit.entry.kind != "person":
        return WEAK, "capitals throughout may be a matter of style"
    return LIKELY, "capitals throughout are not how the name is written here"


def _may_be_a_word(text: TextContext, kind: str, surface: str) -> bool:
    """Frequent words are not proof: "youtube" is in every list. Only a curator knows that it is no word."""
    return kind == UNSORTED and text.ordinary(surface)


def _has_inner_capital(form: str) -> bool:
    """Mixed case within a word, or letters with digits: a spelling that can only be a name's."""
    if form.isupper() and form.isalpha():
        return False
    mixed = any(CAPITAL_INSIDE.search(word) for word in regex.split(r"[\s-]+", form))
    return mixed or (any(c.isdigit() for c in form) and any(c.isalpha() for c in form))


def _plain_case(article: ArticleContext, text: TextContext, hit: Hit, surface: str) -> tuple[float, str]:
    """A name of capitalised words, or an acronym, in another case."""
    known = article.names_rightly(hit.entry)
    tokens = text.tokens[hit.first : hit.last + 1]
    if not known and has_more_capitals(surface, hit.form.text):
        return WEAK, "titles have more capitals"
    if _has_inner_capital(surface) and hit.entry.kind != UNSORTED and not surface.isupper():
        if hit.form.text.isupper() or spells_an_acronym(text, hit):
            return style_confidence(article, hit, surface, "its capitals may be chosen")
        return LIKELY, "no other word has its capitals so"
    if len(tokens) == 1:
        return WEAK, "a word in lower case, or an acronym in mixed case, may be meant"
    if text.languages != ("en",) and _puts_capitals_otherwise(article, text, hit):
        return WEAK, "its language has several ways to put capitals"
    if hit.entry.kind != UNSORTED and _is_half_capitalised(article, text, hit):
        return HALF, "half of it is written as the name is"
    if hit.entry.kind == "person":
        return (LIKELY, "the article writes it rightly elsewhere") if known else (WEAK, "only case differs")
    if (
        not known
        or hit.entry.kind not in NEVER_LOWER
        or (hit.entry.kind == UNSORTED and not surface.islower())
    ):
        return WEAK, "only case differs, which may be a matter of style"
    if _is_everyday_phrase(text, hit) and not article.is_damaged:
        return WEAK, "its words are everyday ones, and may be meant"
    if _is_phrase_with_acronym(text, hit):
        return WEAK, "its words are ordinary ones, and the acronym has its capitals anyway"
    return LIKELY, "the article writes it rightly elsewhere"


def _puts_capitals_otherwise(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "Commissione Europea", "Corriere della sera": languages but English have few capitals in names."""
    if hit.form.language == text.language.partition("-")[0]:
        return True
    words_of = [part.text for part in text.tokens[hit.first + 1 : hit.last + 1]]
    return not article.names_rightly(hit.entry) and any(map(str.islower, words_of))


def _is_everyday_phrase(text: TextContext, hit: Hit) -> bool:
    """ "A general electric failure", "thinking machines": not "hugging face"."""
    parts = text.tokens.texts[hit.first : hit.last + 1]
    return len(parts) == 2 and parts[1].islower() and all(text.ordinary(part, PHRASE) for part in parts)


def _is_phrase_with_acronym(text: TextContext, hit: Hit) -> bool:
    """ "to scale AI", "an open LLM leaderboard"."""
    parts = [token.text for token in text.tokens[hit.first : hit.last + 1]]
    rest = [part for part in parts if not (part.isupper() and len(part) > 1)]
    return len(rest) < len(parts) and all(part.islower() and text.ordinary(part) for part in rest)


def _is_half_capitalised(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "Stability Ai", "the White house": part of the name in its own case, and that is no accident.

    An accident would be a capital at the head of a sentence, or an acronym that is written so anyway.
    """
    parts = text.tokens[hit.first : hit.last + 1]
    pairs = list(zip([part.text for part in parts], _words(hit.form), strict=False))
    if len(parts) != len(_words(hit.form)) or text.is_headline_case:
        return False
    spoilt_acronym = any(own.isupper() and len(own) > 1 and here.istitle() for here, own in pairs)
    if spoilt_acronym and pairs[0][0] == pairs[0][1]:
        return True
    expected = article.names_rightly(hit.entry) or article.is_damaged
    return any(
        here == own
        and here.istitle()
        and (expected or here not in _ALWAYS_CAPITAL)
        and text.ordinary(here)
        and not text.at_sentence_start(part.start)
        for part, (here, own) in zip(parts, pairs, strict=True)
    )


def _spacing(article: ArticleContext, text: TextContext, hit: Hit, surface: str) -> tuple[float, str]:
    """Spaces or hyphens differ, and perhaps case."""
    entry, form = hit.entry, hit.form
    tokens = text.tokens[hit.first : hit.last + 1]
    known = article.names_rightly(entry)
    if _has_spaced_hyphen(surface, form.text, known):
        return APART, "hyphens within a name have no spaces"
    if _runs_on(text, hit):
        return WEAK, "the next word may belong to it"
    if is_torn_version(article, text, hit):
        return LIKELY, "no version is written so"
    if len(tokens) > len(_words(form)):
        return _parted(article, text, hit, known)
    if len(tokens) == 1 and _has_digit(surface) and not surface.islower():
        return style_confidence(article, hit, surface, "versions are written with and without a space")
    if len(tokens) == 1 and not CAPITAL_INSIDE.search(surface) and not known:
        return WEAK, "without a capital inside it may be a word or a name of its own"
    if len(tokens) == 1 and surface.islower() and entry.kind in (*PROGRAMS, "model"):
        return WEAK, "it may be the name of a package"
    if len(tokens) == 1 and surface.islower():
        return (LIKELY, "the article writes it rightly elsewhere") if known else (WEAK, "it may be a handle")
    if len(tokens) == len(_words(form)):
        return style_confidence(article, hit, surface, "only a hyphen differs")
    if _has_digit(surface):
        return style_confidence(article, hit, surface, "versions are written with and without a space")
    if not known:
        return style_confidence(article, hit, surface, "who joins words may have a reason")
    if form.text.islower():
        return WEAK, "it may be a class of that program"
    return LIKELY, "joined, it is nothing else"


def _has_spaced_hyphen(surface: str, form: str, known: bool) -> bool:
    """ "DeepSeek - R1"; behind "GPT - 4" there may be reasons, "GPT-4" or not, unless the article has it."""
    if with_closed_hyphens(surface) != form:
        return False
    return known or not _COUNT.search(surface)


def _runs_on(text: TextContext, hit: Hit) -> bool:
    """ "Open Ai Weiwei", "Whitehouse Inn": a capitalised word behind it that is no everyday word."""
    following = text.following(hit)
    return (
        following is not None
        and following.text[0].isupper()
        and not following.text.isupper()
        and not text.is_headline_case
        and not text.ordinary(following.text, EVERYDAY)
    )


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _words(form: Form) -> list[str]:
    return [match[0] for match in regex.finditer(r"[\p{L}\p{M}\p{N}]+", form.text)]


def _parted(article: ArticleContext, text: TextContext, hit: Hit, known: bool) -> tuple[float, str]:
    """A name whose parts came apart: "Olympic Coder"; "open AI systems" must stay."""
    tokens, surface = text.tokens[hit.first : hit.last + 1], text.surface(hit)
    ordinary = [text.ordinary(token.text) or len(token.text) == 1 for token in tokens]
    capitals = [not token.text[0].islower() for token in tokens]
    if _has_digit(surface):
        return style_confidence(article, hit, surface, "versions are written with and without a space")
    if "-" in surface and surface.islower() and len(_words(hit.form)) == 1:
        return WEAK, "with a hyphen and no capital it may be the name of a package"
    if any(capitals) and tokens[0].text[0].islower() and hit.form.text[0].isupper():
        return WEAK, "its first part is in lower case"
    if all(capitals):
        if _is_abbreviated(text, hit, ordinary) and not known:
            return WEAK, "its parts may be abbreviations"
        if not all(ordinary):
            return SURE, "its parts are not all ordinary words"
        hyphened = "-" in surface
        if not known and hyphened and _may_be_compound(text, hit):
            return WEAK, "its parts are ordinary words, which a hyphen may join"
        if text.is_headline_case and not hyphened:
            return WEAK, "its parts are ordinary words and a capital stands here anyway"
        if text.at_sentence_start(hit.start) and not hyphened:
            return style_confidence(article, hit, surface, "its parts are words at a sentence's head")
        if not (hyphened or known or hit.entry.kind == UNSORTED) and _is_phrase(article, text, hit):
            return WEAK, "its parts are ordinary words, and may be meant"
        return LIKELY, "its parts are capitalised in the middle of a sentence"
    return _parted_in_lower_case(article, text, hit)


def _parted_in_lower_case(article: ArticleContext, text: TextContext, hit: Hit) -> tuple[float, str]:
    """One part of it at least has no capital: "olympic coder", "Vox populi"."""
    tokens, known = text.tokens[hit.first : hit.last + 1], article.names_rightly(hit.entry)
    if any(_is_small_word(text, token) for token in tokens):
        return WEAK, "one of its parts is a small word"
    if tokens[0].text[0].isupper() and not known and text.at_sentence_start(hit.start):
        return WEAK, "its only capital is that of a sentence"
    if all(text.ordinary(token.text) or len(token.text) == 1 for token in tokens):
        if known and _stands_alone(text, hit):
            return ALONE, "the article writes it rightly elsewhere, and here it stands alone"
        if tokens[0].text[0].isupper() and not text.at_sentence_start(hit.start):
            return style_confidence(article, hit, text.surface(hit), "its parts are ordinary words")
        return WEAK, "its parts are ordinary words in lower case"
    return (SURE if known else LIKELY), "its parts are not all ordinary words"


def _is_abbreviated(text: TextContext, hit: Hit, ordinary: list[bool]) -> bool:
    """ "Info Sys" need not be Infosys: a short part that is no word, of a name without capitals inside."""
    if CAPITAL_INSIDE.search(hit.form.text) or hit.entry.kind == "person":
        return False
    parts = text.tokens[hit.first : hit.last + 1]
    return any(len(part.text) <= ABBREVIATED and not word for part, word in zip(parts, ordinary, strict=True))


def _may_be_compound(text: TextContext, hit: Hit) -> bool:
    """ "Alpha-Code" in German, "ALPHA-CODE": nouns that have capitals anyway."""
    return text.surface(hit).isupper() or text.language.partition("-")[0] in COMPOUNDING


def _is_small_word(text: TextContext, token: Token) -> bool:
    """ "if eval", "If eval": a word that stands everywhere, its capital that of a sentence."""
    is_lower = token.text.islower() or text.at_sentence_start(token.start)
    return is_lower and text.ordinary(token.text, FUNCTION_WORD)


def _is_phrase(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "Her Deep Mind", "the Photo Room of the museum", "Word Net Work", "Ali Baba" among no such names."""
    following = text.following(hit)
    goes_on = following is not None and (
        following.folded == "of" or (following.text[0].isupper() and not following.text.isupper())
    )
    owned = bool(_OWNER_BEFORE.search(text.text, max(0, hit.start - 6), hit.start))
    return goes_on or owned or not article.keeps_company(hit.entry)


def _stands_alone(text: TextContext, hit: Hit) -> bool:
    """All in lower case, even the acronym, and followed by no noun: "open ai and", not "open AI systems"."""
    if not text.surface(hit).islower() or not regex.search(r"\p{Lu}{2}", hit.form.text):
        return False
    following = text.tokens[hit.last + 1] if hit.last + 1 < len(text.tokens) else None
    return following is None or text.text[hit.end] != " " or text.ordinary(following.text, FUNCTION_WORD)
