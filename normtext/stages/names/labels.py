"""Names that are labels: of packages, modules, settings, providers.

Programs, and texts about them, write "openai" of a package and "OpenAI" of the company. In prose that
says which of them is meant, the first is right as it stands; so is "HuggingFace", where classes and
functions are the subject.
"""

from __future__ import annotations

import itertools
import re

import regex

from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext, once
from normtext.stages.names.text_context import TextContext

REACH_BACK, REACH_ON = 2, 4
"""Words before and behind in which "package" makes a label: "the numpy and scipy Debian packages"."""
LISTED = 3.0  # Zipf; a rarer word in lower case beside it, in a list, is a label as well

CODE_WORDS, CODE_SHARE = 3, 0.003
"""Different words of code, and their share of the words, from which a text is about a program: half of the
documents of packages have three times as much, of 100 news articles 98 have none."""

_KINDS_OF_LABELS = frozenset(
    """
    package packages module modules library logger import namespace plugin plugins parameter flag backend
    provider pip apt repo driver argument arguments option keyword
    pakket pakketten pakketje paquet paquets bibliothèque paket pakete paketen pakets modul bibliothek
    paquete paquetes pacote pacotes pacchetto pacchetti
    """.split()
)
_OF_LABELS = frozenset(
    "key keys account accounts tokenizer sdk cli endpoint emoji emojis emoticon smiley".split()
)
"""What a label stands right before: "an openai key", "the hugging face emoji"."""
_JOINED_BEFORE = regex.compile(r"\S[-/_.:\\=]$|[/_.\\~=@]$")
_JOINED_AFTER = regex.compile(r"[-/_.:\\=][\p{L}\d*./\"'”’_:]|[/_\\=]|\(|\[[\p{L}\d]")
_CODE_SIGN = re.compile(r"[_()`=]|--|::")
_CODE_WORD = regex.compile(
    r"""(?<![\w./@\#-])(?:
        _*+(?:\p{Ll}[\p{Ll}\d]*+_++)++\p{Ll}[\p{Ll}\d]*+_*+   # cached_file
      | (?:\p{Lu}[\p{Lu}\d]*+_++)++\p{Lu}[\p{Lu}\d]*+          # MAX_LENGTH
      | \p{Lu}\p{Ll}++(?:\p{Lu}\p{Ll}++){2,}+\d*+                # LongFormerTokenizer
      | [\w.]++\(\) | \w++::\w++ | `[^`\s]++`                  # close(), std::map
      | --\p{Ll}[\p{Ll}-]++ | \p{Ll}[\p{Ll}\d]*+=[\w"'.]++     # --verbose, stream=True
    )(?!\w)""",
    regex.VERBOSE,
)
_QUOTE_BEFORE = regex.compile("[\"'“‘„«`]$")
_QUOTE_AFTER = regex.compile("[\"'”’»`]")


def is_label(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """Tell whether a hit is a lower-case label rather than a name in running prose."""
    if not text.surface(hit).islower():
        return False
    before, after = text.text[max(0, hit.start - 2) : hit.start], text.text[hit.end : hit.end + 2]
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return True
    following = text.following(hit)
    if following is not None and following.text in _OF_LABELS:
        return True
    if hit.first != hit.last:
        return False
    quoted = bool(_QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after))
    if quoted or _is_named_a_label(text, hit):
        return True
    return _is_beside_a_label(text, hit) or _ends_a_list(text, hit)


def _is_beside_a_label(text: TextContext, hit: Hit) -> bool:
    """ "(cpu, cuda, rocm, dml)": beside it, and parted by a comma, another strange word in lower case."""
    sides = ((hit.first - 1, hit.first), (hit.last, hit.last + 1))
    for left, right in sides:
        if left < 0 or right == len(text.tokens):
            continue
        beside = text.tokens[left if right == hit.first else right].text
        listed = text.text[text.tokens[left].end : text.tokens[right].start] == ", "
        if listed and beside.islower() and beside.isalpha() and not text.ordinary(beside, LISTED):
            return True
    return False


def _ends_a_list(text: TextContext, hit: Hit) -> bool:
    """ "drivers such as redis, apc, mongodb": two words in lower case before it, parted by commas."""
    before = text.tokens[max(0, hit.first - 2) : hit.first + 1]
    return (
        len(before) == 3
        and all(token.text.islower() for token in before)
        and all(text.text[a.end : b.start] == ", " for a, b in itertools.pairwise(before))
    )


def _is_named_a_label(text: TextContext, hit: Hit) -> bool:
    """ "the openai logger", "het pakket libreoffice"."""
    around = itertools.chain(
        text.tokens[max(0, hit.first - REACH_BACK) : hit.first],
        text.tokens[hit.last + 1 : hit.last + 1 + REACH_ON],
    )
    return any(token.folded in _KINDS_OF_LABELS for token in around)


@once
def is_about_a_program(article: ArticleContext) -> bool:
    """Tell whether names of functions, options and settings stand in an article, and not just one or two."""
    texts = [text.text for text in article.texts if _CODE_SIGN.search(text.text)]
    found = [word for text in texts for word in _CODE_WORD.findall(text)]
    if len(set(found)) < CODE_WORDS:
        return False
    return len(found) >= CODE_SHARE * sum(len(text.tokens) for text in article.texts)
