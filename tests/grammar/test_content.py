from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import LexiconError
from analyzer.grammar.content import Content, ContentRules, clause_content
from analyzer.lexicon.tables import read_yaml
from analyzer.resources import lexicons_dir

FILLED = Path(__file__).resolve().parents[1] / "gold" / "content.jsonl"
MODALITY = {"O": "obligation", "P": "prohibition", "E": "encouragement", "M": "permission", "W": "commitment"}


@pytest.fixture(scope="module")
def rules() -> ContentRules:
    return ContentRules.from_lexicons(lexicons_dir())


def read(rules: ContentRules, text: str, modality: str = "obligation") -> tuple[str, str, str]:
    """Manner words joined by spaces, action, object."""
    found = clause_content(text, 0, len(text), rules, modality=modality)
    part = [text[a:b] for a, b in (found.action or (0, 0), found.object or (0, 0))]
    return " ".join(text[a:b] for a, b in found.manners), part[0], part[1]


@pytest.mark.parametrize(
    ("text", "manner", "action", "affected"),
    [
        ("加快推进园区供水管线改造进度", "加快", "推进", "园区供水管线改造进度"),
        ("加快灌区渠道整修", "", "加快", "灌区渠道整修"),
        ("要积极稳妥有序推进村庄撤并", "积极稳妥有序", "推进", "村庄撤并"),
        ("（三）建立健全河湖巡护体系", "", "建立健全", "河湖巡护体系"),
        ("二是支持和引导农户使用良种", "", "支持和引导", "农户使用良种"),
        ("把蔬菜供应摆在突出位置", "", "摆在", "蔬菜供应"),
        ("切实将巡查结果纳入年度评比", "切实", "纳入", "巡查结果"),
        ("对迟报数据的单位予以通报、曝光", "", "通报、曝光", "迟报数据的单位"),
        ("对参建单位进行不定期抽查", "不定期", "抽查", "参建单位"),
        ("组织志愿者进社区、进车站", "", "组织", "志愿者进社区、进车站"),
        ("鼓励商户延长营业时间", "", "鼓励", "商户延长营业时间"),
        ("不得擅自变更用途", "擅自", "变更", "用途"),
        ("各地应当严格执行分区要求", "严格", "执行", "分区要求"),
        ("参与抢修的班组要及时上报险情", "及时", "上报", "险情"),
        ("在保障安全的前提下有序恢复营业", "有序", "恢复", "营业"),
        ("会议要求各地加强值守", "", "加强", "值守"),
        ("通过入户走访全面掌握困难家庭底数", "全面", "掌握", "困难家庭底数"),
        ("统筹发展和安全", "", "统筹", "发展和安全"),
        ("请各地抓紧填报汇总表（见附件1）", "抓紧", "填报", "汇总表"),
        ("因地制宜", "", "因地制宜", ""),
        ("对直接负责的主管人员处五千元以下罚款", "", "处", "五千元以下罚款"),
        ("将先进企业加计抵减政策延续到2027年底", "", "延续到", "先进企业加计抵减政策"),
        ("接到报修后2小时内到达现场", "", "到达", "现场"),
    ],
)
def test_manner_action_and_object_are_read(rules: ContentRules, text: str, manner: str, action: str, affected: str) -> None:
    assert read(rules, text) == (manner, action, affected)


@pytest.mark.parametrize(
    ("text", "modality", "strength"),
    [
        ("必须如期完工", "obligation", 5),
        ("确保水质达标", "obligation", 5),
        ("不得外传", "prohibition", 5),
        ("要加强值守", "obligation", 4),
        ("全面清查库存", "obligation", 4),
        ("加强值守", "obligation", 3),
        ("要稳步扩大试点", "obligation", 2),
        ("鼓励错峰出行", "encouragement", 2),
        ("延长开放时间", "encouragement", 2),
        ("将新建两座泵站", "commitment", 2),
        ("加快建设两座泵站", "commitment", 4),
        ("决定设立工作专班", "commitment", 3),
        ("可以分期缴纳", "permission", 2),
        ("探索建立共享机制", "obligation", 1),
        ("适时调整收费标准", "obligation", 1),
        ("原则上每县不少于一处", "obligation", 1),
    ],
)
def test_strength_follows_the_words_of_the_clause(rules: ContentRules, text: str, modality: str, strength: int) -> None:
    assert clause_content(text, 0, len(text), rules, modality=modality).strength == strength


