"""Closed lists of small words, for rules that ask whether words make sense where they stand."""

from __future__ import annotations

from functools import lru_cache

import regex

from normtext import words
from normtext.stages.names.text_context import TextContext

DETERMINERS = {
    "en": frozenset("the a an its his her their our this that these those".split()),
    "nl": frozenset("de het een zijn haar hun deze dit die".split()),
    "de": frozenset("der die das den dem des ein eine einen einem einer sein seine ihr ihre".split()),
    "fr": frozenset("le la les l un une sa son ses leur leurs ce cette ces".split()),
    "es": frozenset("el la los las un una su sus este esta".split()),
    "pt": frozenset("o a os as um uma seu sua este esta".split()),
    "it": frozenset("il lo la i gli le l un una suo sua questo questa".split()),
}
OF = {
    "en": {"of": "of"},
    "nl": {"van": "van"},
    "de": {"von": "von", "vom": "von", "des": "von", "der": "von"},
    "fr": {"de": "de", "du": "de", "des": "de", "d": "de"},
    "es": {"de": "de", "del": "de"},
    "pt": {"de": "de", "do": "do", "da": "da"},
    "it": {"di": "di", "del": "di", "della": "di", "dell": "di"},
}
"""The words that make a genitive, and what stands for them before a name without an article."""

FINITE = {
    "en": frozenset(
        """
        is was are were has had will would can could may might must should does did says said makes made
        takes took wants gives gave shows showed claims claimed argues argued believes calls called proves
        proved warns warned explains explained writes wrote notes noted sees saw emphasizes emphasises
        emphasized suggests suggested concludes concluded remains became becomes comes came goes went gets
        got needs offers offered plans focuses focused aims aimed differs contrasts contrasted stands stood
        includes included contains seems appears means follows followed leads led helps helped centers
        centres relies rests asks asked expects announced released launched published submitted
        have agreed agrees refused refuses replied insisted responded ended began begins spoke chose thinks
        knows knew say argue believe
        """.split()
    ),
    "nl": frozenset(
        """
        is was zijn waren heeft had zal zou kan kon mag moet wordt werd zegt zei stelt maakt maakte geeft gaf
        toont wil vindt noemt bewijst waarschuwt schrijft schreef meldt staat stond blijft laat benadrukt
        """.split()
    ),
    "de": frozenset(
        """
        ist war sind waren hat hatte wird wurde kann konnte darf muss soll sollte sagt sagte macht machte gibt
        gab zeigt will nennt beweist warnt schreibt schrieb meldet steht stand bleibt betont fordert
        """.split()
    ),
    "fr": frozenset(
        """
        est était sont étaient a avait va sera serait peut pouvait doit devrait dit affirme fait fit donne
        montre veut appelle prouve avertit écrit explique reste souligne propose estime annonce
        """.split()
    ),
    "es": frozenset(
        "es era está fue son ha tiene será puede debe dice dijo hace muestra quiere afirma".split()
    ),
    "pt": frozenset("é era está foi são tem será pode deve diz disse faz mostra quer afirma".split()),
    "it": frozenset("è era sta fu sono ha sarà può deve dice disse fa mostra vuole afferma".split()),
}
"""Verb forms that need a subject before them (German and Dutch ones may stand before it as well)."""

PASTS = frozenset(
    """
    left met won lost held found bought sold sent paid kept told spent built set put felt fought brought
    caught cut got hit led let met read ran rose sat shot stood struck sought taught thought threw wore
    """.split()
)
"""English verb forms that may be participles as well."""

CONJUNCTIONS = {
    "en": frozenset(
        "and but or while that because as if when whether although though since where which than so".split()
    ),
    "nl": frozenset("en maar of terwijl dat omdat als wanneer hoewel waar dan".split()),
    "de": frozenset("und aber oder während dass weil wenn ob obwohl wo als".split()),
    "fr": frozenset("et mais ou que car si quand lorsque où comme tandis".split()),
    "es": frozenset("y pero o que porque si cuando donde como mientras".split()),
    "pt": frozenset("e mas ou que porque se quando onde como enquanto".split()),
    "it": frozenset("e ma o che perché se quando dove come mentre".split()),
}
PREPOSITIONS = {
    "en": frozenset(
        """
        of to in on at by for from with about into over under against between among within without through
        across during before after around like unlike via per behind beyond inside outside
        """.split()
    ),
    "nl": frozenset(
        "van aan in op bij door voor met over naar uit tegen tussen zonder volgens sinds".split()
    ),
    "de": frozenset(
        "von an in auf bei durch für mit über nach aus gegen zwischen ohne laut seit im am zu".split()
    ),
    "fr": frozenset(
        "de à en sur chez par pour avec dans sous contre entre sans selon depuis du au aux".split()
    ),
    "es": frozenset("de a en por para con sobre contra entre sin según desde del al".split()),
    "pt": frozenset("de a em por para com sobre contra entre sem segundo desde do da no na".split()),
    "it": frozenset("di a in da per con su contro tra fra senza secondo del della al".split()),
}
NUMERALS = frozenset("two three four five six seven eight nine ten several".split())
ADVERBS = frozenset(
    """
    not also now then once here there together only even still just already again soon later yet often never
    always today instead however probably likely how why what who all both each every some any no one two
    first last next more most many much such other another same very too well far ever up down off out back
    twice alone abroad nearby
    """.split()
)
BARE = "en"


