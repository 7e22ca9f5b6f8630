"""Numbers that bind the future: 「到2025年，营收突破2.2万亿元」, 「不少于3年」, 「最高200万元」; not reported statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.grammar.dates import find_deadline
from analyzer.grammar.numbers import NumberRow, NumberRules
from analyzer.records import ClauseRow, RoleRow

_GATE = re.compile(
    r"[0-9０-９%％‰倍番成]|[百千]分之|分之|[一二两三四五六七八九十百千万亿]+[元人名家个项次天日年月万亿级小吨亩斤户]"
)
# Verbs that bring something into being: a count after them is what shall come, elsewhere it is what is there.
_MAKING = re.compile(
    r"(?:新增|新建|新培育|培育|培养|建设|建成|建立|打造|创建|遴选|认定|实施|举办|开展|组织|完成|改造|布局|引进|引育|发展|投入|发放|支持|安排|筹集|"
    r"推广|推出|形成|落地|设立|攻克|突破|制定|发布|出台|扶持|孵化|招引|增加|扩大|新改建|改扩建|开通|覆盖|补贴|奖励|选派|培训|打通|确定|储备|推动|"
    r"建|育|增|立项|谋划|筹划|争取|生产|供应|供给|减少|压减|淘汰|退出|关停|治理|修复|造林|拿出|提供|召开|举行|检查|抽查|储存|保存|拥有|集聚|聚集)"
    r"[^，。；、0-9]{0,18}$"
)
# The case a rule is for, not the rule: 「数额在5万美元以上的」.
_CASE = re.compile(r"的$|的情形|数额|金额(?:在|达|不)|所得|已")
_PENALTY = re.compile(r"^[^，。；]{0,4}的?(?:罚款|罚金|有期徒刑|拘留)")
_FROM = re.compile(r"[由从](?:[^，。；]{0,12})?$")
_RISE_TO = re.compile(
    r"^[^，。；]{0,10}?(?:提高|提升|增加|增长|扩大|上升|下降|降低|降|减少|缩减|压缩|缩短|下调|上调|调整|增|升|延长)(?:到|至|为)"
)
_TERM = re.compile(
    r"(?:期限?|时间|时长|周期|年限|寿命|时效|间隔)(?:应当?|须|一般|原则上|均|最长|最短)?(?:为|是|至|到|达到?|不|:|：)?$"
)
_SINCE = re.compile(r"[之日后]起(?:的|算)?$|[之日]起的?[ ]?(?:在)?$|后(?:的)?$|之日(?:前|后)的?$")
_ORDERED = re.compile(r"(?:应当?|须|必须|务必|要|限|限时|最迟|期限|于|在|并)[^，。；]{0,24}$")
_PAST = re.compile(
    r"已经?(?!有的)|曾|去年|上年(?!末?预|增长|提高)|前年|截至|截止|累计(?!不|达到?不)|同比|环比|以来|了(?!解)|共有|现有|目前|当前|过去|近年|达到了|此前|原来|迄今|来自"
)
_STRONG = re.compile(r"力争|争取|确保|计划|目标|预期|拟|规划|将(?!近)|要|应当?|须|必须|不得|最高|按照|予以|给予|每年")
_AIM = re.compile(r"力争|争取|确保|^到20[0-9]{2}年")
_LEGAL_TERM = re.compile(r"(?:期|期限|时限)(?:限)?为$")
_FUTURE_CLAUSE = re.compile(r"力争|争取|确保|(?:计|规)划|目标|预期|将(?!近|于近)|^到20|不得|应当|须|期限?为")
_EACH = re.compile(
    r"每(?:个|年|月|周|日|天|人|名|户|县|市|省|家|项|亩|次|床|车|台|套|辆|件|学期|学年|季度|半年|批|场|单位|位)[^，。；、]{0,12}$"
)
_BASELINE = re.compile(
    r"(?:比(?![例重率较如])|较|相比|在)(?P<base>[^，。；比较]{1,14}?)(?:的)?(?:基础上|水平)?(?:预计数|翻|增长|增加|提高|提升|下降|降低|减少|上升|扩大|缩短|压减|高|低|多|少)"
)
_STRIVE = re.compile(r"力争|争取|努力|力求|奋力")
_ENSURE = re.compile(r"确保|保证|务必|必须|严守|坚决|守住|约束性|不得|严格控制|应当|必保")
_EXPECT = re.compile(r"预期|预计|目标|有望|预期性|原则上")
_LIST_END = re.compile(r"[、和及与]|以及|并且?|其中|同时")
_VALUE_VERB = re.compile(
    r"(?:(?:均|都|也|分别|总体|基本|继续|持续|力争|争取|确保|努力|将|要|应|应当|须|需|必须|不断|逐步|稳步|明显|至少|合计|各|共|总共|累计|一般|原则上|年均|平均)*"
    r"(?:达到|达|突破|超过|超|过|提高到|提高至|提升到|提升至|增加到|增加至|增至|扩大到|扩大至|控制在|保持在|稳定在|维持在|保持|稳定|降低到|降低至|下降到|下降至|降到|降至|"
    r"跨越|跃上|迈上|站上|压减到|压减至|压缩到|压缩至|缩短到|缩短至|为|至|到|在|是|力争|有|于|按照?|按|不)?)$"
)
_LEAD = re.compile(
    r"^(?:[（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、|[0-9]+[.．、]|到[^，]{0,9}(?:年底?|末|时)|力争|争取|确保|努力|使|将|把|其中|并|且|同时|要|应当?|须|"
    r"进一步|加快|继续|全面|稳步|大力|逐步|积极|不断|[今明]年|本年|每年|年内|推动|促进|实现|全国?年?内|[0-9]{4}年底?|三年内|[0-9一二三五-]+年内|在|对|按照?|按|计划|拟|组织|新)+(?=.)"
)
_MAKER = re.compile(
    r"^(?:培育壮大|培育|培养|建设|建成|建立|打造|创建|遴选|认定|实施|举办|开展|组织|完成|改造|布局|引进|引育|发展|投入|发放|支持|安排|推广|推出|形成|落地|设立|攻克|突破|制定|发布|出台|建|拿出|筹划|重点建设|立项打造|谋划建设|各类|给予|提供|予以)+"
)
_NOUN_AFTER = re.compile(r"^(?:的)?(?P<noun>[^，。；：！？\n、]{2,30})")
_STOP_NOUN = ("以上", "左右", "以内", "以下", "的", "予以", "给予", "支付", "台阶")


class TargetRules:
    """What ``find_targets`` reads with: units and comparators."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: NumberRules) -> None:
        """Take the number rules."""
        self.numbers = numbers

    @classmethod
    def from_lexicons(cls, folder: Path) -> TargetRules:
        """Read ``units.csv`` and ``comparators.csv`` in ``folder``.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        return cls(NumberRules.from_lexicons(folder))

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"numbers": self.numbers.to_rows()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> TargetRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(NumberRules.from_rows(rows["numbers"]))


def _time_binds(number: NumberRow, before: str, after: str) -> bool:
    """Whether a length of time is itself the limit, not the deadline of something else (三年内) or a name (24小时值班)."""
    inside = after.startswith(("内", "以内", "之内"))
    if number.unit == "年" and inside:
        return bool(_SINCE.search(before) or _TERM.search(before))
    if inside:
        return bool(_SINCE.search(before) or _TERM.search(before) or _ORDERED.search(before))
    if number.comparator == "range":
        return bool(_TERM.search(before))
    if number.comparator == "~":
        return bool(_TERM.search(before) or _EACH.search(before))
    return number.said or bool(_TERM.search(before) or _SINCE.search(before))


def _binds(number: NumberRow, text: str, clause: ClauseRow, role: str) -> bool:
    before, after = text[clause.start : number.start], text[number.end : clause.end]
    dimension = number.dimension
    if number.unit == "级" or (number.comparator == "range" and _PENALTY.match(after)):
        return False
    if number.start > 0 and text[number.start - 1] in '第“"' and number.chinese:
        return False
    if _FROM.search(before) and _RISE_TO.match(after):
        return False
    if dimension == "time":
        return _time_binds(number, before, text[number.core_end : clause.end])
    if dimension == "":
        if number.unit == "" and number.chinese and not (number.said or number.verb):
            return False
        return number.said or bool(number.verb)
    if dimension == "score" or number.unit == "度":
        return number.said or bool(number.verb)
    if dimension in ("count", "people", "frequency"):
        if number.said or number.verb:
            return not number.chinese or (number.said and number.number != (1.0,))
        if number.chinese:
            return False
        return bool(_MAKING.search(before) or _EACH.search(before))
    if (
        number.chinese
        and dimension == "ratio"
        and number.unit == "%"
        and not number.said
        and not number.verb
        and "分之" not in text[number.core_start : number.core_end]
    ):
        return False
    return role != "context" or (number.said and not _CASE.search(text, clause.start, clause.end))


def _statement_binds(text: str, clause: ClauseRow, number: NumberRow) -> bool:
    """A clause that nobody marked as an instruction still sets a target where it says so itself."""
    words = text[clause.start : clause.end]
    before = text[clause.start : number.start]
    if number.dimension == "time":
        return bool(_LEGAL_TERM.search(before))
    if _PAST.search(words) or not (
        number.said or number.verb or number.dimension in ("money", "ratio", "area", "mass")
    ):
        return False
    if number.chinese and not number.said:
        return False
    return bool(_AIM.search(before))


def _deadline(text: str, clauses: Sequence[ClauseRow], index: int, number: NumberRow, date: str) -> str:
    clause = clauses[index]
    at = index
    while at >= 0 and clauses[at].paragraph == clause.paragraph:
        row = clauses[at]
        same = row.sentence == clause.sentence
        if found := find_deadline(text, row.start, number.start if at == index else row.end, date):
            span = text[found[1] : found[2]]
            # From an earlier sentence only what sets a horizon for the whole paragraph carries over: 到2025年.
            if same or ("到" in span or text[max(0, found[1] - 1)] == "到"):
                return found[0]
        at -= 1
    return ""


def _commitment(text: str, clauses: Sequence[ClauseRow], index: int) -> str:
    clause = clauses[index]
    words = text[clause.start : clause.end]
    for _ in range(2):
        for name, pattern in (("strive", _STRIVE), ("ensure", _ENSURE), ("expected", _EXPECT)):
            if pattern.search(words):
                return name
        if index == 0 or clauses[index - 1].sentence != clause.sentence:
            break
        words = text[clauses[index - 1].start : clauses[index - 1].end]
    return "plain"


def _indicator(text: str, clause: ClauseRow, number: NumberRow, floor: int) -> tuple[int, int]:
    """The span of what is measured: before the value (营收突破…), else after it (30家以上…企业)."""
    start, end = max(clause.start, floor), number.lead
    for mark in _LIST_END.finditer(text, start, end):
        if mark[0] == "其中" or (floor > clause.start and mark.start() - start <= 1):
            start = mark.end()
    while start < end and text[start] in "，、；和及与 　“”":
        start += 1
    while (found := _VALUE_VERB.search(text, start, end)) and found.end() > found.start():
        end = found.start()
    lead = _LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    made = _MAKER.match(text, start, end)
    if made:
        start = made.end()
    while end > start and text[end - 1] in " 　的将":
        end -= 1
    if end - start >= 2 and not text[start:end].startswith("每"):
        return start, end
    noun = _NOUN_AFTER.match(text, number.end, clause.end)
    if noun and not noun["noun"].startswith(_STOP_NOUN):
        return noun.span("noun")
    return (start, end) if end > start else (number.start, number.start)


def find_targets(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    rules: TargetRules,
    *,
    meta: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Targets and limits of a text, in order.

    Args:
        text: clean text.
        clauses, roles: of the same length; numbers count in directives and goals, elsewhere only where the clause
            itself says that it binds.
        rules: units and comparators.
        meta: ``date`` (ISO) resolves 今年, 年底前, 三年内.

    Returns:
        One mapping a target with the fields of ``records.Target`` in clean offsets, ``clause`` (its index), and
        ``indicator_start``, ``indicator_end`` (equal where nothing in the text names what is measured).

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.resources import lexicons_dir
    >>> text = "到2025年，全省营收突破2.2万亿元。"
    >>> rows = split_clauses(text)
    >>> roles = [RoleRow("context", "", 0, 0, "", 1.0), RoleRow("goal", "", 0, 0, "", 1.0)]
    >>> t = find_targets(text, rows, roles, TargetRules.from_lexicons(lexicons_dir()))[0]
    >>> t["indicator"], t["comparator"], t["value"], t["number"], t["unit"], t["deadline"]
    ('全省营收', '>', '突破2.2万亿元', (2200000000000.0,), 'CNY', '2025')
    """
    date = (meta or {}).get("date", "")
    found: list[dict[str, Any]] = []
    for index, (clause, role) in enumerate(zip(clauses, roles, strict=True)):
        kind = role.role
        if clause.block or kind == "frame" or _GATE.search(text, clause.start, clause.end) is None:
            continue
        if kind == "statement" and not _FUTURE_CLAUSE.search(text, clause.start, clause.end):
            continue
        floor = clause.start
        for number in rules.numbers.find(text, clause.start, clause.end):
            if _cited(text, clause, number.start):
                continue
            if kind == "statement" and not _statement_binds(text, clause, number):
                continue
            if not _binds(number, text, clause, kind):
                continue
            span = _indicator(text, clause, number, floor)
            floor = max(floor, number.end)
            found.append(_target(text, clauses, index, number, span, date))
    return found


