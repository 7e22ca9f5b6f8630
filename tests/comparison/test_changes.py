from typing import Any

import pandas as pd
import pytest

from analyzer import analyze
from analyzer.comparison import compare, compare_targets
from analyzer.comparison.changes import DIRECTIVE_CHANGES, Number, directive_changes, target_changes
from analyzer.errors import InputError
from analyzer.records import Article
from tests.comparison.sides import one


def changes(old: list[Any], new: list[Any]) -> list[tuple[Any, ...]]:
    """Change, differences, old and new evidence of each row."""
    names = DIRECTIVE_CHANGES.headers()
    rows = [dict(zip(names, row, strict=True)) for row in directive_changes(old, new)]
    return [(row["change"], row["differences"], row["old_evidence"], row["new_evidence"]) for row in rows]


def test_every_directive_of_both_sides_has_one_row_the_dropped_ones_last() -> None:
    old = [one("清理河道淤泥", "清理"), one("推进渠道改造", "推进")]
    new = [one("推进渠道改造", "推进"), one("修建提灌站", "修建")]
    assert changes(old, new) == [
        ("kept", "", "推进渠道改造", "推进渠道改造"),
        ("new", "", "", "修建提灌站"),
        ("dropped", "", "清理河道淤泥", ""),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change", "differences"),
    [
        ({"strength": 3}, {"strength": 5}, "strengthened", "strength"),
        ({"strength": 4}, {"strength": 2}, "weakened", "strength"),
        ({"modality": "permission"}, {"modality": "encouragement"}, "strengthened", "modality"),
        ({"modality": "obligation"}, {"modality": "encouragement"}, "weakened", "modality"),
        ({"modality": "obligation"}, {"modality": "prohibition"}, "reworded", "modality"),
        ({"deadline": "2024-12"}, {"deadline": "2026-12"}, "reworded", "deadline"),
        ({"deadline": "2024-12"}, {"deadline": "2025-12"}, "kept", ""),
        ({"deadline": ""}, {"deadline": "2025"}, "reworded", "deadline"),
        ({"timing": "R/P1Y"}, {"timing": "R/P3M"}, "reworded", "timing"),
        ({"targets": "覆盖率80%"}, {"targets": "覆盖率85%"}, "reworded", "targets"),
        ({"addressee": "各县"}, {"addressee": "各市"}, "reworded", "addressee"),
        ({"condition": ""}, {"condition": "有条件的"}, "reworded", "condition"),
    ],
)
def test_what_differs_decides_what_became_of_a_directive(before: dict[str, Any], after: dict[str, Any], change: str, differences: str) -> None:
    old = one("推进渠道改造", "推进", date="2024", **before)
    new = one("推动渠道改造", "推动", date="2025", **({"lemma": "推进"} | after))
    assert changes([old], [new]) == [(change, differences, "推进渠道改造", "推动渠道改造")]


def test_the_same_words_are_kept_and_what_else_differs_is_told() -> None:
    """A chain may carry 「将」 over to a clause that stands as it stood."""
    old, new = one("推进渠道改造", "推进"), one("推进渠道改造。", "推进", modality="commitment", strength=2)
    assert changes([old], [new]) == [("kept", "modality；strength", "推进渠道改造", "推进渠道改造。")]


def test_another_number_is_told() -> None:
    assert changes([one("改造危房260万户", "改造")], [one("改造危房366万户", "改造")]) == [
        ("reworded", "numbers", "改造危房260万户", "改造危房366万户")
    ]


def test_no_side_is_an_error_and_an_empty_one_is_not() -> None:
    assert changes([], []) == []
    assert changes([], [one("推进渠道改造")]) == [("new", "", "", "推进渠道改造")]
    with pytest.raises(InputError, match="threshold 0 is out of range"):
        list(directive_changes([], [], 0))


