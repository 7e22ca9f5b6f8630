from __future__ import annotations

import pytest

from analyzer import analyze
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.numbers import NumberRules
from analyzer.grammar.target_tables import find_table_targets
from analyzer.resources import lexicons_dir


@pytest.fixture(scope="module")
def numbers() -> NumberRules:
    return NumberRules.from_lexicons(lexicons_dir())


def rows(numbers: NumberRules, text: str) -> list[tuple[object, ...]]:
    """Indicator, comparator, numbers, unit, baseline, deadline and commitment of each row."""
    names = ("indicator", "comparator", "number", "unit", "baseline", "deadline", "commitment")
    found = find_table_targets(text, split_clauses(text), numbers)
    for target in found:
        assert text[target["start"] : target["end"]] == target["value"]
        assert text[target["indicator_start"] : target["indicator_end"]] == target["indicator"]
    return [tuple(target[name] for name in names) for target in found]


def test_lines_with_blanks_between_their_cells_are_rows(numbers: NumberRules) -> None:
    text = "指标名称 2020年 2025年 属性\n节水灌溉面积（万亩） 320 ≥450 约束性\n渠道完好率（%） 81.5 90左右 预期性"
    assert rows(numbers, text) == [
        ("节水灌溉面积", ">=", (4500000.0,), "亩", "2020年320万亩", "2025", "ensure"),
        ("渠道完好率", "~", (90.0,), "%", "2020年81.5%", "2025", "expected"),
    ]


def test_tabs_keep_empty_cells_and_merged_cells_are_missing_at_the_left(numbers: NumberRules) -> None:
    text = "类别\t指标\t单位\t2020年\t2025年\t属性\n灌溉\t1.泵站数\t座\t\t60\t预期性\n2.渠道长度\t公里\t1200\t1500\t约束性"
    assert rows(numbers, text) == [
        ("泵站数", "=", (60.0,), "座", "", "2025", "expected"),
        ("渠道长度", "=", (1500.0,), "公里", "2020年1200公里", "2025", "ensure"),
    ]


def test_strokes_of_markdown_are_no_cells(numbers: NumberRules) -> None:
    text = "| 序号 | 指标 | 2025年目标 |\n|---|---|---|\n| 1 | 绿化率 | 40%以上 |"
    assert rows(numbers, text) == [("绿化率", ">=", (40.0,), "%", "", "2025", "plain")]


def test_a_table_ends_with_the_first_line_that_is_no_row(numbers: NumberRules) -> None:
    text = "指标\t2025年\t属性\n绿化率（%）\t40\t约束性\n以上指标按年考核。\n造林（亩）\t50\t预期性"
    assert [row[0] for row in rows(numbers, text)] == ["绿化率"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "指标",
        "指标\t单位\t属性\n绿化率\t%\t约束性",
        "各项指标要在2025年底前完成。\n绿化率 40% 约束性",
        "指标\t2025年\t属性\n绿化率\t待定\t约束性",
        "指标\t2025年\t属性\n一\t二\t三\t40\t约束性",
        "指标\t2025年\t属性",
    ],
)
def test_what_has_no_years_no_numbers_or_other_cells_gives_nothing(numbers: NumberRules, text: str) -> None:
    assert rows(numbers, text) == []


def test_a_table_gives_its_rows_once_among_the_targets_of_a_text() -> None:
    text = "到2025年，绿化率达到40%以上。\n指标 2020年 2025年 属性\n渠道完好率（%） 81.5 不低于90 约束性\n"
    found = [(t.text, t.indicator, t.comparator, t.baseline) for t in analyze(text).targets]
    assert found == [("40%以上", "绿化率", ">=", ""), ("不低于90", "渠道完好率", ">=", "2020年81.5%")]
