"""How often, and within what time of an event."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.grammar.timing import find_timing

_ISO = re.compile(r"P(?:\d+[DWMY]|T\d+[HM])(?:/\.\.)?|R/(?:(?:--\d\d(?:-\d\d)?|---\d\d|-W-[1-7])/)?P(?:\d+[DWMY]|T\d+H)")


def timing(text: str, *, verb: int = -1, whole: bool = False) -> tuple[str, str] | None:
    found = find_timing(text, 0, len(text), verb=verb, whole=whole)
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
    ],
)
def test_lengths_of_time_and_repetitions_are_told_in_iso_8601(text: str, iso: str, words: str) -> None:
    assert timing(text) == (iso, words)


@pytest.mark.parametrize(
    "text", ["近三年内无违法记录", "三日内未办结的", "建设一小时内交通圈", "2024年内完成", "每人每月300元", "用半年时间调研", "5日前上报", "遵循按年计算的规则", "加强日常巡查", "于次年六月三十日内汇算", "补助每户每年2000元", "罚款每日加处百分之三", ""]
)
def test_other_lengths_of_time_tell_no_timing(text: str) -> None:
    assert timing(text) is None


@pytest.mark.parametrize("text", ["每周五天开放", "每周二十小时训练", "每周一至周五值班", "每周一、三、五通报", "每周日常巡查", "每周天气预报"])
def test_numbers_and_rows_of_days_are_no_day_of_the_week(text: str) -> None:
    assert timing(text, verb=8) == ("R/P1W", "每周")


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


def test_a_clause_of_its_own_must_end_with_the_timing() -> None:
    assert timing("自受理之日起30日内", whole=True) == ("P30D", "自受理之日起30日内")
    assert timing("在30日内收到的申请", whole=True) is None


@given(st.text("每半两三年季度月周日天内前后起按提0123一十个工作小时自之的底末不未 ", max_size=24))
def test_whatever_is_found_is_iso_8601_and_lies_in_the_text(text: str) -> None:
    found = find_timing(text, 0, len(text), verb=len(text))
    if found is not None:
        assert _ISO.fullmatch(found.iso)
        assert 0 <= found.start < found.end <= len(text)
