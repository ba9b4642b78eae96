"""Character encodings: what the web's labels mean, and which encoding makes the most sense of some bytes.

``guess`` reads a sample in every candidate encoding and scores what comes out against the letters of
the languages that are written in it. It complements charset-normalizer, which tells scripts apart
well and the encodings of one script badly.

Encodings are named as Python's codecs are (``cp1252``, ``koi8-r``, ``euc_jp``), so that
``data.decode(name)`` reads the same bytes again.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Labels which the web reads otherwise than their standards say, as the WHATWG encoding standard
# lists them: pages that state the narrow encoding use the wider one.
_WEB = {
    "cp1252": ("ascii", "us-ascii", "iso-8859-1", "latin1", "latin-1", "l1", "x-cp1252", "iso8859-1"),
    "cp1254": ("iso-8859-9", "latin5", "l5", "x-cp1254"),
    "cp874": ("tis-620", "iso-8859-11", "dos-874", "windows-874"),
    "gb18030": ("gb2312", "gb_2312-80", "x-gbk", "gbk", "euc-cn", "chinese", "iso-ir-58", "cp936", "ms936"),
    "cp932": ("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "ms932"),
    "cp949": ("euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "windows-949"),
    "big5hkscs": ("big5", "big5-hkscs", "x-x-big5", "cn-big5"),
    "euc_jp": ("x-euc-jp",),
    "koi8-u": ("koi8-ru",),
    "koi8-r": ("koi", "koi8", "koi8_r"),
    "mac-cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "mac-roman": ("macintosh", "x-mac-roman"),
    "utf-8": ("unicode-1-1-utf-8", "utf8mb4", "x-unicode20utf8", "unicode-utf-8"),
    "utf-16-le": ("unicode", "ucs-2", "utf-16", "csunicode", "unicodefeff"),
    "utf-16-be": ("unicodefffe",),
    "iso8859-8": ("iso-8859-8-i", "logical", "visual"),
    "iso8859-6": ("iso-8859-6-i", "iso-8859-6-e"),
}
_LABELS = {label.replace("_", "-"): codec for codec, labels in _WEB.items() for label in labels}

# Codecs of Python that are no character encodings of documents, or that hide one text in another.
_REFUSED = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs"}
)


def resolve(label: str) -> str | None:
    """The codec that a label stands for on the web, or None where nobody knows the label.

    >>> resolve("ISO-8859-1"), resolve("gb2312"), resolve("x-sjis"), resolve("klingon")
    ('cp1252', 'gb18030', 'cp932', None)
    """
    plain = label.strip().strip("\"'").lower().replace("_", "-")
    if not plain or len(plain) > 40 or not plain.isascii():
        return None
    known = _LABELS.get(plain)
    if known is not None:
        return known
    return python_codec(plain)


def python_codec(label: str) -> str | None:
    """The codec that Python knows by a name, if it is the encoding of a text."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # codecs.lookup also knows transforms such as base64.
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name not in _REFUSED else None


def is_single_byte(codec: str) -> bool:
    """Whether every character of the encoding takes one byte."""
    return codec in _single_byte_codecs()


@lru_cache(maxsize=1)
def _single_byte_codecs() -> frozenset[str]:
    names = [f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 858, 862, 864, 866, 869, 874)]
    names += [f"cp{n}" for n in range(1250, 1259)]
    names += [f"iso8859-{n}" for n in range(1, 17) if n != 12]
    names += [
        "koi8-r",
        "koi8-u",
        "mac-roman",
        "mac-cyrillic",
        "mac-greek",
        "mac-latin2",
        "mac-turkish",
        "tis-620",
    ]
    return frozenset(names)


@lru_cache(maxsize=32)
def whole_table(codec: str) -> str:
    """The 256 characters of a single-byte encoding; a byte without a character stands for itself.

    That is what the web does with the five gaps of windows-1252: the byte 0x81 is U+0081. No byte
    is lost that way.
    """
    table = []
    for number in range(256):
        try:
            table.append(bytes((number,)).decode(codec))
        except UnicodeDecodeError:
            table.append(chr(number))
    return "".join(table)


