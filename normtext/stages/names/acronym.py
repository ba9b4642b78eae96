"""Rule: a wrong acronym behind its expansion, or one whose initials another language has put in its order.

An engine reads an acronym that it does not know as a word ("National AI Research Resource (Name)"),
or as the acronym of its own language's word order ("PAE" for "EAP"), or leaves the one that the other
language has ("OMS" for "WHO").
"""

from __future__ import annotations

import itertools
import string
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import regex

from normtext import wordpairs, words
from normtext.folding import Token, fold
from normtext.gazetteer import Entry
from normtext.gazetteer.entries import RIGHT
from normtext.gazetteer.index import Index
from normtext.gazetteer.records import Hit, Key
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.finds import Find
from normtext.stages.names.initials import ACRONYM, MIN_LETTERS, expansion, initials, initials_fit
from normtext.stages.names.text_context import TextContext
from normtext.stages.names.wholes import right_entries

# Checked on the development benchmark's 198,000 clean words (no repair there, with the own names and
# with those of all articles) and on the tables in tests/cases/names.
PERMUTED = 0.9  # behind the expansion, the same letters in another order
ABROAD = 0.92  # behind the expansion, the acronym that another language has
GARBLED = 0.82  # behind the expansion, a word with the acronym's first letter and shape: "(Name)"
TYPED = 0.8  # behind the expansion, the acronym with a letter more or less
SYNONYM = 0.76  # behind the expansion, another word for its last one: "Research Council (Board)"
OTHER_WORD = 0.5  # behind the expansion, some other word: it may say something about it
MENTIONED = 0.8  # a permutation of an acronym that the article has again and again
EXPANDED = 0.86  # a permutation of an acronym whose expansion the article has, and the gazetteer both
RARE = 0.76  # a permutation of an acronym that stands in the article, from a list of the article's own names
UNLISTED = 0.6  # a permutation of an acronym that only the article defines
ABSENT = 0.75  # of one that does not stand in the article, from a list of the article's own names
SHORT = 0.6  # the same, of three letters: there are too many such acronyms
OF_ITS_OWN = 0.4  # the permutation is in use, as an acronym or as a word

TELLING = 4  # letters of which two acronyms in one article hardly have the same by chance
MOST_SUSPECTS = 50  # an article with more is no prose
OWN_NAMES = 0.3  # share of a gazetteer's names in the article from which it is the article's own list
OFTEN = 4  # mentions of the right acronym for one of the permuted one; 26 to 2 and 6 to 1 were seen
LIKENESS = 0.4  # of the letters of a garbled acronym (OSA similarity): "NAME" and "NAIRR" have .4
NEAR = 0.75  # of a mistyped one
BESIDE = 60  # characters within which two acronyms are told apart: "ETL and ELT"

_BRACKETS = regex.compile(r"\s?\((?P<inside>\p{L}[\p{L}\d]{1,9})\)")
_IN_LANGUAGE = regex.compile(
    r",?\s(?:in|is|as in)\s(?:\p{Ll}+\s)?\p{Lu}\p{Ll}+(?:ch|sh|an|ese)\b"
)  # "ONU in French"
_DEFINED = regex.compile(r"\((?P<inside>\p{Lu}{2,8})s?\)")

