"""Names of authors as bylines write them: "Jane Doe and Jan de Vries, Staff Writers (Reuters)"."""

from __future__ import annotations

import regex

from normtext.stages.structure.phrases import fold, is_dense, tables
from normtext.stages.structure.uncased import parted

# Two to five words, as in "María José de la Cruz": more is a headline.
MIN_NAME_WORDS, MAX_NAME_WORDS = 2, 6
MAX_AUTHORS = 12
MAX_PAPER_WORDS = 5

# "Par notre envoyé spécial Jean Dupont"
OUR = frozenset(
    "our the notre nos unserem unserer unser unsere der die onze de nuestro nuestra nosso nossa nostro "
    "nostra nostri naszego naszej нашего нашей vores vår våra il la el le o a".split()
)

_PARTICLES = (
    "de|del|della|dello|der|den|des|du|da|das|do|dos|di|van|von|vom|zu|zum|zur|la|le|les|el|al|bin|bint|ibn|"
    "ben|ter|ten|te|ta|y|e|af|av|'t|’t|d'|d’|st\\.|dr\\.|prof\\."
)
_WORD = regex.compile(
    rf"(?:(?:[dDlLO]['’])?\p{{Lu}}[\p{{L}}\p{{M}}'’\-]*\.?(?:\p{{Lu}}\.)*|(?P<particle>{_PARTICLES}))"
)
_UNCASED = regex.compile(r"[\p{Lo}\p{Lm}\p{M}·・.\-\s]{2,30}")
_TAIL = regex.compile(
    r"\s*(?:\([^()]{1,60}\)|<[^<>]{1,60}>|@\w{1,30}|[\w.+-]{1,40}@[\w.-]{1,40}"
    r"|,\s*(?=\S*[\d.])\p{Ll}[\w.]{1,24}(?:\s(?:(?:e|and|und|et|y)\s)?\p{Lu}[\p{L}\p{M}'’.\-]*){0,5}|(?:,\s*|\s)(?:in|à|aus|from|for|of|at|voor|uit|für|pour|en|em|da|w|из)\s+\p{Lu}[\p{L}\p{M}'’.\-]*(?:\s+\p{Lu}[\p{L}\p{M}'’.\-]*){0,3})\s*\Z"
)
# Not that of "Jr.", "St." or an initial.
_FULL_STOP = regex.compile(r"(?<=[\p{L}\p{M}]{4})\.\Z|[。．]\Z")
_COMMAS = regex.compile(r"\s*[,;、，/&]\s*")


def is_name(text: str, *, least: int = MIN_NAME_WORDS) -> bool:
    """Whether ``text`` is written as the name of a person is: capitals, initials, particles."""
    words = text.split()
    if not least <= len(words) <= MAX_NAME_WORDS or len(text) > 60:
        return False
    matches = [_WORD.fullmatch(w) for w in words]
    if not all(matches) or any(tables()["not_a_name"].whole(fold(w)) for w in words):
        return False
    proper = [w for w, m in zip(words, matches, strict=True) if m and not m["particle"]]
    full = [w for w in proper if len(w.rstrip(".")) > 1]
    return len(proper) >= least and bool(full) and words[-1] in proper


def is_uncased_name(text: str) -> bool:
    """Whether ``text`` could be a name in a script without capitals; believed only behind a label."""
    if _UNCASED.fullmatch(text) is None:
        return False
    return 2 <= len(text) <= 8 if is_dense(text[0]) else len(text.split()) <= MAX_NAME_WORDS


def read_authors(text: str, *, labelled: bool = False) -> tuple[str, ...] | None:
    """The authors in what follows "By"; None where it does not read as names throughout.

    After a colon (``labelled``) one word is enough, and so are scripts without capitals. "By staff"
    names nobody: that is an empty tuple.
    """
    text = _without_tail(_without_desk(_FULL_STOP.sub("", text.strip().rstrip(",;:|").strip())))
    authors: list[str] = []
    if not text:
        return None
    for part in _COMMAS.split(text):
        for name in _joined(part):
            kind = "role" if authors and (is_paper(name) or _is_bureau(name)) else _kind(name, labelled)
            if kind == "" and (bare := _without_role(name)):
                authors.append(bare)
                continue
            if kind == "" and not (authors and is_name(name, least=1)):  # a place, "Jane Doe, Berlin"
                return None
            if kind == "name" or (kind == "agency" and not authors):
                authors += parted(name) if labelled else [name]
    return tuple(authors) if len(authors) <= MAX_AUTHORS else None


