from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analyzer import analyze
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
