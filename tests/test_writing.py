import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import OutputError
from analyzer.writing import OutputFolder, TableWriter, csv_text, file_name, json_line, safe_cell


def fill(folder: OutputFolder, *names: str, error: Exception | None = None) -> None:
    for name in names:
        folder.table(name, ("a", "b")).add([("1", "二")])
    if error:
        raise error


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_cells_that_a_spreadsheet_would_run_are_made_text(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["汽车", "", "5%=", "——关于", -1, -0.5, None])
def test_other_cells_stay(cell: object) -> None:
    assert safe_cell(cell) is cell


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    handle = io.StringIO(newline="")
    TableWriter(handle, ("a", "b")).add(rows)
    found = list(csv.reader(io.StringIO(handle.getvalue(), newline="")))
    assert found == [["a", "b"], *[[safe_cell(cell) for cell in row] for row in rows]]


def test_all_files_appear_at_the_end_and_none_before(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with OutputFolder(out, ("a.csv", "sub/")) as folder:
        fill(folder, "a.csv", "sub/b.csv")
        folder.small_table("c.csv", ("a",), [("=1",)])
        assert not (out / "a.csv").exists()
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*")) == ["a.csv", "c.csv", "sub", "sub/b.csv"]
    assert (out / "a.csv").read_bytes() == b"\xef\xbb\xbfa,b\r\n1,\xe4\xba\x8c\r\n"
    assert (out / "c.csv").read_text(encoding="utf-8-sig") == "a\n'=1\n"


def test_the_byte_order_mark_can_be_left_out(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, ("a.csv",), bom=False) as folder:
        fill(folder, "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"a,b")


def test_an_existing_table_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"already holds a\.csv: give --overwrite or another folder"):
        OutputFolder(tmp_path, ("a.csv", "b.csv"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"


def test_overwrite_replaces_the_tables_and_what_is_stale_in_subfolders_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a.csv", "other.csv", "sub/old.csv", "sub/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with OutputFolder(tmp_path, ("a.csv", "sub/"), overwrite=True) as folder:
        fill(folder, "a.csv", "sub/new.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") != "mine"
    assert {p.name for p in (tmp_path / "sub").iterdir()} == {"new.csv", "notes.txt"}
    assert (tmp_path / "other.csv").read_text(encoding="utf-8") == "mine"


def test_an_error_leaves_older_files_and_no_traces(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"), OutputFolder(tmp_path, ("a.csv",), overwrite=True) as folder:
        fill(folder, "a.csv", error=ValueError("broken"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_an_error_removes_the_folder_that_was_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), OutputFolder(tmp_path / "out", ("a.csv",)):
        raise ValueError("broken")
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="out is a file: choose a folder"), OutputFolder(tmp_path / "out", ("a.csv",)):
        pass
    with pytest.raises(OutputError, match="cannot be written"), OutputFolder(tmp_path / "out" / "below", ("a.csv",)):
        pass


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Choose another folder"), OutputFolder(tmp_path / "out", ("a.csv",)):
        pass


def test_a_disk_that_fails_while_writing_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), OutputFolder(tmp_path, ("a.csv",)) as folder:
        fill(folder, "a.csv", error=OSError(28, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_file_names_are_safe_and_their_own_on_systems_that_fold_case() -> None:
    taken: set[str] = set()
    names = [file_name(id, taken) for id in ("../etc/passwd", "A", "a", "", ".", "通" * 99, "通" * 98)]
    assert names[0] == "etc_passwd"
    assert names[1] == "A"
    assert names[2].startswith("a-")
    assert names[3] == "article"
    assert len({n.casefold() for n in names}) == len(names)
    assert not any("/" in n or n.startswith(".") or len(n) > 80 for n in names)


def test_json_keeps_chinese_as_it_is() -> None:
    assert json_line({"text": "汽车"}) == '{"text": "汽车"}'


_CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.sampled_from('a汽,"\r\n=+-@\t \'＝\0'), max_size=4))


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(st.one_of(_CELLS, st.just("汽")), min_size=width, max_size=width), max_size=5)))
def test_rows_are_written_as_the_library_of_python_writes_them(rows: list[list[object]]) -> None:
    handle = io.StringIO(newline="")
    csv.writer(handle, lineterminator="\r\n").writerows([[safe_cell(cell) for cell in row] for row in rows])
    assert csv_text(rows) == handle.getvalue()


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        csv_text([("a", "b"), ("c",)])
