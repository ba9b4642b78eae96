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

# A label and the names behind it have no more characters.
MAX_CREDIT = 90

_BRACKETS = "()[]（）［］【】 "
_CAMERA = regex.compile(r"[📷📸🎥]\N{VARIATION SELECTOR-16}?\s*[:：]?\s*")
_LABEL_IN_BRACKETS = regex.compile(r"[\[［【(（](?P<label>[^\[\]［］【】()（）]{1,20})[\]］】)）]\s*")
_DENSE_LABEL = regex.compile(r"[(（]?(?P<label>[\p{Han}・]{1,6})\s?[/／|｜＝=]\s*")
_PICTURE_LABEL = regex.compile(r"[【［\[](?:写真|画像|図|图|图片|圖|사진)[】］\]]\s*\S")
_CREDIT_BEHIND = regex.compile(
    r"(?:\s[—–|·-]|[.!?»”\"])\s+(?P<label>\p{L}[\p{L}' ]{1,19})\s?[:：=＝]\s*(?P<value>[^:：.!?]{2,60})\.?\Z"
)
# "g1", "ntv.de"
_SITE = regex.compile(r"\p{Ll}{1,3}\d|[\w-]{1,30}\.\p{Ll}{2,4}")
_SIGNED_BY = regex.compile(r"\p{L}{2,4}|[\w-]{1,30}\.\p{Ll}{2,4}")
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
    text = _with_colon(line.text).strip(_BRACKETS)
    if text.startswith(("©", "(c)", "Copyright ©")) and names_picture_source(line):
        return not tables()["rights"].inside(line.folded)
    if _is_note(text) or _is_snapshot(text):
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


def _with_colon(text: str) -> str:
    """ "写真：ロイター" for "［写真］ロイター" and "写真＝ロイター"."""
    label = _LABEL_IN_BRACKETS.match(text) or _DENSE_LABEL.match(text)
    if label is None or tables()["photo_label"].whole(fold(label["label"])) is None:
        return text
    return f"{label['label']}：{text[label.end() :]}"


def _is_note(text: str) -> bool:
    """ "Symbolbild", "Photo d'illustration. © AFP": what kind of picture it is, and whose."""
    note, sign, source = text.partition("©")
    known = tables()["picture_note"].whole(fold(note.strip(_BRACKETS + "※.。,;–-")))
    return known is not None and (not sign or is_credit(source.strip()))


def _is_snapshot(text: str) -> bool:
    """A camera and a name."""
    camera = _CAMERA.match(text)
    value = text[camera.end() :].strip() if camera is not None else ""
    return is_name(value) or (len(value) > 0 and tables()["photo_source"].whole(fold(value)) is not None)


def is_credited(line: Line) -> bool:
    """Whether a line that says what is to be seen ends in "— Foto: Jane Doe/Agency"."""
    if line.text[:1] in "【［[" and _PICTURE_LABEL.match(line.text) is not None:
        return True
    if not any(colon in line.text[-MAX_CREDIT:] for colon in ":：=＝"):
        return False
    match = _CREDIT_BEHIND.search(line.text, max(len(line.text) - MAX_CREDIT, 0))
    if match is None or tables()["photo_label"].whole(fold(match["label"])) is None:
        return False
    return is_credit(match["value"])


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
        if number and _SITE.fullmatch(part):
            continue
        if number and part[0].isupper() and len(part.split()) <= MAX_SITE_WORDS:
            continue  # a person, then what she works for
        known = sources["photo_source"].start(folded) or sources["agency"].whole(folded) or folded.isdigit()
        if not (known or is_name(part, least=1) or _is_uncased(part)):
            return False
    return True


def is_sign_off(value: str) -> bool:
    """ "dpa/kal", "ntv.de, jka/dpa": agencies, sites, and the letters of those who wrote it."""
    parts = [part for part in regex.split(r"[/,;\s]+", value) if part]
    agencies = sum(tables()["agency"].whole(fold(part)) is not None for part in parts)
    letters = all(_SIGNED_BY.fullmatch(part) or tables()["agency"].whole(fold(part)) for part in parts)
    return agencies > 0 and letters


def _is_uncased(part: str) -> bool:
    return len(part) <= 16 and not any(c.isupper() or c.islower() for c in part) and part[:1].isalpha()
