"""How often, and within what time of an event."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import LexiconError
from analyzer.grammar.timing import TimingRules
from analyzer.resources import lexicons_dir

RULES = TimingRules.from_lexicons(lexicons_dir())
_ISO = re.compile(r"P(?:\d+[DWMY]|\d+M15D|\d+Y6M|T\d+H|T\d+M|T\d+H30M)(?:/\.\.)?|R/(?:(?:--\d\d(?:-\d\d)?|---\d\d|-W-[1-7])/)?P(?:\d+[DWMY]|T\d+H|T30M)")


def timing(text: str, *, verb: int = -1, whole: bool = False) -> tuple[str, str] | None:
    found = RULES.find(text, 0, len(text), verb=verb, whole=whole)
    return None if found is None else (found.iso, text[found.start : found.end])


@pytest.mark.parametrize(
    ("text", "iso", "words"),
    [
        ("应当自受理之日起30日内作出决定", "P30D", "自受理之日起30日内"),
        ("收到申请材料后15个工作日内完成审核", "P15D", "收到申请材料后15个工作日内"),
        ("接到通知后3天内报送名单", "P3D", "接到通知后3天内"),
        ("自治区水务局应当在接到报告后1小时内上报", "PT1H", "在接到报告后1小时内"),
        ("本办法施行后六个月内制定细则", "P6M", "本办法施行后六个月内"),
        ("三年内建成", "P3Y", "三年内"),
        ("1-2年内完成清淤", "P2Y", "1-2年内"),
        ("在五个工作日内送达", "P5D", "在五个工作日内"),
        ("提前30日通知承租人", "P30D/..", "提前30日"),
        ("于会议召开15日前书面通知", "P15D/..", "于会议召开15日前"),
        ("五年内不得再次申报", "P5Y", "五年内"),
        ("每月10日前报送", "R/---10/P1M", "每月10日前"),
        ("每月底前汇总", "R/---31/P1M", "每月底前"),
        ("每季度末前向市局报送", "R/--03-31/P3M", "每季度末前"),
        ("每季度首月10日前报送", "R/--01-10/P3M", "每季度首月10日前"),
        ("每季度结束后10日内报送", "R/--01-10/P3M", "每季度结束后10日内"),
        ("每年6月底前公布", "R/--06-30/P1Y", "每年6月底前"),
        ("每年12月31日前公布", "R/--12-31/P1Y", "每年12月31日前"),
        ("每年年底前公布", "R/--12-31/P1Y", "每年年底前"),
        ("每周五报送", "R/-W-5/P1W", "每周五"),
        ("检查每周一次", "R/P1W", "每周一次"),
        ("检查每年不少于2次", "R/P1Y", "每年不少于2次"),
        ("一百零五日内报送", "P105D", "一百零五日内"),
        ("应于会议召开前15日通知", "P15D/..", "于会议召开前15日"),
        ("届满前30日内申请", "P30D/..", "届满前30日内"),
        ("演练至少每半年组织一次", "R/P6M", "每半年"),
        ("按季度通报", "R/P3M", "按季度"),
        ("于每年的3月底以前核定", "R/--03-31/P1Y", "每年的3月底以前"),
        ("应当在终止前30日内告知", "P30D/..", "在终止前30日内"),
        ("按季申报缴纳", "R/P3M", "按季"),
        ("一季一通报", "R/P3M", "一季一通报"),
        ("每半个月报送一次", "R/P15D", "每半个月"),
        ("半月一次", "R/P15D", "半月一次"),
        ("每旬报送一次", "R/P10D", "每旬"),
        ("在一个半月内完成", "P1M15D", "在一个半月内"),
        ("一年半内建成", "P1Y6M", "一年半内"),
        ("半小时内上报", "PT30M", "半小时内"),
        ("每两年开展一次评估", "R/P2Y", "每两年"),
        ("每季度第一个月报送一次", "R/--01/P3M", "每季度第一个月"),
        ("每季度末月25日前报送", "R/--03-25/P3M", "每季度末月25日前"),
        ("每年第二季度报告", "R/--06-30/P1Y", "每年第二季度"),
        ("每年下半年检查", "R/--12-31/P1Y", "每年下半年"),
        ("每月中旬报送", "R/---20/P1M", "每月中旬"),
        ("每月1日至5日报送", "R/---05/P1M", "每月1日至5日"),
        ("逐月通报进度", "R/P1M", "逐月"),
        ("按月或者按季支付", "R/P1M", "按月"),
        ("应在不超过30日内作出决定", "P30D", "不超过30日内"),
        ("但最长不得超过三十日", "P30D", "最长不得超过三十日"),
        ("延长期限最多不得超过六个月", "P6M", "最多不得超过六个月"),
        ("查封的期限一般不超过30日", "P30D", "不超过30日"),
        ("自公示之日起不得超过三个月", "P3M", "自公示之日起不得超过三个月"),
        ("应当在停用泵站三日前公告", "P3D/..", "在停用泵站三日前"),
        ("应当在变更前三日通知", "P3D/..", "在变更前三日"),
        ("应当在投标截止时间至少3日前提出", "P3D/..", "在投标截止时间至少3日前"),
        ("届满之前30日内申请", "P30D/..", "届满之前30日内"),
    ],
)
def test_lengths_of_time_and_repetitions_are_told_in_iso_8601(text: str, iso: str, words: str) -> None:
    assert timing(text) == (iso, words)


@pytest.mark.parametrize(
    "text", ["近三年内无违法记录", "三日内未办结的", "建设一小时内交通圈", "2024年内完成", "每人每月300元", "用半年时间调研", "5日前上报", "遵循按年计算的规则", "加强日常巡查", "于次年六月三十日内汇算", "补助每户每年2000元", "罚款每日加处百分之三", "证书的有效期不超过五年", "年龄不超过六十周岁", "给予不超过二年的假期", "不再逐日申请", "逐年增加投入", "按日加收滞纳金", "按季的进度表", "定期检查", "于6月5日前上报", "在此前三日检查", "三年内无重大事故记录", "保存不少于三年", ""]
)
def test_other_lengths_of_time_tell_no_timing(text: str) -> None:
    assert timing(text) is None


@pytest.mark.parametrize("text", ["每周一至周五值班", "每周一、三、五通报", "每周日常巡查", "每周天气预报"])
def test_rows_of_days_are_no_day_of_the_week(text: str) -> None:
    assert timing(text, verb=8) == ("R/P1W", "每周")


@pytest.mark.parametrize(
    "text", ["每周五天开放", "每周不少于5天开放", "每周二十小时训练", "每周工作不超过四十小时", "每年至少一个月下乡", "每年一般不得超过一次", "每月最多2次"]
)
def test_an_amount_or_a_cap_is_no_repetition(text: str) -> None:
    assert timing(text, verb=len(text)) is None


@pytest.mark.parametrize("text", ["可以停留，不超过三十日", "最长不超过三十日"])
def test_a_limit_beside_the_directive_is_a_condition(text: str) -> None:
    assert timing(text, whole=True) is None


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{kind: often, markers: [甲], example: 甲, counter_example: 乙}", "timing.yaml:1: kind 'often' is none of act, "),
        ("{kind: act, markers: [通报], example: 按月计算, counter_example: 按月计算}", "timing.yaml:1: the example 「按月计算」 of act tells no timing"),
        ("{kind: state, markers: [未], example: 三日内未办, counter_example: 三日内未办}", "timing.yaml:1: the counter_example 「三日内未办」 of state tells no timing"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(entry: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "timing.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        TimingRules.from_lexicons(tmp_path)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "iso"),
    [("每季度结束后15个工作日内报送", "R/P3M"), ("每半年结束后10日内报送", "R/P6M"), ("每年1月至3月开展", "R/P1Y"), ("每年1月1日起执行", "R/P1Y")],
)
def test_a_day_that_is_not_sure_is_none(text: str, iso: str) -> None:
    found = timing(text, verb=len(text))
    assert found is not None
    assert found[0] == iso


def test_each_year_counts_before_the_verb_and_not_as_a_rate_behind_it() -> None:
    assert timing("每年新增泵站十座", verb=2) == ("R/P1Y", "每年")
    assert timing("新增泵站每年十座", verb=0) is None
    assert timing("监督管理部门应当每两年对企业全面检查", verb=0) == ("R/P2Y", "每两年")
    assert timing("监督管理部门每年要开展检查", verb=0) == ("R/P1Y", "每年")


def test_a_clause_of_its_own_must_end_with_the_timing() -> None:
    assert timing("自受理之日起30日内", whole=True) == ("P30D", "自受理之日起30日内")
    assert timing("在30日内收到的申请", whole=True) is None


@given(st.text("每半两三年季度月周旬日天内前后起按逐提0123一十个工作小时自在之的底末上中不未得超过最长期限第次 ", max_size=24))
def test_whatever_is_found_is_iso_8601_and_lies_in_the_text(text: str) -> None:
    found = RULES.find(text, 0, len(text), verb=len(text))
    if found is not None:
        assert _ISO.fullmatch(found.iso)
        assert 0 <= found.start < found.end <= len(text)
