import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import OutputError
from analyzer.sinks import open_sink
from analyzer.tables import ARTICLES, DIRECTIVES, ENTITIES, TABLES, TARGETS, Row
from tests.sinks.rows import row

duckdb = pytest.importorskip("duckdb", reason="the database needs duckdb")
SHELL = shutil.which("duckdb", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
MIIT, MOF = "工业和信息化部", "财政部"


def directive(number: int, article: str, date: str, **cells: Any) -> Row:
    return row(DIRECTIVES, article_id=article, directive_id=f"{article}#d{number}", title=f"标题{article}", date=date, **cells)


ROWS: dict[str, list[Row]] = {
    "articles": [
        row(ARTICLES, id="a/1", date="2024-05-27", characters=2000, directives=4),
        row(ARTICLES, id="a/2", date="2024-06", characters=1000, directives=2),
        row(ARTICLES, id="b", date="2023", characters=500, directives=0),
        row(ARTICLES, id="copy", date="2024-06-01", characters=1000, directives=0, reprint_of="a/1"),
    ],
    "directives": [
        directive(1, "a/1", "2024-05-27", strength=4, ministries=MIIT, sectors="汽车", regions="湖北省；湖南省", deadline="2024-06", text="发展汽车"),
        directive(2, "a/1", "2024-05-27", strength=5, modality="prohibition", issuers=MOF, sectors="汽车；钢铁", deadline="2024", text="严禁浪费"),
        directive(3, "a/1", "2024-05-27", strength=2, modality="encouragement", ministries=f"{MIIT}；{MOF}", sectors="养老", text="鼓励养老"),
        directive(4, "a/1", "2024-05-27", strength=4, ministries=MIIT, sectors="汽车", repeat_of="a/1#d1", deadline="2024-06-30", text="发展汽车"),
        directive(5, "a/2", "2024-06", strength=3, ministries=MIIT, sectors="汽车", regions="湖北省", deadline="2024-08-15", text="推广汽车"),
        directive(6, "a/2", "2024-06", strength=1, text="适时评估"),
        directive(8, "a/2", "2024-06", timing="R/---10/P1M", timing_words="每月10日前", addressee="各市", text="各市每月10日前报送"),
        directive(9, "a/2", "2024-06", timing="R/P1W", timing_words="每周", text="每周调度"),
        directive(10, "b", "2023", timing="R/P3M", timing_words="按季", text="按季通报"),
        directive(11, "b", "2023", timing="P1M", timing_words="自受理之日起一个月内", text="自受理之日起一个月内办结"),
        directive(12, "b", "2023", timing="PT24H", timing_words="接到报告后24小时内", text="接到报告后24小时内上报"),
        directive(13, "b", "2023", timing="P20D", timing_words="公示后20日内", text="公示后20日内备案"),
        directive(14, "b", "2023", timing="P15D/..", timing_words="提前15日", text="提前15日公告"),
        directive(7, "copy", "2024-06-01", strength=4, ministries=MIIT, sectors="汽车", repeat_of="a/1", text="发展汽车"),
    ],
    "entities": [
        *(row(ENTITIES, article_id="a/1", label="MINISTRY", name=MIIT, start=n, end=n + 3) for n in (0, 9)),
        row(ENTITIES, article_id="a/1", label="MINISTRY", name=MOF, end=3), row(ENTITIES, article_id="a/1", label="SECTOR", name="汽车"),
    ],
    "targets": [
        row(TARGETS, article_id="a/1", target_id="a/1#t1", directive_id="a/1#d1", indicator="产量", comparator=">=", number=30.5, unit="%"),
        row(TARGETS, article_id="a/1", target_id="a/1#t2", directive_id="left out by a filter", comparator="="),
    ],
}  # fmt: skip
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "1": [(MIIT, 3, 3.0), (MOF, 2, 3.5)],
    "2": [("2024-05", 1), ("2024-06", 1)],
    "3": [("2024-06", 29, "发展汽车"), ("2024-08-15", 75, "推广汽车")],
    "4": [("严禁浪费", "标题a/1")],
    "5": [("养老", 1, 0)],
    "6": [("产量", ">=", 30.5, "%", "发展汽车")],
    "7": [("湖北省", 2), ("湖南省", 1)],
    "8": [("2023", 0.0), ("2024", 1.5)],
    "9": [(MIIT, 2), (MOF, 1)],
    "10": [("b", ""), ("copy", "a/1")],
    "11": [("每周", "", "", "每周调度"), ("每月10日前", "---10", "各市", "各市每月10日前报送")],
    "12": [("接到报告后24小时内", "", "接到报告后24小时内上报"), ("自受理之日起一个月内", "", "自受理之日起一个月内办结")],
}


