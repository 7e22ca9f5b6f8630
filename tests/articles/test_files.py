"""Files that change while a folder is looked through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.articles import Skip, read_articles
from analyzer.articles.files import find_files


def test_a_file_removed_while_the_folder_is_read_is_found_with_a_fault(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("要加强管理。", encoding="utf-8")
    found = find_files(tmp_path)
    assert next(found).name == "a.txt"
    (tmp_path / "b.txt").unlink()
    gone, last = list(found)
    assert gone.name == "b.txt"
    assert gone.fault.startswith("cannot be read: ")
    assert (last.name, last.fault) == ("c.txt", "")


def test_a_file_that_became_a_folder_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("要加强管理。", encoding="utf-8")
    skipped: list[Skip] = []
    articles = read_articles(tmp_path, skipped=skipped)
    next(articles)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").mkdir()
    assert list(articles) == []
    assert [Path(skip.input).name for skip in skipped] == ["b.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_skipped_with_the_reason(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("要加强管理。", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    skipped: list[Skip] = []
    assert len(list(read_articles(tmp_path, skipped=skipped))) == 1
    assert skipped[0].reason == "Permission denied"
