"""Whether a text is prose at all: code, commands, logs, menus, keys and filler are in no language.

They have words, mostly English ones, and CLD2 names a language for them. Each rule is on the form of a
text, and says how much may be claimed for it. Texts without a sign of any are passed in a microsecond.
"""

from __future__ import annotations

import regex

MENU, CODE = 0.4, 0.25
"""The most confidence in lists of entries, and in what is no prose."""
HALF_WORDS, MOST_WORDS = 0.5, 0.75
"""Share of the letters that stand in words as prose has them: under the first nothing is claimed, under the
second as little as for a menu. Of the development sentences one in a hundred has less than the second."""
SAMPLE = 2000
"""Characters that are looked at."""
_DIGITS = b"0123456789"
_SIGNS = b"{}[]<>=_$\\|;/#:`~^*+&@%\n" + _DIGITS
_NO_SIGNS = bytes(set(range(256)) - set(_SIGNS))
_FEW, _APART = 1, 50  # signs, and characters to a sign, that prose may have without being looked at
_CODE_SIGNS = 0.04  # share of operators from which a text is code; prose has under 0.02
_OPERATORS = regex.compile(r"[{};=<>_$\\]|\w\(")
_ENTRIES = regex.compile(r"[|\n•·›→]++|(?<=\s)[/>»](?=\s)|\]\s*+\[|\s{2,}+")

_PARTS = ("|", "\n", "  ", "/", ">", "[", "»", "·", "•", "›", "→")

