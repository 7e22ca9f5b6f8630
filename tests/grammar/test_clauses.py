"""Where clauses begin and end, which sentence and heading they belong to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.grammar.clauses import heading_path, split_clauses

PIECES = st.sampled_from(
    ["加强监管", "3", "12", ",", "，", "。", "；", ";", "：", ":", "！", "？", "\n", "\r", "\t", "（", "）", "《", "》", "【", "(", ")", "[", "]",
     "一、总则", "（一）职责", "1.", "第一章 总则", "“", "”", " ", "\u3000", "—", "·", "产量", "年"]
)  # fmt: skip
NOT_A_CLAUSE = frozenset("，,；;：:。！？!?\n\r\t \u3000\xa0“”\"'‘’「」『』—-·•")


def words(text: str) -> list[str]:
    return [text[c.start : c.end] for c in split_clauses(text)]


def path(text: str, clause: str) -> list[str]:
    """The headings over a clause, outermost first."""
    clauses = split_clauses(text)
    index = words(text).index(clause)
    return [text[clauses[h].start : clauses[h].end] for h in heading_path(clauses, index)]


@pytest.mark.parametrize("mark", "，,；;：:。！？!?\n\r\t")
def test_each_mark_ends_a_clause(mark: str) -> None:
    assert words(f"加强监管{mark}压实责任") == ["加强监管", "压实责任"]


@pytest.mark.parametrize("mark", "、…—·“”")
def test_other_marks_do_not(mark: str) -> None:
    assert words(f"加强监管{mark}压实责任") == [f"加强监管{mark}压实责任"]


@pytest.mark.parametrize("pair", ["《》", "〈〉", "（）", "()", "[]", "【】"])
def test_brackets_protect_what_stands_in_them(pair: str) -> None:
    text = f"落实{pair[0]}关于教育，科技；人才的意见。{pair[1]}精神"
    assert words(text) == [text]


def test_nested_brackets_protect_to_the_outer_one() -> None:
    assert words("依据（《意见》，第三条）办理，公布结果") == ["依据（《意见》，第三条）办理", "公布结果"]


def test_a_bracket_left_open_ends_with_its_line() -> None:
    assert words("按照（附件一，附件二\n加强监管，压实责任") == ["按照（附件一，附件二", "加强监管", "压实责任"]


def test_a_bracket_closed_without_opening_is_no_protection() -> None:
    assert words("附件）一，附件（二，三）") == ["附件）一", "附件（二，三）"]


def test_quotes_do_not_protect() -> None:
    assert words("要求“加强监管，压实责任”") == ["要求“加强监管", "压实责任"]


@pytest.mark.parametrize("number", ["1,000", "8:30", "1：3", "1，000"])
def test_marks_between_digits_join_a_number(number: str) -> None:
    assert words(f"共{number}户") == [f"共{number}户"]


@pytest.mark.parametrize("text", ["排名3。4月", "甲3；4乙", "甲3;4乙"])
def test_other_marks_between_digits_still_cut(text: str) -> None:
    assert len(words(text)) == 2


@pytest.mark.parametrize("text", ["2025,加强监管", "加强监管,2025", ",5", "5,"])
def test_a_joiner_needs_digits_on_both_sides(text: str) -> None:
    assert not any("," in clause for clause in words(text))


@pytest.mark.parametrize("edge", [" ", "\u3000", "\xa0", "“", "”", '"', "「", "『", "—", "-", "·", "•"])
def test_edges_are_trimmed(edge: str) -> None:
    assert words(f"{edge}{edge}加强监管{edge}，{edge}压实责任{edge}") == ["加强监管", "压实责任"]


@pytest.mark.parametrize("text", ["", " ", "，", "。。\n\n", "“”", "\u3000\n—"])
def test_text_without_words_has_no_clauses(text: str) -> None:
    assert split_clauses(text) == []


def test_sentences_and_paragraphs_are_counted() -> None:
    clauses = split_clauses("甲，乙；丙。丁！\n\n戊")
    assert [c.sentence for c in clauses] == [0, 0, 0, 1, 2]
    assert [c.paragraph for c in clauses] == [0, 0, 0, 0, 2]


def test_a_row_of_stops_ends_one_sentence() -> None:
    assert [c.sentence for c in split_clauses("甲！！！乙？。丙")] == [0, 1, 2]


NESTED = (
    "第一章 总则\n一、主要任务\n（一）产业发展\n1.壮大主体\n（1）培育企业\n给予奖励。\n（二）市场监管\n加强检查。\n二、保障措施\n压实责任。\n第二章 附则\n按此执行。"
)


@pytest.mark.parametrize(
    ("clause", "headings"),
    [
        ("给予奖励", ["第一章 总则", "一、主要任务", "（一）产业发展", "1.壮大主体", "（1）培育企业"]),
        ("加强检查", ["第一章 总则", "一、主要任务", "（二）市场监管"]),
        ("压实责任", ["第一章 总则", "二、保障措施"]),
        ("按此执行", ["第二章 附则"]),
        ("（二）市场监管", ["第一章 总则", "一、主要任务"]),
        ("第二章 附则", []),
    ],
)
def test_headings_nest_by_their_numbering(clause: str, headings: list[str]) -> None:
    assert path(NESTED, clause) == headings


def test_a_heading_that_ends_with_a_stop_heads_its_own_paragraph() -> None:
    assert path("（一）产业发展。壮大主体，延长链条。", "延长链条") == ["（一）产业发展"]


def test_a_numbered_clause_that_goes_on_is_no_heading() -> None:
    assert path("一、加强监管，压实责任。\n公布结果。", "公布结果") == []


def test_a_long_numbered_sentence_is_no_heading() -> None:
    assert path(f"一、{'加强监管' * 12}。\n公布结果。", "公布结果") == []


def test_numbering_within_a_line_is_no_heading() -> None:
    assert path("主要任务包括（一）监管。\n公布结果。", "公布结果") == []


def test_a_decimal_is_no_numbering() -> None:
    assert path("3.5万亩\n公布结果。", "公布结果") == []


def test_clauses_in_a_block_carry_its_kind() -> None:
    text = "加强监管，压实责任\n责任编辑：某某\n公布结果"
    clauses = split_clauses(text, [("credit", 10, 17)])
    assert [c.block for c in clauses] == ["", "", "credit", "credit", ""]


def test_blocks_in_any_order_are_found() -> None:
    clauses = split_clauses("甲甲\n乙乙\n丙丙", [("tags", 6, 8), ("share", 0, 2)])
    assert [c.block for c in clauses] == ["share", "", "tags"]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_clauses_separators_and_trimmings_tile_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    at = 0
    for clause in split_clauses(text):
        assert at <= clause.start < clause.end <= len(text)
        assert set(text[at : clause.start]) <= NOT_A_CLAUSE
        assert text[clause.start] not in " “”—·"
        assert text[clause.end - 1] not in " “”—·"
        at = clause.end
    assert set(text[at:]) <= NOT_A_CLAUSE


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_numbers_never_fall_and_headings_stand_before_what_they_head(pieces: list[str]) -> None:
    text = "".join(pieces)
    clauses = split_clauses(text)
    for before, after in pairwise(clauses):
        assert before.sentence <= after.sentence
        assert before.paragraph <= after.paragraph
    for i, clause in enumerate(clauses):
        assert -1 <= clause.heading < i
        assert heading_path(clauses, i) == sorted(set(heading_path(clauses, i)))


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=20), st.lists(PIECES, max_size=20))
def test_what_follows_a_line_break_does_not_move_the_clauses_before_it(first: list[str], second: list[str]) -> None:
    text = "".join(first) + "\n"
    alone, longer = split_clauses(text), split_clauses(text + "".join(second))
    assert longer[: len(alone)] == alone
