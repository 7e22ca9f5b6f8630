"""What find_entities reports, on sentences written for it."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.records import EntityRow, Label


def seen(text: str, rules: EntityRules, **meta: str) -> list[tuple[str, str, str]]:
    """(words, id, name) of organs and regions."""
    rows = find_entities(text, rules, meta=meta)
    return [(text[r.start : r.end], r.id, r.name) for r in rows if r.label in (Label.MINISTRY, Label.REGION)]


def names(text: str, rules: EntityRules, **meta: str) -> dict[str, str]:
    return {words: name for words, _, name in seen(text, rules, **meta)}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("工信部部长主持会议。", "工信部", "工业和信息化部"),
        ("国务院常务会议审议通过。", "国务院", "国务院"),
        ("由国家卫生健康委办公厅印发。", "国家卫生健康委办公厅", "国家卫生健康委员会办公厅"),
        ("工业和信息化部电子信息司指导。", "工业和信息化部电子信息司", "工业和信息化部电子信息司"),
        ("教育部教材局负责人说。", "教育部教材局", "教育部教材局"),
        ("国务院党组会议强调。", "国务院党组", "中共国务院党组"),
        ("中华人民共和国财政部公告。", "中华人民共和国财政部", "财政部"),
        ("贯彻党中央决策部署。", "党中央", "中共中央"),
        ("按照中央部署推进。", "中央", "中共中央"),
        ("中央宣传部会同有关方面。", "中央宣传部", "中共中央宣传部"),
        ("十四届全国人大四次会议", "全国人大", "全国人民代表大会"),
        ("政协第十四届全国委员会第三次会议", "政协第十四届全国委员会", "中国人民政治协商会议全国委员会"),
        ("中国共产党第二十届中央委员会第四次全体会议", "中国共产党第二十届中央委员会", "中共中央"),
        ("最高检发布案例。", "最高检", "最高人民检察院"),
        ("浙江省委常委会会议", "浙江省委", "中共浙江省委员会"),
        ("北京市顺义区委常委", "北京市顺义区委", "中共北京市顺义区委员会"),
        ("中共宁波市委印发", "中共宁波市委", "中共宁波市委员会"),
        ("四川省卫生健康委通报", "四川省卫生健康委", "四川省卫生健康委员会"),
        ("江苏省经信委", "江苏省经信委", "江苏省经济和信息化委员会"),
        ("记者从宁波海关获悉", "宁波海关", "宁波海关"),
        ("记者从拱北海关获悉", "拱北海关", "拱北海关"),
        ("上海市场监管局抽检", "上海市场监管局", "上海市市场监督管理局"),
        ("山东省国资委", "山东省国资委", "山东省人民政府国有资产监督管理委员会"),
        ("新疆生产建设兵团教育局", "新疆生产建设兵团教育局", "新疆生产建设兵团教育局"),
        ("香港特区政府公布", "香港特区政府", "香港特别行政区政府"),
        ("行政院会议通过", "行政院", "行政院"),
    ],
)
def test_an_organ_is_found_with_its_full_name(text: str, words: str, name: str, rules: EntityRules) -> None:
    assert names(text, rules).get(words) == name


@pytest.mark.parametrize(
    "text",
    [
        "教育部门要加强监管。",
        "各市财政局要落实。",
        "各省、自治区、直辖市民政厅（局）：",
        "县（市、区）教育局负责。",
        "美国商务部宣布。",
        "俄国防部表示。",
        "德国联邦统计局公布。",
        "今年中央财政安排资金。",
        "中央经济工作会议精神。",
        "各民主党派中央负责人。",
        "公安机关依法查处。",
        "市委员会议室。",
        "人社部发〔2016〕4号",
        "中国科学院院士出席。",
        "有关部门和地方政府要加强。",
    ],
)
def test_what_is_no_organ_in_particular_is_no_ministry(text: str, rules: EntityRules) -> None:
    assert not [r for r in find_entities(text, rules) if r.label == Label.MINISTRY]


def test_a_local_organ_without_its_place_belongs_to_the_place_the_text_is_about(rules: EntityRules) -> None:
    text = "为加快绍兴建设，市政府印发本方案。（责任单位：市发展改革委、科技局；省经信厅）"
    found = names(text, rules)
    assert found["市政府"] == "绍兴市人民政府"
    assert found["市发展改革委"] == "绍兴市发展和改革委员会"
    assert found["科技局"] == "绍兴市科学技术局"
    assert found["省经信厅"] == "浙江省经济和信息化厅"


def test_the_issuer_settles_whose_office_is_meant(rules: EntityRules) -> None:
    found = names("由市大数据局牵头。", rules, issuer="青岛市人民政府办公厅")
    assert found["市大数据局"] == "青岛市大数据发展管理局"
    assert names("由市大数据局牵头。", rules)["市大数据局"] == "市大数据局"


def test_national_organs_listed_after_a_local_one_are_local(rules: EntityRules) -> None:
    found = names("（广东省财政厅、能源局负责）", rules)
    assert found["能源局"] == "广东省能源局"
    assert names("（国家发展改革委、能源局负责）", rules)["能源局"] == "国家能源局"


def test_the_date_tells_two_organs_with_one_name_apart(rules: EntityRules) -> None:
    old = seen("交通部令第5号公布。", rules, date="1999-11-15")
    new = seen("交通部发布通知。", rules, date="2020-02-01")
    assert old[0][2] == "交通部"
    assert new[0][2] == "交通运输部"


def test_an_organ_of_its_time_keeps_its_own_name(rules: EntityRules) -> None:
    organ = next(o for o in rules.organs if o.name == "环境保护部")
    assert seen("环境保护部发布公告。", rules, date="2015-03-01") == [("环境保护部", organ.id, "环境保护部")]
    assert [o.name for o in rules.organs if o.id in organ.successors] == ["生态环境部"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在浙江绍兴调研", {"浙江": "330000", "绍兴": "330600"}),
        ("河北省邯郸市涉县", {"河北省": "130000", "邯郸市": "130400", "涉县": "130426"}),
        ("沪苏浙皖携手", {"沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000"}),
        ("会议28日在京召开", {"京": "110000"}),
        ("支持京津冀协同发展", {"京津冀": "group:jingjinji"}),
        ("东部发达地区", {"东部": "group:dongbu"}),
        ("雄安新区建设", {"雄安新区": "group:xinqu-xiongan"}),
        ("中国（上海）自由贸易试验区", {"中国（上海）自由贸易试验区": "group:ftz-31"}),
        ("黄河流域生态保护", {"黄河流域": "group:huanghe-liuyu"}),
        ("在甘肃会宁县郭城驿镇", {"甘肃": "620000", "会宁县": "620422", "郭城驿镇": "620422/郭城驿镇"}),
        ("北京天竺综合保税区封关", {"北京天竺综合保税区": "group:北京天竺综合保税区"}),
        ("上海市场活跃", {"上海": "310000"}),
        ("湖南省长沙市", {"湖南省": "430000", "长沙市": "430100"}),
        ("济南等国家超算中心", {"济南": "370100"}),
    ],
)
def test_a_region_is_linked_to_its_code(text: str, found: dict[str, str], rules: EntityRules) -> None:
    assert {words: key for words, key, _ in seen(text, rules)} == found


@pytest.mark.parametrize(
    "text",
    [
        "在东京出席会议",
        "北京银行公布年报",
        "走在南京东路上",
        "中山大学的教授",
        "上海山西路的商铺",
        "发展朝阳产业",
        "清水湾的海滩",
        "沪渝蓉高铁开通",
        "国家超级计算济南中心",
        "美国佛罗里达州的企业",
        "加快形成都市圈",
        "示范县建设",
        "鼓楼的钟声",
        "东南亚国家",
        "上海合作组织峰会",
    ],
)
def test_streets_schools_companies_and_chance_words_give_no_region(text: str, rules: EntityRules) -> None:
    assert seen(text, rules) == []


def test_a_name_that_several_districts_bear_is_settled_by_the_text_and_else_left_open(rules: EntityRules) -> None:
    near = next(r for r in find_entities("福建省福州市的鼓楼区", rules) if r.id.endswith("02"))
    assert (near.id, near.name, near.alternatives) == ("350102", "福州市鼓楼区", ())
    alone = find_entities("鼓楼区发布公告", rules)[0]
    assert len(alone.alternatives) >= 2


def test_generic_groups_have_a_label_of_their_own(rules: EntityRules) -> None:
    rows = find_entities("各有关部门和地方各级人民政府要加强", rules)
    assert [r.label for r in rows if r.label != Label.SECTOR] == [Label.GROUP, Label.GROUP]


def test_organs_of_all_provinces_are_one_group(rules: EntityRules) -> None:
    text = "各省、自治区、直辖市民政厅（局）、卫生健康委："
    rows = [r for r in find_entities(text, rules) if r.label != Label.SECTOR]
    assert [(text[r.start : r.end], r.label) for r in rows] == [
        ("各省、自治区、直辖市民政厅（局）", Label.GROUP),
        ("卫生健康委", Label.GROUP),
    ]


def test_documents_are_found_with_their_number(rules: EntityRules) -> None:
    text = "根据《国务院关于加强监管的通知》（国发〔2017〕35号）和“十四五”规划，读《红楼梦》。"
    rows = [r for r in find_entities(text, rules) if r.label == Label.DOCUMENT]
    assert [(r.id, r.level) for r in rows] == [("doc:国发〔2017〕35号", "notice"), ("doc:十四五规划", "plan")]


def test_a_short_form_that_the_text_introduces_is_known_from_then_on(rules: EntityRules) -> None:
    text = "国家航天局（以下简称甲局）负责。甲局应当审查。"
    assert [words for words, _, name in seen(text, rules) if name == "国家航天局"] == ["国家航天局", "甲局", "甲局"]


def test_a_department_named_once_with_its_ministry_is_known_alone(rules: EntityRules) -> None:
    text = "交通运输部运输服务司通知。请报运输服务司。"
    assert [n for _, _, n in seen(text, rules)] == ["交通运输部运输服务司"] * 2


def test_page_furniture_tells_nothing_but_who_speaks(rules: EntityRules) -> None:
    text = "教育部通知。来源：财政部网站关于汽车"
    kinds = {"navigation": ["教育部"], "credit": ["教育部", "财政部"]}
    for kind, found in kinds.items():
        rows = find_entities(text, rules, blocks=[(kind, 6, len(text))])
        assert [r.name for r in rows if r.label == Label.MINISTRY] == found
        assert not [r for r in rows if r.label == Label.SECTOR]


@pytest.fixture(scope="module")
def restored(rules: EntityRules) -> EntityRules:
    return EntityRules.from_rows(json.loads(json.dumps(rules.to_rows(), ensure_ascii=False)))


PIECES = [
    "国务院",
    "市",
    "科技局",
    "北京",
    "省",
    "浙江",
    "、",
    "朝阳",
    "区",
    "委",
    "和",
    "中央",
    "部",
    "门",
    "京",
    "沪",
    "东部",
    "，",
    "《",
    "》",
    "通知",
    "第",
    "十",
    "届",
    "大学",
    "镇",
    "兵团",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_mentions_lie_in_the_text_and_do_not_overlap(rules: EntityRules, restored: EntityRules, text: str) -> None:
    rows = find_entities(text, rules)
    assert rows == sorted(rows)
    assert all(0 <= r.start < r.end <= len(text) and r.id and r.name for r in rows)
    plain: list[EntityRow] = [r for r in rows if r.label not in (Label.DOCUMENT, Label.GROUP)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(plain))
    assert find_entities(text, restored) == rows
