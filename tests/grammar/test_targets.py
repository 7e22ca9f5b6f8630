from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.targets import TargetRules, find_targets
from analyzer.records import RoleRow
from analyzer.resources import lexicons_dir

RULES = TargetRules.from_lexicons(lexicons_dir())


def targets(text: str, role: str = "goal", date: str = "2021-03-01") -> list[dict[str, Any]]:
    rows = split_clauses(text)
    return find_targets(text, rows, [RoleRow(role, "", 0, 0, "", 1.0)] * len(rows), RULES, meta={"date": date})


def brief(text: str, role: str = "goal") -> list[tuple[str, str, str, str]]:
    return [(t["indicator"], t["comparator"], t["value"], t["deadline"]) for t in targets(text, role)]


def test_an_indicator_value_comparator_and_deadline_are_read() -> None:
    assert brief("到2025年，全市造林面积超过30万亩") == [("全市造林面积", ">", "超过30万亩", "2025")]


def test_values_of_a_list_have_an_indicator_each() -> None:
    assert brief("培育30家左右骨干园区、100个以上绿色村庄", "directive") == [
        ("骨干园区", "~", "30家左右", ""),
        ("绿色村庄", ">=", "100个以上", ""),
    ]


def test_the_horizon_of_a_paragraph_holds_for_its_later_sentences() -> None:
    found = targets("到2027年，产值突破3亿元。就业人数达到5万人。\n覆盖率达到60%。")
    assert [t["deadline"] for t in found] == ["2027", "2027", ""]


def test_a_rise_keeps_its_baseline_and_its_goal() -> None:
    found = targets("资助比例由45%提高到55%", "directive")
    assert [(t["value"], t["baseline"]) for t in found] == [("55%", "45%")]
    assert targets("能耗比2020年下降13.5%")[0]["baseline"] == "2020年"


@pytest.mark.parametrize(
    ("text", "commitment"),
    [("确保亩产稳定在400公斤", "ensure"), ("力争亩产达到400公斤", "strive"), ("预期增长5%左右", "expected"), ("亩产达到400公斤", "plain")],
)
def test_the_words_tell_how_firm_a_target_is(text: str, commitment: str) -> None:
    assert targets(text)[0]["commitment"] == commitment


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("保存时间不少于3年", "不少于3年"),
        ("应当自受理之日起15个工作日内作出答复", "15个工作日内"),
        ("给予最高200万元补助", "最高200万元"),
        ("每间不超过6人", "不超过6人"),
        ("新建高标准大棚300座", "300座"),
        ("再解决60万农村人口饮水问题", "60万"),
    ],
)
def test_limits_and_promised_counts_are_targets(text: str, value: str) -> None:
    assert [t["value"] for t in targets(text, "directive")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "三年内完成整修",
        "落实24小时值班制度",
        "坚持一个目标",
        "实施“三个一批”行动",
        "落实《2021年度10项任务清单》",
        "营业收入5000万元以上的企业要填报报表",
        "本办法分为总则、附则等2个部分",
        "处一万元以上三万元以下的罚款",
        "全力做好2021年工作",
        "一级响应立即启动",
        "每年可使农户减轻负担48亿元",
        "已经注销未满1年的名称不得使用",
    ],
)
def test_deadlines_names_and_conditions_are_no_targets(text: str) -> None:
    assert targets(text, "directive") == []


def test_reported_figures_of_a_statement_are_no_targets_but_a_stated_aim_is() -> None:
    assert targets("去年产值达到3亿元", "statement") == []
    assert targets("企业已超过300家", "statement") == []
    assert [t["value"] for t in targets("力争产值达到3亿元", "statement")] == ["3亿元"]


def test_what_a_place_plans_in_a_statement_is_a_target_and_a_share_of_a_plan_is_not() -> None:
    assert [t["value"] for t in targets("全市计划完成水利投资170亿元", "statement")] == ["170亿元"]
    assert targets("占全年计划的98%以上", "statement") == []
    assert targets("预计计划带动投资3亿元", "statement") == []


def test_noise_and_frames_hold_no_targets() -> None:
    text = "产值达到3亿元"
    rows = split_clauses(text, [("disclaimer", 0, len(text))])
    assert find_targets(text, rows, [RoleRow("goal", "", 0, 0, "", 1.0)], RULES) == []
    assert targets(text, "frame") == []


def test_offsets_point_at_value_and_indicator() -> None:
    text = "要求到2030年森林覆盖率保持在45%以上"
    found = targets(text)[0]
    assert text[found["start"] : found["end"]] == found["value"] == "45%以上"
    assert text[found["indicator_start"] : found["indicator_end"]] == found["indicator"]


