"""Bytes to text, and how the encoding was known. No bytes make this stage fail.

The order: what the caller says; a byte order mark; what the document declares, if the bytes agree;
UTF-16 and UTF-32 by their width; UTF-8, also with a few broken bytes; what makes the most sense
of the letters; Windows-1252, which reads anything. NUL, control characters and line ends stay as
they are for the later stages.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace

import regex

from normtext import charsets
from normtext.config import DecodeSettings
from normtext.document import Notice
from normtext.errors import InputError, UsageError

_DEFAULTS = DecodeSettings()

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_EXAMPLES = (
    "utf-8",
    "utf-16",
    "cp1252",
    "iso8859-1",
    "koi8-r",
    "cp932",
    "gb18030",
    "others of Python's codecs",
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_FALLBACK = "cp1252"

# Measured on texts in 33 languages: Windows and Mac encodings of running text yield fewer than one
# valid UTF-8 sequence for every four bytes that are none, damaged UTF-8 far more than four for one.
_UTF8_VALID_PER_BROKEN = 2
# A declared encoding may miss this share of the characters beyond ASCII: a stray byte in a page does
# not make its declaration wrong, while a wrong declaration misses every fifth character or more.
_DECLARED_BROKEN_SHARE = 0.02
# Control characters in a text: prose has none, terminal logs a few in a hundred; random bytes have
# eleven in a hundred, images and archives at least as many.
_BINARY_SHARE = 0.05
_ODD_SHARE_OF_TEXT = 0.01
# UTF-16 read as UTF-8: half of the characters are control characters, or a third is broken.
_WIDE_ODD_SHARE = 0.2
# Bytes of other encodings taken two at a time score under 0.1, texts in UTF-16 over 0.5.
_WIDE_MAKES_SENSE = 0.4
# Two encodings whose scores are closer than this score alike and are told apart by charset-normalizer.
_CLOSE = 0.005
# Under this no reading looks like any language: the best is taken, with a warning.
_MAKES_SENSE = 0.25
# Bytes beyond ASCII that the scoring of encodings looks at; more does not change its answer.
_SCORED_BYTES = 4096

_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_ISO_2022_JP = regex.compile(rb"\x1b\$[@B][!-~]{2}")
_NON_ASCII = regex.compile(rb"[\x80-\xff]")
_WORD = regex.compile(rb"\S+\s*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and where it came from.

    Attributes:
        text: the text; without byte order mark, otherwise all that the bytes say.
        encoding: name of the Python codec that read it.
        rule: how the encoding was known: given, bom, declared, utf-8, wide (UTF-16 or UTF-32
            without a mark), detected, fallback.
        notices: what a reader of the text should know.
        replaced: how many characters of the text became U+FFFD here; any more of them were in the source.
    """

    text: str
    encoding: str
    rule: str
    notices: tuple[Notice, ...] = ()
    replaced: int = 0


def decode(data: bytes, settings: DecodeSettings = _DEFAULTS, *, declared: str | None = None) -> Decoded:
    """Read bytes as text.

    Args:
        data: the source.
        settings: see ``DecodeSettings``.
        declared: what the document or its transport says the encoding is, as a label of the web.

    Raises:
        InputError: more bytes than ``settings.max_bytes``.
        UsageError: ``settings.encoding`` is no encoding.
    """
    if len(data) > settings.max_bytes:
        raise InputError(
            f"the source has {len(data):,} bytes, the limit is {settings.max_bytes:,}: "
            "raise DecodeSettings.max_bytes to read it"
        )
    if settings.encoding is not None:
        return _given(data, settings.encoding)
    complaints: tuple[Notice, ...] = ()
    if declared is not None and not _has_bom(data):
        found = _declared(data, declared)
        if found is not None:
            return found
        complaints = (_not_declared(declared),)
    for rule in _RULES:
        found = rule(data, settings)
        if found is not None:
            break
    else:
        found = _lenient(data, _FALLBACK, "fallback")
    if complaints and found.encoding == charsets.resolve(declared or ""):
        complaints = ()
    notices = (*complaints, *found.notices)
    if any(notice.code == "binary" for notice in notices):
        # What is no text makes no sense in any encoding.
        notices = tuple(notice for notice in notices if notice.code != "encoding_uncertain")
    return replace(found, notices=notices)


def clean(text: str) -> tuple[str, tuple[Notice, ...]]:
    """A str given by the caller, fit for JSON and UTF-8: lone surrogates become U+FFFD, on record."""
    cleaned, count = _SURROGATE.subn(REPLACEMENT, text)
    if not count:
        return text, ()
    message = f"{count} lone surrogates are no characters and became U+FFFD"
    return cleaned, (Notice("lone_surrogates", message),)


