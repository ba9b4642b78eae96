"""What is counted over a corpus, an article at a time, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from normtext.article import Article, Checks, Edit, Mention
from normtext.report.reading import Seen

MOST_KINDS = 20_000
"""Different names, languages, rules or warnings that are counted: a gazetteer has thousands of names, a
corpus some hundred languages. Beyond, those with the fewest articles are given up."""
MOST_FORMS = 40
"""Different forms that are counted of what was repaired into one name."""

Key = TypeVar("Key")


@dataclass(slots=True)
class Count:
    """How often something was there.

    Attributes:
        times: all in all.
        articles: how many articles have it.
    """

    times: int = 0
    articles: int = 0


@dataclass(slots=True)
class RuleCount(Count):
    """Changes by one rule, with the first of them that can be shown."""

    example: Edit | None = None


@dataclass(slots=True)
class WarningCount(Count):
    """Warnings of one code, with the first message."""

    message: str = ""


@dataclass(slots=True)
class NameCount(Count):
    """Mentions of one name.

    Attributes:
        forms: what was repaired into it.
        verdicts: how its mentions came through translation.
    """

    forms: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)


Counted = TypeVar("Counted", bound=Count)


class Tally(Generic[Key, Counted]):
    """Counts by key; of too many keys those with the fewest articles are given up, and counted as such."""

    def __init__(self, make: Callable[[], Counted], most: int = MOST_KINDS) -> None:
        self.given_up = 0
        self._make = make
        self._most = most
        self._counts: dict[Key, Counted] = {}

    def __getitem__(self, key: Key) -> Counted:
        if key not in self._counts:
            if len(self._counts) >= self._most:
                self._halve()
            self._counts[key] = self._make()
        return self._counts[key]

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, keys: Iterable[Key]) -> None:
        """Count the keys of one article."""
        for key, times in Counter(keys).items():
            count = self[key]
            count.times += times
            count.articles += 1

    def ranked(self) -> list[tuple[Key, Counted]]:
        """All keys, the most frequent first; among equals the one that came first."""
        return sorted(self._counts.items(), key=lambda item: (-item[1].times, -item[1].articles))

    def _halve(self) -> None:
        by_articles = sorted(self._counts.items(), key=lambda item: -item[1].articles)
        kept = by_articles[: self._most // 2]
        self.given_up += len(by_articles) - len(kept)
        self._counts = dict(kept)


class Survey:
    """The counts of a corpus.

    Attributes:
        articles: sources that yielded an article.
        failed: sources that yielded none.
        changes, suggestions, mentions: in all articles.
        statuses: articles by the status of their translation, "error" for sources that yielded none.
        languages: by tag.
        stages, rules: changes by stage, and by stage and rule.
        names: by name and kind.
        warnings: by code.
        left_out: pieces of boilerplate by reason.
        checks: of all translations.
    """

    def __init__(self) -> None:
        self.articles = self.failed = self.changes = self.suggestions = self.mentions = 0
        self.changed = 0
        self.statuses: Counter[str] = Counter()
        self.languages: Tally[str, Count] = Tally(Count)
        self.language_names: dict[str, str] = {}
        self.stages: Tally[str, Count] = Tally(Count)
        self.rules: Tally[tuple[str, str], RuleCount] = Tally(RuleCount)
        self.names: Tally[tuple[str, str], NameCount] = Tally(NameCount)
        self.warnings: Tally[str, WarningCount] = Tally(WarningCount)
        self.left_out: Tally[str, Count] = Tally(Count)
        self.checks = Checks()

    def add(self, seen: Seen) -> None:
        """Count an article."""
        article = seen.article
        self.statuses[seen.status] += 1
        self._add_warnings(article)
        if seen.status == "error":
            self.failed += 1
            return
        self.articles += 1
        self.changes += seen.changes
        self.changed += seen.changes > 0
        self.suggestions += len(article.suggestions)
        self.languages.add((article.language.tag,))
        if len(self.language_names) < MOST_KINDS:
            self.language_names.setdefault(article.language.tag, article.language.name)
        self._add_edits(article)
        self._add_names(article)
        self.left_out.add(piece.reason for piece in article.boilerplate)
        if article.translation.checks != Checks():
            self.checks += article.translation.checks

    def _add_warnings(self, article: Article) -> None:
        self.warnings.add(warning.code for warning in article.warnings)
        for warning in article.warnings:
            count = self.warnings[warning.code]
            count.message = count.message or warning.message

    def _add_edits(self, article: Article) -> None:
        self.stages.add(edit.stage for edit in article.edits)
        self.rules.add(key for edit in article.edits for key in rules_of(edit))
        for edit in article.edits:
            count = self.rules[edit.stage, edit.rule] if "+" not in edit.rule else None
            if count is not None and (count.example is None or _better(edit, count.example)):
                count.example = edit

    def _add_names(self, article: Article) -> None:
        for name in article.names:
            count = self.names[name.name, name.kind]
            count.times += len(name.mentions)
            count.articles += 1
            self.mentions += len(name.mentions)
            for mention in name.mentions:
                count.verdicts[mention.verdict] += 1
                form = repaired_form(article, mention)
                if form and (form in count.forms or len(count.forms) < MOST_FORMS):
                    count.forms[form] += 1


def rules_of(edit: Edit) -> list[tuple[str, str]]:
    """The stage of an edit with each of its rules: several are joined by "+" where they met."""
    return [(edit.stage, rule) for rule in edit.rule.split("+")]


def _better(edit: Edit, than: Edit) -> bool:
    """Tell whether an edit shows a rule better: something is seen of it, and it is short."""
    return _shown(edit) and not _shown(than)


def _shown(edit: Edit) -> bool:
    return bool(edit.before.strip()) and edit.before.isprintable() and len(edit.before) <= 60


def repaired_form(article: Article, mention: Mention) -> str | None:
    """What stood in the original where a name now reads otherwise; None where nothing but space changed."""
    text = _text_at(article, mention.where)
    if text is None:
        return None
    form = " ".join(mention.surface.split())
    now = " ".join(text[mention.start : mention.end].split())
    return form if form and now and form != now else None


def _text_at(article: Article, where: str) -> str | None:
    if where == "title":
        return article.title.text if article.title else None
    kind, _, number = where.partition(":")
    if kind != "block" or not number.isdecimal() or len(number) > 9 or int(number) >= len(article.blocks):
        return None
    return article.blocks[int(number)].text
