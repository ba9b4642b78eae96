"""Names of people in scripts without capitals: known by their family name, or by the label beside them."""

from __future__ import annotations

import regex

from normtext.stages.structure.phrases import fold, tables

_GIVEN = regex.compile(r"[ \u3000]?\p{Han}{1,3}")
# "山形新聞", "石川県警": many a family name is that of a place, too. No given name ends so.
_OFFICE = regex.compile(r".*(?:新聞|放送|通信|県警|府警|大学|高校|[社局支課署省庁院県府区駅部町村市港会])")
# The longest Chinese name has two characters of each; nearly all have two or three.
MAX_CHINESE, MAX_KOREAN = 4, 4
# "记者李晓明报道", "記者王小明／台北報導", "文/李晓明": a label, a name, and what else stands there.
_HAN_SIGNED = regex.compile(
    r"(?:本[报報网網刊台]|\p{Han}{2,4}[社网網报報])?(?:记者|記者|通讯员|通訊員|特派员)[\s:：]*"
    r"(?P<name>\p{Han}{2,4}?)(?:\s*[/／]\s*\p{Han}{2,6}|\s*(?:报道|報導|摄|攝|文))*"
)
# "（记者 赵子昂 通讯员 孙晓）": labels, each with its names, in one bracket.
_HAN_SEVERAL = regex.compile(
    r"[（(](?:\s*(?:本报|本網|本网|新华社)?(?:记者|記者|通讯员|通訊員|见习记者|实习生)[\s:：]*"
    r"(?P<names>\p{Han}{2,4}(?:[\s、]\p{Han}{2,3}(?![\p{Han}]))*))+\s*[）)]"
)
_BETWEEN_HAN = regex.compile(r"[\s、]+")
_KOREAN_SIGNED = regex.compile(
    r"(?:[\[(【][^\[\]()【】]{2,30}[\])】]\s*|\p{Hangul}{2,6}\s?=\s?)?"
    r"(?:(?P<name>\p{Hangul}{2,4})\s(?P<role>\p{Hangul}{2,6})|(?P<role>\p{Hangul}{1,6})\s(?P<name>\p{Hangul}{2,4}))"
    r"(?:\s+[\w.+-]{1,40}@[\w.-]{1,40})?"
)
# "田中一郎", "ソウル・田中一郎", "田中一郎記者": of several in one bracket each is written so.
_JAPANESE_PART = regex.compile(
    r"\s*(?:(?P<office>[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8})・)?"
    r"(?P<name>\p{Han}{2,6}?(?:[ \u3000]\p{Han}{1,3}?)?)(?P<role>[ \u3000]?(?:記者|特派員|編集委員))?\s*"
)
_BRACKETS = regex.compile(r"[【（(](?P<inner>[^【】（）()]{2,60})[】）)]")
_BETWEEN_NAMES = regex.compile(r"[、，,／/]")
# Who took the picture has not written the text.
_NO_WRITER = frozenset(("写真", "撮影", "カメラ", "イラスト", "図", "図版", "画", "絵", "映像", "動画"))
_ARABIC_WORDS = regex.compile(r"[\p{Arabic}\p{M}]{2,15}(?:\s[\p{Arabic}\p{M}]{2,15}){1,3}")


def is_japanese_name(text: str) -> bool:
    """Whether ``text`` is a family name of the table and a given name, in Han characters."""
    hit = tables()["surname"].prefix(text)
    if hit is None or _GIVEN.fullmatch(text, hit.end) is None:
        return False
    return _OFFICE.fullmatch(text, hit.end) is None


def is_chinese_name(text: str) -> bool:
    """Whether ``text`` is a Chinese family name and one or two characters more."""
    hit = tables()["surname_zh"].prefix(text)
    return hit is not None and len(text) <= MAX_CHINESE and 1 <= len(text) - hit.end <= 2 and _is_han(text)


def is_korean_name(text: str) -> bool:
    """Whether ``text`` is a Korean family name and one or two syllables more."""
    hit = tables()["surname_ko"].prefix(text)
    return hit is not None and len(text) <= MAX_KOREAN and 1 <= len(text) - hit.end <= 2


def is_arabic_name(text: str) -> bool:
    """Whether ``text`` is two to four words in Arabic letters, the first of them a given name."""
    first = tables()["given"].start(text)
    return first is not None and _ARABIC_WORDS.fullmatch(text) is not None


def signed(text: str) -> tuple[str, ...]:
    """The names in a line that signs a text: "记者李晓明报道", "【ソウル・田中一郎】"; else ()."""
    if text.isascii():
        return ()
    if (several := _HAN_SEVERAL.fullmatch(text)) is not None:
        names = tuple(name for part in several.captures("names") for name in _BETWEEN_HAN.split(part))
        if all(map(is_chinese_name, names)):
            return names
    if (match := _HAN_SIGNED.fullmatch(text)) is not None and is_chinese_name(match["name"]):
        return (str(match["name"]),)
    if (match := _KOREAN_SIGNED.fullmatch(text)) is not None:
        one, other = match["name"], match["role"]
        for name, role in ((one, other), (other, one)):
            if is_korean_name(name) and _is_korean_role(role):
                return (str(name),)
    return _signed_in_japanese(text)


def _signed_in_japanese(text: str) -> tuple[str, ...]:
    """Names in brackets, or one beside an office or a role."""
    bracket = _BRACKETS.fullmatch(text)
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(bracket["inner"]) if bracket else [text]:
        match = _JAPANESE_PART.fullmatch(part)
        if match is None or not is_japanese_name(match["name"]) or match["office"] in _NO_WRITER:
            return ()
        if not (bracket or match["office"] or match["role"]):
            return ()
        before = (match["office"],) if match["office"] and is_japanese_name(match["office"]) else ()
        names += [*before, match["name"]]
    return tuple(names)


def is_dated_name(text: str) -> bool:
    """Whether ``text`` beside a date is the name of a person in one of these scripts."""
    return is_chinese_name(text) or is_japanese_name(text) or is_arabic_name(text)


def parted(text: str) -> list[str]:
    """The names in "李晓明 王芳"; a Japanese name with a space in it is one."""
    words = text.split()
    return words if len(words) > 1 and all(map(is_chinese_name, words)) else [text]


def _is_han(text: str) -> bool:
    return regex.fullmatch(r"\p{Han}+", text) is not None


def _is_korean_role(text: str) -> bool:
    return any(tables()[name].whole(fold(text)) is not None for name in ("role", "author_label"))
