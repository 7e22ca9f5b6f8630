import logging
from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.records import Article
from analyzer.reprints import Marks
from analyzer.tables import article_table, count_pairs, directive_table
from tests import hand_built as by_hand

ARTICLE = Article("要发展汽车。要发展汽车。", id="-b")
FOUND = by_hand.analysis(ARTICLE, directives=(by_hand.directive(ARTICLE, 0, 5), by_hand.directive(ARTICLE, 6, 11, repeat_of="-b#d0-5")))


def table(folder: Path, text: str) -> Path:
    path = folder / "reprints.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_reprint_keeps_its_rows_and_does_not_count(tmp_path: Path) -> None:
    marks = Marks.read(table(tmp_path, "article_id,original\na,a\n'-b,a\n"))
    marked = marks.apply(FOUND)
    assert directive_table([marked])["repeat_of"].tolist() == ["a", "-b#d0-5"]
    row = article_table([marked]).iloc[0]
    assert (row["directives"], row["reprint_of"]) == (0, "a")
    assert not count_pairs([marked])


def test_reprints_count_on_request_and_are_named_all_the_same(tmp_path: Path) -> None:
    marked = Marks.read(table(tmp_path, "article_id,original\n'-b,a\n"), count=True).apply(FOUND)
    row = article_table([marked]).iloc[0]
    assert (row["directives"], row["reprint_of"]) == (1, "a")


def test_originals_and_articles_that_are_not_in_the_table_stay(tmp_path: Path) -> None:
    marks = Marks.read(table(tmp_path, "article_id,original\n'-b,'-b\n"))
    assert marks.apply(FOUND) is FOUND


def test_a_table_of_other_articles_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    marks = Marks.read(table(tmp_path, "article_id,original\nx,a\n"))
    marks.apply(FOUND)
    with caplog.at_level(logging.WARNING):
        marks.warn_if_unused("reprints.csv")
    assert "names 1 reprints, none of them among these articles" in caplog.text


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"article_id,original\na," + b"b" * 200_000])
def test_what_is_no_table_of_reprints_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="give the table that `analyzer dedupe` wrote"):
        Marks.read(path)
