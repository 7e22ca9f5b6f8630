import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyzer.cli import app
from analyzer.comparison import compare, compare_files
from analyzer.comparison.printing import print_changes, print_counts
from analyzer.errors import OutputError
from analyzer.run import run

BEFORE = "会议要求，各地要推进渠道改造，支持农户发展养殖。要清理河道。到2024年底要确保灌溉保证率达到80%以上。"
AFTER = "会议要求，各地必须推进渠道改造，支持农户发展养殖。要修建水库。到2025年底要确保灌溉保证率达到85%以上。"


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("before", BEFORE), ("after", AFTER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "before.txt", tmp_path / "after.txt"


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_two_runs_give_what_their_articles_give(sides: tuple[Path, Path], tmp_path: Path, format: str) -> None:
    for side in sides:
        run([side], tmp_path / side.stem, formats=[format])
    of_runs = compare(tmp_path / "before", tmp_path / "after")
    assert of_runs.equals(compare(*sides))
    assert set(of_runs["change"]) == {"strengthened", "kept", "new", "dropped"}


def test_tables_are_written_in_each_format(sides: tuple[Path, Path], tmp_path: Path) -> None:
    report = compare_files(*sides, tmp_path / "out", formats=["csv", "jsonl", "xlsx", "duckdb", "parquet"])
    assert all(file.is_file() for file in report.files)
    with (tmp_path / "out" / "directive_changes.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    as_json = [json.loads(line) for line in (tmp_path / "out" / "directive_changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["change"] for row in rows] == [row["change"] for row in as_json] == [row[0] for row in report.directives]
    assert rows[0]["new_strength"] == "5"
    with pytest.raises(OutputError, match="already holds"):
        compare_files(*sides, tmp_path / "out")


def test_a_broken_side_writes_nothing(sides: tuple[Path, Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = CliRunner().invoke(app, ["compare", str(empty), str(sides[1]), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "no table of directives" in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_prints_both_evidences_and_counts(sides: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(app, ["compare", *map(str, sides)])
    assert result.exit_code == 0
    assert "directives strengthened: 1\n  − 各地要推进渠道改造  [before#d5-14]\n  + 各地必须推进渠道改造  [after#d5-15]\n    strength 4 → 5" in result.stdout
    assert "  − 灌溉保证率 80%以上 (2024-12-31)" in result.stdout
    assert "支持农户发展养殖" not in result.stdout
    assert "支持农户发展养殖" in CliRunner().invoke(app, ["compare", "--kept", *map(str, sides)]).stdout


def test_the_command_writes_tables_and_tells_their_places(sides: tuple[Path, Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["compare", *map(str, sides), "-o", str(tmp_path / "out"), "--headers", "zh", "--threshold", "0.9"])
    assert result.exit_code == 0
    assert str(tmp_path / "out" / "target_changes.csv") in result.stdout
    assert (tmp_path / "out" / "directive_changes.csv").read_text(encoding="utf-8-sig").startswith("变化,相似度,差异,旧原文")


def test_control_characters_of_a_page_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BEFORE, encoding="utf-8")
    report = compare_files(tmp_path / "a.txt", tmp_path / "a.txt")
    name = report.directives[0]
    report.directives = [tuple("new" if i == 0 else "推进\x1b[31m[bold]改造\n" if i == 3 else "x\x1b[31m" if i > 3 else cell for i, cell in enumerate(name))]
    out = io.StringIO()
    print_changes(report, to=out)
    print_counts(report, to=out)
    assert "推进�[31m[bold]改造 " in out.getvalue()
    assert "\x1b" not in out.getvalue()
    assert "directives: 1 new, 0 dropped" in out.getvalue()
