"""A user's own rows come first, and only what the user says takes them away."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.user_entities import FILES, extended, read_user
from analyzer.records import Label

HEADERS = {
    "ministries.csv": "id,name,short_names,level,parent,valid_from,valid_to,successors,source",
    "organ_functions.csv": "id,stem,short_stems,suffixes,system,source",
    "local_organs.csv": "adcode,form,name,source",
    "regions.csv": "adcode,name,short_names,one_character,level,parent,full_rule,short_rule,valid_from,valid_to,successors,source",
    "region_groups.csv": "id,name,short_names,kind,members,valid_from,valid_to,source",
    "sectors.csv": "term,name,code,emerging,use,source,example,counter",
    "guards.csv": "term,not_before,not_after,only_before,only_after,example,counter_example,source",
    "blockers.csv": "words,why,example,source",
}


def folder(tmp_path: Path, **files: str) -> Path:
    """A user's folder: for each file its rows, without the header."""
    for name, rows in files.items():
        file = f"{name}.csv"
        (tmp_path / file).write_text(f"{HEADERS[file]}\n{rows}\n", encoding="utf-8")
    return tmp_path


def found(text: str, rules: EntityRules) -> dict[str, str]:
    return {text[r.start : r.end]: r.id for r in find_entities(text, rules) if r.label in (Label.MINISTRY, Label.REGION, Label.SECTOR)}


def test_every_file_has_its_header_here() -> None:
    assert tuple(sorted(HEADERS)) == tuple(sorted(FILES))


def test_the_rows_of_a_user_win_over_the_shipped_ones(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(
        rules,
        folder(
            tmp_path,
            ministries="org:own,某某协调小组,工信部|协调小组,state,,,,,own list",
            region_groups="group:own,金角地区,金角|通道,area,330200|330300,,,own list",
        ),
    )
    text = "工信部和协调小组在金角建设，教育部在宁波"
    assert found(text, own) == {
        "工信部": "org:own",
        "协调小组": "org:own",
        "金角": "group:own",
        "教育部": found("教育部", rules)["教育部"],
        "宁波": "330200",
    }
    assert "协调小组" not in found(text, rules)


def test_organs_may_lie_under_shipped_ones_and_only_there(rules: EntityRules, tmp_path: Path) -> None:
    row = "org:own,甲办公室,,state,{},,,{},own list"
    extended(rules, folder(tmp_path, ministries=row.format("org:guowuyuan", "org:jiaoyubu")))
    with pytest.raises(LexiconError, match=r"ministries\.csv:2: 'org:none' is the id of no row"):
        extended(rules, folder(tmp_path, ministries=row.format("org:none", "")))


def test_a_guard_that_ships_does_not_take_a_user_s_name_away(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, ministries="org:own,我方海关,海关,state,,,,,own list"))
    assert found("货物通过海关时", own) == {"海关": "org:own"}
    assert found("货物通过海关时", rules) == {}


def test_a_name_in_a_longer_word_or_name_is_not_meant(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(
        rules,
        folder(
            tmp_path,
            ministries="org:own,甲部,教育部,state,,,,,own list",
            regions="420199,光谷,,,county,420100,free,,,,,own list",
        ),
    )
    assert found("教育部门在光谷大道开会。", own) == {}
    assert found("教育部在光谷开会。", own) == {"教育部": "org:own", "光谷": "420199"}


def test_blockers_and_guards_of_a_user_apply_to_names_of_any_kind(rules: EntityRules, tmp_path: Path) -> None:
    text = "吃宁波汤圆，看钢铁森林，宁波样板，发展汽车。"
    assert list(found(text, rules)) == ["宁波", "钢铁", "汽车"]
    own = extended(
        rules,
        folder(
            tmp_path,
            blockers="宁波汤圆|钢铁森林,a dish and a film,吃宁波汤圆,own list",
            guards="宁波,,样板,,,在宁波,宁波样板,own list\n汽车,发展,,,,买汽车,发展汽车,own list",
        ),
    )
    assert found(text, own) == {}


def test_a_sector_of_a_user_counts_where_the_filter_of_sectors_says_no(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, sectors="党员,党员教育,P83,,free,own list,,\n量子云,,,,free,own list,,"))
    text = "组织党员学习，量子云。"
    assert found(text, own) == {"党员": "P83", "量子云": "term:量子云"}
    assert found(text, rules) == {}
    assert [r.name for r in find_entities(text, own)] == ["党员教育", "量子云"]


def test_a_sector_that_needs_telling_words_needs_them_with_a_user_too(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, sectors="沙画,,R88,,listed,own list,,"))
    assert found("发展煤炭、钢铁、沙画等产业", own)["沙画"] == "R88"
    assert "沙画" not in found("他在看沙画。", own)


def test_a_sector_that_begins_with_a_region_is_the_sector(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, sectors="北京时尚,,C18,,free,own list,,"))
    assert found("发展北京时尚，在北京。", own) == {"北京时尚": "C18", "北京": "110000"}


def test_the_longer_sector_wins_over_a_user_s_shorter_one(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, sectors="汽车,车辆,C36,,free,own list,,"))
    text = "发展新能源汽车产业和汽车产业"
    assert [(r.id, r.name) for r in find_entities(text, own)] == [("C3612", "新能源汽车"), ("C36", "车辆")]


