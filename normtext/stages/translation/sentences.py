"""Sentences with offsets, by sentencex, with help for abbreviations that it cuts at."""

from __future__ import annotations

import regex

# Abbreviations that stand before a name or in mid-sentence, in the languages of the newsroom.
# sentencex knows many of them; these are the ones it was seen to cut at, or is likely to.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st vs etc no nos vol pp fig ed eds gen col lt sgt rev hon jr sr inc ltd corp co m
    mm mme mmes mlle mlles me pr p.ex c.-à-d cf env av apr éd art chap boul dhr mevr mw drs ir ing mr.dr
    o.a o.l.v i.v.m t.a.v d.w.z bijv nl resp ca jl m.b.t hr fr frl dipl z.b bzw u.a d.h ggf evtl inkl
    zzgl nr abs s.o s.u usw str sr sra srta dra profa exmo exma av pág págs ex d dª ud uds sig sig.ra
    godz ul al tys tzn tj np św r sig.na dott dott.ssa avv arch pag es г гг ул им т.е т.д т.п
    """.split()
)
_LAST_WORD = regex.compile(r"([\p{L}][\p{L}.\-]*)\.\s*$")
_INITIAL = regex.compile(r"(?:^|[\s(«\"“])\p{Lu}\.\s*$")
# Languages that write "the 19th" as "19."; there a point behind a small number seldom ends a sentence.
_ORDINAL_POINT = frozenset("bs cs da de et fi fo hr hu is lb lv nb nn no sk sl sr tr".split())
_ORDINAL = regex.compile(r"(?:^|\s)\d{1,2}\.\s*$")
_GOES_ON = regex.compile(r"^[\s\"”’»)\]]*[\p{Ll}ªº°\-,;:)]")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_CLOSING = regex.compile(r"^[\"”’»)\]]+\s*$")


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, ``[(start, end), ...]`` without the white space between them.

    Args:
        text: one paragraph.
        language: BCP 47 tag; an unknown one falls back to general rules.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for part in _parts(text, language):
        start, end = at, at + len(part)
        at = end
        if spans and _belongs(text, spans[-1], start, end, language):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    trimmed = [_trim(text, *span) for span in spans]
    return [(start, end) for start, end in trimmed if start < end]


def _parts(text: str, language: str) -> list[str]:
    import sentencex

    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    parts = list(sentencex.segment(language.partition("-")[0], text))
    return parts if "".join(parts) == text else [text]


def _belongs(text: str, before: tuple[int, int], start: int, end: int, language: str) -> bool:
    """Tell whether what begins at ``start`` still belongs to the sentence before it."""
    tail = text[max(before[0], before[1] - 40) : before[1]]
    if not tail.strip():
        return True
    if "\n" in tail[len(tail.rstrip()) :]:
        return False
    if _CLOSING.match(text[start : min(end, start + 8)]):
        return True
    word = _LAST_WORD.search(tail)
    is_short = bool(word and word[1].lower() in _ABBREVIATIONS) or bool(_INITIAL.search(tail))
    if language.partition("-")[0] in _ORDINAL_POINT and _ORDINAL.search(tail):
        return True
    goes_on = bool(_GOES_ON.match(text[start : start + 8])) and tail.rstrip()[-1:] == "."
    return is_short or goes_on


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
