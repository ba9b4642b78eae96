"""Glossaries for machine translation: DeepL's and Google Cloud's, as CSV or TSV.

DeepL: a pair a row, source and target, no header; in CSV the two language codes may follow
(https://developers.deepl.com/docs/customize/managing-glossaries).

Google: the same pairs without codes ("unidirectional"), or *equivalent term sets*: a header of
language codes, perhaps ``pos`` and ``description``, then a term in every language a row
(https://cloud.google.com/translate/docs/advanced/glossary).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normtext.gazetteer.entries import Entry
from normtext.gazetteer.formats.concepts import NAMES_IN, Term, base, entry_of
from normtext.gazetteer.formats.files import Reading, Remarks, mistake
from normtext.gazetteer.formats.rows import Row, delimiters, first_cells, language_tag, rows

PAIR, PAIR_WITH_CODES = 2, 4
"""Columns of a row of pairs."""

_ABOUT = ("pos", "description")
WITHOUT_ENGLISH = "entries without an English term, which have that of another language as their name"


def flavour(text: str, where: str, reading: Reading) -> str | None:
    """Tell a glossary by its first row: ``google`` by a header of codes, ``deepl`` by codes at the end.

    Pairs without codes are told only where ``reading`` has their languages; else None.
    """
    cells = first_cells(text, where, _delimiter(text, where))
    if _codes(cells):
        return "google"
    if len(cells) == PAIR_WITH_CODES and all(map(language_tag, cells[2:])):
        return "deepl"
    return "deepl" if len(cells) == PAIR and reading.source and reading.target else None


def _delimiter(text: str, where: str) -> str:
    """The first delimiter that cuts the first row at all."""
    known = delimiters(text, where)
    return next((one for one in known if len(first_cells(text, where, one)) > 1), known[0])


def _codes(cells: Sequence[str]) -> list[str] | None:
    """The columns of a header of language codes; None where it is none."""
    columns = [cell.lower() if cell.lower() in _ABOUT else language_tag(cell) for cell in cells]
    known = [column for column in columns if column]
    languages = [column for column in known if column not in _ABOUT]
    if len(known) < len(cells) or len(set(known)) < len(known) or len(languages) < PAIR:
        return None
    return known


def parse_deepl(text: str, where: str, reading: Reading, remarks: Remarks) -> Iterator[Entry]:
    """Pairs of source and target; languages from the row, else from ``reading``."""
    for row in rows(text, where, _delimiter(text, where)):
        yield from _pair(row, where, reading, remarks)


def _pair(row: Row, where: str, reading: Reading, remarks: Remarks) -> Iterator[Entry]:
    cells = row.cells
    if len(cells) not in (PAIR, PAIR_WITH_CODES):
        raise mistake(
            where,
            row.line,
            f"has {len(cells)} columns; a row is source,target or source,target,source_lang,target_lang, "
            'and a text with a comma in it stands in quotes: "Smith, Inc.",Smith',
        )
    if not cells[0] or not cells[1]:
        raise mistake(where, row.line, "the source or the target is empty; fill it in or take the row out")
    codes = cells[2:] if any(cells[2:]) else [reading.source or "", reading.target or ""]
    languages = [language_tag(code) for code in codes]
    if cells[0] == cells[1]:
        yield Entry(cells[0], reading.kind)
        return
    if not all(languages):
        wrong = next((code for code, tag in zip(codes, languages, strict=True) if code and not tag), None)
        said = f"{wrong!r} is no language code" if wrong else "the row does not say its languages"
        raise mistake(where, row.line, f"{said}; give them as codes, for instance --from nl --to en")
    source, target = (Term(cell, tag or "") for cell, tag in zip(cells, languages, strict=False))
    yield from _counted(entry_of([target, source], reading, "translation"), [target, source], remarks)


def parse_google(text: str, where: str, reading: Reading, remarks: Remarks) -> Iterator[Entry]:
    """Equivalent term sets where the first row has language codes; else pairs, as ``parse_deepl``."""
    found = rows(text, where, _delimiter(text, where))
    columns = _codes(first_cells(text, where, _delimiter(text, where)))
    if columns is None:
        yield from parse_deepl(text, where, reading, remarks)
        return
    next(found)
    for row in found:
        if any(row.cells[len(columns) :]):
            raise mistake(where, row.line, "has more columns than the first line; put quotes around cells")
        named = dict(zip(columns, row.cells, strict=False))
        terms = [Term(cell, column) for column, cell in named.items() if column not in _ABOUT and cell]
        if not terms:
            raise mistake(where, row.line, "has no term in any language; fill one in or take the row out")
        reason = named.get("description") or None
        yield from _counted(entry_of(terms, reading, "translation", reason), terms, remarks)


def _counted(entry: Entry | None, terms: Sequence[Term], remarks: Remarks) -> Iterator[Entry]:
    """Pass the entry on, and count those whose name is in no language of ours."""
    if entry is not None:
        if len(terms) > 1 and all(base(term.language) != NAMES_IN for term in terms):
            remarks[WITHOUT_ENGLISH] += 1
        yield entry