@pytest.mark.parametrize("text", ["提高适应能力", "完善要素市场", "简要说明情况", "加强供应链管理", "推进可再生能源利用"])
def test_modals_inside_other_words_raise_no_strength(rules: ContentRules, text: str) -> None:
    assert clause_content(text, 0, len(text), rules, modality="obligation").strength == 3


def test_the_word_that_settles_the_strength_is_pointed_at(rules: ContentRules) -> None:
    text = "各县要稳步扩大覆盖面"
    found = clause_content(text, 0, len(text), rules, modality="obligation")
    assert found.strength_cue is not None
    assert text[slice(*found.strength_cue)] == "稳步"


def test_spans_are_offsets_into_the_whole_text(rules: ContentRules) -> None:
    text = "会议指出，要大力发展设施农业。"
    found = clause_content(text, 5, 14, rules, modality="obligation", cue=(5, 6))
    assert [text[slice(*s)] for s in (found.manner, found.action, found.object) if s] == ["大力", "发展", "设施农业"]


def test_conditions_and_exceptions_before_the_action_are_marked(rules: ContentRules) -> None:
    text = "未经批准任何单位不得占用"
    found = clause_content(text, 0, len(text), rules, modality="prohibition")
    assert found.condition is not None
    assert text[slice(*found.condition)] == "未经批准"
    text = "除应急车辆外一律不得驶入"
    found = clause_content(text, 0, len(text), rules, modality="prohibition")
    assert found.exception is not None
    assert text[slice(*found.exception)] == "除应急车辆外"


def test_variants_of_an_action_share_a_lemma(rules: ContentRules) -> None:
    lemmas = {clause_content(t, 0, len(t), rules).lemma for t in ("推进联网", "推动联网", "推行联网", "加快推进联网")}
    assert lemmas == {"推进"}


def test_numbering_and_quotation_marks_are_no_part_of_a_field(rules: ContentRules) -> None:
    text = "一要坚守“红线”"
    assert read(rules, text) == ("", "坚守", "红线")


def test_what_stands_in_brackets_or_titles_decides_nothing(rules: ContentRules) -> None:
    text = "印发《关于加强管理必须做到的若干规定》"
    found = clause_content(text, 0, len(text), rules, modality="obligation")
    assert found.strength == 3
    assert read(rules, text)[1] == "印发"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="要不得将把对在的加快推进、，（）《》“”和由按照规定各地部门建设安全 1%", max_size=30), st.sampled_from(sorted(MODALITY.values())))
def test_any_text_gives_spans_inside_the_clause(text: str, modality: str) -> None:
    rules = ContentRules.from_rows(_ROWS)
    found = clause_content("前文" + text + "后文", 2, 2 + len(text), rules, modality=modality)
    for span in (found.manner, found.action, found.object, found.hedge, found.strength_cue, *found.manners):
        if span is not None:
            assert 2 <= span[0] < span[1] <= 2 + len(text)
    assert 1 <= found.strength <= 5


_ROWS = ContentRules.from_lexicons(lexicons_dir()).to_rows()


def test_rules_survive_the_way_through_plain_rows(rules: ContentRules) -> None:
    again = ContentRules.from_rows(json.loads(json.dumps(rules.to_rows())))
    text = "要加快推进供水管线改造"
    assert clause_content(text, 0, len(text), again) == clause_content(text, 0, len(text), rules)


def _rows(name: str, keys: tuple[str, ...]) -> list[dict[str, object]]:
    return [row.cells for row in read_yaml(lexicons_dir() / name, keys)]


@pytest.mark.parametrize("row", [r for r in _rows("verbs.yaml", ("kind", "markers", "example", "counter_example", "lemma")) if r.get("example")])
def test_example_of_a_verb_row_has_the_action_it_names(rules: ContentRules, row: dict[str, str]) -> None:
    text, _, action = row["example"].partition(" → ")
    assert read(rules, text)[1] == action