IN_USE = frozenset(
    """
    API IPA PIA ETL ELT TTS STT ASR SAR RAM ARM MAR CPA PCA CAP PAC APC ISP PSI SIP IPS DMA AMD MAD DAM UTC
    TCU CUT NPL NLP MLP DNS SND CRM MRC CNN NCN SSD DSS GPS PGS LAN NAL WAN NAW SQL QLS SDK ROI RIO IRS SIR
    USA SUA RNA NRA ANR DNA AND RAN CEO OEC COE EPA PEA APE EDA ADE IoT TIO OCR CRO COR ROC FDA FAD
    DAF ERP
    FTPS SFTP HELO EHLO BMP PBM BPM CIL CLI TVA VAT BGR RGB CVS CSV VCS CUA AUC SPI ISA AIS PCL CLP DOM ODM
    OSI ISO SGD SDG ASS SSA PER REP PRE PMI IPM PIM MIP IMP OLS SOL LOS MSE SEM EMS ESM TPU PUT GAN NAG
    RAG GAR ACL CAL LAC ALC SAT AST TSA STA ATS PDF FDP SPD PSD DSP ICC CIC SEC CES ECS NBA BAN NAB BBC CBB
    EMA MAE MEA AME CPI IDE TIC BID PLN AVG PMA CIO COI IRM IPC ABE RSN AIE EEE
    """.split()
)
"""Acronyms and words in capitals whose letters, in another order, are an acronym as well; or that are one
in English as well as in another language."""


@dataclass(frozen=True, slots=True)
class Acronyms:
    """What the article says about acronyms.

    Attributes:
        counts: how often each word in capitals stands in it.
        listed: the acronyms that are right names of the gazetteer, and stand in it or are spelled out there.
        expanded: those whose expansion, a right name of the gazetteer, stands in it.
        defined: acronyms that it explains, with the expansion.
        known: the keys of all three.
        suspects: words in capitals that are not known, each with the others of the same letters, and with
            those that are what English has for it.
        absent: those of the gazetteer among them that the article does not have.
        abroad: words in capitals that other languages have for an English acronym.
    """

    counts: Counter[str]
    listed: dict[str, Entry]
    expanded: frozenset[str]
    defined: dict[str, str]
    known: frozenset[str]
    suspects: dict[str, list[str]]
    absent: dict[str, Entry]
    abroad: frozenset[str]


