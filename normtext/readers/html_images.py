"""The images of an article: those that stand in it, with what their page says that they show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any
from urllib.parse import urljoin, urlsplit

from normtext.document import Image
from normtext.readers.html_text import Line, Picture

# Pages that load images late keep the address in one of these and a stand-in in "src".
_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "src")
# Smaller images count visits or draw lines.
_LEAST_PIXELS = 32
MAX_IMAGES = 100


def images_of(
    found: Sequence[Picture], lines: Sequence[Line], kept: set[int], url: str | None
) -> tuple[Image, ...]:
    """The images between the first line of the article and the last.

    Args:
        found: the images of the page.
        lines, kept: the lines of the page and the numbers of the article's.
        url: the address of the page, against which theirs are read.
    """
    if not kept:
        return ()
    first, last = min(kept), max(kept)
    starts = list(accumulate((len(line.text) + 2 for line in lines), initial=0))
    starts[-1] = max(0, starts[-1] - 2)  # behind the last line there is no gap
    images: dict[str, Image] = {}
    for number, element, place, main in found:
        inside = first < number <= last or (number == first and main)
        if inside and place in (None, "byline") and len(images) < MAX_IMAGES:
            address = _address(element, url)
            if address is not None:
                alt = " ".join((element.get("alt") or "").split())
                images.setdefault(address, Image(address, alt or None, starts[number]))
    return tuple(images.values())


def _address(element: Any, url: str | None) -> str | None:
    """Where an image is, or None for what is no picture."""
    for side in ("width", "height"):
        stated = (element.get(side) or "").removesuffix("px")
        if stated.isdecimal() and int(stated) < _LEAST_PIXELS:
            return None
    stated = next((value for name in _ADDRESSES if (value := (element.get(name) or "").strip())), "")
    return joined_address(url, stated)


def joined_address(base: str | None, stated: str) -> str | None:
    """An address of the web, read against that of the page; None for anything else."""
    try:
        address = urljoin(base or "", stated)
        scheme = urlsplit(address).scheme
    except ValueError:
        return None
    return address if stated and scheme in ("http", "https", "") else None