@pytest.mark.parametrize("row", [r for r in _rows("manner.yaml", ("kind", "markers", "example", "counter_example", "lemma")) if r.get("example")])
def test_example_of_a_manner_row_has_the_manner_it_names(rules: ContentRules, row: dict[str, str]) -> None:
    text, _, manner = row["example"].partition(" → ")
    got, action, _ = read(rules, text)
    assert manner in (got, action)


@pytest.mark.parametrize("row", _rows("predicate_words.yaml", ("kind", "markers", "not_in", "example", "counter_example")))
def test_example_and_counter_example_of_a_predicate_word_have_the_action_or_manner_they_name(rules: ContentRules, row: dict[str, str]) -> None:
    for name in ("example", "counter_example"):
        text, _, word = row[name].partition(" → ")
        manner, action, affected = read(rules, text.removesuffix(" →"))
        if row["kind"] in ("somebody", "no_object"):
            assert affected == word, name
        else:
            assert word in (manner, action) or (not word and not manner), name


@pytest.mark.parametrize("row", _rows("strength.yaml", ("level", "markers", "example", "counter_example")))
def test_example_of_a_level_has_it_and_the_counter_example_not(rules: ContentRules, row: dict[str, object]) -> None:
    example, counter = str(row["example"]), str(row["counter_example"])
    assert clause_content(example, 0, len(example), rules).strength == row["level"]
    found = clause_content(counter, 0, len(counter), rules)
    assert found.strength_cue is None or found.strength != row["level"]


@pytest.mark.parametrize("row", _rows("hedges.yaml", ("markers", "example", "counter_example")))
def test_hedges_are_found_in_the_example_only(rules: ContentRules, row: dict[str, str]) -> None:
    assert clause_content(row["example"], 0, len(row["example"]), rules).hedge is not None
    assert clause_content(row["counter_example"], 0, len(row["counter_example"]), rules).hedge is None


@pytest.mark.parametrize("row", [r for r in _rows("instruments.yaml", ("code", "side", "part", "weight", "markers", "example", "counter_example")) if r["part"] != "default"])
def test_example_of_an_instrument_has_its_code_and_the_counter_example_not(rules: ContentRules, row: dict[str, str]) -> None:
    example, counter = row["example"], row["counter_example"]
    assert clause_content(counter, 0, len(counter), rules).instrument != row["code"]
    if row["weight"]:
        assert clause_content(example, 0, len(example), rules).instrument == row["code"]


def test_every_code_has_one_side(rules: ContentRules) -> None:
    assert len(rules.instruments.sides) == 19
    assert set(rules.instruments.sides.values()) == {"supply", "environment", "demand"}


