"""Line breaks and spaces: joined only where the joint is sure."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text


def test_many_line_breaks_become_two() -> None:
    assert clean_text("第一条 总则。\n\n \n\n第二条 细则。\n\n第三条").text == "第一条 总则。\n\n第二条 细则。\n\n第三条"


def test_lines_wrapped_in_mid_sentence_are_joined() -> None:
    wrapped = (
        "各地区各部门要充分认识推进新型工业化的重要意\n"
        "义，切实加强组织领导，完善工作机制，加大政策\n"
        "支持力度，推动制造业高质量发展取得更大成效。\n"
        "（一）加强统筹协调。"
    )
    assert clean_text(wrapped).text == (
        "各地区各部门要充分认识推进新型工业化的重要意义，切实加强组织领导，完善工作机制，加大政策支持力度，推动制造业高质量发展取得更大成效。\n（一）加强统筹协调。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "加强组织领导\n完善工作机制\n加大政策支持力度",
        "国务院办公厅\n2022年5月27日",
        "一、总体要求\n二、重点任务\n三、保障措施",
        "商务部 中国银行\n王 勇 张 三 李 四",
        "年 月 日",
    ],
)
def test_headings_lists_and_names_are_not_joined(text: str) -> None:
    assert clean_text(text).text == text


def test_letter_spaced_titles_are_joined() -> None:
    clean = clean_text("国务院办公厅关于印发\n国 家 粮 食 应 急 预 案 的 通 知\n国办函〔2005〕57号")
    assert clean.text == "国务院办公厅关于印发\n国家粮食应急预案的通知\n国办函〔2005〕57号"
    assert clean.header.title == "国务院办公厅关于印发国家粮食应急预案的通知"


def test_a_line_does_not_begin_with_a_comma() -> None:
    assert clean_text("要加快推进改革\n，完善制度。\n其他").text == "要加快推进改革，完善制度。\n其他"


def test_a_word_torn_in_two_at_the_end_of_a_long_line_is_joined() -> None:
    above = "扎实推进贸易投资自由化便利化试点，深化贸易外汇收支便利化改革，优化营商环境，切实减轻企业负担，稳"
    assert clean_text(f"{above}\n\u200b\n定加工贸易。\n要加快推进").text == f"{above}定加工贸易。\n要加快推进"
    assert clean_text("第二章 基本建设\n\n设备管理。\n要加快推进").text == "第二章 基本建设\n\n设备管理。\n要加快推进"


@pytest.mark.parametrize("mark", ["\t", " | ", "│", "   ", " "])
def test_rows_of_a_table_are_never_joined_though_all_have_one_width(mark: str) -> None:
    row = mark.join(("{n}", "推进老旧小区改造项目建设和城市更新", "市住房城乡建设局", "2025年{n}月底"))
    table = "\n".join(row.format(n=n) for n in range(1, 10))
    assert clean_text(f"重点任务分解表\n\n{table}\n").text == f"重点任务分解表\n\n{table}\n"


def test_a_word_that_ends_a_row_is_not_joined_to_the_row_below() -> None:
    rows = "推进贸易投资自由化便利化试点，深化贸易外汇收支便利化改革，优化营商环境，减轻企业负担\t省商务厅稳\n定加工贸易\t省商务厅\n要加快推进"
    assert clean_text(rows).text == rows


def test_a_wrapped_paragraph_above_a_table_is_joined_and_the_table_is_not() -> None:
    wrapped = (
        "各地区各部门要充分认识推进新型工业化的重要意\n"
        "义，切实加强组织领导，完善工作机制，加大政策\n"
        "支持力度，推动制造业高质量发展取得更大成效。\n"
    )
    table = "1\t推进老旧小区改造项目建设\t市住房城乡建设局\t长期\n2\t推进老旧小区改造项目建设\t市住房城乡建设局\t长期"
    assert clean_text(wrapped + table).text == wrapped.replace("\n义", "义").replace("\n支", "支") + table