def test_rules_survive_the_way_through_plain_rows() -> None:
    again = TargetRules.from_rows(json.loads(json.dumps(RULES.to_rows())))
    text = "产值达到3亿元"
    rows = split_clauses(text)
    roles = [RoleRow("goal", "", 0, 0, "", 1.0)]
    assert find_targets(text, rows, roles, again) == find_targets(text, rows, roles, RULES)


def test_targets_reach_their_floors_on_the_gold_documents(shared: Path) -> None:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    code = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}
    hit = found = wanted = comparator = deadline = 0
    for name in ("train", "dev"):
        for line in (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = convert(document["text"])
            rows = split_clauses(text)
            role = {c["start"]: code[c["role"]] for c in document["clauses"]}
            roles = [RoleRow(role.get(r.start, "statement"), "", 0, 0, "", 1.0) for r in rows]
            got = find_targets(text, rows, roles, RULES, meta={"date": document["date"] or ""})
            found += len(got)
            wanted += len(document["targets"])
            open_ = list(got)
            for want in document["targets"]:
                near = [g for g in open_ if g["start"] < want["end"] and want["start"] < g["end"]]
                if near:
                    open_.remove(near[0])
                    hit += 1
                    comparator += near[0]["comparator"] == want["comparator"] or {near[0]["comparator"], want["comparator"]} == {"=", ">="}
                    deadline += near[0]["deadline"].startswith(want["deadline"]) if want["deadline"] else not near[0]["deadline"]
    assert 2 * hit / (found + wanted) >= 0.92
    assert comparator / hit >= 0.95
    assert deadline / hit >= 0.90


def test_indicators_leave_words_before_them_out_in_the_middle_of_a_text_too() -> None:
    from analyzer import analyze

    found = analyze("会议要求，加快建设，力争今年新增充电桩3万个以上。新能源汽车销量占比提高到40%左右。").targets
    assert [(t.indicator, t.baseline) for t in found] == [("充电桩", ""), ("新能源汽车销量占比", "")]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("营办商必须于签约后十八个月内完成工程", "完成工程"),
        ("应当自受理之日起20日内审查完毕", "审查完毕"),
        ("我们将改造泵站20座", "泵站"),
        ("鼓励居民将空调温度设置在26摄氏度以上", "空调温度设置"),
    ],
)
def test_what_is_measured_stands_behind_who_is_told_and_since_when(text: str, indicator: str) -> None:
    assert targets(text, "directive")[0]["indicator"] == indicator


def test_the_head_of_a_sentence_tells_that_all_its_numbers_are_expected() -> None:
    text = "主要预期目标是：产量增长5%左右；灌溉面积达到3万亩，节水率10%以上。产量达到7万吨。"
    assert [t["commitment"] for t in targets(text)] == ["expected", "expected", "expected", "plain"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("淘汰国三及以下柴油货车800辆", [("国三及以下柴油货车", "800辆")]),
        ("完成国四、国五货车改造60辆", [("国四、国五货车改造", "60辆")]),
        ("支持我国三个园区建设电站8座", [("我国三个园区建设电站", "8座")]),
    ],
)
def test_a_class_of_emissions_is_part_of_a_name_and_no_number(text: str, found: list[tuple[str, str]]) -> None:
    assert [(t["indicator"], t["value"]) for t in targets(text, "directive")] == found


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("于2025年年底前增设500个充电桩", "充电桩"),
        ("在9月底前新建校舍20座", "校舍"),
        ("于明年第一季淘汰锅炉30台", "锅炉"),
        ("并会向合资格住户发放每月3,000元津贴", "津贴"),
        ("二季度产值达到3亿元", "产值"),
    ],
)
def test_time_and_the_verb_that_brings_it_about_are_no_part_of_what_is_measured(text: str, indicator: str) -> None:
    assert [t["indicator"] for t in targets(text, "directive")] == [indicator]


def test_a_target_in_a_table_of_tasks_has_the_deadline_of_its_row() -> None:
    head = "序号\t重点任务\t责任单位\t完成时限\n"
    found = targets(head + "1\t建设50座泵站\t市水务局\t2026年6月底前\n2\t到2028年，建设60座水闸\t市水务局\t2027年底前", "directive")
    assert [(t["value"], t["deadline"]) for t in found] == [("50座", "2026-06-30"), ("60座", "2028")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("发放每月3,000元津贴，违者罚款不超过2万港元", "HKD"),
        ("香港特区政府将投入3亿元", "HKD"),
        ("投入3亿元人民币，违者罚款不超过2万港元", "CNY"),
        ("广东投入3亿元，吸引港资不少于2亿港元", "CNY"),
        ("投入3亿元", "CNY"),
    ],
)
def test_a_bare_yuan_is_a_dollar_only_where_the_text_is_of_hong_kong_alone(text: str, unit: str) -> None:
    assert targets(text, "directive")[0]["unit"] == unit
