"""Which script a text is in, and what that alone says of its language."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

# Blocks of letters by ISO 15924 code, first and last character in hexadecimal.
_BLOCKS = """
Latn 41-24F 250-2AF 1E00-1EFF 2C60-2C7F A720-A7FF FB00-FB06 FF21-FF5A
Cyrl 400-52F 1C80-1C8F 2DE0-2DFF A640-A69F
Hani 3005-3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-2FA1F 30000-3134F
Arab 600-6FF 750-77F 870-8FF FB50-FDFF FE70-FEFC
Deva 900-97F A8E0-A8FF
Hira 3041-309F
Kana 30A1-30FA 30FD-30FF 31F0-31FF FF66-FF9D
Hang 1100-11FF 3130-318F A960-A97F AC00-D7FF
Grek 370-3FF 1F00-1FFF
Hebr 5D0-5F2 FB1D-FB4F
Thai E01-E4E
Armn 531-587
Geor 10A0-10FF 1C90-1CBF 2D00-2D2D
Beng 980-9FE
Taml B80-BFF
Telu C00-C7F
Gujr A80-AFF
Guru A00-A7F
Knda C80-CFF
Mlym D00-D7F
Sinh D80-DFF
Khmr 1780-17DC
Laoo E80-EDF
Mymr 1000-109F A9E0-A9FE AA60-AA7F
Ethi 1200-139F 2D80-2DDE
"""
ONE_LANGUAGE = {
    "Hira": "ja", "Kana": "ja", "Jpan": "ja", "Hang": "ko", "Grek": "el", "Thai": "th", "Armn": "hy",
    "Geor": "ka", "Taml": "ta", "Telu": "te", "Gujr": "gu", "Guru": "pa", "Knda": "kn", "Mlym": "ml",
    "Sinh": "si", "Khmr": "km", "Laoo": "lo",
}  # fmt: skip
"""Scripts that, in articles, are those of one language (Hebrew and Bengali are not: yi, as)."""
_OTHER = "Zyyy"
_SAMPLE = 20_000
_KANA = 20  # a text with one kana to this many letters is Japanese


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script that most letters belong to; None without letters."""
    return count_letters(text)[0]


def count_letters(text: str) -> tuple[str | None, int]:
    """The script that most letters belong to, and how many letters there are."""
    if text.isascii():
        letters = len(text.encode().translate(None, _NO_LETTERS))
        return ("Latn" if letters else None), letters
    sample = text[:_SAMPLE]
    script, letters = _count_european(sample) or _count(sample)
    return script, letters if sample is text else round(letters * len(text) / len(sample))


def _count_european(text: str) -> tuple[str | None, int] | None:
    """The same of Latin and Cyrillic letters, by their first bytes; None for texts that have others."""
    if text[0] > _EUROPEAN or "×" in text or "÷" in text:
        return None
    encoded = text.encode("utf-8", "surrogatepass")
    firsts = encoded.translate(_FIRSTS, _NEVER_FIRST)
    others = firsts.count(_OTHERS)
    if others and others != encoded.count(_PUNCTUATION):
        return None
    letters = len(firsts) - others
    if not letters:
        return None, 0
    return "Latn" if 2 * firsts.count(_LATIN) > letters else "Cyrl", letters


def _count(text: str) -> tuple[str | None, int]:
    scripts = list(map(_SCRIPTS.__getitem__, text))
    counts = {script: scripts.count(script) for script in set(scripts) if script}
    letters = sum(counts.values())
    if not letters:
        return None, 0
    first = next(iter(counts)) if len(counts) == 1 else _most(counts)
    if first in _JAPANESE:
        kana = counts.get("Hira", 0) + counts.get("Kana", 0)
        if kana > letters / _KANA and kana + counts.get("Hani", 0) > letters / 2:
            first = "Jpan"
    return first, letters


def _most(counts: dict[str, int]) -> str:
    # One word in another script says more than one in Latin letters.
    return min(counts, key=lambda script: (-counts[script], script == "Latn", script))


_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte > 127)
_EUROPEAN = chr(0x47F)
_LATIN, _CYRILLIC, _OTHERS = b"LC?"
_PUNCTUATION = "\N{EN QUAD}".encode()[:2]
"""What the 64 characters from U+2000 begin with, of which none is a letter."""
_FIRSTS = bytes(
    _LATIN if byte < 0x80 or chr(0xC0).encode()[0] <= byte <= chr(0x27F).encode()[0]
    else _CYRILLIC if chr(0x400).encode()[0] <= byte <= _EUROPEAN.encode()[0]
    else _OTHERS
    for byte in range(256)
)  # fmt: skip
"""The first byte of a character to the script it is of."""
_NEVER_FIRST = bytes(byte for byte in _NO_LETTERS if byte < 0xC0)
"""Bytes within a character, and ASCII without letters."""
_JAPANESE = ("Hani", "Hira", "Kana")


class _Scripts(dict[str, str]):
    """Character to the code of its script, "" for what is no letter; learnt as characters come."""

    def __missing__(self, char: str) -> str:
        self[char] = script = _script(char)
        return script


_SCRIPTS = _Scripts()


def _script(char: str) -> str:
    firsts, lasts, codes = _table()
    at = bisect_right(firsts, ord(char)) - 1
    if at >= 0 and ord(char) <= lasts[at] and (ord(char) >= _ALL_LETTERS or char.isalpha()):
        return codes[at]
    # Blocks that no line names are of scripts that decide nothing.
    return _OTHER if "\u0250" <= char < "\u3000" and char.isalpha() else ""


_ALL_LETTERS = 0x3000  # from here on the blocks are letters throughout


@cache
def _table() -> tuple[list[int], list[int], list[str]]:
    """First and last character of each block, and the code of its script, in order."""
    blocks = []
    for line in _BLOCKS.strip().split("\n"):
        script, *ends = line.split()
        for block in ends:
            first, last = (int(end, 16) for end in block.split("-"))
            blocks.append((first, last, script))
    blocks.sort()
    return [b[0] for b in blocks], [b[1] for b in blocks], [b[2] for b in blocks]
