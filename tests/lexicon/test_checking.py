"""A folder of lexicons is checked as a whole: every fault is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.checking import _grammar_faults, check_lexicons, explain_text
from analyzer.records import Article
from tests.lexicon.test_user_entities import HEADERS, folder


def told(path: Path) -> list[str]:
    return [str(fault) for fault in check_lexicons(path)]


def test_the_lexicons_that_ship_have_no_fault(lexicons: Path) -> None:
    assert told(lexicons) == []


def test_a_folder_without_fault_has_none(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        ministries="org:own,甲乙协调小组,甲乙组,state,org:guowuyuan,2020,,,own list",
        organ_functions="dikong,低空飞行,低空飞行,局,,own list",
        local_organs="330200,低空飞行局,宁波市低空飞行管理局,own list",
        regions="420199,光谷,,,county,420100,free,,,,,own list\n420198,东新区,东新,,county,420100,free,parent,,,,own list",
        region_groups="group:own,金角地区,金角,area,330200|420199,,,own list",
        sectors="量子汤,,C1432,,free,own list,发展【量子汤】,量子汤单\n沙画,,R88,,listed,own list,,\n量子云,,,,free,own list,,",
        guards="光谷,,样板,,,在光谷,光谷样板,own list",
        blockers="量子汤单|光谷汤圆,longer words,看量子汤单,own list",
    )
    assert told(made) == []


@pytest.mark.parametrize(
    ("file", "rows", "message"),
    [
        ("ministries", "own,甲办公室,,state,,,,,x", "ministries.csv:2: the id 'own' must begin with org:"),
        ("ministries", "org:a,甲办公室,,nation,,,,,x", "ministries.csv:2: level 'nation' is none of"),
        ("ministries", "org:a,甲办公室,,state,,2020-1,,,x", "ministries.csv:2: valid_from '2020-1' is no date"),
        ("ministries", "org:a,甲办公室,,state,org:none,,,,x", "ministries.csv:2: 'org:none' is the id of no row"),
        ("ministries", "org:a,甲办公室,,state,,,,,", "ministries.csv:2: the column source is empty"),
        ("organ_functions", "a,低空,低空,院,,x", "organ_functions.csv:2: suffix '院' is none of"),
        ("local_organs", "999999,科技局,某局,x", "local_organs.csv:2: '999999' is the adcode of no division"),
        ("local_organs", "330200,飞碟局,某局,x", "local_organs.csv:2: '飞碟局' is the form of no function"),
        ("regions", "42,光谷,,,county,420100,free,,,,,x", "regions.csv:2: '42' is no adcode"),
        ("regions", "420199,光谷,,,county,429999,free,,,,,x", "regions.csv:2: '429999' is the adcode of no row"),
        ("regions", "420199,光谷,,谷,county,420100,free,,,,,x", "regions.csv:2: '谷' is not read as a one-character name"),
        ("regions", "420199,光谷,东,,county,420100,free,free,,,,x", "regions.csv:2: the short name '东' is too short"),
        ("region_groups", "group:a,金角,,area,1,,,x", "region_groups.csv:2: the member '1' is the adcode of no division"),
        ("sectors", "量子云,,C9999,,free,x,,", "sectors.csv:2: 'C9999' is no code of GB/T 4754-2017"),
        ("sectors", "量子云,,,,free,x,,\n量子云,,,,free,x,,", "sectors.csv:3: the term '量子云' stands in an earlier row already"),
        ("sectors", "量子云,,,,free,x,发展量子云,云", "sectors.csv:2: the example '发展量子云' must hold the term once, in 【】"),
        ("sectors", "量子云,,,,free,x,发展【量子云】,量子云", "sectors.csv:2: in the counter-example '量子云', '量子云' is still found"),
        ("guards", "飞碟市,,样,,,在飞碟市,飞碟市样,x", "guards.csv:2: '飞碟市' is a name in no lexicon"),
        ("guards", "宁波,,(,,,在宁波,宁波样,x", "guards.csv:2: not_after '(' is no regular expression"),
        ("guards", "宁波,,样,,,宁波样,宁波样,x", "guards.csv:2: the example '宁波样' holds no mention of 宁波"),
        ("guards", "宁波,,样,,,在宁波,在宁波,x", "guards.csv:2: in the counter-example '在宁波', '宁波' is still found"),
        ("blockers", "宁波汤圆,a dish,宁波,x", "blockers.csv:2: the example '宁波' holds none of the words"),
    ],
)
def test_each_kind_of_fault_is_told_with_its_line(file: str, rows: str, message: str, tmp_path: Path) -> None:
    assert [fault for fault in told(folder(tmp_path, **{file: rows})) if fault.startswith(message)]


def test_wrong_columns_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text("term,code,colour\n", encoding="utf-8")
    (fault,) = told(tmp_path)
    assert fault.startswith("sectors.csv:1: the columns are term, code, colour; they must be term, name")
    assert "unknown colour" in fault
    assert "missing name, emerging" in fault


def test_files_that_are_not_read_are_told_beside_the_other_faults(tmp_path: Path) -> None:
    (folder(tmp_path, sectors="量子云,,,,often,x,,") / "cues.yaml").write_text("", encoding="utf-8")
    (tmp_path / "sector.csv").write_text("", encoding="utf-8")
    assert [fault.partition(":")[0] for fault in told(tmp_path)] == ["cues.yaml", "sector.csv", "sectors.csv"]


def test_all_faults_come_at_once_in_the_order_of_file_and_line(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        sectors="量子云,,Z1,,often,x,,\n飞碟,,C9999,,free,x,,\n飞碟,,,,free,x,,",
        blockers="飞碟,a word,看飞碟,x",
        regions="42,光谷,,,county,420100,free,,,,,x\n420199,光谷,,,town,420100,always,,,,,x",
    )
    lines = [fault.partition(": ")[0] for fault in told(made)]
    assert lines == ["blockers.csv:2", "regions.csv:2", *["regions.csv:3"] * 2, *["sectors.csv:2"] * 2, "sectors.csv:3", "sectors.csv:4"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"sectors": "金角,,,,free,x,,", "region_groups": "group:a,金角,,area,330200,,,x"},
            "sectors.csv:2: '金角' stands in region_groups.csv:2 as the name of group:a, too, so this row never applies",
        ),
        ({"sectors": "量子云,,,,free,x,,", "blockers": "量子云,a word,看量子云,x"}, "blockers.csv:2: '量子云' is a name of your own (sectors.csv:2), which"),
        ({"ministries": "org:a,市委员办,,state,,,,,x", "blockers": "由市委员,a word,由市委员,x"}, "ministries.csv:2: '市委员办' is not found even in '由市委员办负责。'"),
        ({"regions": "420199,甲乙大学,,,county,420100,free,,,,,x", "blockers": "甲乙大学堂|今天，甲乙,words,甲乙大学堂,x"}, "regions.csv:2: '甲乙大学' is not found even in"),
        ({"sectors": "沙画,,,,listed,x,,", "region_groups": "group:a,沙画,,area,330200,,,x"}, "sectors.csv:2: '沙画' stands in region_groups.csv:2"),
        ({"sectors": "宁波画,,,,listed,x,,"}, "sectors.csv:2: '宁波画' is not found even in '发展宁波画产业。': it is read as '宁波' (REGION 330200, regions.csv:"),
        ({"ministries": "org:a,甲乙办,,state,,,,,x", "guards": "甲乙办,由,,,,甲乙办,由甲乙办,x"}, "ministries.csv:2: '甲乙办' is not found even in '由甲乙办负责。': guarded:"),
    ],
)
def test_a_name_that_cannot_apply_is_told_with_what_shadows_it(files: dict[str, str], message: str, tmp_path: Path) -> None:
    assert [fault for fault in told(folder(tmp_path, **files)) if fault.startswith(message)], told(tmp_path)


def test_an_edit_of_the_shipped_lexicons_is_checked_as_a_whole(lexicons: Path, tmp_path: Path) -> None:
    copied(lexicons, tmp_path)
    for name, row in {
        "ministries.csv": "org:a,甲办公室,,nation,,,,,x",
        "blockers.csv": "工信部长,a word,看工信部长,x",
        "guards.csv": "飞碟市,,样,,,在飞碟市,飞碟市样,x",
        "sectors.csv": "宁波画,,,,free,x,,",
    }.items():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    (tmp_path / "cues.yaml").write_text("- {id: a}\n", encoding="utf-8")
    (tmp_path / "colours.csv").write_text("", encoding="utf-8")
    found = told(tmp_path)
    files = [fault.partition(":")[0] for fault in found]
    assert [file for file in files if file != "cues.yaml"] == ["colours.csv", "guards.csv", "guards.csv", "ministries.csv", "sectors.csv"]
    assert len([fault for fault in found if fault.startswith("cues.yaml:1: the key")]) == 7


@pytest.mark.parametrize(
    ("file", "right", "wrong", "times"),
    [
        ("cues.yaml", "kind: obligation", "kind: oblige", 3),
        ("frames.yaml", "kind: ", "kynd: ", 3),
        ("instruments.yaml", "weight: 3", "weight: heavy", 4),
        ("role_limits.yaml", "place: start", "place: first", 2),
        ("verbs.yaml", "markers: [", "markers: 7 # [", 2),
        ("units.csv", ",1,", ",one,", 2),
        ("themes.csv", ",strong,", ",big,", 5),
    ],
)
def test_all_faults_of_the_words_of_grammar_and_themes_are_told_at_once(file: str, right: str, wrong: str, times: int, lexicons: Path, tmp_path: Path) -> None:
    copied(lexicons, tmp_path)
    lines = (tmp_path / file).read_text(encoding="utf-8").splitlines()
    broken = [n for n, line in enumerate(lines) if right in line and not line.startswith("#")][:times]
    for n in broken:
        lines[n] = lines[n].replace(right, wrong, 1)
    (tmp_path / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = list(_grammar_faults(tmp_path))
    assert {fault.path.name for fault in found} == {file}
    entries = {max(k + 1 for k in range(n + 1) if file.endswith(".csv") or lines[k].startswith("- ")) for n in broken}
    assert {fault.line for fault in found} == entries


def test_a_row_with_several_faults_tells_them_all(lexicons: Path, tmp_path: Path) -> None:
    copied(lexicons, tmp_path)
    text = (tmp_path / "comparators.csv").read_text(encoding="utf-8")
    (tmp_path / "comparators.csv").write_text(text + "甲,beside,==,甲,乙\n", encoding="utf-8")
    assert [fault.fault.split(" is none")[0] for fault in _grammar_faults(tmp_path)] == ["place 'beside'", "comparator '=='"]


def copied(lexicons: Path, to: Path) -> list[Path]:
    for file in lexicons.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return sorted(to.iterdir())


def test_no_file_of_a_whole_folder_is_passed_over(lexicons: Path, tmp_path: Path) -> None:
    left = {path.name for path in copied(lexicons, tmp_path)}
    for name in left:
        (tmp_path / name).write_bytes(b"\xff\n")
    while left:  # of several files that are read together the first is told
        found = {fault.partition(":")[0] for fault in told(tmp_path)} & left
        assert found, left
        for name in found:
            (tmp_path / name).write_bytes((lexicons / name).read_bytes())
        left -= found


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        ("industries.csv", "C99x,甲业", "'C99x' is no code of GB/T 4754"),
        ("industries.csv", "C36,甲业", "the code 'C36' stands in an earlier row already"),
        ("sector_themes.csv", "C361,工业、交通", "'C361' is no section (C) and no division (C36)"),
        ("sector_themes.csv", "C,工业、交通", "the code 'C' stands in an earlier row already"),
        ("name_examples.csv", "京,110000,在京召开,京剧,", "the column source is empty"),
    ],
)
def test_a_faulty_row_of_a_table_beside_the_names_is_told(file: str, row: str, message: str, lexicons: Path, tmp_path: Path) -> None:
    copied(lexicons, tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as added:
        added.write(row + "\n")
    (fault,) = told(tmp_path)
    assert fault.startswith(f"{file}:")
    assert message in fault


def test_sectors_are_checked_against_the_industries_of_their_own_folder(lexicons: Path, tmp_path: Path) -> None:
    copied(lexicons, tmp_path)
    for file, row in (("industries.csv", "C9999,甲制造"), ("sectors.csv", "沙画机,,C9999,,free,x,发展【沙画机】产业,他谈到了画")):
        with (tmp_path / file).open("a", encoding="utf-8") as added:
            added.write(row + "\n")
    assert not [fault for fault in told(tmp_path) if "C9999" in fault]


def test_divisions_that_are_each_other_s_parent_are_told_each_by_its_line(tmp_path: Path) -> None:
    made = folder(tmp_path, regions="990100,甲乙市,,,prefecture,990200,free,,,,,x\n990200,丙丁市,,,prefecture,990100,free,,,,,x")
    assert told(made) == [
        "regions.csv:2: '990100' is its own ancestor through '990200'",
        "regions.csv:3: '990200' is its own ancestor through '990100'",
    ]


def test_a_division_under_a_faulty_one_is_checked_without_it(tmp_path: Path) -> None:
    made = folder(tmp_path, regions="990100,甲乙市,,,town,,free,,,,,x\n990200,丙丁市,,,prefecture,990100,free,,,,,x")
    assert told(made) == ["regions.csv:2: level 'town' is none of province, prefecture, county"]


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_bytes(b"\xff\xfe")
    assert [fault.partition(" text:")[0] for fault in told(tmp_path)] == ["sectors.csv: cannot be read as UTF-8"]
    (tmp_path / "regions.csv").mkdir()
    assert [fault.partition(" text:")[0] for fault in told(tmp_path)] == [
        "regions.csv: is a folder: put the rows into a file of this name",
        "sectors.csv: cannot be read as UTF-8",
    ]


def test_no_folder_is_one_fault(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere")[0].startswith("nowhere: is no folder")
    assert told(tmp_path)[0].startswith(f"{tmp_path.name}: holds none of")


def test_headers_of_the_tests_are_those_of_the_files(lexicons: Path) -> None:
    for name, header in HEADERS.items():
        lines = (lexicons / name).read_text(encoding="utf-8").splitlines()
        assert next(line for line in lines if not line.startswith("#")) == header


def test_a_text_is_explained_with_the_rows_of_a_folder(tmp_path: Path) -> None:
    made = folder(tmp_path, sectors="量子云,,,,free,x,,")
    (found,) = explain_text("看量子云\ud800", lexicons=made)
    assert (found.id, found.rows[0].path, found.rows[0].line) == ("term:量子云", made / "sectors.csv", 2)
    assert explain_text("看量子云") == []


def test_a_text_is_explained_as_a_run_reads_it() -> None:
    text = "行政長官赴北部都會區視察，衞生署及教育局配合。"
    for article in (Article(text), Article("卫生局推行新措施。", url="https://www.gov.mo/x"), Article("来源：澳门特区政府新闻局\n卫生局推行新措施。")):
        run = [(e.start, e.end, e.label, e.id) for e in analyze(article).entities]
        assert run
        assert [(e.start, e.end, e.label, e.id) for e in explain_text(article) if e.label] == run


def test_what_is_told_beside_a_text_settles_its_organs() -> None:
    assert [e.id for e in explain_text("卫生局公布。", meta={"url": "https://www.gov.mo/x"}) if e.label] == ["org:aomentebiexingzhengquzhengfuweishengju"]


@pytest.mark.parametrize(
    ("name", "told_of"),
    [("臺灣茶", "write '台湾茶'"), ("，金角", "begins or ends with a mark"), ("量子．汤", "")],
)
def test_a_name_that_no_cleaned_text_holds_is_told(name: str, told_of: str, tmp_path: Path) -> None:
    (fault,) = told(folder(tmp_path, sectors=f'"{name}",,C36,,free,x,,'))
    assert told_of in fault
