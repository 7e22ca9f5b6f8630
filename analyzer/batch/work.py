"""What a worker does with a chunk: read it, analyse what is new in it, write its part."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.articles import Skip
from analyzer.articles.limits import Limits
from analyzer.batch.earlier import Earlier
from analyzer.batch.parts import PartWriter, Result, Shape, meta_of
from analyzer.batch.pieces import Chunk
from analyzer.batch.stretch import read_piece
from analyzer.deadline import paced, within
from analyzer.errors import MORE_TIME, AnalyzerError, MissingExtraError, ResourceError, TimeLimitError
from analyzer.filters import Filters
from analyzer.pipeline.user_lexicons import UserLexicons
from analyzer.records import Article
from analyzer.tables import TABLES, Row, as_declared, to_frame

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_T = TypeVar("_T")
Rows = dict[str, list[Row]]
"""An article's rows by table."""
_log = logging.getLogger(__name__)

GROUP = 256
"""Articles whose rows are checked and written together."""


@dataclass(slots=True)
class Task:
    """What all chunks of a run have in common.

    Attributes:
        columns: as :func:`analyzer.articles.rows.check_columns` gives them.
        filters: the arguments of :class:`Filters`.
        shape: what the tables will be.
        parts: folder for the parts.
        earlier: what is left of an earlier state of the input; None where there was none.
        lexicons: a user's own, as they were when the run began.
        limits: what an input may cost.
    """

    columns: Mapping[str, str]
    filters: Mapping[str, Any]
    shape: Shape
    parts: Path
    earlier: Path | None = None
    lexicons: UserLexicons | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class Done:
    """What became of a chunk, or of some of its articles.

    Attributes:
        articles: in the part.
        fresh: of them, how many were analysed now and not taken over from an earlier state.
        failed: articles whose analysis broke; they are among ``skipped``.
        left_out: articles outside the filters' dates.
        refused: directives that the filters left out, of articles analysed now.
        late: skips of what took too long.
        allowed: how long it might have taken, as :attr:`Limits.times` tells; empty where nothing was late.
        seconds: by stage.
    """

    articles: int = 0
    fresh: int = 0
    characters: int = 0
    skipped: int = 0
    failed: int = 0
    left_out: int = 0
    refused: int = 0
    late: int = 0
    allowed: list[float] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


Watch = Callable[[Done], None]


def do_chunk(chunk: Chunk, task: Task, watch: Watch = lambda _: None) -> Done:
    """Analyse a chunk's articles and write its part.

    Args:
        watch: is told after each group of articles what was done since the last.

    Raises:
        OutputError: the part cannot be written.
        ResourceError, MissingExtraError: the installation is at fault.
    """
    return _Worker(chunk, task, watch).run()


