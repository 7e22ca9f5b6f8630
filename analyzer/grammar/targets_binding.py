"""Which numbers bind the future: targets and limits, not reported figures, conditions, or names of things."""

from __future__ import annotations

import re

from analyzer.grammar.numbers import NumberRow
from analyzer.records import ClauseRow

# Verbs that bring something into being: a count after them is what shall come, elsewhere it is what is there.
_MAKING = re.compile(
    r"(?:新增|新建|新培育|培育|培养|建设|建成|建立|打造|创建|遴选|认定|实施|举办|开展|组织|完成|改造|布局|引进|引育|发展|投入|发放|支持|安排|筹集|解决|惠及|"
    r"推广|推出|形成|落地|设立|攻克|突破|制定|发布|出台|扶持|孵化|招引|增加|扩大|新改建|改扩建|开通|覆盖|补贴|奖励|选派|培训|打通|确定|储备|推动|"
    r"建|育|增|立项|谋划|筹划|争取|生产|供应|供给|减少|压减|淘汰|退出|关停|治理|修复|造林|拿出|提供|召开|举行|检查|抽查|储存|保存|拥有|集聚|聚集)"
    r"[^，。；、0-9]{0,18}$"
)
_EACH = re.compile(
    r"每(?:个|年|月|周|日|天|人|名|户|县|市|省|家|项|亩|次|床|车|台|套|辆|件|学期|学年|季度|半年|批|场|单位|位)[^，。；、]{0,12}$"
)
# A sum of what has been listed: 「等2个部分」.
_SUMMED = re.compile(r"(?:等|分为|包括|包含|组成|共|这|上述|以下)[ ]?$")
# The case a rule is for, not the rule: 「数额在5万美元以上的」, 「营收5000万元以上的企业」.
_CASE = re.compile(r"的$|的情形|数额|金额(?:在|达|不)|所得|已")
_SCOPE = re.compile(r"(?:的(?!罚|处罚|补|资|支持|奖|标准|水平)|规[上模]|企业|单位|项目|人员|列车|机动车|工程)")
_PENALTY = re.compile(r"[^，。；]{0,4}的?(?:罚款|罚金|有期徒刑|拘留)")
_FROM = re.compile(r"[由从](?:[^，。；]{0,12})?$")
_RISE_TO = re.compile(
    r"[^，。；]{0,10}?(?:提高|提升|增加|增长|扩大|上升|下降|降低|降|减少|缩减|压缩|缩短|下调|上调|调整|增|升|延长)(?:到|至|为)"
)
_TERM = re.compile(
    r"(?:期限?|时间|时长|周期|年限|寿命|时效|间隔)(?:应当?|须|一般|原则上|均|最长|最短)?(?:为|是|至|到|达到?|不|:|：)?$"
)
_SINCE = re.compile(r"[之日后]起(?:的|算)?$|[之日]起的?[ ]?(?:在)?$|后(?:的)?$|之日(?:前|后)的?$")
_ORDERED = re.compile(r"(?:应当?|须|必须|务必|要|限|限时|最迟|期限|于|在|并)[^，。；]{0,24}$")
_AIM_BEFORE = re.compile(r"力争|争取|确保|^到20[0-9]{2}年")
_PLANNED = re.compile(r"(?:计划|拟)(?!生育|单列|经济)[^，。；0-9]{1,24}$")
"""What a place says that it will do (「某市计划完成投资」)."""
_GUESSED = re.compile("预计|有望|预测|估计|可能|占|原定|提案|计划(?:的|内|成本|完成[0-9]|总|开工数)|完成(?:年度|全年|五年|培养)计划")
_AGED = re.compile("[未不已]?满")
_EFFECT = re.compile(r"可(?:以)?(?:使|让|为[^，。；]{1,8}(?:减|省|节|增)|减轻|减少|节约|节省|带动|惠及|新增)[^，。；]{0,16}$")
"""What a measure is reckoned to bring (「每年可使农民减负」)."""
_AIMED = re.compile(r"力争|争取|确保|目标|不得|必须")
_LEGAL_TERM = re.compile(r"(?:期|期限|时限)(?:限)?为$")
_PAST = re.compile(
    r"已经?(?!有的)|曾|去年|上年(?!末?预|增长|提高)|前年|截至|截止|累计(?!不|达到?不)|同比|环比|以来|了(?!解)|共有|现有|目前|当前|过去|近年|达到了|此前|原来|迄今|来自"
)
_FUTURE = re.compile(r"力争|争取|确保|(?:计|规)划|目标|预期|将(?!近|于近)|^到20|不得|应当|须|期限?为")
# All that _FUTURE finds and a little more; each word begins with a plain character, so that the search skips the others.
MAYBE_FUTURE = re.compile("力争|争取|确保|计划|规划|目标|预期|将|到20|不得|应当|须|期为|期限为")
_RISES = re.compile(r"(?:提高|提升|增加|延长|降低|减少)$")
_COUNTS = ("count", "people", "frequency")
_ATTRIBUTES = ("age", "length", "rate", "power", "capacity")
"""Dimensions that more often describe a thing (70周岁以上的驾驶人) than set a target."""


