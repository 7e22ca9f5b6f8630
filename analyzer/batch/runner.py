"""A whole run: plan, work, settle, join; each step finds what an earlier call left and goes on from there."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.articles import Skip
from analyzer.articles.files import RECORD, SKIPPED, TEXTS
from analyzer.articles.limits import Limits
from analyzer.batch.configuration import Configuration, configuration
from analyzer.batch.earlier import write_index
from analyzer.batch.engine import Engine, check_engine, engine
from analyzer.batch.folder import State
from analyzer.batch.join import Joining, jobs, skips, totals
from analyzer.batch.known import Known
from analyzer.batch.parts import DamagedError, Shape
from analyzer.batch.pieces import Chunk, read_plan
from analyzer.batch.plan import chunks, expanded
from analyzer.batch.record import record
from analyzer.batch.settled import Settled, settle_ids
from analyzer.batch.tally import Tally
from analyzer.batch.work import Done, Task
from analyzer.errors import InputError
from analyzer.filters import Filters
from analyzer.pipeline.user_lexicons import UserLexicons
from analyzer.reprints.marks import Marks
from analyzer.sinks import FORMATS, check_installed, file_names
from analyzer.tables import TABLES, Headers, summary_rows
from analyzer.writing import OutputFolder

_log = logging.getLogger(__name__)
SUMMARY, PER_ARTICLE = "summary.csv", "per_article/"
_KEPT = 1000
"""Skips that a report holds; all are in the table."""


class Request(NamedTuple):
    """What a run is asked for, as :func:`analyzer.run.run` tells; columns and formats are settled."""

    paths: tuple[str, ...]
    out: Path
    columns: dict[str, str]
    filters: Filters
    per_article: bool
    texts: bool
    headers: Headers
    bom: bool
    overwrite: bool
    formats: tuple[str, ...]
    reprints: str
    count_reprints: bool
    workers: int
    scheduler: str
    lexicons: UserLexicons | None = None
    limits: Limits = Limits()

    def configuration(self) -> Configuration:
        """What decides about the tables, by the names of the command's options."""
        filters = asdict(self.filters)
        options = {
            "map": {field: column for field, column in self.columns.items() if field != column},
            "format": list(self.formats), "headers": self.headers, "no-bom": not self.bom, "no-text": not self.texts,
            "per-article": self.per_article, "count-reprints": self.count_reprints,
            **{name: sorted(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else value for name, value in filters.items()},
            "lexicons": self.lexicons.hash if self.lexicons else "",
        }  # fmt: skip
        return configuration(self.paths, options, self.reprints or None)


@dataclass(slots=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: ``plan``, ``analyze`` or ``join``.
        total, done: bytes of the input, about; those of chunks that were done before count.
        articles, characters, skipped: of this call.
    """

    stage: str = "plan"
    total: int = 0
    done: int = 0
    articles: int = 0
    characters: int = 0
    skipped: int = 0


Watch = Callable[[Progress], None]


@dataclass(slots=True)
class _Figures:
    """What :class:`analyzer.run.RunReport` is made of, as far as it is plain data."""

    articles: int = 0
    fresh: int = 0
    directives: int = 0
    repeats: int = 0
    targets: int = 0
    entities: int = 0
    characters: int = 0
    failed: int = 0
    left_out: int = 0
    refused: int = 0
    late: int = 0
    seconds: float = 0.0
    modalities: dict[str, int] = field(default_factory=dict)
    ministries: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    skips: int = 0
    skipped: list[list[str]] = field(default_factory=list)


class Runner:
    """One call of :func:`analyzer.run.run`."""

    def __init__(self, request: Request, watch: Watch | None) -> None:
        """Look before anything is computed."""
        self._request, self._watch = request, watch
        self._began, self._started = time.perf_counter(), datetime.now(UTC)
        self._state = State(request.out)
        self._progress = Progress()
        self._seconds: dict[str, float] = {}
        self._ids: set[str] = set()
        self._engine: Engine
        self._joining = 0.0
        tables = [name for format in request.formats for name in file_names(format, TABLES)]
        self._names = [*tables, SKIPPED, SUMMARY, RECORD, *([TEXTS] if request.texts else []), *([PER_ARTICLE] if request.per_article else [])]
        self._stale = _left_behind(request)

    def run(self) -> dict[str, Any]:
        """Do what is left to do; gives the fields of the report."""
        request, state = self._request, self._state
        expanded(request.paths)
        if request.reprints:
            Marks.read(request.reprints)
        check_engine(request.workers, request.scheduler)
        check_installed(request.formats)
        self._configuration = request.configuration()
        with state.opened(self._configuration, [*self._names, *self._stale], overwrite=request.overwrite), ExitStack() as stack:
            if begun := not state.has_finished:  # there is work: the workers can load while the plan is made
                self._begin(stack)
            self._timed("plan", self._plan)
            if (kept := state.finished(self._names, request.limits.times)) is not None:
                return self._report(_Figures(**kept["report"] | {"fresh": 0}), changed=False)
            if not begun:
                self._begin(stack)
            figures = self._work()
            stack.close()
            state.finish({"report": asdict(figures)}, self._ids, self._names, request.limits.times)
        return self._report(figures, changed=True)

    def _begin(self, stack: ExitStack) -> None:
        request = self._request
        self._engine = stack.enter_context(engine(request.workers, request.scheduler, self._state.scratch))
        self._engine.warm_up(request.lexicons)

    def _work(self) -> _Figures:
        """Make the parts that are missing and join all; a part that cannot be read is made anew, once."""
        state, fresh, broken = self._state, 0, set[str]()
        while True:
            try:
                state.set_aside_late(self._ids, self._request.limits.times)
                if state.lacks_copies():
                    self._timed("plan", self._plan)
                fresh += self._analyze()
                figures: _Figures = self._timed("join", self._join)
            except DamagedError as error:
                if error.path.name in broken:
                    raise
                broken.add(error.path.name)
                _log.warning("%s is damaged (%s): it is made anew", error.path, error.why)
                error.path.unlink(missing_ok=True)
            else:
                figures.fresh = fresh
                return figures

    def _report(self, figures: _Figures, *, changed: bool) -> dict[str, Any]:
        from collections import Counter

        fields = asdict(figures)
        for name in ("modalities", "ministries", "sectors"):
            fields[name] = Counter(fields[name])
        fields["skipped"] = [Skip(*skip) for skip in figures.skipped]
        fields["seconds"] = time.perf_counter() - self._began
        return fields | {"files": [self._request.out / name for name in self._names], "changed": changed}

    def _timed(self, stage: str, step: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        self._tell(stage=stage)
        found = step()
        self._seconds[stage] = time.perf_counter() - began
        return found

    def _tell(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self._progress, name, value)
        if self._watch:
            self._watch(self._progress)

    def _plan(self) -> None:
        request, state = self._request, self._state
        exclude = [(request.out / name).resolve() for name in (*self._names, *self._stale, PER_ARTICLE)]
        growing = state.plan.with_suffix(".tmp")
        self._tell(total=0)
        with growing.open("w", encoding="utf-8", errors="surrogatepass") as out:
            for chunk in chunks(request.paths, request.columns, exclude, state.spool, request.limits, Known(state.plan, state.parts)):
                out.write(chunk.line())
                self._ids.add(chunk.id)
                self._tell(total=self._progress.total + chunk.size)
        growing.replace(state.plan)

    def _todo(self) -> Iterator[Chunk]:
        for chunk in read_plan(self._state.plan):
            if self._state.part(chunk.id).exists():
                self._tell(done=self._progress.done + chunk.size)
            else:
                yield chunk

    def _analyze(self) -> int:
        """Make the parts that are not there; gives the number of articles that were analysed."""
        state, request = self._state, self._request
        self._tell(stage="analyze", done=0)
        earlier = None
        if old := state.old_parts(self._ids):
            write_index(state.earlier, old)
            earlier = state.earlier
        task = Task(
            request.columns, self._filters(), Shape(request.formats, request.headers, request.texts), state.parts.absolute(),
            earlier and earlier.absolute(), request.lexicons, request.limits,
        )  # fmt: skip
        fresh = 0

        def watch(chunk: Chunk | None, done: Done) -> None:
            nonlocal fresh
            fresh += done.fresh
            progress = self._progress
            self._tell(
                done=progress.done + (chunk.size if chunk else 0), articles=progress.articles + done.articles,
                characters=progress.characters + done.characters, skipped=progress.skipped + done.skipped,
            )  # fmt: skip

        self._engine.work(self._todo(), task, watch)
        return fresh

    def _filters(self) -> dict[str, Any]:
        """The filters' arguments, for workers that may stand elsewhere."""
        fields = asdict(self._request.filters)
        return fields | {"lexicons": fields["lexicons"] and str(Path(fields["lexicons"]).absolute())}

    def _join(self) -> _Figures:
        request, state = self._request, self._state
        self._joining = time.perf_counter()
        settled = settle_ids(map(state.part, (chunk.id for chunk in read_plan(state.plan))), state.ids, state.changes)
        state.begin_publishing()
        with OutputFolder(request.out, self._names, stale=self._stale, overwrite=True, bom=request.bom) as folder:
            joining = Joining(
                plan=state.plan.absolute(), parts=state.parts.absolute(), changes=state.changes.absolute(), scratch=state.scratch.absolute(),
                out=folder.work.absolute(), formats=request.formats, headers=request.headers, bom=request.bom, per_article=request.per_article,
                reprints=request.reprints and str(Path(request.reprints).absolute()), count_reprints=request.count_reprints,
            )  # fmt: skip
            sums = totals(joining)
            figures = _Figures(settled.articles, characters=settled.characters, failed=sums["failed"], left_out=sums["left_out"], refused=sums["refused"], late=sums["late"])
            if not (settled.articles or figures.left_out):
                reason = self._no_article(joining)
                state.drop(self._ids)
                raise InputError(reason)
            header = ("输入", "原因") if request.headers == "zh" else ("input", "reason")
            reasons = self._write_skips(folder, header, joining, figures)
            tally = self._engine.join(jobs(request.formats), joining, TEXTS if request.texts else "")
            self._fill(figures, tally)
            if request.reprints:
                marks = joining.marks()
                marks.met = tally.marked
                marks.warn_if_unused(request.reprints)
            folder.small_table(SUMMARY, *summary_rows(tally.pairs, headers=request.headers))
            self._write_record(folder.work / RECORD, figures, settled, reasons, sums["seconds"])
        return figures

    def _no_article(self, joining: Joining) -> str:
        found = [skip for skip, _ in zip(skips(joining), range(6), strict=False)]
        if len(found) == 1:
            return f"{found[0].input} {found[0].reason}"
        return "no article could be analysed" + "".join(f"\n  {skip.input}: {skip.reason}" for skip in found[:5])

    def _write_skips(self, folder: OutputFolder, header: tuple[str, str], joining: Joining, figures: _Figures) -> dict[str, int]:
        from analyzer.batch.record import Reasons

        reasons = Reasons()

        def rows() -> Iterator[tuple[str, str]]:
            for skip in skips(joining):
                figures.skips += 1
                reasons.add(skip.reason)
                if len(figures.skipped) < _KEPT:
                    figures.skipped.append([skip.input, skip.reason])
                yield skip.input, skip.reason

        folder.small_table(SKIPPED, header, rows())
        return reasons.counts()

    def _fill(self, figures: _Figures, tally: Tally) -> None:
        figures.repeats = tally.repeats
        figures.directives = tally.rows["directives"] - tally.repeats
        figures.targets, figures.entities = tally.rows["targets"], tally.rows["entities"]
        figures.modalities, figures.ministries, figures.sectors = dict(tally.modalities), dict(tally.ministries), dict(tally.sectors)

    def _write_record(self, path: Path, figures: _Figures, settled: Settled, reasons: dict[str, int], seconds: dict[str, float]) -> None:
        now = time.perf_counter()
        stages = {**self._seconds, **seconds, "join": now - self._joining, "total": now - self._began}
        path.write_text(
            record(self._configuration | {"seconds-per-article": self._request.limits.times}, self._started, asdict(figures), settled, reasons, stages), encoding="utf-8", errors="replace"
        )


def _left_behind(request: Request) -> list[str]:
    """Files of an earlier run that this one does not write: beside its own they would pass for its results.

    Only where that run's other files are there: an ``articles.jsonl`` or ``texts.jsonl`` alone may be somebody's input.
    """
    out = request.out
    others = [file_names(format, TABLES) for format in FORMATS if format not in request.formats]
    left = [name for names in others if (out / names[0]).exists() for name in names]
    unwanted = [name for name, wanted in ((TEXTS, request.texts), (PER_ARTICLE, request.per_article)) if not wanted]
    return [*left, *(name for name in unwanted if (out / SKIPPED).exists() and (out / name).exists())]