def _without_tail(text: str) -> str:
    while (match := _TAIL.search(text)) is not None and match.start() > 0:
        text = text[: match.start()].rstrip(" ,")
    return text


def _without_desk(text: str) -> str:
    """Cut "and edited by John Roe" off what stands behind the authors."""
    folded = fold(text)
    start = next((low for low, _ in tables()["desk_by"].spans(folded) if low), None)
    if start is None:
        return text
    rest = text[:start].rstrip(" ,;&")
    last = rest.split()[-1:]
    return rest[: -len(last[0])].rstrip() if last and tables()["and"].whole(fold(last[0])) else rest


def _without_role(name: str) -> str | None:
    """The name in "onze verslaggever Jan de Vries", None where no role stands before one."""
    first, _, after = name.partition(" ")
    name = after if fold(first) in OUR else name
    hit = tables()["role"].start(fold(name))
    rest = name[hit.end :].strip() if hit is not None else ""
    return rest if rest and is_name(rest) else None


def has_given_name(text: str) -> bool:
    """Whether the first word is a given name of the table, the whole written as a name."""
    words = text.split()
    if not words or not is_name(text):
        return False
    return tables()["given"].whole(fold(words[0])) is not None


def _joined(part: str) -> list[str]:
    """The names in "Jane Doe and John Roe"; a word such as "e" or "y" within one name is left alone."""
    words, names, at = part.split(), [], 0
    for i, word in enumerate(words):
        small = not word[:1].isupper() or (len(word) > 1 and part.isupper())
        joins = tables()["and"].whole(fold(word)) is not None and small
        name = _without_tail(" ".join(words[at:i])) if joins and at < i < len(words) - 1 else ""
        if name and _kind(name, False):
            names.append(name)
            at = i + 1
    rest = " ".join(words[at:])
    first = rest.split(" ", 1)
    if names == [] and len(first) == 2 and tables()["and"].whole(fold(first[0])) and first[0].islower():
        rest = first[1]  # "A, B, and C"
    return [*names, rest] if rest else names


def is_role(text: str) -> bool:
    """Whether ``text`` is what a person does and no more: "Staff Writers", "Brussels correspondent"."""
    folded, role = fold(text), tables()["role"]
    if role.whole(folded) or role.whole(folded.removesuffix("s")) or _ends_in_role(folded):
        return True
    hit = role.start(folded)  # "Redactie Binnenland"
    return hit is not None and tables()["section"].whole(folded[hit.end :].strip()) is not None


def is_role_at(text: str) -> bool:
    """Whether ``text`` says what a person does, and for whom: "Business reporter, Ghent Daily News"."""
    role, _, place = (part.strip() for part in text.partition(","))
    return is_role(role) and (
        not place or is_paper(place) or tables()["agency"].whole(fold(place)) is not None
    )


def is_paper(text: str) -> bool:
    """Whether ``text`` is written as the name of a newspaper or a broadcaster: "Folha de S.Paulo"."""
    words = text.split()
    return 1 < len(words) <= MAX_PAPER_WORDS and text[0].isupper() and tables()["paper"].inside(fold(text))


def _is_bureau(text: str) -> bool:
    """ "AFP Paris", "g1 Porto Alegre": an agency and where it has its bureau."""
    hit = tables()["agency"].start(fold(text))
    return hit is not None and is_name(text[hit.end :].strip(), least=1)


def _kind(name: str, labelled: bool) -> str:
    if tables()["agency"].whole(fold(name)):
        return "agency"
    if is_role(name):
        return "role"
    if is_name(name) or (labelled and (is_name(name, least=1) or is_uncased_name(name))):
        return "name"
    return ""


def _ends_in_role(folded: str) -> bool:
    """ "Brussels correspondent", "AI editor" and the like."""
    words = folded.split()
    return 2 <= len(words) <= 4 and tables()["role"].whole(words[-1].removesuffix("s")) is not None
