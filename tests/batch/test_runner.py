"""Runs that were stopped, repeated or given more: the tables are those of an undisturbed run, to the byte."""

import csv
import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import engine, join, parts, plan, work
from analyzer.batch.folder import State
from analyzer.batch.runner import Progress
from analyzer.errors import AnalyzerError, InputError, MissingExtraError, OutputError
from analyzer.records import Article
from analyzer.run import RunReport, run
from tests import hand_built as by_hand
from tests.batch.runs import FORMATS, OPTIONS, corpus, small_chunks, tables, text

pytest.importorskip("pyarrow", reason="parquet needs pyarrow")


class Stopped(BaseException):
    """What a test stops a run with: nothing catches it, as nothing catches a kill."""


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand.stand_in(monkeypatch)
    small_chunks(monkeypatch)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return corpus(tmp_path / "in")


def whole(inputs: Path, out: Path, **options: Any) -> dict[str, bytes]:
    """The tables of an undisturbed run."""
    run([inputs], out, **OPTIONS | options)
    return tables(out)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that are analysed."""
    seen: list[str] = []

    def analyze(article: Article) -> Any:
        seen.append(article.id or "")
        return by_hand.simple_analyze(article)

    by_hand.stand_in(monkeypatch, analyze)
    return seen


def after(count: int, then: Callable[..., Any], real: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does as ``real`` for a number of calls and as ``then`` after them."""
    calls = 0

    def call(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        return (real if calls <= count else then)(*args, **options)

    return call


def stop(*_: Any, **__: Any) -> None:
    raise Stopped


@pytest.mark.parametrize("done", [0, 1, 5])
def test_a_run_stopped_between_chunks_goes_on(done: int, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(inputs, tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "do_chunk", after(done, stop, work.do_chunk))
        with pytest.raises(Stopped):
            run([inputs], tmp_path / "out", **OPTIONS)
    assert not (tmp_path / "out" / "directives.csv").exists()
    seen = counting(monkeypatch)
    report = run([inputs], tmp_path / "out", **OPTIONS)
    assert tables(tmp_path / "out") == expected
    assert report.fresh == len(seen)
    assert (report.fresh == 98) == (done == 0)


def test_a_run_stopped_within_a_part_leaves_no_half_of_it(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(inputs, tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(parts.PartWriter, "end", after(3, stop, parts.PartWriter.end))
        with pytest.raises(Stopped):
            run([inputs], tmp_path / "out", **OPTIONS)
    assert len(list((tmp_path / "out" / ".analyzer" / "parts").iterdir())) == 3
    run([inputs], tmp_path / "out", **OPTIONS)
    assert tables(tmp_path / "out") == expected


@pytest.mark.parametrize("done", [0, 2, 20])
def test_a_run_stopped_while_its_tables_are_moved_into_place_goes_on(done: int, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    whole(inputs, out)
    (inputs / "t3.txt").write_text("要落实新的一条。", encoding="utf-8")
    expected = whole(inputs, tmp_path / "whole")
    with monkeypatch.context() as patch:
        replace = Path.replace
        patch.setattr(Path, "replace", lambda path, place: moved(path, place) if ".writing-" in str(path) else replace(path, place))
        moved = after(done, stop, replace)
        with pytest.raises(Stopped):
            run([inputs], out, **OPTIONS)
    (out / ".writing-left").mkdir()
    run([inputs], out, **OPTIONS)
    assert tables(out) == expected


def test_chunks_and_groups_do_not_show_in_the_tables(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(inputs, tmp_path / "whole")
    monkeypatch.undo()
    by_hand.stand_in(monkeypatch)
    monkeypatch.setattr(work, "GROUP", 3)
    assert whole(inputs, tmp_path / "one") == expected


def test_a_grown_folder_has_only_its_new_and_changed_articles_analysed(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    whole(inputs, out)
    (inputs / "t3.txt").write_text("要落实新的一条。", encoding="utf-8")
    (inputs / "t31.txt").write_text(text(300), encoding="utf-8")
    (inputs / "t5.txt").unlink()
    with (inputs / "rows.csv").open("a", encoding="utf-8") as handle:
        handle.write("new,要落实。\n")
    lines = gzip.decompress((inputs / "news.jsonl.gz").read_bytes()).decode().splitlines()
    lines.insert(30, '{"id": "inserted", "text": "要落实。"}')
    (inputs / "news.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    seen = counting(monkeypatch)
    report = run([inputs], out, **OPTIONS)
    assert sorted(seen) == ["inserted", "new", "t3", "t31"]
    assert (report.fresh, report.changed) == (4, True)
    assert tables(out) == whole(inputs, tmp_path / "whole")
    assert not list((out / ".analyzer").glob("*.sqlite"))


def test_files_that_were_only_touched_are_read_and_not_analysed(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(inputs, tmp_path / "out")
    os.utime(inputs / "t3.txt", (1, 1))
    seen = counting(monkeypatch)
    run([inputs], tmp_path / "out", **OPTIONS)
    assert (seen, tables(tmp_path / "out")) == ([], expected)


def test_a_table_that_was_removed_is_made_again_without_analysis(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(inputs, tmp_path / "out")
    (tmp_path / "out" / "targets.parquet").unlink()
    seen = counting(monkeypatch)
    run([inputs], tmp_path / "out", **OPTIONS)
    assert (seen, tables(tmp_path / "out")) == ([], expected)


def test_ids_met_twice_are_told_apart_in_every_table_over_chunks(inputs: Path, tmp_path: Path) -> None:
    report = run([inputs], tmp_path / "out")
    with (tmp_path / "out" / "directives.csv").open(encoding="utf-8-sig", newline="") as handle:
        directives = list(csv.DictReader(handle))
    ids = [row["directive_id"] for row in directives]
    assert len(set(ids)) == len(ids)
    assert all(row["directive_id"].startswith(row["article_id"] + "#") for row in directives)
    assert {"n0", "n0~2"} <= {row["article_id"] for row in directives}
    assert [skip.reason for skip in report.skipped if skip.input.endswith(": n3")] == ["the same id and text were read before"]


def test_a_second_run_on_a_folder_is_refused_while_the_first_is_at_work(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "analyze" and not refused:
            with pytest.raises(OutputError) as error:
                run([inputs], out, overwrite=True)
            refused.append(str(error.value))

    run([inputs], out, watch=watch)
    assert refused == [f"{out} is being written by another run (process {os.getpid()}): wait for it, or choose another folder"]
    assert run([inputs], out).changed is False


def test_a_second_run_unpacks_nothing_and_a_damaged_part_of_it_is_made_anew_all_the_same(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    expected = whole(inputs, out)
    with monkeypatch.context() as patch:
        patch.setattr(plan, "unpacked", None)
        assert run([inputs], out, **OPTIONS).changed is False
    for part in (out / ".analyzer" / "parts").iterdir():
        part.write_bytes(_cut(part.read_bytes()))
    (out / "texts.jsonl").unlink()
    assert run([inputs], out, **OPTIONS).articles == 97
    assert tables(out) == expected


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _bits(data: bytes) -> bytes:
    return bytes([*data[:100], *(byte ^ 0xFF for byte in data[100:400]), *data[400:]])


@pytest.mark.parametrize("damage", [_cut, _bits, lambda _: b""])
@pytest.mark.parametrize("formats", [("csv",), FORMATS])
def test_a_damaged_part_is_named_and_made_anew(
    inputs: Path, tmp_path: Path, damage: Callable[[bytes], bytes], formats: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    run([inputs], out, formats=formats)
    expected = tables(out)
    part = max((out / ".analyzer" / "parts").iterdir(), key=lambda path: path.stat().st_size)
    part.write_bytes(damage(part.read_bytes()))
    (out / "directives.csv").unlink()
    report = run([inputs], out, formats=formats)
    assert f"{part.name} is damaged" in caplog.text
    assert 0 < report.fresh < report.articles == 97
    assert tables(out) == expected


def test_a_damaged_part_of_an_earlier_input_costs_its_articles_alone(inputs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    out = tmp_path / "out"
    run([inputs], out, formats=FORMATS)
    for part in (out / ".analyzer" / "parts").iterdir():
        part.write_bytes(_cut(part.read_bytes()))
    with (inputs / "rows.csv").open("a", encoding="utf-8") as rows:
        rows.write(f'more,"{text(3)}"\n')
    assert run([inputs], out, formats=FORMATS).articles == 98
    assert "is damaged" in caplog.text
    assert tables(out) == whole(inputs, tmp_path / "anew", per_article=False)


def test_a_part_that_stays_damaged_ends_the_run(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(path: Path) -> parts.Part:
        raise parts.DamagedError(path, "bad disk")

    monkeypatch.setattr(join, "Part", damaged)
    with pytest.raises(OutputError, match=r"\.zip is damaged \(bad disk\): remove it, and the same command makes it anew"):
        run([inputs], tmp_path / "out")


def test_overwriting_begins_anew_where_a_run_was_finished_and_goes_on_where_it_was_stopped(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run([inputs], out)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "do_chunk", after(4, stop, work.do_chunk))
        with pytest.raises(Stopped):
            run([inputs], out, overwrite=True)
    assert (out / "directives.csv").exists()
    assert 0 < run([inputs], out, overwrite=True).fresh < 98


def test_what_is_wrong_with_the_input_is_told_in_the_order_of_the_input(inputs: Path, tmp_path: Path) -> None:
    (inputs / "t9.txt").write_text("爆", encoding="utf-8")
    report = run([inputs], tmp_path / "out")
    found = [(skip.input.removeprefix(f"{inputs}/"), skip.reason.partition(":")[0]) for skip in report.skipped]
    assert found == [("news.jsonl.gz:8", "is not valid JSON"), (f"{inputs}: n3", "the same id and text were read before"), ("t9", "analysis failed with RuntimeError")]
    assert (report.skips, report.failed) == (3, 1)


def test_a_cut_gzip_is_named_and_what_stands_before_the_cut_is_there(inputs: Path, tmp_path: Path) -> None:
    news = inputs / "news.jsonl.gz"
    before = run([news], tmp_path / "whole")
    news.write_bytes(news.read_bytes()[:-300])
    report = run([news], tmp_path / "out")
    assert 20 < report.articles < before.articles
    assert (report.skipped[-1].input, report.skipped[-1].reason) == (str(news), "Compressed file ended before the end-of-stream marker was reached")


def test_the_record_tells_what_is_needed_to_do_it_again(inputs: Path, tmp_path: Path) -> None:
    run([inputs], tmp_path / "out", headers="zh", formats=FORMATS)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["configuration"]["headers"] == "zh"
    assert record["configuration"]["format"] == list(FORMATS)
    assert {"python", "spacy", "numpy"} <= set(record["versions"])
    assert len(record["configuration"]["lexicon"]["cues.yaml"]) == 64
    assert "segmenter" in record["configuration"]["model"]
    assert record["counts"]["articles"] == 97 == record["input"]["articles"]
    assert record["skipped"] == {"total": 2, "by_reason": {"is not valid JSON…": 1, "the same id and text were read before": 1}}
    assert {"plan", "read", "analyze", "topics", "rows", "write", "join", "total"} == set(record["seconds"])


def test_the_record_knows_the_input_whatever_its_chunks(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def digest() -> str:
        return str(json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["input"]["digest"])

    run([inputs], tmp_path / "out")
    first = digest()
    monkeypatch.undo()
    by_hand.stand_in(monkeypatch)
    run([inputs], tmp_path / "out", overwrite=True)
    assert digest() == first
    (inputs / "t3.txt").write_text("要落实新的一条。", encoding="utf-8")
    run([inputs], tmp_path / "out")
    assert digest() != first


def test_progress_reaches_the_size_of_the_input_and_counts_what_is_found(inputs: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int, int, int]] = []

    def watch(p: Progress) -> None:
        seen.append((p.stage, p.done, p.total, p.articles, p.skipped))

    report: RunReport = run([inputs], tmp_path / "out", watch=watch)
    stages = [stage for stage, *_ in seen]
    assert list(dict.fromkeys(stages)) == ["plan", "analyze", "join"]
    done, total, articles, skipped = seen[-1][1:]
    assert done == total > 0
    assert (articles, skipped) == (report.articles + 1, 1)


def test_an_error_of_the_disk_keeps_what_is_done_and_says_so(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(parts.PartWriter, "end", after(2, full, parts.PartWriter.end))
        with pytest.raises(OutputError, match=r"No space left on device\. What is done is kept: the same command goes on"):
            run([inputs], tmp_path / "out", **OPTIONS)
    report = run([inputs], tmp_path / "out", **OPTIONS)
    assert report.fresh < 98
    assert tables(tmp_path / "out") == whole(inputs, tmp_path / "whole")


@pytest.mark.parametrize("error", [AnalyzerError("the chunk cost 4 workers"), InputError("no scheduler"), ZeroDivisionError("a bug")])
def test_an_error_after_some_chunks_keeps_their_parts(error: Exception, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(engine, "do_chunk", after(2, broken, work.do_chunk))
        with pytest.raises(type(error), match=str(error)):
            run([inputs], tmp_path / "out", **OPTIONS)
    assert len(list((tmp_path / "out" / ".analyzer" / "parts").glob("*.zip"))) == 2
    assert run([inputs], tmp_path / "out", **OPTIONS).fresh < 98
    assert tables(tmp_path / "out") == whole(inputs, tmp_path / "whole")


def test_a_first_run_that_finds_no_article_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" ", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt"):
        run([tmp_path / "a.txt"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("package", "options"),
    [
        ("xlsxwriter", {"formats": ["csv", "xlsx"]}),
        ("pyarrow", {"formats": ["parquet"]}),
        ("duckdb", {"formats": ["duckdb"]}),
        ("distributed", {"workers": 2}),
        ("dask", {"scheduler": "tcp://127.0.0.1:9"}),
    ],
)
def test_a_missing_package_is_told_before_anything_is_read(
    package: str, options: dict[str, Any], inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    stages: list[str] = []
    with pytest.raises(MissingExtraError, match=f"needs the package '{package}'"):
        run([inputs], tmp_path / "out", watch=lambda progress: stages.append(progress.stage), **options)
    assert stages == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["directives.csv", "summary.csv", "run.json", "per_article/"])
def test_a_table_that_was_emptied_or_removed_is_made_again_and_named(
    name: str, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    expected = whole(inputs, out)
    shutil.rmtree(out / name) if name.endswith("/") else (out / name).write_bytes(b"")
    seen = counting(monkeypatch)
    assert run([inputs], out, **OPTIONS).changed
    assert (seen, tables(out)) == ([], expected)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]["articles"] == 97
    assert f"{out}: {name} changed since the last run" in caplog.text
    assert not run([inputs], out, **OPTIONS).changed


def test_a_copy_unpacked_to_find_nothing_new_is_removed(inputs: Path, tmp_path: Path) -> None:
    run([inputs], tmp_path / "out")
    assert not run([inputs], tmp_path / "out").changed
    assert not (tmp_path / "out" / ".analyzer" / "unpacked").exists()


def test_tables_of_single_articles_do_not_outlive_a_run_without_them(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([inputs], out, per_article=True)
    (out / "per_article" / "mine.txt").write_text("a note", encoding="utf-8")
    run([inputs], out, overwrite=True)
    assert [path.name for path in (out / "per_article").iterdir()] == ["mine.txt"]
    (out / "per_article" / "mine.txt").unlink()
    run([inputs], out, overwrite=True)
    assert not (out / "per_article").exists()


def test_an_error_of_a_file_elsewhere_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    state = State(tmp_path / "out")
    with pytest.raises(AnalyzerError, match=r"reprints\.csv: Permission denied\. Nothing was finished yet") as found, state.opened({}, [], overwrite=False):
        raise PermissionError(13, "Permission denied", str(tmp_path / "reprints.csv"))
    assert not isinstance(found.value, OutputError)
    state.parts.mkdir(parents=True)
    state.part("one").write_bytes(b"")
    with pytest.raises(OutputError, match=r"out cannot be written: Permission denied\. What is done is kept"), state.opened({}, [], overwrite=False):
        raise PermissionError(13, "Permission denied", str(tmp_path / "out" / "articles.csv"))


def test_a_state_that_has_nothing_to_go_on_from_is_taken_away(tmp_path: Path) -> None:
    state = State(tmp_path / "out")
    with pytest.raises(ZeroDivisionError), state.opened({}, [], overwrite=False):
        raise ZeroDivisionError
    assert not (tmp_path / "out").exists()