# The letters beyond ASCII of each language, commonest first.
_LETTERS = {
    "fr": "éèàêçôâûîùœïëüæÿ",
    "de": "üäößéàè",
    "es": "óíáéñúü",
    "pt": "ãçáéõíóêâúàôü",
    "nl": "éëïèöüêçóáûôîäâ",
    "en": "éèïöñüçáêí",
    "sv": "äåöéüàè",
    "da": "øåæéöäüóáèø",
    "fi": "äöåéšüž",
    "it": "èàùòéìóíîâ",
    "is": "íáðéæóöþúý",
    "ca": "éàóèíòçúïü·",
    "pl": "łąęóśżćńź",
    "cs": "íáěéřžýšůčúňťďó",
    "sk": "áíéčžýúšľťôňďäóĺŕ",
    "hu": "áéőöüóíúű",
    "ro": "ăîşţâșț",
    "hr": "čšžćđ",
    "sl": "čšžćđ",
    "tr": "ıüşğçöİâîû",
    "lt": "ėšųįžąūčę",
    "lv": "āīēšūņļģžķč",
    "et": "äõüöšž",
    "vi": "đàáạảãâấầậăêếềệôốồộơớờợưứừựíìịỉĩóòọúùụýỳéè\u0300\u0301\u0303\u0309\u0323",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оанивіетрслкдмупягзбчйхьцїжєюшщфґ",
    "bg": "аоиетнрсвлкдпмъзгябучцжщшхйюфь",
    "sr": "аоиенртјсвукдмплзгбчћшжцхљњфђџ",
    "be": "анаіеыртсклядмпвоузўйгбчьхцжюшэёф",
    "el": "αοιετνσρςκπμλυάίόέήηγδχφθβωύώξζψϊΐΰϋ",
    "he": "יולהמרתאשבנחדקצעםפטכסגןזףךץ",
    "ar": "المينرتوبسعدفهحكقجةأشطصخضىذغإئءزثظؤآ",
    "fa": "اینردهتمشوبکسگلزخعقپآفجحچصطغذضثظژ",
    "th": (
        "\u0e32\u0e19\u0e23\u0e01\u0e2d\u0e40\u0e48\u0e07\u0e21\u0e22\u0e25\u0e27\u0e14\u0e17\u0e49"
        "\u0e2a\u0e15\u0e31\u0e30\u0e1b\u0e1a\u0e04\u0e2b\u0e35\u0e34\u0e41\u0e08\u0e1e\u0e0a\u0e44"
        "\u0e02\u0e43\u0e42\u0e38\u0e37\u0e39\u0e18\u0e36\u0e04\u0e0b\u0e10\u0e13\u0e28\u0e29\u0e1c"
        "\u0e1f\u0e4c\u0e16\u0e33\u0e20\u0e0d\u0e47\u0e09"
    ),
}

# The commonest characters of the languages that have too many to list them all.
_COMMON = {
    "zh-Hans": (
        "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对"
        "可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同"
        "三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名"
        "定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内"
        "加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原"
        "车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象"
    ),
    "zh-Hant": (
        "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對"
        "可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同"
        "三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名"
        "定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內"
        "加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原"
        "車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台"
    ),
    "ja": (
        "のにはをたがでとしているなれあこらもすりっくさかきまけそんどだよめみえわせつちおうひやへびご"
        "ほげずべぼぶンスルーイトラリアクシドジレタロマテグコフプカブサデウセバメオキナチニネパムモダ"
        "ッュャョ日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七"
        "山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地"
        "業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家"
    ),
    "ko": (
        "이다는에의을가고로하를은사지한도들기대서시인과어리정자일부아해제라나스그보수으원만있전상오주"
        "장구조했것여성였국관계발동과위세공년연신행식선유되안모용면생문니비회명경교체각적실당음중단화"
        "분통간려결후무업진입학치민요미른우산내소게말며까방불와할설강심트활현거없등던터프려르포운심근"
        "마개양받점물역드많책영더약때"
    ),
}

