"""Who must act: subjects, what is carried over and what ends it, units made responsible."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.errors import LexiconError
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.parties import PartyRow, PartyRules, find_parties
from analyzer.grammar.party_words import PartyWords
from analyzer.grammar.subjects import find_subject
from analyzer.grammar.units import UnitRules
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow, RoleRow
from analyzer.resources import lexicons_dir

ROLE = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}
MODALITY = {"": "obligation", "P": "prohibition", "E": "encouragement", "M": "permission", "W": "commitment"}
PARTY = ("subject", "told", "asked", "agent")
CHAIN = {"area": "D", "some_area": "D D D", "turning": "F D", "way": "C D", "bound": "S D", "saying": "F D", "encouraging": "DE DE", "punishing": "C D", "weight": "C C D",
         "private": "D DP D", "official": "DM C D", "no_party": "C D", "at_fault": "C D", "authority": "D C D", "liable": "D C D", "offence": "D C D"}  # fmt: skip
"""Kinds whose words hand a party on or end it, and the roles of the clauses that show it."""
UNIT_KINDS = ("lead_label", "support_label", "lead_verb", "support_verb")


@pytest.fixture(scope="module")
def rules() -> PartyRules:
    return PartyRules.from_lexicons(lexicons_dir())


def roles_of(codes: str) -> list[RoleRow]:
    """「F D DE C」: a role and, behind D, a modality for each clause."""
    return [
        RoleRow(ROLE[code[0]], MODALITY[code[1:]] if code[0] == "D" else "", 0, 0, "", 1.0) for code in codes.split()
    ]


def organs_of(text: str, names: Sequence[str]) -> list[EntityRow]:
    found = [EntityRow(at, at + len(n), "MINISTRY", n, n, "", ()) for n in names if (at := text.find(n)) >= 0]
    return sorted(found)


def rows(rules: PartyRules, text: str, codes: str, organs: Sequence[str] = ()) -> list[PartyRow]:
    clauses = split_clauses(text)
    roles = roles_of(codes)
    assert len(clauses) == len(roles), [text[c.start : c.end] for c in clauses]
    return find_parties(text, clauses, roles, organs_of(text, organs), rules)


def addressees(rules: PartyRules, text: str, codes: str, organs: Sequence[str] = ()) -> list[str]:
    """The addressee of every directive, "" for none."""
    found = rows(rules, text, codes, organs)
    named = [text[r.addressee[0] : r.addressee[1]] if r.addressee else "" for r in found]
    return [name for name, code in zip(named, codes.split(), strict=True) if code[0] == "D"]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("各县区、各有关部门要摸清底数", "各县区、各有关部门"),
        ("（二）乡镇卫生院应当建立台账", "乡镇卫生院"),
        ("从事粮食收购的企业必须公示价格", "从事粮食收购的企业"),
        ("防汛期间各水库管理单位要加密巡查", "各水库管理单位"),
        ("今年各地还要抓好秋粮收购", "各地"),
        ("县级人民政府农业农村主管部门会同有关部门制定办法", "县级人民政府农业农村主管部门"),
        ("鼓励行业协会牵头制定标准", "行业协会"),
        ("鼓励企业负责人才培养", "企业"),
        ("鼓励社会资本参与老旧厂房改造", "社会资本"),
        ("允许承租人提前解除合同", "承租人"),
        ("请各单位于月底前报送总结", "各单位"),
        ("会议要求各县区压实责任", "各县区"),
        ("检查结果由监测机构负责公布", "监测机构"),
        ("审核通过后由乡镇人民政府张榜公示", "乡镇人民政府"),
        ("在破产清算中用人单位应当优先支付工资", "用人单位"),
        ("村（居）民委员会要登门走访", "村（居）民委员会"),
        ("县级以上城市（含县城）可以申报试点", "县级以上城市"),
        ("鼓励企业联系信息提供单位", "企业"),
        ("城市管理、市场监督管理等部门要清理占道摊位", "城市管理、市场监督管理等部门"),
        ("住房城乡建设、城市管理等部门应当公布名单", "住房城乡建设、城市管理等部门"),
        ("城市管理、审计、交通运输部门应当互通名单", "城市管理、审计、交通运输部门"),
        ("由农村经营、水利等有关部门制定办法", "农村经营、水利等有关部门"),
        ("鼓励业界引进节水设备", "业界"),
        ("承包商不得拖欠工钱", "承包商"),
        ("街道管理、指导公安等部门应当到场", "街道"),
        ("动员民营企业等社会力量参与", ""),
        ("中央指导组认真检查台账", "中央指导组"),
        ("应请上级部门协调专家力量", ""),
        ("可以委托有资质的机构开展检验", ""),
        ("由公安机关责令承包人停止作业", "公安机关"),
        ("鼓励有实力的企业赴外地投资", "有实力的企业"),
        ("闸门研制、生产和维修单位应当建立台账", "闸门研制、生产和维修单位"),
        ("由政府采购监督管理部门给予警告", "政府采购监督管理部门"),
        ("有关单位有义务提供资料", "有关单位"),
        ("分行业编制清单", ""),
        ("1.2.3 区级水务部门应当储备沙袋", "区级水务部门"),
        ("修复办法由市水务部门商市财政部门制定", "市水务部门"),
        ("鼓励毕业生到乡镇卫生院就业", "毕业生"),
        ("符合救助条件的由民政部门救助", "民政部门"),
        ("经营性演出单位应当公示票价", "经营性演出单位"),
        ("企业、行业组织还应当公开承诺", "企业、行业组织"),
        ("应提醒游客注意安全", ""),
        ("鼓励业界使用人工智能", "业界"),
        ("信息系统应当留存日志", ""),
        ("试点范围由五个城市扩大到全省", ""),
        ("全省重点区域要安装探头", ""),
        ("所在地民政局可根据情况处理", "所在地民政局"),
        ("中法应加强合作", "中法"),
        ("鼓励园区企业参与园区管理", "园区企业"),
        ("鼓励龙头企业开放人工智能平台", "龙头企业"),
        ("市人民政府城市绿化行政主管部门负责养护", "市人民政府城市绿化行政主管部门"),
        ("国家组织和支持对口帮扶", "国家"),
        ("由规划司、信息司配合", "规划司、信息司"),
    ],
)
def test_party_named_in_the_clause_is_found(rules: PartyRules, text: str, party: str) -> None:
    assert addressees(rules, text, "D") == [party]


@pytest.mark.parametrize(
    "text",
    [
        "支持中小企业技术改造",
        "引导农户使用良种",
        "指导学校开展演练",
        "要加强值班值守",
        "补助资金要及时发放",
        "部门协同要加强",
        "企业改革要深化",
        "加强对养老机构的检查",
        "维护劳动者合法权益",
        "鼓励开展技术交流",
        "鼓励、支持和引导民营经济发展",
        "应当提供由公证机构出具的证明",
        "虚心向群众请教",
        "创新乡村治理方式",
    ],
)
def test_objects_topics_and_bare_verbs_name_nobody(rules: PartyRules, text: str) -> None:
    assert addressees(rules, text, "D") == [""]


def test_party_holds_to_the_end_of_the_sentence_and_paragraph(rules: PartyRules) -> None:
    text = "各校要排查隐患，建立台账。要落实责任。\n加强宣传。"
    found = rows(rules, text, "D D D D")
    assert addressees(rules, text, "D D D D") == ["各校", "各校", "各校", ""]
    assert [r.inherited for r in found[:3]] == [False, True, True]


def test_new_subject_takes_over(rules: PartyRules) -> None:
    text = "各地要排查隐患，有关企业要自查自纠，及时报送结果。"
    assert addressees(rules, text, "D D D") == ["各地", "有关企业", "有关企业"]


def test_context_names_the_subject_of_what_follows(rules: PartyRules) -> None:
    text = "承运单位，应当核对货单，不得夹带。"
    assert addressees(rules, text, "C D DP") == ["承运单位", "承运单位"]


def test_frame_ends_what_was_carried_over(rules: PartyRules) -> None:
    text = "各地要排查隐患。会议强调，要落实责任。"
    assert addressees(rules, text, "D F D") == ["各地", ""]


def test_frame_that_turns_to_somebody_names_him(rules: PartyRules) -> None:
    assert addressees(rules, "要求各级学校，严格落实制度。", "F D") == ["各级学校"]
    assert addressees(rules, "现印发给你们，请认真执行。", "F D") == ["你们"]


def test_salutation_is_meant_by_the_request_behind_the_formula(rules: PartyRules) -> None:
    text = "各县区人民政府：\n现提出实施方案，请认真组织实施。"
    assert addressees(rules, text, "F F D") == ["各县区人民政府"]


def test_encouraged_party_holds_only_while_it_is_encouraged(rules: PartyRules) -> None:
    text = "鼓励高校开展技术攻关，共享仪器，加快建设平台，支持科研人员创业。"
    assert addressees(rules, text, "DE DE D DE") == ["高校", "高校", "", ""]


def test_party_named_late_in_a_paragraph_leaves_the_next_sentence_alone(rules: PartyRules) -> None:
    text = "改善办学条件，加强教师队伍建设。各级政府都要增加投入。扩大招生规模。"
    assert addressees(rules, text, "D D D D") == ["", "", "各级政府", ""]


def test_numbered_heading_within_a_paragraph_starts_anew(rules: PartyRules) -> None:
    text = "一是摸清底数。各地要建立台账。二是加强服务。"
    assert addressees(rules, text, "D D D") == ["", "各地", ""]


def test_agent_with_an_attribute_in_a_context_is_named(rules: PartyRules) -> None:
    text = "申请奖项，由成果的持有单位或者个人，向区教育局提出申请。"
    assert addressees(rules, text, "C C D", ["区教育局"]) == ["成果的持有单位或者个人"]


def test_who_commits_himself_is_not_the_one_asked(rules: PartyRules) -> None:
    text = "部将适时组织督导。执行中的问题，请及时报告。"
    assert addressees(rules, text, "DW C D") == ["部", ""]


def test_who_is_punished_is_no_addressee(rules: PartyRules) -> None:
    text = "经营者拒不改正的，责令停业整顿，不得继续经营。"
    assert addressees(rules, text, "C D DP") == ["", "经营者"]


@pytest.mark.parametrize("act", ["对直接责任人员依法给予处分", "对主管人员处以罚款"])
def test_who_is_to_be_punished_is_not_told_by_a_condition(rules: PartyRules, act: str) -> None:
    assert addressees(rules, f"管理部门不履行职责的，{act}。", "C D") == [""]
    assert addressees(rules, "管理部门接到报告的，对隐患进行排查。", "C D") == ["管理部门"]


def test_party_with_an_attribute_amid_a_paragraph_holds_for_its_sentence(rules: PartyRules) -> None:
    text = "各单位要测量体温。使用考勤机的单位要改用签到，做好记录。要减少聚餐。"
    assert addressees(rules, text, "D D D D") == ["各单位", "使用考勤机的单位", "使用考勤机的单位", "各单位"]


def test_party_with_an_attribute_that_opens_a_paragraph_holds_for_it(rules: PartyRules) -> None:
    text = "开展寄递业务的企业应当查验物品。发现违禁品的，应当报告。"
    assert addressees(rules, text, "D C D") == ["开展寄递业务的企业"] * 2


def test_what_an_adjunct_is_about_is_no_subject_even_over_a_comma(rules: PartyRules) -> None:
    text = "对于因灾停工，收入下降的居民，及时给予救助。"
    assert addressees(rules, text, "C C D") == [""]


def test_noun_of_a_verb_whose_measure_follows_names_nobody(rules: PartyRules) -> None:
    text = "园区建设以节水为主线，创新管理办法。"
    assert addressees(rules, text, "C D") == [""]


def test_who_speaks_for_an_organ_commits_the_organ(rules: PartyRules) -> None:
    text = "市水务局局长在全市防汛会议上说，今年将加固堤防。"
    assert addressees(rules, text, "F DW", ["市水务局"]) == ["市水务局"]


@pytest.mark.parametrize("opening", ["水库管理单位应当履行下列职责", "水库管理单位的主要职责是"])
def test_items_of_a_list_have_the_party_that_opens_it(rules: PartyRules, opening: str) -> None:
    text = f"{opening}：\n（一）加密巡查，做好记录；\n（二）储备沙袋。\n加强宣传。"
    codes = "C D D D D"
    assert addressees(rules, text, codes) == ["水库管理单位"] * 3 + [""]


def test_items_that_tell_what_is_punished_have_no_party(rules: PartyRules) -> None:
    text = "有下列行为之一的，由水务部门责令改正：\n（一）擅自取水，拒不缴费。"
    assert addressees(rules, text, "C D D D") == ["水务部门", "", ""]


def test_where_the_stress_lies_is_not_who_acts(rules: PartyRules) -> None:
    text = "以全省为重点，南山市为重中之重，补齐短板。"
    assert addressees(rules, text, "C C D") == [""]
    assert addressees(rules, "各地要以增收为目标，发展产业。", "C D") == ["各地"]


def test_some_areas_amid_a_paragraph_hold_for_their_sentence(rules: PartyRules) -> None:
    text = "优化布局。沿海地区要发展渔业，建设港口。要扩大出口。"
    assert addressees(rules, text, "D D D D")[1:3] == ["沿海地区", "沿海地区"]
    assert addressees(rules, "各地要增产。沿海地区要发展渔业。扩大出口。", "D D D") == ["各地", "沿海地区", "各地"]


def test_bare_request_is_not_meant_for_who_speaks(rules: PartyRules) -> None:
    assert addressees(rules, "我们将开通热线，请及时反映问题。", "DW D") == ["我们", ""]


def test_adjunct_with_its_modal_carries_the_party_of_the_sentence_before(rules: PartyRules) -> None:
    text = "加强值守。各校要排查隐患。要按照分工，建立台账。"
    assert addressees(rules, text, "D D C D") == ["", "各校", "各校"]


def test_commitment_takes_its_speaker_from_the_statement_before(rules: PartyRules) -> None:
    text = "市民政局日前发布通知，将开展走访慰问。"
    assert addressees(rules, text, "S DW", ["市民政局"]) == ["市民政局"]


@pytest.mark.parametrize(
    ("text", "codes", "lead", "support"),
    [
        ("优化算力布局。（责任单位：市大数据局、市国资委）", "D C", ["市大数据局", "市国资委"], []),
        ("优化算力布局（省大数据局牵头，各市配合）。", "D", ["省大数据局"], ["各市"]),
        ("优化算力布局。\n（牵头单位：省科技厅；责任单位：省财政厅和省教育厅）", "D C", ["省科技厅"], ["省财政厅", "省教育厅"]),
        ("优化算力布局。责任单位：市科技局、市财政局", "D C C C", ["市科技局", "市财政局"], []),
        ("优化算力布局。（发展改革委、能源局等按职责分工负责）", "D C", ["发展改革委", "能源局"], []),
        ("优化算力布局。（责任单位：省大数据局牵头，省财政厅、省能源局配合）", "D C C", ["省大数据局"], ["省财政厅", "省能源局"]),
        ("优化算力布局。（责任单位：省大数据局牵头、省财政厅配合）", "D C", ["省大数据局"], ["省财政厅"]),
        ("优化算力布局。（责任单位：省大数据局、省能源局，省财政厅配合）", "D C C", ["省大数据局", "省能源局"], ["省财政厅"]),
        ("优化服务。（责任单位：市商务局，各区、县（市）政府）", "D C", ["市商务局", "各区、县（市）政府"], []),
        ("优化服务。（市商务局牵头，各区、县（市）政府配合，2026年底前完成）", "D C C C", ["市商务局"], ["各区、县（市）政府"]),
        ("县级财政部门会同审计机关开展检查。", "D", ["县级财政部门"], ["审计机关"]),
        ("由农业农村部门牵头，林业部门配合，开展普查。", "D C D", ["农业农村部门"], ["林业部门"]),
    ],
)
def test_responsible_units_are_read(rules: PartyRules, text: str, codes: str, lead: list[str], support: list[str]) -> None:
    clauses = split_clauses(text)
    roles = roles_of(codes)[: len(clauses)]
    row = find_parties(text, clauses, roles, [], rules)[0]
    assert [text[a:b] for a, b in row.lead_units] == lead
    assert [text[a:b] for a, b in row.supporting_units] == support


@pytest.mark.parametrize("tag", ["（市商务局牵头，2026年9月底前完成）", "（责任单位：市商务局；完成时限：2026年9月底前）", "（责任单位：市商务局，2026年9月底前）"])
def test_a_tag_tells_by_when(tag: str) -> None:
    found = analyze(f"建立评价制度。{tag}").directives[0]
    assert (found.lead_units, found.deadline) == (("市商务局",), "2026-09-30")


def test_tag_is_about_the_directives_back_to_the_tag_before(rules: PartyRules) -> None:
    text = "建设平台（省大数据局负责），完善标准，培训队伍（省市场监管局负责）。"
    found = rows(rules, text, "D D D")
    assert [[text[a:b] for a, b in r.lead_units] for r in found] == [["省大数据局"], ["省市场监管局"], ["省市场监管局"]]


def handed_on(rules: PartyRules, text: str, kind: str) -> str:
    """Whom the last clause of an example is about; the subject of a row about areas, and 南山市, are regions."""
    region = text.partition("要")[0] if kind == "area" else "南山市"
    regions = [organ._replace(label="REGION") for organ in organs_of(text, [region])]
    span = find_parties(text, split_clauses(text), roles_of(CHAIN[kind]), regions, rules)[-1].addressee
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize("key", ["example", "counter_example"])
def test_every_entry_of_the_lexicon_keeps_its_example(rules: PartyRules, key: str) -> None:
    for row in read_yaml(lexicons_dir() / "parties.yaml", ("kind", "markers", "not_in", "example", "counter_example")):
        clause, _, want = str(row.cells[key]).partition(" → ")
        if row.cells["kind"] in UNIT_KINDS:
            units = list(rules.units.tags(clause))
            found = {clause[a:b] for unit in units for a, b in (*unit.lead, *unit.support)}
            assert (want in found) if want else not found, f"parties.yaml:{row.line} {key}"
            continue
        if row.cells["kind"] in CHAIN:
            assert handed_on(rules, clause, row.cells["kind"]) == want, f"parties.yaml:{row.line} {key}"
            continue
        subject = find_subject(clause, rules.words, {})
        assert (clause[subject.start : subject.end] if subject.kind in PARTY else "") == want, f"parties.yaml:{row.line} {key}"


def test_unknown_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    for name in ("verbs.yaml", "manner.yaml"):
        (tmp_path / name).write_text((lexicons_dir() / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "parties.yaml").write_text(
        "- {kind: head, markers: [部门], example: a, counter_example: b}\n- {kind: hat, markers: [帽], example: a, counter_example: b}\n",
        encoding="utf-8",
    )
    with pytest.raises(LexiconError, match=r"parties\.yaml:2: kind 'hat'"):
        PartyWords.from_lexicons(tmp_path)


def test_rules_survive_plain_data(rules: PartyRules) -> None:
    again = PartyRules.from_rows(json.loads(json.dumps(rules.to_rows())))
    text = "各地要排查隐患，建立台账。（责任单位：市应急局）"
    clauses, roles = split_clauses(text), roles_of("D D C")
    assert find_parties(text, clauses, roles, [], again) == find_parties(text, clauses, roles, [], rules)
    assert isinstance(again.units, UnitRules)


PIECES = st.sampled_from(
    ["各地要", "企业", "加强管理", "由专人", "鼓励", "会同", "（责任单位：市科技局）", "的", "不得", "，", "。", "；", "\n", "请", "（", "）",
     "负责", "提供", "单位", "的机构", "人民政府", "允许", "被", "管理", "部门", "一是", "在", "期间", "其他单位", "应当", "强调", "：", " ", "“", "3", "等"]
)  # fmt: skip
CODES = st.lists(st.sampled_from(["D", "DE", "DW", "C", "G", "F", "S"]), min_size=40, max_size=40)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES, max_size=30), codes=CODES)
def test_spans_lie_where_they_are_said_to_lie(rules: PartyRules, pieces: list[str], codes: list[str]) -> None:
    text = "".join(pieces)
    clauses = split_clauses(text)
    roles = roles_of(" ".join(codes[: len(clauses)])) if clauses else []
    for clause, role, row in zip(clauses, roles, find_parties(text, clauses, roles, [], rules), strict=True):
        if role.role != "directive":
            assert row.addressee is None
        if row.addressee is not None:
            start, end = row.addressee
            assert 0 <= start < end <= len(text)
            assert row.inherited == (not clause.start <= start < clause.end)
            assert "\n" not in text[start:end]
        assert all(0 <= a < b <= len(text) for a, b in (*row.lead_units, *row.supporting_units))


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(PIECES, max_size=20), codes=CODES)
def test_page_furniture_at_the_foot_changes_nothing(rules: PartyRules, pieces: list[str], codes: list[str]) -> None:
    text = "".join(pieces) + "\n"
    longer = text + "责任编辑：某某\n版权所有"
    clauses, more = split_clauses(text), split_clauses(longer)
    roles = roles_of(" ".join(codes[: len(clauses)])) if clauses else []
    foot = roles_of(" ".join(["S"] * (len(more) - len(clauses))))
    assert find_parties(longer, more, [*roles, *foot], [], rules)[: len(clauses)] == find_parties(text, clauses, roles, [], rules)


def test_who_is_forbidden_something_is_its_addressee_and_nobody_elses(rules: PartyRules) -> None:
    assert addressees(rules, "施工单位要加强管理，严禁无关人员进入现场，落实值守制度", "D DP D") == ["施工单位", "无关人员", "施工单位"]
    assert addressees(rules, "严禁使用假冒兽药以及主管部门规定停用的药品", "DP") == [""]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("现场指挥部应当排查隐患", "现场指挥部"),
        ("现各县区要排查隐患", "各县区"),
        ("业主向房屋所在地的办事处提出申请", "业主"),
        ("应当书面告知纳税义务人", ""),
    ],
)
def test_a_name_is_neither_cut_nor_made_of_a_piece_of_the_clause(rules: PartyRules, text: str, party: str) -> None:
    assert addressees(rules, text, "D") == [party]


def test_whom_one_hopes_something_of_is_meant_in_the_next_sentence_too(rules: PartyRules) -> None:
    assert addressees(rules, "他希望南山市保持干劲。加快转型，扩大供给", "D D D", ["南山市"]) == ["南山市"] * 3


@pytest.mark.parametrize("party", ["民用爆炸物品从业单位", "药品上市许可持有人", "餐饮具集中消毒服务单位", "商用密码检测机构"])
def test_verbs_within_a_name_before_a_modal_belong_to_it(rules: PartyRules, party: str) -> None:
    assert addressees(rules, f"{party}应当建立台账", "D") == [party]


@pytest.mark.parametrize("party", ["全国社会保障基金理事会", "被检查单位", "依托单位", "在口岸设立的管理机构", "有权处理的部门", "受助人员"])
def test_before_a_strong_modal_a_name_is_whole_whatever_stands_in_it(rules: PartyRules, party: str) -> None:
    assert addressees(rules, f"{party}应当建立台账", "D") == [party]


def test_what_is_done_to_somebody_or_when_makes_no_name(rules: PartyRules) -> None:
    assert addressees(rules, "对检举有功的人员应当给予奖励", "D") == [""]
    assert addressees(rules, "支持外资企业应当坚持平等对待", "D") == [""]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("受灾地区人民政府应当建立台账", "受灾地区人民政府"),
        ("证券经纪人应当建立台账", "证券经纪人"),
        ("拆除费用由原经营者承担", "原经营者"),
        ("具体补偿办法由省级人民政府规定", "省级人民政府"),
        ("责令停业或者由原发证机关吊销执照", ""),
        ("不得提交由检测机构出具的证明", ""),
    ],
)
def test_who_acts_is_found_behind_a_noun_that_a_verb_tells_of(rules: PartyRules, text: str, party: str) -> None:
    assert addressees(rules, text, "D") == [party]


def test_a_department_is_a_party_by_its_short_name(rules: PartyRules) -> None:
    assert addressees(rules, "消费品司将组织调研", "DW") == ["消费品司"]
    assert addressees(rules, "他的上司要加强管理", "D") == [""]
