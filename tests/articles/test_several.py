"""Several inputs as one pile: each article an id of its own, what cannot be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.articles import Skip
from analyzer.articles.several import read_all
from analyzer.errors import InputError


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_articles_of_one_id_are_numbered_and_the_same_one_counts_once(tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("one", "other", "third"))
    for folder, text in ((one, "要落实。"), (other, "要加强监管。"), (third, "要落实。")):
        write(folder, "a.txt", text)
    skipped: list[Skip] = []
    found = list(read_all([one, other, third], None, skipped))
    assert [(article.id, article.text) for article in found] == [("a", "要落实。"), ("a~2", "要加强监管。")]
    assert skipped == [Skip(f"{third}: a", "the same id and text were read before")]


def test_a_number_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,text\na~2,第二。\na,第一。\na,第三。\n")
    assert [(article.id, article.text) for article in read_all([path], None, [])] == [("a~2", "第二。"), ("a", "第一。"), ("a~3", "第三。")]


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone does not exist: check the path"):
        next(read_all([write(tmp_path, "a.txt", "要落实。"), tmp_path / "gone"], None, []))


def test_one_unreadable_input_of_several_is_a_skip_and_alone_an_error(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "a.txt", "要落实。"), write(tmp_path, "b.csv", "标题\n通知\n")
    skipped: list[Skip] = []
    assert [article.text for article in read_all([good, bad], None, skipped)] == ["要落实。"]
    assert [skip.input for skip in skipped] == [str(bad)]
    assert skipped[0].reason.startswith("has no column 'text'") or "'text'" in skipped[0].reason
    with pytest.raises(InputError, match="'text'"):
        list(read_all([bad], None, []))
