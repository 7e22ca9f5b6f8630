"""An article that takes too long is skipped with the reason; the others, and a later call with more time, lose nothing by it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from analyzer import deadline
from analyzer.articles import process
from analyzer.articles.limits import Limits
from analyzer.batch import engine as engines
from analyzer.batch.parts import Shape
from analyzer.batch.work import Task
from analyzer.errors import InputError
from analyzer.records import Article
from analyzer.run import RunReport, run
from tests import hand_built as by_hand
from tests.batch.runs import corpus, small_chunks, tables

SLOW = "第23号"
"""Stands in one text of the corpus."""
FOREVER = 1000.0
"""Seconds that the stand-in for the analysis takes over it."""


class Stopped(BaseException):
    """What a test stops a run with."""


class Time:
    """A clock that stands, and the articles that were analysed."""

    def __init__(self) -> None:
        self.at = 0.0
        self.seen: list[str] = []

    def analyze(self, article: Article) -> Any:
        self.seen.append(article.id or "")
        if SLOW in article.text:
            self.at += FOREVER
        deadline.check()
        return by_hand.simple_analyze(article)


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(deadline, "now", lambda: made.at)
    by_hand.stand_in(monkeypatch, made.analyze)
    small_chunks(monkeypatch)
    return made


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return corpus(tmp_path / "in")


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def skips(out: Path) -> list[tuple[str, str]]:
    return [(row["input"], row["reason"]) for row in rows(out, "skipped.csv")]


def test_one_slow_article_costs_itself_alone(inputs: Path, tmp_path: Path) -> None:
    undisturbed = run([inputs], tmp_path / "whole", seconds_per_article=2 * FOREVER)
    report = run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2)
    assert (report.late, report.failed, report.articles) == (1, 0, undisturbed.articles - 1)
    told = [(place, reason) for place, reason in skips(tmp_path / "out") if "longer" in reason]
    assert told == [("n23", "its analysis took longer than 500 seconds and was given up: --seconds-per-article allows more")]
    whole, out = (rows(tmp_path / name, "articles.csv") for name in ("whole", "out"))
    assert [row for row in whole if row["id"] != "n23"] == out


def test_a_slow_article_takes_its_own_time_and_not_that_of_others_read_with_it(inputs: Path, tmp_path: Path, time: Time) -> None:
    run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2)
    assert time.seen.count("n23") == 2  # once with others, once alone
    assert time.at == 2 * FOREVER


def test_the_same_call_does_not_try_it_again_and_one_with_other_seconds_tries_it_alone(inputs: Path, tmp_path: Path, time: Time) -> None:
    run([inputs], tmp_path / "whole", seconds_per_article=2 * FOREVER)
    run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2)
    before = tables(tmp_path / "out")
    time.seen.clear()
    assert not run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2).changed
    assert (time.seen, tables(tmp_path / "out")) == ([], before)
    report = run([inputs], tmp_path / "out", seconds_per_article=2 * FOREVER)
    assert (time.seen, report.fresh, report.late) == (["n23"], 1, 0)
    assert tables(tmp_path / "out") == tables(tmp_path / "whole")
    assert not run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2).changed  # nothing is late any more


def test_a_run_without_a_late_article_does_nothing_for_other_seconds(inputs: Path, tmp_path: Path, time: Time) -> None:
    run([inputs], tmp_path / "out", seconds_per_article=2 * FOREVER)
    time.seen.clear()
    assert not run([inputs], tmp_path / "out", seconds_per_article=3 * FOREVER).changed
    assert time.seen == []


def test_a_run_stopped_while_it_tries_again_goes_on(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([inputs], tmp_path / "whole", seconds_per_article=2 * FOREVER)
    out = tmp_path / "out"
    run([inputs], out, seconds_per_article=FOREVER / 2)
    before = tables(out)

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as stopped:
        stopped.setattr(engines, "do_chunk", stop)
        with pytest.raises(Stopped):
            run([inputs], out, seconds_per_article=2 * FOREVER)
    assert tables(out) == before
    run([inputs], out, seconds_per_article=2 * FOREVER)
    assert tables(out) == tables(tmp_path / "whole")


def test_a_run_stopped_before_its_tables_goes_on_with_other_seconds(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([inputs], tmp_path / "whole", seconds_per_article=2 * FOREVER)

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as stopped:
        stopped.setattr("analyzer.batch.runner.settle_ids", stop)
        with pytest.raises(Stopped):
            run([inputs], tmp_path / "out", seconds_per_article=FOREVER / 2)
    run([inputs], tmp_path / "out", seconds_per_article=2 * FOREVER)
    assert tables(tmp_path / "out") == tables(tmp_path / "whole")


def test_slow_rows_of_a_table_count_too(inputs: Path, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(self: Any) -> Any:
        time.at += FOREVER
        return ("话题",)

    monkeypatch.setattr(by_hand.ByHand, "themes", property(rows))
    monkeypatch.setattr(by_hand, "analysis", _plain(by_hand.analysis))
    with pytest.raises(InputError, match=r"(?s)no article could be analysed\n.*longer than 10 seconds"):
        run([inputs], tmp_path / "out", seconds_per_article=10)


def _plain(make: Any) -> Any:
    """Analyses whose themes are asked for."""

    def made(*args: Any, **fields: Any) -> Any:
        analysis = make(*args, **fields)
        analysis.__dict__.pop("themes", None)
        return analysis

    return made


def test_the_clock_runs_in_the_threads_of_workers(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="workers need the extra batch")

    @contextmanager
    def client(workers: int, *_: object) -> Iterator[Any]:
        """Workers in this process, where the stand-ins are."""
        options = {"processes": False, "protocol": "tcp://", "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
        with distributed.LocalCluster(n_workers=workers, threads_per_worker=1, **options) as cluster, distributed.Client(cluster, set_as_default=False) as made:
            yield made

    run([inputs], tmp_path / "one", seconds_per_article=FOREVER / 2)
    monkeypatch.setattr(engines, "_client", client)
    monkeypatch.setattr(engines, "ready", lambda _: None)
    report = run([inputs], tmp_path / "two", workers=2, seconds_per_article=FOREVER / 2)
    assert report.late == 1
    assert tables(tmp_path / "two") == tables(tmp_path / "one")


def test_a_stuck_reader_is_tried_again_with_other_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lxml", reason="pages need the extra formats")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("各地要落实。", encoding="utf-8")
    (folder / "b.html").write_text("<p>各地要加强管理，不得拖延。</p>", encoding="utf-8")
    process.end_all()
    with monkeypatch.context() as stuck:
        stuck.setattr(process, "_FIRST", 0.0)
        stuck.setattr(process, "_START", "import time; time.sleep(60)")
        report = run([folder], tmp_path / "out", seconds_per_article=0.2)
    assert (report.articles, report.late) == (1, 1)
    assert skips(tmp_path / "out") == [(str(folder / "b.html"), "its reader took longer than 0.2 seconds and was given up: --seconds-per-article allows more")]
    report = run([folder], tmp_path / "out", seconds_per_article=60)
    assert (report.articles, report.fresh, report.late) == (2, 1, 0)


def test_the_record_tells_the_seconds(inputs: Path, tmp_path: Path) -> None:
    run([inputs], tmp_path / "out", seconds_per_article=2000)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["configuration"]["seconds-per-article"] == [2000, 2000]


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_at_all_is_refused(seconds: float, inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="seconds are no time to read an article in: give more than 0"):
        run([inputs], tmp_path / "out", seconds_per_article=seconds)


def test_the_limit_travels_to_workers(tmp_path: Path) -> None:
    protocol = pytest.importorskip("distributed.protocol", reason="workers need the extra batch")
    task = Task({}, {}, Shape(), parts=tmp_path, limits=Limits().with_seconds(7))
    assert protocol.deserialize(*protocol.serialize(task)).limits.times == [7, 7]


def test_a_report_of_a_finished_run_is_read_by_a_version_that_counts_more(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([inputs], out, seconds_per_article=2 * FOREVER)
    finished = out / ".analyzer" / "finished.json"
    kept = json.loads(finished.read_text(encoding="utf-8"))
    del kept["allowed"], kept["report"]["late"]  # as an earlier version left it
    finished.write_text(json.dumps(kept), encoding="utf-8")
    report: RunReport = run([inputs], out)
    assert (report.changed, report.late) == (False, 0)