# Programs that are no English words, or are none that a sentence begins with.
_COMMANDS = frozenset(
    """
    npm npx yarn pnpm git pip pip3 pipx conda docker kubectl helm sudo apt apt-get brew dnf yum pacman curl
    wget ssh scp rsync chmod chown mkdir rmdir grep sed awk tar gzip unzip cargo rustup gcc g++ clang cmake
    mvn gradle javac python python3 node deno bun php composer ruby gem bundle perl psql mysql sqlite3
    systemctl journalctl ffmpeg ls cd rm cp mv ps cat echo export source kill make go dotnet terraform
    ansible az aws gcloud vim nano
    """.split()
)
# Of those, what a sentence in some language may begin with: looked at only with an option, a path or a sign.
_ALSO_WORDS = frozenset(
    "cat echo export source kill make go node python gem bundle composer perl az bun ls rm".split()
)
_OF_SENTENCES = frozenset(
    "a an and are as be by can for from has have is it of on that the to was with".split()
)
_KEYWORDS = frozenset(
    """
    import from def class return const let var function async await yield elif else except raise assert public
    private protected static final package func fn use using export new del lambda pass try if for while with
    print throw throws switch case struct enum interface namespace template typedef void int
    at impl select insert update delete Caused Traceback Segmentation
    """.split()
)
_FIRST = _COMMANDS | _KEYWORDS
_SPACED = ("Latn", "Cyrl")  # scripts of programs, and in which words stand apart
_ARGUMENT = regex.compile(
    r"(?:^|\s)(?:--?[A-Za-z][\w-]*+(?:=\S++)?|[\w.~-]*+/\S*+|\w++\.\w++|\$\w++|&&|\|)(?=\s|$)"
)
_IMPORTED = r"[\w.*]++(?:\s++as\s++\w++)?+"
_STATEMENTS = (
    rf"(?:from\s++[\w.]++\s++)?+import\s++{_IMPORTED}(?:\s*+,\s*+{_IMPORTED})*+(?:\s++from\s++\S++)?+;?+",
    r"(?:package|use|using|export(?:\s++default)?+|del|goto)\s++[\w.:]++;?+",
    r"(?:return|yield(?:\s++from)?+|await|assert|raise|throw)\s++[\w.()\[\]]++(?:\s*+[-+*/=<>!]++\s*+[\w.]++)*+;?+",
    r"(?:pass|else|try|finally|break|continue)[:;]?+",
    r"for\s++\w++(?:,\s*+\w++)*+\s++in\s++[^:]++:",
    r"(?:if|elif|while)\s++[^\s:]++(?:\s++(?:is|in|not|and|or|[=!]=|[<>]=?+)\s++[^\s:]++)*+:",
    r"(?:async\s++)?+(?:def|class|with|func|fn|function)\s++[\w.]*+\s*+[(:{].*",
    r"except(?:\s++\w++)?+(?:\s++as\s++\w++)?+:",
    r"(?:const|let|var|private|public|static|final|int|void|auto|enum|struct|class)\s++[\w<>\s]++[=;({].*",
    r"[\w.\[\]$]++\s*+[-+*/|:]?+=\s*+\S.*",
    r"@\w[\w.]*+(?:\(.*)?+",
    r"-?[a-z]++(?:-[a-z]++)*+:\s*+[^;]++;",
    r"(?:\"[\w-]++\"|\w++\.[\w.]++)\s*+[:=]\s*+\S.*",
    r".*[{}]",
    r".*\);?+[;,]",
    r"</?\w.*>",
)
_STATEMENT = regex.compile(r"\s*+(?:" + "|".join(_STATEMENTS) + r")\s*+")
_QUERIES = (
    r"SELECT\b.+\bFROM\b|select\s++\S++(?:,\s*+\S++)*+\s++from\s++\w|EXPLAIN\s++SELECT\b",
    r"(?:INSERT|insert)\s++(?:INTO|into)\s++\w|(?:UPDATE|update)\s++\S++\s++(?:SET|set)\s++\S++\s*+=",
    r"DELETE\s++FROM\b|delete\s++from\s++\w++\s++where\b|GRANT\s++\w++\s++ON\b",
    r"(?:CREATE|ALTER|DROP)\s++(?:UNIQUE\s++)?+(?:TABLE|INDEX|VIEW|DATABASE)\b",
)
_LEVEL = r"(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE)"
_RECORDS = (
    r"\[?+\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d",
    r"\d{1,3}+(?:\.\d{1,3}+){3}\s",
    r"\[?+\d\d:\d\d:\d\d\b",
    r"\p{Lu}\p{Ll}\p{Ll} {1,2}\d{1,2}+ \d\d:\d\d:\d\d\s",
    rf"\[?+{_LEVEL}(?:\]| {{1,2}}\[|:\w|  )|level=\w",
    r"at\s++[\w.$<>/]++\s?+\(|File \"[^\"]*+\", line \d|Traceback \(most recent",
    r"(?:Caused by: )?+\w[\w.]*\p{Ll}(?:Exception|Error|Warning)(?:: |$)",
    r"thread '|panic: |npm ERR!|Segmentation fault",
)
_LINE = regex.compile(
    r"\s*+(?:"
    + "|".join((*_QUERIES, *_RECORDS))
    + r"|[$#%]\s++[a-z./~]|\S++@\S++[$#]\s|PS [A-Z]:\\|[A-Z]:\\\S*+>)"
)
_INNER = r"['’-]"
_WORD = regex.compile(
    r"[\"'“”‘’«»„‚¿¡(\[*•–—-]*+"
    rf"(?:\p{{Lu}}?+[\p{{Ll}}\p{{M}}\p{{Lo}}]++|\p{{Lu}}++)(?:{_INNER}(?:\p{{Lu}}{{2,}}+|\p{{L}}[\p{{Ll}}\p{{M}}]*+))*+"
    r"['’]?+[.,:;!?…\"”»)\]'’]*+"
)
_ROMAN = regex.compile(
    r"\p{P}*+(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\p{P}*+"
)
_BEFORE = frozenset("$#%@./~[<{")
_STOPS = (".", "!", "?")
_LIKE_LATIN = ("la", "ca", "it")
_MASHED_WORDS = 5  # nobody mashes longer
# Letters that stand side by side on a keyboard, and hardly ever in a word.
_ROWS = """
    qwer ertyu rtyu tyui yuio uiop asdf sdfg dfgh fghj ghjk hjkl zxcv xcvb cvbn vbnm azert rtzu tzui zuio
""".split()
_FILLER = frozenset(
    """
    lorem ipsum dolor amet consectetur adipiscing elit eiusmod tempor incididunt labore aliqua veniam nostrud
    exercitation ullamco laboris aliquip commodo consequat irure reprehenderit voluptate cillum fugiat
    pariatur excepteur sint occaecat cupidatat proident deserunt mollit laborum
    """.split()
)
_ENOUGH_FILLER = 3


def most_confidence(text: str, script: str, tag: str) -> float:
    """The most that may be claimed of a text by its form, were it in this language; 1 for prose."""
    text = text[:SAMPLE]
    signs = text.encode("utf-8", "surrogatepass").translate(None, _NO_SIGNS)
    if not signs and text.endswith(_STOPS) and tag not in _LIKE_LATIN and text.count(" ") >= _MASHED_WORDS:
        return 1.0  # most sentences
    if _has_parts(text, signs) and is_menu(text):
        return MENU
    if script == "Latn":
        if text.count(" ") < _MASHED_WORDS and is_mashed(text):
            return CODE
        if tag in _LIKE_LATIN and is_filler(text):
            return CODE
    elif not signs and script != "Cyrl":
        return 1.0  # a sentence without blanks is no sign of code in Chinese
    if not _is_suspect(text, signs):
        return 1.0
    if is_code(text) or _is_spoken_to_a_machine(text):
        return CODE
    return _by_words(text) if script in _SPACED else 1.0


