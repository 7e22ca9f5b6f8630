from __future__ import annotations

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analyzer import analyze, show
from analyzer.markup import analysis_html, marked

RAW = "要加强监管。"


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_markup_of_the_text_is_shown_not_run() -> None:
    html = analysis_html(analyze("要加强<script>alert(1)</script>监管，严禁\"><img src=x onerror=alert(2)>。"))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_overlapping_marks_are_cut_at_each_other() -> None:
    html = marked(RAW, [(0, 4, "a", ""), (2, 5, "b", "")])
    assert html == '<mark class="a">要加</mark><mark class="a b">强监</mark><mark class="b">管</mark>。'


def test_text_on_hover_is_escaped() -> None:
    assert 'title="&quot;&lt;b&gt;"' in marked(RAW, [(0, 1, "a", '"<b>')])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from("abc"), st.just("")), max_size=8))
def test_marks_never_lose_or_double_a_character(marks: list[tuple[int, int, str, str]]) -> None:
    assert words(marked(RAW, marks)) == RAW


def test_everything_found_is_marked() -> None:
    html = analysis_html(analyze("会议强调，工信部要加快推进汽车产业发展，产量达到3000万辆以上。\n责任编辑：张三"))
    for kind in ("frame", "obligation", "e MINISTRY", "e SECTOR", "target", "set-aside"):
        assert f"{kind}" in html.partition('<div class="text"')[2], kind


def test_several_analyses_fold_out_one_by_one() -> None:
    analyses = [analyze("要加强监管。"), analyze("严禁浪费。"), analyze("支持创新。")]
    html = show(analyses, most=2).html
    assert html.count("<details") == 2
    assert html.count("<details open") == 1
    assert "还有 1 篇" in html
    assert html.count("<style") == 1


def test_a_table_shows_whole_cells_as_text() -> None:
    frame = pd.DataFrame({"text": ["长" * 80, "<b>"], "modality": ["prohibition", "obligation"], "n": [1, 2]})
    html = show(frame)._repr_html_()
    assert "长" * 80 in html
    assert "&lt;b&gt;" in html
    assert '<span class="prohibition" title="prohibition">禁止</span>' in html
    assert '<td class="number">2</td>' in html
    assert "还有 1 行" in str(show(frame, most=1))


def test_labels_of_rows_are_shown_where_they_say_something() -> None:
    html = show(pd.DataFrame({"n": [3]}, index=pd.Index(["商务部"], name="ministry"))).html
    assert "商务部" in html
    assert "ministry" in html


def test_row_numbers_of_a_part_of_a_table_are_left_out() -> None:
    frame = pd.DataFrame({"n": [1, 2, 3]})
    assert "index" not in show(frame[frame["n"] > 1]).html.partition("<table")[2]