def may_bind(text: str, clause: ClauseRow, role: str) -> bool:
    """Whether numbers of a clause are looked at: a plain statement only where it speaks of what shall be."""
    return role != "statement" or _FUTURE.search(text, clause.start, clause.end) is not None


def binds(number: NumberRow, text: str, clause: ClauseRow, role: str) -> bool:
    """Whether a number of a clause is a target or a limit.

    Args:
        number: the number.
        text: clean text.
        clause: the clause it stands in.
        role: the clause's role: a directive or goal binds unless the number plainly does not, a statement only where
            it says that it does.
    """
    before, after = text[clause.start : number.start], text[number.end : clause.end]
    if _EFFECT.search(before) or (_AGED.match(text, number.start, number.end) and "的" in after):
        return False  # 可减轻负担48亿元, 注销未满1年的名称
    if role == "statement" and not _stated(number, text, clause, before):
        return False
    if number.unit == "级" or (number.comparator == "range" and _PENALTY.match(after)):
        return False
    if number.start > 0 and text[number.start - 1] in '第“"' and number.chinese:
        return False
    if _FROM.search(before) and _RISE_TO.match(after):
        return False  # 由45%提高到55%: the first is the baseline
    if number.dimension == "time":
        return _time_binds(number, before, text[number.core_end : clause.end])
    marked = number.said or bool(number.verb)
    if number.dimension in _COUNTS:
        return _count_binds(number, text, clause, before, marked=marked)
    if number.dimension == "":
        scaled = not number.chinese and number.number[0] >= 10_000
        return (marked or (scaled and _MAKING.search(before) is not None)) and not (number.chinese and not marked)
    if _describes(number, before, after):
        return False
    if number.dimension in ("score", "age") or number.unit == "度":
        return marked or _RISES.search(before) is not None
    if number.chinese and number.unit == "%" and not marked and "分之" not in text[number.core_start : number.core_end]:
        return False  # 一成, 三成 without a comparator
    return role != "context" or (number.said and not _CASE.search(text, clause.start, clause.end))


def _describes(number: NumberRow, before: str, after: str) -> bool:
    """Whether a bounded number picks out things (营收5000万元以上的企业) instead of setting a bound."""
    bounded_after = number.said and number.end > number.core_end and number.lead == number.core_start
    if not bounded_after or number.verb or _MAKING.search(before):
        return False
    return _SCOPE.match(after) is not None or (number.dimension in _ATTRIBUTES and bool(after) and after[0] not in "，。；）")


def _count_binds(number: NumberRow, text: str, clause: ClauseRow, before: str, *, marked: bool) -> bool:
    if marked:
        return not number.chinese or (number.said and number.number != (1.0,))
    if number.chinese or _SUMMED.search(before):
        return False
    return bool(_MAKING.search(before) or _EACH.search(before)) or _AIMED.search(text, clause.start, clause.end) is not None


def _time_binds(number: NumberRow, before: str, after: str) -> bool:
    """Whether a length of time is itself the limit, not the deadline of something else (三年内) or a name (24小时值班)."""
    inside = after.startswith(("内", "以内", "之内"))
    if inside:
        starts = bool(_SINCE.search(before) or _TERM.search(before))
        return starts or (number.unit != "年" and _ORDERED.search(before) is not None)
    if number.comparator == "range":
        return _TERM.search(before) is not None
    if number.comparator == "~":
        return bool(_TERM.search(before) or _EACH.search(before))
    return number.said or bool(_TERM.search(before) or _SINCE.search(before))


def _stated(number: NumberRow, text: str, clause: ClauseRow, before: str) -> bool:
    """Whether a clause that nobody marked as an instruction still sets a target, because it says so itself."""
    if number.dimension == "time":
        return _LEGAL_TERM.search(before) is not None
    if _PAST.search(text, clause.start, clause.end) or (number.chinese and not number.said):
        return False
    if not (number.said or number.verb or number.dimension in ("money", "ratio", "area", "mass")):
        return False
    planned = _PLANNED.search(before) is not None and _GUESSED.search(text, clause.start, clause.end) is None
    return planned or _AIM_BEFORE.search(before) is not None