_CYRILLIC = ("ru", "uk", "bg", "sr", "be")
_CENTRAL = ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "de")

# Candidates with the languages they are tried for, the likelier first: a tie goes to the first.
_CANDIDATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", ("fr", "de", "es", "pt", "nl", "en", "sv", "da", "fi", "it", "is", "ca", "et")),
    ("cp1250", _CENTRAL),
    ("cp1251", _CYRILLIC),
    ("cp1254", ("tr",)),
    ("cp1253", ("el",)),
    ("cp1255", ("he",)),
    ("cp1256", ("ar", "fa")),
    ("cp1257", ("lt", "lv", "et")),
    ("cp1258", ("vi",)),
    ("cp874", ("th",)),
    ("iso8859-2", _CENTRAL),
    ("iso8859-15", ("fr", "de", "fi", "es", "pt", "it", "nl", "et")),
    ("iso8859-5", _CYRILLIC),
    ("iso8859-6", ("ar",)),
    ("iso8859-7", ("el",)),
    ("iso8859-8", ("he",)),
    ("koi8-r", ("ru", "bg")),
    ("koi8-u", ("uk", "be")),
    ("cp866", ("ru", "bg", "be")),
    ("mac-cyrillic", _CYRILLIC),
    ("mac-roman", ("en", "fr", "de", "es", "it", "pt")),
    ("gb18030", ("zh-Hans",)),
    ("big5", ("zh-Hant",)),
    ("cp932", ("ja",)),
    ("euc_jp", ("ja",)),
    ("cp949", ("ko",)),
    # Valid UTF-8 never comes here; this is for what is left of it after damage.
    ("utf-8", (*_LETTERS, *_COMMON)),
)

# Encodings of machines long gone must be better, not merely as good; Mac Roman, whose letters stand
# where Windows has its quotation marks, clearly so.
_COST = {"mac-roman": 0.5, "mac-cyrillic": 0.01, "cp866": 0.01, "iso8859-6": 0.01, "iso8859-15": 0.01}

# What Windows-1252 has in advance, in points for the whole sample: of a word with one odd byte nothing
# more can be said than that Western text is the commonest.
_WESTERN_ADVANCE = 0.3

_TYPOGRAPHIC = frozenset(
    "“”‘’„‚«»‹›–—…•·¡¿€£§©®™°№"
    "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{IDEOGRAPHIC SPACE}"
    "、。「」『』《》〈〉【】・，．！？：；（）％〜～־،؛؟"
)
_IN_WORDS = frozenset("’‘·\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")

# Points a character; measured on texts in 33 languages and 45 encodings, cut at 30, 60, 100 bytes
# and whole (tests/cases/decode).
_FOREIGN = -0.6
_PUNCTUATION = 0.8
_SYMBOL = -0.4
_MISPLACED = -1.0
_UPPER_INSIDE = -1.0
_MIXED_SCRIPT = -1.0
_UNWRITTEN = -2.0
_BROKEN = -3.0
# UTF-8 can be told from its valid parts, however much of it is broken.
_BROKEN_UTF8 = -1.0
_ORDINARY = 0.3
_RARE_IDEOGRAPH = -0.5


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and how much sense it makes: points a character, at most 1."""

    codec: str
    score: float


def guess(sample: bytes) -> list[Guess]:
    """Score every candidate encoding on a sample with bytes above 0x7F, best first.

    The sample may end inside a character. One of a few kB is enough; time grows with its length.
    """
    guesses = []
    for codec, languages in _CANDIDATES:
        text = read_part(sample, codec)
        score = _best_score(text, codec, languages)
        guesses.append(Guess(codec, score - _COST.get(codec, 0.0)))
    return sorted(guesses, key=lambda g: -g.score)


def sense(text: str) -> float:
    """Points a character beyond ASCII that a text gets in the language it suits best; 0 for plain ASCII."""
    return _best_score(text, "utf-8", (*_LETTERS, *_COMMON))


def _best_score(text: str, codec: str, languages: Iterable[str]) -> float:
    reading = _reading(text, _BROKEN_UTF8 if codec == "utf-8" else _BROKEN)
    best = max(_language_score(reading, language, codec) for language in languages)
    return best + (_WESTERN_ADVANCE / max(1, reading.size) if codec == "cp1252" else 0.0)


def read_part(sample: bytes, codec: str) -> str:
    """Read a stretch of bytes whose end may stand inside a character."""
    return codecs.getincrementaldecoder(codec)("replace").decode(sample, False)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one encoding makes of a sample: its letters beyond ASCII, points for the rest, their number."""

    letters: Counter[str]
    points: float
    size: int