def test_what_one_side_says_twice_is_one_row_with_its_count() -> None:
    twice = analyze("会议要求，要推进渠道改造。\n会议强调，要推进渠道改造。")
    table = compare(twice, analyze("会议要求，要推进渠道改造。"))
    assert table[["change", "old_times", "new_times"]].values.tolist() == [["kept", 2, 1]]


def test_bare_verbs_are_one_directive_only_on_one_topic() -> None:
    text = "会议要求，对水库，要加强巡查。对山林，要加强巡查。"
    table = compare(analyze(text), analyze(text))
    assert table["old_times"].sum() == len(analyze(text).directives)


def test_repeats_do_not_count() -> None:
    frame = compare_frame(repeat_of="b#d0-6")
    assert compare(frame, frame).empty


def compare_frame(**fields: Any) -> pd.DataFrame:
    row = {"article_id": "a", "directive_id": "a#d0-6", "text": "推进渠道改造", "evidence": "推进渠道改造", "modality": "obligation", "strength": 3}
    return pd.DataFrame([row | fields])


def test_a_table_of_directives_is_a_side_and_needs_only_some_columns() -> None:
    table = compare(compare_frame(), compare_frame(strength=5, text="切实推进渠道改造", evidence="切实推进渠道改造"))
    assert table["change"].tolist() == ["strengthened"]


@pytest.mark.parametrize(
    ("side", "message"),
    [
        (pd.DataFrame({"正文": ["x"]}), "no column 'article_id'"),
        (["要推进渠道改造。"], "holds a str"),
        ("no/such/folder", "no/such/folder does not exist"),
    ],
)
def test_what_is_no_side_is_refused(side: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(side, analyze("要推进渠道改造。"))


def test_headers_are_chinese_on_request() -> None:
    side = analyze("要推进渠道改造。")
    assert compare(side, side, headers="zh").columns[:4].tolist() == ["变化", "相似度", "差异", "旧原文"]
    assert compare_targets(side, side, headers="zh").columns[:3].tolist() == ["变化", "相似度", "旧指标"]


def number(indicator: str, value: str, amount: float | None, unit: str = "%", **fields: str) -> Number:
    basics = {"deadline": "2024", "commitment": "plain", "article_id": "a", "id": f"a#{value}", "comparator": "=", "date": "2024"}
    return Number(indicator, value, amount, unit, **(basics | fields))


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (number("灌溉保证率", "85%", 85.0), "raised"),
        (number("灌溉保证率", "75%", 75.0), "lowered"),
        (number("灌溉保证率", "80%", 80.0, deadline="2025", date="2025"), "kept"),
        (number("灌溉保证率", "80%", 80.0, deadline="2027", date="2025"), "restated"),
        (number("灌溉保证率", "80%以上", 80.0, comparator=">="), "restated"),
        (number("灌溉保证率", "80%", 80.0, commitment="strive"), "restated"),
    ],
)
def test_targets_of_one_indicator_are_compared_by_their_numbers(new: Number, change: str) -> None:
    assert [row[0] for row in target_changes([number("灌溉保证率", "80%", 80.0)], [new])] == [change]


def test_targets_of_another_unit_or_indicator_are_new_and_dropped() -> None:
    old = [number("新增就业", "12万人", 120_000.0, "人")]
    assert [row[0] for row in target_changes(old, [number("新增就业", "5%", 5.0)])] == ["new", "dropped"]
    assert [row[0] for row in target_changes(old, [number("粮食产量", "12万斤", 120_000.0, "人")])] == ["new", "dropped"]


def test_a_target_of_an_article_is_found_and_its_range_compared_by_the_upper_end() -> None:
    before = analyze(Article("会议要求，2024年要确保水费收缴率达到80%—85%。", date="2024"))
    after = analyze(Article("会议要求，2025年要确保水费收缴率达到80%—90%。", date="2025"))
    table = compare_targets(before, after)
    assert table[["change", "old_number", "new_number"]].values.tolist() == [["raised", 85.0, 90.0]]