def _has_parts(text: str, signs: bytes) -> bool:
    if signs and (b"|" in signs or b"/" in signs or b"\n" in signs or b"[" in signs or b">" in signs):
        return True
    if "  " in text:
        return True
    if text.isascii():
        return False
    return "»" in text or "·" in text or "•" in text or "›" in text or "→" in text


def _is_suspect(text: str, signs: bytes) -> bool:
    """Tell whether a text has signs that prose has not, or begins as code and commands do."""
    if signs:
        others = len(signs.translate(None, _DIGITS))
        if others > max(len(text) // _APART, _FEW) or 4 * (len(signs) - others) > len(text):
            return True
    first, blank, _ = text.lstrip().partition(" ")
    if first in _FIRST or first[:1] in _BEFORE or not blank or text[-1:] in "{};":
        return True
    if (first.isupper() and len(first) > 1) or first.endswith(("Error:", '":')):
        return True
    return "(" in first or "." in first[:-1]


def is_menu(text: str) -> bool:
    """Tell whether a text is three or more entries of at most three words, and no sentence."""
    marks = sum(map(text.count, _PARTS))
    if not marks or sum([token not in _PARTS for token in text.split()]) > 3 * (marks + 1):
        return False
    if "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}" in text:
        text = text.replace("\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}", "")
    entries = [entry for entry in _ENTRIES.split(text) if entry.strip()]
    words = sum(len(entry.split()) for entry in entries)
    if len(entries) == 2:
        return "|" in text and words <= 4
    return len(entries) > 2 and words <= 3 * len(entries)


def is_code(text: str) -> bool:
    """Tell whether a text has more operators than prose has."""
    prose = max(_CODE_SIGNS * len(text), 1)
    # Counting characters is quick, and rules out nearly all texts.
    if sum(map(text.count, "{};=<>_$\\(")) <= prose:
        return False
    return sum(1 for _ in _OPERATORS.finditer(text)) > prose


def _is_spoken_to_a_machine(text: str) -> bool:
    """Tell whether at least half of a text stands in lines of code, commands, queries or logs."""
    lines = [line for line in text.split("\n") if line.strip()]
    return 2 * sum(len(line) for line in lines if _is_for_machines(line)) >= sum(map(len, lines)) > 0


def _is_for_machines(line: str) -> bool:
    if _LINE.match(line) or _STATEMENT.fullmatch(line):
        return True
    first, _, rest = line.strip().partition(" ")
    if first not in _COMMANDS or rest[-1:] in ".!?…":
        return False
    if _ARGUMENT.search(rest):
        return True
    return first not in _ALSO_WORDS and _OF_SENTENCES.isdisjoint(rest.split())


def is_filler(text: str) -> bool:
    """Tell whether a text is "Lorem ipsum", from wherever in it."""
    words = text.lower().split()
    found = len(_FILLER.intersection(word.rstrip(".,") for word in words))
    return found >= _ENOUGH_FILLER and 4 * found >= len(set(words))


def is_mashed(text: str) -> bool:
    """Tell whether at least half of a text is keys hit side by side."""
    text = text.lower()
    rows = [row for row in _ROWS if row in text]
    if not rows:
        return False
    tokens = text.split()
    mashed = sum(len(token) for token in tokens if any(row in token for row in rows))
    return 2 * mashed >= sum(map(len, tokens))


def _by_words(text: str) -> float:
    """What the share of words allows that are such as prose has, by number or by letters."""
    words, others, lettered = 0, 0, []
    for token in text.split():
        if token.isascii() and token.isalpha() and token[1:].islower():
            is_word, letters = True, len(token)  # most words, and quicker
        else:
            is_word = _WORD.fullmatch(token) is not None and not (token.isupper() and _ROMAN.fullmatch(token))
            letters = sum(map(str.isalpha, token))
        if letters:
            lettered.append(is_word)
        words += letters * is_word
        others += letters * (not is_word)
    if not lettered:
        return 1.0
    share = max(words / (words + others), sum(lettered) / len(lettered))
    return CODE if share < HALF_WORDS else MENU if share < MOST_WORDS else 1.0
