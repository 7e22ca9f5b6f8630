"""Who does the work: this process, or the workers of a Dask cluster."""

from __future__ import annotations

import gc
import logging
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from analyzer import errors
from analyzer.batch.configuration import resources
from analyzer.batch.join import Job, Joining, join_tables, join_texts
from analyzer.batch.parts import DamagedError, Part
from analyzer.batch.pieces import Chunk
from analyzer.batch.tally import Tally
from analyzer.batch.work import Done, Task, do_chunk
from analyzer.errors import AnalyzerError, InputError, MissingExtraError, OutputError
from analyzer.pipeline.user_lexicons import UserLexicons

Watch = Callable[[Chunk | None, Done], None]
"""Told what was done; of which chunk, where that is finished."""
_AHEAD = 2
"""Chunks that are given out for each worker."""
_FAILURES = 3
"""How many workers a chunk may cost before the run gives it up."""
_COLLECT = (400_000, 20, 50)
"""Objects that are new before Python looks for cycles among them, and how often it looks farther; 700, 10 and 10 as a rule."""
_DAMAGED = DamagedError.__name__
_WAIT = 60
"""Seconds that a scheduler may take to answer and to have a worker."""


_SETTINGS = {
    "distributed.scheduler.allowed-failures": _FAILURES,
    "distributed.scheduler.http.routes": [],  # no pages: nothing of a run is to be seen on the network
    # Watching themselves costs the processes a fifteenth of a core, work or none.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.limit": "1h",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "60s",
    "distributed.admin.system-monitor.gil.enabled": False,
    # Dask has its workers give free memory back from 64 KB on. Analysis takes and frees megabytes of arrays again and again: each
    # time the system would map and clear their pages anew. What is kept free so is some tens of megabytes.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 128 << 20,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 32 << 20,
    "distributed.nanny.pre-spawn-environ.MALLOC_ARENA_MAX": 1,  # they work in a thread, whose own heap would be cut into small ones
}


class Engine(ABC):
    """Works on chunks, then on tables."""

    @abstractmethod
    def work(self, todo: Iterable[Chunk], task: Task, watch: Watch) -> None:
        """Make the parts of the chunks."""

    @abstractmethod
    def warm_up(self, lexicons: UserLexicons | None) -> None:
        """Have the workers load the pipeline while this process still plans."""

    @abstractmethod
    def join(self, jobs: Sequence[Job], joining: Joining, texts: str) -> Tally:
        """Make the tables, and the file of the texts where it has a name."""


def check_engine(workers: int, scheduler: str) -> None:
    """See that there can be an engine, before the input is looked at.

    Raises:
        InputError: less than one worker.
        MissingExtraError: Dask is needed and not installed.
    """
    if workers < 1:
        raise InputError(f"workers={workers}: give 1 or more")
    for package in ("dask", "distributed") if workers > 1 or scheduler else ():
        if find_spec(package) is None:
            raise MissingExtraError("a scheduler" if scheduler else "more than one worker", "batch", package)


@contextmanager
def engine(workers: int, scheduler: str, scratch: Path) -> Iterator[Engine]:
    """The engine for a number of workers: this process for one, a cluster of its own for more, or the one of a scheduler.

    Raises:
        InputError: less than one worker, or there is no scheduler at the address.
        MissingExtraError: Dask is not installed.
    """
    check_engine(workers, scheduler)
    if workers == 1 and not scheduler:
        yield InProcess()
        return
    with _client(workers, scheduler, scratch) as client:
        yield OnDask(client, shared=not scheduler)


class InProcess(Engine):
    """Works in this process."""

    def warm_up(self, lexicons: UserLexicons | None) -> None:
        """Nothing: who is alone loads when there is a chunk."""

    def work(self, todo: Iterable[Chunk], task: Task, watch: Watch) -> None:
        """Make the parts of the chunks, one after the other."""
        with seldom_collecting():
            for chunk in todo:
                ready(task.lexicons)
                do_chunk(chunk, task, lambda done: watch(None, done))
                watch(chunk, Done())

    def join(self, jobs: Sequence[Job], joining: Joining, texts: str) -> Tally:
        """Make the tables and texts, one after the other."""
        with seldom_collecting():
            if texts:
                join_texts(joining, texts)
            return merged([join_tables(job, joining) for job in jobs])


def merged(found: Iterable[Tally | Mapping[str, int] | None]) -> Tally:
    """The figures of all jobs: rows from whichever job wrote them, the rest from the one that counted."""
    found = list(found)
    whole = next(figures for figures in found if isinstance(figures, Tally))
    for rows in found:
        if isinstance(rows, Mapping):
            whole.rows |= Counter(rows)
    return whole


