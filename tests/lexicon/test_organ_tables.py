"""The organ lexicons are read into plain data; faulty rows are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.organ_tables import read_bodies, read_functions, read_local_names, read_ministries

MINISTRIES = "id,name,short_names,level,parent,valid_from,valid_to,successors,source\n"
FUNCTIONS = "id,stem,short_stems,suffixes,system,source\n"
BODIES = "id,body,forms,level,name,source\n"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_organ_is_known_by_all_its_names(tmp_path: Path) -> None:
    rows = "org:a,甲乙委员会,甲乙委|甲委,state,,2008-03,2018-03,org:b,test\norg:b,丙部,,state,,2018-03,,,test\n"
    organs, forms = read_ministries(write(tmp_path, "ministries.csv", MINISTRIES + rows))
    assert [o[0] for o in organs] == ["org:a", "org:b"]
    assert organs[0][6] == ["org:b"]
    assert forms == {"甲乙委员会": [0], "甲乙委": [0], "甲委": [0], "丙部": [1]}


def test_one_name_may_stand_for_several_organs(tmp_path: Path) -> None:
    rows = "org:a,甲部,,state,,,2008-03,,test\norg:b,甲乙部,甲部,state,,2008-03,,,test\n"
    assert read_ministries(write(tmp_path, "ministries.csv", MINISTRIES + rows))[1]["甲部"] == [0, 1]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,甲部,,state,,,,,test", "ministries.csv:2: the id 'a' must begin with org:"),
        ("org:a,甲部,,federal,,,,,test", "level 'federal' is none of state, party"),
        ("org:a,甲部,,state,,March,,,test", "valid_from 'March' is no date"),
        ("org:a,甲部,,state,,2018,2008,,test", "valid_from 2018 is later than valid_to 2008"),
        ("org:a,甲部,,state,org:x,,,,test", "'org:x' is the id of no row"),
        ("org:a,甲部,,state,,,,org:y,test", "'org:y' is the id of no row"),
        ("org:a,甲部,,state,,2024-13-45,,,test", "valid_from '2024-13-45' is no date of the calendar: month must be in 1..12"),
        ("org:a,甲部,,state,,,2023-02-29,,test", "valid_to '2023-02-29' is no date of the calendar"),
        ("org:a,甲部,,state,,2024-00,,,test", "valid_from '2024-00' is no date of the calendar"),
        ("org:a,甲部,,state,,２０２４,,,test", "valid_from '２０２４' is no date of the form"),
        ("org:a,甲部,,state,org:a,,,,test", "'org:a' is its own parent"),
        ("org:a,甲部,,state,,,,org:a,test", "'org:a' is its own successor"),
        (
            "org:a,甲部,,state,org:c,,,,test\norg:b,乙部,,state,org:a,,,,test\norg:c,丙部,,state,org:b,,,,test",
            "'org:a' is its own ancestor through 'org:c', 'org:b'",
        ),
        ("org:a,甲部,乙,state,,,,,test", "the name '乙' is too short"),
        ("org:a,甲部,,state,,,,,", "the column source is empty"),
    ],
)
def test_a_faulty_organ_is_named_with_its_line(row: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_ministries(write(tmp_path, "ministries.csv", MINISTRIES + row + "\n"))
    assert message in str(error.value)
    assert "ministries.csv:2" in str(error.value)


def test_dates_of_each_precision_are_taken(tmp_path: Path) -> None:
    rows = "org:a,甲部,,state,,2008,2018-03,,test\norg:b,乙部,,state,,2018-03,2024-02-29,,test\n"
    organs, _ = read_ministries(write(tmp_path, "ministries.csv", MINISTRIES + rows))
    assert [organ[3:5] for organ in organs] == [["2008", "2018-03"], ["2018-03", "2024-02-29"]]


def test_a_known_organ_cannot_be_put_under_one_that_it_holds(tmp_path: Path) -> None:
    row = "org:a,甲部,,state,org:b,,,,test\n"
    with pytest.raises(LexiconError, match=r"ministries\.csv:2: 'org:a' is its own ancestor through 'org:b'"):
        read_ministries(write(tmp_path, "ministries.csv", MINISTRIES + row), known={"org:a": "", "org:b": "org:a"})


def test_a_function_gives_short_and_full_tails(tmp_path: Path) -> None:
    _, tails = read_functions(write(tmp_path, "organ_functions.csv", FUNCTIONS + "kj,科学技术,科技,局|委,,test\n"))
    assert {form: tail[2] for form, tail in tails.items()} == {
        "科技局": "科学技术局",
        "科学技术局": "科学技术局",
        "科技委": "科学技术委员会",
        "科技委员会": "科学技术委员会",
        "科学技术委": "科学技术委员会",
        "科学技术委员会": "科学技术委员会",
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("kj,科学技术,科技,司,,test\n", "organ_functions.csv:2: suffix '司' is none of"),
        (
            "kj,科学技术,科技,局,,test\nkx,科学,科技,局,,test\n",
            "organ_functions.csv:3: '科技局' stands for '科学技术局'",
        ),
        ("kj,科学技术,科技,局,,test\nkj,教育,教育,局,,test\n", "organ_functions.csv:3: the id 'kj' stands"),
    ],
)
def test_a_faulty_function_is_named_with_its_line(rows: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_functions(write(tmp_path, "organ_functions.csv", FUNCTIONS + rows))
    assert message in str(error.value)


def test_a_body_has_a_template_for_its_name(tmp_path: Path) -> None:
    bodies, forms = read_bodies(
        write(tmp_path, "local_bodies.csv", BODIES + "zf,人民政府,人民政府|政府,state,{region}人民政府,test\n")
    )
    assert bodies == [["zf", "state", "{region}人民政府"]]
    assert forms == {"人民政府": 0, "政府": 0}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("zf,人民政府,政府,state,{city}人民政府,test\n", "local_bodies.csv:2: the name '{city}人民政府' may hold"),
        ("zf,人民政府,政府|政府,state,{region},test\n", "the form '政府' stands in an earlier row"),
    ],
)
def test_a_faulty_body_is_named_with_its_line(row: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_bodies(write(tmp_path, "local_bodies.csv", BODIES + row))
    assert message in str(error.value)


def test_a_special_local_name_stands_once(tmp_path: Path) -> None:
    text = "adcode,form,name,source\n370200,大数据局,甲,test\n370200,大数据局,乙,test\n"
    with pytest.raises(LexiconError, match=r"local_organs\.csv:3: '大数据局' of 370200 stands in an earlier row"):
        read_local_names(write(tmp_path, "local_organs.csv", text))
