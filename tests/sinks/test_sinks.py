import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError, MissingExtraError
from analyzer.sinks import FORMATS, file_names, open_sink
from analyzer.tables import ARTICLES, DIRECTIVES, ENTITIES, TABLES, TARGETS, Row
from tests.sinks.rows import row

ROWS: dict[str, list[Row]] = {
    "articles": [row(ARTICLES, id="a/1", title="关于发展汽车的通知", date="2022-05-27", directives=2)],
    "directives": [
        row(DIRECTIVES, article_id="a/1", directive_id=f"a/1#d{n}", date="2022-05-27", strength=n % 5 + 1, deadline="2025-05", text="=发展汽车")
        for n in range(7)
    ],
    "entities": [row(ENTITIES, article_id="a/1", name="汽车制造业", end=2)],
    "targets": [row(TARGETS, article_id="a/1", target_id="a/1#t1", number=30.5)],
}


def write(format: str, folder: Path, groups: list[int] | None = None, **options: object) -> list[Path]:
    """Write ROWS; directives in groups of the sizes given."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_sink(format, folder, TABLES, **options) as sink:  # type: ignore[arg-type]
        waiting = list(ROWS["directives"])
        for size in groups or [len(waiting)]:
            sink.add("directives", (waiting.pop(0) for _ in range(min(size, len(waiting)))))
        sink.add("directives", waiting)
        for name in ("entities", "targets", "articles"):
            sink.add(name, ROWS[name])
        return sink.close()


@pytest.mark.parametrize("format", FORMATS)
def test_a_sink_writes_the_files_it_is_known_to_write_and_nothing_else(format: str, tmp_path: Path) -> None:
    paths = write(format, tmp_path)
    assert [path.name for path in paths] == file_names(format, TABLES)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(file_names(format, TABLES))


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
@given(groups=st.lists(st.integers(0, 4), max_size=5))
@settings(max_examples=15)
def test_bytes_do_not_depend_on_how_rows_are_grouped(format: str, groups: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    whole, parts = (tmp_path_factory.mktemp("sink") for _ in range(2))
    for one, other in zip(write(format, whole), write(format, parts, groups), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_csv_has_a_mark_or_none_chinese_headers_and_safe_cells(tmp_path: Path) -> None:
    write("csv", tmp_path / "a")
    write("csv", tmp_path / "b", bom=False, headers="zh")
    assert (tmp_path / "a" / "targets.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
    with (tmp_path / "b" / "directives.csv").open(encoding="utf-8", newline="") as handle:
        found = list(csv.DictReader(handle))
    assert found[0]["文章编号"] == "a/1"
    assert found[0]["文本"] == "'=发展汽车"


def test_jsonl_has_an_object_a_line_with_the_types_of_the_table(tmp_path: Path) -> None:
    write("jsonl", tmp_path)
    lines = (tmp_path / "targets.jsonl").read_text(encoding="utf-8").splitlines()
    (target,) = map(json.loads, lines)
    assert list(target) == list(TARGETS.headers())
    assert (target["number"], target["number_high"], target["start"], target["unit"]) == (30.5, None, 0, "")


@pytest.mark.parametrize("format", FORMATS)
def test_a_lone_surrogate_does_not_end_a_run(format: str, tmp_path: Path) -> None:
    with open_sink(format, tmp_path, [TARGETS]) as sink:
        sink.add("targets", [row(TARGETS, target_id="t", text="汽" + chr(0xD83D))])
    assert {path.name for path in tmp_path.iterdir()} >= set(file_names(format, [TARGETS]))


@pytest.mark.parametrize("format", FORMATS)
def test_an_error_leaves_no_working_files_and_no_open_handles(format: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Row]:
        yield ROWS["targets"][0]
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"), open_sink(format, tmp_path, TABLES) as sink:
        sink.add("targets", broken())
    assert {path.name for path in tmp_path.iterdir()} <= set(file_names(format, TABLES))


def test_unknown_formats_and_tables_are_named() -> None:
    with pytest.raises(InputError, match=r"format 'xls' is not known; choose of csv, xlsx, parquet, jsonl, duckdb"):
        open_sink("xls", Path(), TABLES)


def test_a_table_that_the_sink_was_not_opened_for_is_refused(tmp_path: Path) -> None:
    with open_sink("csv", tmp_path, [TARGETS]) as sink, pytest.raises(InputError, match="no table 'articles'; it has targets"):
        sink.add("articles", [])


@pytest.mark.parametrize(("format", "package"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_package_is_named_with_its_extra(format: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    if package == "pyarrow":
        monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=rf"'{package}' of the extra 'tables': in the checkout, pip install '\.\[tables\]'"):
        open_sink(format, tmp_path, TABLES)
