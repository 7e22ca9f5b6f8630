"""Counts and mistakes of one document; both sides made by hand."""

from __future__ import annotations

from typing import Any

from analyzer.analysis import Analysis
from analyzer.evaluation.gold import GoldClause, GoldDocument, GoldEntity, GoldTarget
from analyzer.evaluation.scoring import Score, first_number, same_comparator, same_deadline, score
from analyzer.offsets import OffsetMap
from analyzer.records import Article, Clause, CleanText, Label, Modality, Role
from tests import hand_built as by_hand

TEXT = "会议强调，工信部要加强监管，不得拖延。到2027年覆盖率达到90%以上，北京市财政局投资1,000亿元。"
ARTICLE = Article(TEXT, id="a")
FRAME, MUST, NOT, GOAL, MONEY = (0, 4), (5, 13), (14, 18), (19, 35), (36, 50)
DO, MUST_, FORBID = Role.DIRECTIVE, Modality.OBLIGATION, Modality.PROHIBITION


def gold(**layers: Any) -> GoldDocument:
    return GoldDocument("a", TEXT, "news", **layers)


def found(*, clauses: tuple[tuple[tuple[int, int], Role], ...] = (), **layers: Any) -> Analysis:
    made = tuple(Clause(*span, TEXT[span[0] : span[1]], role, 0, 0, "") for span, role in clauses)
    clean = CleanText(TEXT, TEXT, OffsetMap())
    return Analysis(ARTICLE, clean, made, layers.get("entities", ()), layers.get("directives", ()), layers.get("targets", ()))


def kinds(result: Score) -> list[tuple[str, str, str, str]]:
    return [(m.kind, m.text, m.gold, m.found) for m in result.mistakes]


def directive(span: tuple[int, int], **fields: Any) -> Any:
    return by_hand.directive(ARTICLE, *span, **fields)


def test_a_directive_is_right_at_half_the_overlap_and_what_is_left_over_is_wrong() -> None:
    labels = (GoldClause(*MUST, DO, MUST_), GoldClause(*NOT, DO, FORBID))
    result = score(gold(clauses=labels), found(directives=(directive((8, 13)), directive(MONEY, rule="model"))))
    assert [result.counts[f"directive.{part}"] for part in ("tp", "fp", "fn")] == [1, 1, 1]
    assert ("directive missed", "不得拖延", "prohibition", "") in kinds(result)
    assert ("directive spurious", TEXT[slice(*MONEY)], "", "obligation") in kinds(result)
    assert result.rules == {("modal.yao", True): 1, ("model", False): 1}


def test_a_doubled_directive_costs() -> None:
    result = score(gold(clauses=(GoldClause(*MUST, DO, MUST_),)), found(directives=(directive(MUST), directive(MUST))))
    assert [result.counts[f"directive.{part}"] for part in ("tp", "fp", "fn")] == [1, 1, 0]


def test_modality_and_addressee_are_compared_on_what_was_found() -> None:
    labels = (GoldClause(*MUST, DO, MUST_, "工信部"), GoldClause(*NOT, DO, FORBID))
    result = score(gold(clauses=labels), found(directives=(directive(MUST), directive(NOT))))
    assert (result.counts["modality.ok"], result.counts["modality.n"]) == (1, 2)
    assert (result.counts["addressee.ok"], result.counts["addressee.n"]) == (1, 2)
    assert (result.counts["addressee_where_any.ok"], result.counts["addressee_where_any.n"]) == (0, 1)
    assert result.modalities == {("obligation", "obligation"): 1, ("prohibition", "obligation"): 1}
    assert ("addressee", "工信部要加强监管", "工信部", "") in kinds(result)
    assert ("modality", "不得拖延", "prohibition", "obligation") in kinds(result)


def test_an_addressee_in_traditional_script_is_the_same_as_its_simplified_form() -> None:
    labels = (GoldClause(*MUST, DO, MUST_, "財政部門"),)
    assert score(gold(clauses=labels), found(directives=(directive(MUST, addressee="财政部门"),))).counts["addressee.ok"] == 1


