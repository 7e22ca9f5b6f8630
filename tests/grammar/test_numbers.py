from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import LexiconError
from analyzer.grammar.numbers import NumberRow, NumberRules
from analyzer.lexicon.tables import read_csv
from analyzer.resources import lexicons_dir

RULES = NumberRules.from_lexicons(lexicons_dir())
UNITS = [r.cells for r in read_csv(lexicons_dir() / "units.csv", ("unit", "canonical", "factor", "dimension", "example", "counter"))]
WORDS = [r.cells for r in read_csv(lexicons_dir() / "comparators.csv", ("word", "place", "comparator", "example", "counter"))]


def one(text: str) -> NumberRow:
    found = RULES.find(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "comparator", "number", "unit"),
    [
        ("投入1.5万亿元", "1.5万亿元", "=", (1.5e12,), "CNY"),
        ("产量1.3 万亿斤以上", "1.3 万亿斤以上", ">=", (1.3e12,), "斤"),
        ("不低于60%", "不低于60%", ">=", (60.0,), "%"),
        ("增长4.5%—5%", "4.5%—5%", "range", (4.5, 5.0), "%"),
        ("选1到2处", "1到2处", "range", (1.0, 2.0), "处"),
        ("罚5万元以上20万元以下", "5万元以上20万元以下", "range", (50_000.0, 200_000.0), "CNY"),
        ("招5到6万人", "5到6万人", "range", (50_000.0, 60_000.0), "人"),
        ("税率百分之三至百分之五", "百分之三至百分之五", "range", (3.0, 5.0), "%"),
        ("占三分之一", "三分之一", "=", (0.3333,), ""),
        ("产值翻一番", "翻一番", "=", (2.0,), "倍"),
        ("产值翻两番", "翻两番", "=", (4.0,), "倍"),
        ("万亿级集群", "万亿级", "=", (1e12,), ""),
        ("约5000家", "约5000家", "~", (5000.0,), "家"),
        ("5%左右", "5%左右", "~", (5.0,), "%"),
        ("2000多万人", "2000多万人", ">", (2e7,), "人"),
        ("500余家", "500余家", ">", (500.0,), "家"),
        ("按不超过合同金额的50%", "50%", "<=", (50.0,), "%"),
        ("至少保存5个月", "5个月", ">=", (5.0,), "月"),
        ("增长百分之三点五", "百分之三点五", "=", (3.5,), "%"),
        ("提前30日报告", "30日", "=", (30.0,), "日"),
        ("过千亿", "千亿", ">", (1e11,), ""),
        ("达到1亿1千万人次", "1亿1千万人次", "=", (1.1e8,), "人次"),
    ],
)
def test_value_comparator_number_and_unit(text: str, value: str, comparator: str, number: tuple[float, ...], unit: str) -> None:
    row = one(text)
    assert (text[row.start : row.end], row.comparator, row.number, row.unit) == (value, comparator, number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2025年12月31日", "6月底", "第三条", "〔2020〕27号", "C919", "5G基站", "25日至26日", "11时30分", "造成数十人", "更换零部件",
        "2021-2025年",
    ],
)  # fmt: skip
def test_dates_ordinals_and_names_are_no_numbers(text: str) -> None:
    assert RULES.find(text) == []


@pytest.mark.parametrize(("text", "word"), [("通过5项", "过"), ("节约5万元", "约"), ("最近3天", "近")])
def test_a_comparator_inside_another_word_does_not_count(text: str, word: str) -> None:
    assert one(text).comparator == "=", word


def test_the_verb_before_the_value_is_kept_apart() -> None:
    row = one("比重提高到60%")
    assert (row.verb, row.comparator, row.said) == ("提高到", "=", False)


@pytest.mark.parametrize("row", UNITS, ids=[str(u["unit"]) for u in UNITS])
def test_unit_is_read_in_its_example_and_not_in_its_counter(row: dict[str, str]) -> None:
    units = {found.unit for found in RULES.find(row["example"])}
    assert row["canonical"] in units
    if row["counter"]:
        assert all(f.number == (1.0,) or f.unit != row["canonical"] for f in RULES.find(row["counter"]))


@pytest.mark.parametrize("row", WORDS, ids=[str(w["word"]) for w in WORDS])
def test_comparator_is_read_in_its_example_and_not_in_its_counter(row: dict[str, str]) -> None:
    found = one(row["example"])
    assert found.comparator == row["comparator"] or row["place"] == "verb"
    if row["place"] == "verb":
        assert found.verb
    if row["counter"]:
        assert all(f.comparator != row["comparator"] for f in RULES.find(row["counter"]))


@given(st.text(alphabet="0123456789.,%万亿千百十元年月日至到—不超过以上下个家人约 三分之", max_size=24))
def test_numbers_do_not_overlap_and_stay_inside_the_stretch(text: str) -> None:
    last = 0
    for row in RULES.find(text):
        assert last <= row.core_start < row.core_end <= len(text)
        assert row.start <= row.core_start
        assert row.core_end <= row.end <= len(text)
        last = row.core_end


def test_rules_survive_the_way_through_plain_rows() -> None:
    again = NumberRules.from_rows(json.loads(json.dumps(RULES.to_rows())))
    assert again.find("不少于3万吨") == RULES.find("不少于3万吨")


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("units.csv", "吨,吨,many,mass,5吨,", "factor 'many' is no number"),
        ("comparators.csv", "约,beside,~,约5家,", "place 'beside' is none of"),
        ("comparators.csv", "约,before,!=,约5家,", "comparator '!=' is none of"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, name: str, line: str, message: str) -> None:
    for file in ("units.csv", "comparators.csv"):
        (tmp_path / file).write_text((lexicons_dir() / file).read_text(encoding="utf-8"), encoding="utf-8")
    header = next(row for row in (tmp_path / name).read_text(encoding="utf-8").splitlines() if not row.startswith("#"))
    (tmp_path / name).write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        NumberRules.from_lexicons(tmp_path)
    assert str(caught.value).startswith(f"{name}:2: ")


def test_more_between_number_and_unit_and_courts_are_no_comparator() -> None:
    from analyzer.resources import lexicons_dir

    rules = NumberRules.from_lexicons(lexicons_dir())

    def seen(text: str) -> list[tuple[str, tuple[float, ...], str]]:
        return [(row.comparator, row.number, row.unit) for row in rules.find(text)]

    assert seen("缩短5个多小时") == [(">", (5.0,), "小时")]
    assert seen("历时三个多月") == [(">", (3.0,), "月")]
    assert seen("惠及28亿多民众") == [(">", (2800000000.0,), "")]
    assert seen("最高人民检察院报告的6个草案") == [("=", (6.0,), "个")]