def test_a_silent_clause_takes_the_instrument_of_the_words_before_it(rules: ContentRules) -> None:
    text = "开展疫苗接种，及时发现"
    assert clause_content(text, 7, 11, rules).instrument == "公共服务"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("verbs.yaml", "- {kind: adverb, markers: [很]}\n", "kind 'adverb' is none of"),
        ("verbs.yaml", "- {kind: head}\n", "the key 'markers' is missing"),
        ("strength.yaml", "- {level: 7, markers: [很], example: 很好, counter_example: 好}\n", "level 7 is none of"),
        ("instruments.yaml", "- {code: 其他, side: left, part: object, weight: 1, markers: [a], example: a, counter_example: b}\n", "side 'left' is none of"),
        ("instruments.yaml", "- {code: 其他, side: demand, part: tail, weight: 1, markers: [a], example: a, counter_example: b}\n", "part 'tail' is none of"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    for file in ("verbs.yaml", "manner.yaml", "predicate_words.yaml", "strength.yaml", "hedges.yaml", "instruments.yaml"):
        (tmp_path / file).write_text((lexicons_dir() / file).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        ContentRules.from_lexicons(tmp_path)
    assert str(caught.value).startswith(f"{name}:1: ")


def _overlap(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _covered(value: object) -> set[int]:
    if not value:
        return set()
    spans = [value] if isinstance(value, (list, tuple)) and isinstance(value[0], int) else value
    return {i for a, b in spans for i in range(a, b)}  # type: ignore[attr-defined]


def test_fields_reach_their_floors_on_the_hand_filled_directives(rules: ContentRules, shared: Path) -> None:
    """Floors two points below what benchmarks/content.py measured; instrument is the field that hands disagree on."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    texts = {}
    for name in ("train", "dev"):
        for line in (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            texts[document["id"]] = convert(document["text"])
    rows = [json.loads(line) for line in FILLED.read_text(encoding="utf-8").splitlines()]
    right = dict.fromkeys(("action", "object", "manner", "strength", "instrument"), 0)
    for row in rows:
        found: Content = clause_content(texts[row["id"]], row["start"], row["end"], rules, modality=MODALITY[row["modality"]])
        right["action"] += _overlap(_covered(row["action"]), _covered(found.action)) >= 0.5
        right["object"] += _overlap(_covered(row["object"]), _covered(found.object)) >= 0.5
        right["manner"] += _overlap(_covered(row["manner"]), _covered(found.manners)) >= 0.5
        right["strength"] += found.strength == row["strength"]
        right["instrument"] += found.instrument == row["instrument"]
    floors = {"action": 0.94, "object": 0.93, "manner": 0.96, "strength": 0.96, "instrument": 0.76}
    assert {k: n / len(rows) >= floors[k] for k, n in right.items()} == dict.fromkeys(floors, True), {k: n / len(rows) for k, n in right.items()}


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("四是合理使用紧急物资", "使用", "紧急物资"),
        ("车站的安保工作由站长统一负责", "负责", "车站的安保工作"),
        ("各级监察部门负责检查台账", "检查", "台账"),
        ("餐饮领域积极探索新场景", "探索", "新场景"),
        ("严禁强制居民使用指定平台", "强制", "居民使用指定平台"),
        ("要把人才工作摆上重要日程", "摆上", "人才工作"),
        ("严格监督考核", "监督考核", ""),
        ("指导农户科学应对低温冻害", "指导", "农户科学应对低温冻害"),
        ("现制定工作指南", "制定", "工作指南"),
        ("应当按照有关规定开设专用账户", "开设", "专用账户"),
        ("并根据监测情况进一步封闭相关办公场所", "封闭", "相关办公场所"),
        ("并按照要求及时将整改、查处等情况报送我局", "报送", "整改、查处等情况"),
        ("应当按照有关规定报省委", "报", "省委"),
        ("乡政府建设必要的处理和存放设施", "建设", "必要的处理和存放设施"),
        ("市局负责制定统一的登记标准", "制定", "统一的登记标准"),
        ("学校应建立完善的值班制度", "建立", "完善的值班制度"),
        ("申请费由申请人预交", "预交", "申请费"),
        ("许可证应予以吊销", "吊销", "许可证"),
        ("要按客观规律办事", "办事", ""),
        ("应当依照国家标准和要求建设厂房", "建设", "厂房"),
        ("不得将旧锅炉出售给不具备拆解条件的个人", "出售", "旧锅炉"),
        ("不得将标段转包给不具备资质的单位", "转包", "标段"),
        ("要把补贴发给符合条件的农户", "发给", "补贴"),
        ("要将发给企业的设备退回", "退回", "发给企业的设备"),
        ("由市水务局责令限期改正", "责令", "限期改正"),
        ("由县级人民政府组织有关部门共同研究", "组织", "有关部门共同研究"),
        ("由承租单位和当地人民政府商定", "商定", ""),
        ("将消费扶贫纳入年度考核", "纳入", "消费扶贫"),
        ("把灌区改造方案实施好", "实施好", "灌区改造方案"),
        ("把规划细化成施工图", "细化成", "规划"),
        ("奖励金额按实际用量执行", "执行", "奖励金额"),
        ("考试计划另行公布", "公布", "考试计划"),
        ("深化改革和扩大开放", "深化", "改革和扩大开放"),
        ("制定回收网点规划", "制定", "回收网点规划"),
        ("建设具有区域影响的港口", "建设", "具有区域影响的港口"),
        ("试点期内改造泵站", "改造", "泵站"),
        ("不对的就改正", "改正", ""),
        ("渠道工程不得转包给不具备资质的单位", "转包", "不具备资质的单位"),
        ("出租方应当会同有关部门对承租方经营情况进行审查", "审查", "承租方经营情况"),
        ("可以通过有关技术推广单位进行推广", "进行", "推广"),
        ("向区教育行政部门提出申请", "提出", "申请"),
        ("按照供水的有关规定处理", "处理", ""),
        ("对困难农户按一定比例给予补助", "给予", "困难农户"),
        ("必须先通风、再检测、后作业", "通风、再检测、后作业", ""),
        ("不得以权谋私", "以权谋私", ""),
        ("每周至少检查一次", "检查", ""),
        ("自接到申请之日起7日内办理手续", "办理", "手续"),
        ("于开学后一个月内完成全覆盖检查", "完成", "全覆盖检查"),
        ("合理确定改造内容", "确定", "改造内容"),
        ("市财政局据此将资金拨付申报主体", "拨付", "申报主体"),
    ],
)
def test_head_verb_behind_subjects_adverbs_and_compounds(rules: ContentRules, text: str, action: str, affected: str) -> None:
    found = read(rules, text)
    assert found[1:] == (action, affected)


def test_bare_duties_in_a_statute_are_regulation(rules: ContentRules) -> None:
    text = "申请人应当在三十日内到场"
    assert clause_content(text, 0, len(text), rules, statute=True).instrument == "法规管制"


def test_a_ban_with_a_subject_of_its_own_forbids_the_verb_after_it(rules: ContentRules) -> None:
    assert read(rules, "严禁未经评估的软件接入生产系统")[1:] == ("接入", "生产系统")
    assert read(rules, "要将执行中的问题报我部")[1:] == ("报", "执行中的问题")


@pytest.mark.parametrize(
    ("text", "manner", "action", "affected"),
    [
        ("为农户领取补贴开通线上渠道", "", "开通", "线上渠道"),
        ("加快办理速度", "", "加快", "办理速度"),
        ("每季度末前向市局报送清淤进展", "", "报送", "清淤进展"),
        ("于每年7月向市水务局报告水质", "", "报告", "水质"),
        ("学习认真落实会议精神", "", "学习认真落实", "会议精神"),
        ("持续稳定和扩大蔬菜种植", "持续", "稳定和扩大", "蔬菜种植"),
        ("择优确定进入复审名单", "择优", "确定", "进入复审名单"),
        ("有计划、分步骤地进行清淤", "有计划、分步骤地", "进行", "清淤"),
        ("要着重全面地检查堤防", "着重全面地", "检查", "堤防"),
        ("将一如既往支持灌区改造", "一如既往", "支持", "灌区改造"),
        ("由供水企业依照《供水条例》的规定予以赔偿", "", "赔偿", ""),
        ("提出清淤和改进措施", "", "提出", "清淤和改进措施"),
        ("应当予以修复并通知养护人", "", "修复并通知", "养护人"),
        ("对排污单位处五千元以上三万元以下的罚款", "", "处", "五千元以上三万元以下的罚款"),
        ("由值班人员接听热线", "", "接听", "热线"),
        ("由县水利局审批并报市水利局备案", "", "审批", ""),
        ("具体办法由市水务局另行规定", "另行", "规定", "具体办法"),
        ("填写意见表并反馈至村委会", "", "填写", "意见表"),
        ("堤库双方要密切协作", "密切", "协作", ""),
        ("把报酬同贡献更紧密地联系起来", "更紧密地", "联系", "报酬同贡献"),
        ("维护湿地功能和水质", "", "维护", "湿地功能和水质"),
        ("村委会应当自批准之日起90日内向登记机关申请设立登记", "", "申请", "设立登记"),
        ("向主管税务机关报送其支付所得的个人信息和扣缴税款的数额", "", "报送", "其支付所得的个人信息和扣缴税款的数额"),
        ("应按照有关规定及时办理取水许可证的申领、注销、换发等手续", "及时", "办理", "取水许可证的申领、注销、换发等手续"),
        ("辖区企业由水利局装备技术中心负责传达", "", "传达", ""),
        ("水务局对超高船舶不予放行", "", "不予放行", "超高船舶"),
        ("（一）要求被检查单位提供取水资料", "", "要求", "被检查单位提供取水资料"),
        ("加快建立起畅通的供水体系", "加快", "建立", "畅通的供水体系"),
        ("将审批信息自动推送至监管部门", "自动", "推送至", "审批信息"),
        ("水利局于每年年初编制本年度的清淤计划", "", "编制", "本年度的清淤计划"),
        ("拒绝或者迟延支付供水企业款项", "", "拒绝或者迟延支付", "供水企业款项"),
        ("予以警告、记过或者记大过", "", "警告、记过或者记大过", ""),
        ("对直接责任人员给予降级或者撤职处分", "", "给予", "直接责任人员"),
        ("依法规范和整顿取水秩序", "依法", "规范和整顿", "取水秩序"),
        ("着重提高值班人员的能力", "着重", "提高", "值班人员的能力"),
        ("以书面方式将巡查结果等材料上报县水利局", "", "上报", "巡查结果等材料"),
        ("在线下培训场所优先参加实训", "优先", "参加", "实训"),
        ("各地要视水情合理安排值班人员", "合理", "安排", "值班人员"),
        ("要努力改善值班制度", "努力", "改善", "值班制度"),
        ("加强与走出去船队的沟通联系", "", "加强", "与走出去船队的沟通联系"),
        ("管理所负责地区的供水工作", "", "管理", "所负责地区的供水工作"),
        ("把灌区的盘子越做越大", "", "越做越大", "灌区的盘子"),
        ("逐步实现与各部门之间的网络互联互通", "逐步", "实现", "与各部门之间的网络互联互通"),
        ("不予再注册", "", "不予再注册", ""),
        ("及时向上级报告险情", "及时", "报告", "险情"),
        ("并立即向上级海关报告", "立即", "报告", ""),
        ("根据人员报名、专业分布等情况适当降低开考比例", "适当", "降低", "开考比例"),
        ("可通过网上办事平台办理取水许可", "", "办理", "取水许可"),
        ("为落实单位的毕业生及时办理手续", "及时", "办理", "手续"),
    ],
)
def test_predicates_behind_phrases_adverbs_and_nouns_that_hold_verbs(rules: ContentRules, text: str, manner: str, action: str, affected: str) -> None:
    assert read(rules, text) == (manner, action, affected)


@pytest.mark.parametrize(
    ("text", "modality", "action"),
    [
        ("不再征收水资源费", "obligation", "不再征收"),
        ("依法不予处罚", "obligation", "不予处罚"),
        ("不影响农户待遇", "permission", "不影响"),
        ("单个项目不超过五十万元", "obligation", "不超过"),
        ("不再新建小水电站", "prohibition", "新建"),
        ("不得占用河道", "prohibition", "占用"),
        ("不断加强巡查", "obligation", "加强"),
    ],
)
def test_an_action_keeps_its_negation_where_the_modality_does_not_say_it(rules: ContentRules, text: str, modality: str, action: str) -> None:
    assert read(rules, text, modality)[1] == action


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("将保证金退还中标单位", "退还", "保证金"),
        ("申请费由申请人预交", "预交", "申请费"),
        ("清算组应当自成立之日起五日内通知债权人", "通知", "债权人"),
        ("应当将许可证交回水务局", "交回", "许可证"),
        ("由原批准部门撤销在灌区设立的临时检疫消毒站", "撤销", "在灌区设立的临时检疫消毒站"),
        ("加快布局人形机器人产业", "布局", "人形机器人产业"),
        ("制定强制性标准", "制定", "强制性标准"),
        ("对标准的制定进行指导", "指导", "标准的制定"),
        ("在职责范围内加强巡查", "加强", "巡查"),
        ("由受委托银行办理贷款手续", "办理", "贷款手续"),
        ("将应退还的押金支付给农户", "支付", "应退还的押金"),
        ("把帮扶措施落实到位", "落实到位", "帮扶措施"),
        ("应当在网站上公布名单", "公布", "名单"),
        ("由水务局所属机构建议停用", "停用", ""),
        ("供水双方可以约定水价", "约定", "水价"),
    ],
)
def test_a_noun_that_holds_a_verb_is_no_action(rules: ContentRules, text: str, action: str, affected: str) -> None:
    assert read(rules, text)[1:] == (action, affected)


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("按照闸门评估价格计算征收", "计算征收", ""),
        ("凭水务局开具的证明购买闸门", "购买", "闸门"),
        ("水费的减免按照《供水条例》的减免规定执行", "执行", "水费的减免"),
        ("均按3%的税率征收水资源税", "征收", "水资源税"),
        ("按收到申请的当日计算工作天数", "计算", "工作天数"),
        ("按照有关规定申请收购资金", "申请", "收购资金"),
        ("围绕灌溉改善、水库治理、打击盗采等开展合作", "开展", "合作"),
        ("同时对取水、排水等提出明确要求", "提出", "明确要求"),
        ("向市水务局运行监控中心申请用水指标", "申请", "用水指标"),
        ("泵站负责人对本站安全工作全面负责", "负责", "本站安全工作"),
        ("将取水许可名单在政府网站上公布", "公布", "取水许可名单"),
        ("应当将检测结果及时向社会公告", "公告", "检测结果"),
        ("把灌区的水价落实", "落实", "灌区的水价"),
        ("各乡镇更应该从旱灾中吸取教训", "吸取", "教训"),
        ("以外币支付水费", "支付", "水费"),
        ("由水务局对直接负责的人员依法给予处分", "给予", "直接负责的人员"),
        ("由水务局没收伪造、变造的取水许可证", "没收", "伪造、变造的取水许可证"),
        ("由县级人民政府负责水利工作的部门责令停工", "责令", "停工"),
        ("应当向海关申请展期", "申请", "展期"),
        ("应当根据实际业务需求进行配置", "进行", "配置"),
        ("许可证应当包括的内容由水务局规定", "规定", "许可证应当包括的内容"),
        ("水务局负责对水库实施监督检查", "监督检查", "水库"),
        ("水务局负责对水库的监督检查", "负责", "对水库的监督检查"),
        ("应当提前七日向社会公告", "公告", ""),
        ("水闸的操作由站长负责", "负责", "水闸的操作"),
        ("审批机关对取水申请的下列内容进行审查", "审查", "取水申请的下列内容"),
        ("收到答复后五日以内向水务局申请复核", "申请", "复核"),
        ("采取以奖代补等方式支持灌区改造", "支持", "灌区改造"),
        ("采用先进的灌溉方法和节水工艺", "采用", "先进的灌溉方法和节水工艺"),
        ("不得以用户不同意为由拒绝供水", "拒绝", "供水"),
        ("按照统一要求安排物资调拨", "安排", "物资调拨"),
        ("在户籍所在地的收养登记机关办理登记", "办理", "登记"),
        ("可以根据实际情况灵活安排轮灌", "安排", "轮灌"),
        ("电网运行实行统一调度制度", "实行", "统一调度制度"),
        ("在灌溉、养殖等领域打造更多合作亮点", "打造", "更多合作亮点"),
        ("水库安全监控机构依照有关规定对堤坝实施监控", "监控", "堤坝"),
    ],
)
def test_a_verb_within_an_adjunct_is_no_action(rules: ContentRules, text: str, action: str, affected: str) -> None:
    assert read(rules, text)[1:] == (action, affected)


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("收集和保管本县应当长期保存的水文档案", "收集和保管", "本县应当长期保存的水文档案"),
        ("收集和保管水文档案应当坚持完整的原则", "坚持", "完整的原则"),
        ("参与抢修的单位应当遵守操作规程", "遵守", "操作规程"),
        ("作出不予取水的决定", "作出", "不予取水的决定"),
        ("依法必须招标的工程的招标人应当公布标底", "公布", "标底"),
        ("应当确定不准进入库区的期限", "确定", "不准进入库区的期限"),
    ],
)
def test_a_modal_within_what_is_acted_on_leaves_the_verb_before_it_the_action(rules: ContentRules, text: str, action: str, affected: str) -> None:
    assert read(rules, text)[1:] == (action, affected)


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("不得起卸至库区境内", "起卸至", "库区境内"),
        ("依法登记为有限责任公司", "登记为", "有限责任公司"),
        ("改进为民服务方式", "改进", "为民服务方式"),
        ("划定成绩合格线", "划定", "成绩合格线"),
        ("力争到2030年底完工", "力争", "到2030年底完工"),
        ("连续补贴五年", "补贴", ""),
        ("有效期不得超过三年", "超过", "三年"),
        ("对用水大户实行分档水价政策", "实行", "分档水价政策"),
        ("对迟报的单位予以通报", "通报", "迟报的单位"),
    ],
)
def test_where_an_act_leads_goes_with_the_verb_and_how_long_it_lasts_is_no_object(rules: ContentRules, text: str, action: str, affected: str) -> None:
    assert read(rules, text)[1:] == (action, affected)


@pytest.mark.parametrize(
    ("text", "manner", "action", "affected"),
    [
        ("汇总后报市水务局", "", "报", "市水务局"),
        ("经市水务局确认后方可蓄水", "", "蓄水", ""),
        ("调整前广泛征求意见", "广泛", "征求", "意见"),
        ("布局前沿灌溉技术研究", "", "布局", "前沿灌溉技术研究"),
        ("立即停业并无条件地接受检查", "立即", "停业并无条件地接受", "检查"),
        ("实事求是地选择灌溉方式", "实事求是地", "选择", "灌溉方式"),
        ("全力推动项目落地见效", "全力", "推动", "项目落地见效"),
        ("由被盘问人核对无误后签字", "", "签字", ""),
    ],
)
def test_when_and_how_stand_before_the_action(rules: ContentRules, text: str, manner: str, action: str, affected: str) -> None:
    assert read(rules, text) == (manner, action, affected)


@pytest.mark.parametrize(
    ("text", "action", "affected"),
    [
        ("取水许可证不得出租、出借或者以其他形式转让", "出租、出借或者以其他形式转让", "取水许可证"),
        ("可以展期或续租", "展期或续租", ""),
        ("对单位可处以两万元以下的罚款", "处以", "两万元以下的罚款"),
        ("对超采行为要依法打击", "打击", "超采行为"),
        ("对外供水由水务局核定", "核定", "对外供水"),
        ("国家对水库移民建设实行补助制度", "实行", "补助制度"),
        ("国家对灌区建设统一规划", "规划", "灌区建设"),
        ("国家对水权交易不实行许可", "不实行", "许可"),
        ("对灌区方案、实施、结果等进行评估", "评估", "灌区方案、实施、结果等"),
        ("确因工作需要在库区开展活动的均应按程序报批", "报批", ""),
        ("测试单位通过平台填写申请表", "填写", "申请表"),
    ],
)
def test_objects_begin_and_end_where_their_nouns_do(rules: ContentRules, text: str, action: str, affected: str) -> None:
    assert read(rules, text)[1:] == (action, affected)


@pytest.mark.parametrize(
    ("text", "manner", "action", "affected"),
    [
        ("应当将使用水库的情况向水务局报告", "", "报告", "使用水库的情况"),
        ("要及时将应对旱情的措施告知村民", "及时", "告知", "应对旱情的措施"),
        ("水务局将扩大灌区范围", "", "扩大", "灌区范围"),
        ("应当将停用的水泵退还厂家", "", "退还", "停用的水泵"),
        ("应当将处理决定归入档案", "", "归入", "处理决定"),
        ("将检测结果予以公告并报市水务局备案", "", "予以公告", "检测结果"),
        ("将处理意见通报负责实施的乡镇", "", "通报", "处理意见"),
        ("不得以水务局的名义发布消息", "", "发布", "消息"),
        ("负责直接管理的水库的调度", "", "负责", "直接管理的水库的调度"),
        ("对环境报告书提出书面审查意见", "", "提出", "书面审查意见"),
    ],
)
def test_behind_a_modal_jiang_is_ba_and_its_verb_comes_last(rules: ContentRules, text: str, manner: str, action: str, affected: str) -> None:
    modality = "commitment" if text.startswith("水务局将") else "obligation"
    assert read(rules, text, modality) == (manner, action, affected)


@pytest.mark.parametrize(
    ("text", "modality", "action", "object_"),
    [
        ("不得采取欺骗手段取得许可证", "prohibition", "采取", "欺骗手段取得许可证"),
        ("要缩短10个工作日", "obligation", "缩短", "10个工作日"),
        ("要核查物证", "obligation", "核查", "物证"),
        ("要对应用户需求", "obligation", "对应", "用户需求"),
    ],
)
def test_a_way_under_a_ban_a_changed_time_and_short_objects_stay_with_the_verb(rules: ContentRules, text: str, modality: str, action: str, object_: str) -> None:
    content = clause_content(text, 0, len(text), rules, modality=modality, cue=(0, 2 if text.startswith("不") else 1))
    assert [text[slice(*span)] if span else "" for span in (content.action, content.object)] == [action, object_]