def language_of(text: TextContext) -> str:
    """The language whose lists serve; English for the unknown."""
    language = text.language.partition("-")[0]
    return language if language in DETERMINERS else BARE


@lru_cache(maxsize=8)
def small_words(language: str) -> frozenset[str]:
    """Words that end a noun phrase: no noun, no adjective."""
    lists = (DETERMINERS[language], CONJUNCTIONS[language], PREPOSITIONS[language], frozenset(OF[language]))
    return frozenset().union(*lists, ADVERBS if language == "en" else ())


@lru_cache(maxsize=4096)
def may_be_verb(word: str) -> bool:
    """Tell whether an English word is, or forms, a participle in -ing: "scale", "hugging", not "common"."""
    word = word.lower()
    if word.endswith("ing") and len(word) > 5:
        return True
    stems = (word, word[:-1] if word.endswith("e") else word, word + word[-1:])
    return any(words.zipf(stem + "ing") > 0 for stem in stems)


@lru_cache(maxsize=4096)
def is_participle(word: str) -> bool:
    """Tell whether an English word is the -ing form of a verb in use: "hugging", not "Beijing"."""
    word = word.lower()
    if not word.endswith("ing") or len(word) < 6 or not words.zipf(word):
        return False
    return any(words.zipf(base) >= USED for base in bases(word))


def is_ordinary_in(text: TextContext, word: str) -> bool:
    """Tell whether a word is an ordinary one of the text's own language, whatever it is in English."""
    return words.is_ordinary(word, language_of(text))


USED = 3.0  # Zipf: seen once in a million words


def bases(participle: str) -> tuple[str, ...]:
    """What a form in -ing may be made of: "hugging" of "hug", "scaling" of "scale"."""
    stem = participle.lower()[:-3]
    doubled = (stem[:-1],) if stem[-1:] == stem[-2:-1] else ()
    return (*doubled, stem, stem + "e")


def finite_at(text: TextContext, number: int) -> bool:
    """Tell whether the word is a verb that needs a subject: "makes", "proves that", "is"."""
    if not 0 <= number < len(text.tokens):
        return False
    language, word = language_of(text), text.tokens.texts[number].lower()
    if word in FINITE[language]:
        return True
    if language != "en" or not word.endswith("s") or word.endswith("ss") or not may_be_verb(word[:-1]):
        return False
    following = text.tokens.texts[number + 1].lower() if number + 1 < len(text.tokens) else ""
    return (following in DETERMINERS["en"] or following in NUMERALS) and spaced(text, number)


def spaced(text: TextContext, number: int) -> bool:
    """Tell whether one space is all that parts a word from the one behind it."""
    return number + 1 < len(text.tokens) and text.tokens.gap(number) == " "


_STOP = regex.compile(r"[,;:.!?…()\[\]\N{EM DASH}\N{EN DASH}\"“”„«»‘]")


def begins_phrase(text: TextContext, number: int) -> bool:
    """Tell whether a clause may begin at a word: behind a stop, a conjunction, or nothing."""
    tokens = text.tokens
    if number == 0 or text.at_sentence_start(tokens.starts[number]):
        return True
    before = tokens.texts[number - 1].lower()
    return bool(_STOP.search(tokens.gap(number - 1))) or before in CONJUNCTIONS[language_of(text)]


_OPENERS = frozenset("in on at by since during after before until last this next".split())
_TIMES = frozenset(
    "day week month year end meantime spring summer autumn winter morning evening afternoon night".split()
)
LONGEST_OPENING = 4  # words of "In the early summer"


def opens_clause(text: TextContext, number: int) -> bool:
    """Tell whether an English clause may begin at a word, behind "In June", "Last week", "In the end"."""
    tokens = text.tokens
    last = tokens.texts[number - 1] if number else ""
    if language_of(text) != "en" or not (last[:1].isupper() or last.isdigit() or last in _TIMES):
        return False
    for first in range(number - 2, max(-1, number - 1 - LONGEST_OPENING), -1):
        if not spaced(text, first):
            return False
        if tokens.texts[first].lower() in _OPENERS and text.at_sentence_start(tokens.starts[first]):
            return tokens.gap(number - 1) in (" ", ", ")
    return False


def follows_preposition(text: TextContext, number: int) -> bool:
    """Tell whether a word stands behind "of", "by", "according to" and their like."""
    return (
        number > 0
        and spaced(text, number - 1)
        and text.tokens.texts[number - 1].lower() in PREPOSITIONS[language_of(text)]
    )


def stray_capital(text: TextContext, number: int) -> bool:
    """Tell whether an everyday word has a capital that belongs to no name: "Face Center on three"."""
    if language_of(text) != "en" or text.is_headline_case or not 0 < number < len(text.tokens) - 1:
        return False
    word, following = text.tokens.texts[number : number + 2]
    return (
        word.istitle() and words.zipf(word) >= EVERYDAY and spaced(text, number) and following in BEHIND_VERB
    )


EVERYDAY = 4.0  # Zipf: seen once in a hundred thousand words
BEHIND_VERB = frozenset("a an the its his their this that on upon how why clear".split())