class _Worker:
    def __init__(self, chunk: Chunk, task: Task, watch: Watch) -> None:
        self._chunk, self._task, self._watch = chunk, task, watch
        self._filters = Filters(**task.filters)
        self._seconds = task.limits.analysis_seconds
        self._skips: list[Skip] = []
        self._done, self._told = Done(), Done()
        self._clock = _Clock(self._done.seconds)

    def run(self) -> Done:
        with Earlier.opened(self._task.earlier) as earlier, PartWriter(self._task.parts / f"{self._chunk.id}.zip", self._task.shape) as part:
            for articles in batched(self._clock.over("read", self._articles()), GROUP):
                results = self._results(articles, earlier)
                self._clock.turn("write")
                part.add(results)
                self._done.articles += len(results)
                self._done.characters += sum(result.meta.characters for result in results)
                self._tell()
            self._clock.turn("write")
            self._done.skipped = len(self._skips)
            self._done.late = sum(skip.reason.endswith(MORE_TIME) for skip in self._skips)
            self._done.allowed = self._task.limits.times if self._done.late else []
            part.end(self._skips, asdict(self._done))
        self._clock.turn("write")
        self._tell()
        return self._done

    def _tell(self) -> None:
        done, told = self._done, self._told
        done.skipped = len(self._skips)
        self._watch(Done(done.articles - told.articles, done.fresh - told.fresh, done.characters - told.characters, done.skipped - told.skipped))
        self._told = Done(done.articles, done.fresh, done.characters, done.skipped)

    def _articles(self) -> Iterator[Article]:
        for piece in self._chunk.pieces:
            yield from read_piece(piece, self._task.columns, self._skips.append, self._task.limits)

    def _results(self, articles: list[Article], earlier: Earlier) -> list[Result]:
        """The results of some articles in their order."""
        metas = [meta_of(article) for article in articles]
        results: dict[int, Result] = {}
        fresh: list[int] = []
        for number, meta in enumerate(metas):
            if same := earlier.result(meta):
                results[number] = same
            else:
                fresh.append(number)
        self._clock.turn("analyze")
        found = self._analyses([articles[number] for number in fresh])
        kept = [(n, own) for n, analysis in zip(fresh, found, strict=True) if analysis and (own := self._kept(analysis))]
        self._clock.turn("topics")
        self._settle_topics([analysis for _, analysis in kept])
        self._clock.turn("rows")
        made = [(number, analysis, rows) for number, analysis in kept if (rows := self._rows(analysis)) is not None]
        for number, analysis, rows in self._sound(made):
            results[number] = Result(metas[number], rows, (analysis.title, analysis.article.text) if self._task.shape.texts else None)
            self._done.fresh += 1
        return [results[number] for number in sorted(results)]

    def _kept(self, analysis: Analysis) -> Analysis | None:
        kept = self._filters.apply(analysis)
        self._done.left_out += kept is None
        self._done.refused += len(analysis.directives) - (len(kept.directives) if kept else 0)
        return kept

    def _analyses(self, articles: list[Article]) -> Iterator[Analysis | None]:
        """The analyses of articles, None for those that break the analysis."""
        from analyzer.analysis import batches

        for batch in batches(articles):
            yield from self._batch(batch)

    def _batch(self, batch: list[Article]) -> Iterator[Analysis | None]:
        """The analyses of a batch: made together, or one by one where that fails, to find out which article is at fault."""
        together = self._together(batch) if len(batch) > 1 else None
        yield from together if together is not None else map(self._alone, batch)

    def _together(self, batch: list[Article]) -> list[Analysis] | None:
        from analyzer.analysis import analyze_batch

        try:
            with within(self._seconds):
                return analyze_batch(batch, lexicons=self._task.lexicons)
        except (MissingExtraError, ResourceError):  # the installation is at fault, not the article
            raise
        except Exception:  # of an article that is not known yet
            _log.debug("a batch of %d articles broke", len(batch), exc_info=True)
            return None

    def _alone(self, article: Article) -> Analysis | None:
        from analyzer.analysis import analyze

        try:
            with within(self._seconds):
                return analyze(article, lexicons=self._task.lexicons)
        except (MissingExtraError, ResourceError):
            raise
        except Exception as error:  # whatever it is: it must not cost the other articles
            self._failed(article, error)
            return None

    def _settle_topics(self, analyses: list[Analysis]) -> None:
        """Find themes and keywords of all at once; where that fails, each finds its own, and the one at fault is told."""
        from analyzer.analysis import settle_topics

        try:
            with within(self._seconds * len(analyses)):
                settle_topics(analyses)
        except (MissingExtraError, ResourceError):
            raise
        except Exception:  # of an article that is not known yet
            _log.debug("themes and keywords of %d articles broke", len(analyses), exc_info=True)

    def _rows(self, analysis: Analysis) -> Rows | None:
        try:
            with within(self._seconds):
                return {table.name: list(paced(table.rows(analysis))) for table in TABLES}
        except (MissingExtraError, ResourceError):
            raise
        except Exception as error:  # whatever it is: it must not cost the other articles
            self._failed(analysis.article, error)
            return None

    def _sound(self, made: list[tuple[int, Analysis, Rows]]) -> list[tuple[int, Analysis, Rows]]:
        """The articles whose rows are as the tables declare them; the others are skips, not the end of the run."""
        if all(as_declared(table, [row for _, _, rows in made for row in rows[table.name]]) for table in TABLES):
            return made
        return [one for one in made if self._is_sound(*one[1:])]

    def _is_sound(self, analysis: Analysis, rows: Rows) -> bool:
        try:
            for table in TABLES:
                to_frame(table, rows[table.name])
        except AnalyzerError as error:
            self._failed(analysis.article, error)
            return False
        return True

    def _failed(self, article: Article, error: Exception) -> None:
        _log.debug("analysis of %s broke", article.id, exc_info=error)
        if isinstance(error, TimeLimitError):
            self._skips.append(Skip(article.id or "", str(error)))
            return
        kind = "" if isinstance(error, AnalyzerError) else f" with {type(error).__name__}"
        self._skips.append(Skip(article.id or "", f"analysis failed{kind}: {error}"))
        self._done.failed += 1


def batched(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The items in lists of ``size``, the last one shorter.

    >>> list(batched("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    batch: list[_T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class _Clock:
    """Counts wall-clock seconds by stage: whatever passes belongs to the stage turned to last."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds, self._stage, self._since = seconds, "read", time.perf_counter()

    def turn(self, stage: str) -> None:
        now = time.perf_counter()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now

    def over(self, stage: str, items: Iterable[_T]) -> Iterator[_T]:
        """The items; what passes until the next one comes belongs to ``stage``."""
        source = iter(items)
        while True:
            self.turn(stage)
            try:
                yield next(source)
            except StopIteration:
                return