def _cited(text: str, clause: ClauseRow, at: int) -> bool:
    """Whether a position lies inside 《》: the number belongs to a document's name."""
    opened = text.rfind("《", clause.start, at)
    return opened >= 0 and text.find("》", opened, at) < 0


def _target(
    text: str, clauses: Sequence[ClauseRow], index: int, number: NumberRow, span: tuple[int, int], date: str
) -> dict[str, Any]:
    clause = clauses[index]
    base = _BASELINE.search(text, clause.start, number.core_start)
    baseline = base["base"] if base else ""
    if not baseline and (
        rise := re.search(
            r"[由从]([^，。；]{0,10}?[0-9０-９%％][^，。；]{0,6}?)(?:提高|提升|增加|扩大|下降|降低|减少|缩短|上升|压缩|压减)(?:到|至)?$",
            text[clause.start : number.start],
        )
    ):
        baseline = rise[1]
    return {
        "start": number.start,
        "end": number.end,
        "clause": index,
        "indicator": text[span[0] : span[1]],
        "indicator_start": span[0],
        "indicator_end": span[1],
        "comparator": number.comparator,
        "value": text[number.start : number.end],
        "number": number.number,
        "unit": number.unit,
        "baseline": baseline,
        "deadline": _deadline(text, clauses, index, number, date),
        "commitment": _commitment(text, clauses, index),
    }
