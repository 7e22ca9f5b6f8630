from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.grammar.dates import attributive, find_deadline
from analyzer.records import iso_date


@pytest.mark.parametrize(
    ("text", "date", "deadline"),
    [
        ("到2025年", "2021-03-01", "2025"),
        ("到2025年底前完成", "2021-03-01", "2025-12-31"),
        ("2021年6月底前", "2021-03-01", "2021-06-30"),
        ("于2025年6月30日前报送", "2021", "2025-06-30"),
        ("到二〇二五年", "2021", "2025"),
        ("2026年至2030年", "2025", "2030"),
        ("2021-2025年", "2021", "2025"),
        ("年底前", "2021-03-01", "2021-12-31"),
        ("本月底前", "2021-02-03", "2021-02-28"),
        ("下月底前", "2020-12-05", "2021-01-31"),
        ("今年", "2018", "2018"),
        ("年内", "2021-05-01", "2021"),
        ("明年6月", "2021", "2022-06"),
        ("今明两年", "2009-03-05", "2010"),
        ("三年内", "2021-03-01", "2024"),
        ("1-2年内", "2015-07-07", "2017"),
        ("未来五年", "2021", "2026"),
        ("3个月内", "2021-11-15", "2022-02"),
        ("6月1日前", "2021-03-01", "2021-06-01"),
        ("1月31日前", "2020-12-20", "2021-01-31"),
        ("一季度末", "2021-03-01", "2021-03-31"),
        ("二季度完成改造", "2021-03-01", "2021-06-30"),
        ("第二季度末完成改造", "2021-03-01", "2021-06-30"),
        ("三季度前建成", "2021-03-01", "2021-09-30"),
        ("于明年第一季推出", "2021-03-01", "2022-03-31"),
        ("“十四五”末", "2021-03-01", "2025"),
        ("“十四五”期间", "2021-03-01", "2025"),
        ("十五五时期", "2026", "2030"),
        ("到本世纪中叶", "2021", "2050"),
        ("于十一月三十日或之前递交", "2025-11-02", "2025-11-30"),
        ("2024年9月至12月开展整治", "2024-08-01", "2024-12"),
        ("2020年2月28日20：00至3月1日20：00期间", "2020-02-01", "2020-03-01"),
    ],
)
def test_deadlines_resolve_to_the_precision_stated(text: str, date: str, deadline: str) -> None:
    found = find_deadline(text, 0, len(text), date)
    assert found is not None
    assert found[0] == deadline


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("比2020年增长", "2021"), ("自2021年起", "2020"), ("截至2020年底", "2021"), ("2019年", "2021"), ("近三年", "2021"),
        ("每年3月31日前", "2020-12-20"), ("自受理之日起三年内", "2020"), ("3年行动计划", "2021"), ("第三年", "2021"), ("半年内", "2020"),
        ("2020年版", "2020"), ("签署协议后十八个月内", "2025-09-01"), ("开学后一个月内", "2025-02-01"), ("按月报送", "2020"), ("今年", ""), ("三年内", ""),
        ("一季度完成投资", "2021-05-01"), ("前三季度完成投资", "2021-03-01"), ("三季度的投资计划", "2021-03-01"), ("每季度检查", "2021-03-01"), ("二季度产值增长", "2021-03-01"),
        ("五年内不得申报", "2020"), ("每年的3月底以前", "2020-01-05"), ("届满前6个月内", "2020-01-05"),
    ],
)  # fmt: skip
def test_baselines_past_dates_and_terms_are_no_deadlines(text: str, date: str) -> None:
    assert find_deadline(text, 0, len(text), date) is None


def test_the_span_points_at_the_words() -> None:
    text = "各县要在2026年底前完成整修"
    found = find_deadline(text, 0, len(text), "2025-01-01")
    assert found is not None
    assert text[found[1] : found[2]].strip("在") == "2026年底前"


@given(st.text(alphabet="0123456789年月日底末前到十四五三内未来季度上半“”", max_size=16), st.sampled_from(["", "2021", "2021-05", "2021-05-31"]))
def test_whatever_is_found_is_an_iso_date_inside_the_stretch(text: str, date: str) -> None:
    found = find_deadline(text, 0, len(text), date)
    if found is not None:
        assert iso_date(found[0]) == found[0]
        assert 0 <= found[1] < found[2] <= len(text)


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("制定明年的清淤计划", 2, True),
        ("做好2026年泵站开放工作", 2, True),
        ("对当年获批的企业给予奖励", -1, True),
        ("2026年度发生的费用予以结转", -1, True),
        ("确保到2026年完成", 2, False),
        ("2026年建成泵站", 7, False),
        ("完成改造2026年底前", 2, False),
        ("确保泵站2026年建成投用", 2, False),
        ("推动试点2026年全面铺开", 2, False),
    ],
)
def test_a_year_within_the_object_says_which_and_not_by_when(text: str, verb: int, expected: bool) -> None:
    found = find_deadline(text, 0, len(text), "2025-03-01")
    assert found is not None
    assert attributive(text, (0, len(text)), found, verb) is expected
