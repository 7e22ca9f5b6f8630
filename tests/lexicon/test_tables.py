"""Reading lexicon files: each fault by file and line, the first raised or all gathered."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.tables import Faults, read_csv, read_yaml

COLUMNS = ("id", "name", "source")


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "a.csv: is empty; it must begin with the header id,name,source"),
        ("id,title\n", "a.csv:1: the columns are id, title; they must be id, name, source (unknown title; missing name, source)"),
        ("name,id,source\n", "a.csv:1: the columns are name, id, source; they must be id, name, source"),
        ("id,name,source\n1,甲\n", "a.csv:2: 2 cells where the header has 3"),
        ("# 说明\nid,name,source\n\n1,,x\n", "a.csv:4: the column name is empty; it must be filled"),
        ('id,name,source\n1,"甲,x\n', "a.csv:2: not valid CSV"),
        ("id,name,source\n1,甲,x\n".encode("utf-16"), "a.csv: cannot be read as UTF-8 text"),
    ],
)
def test_a_wrong_table_is_told_by_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        list(read_csv(write(tmp_path, "a.csv", content), COLUMNS, required=("name",)))
    assert str(caught.value).startswith(message)


def test_faults_of_a_table_are_gathered_and_sound_rows_read(tmp_path: Path) -> None:
    faults = Faults(gather=True)
    path = write(tmp_path, "a.csv", 'id,name,source\n1,甲\n2,乙,x\n3,,x\n"4\n5",丙,x\n6,"丁\n')
    rows = list(read_csv(path, COLUMNS, required=("name",), faults=faults))
    assert [(row.line, row.cells["name"]) for row in rows] == [(3, "乙"), (5, "丙")]
    assert [fault.line for fault in faults.found] == [2, 4, 7]


@pytest.mark.parametrize("content", ["", "id,title\n1,甲\n", b"\xff\xfe", 'id,"name\n'])
def test_a_table_that_cannot_be_read_has_no_rows_where_faults_are_gathered(tmp_path: Path, content: str | bytes) -> None:
    faults = Faults(gather=True)
    assert list(read_csv(write(tmp_path, "a.csv", content), COLUMNS, faults=faults)) == []
    assert len(faults.found) == 1


def test_a_table_that_is_a_folder_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    faults = Faults(gather=True)
    assert list(read_csv(tmp_path / "a.csv", COLUMNS, faults=faults)) == []
    (fault,) = faults.found
    assert fault.fault.startswith("cannot be read: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- {id: 1, name: 甲}\n- {id: 2, title: 乙}\n", "a.yaml:2: unknown key 'title'; known are id, name"),
        ("- {id: 1}\n", "a.yaml:1: the key 'name' is missing"),
        ("- 甲\n", "a.yaml:1: an entry must be a mapping of keys to values"),
        ("id: 1\n", "a.yaml:1: must be a list of entries"),
        ("", "a.yaml: must be a list of entries"),
        ("- {id: [1\n", "a.yaml:2: not valid YAML"),
        (b"\xff", "a.yaml: cannot be read as UTF-8 text"),
    ],
)
def test_wrong_entries_are_told_by_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = write(tmp_path, "a.yaml", content)
    with pytest.raises(LexiconError) as caught:
        list(read_yaml(path, ("id", "name"), required=("name",)))
    assert str(caught.value).startswith(message)
    faults = Faults(gather=True)
    list(read_yaml(path, ("id", "name"), required=("name",), faults=faults))
    assert str(faults.found[0]).startswith(message)


def test_a_section_holds_the_entries(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "words: [甲]\nrules:\n  - {id: 1, name: 乙}\n")
    assert [(row.line, row.cells) for row in read_yaml(path, ("id", "name"), section="rules")] == [(3, {"id": 1, "name": "乙"})]
    with pytest.raises(LexiconError, match="the section 'gone' must be a list of entries"):
        list(read_yaml(path, ("id", "name"), section="gone"))
