"""Run folders are read back as they were, in every format; what is no run says so in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.report.folder import read_run
from analyzer.tables import DIRECTIVES
from tests.report.run_folders import rows_of_two_articles, run_folder, write


def test_cells_come_back_without_the_apostrophe_for_spreadsheets(tmp_path: Path) -> None:
    frame = read_run(run_folder(tmp_path, rows_of_two_articles())).directives
    assert frame["text"].tolist() == [row["text"] for row in rows_of_two_articles()]
    assert frame["strength"].tolist() == [4, 5, 2, 5, 3, 5]


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_other_formats_hold_the_same(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[tables]'")
    expected = read_run(run_folder(tmp_path / "csv", rows_of_two_articles())).directives
    other = tmp_path / kind
    other.mkdir()
    if kind == "parquet":
        expected.to_parquet(other / "directives.parquet")
    else:
        expected.to_json(other / "directives.jsonl", orient="records", lines=True, force_ascii=False)
    found = read_run(other).directives
    assert found.astype(object).to_dict("records") == expected.astype(object).to_dict("records")


def test_chinese_headers_are_understood(tmp_path: Path) -> None:
    write(tmp_path, DIRECTIVES, rows_of_two_articles(), zh=True)
    run = read_run(tmp_path)
    assert run.directives.columns.tolist() == list(DIRECTIVES.headers())
    assert run.targets.empty
    assert not run.has_texts


@pytest.mark.parametrize("names", [(), ("directives.xlsx",)])
def test_a_folder_that_cannot_be_read_back_says_what_it_holds(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(InputError, match=r"xlsx" if names else r"no table of directives"):
        read_run(tmp_path)


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "directives.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="article_id"):
        read_run(tmp_path)


def test_a_broken_line_of_texts_is_named(tmp_path: Path) -> None:
    run_folder(tmp_path, rows_of_two_articles())
    (tmp_path / "texts.jsonl").write_text('{"article_id": "a", "text": "x"}\n[1]\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        list(read_run(tmp_path).texts())


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_lists_of_names_become_list_cells(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[tables]'")
    frame = read_run(run_folder(tmp_path / "csv", rows_of_two_articles())).directives
    listed = frame.assign(sectors=[cell.split("；") if cell else [] for cell in frame["sectors"]])
    other = tmp_path / kind
    other.mkdir()
    if kind == "parquet":
        listed.to_parquet(other / "directives.parquet")
    else:
        listed.to_json(other / "directives.jsonl", orient="records", lines=True, force_ascii=False)
    assert read_run(other).directives["sectors"].tolist() == frame["sectors"].tolist()
