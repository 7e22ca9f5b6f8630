"""The organs through the reforms of the State Council: who was abolished, who succeeded, and that no gap is left."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analyzer.cleaning import clean_text
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules, Organ
from analyzer.lexicon.organ_tables import read_ministries
from analyzer.lexicon.rollups import successors
from analyzer.resources import lexicons_dir

ORGANS = [Organ._make((*row[:6], tuple(row[6]))) for row in read_ministries(lexicons_dir())[0]]
BY_ID = {organ.id: organ for organ in ORGANS}
NAMES = {organ.name: organ for organ in ORGANS}
ABOLISHED = {
    "2008-03": "信息产业部|国防科学技术工业委员会|国务院信息化工作办公室|交通部|中国民用航空总局|人事部|劳动和社会保障部|国家环境保护总局|建设部|国家能源领导小组",
    "2013-03": "铁道部|卫生部|国家人口和计划生育委员会|国家食品药品监督管理局|新闻出版总署|国家广播电影电视总局|国家电力监管委员会",
    "2018-03": "监察部|国土资源部|环境保护部|农业部|文化部|国家卫生和计划生育委员会|国家旅游局|国家安全生产监督管理总局|国家工商行政管理总局"
    "|国家质量监督检验检疫总局|国家食品药品监督管理总局|国家新闻出版广电总局|中国银行业监督管理委员会|中国保险监督管理委员会|国家粮食局|国家林业局"
    "|国务院法制办公室|国务院三峡工程建设委员会办公室|国务院南水北调工程建设委员会办公室|国家预防腐败局|国家行政学院|国家地理信息局|国家物资储备局"
    "|中央全面深化改革领导小组|中央网络安全和信息化领导小组|中央财经领导小组|中央外事工作领导小组|中央维护海洋权益工作领导小组"
    "|中央社会治安综合治理委员会|中央维护稳定工作领导小组|中共中央党史研究室|中共中央文献研究室|中央直属机关工作委员会",
    "2023": "中国银行保险监督管理委员会|国务院金融稳定发展委员会|国家乡村振兴局",
}
"""By the month of the plan what it ended, as the published plans say."""

ENDED_FOR_GOOD = ("国务院应对新型冠状病毒", "国务院联防联控机制")
"""Emergency bodies that were dissolved when the emergency ended."""


@pytest.mark.parametrize(("month", "name"), [(month, name) for month, names in ABOLISHED.items() for name in names.split("|")])
def test_what_a_reform_abolished_ends_with_it_and_is_succeeded(month: str, name: str) -> None:
    ends = [organ.valid_to for organ in ORGANS if organ.name == name and organ.level in ("state", "party")]
    assert len(ends) == 1, f"{name} must stand in one row"
    assert ends[0].startswith(month)
    assert NAMES[name].successors or successors(name) != (name,)


@pytest.mark.parametrize("organ", [organ for organ in ORGANS if organ.valid_to], ids=lambda organ: organ.id)
def test_an_abolished_organ_has_a_successor_that_exists_when_it_ends(organ: Organ) -> None:
    if organ.name.startswith(ENDED_FOR_GOOD):
        assert not organ.successors
        return
    assert organ.successors
    year_only = len(organ.valid_to) == 4
    for successor in (BY_ID[key] for key in organ.successors):
        end = organ.valid_to + ("-12" if year_only else "")
        assert not successor.valid_from or successor.valid_from <= end, f"{successor.name} begins only in {successor.valid_from}"
        assert not successor.valid_to or successor.valid_to > organ.valid_to, f"{successor.name} ends in {successor.valid_to} already"


def test_only_what_ended_has_successors_and_no_living_organ_has_a_dead_parent() -> None:
    assert [organ.id for organ in ORGANS if organ.successors and not organ.valid_to] == []
    living = [organ for organ in ORGANS if not organ.valid_to and organ.parent]
    assert [organ.id for organ in living if BY_ID[organ.parent].valid_to] == []


def test_every_organ_of_the_past_leads_to_organs_of_today() -> None:
    for organ in ORGANS:
        if organ.valid_to and organ.successors:
            today = [NAMES[name] for name in successors(organ.name)]
            assert all(not found.valid_to for found in today), organ.name


@pytest.mark.parametrize(
    ("date", "words", "name"),
    [
        ("2015-06-01", "中央深改组审议", "中央全面深化改革领导小组"),
        ("2019-06-01", "中央深改委审议", "中央全面深化改革委员会"),
        ("2016-06-01", "中央网信办发布", "中央网络安全和信息化领导小组办公室"),
        ("2021-06-01", "中央网信办发布", "中央网络安全和信息化委员会办公室"),
        ("2001-06-01", "国家药品监督管理局公告", "国家药品监督管理局（1998年）"),
        ("2020-06-01", "国家药品监督管理局公告", "国家药品监督管理局"),
        ("2005-06-01", "交通部通知", "交通部"),
        ("2020-06-01", "交通部通知", "交通运输部"),
    ],
)
def test_a_name_stands_for_the_organ_of_its_date(date: str, words: str, name: str, rules: EntityRules) -> None:
    assert find_entities(words, rules, meta={"date": date})[0].name == name


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("香港特區政府渠務署、漁護署、食物環境衞生署及差餉物業估價署", "渠务署|渔农自然护理署|食物环境卫生署|差饷物业估价署"),
        ("香港特別行政區政府數碼港", ""),
        ("香港建築署與惩教署", "建筑署|惩教署"),
        ("澳門博彩監察協調局、統計暨普查局和身份證明局", "博彩监察协调局|统计暨普查局|身份证明局"),
        ("行政院會議，疾病管制署、數位發展部數位產業署及衛生福利部", "疾病管制署|数位产业署|卫生福利部"),
    ],
)
def test_bodies_of_hong_kong_macao_and_taiwan_are_found_as_the_cleaner_leaves_them(text: str, organs: str, rules: EntityRules) -> None:
    clean = clean_text(text).text
    names = [row.name for row in find_entities(clean, rules) if row.label == "MINISTRY" and row.name not in ("行政院", "香港特别行政区政府")]
    wanted = organs.split("|") if organs else []
    assert len(names) == len(wanted), names
    assert all(name.endswith(end) for name, end in zip(names, wanted, strict=True))


def test_all_agencies_of_the_state_council_are_covered(shared: Path) -> None:
    with (shared / "facts" / "state_council_agencies_compiled.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    media = {"中央广播电视总台"}
    assert [row["name"] for row in rows if row["name"] not in NAMES and row["name"] not in media] == []
    assert [row["name"] for row in rows if row["name"] in NAMES and NAMES[row["name"]].valid_to] == []
