"""Work grows with the length of a text, not with its square: counted in calls, for texts that invite more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from analyzer import analyze, clean_text
from analyzer.articles.decoding import decode
from analyzer.articles.html import from_page
from analyzer.articles.markdown import plain_text
from analyzer.grammar.clauses import split_clauses
from analyzer.lexicon import explain as explaining
from analyzer.lexicon import reasons
from analyzer.lexicon.documents import DocumentRules, find_documents
from analyzer.lexicon.origins import Origins
from analyzer.pipeline import shipped_rules
from analyzer.resources import lexicons_dir

UNITS = ("《", "（", "“", "，", "。\n", "要", "一、", "30%以上", "国务院、", "2024年", "《意见》", "各地要加强管理，", "要加强管理，到2025年，在", "要加强管理，的，", "要加强管理，（", "要加强管理，以达到目标，", "新能源", "将下", "首页 | ", "一(yī)", "來", "\u202e", "第一章\n", "不得", "称", "稱严", "一", "亿", "保担", "（“", "<td>", "<tr><td>甲", "<p>\n", '<a b="', "<!--", "<script>", "&lt;b&gt;", "<![CDATA[")
SIZE = 1500


def calls(function: Callable[[str], object], text: str) -> int:
    """How many Python and C functions are called."""
    count = 0

    def one(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(one)
    try:
        function(text)
    finally:
        sys.setprofile(before)
    return count


def documents(text: str) -> object:
    return find_documents(text, DocumentRules({"意见": "opinion"}))


STAGES: dict[str, Callable[[str], object]] = {
    "clean_text": clean_text, "split_clauses": split_clauses, "documents": documents, "analyze": analyze, "markdown": plain_text,
    "decode": lambda text: decode(("各地要落实。" * (len(text) // 6) + text).encode("gb18030", "replace")), "page": lambda text: from_page(f"<p>各地要落实。</p><p>{text}</p>"),
}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_four_times_the_text_takes_at_most_about_four_times_the_calls(stage: str) -> None:
    run = STAGES[stage]
    for unit in UNITS:
        short, long = (unit * (n // len(unit)) for n in (SIZE, 4 * SIZE))
        run(f"{short}各地要落实。")  # whatever is loaded at first use
        few = calls(run, f"{short}各地要落实。")
        # The longer text may be read otherwise (as a context, whose numbers are looked at): two calls a character are no square.
        assert calls(run, f"{long}各地要落实。") <= max(5.5 * few + 500, 2 * len(long)), unit


def test_a_title_that_does_not_close_is_not_looked_for_to_the_end() -> None:
    assert calls(documents, "《" * 20_000) < 20_000 * 8


def lines(function: Callable[[str], object], text: str, *files: str) -> int:
    """How many lines of some files are run, those of a loop once a turn: a loop without calls counts, too."""
    count = 0

    def one(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return one

    def entered(frame: FrameType, _event: str, _argument: object) -> Any:
        return one if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count


def test_why_names_lost_is_told_without_a_look_at_all_the_others() -> None:
    rules, origins = shipped_rules(), Origins.read(lexicons_dir())

    def run(text: str) -> object:
        return explaining.explain(text, rules, origins)

    for unit in ("宁波市科技局、", "南京东路，", "宁波银行", "各省民政厅", "新能源汽车产业、", "工信部长", "《关于宁波的意见》"):
        short, long = (lines(run, unit * n, str(explaining.__file__), str(reasons.__file__)) for n in (50, 200))
        assert short > 50, unit
        assert long <= 4.5 * short, unit
