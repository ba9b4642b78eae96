"""Sentences with offsets, by sentencex, with help for abbreviations that it cuts at."""

from __future__ import annotations

import re

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
_LAST_WORD = regex.compile(r"\p{L}[\p{L}.\-]*\Z")
_INITIAL = regex.compile(r"(?:^|[\s(«\"“])\p{Lu}\.\Z")
# Languages that write "the 19th" as "19."; there a point behind a small number seldom ends a sentence.
_ORDINAL_POINT = frozenset("bs cs da de et fi fo hr hu is lb lv nb nn no sk sl sr tr".split())
_ORDINAL = regex.compile(r"(?:^|\s)\d{1,2}\.\Z")
_GOES_ON = regex.compile(r"^[\s\"”’»)\]]*[\p{Ll}ªº°\-,;:)]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CLOSING = re.compile(r"[\"”’»)\]]+\s*\Z")


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

    text = _encodable(text)
    parts = list(sentencex.segment(language.partition("-")[0], text))
    return parts if "".join(parts) == text else [text]


def _encodable(text: str) -> str:
    """The text, or one of the same length where it has surrogates, which sentencex cannot take."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def _belongs(text: str, before: tuple[int, int], start: int, end: int, language: str) -> bool:
    """Tell whether what begins at ``start`` still belongs to the sentence before it."""
    tail = text[max(before[0], before[1] - 40) : before[1]]
    bare = tail.rstrip()
    if not bare:
        return True
    if "\n" in tail[len(bare) :]:
        return False
    following = text[start : start + 8]
    if _CLOSING.match(following[: end - start]):
        return True
    return bare.endswith(".") and (_is_short(bare, language) or _GOES_ON.match(following) is not None)


def _is_short(bare: str, language: str) -> bool:
    """Tell whether the point at the end of ``bare`` may be an abbreviation's, an initial's or a number's."""
    last = bare[-2:-1]
    if last.isupper() and _INITIAL.search(bare[-3:]):
        return True
    if last.isdigit() and language.partition("-")[0] in _ORDINAL_POINT and _ORDINAL.search(bare[-4:]):
        return True
    word = bare[bare.rfind(" ") + 1 : -1]
    if not word.isalpha():  # "(Dr", "sig.ra"
        found = _LAST_WORD.search(word)
        word = found[0] if found else ""
    return word.lower() in _ABBREVIATIONS


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
