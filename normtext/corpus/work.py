"""What a worker does: a shard of rows to articles, to a part on the disk, to the record that it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from normtext.article import Article
from normtext.assembly import Draft
from normtext.corpus.parts import writing
from normtext.corpus.plan import Job
from normtext.corpus.rows import Row, document_of
from normtext.corpus.shards import Counts, Done, Failure, Shard, part_of, replacing, write_done
from normtext.document import Document
from normtext.errors import InputError, NormtextError
from normtext.normalizer import Normalizer
from normtext.readers import BadRecord
from normtext.tables.columns import is_failed
from normtext.tables.rows import normalizer_of, on_one_thread

_SHOWN = 300
"""Characters of a record that a failure shows."""

Source = Document | Path | BadRecord


@dataclass(frozen=True, slots=True)
class Worker:
    """Does shards of one job in one folder; picklable."""

    job: Job
    folder: Path

    def __call__(self, shard: Shard) -> Done:
        """Do a shard: its part, then its record, each moved into place at once."""
        part = part_of(self.folder, shard.number, self.job.form)
        tally = _Tally()
        with replacing(part) as draft, writing(draft, self.job) as write:
            for row, article, copied in _articles(shard.rows, self.job):
                write.add(row, article)
                tally.take(row, article, copied)
        done = Done(shard.number, shard.digest, part.stat().st_size, tally.counts(), tuple(tally.failures))
        write_done(self.folder, done)
        return done

    def survives(self, row: Row) -> str:
        """Do one row for nothing, to see whether it can be done; "" is its result."""
        for _ in _articles((row,), self.job):
            pass
        return ""


def _articles(rows: Sequence[Row], job: Job) -> Iterator[tuple[Row, Article, bool]]:
    """Each row with its article; rows that say the same are done once."""
    sources = [document_of(row, job.fields) for row in rows]
    first: dict[Document, int] = {}
    model = [
        first.setdefault(replace(source, name=None), at) if isinstance(source, Document) else at
        for at, source in enumerate(sources)
    ]
    again = Counter(model)
    waiting = _each([source for at, source in enumerate(sources) if model[at] == at], _normalizer(job))
    kept: dict[int, Article] = {}
    for at, row in enumerate(rows):
        if model[at] == at:
            article = next(waiting)
            if again[at] > 1:
                kept[at] = article
        else:
            article = _renamed(kept[model[at]], row.name)
        yield row, article, model[at] != at


def _normalizer(job: Job) -> Normalizer:
    # One thread an engine however few the workers are: the batches that an engine makes of its
    # sentences depend on its threads, and with them now and then a word.
    return normalizer_of(on_one_thread(job.settings))


def _each(sources: Sequence[Source], normalizer: Normalizer) -> Iterator[Article]:
    """The article of each source, in order; none of them takes another with it."""
    rest = sources
    while rest:
        done = 0
        readable = [source for source in rest if not isinstance(source, BadRecord)]
        articles = normalizer.normalize_many(readable)
        try:
            for source in rest:
                yield _failed(source) if isinstance(source, BadRecord) else next(articles)
                done += 1
        except Exception as error:
            # A defect in a reader ends the loop over all: it costs the row it happens in, and no other.
            told = error if isinstance(error, NormtextError) else f"{type(error).__name__}: {error}"
            yield Draft.failed(None, InputError(str(told))).article()
            done += 1
        rest = rest[done:]


def _failed(record: BadRecord) -> Article:
    return Draft.failed(None, InputError(record.reason)).article()


def _renamed(article: Article, name: str) -> Article:
    source = article.source.model_copy(update={"name": name.encode("utf-8", "replace").decode("utf-8")})
    return article.model_copy(update={"source": source})


class _Tally:
    """Counts the articles of a shard."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self._plain: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._status: Counter[str] = Counter()
        self._warnings: Counter[str] = Counter()

    def take(self, row: Row, article: Article, copied: bool) -> None:
        """Count one article."""
        lost = is_failed(article)
        failures = [w for w in article.warnings if w.code.startswith("failed")]
        for warning in failures:
            self.failures.append(
                Failure(
                    row.source, row.number, row.name, warning.code, warning.message, not lost, _beginning(row)
                )
            )
        self._plain.update(rows=1, failed=bool(failures), copies=copied, articles=not lost)
        self._warnings.update({warning.code for warning in article.warnings})
        if not lost:
            self._plain.update(edits=len(article.edits), names=len(article.names))
            self._languages[article.language.tag] += 1
            self._status[article.translation.status] += 1

    def counts(self) -> Counts:
        """What was counted, in an order of its own."""
        plain = self._plain
        return Counts(
            rows=plain["rows"],
            articles=plain["articles"],
            failed=plain["failed"],
            copies=plain["copies"],
            edits=plain["edits"],
            names=plain["names"],
            languages=dict(sorted(self._languages.items())),
            status=dict(sorted(self._status.items())),
            warnings=dict(sorted(self._warnings.items())),
        )


def _beginning(row: Row) -> str | None:
    return row.data[: 4 * _SHOWN].decode("utf-8", "replace")[:_SHOWN] if isinstance(row.data, bytes) else None
