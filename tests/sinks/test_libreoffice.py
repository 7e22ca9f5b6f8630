"""What a spreadsheet program makes of the files: LibreOffice opens them and writes them anew."""

import csv
import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from analyzer.sinks import open_sink
from analyzer.tables import TARGETS
from tests.sinks.rows import row

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
calamine = pytest.importorskip("python_calamine", reason="reading xlsx back needs python-calamine")

TEXTS = ["新能源汽车产量增长30%以上", '=HYPERLINK("http://example.org","x")', "=1+1", "＝1+1", "+1", "-1", "@SUM(A1)", "00123", " 前后有空格 ", "a\nb，“引号”"]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[object]]]:
    """The cells of a workbook and of a CSV file after LibreOffice has read them and written a workbook."""
    folder = tmp_path_factory.mktemp("office")
    for format in ("csv", "xlsx"):
        with open_sink(format, folder, [TARGETS]) as sink:
            sink.add("targets", (row(TARGETS, target_id=str(n), date="2022-05-27", deadline="2025-05", number=4.5, text=text) for n, text in enumerate(TEXTS)))
    out = {}
    for file in ("targets.csv", "tables.xlsx"):
        # 76: UTF-8; nothing of it tells columns apart but the comma
        importing = ["--infilter=CSV:44,34,76,1"] if file.endswith(".csv") else []
        subprocess.run(
            [SOFFICE or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *importing,
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / file)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        made = folder / "out" / f"{Path(file).stem}.xlsx"
        out[file] = calamine.load_workbook(str(made)).get_sheet_by_index(0).to_python()
    return out


def column(cells: list[list[object]], name: str) -> list[object]:
    header, *rows = cells
    return [cells[header.index(name)] for cells in rows]


def test_a_workbook_opens_with_its_text_as_it_was(converted: dict[str, list[list[object]]]) -> None:
    assert column(converted["tables.xlsx"], "text") == TEXTS


def test_dates_of_a_workbook_are_dates_and_numbers_numbers(converted: dict[str, list[list[object]]]) -> None:
    cells = converted["tables.xlsx"]
    assert set(column(cells, "date")) == {datetime.date(2022, 5, 27)}
    assert set(column(cells, "deadline")) == {"2025-05"}
    assert set(column(cells, "number")) == {4.5}


def test_a_csv_file_opens_with_chinese_intact_and_runs_no_formula(converted: dict[str, list[list[object]]]) -> None:
    found = column(converted["targets.csv"], "text")
    assert found[0] == TEXTS[0]
    assert found[1:7] == [f"'{text}" for text in TEXTS[1:7]]
    assert set(column(converted["targets.csv"], "date")) == {datetime.date(2022, 5, 27)}


def test_lines_and_quotation_marks_stay_in_their_cell(converted: dict[str, list[list[object]]]) -> None:
    for cells in converted.values():
        assert column(cells, "text")[-1] == TEXTS[-1]


def test_the_csv_file_is_the_same_to_python(tmp_path: Path) -> None:
    with open_sink("csv", tmp_path, [TARGETS]) as sink:
        sink.add("targets", [row(TARGETS, text=TEXTS[-1])])
    with (tmp_path / "targets.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert next(csv.DictReader(handle))["text"] == TEXTS[-1]
