"""For the tests of those who use normtext: an engine without a model, and a strategy for wild text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from normtext.engines.base import DEFAULT_OPTIONS, Route, TranslateOptions
from normtext.engines.routes import find_codes

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["FakeEngine", "articles_text"]


class FakeEngine:
    """An engine that answers from a table; register it by ``registry.register(fake.name, fake)``.

    Args:
        name: the engine's name.
        table: sentence to translation.
        fallback: answers for sentences that the table lacks; None hands them back as they are.
        pairs: the pairs of language codes it has "models" for; None: any pair.

    Attributes:
        calls: the sentences of each call of ``translate``, in order, for tests to look at.

    >>> fake = FakeEngine(table={"Hallo.": "Hello."})
    >>> route = fake.route("nl", "en")
    >>> fake.translate(["Hallo."], route)
    ['Hello.']
    """

    def __init__(
        self,
        name: str = "fake",
        table: Mapping[str, str] | None = None,
        fallback: Callable[[str], str] | None = None,
        pairs: Collection[tuple[str, str]] | None = None,
    ) -> None:
        self.name = name
        self.table = dict(table or {})
        self.calls: list[list[str]] = []
        self._fallback = fallback
        self._pairs = pairs

    def route(self, source: str, target: str) -> Route | None:
        """Find the way; see ``normtext.engines.base.Translator``."""
        codes = (source, target) if self._pairs is None else find_codes(source, target, self._pairs)
        if codes is None:
            return None
        return Route(self.name, codes, tuple(f"{self.name}-model" for _ in codes[1:]))

    def translate(
        self, sentences: Sequence[str], route: Route, options: TranslateOptions = DEFAULT_OPTIONS
    ) -> list[str]:
        """Answer from the table; see ``normtext.engines.base.Translator``."""
        self.calls.append(list(sentences))
        return [self._answer(sentence) if sentence.strip() else sentence for sentence in sentences]

    def _answer(self, sentence: str) -> str:
        if sentence in self.table or self._fallback is None:
            return self.table.get(sentence, sentence)
        return self._fallback(sentence)


# Each stands for a kind of damage that texts from the web carry.
_DAMAGE = (
    "Ã©tÃ©",  # mojibake: UTF-8 read as cp1252
    "â€œquotedâ€\N{NO-BREAK SPACE}",
    "ÐŸÑ€Ð¸Ð²ÐµÑ‚",
    "&amp;",
    "&amp;amp;eacute;",
    "&#x27;",
    "&nosuch;",
    "<b>bold</b>",
    "entryThe next",
    "\N{ZERO WIDTH SPACE}",
    "\N{ZERO WIDTH JOINER}",
    "\N{SOFT HYPHEN}",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{LEFT-TO-RIGHT MARK}",
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{REPLACEMENT CHARACTER}",
    "\N{COMBINING ACUTE ACCENT}",
    "\x00",
    "\x85",
    "\ufffe",
    "\ud800",
)
_BREAKS = (" ", "  ", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\t", "\N{LINE SEPARATOR}", "\v", "\f")
_WORDS = (
    "Hugging Face opens a model.",
    "By Ann Other",
    "21 March 2025",
    "Tags: AI, policy",
    "See also: more news",
    "• one point",
    "Q: Why?",
    "De minister sprak met het bedrijf.",
    "Un modèle ouvert, dit-elle.",
    "开放的模型。",
    "نموذج مفتوح.",
    "https://example.org/a_b?c=d",
    "PyTorch",
    "iPhone",
    "3.14",
)


def articles_text(max_parts: int = 40) -> SearchStrategy[str]:
    """A Hypothesis strategy for the text of articles in any state of repair.

    Sentences in several languages among arbitrary text, mojibake, entities, invisible and control
    characters, lone surrogates and every kind of line end. Needs the package hypothesis.

    Args:
        max_parts: how many such parts a text has at most.
    """
    from hypothesis import strategies as st

    part = st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_DAMAGE),
        st.sampled_from(_BREAKS),
        st.text(max_size=20),
    )
    return st.lists(part, max_size=max_parts).map("".join)
