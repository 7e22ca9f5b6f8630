"""What is put into a part comes out of it, whichever formats it holds ready."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from analyzer.articles import Skip
from analyzer.batch.parts import DamagedError, Meta, Part, PartWriter, Result, Shape
from analyzer.tables import DIRECTIVES, TABLES, TARGETS, Cell, Row
from tests.sinks.rows import row

SHAPES = [Shape(), Shape(("jsonl",), texts=False), Shape(("csv", "parquet"), headers="zh"), Shape(("xlsx", "parquet", "duckdb"))]


def result(number: int, shape: Shape, value: Cell = 0.5) -> Result:
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    rows["directives"] = [row(DIRECTIVES, article_id=f"a{number}", text=f"第{place}条，\n“=1”") for place in range(number % 3)]
    rows["targets"] = [row(TARGETS, article_id=f"a{number}", number=value, number_high=None)]
    return Result(Meta(f"a{number}", "text", "key", 7), rows, (f"题{number}", "一\n二\u2028三") if shape.texts else None)


@pytest.fixture(autouse=True)
def needs_pyarrow() -> None:
    pytest.importorskip("pyarrow", reason="parquet needs pyarrow")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [0.5, 3, None])
def test_results_come_out_as_they_went_in(shape: Shape, value: Cell, tmp_path: Path) -> None:
    groups = [[result(number, shape, value) for number in numbers] for numbers in ((0, 1, 2), (3, 4))]
    with PartWriter(tmp_path / "p.zip", shape) as writer:
        for group in groups:
            writer.add(group)
        writer.end([Skip("x", "broken")], {"articles": 5})
    with Part(tmp_path / "p.zip") as part:
        found = [part.results(group) for group in range(part.groups)]
        assert found == groups
        assert [type(one.rows["targets"][0][TARGETS.headers().index("number")]) for one in found[0]] == [type(value)] * 3
        assert (list(part.skips()), part.figures["articles"]) == ([Skip("x", "broken")], 5)
        assert part.tally.rows == {"directives": 4, "articles": 0, "entities": 0, "targets": 5}


@pytest.mark.parametrize(("text", "rows_apart"), [("=1", False), ("'=1", True), ("'汽车'", False), ("-", False)])
def test_rows_stand_apart_only_where_a_csv_does_not_give_them_back(text: str, rows_apart: bool, tmp_path: Path) -> None:
    shape = Shape(texts=False)
    given = Result(Meta("a", "text", "key", 7), {table.name: [row(table, **{table.headers()[1]: text})] if table is DIRECTIVES else [] for table in TABLES})
    with PartWriter(tmp_path / "p.zip", shape) as writer:
        writer.add([given])
        writer.end([], {})
    assert ("0/directives" in zipfile.ZipFile(tmp_path / "p.zip").namelist()) == rows_apart
    with Part(tmp_path / "p.zip") as part:
        assert part.results(0) == [given]


def test_half_of_a_group_that_is_ready_is_damage(tmp_path: Path) -> None:
    shape = Shape(("csv", "parquet"))
    with PartWriter(tmp_path / "p.zip", shape) as writer:
        writer.add([result(1, shape)])
        writer.end([], {})
    data = (tmp_path / "p.zip").read_bytes()
    at = data.index(b"0/directives.parquet") + 60
    (tmp_path / "p.zip").write_bytes(data[:at] + b"\0" * 40 + data[at + 40 :])
    with Part(tmp_path / "p.zip") as part, pytest.raises(DamagedError, match=r"p\.zip is damaged .*: remove it, and the same command"):
        part.rows(0, DIRECTIVES)
