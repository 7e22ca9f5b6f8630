"""Roles and modalities of short texts, and the words they rest on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.grammar.clause_table import Reading
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.role_limits import RoleLimits
from analyzer.grammar.role_network import ROLES
from analyzer.grammar.roles import RoleRules, _forbidden, assign_roles
from analyzer.grammar.scope import scope
from analyzer.records import RoleRow
from analyzer.resources import lexicons_dir

Blocks = tuple[tuple[str, int, int], ...]


@pytest.fixture(scope="module")
def rules() -> RoleRules:
    return RoleRules.from_lexicons(lexicons_dir())


def roles(rules: RoleRules, text: str, blocks: Blocks = ()) -> list[RoleRow]:
    return assign_roles(text, split_clauses(text, blocks), [], rules)


@pytest.mark.parametrize(
    ("text", "modality", "cue"),
    [
        ("各地区要加强监管。", "obligation", "要"),
        ("生产单位必须建立台账。", "obligation", "必须"),
        ("主管部门应当公布名单。", "obligation", "应当"),
        ("严禁新增产能。", "prohibition", "严禁"),
        ("任何单位不得擅自变更。", "prohibition", "不得"),
        ("鼓励企业加大研发投入。", "encouragement", "鼓励"),
        ("支持高校开展技术攻关。", "encouragement", "支持"),
        ("申请人可以申请复议。", "permission", "可以"),
        ("我们将进一步完善制度。", "commitment", "将"),
    ],
)
def test_a_modal_makes_a_directive_of_its_kind_and_is_named(rules: RoleRules, text: str, modality: str, cue: str) -> None:
    row = roles(rules, text)[0]
    assert (row.role, row.modality, text[row.cue_start : row.cue_end]) == ("directive", modality, cue)
    assert row.rule.startswith("modal.")
    assert not row.rule.endswith(":inherited")


@pytest.mark.parametrize(
    "text",
    [
        "《规定》旨在规范市场秩序，提升服务水平，促进行业发展。",
        "蒙方期待扩大贸易，加强产业对接，促进互利合作。",
        "五、关于做好饮食营养等保障\n",
        "禁止化学武器组织近日召开会议。",
    ],
)
def test_an_aim_a_foreign_side_a_heading_with_guanyu_and_a_name_with_a_ban_direct_nobody(rules: RoleRules, text: str) -> None:
    assert "directive" not in {row.role for row in roles(rules, text)}


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("由文化部门给予警告，可以并处罚款；情节严重的，责令停业整顿。", ["obligation", "permission", "obligation"]),
        ("学会成立应当提出申请，准予登记的，签发证书；不予登记的，书面说明理由。", ["obligation"] * 3),
        ("监管部门可以采取下列措施：进入现场检查；查阅有关资料；查封有关场所。", ["permission"] * 4),
        ("企业可以申请延期，分期缴纳；也可以申请减免。", ["permission"] * 3),
    ],
)
def test_a_permission_ends_at_a_new_condition_behind_a_semicolon(rules: RoleRules, text: str, modalities: list[str]) -> None:
    assert [row.modality for row in roles(rules, text) if row.role == "directive"] == modalities


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("直播间运营者应当在页面显著位置公示营业执照、行政许可等信息。", "obligation"),
        ("要分行业推广软件，严禁未经安全评估的软件接入关键系统。", "prohibition"),
    ],
)
def test_the_only_modal_of_a_clause_is_its_modality(rules: RoleRules, text: str, modality: str) -> None:
    assert roles(rules, text)[-1].modality == modality


def test_an_inherited_modal_names_its_cue_and_the_rule_says_so(rules: RoleRules) -> None:
    text = "各地区要加强监管，压实责任，完善制度。"
    found = roles(rules, text)
    assert {(r.role, r.modality, r.cue_start, r.cue_end) for r in found} == {("directive", "obligation", 3, 4)}
    assert [r.rule for r in found] == ["modal.need.subject", *["modal.need.subject:inherited"] * 2]


def test_a_modal_is_not_inherited_over_a_full_stop(rules: RoleRules) -> None:
    assert not roles(rules, "会议要求，各地要加强监管。推进信息公开。")[2].rule.endswith(":inherited")


def test_a_bare_imperative_names_no_words_and_the_rule_tells_whether_it_is_framed(rules: RoleRules) -> None:
    bare, framed = roles(rules, "加强组织领导。")[0], roles(rules, "会议强调，加快推进改革。")[1]
    assert (bare.role, bare.modality, bare.rule) == ("directive", "obligation", "imperative")
    assert (framed.role, framed.modality, framed.rule) == ("directive", "obligation", "imperative.framed")
    assert bare.cue_start == bare.cue_end == 0
    assert framed.cue_start == framed.cue_end == 5


def test_frames_and_statements_give_no_order(rules: RoleRules) -> None:
    found = roles(rules, "会议强调，要加强监管。\n天气很好。")
    assert [r.role for r in found] == ["frame", "directive", "statement"]
    assert [r.modality for r in found] == ["", "obligation", ""]


@pytest.mark.parametrize("kind", ["credit", "disclaimer", "navigation", "related"])
def test_clauses_of_a_block_are_statements(rules: RoleRules, kind: str) -> None:
    text = "各地区要加强监管。\n各地区要加强监管，不得拖延。"
    found = roles(rules, text, ((kind, 10, len(text)),))
    assert found[0].role == "directive"
    assert found[1:] == [RoleRow("statement", "", at, at, f"block.{kind}", 1.0) for at in (10, 19)]


def test_a_repeated_lead_gets_the_roles_of_the_body(rules: RoleRules) -> None:
    lead = "推进信息公开，加强监管"
    body = f"会议强调，各地要{lead}。"
    text = f"{lead}\n{body.replace('要推进', '要落实，推进')}"
    found = roles(rules, text, (("lead", 0, len(lead)),))
    words = [text[c.start : c.end] for c in split_clauses(text)]
    for i in (0, 1):
        twin = words.index(words[i], 2)
        assert (found[i].role, found[i].modality, found[i].rule, found[i].confidence) == (
            found[twin].role, found[twin].modality, found[twin].rule, found[twin].confidence,
        )  # fmt: skip
    # The modal stands outside the repeated clause: the lead's clause names no words.
    assert found[0].rule.endswith(":inherited")
    assert found[0].cue_start == found[0].cue_end == 0


def test_a_cue_inside_a_repeated_clause_is_named_where_the_lead_has_it(rules: RoleRules) -> None:
    lead = "各地区要加强监管"
    text = f"{lead}\n会议强调，{lead}。"
    row = roles(rules, text, (("lead", 0, len(lead)),))[0]
    assert (row.role, row.cue_start, row.cue_end) == ("directive", 3, 4)


def test_a_lead_without_its_like_in_the_body_is_read_by_itself(rules: RoleRules) -> None:
    text = "各地区要加强监管\n天气很好。"
    assert roles(rules, text, (("lead", 0, 8),))[0].role == "directive"


def test_a_limit_overrules_the_model_and_is_named(rules: RoleRules) -> None:
    only = [{"id": "limit.x", "place": "start", "markers": ["加强"], "not_in": [], "roles": ["statement", "goal"]}]
    limited = rules._replace(limits=RoleLimits(only))
    assert roles(rules, "加强组织领导。")[0].role == "directive"
    row = roles(limited, "加强组织领导。")[0]
    assert (row.modality, row.rule, row.confidence) == ("", "limit.x", 1.0)
    assert row.role in ("statement", "goal")


def test_a_clause_with_a_modal_of_its_own_is_not_limited(rules: RoleRules) -> None:
    only = [{"id": "limit.x", "place": "start", "markers": ["各地区"], "not_in": [], "roles": ["statement"]}]
    assert roles(rules._replace(limits=RoleLimits(only)), "各地区要加强监管。") == roles(rules, "各地区要加强监管。")


def test_empty_text_has_no_roles(rules: RoleRules) -> None:
    assert roles(rules, "") == []


def test_rules_survive_plain_data(rules: RoleRules) -> None:
    text = "会议强调，各地区要加强监管，压实责任，针对汽车等重点行业，不得搞形式主义。"
    assert roles(RoleRules.from_rows(rules.to_rows()), text) == roles(rules, text)


PIECES = st.sampled_from(
    ["要", "加强监管", "不得", "强调", "各地", "鼓励", "将", "可以", "，", "。", "；", "\n", "一、", "（", "）", "的", "针对", "3", "已", "天气"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(pieces=st.lists(PIECES, max_size=25), lead=st.booleans())
def test_each_clause_has_one_role_and_only_directives_a_modality(rules: RoleRules, pieces: list[str], lead: bool) -> None:
    text = "".join(pieces)
    clauses = split_clauses(text, (("lead", 0, len(text) // 2),) if lead else ())
    rows = assign_roles(text, clauses, [], rules)
    assert len(rows) == len(clauses)
    for clause, row in zip(clauses, rows, strict=True):
        assert row.role in ROLES
        assert (row.modality in MODALITIES) == (row.role == "directive")
        assert row.modality in ("", *MODALITIES)
        assert 0 <= row.cue_start <= row.cue_end <= clause.end
        assert 0 < row.confidence <= 1 + 1e-9
        assert row.rule
        if row.rule.endswith(":inherited") and not lead:
            assert row.cue_end <= clause.start


def test_who_is_asked_promises_nothing(rules: RoleRules) -> None:
    rows = roles(rules, "各单位：\n请各单位于11月30日前将推荐表报送我部。")
    assert (rows[-1].role, rows[-1].modality) == ("directive", "obligation")


def kinds(rules: RoleRules, text: str) -> list[str]:
    return [row.role for row in assign_roles(text, split_clauses(text), [], rules)]


def test_what_an_audience_pledges_directs_nobody_to_the_end_of_the_sentence(rules: RoleRules) -> None:
    roles = kinds(rules, "会议强调，要加强巡查。大家一致表示，要加强巡查，不得拖延。")
    assert roles[1] == "directive"
    assert "directive" not in roles[2:]


def test_what_a_foreign_side_says_directs_nobody(rules: RoleRules) -> None:
    assert kinds(rules, "会见时双方表示，哈方愿同中方加强水利合作。")[-1] != "directive"


def test_a_numbered_noun_phrase_alone_in_its_line_directs_nobody(rules: RoleRules) -> None:
    text = "2.加强巡查\n各地要每日巡查渠道。\n3.渠道水位监测\n各地要每日监测水位。"
    assert kinds(rules, text) == ["directive", "directive", "statement", "directive"]


def test_what_is_taken_up_by_jiang_is_no_promise(rules: RoleRules) -> None:
    text = "会议要求，各地要加强巡查。将灌区改造任务纳入年度考核。"
    row = assign_roles(text, split_clauses(text), [], rules)[-1]
    assert (row.role, row.modality) == ("directive", "obligation")


@pytest.mark.parametrize(
    ("text", "modality"),
    [("有条件的地方可以适当给予补助。", "permission"), ("探索政府引导与市场运作相结合的模式。", "obligation")],
)
def test_modals_inside_other_words_do_not_settle_the_modality(rules: RoleRules, text: str, modality: str) -> None:
    whole = f"会议要求，各地要加强巡查。{text}"
    assert assign_roles(whole, split_clauses(whole), [], rules)[-1].modality == modality


@pytest.mark.parametrize(
    ("text", "clause", "expected"),
    [
        ("原则上每个县至少建有1所县级特困人员供养服务机构。", 0, False),
        ("要求不予补偿。\n补偿包括：\n（一）房屋的价值；\n（二）搬迁的费用。", 2, False),
        ("不得有下列行为：\n（一）在堤坝上堆放重物；\n（二）向河道倾倒垃圾。", 2, True),
        ("不得堆放物料，架设管线。", 1, True),
        ("避免多头检查。", 0, True),
    ],
)
def test_a_clause_forbids_where_a_word_in_it_or_what_governs_it_does(rules: RoleRules, text: str, clause: int, expected: bool) -> None:
    clauses = split_clauses(text)
    cues = rules.cues.scan(text, clauses)
    assert _forbidden([Reading(text, clauses, cues, scope(clauses, cues), [])], clause) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("可以并处一万元以下罚款；情节严重的，责令停业整顿。", ["permission", "obligation"]),
        ("主管部门可以采取下列措施：查阅有关资料；对有证据证明属于假冒产品的，予以查封。", ["permission", "permission", "permission"]),
    ],
)
def test_what_is_permitted_ends_where_another_case_is_named_unless_it_heads_a_list(rules: RoleRules, text: str, expected: list[str]) -> None:
    assert [row.modality for row in roles(rules, text) if row.role == "directive"] == expected
