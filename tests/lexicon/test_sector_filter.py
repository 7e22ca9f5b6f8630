"""The context filter: its two ways to a score agree, lists are settled together, the best part wins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.lexicon.sector_choice import NAMED_BONUS, PREFERRED, SAME_PULL, Scored, choose, settle
from analyzer.lexicon.sector_filter import profile, readings
from analyzer.lexicon.sector_words import Option
from analyzer.lexicon.sectors import SectorRules, candidates
from analyzer.resources import lexicons_dir

RULES = SectorRules.from_lexicons(lexicons_dir())


def option(start: int, end: int, kind: str = "free", shape: str = "") -> Option:
    return Option(start, end, "词", "C", kind, shape)


def assert_as_training_sees(text: str) -> None:
    assert RULES.filter is not None
    found = candidates(text, RULES)
    slow = list(readings(text, found, RULES.words, RULES.filter.knowledge))
    weights = RULES.filter.weights
    for scored, group in zip(RULES.filter.scores(text, found, RULES.words), slow, strict=True):
        for (score, o), reading in zip(scored, group, strict=True):
            assert o == reading.option
            assert score == pytest.approx(RULES.filter.bias + sum(weights.get(name, 0.0) for name in (*reading.fixed, *reading.around)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["智能", "传感器", "教育", "金融", "业", "服务", "农业保险", "、", "和", "等产业", "，推进", "改革", "\n", "文化", "旅游"]), max_size=25))
def test_scores_are_the_sums_that_training_sees(pieces: list[str]) -> None:
    assert_as_training_sees("".join(pieces))


def test_a_score_does_not_depend_on_the_names_that_were_met_before() -> None:
    names = ("工业设备", "铁路设备", "农机设备", "供电设备")  # of one head, each of a code of its own
    for name in (*names, *reversed(names)):
        assert_as_training_sees(f"，{name}的杜赫")


def test_the_best_options_that_do_not_overlap_win() -> None:
    whole, begin, end = option(0, 4), option(0, 2), option(2, 4)
    assert choose([(1.0, whole), (0.5, begin), (0.4, end)]) == [whole]
    assert choose([(0.2, whole), (0.5, begin), (0.4, end)]) == [begin, end]
    assert choose([(-0.2, whole), (-0.5, begin), (0.0, end)]) == []


def test_a_name_before_chanye_is_raised() -> None:
    groups: list[Scored] = [[(-1.0, option(2, 4))]]
    settle("发展应急产业", groups, RULES.words)
    assert groups[0][0][0] == -1.0 + NAMED_BONUS
    groups = [[(-1.0, option(2, 4))]]
    settle("推进数字产业化", groups, RULES.words)
    assert groups[0][0][0] == -1.0


def test_the_items_of_a_list_are_drawn_together() -> None:
    text = "围绕银行、证券和保险，"
    groups: list[Scored] = [[(2.0, option(2, 4))], [(-0.5, option(5, 7))], [(1.5, option(8, 10))]]
    settle(text, groups, RULES.words)
    scores = [group[0][0] for group in groups]
    assert -0.5 < scores[1] < 1.0
    assert scores[0] < 2.0


def test_options_far_apart_are_no_list() -> None:
    text = "银行的证券"
    groups: list[Scored] = [[(2.0, option(0, 2))], [(-0.5, option(3, 5))]]
    settle(text, groups, RULES.words)
    assert [group[0][0] for group in groups] == [2.0, -0.5]


def test_a_sure_modifier_belongs_to_the_name() -> None:
    groups: list[Scored] = [[(-3.0, option(0, 5, "formed", "智能+term")), (1.0, option(2, 5))]]
    settle("智能拉链机，", groups, RULES.words)
    assert groups[0][0][0] == 1.0 + PREFERRED


def test_a_profile_is_one_digit_for_frequency_and_one_for_each_place() -> None:
    assert profile(0, [0, 0]) == "000"
    assert len(profile(10**6, [10, 0, 5 * 10**5, 3])) == 5
    assert profile(100, [0, 50]) < profile(100, [50, 50])


def test_a_word_is_drawn_to_its_best_mention_in_the_text() -> None:
    text = "发展电影产业，观看电影。"
    groups: list[Scored] = [[(2.0, option(2, 4))], [(-0.5, option(9, 11))]]
    settle(text, groups, RULES.words)
    assert groups[1][0][0] == pytest.approx(-0.5 + SAME_PULL * 2.5)
