"""A user's own rows come first, and names that cannot apply are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.user_entities import extended, names_of, without_effect
from analyzer.records import Label

MINISTRIES = "id,name,short_names,level,parent,valid_from,valid_to,successors,source\n"
GROUPS = "id,name,short_names,kind,members,valid_from,valid_to,source\n"


def found(text: str, rules: EntityRules) -> dict[str, str]:
    return {
        text[r.start : r.end]: r.id for r in find_entities(text, rules) if r.label in (Label.MINISTRY, Label.REGION)
    }


def test_the_rows_of_a_user_win_over_the_shipped_ones(rules: EntityRules, tmp_path: Path) -> None:
    (tmp_path / "ministries.csv").write_text(
        MINISTRIES + "org:own,某某协调小组,工信部|协调小组,state,,,,,own list\n", encoding="utf-8"
    )
    (tmp_path / "region_groups.csv").write_text(
        GROUPS + "group:own,金角地区,金角|通道,area,330200|330300,,,own list\n", encoding="utf-8"
    )
    own = extended(rules, tmp_path)
    text = "工信部和协调小组在金角建设，教育部在宁波"
    assert found(text, own) == {
        "工信部": "org:own",
        "协调小组": "org:own",
        "金角": "group:own",
        "教育部": found("教育部", rules)["教育部"],
        "宁波": "330200",
    }
    assert "协调小组" not in found(text, rules)


def test_a_guard_that_ships_does_not_take_a_user_s_name_away(rules: EntityRules, tmp_path: Path) -> None:
    (tmp_path / "ministries.csv").write_text(
        MINISTRIES + "org:own,我方海关,海关,state,,,,,own list\n", encoding="utf-8"
    )
    assert found("货物通过海关时", extended(rules, tmp_path)) == {"海关": "org:own"}
    assert found("货物通过海关时", rules) == {}


def test_blockers_and_guards_of_a_user_apply(rules: EntityRules, tmp_path: Path) -> None:
    (tmp_path / "blockers.csv").write_text(
        "words,why,example,source\n宁波汤圆,a dish,吃宁波汤圆,own list\n", encoding="utf-8"
    )
    assert found("吃宁波汤圆", extended(rules, tmp_path)) == {}
    assert found("吃宁波汤圆", rules) == {"宁波": "330200"}


def test_a_name_that_cannot_apply_is_told_with_the_reason(rules: EntityRules, tmp_path: Path) -> None:
    (tmp_path / "ministries.csv").write_text(
        MINISTRIES + "org:own,甲乙小组,甲乙组,state,,,,,own list\n", encoding="utf-8"
    )
    (tmp_path / "blockers.csv").write_text(
        "words,why,example,source\n甲乙组,a word,甲乙组,own list\n", encoding="utf-8"
    )
    own = extended(rules, tmp_path)
    names = names_of(tmp_path, rules)
    assert names == ["甲乙小组", "甲乙组"]
    assert without_effect(own, names) == {"甲乙组": "it is a blocked word"}


def test_a_folder_without_any_lexicon_is_refused(rules: EntityRules, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"holds none of ministries\.csv"):
        extended(rules, tmp_path)


def test_fifty_thousand_terms_more_do_not_change_what_is_found(rules: EntityRules, tmp_path: Path) -> None:
    rows = "".join(f"org:own{n},壹贰叁肆第{n}办,,state,,,,,own list\n" for n in range(50_000))
    (tmp_path / "ministries.csv").write_text(MINISTRIES + rows, encoding="utf-8")
    own = extended(rules, tmp_path)
    text = "工信部和浙江省科技厅在宁波调研，壹贰叁肆第41707办参加。"
    assert found(text, own) == {**found(text, rules), "壹贰叁肆第41707办": "org:own41707"}