def questions() -> dict[str, str]:
    """The queries of the cookbook by their number."""
    return dict(re.findall(r"^\*\*(\d+)\. .*?\*\*\n\n```sql\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("database")
    with open_sink("duckdb", folder, TABLES, headers="zh") as sink:
        for name, rows in ROWS.items():
            sink.add(name, rows)
        return sink.close()[0]


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.sql(sql).fetchall()
        return found


def test_the_cookbook_asks_twelve_questions() -> None:
    assert list(questions()) == list(ANSWERS)


@pytest.mark.parametrize("number", ANSWERS)
def test_the_views_answer_the_questions_of_the_cookbook(number: str, database: Path) -> None:
    assert ask(database, questions()[number]) == ANSWERS[number]


@pytest.mark.skipif(SHELL is None, reason="the duckdb shell is not installed")
@pytest.mark.parametrize("number", ANSWERS)
def test_the_shell_answers_them_too(number: str, database: Path) -> None:
    done = subprocess.run(
        [SHELL or "", "-readonly", "-noheader", "-list", "-separator", "\t", str(database), questions()[number]],
        check=True, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["\t".join(map(str, answer)) for answer in ANSWERS[number]]


@pytest.mark.parametrize(("date", "day"), [("2025", "2025-12-31"), ("2024-02", "2024-02-29"), ("2024-02-03", "2024-02-03"), ("", None), ("早日", None)])
def test_a_date_that_states_no_day_may_mean_the_last_of_its_days(date: str, day: str | None, database: Path) -> None:
    assert ask(database, f"SELECT CAST(last_day_of('{date}') AS VARCHAR)") == [(day,)]


@pytest.mark.parametrize(
    ("iso", "interval"),
    [("P30D", "30 days"), ("P6M", "6 months"), ("P2Y", "2 years"), ("P1M15D", "1 month 15 days"), ("P2W", "14 days"), ("PT24H", "24:00:00"), ("PT30M", "00:30:00"), ("P", None), ("", None), ("R/P1M", None)],
)
def test_a_length_of_time_is_an_interval(iso: str, interval: str | None, database: Path) -> None:
    assert ask(database, f"SELECT CAST(interval_of('{iso}') AS VARCHAR)") == [(interval,)]


def test_a_timing_is_a_repetition_a_limit_or_a_notice(database: Path) -> None:
    counts = ask(database, "SELECT count(every), count(time_limit), count(notice), count(*) FROM timed_directives")
    assert counts == [(3, 3, 1, 7)]


def test_what_is_ahead_is_what_is_due_today_or_later(database: Path) -> None:
    assert ask(database, "SELECT count(*) FROM deadlines_ahead WHERE deadline_day < current_date") == [(0,)]


def test_tables_have_keys_types_and_chinese_comments(database: Path) -> None:
    keys = ask(database, "SELECT table_name, constraint_column_names[1] FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY' ORDER BY 1")
    assert keys == [("articles", "id"), ("directives", "directive_id"), ("targets", "target_id")]
    refers = ask(database, "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' AND table_name <> 'articles' ORDER BY 1")
    assert [name for (name,) in refers] == ["directives", "entities", "targets"]
    described = ask(database, "SELECT data_type, comment FROM duckdb_columns() WHERE table_name = 'directives' AND column_name = 'modality'")
    assert described[0][0].startswith("ENUM('obligation', 'prohibition'")
    assert described[0][1] == "情态"


def test_an_empty_run_has_its_tables_and_views(tmp_path: Path) -> None:
    (path,) = open_sink("duckdb", tmp_path, TABLES).close()
    assert ask(path, "FROM ministry_sector_month") == []


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    sink = open_sink("duckdb", tmp_path, TABLES)
    sink.add("articles", [row(ARTICLES, id="a"), row(ARTICLES, id="a")])
    with pytest.raises(OutputError, match=r"tables\.duckdb: .*Ids must be unique"):
        sink.close()
    assert not list(tmp_path.glob(".*"))
