"""Tables of tasks: which cell directs, who is responsible, by when."""

from __future__ import annotations

import pytest

from analyzer import Article, analyze
from analyzer.grammar.task_tables import find_task_tables

HEAD = "序号\t重点任务\t责任单位\t完成时限"


def cells(text: str) -> list[tuple[str, list[tuple[str, bool]], str]]:
    return [
        (text[slice(*row.task)], [(text[a:b], leads) for (a, b), leads in row.units], text[slice(*row.deadline)] if row.deadline else "")
        for row in find_task_tables(text).rows
    ]


def test_a_row_has_its_task_its_units_and_its_deadline() -> None:
    text = f"{HEAD}\n1\t改造泵站\t市水务局\t2026年底前\n2\t清淤\t各县区\t长期"
    assert cells(text) == [("改造泵站", [("市水务局", True)], "2026年底前"), ("清淤", [("各县区", True)], "长期")]


def test_supporting_units_have_a_column_of_their_own() -> None:
    text = "工作任务\t牵头单位\t配合单位\n改造泵站\t市水务局\t市财政局"
    assert cells(text) == [("改造泵站", [("市水务局", True), ("市财政局", False)], "")]


def test_a_row_merged_at_the_left_keeps_its_columns() -> None:
    assert cells(f"{HEAD}\n改造泵站\t市水务局\t2026年") == [("改造泵站", [("市水务局", True)], "2026年")]


def test_a_table_ends_with_the_first_line_without_cells() -> None:
    assert cells(f"{HEAD}\n1\t改造泵站\t市水务局\t长期\n附注：略。\n甲\t乙\t丙\t丁") == [("改造泵站", [("市水务局", True)], "长期")]


@pytest.mark.parametrize("text", ["姓名\t电话\n甲\t1", "重点任务\t说明\n改造泵站\t略", "重点任务、责任单位\n改造泵站", ""])
def test_other_tables_and_plain_text_have_no_rows(text: str) -> None:
    assert cells(text) == []


def test_a_task_directs_whom_its_row_names_until_the_date_of_its_row() -> None:
    text = f"分工方案\n{HEAD}\n1\t建立巡查制度，加快改造泵站\t市水务局牵头，市财政局配合\t2026年6月底前\n2\t泵站名录\t市水务局\t长期"
    found = analyze(Article(text, date="2025-03-01"))
    assert [(d.text, d.lead_units, d.supporting_units, d.deadline, d.contexts) for d in found.directives] == [
        ("建立巡查制度", ("市水务局",), ("市财政局",), "2026-06-30", ()),
        ("加快改造泵站", ("市水务局",), ("市财政局",), "2026-06-30", ()),
    ]


def test_the_head_of_a_table_directs_nothing() -> None:
    text = "分工方案\n序号\t重点任务\t责任单位\t完成时限\n1\t加快改造泵站\t市水务局\t长期\n序 号\t推进事项\t责任单位\t完成 时间\n2\t加强巡查\t市气象局\t长期"
    assert [text[slice(*head)] for head in find_task_tables(text).heads] == ["序号\t重点任务\t责任单位\t完成时限", "序 号\t推进事项\t责任单位\t完成 时间"]
    assert [(d.text, d.lead_units) for d in analyze(text).directives] == [("加快改造泵站", ("市水务局",)), ("加强巡查", ("市气象局",))]


def test_each_row_directs_where_all_rows_have_one_width() -> None:
    rows = "\n".join(f"{n}\t推进老旧小区改造项目建设\t市住房城乡建设局\t2025年{n}月底前" for n in range(1, 10))
    found = analyze(f"2025年重点工作任务分解表\n\n{HEAD}\n{rows}").directives
    assert [(d.action, d.lead_units, d.deadline) for d in found] == [
        ("推进", ("市住房城乡建设局",), f"2025-{n:02}-{day}") for n, day in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30), 1)
    ]


def test_a_row_with_its_number_lacks_cells_at_its_end_only() -> None:
    assert cells(f"{HEAD}\n1\t改造泵站\t市水务局") == [("改造泵站", [("市水务局", True)], "")]


@pytest.mark.parametrize(("left", "between", "right"), [("", "|", ""), ("| ", " | ", " |"), ("│", "│", "│"), ("", "\t", "")])
def test_cells_of_a_plain_text_are_apart_by_tabs_or_bars(left: str, between: str, right: str) -> None:
    rows = (("序号", "重点任务", "责任单位", "完成时限"), ("---",) * 4, ("1", "完善泵站名录", "市水务局", "2026年底前"), ("2", "加强巡查，严禁倾倒", "各县区", "长期"))
    text = "分工方案\n\n" + "\n".join(f"{left}{between.join(row)}{right}" for row in (rows if between != "\t" else (rows[0], *rows[2:])))
    assert cells(text) == [("完善泵站名录", [("市水务局", True)], "2026年底前"), ("加强巡查，严禁倾倒", [("各县区", True)], "长期")]
    assert [(d.text, d.lead_units, d.deadline) for d in analyze(text).directives] == [
        ("完善泵站名录", ("市水务局",), "2026-12-31"), ("加强巡查", ("各县区",), ""), ("严禁倾倒", ("各县区",), ""),
    ]  # fmt: skip
