"""Words that begin sentences, in seven languages: the closed lists behind the repair of lost spaces."""

from __future__ import annotations

import re
from functools import cache

from normtext.function_words import FUNCTION_WORDS

# Articles, demonstratives, pronouns, conjunctions and adverbs that often stand first in a sentence
# and are neither the second half of names ("LinkedIn", "WordPress") nor of identifiers ("forEach").
_LONG = """
en: The This These Those There She They His Her Its Their Our However Meanwhile Moreover Furthermore Although
    Though While When Whether After Before But Because Since Despite During According Both Many Most Some
    Several With Without From For Under Until Among Instead Therefore Thus Then Yet Here Nevertheless Still
    Also Such Even Today Once Unlike Besides
nl: Het Een Dit Deze Dat Die Maar Ook Volgens Daarnaast Echter Hij Zij Wij Door Voor Met Bij Toch Toen Tijdens
    Daarom Hierdoor Bovendien Omdat Terwijl Hoewel Naast Verder Zo'n Veel
fr: Les Une Des Cette Ces Elle Ils Elles Dans Pour Mais Selon Cependant Toutefois Ainsi Avec Depuis Après Lors
    Leur Leurs Nous Cela Pourtant Enfin Ensuite Sans Sur Par Son Ses
de: Der Die Das Ein Eine Dies Diese Dieser Dieses Sie Wir Aber Auch Nach Mit Für Bei Doch Laut Seit Während
    Zudem Außerdem Jedoch Allerdings Damit Dabei Dazu Dennoch Deshalb Obwohl Trotz
es: Los Las Una Este Esta Estos Estas Pero Según Además También Por Para Con Cuando Aunque Desde Tras Ella
    Ellos Sin Sus Esto Así Mientras
pt: Uma Este Esta Esse Essa Mas Segundo Além Também Por Para Com Quando Embora Desde Após Ele Ela Eles Elas
    Isso Isto Seus Suas Porém Enquanto Assim
it: Gli Una Questo Questa Questi Queste Secondo Inoltre Anche Per Con Quando Tuttavia Dopo Nel Nella Dal Dalla
    Sono Mentre Così Loro Ogni
"""

# Those that may stand before a comma; behind the others stands a word: "nodes.For, frame" is no prose.
_BEFORE_COMMA = frozenset(
    """
    However Meanwhile Moreover Furthermore Therefore Thus Then Yet Here Nevertheless Still Also Today Once
    Besides Instead Many Most Some Several Both Those These This
    Echter Daarnaast Daarom Bovendien Toch Verder Cependant Toutefois Ainsi Pourtant Enfin Ensuite Zudem
    Doch Jedoch Allerdings Dennoch Deshalb Además También Así Também Porém Assim Isso Inoltre Anche Tuttavia
    Così
    """.split()
)

# Shorter ones, and such as begin clauses, need a fitting word after them: "optIn" is a word of the
# trade, "growthIn the" is not.
_SHORT = """
en: That Which Who Whose Where What How Why And Or So
nl: De In Er Ze We Op Om Na Als
fr: Le La Un Ce Il En Au De
de: Er Es In Am Im
es: El La Un En Su Se
pt: Os As Um Em No Na Ao Se
it: Il Lo La Un In Le Ma Si
"""
_SHORT_ENGLISH = """
In: the a an this that these those his her its their our all many most some addition fact recent
It: is was has will can would also had may could should seems does
He: is was has will can would also had may could said added says
We: are were have will can would also had may need believe
If: the a an this that these those it they we you he she
As: the a an this it well part of
At: the a an this that its least first
On: the a an this that these those his her its their our
An: important official early
"""

# What stands behind the names of code; no sentence has it for a second word.
_OPERATORS = frozenset("=<>{}|+*/%^~\\;:")

# Endings of English adverbs; the stem has two letters at least, so that Sally, Italy, Emily, Family,
# Supply and July are none.
_ADVERB = re.compile(
    r"[A-Z][a-z]+(?:[ai]cally|[aeiou]?nally|ially|eally|ously|ately|ively|edly|antly|ently|fully|ingly|ibly|ably)"
    r"|Only|Early|Similarly|Clearly|Shortly|Certainly|Mainly|Mostly|Nearly|Directly|Namely|Possibly|Previously"
)


def _table(text: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    key = ""
    for word in text.split():
        if word.endswith(":"):
            key = word[:-1]
        else:
            table.setdefault(key, set()).add(word)
    return {name: frozenset(words) for name, words in table.items()}


@cache
def long_starters(language: str) -> frozenset[str]:
    """Starters of a language that need no further evidence."""
    return _table(_LONG).get(language, frozenset())


@cache
def _short_starters(language: str) -> frozenset[str]:
    return _table(_SHORT).get(language, frozenset())


@cache
def _short_english() -> dict[str, frozenset[str]]:
    return _table(_SHORT_ENGLISH)


@cache
def all_starters() -> frozenset[str]:
    """Every word of the lists, of whatever language."""
    words = [long_starters(language) | _short_starters(language) for language in FUNCTION_WORDS]
    return frozenset(_short_english()).union(*words)


def is_starter(word: str, language: str) -> bool:
    """Tell whether ``word`` begins sentences in a language, with or without further evidence."""
    return (
        word in long_starters(language)
        or word in _short_starters(language)
        or (language == "en" and word in _short_english())
    )


def may_precede(word: str, following: str) -> bool:
    """Tell whether a starter may stand before what follows it, white space included."""
    if following.startswith(","):
        return word in _BEFORE_COMMA or is_adverb(word)
    return following.lstrip()[:1] not in _OPERATORS


def is_adverb(word: str) -> bool:
    """Tell whether ``word`` looks like an English adverb that begins a sentence ("Officially")."""
    return _ADVERB.fullmatch(word) is not None


# Verbs that make a noun or an identifier with a short starter: "signIn", "logOn".
_PHRASAL_TABLE = """
add break build built buy call cash check drag drive drop fade fill find get lead like log make opt pin plug
post read roll run save set share sign sit stand switch trade try turn use walk write zoom
"""
_PHRASAL = frozenset(_PHRASAL_TABLE.split())


def short_starter_fits(left: str, word: str, following: str, language: str) -> bool | None:
    """Tell whether a short starter may stand between the words ``left`` and ``following``.

    None: the language's word list must say, by knowing the following word.
    """
    if word in _short_starters(language) and (language != "en" or left not in _PHRASAL):
        return None
    if language == "en":
        return left not in _PHRASAL and following in _short_english().get(word, ())
    return False
