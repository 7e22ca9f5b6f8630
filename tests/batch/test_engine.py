"""Errors of workers come back as what they were; wrong workers and schedulers are told."""

from collections import Counter
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import engine as engines
from analyzer.batch.engine import _outcome, _result, engine, merged
from analyzer.batch.parts import DamagedError, PartWriter, Shape
from analyzer.batch.pieces import Chunk, Piece
from analyzer.batch.tally import Tally
from analyzer.batch.work import Done, Task
from analyzer.errors import AnalyzerError, InputError, MissingExtraError, OutputError, ResourceError
from analyzer.pipeline import own_lexicons


def returned(error: Exception) -> Any:
    """What a parent gets from a worker whose step raises this."""

    def step() -> None:
        raise error

    future: Future[Any] = Future()
    future.set_result(_outcome(step))
    return _result(future, "the chunk a.jsonl")


@pytest.mark.parametrize("error", [OutputError("a is damaged"), InputError("a is empty"), ResourceError("no model"), OSError(28, "No space left on device"), OSError(13, "denied", "a.csv")])
def test_an_error_comes_back_as_it_was(error: Exception) -> None:
    pytest.importorskip("distributed", reason="workers need the extra batch")
    with pytest.raises(type(error)) as found:
        returned(error)
    assert str(found.value) == str(error)


def test_a_damaged_part_comes_back_with_its_place() -> None:
    pytest.importorskip("distributed", reason="workers need the extra batch")
    with pytest.raises(DamagedError, match=r"a\.zip is damaged \(cut\)") as found:
        returned(DamagedError(Path("a.zip"), "cut"))
    assert found.value.path == Path("a.zip")


def test_an_error_of_several_parts_comes_back_with_its_message() -> None:
    pytest.importorskip("distributed", reason="workers need the extra batch")
    with pytest.raises(AnalyzerError, match=r"reading \.xlsx needs the package"):
        returned(MissingExtraError("reading .xlsx", "formats", "calamine"))


def test_a_bug_comes_back_with_where_it_is() -> None:
    pytest.importorskip("distributed", reason="workers need the extra batch")
    with pytest.raises(RuntimeError, match=r"(?s)the chunk a\.jsonl broke its worker:.*in step.*ZeroDivisionError: by nought"):
        returned(ZeroDivisionError("by nought"))


def test_less_than_one_worker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workers=0: give 1 or more"), engine(0, "", tmp_path):
        pass


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="workers need the extra batch")
    monkeypatch.setattr(engines, "_WAIT", 1)
    with pytest.raises(InputError, match=r"no scheduler with workers at 'tcp://127\.0\.0\.1:9'"), engine(1, "tcp://127.0.0.1:9", tmp_path):
        pass


def test_figures_come_from_the_job_that_counted_and_rows_from_all() -> None:
    counted = Tally(Counter({"directives": 5}), repeats=2)
    whole = merged([{"targets": 3, "directives": 5}, None, counted])
    assert (whole.repeats, whole.rows) == (2, {"directives": 5, "targets": 3})


def test_a_task_with_lexicons_reaches_another_process_whole(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n预制菜,预制食品,C1432,,free,own list,,\n", encoding="utf-8")
    task = Task({}, {}, Shape(), parts=tmp_path, lexicons=own_lexicons(folder))
    protocol = pytest.importorskip("distributed.protocol", reason="workers need the extra batch")
    sent = protocol.deserialize(*protocol.serialize(task))
    assert sent.lexicons.hash == task.lexicons.hash  # type: ignore[union-attr]
    assert sent.lexicons.rules is not None


def test_a_chunk_that_costs_its_workers_is_named() -> None:
    scheduler = pytest.importorskip("distributed.scheduler", reason="workers need the extra batch")
    future: Future[Any] = Future()
    future.set_exception(scheduler.KilledWorker("a-task", None, 3))
    with pytest.raises(AnalyzerError, match=r"the chunk a\.jsonl cost 4 workers, which ended without a word"):
        _result(future, "the chunk a.jsonl")


def test_a_chunk_whose_part_is_there_is_not_done_again(tmp_path: Path) -> None:
    chunk = Chunk.of("in", [Piece("gone.jsonl", "gone.jsonl", "gone.jsonl", "")])
    with PartWriter(tmp_path / f"{chunk.id}.zip", Shape()) as part:
        part.end([], asdict(Done(articles=3, fresh=2)))
    assert engines._chunk_once(chunk, Task({}, {}, Shape(), parts=tmp_path)) == Done(articles=3, fresh=2)


def test_workers_keep_memory_that_dask_has_them_give_back() -> None:
    dask = pytest.importorskip("dask", reason="workers need the extra batch")
    pytest.importorskip("distributed", reason="workers need the extra batch")
    place = "distributed.nanny.pre-spawn-environ"
    usual = dict(dask.config.get(place))
    with dask.config.set(engines._SETTINGS):
        told = dict(dask.config.get(place))
    assert told.items() > {"OMP_NUM_THREADS": 1, "MALLOC_ARENA_MAX": 1}.items()
    assert int(told["MALLOC_TRIM_THRESHOLD_"]) > int(usual["MALLOC_TRIM_THRESHOLD_"])  # an error where Dask calls it otherwise
