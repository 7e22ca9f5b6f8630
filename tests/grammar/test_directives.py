"""What hangs on a directive: contexts, goals, headings, links, deadlines, repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.grammar.chains import attach
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.directives import DirectiveRules, build_directives
from analyzer.records import EntityRow, RoleRow
from analyzer.resources import lexicons_dir

ROLE = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}


@pytest.fixture(scope="module")
def rules() -> DirectiveRules:
    return DirectiveRules.from_lexicons(lexicons_dir())


def roles_of(text: str, codes: str, blocks: Sequence[tuple[str, int, int]] = ()) -> list[RoleRow]:
    clauses = split_clauses(text, blocks)
    assert len(clauses) == len(codes), [text[c.start : c.end] for c in clauses]
    return [
        RoleRow(ROLE[code], "obligation" if code == "D" else "", c.start, c.start, "imperative", 1.0)
        for code, c in zip(codes, clauses, strict=True)
    ]


def hangs(text: str, codes: str) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    return {i: tuple(chain) for i, chain in attach(text, split_clauses(text), roles_of(text, codes)).items()}


def built(
    rules: DirectiveRules,
    text: str,
    codes: str,
    entities: Sequence[EntityRow] = (),
    targets: Sequence[Mapping[str, Any]] = (),
    blocks: Sequence[tuple[str, int, int]] = (),
    **meta: str,
) -> list[dict[str, Any]]:
    clauses = split_clauses(text, blocks)
    return build_directives(text, clauses, roles_of(text, codes, blocks), entities, targets, rules, meta=meta)


def entities_of(text: str, *named: tuple[str, str]) -> list[EntityRow]:
    """(words, label) of every mention; the words are the id."""
    rows = []
    for words, label in named:
        at = text.find(words)
        while at >= 0:
            rows.append(EntityRow(at, at + len(words), label, words, words, "", ()))
            at = text.find(words, at + 1)
    return sorted(rows)


def links(text: str, entities: Sequence[EntityRow], directive: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    return [(field, entities[k].id, inherited) for field, k, inherited in directive["links"]]


@pytest.mark.parametrize(
    ("text", "codes", "wanted"),
    [
        ("针对甲，做乙，做丙。", "CDD", {1: ((0,), ()), 2: ((0,), ())}),
        ("针对甲，做乙。做丙。", "CDD", {1: ((0,), ()), 2: ((), ())}),
        ("做乙，按丙，做丁", "DCD", {0: ((), ()), 2: ((1,), ())}),
        ("做乙，按丙", "DC", {0: ((1,), ())}),
        ("做乙，做丁，按丙。", "DDC", {0: ((), ()), 1: ((2,), ())}),
        ("做乙，按丙，某某说，做丁", "DCSD", {0: ((1,), ()), 3: ((), ())}),
        ("针对甲，会议强调，做丁", "CFD", {2: ((), ())}),
        ("针对甲，按乙，做丁", "CCD", {2: ((0, 1), ())}),
        ("做乙，做丁，实现丙", "DDG", {0: ((), (2,)), 1: ((), (2,))}),
        ("做乙，实现丙，做丁，实现戊", "DGDG", {0: ((), (1,)), 2: ((), (3,))}),
        ("做乙，实现丙，达到丁", "DGG", {0: ((), (1, 2))}),
        ("做乙。实现丙", "DG", {0: ((), ())}),
        ("实现丙，做乙", "GD", {1: ((), ())}),
        ("做乙（责任单位：丁），做戊", "DD", {0: ((), ()), 1: ((), ())}),
        ("做乙，（责任单位：丁），做戊", "DCD", {0: ((), ()), 2: ((), ())}),
    ],
)
def test_contexts_and_goals_hang_on_directives_of_their_sentence(text: str, codes: str, wanted: object) -> None:
    assert hangs(text, codes) == wanted


def test_a_context_holds_in_the_next_part_until_that_part_has_its_own() -> None:
    assert hangs("针对甲，做乙；做丙；针对丁，做戊；做己", "CDDCDD") == {
        1: ((0,), ()),
        2: ((0,), ()),
        4: ((3,), ()),
        5: ((3,), ()),
    }


def test_nothing_hangs_where_nothing_directs() -> None:
    assert hangs("天气好，针对甲", "SC") == {}
    assert attach("", [], []) == {}


@settings(max_examples=150, deadline=None)
@given(st.text("DCGFS", max_size=25), st.data())
def test_what_hangs_on_a_directive_is_of_its_kind_and_sentence(codes: str, data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.sampled_from("，，；。"), min_size=len(codes), max_size=len(codes)))
    text = "".join(f"词{mark}" for mark in marks)
    clauses = split_clauses(text)
    found = attach(text, clauses, roles_of(text, codes))
    assert list(found) == [i for i, code in enumerate(codes) if code == "D"]
    for i, chain in found.items():
        assert {codes[c] for c in chain.contexts} <= {"C"}
        assert {codes[g] for g in chain.goals} <= {"G"}
        assert all(clauses[k].sentence == clauses[i].sentence for k in (*chain.contexts, *chain.goals))
        assert all(g > i for g in chain.goals)
        assert len(set(chain.contexts)) == len(chain.contexts)


def test_a_directive_holds_the_spans_of_what_hangs_on_it(rules: DirectiveRules) -> None:
    text = "针对汽车行业，完善监管制度，形成良好格局。"
    found = built(rules, text, "CDG")[0]
    assert [text[a:b] for a, b in found["contexts"]] == ["针对汽车行业"]
    assert [text[a:b] for a, b in found["goals"]] == ["形成良好格局"]
    assert text[found["start"] : found["end"]] == "完善监管制度"


def test_a_bare_imperative_rests_on_its_verb(rules: DirectiveRules) -> None:
    found = built(rules, "加快推进改革。", "D")[0]
    assert "加快推进改革"[slice(*found["cue"])] == "推进"


def test_headings_stand_outermost_first(rules: DirectiveRules) -> None:
    text = "一、主要任务\n（一）产业发展\n完善监管制度。"
    found = built(rules, text, "SSD")[0]
    assert [text[a:b] for a, b in found["heading_path"]] == ["一、主要任务", "（一）产业发展"]


def test_links_are_own_in_the_clause_and_inherited_from_contexts_and_headings(rules: DirectiveRules) -> None:
    text = "一、湖北任务\n针对汽车，工信部要完善制度，推进钢铁改革。"
    entities = entities_of(text, ("湖北", "REGION"), ("汽车", "SECTOR"), ("工信部", "MINISTRY"), ("钢铁", "SECTOR"))
    first, second = built(rules, text, "SCDD", entities)
    assert links(text, entities, first) == [("ministries", "工信部", False), ("sectors", "汽车", True), ("regions", "湖北", True)]
    assert links(text, entities, second)[0] == ("sectors", "钢铁", False)
    assert {("sectors", "汽车", True), ("regions", "湖北", True)} <= set(links(text, entities, second))


def test_a_thing_is_linked_once_its_own_mention_first(rules: DirectiveRules) -> None:
    text = "针对汽车，推进汽车改革和汽车出口。"
    entities = entities_of(text, ("汽车", "SECTOR"))
    assert built(rules, text, "CD", entities)[0]["links"] == [("sectors", 1, False)]


def test_responsible_units_are_own_links(rules: DirectiveRules) -> None:
    text = "完善制度。（责任单位：市财政局）"
    entities = entities_of(text, ("市财政局", "MINISTRY"))
    assert links(text, entities, built(rules, text, "DC", entities)[0]) == [("ministries", "市财政局", False)]


def test_groups_have_no_field_to_be_linked_in(rules: DirectiveRules) -> None:
    text = "完善企业制度。"
    assert built(rules, text, "D", entities_of(text, ("企业", "GROUP")))[0]["links"] == []


@pytest.mark.parametrize(
    ("text", "codes", "deadline"),
    [
        ("到2025年底，完善监管制度。", "CD", "2025-12-31"),
        ("2024年6月底前完善监管制度。", "D", "2024-06-30"),
        ("完善监管制度。", "D", ""),
        ("到2025年底，天气好。完善监管制度。", "CSD", ""),
    ],
)
def test_a_deadline_comes_from_the_clause_or_its_context(rules: DirectiveRules, text: str, codes: str, deadline: str) -> None:
    assert built(rules, text, codes, date="2023-01-01")[-1]["deadline"] == deadline


@pytest.mark.parametrize("text", ["原则上不再新增采砂许可", "县水利局原则上不再新增采砂许可", "不再审批小水电站", "不搞大拆大建"])
def test_a_bare_refusal_to_bring_about_forbids(rules: DirectiveRules, text: str) -> None:
    assert (built(rules, text, "D")[0]["modality"], built(rules, text, "D")[0]["rule"]) == ("prohibition", "modal.refused")


@pytest.mark.parametrize("text", ["不断新增许可", "不再征收水资源费", "不折不扣落实任务"])
def test_other_words_with_a_negation_forbid_nothing(rules: DirectiveRules, text: str) -> None:
    assert built(rules, text, "D")[0]["modality"] == "obligation"


@pytest.mark.parametrize("text", ["充分发挥基金的引导作用", "提出《鼓励节水产业目录》条目建议"])
def test_a_word_of_encouragement_in_a_name_encourages_nobody(rules: DirectiveRules, text: str) -> None:
    clauses = split_clauses(text)
    at = text.index("引导" if "引导" in text else "鼓励")
    row = RoleRow("directive", "encouragement", at, at + 2, "modal.encourage", 1.0)
    assert build_directives(text, clauses, [row], [], [], rules)[0]["modality"] == "obligation"


def test_the_act_behind_a_ban_without_one_is_forbidden(rules: DirectiveRules) -> None:
    def modalities(text: str) -> list[str]:
        clauses = split_clauses(text)
        ban, held = roles_of(text, "DD")
        return [d["modality"] for d in build_directives(text, clauses, [ban._replace(modality="prohibition"), held], [], [], rules)]

    assert modalities("不得未经批准，擅自占用河道。") == ["prohibition", "prohibition"]
    assert modalities("不得占用河道，修复受损堤防。") == ["prohibition", "obligation"]


@pytest.mark.parametrize(("text", "modal"), [("不建设泵站的县应当说明理由。", "应当"), ("今后不开展巡查的水库要做好值守。", "要")])
def test_a_refusal_within_a_name_forbids_nothing_that_a_modal_asks_for(rules: DirectiveRules, text: str, modal: str) -> None:
    at = text.index(modal)
    row = RoleRow("directive", "obligation", at, at + len(modal), "modal.should", 1.0)
    assert build_directives(text, split_clauses(text), [row], [], [], rules)[0]["modality"] == "obligation"


@pytest.mark.parametrize(("text", "modal"), [("不得未经批准，要加强巡查。", "要"), ("不得未经批准，加强巡查。", "")])
def test_what_follows_a_ban_without_an_act_is_forbidden_only_as_done_on_ones_own(rules: DirectiveRules, text: str, modal: str) -> None:
    at = text.index("，") + 1
    rows = [RoleRow("directive", "prohibition", 0, 2, "modal.forbid", 1.0), RoleRow("directive", "obligation", at, at + len(modal), "", 1.0)]
    found = build_directives(text, split_clauses(text), rows, [], [], rules)
    assert [d["modality"] for d in found] == ["prohibition", "obligation"]


def test_how_often_and_in_what_time_comes_from_the_clause_or_its_context(rules: DirectiveRules) -> None:
    own = "各地每季度通报一次进展。"
    context = "自收到报告之日起三十日内，县水务局应当答复。"
    first, second = built(rules, own, "D")[0], built(rules, context, "CD")[0]
    assert (first["timing"], own[slice(*first["timing_words"])]) == ("R/P3M", "每季度")
    assert (second["timing"], context[slice(*second["timing_words"])]) == ("P30D", "自收到报告之日起三十日内")


def test_the_own_deadline_goes_before_that_of_the_context(rules: DirectiveRules) -> None:
    text = "到2030年，2024年6月底前完善监管制度。"
    assert built(rules, text, "CD", date="2023-01-01")[0]["deadline"] == "2024-06-30"


def test_targets_of_the_clause_and_its_goals_are_its_own(rules: DirectiveRules) -> None:
    text = "完善制度，产量增长，推进改革。"
    targets = [{"clause": 1, "deadline": "2027"}, {"clause": 2, "deadline": ""}]
    first, second = built(rules, text, "DGD", (), targets)
    assert (first["targets"], first["deadline"]) == ([0], "2027")
    assert (second["targets"], second["deadline"]) == ([1], "")


def test_the_date_of_a_goal_is_that_of_the_act_right_before_it(rules: DirectiveRules) -> None:
    text = "完善监管制度，加强巡查，到2025年底，事故下降一半。"
    assert [d["deadline"] for d in built(rules, text, "DDCG", date="2023-01-01")] == ["", "2025-12-31"]


def test_a_sector_in_the_name_of_an_office_is_no_sector_of_the_directive(rules: DirectiveRules) -> None:
    text = "水利、农业等部门要加强巡查。"
    found = built(rules, text, "D", entities_of(text, ("水利", "SECTOR"), ("农业", "SECTOR")))
    assert found[0]["links"] == []


LONG = "完善重点行业安全监管工作制度"


def test_long_words_that_stand_twice_are_a_repeat_of_the_first(rules: DirectiveRules) -> None:
    assert [d["repeat_of"] for d in built(rules, f"{LONG}。{LONG}。{LONG}。", "DDD")] == [-1, 0, 0]


def test_short_words_that_stand_twice_are_no_repeat(rules: DirectiveRules) -> None:
    assert [d["repeat_of"] for d in built(rules, "完善制度。完善制度。", "DD")] == [-1, -1]


def test_a_lead_repeats_the_body_behind_it_however_short(rules: DirectiveRules) -> None:
    text = f"完善制度。\n{LONG}。完善制度。"
    found = built(rules, text, "DDD", blocks=[("lead", 0, 5)])
    assert [d["repeat_of"] for d in found] == [2, -1, -1]


def test_a_lead_without_its_like_repeats_nothing(rules: DirectiveRules) -> None:
    assert [d["repeat_of"] for d in built(rules, "完善制度。\n推进改革。", "DD", blocks=[("lead", 0, 5)])] == [-1, -1]


def test_texts_that_order_nothing_have_no_directives(rules: DirectiveRules) -> None:
    assert built(rules, "天气很好。", "S") == []
    assert built(rules, "", "") == []


def test_rules_survive_plain_data(rules: DirectiveRules) -> None:
    text = "针对汽车行业，各地要完善监管制度，形成良好格局。（责任单位：市财政局）"
    assert built(DirectiveRules.from_rows(rules.to_rows()), text, "CDGC") == built(rules, text, "CDGC")


def test_a_quotation_that_a_directive_or_its_goal_ends_with_is_kept_whole(rules: DirectiveRules) -> None:
    text = "要推进“双碳”，打造“样板”。“要加强监管”，"
    found = built(rules, text, "DGD")
    assert [text[d["start"] : d["end"]] for d in found] == ["要推进“双碳”", "要加强监管"]
    assert [text[slice(*span)] for span in found[0]["goals"]] == ["打造“样板”"]