def _reading(text: str, broken: float) -> _Reading:
    letters: Counter[str] = Counter()
    points, size = 0.0, 0
    before = " "
    for i, char in enumerate(text):
        if char >= "\x80":
            size += 1
            after = text[i + 1] if i + 1 < len(text) else " "
            category = _category(char)
            if char == "\N{REPLACEMENT CHARACTER}":
                points += broken
            elif category[0] in "LM":
                letters[char.lower() if len(char.lower()) == 1 else char] += 1
                points += _in_context(char, category, before, after)
            else:
                points += _mark_points(char, category, before, after)
        before = char
    return _Reading(letters, points, size)


@lru_cache(maxsize=4096)
def _category(char: str) -> str:
    return unicodedata.category(char)


def _in_context(char: str, category: str, before: str, after: str) -> float:
    """Points that a letter loses by where it stands."""
    points = 0.0
    if (category == "Lu" and _category(before) == "Ll") or (category == "Ll" and "A" <= after <= "Z"):
        points += _UPPER_INSIDE
    if not _is_latin(char) and (_is_ascii_letter(before) or _is_ascii_letter(after)):
        points += _MIXED_SCRIPT
    return points


def _is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char < "\u1f00" or "\u0300" <= char < "\u0370"


def _is_ascii_letter(char: str) -> bool:
    return char < "\x80" and char.isalpha()


def _mark_points(char: str, category: str, before: str, after: str) -> float:
    """Points for a character that is no letter."""
    if category[0] == "C" and char not in _IN_WORDS:
        return _UNWRITTEN
    if before.isalpha() and after.isalpha() and char not in _IN_WORDS and char < "\u3000":
        return _MISPLACED
    return _PUNCTUATION if char in _TYPOGRAPHIC or "\u3000" <= char < "\u3020" else _SYMBOL


def _language_score(reading: _Reading, language: str, codec: str) -> float:
    if not reading.size:
        return 0.0
    weights = _weights(language)
    points = reading.points
    for letter, count in reading.letters.items():
        known = weights.get(letter)
        if known is None:
            known = _other_letter(letter, codec) if language in _COMMON else _FOREIGN
        points += known * count
    return points / reading.size


@lru_cache(maxsize=64)
def _weights(language: str) -> dict[str, float]:
    if language in _COMMON:
        return dict.fromkeys(_COMMON[language], 1.0)
    return _ranked(_LETTERS[language])


def _ranked(letters: Iterable[str]) -> dict[str, float]:
    """From 1 for the commonest letter down to 0.4 for the rarest."""
    order = list(dict.fromkeys(letters))
    return {letter: 1 - 0.6 * rank / len(order) for rank, letter in enumerate(order)}


# Lead bytes of the characters that each standard counts as ordinary: hanzi and kanji of the first
# level, all hangul of KS X 1001. Kana stand in _COMMON.
_ORDINARY_LEADS = {
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "cp932": range(0x88, 0x98),
    "euc_jp": range(0xB0, 0xD0),
    "cp949": range(0xB0, 0xC9),
}


@lru_cache(maxsize=16384)
def _other_letter(char: str, codec: str) -> float:
    """Points for a character of a large set that is not among the commonest."""
    for standard in (codec,) if codec in _ORDINARY_LEADS else _ORDINARY_LEADS:
        raw = char.encode(standard, "replace")
        if len(raw) == 2 and raw[0] in _ORDINARY_LEADS[standard]:
            return _ORDINARY
    return _RARE_IDEOGRAPH
