"""How a clause opens: kinds of its first words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.grammar.openings import (
    ACTION_NOUN,
    LINK,
    MANNER,
    MODAL,
    NOUN,
    NUMBER,
    PARTY,
    PREPOSITION,
    VERB,
    OpeningRules,
)
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow
from analyzer.resources import lexicons_dir

WORDS = {"制定": VERB, "推进": VERB, "抓": VERB, "加快": MANNER, "要": MODAL, "并": LINK, "把": PREPOSITION, "各": PARTY, "监管": ACTION_NOUN, "制": NOUN}
MINISTRY, REGION, SECTOR = 10, 11, 14


@pytest.fixture(scope="module")
def rules() -> OpeningRules:
    return OpeningRules(WORDS)


def kinds(rules: OpeningRules, text: str, entities: list[EntityRow] | None = None) -> list[int]:
    code = int(rules.codes(text, [0], [len(text)], entities or [])[0])
    out: list[int] = []
    while code:
        code, kind = divmod(code, 16)
        out.insert(0, kind)
    return out


def entity(start: int, end: int, label: str) -> EntityRow:
    return EntityRow(start, end, label, "x", "x", "", ())


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("制定方案", [VERB]),
        ("加快制定方案", [MANNER, VERB]),
        ("要加快推进改革", [MODAL, MANNER, VERB]),
        ("并要加快推进改革", [LINK, MODAL, MANNER]),
        ("把好质量", [PREPOSITION]),
        ("各地制定方案", [PARTY]),
        ("监管有力", [ACTION_NOUN]),
        ("3000家企业", [NUMBER]),
        ("天气很好", [NOUN]),
        ("加快", [MANNER]),
    ],
)
def test_kinds_are_read_up_to_the_first_verb_or_noun(rules: OpeningRules, text: str, opens: list[int]) -> None:
    assert kinds(rules, text) == opens


def test_the_longest_word_counts(rules: OpeningRules) -> None:
    assert kinds(rules, "制定") == [VERB]
    assert kinds(rules, "制药") == [NOUN]


def test_entities_go_before_words_and_the_next_word_is_read_too(rules: OpeningRules) -> None:
    assert kinds(rules, "海南制定方案", [entity(0, 2, "REGION")]) == [REGION, VERB]
    assert kinds(rules, "制定办推进改革", [entity(0, 3, "MINISTRY")]) == [MINISTRY, VERB]
    assert kinds(rules, "加快汽车推进", [entity(2, 4, "SECTOR")]) == [MANNER, SECTOR, VERB]


def test_a_word_is_not_read_over_the_end_of_its_clause(rules: OpeningRules) -> None:
    assert rules.codes("加制定", [0, 1], [2, 3], []) == [NOUN, VERB]
    assert rules.codes("制定", [0], [1], []) == [NOUN]


def test_an_empty_clause_opens_with_nothing(rules: OpeningRules) -> None:
    assert rules.codes("制定", [2], [2], []) == [0]
    assert rules.codes("", [], [], []) == []


def test_verbs_are_counted_up_to_three_within_each_clause(rules: OpeningRules) -> None:
    text = "制定方案，推进制定推进制定，天气，抓"
    assert rules.verbs(text, [0, 5, 14, 17], [4, 13, 16, 18]) == [1, 3, 0, 0]


def test_shipped_words_are_of_the_kinds_their_lexicon_says() -> None:
    rules = OpeningRules.from_lexicons(lexicons_dir())
    assert kinds(rules, "推进改革")[-1] == VERB
    assert kinds(rules, "各地推进改革") == [PARTY]
    again = OpeningRules.from_rows(json.loads(json.dumps(rules.to_rows())))
    assert again.to_rows() == rules.to_rows()


@pytest.mark.parametrize("row", [row.cells for row in read_yaml(lexicons_dir() / "openings.yaml", ("kind", "markers", "example", "counter_example"))])
def test_the_example_of_a_row_orders_and_its_counter_example_does_not(row: dict[str, str]) -> None:
    rules = OpeningRules.from_lexicons(lexicons_dir())
    assert [rules.orders(row[key], 0, len(row[key])) for key in ("example", "counter_example")] == [True, False]


def test_an_unknown_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "openings.yaml").write_text("- {kind: hat, markers: [帽], example: a, counter_example: b}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"openings\.yaml:1: kind 'hat'"):
        OpeningRules.from_lexicons(tmp_path)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("建设智慧水利平台", True), ("1 培训防汛值班人员", True), ("改造老旧供水管网20公里", True), ("制定清淤方案", True),
        ("建设方案", False), ("建设项目管理办法", False), ("建设与管理规划", False), ("整治情况汇总表", False), ("培训水库巡查", False),
    ],
)  # fmt: skip
def test_a_verb_that_is_often_a_noun_orders_where_an_object_follows(text: str, orders: bool) -> None:
    assert OpeningRules.from_lexicons(lexicons_dir()).orders(text, 0, len(text)) is orders
