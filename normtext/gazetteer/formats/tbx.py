"""TBX, the exchange format of termbases (ISO 30042), read by translate-toolkit.

Versions 2 (``martif``) and 3 (``tbx``), and TBX-Min; of a concept its terms by language, with the
preferred one first. translate-toolkit is under the GPL: it comes with the extra ``tbx`` alone and
is imported here, on first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import regex

from normtext.errors import GazetteerError, MissingExtraError
from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats.concepts import Term, entry_of
from normtext.gazetteer.formats.files import Reading, Remarks, clean
from normtext.gazetteer.formats.rows import language_tag

MOST_CHARACTERS = 32 * 2**20
"""The parsed tree takes some twenty times the room of the file."""

PREFERRED = "preferredTerm"
"""How the status of a preferred term begins: "preferredTerm-admn-sts"; older tools write it alone."""

WITHOUT_TERMS = "concepts without a term, skipped"
OTHER_LANGUAGES = "terms whose language is no BCP 47 tag, skipped"

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = regex.compile(r"\A\s*+<\?xml[^<>]*+>")
_ROOT = regex.compile(r"<(?:(?P<prefix>[\w.-]{1,40}+):)?(?P<tag>martif|tbx|TBX)\b(?P<attributes>[^<>]*+)>")
_NAMESPACE = regex.compile(r"""xmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*["'](?P<uri>[^"']*)["']""")


class Dialect(NamedTuple):
    """The elements of a version of TBX: the file's, a concept's, a language's; and its namespace."""

    root: str
    concept: str
    language: str
    namespace: str | None


_ELEMENTS = (
    ("termEntry", "langSet"),  # version 2, and TBX-Min of version 2
    ("conceptEntry", "langSec"),  # version 3
    ("conceptEntry", "langGroup"),  # TBX-Min in drafts of version 3
)
"""Elements of a concept and of a language in it."""


def parse(text: str, where: str, reading: Reading, remarks: Remarks) -> Iterator[Entry]:
    """An entry a concept; synonyms are aliases, terms of other languages aliases of those.

    Raises:
        GazetteerError: it is no TBX, is too large, or declares entities, which nothing here resolves.
        MissingExtraError: translate-toolkit is not installed.
    """
    if len(text) > MOST_CHARACTERS:
        raise GazetteerError(
            f"{where}: is larger than {MOST_CHARACTERS // 2**20} MB; export the termbase in parts"
        )
    if "<!ENTITY" in text:
        raise GazetteerError(f"{where}: declares XML entities, which are not read; export it without")
    dialect = _dialect(text, where)
    for concept in _concepts(text, where, dialect):
        terms = list(_terms(concept, remarks))
        entry = entry_of(terms, reading, "alias")
        if entry is None:
            remarks[WITHOUT_TERMS] += 1
        else:
            yield entry


def _dialect(text: str, where: str) -> Dialect:
    root = _ROOT.search(text)
    if root is None:
        raise GazetteerError(f"{where}: is no TBX: there is no element martif or tbx in it")
    spaces = {found["prefix"]: found["uri"] for found in _NAMESPACE.finditer(root["attributes"])}
    namespace = spaces.get(root["prefix"])
    for concept, language in _ELEMENTS:
        if f"<{language}" in text or f":{language}" in text:
            return Dialect(root["tag"], concept, language, namespace)
    return Dialect(root["tag"], *_ELEMENTS[0], namespace)


def _concepts(text: str, where: str, dialect: Dialect) -> list[Any]:
    """The concepts of the file, as translate-toolkit reads them."""
    store = _store_class(dialect)
    # The declaration may name an encoding that the text no longer has.
    body = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text)
    try:
        units: list[Any] = store.parsestring(body.encode("utf-8", "replace")).units
    except SyntaxError as error:  # what lxml raises is one
        line = f"line {error.lineno}: " if error.lineno else ""
        raise GazetteerError(f"{where}: {line}not valid XML: {error.msg}; export it again") from error
    except (AssertionError, ValueError, AttributeError) as error:
        raise GazetteerError(f"{where}: is no TBX that can be read; export it as TBX-Basic") from error
    if not units:
        raise GazetteerError(f"{where}: there is no concept in it ({dialect.concept})")
    return units


@cache
def _store_class(dialect: Dialect) -> Any:
    """translate-toolkit's reader, told the names of this dialect's elements."""
    try:
        from translate.storage import tbx
    except ImportError as error:
        raise MissingExtraError.for_extra("reading TBX", "tbx") from error
    names = {"namespace": dialect.namespace, "rootNode": dialect.concept, "languageNode": dialect.language}
    unit = type("Unit", (tbx.tbxunit,), names)
    return type(
        "Store",
        (tbx.tbxfile,),
        {"UnitClass": unit, "namespace": dialect.namespace, "rootNode": dialect.root},
    )


def _terms(concept: Any, remarks: Remarks) -> Iterator[Term]:
    for section in concept.getlanguageNodes():
        language = language_tag(section.get(_XML_LANG) or section.get("lang") or "")
        for node in section.iterdescendants(concept.namespaced("term")):
            text = clean(" ".join("".join(node.itertext()).split()))
            if text and language:
                yield Term(text, language, _is_preferred(concept, node))
            elif text:
                remarks[OTHER_LANGUAGES] += 1


def _is_preferred(concept: Any, term: Any) -> bool:
    """Tell whether the status beside a term prefers it to its synonyms."""
    group = term.getparent()
    if group.tag == concept.namespaced("termGrp"):
        group = group.getparent()
    return any(
        note.get("type") == "administrativeStatus" and (note.text or "").strip().startswith(PREFERRED)
        for note in group.iter(concept.namespaced("termNote"))
    )
