"""A side compared with itself, or with itself in another order, has lost nothing and gained nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.comparison import compare, compare_targets
from analyzer.comparison.changes import DIRECTIVE_CHANGES, Number, directive_changes, target_changes
from analyzer.comparison.sides import Stated, letters
from tests.comparison.sides import one

VERBS = (
    "推进", "加快", "完善", "深化", "加强", "健全", "规范", "优化", "支持", "鼓励", "引导", "促进", "落实", "建立", "推广", "扩大", "提升", "改进", "巩固", "拓展",
    "统筹", "组织", "开展", "实施", "推动", "强化", "创新", "建设", "发展", "保障",
)  # fmt: skip
STATED = st.builds(
    lambda verb, object, fields: one(verb + object, verb, **fields),
    st.sampled_from(VERBS),
    st.sampled_from(["数字乡村建设", "渠道改造", "试点", "", "投资增长1.5%", "投资增长15%"]),
    st.fixed_dictionaries(
        {
            "addressee": st.sampled_from(["", "各地", "市水利局"]),
            "strength": st.integers(1, 5),
            "modality": st.sampled_from(["obligation", "permission"]),
            "deadline": st.sampled_from(["", "2024-12"]),
        }
    ),
)


def said(side: list[Stated]) -> list[Stated]:
    """The directives of a side as ``stated`` gives them: those of one wording and force once."""
    keys = ("words", "content", "addressee", "modality", "strength", "deadline")
    return list({tuple(getattr(each, key) for key in keys): each for each in side}.values())


def fates(old: list[Stated], new: list[Stated]) -> set[Any]:
    return {(row[0], row[1], row[2]) for row in directive_changes(old, new)}


@given(st.lists(STATED, min_size=1, max_size=60).map(said), st.data())
def test_of_a_side_and_its_shuffled_copy_everything_is_kept(side: list[Stated], data: st.DataObject) -> None:
    assert fates(side, side) == {("kept", 1.0, "")}
    assert fates(side, data.draw(st.permutations(side))) == {("kept", 1.0, "")}


@pytest.mark.parametrize("count", [2, 9, 30])
def test_many_verbs_on_one_object_are_all_found_again(count: int) -> None:
    side = [one(f"{verb}数字乡村建设", verb) for verb in VERBS[:count]]
    assert fates(side, side[::-1]) == {("kept", 1.0, "")}


def test_one_clause_said_to_hundreds_finds_the_one_said_to_the_same() -> None:
    side = [one("要加强监管", "加强", addressee=f"{chr(0x4E00 + n)}市") for n in range(400)]
    assert fates(side, side[::-1]) == {("kept", 1.0, "")}


def test_the_same_words_of_another_force_are_found_where_many_share_the_object() -> None:
    old = [one(f"{verb}数字乡村建设", verb) for verb in VERBS]
    new = [replace(each, strength=4) for each in old]
    rows = [dict(zip(DIRECTIVE_CHANGES.headers(), row, strict=True)) for row in directive_changes(old, new)]
    assert {(row["change"], row["old_evidence"] == row["new_evidence"]) for row in rows} == {("kept", True)}


def test_an_article_compared_with_itself_has_kept_all() -> None:
    analysis = analyze("".join(f"会议强调，要{verb}数字乡村建设。" for verb in VERBS))
    assert set(compare(analysis, analysis)["change"]) == {"kept"}


def test_what_differs_in_the_point_of_a_number_only_is_another_directive() -> None:
    both = analyze("会议要求，各地要确保投资增长15%。各地要确保投资增长1.5%。")
    assert len(compare(both, both)) == 2
    before, after = analyze("会议要求，各地要确保投资增长1.5%。"), analyze("会议要求，各地要确保投资增长15%。")
    (row,) = compare(before, after).to_dict("records")
    assert row["change"] == "reworded"
    assert "numbers" in row["differences"]


@pytest.mark.parametrize(("text", "other"), [("增长1.5%", "增长15%"), ("增长5%", "增长5"), ("增长5—6%", "增长56%"), ("增长5%~6%", "增长56%"), ("增长5‰", "增长5%")])
def test_marks_within_numbers_belong_to_the_words(text: str, other: str) -> None:
    assert letters(text) != letters(other)


@pytest.mark.parametrize(("text", "other"), [("新增1,000人", "新增1000人"), ("一、1.推进“三网”融合。", "一1推进三网融合"), ("增长 5%，", "增长5%")])
def test_marks_around_numbers_do_not(text: str, other: str) -> None:
    assert letters(text) == letters(other)


NUMBERS = st.builds(
    lambda indicator, value, deadline: Number(indicator, f"{value}人", float(value), "人", deadline, "", "a", f"a#{value}", "=", "2024"),
    st.sampled_from(["新增就业", "城镇新增就业", "培训人次"]),
    st.integers(1, 60),
    st.sampled_from(["", "2024-12", "2025-12"]),
)


@given(st.lists(NUMBERS, min_size=1, max_size=40, unique=True), st.data())
def test_of_targets_and_their_shuffled_copy_everything_is_kept(side: list[Number], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(side))
    assert {row[:2] for row in target_changes(side, shuffled)} == {("kept", 1.0)}


def test_targets_without_an_indicator_stay_new_and_dropped_where_anything_differs() -> None:
    nameless = Number("", "80%", 80.0, "%", "", "", "a", "a#1", "=", "2024")
    other = nameless._replace(value="90%", number=90.0)
    assert [row[0] for row in target_changes([nameless], [other])] == ["new", "dropped"]
    assert [row[0] for row in target_changes([nameless], [nameless])] == ["kept"]


def test_an_articles_targets_compared_with_themselves_are_kept() -> None:
    analysis = analyze("会议要求，" + "".join(f"到20{year}年新增就业{year}万人。" for year in range(24, 44)))
    assert set(compare_targets(analysis, analysis)["change"]) == {"kept"}


def test_a_target_without_an_indicator_is_the_same_where_all_else_is() -> None:
    side = analyze("最高不超过20万元。")
    assert [target.indicator for target in side.targets] == [""]
    assert compare_targets(side, side)["change"].tolist() == ["kept"]
