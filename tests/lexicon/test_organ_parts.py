"""Organs that lean on one named before: committees in a list, terms of office, parts and short forms."""

from __future__ import annotations

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.organ_parts import without_overlaps
from analyzer.records import EntityRow, Label


def organs(text: str, rules: EntityRules) -> dict[str, str]:
    return {text[r.start : r.end]: r.name for r in find_entities(text, rules) if r.label == Label.MINISTRY}


def test_committees_listed_after_one_of_the_assembly_belong_to_it(rules: EntityRules) -> None:
    found = organs("听取全国政协经济委员会、外事委员会和有关方面汇报。", rules)
    assert found["外事委员会"] == "中国人民政治协商会议全国委员会外事委员会"


def test_a_numbered_group_of_the_centre_is_an_organ(rules: EntityRules) -> None:
    assert organs("中央第三巡视组进驻", rules) == {"中央第三巡视组": "中央第三巡视组"}
    found = organs("主题教育中央第九指导组", rules)
    assert found["主题教育中央第九指导组"] == "学习贯彻习近平新时代中国特色社会主义思想主题教育中央第九指导组"


def test_a_department_of_the_issuer_is_known_by_its_own_word(rules: EntityRules) -> None:
    found = organs("请报我部（教师工作司）。\n教育部办公厅", rules)
    assert found["教师工作司"] == "教育部教师工作司"


def test_words_that_name_nobody_are_no_short_form(rules: EntityRules) -> None:
    assert "主管机关" not in organs("国家海洋局（以下简称主管机关）负责，主管机关审查。", rules)


def row(start: int, end: int) -> EntityRow:
    return EntityRow(start, end, "MINISTRY", "x", "x", "", ())


def test_what_overlaps_is_left_out() -> None:
    kept = without_overlaps([row(0, 3), row(6, 9)], [row(2, 4), row(3, 6), row(5, 7), row(9, 11), row(10, 12)])
    assert [(r.start, r.end) for r in kept] == [(0, 3), (3, 6), (6, 9), (9, 11)]
