from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analyzer.errors import InputError, OutputError
from analyzer.topic_tables import FILES, topics_of

FIELDS = ("税务总局要求，各级税务机关要落实减税降费政策，规范税收征管。", "教育部要求，学校要加强教师培训，规范幼儿园招生。", "交通运输部要求，要加强公路养护，保障港口和铁路畅通。")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.csv"
    rows = "".join(f"a{n},2024-0{1 + n % 3}-01,{FIELDS[n % 3]}第{n}期\n" for n in range(15))
    path.write_text("id,date,text\n" + rows, encoding="utf-8")
    return path


def test_topics_are_written_with_their_spread(articles: Path, tmp_path: Path) -> None:
    report = topics_of(articles, tmp_path / "out", number=3)
    tables = {name: list(csv.DictReader((tmp_path / "out" / name).read_text(encoding="utf-8-sig").splitlines())) for name in FILES}
    assert report.articles == 15
    assert [row["topic"] for row in tables["topics.csv"]] == ["1", "2", "3"]
    assert [row["month"] for row in tables["topic_months.csv"]] == ["2024-01", "2024-02", "2024-03"]
    assert len(tables["topic_articles.csv"]) == 15
    assert all(row["directives"] for row in tables["topics.csv"])


def test_tables_in_the_way_are_not_replaced_unasked(articles: Path, tmp_path: Path) -> None:
    topics_of(articles, tmp_path / "out", number=3)
    with pytest.raises(OutputError, match=r"topics\.csv"):
        topics_of(articles, tmp_path / "out", number=3)


def test_too_few_articles_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIELDS[0], encoding="utf-8")
    with pytest.raises(InputError, match="1 documents are too few"):
        topics_of(tmp_path / "a.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()
