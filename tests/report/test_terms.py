"""The column timing in the words of the page's filter."""

from __future__ import annotations

import pytest

from analyzer.report.terms import term_of


@pytest.mark.parametrize(
    ("timing", "term"),
    [
        ("R/P1M", "每月"), ("R/---10/P1M", "每月"), ("R/--03-31/P3M", "每季度"), ("R/--06-30/P1Y", "每年"), ("R/-W-5/P1W", "每周"), ("R/P6M", "每半年"),
        ("R/P1D", "每日"), ("R/P15D", "每半月"), ("R/P2Y", "每2年"), ("R/PT2H", "每2小时"), ("P30D", "30日内"), ("P6M", "6个月内"), ("P1M15D", "1个月15日内"),
        ("P3Y", "3年内"), ("PT30M", "30分钟内"), ("PT24H/..", "提前24小时"), ("P2W/..", "提前2周"), ("", ""),
    ],
)  # fmt: skip
def test_a_timing_has_a_term_in_words(timing: str, term: str) -> None:
    assert term_of(timing) == term