@cache
def ready(lexicons: UserLexicons | None) -> None:
    """Load the pipeline, once a process."""
    from analyzer.pipeline import settle

    settle(lexicons)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Have Python look for cycles of objects less often: rows and matches are made by the million and form none."""
    usual = gc.get_threshold()
    gc.set_threshold(*_COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class OnDask(Engine):
    """Gives the work to the workers of a Dask cluster, which read and write the files themselves."""

    def __init__(self, client: Any, *, shared: bool) -> None:
        """The engine on a client.

        Args:
            shared: the workers are known to see this machine's files.
        """
        self._client, self._shared = client, shared
        self._warming: list[Any] = []

    def warm_up(self, lexicons: UserLexicons | None) -> None:
        """Have each worker load the pipeline. An error of it comes back with the first chunk, which loads it, too."""
        addresses = list(self._client.nthreads())
        self._warming = [self._client.submit(ready, lexicons, workers=[address], pure=False) for address in addresses]

    def work(self, todo: Iterable[Chunk], task: Task, watch: Watch) -> None:
        """Make the parts of the chunks, a few given out ahead."""
        from distributed import as_completed

        source = iter(todo)
        threads = sum(self._client.nthreads().values())
        given = {self._give(chunk, task): chunk for chunk in islice(source, _AHEAD * threads)}
        waiting = as_completed(list(given), loop=self._client.loop)
        for future in waiting:
            chunk = given.pop(future)
            done = _result(future, f"the chunk {_told(chunk)}")
            if not (task.parts / f"{chunk.id}.zip").exists():
                raise OutputError(f"the workers' {task.parts} is not this machine's: a scheduler's workers need the inputs and --out under the same paths")
            watch(chunk, done)
            for following in islice(source, 1):
                future = self._give(following, task)
                given[future] = following
                waiting.add(future)

    def _give(self, chunk: Chunk, task: Task) -> Any:
        return self._client.submit(_outcome, _chunk_once, chunk, task, pure=False)

    def join(self, jobs: Sequence[Job], joining: Joining, texts: str) -> Tally:
        """Make tables and texts side by side."""
        futures = [self._client.submit(_outcome, join_tables, job, joining, pure=False) for job in jobs]
        if texts:
            futures.append(self._client.submit(_outcome, join_texts, joining, texts, pure=False))
        return merged(_result(future, "the joining of tables") for future in futures)


def _told(chunk: Chunk) -> str:
    first, last = chunk.pieces[0], chunk.pieces[-1]
    if len(chunk.pieces) > 1:
        return f"from {first.shown} to {last.shown}"
    return f"{first.shown} from row {first.first}" if first.end else first.shown


def _chunk_once(chunk: Chunk, task: Task) -> Done:
    """What becomes of a chunk; where its part is there, for whoever made it was lost after it, that is read."""
    path = task.parts / f"{chunk.id}.zip"
    if path.exists():
        with Part(path) as part:
            return Done(**{field.name: part.figures[field.name] for field in fields(Done)})
    ready(task.lexicons)
    return do_chunk(chunk, task)


def _outcome(step: Callable[..., Any], *args: Any) -> tuple[str, Any]:
    """What a step gives, or its error as plain data: not every error comes whole through a connection."""
    try:
        with seldom_collecting():
            return "", step(*args)
    except DamagedError as error:
        return _DAMAGED, (str(error.path), error.why)
    except OSError as error:
        return "OSError", (error.errno, error.strerror or str(error), error.filename)
    except AnalyzerError as error:
        return type(error).__name__, str(error)
    except Exception as error:  # whatever it is, it must be known where it came from
        return type(error).__name__, traceback.format_exc()


def _result(future: Any, what: str) -> Any:
    from distributed.scheduler import KilledWorker

    try:
        kind, found = future.result()
    except KilledWorker:
        raise AnalyzerError(f"{what} cost {_FAILURES + 1} workers, which ended without a word (out of memory?); all else that is done is kept") from None
    if not kind:
        return found
    if kind == "OSError":
        raise OSError(*found)
    if kind == _DAMAGED:
        raise DamagedError(Path(found[0]), found[1])
    known = getattr(errors, kind, None)
    if known is None:
        raise RuntimeError(f"{what} broke its worker:\n{found}")
    raise (known if known in (InputError, OutputError, errors.ResourceError) else AnalyzerError)(found)


@contextmanager
def _client(workers: int, scheduler: str, scratch: Path) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingExtraError("more than one worker", "batch", error.name or "distributed") from None
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_SETTINGS))
        if scheduler:
            try:
                client = stack.enter_context(Client(scheduler, timeout=_WAIT, set_as_default=False))
                client.wait_for_workers(1, timeout=_WAIT)
            except (OSError, TimeoutError, ValueError) as error:
                raise InputError(f"no scheduler with workers at {scheduler!r} ({error}): start them with `dask scheduler` and `dask worker`") from None
            _check_workers(client)
        else:
            # Memory is bounded by how the work is cut, not by killing workers; a worker ends when this process does.
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", memory_limit=0,
                local_directory=str(scratch), silence_logs=logging.CRITICAL, host="127.0.0.1",
            )  # fmt: skip
            stack.enter_context(cluster)
            client = stack.enter_context(Client(cluster, set_as_default=False))
        yield client


def _check_workers(client: Any) -> None:
    """See that the workers of a cluster have the same analyzer as this process."""
    mine = resources()
    for address, theirs in client.run(resources).items():
        if theirs != mine:
            raise InputError(f"the worker {address} has another analyzer, lexicon or model than this process: install the same on all")