def acronym(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """ "National AI Research Resource (Name)" for "(NAIRR)"; "PAE" for "EAP"."""
    facts = _facts(article)
    if "(" in text.text:
        yield from _behind_expansions(article, text)
        if text.languages == ("en",) and text.has_any(facts.abroad):
            yield from _foreign(article, text)
    if not text.has_any(facts.suspects.keys()) or text.is_upper_case:
        return
    for token in text.tokens:
        if token.text in facts.suspects:
            find = _permuted(article, text, token)
            if find:
                yield find


def may_have_acronyms(article: ArticleContext, text: TextContext) -> bool:
    """Tell at little cost whether ``acronym`` may find anything."""
    facts = _facts(article)
    if "(" in text.text and (text.right_hits or text.has_any(facts.abroad)):
        return True
    return text.has_any(facts.suspects.keys())


def _behind_expansions(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    for hit in text.right_hits:
        if hit.first == hit.last or "(" not in text.text[hit.end : hit.end + 2]:
            continue
        brackets = _BRACKETS.match(text.text, hit.end)
        if brackets and article.permits(hit.entry):
            right, entry = _acronym_of(article.index, hit.entry, hit.form.text)
            confidence, why = _in_brackets(article, brackets["inside"], right, hit)
            if confidence:
                start, end = brackets.span("inside")
                reason = f"{brackets['inside']!r} behind {text.surface(hit)!r} is not {right!r}; {why}"
                yield Find(start, end, entry, right, "acronym", confidence, reason)


def _foreign(article: ArticleContext, text: TextContext) -> Iterator[Find]:
    """ "World Health Organization (OMS)" in English text: the words before it say what English has."""
    for found in _DEFINED.finditer(text.text):
        start, end = found.span("inside")
        if _is_form(article, found["inside"]):
            continue
        for english in map(str.upper, wordpairs.english_acronyms(found["inside"])):
            spelled_out = expansion(text.text, found.start(), english)
            if spelled_out:
                reason = f"{found['inside']!r} is what other languages have for {english!r}, {spelled_out!r}"
                entry = _listed(article, english) or Entry(english)
                yield Find(start, end, entry, english, "acronym", ABROAD, reason)


_of_expansions: WeakKeyDictionary[Index, dict[tuple[str, str], tuple[str, Entry]]] = WeakKeyDictionary()


def _acronym_of(index: Index, entry: Entry, form: str) -> tuple[str, Entry]:
    """The acronym that this very form has, and its entry; "" where the gazetteer has none, or two.

    It stands with the expansion, or by itself, in a list that has both as names.
    """
    known = _of_expansions.setdefault(index, {})
    if (entry.name, form) not in known:
        own = (entry.acronym, *entry.aliases)
        fitting = {a: entry for a in own if a and ACRONYM.match(a) and initials_fit(form, a)}
        found = list(fitting.items())[:1] or list(_by_itself(index, form).items())
        known[entry.name, form] = found[0] if len(found) == 1 else ("", entry)
    return known[entry.name, form]


def _by_itself(index: Index, form: str) -> dict[str, Entry]:
    """The acronyms in the gazetteer that are made of a form's initials."""
    return {
        key.form.text: key.entry
        for letters in initials(form)
        for key in index.keys(fold(letters))
        if key.form.text == letters and key.form.kind in RIGHT
    }


def _in_brackets(article: ArticleContext, inside: str, right: str, hit: Hit) -> tuple[float, str]:
    """How sure it is that the word in brackets was the acronym; 0 where it may say something else."""
    if not right or inside.upper().rstrip(string.digits) == right:
        return 0.0, ""
    if _is_form(article, inside) and not (article.is_damaged and sorted(inside) == sorted(right)):
        return 0.0, ""
    if inside.isupper() and len(inside) >= MIN_LETTERS:
        if sorted(inside) == sorted(right):
            return PERMUTED, "its letters are, in another order"
        if _alike(inside, right) >= NEAR and _facts(article).counts[inside] <= 1:
            return TYPED, "it is a letter off"
        return 0.0, ""
    if not inside.istitle() or inside.lower() in hit.form.text.lower():
        return 0.0, ""
    if inside[0] == right[0] and len(inside) <= len(right) and _alike(inside.upper(), right) >= LIKENESS:
        return GARBLED, "a word of its shape stands in its place"
    if _repeats_a_word(inside, hit.form.text):
        return SYNONYM, "the word only says again what the name says"
    return OTHER_WORD, "but the word may say something about it"


def _repeats_a_word(inside: str, name: str) -> bool:
    """ "Research Council (Board)": a translation's other word for the last word of the name."""
    last = fold(name.rpartition(" ")[2])
    return any(word == last for word, _ in wordpairs.related(fold(inside)))


def _is_form(article: ArticleContext, word: str) -> bool:
    return bool(_keys(article, word))


def _keys(article: ArticleContext, word: str) -> Sequence[Key]:
    """The forms of the gazetteer that are the word, and may stand in the article's languages."""
    found = [key for key in article.index.keys(fold(word)) if key.form.text == word]
    if not any(key.form.language for key in found):
        return found
    languages = {"", *_languages(article)}
    return [key for key in found if (key.form.language or "").partition("-")[0] in languages]


@once
def _languages(article: ArticleContext) -> frozenset[str]:
    return frozenset(itertools.chain.from_iterable(text.languages for text in article.texts))


def _alike(one: str, other: str) -> float:
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(one, other))


def _permuted(article: ArticleContext, text: TextContext, token: Token) -> Find | None:
    """An acronym of the article with its initials in another order."""
    facts = _facts(article)
    if token.text in facts.abroad and (text.languages != ("en",) or _IN_LANGUAGE.match(text.text, token.end)):
        return None  # it is right there
    rivals = facts.suspects[token.text]
    right = max(rivals, key=lambda rival: (rival in facts.known, facts.counts[rival], rival))
    if text.text.endswith(f"{right} (", 0, token.start):
        return None  # "UN (ONU)" tells what others say
    confidence, why = _of_mention(article, facts, text, token, right)
    entry = facts.listed.get(right) or facts.absent.get(right) or Entry(right)
    if not confidence or not article.permits(entry):
        return None
    what = "has the letters of {!r} in another order"
    if sorted(token.text) != sorted(right):
        what = "is what other languages have for {!r}"
    reason = f"{token.text!r} {what.format(right)}; {why}"
    return Find(token.start, token.end, entry, right, "acronym", confidence, reason)


def _of_mention(
    article: ArticleContext, facts: Acronyms, text: TextContext, token: Token, right: str
) -> tuple[float, str]:
    spelled_out = _expansion_before(text, token, right)
    if spelled_out:
        if right in facts.absent and len(_by_itself(article.index, spelled_out)) > 1:
            return 0.0, ""
        if right in facts.absent and not _may_be_spelled_out(article, facts.absent[right], right):
            return UNLISTED, "but the gazetteer's may be another one"
        return PERMUTED, "the words before it begin with those letters in that order"
    if right in facts.absent:
        return _of_absent(article, facts, token, right)
    if right not in facts.known:
        return 0.0, ""
    if token.text in IN_USE or text.ordinary(token.text):
        return OF_ITS_OWN, "but it is in use as well"
    is_slip = article.is_damaged and len(right) >= TELLING
    if right in text.text[max(0, token.start - BESIDE) : token.end + BESIDE] and not is_slip:
        return OF_ITS_OWN, "but both stand side by side"
    if right in facts.expanded and facts.counts[right] + 1 >= facts.counts[token.text]:
        return EXPANDED, "and the article has its expansion"
    often = facts.counts[right] >= OFTEN * facts.counts[token.text]
    if right not in facts.listed:
        return UNLISTED if often else OF_ITS_OWN, "which only the article itself explains"
    if often:
        return MENTIONED, "which the article has again and again"
    if article.coverage >= OWN_NAMES and facts.counts[right] >= facts.counts[token.text]:
        return RARE, "which the list of the article's own names has"
    return OF_ITS_OWN, "but the article does not have that often enough"


def _of_absent(article: ArticleContext, facts: Acronyms, token: Token, right: str) -> tuple[float, str]:
    """An acronym of the gazetteer that does not stand in the article."""
    if token.text in IN_USE:
        return 0.0, ""
    if _is_spelled_out(article, right) and _may_be_spelled_out(article, facts.absent[right], right):
        return EXPANDED, "and the article has its expansion"
    if article.is_damaged and len(right) >= TELLING and sorted(right) == sorted(token.text):
        if words.is_known(token.text):
            return OF_ITS_OWN, "but it may be one of its own"
        return ABSENT, "which nobody knows, and other names of the article are damaged"
    if not article.is_about and not _has_abroad(facts.absent[right], token.text):
        return 0.0, ""
    if article.coverage >= OWN_NAMES and len(token.text) >= TELLING:
        return ABSENT, "which the list of the article's own names has"
    if article.is_damaged and _has_abroad(facts.absent[right], token.text):
        return ABSENT, "and other names of the article are damaged"
    return SHORT, "which the gazetteer has, but nothing else in the article speaks for it"


def _may_be_spelled_out(article: ArticleContext, entry: Entry, acronym: str) -> bool:
    """Tell whether other words than a name of the gazetteer may be what its acronym stands for.

    "Module de sécurité de Linux (LSM)" has the initials of MSL by chance, and that is a laboratory.
    """
    is_laid_out = any(initials_fit(form, acronym) for form in (entry.name, *entry.aliases) if " " in form)
    return article.is_about and not is_laid_out


def _has_abroad(entry: Entry, acronym: str) -> bool:
    """Tell whether an entry has an acronym as its alias in another language."""
    return any(acronym in aliases for _, aliases in entry.aliases_by_language)


def _expansion_before(text: TextContext, token: Token, right: str) -> str:
    """ "Early Access Program" in "Early Access Program (PAE)", where the article has "EAP" elsewhere."""
    if text.text[token.start - 1 : token.start] != "(" or text.text[token.end : token.end + 1] != ")":
        return ""
    return expansion(text.text, token.start - 1, right)


_NOTHING = Acronyms(Counter(), {}, frozenset(), {}, frozenset(), {}, {}, frozenset())


@once
def _facts(article: ArticleContext) -> Acronyms:
    upper = [word for word in article.unusual_words if word.isupper() and len(word) > 1]
    abroad = frozenset(filter(wordpairs.english_acronyms, upper))
    capitals = {word for word in upper if ACRONYM.match(word)}
    if not capitals:
        return replace(_NOTHING, abroad=abroad)
    counts = Counter([word for text in article.texts for word in text.tokens.texts if word in capitals])
    standing = {word: entry for word in counts if (entry := _listed(article, word))}
    if len(standing) == len(counts):
        return Acronyms(counts, standing, frozenset(), {}, frozenset(standing), {}, {}, abroad)
    expanded = dict(_expanded(article))
    defined = dict(_definitions(article))
    listed = expanded | standing
    known = frozenset({*listed, *defined})
    strange = [word for word in counts if word not in known and not _is_form(article, word)]
    resembling = itertools.chain.from_iterable(_resembling(article, word) for word in strange)
    absent = {right: entry for right, entry in resembling if right not in known}
    looked_at = _suspects(article, strange, known.union(counts, absent))
    suspects = dict(itertools.islice(looked_at, MOST_SUSPECTS))
    return Acronyms(counts, listed, frozenset(expanded), defined, known, suspects, absent, abroad)


def _suspects(
    article: ArticleContext, strange: list[str], others: Set[str]
) -> Iterator[tuple[str, list[str]]]:
    """The strange words, each with those that it may stand for; not where the article spells it out."""
    by_letters: dict[str, list[str]] = {}
    for word in others:
        by_letters.setdefault("".join(sorted(word)), []).append(word)
    for word in strange:
        rivals = [rival for rival in by_letters["".join(sorted(word))] if rival != word]
        rivals += [e for e in map(str.upper, wordpairs.english_acronyms(word)) if e in others]
        if rivals and not _is_spelled_out(article, word):
            yield word, rivals


def _listed(article: ArticleContext, acronym: str) -> Entry | None:
    """The entry of which an acronym is a right form."""
    return next((key.entry for key in _keys(article, acronym) if key.form.kind in RIGHT), None)


def _resembling(article: ArticleContext, word: str) -> Iterator[tuple[str, Entry]]:
    """The acronyms of the gazetteer that have the same letters, or are what English has for a word."""
    for key in article.index.of_letters(word):
        yield key.form.text, key.entry
    for english in map(str.upper, wordpairs.english_acronyms(word)):
        entry = _listed(article, english)
        if entry:
            yield english, entry


def _expanded(article: ArticleContext) -> Iterator[tuple[str, Entry]]:
    """The acronyms of the names that the article writes out."""
    for entry in right_entries(article):
        if entry.name.count(" ") >= MIN_LETTERS - 1:
            right, its_entry = _acronym_of(article.index, entry, entry.name)
            if right:
                yield right, its_entry


@once
def _spelled_out(_article: ArticleContext) -> dict[str, bool]:
    return {}


def _is_spelled_out(article: ArticleContext, acronym: str) -> bool:
    """Words with these initials stand in the article: it is an acronym of its own."""
    known = _spelled_out(article)
    if acronym not in known:
        pattern = regex.compile(
            r"[\s-]+(?:\p{Ll}{1,3}\s)?".join(rf"\b{letter}\p{{L}}{{0,24}}" for letter in acronym)
        )
        known[acronym] = any(pattern.search(text.text) for text in article.texts)
    return known[acronym]


def _definitions(article: ArticleContext) -> Iterator[tuple[str, str]]:
    """Acronyms with the words before their brackets, where those begin with its letters."""
    for text in article.texts:
        for found in _DEFINED.finditer(text.text) if "(" in text.text else ():
            spelled_out = expansion(text.text, found.start(), found["inside"])
            if spelled_out:
                yield found["inside"], spelled_out
