"""How far the name of an organ reaches, and what kind of organ is composed."""

from __future__ import annotations

import pytest

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.records import Label


def organs(text: str, rules: EntityRules, **meta: str) -> list[tuple[str, str]]:
    return [(text[r.start : r.end], r.name) for r in find_entities(text, rules, meta=meta) if r.label == Label.MINISTRY]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("财政部部长", ["财政部"]),
        ("自然资源部党组成员", ["自然资源部"]),
        ("自然资源部党组会议", ["自然资源部党组"]),
        ("农业农村部和中国气象局", ["农业农村部", "中国气象局"]),
        ("国务院发展研究中心企业研究所所长", ["国务院发展研究中心企业研究所"]),
        ("财政部会同有关公司", ["财政部"]),
        ("中共全国政协党组", ["中共全国政协党组"]),
        ("中央纪委国家监委", ["中央纪委", "国家监委"]),
        ("湖南省郴州市委书记", ["湖南省郴州市委"]),
        ("北京市人大代表", ["北京市人大"]),
        ("省委省政府决定", ["省委", "省政府"]),
        ("外事办理机构", []),
        ("北京市委托第三方", []),
        ("区委员会", []),
    ],
)
def test_the_span_ends_where_the_organ_does(text: str, found: list[str], rules: EntityRules) -> None:
    assert [words for words, _ in organs(text, rules)] == found


def test_the_session_of_an_assembly_belongs_to_its_name(rules: EntityRules) -> None:
    text = "重庆市人民政府报告。市五届人大常委会第五次会议"
    assert organs(text, rules)[1] == ("市五届人大常委会", "重庆市人民代表大会常务委员会")


def test_the_name_of_a_special_local_organ_comes_from_its_table(rules: EntityRules) -> None:
    assert organs("青岛市大数据局", rules) == [("青岛市大数据局", "青岛市大数据发展管理局")]
    assert organs("烟台市大数据局", rules) == [("烟台市大数据局", "烟台市大数据局")]


def test_hong_kong_and_macao_are_told_apart_by_the_text(rules: EntityRules) -> None:
    assert organs("澳门的立法会开会", rules)[0][1] == "澳门特别行政区立法会"
    assert organs("香港的立法会开会", rules)[0][1] == "香港特别行政区立法会"
    assert organs("当地的立法会开会", rules) == []


def test_a_listed_office_without_any_place_is_no_organ(rules: EntityRules) -> None:
    assert organs("（责任单位：财政局、教育局）", rules) == []
    assert [n for _, n in organs("嘉兴发布（责任单位：财政局、教育局）", rules)] == ["嘉兴市财政局", "嘉兴市教育局"]
