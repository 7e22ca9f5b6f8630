"""The region lexicons are read into plain data; faulty rows are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.place_tables import read_groups, read_regions
from analyzer.lexicon.tables import Faults

REGIONS = (
    "adcode,name,short_names,one_character,level,parent,full_rule,short_rule,valid_from,valid_to,successors,source\n"
)
GROUPS = "id,name,short_names,kind,members,valid_from,valid_to,source\n"
PROVINCE = "990000,甲省,甲子,甲,province,,free,free,,,,test\n"


def regions(folder: Path, rows: str) -> Path:
    (folder / "regions.csv").write_text(REGIONS + rows, encoding="utf-8")
    return folder


def groups(folder: Path, rows: str) -> Path:
    (folder / "region_groups.csv").write_text(GROUPS + rows, encoding="utf-8")
    return folder


def test_a_district_carries_the_name_of_its_city(tmp_path: Path) -> None:
    rows = (
        PROVINCE
        + "990100,乙乙市,乙乙,,prefecture,990000,free,free,,,,test\n990101,丙丙区,丙丙,,county,990100,free,parent,,,,test\n"
    )
    read, forms, letters = read_regions(regions(tmp_path, rows))
    assert [r[2] for r in read] == ["甲省", "乙乙市", "乙乙市丙丙区"]
    assert forms["丙丙"] == [[2, "parent"]]
    assert letters == {"甲": 0}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("9901,乙市,,,prefecture,990000,free,,,,,test\n", "regions.csv:3: '9901' is no adcode of six digits"),
        ("990000,乙市,,,prefecture,,free,,,,,test\n", "regions.csv:3: the adcode 990000 stands in an earlier row"),
        ("990100,乙市,,,city,990000,free,,,,,test\n", "level 'city' is none of province, prefecture, county"),
        ("990100,乙市,乙乙,,prefecture,990000,free,sometimes,,,,test\n", "short_rule 'sometimes' is none of free"),
        ("990100,乙市,乙,,prefecture,990000,free,free,,,,test\n", "the short name '乙' is too short"),
        ("990100,乙市,,,prefecture,980000,free,,,,,test\n", "'980000' is the adcode of no row"),
        ("990100,乙市,,甲,prefecture,990000,free,,,,,test\n", "the one-character name '甲' stands in an earlier row"),
        ("990100,乙市,,,prefecture,990100,free,,,,,test\n", "'990100' is its own parent"),
        ("990100,乙市,,,prefecture,990000,free,,,,990100,test\n", "'990100' is its own successor"),
        (
            "990100,乙市,,,prefecture,990101,free,,,,,test\n990101,丙县,,,county,990100,free,,,,,test\n",
            "'990100' is its own ancestor through '990101'",
        ),
    ],
)
def test_a_faulty_division_is_named_with_its_line(row: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_regions(regions(tmp_path, PROVINCE + row))
    assert message in str(error.value)
    assert "regions.csv:3" in str(error.value)


def test_a_shipped_division_cannot_be_put_under_one_that_it_holds(tmp_path: Path) -> None:
    base = [["990000", "甲省", "甲省", "甲", "province", -1], ["990100", "乙市", "乙市", "乙市", "prefecture", 0]]
    row = "990000,甲省,,,province,990100,free,,,,,test\n"
    with pytest.raises(LexiconError, match=r"regions\.csv:2: '990000' is its own ancestor through '990100'"):
        read_regions(regions(tmp_path, row), base=base)


def test_divisions_under_a_faulty_row_keep_their_numbers_where_faults_are_gathered(tmp_path: Path) -> None:
    faults = Faults(gather=True)
    rows = "990000,甲省,,,town,,free,,,,,test\n990100,乙市,,,prefecture,990000,free,,,,,test\n990101,丙区,,,county,990100,free,,,,,test\n"
    read, forms, _ = read_regions(regions(tmp_path, rows), faults=faults)
    assert [(row[0], row[2], row[5]) for row in read] == [("990100", "乙市", -1), ("990101", "乙市丙区", 0)]
    assert (forms["乙市"], forms["丙区"]) == ([[0, "free"]], [[1, "free"]])
    assert [fault.line for fault in faults.found] == [2]


def test_a_group_knows_its_members(tmp_path: Path) -> None:
    read, forms = read_groups(groups(tmp_path, "group:g,甲乙地区,甲乙,cluster,990000,,,test\n"), {"990000"})
    assert read == [["group:g", "甲乙地区", "cluster", ["990000"]]]
    assert forms == {"甲乙地区": 0, "甲乙": 0}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("g,甲乙地区,,cluster,,,,test\n", "region_groups.csv:2: the id 'g' must begin with group:"),
        (
            "group:g,甲乙地区,,cluster,980000,,,test\n",
            "region_groups.csv:2: the member '980000' is the adcode of no division",
        ),
        (
            "group:g,甲乙,,cluster,,,,test\ngroup:h,丙丁,甲乙,cluster,,,,test\n",
            "region_groups.csv:3: the name '甲乙' stands for group:g",
        ),
    ],
)
def test_a_faulty_group_is_named_with_its_line(rows: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_groups(groups(tmp_path, rows), {"990000"})
    assert message in str(error.value)