def lost_characters(text: str, replaced: int = 0) -> tuple[Notice, ...]:
    """A notice of the U+FFFD that the source itself held; ``replaced`` more have notices of their own."""
    count = text.count(REPLACEMENT) - replaced
    if count <= 0:
        return ()
    message = f"{count} U+FFFD in the text: characters were lost before it came here"
    return (Notice("replacement_characters", message),)


def _given(data: bytes, label: str) -> Decoded:
    # Python's own reading of the name comes first: who says latin-1 here means latin-1.
    codec = charsets.python_codec(label) or charsets.resolve(label)
    if codec is None:
        raise UsageError.unknown("encoding", label, _EXAMPLES)
    for mark, of in _BOMS:
        if data.startswith(mark) and codec.replace("_", "-") in (of, of[:6], "utf-8-sig"):
            return _lenient(data[len(mark) :], of, "given")
    return _lenient(data, codec, "given")


def _has_bom(data: bytes) -> bool:
    return data.startswith(tuple(mark for mark, _ in _BOMS))


def _declared(data: bytes, label: str) -> Decoded | None:
    """Believe a declaration if the bytes agree with it."""
    codec = charsets.resolve(label)
    if codec is None:
        return None
    if codec != "utf-8" and not codec.startswith("iso2022") and _contradicted_by_utf8(data, codec):
        return None
    found = _lenient(data, codec, "declared")
    if codec == "utf-8" and found.notices:
        return None
    broken = found.text.count(REPLACEMENT) if found.notices else 0
    beyond = sum(map(len, regex.findall(r"[^\x00-\x7f]+", found.text))) if broken else 0
    return found if broken <= max(1, _DECLARED_BROKEN_SHARE * beyond) or not broken else None


def _contradicted_by_utf8(data: bytes, codec: str) -> bool:
    """Valid UTF-8 with characters beyond ASCII is hardly ever anything else.

    Two-byte encodings may yield a few valid sequences by chance; UTF-16 cannot hold plain ASCII.
    """
    if data.isascii():
        return codec.startswith(("utf-16", "utf-32")) and b"\0" not in data
    if not charsets.is_single_byte(codec) and _decodes(data, codec) and not codec.startswith("utf-"):
        return False
    return _decodes(data, "utf-8")


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, LookupError):
        return False
    return True


def _not_declared(label: str) -> Notice:
    known = charsets.resolve(label)
    why = "the bytes are something else" if known else "no such encoding is known"
    return Notice("declared_encoding_wrong", f"the document says its encoding is {label[:40]!r}, but {why}")


def _by_bom(data: bytes, _settings: DecodeSettings) -> Decoded | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec, "bom")
    return None


def _by_escapes(data: bytes, _settings: DecodeSettings) -> Decoded | None:
    """ISO-2022-JP, which switches its character sets by escape sequences."""
    if not data.isascii() or b"\x1b$" not in data or not _ISO_2022_JP.search(data):
        return None
    return _lenient(data, "iso2022_jp", "detected") if _decodes(data, "iso2022_jp") else None


def _by_width(data: bytes, settings: DecodeSettings) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: nonsense as UTF-8, sense when read two or four bytes at a time."""
    if len(data) % 2:
        return None
    sample = data[: min(settings.sample_bytes, _SCORED_BYTES) // 4 * 4]
    if _odd_share(sample.decode("utf-8", "replace")) < _WIDE_ODD_SHARE:
        return None
    best, best_score = None, _WIDE_MAKES_SENSE
    if b"\0" not in sample and sample:
        best_score = max(best_score, charsets.guess(sample)[0].score)
    for codec in _WIDE:
        text = charsets.read_part(sample, codec)
        if not text or _odd_share(text) >= _ODD_SHARE_OF_TEXT:
            continue
        # Plain ASCII scores nothing at all, and yet two bytes a character leave no doubt about it.
        score = 1.0 if text.isascii() else charsets.sense(text)
        if score > best_score:
            best, best_score = codec, score
    return _lenient(data, best, "wide") if best else None


def _by_utf8(data: bytes, _settings: DecodeSettings) -> Decoded | None:
    """UTF-8, also where a few bytes are broken or the end is cut off inside a character."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_broken_utf8(data)
    return Decoded(text, "utf-8", "utf-8", _binary_notice(text, _control_bytes(data)))


def _by_broken_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    if _cut_at_end(data):
        broken -= 1
    # A longer sequence is harder to come by through chance.
    valid = sum(len(run.encode()) for run in regex.findall(r"[^\x00-\x7f\ufffd]+", text)) / 2
    if valid <= broken * _UTF8_VALID_PER_BROKEN or valid < 1:
        return None
    return _lenient(data, "utf-8", "utf-8")


