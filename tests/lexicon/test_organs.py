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


@pytest.mark.parametrize("before", ["（一）", "（十二）", "(二)", "（1）", "1）", "二、", "1.", "（见附件）", "平阴县（新区）的任务（附表），"])
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("市市场监管局", "济南市市场监督管理局"),
        ("市财政局", "济南市财政局"),
        ("省财政厅", "山东省财政厅"),
        ("县公安局", "平阴县公安局"),
        ("市委", "中共济南市委员会"),
    ],
)
def test_the_number_of_an_item_or_a_remark_in_brackets_leaves_an_organ_to_the_place_at_hand(
    before: str, words: str, name: str, rules: EntityRules
) -> None:
    text = f"济南市平阴县的任务如下。\n{before}{words}应当每月开展一次检查。"
    assert (words, name) in organs(text, rules, issuer="济南市人民政府")


@pytest.mark.parametrize(
    "text",
    ["各省（区、市）市场监管局", "各省（自治区、直辖市）市财政局", "各市（州）县公安局", "县（市、区）市教育局", "各（县、区）市财政局", "各地（市）县公安局"],
)
def test_several_tiers_at_once_are_a_group_wherever_the_bracket_stands(text: str, rules: EntityRules) -> None:
    found = find_entities(f"济南市的任务如下。\n（二）{text}应当开展检查。", rules, meta={"issuer": "济南市人民政府"})
    assert not [r for r in found if r.label == Label.MINISTRY]


def test_the_name_of_a_special_local_organ_comes_from_its_table(rules: EntityRules) -> None:
    assert organs("青岛市大数据局", rules) == [("青岛市大数据局", "青岛市大数据发展管理局")]
    assert organs("烟台市大数据局", rules) == [("烟台市大数据局", "烟台市大数据局")]


def test_hong_kong_and_macao_are_told_apart_by_the_text(rules: EntityRules) -> None:
    assert organs("澳门的立法会开会", rules)[0][1] == "澳门特别行政区立法会"
    assert organs("香港的立法会开会", rules)[0][1] == "香港特别行政区立法会"
    assert organs("当地的立法会开会", rules) == []


@pytest.mark.parametrize(
    ("meta", "name"),
    [
        ({"source": "香港新闻公报"}, "香港特别行政区立法会"),
        ({"title": "澳门今年的预算"}, "澳门特别行政区立法会"),
        ({"issuer": "香港特别行政区政府"}, "香港特别行政区立法会"),
        ({"url": "https://www.info.gov.hk/gia/1.htm"}, "香港特别行政区立法会"),
        ({"url": "https://www.gov.mo/zh-hans/1"}, "澳门特别行政区立法会"),
        ({"url": "https://www.gov.cn/?from=www.gov.hk"}, ""),
        ({"url": "https://www.gov.hku.example/1"}, ""),
        ({"source": "港澳事务办公室"}, ""),
    ],
)
def test_what_is_known_of_an_article_tells_whose_organs_it_names(meta: dict[str, str], name: str, rules: EntityRules) -> None:
    assert [n for _, n in organs("立法会开会", rules, **meta)] == [name] * bool(name)


def test_districts_of_hong_kong_tell_of_it_and_words_that_hold_their_names_do_not(rules: EntityRules) -> None:
    assert [n for _, n in organs("发展北部都会区，由立法会审议", rules)] == ["香港特别行政区立法会"]
    assert organs("重新界定范围，由立法会审议", rules) == []
    assert [n for _, n in organs("九龙坡区立法会", rules) if "香港" in n] == []


def test_only_the_site_of_its_government_makes_a_shared_name_an_organ_of_taiwan(rules: EntityRules) -> None:
    def ids(**meta: str) -> list[str]:
        return [r.id for r in find_entities("教育部公布名单", rules, meta=meta) if r.label == Label.MINISTRY]

    assert ids(title="行政院的预算") == ids() != ids(url="http://www.edu.gov.tw")


def test_a_listed_office_without_any_place_is_no_organ(rules: EntityRules) -> None:
    assert organs("（责任单位：财政局、教育局）", rules) == []
    assert [n for _, n in organs("嘉兴发布（责任单位：财政局、教育局）", rules)] == ["嘉兴市财政局", "嘉兴市教育局"]


@pytest.mark.parametrize(
    ("text", "meta", "ids"),
    [
        ("澳门特区政府公布，卫生局推行新措施。", {}, ["org:aomentebiexingzhengquzhengfu", "org:aomentebiexingzhengquzhengfuweishengju"]),
        ("卫生局推行新措施，（教育局负责）。", {"url": "https://www.gov.hk/zh"}, ["org:xianggangjiaoyuju"]),
        ("卫生局推行新措施。", {}, []),
        ("济南市卫生局到澳门考察，教育局推行新措施。", {}, ["org:370100:weisheng-ju"]),
    ],
)
def test_departments_of_hong_kong_and_macao_go_without_their_government_at_home_only(
    text: str, meta: dict[str, str], ids: list[str], rules: EntityRules
) -> None:
    assert [r.id for r in find_entities(text, rules, meta=meta) if r.label == "MINISTRY"] == ids
