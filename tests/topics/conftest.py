"""A small tagger, fitted once on texts written for the tests."""

from __future__ import annotations

import pytest

from analyzer.topics import ThemeTagger

TAX = ["税收征管要规范", "落实减税降费政策", "增值税申报期限延长", "个人所得税汇算清缴", "纳税服务要优化", "出口退税办理提速", "预算执行要公开", "财政资金直达基层"]
SCHOOL = ["幼儿园招生要公平", "义务教育均衡发展", "高校毕业生就业指导", "教师培训要加强", "中小学课后服务", "职业教育改革", "学校食堂管理", "学生体质健康"]


@pytest.fixture(scope="session")
def examples() -> tuple[list[str], list[str]]:
    return TAX + SCHOOL, ["财税"] * len(TAX) + ["教育"] * len(SCHOOL)


@pytest.fixture(scope="session")
def tagger(examples: tuple[list[str], list[str]]) -> ThemeTagger:
    return ThemeTagger(min_df=1).fit(*examples)
