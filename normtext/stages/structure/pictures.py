"""Lines that say who made a picture, and nothing else."""

from __future__ import annotations

import regex

from normtext.stages.structure.calls import rest_of
from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.people import is_name
from normtext.stages.structure.phrases import fold, tables

MAX_CREDIT_WORDS = 18
# "Foto: Jana Malá, Krajské listy": a paper behind the photographer.
MAX_SITE_WORDS = 3
MAX_SOURCE_WORDS = 4

_URL = regex.compile(r"(?:https?://|www\.)\S+", regex.IGNORECASE)
# "(Jane Doe/The Daily Example)", nothing else.
_SIGNED_PICTURE = regex.compile(r"\((?P<name>[^()/]{4,40})/\s?\p{Lu}[\p{L}\p{M}.'’ ]{1,40}\)")


def names_picture_source(line: Line) -> bool:
    """Whether a line names an agency or an archive of pictures."""
    return tables()["photo_source"].inside(line.folded)


def photo_credit(draft: Draft, index: int, line: Line) -> bool:
    """ "Photo by Jane Doe / Unsplash", "Foto: ANP", "© 2024 Getty Images"."""
    if line.words > MAX_CREDIT_WORDS or len(line.text) > 200:
        return False
    text = line.text.strip("()[] ")
    if text.startswith(("©", "(c)", "Copyright ©")) and names_picture_source(line):
        return True
    signed = _SIGNED_PICTURE.fullmatch(line.text)
    if signed is not None and is_name(signed["name"].strip()) and not line.full_stop:
        return True
    for table in ("photo_by", "photo_label"):
        rest = rest_of(text, fold(text), table)
        if rest is None or not rest[0]:
            continue
        value, colon, _ = rest
        # "Image credit: ..." says what it is; "Image: ..." may be the start of a sentence.
        explicit = table == "photo_label" and colon and " " in text[: len(text) - len(value)].strip(" :：")
        if (explicit and not line.full_stop) or ((table == "photo_by" or colon) and is_credit(value)):
            return True
    return False


def is_credit(value: str) -> bool:
    """Whether it names people, agencies or a licence, and is no sentence."""
    value = regex.sub(
        r"[()\[\]©]|\bvia\b|\bby\b|\bvon\b|\bde\b|\bdoor\b|\bon\b|\bfor\b|\bcc[ -]by[\w .-]*", " ", value
    )
    value = _URL.sub(" ", value).strip()
    if len(value.split()) <= MAX_SOURCE_WORDS and tables()["photo_source"].start(fold(value)) is not None:
        return True  # "пресс-служба мэрии": with a hyphen of its own
    parts = [p.strip(" .") for p in regex.split(r"[/|,;–—&-]\s*|\s\|\s|\band\b", value) if p.strip(" .")]
    if not parts:
        return True
    sources = tables()
    for number, part in enumerate(parts):
        folded = part.lower()
        if number and part[0].isupper() and len(part.split()) <= MAX_SITE_WORDS:
            continue  # a person, then what she works for
        known = sources["photo_source"].start(folded) or sources["agency"].whole(folded) or folded.isdigit()
        if not (known or is_name(part, least=1) or _is_uncased(part)):
            return False
    return True


def _is_uncased(part: str) -> bool:
    return len(part) <= 16 and not any(c.isupper() or c.islower() for c in part) and part[:1].isalpha()