def _cut_at_end(data: bytes) -> bool:
    """Whether the last bytes are the beginning of a UTF-8 character."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(data[-4:], False)
    return bool(decoder.getstate()[0])


def _by_letters(data: bytes, settings: DecodeSettings) -> Decoded | None:
    """The encoding that makes the most sense of the letters beyond ASCII."""
    sample = _sample(data, settings.sample_bytes)
    if _odd_share(sample.decode("latin-1")) >= _BINARY_SHARE:
        return None
    guesses = charsets.guess(sample)
    close = [g.codec for g in guesses if g.score > guesses[0].score - _CLOSE]
    codec = _arbitrate(sample, close) if len({charsets.read_part(sample, c) for c in close}) > 1 else close[0]
    found = _lenient(data, codec, "utf-8" if codec == "utf-8" else "detected")
    if guesses[0].score >= _MAKES_SENSE:
        return found
    message = f"no encoding makes sense of all the bytes; {codec} makes the most"
    return replace(found, notices=(*found.notices, Notice("encoding_uncertain", message)))


def _arbitrate(sample: bytes, close: list[str]) -> str:
    """Let charset-normalizer choose among the encodings that score alike; the first if it cannot."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=close, enable_fallback=False).best()
    if best is None:
        return close[0]
    chosen = charsets.resolve(best.encoding)
    return next((c for c in close if charsets.resolve(c) == chosen), close[0])


def _sample(data: bytes, limit: int) -> bytes:
    """The words with bytes beyond ASCII, from the first one on, and cut between words where possible."""
    first = _NON_ASCII.search(data)
    start = first.start() if first else 0
    window_start = max(data.rfind(b" ", 0, start), data.rfind(b"\n", 0, start), start - limit, -1) + 1
    window = data[window_start : window_start + limit]
    words, size = [], 0
    for match in _WORD.finditer(window):
        word = match.group()
        if not word.isascii():
            words.append(word[: _SCORED_BYTES - size])
            size += len(words[-1])
            if size >= _SCORED_BYTES:
                break
    return b"".join(words)


def _odd_share(text: str) -> float:
    """Share of characters that no text has: control characters, broken ones, code points without one."""
    if not text:
        return 0.0
    odd = len(_CONTROL.findall(text)) + text.count(REPLACEMENT) + len(_SURROGATE.findall(text))
    odd += len(regex.findall(r"[\p{Cn}\p{Co}]", text))
    return odd / len(text)


def _lenient(data: bytes, codec: str, rule: str) -> Decoded:
    """Read all the bytes; those that mean nothing become U+FFFD, and a notice says how many."""
    notices: tuple[Notice, ...] = ()
    count = 0
    if charsets.is_single_byte(codec):
        text = codecs.charmap_decode(data, "strict", charsets.whole_table(codec))[0]
    else:
        try:
            text = data.decode(codec)
        except UnicodeError:
            text, notices, count = _replaced(data, codec)
    if codec == "utf-8" or charsets.is_single_byte(codec):
        # No lone surrogate can come of these, and controls are single bytes, which are counted faster.
        binary = _binary_notice(text, _control_bytes(data))
        return Decoded(text, codec, rule, (*notices, *binary), count)
    before = text.count(REPLACEMENT)
    text, lone = clean(text)
    count += text.count(REPLACEMENT) - before
    return Decoded(
        text, codec, rule, (*notices, *lone, *_binary_notice(text, len(_CONTROL.findall(text)))), count
    )


def _replaced(data: bytes, codec: str) -> tuple[str, tuple[Notice, ...], int]:
    text = data.decode(codec, "replace")
    genuine = data.count(REPLACEMENT.encode(codec, "ignore") or b"\xff" * 9)
    count = max(1, text.count(REPLACEMENT) - genuine)
    message = f"{count} places hold bytes that mean nothing in {codec}; they became U+FFFD"
    return text, (Notice("undecodable_bytes", message),), count


def _control_bytes(data: bytes) -> int:
    """How many control characters bytes hold, in an encoding in which each of them is a byte."""
    return len(data) - len(data.translate(None, _CONTROL_BYTES))


def _binary_notice(text: str, controls: int) -> tuple[Notice, ...]:
    if controls < _BINARY_SHARE * len(text) or controls < 2:
        return ()
    share = round(100 * controls / len(text))
    return (Notice("binary", f"{share} % of the characters are control characters: this is hardly a text"),)


# The first rule that has an answer wins.
_RULES: tuple[Callable[[bytes, DecodeSettings], Decoded | None], ...] = (
    _by_bom,
    _by_escapes,
    _by_width,
    _by_utf8,
    _by_letters,
)
