"""Which script a text is in, and what that alone says of its language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
_TOP = 0x31350
_KANA = 20  # a text with one kana to this many letters is Japanese


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script that most letters belong to; None without letters."""
    return count_letters(text)[0]


def count_letters(text: str) -> tuple[str | None, int]:
    """The script that most letters belong to, and how many letters there are."""
    if text.isascii():
        letters = len(text.encode().translate(None, _NO_LETTERS))
        return ("Latn" if letters else None), letters
    counts, size = _counts(text[:_SAMPLE])
    letters = int(counts.sum())
    if not letters:
        return None, 0
    codes = _table()[0]
    first = codes[int(counts.argmax())]
    if first in _JAPANESE:
        kana, han = (int(counts[codes.index(c)]) for c in ("Hira", "Hani"))
        kana += int(counts[codes.index("Kana")])
        if kana > letters / _KANA and kana + han > letters / 2:
            first = "Jpan"
    return first, round(letters * len(text) / size)


def _counts(text: str) -> tuple[NDArray[np.int64], int]:
    """How many letters there are of each script, and how many characters were looked at."""
    import numpy as np

    codes, table = _table()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    counts = np.bincount(table.take(points, mode="clip"), minlength=len(codes))
    counts[0] = 0
    return counts, points.size


_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte > 127)
_JAPANESE = ("Hani", "Hira", "Kana")


@cache
def _table() -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    """Script codes, and for each character the index of its script; 0 for what is no letter."""
    import numpy as np

    table = np.zeros(_TOP + 1, np.uint8)
    codes = ["", _OTHER]
    # Blocks that no line names are of scripts that decide nothing.
    table[[point for point in range(0x250, 0x3000) if chr(point).isalpha()]] = 1
    for line in _BLOCKS.split("\n"):
        script, *blocks = line.split() or [""]
        for block in blocks:
            first, last = (int(end, 16) for end in block.split("-"))
            points = np.arange(first, last + 1)
            if last < 0x3000:
                points = points[[chr(point).isalpha() for point in points]]
            table[points] = len(codes)
        if blocks:
            codes.append(script)
    return tuple(codes), table
