"""Names in lower case that are labels: of packages, modules, settings, providers.

Programs, and texts about them, write "openai" of a package and "OpenAI" of the company. In prose that
says which of them is meant, the first is right as it stands.
"""

from __future__ import annotations

import itertools

import regex

from normtext.gazetteer.records import Hit
from normtext.stages.names.context import ArticleContext, TextContext

REACH_BACK, REACH_ON = 2, 4
"""Words before and behind in which "package" makes a label: "the numpy and scipy Debian packages"."""
LISTED = 3.0  # Zipf; a rarer word in lower case beside it, in a list, is a label as well

_KINDS_OF_LABELS = frozenset(
    """
    package packages module modules library logger import namespace plugin plugins parameter flag backend
    provider pip apt repo driver
    pakket pakketten pakketje paquet paquets bibliothèque paket pakete paketen pakets modul bibliothek
    paquete paquetes pacote pacotes pacchetto pacchetti
    """.split()
)
_JOINED_BEFORE = regex.compile(r"\S[-/_.:\\=]$|[/_.\\~=@]$")
_JOINED_AFTER = regex.compile(r"[-/_.:\\=][\p{L}\d*./\"'”’_:]|[/_\\=]|\(|\[[\p{L}\d]")
_QUOTE_BEFORE = regex.compile("[\"'“‘„«`]$")
_QUOTE_AFTER = regex.compile("[\"'”’»`]")


def is_label(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """Tell whether a hit is a lower-case label rather than a name in running prose."""
    if not text.surface(hit).islower():
        return False
    before, after = text.text[max(0, hit.start - 2) : hit.start], text.text[hit.end : hit.end + 2]
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return True
    if hit.first != hit.last:
        return False
    quoted = bool(_QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after))
    return quoted or _is_listed(article, text, hit) or _is_named_a_label(text, hit)


def _is_listed(article: ArticleContext, text: TextContext, hit: Hit) -> bool:
    """ "(cpu, cuda, rocm, dml)": beside it, and parted by a comma, another strange word in lower case."""
    sides = ((hit.first - 1, hit.first), (hit.last, hit.last + 1))
    for left, right in sides:
        if left < 0 or right == len(text.tokens):
            continue
        beside = text.tokens[left if right == hit.first else right].text
        listed = text.text[text.tokens[left].end : text.tokens[right].start] == ", "
        if listed and beside.islower() and beside.isalpha() and not text.ordinary(beside, LISTED):
            return not article.index.keys(beside)
    return False


def _is_named_a_label(text: TextContext, hit: Hit) -> bool:
    """ "the openai logger", "het pakket libreoffice"."""
    around = itertools.chain(
        text.tokens[max(0, hit.first - REACH_BACK) : hit.first],
        text.tokens[hit.last + 1 : hit.last + 1 + REACH_ON],
    )
    return any(token.folded in _KINDS_OF_LABELS for token in around)
