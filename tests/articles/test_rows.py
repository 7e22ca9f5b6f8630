import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import Article, read_articles
from analyzer.articles import Skip
from analyzer.articles.rows import check_columns, from_csv, loose_date
from analyzer.errors import InputError

TEXT = "各单位要加强管理，不得拖延。"


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


def write_jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path, **columns: str) -> tuple[list[Article], list[str]]:
    skipped: list[Skip] = []
    articles = list(read_articles(path, columns=columns, skipped=skipped))
    return articles, [f"{s.input.removeprefix(str(path))} {s.reason}" for s in skipped]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_gives_an_article_a_row(tmp_path: Path, encoding: str) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            ["id", "title", "date", "source", "url", "text", "other"],
            ["7", "关于加强管理的通知", "2022年5月27日", "新华社", "https://example.org", TEXT, "?"],
        ],
        encoding,
    )
    (article,), skipped = read(path)
    assert article == Article(
        TEXT, id="7", title="关于加强管理的通知", date="2022-05-27", source="新华社", url="https://example.org"
    )
    assert skipped == []


def test_columns_are_renamed_on_request(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["标题", "正文", "发文机关"], ["通知", TEXT, "国务院办公厅"]])
    (article,), _ = read(path, text="正文", title="标题", issuer="发文机关")
    assert (article.title, article.text, article.issuer) == ("通知", TEXT, "国务院办公厅")


def test_wrong_columns_are_told_with_what_was_found_and_wanted(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["标题", "正文"], ["通知", TEXT]])
    with pytest.raises(InputError, match=r"lacks the column 'text': found '标题', '正文'; wanted 'text'.*--map text=COLUMN"):
        read(path)
    with pytest.raises(InputError, match="lacks the column '题'"):
        read(path, text="正文", title="题")


def test_a_jsonl_without_the_text_key_is_told_once(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", *({"content": TEXT} for _ in range(3)))
    with pytest.raises(InputError, match=r"a\.jsonl lacks the column 'text': found 'content'; wanted 'text'"):
        read(path)


def test_line_breaks_and_quotes_in_cells_stay(tmp_path: Path) -> None:
    text = '第一行\r\n"第二行"，\n第三行'
    (article,), _ = read(write_csv(tmp_path / "a.csv", [["text"], [text]]))
    assert article.text == text


def test_bad_rows_are_skipped_with_their_lines(tmp_path: Path) -> None:
    rows = [["text", "date"], [TEXT, "2020"], ["", "2020"], [TEXT], [TEXT, "昨天"], [], [TEXT, ""]]
    articles, skipped = read(write_csv(tmp_path / "a.csv", rows))
    assert [a.date for a in articles] == ["2020", None]
    assert skipped == [
        ":3 'text' is empty",
        ":4 1 cells where the header has 2",
        ":5 date '昨天' is not understood: write YYYY-MM-DD or leave it empty",
    ]


def test_a_csv_that_breaks_off_keeps_the_rows_before(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text\n{TEXT}\n"开了没有关', encoding="utf-8")
    articles, skipped = read(path)
    assert [a.text for a in articles] == [TEXT]
    assert skipped[0].startswith(" line 3 and all after it cannot be read")


def test_a_csv_of_only_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no article"):
        read(write_csv(tmp_path / "a.csv", [["text"]]))


def test_tables_of_an_earlier_run_are_not_taken_for_articles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a table that the analyzer wrote"):
        read(write_csv(tmp_path / "directives.csv", [["article_id", "text", "evidence"], ["a", TEXT, TEXT]]))


def test_ten_megabytes_in_one_cell_are_read_and_the_limit_of_the_process_stays(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    text = "各" * 3_500_000
    (article,), _ = read(write_csv(tmp_path / "a.csv", [["text"], [text]]))
    assert article.text == text
    assert csv.field_size_limit() == before


def test_a_jsonl_gives_an_article_a_line_and_skips_broken_ones(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {"id": 1, "text": TEXT, "title": None}, ["x"], {"id": 2, "text": {"a": 1}}, {"id": 3})
    path.write_text(path.read_text(encoding="utf-8") + "\n{\n" + "[" * 200_000 + "\n", encoding="utf-8")
    (article,), skipped = read(path)
    assert (article.id, article.title) == ("1", None)
    assert skipped[:3] == [
        ":2 is a JSON list, not an object with keys",
        ":3 'text' is of type dict, not text",
        ":4 'text' is empty",
    ]
    assert skipped[3].startswith(":6 is not valid JSON: Expecting property name")
    assert skipped[4].startswith(":7 is not valid JSON")


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "通知\\ud83d"}\n', encoding="utf-8")
    (article,), _ = read(path)
    assert article.text == "通知\ufffd"


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2022-05-27", "2022-05-27"), ("2022/5/27 10:30", "2022-05-27"), ("2022年5月", "2022-05"), ("2022年", "2022"),
        ("2022", "2022"), ("2022.05.27", "2022-05-27"), ("20220527", "2022-05-27"), ("2022-05-27T08:00:00+08:00", "2022-05-27"),
        ("发布时间：2022 年 5 月 27 日", "2022-05-27"), ("", None), (" ", None),
    ],
)  # fmt: skip
def test_dates_as_scrapers_leave_them_are_understood(cell: str, date: str | None) -> None:
    assert loose_date(cell) == date


@pytest.mark.parametrize("cell", ["昨天", "2022-13-01", "1653609600", "5月27日"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(InputError, match="date"):
        loose_date(cell)


def test_every_field_has_a_column_of_its_own_name_unless_mapped() -> None:
    assert check_columns({"date": "日期"})["date"] == "日期"
    assert check_columns(None)["issuer"] == "issuer"


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(st.lists(CELL, min_size=1, max_size=5))
def test_csv_cells_come_back_as_written(texts: list[str]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["text"], *([text] for text in texts)])
    handle = io.BytesIO(buffer.getvalue().encode("utf-8-sig"))
    assert [a.text for a in from_csv(handle, check_columns(None), lambda *_: None)] == texts