def test_roles_are_those_of_the_nearest_clause_and_none_where_there_is_none() -> None:
    labels = (GoldClause(*FRAME, Role.FRAME), GoldClause(*NOT, DO, FORBID), GoldClause(*GOAL, Role.GOAL))
    result = score(gold(clauses=labels), found(clauses=((FRAME, Role.FRAME), (NOT, Role.STATEMENT))))
    assert result.roles == {("frame", "frame"): 1, ("directive", "statement"): 1, ("goal", "none"): 1}
    assert (result.counts["role.ok"], result.counts["role.n"]) == (1, 3)
    assert result.strangers == [GOAL]


def test_entities_are_right_at_the_same_place_under_the_same_label() -> None:
    organ = by_hand.entity(5, 8, "工信部", Label.MINISTRY, by_hand.MIIT)
    labels = (GoldEntity(5, 8, "MINISTRY", "工业部"), GoldEntity(5, 8, "SECTOR", "工业"))
    result = score(gold(entities=labels), found(entities=(organ, organ)))
    # The one that is found twice is right once and spurious once.
    assert [result.counts[f"entity_MINISTRY.{part}"] for part in ("tp", "fp", "fn")] == [1, 1, 0]
    assert [result.counts[f"entity_SECTOR.{part}"] for part in ("tp", "fp", "fn")] == [0, 0, 1]
    assert kinds(result) == [("entity name", "工信部", "工业部", "工业和信息化部"), ("entity missed", "工信部", "SECTOR 工业", "")]


def test_a_region_within_an_organ_of_the_gold_is_not_asked_for() -> None:
    beijing = by_hand.entity(36, 39, "北京市", Label.REGION, ("110000", "北京市"))
    inside = score(gold(entities=(GoldEntity(36, 42, "MINISTRY", "北京市财政局"),)), found(entities=(beijing,)))
    assert inside.counts["entity_REGION.fp"] == 0
    assert score(gold(entities=()), found(entities=(beijing,))).counts["entity_REGION.fp"] == 1


def target(start: int, end: int, **fields: Any) -> Any:
    return by_hand.target(ARTICLE, start, end, **fields)


def test_a_target_needs_a_third_of_overlap_and_the_same_first_number() -> None:
    value = TEXT.index("90%以上")
    labels = (GoldTarget(value, value + 5, "90%以上", ">=", "2027"),)
    result = score(gold(targets=labels), found(targets=(target(value, value + 3, deadline="2027-12-31", comparator="="),)))
    assert [result.counts[f"target.{part}"] for part in ("tp", "fp", "fn")] == [1, 0, 0]
    assert (result.counts["target_comparator.ok"], result.counts["target_deadline.ok"]) == (1, 1)


def test_a_target_with_another_number_is_not_paired_anew() -> None:
    value = TEXT.index("1,000")
    labels = (GoldTarget(value, value + 7, "2000亿元", "="),)
    result = score(gold(targets=labels), found(targets=(target(value, value + 7),)))
    assert [result.counts[f"target.{part}"] for part in ("tp", "fp", "fn")] == [0, 1, 1]
    assert kinds(result) == [("target missed", "1,000亿元", "= 2000亿元", ""), ("target spurious", "1,000亿元", "", ">= 1,000亿元")]


def test_wrong_comparators_and_deadlines_are_told() -> None:
    value = TEXT.index("1,000")
    labels = (GoldTarget(value, value + 7, "1000亿元", "<="),)
    result = score(gold(targets=labels), found(targets=(target(value, value + 7, deadline="2027"),)))
    assert kinds(result) == [("target comparator", "1,000亿元", "<=", ">="), ("target deadline", "1,000亿元", "", "2027")]


def test_layers_that_were_not_labelled_are_not_scored() -> None:
    result = score(gold(), found(directives=(directive(MUST),), clauses=((MUST, DO),), targets=(target(36, 40),)))
    assert (result.counts, result.mistakes, result.strangers) == ({}, [], [])


def test_numbers_and_comparators_are_compared_by_what_they_say() -> None:
    assert first_number("不低于1,000.5亿元") == "1000.5"
    assert first_number("三分之一") == "三分之一"
    assert same_comparator("=", ">=")
    assert same_comparator(">=", "=")
    assert not same_comparator(">", ">=")
    assert same_deadline("2027", "2027-06")
    assert not same_deadline("2027-06", "2027")
    assert same_deadline("", "")
    assert not same_deadline("", "2027")
