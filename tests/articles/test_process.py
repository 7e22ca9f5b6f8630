"""Readers in a process of their own: what hangs, dies or lacks its library costs one file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from analyzer.articles import Limits, Skip, process, read_articles
from analyzer.articles.worker import answers, reader
from analyzer.errors import InputError, MissingExtraError

PAGE = "<p>各地要加强管理，不得拖延。</p>"


def test_a_stuck_reader_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    process.end_all()
    monkeypatch.setattr(process, "_FIRST", 0.0)
    monkeypatch.setattr(process, "_START", "import time; time.sleep(60)")
    with pytest.raises(InputError, match=r"its reader took longer than 0\.2 seconds and was given up"):
        list(read_articles(tmp_path, limits=Limits(seconds=0.2)))


def test_a_file_that_needs_too_much_memory_is_told_and_the_next_one_gets_a_fresh_reader(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system cannot bound a process's memory")
    if resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY:
        pytest.skip("this process is bound already")
    import pyarrow as pa
    import pyarrow.parquet as pq

    process.end_all()
    pq.write_table(pa.table({"text": ["要" * 30_000_000]}), tmp_path / "a.parquet", compression="zstd")
    pq.write_table(pa.table({"id": ["b"], "text": ["各地要落实。"]}), tmp_path / "b.parquet")
    skipped: list[Skip] = []
    articles = read_articles(tmp_path, skipped=skipped, limits=Limits(reader_bytes=128 << 20))
    assert [article.id for article in articles] == ["b"]
    assert skipped[0].reason == "needs more memory than its reader may take (128 MB)"


def test_a_dead_reader_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    process.end_all()
    with monkeypatch.context() as broken:
        broken.setattr(process, "_START", "import os; os.abort()")
        with pytest.raises(InputError, match="reader"):
            list(read_articles(tmp_path))
    assert len(list(read_articles(tmp_path))) == 1


def test_a_reader_is_used_again_and_one_that_was_killed_meanwhile_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    list(read_articles(tmp_path))
    (reader_process,) = process._free
    list(read_articles(tmp_path))
    assert process._free == [reader_process]
    os.kill(reader_process._popen.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    reader_process._popen.wait()
    assert len(list(read_articles(tmp_path))) == 1


def test_a_caller_that_stops_reading_ends_the_reader(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    process.end_all()
    pq.write_table(pa.table({"text": ["各地要落实。"] * 1000}), tmp_path / "a.parquet")
    articles = read_articles(tmp_path)
    assert next(articles).text == "各地要落实。"
    articles.close()  # type: ignore[attr-defined]
    assert process._free == []


def test_a_missing_library_is_told_with_the_command_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "analyzer.articles.pdf", raising=False)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[formats\]'"):
        reader(".pdf")
    (answer,) = answers(tmp_path / "a.pdf", ".pdf", "a", {}, Limits())
    assert "pip install '.[formats]'" in answer["error"]


@pytest.mark.parametrize("kind", [".html", ".docx", ".pdf", ".xlsx", ".parquet"])
def test_what_is_not_of_its_kind_is_told(kind: str, tmp_path: Path) -> None:
    (tmp_path / f"a{kind}").write_bytes(b"\x00\x01\x02")
    assert [list(answer) for answer in answers(tmp_path / f"a{kind}", kind, "a", {"text": "text"}, Limits())] == [["error"]]
