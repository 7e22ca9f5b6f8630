"""Where the name of a region ends, what takes it away, one-character names, zones and townships."""

from __future__ import annotations

import pytest

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.records import Label


def regions(text: str, rules: EntityRules) -> list[str]:
    return [text[r.start : r.end] for r in find_entities(text, rules) if r.label == Label.REGION]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海市场活跃", ["上海"]),
        ("武汉市民出行", ["武汉"]),
        ("湖北省级平台", ["湖北"]),
        ("甘肃省内部分路段", ["甘肃省"]),
        ("湖南省长沙市举行", ["湖南省", "长沙市"]),
        ("济南市区道路", ["济南"]),
        ("由会同县级以上单位", []),
        ("在南海区域活动", []),
    ],
)
def test_the_last_character_goes_to_the_word_it_belongs_to(text: str, found: list[str], rules: EntityRules) -> None:
    assert regions(text, rules) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("沪苏浙皖三省一市", list("沪苏浙皖")),
        ("川渝两地", ["川", "渝"]),
        ("京、津、冀三地", list("京津冀")),
        ("会议在京举行", ["京"]),
        ("涉疆、涉藏问题", ["疆", "藏"]),
        ("援鄂医疗队", ["鄂"]),
        ("京沪高铁沿线", []),
        ("成渝中线高铁", ["成渝"]),
        ("湘鄂川黔根据地", []),
        ("港澳台同胞", []),
        ("推进藏粮于地", []),
        ("在京沪两地", []),
        ("万鄂湘出席", []),
    ],
)
def test_one_character_names_count_in_the_right_company_only(text: str, found: list[str], rules: EntityRules) -> None:
    assert regions(text, rules) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("重庆两路寸滩综合保税区", ["重庆两路寸滩综合保税区"]),
        ("西安高新区", ["西安高新区"]),
        ("在重庆建设综合保税区", ["重庆"]),
        ("山东德州陵城区边临镇", ["山东", "德州", "陵城区", "边临镇"]),
        ("浙江宁波的特色小镇", ["浙江", "宁波"]),
        ("福州市社区街道", ["福州市"]),
    ],
)
def test_zones_and_townships_are_read_after_their_city(text: str, found: list[str], rules: EntityRules) -> None:
    assert regions(text, rules) == found


@pytest.mark.parametrize("text", ["在易县调研", "河北易县的农户", "易县发布"])
def test_a_county_of_one_character_stands_alone(text: str, rules: EntityRules) -> None:
    assert "易县" in regions(text, rules)


def test_a_sister_beside_it_settles_a_short_name(rules: EntityRules) -> None:
    rows = {r.name for r in find_entities("浦东新区、徐汇和黄浦", rules) if r.label == Label.REGION}
    assert rows == {"上海市浦东新区", "上海市徐汇区", "上海市黄浦区"}


@pytest.mark.parametrize(
    "text",
    [
        "长白山景区",
        "北京大学出版社",
        "上海证券交易所公告",
        "广州汽车集团",
        "山东队夺冠",
        "福建舰入列",
        "黄浦江两岸",
        "贺兰山东麓",
    ],
)
def test_nature_schools_companies_and_teams_take_the_name_away(text: str, rules: EntityRules) -> None:
    assert regions(text, rules) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("红河州和文山州推进建设", ["532500", "532600"]),
        ("探访红河谷", []),
        ("太原都市圈建设", ["group:太原都市圈"]),
        ("治理黑龙江流域", []),
        ("在港务监督核准的区域", []),
        ("粤东西北地区振兴", ["group:yuedongxibei"]),
        ("在北京地平线机器人技术研发有限公司", []),
    ],
)
def test_names_that_say_what_they_are_and_words_that_only_look_like_names(text: str, codes: list[str], rules: EntityRules) -> None:
    assert [r.id for r in find_entities(text, rules) if r.label == "REGION"] == codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海浦东发展银行发布公告", []),
        ("上海四川路步行街", []),
        ("天津南京路沿线", []),
        ("北京云峰股份有限公司", []),
        ("农业银行上海市分行", []),
        ("江苏苏宁小镇集团", []),
        ("北京支持设立有限公司", ["北京"]),
        ("在上海出席新开发银行年会", ["上海"]),
        ("上海市北京东路", ["上海市"]),
        ("江西南昌机场", ["江西"]),
        ("西班牙中部城市", []),
        ("内蒙古东部降温", ["内蒙古"]),
        ("推动西部大开发", ["西部"]),
        ("记者杨桂林报道", []),
        ("位于都市圈核心区", []),
    ],
)
def test_names_of_companies_streets_persons_and_foreign_parts_give_no_region(text: str, found: list[str], rules: EntityRules) -> None:
    assert regions(text, rules) == found
