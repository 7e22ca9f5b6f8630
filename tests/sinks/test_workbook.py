import datetime
import logging
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.sinks.cells import CELL_LIMIT, CellWriter
from analyzer.sinks.workbook import WorkbookSink
from analyzer.tables import ARTICLES, TABLES, TARGETS, Row
from tests.sinks.rows import row

calamine = pytest.importorskip("python_calamine", reason="reading xlsx back needs python-calamine")


def read(path: Path, sheet: str = "targets") -> list[dict[str, Any]]:
    header, *rows = calamine.load_workbook(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(header, cells, strict=True)) for cells in rows]


def written(path: Path, *rows: Row, **options: Any) -> Path:
    with WorkbookSink(path, [TARGETS], **options) as sink:
        sink.add("targets", rows)
    return path


def test_cells_have_their_types(tmp_path: Path) -> None:
    whole = row(TARGETS, target_id="a#1", text="30%以上", date="2022-05-27", deadline="2025-05", number=30.5, start=7)
    (found,) = read(written(tmp_path / "t.xlsx", whole))
    assert found["date"] == datetime.date(2022, 5, 27)
    assert (found["deadline"], found["text"], found["number"], found["number_high"], found["start"]) == ("2025-05", "30%以上", 30.5, "", 7.0)


@pytest.mark.parametrize("day", ["1899-12-31", "1900-02-28", "2022-13-01", "二〇二二年五月", "2022-05", "2022"])
def test_what_is_no_full_date_of_the_calendar_stays_text(day: str, tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "t.xlsx", row(TARGETS, date=day)))
    assert found["date"] == day


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "https://example.org", "00123", "2022-05-27", "<r>x</r>", "{=1}"])
def test_scraped_text_is_text_whatever_it_looks_like(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", row(TARGETS, text=text))
    (found,) = read(path)
    assert found["text"] == text
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace("hyperlink(", "")


@given(st.text(max_size=30))
def test_any_text_gives_xml_that_can_be_read(text: str) -> None:
    xml = CellWriter(TARGETS, 2).xml(row(TARGETS, text=text), 2).encode("utf-8", "replace")
    assert ElementTree.fromstring(xml).tag.endswith("row")


def test_a_long_cell_is_cut_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fits, long, wide = "字" * CELL_LIMIT, "字" * (CELL_LIMIT + 1), "𠮷" * 20_000
    with caplog.at_level(logging.WARNING):
        found = read(written(tmp_path / "t.xlsx", *(row(TARGETS, text=text) for text in (fits, long, wide))))
    assert found[0]["text"] == fits
    assert found[1]["text"] == "字" * (CELL_LIMIT - 5) + "…［截断］"
    assert found[2]["text"].startswith("𠮷𠮷")
    assert found[2]["text"].endswith("…［截断］")
    assert "2 cells of targets were longer than the 32767 characters" in caplog.text


def test_a_long_table_goes_on_in_further_sheets_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "t.xlsx"
    with caplog.at_level(logging.WARNING), WorkbookSink(path, TABLES, row_limit=11) as sink:
        for n in range(23):
            sink.add("targets", [row(TARGETS, target_id=str(n))])
        sink.add("articles", (row(ARTICLES, id=str(n)) for n in range(10)))
    names = calamine.load_workbook(str(path)).sheet_names
    assert names == ["directives", "articles", "entities", "targets", "targets (2)", "targets (3)"]
    ids = [found["target_id"] for name in names[3:] for found in read(path, name)]
    assert ids == [str(n) for n in range(23)]
    assert "targets has 23 rows, more than a sheet of Excel holds, and goes on in 2 more: up to 'targets (3)'" in caplog.text
    assert "articles" not in caplog.text


def test_the_header_is_frozen_bold_and_filterable(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path / "t.xlsx", row(TARGETS), row(TARGETS), headers="zh")) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert '<pane ySplit="1"' in sheet
    assert '<autoFilter ref="A1:R3"/>' in sheet
    assert '<dimension ref="A1:R3"/>' in sheet
    assert "指标编号" in strings


def test_the_same_rows_give_the_same_file(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, row(TARGETS, date="2022-05-27", text="汽车")) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == other.read_bytes()