def test_a_division_of_a_user_lies_under_a_shipped_one_and_keeps_its_rule(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, regions="420199,光谷区,光谷|东新,,county,420100,free,parent,,,,own list"))
    assert found("在武汉东新。", own) == {"武汉": "420100", "东新": "420199"}
    assert "东新" not in found("在东新。", own)
    assert [r.name for r in find_entities("光谷区", own)] == ["武汉市光谷区"]


def test_a_row_with_the_adcode_of_a_shipped_one_takes_its_place(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, regions="440100,广州市,羊城,,prefecture,440000,free,free,,,,own list"))
    assert found("羊城和越秀区", own) == {"羊城": "440100", "越秀区": "440104"}
    assert found("在广州。", own) == {}
    assert found("在穗召开", rules) == {"穗": "440100"}
    assert found("在穗召开", own) == {}


def test_functions_of_a_user_make_local_organs_of_every_place(rules: EntityRules, tmp_path: Path) -> None:
    assert "宁波市低空飞行局" not in found("宁波市低空飞行局", rules)
    own = extended(
        rules,
        folder(
            tmp_path,
            organ_functions="dikong,低空飞行,低空飞行|低飞,局,,own list",
            local_organs="330200,低飞局,宁波市低空飞行管理局,own list",
        ),
    )
    text = "宁波市低空飞行局和温州市低飞局、宁波市低飞局"
    assert [(r.id, r.name) for r in find_entities(text, own)] == [
        ("org:330200:dikong-ju", "宁波市低空飞行局"),
        ("org:330300:dikong-ju", "温州市低空飞行局"),
        ("org:330200:dikong-ju", "宁波市低空飞行管理局"),
    ]


@pytest.mark.parametrize("name", ["cues.yaml", "ministry.csv", "sectors.xlsx"])
def test_a_file_that_is_not_read_is_refused_by_name(name: str, rules: EntityRules, tmp_path: Path) -> None:
    (folder(tmp_path, sectors="量子云,,,,free,own list,,") / name).write_text("", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"{name}: is not read .*read are ministries.csv"):
        extended(rules, tmp_path)


def test_pages_and_hidden_files_may_lie_beside_the_lexicons(rules: EntityRules, tmp_path: Path) -> None:
    for name in ("README.md", ".hidden"):
        (folder(tmp_path, sectors="量子云,,,,free,own list,,") / name).write_text("", encoding="utf-8")
    assert found("量子云", extended(rules, tmp_path)) == {"量子云": "term:量子云"}


def test_a_folder_without_any_lexicon_and_a_missing_one_are_refused(rules: EntityRules, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"holds none of ministries\.csv"):
        extended(rules, tmp_path)
    with pytest.raises(LexiconError, match="nowhere: is no folder"):
        extended(rules, tmp_path / "nowhere")


def test_a_folder_in_the_place_of_a_file_is_told_and_not_read(rules: EntityRules, tmp_path: Path) -> None:
    (folder(tmp_path, ministries="org:own,甲办公室,,state,,,,,own list") / "sectors.csv").mkdir()
    with pytest.raises(LexiconError, match=r"^sectors\.csv: is a folder: put the rows into a file of this name$"):
        extended(rules, tmp_path)


def test_rows_survive_being_stored(rules: EntityRules, tmp_path: Path) -> None:
    own = extended(rules, folder(tmp_path, sectors="量子云,,,,free,own list,,", guards="钢铁,,侠,,,发展钢铁,钢铁侠,own list"))
    again = EntityRules.from_rows(own.to_rows())
    for text in ("量子云", "钢铁侠"):
        assert found(text, again) == found(text, own)


def test_fifty_thousand_terms_more_do_not_change_what_is_found(rules: EntityRules, tmp_path: Path) -> None:
    rows = "\n".join(f"org:own{n},壹贰叁肆第{n}办,,state,,,,,own list" for n in range(25_000))
    terms = "\n".join(f"伍陆柒捌{n}号,,C39,,free,own list,," for n in range(25_000))
    own = extended(rules, folder(tmp_path, ministries=rows, sectors=terms))
    text = "工信部和浙江省科技厅在宁波调研，壹贰叁肆第21707办参加，发展伍陆柒捌17号和钢铁产业。"
    assert found(text, own) == {**found(text, rules), "壹贰叁肆第21707办": "org:own21707", "伍陆柒捌17号": "C39"}


def test_all_faults_of_all_files_are_gathered(rules: EntityRules, tmp_path: Path) -> None:
    from analyzer.lexicon.tables import Faults

    folder(
        tmp_path,
        ministries="own,甲,,nation,,2020-13x,,,own list\norg:b,乙办,,state,org:none,,,,own list",
        regions="42,光谷,,,county,420100,free,,,,,own list",
        sectors="量子云,,Z9,,often,own list,,\n量子云,too few",
    )
    faults = Faults(gather=True)
    read_user(tmp_path, rules, faults=faults)
    assert [(f.path.name, f.line) for f in faults.found] == [
        *[("ministries.csv", 2)] * 4, ("ministries.csv", 3), ("regions.csv", 2), *[("sectors.csv", 2)] * 2, ("sectors.csv", 3),
    ]  # fmt: skip
